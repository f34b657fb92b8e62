// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/Screenshots.h"

#include "ui/bridge/ProjectService.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QDir>
#include <QEventLoop>
#include <QTimer>

namespace attune::studio {

namespace {

// Lets workers answer and charts paint.
void settle(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

int saveScreenshots(ui::MainWindow& window, ui::ProjectService& service, const QString& folder, const QString& project) {
    if (!QDir().mkpath(folder)) return 1;
    window.show();
    if (!project.isEmpty()) service.open(project);
    settle(3000);
    struct Page {
        ui::Place place;
        const char* name;
    };
    constexpr Page kPages[] = {{ui::Place::Dataset, "dataset"}, {ui::Place::Model, "model"}, {ui::Place::Train, "train"},      {ui::Place::Listen, "listen"},
                               {ui::Place::Runs, "runs"},       {ui::Place::Help, "help"},   {ui::Place::Settings, "settings"}};
    const QString kind = service.project().isOpen() ? QStringLiteral("filled") : QStringLiteral("empty");
    for (const auto& [choice, theme] : {std::pair{ui::ThemeChoice::Dark, "dark"}, {ui::ThemeChoice::Light, "light"}}) {
        ui::Theme::instance().choose(choice);
        for (const QSize size : {QSize(1280, 720), QSize(1920, 1080)}) {
            window.resize(size);
            for (const Page& page : kPages) {
                window.go(page.place);
                settle(700);
                const QString file = QStringLiteral("%1/%2-%3-%4-%5.png").arg(folder, QString::fromLatin1(page.name), kind, QString::fromLatin1(theme)).arg(size.width());
                if (!window.grab().save(file)) return 1;
            }
        }
    }
    return 0;
}

} // namespace attune::studio
