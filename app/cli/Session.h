// SPDX-License-Identifier: GPL-3.0-or-later
//
// Session: what a running command has at hand: output, progress, the engine (loaded when first asked for) and
// the project it works on.
//
// Ownership: owns all of it for the length of one command. Threads: the main thread only.
#pragma once

#include "app/cli/JobHost.h"
#include "app/cli/Output.h"
#include "app/cli/ProgressPainter.h"
#include "app/engine/Engine.h"
#include "core/base/Result.h"
#include "core/dataset/Library.h"
#include "core/project/ModelCard.h"
#include "core/project/Project.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace attune::cli {

struct GlobalOptions {
    std::string project; // empty = the one around the current folder
    bool json{false};
    bool quiet{false};
    bool verbose{false};
};

class Session {
public:
    explicit Session(GlobalOptions globals);

    [[nodiscard]] const GlobalOptions& globals() const noexcept { return m_globals; }
    [[nodiscard]] Output& out() noexcept { return m_output; }
    [[nodiscard]] ProgressPainter& painter() noexcept { return m_painter; }

    // Loads LibTorch on the first call. Errors: those of loadEngine().
    [[nodiscard]] Result<engine::Engine*> engine();

    // Where the project is: --project, ATTUNE_PROJECT, else the nearest folder upwards that holds one.
    // Errors: NotFound.
    [[nodiscard]] Result<std::filesystem::path> projectFolder() const;
    // Opens it on the first call, for writing; `access` ReadOnly takes what can be had.
    // Errors: those of Project::open; for writing also the reason why it may only be read.
    [[nodiscard]] Result<project::Project*> project(project::Access access = project::Access::ReadWrite);
    // The project's library, another connection at each call.
    [[nodiscard]] Result<dataset::Library> library();

    // A registered model by id, name or file; "starter" is the one that comes with the program. Empty = the
    // project's, else the only one registered. Errors: NotFound with what to do.
    [[nodiscard]] Result<project::ModelCard> model(const std::string& which);

    // Runs a job with progress and Ctrl-C.
    [[nodiscard]] Result<JobEnd> run(std::unique_ptr<jobs::Job> job,
                                     std::function<void(const jobs::MetricPoint&)> metric = {});

    // The exception in flight as an Error, with LibTorch's understood once it is loaded.
    [[nodiscard]] Error translateException(std::string context) const;

private:
    GlobalOptions m_globals;
    Output m_output;
    ProgressPainter m_painter;
    std::shared_ptr<engine::Engine> m_engine;
    std::optional<project::Project> m_project;
};

} // namespace attune::cli
