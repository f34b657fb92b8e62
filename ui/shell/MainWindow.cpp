// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/MainWindow.h"

#include "ui/audio/Player.h"
#include "ui/bridge/JobText.h"
#include "ui/dataset/DatasetPage.h"
#include "ui/generate/ListenPage.h"
#include "ui/help/HelpContent.h"
#include "ui/help/HelpPage.h"
#include "ui/help/HelpRequest.h"
#include "ui/model/ModelPage.h"
#include "ui/projects/StartPage.h"
#include "ui/runs/RunsPage.h"
#include "ui/settings/AppSettings.h"
#include "ui/settings/SettingsPage.h"
#include "ui/shell/DropRouter.h"
#include "ui/shell/StatusStrip.h"
#include "ui/shell/TopBar.h"
#include "ui/shell/TourGuide.h"
#include "ui/theme/Theme.h"
#include "ui/training/TrainPage.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QSystemTrayIcon>
#include <QUrl>

#include <algorithm>

namespace attune::ui {

using jobs::JobState;

MainWindow::MainWindow(const StudioServices& services, QWidget* parent)
    : QMainWindow(parent), m_services(services), m_top(new TopBar(m_undo, this)), m_rail(new NavigationRail(this)), m_stack(new QStackedWidget(this)),
      m_tour(new TourGuide({services.project, services.encode, services.train, services.listen}, this)), m_status(new StatusStrip(this)), m_dropHint(new QLabel(this)) {
    setWindowTitle(QStringLiteral("Attune"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/attune.svg")));
    setAcceptDrops(true);
    setMinimumSize(1024, 640);
    auto* central = new QWidget(this);
    auto* column = columnLayout(central, 0, 0);
    auto* middle = new QWidget(central);
    auto* row = rowLayout(middle, 0, 0);
    row->addWidget(m_rail);
    row->addWidget(m_stack, 1);
    column->addWidget(m_top);
    column->addWidget(m_tour);
    column->addWidget(middle, 1);
    column->addWidget(m_status);
    setCentralWidget(central);
    m_dropHint->setAlignment(Qt::AlignCenter);
    m_dropHint->setProperty("textRole", QStringLiteral("page"));
    setSurface(m_dropHint, Surface::Raised);
    m_dropHint->hide();
    buildPages();
    connectPages();
    connectJobs();
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_tray = new QSystemTrayIcon(windowIcon(), this);
        m_tray->setToolTip(QStringLiteral("Attune"));
        connect(m_tray, &QSystemTrayIcon::activated, this, [this] { show(); raise(); activateWindow(); });
    }
    if (!restoreGeometry(m_services.settings.windowGeometry())) resize(QSize(1440, 860).boundedTo(screen()->availableSize()));
    if (m_services.project.project().isOpen()) projectOpened();
    else projectClosed();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPages() {
    StudioServices& s = m_services;
    m_start = new StartPage(s.project, m_stack);
    m_dataset = new DatasetPage({s.dataset, s.encode, s.player, s.peaks, m_undo}, m_stack);
    m_model = new ModelPage(s.model, m_stack);
    m_train = new TrainPage({s.train, s.listen, s.jobs, s.player, s.peaks}, m_stack);
    m_listen = new ListenPage({s.listen, s.train, s.player, s.peaks}, m_stack);
    m_runs = new RunsPage({s.train, s.jobs, s.listen, s.player, s.peaks}, m_stack);
    m_help = new HelpPage(m_stack);
    m_settings = new SettingsPage(s.settings, m_stack);
    for (QWidget* page : std::initializer_list<QWidget*>{m_start, m_dataset, m_model, m_train, m_listen, m_runs, m_help, m_settings}) m_stack->addWidget(page);
    m_start->setStrips([this](const QString& folder) { return m_services.settings.strip(folder); });
    setHelpTopic(m_start, QStringLiteral("tour"));
    setHelpTopic(m_dataset, QStringLiteral("dataset"));
    setHelpTopic(m_model, QStringLiteral("weights"));
    setHelpTopic(m_train, QStringLiteral("when-to-stop"));
    setHelpTopic(m_listen, QStringLiteral("listening"));
    setHelpTopic(m_runs, QStringLiteral("checkpoints"));
    setHelpTopic(m_settings, QStringLiteral("slow"));
    m_dataset->setAutoPlay(s.settings.autoPlay());
    m_dataset->restoreColumnState(s.settings.datasetColumns());
}

void MainWindow::connectPages() {
    StudioServices& s = m_services;
    connect(m_rail, &NavigationRail::placeChosen, this, &MainWindow::go);
    connect(m_top, &TopBar::homeRequested, this, [this] {
        if (isWorking()) return;
        keepStrip();
        if (m_services.project.project().isOpen()) m_services.project.close();
        else projectClosed(); // from Help or Settings back to the start
    });
    connect(m_top, &TopBar::searched, this, [this](const QString& words) {
        // Help when it knows the words as a title, else the clips.
        const auto found = HelpContent::instance().search(words);
        const bool isHelp = !found.empty() && found.front()->title.contains(words, Qt::CaseInsensitive);
        if (isHelp || !m_services.project.project().isOpen()) {
            go(Place::Help);
            if (!found.empty()) m_help->showTopic(found.front()->key);
        } else {
            go(Place::Dataset);
            m_dataset->setFilter(words);
        }
    });
    connect(&s.project, &ProjectService::opened, this, &MainWindow::projectOpened);
    connect(&s.project, &ProjectService::closed, this, &MainWindow::projectClosed);
    connect(&s.project, &ProjectService::changed, this, &MainWindow::applyModel);
    connect(&s.project, &ProjectService::tourStarted, m_tour, &TourGuide::begin);
    connect(m_tour, &TourGuide::placeRequested, this, &MainWindow::go);
    connect(m_tour, &TourGuide::draftRequested, m_train, &TrainPage::setDraft);
    connect(m_tour, &TourGuide::draftRequested, &s.project, &ProjectService::setDraft);
    connect(m_tour, &TourGuide::finished, &s.project, &ProjectService::close);
    connect(&s.model, &ModelService::modelsChanged, this, &MainWindow::applyModel);
    connect(m_dataset, &DatasetPage::rulesChanged, &s.project, &ProjectService::setRules);
    connect(m_dataset, &DatasetPage::autoPlayChanged, &s.settings, &AppSettings::setAutoPlay);
    connect(m_model, &ModelPage::modelChosen, &s.project, &ProjectService::setModel);
    connect(m_train, &TrainPage::draftChanged, &s.project, &ProjectService::setDraft);
    connect(m_train, &TrainPage::compareRequested, this, [this](const QString& run, qint64 a, qint64 b) {
        go(Place::Listen);
        m_listen->compare(run, a, b);
    });
    connect(m_runs, &RunsPage::openRunRequested, this, [this](const QString& run) { go(Place::Train); m_train->showRun(run); });
    connect(m_runs, &RunsPage::listenRequested, this, [this](const QString& run) { go(Place::Listen); m_listen->showRun(run); });
    connect(m_runs, &RunsPage::cloneRequested, this, [this](const config::Json& settings) { go(Place::Train); m_train->setDraft(settings); });
    connect(&s.train, &TrainService::runStarted, this, [this](const QString& run) { go(Place::Train); m_listen->showRun(run); });
    connect(m_help, &HelpPage::doctorRequested, &s.system, &SystemService::requestReport);
    connect(m_help, &HelpPage::tourRequested, &s.project, &ProjectService::startTour);
    connect(&s.system, &SystemService::reportReady, m_help, &HelpPage::setDoctorReport);
    connect(m_settings, &SettingsPage::devicesRequested, &s.system, &SystemService::requestDevices);
    connect(&s.system, &SystemService::devicesReady, m_settings, &SettingsPage::setDevices);
    connect(&s.settings, &AppSettings::changed, this, [this] {
        Theme::instance().choose(m_services.settings.theme());
        if (Theme::instance().fontScale() != m_services.settings.fontScale()) Theme::instance().setFontScale(m_services.settings.fontScale());
        m_services.player.chooseDevice(m_services.settings.audioDevice());
        m_dataset->setAutoPlay(m_services.settings.autoPlay());
    });
}

void MainWindow::connectJobs() {
    JobCenter& jobs = m_services.jobs;
    connect(&jobs, &JobCenter::progressed, this, &MainWindow::showJobs);
    connect(&jobs, &JobCenter::queueChanged, this, &MainWindow::showJobs);
    connect(&jobs, &JobCenter::metricsArrived, m_status, [this](JobId, const std::vector<jobs::MetricPoint>& points) { m_status->showMetrics(points); });
    connect(&jobs, &JobCenter::stateChanged, this, [this](JobId id, JobState state) {
        showJobs();
        m_services.system.keepAwake(isWorking());
        if (!jobs::isEnded(state)) return;
        for (const jobs::JobSnapshot& snapshot : m_services.jobs.snapshots())
            if (snapshot.id == id && snapshot.device == jobs::DeviceUse::Exclusive)
                notify(jobtext::title(snapshot.title), state == JobState::Failed ? tr("stopped with an error") : tr("done"));
        if (m_closeWhenIdle && !isWorking()) close();
    });
    connect(&m_services.listen, &ListenService::generated, this, [this] { notify(tr("Demos"), tr("New demos are ready to hear.")); });
    const auto withCurrent = [this](void (JobCenter::*command)(JobId)) {
        return [this, command] {
            for (const jobs::JobSnapshot& snapshot : m_services.jobs.snapshots())
                if (!jobs::isEnded(snapshot.state) && snapshot.state != JobState::Idle) {
                    (m_services.jobs.*command)(snapshot.id);
                    return;
                }
        };
    };
    connect(m_status, &StatusStrip::pauseRequested, this, withCurrent(&JobCenter::pause));
    connect(m_status, &StatusStrip::resumeRequested, this, withCurrent(&JobCenter::resume));
    connect(m_status, &StatusStrip::stopRequested, this, withCurrent(&JobCenter::stop));
    connect(m_status, &StatusStrip::jobActivated, this, [this] {
        if (m_services.project.project().isOpen() && !m_train->shownRun().isEmpty()) go(Place::Train);
    });
}

void MainWindow::showJobs() {
    const std::vector<jobs::JobSnapshot> snapshots = m_services.jobs.snapshots();
    const auto waiting = std::count_if(snapshots.begin(), snapshots.end(), [](const auto& s) { return s.queuePosition.has_value(); });
    const auto running = std::find_if(snapshots.begin(), snapshots.end(), [](const auto& s) { return !jobs::isEnded(s.state) && s.state != JobState::Idle; });
    if (running == snapshots.end()) m_status->showIdle(tr("Nothing is running"));
    else m_status->showJob(jobtext::title(running->title), running->state, running->progress, static_cast<int>(waiting));
}

bool MainWindow::isWorking() const {
    const std::vector<jobs::JobSnapshot> snapshots = m_services.jobs.snapshots();
    return std::any_of(snapshots.begin(), snapshots.end(), [](const auto& s) { return !jobs::isEnded(s.state); });
}

void MainWindow::projectOpened() {
    const ProjectView& project = m_services.project.project();
    m_undo.clear();
    m_top->setProject(project.name, project.readOnlyWhy.isEmpty() ? tr("saved") : tr("read only: %1").arg(project.readOnlyWhy));
    m_rail->setWorkEnabled(true);
    m_dataset->setRules(project.rules);
    m_services.dataset.open(project.libraryFile, !project.readOnlyWhy.isEmpty());
    m_train->setDraft(project.draft);
    m_listen->clear();
    m_listen->setExportFolder(project.folder);
    applyModel();
    if (!m_pendingDrop.isEmpty()) m_dataset->addFolders(std::exchange(m_pendingDrop, {}));
    const int last = m_services.settings.lastPlace(project.folder);
    go(last > 0 && last <= static_cast<int>(Place::Runs) ? static_cast<Place>(last) : Place::Dataset);
}

// The start page shows what a project sounds like without opening it.
void MainWindow::keepStrip() {
    const QByteArray strip = m_dataset->strip();
    if (!strip.isEmpty() && m_services.project.project().isOpen()) m_services.settings.setStrip(m_services.project.project().folder, strip);
}

void MainWindow::projectClosed() {
    m_undo.clear();
    m_tour->end();
    m_services.player.stop();
    m_services.dataset.open({}, false);
    m_top->setProject({}, {});
    m_rail->setWorkEnabled(false);
    m_stack->setCurrentWidget(m_start);
    m_start->setFocus(Qt::OtherFocusReason);
    m_status->showIdle(tr("Nothing is running"));
}

void MainWindow::applyModel() {
    const ProjectView& project = m_services.project.project();
    if (!project.isOpen()) return;
    m_model->setChosen(project.modelId);
    for (const ModelView& model : m_services.model.models()) {
        if (model.id != project.modelId) continue;
        m_dataset->setModelWindow({model.windowSeconds, model.promptTokens});
        dataset::DoctorSettings doctor;
        doctor.sampleRate = SampleRate{model.sampleRate};
        doctor.channelCount = model.channels;
        doctor.windowFrames = static_cast<FrameCount>(model.windowSeconds * model.sampleRate);
        m_dataset->setDoctorSettings(doctor);
        if (isDraftUntouched()) m_train->setDraft({}); // the preset that suits the model
        m_train->setModel(model.id);
    }
    m_services.encode.plan();
}

// Nothing in the training form but a preset: then another model may bring another preset.
bool MainWindow::isDraftUntouched() const {
    const config::Json& draft = m_services.project.project().draft;
    if (draft.is_null() || draft.value("model", std::string()) == m_services.project.project().modelId.toStdString()) return false;
    const std::vector<config::Json> presets = m_services.train.presets();
    return std::any_of(presets.begin(), presets.end(), [&](config::Json preset) {
        preset["model"] = draft.value("model", std::string());
        return preset == draft;
    });
}

void MainWindow::go(Place place) {
    QWidget* pages[] = {m_dataset, m_model, m_train, m_listen, m_runs, m_help, m_settings};
    const bool needsProject = place != Place::Help && place != Place::Settings;
    if (needsProject && !m_services.project.project().isOpen()) {
        projectClosed();
        return;
    }
    if (place != Place::Dataset && needsProject) keepStrip();
    m_rail->setCurrent(place);
    if (needsProject) m_services.settings.setLastPlace(m_services.project.project().folder, static_cast<int>(place));
    QWidget* page = pages[static_cast<int>(place)];
    if (m_stack->currentWidget() != page && focusWidget() != nullptr) focusWidget()->clearFocus();
    m_stack->setCurrentWidget(page);
    page->setFocus(Qt::OtherFocusReason); // where the page wants the keyboard
    if (place == Place::Train) m_train->refreshPlan();
    if (place == Place::Dataset) m_services.encode.plan();
}

void MainWindow::openPath(const QString& path) { routeDrop({path}); }

bool MainWindow::event(QEvent* event) {
    if (event->type() == HelpRequestEvent::eventType()) {
        go(Place::Help);
        m_help->showTopic(static_cast<HelpRequestEvent*>(event)->topic);
        return true;
    }
    return QMainWindow::event(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_F1) {
        QMainWindow::keyPressEvent(event);
        return;
    }
    requestHelp(this, helpTopicAt(focusWidget() != nullptr ? focusWidget() : m_stack->currentWidget()));
}

namespace {

QStringList localPaths(const QMimeData* data) {
    QStringList paths;
    for (const QUrl& url : data->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

} // namespace

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const Drop drop = classifyDrop(localPaths(event->mimeData()));
    if (drop.kind == DropKind::Nothing || event->source() != nullptr) return; // not our own clips
    m_dropHint->setText(drop.hint);
    m_dropHint->setGeometry(rect().adjusted(width() / 4, height() / 3, -width() / 4, -height() / 3));
    m_dropHint->raise();
    m_dropHint->show();
    event->acceptProposedAction();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) { m_dropHint->hide(); }

void MainWindow::dropEvent(QDropEvent* event) {
    m_dropHint->hide();
    routeDrop(localPaths(event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::routeDrop(const QStringList& paths) {
    const Drop drop = classifyDrop(paths);
    switch (drop.kind) {
    case DropKind::Project: m_services.project.open(drop.paths.front()); break;
    case DropKind::Model:
        m_model->addFiles(drop.paths);
        if (m_services.project.project().isOpen()) go(Place::Model);
        break;
    case DropKind::Sounds:
        if (m_services.project.project().isOpen()) {
            go(Place::Dataset);
            m_dataset->addFolders(drop.paths);
        } else {
            m_pendingDrop = drop.paths; // the sounds come in once the project has a name
            m_start->askNew();
        }
        break;
    case DropKind::Nothing: break;
    }
}

void MainWindow::notify(const QString& title, const QString& text) {
    if (m_tray != nullptr && m_services.settings.notifies() && !isActiveWindow()) {
        m_tray->show();
        m_tray->showMessage(title, text, windowIcon());
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (isWorking() && !m_closeWhenIdle) {
        event->ignore();
        askClose();
        return;
    }
    if (isWorking()) { // still saving; closes by itself
        event->ignore();
        return;
    }
    keepStrip();
    m_services.settings.setWindowGeometry(saveGeometry());
    m_services.settings.setDatasetColumns(m_dataset->columnState());
    m_services.project.close();
    event->accept();
}

void MainWindow::askClose() {
    auto* box = new QMessageBox(QMessageBox::Question, tr("A job is running"), tr("A job is still running. What shall happen to it?"), QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("closeQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* save = box->addButton(tr("Stop, save and close"), QMessageBox::AcceptRole);
    connect(save, &QPushButton::clicked, this, [this] {
        m_closeWhenIdle = true;
        m_services.jobs.stopAll();
        if (!isWorking()) close();
    });
    if (m_tray != nullptr) {
        QPushButton* tray = box->addButton(tr("Keep it running in the tray"), QMessageBox::ActionRole);
        connect(tray, &QPushButton::clicked, this, [this] { m_tray->show(); hide(); });
    }
    box->addButton(QMessageBox::Cancel);
    box->open();
}

} // namespace attune::ui
