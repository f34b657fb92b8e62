// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/RulesPanel.h"

#include "ui/dataset/RuleName.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace attune::ui {

RulesPanel::RulesPanel(QWidget* parent) : QWidget(parent), m_cards(new QVBoxLayout) {
    auto* column = columnLayout(this, 0, 6);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("PROMPT RULES"), LabelRole::Label, this), 1);
    QPushButton* edit = makeButton(tr("Edit"), ButtonRole::Link, QStringLiteral("editRules"), this);
    edit->setToolTip(tr("How prompts are made from names, folders, tags and texts (Ctrl+R)"));
    edit->setShortcut(QKeySequence(QStringLiteral("Ctrl+R")));
    head->addWidget(edit);
    column->addLayout(head);
    m_cards->setSpacing(6);
    column->addLayout(m_cards);
    connect(edit, &QPushButton::clicked, this, &RulesPanel::editRequested);
}

void RulesPanel::setRules(const dataset::PromptRules& rules) {
    while (QLayoutItem* item = m_cards->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
    double total = 0.0;
    for (const dataset::PromptAlternative& alternative : rules.alternatives) total += alternative.weight;
    const auto add = [this](const QString& text, const QString& note) {
        QFrame* card = makeSurface(Surface::Raised, this);
        auto* column = columnLayout(card, 10, 2);
        column->addWidget(makeWrappedLabel(text, LabelRole::Body, card));
        column->addWidget(makeLabel(note, LabelRole::Secondary, card));
        m_cards->addWidget(card);
    };
    for (const dataset::PromptRule& rule : rules.rules)
        if (rule.isEnabled)
            add(QString::fromStdString(rule.templateText),
                rule.name.empty() ? tr("rule") : ruleName(rule.name));
    for (const dataset::PromptAlternative& alternative : rules.alternatives)
        add(alternative.text.empty() ? tr("(empty prompt)") : QString::fromStdString(alternative.text),
            tr("%1 % of the time").arg(qRound(100.0 * alternative.weight / std::max(total, 1e-9))));
    if (m_cards->count() == 0) add(tr("No rules yet"), tr("prompts are written by hand"));
}

} // namespace attune::ui
