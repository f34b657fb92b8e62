// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelConfig: a stable-audio-tools model_config.json as types, with every default of the reference.
//
// Where the reference stops on an unknown key (constructor arguments) so do we; where it ignores one, it is
// logged and kept. Options of the reference that Attune has no use for are refused by name instead of being
// dropped. `document` is the file as read, for writing it back unchanged. Source: models/factory.py,
// models/dit.py, models/transformer.py, models/autoencoders.py, models/conditioners.py of stable-audio-tools
// 0.0.19.
//
// Value types without torch. Threads: const from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/AutoencoderConfig.h"
#include "core/config/DiffusionConfig.h"
#include "core/config/Json.h"
#include "core/config/TrainingBlock.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace attune::config {

enum class ModelKind { DiffusionCond, Autoencoder };

class ModelConfig {
public:
    // Errors: InvalidConfig naming the JSON path; NotFound, ReadFailed from the file.
    [[nodiscard]] static Result<ModelConfig> read(const std::filesystem::path& file);
    [[nodiscard]] static Result<ModelConfig> fromJson(Json document);

    ModelKind kind{ModelKind::DiffusionCond};
    std::int64_t sampleRate{0};
    std::optional<std::int64_t> sampleSize; // frames of a training window; no tensor depends on it
    std::int64_t audioChannels{2};
    std::optional<DiffusionConfig> diffusion;     // DiffusionCond
    std::optional<AutoencoderConfig> autoencoder; // Autoencoder
    std::optional<TrainingBlock> training;
    Json document; // as read

    // The autoencoder of either kind; null where a diffusion model has none.
    [[nodiscard]] const AutoencoderConfig* anyAutoencoder() const noexcept;
    // Samples a latent frame; 1 without an autoencoder.
    [[nodiscard]] std::int64_t downsamplingRatio() const noexcept;
    // Shortest input: downsampling ratio times patch size.
    [[nodiscard]] std::int64_t minInputSamples() const noexcept;
    // Latent frames of that many samples, rounded down as the reference does.
    [[nodiscard]] std::int64_t latentFramesFromSamples(std::int64_t samples) const noexcept;
    [[nodiscard]] std::int64_t latentChannels() const noexcept;
    [[nodiscard]] std::optional<Objective> objective() const noexcept;
    [[nodiscard]] std::optional<std::int64_t> promptMaxLength() const noexcept;
    // Range of a number conditioner; empty where there is none of that id.
    struct NumberRange {
        double min{0.0};
        double max{1.0};
    };
    [[nodiscard]] std::optional<NumberRange> numberRange(std::string_view id) const noexcept;
    // Adversarially post-trained (objective rf_denoiser, or an `arc` training block): not a base for
    // fine-tuning.
    [[nodiscard]] bool isArc() const noexcept;
};

} // namespace attune::config
