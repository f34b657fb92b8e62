// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/PreEncodedInputs.h"

#include "app/engine/ImportedLatents.h"
#include "core/encode/JoinedSource.h"
#include "core/encode/PreEncodedSource.h"

#include <algorithm>
#include <vector>

namespace attune::engine {

namespace fs = std::filesystem;

Result<std::unique_ptr<encode::TrainingSource>> openPreEncoded(const config::DatasetConfig& dataset,
                                                               const ModelSource& source,
                                                               const ProgressSink& progress,
                                                               const Cancellation& cancellation) {
    ATTUNE_TRY(const SatPrompts prompts, satPromptsOf(dataset));
    std::vector<fs::path> folders;
    for (const config::DatasetSource& folder : dataset.sources)
        folders.push_back(config::resolvedPath(dataset, folder.path));
    encode::PreEncodedSourceOptions options;
    options.latentCropLength = dataset.latentCropLength;
    options.randomCrop = dataset.randomCrop;
    options.minLengthSeconds = dataset.minLengthSeconds;
    options.maxLengthSeconds = dataset.maxLengthSeconds;
    options.extension = dataset.latentExtension;
    options.secondsPerFrame = static_cast<double>(source.config().downsamplingRatio()) /
                              static_cast<double>(source.config().sampleRate);
    if (prompts.promptOf)
        options.prompts = [promptOf = prompts.promptOf](
                              const std::string& relativePath) -> std::vector<encode::WeightedPrompt> {
            const auto prompt = promptOf(relativePath);
            if (!prompt) return {};
            return {{*prompt, 1.0}};
        };
    ATTUNE_TRY(auto opened, encode::PreEncodedSource::open(folders, options, progress, cancellation));
    return std::unique_ptr<encode::TrainingSource>(std::move(opened));
}

Result<ImportedSources> openImported(const ProjectPlaces& places, const ModelSource& source,
                                     const config::RunSettings& run, std::int64_t latentFrames) {
    std::vector<std::unique_ptr<encode::TrainingSource>> training;
    std::vector<std::unique_ptr<encode::TrainingSource>> heldOut;
    for (const ImportedSet& set : importedSets(places))
        for (const auto& [file, list] :
             {std::pair{&set.trainingConfig, &training}, std::pair{&set.validationConfig, &heldOut}}) {
            if (file->empty()) continue;
            ATTUNE_TRY(config::DatasetConfig dataset, readImportedConfig(*file));
            if (!dataset.latentCropLength || *dataset.latentCropLength > latentFrames) {
                dataset.latentCropLength = latentFrames;
                dataset.randomCrop = run.crop == config::CropPlace::Random;
            }
            ATTUNE_TRY(auto opened, openPreEncoded(dataset, source, {}, {}));
            list->push_back(std::move(opened));
        }
    ImportedSources sources;
    ATTUNE_TRY(sources.training, encode::joined(std::move(training)));
    ATTUNE_TRY(sources.heldOut, encode::joined(std::move(heldOut)));
    return sources;
}

} // namespace attune::engine
