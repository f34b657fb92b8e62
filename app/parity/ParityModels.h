// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the model fixtures share: gradients, text encoders, metadata.
#pragma once

#include "app/parity/Parity.h"

#include "core/base/Result.h"
#include "core/config/ClipMetadata.h"
#include "core/model/TextSource.h"
#include "core/tensor/NamedTensors.h"

#include <memory>
#include <string>
#include <vector>

namespace attune::parity {

// Compares grad/<name> and grad_norm/<name> of every expected gradient with the .grad of `parameters`.
// Tensors listed in the fixture's zero_tensors hold noise: only the absolute tolerance applies to them.
void compareGradients(const Fixture& fixture, const tensor::NamedTensors& parameters,
                      const std::map<std::string, at::Tensor>& expected, Report& report);

// T5 and tokenizer in the folders that the fixture names; null where it names none.
[[nodiscard]] Result<std::unique_ptr<model::T5TextSource>>
loadTextSource(const Fixture& fixture, const model::LayerOptions& options = {});
// The list of metadata objects under `key`.
[[nodiscard]] Result<std::vector<config::ClipMetadata>> readMetadata(const Fixture& fixture,
                                                                     const std::string& key);

} // namespace attune::parity
