// SPDX-License-Identifier: GPL-3.0-or-later
//
// BenchSupport: models and sounds that measurements are made with. Weights are random: they take as long as
// real ones.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/config/ModelConfig.h"
#include "core/model/DiffusionModel.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace attune::bench {

enum class ModelSize {
    Starter, // resources/starter: a toy
    Small    // Stable Audio Open Small: 341 M parameters of the transformer, 156 M of the autoencoder
};

// Ends the program with a message when the files of the source tree are not there.
[[nodiscard]] config::ModelConfig configOf(ModelSize size);
[[nodiscard]] std::shared_ptr<model::DiffusionModel> randomModel(ModelSize size, model::ModelParts parts);
[[nodiscard]] std::int64_t latentFramesOf(const config::ModelConfig& config); // of the model's own length
[[nodiscard]] std::int64_t textWidthOf(ModelSize size);

// Stereo noise at 44.1 kHz that fades; another one for each seed.
[[nodiscard]] audio::AudioBuffer fadingNoise(double seconds, std::uint32_t seed);

// A folder that goes when it is destroyed.
class PassingFolder {
public:
    PassingFolder();
    ~PassingFolder();
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }

private:
    std::filesystem::path m_path;
};

// The value, or the end of the program with the error's text: a benchmark has nobody to hand an error to.
template <typename R>
[[nodiscard]] auto valueOf(R result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return *std::move(result);
}

} // namespace attune::bench
