// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/T5Encoder.h"

#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace attune::model {

namespace {

constexpr std::int64_t kLargestSize = 1 << 20; // above any T5; products of two stay small

// fp16 only: what Hugging Face does after each branch so that an overflow does not become a NaN one layer
// later.
at::Tensor clampedHalf(const at::Tensor& x) {
    if (x.scalar_type() != at::kHalf) return x;
    constexpr double kLargest = 65504.0;
    const at::Tensor limit = at::where(at::isinf(x).any(), at::scalar_tensor(kLargest - 1000.0, x.options()),
                                       at::scalar_tensor(kLargest, x.options()));
    return at::minimum(at::maximum(x, -limit), limit);
}

} // namespace

// y = weight * x / sqrt(mean(x^2) + eps), the mean square in fp32.
class T5Norm : public torch::nn::Module {
public:
    T5Norm(std::int64_t width, double epsilon, const LayerOptions& options) : m_epsilon(epsilon) {
        m_weight = register_parameter("weight", options.empty({width}), false);
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const {
        const at::Tensor wide = x.to(at::kFloat);
        return m_weight *
               (wide * at::rsqrt(wide.square().mean(-1, true) + m_epsilon)).to(m_weight.scalar_type());
    }

private:
    double m_epsilon;
    at::Tensor m_weight;
};

class T5Attention : public torch::nn::Module {
public:
    enum class RelativeBias { Absent, Present };
    T5Attention(const T5Config& config, RelativeBias bias, const LayerOptions& options)
        : m_heads(config.heads), m_headDim(config.headDim), m_buckets(config.buckets),
          m_maxDistance(config.maxDistance) {
        const std::int64_t inner = config.heads * config.headDim;
        const auto linear = [&](const char* name, std::int64_t in, std::int64_t out) {
            return register_module(name, std::make_shared<Linear>(in, out, Linear::Bias::None, options));
        };
        m_q = linear("q", config.width, inner);
        m_k = linear("k", config.width, inner);
        m_v = linear("v", config.width, inner);
        m_o = linear("o", inner, config.width);
        if (bias == RelativeBias::Absent) return;
        const auto table = register_module("relative_attention_bias", std::make_shared<torch::nn::Module>());
        m_bias = table->register_parameter("weight", options.empty({config.buckets, config.heads}), false);
    }

    // [1,H,T,T]: what to add to the score of each query and key.
    [[nodiscard]] at::Tensor positionBias(std::int64_t tokens) const {
        std::vector<std::int64_t> buckets;
        buckets.reserve(static_cast<std::size_t>(tokens * tokens));
        for (std::int64_t query = 0; query < tokens; ++query)
            for (std::int64_t key = 0; key < tokens; ++key)
                buckets.push_back(t5RelativeBucket(key - query, m_buckets, m_maxDistance));
        const at::Tensor indices = at::tensor(buckets, at::kLong).to(m_bias.device());
        return m_bias.index_select(0, indices)
            .view({tokens, tokens, m_heads})
            .permute({2, 0, 1})
            .unsqueeze(0);
    }

    // Scores are not divided by sqrt(d). `bias` [B,H,T,T] holds positions and mask.
    [[nodiscard]] at::Tensor forward(const at::Tensor& x, const at::Tensor& bias) const {
        const auto split = [&](const at::Tensor& y) {
            return y.view({x.size(0), x.size(1), m_heads, m_headDim}).transpose(1, 2);
        };
        const at::Tensor attended = at::scaled_dot_product_attention(
            split(m_q->forward(x)), split(m_k->forward(x)), split(m_v->forward(x)), bias, 0.0, false, 1.0);
        return m_o->forward(attended.transpose(1, 2).reshape({x.size(0), x.size(1), m_heads * m_headDim}));
    }

private:
    std::int64_t m_heads;
    std::int64_t m_headDim;
    std::int64_t m_buckets;
    std::int64_t m_maxDistance;
    std::shared_ptr<Linear> m_q;
    std::shared_ptr<Linear> m_k;
    std::shared_ptr<Linear> m_v;
    std::shared_ptr<Linear> m_o;
    at::Tensor m_bias; // [buckets,H], in the first block only
};

class T5FeedForward : public torch::nn::Module {
public:
    T5FeedForward(const T5Config& config, const LayerOptions& options) {
        const bool gated = config.feedForwardKind == T5Config::FeedForward::GatedGelu;
        const auto linear = [&](const char* name, std::int64_t in, std::int64_t out) {
            return register_module(name, std::make_shared<Linear>(in, out, Linear::Bias::None, options));
        };
        m_input = linear(gated ? "wi_0" : "wi", config.width, config.feedForward);
        if (gated) m_gated = linear("wi_1", config.width, config.feedForward);
        m_output = linear("wo", config.feedForward, config.width);
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) const {
        const at::Tensor hidden = m_input->forward(x);
        return m_output->forward(m_gated ? at::gelu(hidden, "tanh") * m_gated->forward(x) : at::relu(hidden));
    }

private:
    std::shared_ptr<Linear> m_input;
    std::shared_ptr<Linear> m_gated; // null without the gate
    std::shared_ptr<Linear> m_output;
};

class T5Block : public torch::nn::Module {
public:
    T5Block(const T5Config& config, T5Attention::RelativeBias bias, const LayerOptions& options) {
        const auto layers = register_module("layer", std::make_shared<torch::nn::Module>());
        const auto first = layers->register_module("0", std::make_shared<torch::nn::Module>());
        m_attention =
            first->register_module("SelfAttention", std::make_shared<T5Attention>(config, bias, options));
        m_attentionNorm = first->register_module(
            "layer_norm", std::make_shared<T5Norm>(config.width, config.epsilon, options));
        const auto second = layers->register_module("1", std::make_shared<torch::nn::Module>());
        m_feedForward =
            second->register_module("DenseReluDense", std::make_shared<T5FeedForward>(config, options));
        m_feedForwardNorm = second->register_module(
            "layer_norm", std::make_shared<T5Norm>(config.width, config.epsilon, options));
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x, const at::Tensor& bias) const {
        const at::Tensor y = clampedHalf(x + m_attention->forward(m_attentionNorm->forward(x), bias));
        return clampedHalf(y + m_feedForward->forward(m_feedForwardNorm->forward(y)));
    }
    [[nodiscard]] const T5Attention& attention() const noexcept { return *m_attention; }

private:
    std::shared_ptr<T5Attention> m_attention;
    std::shared_ptr<T5Norm> m_attentionNorm;
    std::shared_ptr<T5FeedForward> m_feedForward;
    std::shared_ptr<T5Norm> m_feedForwardNorm;
};

Result<T5Config> T5Config::read(const std::filesystem::path& configJson) {
    ATTUNE_TRY(const config::Json document, config::readJsonFile(configJson));
    const config::JsonView view(document, utf8FromPath(configJson));
    T5Config config;
    ATTUNE_TRY(config.vocabularySize, view.integerOr("vocab_size", config.vocabularySize));
    ATTUNE_TRY(config.width, view.integer("d_model"));
    ATTUNE_TRY(config.headDim, view.integer("d_kv"));
    ATTUNE_TRY(config.heads, view.integer("num_heads"));
    ATTUNE_TRY(config.feedForward, view.integer("d_ff"));
    ATTUNE_TRY(config.layers, view.integer("num_layers"));
    ATTUNE_TRY(config.buckets, view.integerOr("relative_attention_num_buckets", config.buckets));
    ATTUNE_TRY(config.maxDistance, view.integerOr("relative_attention_max_distance", config.maxDistance));
    ATTUNE_TRY(config.epsilon, view.numberOr("layer_norm_epsilon", config.epsilon));
    ATTUNE_TRY(const std::string activation, view.stringOr("feed_forward_proj", "relu"));
    if (activation == "gated-gelu") {
        config.feedForwardKind = FeedForward::GatedGelu;
    } else if (activation != "relu") {
        return fail(ErrorCode::InvalidConfig,
                    concat("feed_forward_proj = \"", activation,
                           "\" is not supported; \"relu\" and \"gated-gelu\" are"),
                    utf8FromPath(configJson));
    }
    for (const std::int64_t value : {config.vocabularySize, config.width, config.headDim, config.heads,
                                     config.feedForward, config.layers})
        if (value <= 0 || value > kLargestSize)
            return fail(ErrorCode::InvalidConfig,
                        "A size in the text encoder's configuration is not possible",
                        utf8FromPath(configJson));
    if (config.buckets < 4 || config.maxDistance <= config.buckets / 4)
        return fail(ErrorCode::InvalidConfig,
                    "The relative positions of the text encoder's configuration make no sense",
                    utf8FromPath(configJson));
    return config;
}

T5Encoder::T5Encoder(const T5Config& config, const LayerOptions& options) : m_config(config) {
    const auto shared = register_module("shared", std::make_shared<torch::nn::Module>());
    m_embedding =
        shared->register_parameter("weight", options.empty({config.vocabularySize, config.width}), false);
    const auto encoder = register_module("encoder", std::make_shared<torch::nn::Module>());
    const auto blocks = encoder->register_module("block", std::make_shared<torch::nn::Module>());
    for (std::int64_t i = 0; i < config.layers; ++i) {
        const auto bias = i == 0 ? T5Attention::RelativeBias::Present : T5Attention::RelativeBias::Absent;
        m_blocks.push_back(
            blocks->register_module(std::to_string(i), std::make_shared<T5Block>(config, bias, options)));
    }
    m_finalNorm = encoder->register_module("final_layer_norm",
                                           std::make_shared<T5Norm>(config.width, config.epsilon, options));
    for (at::Tensor& parameter : parameters()) parameter.set_requires_grad(false);
    eval();
}

T5Encoder::~T5Encoder() = default;

Result<std::shared_ptr<T5Encoder>> T5Encoder::load(const std::filesystem::path& folder,
                                                   const LayerOptions& options) {
    ATTUNE_TRY(const T5Config config, T5Config::read(folder / "config.json"));
    std::error_code ignored;
    auto file = folder / "model.safetensors";
    if (!std::filesystem::exists(file, ignored)) file = folder / "pytorch_model.bin";
    if (!std::filesystem::exists(file, ignored))
        return fail(ErrorCode::NotFound,
                    "The text encoder's folder holds neither model.safetensors nor pytorch_model.bin",
                    utf8FromPath(folder));
    ATTUNE_TRY(const tensor::NamedTensors weights, tensor::readStateDict(file));
    return tensor::guarded("loading the text encoder", [&]() -> Result<std::shared_ptr<T5Encoder>> {
        auto encoder = std::make_shared<T5Encoder>(config, options);
        tensor::LoadPolicy policy;
        policy.unexpected = tensor::LoadPolicy::Unexpected::Ignore; // decoder.*, lm_head.* of a full model
        policy.substitute = [](const std::string& name,
                               const tensor::NamedTensors& source) -> std::optional<tensor::Substitute> {
            const std::string alias = "encoder.embed_tokens.weight";
            const at::Tensor* tensor = name == "shared.weight" ? source.find(alias) : nullptr;
            if (tensor == nullptr) return std::nullopt;
            return tensor::Substitute{*tensor, {alias}};
        };
        ATTUNE_CHECK(tensor::loadInto(*encoder, weights, "", policy));
        return encoder;
    });
}

at::Tensor T5Encoder::forward(const at::Tensor& ids, const at::Tensor& mask) {
    const at::NoGradGuard noGrad;
    return forwardTrainable(ids, mask);
}

at::Tensor T5Encoder::forwardTrainable(const at::Tensor& ids, const at::Tensor& mask) {
    const c10::Device device = m_embedding.device();
    at::Tensor x = at::embedding(m_embedding, ids.to(device));
    // The first block's position bias, with the mask in it, serves all blocks.
    const double lowest = x.scalar_type() == at::kHalf ? -65504.0
                          : x.scalar_type() == at::kBFloat16
                              ? -3.3895313892515355e38
                              : static_cast<double>(std::numeric_limits<float>::lowest());
    const at::Tensor padded = mask.to(device).eq(0).view({ids.size(0), 1, 1, ids.size(1)});
    const at::Tensor bias = m_blocks.front()
                                ->attention()
                                .positionBias(ids.size(1))
                                .masked_fill(padded, lowest)
                                .expand({-1, -1, ids.size(1), -1});
    for (const auto& block : m_blocks) x = block->forward(x, bias);
    return m_finalNorm->forward(x);
}

std::int64_t t5RelativeBucket(std::int64_t distance, std::int64_t buckets,
                              std::int64_t maxDistance) noexcept {
    const std::int64_t perSide = buckets / 2;
    const std::int64_t side = distance > 0 ? perSide : 0;
    const std::int64_t reach = std::abs(distance);
    const std::int64_t exact = perSide / 2;
    if (reach < exact) return side + reach;
    // In single precision and in this order, as the reference computes it.
    const float ratio =
        std::log(static_cast<float>(reach) / static_cast<float>(exact)) /
        static_cast<float>(std::log(static_cast<double>(maxDistance) / static_cast<double>(exact)));
    const auto large = exact + static_cast<std::int64_t>(ratio * static_cast<float>(perSide - exact));
    return side + std::min(large, perSide - 1);
}

} // namespace attune::model
