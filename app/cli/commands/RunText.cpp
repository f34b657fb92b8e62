// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/RunText.h"

#include "core/base/Text.h"

#include <array>
#include <cstdio>

namespace attune::cli {

namespace {

constexpr double kSmoothing = 0.95; // of the loss beside the progress line: about twenty steps

std::string numberText(double value) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.4f", value);
    return buffer.data();
}

} // namespace

Result<project::RunRecord> chooseRunRecord(Session& session, const std::string& which) {
    ATTUNE_TRY(const project::Project* const project, session.project(project::Access::ReadOnly));
    const project::RunStore store(project->runsFolder());
    if (!which.empty()) return store.find(which);
    std::vector<project::RunRecord> runs = store.list();
    if (runs.empty())
        return fail(ErrorCode::NotFound, "The project has no runs yet", utf8FromPath(project->runsFolder()),
                    "attune-cli train starts one.");
    return std::move(runs.back());
}

Result<ChosenCheckpoint> chooseCheckpoint(const project::RunRecord& run, std::int64_t step) {
    const std::vector<std::int64_t> steps = run.checkpointSteps();
    if (steps.empty())
        return fail(ErrorCode::NotFound, concat("The run ", run.folderName(), " has no checkpoint yet"));
    if (step < 0) return ChosenCheckpoint{StepIndex{steps.back()}, run.checkpointFolder(steps.back())};
    std::string known;
    for (const std::int64_t one : steps) {
        if (one == step) return ChosenCheckpoint{StepIndex{step}, run.checkpointFolder(step)};
        known += concat(known.empty() ? "" : ", ", one);
    }
    return fail(ErrorCode::NotFound,
                concat("The run ", run.folderName(), " has no checkpoint of step ", step), {},
                concat("There are: ", known, "."));
}

config::Json jsonFromRun(const project::RunRecord& run) {
    const project::RunDescription& description = run.description();
    const project::RunState& state = run.state();
    config::Json document;
    document["run"] = run.folderName();
    document["number"] = description.number;
    document["name"] = description.name;
    document["folder"] = utf8FromPath(run.folder());
    document["created"] = description.createdUtc;
    document["status"] = std::string(project::runStatusName(state.status));
    document["step"] = state.step;
    document["seconds"] = state.trainedSeconds;
    document["checkpoints"] = run.checkpointSteps();
    document["best_step"] = state.bestStep ? config::Json(*state.bestStep) : config::Json(nullptr);
    document["pinned"] = state.isPinned;
    document["notes"] = state.notes;
    document["error"] = state.error ? config::Json(state.error->describe()) : config::Json(nullptr);
    return document;
}

engine::TrainEvents TrainReporter::events() {
    ProgressPainter& painter = m_session->painter();
    engine::TrainEvents events;
    events.checkpointWritten = [&painter](StepIndex step, const std::filesystem::path&) {
        painter.say(concat("  checkpoint of step ", step.value));
    };
    events.demosWritten = [&painter](StepIndex step, const std::filesystem::path& folder) {
        painter.say(concat("  demos of step ", step.value, ": ", utf8FromPath(folder)));
    };
    events.demoFailed = [&painter](const Error& error) {
        painter.say(concat("  a demo failed, the run goes on: ", error.describe()));
    };
    return events;
}

void TrainReporter::metric(const jobs::MetricPoint& point) {
    if (point.name == "train/loss") {
        m_smoothLoss = m_hasLoss ? kSmoothing * m_smoothLoss + (1.0 - kSmoothing) * point.value : point.value;
        m_hasLoss = true;
    } else if (point.name == "val/loss") {
        m_heldOutLoss = point.value;
        m_hasHeldOut = true;
    } else {
        return;
    }
    std::string note = m_hasLoss ? concat("loss ", numberText(m_smoothLoss)) : std::string();
    if (m_hasHeldOut) note += concat(note.empty() ? "" : ", ", "held out ", numberText(m_heldOutLoss));
    m_session->painter().setNote(std::move(note));
}

void reportTraining(Output& out, const project::RunRecord& run, const engine::TrainOutcome& outcome,
                    JobEnd end, RunPlace place) {
    const std::string where =
        outcome.lastCheckpoint ? utf8FromPath(outcome.checkpointFolder) : std::string("none");
    if (end == JobEnd::StoppedSaved && !outcome.areAllStepsDone) {
        out.heading(concat("Stopped at step ", outcome.step.value, ", everything is saved"));
    } else {
        out.heading(concat("Trained ", run.folderName(), " to step ", outcome.step.value));
    }
    out.field("Time", humanDuration(outcome.seconds));
    if (outcome.heldOutLoss) out.field("Held-out loss", numberText(*outcome.heldOutLoss));
    out.field("Checkpoint", where);
    out.field("Demos", utf8FromPath(run.demosFolder()));
    out.line();
    const bool isInProject = place == RunPlace::Project;
    if (!outcome.areAllStepsDone)
        out.line(isInProject ? concat("Go on:   attune-cli resume ", run.description().number)
                             : concat("Go on:   attune-cli sat train --ckpt-path ",
                                      shellWord(utf8FromPath(run.folder()))));
    out.line(concat("Listen:  the FLAC files below ", utf8FromPath(run.demosFolder())));
    if (isInProject)
        out.line(concat("Use it:  attune-cli export ", run.description().number));
    else if (outcome.lastCheckpoint)
        out.line(concat("Use it:  attune-cli sat unwrap --ckpt-path ", shellWord(where), " --name NAME"));
    out.set("run", run.folderName());
    out.set("folder", utf8FromPath(run.folder()));
    out.set("step", outcome.step.value);
    out.set("all_steps_done", outcome.areAllStepsDone);
    out.set("seconds", outcome.seconds);
    out.set("held_out_loss",
            outcome.heldOutLoss ? config::Json(*outcome.heldOutLoss) : config::Json(nullptr));
    out.set("checkpoint", outcome.lastCheckpoint ? config::Json(where) : config::Json(nullptr));
}

} // namespace attune::cli
