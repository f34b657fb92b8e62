// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/StarterPack.h"

#include "app/engine/Resources.h"
#include "core/base/Text.h"

namespace attune::engine {

namespace fs = std::filesystem;

Result<ModelFiles> starterModelFiles() {
    ATTUNE_TRY(const fs::path folder, starterFolder());
    const ModelFiles files{folder / "model.safetensors", folder / "model_config.json", folder / "t5"};
    for (const fs::path& file : {files.weights, files.config, files.textEncoderFolder}) {
        std::error_code error;
        if (!fs::exists(file, error))
            return fail(ErrorCode::NotFound, "The starter pack is not complete", utf8FromPath(file),
                        "Install Attune again.");
    }
    return files;
}

Result<fs::path> starterClipsFolder() {
    ATTUNE_TRY(const fs::path folder, starterFolder());
    std::error_code error;
    if (!fs::is_directory(folder / "clips", error))
        return fail(ErrorCode::NotFound, "The starter pack has no sounds", utf8FromPath(folder / "clips"),
                    "Install Attune again.");
    return folder / "clips";
}

Result<config::RunSettings> starterSettings() {
    ATTUNE_TRY(const fs::path folder, starterFolder());
    return config::readRunSettings(folder / "preset.json");
}

Result<project::ModelCard> starterModel(Engine& engine, const project::ModelRegistry& registry) {
    ATTUNE_TRY(const ModelFiles files, starterModelFiles());
    ATTUNE_TRY(const std::vector<project::ModelCard> cards, registry.list());
    for (const project::ModelCard& card : cards) {
        if (!card.isToy) continue;
        if (card.file == files.weights.lexically_normal() && card.isCurrent()) return card;
        ATTUNE_CHECK(registry.remove(card.id)); // the program has moved or was updated
    }
    ATTUNE_TRY(project::ModelCard card, engine.inspectModel(files));
    card.name = "Starter";
    card.isToy = true;
    return registry.add(std::move(card));
}

} // namespace attune::engine
