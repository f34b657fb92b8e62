// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/OobleckAutoencoder.h"
#include "core/model/Pretransform.h"
#include "core/model/Snake.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

using namespace attune;
using namespace attune::model;
using namespace attune::test;

namespace {

const LayerOptions kDouble{c10::kCPU, c10::kDouble};

std::shared_ptr<OobleckAutoencoder> makeAutoencoder(const config::AutoencoderConfig& config,
                                                    const LayerOptions& options = {}) {
    auto autoencoder = std::make_shared<OobleckAutoencoder>(config, options);
    fillRandomly(*autoencoder, 7);
    return autoencoder;
}

} // namespace

class TestOobleckAutoencoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void snakeHasTheKnownValue();
    void snakeInPlaceEqualsSnake();
    void snakeGradientsByFiniteDifferences();
    void posteriorHasTheKnownValues();
    void evenStridesKeepLengths();
    void oddStridesLoseASampleAsTheReference();
    void gradientsByFiniteDifferences();
    void foldingKeepsTheNumbers();
    void foldedFormTakesPlainWeights();
    void inferenceLeavesItsInputAlone();
    void nearestUpsamplingHasItsOwnNames();
    void initialValuesAreThoseOfPyTorch();
    void pretransformScalesAndIsFrozen();
    void piecesOnlyWhereStridesKeepLengths();
    void pretransformWorksOnBatchesAlike();
    void realSizesWithoutMemory();
};

void TestOobleckAutoencoder::snakeHasTheKnownValue() {
    const at::Tensor zero = at::zeros({1});
    const at::Tensor y = snakeBeta(at::ones({1, 1, 1}), zero, zero);
    QVERIFY(std::abs(y.item<float>() - 1.70807342F) < 1e-6F);
}

void TestOobleckAutoencoder::snakeInPlaceEqualsSnake() {
    // Longer than one block, so that the blocks' seams are inside.
    const at::Tensor x = randomTensor({2, 5, 70000}, 1);
    const at::Tensor alpha = randomTensor({5}, 2);
    const at::Tensor beta = randomTensor({5}, 3);
    at::Tensor inPlace = x.clone();
    snakeBetaInPlace(inPlace, alpha, beta);
    QVERIFY(maxDifference(inPlace, snakeBeta(x, alpha, beta)) < 1e-6);
}

void TestOobleckAutoencoder::snakeGradientsByFiniteDifferences() {
    const at::Tensor x = randomTensor({2, 3, 5}, 1, c10::kDouble).requires_grad_();
    const at::Tensor alpha = randomTensor({3}, 2, c10::kDouble).requires_grad_();
    const at::Tensor beta = randomTensor({3}, 3, c10::kDouble).requires_grad_();
    const at::Tensor weights = randomTensor({2, 3, 5}, 4, c10::kDouble);
    QVERIFY(gradientError(
                {x, alpha, beta}, [&] { return (snakeBeta(x, alpha, beta) * weights).sum(); }, 8) < 1e-7);
}

void TestOobleckAutoencoder::posteriorHasTheKnownValues() {
    const Posterior posterior{at::zeros({1, 2, 1}), at::tensor({0.0, -3.0}, at::kDouble).view({1, 2, 1})};
    const at::Tensor stdev = posterior.stdev();
    QVERIFY(std::abs(stdev[0][0][0].item<double>() - 0.69324718) < 1e-8);
    QVERIFY(std::abs(stdev[0][1][0].item<double>() - 0.04868735) < 1e-8);
    const at::Tensor one = at::full({1, 2, 1}, 2.0, at::kDouble);
    QVERIFY(maxDifference(posterior.sample(one), stdev * 2) < 1e-12);
    // A standard normal has no divergence: softplus(s) + 1e-4 = 1.
    const Posterior standard{at::zeros({1, 2, 3}, at::kDouble),
                             at::full({1, 2, 3}, std::log(std::expm1(1.0 - 1e-4)), at::kDouble)};
    QVERIFY(std::abs(standard.kl().item<double>()) < 1e-12);
}

void TestOobleckAutoencoder::evenStridesKeepLengths() {
    const auto autoencoder = makeAutoencoder(smallAutoencoder());
    const Posterior posterior = autoencoder->encode(randomTensor({2, 2, 32 * 5}, 1));
    QCOMPARE(posterior.mean.sizes().vec(), (std::vector<std::int64_t>{2, 4, 5}));
    QCOMPARE(posterior.scale.sizes().vec(), (std::vector<std::int64_t>{2, 4, 5}));
    QCOMPARE(autoencoder->decode(posterior.mean).sizes().vec(), (std::vector<std::int64_t>{2, 2, 160}));
}

void TestOobleckAutoencoder::oddStridesLoseASampleAsTheReference() {
    const auto autoencoder = makeAutoencoder(smallAutoencoder({3, 2}));
    QCOMPARE(autoencoder->encode(randomTensor({1, 2, 6 * 4}, 1)).mean.size(2), std::int64_t{4});
    QCOMPARE(autoencoder->decode(randomTensor({1, 4, 4}, 1)).size(2), std::int64_t{4 * 2 * 3 - 1});
}

void TestOobleckAutoencoder::gradientsByFiniteDifferences() {
    config::AutoencoderConfig config = smallAutoencoder({2, 3});
    config.decoder.finalTanh = true;
    config.softClip = true;
    const auto autoencoder = makeAutoencoder(config, kDouble);
    const at::Tensor audio = randomTensor({1, 2, 24}, 1, c10::kDouble);
    const at::Tensor noise = randomTensor({1, 4, 4}, 2, c10::kDouble);
    const auto loss = [&] {
        const Posterior posterior = autoencoder->encode(audio);
        return autoencoder->decode(posterior.sample(noise)).square().mean() + 0.1 * posterior.kl();
    };
    QVERIFY(gradientError(autoencoder->parameters(), loss, 2) < 1e-6);
}

void TestOobleckAutoencoder::foldingKeepsTheNumbers() {
    for (const bool useSnake : {true, false}) {
        config::AutoencoderConfig config = smallAutoencoder();
        config.encoder.useSnake = useSnake;
        config.decoder.useSnake = useSnake;
        const auto autoencoder = makeAutoencoder(config);
        const at::Tensor audio = randomTensor({1, 2, 96}, 1);
        const at::Tensor raw = autoencoder->encodeRaw(audio);
        const at::Tensor decoded = autoencoder->decode(raw.narrow(1, 0, 4));
        QVERIFY(!autoencoder->isFolded());
        autoencoder->foldWeightNorm();
        autoencoder->foldWeightNorm();
        QVERIFY(autoencoder->isFolded());
        const at::NoGradGuard noGrad;
        QVERIFY(maxDifference(autoencoder->encodeRaw(audio), raw) < 1e-5);
        QVERIFY(maxDifference(autoencoder->decode(raw.narrow(1, 0, 4)), decoded) < 1e-5);
        for (const auto& [name, value] : tensor::stateDictOf(*autoencoder))
            QVERIFY(name.find("weight_") == std::string::npos);
    }
}

void TestOobleckAutoencoder::foldedFormTakesPlainWeights() {
    const auto normalised = makeAutoencoder(smallAutoencoder());
    normalised->foldWeightNorm();
    OobleckAutoencoder folded(smallAutoencoder(), {c10::kCPU, c10::kFloat, LayerOptions::WeightForm::Folded});
    ATTUNE_VERIFY_OK(tensor::loadInto(folded, tensor::stateDictOf(*normalised), ""));
    const at::NoGradGuard noGrad;
    const at::Tensor audio = randomTensor({1, 2, 64}, 1);
    QCOMPARE(maxDifference(folded.encodeRaw(audio), normalised->encodeRaw(audio)), 0.0);
}

void TestOobleckAutoencoder::inferenceLeavesItsInputAlone() {
    for (const bool useSnake : {true, false}) {
        config::AutoencoderConfig config = smallAutoencoder();
        config.encoder.useSnake = useSnake;
        config.decoder.useSnake = useSnake;
        const auto autoencoder = makeAutoencoder(config);
        const at::Tensor audio = randomTensor({1, 2, 64}, 1);
        const at::Tensor latents = randomTensor({1, 4, 3}, 2);
        const at::Tensor audioBefore = audio.clone();
        const at::Tensor latentsBefore = latents.clone();
        const at::Tensor withGradients = autoencoder->decode(latents).detach();
        const at::NoGradGuard noGrad;
        static_cast<void>(autoencoder->encode(audio));
        QVERIFY(maxDifference(autoencoder->decode(latents), withGradients) < 1e-6);
        QVERIFY(at::equal(audio, audioBefore));
        QVERIFY(at::equal(latents, latentsBefore));
    }
}

void TestOobleckAutoencoder::nearestUpsamplingHasItsOwnNames() {
    config::AutoencoderConfig config = smallAutoencoder();
    config.decoder.useNearestUpsample = true;
    const auto autoencoder = makeAutoencoder(config);
    const tensor::NamedTensors state = tensor::stateDictOf(*autoencoder);
    QVERIFY(state.contains("decoder.layers.1.layers.1.1.weight_g"));
    QVERIFY(!state.contains("decoder.layers.1.layers.1.1.bias"));
    QCOMPARE(autoencoder->decode(randomTensor({1, 4, 3}, 1)).size(2), std::int64_t{96});
}

void TestOobleckAutoencoder::initialValuesAreThoseOfPyTorch() {
    OobleckAutoencoder autoencoder(smallAutoencoder());
    initializeParameters(autoencoder, tensor::makeCpuGenerator(3));
    const tensor::NamedTensors state = tensor::stateDictOf(autoencoder);
    const at::Tensor v = *state.find("encoder.layers.0.weight_v"); // [3,2,7]: fan in 14
    QVERIFY(v.abs().max().item<double>() <= 1.0 / std::sqrt(14.0));
    QVERIFY(v.abs().max().item<double>() > 0.8 / std::sqrt(14.0));
    QVERIFY(maxDifference(*state.find("encoder.layers.0.weight_g"), at::norm_except_dim(v, 2, 0)) < 1e-6);
    QCOMPARE(state.find("encoder.layers.1.layers.3.alpha")->abs().max().item<double>(), 0.0);
    OobleckAutoencoder again(smallAutoencoder());
    initializeParameters(again, tensor::makeCpuGenerator(3));
    QVERIFY(at::equal(tensor::stateDictOf(again).at("decoder.layers.5.weight_v").value(),
                      *state.find("decoder.layers.5.weight_v")));
    const at::NoGradGuard noGrad;
    QVERIFY(at::isfinite(autoencoder.decode(autoencoder.encode(randomTensor({1, 2, 64}, 1)).mean))
                .all()
                .item<bool>());
}

void TestOobleckAutoencoder::pretransformScalesAndIsFrozen() {
    config::PretransformConfig config;
    config.autoencoder = smallAutoencoder();
    config.scale = 0.5;
    Pretransform pretransform(config);
    fillRandomly(pretransform, 7);
    for (const at::Tensor& parameter : pretransform.parameters()) QVERIFY(!parameter.requires_grad());
    const at::Tensor audio = randomTensor({2, 2, 96}, 1);
    const at::Tensor noise = randomTensor({2, 4, 3}, 2);
    const Posterior posterior = pretransform.posterior(audio);
    QVERIFY(maxDifference(pretransform.encode(audio, noise), posterior.sample(noise) * 2) < 1e-5);
    const at::Tensor latents = randomTensor({1, 4, 9}, 3);
    const at::NoGradGuard noGrad;
    QVERIFY(maxDifference(pretransform.decode(latents), pretransform.autoencoder().decode(latents * 0.5)) <
            1e-6);
    QVERIFY(maxDifference(pretransform.decodeInPieces(latents, 2), pretransform.decode(latents)) < 1e-5);
    QVERIFY(tensor::stateDictOf(pretransform).containsPrefix("model.encoder.layers.0."));
}

// A transposed convolution with an odd stride, 1 included, gives a sample less than its pieces would need.
void TestOobleckAutoencoder::piecesOnlyWhereStridesKeepLengths() {
    const at::NoGradGuard noGrad;
    const at::Tensor latents = randomTensor({1, 4, 9}, 3);
    for (const std::vector<std::int64_t>& strides : {std::vector<std::int64_t>{1, 2}, {3, 2}}) {
        config::PretransformConfig config;
        config.autoencoder = smallAutoencoder(strides);
        Pretransform pretransform(config);
        fillRandomly(pretransform, 7);
        QVERIFY(at::equal(pretransform.decodeInPieces(latents, 2), pretransform.decode(latents)));
    }
}

void TestOobleckAutoencoder::pretransformWorksOnBatchesAlike() {
    config::PretransformConfig config;
    config.autoencoder = smallAutoencoder();
    Pretransform whole(config);
    config.iterateBatch = true;
    Pretransform single(config);
    fillRandomly(whole, 7);
    fillRandomly(single, 7);
    const at::Tensor audio = randomTensor({3, 2, 96}, 1);
    QVERIFY(maxDifference(whole.posterior(audio).mean, single.posterior(audio).mean) < 1e-5);
    QVERIFY(maxDifference(whole.decode(randomTensor({3, 4, 5}, 2)),
                          single.decode(randomTensor({3, 4, 5}, 2))) < 1e-5);
}

void TestOobleckAutoencoder::realSizesWithoutMemory() {
    const config::ModelConfig config = realConfig("sao10");
    OobleckAutoencoder autoencoder(*config.anyAutoencoder(), {c10::kMeta, c10::kFloat});
    std::int64_t count = 0;
    for (const at::Tensor& parameter : autoencoder.parameters()) count += parameter.numel();
    QCOMPARE(count, std::int64_t{156112514});
    OobleckAutoencoder folded(*config.anyAutoencoder(),
                              {c10::kMeta, c10::kFloat, LayerOptions::WeightForm::Folded});
    QCOMPARE(folded.parameters().size(), std::size_t{291});
    count = 0;
    for (const at::Tensor& parameter : folded.parameters()) count += parameter.numel();
    QCOMPARE(count, std::int64_t{156077696});
}

QTEST_APPLESS_MAIN(TestOobleckAutoencoder)
#include "tst_OobleckAutoencoder.moc"
