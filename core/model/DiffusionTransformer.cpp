// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/DiffusionTransformer.h"

#include "core/model/TransformerStack.h"

#include <ATen/Functions.h>

#include <cmath>
#include <numbers>

namespace attune::model {

namespace {

constexpr std::int64_t kTimestepFeatures = 256;

} // namespace

// cos and sin of 2 pi t w with learned frequencies (models/blocks.py:85-94); cosines first.
class TimestepFeatures : public torch::nn::Module, public SelfInitializing {
public:
    explicit TimestepFeatures(const LayerOptions& options) {
        m_weight = register_parameter("weight", options.empty({kTimestepFeatures / 2, 1}));
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& t) const { // [B] -> [B,256]
        const at::Tensor phase = at::linear(t.unsqueeze(1) * (2.0 * std::numbers::pi), m_weight);
        return at::cat({at::cos(phase), at::sin(phase)}, -1);
    }
    void initialize(at::Generator& generator) override { m_weight.normal_(0.0, 1.0, generator); }

private:
    at::Tensor m_weight;
};

// Linear, SiLU, linear: children "0" and "2".
class ConditionMlp : public torch::nn::Module {
public:
    ConditionMlp(std::int64_t in, std::int64_t out, Linear::Bias bias, const LayerOptions& options) {
        m_first = register_module("0", std::make_shared<Linear>(in, out, bias, options));
        m_second = register_module("2", std::make_shared<Linear>(out, out, bias, options));
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const {
        return m_second->forward(at::silu(m_first->forward(x)));
    }

private:
    std::shared_ptr<Linear> m_first;
    std::shared_ptr<Linear> m_second;
};

// 1x1 convolution without bias, added to its input; in files it is a convolution [D,D,1]. Starts as zero, so
// the network starts without it.
class PointwiseConvolution : public torch::nn::Module, public SelfInitializing {
public:
    PointwiseConvolution(std::int64_t channels, const LayerOptions& options) {
        m_weight = register_parameter("weight", options.empty({channels, channels, 1}));
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const { // [B,L,D]
        return at::linear(x, m_weight.squeeze(2)) + x;
    }
    void initialize(at::Generator&) override { m_weight.zero_(); }
    [[nodiscard]] const at::Tensor& weight() const noexcept { return m_weight; }

private:
    at::Tensor m_weight;
};

DiffusionTransformer::DiffusionTransformer(const config::TransformerConfig& config,
                                           const LayerOptions& options)
    : m_config(config) {
    const std::int64_t width = config.embedDim;
    m_timestepFeatures = register_module("timestep_features", std::make_shared<TimestepFeatures>(options));
    m_toTimestepEmbed =
        register_module("to_timestep_embed", std::make_shared<ConditionMlp>(kTimestepFeatures, width,
                                                                            Linear::Bias::Learned, options));
    if (config.condTokenDim > 0)
        m_toCondEmbed = register_module(
            "to_cond_embed", std::make_shared<ConditionMlp>(config.condTokenDim, config.contextDim(),
                                                            Linear::Bias::None, options));
    if (config.globalCondDim > 0) {
        const std::int64_t globalWidth = config.projectGlobalCond ? width : config.globalCondDim;
        m_toGlobalEmbed = register_module(
            "to_global_embed",
            std::make_shared<ConditionMlp>(config.globalCondDim, globalWidth, Linear::Bias::None, options));
    }
    m_transformer = register_module("transformer", std::make_shared<TransformerStack>(config, options));
    m_preprocess = register_module("preprocess_conv",
                                   std::make_shared<PointwiseConvolution>(config.ioChannels, options));
    m_postprocess = register_module("postprocess_conv",
                                    std::make_shared<PointwiseConvolution>(config.ioChannels, options));
}

DiffusionTransformer::~DiffusionTransformer() = default;

at::Tensor DiffusionTransformer::forward(const at::Tensor& x, const at::Tensor& t,
                                         const DiffusionCondition& condition, const at::Tensor& dropped) {
    const c10::ScalarType type = dtype();
    at::Tensor context;
    if (condition.crossAttention.defined()) {
        TORCH_CHECK(m_toCondEmbed,
                    "The model has no cross-attention, but a cross-attention condition was given");
        context = condition.crossAttention.to(type);
        if (dropped.defined()) context = context.masked_fill(dropped.view({-1, 1, 1}), 0.0);
        context = m_toCondEmbed->forward(context);
    }
    at::Tensor global = m_toTimestepEmbed->forward(m_timestepFeatures->forward(t.to(type)));
    if (condition.global.defined()) {
        TORCH_CHECK(m_toGlobalEmbed, "The model has no global condition, but one was given");
        global = m_toGlobalEmbed->forward(condition.global.to(type)) + global;
    }

    const std::int64_t batch = x.size(0);
    const std::int64_t channels = m_config.ioChannels;
    const std::int64_t patch = m_config.patchSize;
    const std::int64_t tokens = x.size(2) / patch;
    at::Tensor y = m_preprocess->forward(x.to(type).transpose(1, 2)); // [B,L,D] from here on
    if (patch > 1)                                                    // the samples of a patch fastest
        y = y.view({batch, tokens, patch, channels})
                .transpose(2, 3)
                .reshape({batch, tokens, channels * patch});
    const bool prepends = m_config.globalCondition == config::GlobalConditionKind::Prepend;
    y = m_transformer->forward(y, prepends ? global.unsqueeze(1) : at::Tensor(),
                               prepends ? at::Tensor() : global, context);
    if (patch > 1)
        y = y.view({batch, tokens, channels, patch})
                .transpose(2, 3)
                .reshape({batch, tokens * patch, channels});
    return m_postprocess->forward(y).transpose(1, 2).contiguous();
}

void DiffusionTransformer::setActivationMemory(ActivationMemory memory,
                                               std::vector<at::Generator> generators) {
    m_transformer->setActivationMemory(memory, std::move(generators));
}

c10::ScalarType DiffusionTransformer::dtype() const {
    return m_preprocess->weight().scalar_type();
}
c10::Device DiffusionTransformer::device() const {
    return m_preprocess->weight().device();
}

} // namespace attune::model
