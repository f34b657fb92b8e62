// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelFactory: models from a configuration and weights, with a report of every key.
//
// Weights are copied once, straight from the mapped file into the modules, so loading peaks at the size of
// the model. Nothing is filled with random numbers before. Every key that the asked-for parts want must be
// there; only inv_freq may be absent, which follows from the configuration. Accepts unwrapped files, wrapped
// training checkpoints (diffusion.*, with or without EMA) and autoencoder files, in any container that
// CheckpointFile reads. Threads: any, one at a time a model.
#pragma once

#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/model/CheckpointKeys.h"
#include "core/model/DiffusionModel.h"
#include "core/model/OobleckAutoencoder.h"
#include "core/tensor/LoadReport.h"
#include "core/tensor/NamedTensors.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace attune::model {

struct LoadOptions {
    ModelParts parts{kAllParts};
    c10::Device device{c10::kCPU};
    c10::ScalarType dtype{c10::kFloat};            // of transformer and conditioner
    c10::ScalarType autoencoderDtype{c10::kFloat}; // kHalf is what `model_half` means in the reference
    // Width of the text encoder's output (T5Config::width); decides if a prompt projection exists.
    std::int64_t textWidth{768};
    WeightsOf weights{WeightsOf::LastStep}; // of a training checkpoint
    // Autoencoders are folded after loading unless they shall be trained.
    enum class Fold { Yes, No } fold{Fold::Yes};
};

struct LoadedModel {
    std::shared_ptr<DiffusionModel> model;
    tensor::LoadReport report;
};

struct LoadedAutoencoder {
    std::shared_ptr<OobleckAutoencoder> autoencoder;
    tensor::LoadReport report;
};

class ModelFactory {
public:
    // Modules with allocated, unfilled tensors. Errors: InvalidConfig (no diffusion model); those of
    // LibTorch.
    [[nodiscard]] static Result<std::shared_ptr<DiffusionModel>> build(const config::ModelConfig& config,
                                                                       const LoadOptions& options = {});
    // The same with the reference's initial values, for training from scratch.
    [[nodiscard]] static Result<std::shared_ptr<DiffusionModel>>
    buildInitialized(const config::ModelConfig& config, std::uint64_t seed, const LoadOptions& options = {});

    // Errors: those of CheckpointFile; MissingKey, ShapeMismatch naming keys; InvalidArgument for a file of
    // another kind (an autoencoder where a diffusion model is wanted), saying which.
    [[nodiscard]] static Result<LoadedModel> load(const config::ModelConfig& config,
                                                  const std::filesystem::path& file,
                                                  const LoadOptions& options = {});
    [[nodiscard]] static Result<LoadedModel> loadFrom(const config::ModelConfig& config,
                                                      const tensor::NamedTensors& weights,
                                                      const LoadOptions& options = {});

    // The autoencoder of either kind of file: its own, or the pretransform of a diffusion model.
    [[nodiscard]] static Result<LoadedAutoencoder> loadAutoencoder(const config::ModelConfig& config,
                                                                   const std::filesystem::path& file,
                                                                   const LoadOptions& options = {});
    [[nodiscard]] static Result<LoadedAutoencoder>
    loadAutoencoderFrom(const config::AutoencoderConfig& config, const tensor::NamedTensors& weights,
                        const LoadOptions& options = {});
};

} // namespace attune::model
