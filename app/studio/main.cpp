// SPDX-License-Identifier: GPL-3.0-or-later
//
// attune: the studio. Makes the services, the window, and ties them together.
#include "app/studio/EngineAccess.h"
#include "app/studio/JobFollower.h"
#include "app/studio/Screenshots.h"
#include "app/studio/SelfTestRun.h"
#include "app/studio/StudioEncode.h"
#include "app/studio/StudioListen.h"
#include "app/studio/StudioModels.h"
#include "app/studio/StudioProject.h"
#include "app/studio/StudioSystem.h"
#include "app/studio/StudioTrain.h"
#include "core/base/Version.h"
#include "core/base/platform/Platform.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/bridge/LibraryDatasetService.h"
#include "ui/settings/AppSettings.h"
#include "ui/shell/EventLoopWatchdog.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QScreen>
#include <QTranslator>

#include <chrono>
#include <optional>

using namespace attune;

namespace {

void setNames() {
    QCoreApplication::setOrganizationName(QStringLiteral("Attune"));
    QCoreApplication::setApplicationName(QStringLiteral("attune"));
    QCoreApplication::setApplicationVersion(QString::fromLatin1(kVersion));
    QGuiApplication::setDesktopFileName(QStringLiteral("attune"));
}

// Debug builds, and where somebody wants to know.
bool isWatched() {
#ifdef NDEBUG
    return qEnvironmentVariableIsSet("ATTUNE_WATCHDOG");
#else
    return true;
#endif
}

} // namespace

int main(int argc, char** argv) {
    studio::allowNoDisplay(argc, argv);
    QApplication application(argc, argv);
    setNames();
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Fine-tune Stable Audio Open on your own sounds."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption screenshots(
        QStringLiteral("screenshots"), QStringLiteral("Save a picture of every page into <folder> and quit."),
        QStringLiteral("folder"));
    parser.addOption(screenshots);
    const QCommandLineOption selfTest(
        QStringLiteral("self-test"),
        QStringLiteral("Check that this installation works, print a report and quit."));
    parser.addOption(selfTest);
    const QCommandLineOption report(QStringLiteral("report"),
                                    QStringLiteral("Write the report of --self-test into <file> too."),
                                    QStringLiteral("file"));
    parser.addOption(report);
    parser.addPositionalArgument(
        QStringLiteral("path"),
        QStringLiteral("A project folder or its .attune file, sounds or a model to open."),
        QStringLiteral("[path]"));
    parser.process(application);
    if (parser.isSet(selfTest)) return studio::runSelfTest(parser.value(report));

    ui::AppSettings settings;
    const QLocale locale = settings.language().isEmpty() ? QLocale() : QLocale(settings.language());
    QLocale::setDefault(locale);
    QTranslator translator;
    // English is in the sources; its file only knows "1 clip" from "2 clips".
    if (translator.load(locale, QStringLiteral("attune"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
        translator.load(QStringLiteral(":/i18n/attune_en.qm")))
        QCoreApplication::installTranslator(&translator);
    QTranslator ofQt; // file dialogs, standard buttons
    if (ofQt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&ofQt);
    ui::Theme theme(application);
    theme.choose(settings.theme());
    theme.setFontScale(settings.fontScale());

    studio::EngineAccess engine;
    ui::RunnerJobCenter jobs(
        [&engine](std::string context) { return engine.translateException(std::move(context)); });
    studio::JobFollower follower(jobs);
    studio::StudioProject project(follower);
    studio::StudioModels models(engine, follower);
    ui::LibraryDatasetService dataset;
    studio::StudioEncode encode(engine, follower, project, models, settings);
    studio::StudioTrain train(engine, follower, project, models, settings);
    studio::StudioListen listen(engine, follower, project, train, settings);
    studio::StudioSystem system(engine, follower);
    ui::PeakCache peaks(platform::cacheFolder() / "peaks");
    std::unique_ptr<ui::Player> player(ui::Player::withSystemOutput(nullptr));
    player->chooseDevice(settings.audioDevice());

    QString tourClips;
    // The tour: its clips and the starter model come in by themselves.
    QObject::connect(&project, &studio::StudioProject::tourPrepared, &dataset, [&](const QString& clips) {
        models.ensureStarter();
        tourClips = clips;
    });
    QObject::connect(&models, &studio::StudioModels::starterReady, &project, [&](const QString& id) {
        if (project.project().isOpen() && project.project().modelId.isEmpty()) project.setModel(id);
    });

    ui::MainWindow window(
        {project, dataset, encode, models, train, listen, system, jobs, *player, peaks, settings});
    QObject::connect(&project, &ui::ProjectService::tourStarted, &window,
                     [&] { window.openPath(tourClips); });
    if (parser.isSet(screenshots))
        return studio::saveScreenshots(window, project, train, parser.value(screenshots),
                                       parser.positionalArguments().value(0));
    std::optional<ui::EventLoopWatchdog> watchdog;
    if (isWatched()) watchdog.emplace(std::chrono::milliseconds(50));
    // The first time on a small screen all of it is used; later the window is as it was left.
    if (settings.windowGeometry().isEmpty() && window.height() >= window.screen()->availableSize().height())
        window.showMaximized();
    else
        window.show();
    for (const QString& path : parser.positionalArguments())
        window.openPath(QFileInfo(path).absoluteFilePath());
    return application.exec();
}
