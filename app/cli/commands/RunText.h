// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunText: finding runs and checkpoints from what was typed, and showing them.
#pragma once

#include "app/cli/Output.h"
#include "app/cli/Session.h"
#include "app/engine/TrainJob.h"
#include "core/project/RunStore.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace attune::cli {

// By number, folder name or name; empty = the latest. Errors: NotFound.
[[nodiscard]] Result<project::RunRecord> chooseRunRecord(Session& session, const std::string& which);

struct ChosenCheckpoint {
    StepIndex step;
    std::filesystem::path folder;
};
// A step of the run; below 0 = the newest. Errors: NotFound naming the steps there are.
[[nodiscard]] Result<ChosenCheckpoint> chooseCheckpoint(const project::RunRecord& run, std::int64_t step);

[[nodiscard]] config::Json jsonFromRun(const project::RunRecord& run);

// Shows steps, loss and learning rate behind the progress line, and tells of checkpoints and demos as they
// come.
class TrainReporter {
public:
    explicit TrainReporter(Session& session) : m_session(&session) {}
    [[nodiscard]] engine::TrainEvents events();
    void metric(const jobs::MetricPoint& point);

private:
    Session* m_session;
    double m_smoothLoss{0.0};
    bool m_hasLoss{false};
    double m_heldOutLoss{0.0};
    bool m_hasHeldOut{false};
};

// Where a run lies, which decides by what commands it goes on: in a project, or in a --save-dir of `sat`.
enum class RunPlace { Project, SaveDir };

void reportTraining(Output& out, const project::RunRecord& run, const engine::TrainOutcome& outcome,
                    JobEnd end, RunPlace place);

} // namespace attune::cli
