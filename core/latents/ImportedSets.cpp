// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/ImportedSets.h"

#include "core/base/AtomicFile.h"
#include "core/latents/PreEncodedFolder.h"

#include <algorithm>

namespace attune::latents {

namespace fs = std::filesystem;

namespace {

constexpr const char* kImported = "imported";
constexpr const char* kTrainingConfig = "dataset_config.json";
constexpr const char* kValidationConfig = "val_dataset_config.json";

enum class Side { Training, HeldOut };

Result<void> addPairs(const fs::path& config, Side side, const Cancellation& cancellation,
                      std::vector<ImportedPair>& pairs) {
    ATTUNE_TRY(const config::DatasetConfig dataset, readImportedConfig(config));
    for (const config::DatasetSource& source : dataset.sources) {
        ATTUNE_TRY(const PreEncodedFolder folder,
                   PreEncodedFolder::open(source.path, dataset.latentExtension));
        ATTUNE_TRY(const std::vector<PreEncodedFacts> facts, inspectPreEncoded(folder, {}, cancellation));
        for (const PreEncodedFacts& fact : facts)
            pairs.push_back({fact.name, fact.prompt.value_or(std::string()), side == Side::HeldOut,
                             fact.secondsTotal, fact.problem});
    }
    return {};
}

std::int64_t countIn(const fs::path& config) {
    const auto dataset = readImportedConfig(config);
    std::int64_t count = 0;
    if (!dataset) return count;
    for (const config::DatasetSource& source : dataset->sources)
        if (const auto folder = PreEncodedFolder::open(source.path, dataset->latentExtension))
            count += static_cast<std::int64_t>(folder->count());
    return count;
}

} // namespace

fs::path importedFolder(const fs::path& latentsFolder) {
    return latentsFolder / kImported;
}

std::vector<ImportedSet> importedSets(const fs::path& latentsFolder) {
    std::vector<ImportedSet> sets;
    std::error_code error;
    for (auto it = fs::directory_iterator(importedFolder(latentsFolder), error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        std::error_code ignored;
        const fs::path training = it->path() / kTrainingConfig;
        if (isTemporaryName(it->path()) || !fs::is_regular_file(training, ignored)) continue;
        const fs::path validation = it->path() / kValidationConfig;
        sets.push_back({training, fs::is_regular_file(validation, ignored) ? validation : fs::path()});
    }
    std::sort(sets.begin(), sets.end(),
              [](const ImportedSet& a, const ImportedSet& b) { return a.trainingConfig < b.trainingConfig; });
    return sets;
}

Result<config::DatasetConfig> readImportedConfig(const fs::path& file) {
    ATTUNE_TRY(config::DatasetConfig dataset, config::readDatasetConfig(file));
    // Not by resolvedPath(), which prefers a folder of that name in the working directory, as the reference
    // does.
    for (config::DatasetSource& source : dataset.sources) source.path = file.parent_path() / source.path;
    return dataset;
}

Result<std::vector<ImportedPair>> importedPairs(const ImportedSet& set, const Cancellation& cancellation) {
    std::vector<ImportedPair> pairs;
    ATTUNE_CHECK(addPairs(set.trainingConfig, Side::Training, cancellation, pairs));
    if (!set.validationConfig.empty())
        ATTUNE_CHECK(addPairs(set.validationConfig, Side::HeldOut, cancellation, pairs));
    return pairs;
}

ImportedCounts countImported(const ImportedSet& set) {
    return {countIn(set.trainingConfig), set.validationConfig.empty() ? 0 : countIn(set.validationConfig)};
}

} // namespace attune::latents
