// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/model/ModelTestSupport.h"

#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "tests/support/Files.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace attune::test {

config::AutoencoderConfig smallAutoencoder(std::vector<std::int64_t> strides) {
    config::AutoencoderConfig config;
    config.latentDim = 4;
    config.bottleneck = config::BottleneckKind::Vae;
    config.downsamplingRatio = 1;
    for (const std::int64_t stride : strides) config.downsamplingRatio *= stride;
    std::vector<std::int64_t> multipliers(strides.size(), 1);
    if (multipliers.size() > 1) multipliers[1] = 2;
    config.encoder = {.channels = 3,
                      .latentDim = 8,
                      .channelMultipliers = multipliers,
                      .strides = strides,
                      .useSnake = true};
    config.decoder = {.channels = 3,
                      .latentDim = 4,
                      .channelMultipliers = multipliers,
                      .strides = strides,
                      .useSnake = true,
                      .finalTanh = false};
    return config;
}

config::TransformerConfig smallTransformer() {
    config::TransformerConfig config;
    config.ioChannels = 6;
    config.embedDim = 64;
    config.depth = 2;
    config.heads = 2;
    config.condTokenDim = 24;
    config.globalCondDim = 16;
    config.feedForwardMultiple = 1.0;
    return config;
}

at::Tensor randomTensor(at::IntArrayRef shape, std::uint64_t seed, c10::ScalarType type) {
    return at::randn(shape, tensor::makeCpuGenerator(seed), at::TensorOptions().dtype(type));
}

void fillRandomly(torch::nn::Module& module, std::uint64_t seed) {
    const at::NoGradGuard noGrad;
    at::Generator generator = tensor::makeCpuGenerator(seed);
    for (const auto& [name, value] : tensor::stateDictOf(module)) {
        if (name.ends_with("inv_freq")) continue;
        at::Tensor target = value;
        const double fanIn = value.dim() > 1 ? static_cast<double>(value.numel() / value.size(0)) : 1.0;
        target.normal_(0.0, 0.5 / std::sqrt(fanIn), generator);
        // Gains below 1, so that signals neither explode nor make sines of large numbers.
        if (name.ends_with("weight_g")) target.mul_(0.3).add_(0.4);
        if (name.ends_with("gamma") || name.ends_with("norm.weight")) target.add_(1.0);
    }
}

std::filesystem::path dataFolder() {
    return attune::test::sourceFolder() / "tests/core/model/data";
}

config::ModelConfig realConfig(const char* name) {
    return config::ModelConfig::read(dataFolder() / (std::string(name) + "_config.json")).value();
}

KeyList recordedKeys(const char* name) {
    KeyList keys;
    std::ifstream file(dataFolder() / (std::string(name) + "_keys.txt"));
    std::string key;
    std::string shape;
    while (file >> key >> shape) {
        std::vector<std::int64_t> sizes;
        std::istringstream stream(shape);
        for (std::string part; std::getline(stream, part, 'x');) sizes.push_back(std::stoll(part));
        keys.emplace_back(key, sizes);
    }
    return keys;
}

KeyList keysOf(const torch::nn::Module& module) {
    KeyList keys;
    for (const auto& [name, value] : tensor::stateDictOf(module))
        keys.emplace_back(name, value.sizes().vec());
    return keys;
}

double maxDifference(const at::Tensor& a, const at::Tensor& b) {
    if (a.sizes() != b.sizes()) return INFINITY;
    return a.numel() == 0 ? 0.0 : (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

double gradientError(const std::vector<at::Tensor>& leaves, const std::function<at::Tensor()>& loss,
                     int samples) {
    const auto gradients = torch::autograd::grad({loss()}, leaves);
    const at::NoGradGuard noGrad;
    constexpr double kStep = 1e-5;
    double worst = 0.0;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const at::Tensor flat = leaves[i].detach().view({-1});
        const at::Tensor gradient = gradients[i].reshape({-1});
        const double scale = std::max(gradient.abs().max().item<double>(), 1e-6);
        const std::int64_t stride = std::max<std::int64_t>(flat.numel() / samples, 1);
        for (std::int64_t j = 0; j < flat.numel(); j += stride) {
            const double value = flat[j].item<double>();
            flat[j].fill_(value + kStep);
            const double above = loss().item<double>();
            flat[j].fill_(value - kStep);
            const double below = loss().item<double>();
            flat[j].fill_(value);
            worst =
                std::max(worst, std::abs((above - below) / (2 * kStep) - gradient[j].item<double>()) / scale);
        }
    }
    return worst;
}

} // namespace attune::test
