// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainBench: the Train page on services that the tests answer for.
#pragma once

#include "tests/ui/FakeServices.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/training/TrainPage.h"

#include <QTemporaryDir>

#include <memory>

namespace attune::ui {

struct TrainBench {
    QTemporaryDir folder;
    fakes::Train train;
    fakes::Listen listen;
    fakes::Jobs jobs;
    PeakCache peaks{folder.path().toStdString()};
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
    TrainPage page{{train, listen, jobs, *player, peaks}};
};

inline RunView runningRun() {
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.number = 1;
    run.name = QStringLiteral("warm kicks");
    run.status = RunStatus::Running;
    run.job = JobId{1};
    return run;
}

inline RunView stoppedRun() {
    RunView run = runningRun();
    run.status = RunStatus::Stopped;
    run.job = {};
    run.resumeStep = 100;
    return run;
}

} // namespace attune::ui
