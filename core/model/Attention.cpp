// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Attention.h"

#include <ATen/Functions.h>

#include <cmath>

namespace attune::model {

namespace {

constexpr double kHeadNormEpsilon = 1e-6;
constexpr double kUnitLengthEpsilon = 1e-12;
constexpr double kDynamicTanhAlpha = 10.0; // initial value

// q [B,H,T,d], k and v [B,H,T',d]. Spelled out on the meta device, for which LibTorch has no kernel.
at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
    if (!q.is_meta()) return at::scaled_dot_product_attention(q, k, v);
    const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(-1)));
    return at::matmul(at::softmax(at::matmul(q, k.transpose(-2, -1)) * scale, -1), v);
}

} // namespace

HeadNorm::HeadNorm(config::QkNorm kind, std::int64_t headDim, const LayerOptions& options) : m_kind(kind) {
    if (kind == config::QkNorm::DynamicTanh) {
        m_alpha = register_parameter("alpha", options.empty({1}));
        m_weight = register_parameter("gamma", options.empty({headDim}));
        m_bias = register_parameter("beta", options.empty({headDim}));
        return;
    }
    m_weight = register_parameter("weight", options.empty({headDim}));
    m_bias = register_parameter("bias", options.empty({headDim}));
}

at::Tensor HeadNorm::forward(const at::Tensor& x) const {
    const at::Tensor result = m_kind == config::QkNorm::DynamicTanh
                                  ? m_weight * at::tanh(m_alpha * x) + m_bias
                                  : layerNorm(x, m_weight, m_bias, kHeadNormEpsilon);
    return result.to(x.scalar_type());
}

void HeadNorm::initialize(at::Generator&) {
    if (m_alpha.defined()) m_alpha.fill_(kDynamicTanhAlpha);
    m_weight.fill_(1.0);
    m_bias.zero_();
}

Attention::Attention(const config::TransformerConfig& config, std::int64_t contextDim,
                     const LayerOptions& options)
    : m_headDim(config.headDim()), m_heads(config.heads),
      m_keyHeads(contextDim > 0 ? contextDim / config.headDim() : config.heads), m_qkNorm(config.qkNorm) {
    const std::int64_t width = config.embedDim;
    if (contextDim > 0) {
        m_toQ = register_module("to_q", std::make_shared<Linear>(width, width, Linear::Bias::None, options));
        m_toKv = register_module(
            "to_kv", std::make_shared<Linear>(contextDim, 2 * contextDim, Linear::Bias::None, options));
    } else {
        m_toQkv = register_module("to_qkv",
                                  std::make_shared<Linear>(width, 3 * width, Linear::Bias::None, options));
    }
    const auto initial = config.zeroInitBranchOutputs ? Linear::Initial::Zero : Linear::Initial::Default;
    m_toOut = register_module("to_out",
                              std::make_shared<Linear>(width, width, Linear::Bias::None, options, initial));
    if (m_qkNorm == config::QkNorm::LayerNorm || m_qkNorm == config::QkNorm::DynamicTanh) {
        m_qNorm = register_module("q_norm", std::make_shared<HeadNorm>(m_qkNorm, m_headDim, options));
        m_kNorm = register_module("k_norm", std::make_shared<HeadNorm>(m_qkNorm, m_headDim, options));
    }
}

at::Tensor Attention::normalised(const at::Tensor& x, const std::shared_ptr<HeadNorm>& norm) const {
    if (norm) return norm->forward(x);
    if (m_qkNorm == config::QkNorm::L2)
        return x / at::linalg_vector_norm(x, 2, -1, true).clamp_min(kUnitLengthEpsilon);
    return x;
}

at::Tensor Attention::forward(const at::Tensor& x, const at::Tensor& context,
                              const RotaryTable& rotary) const {
    const std::int64_t batch = x.size(0);
    const std::int64_t tokens = x.size(1);
    at::Tensor q; // [B,T,H,d] until the transposition
    at::Tensor k;
    at::Tensor v;
    if (m_toQkv) {
        const at::Tensor qkv = m_toQkv->forward(x).view({batch, tokens, 3, m_heads, m_headDim});
        q = qkv.select(2, 0);
        k = qkv.select(2, 1);
        v = qkv.select(2, 2);
    } else {
        q = m_toQ->forward(x).view({batch, tokens, m_heads, m_headDim});
        const at::Tensor kv =
            m_toKv->forward(context).view({batch, context.size(1), 2, m_keyHeads, m_headDim});
        k = kv.select(2, 0);
        v = kv.select(2, 1);
    }
    q = normalised(q, m_qNorm);
    k = normalised(k, m_kNorm);
    if (rotary.isDefined()) {
        q = applyRotary(q, rotary, v.scalar_type());
        k = applyRotary(k, rotary, v.scalar_type());
    }
    if (m_keyHeads != m_heads) { // adjacent query heads share a key head
        k = k.repeat_interleave(m_heads / m_keyHeads, 2);
        v = v.repeat_interleave(m_heads / m_keyHeads, 2);
    }
    const at::Tensor attended = attend(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2));
    return m_toOut->forward(attended.transpose(1, 2).reshape({batch, tokens, m_heads * m_headDim}));
}

} // namespace attune::model
