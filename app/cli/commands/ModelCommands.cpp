// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/cli/commands/ModelText.h"
#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/jobs/Job.h"
#include "core/project/ModelRegistry.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

namespace {

namespace fs = std::filesystem;

struct AddOptions {
    std::string file;
    std::string config;
    std::string textEncoder;
    std::string name;
    bool uses{false};
    bool hashes{false};
};

fs::path absolutePath(const std::string& text) {
    return text.empty() ? fs::path() : fs::absolute(pathFromUtf8(text)).lexically_normal();
}

engine::ModelFiles filesOf(const AddOptions& options, engine::FileHash hash) {
    return {absolutePath(options.file), absolutePath(options.config), absolutePath(options.textEncoder),
            hash};
}

Result<void> useInProject(Session& session, const project::ModelCard& card) {
    ATTUNE_TRY(project::Project* const project, session.project());
    project->setModelId(card.id);
    ATTUNE_CHECK(project->save());
    session.out().good(concat("The project \"", project->name(), "\" uses it now"));
    return {};
}

// Reads the whole file once, which takes a while for gigabytes on a slow drive.
class HashJob final : public jobs::Job {
public:
    HashJob(fs::path file, std::shared_ptr<ContentHash> hash)
        : m_file(std::move(file)), m_hash(std::move(hash)) {}
    [[nodiscard]] std::string title() const override { return "Read the model once, for its hash"; }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        context.stateChanged(jobs::JobState::Running);
        ATTUNE_TRY(*m_hash, hashFile(m_file, context.controls.stop(), context.progress));
        return {};
    }

private:
    fs::path m_file;
    std::shared_ptr<ContentHash> m_hash;
};

Result<ContentHash> hashOf(Session& session, const fs::path& file) {
    auto hash = std::make_shared<ContentHash>();
    ATTUNE_TRY(const JobEnd end, session.run(std::make_unique<HashJob>(file, hash)));
    if (end != JobEnd::Finished)
        return fail(ErrorCode::Cancelled, "The model was not added", utf8FromPath(file));
    return *hash;
}

Result<JobEnd> runAdd(Session& session, const AddOptions& options) {
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    ATTUNE_TRY(project::ModelCard card, engine->inspectModel(filesOf(options, engine::FileHash::Skip)));
    ATTUNE_TRY(card.hash, hashOf(session, card.file));
    if (!options.name.empty()) card.name = options.name;
    ATTUNE_TRY(card, project::ModelRegistry().add(std::move(card)));
    printCard(session.out(), card);
    session.out().set("model", jsonFromCard(card));
    // Where a project is at hand that has no model yet, this is the one that was meant.
    const auto project = session.project(project::Access::ReadOnly);
    if (options.uses || (project && !(*project)->isReadOnly() && (*project)->modelId().empty())) {
        ATTUNE_CHECK(useInProject(session, card));
    }
    return JobEnd::Finished;
}

Result<JobEnd> runList(Session& session) {
    ATTUNE_TRY(const std::vector<project::ModelCard> cards, project::ModelRegistry().list());
    std::vector<std::vector<std::string>> rows{{"id", "kind", "size", "trainable", "file"}};
    config::Json list = config::Json::array();
    for (const project::ModelCard& card : cards) {
        rows.push_back(
            {card.id, card.family.empty() ? std::string(project::modelKindName(card.kind)) : card.family,
             parametersText(card.parameterCount()), card.canTrain ? "yes" : "no", utf8FromPath(card.file)});
        list.push_back(jsonFromCard(card));
    }
    if (cards.empty())
        session.out().line(
            "No models yet. attune-cli model add FILE registers one; --model starter works without.");
    else
        session.out().table(rows);
    session.out().set("models", std::move(list));
    return JobEnd::Finished;
}

Result<JobEnd> runInspect(Session& session, const AddOptions& options) {
    ATTUNE_TRY(engine::Engine* const engine, session.engine());
    project::ModelCard card;
    std::error_code error;
    const engine::FileHash hash = options.hashes ? engine::FileHash::Compute : engine::FileHash::Skip;
    if (fs::exists(pathFromUtf8(options.file), error)) {
        ATTUNE_TRY(card, engine->inspectModel(filesOf(options, hash)));
    } else {
        ATTUNE_TRY(const project::ModelCard known, session.model(options.file));
        ATTUNE_TRY(card, engine->inspectModel({known.file, known.configFile, known.textEncoderFolder, hash}));
        card.id = known.id;
        if (card.fileBytes == known.fileBytes && card.modifiedNs == known.modifiedNs)
            card.hash = known.hash; // the same file
    }
    printCard(session.out(), card);
    session.out().set("model", jsonFromCard(card));
    return JobEnd::Finished;
}

Result<JobEnd> runUse(Session& session, const std::string& which) {
    ATTUNE_TRY(const project::ModelCard card, session.model(which));
    ATTUNE_CHECK(useInProject(session, card));
    session.out().set("model", jsonFromCard(card));
    return JobEnd::Finished;
}

Result<JobEnd> runRemove(Session& session, const std::string& which) {
    const project::ModelRegistry registry;
    ATTUNE_TRY(const project::ModelCard card, registry.find(which));
    ATTUNE_CHECK(registry.remove(card.id));
    session.out().line(concat("Forgot ", card.name, ". Its files are untouched."));
    session.out().set("removed", card.id);
    return JobEnd::Finished;
}

void addFileOptions(CLI::App& command, AddOptions& options) {
    command
        .add_option("--config", options.config, "model_config.json (default: looked for beside the weights)")
        ->type_name("FILE");
    command
        .add_option("--text-encoder", options.textEncoder,
                    "Folder of the T5 with config.json, weights and spiece.model (default: looked for)")
        ->type_name("DIR");
}

} // namespace

void addModelCommands(CommandTree& tree, CLI::App& group) {
    CLI::App& add = tree.add(group, "add", "Register a model file; it stays where it is",
                             {"model add ~/models/stable-audio-open-small/base_model.ckpt",
                              "model add base.ckpt --config model_config.json --text-encoder t5-base"});
    const auto addOptions = std::make_shared<AddOptions>();
    add.add_option("file", addOptions->file, "Weights: .safetensors or .ckpt, wrapped or unwrapped")
        ->required()
        ->type_name("FILE");
    addFileOptions(add, *addOptions);
    add.add_option("--name", addOptions->name, "Its name (default: from what it is)")->type_name("TEXT");
    add.add_flag("--use", addOptions->uses, "Also make it the project's model");
    tree.onRun(add, [addOptions](Session& session) { return runAdd(session, *addOptions); });

    CLI::App& list =
        tree.add(group, "list", "List the registered models", {"model list", "model list --json"});
    tree.onRun(list, runList);

    CLI::App& inspect =
        tree.add(group, "inspect", "Tell what a model file is and whether it can be trained",
                 {"model inspect model.ckpt", "model inspect starter", "model inspect model.ckpt --hash"});
    const auto inspectOptions = std::make_shared<AddOptions>();
    inspect.add_option("file", inspectOptions->file, "A file, or the id of a registered model")
        ->required()
        ->type_name("FILE");
    addFileOptions(inspect, *inspectOptions);
    inspect.add_flag("--hash", inspectOptions->hashes, "Also its hash, for which the whole file is read");
    tree.onRun(inspect, [inspectOptions](Session& session) { return runInspect(session, *inspectOptions); });

    CLI::App& use = tree.add(group, "use", "Choose the project's model",
                             {"model use stable-audio-open-small", "model use starter"});
    const auto used = std::make_shared<std::string>();
    use.add_option("model", *used, "Id, name or file of a registered model")->required()->type_name("NAME");
    tree.onRun(use, [used](Session& session) { return runUse(session, *used); });

    CLI::App& remove = tree.add(group, "remove", "Forget a registered model; its files stay",
                                {"model remove stable-audio-open-small"});
    const auto removed = std::make_shared<std::string>();
    remove.add_option("model", *removed, "Id, name or file of a registered model")
        ->required()
        ->type_name("NAME");
    tree.onRun(remove, [removed](Session& session) { return runRemove(session, *removed); });
}

} // namespace attune::cli
