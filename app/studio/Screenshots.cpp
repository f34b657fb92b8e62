// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/Screenshots.h"

#include "ui/bridge/ProjectService.h"
#include "ui/bridge/TrainService.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"
#include "ui/training/TrainPage.h"

#include <QDir>
#include <QEventLoop>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTimer>

#include <functional>
#include <vector>

namespace attune::studio {

namespace {

// Lets workers answer and charts paint.
void settle(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

// Sides of pages that need a hand: the other layers of the form, the cockpit of the newest run, runs compared.
struct Side {
    ui::Place place;
    const char* name;
    std::function<void(ui::MainWindow&)> show;
};

std::vector<Side> furtherSides(const ui::TrainService& train) {
    const auto layer = [](int index) {
        return [index](ui::MainWindow& window) {
            window.findChild<ui::TrainPage*>()->showForm();
            window.findChild<QTabWidget*>(QStringLiteral("settingsTabs"))->setCurrentIndex(index);
        };
    };
    std::vector<Side> sides{{ui::Place::Train, "train-more", layer(1)}, {ui::Place::Train, "train-raw", layer(2)}};
    if (train.runs().empty()) return sides;
    sides.push_back({ui::Place::Train, "cockpit", [id = train.runs().front().id](ui::MainWindow& window) { window.findChild<ui::TrainPage*>()->showRun(id); }});
    const auto compare = [](bool demos) {
        return [demos](ui::MainWindow& window) {
            window.findChild<QTableWidget*>(QStringLiteral("runTable"))->selectAll();
            window.findChild<QPushButton*>(QStringLiteral("runDemos"))->setChecked(demos);
        };
    };
    sides.push_back({ui::Place::Runs, "runs-compared", compare(false)});
    sides.push_back({ui::Place::Runs, "runs-demos", compare(true)});
    return sides;
}

} // namespace

int saveScreenshots(ui::MainWindow& window, ui::ProjectService& service, const ui::TrainService& train, const QString& folder, const QString& project) {
    if (!QDir().mkpath(folder)) return 1;
    window.show();
    if (!project.isEmpty()) service.open(project);
    settle(3000);
    const auto nothing = [](ui::MainWindow&) {};
    // What the sides below have changed goes back to how a page opens.
    const auto form = [](ui::MainWindow& shown) {
        shown.findChild<ui::TrainPage*>()->showForm();
        shown.findChild<QTabWidget*>(QStringLiteral("settingsTabs"))->setCurrentIndex(0);
    };
    const auto oneRun = [](ui::MainWindow& shown) {
        shown.findChild<QPushButton*>(QStringLiteral("runDemos"))->setChecked(false);
        shown.findChild<QTableWidget*>(QStringLiteral("runTable"))->selectRow(0);
    };
    std::vector<Side> pages{{ui::Place::Dataset, "dataset", nothing}, {ui::Place::Model, "model", nothing}, {ui::Place::Train, "train", form},      {ui::Place::Listen, "listen", nothing},
                            {ui::Place::Runs, "runs", oneRun},       {ui::Place::Help, "help", nothing},   {ui::Place::Settings, "settings", nothing}};
    const bool isFilled = service.project().isOpen();
    if (isFilled)
        for (Side& side : furtherSides(train)) pages.push_back(std::move(side));
    for (const auto& [choice, theme] : {std::pair{ui::ThemeChoice::Dark, "dark"}, {ui::ThemeChoice::Light, "light"}}) {
        ui::Theme::instance().choose(choice);
        for (const QSize size : {QSize(1280, 720), QSize(1920, 1080)}) {
            window.resize(size);
            for (const Side& page : pages) {
                window.go(page.place);
                page.show(window);
                settle(700);
                const QString file = QStringLiteral("%1/%2-%3-%4-%5.png")
                                         .arg(folder, QString::fromLatin1(page.name), isFilled ? QStringLiteral("filled") : QStringLiteral("empty"), QString::fromLatin1(theme))
                                         .arg(size.width());
                if (!window.grab().save(file)) return 1;
            }
        }
    }
    return 0;
}

} // namespace attune::studio
