// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/MemoryPlan.h"

#include <QTest>

#include <cmath>

using namespace attune;
using namespace attune::config;

namespace {

DiffusionConfig parsed(const char* text) {
    const Json document = Json::parse(text);
    return *readDiffusionConfig(JsonView(document, "model"));
}

constexpr const char* kAutoencoder = R"({"type":"autoencoder","config":{
    "encoder":{"type":"oobleck","config":{"in_channels":2,"channels":128,"c_mults":[1,2,4,8,16],"strides":[2,4,4,8,8],"latent_dim":128,"use_snake":true}},
    "decoder":{"type":"oobleck","config":{"out_channels":2,"channels":128,"c_mults":[1,2,4,8,16],"strides":[2,4,4,8,8],"latent_dim":64,"use_snake":true,"final_tanh":false}},
    "bottleneck":{"type":"vae"},"latent_dim":64,"downsampling_ratio":2048,"io_channels":2}})";

// The shapes of the published models, as their model_config.json has them.
DiffusionConfig stableAudioOpen() {
    return parsed((std::string(R"({"io_channels":64,"pretransform":)") + kAutoencoder + R"(,
        "conditioning":{"cond_dim":768,"configs":[
            {"id":"prompt","type":"t5","config":{"t5_model_name":"t5-base","max_length":128}},
            {"id":"seconds_start","type":"number","config":{"min_val":0,"max_val":512}},
            {"id":"seconds_total","type":"number","config":{"min_val":0,"max_val":512}}]},
        "diffusion":{"type":"dit","cross_attention_cond_ids":["prompt","seconds_start","seconds_total"],
            "global_cond_ids":["seconds_start","seconds_total"],
            "config":{"io_channels":64,"embed_dim":1536,"depth":24,"num_heads":24,"cond_token_dim":768,"global_cond_dim":1536,
                      "project_cond_tokens":false,"transformer_type":"continuous_transformer"}}})")
                      .c_str());
}

DiffusionConfig small() {
    return parsed((std::string(R"({"io_channels":64,"pretransform":)") + kAutoencoder + R"(,
        "conditioning":{"cond_dim":768,"configs":[
            {"id":"prompt","type":"t5","config":{"t5_model_name":"t5-base","max_length":64}},
            {"id":"seconds_total","type":"number","config":{"min_val":0,"max_val":256}}]},
        "diffusion":{"type":"dit","diffusion_objective":"rectified_flow","cross_attention_cond_ids":["prompt","seconds_total"],
            "global_cond_ids":["seconds_total"],
            "config":{"io_channels":64,"embed_dim":1024,"depth":16,"num_heads":8,"cond_token_dim":768,"global_cond_dim":768,
                      "transformer_type":"continuous_transformer","attn_kwargs":{"qk_norm":"ln"}}}})")
                      .c_str());
}

constexpr std::int64_t kGiB = 1LL << 30;

} // namespace

class TestMemoryPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parametersAreCountedExactly() {
        const ModelSizes large = sizesOf(stableAudioOpen(), 768);
        QCOMPARE(large.transformerParameters, 1'056'828'544);
        QCOMPARE(large.trainedParameters(), 1'057'225'088);
        QCOMPARE(large.crossTokens, 130);
        const ModelSizes little = sizesOf(small(), 768);
        QCOMPARE(little.transformerParameters, 340'879'488);
        QCOMPARE(little.trainedParameters(), 341'077'760);
        QCOMPARE(little.crossTokens, 65);
        // A text encoder of another width gets a projection.
        QCOMPARE(sizesOf(small(), 512).conditionerParameters - little.conditionerParameters, 512 * 768 + 768);
    }

    void fixedPartsFollowFromTheShapes() {
        RunSettings s;
        s.precision = Precision::Fp32;
        const MemoryEstimate m = estimateMemory(s, stableAudioOpen(), 768, 1024, MemoryKind::Gpu);
        // Weights, gradients, moments and averages of 1.06 billion numbers: 21.1 GB.
        QVERIFY(std::abs(static_cast<double>(m.weights + m.gradients + m.optimiser + m.averages) - 21.1e9) <
                0.1e9);
        QCOMPARE(m.castWeights, 0);
        s.ema.place = EmaPlace::Host;
        const MemoryEstimate onHost = estimateMemory(s, stableAudioOpen(), 768, 1024, MemoryKind::Gpu);
        QCOMPARE(onHost.averages, 0);
        QCOMPARE(onHost.hostAverages, m.averages);
    }

    void everySavingSaves() {
        const auto need = [](auto change) {
            RunSettings s;
            s.activationCheckpointing = false;
            s.precision = Precision::Fp32;
            change(s);
            return estimateMemory(s, small(), 768, 256, MemoryKind::Gpu).deviceBytes();
        };
        const std::int64_t plain = need([](RunSettings&) {});
        QVERIFY(need([](RunSettings& s) { s.activationCheckpointing = true; }) < plain);
        QVERIFY(need([](RunSettings& s) { s.batchSize = 2; }) < plain);
        QVERIFY(need([](RunSettings& s) { s.optimiser.type = "AdamW8bit"; }) < plain);
        QVERIFY(need([](RunSettings& s) { s.ema.place = EmaPlace::Host; }) < plain);
        QVERIFY(need([](RunSettings& s) { s.precision = Precision::Bf16Weights; }) < plain);
        // Gradients come as kept activations go: without many of the latter there is something to gain.
        const auto recomputing = [](RunSettings& s) { s.activationCheckpointing = true; };
        const auto both = [&](RunSettings& s) {
            recomputing(s);
            s.stepInBackward = true;
        };
        QVERIFY(need(both) < need(recomputing));
        QVERIFY(need([](RunSettings& s) { s.parts = TrainedParts::Lora; }) < plain);
        QVERIFY(need([](RunSettings& s) { s.batchSize = 8; }) > plain);
    }

    void adaptersAreCounted() {
        LoraSettings lora;
        lora.rank = 16;
        const TransformerConfig& c = small().transformer;
        const std::int64_t layer = 16 * ((1024 + 3072) + 2 * 1024 + 2 * 1024 + (1024 + 2048) + 2 * 1024 +
                                         (1024 + 8192) + (4096 + 1024));
        QCOMPARE(adapterParameters(c, lora), layer * 16);
        lora.targets = {"*.self_attn.to_out"};
        QCOMPARE(adapterParameters(c, lora), 16 * 2048 * 16);
    }

    void eightGigabytesAreEnough() {
        RunSettings s;
        const auto little = suggestSettingsToFit(s, small(), 768, 256, 44100, 15 * kGiB / 2);
        QVERIFY2(little.has_value(), little ? "" : little.error().describe().c_str());
        QVERIFY(little->estimate.deviceBytes() <= 15 * kGiB / 2);
        QVERIFY(little->settings.parts == TrainedParts::Full);
        QVERIFY(validateRunSettings(little->settings).has_value());
        const auto large = suggestSettingsToFit(s, stableAudioOpen(), 768, 1024, 44100, 15 * kGiB / 2);
        QVERIFY2(large.has_value(), large ? "" : large.error().describe().c_str());
        QVERIFY(large->settings.parts == TrainedParts::Full);
        QVERIFY(!large->changes.empty());
        QVERIFY(validateRunSettings(large->settings).has_value());
    }

    // A run that no longer accumulates learns otherwise, and that is said.
    void sideEffectsAreSaid() {
        RunSettings s;
        s.batchSize = 1;
        s.accumulation = 8;
        s.gradientClip = 1.0;
        auto everything = suggestSettingsToFit(s, stableAudioOpen(), 768, 1024, 44100, 8 * kGiB);
        for (std::int64_t quarters = 31; everything && !everything->settings.stepInBackward && quarters > 0;
             --quarters)
            everything = suggestSettingsToFit(s, stableAudioOpen(), 768, 1024, 44100, quarters * kGiB / 4);
        QVERIFY2(everything.has_value(), everything ? "" : everything.error().describe().c_str());
        QCOMPARE(everything->settings.accumulation, std::int64_t{1});
        const auto saying = [&](const char* words) {
            return std::any_of(
                everything->changes.begin(), everything->changes.end(),
                [&](const std::string& change) { return change.find(words) != std::string::npos; });
        };
        QVERIFY(saying("from 1 clip instead of 8"));
        QVERIFY(saying("no longer clipped"));
    }

    void whatFitsIsLeftAlone() {
        RunSettings s;
        const auto fits = suggestSettingsToFit(s, small(), 768, 256, 44100, 80 * kGiB);
        QVERIFY(fits.has_value());
        QVERIFY(fits->changes.empty());
        QVERIFY(fits->settings == s);
    }

    void tooLittleIsSaid() {
        const auto none = suggestSettingsToFit({}, stableAudioOpen(), 768, 1024, 44100, kGiB);
        QVERIFY(!none.has_value());
        QVERIFY(none.error().code == ErrorCode::DeviceOutOfMemory);
    }

    void diskIsForeseen() {
        RunSettings s;
        s.precision = Precision::Fp32;
        s.checkpoints.every = 500;
        s.checkpoints.keepLast = 3;
        s.steps = 10000;
        const std::int64_t each = checkpointBytes(s, small(), 768);
        QVERIFY(std::abs(static_cast<double>(each) - 16.0 * 341e6) < 0.1e9);
        QCOMPARE(runBytes(s, small(), 768), each * 5); // three, the best, and one being written
        s.steps = 600;
        QCOMPARE(runBytes(s, small(), 768), each * 2);
        s.checkpoints.keepLast = 0;
        s.steps = 5000;
        QCOMPARE(runBytes(s, small(), 768), each * 10);
        s.steps = 1'000'000'000; // every one of them kept: more bytes than there are numbers
        s.checkpoints.every = 1;
        QVERIFY(runBytes(s, stableAudioOpen(), 768) > each);
    }
};

QTEST_APPLESS_MAIN(TestMemoryPlan)
#include "tst_MemoryPlan.moc"
