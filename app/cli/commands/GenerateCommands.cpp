// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/cli/commands/RunText.h"
#include "core/base/Text.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

struct SourceOptions {
    std::string run;
    std::int64_t step{-1}; // -1 = the newest checkpoint
    std::string weights{"averaged"};
    std::string device{"auto"};
};

struct GenerateOptions {
    SourceOptions source;
    std::vector<std::string> prompts;
    std::string model;
    std::string negative;
    std::int64_t seed{1};
    std::int64_t count{1};
    std::vector<double> cfg;
    std::int64_t samplerSteps{0};
    std::string sampler;
    double seconds{0.0};
    std::string init;
    double initNoise{0.0};
    std::string output{"."};
    std::string format{"flac"};
};

engine::WeightsChoice weightsFrom(const std::string& name) {
    return name == "online" ? engine::WeightsChoice::Online : engine::WeightsChoice::Averaged;
}

engine::SoundFormat soundFormatFrom(const std::string& name) {
    if (name == "wav") return engine::SoundFormat::Wav24;
    return name == "wav-float" ? engine::SoundFormat::WavFloat : engine::SoundFormat::Flac24;
}

void report(Output& out, const engine::GenerateOutcome& outcome) {
    config::Json list = config::Json::array();
    for (const engine::GeneratedSound& sound : outcome.sounds) {
        out.good(concat(utf8FromPath(sound.file), "  \"", sound.prompt, "\", seed ", sound.seed));
        list.push_back({{"file", utf8FromPath(sound.file)},
                        {"prompt", sound.prompt},
                        {"seed", sound.seed},
                        {"cfg", sound.cfgScale},
                        {"seconds", sound.seconds}});
    }
    out.set("sounds", std::move(list));
    out.set("seconds", outcome.seconds);
}

constexpr double kShorterSeconds = 0.1; // more than the rounding to whole latents

Result<JobEnd> runJob(Session& session, engine::GenerateRequest request) {
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    const double wanted = request.settings.lengthSeconds;
    auto generation = engine->generateJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(generation.job)));
    report(session.out(), *generation.outcome);
    if (!generation.outcome->sounds.empty() &&
        wanted - generation.outcome->sounds[0].seconds > kShorterSeconds)
        session.painter().say(concat("note: ", humanDuration(wanted), " were asked for; the model makes ",
                                     humanDuration(generation.outcome->sounds[0].seconds), " at once."));
    return end;
}

// The settings of a run with its model's card.
struct RunAndModel {
    config::RunSettings settings;
    project::ModelCard model;
};
Result<RunAndModel> modelOfRun(Session& session, const project::RunRecord& run) {
    RunAndModel found;
    ATTUNE_TRY(found.settings, config::runSettingsFromJson(run.description().settings));
    ATTUNE_TRY(found.model, session.model(found.settings.model));
    return found;
}

struct DemoOptions {
    SourceOptions source;
    std::vector<std::string> prompts;
};

Result<JobEnd> runDemo(Session& session, const DemoOptions& options) {
    ATTUNE_TRY(const project::RunRecord run, chooseRunRecord(session, options.source.run));
    ATTUNE_TRY(const RunAndModel source, modelOfRun(session, run));
    engine::GenerateRequest request;
    request.model = source.model;
    request.settings = source.settings.demos;
    if (request.settings.lengthSeconds <= 0.0) request.settings.lengthSeconds = source.settings.clipSeconds;
    request.weights = weightsFrom(options.source.weights);
    request.device = options.source.device;
    if (!options.prompts.empty()) request.settings.prompts.clear();
    for (const std::string& text : options.prompts) {
        config::DemoPrompt prompt;
        prompt.prompt = text;
        request.settings.prompts.push_back(std::move(prompt));
    }
    if (request.settings.prompts.empty())
        return fail(ErrorCode::InvalidArgument, concat("The run ", run.folderName(), " has no demo prompts"),
                    {}, "Give some: attune-cli demo --prompt TEXT.");
    if (options.source.step != 0) {
        ATTUNE_TRY(const ChosenCheckpoint checkpoint, chooseCheckpoint(run, options.source.step));
        request.checkpointFolder = checkpoint.folder;
        request.step = checkpoint.step;
    }
    request.target = engine::GenerateTarget::DemoFolder;
    request.outputFolder = run.demoFolder(request.step.value);
    session.out().set("run", run.folderName());
    session.out().set("step", request.step.value);
    return runJob(session, std::move(request));
}

Result<void> chooseSource(Session& session, const GenerateOptions& options,
                          engine::GenerateRequest& request) {
    const bool wantsRun = !options.source.run.empty() || options.source.step >= 0;
    if (wantsRun) {
        ATTUNE_TRY(const project::RunRecord run, chooseRunRecord(session, options.source.run));
        ATTUNE_TRY(const RunAndModel source, modelOfRun(session, run));
        request.model = source.model;
        request.settings = source.settings.demos; // its sampler and steps are what its demos were made with
        request.settings.prompts.clear();
        if (request.settings.lengthSeconds <= 0.0)
            request.settings.lengthSeconds = source.settings.clipSeconds;
        if (options.source.step == 0) return {};
        ATTUNE_TRY(const ChosenCheckpoint checkpoint, chooseCheckpoint(run, options.source.step));
        request.checkpointFolder = checkpoint.folder;
        request.step = checkpoint.step;
        return {};
    }
    ATTUNE_TRY(request.model, session.model(options.model));
    return {};
}

Result<JobEnd> runGenerate(Session& session, const GenerateOptions& options) {
    engine::GenerateRequest request;
    ATTUNE_CHECK(chooseSource(session, options, request));
    request.weights = weightsFrom(options.source.weights);
    request.device = options.source.device;
    for (const std::string& text : options.prompts)
        for (std::int64_t index = 0; index < options.count; ++index) {
            config::DemoPrompt prompt;
            prompt.prompt = text;
            prompt.negativePrompt = options.negative;
            prompt.seed = options.seed + index;
            request.settings.prompts.push_back(std::move(prompt));
        }
    if (!options.cfg.empty()) request.settings.cfgScales = options.cfg;
    if (options.samplerSteps > 0) request.settings.steps = options.samplerSteps;
    if (!options.sampler.empty()) request.sampler = options.sampler;
    if (options.seconds > 0.0) request.settings.lengthSeconds = options.seconds;
    if (!options.init.empty()) {
        ATTUNE_TRY(request.initFile, existingPath(options.init));
    }
    request.initNoiseLevel = options.initNoise;
    request.outputFolder = fs::absolute(pathFromUtf8(options.output)).lexically_normal();
    request.format = soundFormatFrom(options.format);
    return runJob(session, std::move(request));
}

void addSourceOptions(CLI::App& command, SourceOptions& source) {
    command.add_option("--step", source.step, "Its checkpoint; 0 = the base model (default: the newest)")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    command.add_option("--weights", source.weights, "Averaged weights (EMA) or those of the last step")
        ->check(CLI::IsMember({"averaged", "online"}));
    command.add_option("--device", source.device, "auto, cpu, cuda, cuda:1")->type_name("NAME");
}

} // namespace

void addDemoCommand(CommandTree& tree) {
    CLI::App& demo = tree.add(tree.root(), "demo", "Render a run's demos with one of its checkpoints",
                              {"demo", "demo 3 --step 500", "demo --step 0   # the base model, to compare"});
    const auto options = std::make_shared<DemoOptions>();
    demo.add_option("run", options->source.run, "Number or name of the run (default: the latest)")
        ->type_name("RUN");
    addSourceOptions(demo, options->source);
    demo.add_option("--prompt", options->prompts, "Other prompts than the run's; may be repeated")
        ->type_name("TEXT");
    tree.onRun(demo, [options](Session& session) { return runDemo(session, *options); });
}

void addGenerateCommand(CommandTree& tree) {
    CLI::App& generate =
        tree.add(tree.root(), "generate", "Make sounds from prompts with a model or a checkpoint",
                 {"generate \"deep kick\" --model starter",
                  "generate \"warm pad\" --run 3 --step 500 --count 4 --seconds 8 --out pads",
                  "generate \"the same, brighter\" --init pad.wav --init-noise 0.5"});
    const auto options = std::make_shared<GenerateOptions>();
    generate.add_option("prompts", options->prompts, "What to make")->required()->type_name("TEXT");
    generate.add_option("--model", options->model, "A registered model (default: the project's)")
        ->type_name("NAME");
    generate
        .add_option("--run", options->source.run,
                    "Number or name of a run of the project: its newest checkpoint, or that of --step")
        ->type_name("RUN");
    addSourceOptions(generate, options->source);
    generate.add_option("--negative", options->negative, "What it should not sound like")->type_name("TEXT");
    generate.add_option("--seed", options->seed, "The same seed makes the same sound (default 1)")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    generate.add_option("--count", options->count, "So many of each prompt, with following seeds")
        ->type_name("N")
        ->check(CLI::Range(1, 10000));
    generate
        .add_option("--cfg", options->cfg, "How closely to follow the prompt, 1 to about 10; may be repeated")
        ->type_name("X");
    generate.add_option("--steps", options->samplerSteps, "Sampler steps (default: what suits the model)")
        ->type_name("N")
        ->check(wholeNumberFrom(1));
    generate
        .add_option("--sampler", options->sampler,
                    "dpmpp-3m-sde, dpmpp-2m, v-ddim, euler, rk4, dpmpp, pingpong, …")
        ->type_name("NAME");
    generate.add_option("--seconds", options->seconds, "Length (default: the model's)")
        ->type_name("S")
        ->check(moreThanZero());
    generate.add_option("--init", options->init, "A sound to vary")->type_name("FILE");
    generate
        .add_option("--init-noise", options->initNoise,
                    "How far from it: flow models 0 to 1, v models 0.1 to 100")
        ->type_name("X")
        ->check(moreThanZero());
    generate.add_option("--out", options->output, "Folder for the files (default: here)")->type_name("DIR");
    generate.add_option("--format", options->format, "24-bit FLAC, 24-bit WAV, or WAV of floats")
        ->check(CLI::IsMember({"flac", "wav", "wav-float"}));
    tree.onRun(generate, [options](Session& session) { return runGenerate(session, *options); });
}

} // namespace attune::cli
