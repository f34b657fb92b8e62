// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/SelfTestRun.h"

#include "app/engine/EngineLoader.h"
#include "app/engine/SystemCheck.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <QAudioDevice>
#include <QMediaDevices>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace attune::studio {

void allowNoDisplay(int argc, char** argv) {
#ifdef Q_OS_LINUX
    for (const char* const chosen : {"QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"})
        if (!qEnvironmentVariableIsEmpty(chosen)) return;
    for (const std::string_view option : {"--self-test", "--version", "-v", "--help", "-h"})
        if (std::find(argv, argv + argc, option) != argv + argc) qputenv("QT_QPA_PLATFORM", "offscreen");
#else
    static_cast<void>(argc);
    static_cast<void>(argv);
#endif
}

int runSelfTest(const QString& reportFile) {
    engine::SystemCheckOptions options;
    options.measuresDisk = true;
    options.triesEverything = true;
    const QAudioDevice output = QMediaDevices::defaultAudioOutput();
    options.soundOutput = output.isNull() ? std::string() : output.description().toStdString();
    const std::vector<engine::CheckItem> items = engine::checkSystem(options, engine::loadEngine());
    const std::string report = engine::reportText(items);
    std::fputs(report.c_str(), stdout); // lost on Windows, where a window has no console: hence the file
    if (!reportFile.isEmpty()) {
        const auto written = writeTextAtomically(pathFromUtf8(reportFile.toStdString()), report);
        if (!written) {
            std::fputs(concat(written.error().describe(), "\n").c_str(), stderr);
            return 1;
        }
    }
    return engine::worstOf(items) == engine::Verdict::Problem ? 1 : 0;
}

} // namespace attune::studio
