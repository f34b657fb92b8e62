// SPDX-License-Identifier: GPL-3.0-or-later
//
// TopBar: the program's name, the project's, whether it is saved, undo and redo, and the search over
// everything.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QUndoStack;

namespace attune::ui {

class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QUndoStack& undo, QWidget* parent = nullptr);
    void setProject(const QString& name, const QString& state);
    // What runs and how far it is; an empty title = nothing runs, a negative share = not known.
    void setJob(const QString& title, double share);
    void focusSearch();

Q_SIGNALS:
    void searched(const QString& words); // Return in the search field
    void homeRequested();
    void jobRequested(); // what runs is to be shown

private:
    QLabel* m_project;
    QLabel* m_state;
    QPushButton* m_job;
    QLineEdit* m_search;
};

} // namespace attune::ui
