// SPDX-License-Identifier: GPL-3.0-or-later
//
// The scripts of stable-audio-tools under their own argument names, for those who come from its guide.
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/cli/commands/RunText.h"
#include "app/cli/sat/SatArguments.h"
#include "core/base/Text.h"
#include "core/config/IniFile.h"
#include "core/project/RunStore.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <map>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultSaveDir = "checkpoints"; // Lightning's, when no logger chooses one
constexpr std::size_t kShownSkipped = 10;

struct SatOptions {
    std::map<std::string, std::string> given; // by the script's names
    std::string iniFile;
    std::string textEncoder;
    std::string device{"auto"};
    std::int64_t steps{0};
    bool adds{false};
    bool flips{false};
};

std::string typeName(SatKind kind) {
    switch (kind) {
    case SatKind::Text:
        return "TEXT";
    case SatKind::File:
        return "FILE";
    case SatKind::Folder:
        return "DIR";
    case SatKind::Integer:
        return "N";
    case SatKind::Number:
        return "X";
    case SatKind::Flag:
        break;
    }
    return {};
}

void addArguments(CLI::App& command, std::span<const SatArgument> table, SatOptions& options) {
    for (const SatArgument& argument : table) {
        const std::string name(argument.name);
        const std::string help = argument.fallback.empty()
                                     ? std::string(argument.help)
                                     : concat(argument.help, " (default ", argument.fallback, ")");
        if (argument.kind == SatKind::Flag)
            command.add_flag_callback(
                "--" + name, [&options, name] { options.given[name] = "true"; }, help);
        else
            command
                .add_option_function<std::string>(
                    "--" + name, [&options, name](const std::string& text) { options.given[name] = text; },
                    help)
                ->type_name(typeName(argument.kind));
    }
}

Result<config::Json> defaultsOf(const SatOptions& options) {
    fs::path file = pathFromUtf8(options.iniFile);
    std::error_code error;
    if (file.empty() && fs::exists("defaults.ini", error)) file = "defaults.ini"; // as the script does
    if (file.empty()) return config::Json::object();
    ATTUNE_TRY(const config::IniFile ini, config::IniFile::read(file));
    return ini.literals("DEFAULTS");
}

void sayNotes(Session& session, const SatValues& values, const std::vector<std::string>& notes) {
    config::Json list = config::Json::array();
    for (const std::string& name : values.givenWithoutEffect())
        list.push_back(concat("--", name, " has no effect here."));
    for (const std::string& note : notes) list.push_back(note);
    for (const config::Json& note : list) session.painter().say(concat("  note: ", note.get<std::string>()));
    session.out().set("notes", std::move(list));
}

Result<engine::SatTrainRequest> trainRequest(const SatValues& values, const SatOptions& options) {
    engine::SatTrainRequest request;
    request.resumed = values.path("ckpt-path");
    request.saveDir = values.path("save-dir").empty() ? fs::path(kDefaultSaveDir) : values.path("save-dir");
    request.textEncoderFolder = pathFromUtf8(options.textEncoder);
    request.device = options.device;
    request.steps = options.steps;
    if (!request.resumed.empty()) {
        ATTUNE_TRY(request.resumed, values.existing("ckpt-path"));
    } else { // a run of ours knows its own
        ATTUNE_TRY(request.modelConfig, values.existing("model-config"));
        ATTUNE_TRY(request.datasetConfig, values.existing("dataset-config"));
    }
    for (const auto& [name, target] : {std::pair{"model-config", &request.modelConfig},
                                       std::pair{"dataset-config", &request.datasetConfig},
                                       std::pair{"val-dataset-config", &request.validationConfig},
                                       std::pair{"pretrained-ckpt-path", &request.pretrained},
                                       std::pair{"pretransform-ckpt-path", &request.pretransform}}) {
        if (values.text(name).empty()) continue;
        ATTUNE_TRY(*target, values.existing(name));
    }
    request.name = values.text("name");
    request.precision = values.text("precision");
    ATTUNE_TRY(request.batchSize, values.integer("batch-size"));
    ATTUNE_TRY(request.accumulation, values.integer("accum-batches"));
    ATTUNE_TRY(request.seed, values.integer("seed"));
    ATTUNE_TRY(request.checkpointEvery, values.integer("checkpoint-every"));
    ATTUNE_TRY(request.validateEvery, values.integer("val-every"));
    ATTUNE_TRY(request.gradientClip, values.number("gradient-clip-val"));
    return request;
}

Result<JobEnd> runTrain(Session& session, const SatOptions& options) {
    ATTUNE_TRY(const config::Json defaults, defaultsOf(options));
    const SatValues values = SatValues::resolve(satTrainArguments(), options.given, defaults);
    ATTUNE_TRY(const engine::SatTrainRequest request, trainRequest(values, options));
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    ATTUNE_TRY(const engine::SatRun prepared, engine->prepareSatRun(request));
    sayNotes(session, values, prepared.notes);
    ATTUNE_TRY(const project::RunRecord run, project::RunStore::load(prepared.runFolder));
    session.painter().say(concat("Run folder: ", utf8FromPath(prepared.runFolder)));
    TrainReporter reporter(session);
    engine::TrainRequest training;
    training.places = prepared.places;
    training.runFolder = prepared.runFolder;
    if (options.steps > 0) training.steps = options.steps;
    training.events = reporter.events();
    auto job = engine->trainJob(std::move(training));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(job.job), [&](const jobs::MetricPoint& point) {
        reporter.metric(point);
    }));
    reportTraining(session.out(), run, *job.outcome, end, RunPlace::SaveDir);
    return end;
}

Result<JobEnd> runPreEncode(Session& session, const SatOptions& options) {
    const SatValues values = SatValues::resolve(satPreEncodeArguments(), options.given);
    engine::SatPreEncodeRequest request;
    ATTUNE_TRY(request.modelConfig, values.existing("model-config"));
    ATTUNE_TRY(request.checkpoint, values.existing("ckpt-path"));
    ATTUNE_TRY(request.datasetConfig, values.existing("dataset-config"));
    request.outputPath = values.path("output-path");
    if (request.outputPath.empty()) return fail(ErrorCode::InvalidArgument, "--output-path is missing");
    request.isHalf = values.flag("model-half");
    request.isDiscrete = values.flag("is-discrete");
    request.shuffles = values.flag("shuffle");
    ATTUNE_TRY(request.batchSize, values.integer("batch-size"));
    ATTUNE_TRY(request.sampleSize, values.integer("sample-size"));
    if (!values.text("limit-batches").empty()) {
        ATTUNE_TRY(request.limitBatches, values.integer("limit-batches"));
    }
    request.addsToFolder = options.adds;
    request.flipsPolarity = options.flips;
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    auto job = engine->satPreEncodeJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(job.job)));
    sayNotes(session, values, job.outcome->notes);
    Output& out = session.out();
    out.good(concat(job.outcome->written, " sounds written to ", values.text("output-path"), " in ",
                    humanDuration(job.outcome->seconds)));
    for (std::size_t index = 0; index < std::min(kShownSkipped, job.outcome->skipped.size()); ++index)
        out.warn(job.outcome->skipped[index]);
    if (job.outcome->skipped.size() > kShownSkipped)
        out.warn(concat("and ", job.outcome->skipped.size() - kShownSkipped, " more"));
    out.set("written", job.outcome->written);
    out.set("skipped", job.outcome->skipped);
    out.set("seconds", job.outcome->seconds);
    return end;
}

Result<JobEnd> runUnwrap(Session& session, const SatOptions& options) {
    const SatValues values = SatValues::resolve(satUnwrapArguments(), options.given);
    ATTUNE_TRY(const fs::path source, values.existing("ckpt-path"));
    const bool isSafe = values.flag("use-safetensors");
    engine::ExportModelRequest request;
    request.target = fs::absolute(pathFromUtf8(values.text("name") + (isSafe ? ".safetensors" : ".ckpt")))
                         .lexically_normal();
    request.format = isSafe ? engine::ModelFileFormat::SafeTensors : engine::ModelFileFormat::TorchCheckpoint;
    request.existing = engine::ExistingFiles::Replace; // as the script does
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    std::error_code error;
    if (fs::is_directory(source, error)) { // a checkpoint of ours: its run knows the model
        ATTUNE_TRY(request.model, engine->modelOfCheckpoint(source));
        request.checkpointFolder = source;
    } else {
        ATTUNE_TRY(request.model, engine->inspectModel({fs::absolute(source).lexically_normal(),
                                                        values.path("model-config"),
                                                        {},
                                                        engine::FileHash::Skip}));
        if (request.model.kind != project::ModelKind::TrainingCheckpoint)
            session.painter().say("  note: this file is unwrapped already; it is written again as it is.");
    }
    auto job = engine->exportModelJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, session.run(std::move(job.job)));
    config::Json files = config::Json::array();
    for (const fs::path& file : job.outcome->files) {
        session.out().good(utf8FromPath(file));
        files.push_back(utf8FromPath(file));
    }
    session.out().set("files", std::move(files));
    session.out().set("bytes", job.outcome->bytes);
    return end;
}

void addSatTrain(CommandTree& tree, CLI::App& group) {
    CLI::App& train =
        tree.add(group, "train", "What train.py does",
                 {"sat train --model-config model_config.json --dataset-config pe_dataset_config.json \\\n"
                  "    --pretrained-ckpt-path base_model.ckpt --save-dir outputs --batch-size 2 "
                  "--checkpoint-every 1000 --precision bf16-mixed",
                  "sat train --config-file defaults.ini", "sat train --ckpt-path outputs/0001-kicks"});
    const auto options = std::make_shared<SatOptions>();
    addArguments(train, satTrainArguments(), *options);
    train.add_option("--config-file", options->iniFile, "Defaults (default: ./defaults.ini where it exists)")
        ->type_name("FILE");
    train
        .add_option("--text-encoder", options->textEncoder,
                    "Folder of the T5 (default: looked for beside the model)")
        ->type_name("DIR");
    train.add_option("--device", options->device, "auto, cpu, cuda, cuda:1")->type_name("NAME");
    train.add_option("--steps", options->steps, "Stop after so many optimiser steps (default: never)")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    tree.onRun(train, [options](Session& session) { return runTrain(session, *options); });
}

void addSatPreEncode(CommandTree& tree, CLI::App& group) {
    CLI::App& command =
        tree.add(group, "pre-encode", "What pre_encode.py does",
                 {"sat pre-encode --model-config vae_model_config.json --ckpt-path vae_model.ckpt \\\n"
                  "    --dataset-config dataset_config.json --output-path latents --sample-size 524288 "
                  "--batch-size 4"});
    const auto options = std::make_shared<SatOptions>();
    addArguments(command, satPreEncodeArguments(), *options);
    command.add_flag("--add", options->adds, "Write beside pairs of an earlier encode, as the script does");
    command.add_flag("--flip-polarity", options->flips,
                     "Turn half of the sounds upside down, as the script does");
    tree.onRun(command, [options](Session& session) { return runPreEncode(session, *options); });
}

void addSatUnwrap(CommandTree& tree, CLI::App& group) {
    CLI::App& command =
        tree.add(group, "unwrap", "What unwrap_model.py does",
                 {"sat unwrap --model-config model_config.json --ckpt-path \"epoch=9-step=5000.ckpt\" --name "
                  "kicks --use-safetensors",
                  "sat unwrap --ckpt-path outputs/0001-kicks/checkpoints/step-005000 --name kicks"});
    const auto options = std::make_shared<SatOptions>();
    addArguments(command, satUnwrapArguments(), *options);
    tree.onRun(command, [options](Session& session) { return runUnwrap(session, *options); });
}

} // namespace

void addSatCommands(CommandTree& tree) {
    CLI::App& group =
        tree.addGroup("sat", "The scripts of stable-audio-tools, with their arguments and files");
    addSatPreEncode(tree, group);
    addSatTrain(tree, group);
    addSatUnwrap(tree, group);
}

} // namespace attune::cli
