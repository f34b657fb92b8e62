// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/SplitPanel.h"

#include "ui/dataset/QueryList.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/CountDelegate.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

namespace attune::ui {

namespace {

constexpr int kQueryRole = CountDelegate::ToneRole + 1;

} // namespace

SplitPanel::SplitPanel(QWidget* parent)
    : QWidget(parent), m_list(new QListWidget(this)), m_percent(new QSpinBox(this)) {
    auto* column = columnLayout(this, 0, 4);
    column->addWidget(makeLabel(tr("SPLIT"), LabelRole::Label, this));
    m_list->setObjectName(QStringLiteral("splitList"));
    m_list->setAccessibleName(tr("Training and held-out clips"));
    m_list->setItemDelegate(new CountDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_list);
    auto* row = new QHBoxLayout;
    m_percent->setObjectName(QStringLiteral("heldOutPercent"));
    m_percent->setAccessibleName(tr("Held out, percent"));
    m_percent->setRange(0, 50);
    m_percent->setValue(10);
    m_percent->setSuffix(tr(" % held out"));
    m_percent->setToolTip(tr("0 to 50 % of the clips. They are never trained on: the loss on them tells "
                             "learning from remembering."));
    QPushButton* divide = makeButton(tr("Divide"), ButtonRole::Link, QStringLiteral("splitAgain"), this);
    divide->setToolTip(tr("Divide the clips anew. Near duplicates stay on one side; clips that you moved by "
                          "hand stay where they are."));
    row->addWidget(m_percent, 1);
    row->addWidget(divide);
    column->addLayout(row);
    const auto choose = [this](const QListWidgetItem* item) {
        Q_EMIT filterRequested(item->data(kQueryRole).toString());
    };
    connect(m_list, &QListWidget::itemClicked, this, choose);
    connect(m_list, &QListWidget::itemActivated, this, choose);
    connect(divide, &QPushButton::clicked, this,
            [this] { Q_EMIT splitRequested(m_percent->value() / 100.0); });
    setCounts(0, 0, 0);
}

// What is typed into the filter box moves the mark too.
void SplitPanel::setQuery(const QString& query) {
    m_query = query.trimmed();
    markQuery(*m_list, kQueryRole, m_query);
}

void SplitPanel::setCounts(int training, int heldOut, int without) {
    // Where the keyboard is stays where it is.
    const QString current = m_list->hasFocus() && m_list->currentItem() != nullptr
                                ? m_list->currentItem()->data(kQueryRole).toString()
                                : m_query;
    m_list->clear();
    const auto add = [this, &current](const QString& name, int count, const QString& query) {
        auto* item = new QListWidgetItem(name, m_list);
        item->setData(CountDelegate::CountRole, count);
        item->setData(kQueryRole, query);
        item->setData(Qt::AccessibleTextRole, tr("%1, %n clips", nullptr, count).arg(name));
        if (query == current) m_list->setCurrentItem(item);
    };
    add(tr("Training"), training, QStringLiteral("split:train"));
    add(tr("Held out"), heldOut, QStringLiteral("split:held-out"));
    if (without > 0) add(tr("Not divided yet"), without, QStringLiteral("split:none usable:yes"));
    fitRows(*m_list, 9);
}

} // namespace attune::ui
