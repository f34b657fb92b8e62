// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/RunSettingsOptions.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <array>
#include <cstdio>

namespace attune::cli {

namespace {

std::string oneDecimal(double value) {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.1f", value);
    return buffer.data();
}

void print(Output& out, const ChosenRun& chosen, const engine::TrainPlan& plan) {
    const config::RunSettings& settings = chosen.settings;
    out.heading(concat("Training ", chosen.model.name, " with the preset ", chosen.preset));
    out.field("Clips", concat(plan.trainItems, " to train on, ", plan.heldOutItems, " held out, ",
                              humanDuration(plan.clipSeconds), " each"));
    if (plan.missingItems > 0)
        out.warn(concat(plan.missingItems, " clips are not encoded yet: attune-cli encode"));
    out.field("Batch", concat(plan.effectiveBatch, " clips an optimiser step"));
    out.field("Steps", settings.steps == 0 ? std::string("until stopped")
                                           : concat(settings.steps, ", ", oneDecimal(plan.epochs),
                                                    " epochs of ", plan.stepsPerEpoch));
    if (plan.secondsPerStep)
        out.field("Time", concat(humanDuration(*plan.secondsPerStep * static_cast<double>(settings.steps)),
                                 ", ", humanDuration(*plan.secondsPerStep), " a step in an earlier run"));
    out.field("Disk",
              concat(humanBytes(plan.diskBytes), " at most, ", humanBytes(plan.freeDiskBytes), " free"));
    if (!plan.hasRoom())
        out.bad(concat("The disk has too little room for this run: ", humanBytes(plan.reserveBytes),
                       " have to stay free"));
    out.field("Memory", concat(humanBytes(plan.memoryBytes()), " of ", humanBytes(plan.deviceBytes), " on ",
                               plan.device));
    for (const engine::MemoryShare& share : plan.memory)
        out.field(concat("  ", share.name), humanBytes(share.bytes));
    if (plan.memoryBytes() > plan.deviceBytes && plan.deviceBytes > 0)
        out.bad("This will not fit into the memory of the device");
    for (const std::string& change : plan.changesToFit) out.line(concat("      ", change));
    for (const config::RunAdvice& advice : plan.advice) out.warn(advice.text);
}

config::Json jsonFromPlan(const engine::TrainPlan& plan) {
    config::Json memory = config::Json::object();
    for (const engine::MemoryShare& share : plan.memory) memory[share.name] = share.bytes;
    config::Json advice = config::Json::array();
    for (const config::RunAdvice& one : plan.advice)
        advice.push_back({{"setting", one.path}, {"text", one.text}});
    config::Json document;
    document["train_items"] = plan.trainItems;
    document["held_out_items"] = plan.heldOutItems;
    document["missing_items"] = plan.missingItems;
    document["effective_batch"] = plan.effectiveBatch;
    document["steps_per_epoch"] = plan.stepsPerEpoch;
    document["epochs"] = plan.epochs;
    document["clip_seconds"] = plan.clipSeconds;
    document["seconds_per_step"] =
        plan.secondsPerStep ? config::Json(*plan.secondsPerStep) : config::Json(nullptr);
    document["checkpoint_bytes"] = plan.checkpointBytes;
    document["disk_bytes"] = plan.diskBytes;
    document["free_disk_bytes"] = plan.freeDiskBytes;
    document["reserve_disk_bytes"] = plan.reserveBytes;
    document["device"] = plan.device;
    document["device_bytes"] = plan.deviceBytes;
    document["memory"] = std::move(memory);
    document["memory_bytes"] = plan.memoryBytes();
    document["changes_to_fit"] = plan.changesToFit;
    document["advice"] = std::move(advice);
    return document;
}

Result<JobEnd> runMeasuring(Session& session, engine::MeasureRequest request) {
    const std::int64_t steps = request.settings.steps;
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    auto measuring = engine->measureJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(measuring.job)));
    const engine::MeasureOutcome& outcome = *measuring.outcome;
    Output& out = session.out();
    out.heading(concat("Measured, one step on ", outcome.device));
    out.field("Memory", concat(humanBytes(outcome.stepBytes), " of ", humanBytes(outcome.deviceBytes)));
    out.field("Step", humanDuration(outcome.secondsPerStep));
    if (steps > 0) out.field("Time", humanDuration(outcome.secondsPerStep * static_cast<double>(steps)));
    out.set("measured", config::Json{{"device", outcome.device},
                                     {"device_bytes", outcome.deviceBytes},
                                     {"memory_bytes", outcome.stepBytes},
                                     {"seconds_per_step", outcome.secondsPerStep}});
    return end;
}

struct PlanOptions {
    RunSettingsChoice choice;
    bool measures{false};
};

Result<JobEnd> runPlan(Session& session, const PlanOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project(project::Access::ReadOnly));
    ATTUNE_TRY(const ChosenRun chosen, chooseRun(session, options.choice));
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    ATTUNE_TRY(const engine::TrainPlan plan,
               engine->planTraining(engine::ProjectPlaces::of(*project), chosen.model, chosen.settings));
    print(session.out(), chosen, plan);
    session.out().set("preset", chosen.preset);
    session.out().set("model", chosen.model.id);
    session.out().set("settings", config::jsonFromRunSettings(chosen.settings));
    session.out().set("plan", jsonFromPlan(plan));
    if (!options.measures) return JobEnd::Finished;
    return runMeasuring(session, {engine::ProjectPlaces::of(*project), chosen.model, chosen.settings});
}

} // namespace

void addPlanCommand(CommandTree& tree) {
    CLI::App& plan = tree.add(
        tree.root(), "plan", "What a run would take: epochs, time, disk, memory; trains nothing",
        {"plan", "plan --steps 5000 --batch-size 16", "plan --preset stable-audio-open-1.0-8gb --measure"});
    const auto options = std::make_shared<PlanOptions>();
    plan.add_flag("--measure", options->measures,
                  "Try one step of the run with made-up clips: its memory and time on this machine");
    addRunSettingsOptions(plan, options->choice);
    tree.onRun(plan, [options](Session& session) { return runPlan(session, *options); });
}

} // namespace attune::cli
