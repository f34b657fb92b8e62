// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/PromptTools.h"

#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>

namespace attune::ui {

PromptTools::PromptTools(QWidget* parent)
    : QWidget(parent), m_find(new QLineEdit(this)), m_replacement(new QLineEdit(this)),
      m_replace(makeButton(tr("Replace"), ButtonRole::Normal, QStringLiteral("replaceGo"), this)),
      m_preview(makeWrappedLabel({}, LabelRole::Secondary, this)) {
    auto* column = columnLayout(this, 0, 6);
    column->addWidget(makeLabel(tr("FIND AND REPLACE"), LabelRole::Label, this));
    m_find->setObjectName(QStringLiteral("replaceFind"));
    m_find->setAccessibleName(tr("Find in prompts"));
    m_find->setPlaceholderText(tr("find"));
    m_replacement->setObjectName(QStringLiteral("replaceBy"));
    m_replacement->setAccessibleName(tr("Replace by"));
    m_replacement->setPlaceholderText(tr("replace by"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_find, 1);
    row->addWidget(m_replacement, 1);
    row->addWidget(m_replace);
    column->addLayout(row);
    column->addWidget(m_preview);
    const auto go = [this] {
        if (m_replace->isEnabled()) Q_EMIT replaceRequested(m_find->text(), m_replacement->text());
    };
    connect(m_find, &QLineEdit::textChanged, this, [this] { preview(); });
    connect(m_replacement, &QLineEdit::textChanged, this, [this] { preview(); });
    connect(m_replacement, &QLineEdit::returnPressed, this, go);
    connect(m_replace, &QPushButton::clicked, this, go);
    preview();
}

void PromptTools::setPrompts(std::vector<QString> prompts) {
    m_prompts = std::move(prompts);
    preview();
}

void PromptTools::preview() {
    const QString find = m_find->text();
    const auto has = [&](const QString& prompt) {
        return !find.isEmpty() && prompt.contains(find, Qt::CaseInsensitive);
    };
    const auto count = static_cast<int>(std::count_if(m_prompts.begin(), m_prompts.end(), has));
    m_replace->setEnabled(count > 0);
    m_preview->setVisible(!find.isEmpty());
    if (count == 0) {
        m_preview->setText(tr("In none of the selected prompts."));
        return;
    }
    const QString example = *std::find_if(m_prompts.begin(), m_prompts.end(), has);
    m_preview->setText(
        tr("%n prompts, for example: “%1”", nullptr, count)
            .arg(QString(example).replace(find, m_replacement->text(), Qt::CaseInsensitive).trimmed()));
}

} // namespace attune::ui
