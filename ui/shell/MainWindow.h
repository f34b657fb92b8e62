// SPDX-License-Identifier: GPL-3.0-or-later
//
// MainWindow: the frame: top bar, rail, pages, status strip; drops and help requests. What it does about
// running jobs is JobWatch.
//
// Services are borrowed and outlive the window. Threads: GUI thread.
#pragma once

#include "ui/bridge/JobCenter.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/ModelService.h"
#include "ui/bridge/ProjectService.h"
#include "ui/bridge/SystemService.h"
#include "ui/bridge/TrainService.h"
#include "ui/shell/NavigationRail.h"

#include <QMainWindow>
#include <QUndoStack>

class QStackedWidget;

namespace attune::ui {

class AppSettings;
class DatasetPage;
class DatasetService;
struct Drop;
class DropDesk;
class EncodeService;
class HelpPage;
class JobWatch;
class ListenPage;
class ModelPage;
class News;
class PeakCache;
class Player;
class RunsPage;
class SettingsPage;
class StartPage;
class StatusStrip;
class TopBar;
class TourGuide;
class TrainPage;

struct StudioServices {
    ProjectService& project;
    DatasetService& dataset;
    EncodeService& encode;
    ModelService& model;
    TrainService& train;
    ListenService& listen;
    SystemService& system;
    JobCenter& jobs;
    Player& player;
    PeakCache& peaks;
    AppSettings& settings;
};

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const StudioServices& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    void go(Place place);
    void openPath(const QString& path); // a project folder, sounds or a model

protected:
    bool event(QEvent* event) override;            // help requests
    void keyPressEvent(QKeyEvent* event) override; // F1 where no field took it
    void closeEvent(QCloseEvent* event) override;

private:
    void buildPages();
    void connectPages();
    void projectOpened();
    void projectClosed();
    void keepStrip();
    void applyModel();
    void routeDrop(const Drop& drop, const QStringList& paths);
    void waitForProject(const QStringList& paths);
    void takeSettings(const QString& file);
    void showImported(const ImportView& what);
    [[nodiscard]] bool refusesToLeave();

    StudioServices m_services;
    QUndoStack m_undo;
    TopBar* m_top;
    NavigationRail* m_rail;
    QStackedWidget* m_stack;
    TourGuide* m_tour;
    News* m_banner;
    StatusStrip* m_status;
    JobWatch* m_watch{nullptr};
    DropDesk* m_drops;
    StartPage* m_start{nullptr};
    DatasetPage* m_dataset{nullptr};
    ModelPage* m_model{nullptr};
    TrainPage* m_train{nullptr};
    ListenPage* m_listen{nullptr};
    RunsPage* m_runs{nullptr};
    HelpPage* m_help{nullptr};
    SettingsPage* m_settings{nullptr};
    QStringList m_pendingDrop; // sounds that came before a project was there
};

} // namespace attune::ui
