// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/TrainPage.h"

#include "ui/bridge/JobText.h"
#include "ui/training/Cockpit.h"
#include "ui/training/FieldHelp.h"
#include "ui/training/ParameterField.h"
#include "ui/training/RunSummary.h"
#include "ui/training/SettingsForm.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/MessageBanner.h"

#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace attune::ui {

using config::Json;
using jobs::JobState;

TrainPage::TrainPage(const TrainPageServices& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_stack(new QStackedWidget(this)),
      m_cockpit(new Cockpit(services.player, services.peaks, this)), m_roomCheck(new QTimer(this)) {
    setObjectName(QStringLiteral("trainPage"));
    setSurface(this, Surface::Window);
    columnLayout(this, 0, 0)->addWidget(m_stack);
    m_stack->addWidget(buildForm());
    m_stack->addWidget(m_cockpit);
    m_planDelay.setSingleShot(true);
    m_planDelay.setInterval(250);
    connect(&m_planDelay, &QTimer::timeout, this, [this] { refreshPlan(); });
    m_roomCheck->setObjectName(QStringLiteral("roomCheck"));
    m_roomCheck->setInterval(5000);
    connect(m_roomCheck, &QTimer::timeout, this, [this] {
        if (m_form->isVisible()) refreshPlan();
    });
    connectServices();
}

QWidget* TrainPage::buildForm() {
    auto* page = new QWidget(this);
    auto* column = columnLayout(page, 18, 12);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("New run"), LabelRole::Page, page), 1);
    m_back = makeButton({}, ButtonRole::Link, QStringLiteral("backToRun"), page);
    head->addWidget(m_back);
    connect(m_back, &QPushButton::clicked, this, [this] { showRun(m_runId); });
    column->addLayout(head);
    m_banner = new MessageBanner(page);
    column->addWidget(m_banner);
    auto* row = new QHBoxLayout;
    row->setSpacing(24);
    m_form = new SettingsForm(page);
    m_form->setMinimumWidth(420);
    m_form->setMaximumWidth(960);
    auto* side = new QWidget(page);
    side->setMinimumWidth(320);
    side->setMaximumWidth(840);
    auto* sideColumn = columnLayout(side, 0, 12);
    // Warnings and remedies may need more room than there is; the button stays in sight.
    auto* scroll = new QScrollArea(side);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* facts = new QWidget;
    auto* factsColumn = columnLayout(facts, 0, 12);
    m_summary = new RunSummary(facts);
    auto* help = new FieldHelp(facts);
    factsColumn->addWidget(m_summary);
    factsColumn->addWidget(help);
    factsColumn->addStretch(1);
    scroll->setWidget(facts);
    sideColumn->addWidget(scroll, 1);
    sideColumn->addWidget(m_summary->startArea());
    connect(m_form, &SettingsForm::fieldAttended, help, &FieldHelp::show);
    row->addWidget(m_form, 3);
    row->addWidget(side, 2);
    row->addStretch(0);
    column->addLayout(row, 1);
    return page;
}

void TrainPage::connectServices() {
    TrainService& train = m_services.train;
    connect(m_form, &SettingsForm::documentChanged, this, [this] {
        m_summary->setSettings(m_form->document(), m_form->isValid());
        m_planDelay.start();
        Q_EMIT draftChanged(m_form->document());
        // A model that is chosen here is the project's from now on.
        const QString model = textOfValue(config::valueAt(m_form->document(), "model"));
        if (!m_modelId.isEmpty() && !model.isEmpty() && model != m_modelId) Q_EMIT modelChosen(model);
    });
    connect(m_summary, &RunSummary::remedyChosen, m_form, &SettingsForm::change);
    connect(m_summary, &RunSummary::startRequested, this, [this] {
        m_hasAsked = true;
        m_services.train.start(m_form->document());
    });
    connect(m_summary, &RunSummary::measureRequested, this, [this] {
        m_hasAsked = true;
        m_services.train.measure(m_form->document());
    });
    connect(&train, &TrainService::measured, m_summary, &RunSummary::setMeasurement);
    connect(&train, &TrainService::planReady, this, &TrainPage::planArrived);
    connect(&train, &TrainService::runStarted, this, [this](const QString& id) {
        m_hasAsked = false;
        showRun(id);
    });
    connect(&train, &TrainService::runsChanged, this, [this] {
        m_runs = m_services.train.runs();
        adoptRunningRun();
        refreshRun();
        tellEnd();
        offerRecovery();
    });
    connect(m_banner, &MessageBanner::remedyTriggered, this, [this] {
        m_hasAsked = true;
        m_services.train.resume(m_interrupted);
    });
    connect(&train, &TrainService::checkpointsChanged, this, [this](const QString& id) {
        if (id == m_runId) m_cockpit->setCheckpoints(m_services.train.checkpoints(id));
    });
    connect(&train, &TrainService::metricsLoaded, this,
            [this](const QString& id, const std::vector<jobs::MetricPoint>& points) {
                if (id != m_runId) return;
                m_cockpit->clear();
                m_cockpit->addMetrics(points);
                m_cockpit->setCheckpoints(m_services.train.checkpoints(id));
                m_cockpit->setNotes(m_services.train.notes(id));
                m_services.listen.loadGrid(id);
            });
    connect(&train, &TrainService::metricsArrived, this,
            [this](const QString& id, const std::vector<jobs::MetricPoint>& points) {
                if (id == m_runId) m_cockpit->addMetrics(points);
            });
    connect(&train, &TrainService::failed, this, &TrainPage::tellFailure);
    connect(&train, &TrainService::runTroubled, this,
            [this](const QString& id, const Error& error, const QString& what) {
                if (id == m_runId) m_cockpit->banner().showError(error, what);
            });
    connect(&m_services.listen, &ListenService::gridReady, this, [this](const DemoGrid& grid) {
        if (grid.runId == m_runId) m_cockpit->setDemos(grid);
    });
    connectJobs();
    const auto withJob = [this](void (JobCenter::*command)(JobId)) {
        return [this, command] {
            if (const RunView* view = run(m_runId)) (m_services.jobs.*command)(view->job);
        };
    };
    connect(m_cockpit, &Cockpit::pauseRequested, this, withJob(&JobCenter::pause));
    connect(m_cockpit, &Cockpit::resumeRequested, this, withJob(&JobCenter::resume));
    connect(m_cockpit, &Cockpit::checkpointRequested, this, withJob(&JobCenter::requestCheckpoint));
    connect(m_cockpit, &Cockpit::demoRequested, this, withJob(&JobCenter::requestDemo));
    connect(m_cockpit, &Cockpit::stopRequested, this, withJob(&JobCenter::stop));
    connect(m_cockpit, &Cockpit::resumeRunRequested, this, [this] {
        m_hasAsked = true;
        m_services.train.resume(m_runId);
    });
    connect(m_cockpit, &Cockpit::changeRequested, this, [this] {
        const RunView* view = run(m_runId);
        if (view == nullptr) return;
        const config::Json settings = view->settings;
        setDraft(settings);
        Q_EMIT draftChanged(settings);
    });
    connect(m_cockpit, &Cockpit::goOnRequested, this, [this](qint64 step) {
        m_hasAsked = true;
        m_services.train.goOn(m_runId, step);
    });
    connect(m_cockpit, &Cockpit::listenRequested, this, [this] { Q_EMIT listenRequested(m_runId); });
    connect(m_cockpit, &Cockpit::newRunRequested, this, &TrainPage::showForm);
    connect(m_cockpit, &Cockpit::noteAdded, this, [this](qint64 step, const QString& text) {
        m_services.train.addNote(m_runId, step, text);
        m_cockpit->setNotes(m_services.train.notes(m_runId));
    });
    connect(m_cockpit, &Cockpit::compareRequested, this,
            [this](qint64 a, qint64 b) { Q_EMIT compareRequested(m_runId, a, b); });
}

void TrainPage::connectJobs() {
    connect(&m_services.jobs, &JobCenter::stateChanged, this, [this](JobId id, JobState state) {
        const RunView* view = run(m_runId);
        if (view == nullptr || view->job != id) return;
        m_cockpit->setState(state);
        const bool hasRoom = state != JobState::Pausing && state != JobState::Paused && m_saysDiskFull;
        if (state == JobState::Preparing || hasRoom) m_cockpit->banner().hide(); // about the time before
        if (hasRoom) m_saysDiskFull = false;
        if (jobs::isEnded(state) && state != JobState::Failed) m_ended = view->id;
    });
    connect(&m_services.jobs, &JobCenter::failed, this, [this](JobId id, const Error& error) {
        if (const RunView* view = run(m_runId); view != nullptr && view->job == id)
            m_cockpit->banner().showError(error, tr("The run stopped"));
    });
    connect(&m_services.jobs, &JobCenter::progressed, this, [this](JobId id, const Progress& progress) {
        const RunView* view = run(m_runId);
        if (view != nullptr && view->job == id && jobtext::isWaitingForDisk(progress)) tellFullDisk(progress);
    });
}

void TrainPage::planArrived(const RunPlanView& plan) {
    m_form->setClipCount(plan.trainingClips);
    m_summary->setPlan(plan);
    if (!plan.lacksRoom)
        m_roomCheck->stop();
    else if (!m_roomCheck->isActive())
        m_roomCheck->start();
    // Once: whoever takes all prompts out again means it.
    if (m_suggestsPrompts && plan.suggestedPrompts.is_array())
        m_form->change(QStringLiteral("demos.prompts"), plan.suggestedPrompts);
    if (plan.trainingClips > 0) m_suggestsPrompts = false;
}

// What another page asked for is told there.
void TrainPage::tellFailure(const Error& error, const QString& what) {
    if (!std::exchange(m_hasAsked, false) && !isVisible()) return;
    (m_stack->currentWidget() == m_cockpit ? &m_cockpit->banner() : m_banner)->showError(error, what);
}

// The run waits by itself; without a word it would look as if somebody had pressed Pause.
void TrainPage::tellFullDisk(const Progress& progress) {
    m_saysDiskFull = true;
    m_cockpit->banner().showError({ErrorCode::DiskFull, progress.item, {}, "Free some space, then continue."},
                                  tr("The run is paused and goes on by itself when there is room"));
}

void TrainPage::showSide(QWidget* side) {
    const QWidget* focus = QApplication::focusWidget();
    const bool hadFocus = focus == this || (isAncestorOf(focus) && !side->isAncestorOf(focus));
    m_stack->setCurrentWidget(side);
    setFocusProxy(side == m_cockpit ? m_cockpit : nullptr);
    if (!hadFocus) return;
    // Else it would fall to whatever comes next in the window: the project's name. And in the cockpit the
    // chart has it: its first button may start a run or stop one.
    if (side == m_cockpit) {
        m_cockpit->setFocus(Qt::OtherFocusReason);
        return;
    }
    QWidget* first = m_form;
    QWidget* next = first->nextInFocusChain();
    while (next != first && !(first->isAncestorOf(next) && next->isVisibleTo(first) && next->isEnabled() &&
                              (next->focusPolicy() & Qt::TabFocus) == Qt::TabFocus))
        next = next->nextInFocusChain();
    if (next != first) next->setFocus(Qt::OtherFocusReason);
}

const RunView* TrainPage::run(const QString& id) const {
    const auto it =
        std::find_if(m_runs.begin(), m_runs.end(), [&](const RunView& view) { return view.id == id; });
    return it == m_runs.end() ? nullptr : &*it;
}

void TrainPage::setDraft(const Json& draft) {
    m_modelId.clear();
    const std::vector<Json> presets = m_services.train.presets();
    m_form->setPresets(presets);
    const Json prompts = config::valueAt(draft, "demos.prompts");
    m_suggestsPrompts = !prompts.is_array() || prompts.empty();
    if (!draft.is_null())
        m_form->setDocument(draft);
    else if (!presets.empty())
        m_form->setDocument(presets.front());
    m_summary->setSettings(m_form->document(), m_form->isValid());
    m_runId.clear();
    m_ended.clear();
    showForm();
}

bool TrainPage::isPreset(const Json& draft) const {
    if (!draft.is_object()) return false;
    const std::vector<Json> presets = m_services.train.presets();
    return std::any_of(presets.begin(), presets.end(), [&](Json preset) {
        preset["model"] = config::valueAt(draft, "model");
        return preset == draft;
    });
}

void TrainPage::setModels(const QList<QPair<QString, QString>>& models) {
    m_form->setModels(models);
}

void TrainPage::setModel(const QString& modelId) {
    const Json before = config::valueAt(m_form->document(), "model");
    const QString known = std::exchange(m_modelId, modelId);
    if (before == modelId.toStdString() && (known.isEmpty() || known == modelId)) return;
    // A form that nobody has changed follows the model: each has a preset of its own, which comes first.
    const std::vector<Json> presets = m_services.train.presets();
    const bool isUntouched = m_form->isPreset();
    m_form->setPresets(presets);
    if (isUntouched && !presets.empty()) m_form->adoptPreset(0);
    m_form->change(QStringLiteral("model"), modelId.toStdString());
}

void TrainPage::showGpu(const GpuReadingView& reading) {
    m_cockpit->showGpu(reading);
}

void TrainPage::refreshPlan() {
    if (m_form->isValid()) m_services.train.plan(m_form->document());
}

void TrainPage::adoptRunningRun() {
    if (!m_runId.isEmpty()) return;
    const auto it = std::find_if(m_runs.begin(), m_runs.end(),
                                 [](const RunView& view) { return view.status == RunStatus::Running; });
    if (it != m_runs.end()) showRun(it->id);
}

// Says once, when the record of the ended run is on disk, what was saved.
void TrainPage::tellEnd() {
    const RunView* view = run(m_runId);
    if (view == nullptr || view->id != m_ended || view->status == RunStatus::Running ||
        view->status == RunStatus::Waiting)
        return;
    m_ended.clear();
    if (view->status == RunStatus::Failed) return; // said by the error
    const std::vector<CheckpointView> checkpoints = m_services.train.checkpoints(view->id);
    if (checkpoints.empty()) return;
    const QString saved = tr("Saved as checkpoint %L1.").arg(checkpoints.back().step);
    m_cockpit->banner().showNotice(
        view->status == RunStatus::Finished ? tr("The run is finished.") : tr("The run has stopped."),
        view->status == RunStatus::Finished ? saved
                                            : saved + QLatin1Char(' ') + tr("Resume goes on from there."));
}

// A run that ended without being asked to can be taken up again.
void TrainPage::offerRecovery() {
    const auto it = std::find_if(m_runs.begin(), m_runs.end(), [](const RunView& view) {
        return view.status == RunStatus::Interrupted && view.resumeStep > 0;
    });
    if (it == m_runs.end()) {
        if (!m_interrupted.isEmpty()) m_banner->hide();
        m_interrupted.clear();
        return;
    }
    if (m_interrupted == it->id) return; // said already, and perhaps closed
    m_interrupted = it->id;
    m_banner->showNotice(
        tr("Run %L1, “%2”, was interrupted at step %L3.").arg(it->number).arg(it->name).arg(it->step),
        tr("Nothing before its last checkpoint is lost."));
    m_banner->setRemedyAction(tr("Resume from step %L1").arg(it->resumeStep));
}

void TrainPage::showRun(const QString& runId) {
    if (runId != m_runId) {
        m_runId = runId;
        m_cockpit->clear();
        m_cockpit->banner().hide();
        m_saysDiskFull = false;
        m_cockpit->setState(JobState::Idle);
        m_services.train.loadMetrics(runId);
    }
    m_runs = m_services.train.runs();
    refreshRun();
    showSide(m_cockpit);
}

void TrainPage::refreshRun() {
    const RunView* view = run(m_runId);
    if (view == nullptr) return;
    m_cockpit->showRun(*view);
    for (const jobs::JobSnapshot& snapshot : m_services.jobs.snapshots())
        if (snapshot.id == view->job) m_cockpit->setState(snapshot.state);
}

void TrainPage::showForm() {
    const RunView* view = run(m_runId);
    m_back->setVisible(view != nullptr);
    if (view != nullptr) m_back->setText(tr("Back to “%1”").arg(view->name));
    m_back->setAccessibleName(m_back->text());
    showSide(m_stack->widget(0));
    refreshPlan();
}

void TrainPage::showSetting(const QString& path) {
    showForm();
    m_form->showField(path);
}

} // namespace attune::ui
