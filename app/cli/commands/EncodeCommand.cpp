// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/engine/ProjectSections.h"
#include "core/base/Text.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <filesystem>
#include <optional>
#include <vector>

namespace attune::cli {

namespace {

constexpr std::size_t kShownProblems = 10;

struct EncodeOptions {
    std::string model;
    std::optional<double> windowSeconds;
    std::string longClips;
    std::string precision;
    bool meanOnly{false};
    std::string device{"auto"};
    bool plansOnly{false};
};

// The project's settings with what the command line changes.
Result<latents::EncodeSettings> chosenSettings(const project::Project& project,
                                               const project::ModelCard& model,
                                               const EncodeOptions& options) {
    ATTUNE_TRY(latents::EncodeSettings settings, engine::encodeSettingsOf(project));
    if (options.windowSeconds)
        settings.windowFrames = std::llround(*options.windowSeconds * model.sampleRate);
    if (settings.windowFrames == 0) settings.windowFrames = model.sampleFrames;
    if (!options.longClips.empty()) {
        ATTUNE_TRY(settings.longClips, latents::longClipsFromName(options.longClips));
    }
    if (options.precision == "float16") settings.precision = latents::StoredPrecision::Float16;
    if (options.precision == "float32") settings.precision = latents::StoredPrecision::Float32;
    if (options.meanOnly) settings.parts = latents::StoredParts::Mean;
    return settings;
}

void report(Output& out, const engine::EncodePlan& plan) {
    out.field("Clips", concat(plan.clips));
    out.field("Training items",
              concat(plan.windows, ", ", plan.encoded, " are encoded already, ", plan.toEncode, " to do",
                     plan.silent > 0 ? concat("; ", plan.silent, " are silent and left out") : ""));
    out.field("Sound to encode", humanDuration(plan.secondsOfSound));
    out.field("Prompts to embed", concat(plan.promptsToDo));
    out.field("Disk",
              concat(humanBytes(plan.diskBytes), " at most, ", humanBytes(plan.freeDiskBytes), " free"));
    if (plan.memoryBytes > 0) out.field("Memory", concat("about ", humanBytes(plan.memoryBytes)));
    if (plan.clipsCut > 0)
        out.warn(concat(plan.clipsCut, " clips are longer than the window; ", humanDuration(plan.secondsLost),
                        " of sound is not heard (--long pieces uses all of it)"));
    out.set("clips", plan.clips);
    out.set("items", plan.windows);
    out.set("silent", plan.silent);
    out.set("encoded", plan.encoded);
    out.set("to_encode", plan.toEncode);
    out.set("seconds_of_sound", plan.secondsOfSound);
    out.set("prompts_to_do", plan.promptsToDo);
    out.set("disk_bytes", plan.diskBytes);
    out.set("free_disk_bytes", plan.freeDiskBytes);
    out.set("memory_bytes", plan.memoryBytes);
    out.set("clips_cut", plan.clipsCut);
    out.set("seconds_lost", plan.secondsLost);
}

void report(Output& out, const engine::EncodeOutcome& outcome) {
    out.good(concat(outcome.encoded, " clips encoded, ", outcome.reused, " reused, ", outcome.prompts,
                    " prompts embedded in ", humanDuration(outcome.seconds)));
    out.field("Stored", humanBytes(outcome.storedBytes));
    config::Json problems = config::Json::array();
    for (const engine::EncodeProblem& problem : outcome.problems) {
        if (problems.size() < kShownProblems) out.bad(concat(problem.path, ": ", problem.error.describe()));
        problems.push_back({{"path", problem.path},
                            {"code", std::string(errorCodeName(problem.error.code))},
                            {"message", problem.error.describe()}});
    }
    if (outcome.problems.size() > kShownProblems)
        out.bad(concat("and ", outcome.problems.size() - kShownProblems, " more; --json lists them all"));
    if (!outcome.problems.empty())
        out.warn(concat(outcome.problems.size(), outcome.problems.size() == 1 ? " sound is" : " sounds are",
                        " left out of training; the rest is encoded. attune-cli dataset check says more"));
    out.set("encoded", outcome.encoded);
    out.set("reused", outcome.reused);
    out.set("prompts", outcome.prompts);
    out.set("seconds", outcome.seconds);
    out.set("stored_bytes", outcome.storedBytes);
    out.set("problems", std::move(problems));
}

// Sounds that could not be read because their whole folder is gone are no problem of those sounds.
Result<void> sourcesAreThere(Session& session) {
    ATTUNE_TRY(const dataset::Library library, session.library());
    ATTUNE_TRY(const std::vector<dataset::SourceFolder> sources, library.sources());
    std::error_code error;
    for (const dataset::SourceFolder& source : sources)
        if (!std::filesystem::is_directory(source.folder, error))
            return fail(ErrorCode::NotFound,
                        "The folder of the sounds is not there; what was encoded is kept",
                        utf8FromPath(source.folder),
                        "Check that its drive is connected, then go on: attune-cli encode.");
    return {};
}

// One bad sound among many is left out and named, and the command has done its work. With none left it has
// not.
Result<void> somethingWasEncoded(const engine::EncodeOutcome& outcome) {
    if (outcome.encoded + outcome.reused > 0) return {};
    const engine::EncodeProblem& first = outcome.problems.front();
    return fail(first.error.code, "None of the sounds could be encoded",
                concat(first.path, ": ", first.error.describe()),
                "attune-cli dataset scan and dataset check say what is wrong with each.");
}

Result<JobEnd> runEncode(Session& session, const EncodeOptions& options) {
    ATTUNE_TRY(project::Project* const project,
               session.project(options.plansOnly ? project::Access::ReadOnly : project::Access::ReadWrite));
    ATTUNE_TRY(const project::ModelCard model, session.model(options.model));
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    engine::EncodeRequest request;
    request.places = engine::ProjectPlaces::of(*project);
    request.model = model;
    request.device = options.device;
    ATTUNE_TRY(request.settings, chosenSettings(*project, model, options));
    if (options.plansOnly) {
        ATTUNE_TRY(const engine::EncodePlan plan, engine->planEncode(request));
        report(session.out(), plan);
        return JobEnd::Finished;
    }
    engine::setEncodeSettings(*project, request.settings);
    if (project->modelId().empty()) project->setModelId(model.id);
    ATTUNE_CHECK(project->save());
    auto encoding = engine->encodeJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(encoding.job)));
    report(session.out(), *encoding.outcome);
    if (!encoding.outcome->problems.empty()) {
        ATTUNE_CHECK(sourcesAreThere(session));
        ATTUNE_CHECK(somethingWasEncoded(*encoding.outcome));
    }
    if (end == JobEnd::StoppedSaved) session.out().line("  Stopped; attune-cli encode goes on from here.");
    return end;
}

} // namespace

void addEncodeCommand(CommandTree& tree) {
    CLI::App& encode = tree.add(tree.root(), "encode",
                                "Turn sounds into latents and prompts into features; only what is new",
                                {"encode", "encode --plan", "encode --model starter --window 1.5",
                                 "encode --long pieces --precision float16"});
    const auto options = std::make_shared<EncodeOptions>();
    encode
        .add_option("--model", options->model,
                    "Whose autoencoder and text encoder (default: the project's model)")
        ->type_name("NAME");
    encode
        .add_option("--window", options->windowSeconds,
                    "Length of one training clip in seconds (default: the model's own)")
        ->type_name("S")
        ->check(moreThanZero());
    encode.add_option("--long", options->longClips, "What happens to longer sounds (default: crop-start)")
        ->check(CLI::IsMember({"crop-start", "crop-random", "pieces", "whole"}));
    encode.add_option("--precision", options->precision, "How latents are stored (default: float32)")
        ->check(CLI::IsMember({"float32", "float16"}));
    encode.add_flag("--mean-only", options->meanOnly,
                    "Store the mean alone: half the disk, no fresh draw at each visit");
    encode.add_option("--device", options->device, "auto, cpu, cuda, cuda:1")->type_name("NAME");
    encode.add_flag("--plan", options->plansOnly, "Say what it would do and do nothing");
    tree.onRun(encode, [options](Session& session) { return runEncode(session, *options); });
}

} // namespace attune::cli
