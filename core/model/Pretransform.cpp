// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Pretransform.h"

#include "core/model/ChunkedCoding.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace attune::model {

namespace {

at::Tensor eachItem(const at::Tensor& batch, const std::function<at::Tensor(const at::Tensor&)>& code) {
    if (batch.size(0) == 1) return code(batch);
    std::vector<at::Tensor> results;
    for (const at::Tensor& item : batch.split(1, 0)) results.push_back(code(item));
    return at::cat(results, 0);
}

bool hasEvenStrides(const config::OobleckDecoderConfig& config) {
    return std::ranges::all_of(config.strides, [](std::int64_t stride) { return stride % 2 == 0; });
}

} // namespace

Pretransform::Pretransform(const config::PretransformConfig& config, const LayerOptions& options)
    : m_config(config) {
    m_model = register_module("model", std::make_shared<OobleckAutoencoder>(config.autoencoder, options));
    for (at::Tensor& parameter : m_model->parameters()) parameter.set_requires_grad(false);
    eval();
}

Posterior Pretransform::posterior(const at::Tensor& audio) {
    const at::NoGradGuard noGrad;
    const at::Tensor input = audio.to(m_model->tensorOptions());
    if (m_config.chunked) {
        Posterior result = encodeChunked(*m_model, input, {});
        return {result.mean.to(at::kFloat), result.scale.to(at::kFloat)};
    }
    const auto code = [&](const at::Tensor& item) { return m_model->encodeRaw(item); };
    const at::Tensor raw = m_config.iterateBatch ? eachItem(input, code) : code(input);
    return Posterior::fromEncoderOutput(raw.to(at::kFloat));
}

at::Tensor Pretransform::encode(const at::Tensor& audio, const at::Tensor& noise) {
    const at::NoGradGuard noGrad;
    const at::Tensor latents = posterior(audio).sample(noise.to(at::kFloat));
    return m_config.scale == 1.0 ? latents : latents / m_config.scale;
}

at::Tensor Pretransform::decode(const at::Tensor& latents) {
    const at::NoGradGuard noGrad;
    const at::Tensor input =
        (m_config.scale == 1.0 ? latents : latents * m_config.scale).to(m_model->tensorOptions());
    if (m_config.chunked) return decodeChunked(*m_model, input, {}).to(at::kFloat);
    const auto code = [&](const at::Tensor& item) { return m_model->decode(item); };
    return (m_config.iterateBatch ? eachItem(input, code) : code(input)).to(at::kFloat);
}

at::Tensor Pretransform::decodeInPieces(const at::Tensor& latents, std::int64_t pieceFrames) {
    if (m_config.chunked || !hasEvenStrides(m_config.autoencoder.decoder)) return decode(latents);
    const at::NoGradGuard noGrad;
    const at::Tensor input =
        (m_config.scale == 1.0 ? latents : latents * m_config.scale).to(m_model->tensorOptions());
    return eachItem(input,
                    [&](const at::Tensor& item) {
                        return attune::model::decodeInPieces(*m_model, item, pieceFrames);
                    })
        .to(at::kFloat);
}

} // namespace attune::model
