// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/ImportJob.h"

#include "app/engine/ImportedLatents.h"
#include "app/engine/SatPrompts.h"
#include "core/base/Text.h"
#include "core/config/DatasetConfig.h"
#include "core/config/IniFile.h"
#include "core/config/RunSettingsReference.h"
#include "core/dataset/Scanner.h"
#include "core/latents/PreEncodedFolder.h"

#include <algorithm>
#include <array>
#include <map>

namespace attune::engine {

namespace fs = std::filesystem;
using config::Json;

namespace {

constexpr const char* kValidationConfig = "val_dataset_config.json";
constexpr std::size_t kShownSkipped = 5;
constexpr std::size_t kDemoPrompts = 4;
constexpr std::array<const char*, 3> kDatasetConfigNames{"dataset_config.json", "pe_dataset_config.json",
                                                         "pre_encoded_dataset_config.json"};

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

Result<fs::path> findDatasetConfig(const fs::path& source) {
    std::error_code error;
    if (fs::is_regular_file(source, error)) return source;
    for (const char* const name : kDatasetConfigNames)
        if (isThere(source / name)) return source / name;
    return fail(ErrorCode::NotFound, "There is no dataset_config.json in this folder", utf8FromPath(source),
                "Name the file itself.");
}

// A sound that a pre-encoded document was made of.
struct NamedSound {
    fs::path root;            // the folder that was scanned
    std::string relativePath; // below it, '/' separators
    std::string prompt;
};

std::optional<NamedSound> soundFrom(const Json& info) {
    const config::JsonView view(info, "document");
    const auto path = view.stringOr("path", {});
    const auto relative = view.stringOr("relpath", {});
    const auto prompt = view.stringOr("prompt", {});
    if (!path || !relative || !prompt || relative->empty() || !path->ends_with(*relative))
        return std::nullopt;
    return NamedSound{pathFromUtf8(path->substr(0, path->size() - relative->size())),
                      genericUtf8FromPath(pathFromUtf8(*relative)), *prompt};
}

class ImportJob final : public jobs::Job {
public:
    ImportJob(ImportRequest request, std::shared_ptr<ImportOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Import from stable-audio-tools"; }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override;

private:
    using PromptsByPath = std::map<std::string, std::string>; // of one source folder
    [[nodiscard]] Result<void> addSounds(jobs::JobContext& context, const config::DatasetConfig& dataset,
                                         const SatPrompts& prompts);
    [[nodiscard]] Result<void> takeLatents(jobs::JobContext& context, const config::DatasetConfig& dataset,
                                           const SatPrompts& prompts);
    [[nodiscard]] Result<void> addPreEncoded(jobs::JobContext& context, const config::DatasetConfig& dataset,
                                             const SatPrompts& prompts);
    [[nodiscard]] Result<void> scanFolder(jobs::JobContext& context, const fs::path& folder,
                                          const SatPrompts& prompts, const PromptsByPath* documents);
    [[nodiscard]] Result<void> readSettings(const fs::path& folder);

    ImportRequest m_request;
    std::shared_ptr<ImportOutcome> m_outcome;
    std::vector<std::string> m_trainingPrompts; // of taken-over latents
};

Result<void> ImportJob::run(jobs::JobContext& context) {
    ATTUNE_TRY(const fs::path configFile, findDatasetConfig(m_request.source));
    ATTUNE_TRY(const config::DatasetConfig dataset, config::readDatasetConfig(configFile));
    m_outcome->notes = dataset.notes;
    ATTUNE_TRY(const SatPrompts prompts, satPromptsOf(dataset));
    m_outcome->promptPreset = prompts.preset;
    m_outcome->notes.insert(m_outcome->notes.end(), prompts.notes.begin(), prompts.notes.end());
    context.stateChanged(jobs::JobState::Running);
    if (dataset.type != config::DatasetType::PreEncoded)
        ATTUNE_CHECK(addSounds(context, dataset, prompts));
    else if (m_request.preEncoded == PreEncodedData::TakeLatents)
        ATTUNE_CHECK(takeLatents(context, dataset, prompts));
    else
        ATTUNE_CHECK(addPreEncoded(context, dataset, prompts));
    ATTUNE_CHECK(readSettings(configFile.parent_path()));
    if (m_outcome->settings && m_outcome->settings->demos.prompts.empty())
        m_outcome->settings->demos.prompts = config::suggestDemoPrompts(m_trainingPrompts, kDemoPrompts);
    return {};
}

Result<void> ImportJob::takeLatents(jobs::JobContext& context, const config::DatasetConfig& dataset,
                                    const SatPrompts& prompts) {
    LatentsToImport source;
    source.folder = dataset.file.parent_path();
    source.training = dataset;
    source.trainingPrompts = prompts;
    const fs::path validation = source.folder / kValidationConfig;
    if (isThere(validation) && validation != dataset.file) {
        ATTUNE_TRY(source.validation, config::readDatasetConfig(validation));
        ATTUNE_TRY(source.validationPrompts, satPromptsOf(*source.validation));
    }
    ATTUNE_TRY(TakenLatents taken,
               takeOverLatents(m_request.places, source, context.progress, context.controls.stop()));
    m_outcome->latents = taken.training;
    m_outcome->heldOutLatents = taken.heldOut;
    m_outcome->latentsFolder = taken.folder;
    m_outcome->prompts = taken.training + taken.heldOut;
    m_trainingPrompts = std::move(taken.trainingPrompts);
    if (!source.validation && taken.heldOut > 0)
        m_outcome->notes.push_back(concat("There is no ", kValidationConfig, ", so ", taken.heldOut,
                                          " pairs are held out to measure with."));
    for (std::size_t index = 0; index < std::min(kShownSkipped, taken.skipped.size()); ++index)
        m_outcome->notes.push_back(concat("Left out: ", taken.skipped[index]));
    if (taken.skipped.size() > kShownSkipped)
        m_outcome->notes.push_back(
            concat("and ", taken.skipped.size() - kShownSkipped, " more are left out."));
    return {};
}

Result<void> ImportJob::addSounds(jobs::JobContext& context, const config::DatasetConfig& dataset,
                                  const SatPrompts& prompts) {
    for (const config::DatasetSource& source : dataset.sources)
        ATTUNE_CHECK(
            scanFolder(context, fs::absolute(config::resolvedPath(dataset, source.path)), prompts, nullptr));
    return {};
}

Result<void> ImportJob::addPreEncoded(jobs::JobContext& context, const config::DatasetConfig& dataset,
                                      const SatPrompts& prompts) {
    std::map<fs::path, PromptsByPath> folders;
    for (const config::DatasetSource& source : dataset.sources) {
        ATTUNE_TRY(const auto pairs,
                   latents::PreEncodedFolder::open(config::resolvedPath(dataset, source.path),
                                                   dataset.latentExtension));
        for (std::size_t index = 0; index < pairs.count(); ++index) {
            ATTUNE_CHECK(context.controls.stop().check("Importing"));
            context.progress({"Reading",
                              static_cast<std::int64_t>(index),
                              static_cast<std::int64_t>(pairs.count()),
                              "documents",
                              {}});
            const auto document = config::readJsonFile(latents::documentOfLatents(pairs.files()[index]));
            const auto sound = document ? soundFrom(*document) : std::nullopt;
            if (!sound || !isThere(sound->root / pathFromUtf8(sound->relativePath))) {
                ++m_outcome->missingSounds;
                continue;
            }
            folders[fs::absolute(sound->root).lexically_normal()][sound->relativePath] = sound->prompt;
        }
    }
    for (const auto& [folder, documents] : folders)
        ATTUNE_CHECK(scanFolder(context, folder, prompts, &documents));
    if (m_outcome->missingSounds > 0)
        m_outcome->notes.push_back(concat(m_outcome->missingSounds,
                                          " pre-encoded sounds are not on this disk any more. "
                                          "Their latents are taken over unless all is encoded again."));
    return {};
}

Result<void> ImportJob::scanFolder(jobs::JobContext& context, const fs::path& folder,
                                   const SatPrompts& prompts, const PromptsByPath* documents) {
    ATTUNE_TRY(dataset::Library library, dataset::Library::open(m_request.places.libraryFile));
    ATTUNE_TRY(const dataset::SourceId source, library.addSource(folder));
    ATTUNE_CHECK(dataset::scanSource(library, source, {}, context.progress, context.controls.stop()));
    ATTUNE_TRY(std::vector<dataset::ClipRecord> clips, library.clipsOf(source));
    for (dataset::ClipRecord& clip : clips) {
        std::optional<std::string> prompt;
        if (documents != nullptr) {
            const auto found = documents->find(clip.path);
            // What was not pre-encoded was not trained on either.
            clip.isIncluded = found != documents->end();
            if (found != documents->end()) prompt = found->second;
        } else if (prompts.promptOf) {
            prompt = prompts.promptOf(clip.path);
            clip.isRejected = !prompt;
        }
        if (!prompt) continue;
        clip.prompt = *prompt;
        clip.isPromptEdited =
            documents != nullptr; // the presets can be run again, the documents' texts cannot
        ++m_outcome->prompts;
    }
    ATTUNE_CHECK(library.save(clips));
    m_outcome->soundFolders.push_back(folder);
    m_outcome->clips += static_cast<std::int64_t>(clips.size());
    return {};
}

Result<void> ImportJob::readSettings(const fs::path& folder) {
    if (!isThere(folder / "model_config.json")) return {};
    ATTUNE_TRY(const Json model, config::readJsonFile(folder / "model_config.json"));
    const config::JsonView view(model, "model_config.json");
    if (!view.has("training")) return {};
    ATTUNE_TRY(const config::ImportedRunSettings imported,
               config::runSettingsFromReference(model, config::RunSettings{}));
    m_outcome->settings = imported.settings;
    m_outcome->notes.insert(m_outcome->notes.end(), imported.notes.begin(), imported.notes.end());
    if (!isThere(folder / "defaults.ini")) return {};
    ATTUNE_TRY(const config::IniFile ini, config::IniFile::read(folder / "defaults.ini"));
    const Json defaults = ini.literals("DEFAULTS");
    const config::JsonView values(defaults, "defaults.ini");
    config::RunSettings& settings = *m_outcome->settings;
    ATTUNE_TRY(settings.batchSize, values.integerOr("batch_size", settings.batchSize));
    ATTUNE_TRY(settings.accumulation, values.integerOr("accum_batches", settings.accumulation));
    ATTUNE_TRY(settings.seed, values.integerOr("seed", settings.seed));
    ATTUNE_TRY(settings.checkpoints.every, values.integerOr("checkpoint_every", settings.checkpoints.every));
    ATTUNE_TRY(settings.gradientClip, values.numberOr("gradient_clip_val", settings.gradientClip));
    if (const auto precision = values.find("precision"); precision) {
        const std::string name = precision->value().is_string() ? precision->value().get<std::string>()
                                                                : precision->value().dump();
        ATTUNE_TRY(settings.precision, config::precisionFromReference(name));
    }
    ATTUNE_TRY(const std::string pretrained, values.stringOr("pretrained_ckpt_path", {}));
    if (!pretrained.empty()) m_outcome->pretrained = pathFromUtf8(pretrained);
    return {};
}

} // namespace

JobWithOutcome<ImportOutcome> makeImportJob(ImportRequest request) {
    auto outcome = std::make_shared<ImportOutcome>();
    return {std::make_unique<ImportJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
