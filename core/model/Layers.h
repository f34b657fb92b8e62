// SPDX-License-Identifier: GPL-3.0-or-later
//
// What all modules here share: where their tensors are made, and how they get first values.
//
// LibTorch's own layers fill their weights with random numbers on the CPU when constructed. Loading a model
// would do that for a billion numbers only to overwrite them, so ours allocate and leave the values to the
// loader or to initializeParameters. Built on the meta device they cost nothing at all.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>
#include <torch/nn/module.h>

#include <cstdint>

namespace attune::model {

struct LayerOptions {
    c10::Device device{c10::kCPU};
    c10::ScalarType dtype{c10::kFloat};
    // Convolutions of the autoencoder: with weight norm, or as one plain weight.
    enum class WeightForm { Normalised, Folded } weightForm{WeightForm::Normalised};

    [[nodiscard]] at::Tensor empty(at::IntArrayRef shape) const; // uninitialised
};

// A module that knows its first values for training from scratch (those of the reference).
class SelfInitializing {
public:
    virtual ~SelfInitializing() = default;
    virtual void initialize(at::Generator& generator) = 0;
};

// Fills every parameter and buffer under `root` in the order of registration, from one seeded generator of
// the device that holds them. For training from scratch; a loaded model needs no call.
void initializeParameters(torch::nn::Module& root, at::Generator generator);

// Layer norm over the last dimension. LibTorch's own has no kernel for the meta device; there it is spelled
// out, so that whole models can be run for their shapes, types and devices.
[[nodiscard]] at::Tensor layerNorm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                                   double epsilon);

// y = x W^T + b. Names: weight [out,in], bias [out].
class LinearAdapter;
class Linear : public torch::nn::Module, public SelfInitializing {
public:
    enum class Bias { None, Learned };
    enum class Initial { Default, Zero };
    Linear(std::int64_t inFeatures, std::int64_t outFeatures, Bias bias, const LayerOptions& options,
           Initial initial = Initial::Default);
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) const;
    void initialize(at::Generator& generator) override;

    [[nodiscard]] const at::Tensor& weight() const noexcept { return m_weight; }
    // Adds the adapter's output to every forward from now on; null takes it off. Not owned (Adapters.h).
    void setAdapter(const LinearAdapter* adapter) noexcept { m_adapter = adapter; }
    [[nodiscard]] const LinearAdapter* adapter() const noexcept { return m_adapter; }

private:
    at::Tensor m_weight;
    at::Tensor m_bias; // undefined without
    Initial m_initial;
    const LinearAdapter* m_adapter{nullptr};
};

} // namespace attune::model
