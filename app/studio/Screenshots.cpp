// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/Screenshots.h"

#include "ui/bridge/ProjectService.h"
#include "ui/bridge/TrainService.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"
#include "ui/training/TrainPage.h"

#include <QDialog>
#include <QDir>
#include <QEventLoop>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace attune::studio {

namespace {

constexpr int kPauseMs = 700;    // until charts have painted
constexpr int kOpeningMs = 3000; // until a project is on the screen

// Lets workers answer and charts paint.
void settle(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

// Pages, and sides of pages that need a hand: layers of the form, the cockpit of the newest run, runs
// compared, dialogs.
struct Side {
    std::optional<ui::Place> place; // none = the start page, where the window is
    const char* name;
    std::function<void(ui::MainWindow&)> show;
    bool isDialog{false}; // the picture is of the dialog alone
};

template <typename Widget>
Widget* find(ui::MainWindow& window, const char* name) {
    return window.findChild<Widget*>(QString::fromLatin1(name));
}

std::function<void(ui::MainWindow&)> press(const char* button) {
    return [button](ui::MainWindow& window) {
        if (auto* found = find<QAbstractButton>(window, button); found != nullptr && found->isEnabled())
            found->click();
    };
}

std::function<void(ui::MainWindow&)> layer(int index) {
    return [index](ui::MainWindow& window) {
        window.findChild<ui::TrainPage*>()->showForm();
        find<QTabWidget>(window, "settingsTabs")->setCurrentIndex(index);
    };
}

std::function<void(ui::MainWindow&)> compare(bool demos) {
    return [demos](ui::MainWindow& window) {
        find<QTableWidget>(window, "runTable")->selectAll();
        find<QPushButton>(window, "runDemos")->setChecked(demos);
    };
}

std::vector<Side> pagesOfAnyProject() {
    const auto nothing = [](ui::MainWindow&) {};
    const auto plainListen = [](ui::MainWindow& window) {
        find<QPushButton>(window, "newOptions")->setChecked(false);
    };
    // What other sides have changed goes back to how a page opens.
    const auto oneRun = [](ui::MainWindow& window) {
        find<QPushButton>(window, "runDemos")->setChecked(false);
        find<QTableWidget>(window, "runTable")->selectRow(0);
    };
    return {{ui::Place::Dataset, "dataset", nothing},  {ui::Place::Model, "model", nothing},
            {ui::Place::Train, "train", layer(0)},     {ui::Place::Listen, "listen", plainListen},
            {ui::Place::Runs, "runs", oneRun},         {ui::Place::Help, "help", nothing},
            {ui::Place::Settings, "settings", nothing}};
}

std::vector<Side> furtherSides(const ui::TrainService& train) {
    std::vector<Side> sides{{ui::Place::Dataset, "rules", press("editRules"), true},
                            {ui::Place::Train, "train-more", layer(1)},
                            {ui::Place::Train, "train-raw", layer(2)}};
    if (train.runs().empty()) return sides;
    sides.push_back({ui::Place::Train, "cockpit", [id = train.runs().front().id](ui::MainWindow& window) {
                         window.findChild<ui::TrainPage*>()->showRun(id);
                     }});
    sides.push_back({ui::Place::Listen, "export", press("exportCheckpoint"), true});
    sides.push_back({ui::Place::Listen, "listen-options", [](ui::MainWindow& window) {
                         find<QPushButton>(window, "newOptions")->setChecked(true);
                     }});
    sides.push_back({ui::Place::Runs, "runs-compared", compare(false)});
    sides.push_back({ui::Place::Runs, "runs-demos", compare(true)});
    return sides;
}

// Puts the pictures into one folder, named page-state-theme-width.
class Camera {
public:
    Camera(ui::MainWindow& window, QString folder) : m_window(window), m_folder(std::move(folder)) {}

    // Both themes, every size. False when a picture cannot be written.
    [[nodiscard]] bool take(const std::vector<Side>& sides, const QString& state) {
        // A window that is scaled up shows the same at every size but the smallest.
        const bool isScaled = m_window.devicePixelRatioF() > 1.0;
        const std::vector<QSize> sizes =
            isScaled ? std::vector{QSize(1280, 720)}
                     : std::vector{QSize(1280, 720), QSize(1920, 1080), QSize(3840, 2160)};
        for (const auto& [choice, theme] :
             {std::pair{ui::ThemeChoice::Dark, "dark"}, {ui::ThemeChoice::Light, "light"}}) {
            ui::Theme::instance().choose(choice);
            for (const QSize size : sizes) {
                m_window.resize(size);
                for (const Side& side : sides)
                    if (!take(side, QStringLiteral("%1-%2-%3")
                                        .arg(state, QString::fromLatin1(theme))
                                        .arg(qRound(size.width() * m_window.devicePixelRatioF()))))
                        return false;
            }
        }
        return true;
    }

private:
    [[nodiscard]] bool take(const Side& side, const QString& state) {
        if (side.place) m_window.go(*side.place);
        side.show(m_window);
        settle(kPauseMs);
        QWidget* shown = &m_window;
        if (side.isDialog)
            for (QDialog* dialog : m_window.findChildren<QDialog*>())
                if (dialog->isVisible()) shown = dialog;
        const bool isSaved = shown->grab().save(
            QStringLiteral("%1/%2-%3.png").arg(m_folder, QString::fromLatin1(side.name), state));
        if (shown != &m_window) shown->close();
        return isSaved;
    }

    ui::MainWindow& m_window;
    QString m_folder;
};

} // namespace

int saveScreenshots(ui::MainWindow& window, ui::ProjectService& service, const ui::TrainService& train,
                    const QString& folder, const QString& project) {
    if (!QDir().mkpath(folder)) return 1;
    window.show();
    settle(kOpeningMs);
    Camera camera(window, folder);
    if (!camera.take({{std::nullopt, "start", press("home")},
                      {ui::Place::Help, "help", [](ui::MainWindow&) {}},
                      {ui::Place::Settings, "settings", [](ui::MainWindow&) {}}},
                     QStringLiteral("none")))
        return 1;
    {
        const QTemporaryDir empty;
        service.create(empty.filePath(QStringLiteral("Evening")), QStringLiteral("Evening"));
        settle(kOpeningMs);
        const bool isDone = camera.take(pagesOfAnyProject(), QStringLiteral("empty"));
        const QString gone = service.project().folder;
        service.close();
        service.forgetRecent(gone);
        settle(kPauseMs);
        if (!isDone) return 1;
    }
    if (project.isEmpty()) return 0;
    service.open(project);
    settle(kOpeningMs);
    std::vector<Side> sides = pagesOfAnyProject();
    for (Side& side : furtherSides(train)) sides.push_back(std::move(side));
    return camera.take(sides, QStringLiteral("filled")) ? 0 : 1;
}

} // namespace attune::studio
