// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/TransformerStack.h"

#include "core/model/LinearAdapter.h"
#include "core/model/Recompute.h"

#include <ATen/Functions.h>

#include <cmath>
#include <string>

namespace attune::model {

namespace {

// Every tensor with a gradient that a block computes with: its own, and those of adapters on its layers.
std::vector<at::Tensor> trainedTensors(const TransformerBlock& block) {
    std::vector<at::Tensor> tensors = block.parameters();
    for (const auto& module : block.modules(/*include_self=*/false)) {
        const auto* linear = dynamic_cast<const Linear*>(module.get());
        if (linear == nullptr || linear->adapter() == nullptr) continue;
        for (at::Tensor& tensor : linear->adapter()->tensors()) tensors.push_back(std::move(tensor));
    }
    return tensors;
}

} // namespace

BlockNorm::BlockNorm(const config::TransformerConfig& config, const LayerOptions& options)
    : m_epsilon(config.normEpsilon), m_forceFp32(config.normForceFp32) {
    const at::Tensor gamma = options.empty({config.embedDim});
    const at::Tensor beta = options.empty({config.embedDim});
    m_gamma = config.normFixScale ? register_buffer("gamma", gamma) : register_parameter("gamma", gamma);
    m_beta = config.normBias ? register_parameter("beta", beta) : register_buffer("beta", beta);
}

at::Tensor BlockNorm::forward(const at::Tensor& x) const {
    if (!m_forceFp32) return layerNorm(x, m_gamma, m_beta, m_epsilon);
    return layerNorm(x.to(at::kFloat), m_gamma.to(at::kFloat), m_beta.to(at::kFloat), m_epsilon)
        .to(x.scalar_type());
}

void BlockNorm::initialize(at::Generator&) {
    m_gamma.fill_(1.0);
    m_beta.zero_();
}

TransformerBlock::TransformerBlock(const config::TransformerConfig& config, CrossAttention crossAttention,
                                   const LayerOptions& options) {
    if (config.globalCondition == config::GlobalConditionKind::AdaLN)
        m_scaleShiftGate = register_parameter("to_scale_shift_gate", options.empty({6 * config.embedDim}));
    m_preNorm = register_module("pre_norm", std::make_shared<BlockNorm>(config, options));
    m_selfAttention = register_module("self_attn", std::make_shared<Attention>(config, 0, options));
    if (crossAttention == CrossAttention::Present) {
        m_crossNorm = register_module("cross_attend_norm", std::make_shared<BlockNorm>(config, options));
        m_crossAttention =
            register_module("cross_attn", std::make_shared<Attention>(config, config.contextDim(), options));
    }
    m_ffNorm = register_module("ff_norm", std::make_shared<BlockNorm>(config, options));
    m_ff = register_module("ff", std::make_shared<FeedForward>(config, options));
}

at::Tensor TransformerBlock::crossAttended(const at::Tensor& x, const BlockInputs& inputs) const {
    if (!m_crossAttention || !inputs.context.defined()) return x;
    return x + m_crossAttention->forward(m_crossNorm->forward(x), inputs.context, {});
}

at::Tensor TransformerBlock::forward(const at::Tensor& x, const BlockInputs& inputs) const {
    if (m_scaleShiftGate.defined() && inputs.modulation.defined()) return modulated(x, inputs);
    at::Tensor y = x + m_selfAttention->forward(m_preNorm->forward(x), {}, inputs.rotary);
    y = crossAttended(y, inputs);
    return y + m_ff->forward(m_ffNorm->forward(y));
}

// adaLN: scale, shift and gate of self-attention and feed-forward come from the global condition;
// cross-attention is left alone.
at::Tensor TransformerBlock::modulated(const at::Tensor& x, const BlockInputs& inputs) const {
    const auto m = (m_scaleShiftGate + inputs.modulation).unsqueeze(1).chunk(6, -1);
    const auto branch = [](const at::Tensor& normed, const at::Tensor& scale, const at::Tensor& shift) {
        return normed * (1 + scale) + shift;
    };
    const auto gated = [](const at::Tensor& value, const at::Tensor& gate) {
        return value * at::sigmoid(1 - gate);
    };
    at::Tensor y =
        x +
        gated(m_selfAttention->forward(branch(m_preNorm->forward(x), m[0], m[1]), {}, inputs.rotary), m[2]);
    y = crossAttended(y, inputs);
    return y + gated(m_ff->forward(branch(m_ffNorm->forward(y), m[3], m[4])), m[5]);
}

void TransformerBlock::initialize(at::Generator& generator) {
    if (!m_scaleShiftGate.defined()) return;
    const double width = static_cast<double>(m_scaleShiftGate.size(0)) / 6.0;
    m_scaleShiftGate.normal_(0.0, 1.0 / std::sqrt(width), generator);
}

TransformerStack::TransformerStack(const config::TransformerConfig& config, const LayerOptions& options) {
    const std::int64_t width = config.embedDim;
    if (config.memoryTokens > 0)
        m_memoryTokens = register_parameter("memory_tokens", options.empty({config.memoryTokens, width}));
    const auto layers = register_module("layers", std::make_shared<torch::nn::Module>());
    for (std::int64_t i = 0; i < config.depth; ++i) {
        const bool attends = config.condTokenDim > 0 &&
                             (config.finalCrossAttentionLayer == -1 || i <= config.finalCrossAttentionLayer);
        const auto crossAttention =
            attends ? TransformerBlock::CrossAttention::Present : TransformerBlock::CrossAttention::Absent;
        m_layers.push_back(layers->register_module(
            std::to_string(i), std::make_shared<TransformerBlock>(config, crossAttention, options)));
    }
    const std::int64_t patch = config.ioChannels * config.patchSize;
    m_projectIn =
        register_module("project_in", std::make_shared<Linear>(patch, width, Linear::Bias::None, options));
    m_projectOut =
        register_module("project_out", std::make_shared<Linear>(width, patch, Linear::Bias::None, options));
    if (config.rotaryPositions)
        m_rotary =
            register_module("rotary_pos_emb", std::make_shared<RotaryEmbedding>(config.headDim(), options));
    if (config.globalCondition == config::GlobalConditionKind::AdaLN) {
        const auto embedder = register_module("global_cond_embedder", std::make_shared<torch::nn::Module>());
        m_globalEmbedderFirst = embedder->register_module(
            "0", std::make_shared<Linear>(width, width, Linear::Bias::Learned, options));
        m_globalEmbedderSecond = embedder->register_module(
            "2", std::make_shared<Linear>(width, 6 * width, Linear::Bias::Learned, options));
    }
}

at::Tensor TransformerStack::forward(const at::Tensor& x, const at::Tensor& prepended,
                                     const at::Tensor& global, const at::Tensor& context) const {
    at::Tensor y = m_projectIn->forward(x);
    std::vector<at::Tensor> sequence;
    if (m_memoryTokens.defined())
        sequence.push_back(m_memoryTokens.to(y.scalar_type()).expand({x.size(0), -1, -1}));
    if (prepended.defined()) sequence.push_back(prepended.to(y.scalar_type()));
    if (!sequence.empty()) {
        sequence.push_back(y);
        y = at::cat(sequence, 1);
    }
    BlockInputs inputs{context, {}, {}};
    if (m_rotary) inputs.rotary = m_rotary->table(y.size(1));
    if (global.defined() && m_globalEmbedderFirst)
        inputs.modulation = m_globalEmbedderSecond->forward(at::silu(m_globalEmbedderFirst->forward(global)));
    for (const auto& layer : m_layers) y = runBlock(layer, y, inputs);
    // Tokens in front of the sequence have done their work; the reference projects them too and drops them
    // then.
    return m_projectOut->forward(y.narrow(1, y.size(1) - x.size(1), x.size(1)));
}

at::Tensor TransformerStack::runBlock(const std::shared_ptr<TransformerBlock>& block, const at::Tensor& x,
                                      const BlockInputs& inputs) const {
    if (m_memory == ActivationMemory::Keep) return block->forward(x, inputs);
    std::vector<at::Tensor> tensors{x};
    if (inputs.context.defined()) tensors.push_back(inputs.context);
    if (inputs.modulation.defined()) tensors.push_back(inputs.modulation);
    const bool hasContext = inputs.context.defined();
    const bool hasModulation = inputs.modulation.defined();
    const auto run = [block, hasContext, hasModulation,
                      rotary = inputs.rotary](const std::vector<at::Tensor>& given) {
        BlockInputs again{{}, {}, rotary};
        if (hasContext) again.context = given[1];
        if (hasModulation) again.modulation = given.back();
        return block->forward(given.front(), again);
    };
    return recomputed(run, tensors, trainedTensors(*block), m_generators);
}

void TransformerStack::initialize(at::Generator& generator) {
    if (m_memoryTokens.defined()) m_memoryTokens.normal_(0.0, 1.0, generator);
}

void TransformerStack::setActivationMemory(ActivationMemory memory, std::vector<at::Generator> generators) {
    m_memory = memory;
    m_generators = std::move(generators);
}

} // namespace attune::model
