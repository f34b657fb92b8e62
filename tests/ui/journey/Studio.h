// SPDX-License-Identifier: GPL-3.0-or-later
//
// Studio: the window over the real services, as the program's main() ties them together, in a home of its
// own.
//
// Threads: GUI thread. Ownership: everything in it; the window goes first.
#pragma once

#include "app/studio/EngineAccess.h"
#include "app/studio/JobFollower.h"
#include "app/studio/StudioEncode.h"
#include "app/studio/StudioListen.h"
#include "app/studio/StudioModels.h"
#include "app/studio/StudioProject.h"
#include "app/studio/StudioSystem.h"
#include "app/studio/StudioTrain.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/bridge/JobCenter.h"
#include "ui/bridge/LibraryDatasetService.h"
#include "ui/settings/AppSettings.h"
#include "ui/shell/MainWindow.h"

#include <memory>

namespace attune::studio {

class Studio {
public:
    explicit Studio(const QString& cacheFolder);

    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) const {
        return window.findChild<Widget*>(QString::fromLatin1(name));
    }
    [[nodiscard]] bool isWorking() const; // a job runs or waits

    ui::AppSettings settings;
    EngineAccess engine;
    ui::RunnerJobCenter jobs;
    JobFollower follower;
    StudioProject project;
    StudioModels models;
    ui::LibraryDatasetService dataset;
    StudioEncode encode;
    StudioTrain train;
    StudioListen listen;
    StudioSystem system;
    ui::PeakCache peaks;
    std::unique_ptr<ui::Player> player;
    ui::MainWindow window;
};

} // namespace attune::studio
