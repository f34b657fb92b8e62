// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/DemoPromptsEditor.h"

#include "core/config/ParameterDescription.h"
#include "ui/training/ParameterField.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

namespace attune::ui {

using config::Json;

DemoPromptsEditor::DemoPromptsEditor(QWidget* parent)
    : QWidget(parent), m_table(new QTableWidget(0, 2, this)) {
    auto* column = columnLayout(this, 0, 4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("DEMO PROMPTS"), LabelRole::Label, this), 1);
    QPushButton* add = makeButton(tr("+ Prompt"), ButtonRole::Link, QStringLiteral("demoPromptAdd"), this);
    QPushButton* drop = makeButton(tr("Remove"), ButtonRole::Link, QStringLiteral("demoPromptRemove"), this);
    head->addWidget(add);
    head->addWidget(drop);
    column->addLayout(head);
    m_table->setObjectName(QStringLiteral("demoPrompts"));
    m_table->setAccessibleName(tr("Demo prompts"));
    m_table->setToolTip(tr("Every checkpoint is heard with these prompts and seeds, so that you can compare. "
                           "The empty prompt shows what has become habit."));
    m_table->setHorizontalHeaderLabels({tr("Prompt"), tr("Seed")});
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->setColumnWidth(1, 64);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(32);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumHeight(150);
    column->addWidget(m_table);
    connect(add, &QPushButton::clicked, this, [this] {
        read();
        m_prompts.push_back(Json{{"prompt", ""}, {"seed", static_cast<std::int64_t>(m_prompts.size()) + 1}});
        fill();
        Q_EMIT edited(m_prompts);
    });
    connect(drop, &QPushButton::clicked, this, [this] {
        const int row = m_table->currentRow();
        if (row < 0) return;
        read();
        m_prompts.erase(static_cast<std::size_t>(row));
        fill();
        Q_EMIT edited(m_prompts);
    });
    connect(m_table, &QTableWidget::cellChanged, this, [this] {
        if (m_filling) return;
        read();
        Q_EMIT edited(m_prompts);
    });
}

void DemoPromptsEditor::setPrompts(const Json& prompts) {
    const Json list = prompts.is_array() ? prompts : Json::array();
    if (list == m_prompts) return;
    m_prompts = list;
    fill();
}

void DemoPromptsEditor::fill() {
    m_filling = true;
    m_table->setRowCount(static_cast<int>(m_prompts.size()));
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const Json& prompt = m_prompts[static_cast<std::size_t>(row)]; // of any kind: Raw is free to type
        const QString seed = textOfValue(config::valueAt(prompt, "seed"));
        m_table->setItem(row, 0, new QTableWidgetItem(textOfValue(config::valueAt(prompt, "prompt"))));
        m_table->setItem(row, 1, new QTableWidgetItem(seed.isEmpty() ? QStringLiteral("1") : seed));
    }
    m_filling = false;
}

void DemoPromptsEditor::read() {
    for (int row = 0; row < m_table->rowCount(); ++row) {
        Json& prompt = m_prompts[static_cast<std::size_t>(row)];
        if (!prompt.is_object()) prompt = Json::object();
        prompt["prompt"] = m_table->item(row, 0)->text().toStdString();
        bool isNumber = false;
        const qlonglong seed = m_table->item(row, 1)->text().toLongLong(&isNumber);
        if (isNumber && seed >= 0) prompt["seed"] = static_cast<std::int64_t>(seed);
    }
}

} // namespace attune::ui
