// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/RulesEditor.h"

#include "ui/dataset/RuleName.h"
#include "ui/help/HelpRequest.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QTableWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace attune::ui {

using dataset::PromptPreviewRow;
using dataset::PromptStep;
using dataset::StepKind;

namespace {

struct StepName {
    StepKind kind;
    const char* name;
};

constexpr std::array<StepName, 19> kSteps{{
    {StepKind::Replace, QT_TRANSLATE_NOOP("RulesEditor", "Find and replace")},
    {StepKind::ReplacePattern, QT_TRANSLATE_NOOP("RulesEditor", "Replace by pattern")},
    {StepKind::Reject, QT_TRANSLATE_NOOP("RulesEditor", "Leave out clips with the pattern")},
    {StepKind::SeparatorsToSpaces, QT_TRANSLATE_NOOP("RulesEditor", "Underscores and dashes to spaces")},
    {StepKind::CollapseSpaces, QT_TRANSLATE_NOOP("RulesEditor", "Several spaces to one")},
    {StepKind::Trim, QT_TRANSLATE_NOOP("RulesEditor", "Trim both ends")},
    {StepKind::LowerCase, QT_TRANSLATE_NOOP("RulesEditor", "lower case")},
    {StepKind::UpperCase, QT_TRANSLATE_NOOP("RulesEditor", "UPPER CASE")},
    {StepKind::TitleCase, QT_TRANSLATE_NOOP("RulesEditor", "Title Case")},
    {StepKind::SentenceCase, QT_TRANSLATE_NOOP("RulesEditor", "Sentence case")},
    {StepKind::Prefix, QT_TRANSLATE_NOOP("RulesEditor", "Put in front")},
    {StepKind::Suffix, QT_TRANSLATE_NOOP("RulesEditor", "Put at the end")},
    {StepKind::DropCopyCounters, QT_TRANSLATE_NOOP("RulesEditor", "Drop copy counters: (2), _1")},
    {StepKind::DropNumbers, QT_TRANSLATE_NOOP("RulesEditor", "Drop numbers")},
    {StepKind::SplitWords, QT_TRANSLATE_NOOP("RulesEditor", "Split joined words: KickHard01")},
    {StepKind::ExpandBpm, QT_TRANSLATE_NOOP("RulesEditor", "120BPM to 120 BPM")},
    {StepKind::ExpandKey, QT_TRANSLATE_NOOP("RulesEditor", "Am to A minor")},
    {StepKind::ExpandMeter, QT_TRANSLATE_NOOP("RulesEditor", "4b4n to 4/4")},
    {StepKind::ExpandBars, QT_TRANSLATE_NOOP("RulesEditor", "4bars to 4 bars")},
}};

QString stepName(std::size_t index) {
    return QCoreApplication::translate("RulesEditor", kSteps[index].name);
}

QTableWidget* makeTable(const QString& name, const QString& objectName, const QStringList& columns,
                        QWidget* parent) {
    auto* table = new QTableWidget(0, static_cast<int>(columns.size()), parent);
    table->setObjectName(objectName);
    table->setAccessibleName(name);
    table->setHorizontalHeaderLabels(columns);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(34);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    return table;
}

QString textOf(const QTableWidget* table, int row, int column) {
    const QTableWidgetItem* item = table->item(row, column);
    return item == nullptr ? QString() : item->text();
}

} // namespace

RulesEditor::RulesEditor(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Prompt rules"));
    setModal(false);
    setHelpTopic(this, QStringLiteral("prompt-rules"));
    resize(960, 640);
    auto* rows = columnLayout(this, 18, 12);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Prompt rules"), LabelRole::Page, this), 1);
    auto* presetLabel = makeLabel(tr("Start &from"), LabelRole::Secondary, this);
    m_preset = new QComboBox(this);
    m_preset->setObjectName(QStringLiteral("rulesPreset"));
    m_preset->setAccessibleName(tr("Preset"));
    m_preset->addItem(tr("choose a preset…"));
    for (const dataset::PromptPreset& preset : dataset::promptPresets())
        m_preset->addItem(QCoreApplication::translate("PromptPreset", preset.description.c_str()),
                          QString::fromStdString(preset.name));
    presetLabel->setBuddy(m_preset);
    head->addWidget(presetLabel);
    head->addWidget(m_preset);
    rows->addLayout(head);
    rows->addWidget(makeWrappedLabel(
        tr("The first rule that gives text makes the prompt; then the clean-ups change it. Fields: {name} "
           "{folder.1} "
           "{tags.bpm} {sidecar} {csv.column}; [text in brackets] is left out when a field in it is empty."),
        LabelRole::Secondary, this));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(18);
    auto* left = new QVBoxLayout;
    left->addWidget(ruleSection(), 2);
    left->addWidget(stepSection(), 3);
    left->addWidget(alternativeSection(), 2);
    columns->addLayout(left, 1);
    auto* right = new QVBoxLayout;
    right->setSpacing(4); // as in the sections at the left
    QLabel* previewLabel = makeLabel(tr("PREVIEW"), LabelRole::Label, this);
    previewLabel->setMinimumHeight(30); // level with the buttons at the left
    right->addWidget(previewLabel);
    m_preview = makeTable(tr("Preview"), QStringLiteral("rulesPreview"), {tr("Clip"), tr("Prompt")}, this);
    m_preview->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_preview->setColumnWidth(0, 190);
    right->addWidget(m_preview, 1);
    m_problem = makeWrappedLabel({}, LabelRole::Secondary, this);
    m_problem->setObjectName(QStringLiteral("rulesProblem"));
    setTone(m_problem, StateTone::Bad);
    right->addWidget(m_problem);
    columns->addLayout(right, 1);
    rows->addLayout(columns, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(tableArea());
    buttons->addStretch(1);
    QPushButton* close = makeButton(tr("&Cancel"), ButtonRole::Normal, QStringLiteral("rulesCancel"), this);
    m_apply = makeButton(tr("&Write the prompts"), ButtonRole::Primary, QStringLiteral("rulesApply"), this);
    m_apply->setDefault(true);
    buttons->addWidget(close);
    buttons->addWidget(m_apply);
    rows->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, [this] {
        readTables();
        Q_EMIT applied(m_rules);
        accept();
    });
    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        if (const auto* preset =
                dataset::findPromptPreset(m_preset->itemData(index).toString().toStdString()))
            setRules(preset->rules);
    });
    for (QTableWidget* table : {m_ruleTable, m_stepTable, m_alternativeTable})
        connect(table, &QTableWidget::cellChanged, this, [this] { changed(); });
    setHelpTopic(m_preset, QStringLiteral("rule-presets"));
    setHelpTopic(m_ruleTable, QStringLiteral("rule-fields"));
    setHelpTopic(m_stepTable, QStringLiteral("rule-cleanups"));
    setHelpTopic(m_alternativeTable, QStringLiteral("rule-alternatives"));
    setHelpTopic(m_preview, QStringLiteral("prompts-good"));
    setTable({});
}

QWidget* RulesEditor::tableArea() {
    auto* area = new QWidget(this);
    auto* row = rowLayout(area, 0, 8);
    m_table = makeButton({}, ButtonRole::Normal, QStringLiteral("rulesTable"), area);
    m_noTable = makeButton(tr("Without"), ButtonRole::Link, QStringLiteral("rulesNoTable"), area);
    m_noTable->setToolTip(tr("Use no table"));
    row->addWidget(m_table);
    row->addWidget(m_noTable);
    setHelpTopic(area, QStringLiteral("rule-table"));
    connect(m_table, &QPushButton::clicked, this, &RulesEditor::chooseTable);
    connect(m_noTable, &QPushButton::clicked, this, [this] {
        setTable({});
        Q_EMIT tableChosen({});
        changed();
    });
    return area;
}

void RulesEditor::chooseTable() {
    auto* dialog = new QFileDialog(this, tr("Choose a table"), {}, tr("Tables (*.csv *.tsv *.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        setTable(file);
        Q_EMIT tableChosen(file);
        changed();
    });
    dialog->open();
}

void RulesEditor::setTable(const QString& file) {
    m_table->setText(file.isEmpty() ? tr("&Table (CSV)…") : tr("&Table: %1").arg(QFileInfo(file).fileName()));
    m_table->setAccessibleName(QString(m_table->text()).remove(QLatin1Char('&')));
    m_table->setToolTip(
        file.isEmpty()
            ? tr("A table with a column for the file and others, which templates take in as {csv.column}")
            : file);
    m_noTable->setVisible(!file.isEmpty());
}

namespace {

QWidget* section(const QString& title, QTableWidget* table, QPushButton* add, QPushButton* removeButton,
                 QPushButton* up, QWidget* parent) {
    auto* widget = new QWidget(parent);
    auto* column = columnLayout(widget, 0, 4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(title, LabelRole::Label, widget), 1);
    for (QPushButton* button : {add, up, removeButton})
        if (button != nullptr) head->addWidget(button);
    column->addLayout(head);
    column->addWidget(table, 1);
    return widget;
}

} // namespace

QWidget* RulesEditor::ruleSection() {
    m_ruleTable = makeTable(tr("Rules"), QStringLiteral("ruleTable"), {tr("Name"), tr("Template")}, this);
    m_ruleTable->setColumnWidth(0, 130);
    QPushButton* add = makeButton(tr("+ Rule"), ButtonRole::Link, QStringLiteral("ruleAdd"), this);
    QPushButton* drop = makeButton(tr("Remove"), ButtonRole::Link, QStringLiteral("ruleRemove"), this);
    QPushButton* up = makeButton(tr("Up"), ButtonRole::Link, QStringLiteral("ruleUp"), this);
    connect(add, &QPushButton::clicked, this, [this] {
        readTables();
        m_rules.rules.push_back({});
        fillTables();
    });
    connect(drop, &QPushButton::clicked, this, [this] {
        const int row = m_ruleTable->currentRow();
        readTables();
        if (row >= 0) m_rules.rules.erase(m_rules.rules.begin() + row);
        fillTables();
    });
    connect(up, &QPushButton::clicked, this, [this] {
        const int row = m_ruleTable->currentRow();
        readTables();
        if (row > 0)
            std::swap(m_rules.rules[static_cast<std::size_t>(row)],
                      m_rules.rules[static_cast<std::size_t>(row - 1)]);
        fillTables();
        m_ruleTable->setCurrentCell(std::max(0, row - 1), 0);
    });
    return section(tr("RULES"), m_ruleTable, add, drop, up, this);
}

QWidget* RulesEditor::stepSection() {
    m_stepTable = makeTable(tr("Clean-ups"), QStringLiteral("stepTable"),
                            {tr("What"), tr("Find"), tr("Replace by")}, this);
    m_stepTable->setColumnWidth(0, 230);
    QPushButton* add = makeButton(tr("+ Clean-up"), ButtonRole::Link, QStringLiteral("stepAdd"), this);
    QPushButton* drop = makeButton(tr("Remove"), ButtonRole::Link, QStringLiteral("stepRemove"), this);
    connect(add, &QPushButton::clicked, this, [this] {
        readTables();
        m_rules.steps.push_back(
            {StepKind::CollapseSpaces, {}, {}, dataset::ReplaceScope::All, true, {}, true});
        fillTables();
    });
    connect(drop, &QPushButton::clicked, this, [this] {
        const int row = m_stepTable->currentRow();
        readTables();
        if (row >= 0) m_rules.steps.erase(m_rules.steps.begin() + row);
        fillTables();
    });
    return section(tr("CLEAN-UPS"), m_stepTable, add, drop, nullptr, this);
}

QWidget* RulesEditor::alternativeSection() {
    m_alternativeTable =
        makeTable(tr("Alternatives"), QStringLiteral("alternativeTable"), {tr("Text"), tr("Weight")}, this);
    m_alternativeTable->setColumnWidth(0, 280);
    QPushButton* add =
        makeButton(tr("+ Alternative"), ButtonRole::Link, QStringLiteral("alternativeAdd"), this);
    QPushButton* drop = makeButton(tr("Remove"), ButtonRole::Link, QStringLiteral("alternativeRemove"), this);
    connect(add, &QPushButton::clicked, this, [this] {
        readTables();
        if (m_rules.alternatives.empty()) m_rules.alternatives.push_back({"{prompt}", 7.0});
        m_rules.alternatives.push_back({"", 1.0});
        fillTables();
    });
    connect(drop, &QPushButton::clicked, this, [this] {
        const int row = m_alternativeTable->currentRow();
        readTables();
        if (row >= 0) m_rules.alternatives.erase(m_rules.alternatives.begin() + row);
        fillTables();
    });
    return section(tr("ALTERNATIVES, BY WEIGHT"), m_alternativeTable, add, drop, nullptr, this);
}

void RulesEditor::setRules(const dataset::PromptRules& rules) {
    m_rules = rules;
    fillTables();
}

dataset::PromptRules RulesEditor::rules() const {
    return m_rules;
}

void RulesEditor::fillTables() {
    m_filling = true;
    const auto item = [](const std::string& text) {
        return new QTableWidgetItem(QString::fromStdString(text));
    };
    m_ruleTable->setRowCount(static_cast<int>(m_rules.rules.size()));
    for (int row = 0; row < m_ruleTable->rowCount(); ++row) {
        const dataset::PromptRule& rule = m_rules.rules[static_cast<std::size_t>(row)];
        auto* name = new QTableWidgetItem(ruleName(rule.name));
        name->setCheckState(rule.isEnabled ? Qt::Checked : Qt::Unchecked);
        m_ruleTable->setItem(row, 0, name);
        m_ruleTable->setItem(row, 1, item(rule.templateText));
    }
    m_stepTable->setRowCount(static_cast<int>(m_rules.steps.size()));
    for (int row = 0; row < m_stepTable->rowCount(); ++row) {
        const PromptStep& step = m_rules.steps[static_cast<std::size_t>(row)];
        auto* kind = new QComboBox(m_stepTable);
        kind->setAccessibleName(tr("What the clean-up does"));
        for (std::size_t i = 0; i < kSteps.size(); ++i) {
            kind->addItem(stepName(i));
            if (kSteps[i].kind == step.kind) kind->setCurrentIndex(static_cast<int>(i));
        }
        connect(kind, &QComboBox::activated, this, [this] { changed(); });
        m_stepTable->setCellWidget(row, 0, kind);
        m_stepTable->setItem(row, 1, item(step.find));
        m_stepTable->setItem(row, 2, item(step.replacement));
    }
    m_alternativeTable->setRowCount(static_cast<int>(m_rules.alternatives.size()));
    for (int row = 0; row < m_alternativeTable->rowCount(); ++row) {
        const dataset::PromptAlternative& alternative = m_rules.alternatives[static_cast<std::size_t>(row)];
        m_alternativeTable->setItem(row, 0, item(alternative.text));
        m_alternativeTable->setItem(row, 1,
                                    new QTableWidgetItem(QLocale().toString(alternative.weight, 'g',
                                                                            QLocale::FloatingPointShortest)));
    }
    m_filling = false;
    Q_EMIT previewRequested(m_rules);
}

void RulesEditor::readTables() {
    for (int row = 0; row < m_ruleTable->rowCount(); ++row) {
        dataset::PromptRule& rule = m_rules.rules[static_cast<std::size_t>(row)];
        rule.name = ruleNameFromShown(textOf(m_ruleTable, row, 0), rule.name);
        rule.isEnabled =
            m_ruleTable->item(row, 0) == nullptr || m_ruleTable->item(row, 0)->checkState() == Qt::Checked;
        rule.templateText = textOf(m_ruleTable, row, 1).toStdString();
    }
    for (int row = 0; row < m_stepTable->rowCount(); ++row) {
        PromptStep& step = m_rules.steps[static_cast<std::size_t>(row)];
        if (const auto* kind = qobject_cast<const QComboBox*>(m_stepTable->cellWidget(row, 0)))
            step.kind = kSteps[static_cast<std::size_t>(std::max(0, kind->currentIndex()))].kind;
        step.find = textOf(m_stepTable, row, 1).toStdString();
        step.replacement = textOf(m_stepTable, row, 2).toStdString();
    }
    for (int row = 0; row < m_alternativeTable->rowCount(); ++row) {
        dataset::PromptAlternative& alternative = m_rules.alternatives[static_cast<std::size_t>(row)];
        alternative.text = textOf(m_alternativeTable, row, 0).toStdString();
        const QString text = textOf(m_alternativeTable, row, 1); // "1,5" or "1.5"
        bool isNumber = false;                                   // else the weight stays as it was
        double weight = QLocale().toDouble(text, &isNumber);
        if (!isNumber) weight = text.toDouble(&isNumber);
        if (isNumber && std::isfinite(weight)) alternative.weight = std::max(0.0, weight);
    }
}

void RulesEditor::changed() {
    if (m_filling) return;
    readTables();
    Q_EMIT previewRequested(m_rules);
}

// All that was previewed is empty though the words come from a table: it is hardly meant for these clips.
bool RulesEditor::isTableOfOthers(const std::vector<PromptPreviewRow>& rows) const {
    const bool asksTable =
        std::any_of(m_rules.rules.begin(), m_rules.rules.end(), [](const dataset::PromptRule& rule) {
            return rule.isEnabled && rule.templateText.find("{csv.") != std::string::npos;
        });
    return asksTable && !m_noTable->isHidden() && !rows.empty() &&
           std::all_of(rows.begin(), rows.end(), [](const PromptPreviewRow& row) { return row.isEmpty; });
}

void RulesEditor::showPreview(const std::vector<PromptPreviewRow>& rows, const QString& problem) {
    m_problem->setText(problem);
    m_apply->setEnabled(problem.isEmpty());
    if (!problem.isEmpty()) return; // the last good preview stays while a pattern is being typed
    if (isTableOfOthers(rows))
        m_problem->setText(tr("The table gives none of these clips any words. Its column “file” has to name "
                              "them as they are called here."));
    m_preview->setRowCount(static_cast<int>(rows.size()));
    for (int row = 0; row < m_preview->rowCount(); ++row) {
        const PromptPreviewRow& preview = rows[static_cast<std::size_t>(row)];
        QStringList flags;
        if (preview.outcome.isRejected)
            flags << tr("left out");
        else if (preview.isEmpty)
            flags << tr("empty");
        if (preview.isOverTokenLimit) flags << tr("too long for the model");
        if (preview.looksLikePath) flags << tr("looks like a path");
        QString prompt = QString::fromStdString(preview.outcome.text());
        if (!flags.isEmpty()) prompt += QStringLiteral("  (%1)").arg(flags.join(QStringLiteral(", ")));
        prompt = prompt.trimmed();
        m_preview->setItem(row, 0, new QTableWidgetItem(QString::fromStdString(preview.path)));
        m_preview->setItem(row, 1, new QTableWidgetItem(prompt));
    }
}

} // namespace attune::ui
