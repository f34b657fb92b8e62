// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExpectedTensors: what a file of weights must hold for a configuration: the modules' own names and shapes,
// built without memory (on the meta device).
#pragma once

#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/tensor/LoadReport.h"
#include "core/tensor/NamedTensors.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::model {

// Autoencoders come with weight norm (weight_g, weight_v), as the reference writes them, or folded (weight).
enum class AutoencoderForm { Normalised, Folded };

// Names of an unwrapped file in the reference's order, with tensors on the meta device.
// `textWidth`: of the text encoder's output; where it differs from the conditioner's there is a projection.
// Errors: those of LibTorch.
[[nodiscard]] Result<tensor::NamedTensors>
expectedTensors(const config::ModelConfig& config, std::int64_t textWidth,
                AutoencoderForm form = AutoencoderForm::Normalised);

// The text width that the names of a file speak for: of its prompt projection, else the conditioner's own.
[[nodiscard]] std::int64_t textWidthOf(const config::ModelConfig& config,
                                       const tensor::NamedTensors& unwrapped);

// Names of the parameters (not the buffers) that a file of `unwrapped`'s text width and form must hold, in
// the order in which the reference's optimiser numbers them.
[[nodiscard]] Result<std::vector<std::string>> parameterNames(const config::ModelConfig& config,
                                                              const tensor::NamedTensors& unwrapped);

// An unwrapped file against its configuration, by name and shape. Where the autoencoder is folded, so is what
// is expected. inv_freq may be absent.
[[nodiscard]] Result<tensor::LoadReport> compareWithConfig(const config::ModelConfig& config,
                                                           const tensor::NamedTensors& unwrapped);

} // namespace attune::model
