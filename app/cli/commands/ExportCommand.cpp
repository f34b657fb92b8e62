// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/OptionChecks.h"
#include "app/cli/commands/RunText.h"
#include "core/base/Text.h"

#include <CLI/CLI.hpp>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kReference = "stable-audio-tools";
constexpr const char* kAdapter = "adapter"; // of a LoRA run, not merged

struct FileOptions {
    std::string target;
    std::string format; // empty = by the ending of the target
    std::string precision{"as-is"};
    std::string weights{"averaged"};
    bool replaces{false};
};

struct ExportOptions {
    FileOptions file;
    std::string run;
    std::int64_t step{-1};
};

struct ConvertOptions {
    FileOptions file;
    std::string model;
};

engine::FilePrecision precisionFrom(const std::string& name) {
    if (name == "fp32") return engine::FilePrecision::Float32;
    if (name == "fp16") return engine::FilePrecision::Float16;
    return name == "bf16" ? engine::FilePrecision::BFloat16 : engine::FilePrecision::AsIs;
}

// Other programs go by the ending, so it says what is inside: --as and the name must agree.
Result<engine::ModelFileFormat> formatOf(const std::string& chosen, const fs::path& target) {
    using engine::ModelFileFormat;
    const std::string ending = utf8FromPath(target.extension());
    const bool isTorch = ending == ".ckpt" || ending == ".pt" || ending == ".pth";
    if (!isTorch && ending != ".safetensors")
        return fail(ErrorCode::InvalidArgument, "A model file ends in .safetensors or .ckpt",
                    utf8FromPath(target), "Give the target one of these endings.");
    if (!chosen.empty() && isTorch != (chosen == "ckpt"))
        return fail(ErrorCode::InvalidArgument,
                    concat("--as ", chosen, " does not go with a file that ends in ", ending),
                    utf8FromPath(target), "Leave --as out, or change the ending.");
    if (isTorch) return ModelFileFormat::TorchCheckpoint;
    return chosen == kAdapter ? ModelFileFormat::Adapter : ModelFileFormat::SafeTensors;
}

// The engine's own words are for the window too.
Result<JobEnd> withReplaceOption(Result<JobEnd> end) {
    if (end || end.error().code != ErrorCode::AlreadyExists) return end;
    Error error = std::move(end).error();
    error.remedy = "Choose another name, or give --replace.";
    return fail(std::move(error));
}

void report(Output& out, const engine::ExportOutcome& outcome) {
    config::Json files = config::Json::array();
    for (const fs::path& file : outcome.files) {
        out.good(utf8FromPath(file));
        files.push_back(utf8FromPath(file));
    }
    out.field("Size", humanBytes(outcome.bytes));
    if (!outcome.commandLine.empty()) {
        out.line("  Train the same with stable-audio-tools:");
        out.line(concat("    ", outcome.commandLine));
    }
    out.set("files", std::move(files));
    out.set("bytes", outcome.bytes);
    out.set("command_line", outcome.commandLine);
}

Result<JobEnd> exportModel(Session& session, engine::ExportModelRequest request, const FileOptions& options) {
    request.weights =
        options.weights == "online" ? engine::WeightsChoice::Online : engine::WeightsChoice::Averaged;
    ATTUNE_TRY(request.format, formatOf(options.format, request.target));
    request.precision = precisionFrom(options.precision);
    request.existing = options.replaces ? engine::ExistingFiles::Replace : engine::ExistingFiles::Refuse;
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    auto exporting = engine->exportModelJob(std::move(request));
    ATTUNE_TRY(const JobEnd end, withReplaceOption(session.run(std::move(exporting.job))));
    report(session.out(), *exporting.outcome);
    return end;
}

Result<JobEnd> runExport(Session& session, const ExportOptions& options) {
    ATTUNE_TRY(const project::Project* const project, session.project(project::Access::ReadOnly));
    ATTUNE_TRY(const project::RunRecord run, chooseRunRecord(session, options.run));
    ATTUNE_TRY(const config::RunSettings settings, config::runSettingsFromJson(run.description().settings));
    fs::path target; // absolute() of nothing throws
    if (!options.file.target.empty())
        target = fs::absolute(pathFromUtf8(options.file.target)).lexically_normal();
    session.out().set("run", run.folderName());
    if (options.file.format == kReference) {
        if (options.file.target.empty())
            target =
                project->folder() / "exports" / pathFromUtf8(concat(run.folderName(), "-stable-audio-tools"));
        engine::ExportReferenceRequest request{engine::ProjectPlaces::of(*project), run.folder(), target,
                                               options.file.replaces ? engine::ExistingFiles::Replace
                                                                     : engine::ExistingFiles::Refuse};
        ATTUNE_TRY(engine::Engine* const engine, session.engine());
        auto exporting = engine->exportReferenceJob(std::move(request));
        ATTUNE_TRY(const JobEnd end, withReplaceOption(session.run(std::move(exporting.job))));
        report(session.out(), *exporting.outcome);
        return end;
    }
    ATTUNE_TRY(const ChosenCheckpoint checkpoint, chooseCheckpoint(run, options.step));
    engine::ExportModelRequest request;
    ATTUNE_TRY(request.model, session.model(settings.model));
    request.checkpointFolder = checkpoint.folder;
    const std::string name = concat(run.folderName(), "-step-", checkpoint.step.value,
                                    options.file.format == "ckpt" ? ".ckpt" : ".safetensors");
    request.target = options.file.target.empty()
                         ? project->folder() / "exports" /
                               pathFromUtf8(concat(run.folderName(), "-step-", checkpoint.step.value)) /
                               pathFromUtf8(name)
                         : target;
    session.out().set("step", checkpoint.step.value);
    return exportModel(session, std::move(request), options.file);
}

Result<JobEnd> runConvert(Session& session, const ConvertOptions& options) {
    engine::ExportModelRequest request;
    std::error_code error;
    const fs::path file = pathFromUtf8(options.model);
    if (fs::is_regular_file(file, error)) {
        ATTUNE_TRY(engine::Engine* const engine, session.engine());
        ATTUNE_TRY(
            request.model,
            engine->inspectModel({fs::absolute(file).lexically_normal(), {}, {}, engine::FileHash::Skip}));
    } else {
        ATTUNE_TRY(request.model, session.model(options.model));
    }
    request.target = fs::absolute(pathFromUtf8(options.file.target)).lexically_normal();
    return exportModel(session, std::move(request), options.file);
}

void addFileOptions(CLI::App& command, FileOptions& file) {
    command.add_option("--precision", file.precision, "Type of the numbers")
        ->check(CLI::IsMember({"as-is", "fp32", "fp16", "bf16"}));
    command.add_option("--weights", file.weights, "Averaged weights (EMA) or those of the last step")
        ->check(CLI::IsMember({"averaged", "online"}));
    command.add_flag("--replace", file.replaces, "Replace files that are there already");
}

} // namespace

void addExportCommand(CommandTree& tree) {
    CLI::App& command = tree.add(
        tree.root(), "export", "Write a trained model that other tools open, or a stable-audio-tools project",
        {"export", "export 3 kicks.safetensors --step 1500 --precision fp16", "export 3 --as ckpt",
         "export 3 --as adapter", "export 3 reference --as stable-audio-tools"});
    const auto options = std::make_shared<ExportOptions>();
    command.add_option("run", options->run, "Number or name of the run (default: the latest)")
        ->type_name("RUN");
    command
        .add_option("target", options->file.target,
                    "File or folder to write (default: exports/ in the project)")
        ->type_name("PATH");
    command
        .add_option("--as", options->file.format,
                    "What to write (default: what the target's ending says, else safetensors)")
        ->check(CLI::IsMember({"safetensors", "ckpt", kAdapter, kReference}));
    command.add_option("--step", options->step, "Its checkpoint (default: the newest)")
        ->type_name("N")
        ->check(wholeNumberFrom(0));
    addFileOptions(command, options->file);
    tree.onRun(command, [options](Session& session) { return runExport(session, *options); });
}

void addModelConvertCommand(CommandTree& tree, CLI::App& group) {
    CLI::App& command =
        tree.add(group, "convert", "Unwrap a model, or write it as another kind of file or precision",
                 {"model convert wrapped.ckpt model.safetensors",
                  "model convert stable-audio-open-small small-fp16.safetensors --precision fp16"});
    const auto options = std::make_shared<ConvertOptions>();
    command.add_option("model", options->model, "A file, or the id of a registered model")
        ->required()
        ->type_name("FILE");
    command.add_option("target", options->file.target, "File to write; model_config.json goes beside it")
        ->required()
        ->type_name("FILE");
    command
        .add_option("--as", options->file.format, "What to write (default: what the target's ending says)")
        ->check(CLI::IsMember({"safetensors", "ckpt"}));
    addFileOptions(command, options->file);
    tree.onRun(command, [options](Session& session) { return runConvert(session, *options); });
}

} // namespace attune::cli
