// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunsPage: the queue and every run of the project: order, resume, clone and change, compare, notes, disk.
//
// Threads: GUI thread. Services are borrowed and outlive the page.
#pragma once

#include "ui/bridge/JobCenter.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/TrainService.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace attune::ui {

class MessageBanner;
class PeakCache;
class Player;
class RunCurves;
class RunDemos;
class SettingsTable;

struct RunsPageServices {
    TrainService& train;
    JobCenter& jobs;
    ListenService& listen;
    Player& player;
    PeakCache& peaks;
};

class RunsPage : public QWidget {
    Q_OBJECT
public:
    explicit RunsPage(const RunsPageServices& services, QWidget* parent = nullptr);

Q_SIGNALS:
    void trainRequested();                       // there are no runs yet
    void openRunRequested(const QString& runId); // its cockpit
    void listenRequested(const QString& runId);
    void cloneRequested(const attune::config::Json& settings); // into the form

protected:
    void showEvent(QShowEvent* event) override;

private:
    void runsChanged();
    [[nodiscard]] QWidget* buildHead();
    [[nodiscard]] QWidget* buildTable();
    [[nodiscard]] QWidget* buildDetail();
    [[nodiscard]] QWidget* buildActions();
    [[nodiscard]] QWidget* buildSettings();
    void connectServices();
    void connectActions();
    void fill();
    void fillRow(int row, const RunView& run);
    void showSelection();
    void showActions(const std::vector<const RunView*>& chosen);
    void offerRecovery();
    void resume(const QString& runId);
    void tellFailure(const Error& error, const QString& what);
    void saveNotes();
    void askCleanUp();
    void askDelete();
    [[nodiscard]] std::vector<const RunView*> selected() const;

    RunsPageServices m_services;
    std::vector<RunView> m_runs;
    bool m_hasAsked{false}; // this page did, and there is no answer yet
    bool m_isStale{false};  // the runs changed while the page was hidden
    MessageBanner* m_banner;
    QStackedWidget* m_stack;
    QLabel* m_disk{nullptr};
    QPushButton* m_setUp{nullptr}; // where there are no runs
    QTableWidget* m_table{nullptr};
    QLabel* m_detailTitle{nullptr};
    QPushButton* m_open{nullptr};
    QPushButton* m_listen{nullptr};
    QPushButton* m_resume{nullptr};
    QPushButton* m_clone{nullptr};
    QPushButton* m_clean{nullptr};
    QPushButton* m_remove{nullptr};
    QPushButton* m_showDemos{nullptr};
    QStackedWidget* m_sides{nullptr};
    RunCurves* m_curves{nullptr};
    RunDemos* m_demos{nullptr};
    QLabel* m_settingsTitle{nullptr};
    SettingsTable* m_settings{nullptr};
    QPlainTextEdit* m_notes{nullptr};
    QTimer m_notesDelay; // notes are saved when typing pauses
    QString m_notesOf;
    QString m_interrupted; // run that the banner offers to resume
};

} // namespace attune::ui
