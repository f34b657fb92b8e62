// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/ReferenceCheckpoints.h"

#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/project/RunStore.h"
#include "core/tensor/CheckpointFile.h"
#include "core/train/CheckpointStore.h"
#include "core/train/OptimiserStep.h"
#include "core/train/ReferenceCheckpoint.h"
#include "core/train/ReferenceCheckpointWriter.h"

#include <algorithm>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

fs::path freeName(const fs::path& folder, const std::string& name) {
    fs::path file = folder / pathFromUtf8(name);
    const std::string stem =
        name.substr(0, name.size() - std::string_view(".ckpt").size()); // not by path: "step=1.5" has a dot
    std::error_code error;
    for (int version = 1; fs::exists(file, error); ++version)
        file = folder / pathFromUtf8(concat(stem, "-v", version, ".ckpt"));
    return file;
}

} // namespace

Result<fs::path> writeReferenceFile(const project::RunRecord& run, const ModelSource& source,
                                    const config::RunSettings& settings, const fs::path& checkpointFolder) {
    ATTUNE_TRY(const train::LoadedCheckpoint checkpoint, train::readCheckpoint(checkpointFolder));
    const fs::path file =
        freeName(run.folder().parent_path(), train::referenceCheckpointName(checkpoint.progress));
    ATTUNE_CHECK(train::writeReferenceCheckpoint(
        file, {checkpoint, source.weights(), source.config(), settings, run.folderName()}));
    return file;
}

std::optional<fs::path> runThatWrote(const fs::path& file) {
    const auto opened = tensor::CheckpointFile::open(file);
    if (!opened || opened->root() == nullptr) return std::nullopt;
    const auto* const name = opened->root()->find(train::kAttuneRunKey);
    const auto* const step = opened->root()->find("global_step");
    if (name == nullptr || step == nullptr || !step->isInteger()) return std::nullopt;
    const fs::path runName = pathFromUtf8(name->text);
    if (runName != runName.filename())
        return std::nullopt; // the file is not ours: ours name a folder beside them
    const fs::path folder = file.parent_path() / runName;
    const auto run = project::RunStore::load(folder);
    if (!run) return std::nullopt;
    const auto checkpoints = train::CheckpointStore::view(run->checkpointsFolder()).list();
    const auto newest =
        std::max_element(checkpoints.begin(), checkpoints.end(),
                         [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
    if (newest == checkpoints.end() || newest->step.value != step->integer || !newest->isResumable)
        return std::nullopt;
    return folder;
}

Result<void> beginFromReferenceFile(const project::RunRecord& run, const config::ModelConfig& config,
                                    const config::RunSettings& settings, const fs::path& file) {
    ATTUNE_TRY(const train::LoadedCheckpoint loaded, train::readReferenceCheckpoint(file, config));
    train::CheckpointContents contents;
    contents.progress = loaded.progress;
    contents.identity.settingsHash = train::hashOfSettings(settings);
    contents.model = loaded.model;
    if (settings.ema.enabled) contents.ema = loaded.ema;
    contents.optimiser = loaded.optimiser;
    ATTUNE_CHECK(makeFolder(run.checkpointsFolder()));
    ATTUNE_CHECK(train::writeCheckpoint(run.checkpointFolder(loaded.progress.step), contents, 1));
    return {};
}

} // namespace attune::engine
