// SPDX-License-Identifier: GPL-3.0-or-later
//
// TopBar: the program's name, the project's (to be changed there), whether it is saved, undo and redo, and
// the search over everything.
//
// The service and the stack are borrowed and outlive the bar. Threads: GUI thread.
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QUndoStack;

namespace attune::ui {

class ProjectService;
enum class SaveState;

class TopBar : public QWidget {
    Q_OBJECT
public:
    TopBar(ProjectService& project, QUndoStack& undo, QWidget* parent = nullptr);
    // What runs and how far it is; an empty title = nothing runs, a negative share = not known.
    void setJob(const QString& title, double share);
    void focusSearch();

Q_SIGNALS:
    void searched(const QString& words); // Return in the search field
    void homeRequested();
    void jobRequested(); // what runs is to be shown

private:
    void buildName();
    void buildHistory();
    void showProject();
    void showSaved(SaveState state);
    void rename();
    void leaveName();
    void fitName();

    ProjectService& m_service;
    QUndoStack& m_undo;
    QLineEdit* m_project;
    QPointer<QWidget> m_cameFrom; // where the keyboard was before it came to the name
    QLabel* m_state;
    QPushButton* m_job;
    QLineEdit* m_search;
};

} // namespace attune::ui
