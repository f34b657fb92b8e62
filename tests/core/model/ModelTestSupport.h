// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tests of this room share: small configurations, random weights, the real configurations and their
// keys.
#pragma once

#include "core/config/ModelConfig.h"
#include "core/model/Layers.h"
#include "core/tensor/NamedTensors.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace attune::test {

// An Oobleck VAE of stride 2·4·4 unless told otherwise, few channels, snake.
[[nodiscard]] config::AutoencoderConfig smallAutoencoder(std::vector<std::int64_t> strides = {2, 4, 4});
// Width 64, two blocks, two heads of 32, cross-attention to 24 numbers a token, global condition of 16.
[[nodiscard]] config::TransformerConfig smallTransformer();

// Random numbers in every parameter and buffer but inv_freq: nothing zero, nothing extreme.
void fillRandomly(torch::nn::Module& module, std::uint64_t seed);
[[nodiscard]] at::Tensor randomTensor(at::IntArrayRef shape, std::uint64_t seed,
                                      c10::ScalarType type = c10::kFloat);

[[nodiscard]] std::filesystem::path dataFolder();
[[nodiscard]] config::ModelConfig realConfig(const char* name); // "sao10", "small"
using KeyList = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;
[[nodiscard]] KeyList recordedKeys(const char* name);
[[nodiscard]] KeyList keysOf(const torch::nn::Module& module);

[[nodiscard]] double maxDifference(const at::Tensor& a, const at::Tensor& b);

// The largest difference between analytic gradients and central differences of `loss` over a few elements of
// each leaf, relative to the largest gradient of that leaf. Everything should be double.
[[nodiscard]] double gradientError(const std::vector<at::Tensor>& leaves,
                                   const std::function<at::Tensor()>& loss, int samples = 4);

} // namespace attune::test
