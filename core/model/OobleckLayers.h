// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pieces of the Oobleck autoencoder: weight-normalised convolutions, SnakeBeta, residual units and the
// two kinds of block (models/autoencoders.py:23-285, models/blocks.py:291-329). Names equal the checkpoint
// keys.
//
// A Stage maps [B,C,S] to [B,C',S']. forward() leaves its input alone; consume() may overwrite it under
// NoGrad. Threads: one at a time an object.
#pragma once

#include "core/model/Layers.h"

#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace attune::model {

class Stage : public torch::nn::Module {
public:
    [[nodiscard]] virtual at::Tensor forward(const at::Tensor& input) = 0;
    [[nodiscard]] virtual at::Tensor consume(at::Tensor input) { return forward(input); }
};

// Children named "0", "1", …, run one after another; the checkpoint's nn.Sequential. Only the last may be an
// identity.
class StageList : public Stage {
public:
    void append(std::shared_ptr<Stage> stage);
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override;
    [[nodiscard]] at::Tensor consume(at::Tensor input) override;

private:
    std::vector<std::shared_ptr<Stage>> m_stages;
};

struct ConvolutionShape {
    std::int64_t inChannels{0};
    std::int64_t outChannels{0};
    std::int64_t kernel{1};
    std::int64_t stride{1};
    std::int64_t padding{0};
    std::int64_t dilation{1};
    bool bias{true};
    enum class Kind { Ordinary, Transposed, Same } kind{Kind::Ordinary}; // Same: output as long as the input
};

// w = g * v / ||v||, the norm over all dimensions but the first (which is the input channel when transposed).
class WeightNormConvolution : public Stage, public SelfInitializing {
public:
    WeightNormConvolution(const ConvolutionShape& shape, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override;
    void initialize(at::Generator& generator) override;

    void fold(); // replaces weight_g and weight_v by weight; idempotent
    [[nodiscard]] bool isFolded() const noexcept { return m_weight.defined(); }
    [[nodiscard]] const ConvolutionShape& shape() const noexcept { return m_shape; }

private:
    [[nodiscard]] at::Tensor weight() const;

    ConvolutionShape m_shape;
    at::Tensor m_bias;       // [out], may be undefined
    at::Tensor m_weightGain; // [dim0,1,1], undefined when folded
    at::Tensor m_weightDirection;
    at::Tensor m_weight; // defined when folded
};

// y = x + sin(exp(alpha) x)^2 / (exp(beta) + 1e-9), alpha and beta [C].
class SnakeBeta : public Stage, public SelfInitializing {
public:
    SnakeBeta(std::int64_t channels, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override;
    [[nodiscard]] at::Tensor consume(at::Tensor input) override;
    void initialize(at::Generator& generator) override;

private:
    at::Tensor m_alpha;
    at::Tensor m_beta;
};

// Activation without parameters.
class PlainActivation : public Stage {
public:
    enum class Kind { Identity, Elu, Tanh };
    explicit PlainActivation(Kind kind) : m_kind(kind) {}
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override;
    [[nodiscard]] at::Tensor consume(at::Tensor input) override;

private:
    Kind m_kind;
};

enum class ActivationKind { Snake, Elu };
[[nodiscard]] std::shared_ptr<Stage> makeActivation(ActivationKind kind, std::int64_t channels,
                                                    const LayerOptions& options);

// x + conv1(act(conv7(act(x)))), dilation d on the first convolution.
class ResidualUnit : public Stage {
public:
    ResidualUnit(std::int64_t channels, std::int64_t dilation, ActivationKind activation,
                 const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override;

private:
    std::shared_ptr<StageList> m_layers;
};

// Residual units with dilation 1, 3, 9, activation, strided convolution.
class EncoderBlock : public Stage {
public:
    EncoderBlock(std::int64_t inChannels, std::int64_t outChannels, std::int64_t stride,
                 ActivationKind activation, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override { return m_layers->forward(input); }
    [[nodiscard]] at::Tensor consume(at::Tensor input) override {
        return m_layers->consume(std::move(input));
    }

private:
    std::shared_ptr<StageList> m_layers;
};

// Activation, upsampling by `stride`, residual units with dilation 1, 3, 9.
class DecoderBlock : public Stage {
public:
    enum class Upsampling { Transposed, Nearest };
    DecoderBlock(std::int64_t inChannels, std::int64_t outChannels, std::int64_t stride,
                 ActivationKind activation, Upsampling upsampling, const LayerOptions& options);
    [[nodiscard]] at::Tensor forward(const at::Tensor& input) override { return m_layers->forward(input); }
    [[nodiscard]] at::Tensor consume(at::Tensor input) override {
        return m_layers->consume(std::move(input));
    }

private:
    std::shared_ptr<StageList> m_layers;
};

} // namespace attune::model
