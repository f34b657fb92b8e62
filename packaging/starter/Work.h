// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work: where attune-starter reads and writes, and what it makes there.
//
//     <work>/spiece.model            trained tokenizer
//     <work>/autoencoder.state       training of the autoencoder, to be continued
//     <work>/autoencoder.safetensors its weights, fp32
//     <work>/model_config.json       the configuration with the scale of the latents
//     <work>/diffusion.state         training of transformer and text encoder
//     <work>/diffusion.safetensors   EMA of the transformer, number conditioner; <work>/t5.safetensors
//
// Value types.
#pragma once

#include <cstdint>
#include <filesystem>

namespace attune::starter {

struct Work {
    std::filesystem::path folder;
    std::filesystem::path configs{"configs/starter"};
    std::filesystem::path recordings{"/usr/share/sonic-pi/samples"};
    std::uint64_t seed{1};

    [[nodiscard]] std::filesystem::path tokenizer() const { return folder / "spiece.model"; }
    [[nodiscard]] std::filesystem::path autoencoderState() const { return folder / "autoencoder.state"; }
    [[nodiscard]] std::filesystem::path autoencoderWeights() const {
        return folder / "autoencoder.safetensors";
    }
    [[nodiscard]] std::filesystem::path diffusionState() const { return folder / "diffusion.state"; }
    [[nodiscard]] std::filesystem::path diffusionWeights() const { return folder / "diffusion.safetensors"; }
    [[nodiscard]] std::filesystem::path textWeights() const { return folder / "t5.safetensors"; }
    [[nodiscard]] std::filesystem::path scaledConfig() const { return folder / "model_config.json"; }
    [[nodiscard]] std::filesystem::path modelConfig() const { return configs / "model_config.json"; }
    [[nodiscard]] std::filesystem::path textConfig() const { return configs / "t5_config.json"; }
};

} // namespace attune::starter
