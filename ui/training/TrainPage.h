// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainPage: the form with its summary; once a run is started, the cockpit.
//
// Threads: GUI thread. Services are borrowed and outlive the page.
#pragma once

#include "ui/bridge/JobCenter.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/SystemService.h"
#include "ui/bridge/TrainService.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace attune::ui {

class Cockpit;
class MessageBanner;
class PeakCache;
class Player;
class RunSummary;
class SettingsForm;

struct TrainPageServices {
    TrainService& train;
    ListenService& listen;
    JobCenter& jobs;
    Player& player;
    PeakCache& peaks;
};

class TrainPage : public QWidget {
    Q_OBJECT
public:
    explicit TrainPage(const TrainPageServices& services, QWidget* parent = nullptr);

    void setDraft(const config::Json& draft);                     // null = the first preset
    void setModels(const QList<QPair<QString, QString>>& models); // name and id of the registered ones
    void setModel(const QString& modelId);
    // A preset as it is, whichever model it names: nothing would be lost by taking another.
    [[nodiscard]] bool isPreset(const config::Json& draft) const;
    void showGpu(const GpuReadingView& reading);
    void refreshPlan();
    void showRun(const QString& runId); // the cockpit of a run, running or not
    void showForm();
    void showSetting(const QString& path);
    [[nodiscard]] QString shownRun() const { return m_runId; }

Q_SIGNALS:
    void modelChosen(const QString& modelId); // in the form
    void draftChanged(const attune::config::Json& draft);
    void listenRequested(const QString& runId); // to hear it on its page
    void compareRequested(const QString& runId, qint64 stepA, qint64 stepB);

private:
    [[nodiscard]] QWidget* buildForm();
    void connectServices();
    void connectJobs();
    void planArrived(const RunPlanView& plan);
    void tellFailure(const Error& error, const QString& what);
    void tellFullDisk(const Progress& progress);
    // The form or the cockpit; the keyboard goes along, to the form's first control or the cockpit's chart.
    void showSide(QWidget* side);
    void refreshRun();
    [[nodiscard]] const RunView* run(const QString& id) const;
    void adoptRunningRun();
    void tellEnd();
    void offerRecovery();

    TrainPageServices m_services;
    QStackedWidget* m_stack;
    SettingsForm* m_form{nullptr};
    RunSummary* m_summary{nullptr};
    MessageBanner* m_banner{nullptr};
    QPushButton* m_back{nullptr}; // from the form to the run that was shown
    Cockpit* m_cockpit;
    QTimer m_planDelay;
    QTimer* m_roomCheck;          // runs while the disk has no room: somebody may be making some
    bool m_hasAsked{false};       // this page did, and there is no answer yet
    bool m_suggestsPrompts{true}; // the form has no demo prompts yet
    QString m_modelId;            // the project's, as it was told; empty = none yet
    QString m_runId;
    QString m_ended;            // run that has just ended; its end is told when its record says so
    QString m_interrupted;      // run that the banner offers to resume
    bool m_saysDiskFull{false}; // the cockpit's banner
    std::vector<RunView> m_runs;
};

} // namespace attune::ui
