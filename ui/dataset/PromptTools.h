// SPDX-License-Identifier: GPL-3.0-or-later
//
// PromptTools: find and replace in the prompts of several selected clips, with what it would do before it is
// done.
//
// Threads: GUI thread.
#pragma once

#include <QString>
#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;

namespace attune::ui {

class PromptTools : public QWidget {
    Q_OBJECT
public:
    explicit PromptTools(QWidget* parent = nullptr);
    void setPrompts(std::vector<QString> prompts); // of the selected clips

Q_SIGNALS:
    void replaceRequested(const QString& find, const QString& replacement);

private:
    void preview();

    std::vector<QString> m_prompts;
    QLineEdit* m_find;
    QLineEdit* m_replacement;
    QPushButton* m_replace;
    QLabel* m_preview;
};

} // namespace attune::ui
