// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/MainWindow.h"

#include "core/base/Text.h"
#include "core/config/ParameterDescription.h"
#include "ui/audio/Player.h"
#include "ui/dataset/DatasetPage.h"
#include "ui/generate/ListenPage.h"
#include "ui/help/HelpContent.h"
#include "ui/help/HelpKey.h"
#include "ui/help/HelpPage.h"
#include "ui/help/HelpRequest.h"
#include "ui/model/ModelPage.h"
#include "ui/projects/StartPage.h"
#include "ui/runs/RunsPage.h"
#include "ui/settings/AppSettings.h"
#include "ui/settings/SettingsPage.h"
#include "ui/shell/DropDesk.h"
#include "ui/shell/JobWatch.h"
#include "ui/shell/News.h"
#include "ui/shell/Notifier.h"
#include "ui/shell/StatusStrip.h"
#include "ui/shell/TopBar.h"
#include "ui/shell/TourGuide.h"
#include "ui/theme/Theme.h"
#include "ui/training/TrainPage.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QScreen>
#include <QStackedWidget>

namespace attune::ui {

MainWindow::MainWindow(const StudioServices& services, QWidget* parent)
    : QMainWindow(parent), m_services(services), m_top(new TopBar(services.project, m_undo, this)),
      m_rail(new NavigationRail(this)), m_stack(new QStackedWidget(this)),
      m_tour(new TourGuide({services.project, services.encode, services.train, services.listen}, this)),
      m_banner(new News({services.project, services.model, services.player}, this)),
      m_status(new StatusStrip(this)), m_drops(new DropDesk(this)) {
    setWindowTitle(QStringLiteral("Attune"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/attune.svg")));
    m_stack->setObjectName(QStringLiteral("places"));
    setMinimumSize(1024, 640);
    auto* central = new QWidget(this);
    auto* column = columnLayout(central, 0, 0);
    auto* middle = new QWidget(central);
    auto* row = rowLayout(middle, 0, 0);
    row->addWidget(m_rail);
    row->addWidget(m_stack, 1);
    column->addWidget(m_top);
    column->addWidget(m_tour);
    column->addWidget(m_banner);
    column->addWidget(middle, 1);
    column->addWidget(m_status);
    setCentralWidget(central);
    m_watch = new JobWatch({services.jobs, services.listen, services.system, services.settings}, *m_status,
                           *new TrayNotifier(*this), *this);
    new HelpKey(this);
    buildPages();
    connectPages();
    if (!restoreGeometry(m_services.settings.windowGeometry()))
        resize(QSize(1440, 860).boundedTo(screen()->availableSize() - QSize(16, 48))); // and its frame
    if (m_services.project.project().isOpen())
        projectOpened();
    else
        projectClosed();
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
    m_help = new HelpPage({s.system, s.player}, m_stack);
    m_settings = new SettingsPage(s.settings, m_stack);
    for (QWidget* page : std::initializer_list<QWidget*>{m_start, m_dataset, m_model, m_train, m_listen,
                                                         m_runs, m_help, m_settings})
        m_stack->addWidget(page);
    m_banner->setPages(m_start, m_model);
    m_start->setStrips([this](const QString& folder) { return m_services.settings.strip(folder); });
    setHelpTopic(m_start, QStringLiteral("tour"));
    setHelpTopic(m_dataset, QStringLiteral("dataset"));
    setHelpTopic(m_model, QStringLiteral("weights"));
    setHelpTopic(m_train, QStringLiteral("when-to-stop"));
    setHelpTopic(m_listen, QStringLiteral("listening"));
    setHelpTopic(m_runs, QStringLiteral("checkpoints"));
    setHelpTopic(m_settings, QStringLiteral("settings"));
    m_dataset->setAutoPlay(s.settings.autoPlay());
    m_dataset->restoreColumnState(s.settings.datasetColumns());
    m_dataset->setWatching(s.settings.watchesSources());
    s.dataset.setWatching(s.settings.watchesSources());
}

void MainWindow::connectPages() {
    StudioServices& s = m_services;
    connect(m_rail, &NavigationRail::placeChosen, this, &MainWindow::go);
    connect(m_top, &TopBar::homeRequested, this, [this] {
        if (refusesToLeave()) return;
        keepStrip();
        if (m_services.project.project().isOpen())
            m_services.project.close();
        else
            projectClosed(); // from Help or Settings back to the start
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
    const auto showJob = [this] {
        if (m_services.project.project().isOpen() && !m_train->shownRun().isEmpty()) go(Place::Train);
    };
    connect(m_status, &StatusStrip::jobActivated, this, showJob);
    connect(m_top, &TopBar::jobRequested, this, showJob);
    connect(m_watch, &JobWatch::jobShown, m_top, &TopBar::setJob);
    connect(&s.project, &ProjectService::opened, this, &MainWindow::projectOpened);
    connect(&s.project, &ProjectService::closed, this, &MainWindow::projectClosed);
    connect(&s.project, &ProjectService::changed, this, &MainWindow::applyModel);
    connect(m_start, &StartPage::newCancelled, this, [this] { m_pendingDrop.clear(); });
    connect(&s.project, &ProjectService::failed, this, [this] { m_pendingDrop.clear(); });
    connect(&s.project, &ProjectService::imported, this, &MainWindow::showImported);
    connect(&s.project, &ProjectService::tourStarted, m_tour, &TourGuide::begin);
    connect(m_tour, &TourGuide::placeRequested, this, &MainWindow::go);
    connect(m_tour, &TourGuide::draftRequested, m_train, &TrainPage::setDraft);
    connect(m_tour, &TourGuide::draftRequested, &s.project, &ProjectService::setDraft);
    connect(m_tour, &TourGuide::finished, this, [this] {
        m_services.project.close();
        m_start->askNew();
    });
    connect(m_drops, &DropDesk::dropped, this, &MainWindow::routeDrop);
    connect(&s.model, &ModelService::modelsChanged, this, &MainWindow::applyModel);
    connect(m_dataset, &DatasetPage::rulesChanged, &s.project, &ProjectService::setRules);
    connect(m_dataset, &DatasetPage::promptTableChanged, &s.project, &ProjectService::setPromptTable);
    connect(m_dataset, &DatasetPage::autoPlayChanged, &s.settings, &AppSettings::setAutoPlay);
    connect(m_dataset, &DatasetPage::watchingChanged, &s.settings, &AppSettings::setWatchesSources);
    connect(m_model, &ModelPage::modelChosen, &s.project, &ProjectService::setModel);
    connect(m_train, &TrainPage::modelChosen, &s.project, &ProjectService::setModel);
    connect(m_train, &TrainPage::draftChanged, &s.project, &ProjectService::setDraft);
    connect(m_train, &TrainPage::compareRequested, this, [this](const QString& run, qint64 a, qint64 b) {
        go(Place::Listen);
        m_listen->compare(run, a, b);
    });
    connect(m_listen, &ListenPage::trainRequested, this, [this] { go(Place::Train); });
    connect(m_runs, &RunsPage::trainRequested, this, [this] { go(Place::Train); });
    connect(m_runs, &RunsPage::openRunRequested, this, [this](const QString& run) {
        go(Place::Train);
        m_train->showRun(run);
    });
    const auto listenTo = [this](const QString& run) {
        go(Place::Listen);
        m_listen->showRun(run);
    };
    connect(m_runs, &RunsPage::listenRequested, this, listenTo);
    connect(m_train, &TrainPage::listenRequested, this, listenTo);
    connect(m_runs, &RunsPage::cloneRequested, this, [this](const config::Json& settings) {
        go(Place::Train);
        m_train->setDraft(settings);
    });
    connect(&s.train, &TrainService::runStarted, this, [this](const QString& run) {
        go(Place::Train);
        m_listen->showRun(run);
    });
    connect(m_help, &HelpPage::tourRequested, &s.project, &ProjectService::startTour);
    connect(&s.system, &SystemService::gpuRead, m_train, &TrainPage::showGpu);
    connect(m_settings, &SettingsPage::doctorRequested, this, [this] {
        go(Place::Help);
        m_help->showDoctor();
    });
    connect(m_settings, &SettingsPage::devicesRequested, &s.system, &SystemService::requestDevices);
    connect(&s.system, &SystemService::devicesReady, m_settings, &SettingsPage::setDevices);
    connect(&s.settings, &AppSettings::changed, this, [this] {
        Theme::instance().choose(m_services.settings.theme());
        if (Theme::instance().fontScale() != m_services.settings.fontScale())
            Theme::instance().setFontScale(m_services.settings.fontScale());
        m_services.player.chooseDevice(m_services.settings.audioDevice());
        m_dataset->setAutoPlay(m_services.settings.autoPlay());
    });
}

void MainWindow::projectOpened() {
    const ProjectView& project = m_services.project.project();
    m_undo.clear();
    m_rail->setWorkEnabled(true);
    m_dataset->setRules(project.rules);
    m_dataset->setPromptTable(project.promptTable);
    m_services.dataset.open(project.libraryFile, !project.readOnlyWhy.isEmpty());
    m_train->setDraft(project.draft);
    m_listen->clear();
    m_listen->setExportFolder(project.folder);
    applyModel();
    const int last = m_services.settings.lastPlace(project.folder);
    go(last > 0 && last <= static_cast<int>(Place::Runs) ? static_cast<Place>(last) : Place::Dataset);
    if (!m_pendingDrop.isEmpty()) m_drops->take(std::exchange(m_pendingDrop, {}));
}

// The start page shows what a project sounds like without opening it.
void MainWindow::keepStrip() {
    const QByteArray strip = m_dataset->strip();
    if (!strip.isEmpty() && m_services.project.project().isOpen())
        m_services.settings.setStrip(m_services.project.project().folder, strip);
}

void MainWindow::projectClosed() {
    m_undo.clear();
    m_tour->end();
    m_services.player.stop();
    m_services.dataset.open({}, false);
    m_rail->setWorkEnabled(false);
    m_stack->setCurrentWidget(m_start);
    m_start->setFocus(Qt::OtherFocusReason);
    m_status->showIdle(tr("Nothing is running"));
}

void MainWindow::applyModel() {
    const ProjectView& project = m_services.project.project();
    if (!project.isOpen()) return;
    m_model->setChosen(project.modelId);
    QList<QPair<QString, QString>> models;
    for (const ModelView& model : m_services.model.models()) models.append({model.name, model.id});
    m_train->setModels(models);
    m_dataset->setNoModel();
    for (const ModelView& model : m_services.model.models()) {
        if (model.id != project.modelId) continue;
        m_dataset->setModelWindow({model.windowSeconds, model.promptTokens});
        dataset::DoctorSettings doctor;
        doctor.sampleRate = SampleRate{model.sampleRate};
        doctor.channelCount = model.channels;
        doctor.windowFrames = static_cast<FrameCount>(model.windowSeconds * model.sampleRate);
        m_dataset->setDoctorSettings(doctor);
        const config::Json& draft = project.draft;
        if (m_train->isPreset(draft) && config::valueAt(draft, "model") != model.id.toStdString())
            m_train->setDraft({}); // the preset that suits the model
        m_train->setModel(model.id);
    }
    m_services.encode.plan();
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
    if (needsProject)
        m_services.settings.setLastPlace(m_services.project.project().folder, static_cast<int>(place));
    QWidget* page = pages[static_cast<int>(place)];
    if (m_stack->currentWidget() != page && focusWidget() != nullptr) focusWidget()->clearFocus();
    m_stack->setCurrentWidget(page);
    page->setFocus(Qt::OtherFocusReason); // where the page wants the keyboard
    if (place == Place::Train) m_train->refreshPlan();
    if (place == Place::Dataset) m_services.encode.plan();
}

void MainWindow::openPath(const QString& path) {
    m_drops->take({path});
}

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

void MainWindow::routeDrop(const Drop& drop, const QStringList& paths) {
    switch (drop.kind) {
    case DropKind::Project:
        if (!refusesToLeave()) m_services.project.open(drop.paths.front());
        break;
    case DropKind::Model:
        m_model->addFiles(drop.paths);
        if (m_services.project.project().isOpen()) go(Place::Model);
        break;
    case DropKind::Sounds:
        if (m_services.project.project().isOpen()) {
            go(Place::Dataset);
            m_dataset->addFolders(drop.paths);
        } else {
            waitForProject(drop.paths);
        }
        break;
    case DropKind::Settings:
        takeSettings(drop.paths.front());
        break;
    case DropKind::Reference:
        if (m_services.project.project().isOpen())
            m_services.project.importReference(drop.paths.front());
        else
            waitForProject(drop.paths);
        break;
    case DropKind::Nothing:
        if (const QFileInfo file(paths.value(0)); !paths.isEmpty() && !file.exists())
            m_banner->showNotice(tr("“%1” is not there.").arg(paths.front()),
                                 tr("It was moved or renamed, or its drive is not connected."));
        else
            m_banner->showNotice(
                tr("“%1” cannot be opened here.").arg(file.fileName()),
                tr("Projects, sounds and folders of them, and models (.safetensors, .ckpt) can."));
        break;
    }
}

// What was dropped comes in once a project is open: the one that is being opened, or a new one that gets a
// name.
void MainWindow::waitForProject(const QStringList& paths) {
    const bool isAsked = !m_pendingDrop.isEmpty();
    m_pendingDrop += paths;
    if (!isAsked && !m_services.project.isBusy()) m_start->askNew();
}

void MainWindow::takeSettings(const QString& file) {
    const ProjectView& project = m_services.project.project();
    auto settings = config::readJsonFile(pathFromUtf8(file.toStdString()));
    if (!settings) {
        m_banner->showError(settings.error(), tr("The settings could not be read"));
    } else if (!project.isOpen()) {
        m_banner->showNotice(tr("Training settings belong to a project."),
                             tr("Open or make one first, then drop them again."));
    } else {
        if (!project.modelId.isEmpty()) config::setValueAt(*settings, "model", project.modelId.toStdString());
        go(Place::Train);
        m_train->setDraft(*settings);
        m_services.project.setDraft(*settings);
    }
}

void MainWindow::showImported(const ImportView& what) {
    m_dataset->setRules(m_services.project.project().rules);
    if (what.hasSettings) m_train->setDraft(m_services.project.project().draft);
    m_services.dataset.rescan();
    const QString said = what.latents > 0
                             ? tr("%Ln latents were taken over as they were encoded.", nullptr,
                                  static_cast<int>(what.latents + what.heldOutLatents))
                             : tr("%Ln clips were taken over.", nullptr, static_cast<int>(what.clips));
    m_banner->showNotice(said, what.notes.join(QLatin1Char('\n')));
}

// Jobs belong to the open project: while one works, another project has to wait.
bool MainWindow::refusesToLeave() {
    if (!m_watch->isWorking()) return false;
    m_banner->showNotice(tr("A job of this project is still running."),
                         tr("Stop it below or let it finish; then another project can be opened."));
    return true;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_watch->mayClose()) {
        event->ignore();
        return;
    }
    keepStrip();
    m_services.settings.setWindowGeometry(saveGeometry());
    m_services.settings.setDatasetColumns(m_dataset->columnState());
    m_services.project.close();
    event->accept();
}

} // namespace attune::ui
