// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "autoencoder": encode, sample, decode, pretransform, chunked coding and the gradients of a VAE loss.
#include "app/parity/Parity.h"
#include "app/parity/ParityModels.h"

#include "core/config/ModelConfig.h"
#include "core/model/ChunkedCoding.h"
#include "core/model/ModelFactory.h"
#include "core/model/OobleckAutoencoder.h"
#include "core/model/Pretransform.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

void compareCoding(model::OobleckAutoencoder& autoencoder, const Tensors& inputs, const Tensors& expected,
                   Tolerance tolerance, Report& report) {
    const at::NoGradGuard noGrad;
    const model::Posterior posterior = autoencoder.encode(inputs.at("audio"));
    const at::Tensor latents = posterior.sample(inputs.at("noise"));
    report.compare("mean", posterior.mean, expected.at("mean"), tolerance);
    report.compare("scale", posterior.scale, expected.at("scale"), tolerance);
    report.compare("stdev", posterior.stdev(), expected.at("stdev"), tolerance);
    report.compare("latents", latents, expected.at("latents"), tolerance);
    report.compare("kl", posterior.kl(), expected.at("kl"), tolerance);
    report.compare("decoded", autoencoder.decode(latents), expected.at("decoded"), tolerance);
}

// The folded form must give what the normalised one gives.
Result<void> compareFolded(const config::AutoencoderConfig& config, const tensor::NamedTensors& weights,
                           const Tensors& inputs, const Tensors& expected, Tolerance tolerance,
                           Report& report) {
    ATTUNE_TRY(const model::LoadedAutoencoder loaded,
               model::ModelFactory::loadAutoencoderFrom(config, weights));
    const at::NoGradGuard noGrad;
    report.compare("mean (folded)", loaded.autoencoder->encode(inputs.at("audio")).mean, expected.at("mean"),
                   tolerance);
    report.compare("decoded (folded)", loaded.autoencoder->decode(expected.at("latents")),
                   expected.at("decoded"), tolerance);
    return {};
}

void compareChunked(model::OobleckAutoencoder& autoencoder, const Fixture& fixture, const Tensors& inputs,
                    const Tensors& expected, Report& report) {
    const at::NoGradGuard noGrad;
    for (const config::Json& entry : fixture.description.value("chunked", config::Json::array())) {
        const std::string name = entry.at("name").get<std::string>();
        const auto frames = entry.at("frames").get<std::int64_t>();
        const model::ChunkOptions options{entry.at("chunk_size").get<std::int64_t>(),
                                          entry.at("overlap").get<std::int64_t>()};
        const at::Tensor audio =
            inputs.at("long_audio").narrow(2, 0, frames * autoencoder.downsamplingRatio());
        const at::Tensor latents = inputs.at("long_latents").narrow(2, 0, frames);
        const auto compare = [&](const std::string& key, const at::Tensor& actual) {
            report.compare(key, actual, expected.at(key), fixture.tolerance);
        };
        compare("chunked/" + name + "/encoded", model::encodeChunked(autoencoder, audio, options).mean);
        compare("chunked/" + name + "/decoded", model::decodeChunked(autoencoder, latents, options));
        compare("whole/" + name + "/encoded", autoencoder.encode(audio).mean);
        compare("whole/" + name + "/decoded", autoencoder.decode(latents));
    }
}

Result<void> comparePretransform(const Fixture& fixture, const tensor::NamedTensors& weights,
                                 const Tensors& inputs, const Tensors& expected, Report& report) {
    ATTUNE_TRY(const config::Json document, config::readJsonFile(fixture.folder / "pretransform.json"));
    ATTUNE_TRY(const config::PretransformConfig config,
               config::readPretransformConfig(config::JsonView(document, "pretransform")));
    model::Pretransform pretransform(config);
    ATTUNE_CHECK(tensor::loadInto(pretransform.autoencoder(), weights, ""));
    const at::Tensor latents = pretransform.encode(inputs.at("audio"), inputs.at("noise"));
    report.compare("pretransform_latents", latents, expected.at("pretransform_latents"), fixture.tolerance);
    report.compare("pretransform_decoded", pretransform.decode(latents), expected.at("pretransform_decoded"),
                   fixture.tolerance);
    return {};
}

} // namespace

Result<void> runAutoencoder(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const config::ModelConfig config, config::ModelConfig::read(fixture.folder / "model.json"));
    ATTUNE_TRY(const tensor::NamedTensors weights,
               tensor::readSafeTensors(fixture.folder / "weights.safetensors"));
    ATTUNE_TRY(const Tensors inputs, fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(const Tensors expected, fixture.tensors("expected.safetensors"));
    model::LoadOptions options;
    options.fold = model::LoadOptions::Fold::No;
    ATTUNE_TRY(const model::LoadedAutoencoder loaded,
               model::ModelFactory::loadAutoencoderFrom(*config.autoencoder, weights, options));
    model::OobleckAutoencoder& autoencoder = *loaded.autoencoder;

    compareCoding(autoencoder, inputs, expected, fixture.tolerance, report);
    ATTUNE_CHECK(compareFolded(*config.autoencoder, weights, inputs, expected, fixture.tolerance, report));
    ATTUNE_CHECK(comparePretransform(fixture, weights, inputs, expected, report));
    compareChunked(autoencoder, fixture, inputs, expected, report);

    if (!expected.contains("loss"))
        return {}; // odd strides change the length, so there is nothing to compare with
    const model::Posterior posterior = autoencoder.encode(inputs.at("audio"));
    const at::Tensor decoded = autoencoder.decode(posterior.sample(inputs.at("noise")));
    const at::Tensor loss = at::mse_loss(decoded, inputs.at("audio")) +
                            posterior.kl() * fixture.description.at("kl_weight").get<double>();
    report.compare("loss", loss, expected.at("loss"), fixture.tolerance);
    loss.backward();
    compareGradients(fixture, tensor::stateDictOf(autoencoder), expected, report);
    return {};
}

} // namespace attune::parity
