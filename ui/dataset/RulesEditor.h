// SPDX-License-Identifier: GPL-3.0-or-later
//
// RulesEditor: edits prompt rules with a live preview over ten clips. Not modal: the table stays usable
// beside it.
//
// Starts from a preset or the project's rules; nothing changes until Apply. Threads: GUI thread.
#pragma once

#include "core/dataset/PromptRules.h"

#include <QDialog>

#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace attune::ui {

class RulesEditor : public QDialog {
    Q_OBJECT
public:
    explicit RulesEditor(QWidget* parent = nullptr);

    void setRules(const dataset::PromptRules& rules);
    [[nodiscard]] dataset::PromptRules rules() const;
    void setTable(const QString& file); // what {csv.column} refers to; empty = none
    void showPreview(const std::vector<dataset::PromptPreviewRow>& rows, const QString& problem);

Q_SIGNALS:
    void previewRequested(const attune::dataset::PromptRules& rules);
    void tableChosen(const QString& file); // at once, so that the preview has its columns
    void applied(const attune::dataset::PromptRules& rules);

private:
    void fillTables();
    void readTables();
    [[nodiscard]] bool isTableOfOthers(const std::vector<dataset::PromptPreviewRow>& rows) const;
    void changed();
    void chooseTable();
    [[nodiscard]] QWidget* tableArea();
    [[nodiscard]] QWidget* ruleSection();
    [[nodiscard]] QWidget* stepSection();
    [[nodiscard]] QWidget* alternativeSection();

    dataset::PromptRules m_rules;
    QComboBox* m_preset;
    QTableWidget* m_ruleTable;        // name, template; order = priority
    QTableWidget* m_stepTable;        // kind, find, replacement
    QTableWidget* m_alternativeTable; // text, weight
    QTableWidget* m_preview;          // clip, prompt, flags
    QLabel* m_problem;
    QPushButton* m_table{nullptr};
    QPushButton* m_noTable{nullptr};
    QPushButton* m_apply;
    bool m_filling{false};
};

} // namespace attune::ui
