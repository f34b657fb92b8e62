// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Attention.h"
#include "core/model/DiffusionTransformer.h"
#include "core/model/FeedForward.h"
#include "core/model/Guidance.h"
#include "core/model/Recompute.h"
#include "core/model/Rotary.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"

#include <ATen/Functions.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <functional>

using namespace attune;
using namespace attune::model;
using namespace attune::test;

namespace {

using Change = std::function<void(config::TransformerConfig&)>;

struct Inputs {
    at::Tensor x;
    at::Tensor t;
    DiffusionCondition condition;
};

Inputs makeInputs(const config::TransformerConfig& config, const at::TensorOptions& options,
                  std::int64_t batch = 2, std::int64_t frames = 8) {
    const auto make = [&](at::IntArrayRef shape, std::uint64_t seed) {
        return options.device().is_meta() ? at::empty(shape, options) : randomTensor(shape, seed).to(options);
    };
    Inputs inputs{make({batch, config.ioChannels, frames}, 1), make({batch}, 2).sigmoid(), {}};
    if (config.condTokenDim > 0) inputs.condition.crossAttention = make({batch, 5, config.condTokenDim}, 3);
    if (config.globalCondDim > 0) inputs.condition.global = make({batch, config.globalCondDim}, 4);
    return inputs;
}

std::shared_ptr<DiffusionTransformer> makeTransformer(const config::TransformerConfig& config,
                                                      const LayerOptions& options = {}) {
    auto transformer = std::make_shared<DiffusionTransformer>(config, options);
    fillRandomly(*transformer, 11);
    return transformer;
}

std::vector<at::Tensor> gradientsOf(DiffusionTransformer& transformer, const Inputs& inputs) {
    transformer.zero_grad();
    transformer.forward(inputs.x, inputs.t, inputs.condition).square().mean().backward();
    std::vector<at::Tensor> gradients;
    for (const at::Tensor& parameter : transformer.parameters())
        gradients.push_back(parameter.grad().clone());
    return gradients;
}

class AutocastOnCpu {
public:
    AutocastOnCpu() {
        at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
        at::autocast::set_autocast_enabled(at::kCPU, true);
    }
    ~AutocastOnCpu() {
        at::autocast::set_autocast_enabled(at::kCPU, false);
        at::autocast::clear_cache();
    }
    AutocastOnCpu(const AutocastOnCpu&) = delete;
    AutocastOnCpu& operator=(const AutocastOnCpu&) = delete;
};

} // namespace

class TestDiffusionTransformer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gradientsByFiniteDifferences_data();
    void gradientsByFiniteDifferences();
    void keepsShapesAndTypes_data();
    void keepsShapesAndTypes();
    void keysOfOptions();
    void droppedItemsSeeNoCondition();
    void refusesConditionsItHasNoInputFor();
    void rotaryTurnsByTheAngle();
    void rotaryStaysExactInHalfPrecision();
    void gatedSiluEqualsItsDefinition();
    void recomputationGivesTheSameBits();
    void recomputationRestoresGenerators();
    void recomputationUnderAutocast();
    void guidanceFollowsItsFormula();
    void guidanceIntervalLooksAtTheFirstItem();
    void initialOutputIsZero();
    void realSizesOnTheMetaDevice();
};

void TestDiffusionTransformer::gradientsByFiniteDifferences_data() {
    QTest::addColumn<Change>("change");
    QTest::newRow("plain") << Change([](config::TransformerConfig&) {});
    QTest::newRow("layer norm of q and k")
        << Change([](config::TransformerConfig& c) { c.qkNorm = config::QkNorm::LayerNorm; });
    QTest::newRow("unit q and k") << Change(
        [](config::TransformerConfig& c) { c.qkNorm = config::QkNorm::L2; });
    QTest::newRow("dynamic tanh") << Change(
        [](config::TransformerConfig& c) { c.qkNorm = config::QkNorm::DynamicTanh; });
    QTest::newRow("adaLN") << Change(
        [](config::TransformerConfig& c) { c.globalCondition = config::GlobalConditionKind::AdaLN; });
    QTest::newRow("shared keys") << Change([](config::TransformerConfig& c) {
        c.condTokenDim = 32;
        c.projectCondTokens = false;
    });
    QTest::newRow("memory tokens and patches") << Change([](config::TransformerConfig& c) {
        c.memoryTokens = 3;
        c.patchSize = 2;
    });
    QTest::newRow("no gate, no bias, learned norm bias") << Change([](config::TransformerConfig& c) {
        c.feedForwardGlu = false;
        c.feedForwardBias = false;
        c.normBias = true;
        c.normForceFp32 = false;
    });
    QTest::newRow("no rotary, no conditions") << Change([](config::TransformerConfig& c) {
        c.rotaryPositions = false;
        c.condTokenDim = 0;
        c.globalCondDim = 0;
    });
    QTest::newRow("cross-attention in the first layer only")
        << Change([](config::TransformerConfig& c) { c.finalCrossAttentionLayer = 0; });
}

void TestDiffusionTransformer::gradientsByFiniteDifferences() {
    QFETCH(Change, change);
    config::TransformerConfig config = smallTransformer();
    change(config);
    const auto transformer = makeTransformer(config, {c10::kCPU, c10::kDouble});
    Inputs inputs = makeInputs(config, at::TensorOptions().dtype(at::kDouble), 2, 4);
    std::vector<at::Tensor> leaves = transformer->parameters();
    leaves.push_back(inputs.x.requires_grad_());
    if (inputs.condition.global.defined()) leaves.push_back(inputs.condition.global.requires_grad_());
    if (inputs.condition.crossAttention.defined())
        leaves.push_back(inputs.condition.crossAttention.requires_grad_());
    const auto loss = [&] {
        return transformer->forward(inputs.x, inputs.t, inputs.condition).square().mean();
    };
    const double error = gradientError(leaves, loss, 2);
    QVERIFY2(error < 2e-5, qPrintable(QString::number(error)));
}

void TestDiffusionTransformer::keepsShapesAndTypes_data() {
    gradientsByFiniteDifferences_data();
}

// Forward, backward and guidance with no numbers at all: a tensor made on the wrong device would throw.
void TestDiffusionTransformer::keepsShapesAndTypes() {
    QFETCH(Change, change);
    config::TransformerConfig config = smallTransformer();
    change(config);
    if (config.qkNorm == config::QkNorm::L2)
        QSKIP("LibTorch has no meta kernel for the gradient of a vector's length");
    const auto meta = at::TensorOptions().device(at::kMeta);
    for (const c10::ScalarType type : {c10::kFloat, c10::kBFloat16, c10::kHalf}) {
        for (const ActivationMemory memory : {ActivationMemory::Keep, ActivationMemory::Recompute}) {
            DiffusionTransformer transformer(config, {c10::kMeta, type});
            transformer.setActivationMemory(memory);
            const Inputs inputs = makeInputs(config, meta);
            const at::Tensor dropped =
                config.condTokenDim > 0 ? at::empty({2}, meta.dtype(at::kBool)) : at::Tensor();
            const at::Tensor output = transformer.forward(inputs.x, inputs.t, inputs.condition, dropped);
            QCOMPARE(output.sizes().vec(), inputs.x.sizes().vec());
            QVERIFY(output.is_meta());
            QCOMPARE(output.scalar_type(), type);
            output.sum().backward();
            for (const auto& parameter : transformer.named_parameters()) {
                QVERIFY2(parameter.value().grad().defined(), parameter.key().c_str());
                QCOMPARE(parameter.value().grad().scalar_type(), type);
            }
            const GuidedOutput guided = guidedOutput(transformer, config::Objective::V, inputs.x, inputs.t,
                                                     inputs.condition, {}, {.scale = 3.0});
            QCOMPARE(guided.guided.sizes().vec(), inputs.x.sizes().vec());
        }
    }
}

void TestDiffusionTransformer::keysOfOptions() {
    config::TransformerConfig config = smallTransformer();
    config.globalCondition = config::GlobalConditionKind::AdaLN;
    config.memoryTokens = 2;
    config.qkNorm = config::QkNorm::DynamicTanh;
    config.normBias = true;
    config.normFixScale = true;
    config.feedForwardGlu = false;
    const DiffusionTransformer transformer(config, {c10::kMeta, c10::kFloat});
    std::vector<std::string> names;
    for (const auto& [name, shape] : keysOf(transformer)) names.push_back(name);
    const auto place = [&](const std::string& name) {
        return std::find(names.begin(), names.end(), name) - names.begin();
    };
    const auto count = static_cast<std::ptrdiff_t>(names.size());
    for (const char* name :
         {"transformer.memory_tokens", "transformer.layers.0.to_scale_shift_gate",
          "transformer.layers.1.self_attn.q_norm.alpha", "transformer.layers.0.ff.ff.0.1.weight",
          "transformer.global_cond_embedder.2.bias"})
        QVERIFY2(place(name) < count, name);
    QVERIFY(place("transformer.memory_tokens") < place("transformer.layers.0.to_scale_shift_gate"));
    QVERIFY(place("transformer.rotary_pos_emb.inv_freq") <
            place("transformer.global_cond_embedder.0.weight"));
    std::vector<std::string> parameters;
    for (const auto& item : transformer.named_parameters()) parameters.push_back(item.key());
    QVERIFY(std::find(parameters.begin(), parameters.end(), "transformer.layers.0.pre_norm.beta") !=
            parameters.end());
    QVERIFY(std::find(parameters.begin(), parameters.end(), "transformer.layers.0.pre_norm.gamma") ==
            parameters.end());
}

void TestDiffusionTransformer::droppedItemsSeeNoCondition() {
    const auto transformer = makeTransformer(smallTransformer());
    const Inputs inputs = makeInputs(transformer->config(), {});
    const at::NoGradGuard noGrad;
    const at::Tensor dropped = at::tensor({0, 1}, at::kLong).to(at::kBool);
    const at::Tensor output = transformer->forward(inputs.x, inputs.t, inputs.condition, dropped);
    DiffusionCondition nothing = inputs.condition;
    nothing.crossAttention = at::zeros_like(nothing.crossAttention);
    QVERIFY(maxDifference(output[0], transformer->forward(inputs.x, inputs.t, inputs.condition)[0]) < 1e-6);
    QVERIFY(maxDifference(output[1], transformer->forward(inputs.x, inputs.t, nothing)[1]) < 1e-6);
    QVERIFY(maxDifference(output[1], transformer->forward(inputs.x, inputs.t, inputs.condition)[1]) > 1e-3);
}

void TestDiffusionTransformer::refusesConditionsItHasNoInputFor() {
    config::TransformerConfig config = smallTransformer();
    const Inputs inputs = makeInputs(config, {});
    config.condTokenDim = 0;
    config.globalCondDim = 0;
    const auto transformer = makeTransformer(config);
    QVERIFY_THROWS_EXCEPTION(c10::Error, static_cast<void>(transformer->forward(
                                             inputs.x, inputs.t, {inputs.condition.crossAttention, {}, {}})));
    QVERIFY_THROWS_EXCEPTION(c10::Error, static_cast<void>(transformer->forward(
                                             inputs.x, inputs.t, {{}, {}, inputs.condition.global})));
}

void TestDiffusionTransformer::rotaryTurnsByTheAngle() {
    const RotaryEmbedding rotary(80, {}); // 40 of 80 elements turn
    const RotaryTable table = rotary.table(3);
    QCOMPARE(table.cosine.sizes().vec(), (std::vector<std::int64_t>{3, 20}));
    at::Tensor x = at::zeros({1, 3, 1, 80});
    x.select(3, 1).fill_(1.0);  // first half, frequency 1
    x.select(3, 50).fill_(2.0); // passes through
    const at::Tensor y = applyRotary(x, table, at::kFloat);
    const double angle = 2.0 * std::pow(10000.0, -2.0 / 40.0);
    QVERIFY(std::abs(y[0][2][0][1].item<double>() - std::cos(angle)) < 1e-6);
    QVERIFY(std::abs(y[0][2][0][21].item<double>() - std::sin(angle)) < 1e-6);
    QCOMPARE(y[0][2][0][50].item<double>(), 2.0);
    QVERIFY(maxDifference(y[0][0], x[0][0]) == 0.0); // position 0
    QVERIFY(std::abs((y.square().sum() - x.square().sum()).item<double>()) < 1e-5);
    // Heads of 66 elements: 33 frequencies' exponents, 34 elements turn.
    QCOMPARE(RotaryEmbedding(66, {}).table(2).cosine.size(1), std::int64_t{17});
    QCOMPARE(RotaryEmbedding(32, {}).table(2).cosine.size(1), std::int64_t{16});
}

void TestDiffusionTransformer::rotaryStaysExactInHalfPrecision() {
    const RotaryTable wide = RotaryEmbedding(64, {}).table(300);
    const RotaryTable half = RotaryEmbedding(64, {c10::kCPU, c10::kHalf}).table(300);
    QVERIFY(maxDifference(wide.cosine, half.cosine) < 1e-7);
    QCOMPARE(half.cosine.scalar_type(), at::kFloat);
}

void TestDiffusionTransformer::gatedSiluEqualsItsDefinition() {
    const at::Tensor x = randomTensor({2, 3, 8}, 1, c10::kDouble).requires_grad_();
    const auto halves = x.chunk(2, -1);
    QVERIFY(maxDifference(gatedSilu(x), halves[0] * at::silu(halves[1])) < 1e-12);
    QVERIFY(gradientError(
                {x}, [&] { return gatedSilu(x).square().sum(); }, 16) < 1e-7);
}

void TestDiffusionTransformer::recomputationGivesTheSameBits() {
    for (const auto kind : {config::GlobalConditionKind::Prepend, config::GlobalConditionKind::AdaLN}) {
        config::TransformerConfig config = smallTransformer();
        config.globalCondition = kind;
        config.qkNorm = config::QkNorm::LayerNorm;
        const auto transformer = makeTransformer(config);
        Inputs inputs = makeInputs(config, {});
        inputs.condition.crossAttention.requires_grad_();
        const std::vector<at::Tensor> kept = gradientsOf(*transformer, inputs);
        const at::Tensor contextGradient = inputs.condition.crossAttention.grad().clone();
        inputs.condition.crossAttention.mutable_grad().reset();
        transformer->setActivationMemory(ActivationMemory::Recompute);
        const std::vector<at::Tensor> recomputed = gradientsOf(*transformer, inputs);
        for (std::size_t i = 0; i < kept.size(); ++i) QVERIFY(at::equal(kept[i], recomputed[i]));
        QVERIFY(at::equal(inputs.condition.crossAttention.grad(), contextGradient));
    }
}

void TestDiffusionTransformer::recomputationRestoresGenerators() {
    const at::Tensor x = randomTensor({4, 4}, 1).requires_grad_();
    const at::Tensor w = randomTensor({4, 4}, 2).requires_grad_();
    const auto gradients = [&](bool recompute) {
        at::Generator generator = tensor::makeCpuGenerator(5);
        const auto function = [generator, w](const std::vector<at::Tensor>& inputs) {
            return at::mm(inputs[0], w) * at::empty_like(w).bernoulli_(0.5, generator);
        };
        const at::Tensor y =
            recompute ? attune::model::recomputed(function, {x}, {w}, {generator}) : function({x});
        const at::Tensor next = at::rand({1}, generator);
        const auto result = torch::autograd::grad({y.square().sum()}, {x, w});
        // The backward pass leaves the generator where it was.
        return std::vector<at::Tensor>{result[0], result[1], next, at::rand({1}, generator)};
    };
    const auto plain = gradients(false);
    const auto again = gradients(true);
    for (std::size_t i = 0; i < plain.size(); ++i) QVERIFY(at::equal(plain[i], again[i]));
}

void TestDiffusionTransformer::recomputationUnderAutocast() {
    const auto transformer = makeTransformer(smallTransformer());
    const Inputs inputs = makeInputs(transformer->config(), {});
    const auto gradients = [&](ActivationMemory memory) {
        transformer->setActivationMemory(memory);
        transformer->zero_grad();
        at::Tensor loss;
        {
            const AutocastOnCpu autocast;
            loss = transformer->forward(inputs.x, inputs.t, inputs.condition).to(at::kFloat).square().mean();
        }
        loss.backward(); // outside of autocast, as training does it
        std::vector<at::Tensor> result;
        for (const at::Tensor& parameter : transformer->parameters())
            result.push_back(parameter.grad().clone());
        return result;
    };
    const auto kept = gradients(ActivationMemory::Keep);
    const auto recomputed = gradients(ActivationMemory::Recompute);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        QCOMPARE(recomputed[i].scalar_type(), at::kFloat);
        QVERIFY(at::equal(kept[i], recomputed[i]));
    }
}

void TestDiffusionTransformer::guidanceFollowsItsFormula() {
    const auto transformer = makeTransformer(smallTransformer());
    const Inputs inputs = makeInputs(transformer->config(), {});
    const at::NoGradGuard noGrad;
    const at::Tensor c = transformer->forward(inputs.x, inputs.t, inputs.condition);
    DiffusionCondition nothing = inputs.condition;
    nothing.crossAttention = at::zeros_like(nothing.crossAttention);
    const at::Tensor u = transformer->forward(inputs.x, inputs.t, nothing);
    const GuidedOutput plain = guidedOutput(*transformer, config::Objective::V, inputs.x, inputs.t,
                                            inputs.condition, {}, {.scale = 4.0});
    QVERIFY(maxDifference(plain.guided, u + 4.0 * (c - u)) < 1e-5);
    QVERIFY(maxDifference(plain.unguided, u) < 1e-6);

    DiffusionCondition negative;
    negative.crossAttention = randomTensor({2, 5, 24}, 9);
    negative.crossAttentionMask = at::tensor({1, 1, 0, 0, 0, 1, 1, 1, 1, 1}, at::kLong).view({2, 5});
    DiffusionCondition masked = inputs.condition;
    masked.crossAttention = negative.crossAttention * negative.crossAttentionMask.unsqueeze(2).to(at::kFloat);
    const at::Tensor n = transformer->forward(inputs.x, inputs.t, masked);
    const GuidedOutput other = guidedOutput(*transformer, config::Objective::V, inputs.x, inputs.t,
                                            inputs.condition, negative, {.scale = 2.0});
    QVERIFY(maxDifference(other.guided, n + 2.0 * (c - n)) < 1e-5);

    const at::Tensor full = u + 4.0 * (c - u);
    const at::Tensor rescaled = full * (c.std(1, true, true) / full.std(1, true, true));
    const GuidedOutput half = guidedOutput(*transformer, config::Objective::V, inputs.x, inputs.t,
                                           inputs.condition, {}, {.scale = 4.0, .rescale = 0.5});
    QVERIFY(maxDifference(half.guided, 0.5 * rescaled + 0.5 * full) < 1e-5);
    QVERIFY(maxDifference(
                guidedOutput(*transformer, config::Objective::V, inputs.x, inputs.t, inputs.condition, {}, {})
                    .guided,
                c) == 0.0);
}

void TestDiffusionTransformer::guidanceIntervalLooksAtTheFirstItem() {
    const auto transformer = makeTransformer(smallTransformer());
    Inputs inputs = makeInputs(transformer->config(), {});
    inputs.t = at::tensor({0.5F, 0.9F});
    const at::NoGradGuard noGrad;
    const at::Tensor plain = transformer->forward(inputs.x, inputs.t, inputs.condition);
    const auto isGuided = [&](config::Objective objective, double low, double high) {
        const GuidanceOptions guidance{.scale = 3.0, .intervalLow = low, .intervalHigh = high};
        return maxDifference(
                   guidedOutput(*transformer, objective, inputs.x, inputs.t, inputs.condition, {}, guidance)
                       .guided,
                   plain) > 1e-4;
    };
    QVERIFY(isGuided(config::Objective::RectifiedFlow, 0.4, 0.6));
    QVERIFY(!isGuided(config::Objective::RectifiedFlow, 0.8, 1.0));
    QVERIFY(!isGuided(config::Objective::V, 0.4, 0.6)); // sin(pi/4) = 0.707
    QVERIFY(isGuided(config::Objective::V, 0.7, 0.71));
}

void TestDiffusionTransformer::initialOutputIsZero() {
    config::TransformerConfig config = smallTransformer();
    DiffusionTransformer transformer(config, {});
    initializeParameters(transformer, tensor::makeCpuGenerator(1));
    for (const auto& [name, value] : tensor::stateDictOf(transformer)) {
        QVERIFY2(at::isfinite(value).all().item<bool>(), name.c_str());
        const bool isBranchEnd = name.ends_with("to_out.weight") || name.ends_with("ff.ff.2.weight") ||
                                 name.ends_with("ff.ff.2.bias") || name.ends_with("conv.weight") ||
                                 name.ends_with("norm.beta");
        QCOMPARE(value.abs().max().item<double>() == 0.0, isBranchEnd);
    }
    // Every branch ends in zeros, so only the two projections are left.
    const at::NoGradGuard noGrad;
    const Inputs inputs = makeInputs(config, {});
    const tensor::NamedTensors state = tensor::stateDictOf(transformer);
    const at::Tensor through =
        at::linear(at::linear(inputs.x.transpose(1, 2), *state.find("transformer.project_in.weight")),
                   *state.find("transformer.project_out.weight"))
            .transpose(1, 2);
    QVERIFY(maxDifference(transformer.forward(inputs.x, inputs.t, inputs.condition), through) < 1e-6);
}

void TestDiffusionTransformer::realSizesOnTheMetaDevice() {
    for (const auto& [name, parameters, buffers] :
         {std::tuple("sao10", std::int64_t{1056828544}, std::int64_t{110608}),
          std::tuple("small", std::int64_t{340879488}, std::int64_t{49184})}) {
        const config::ModelConfig config = realConfig(name);
        DiffusionTransformer transformer(config.diffusion->transformer, {c10::kMeta, c10::kBFloat16});
        std::int64_t count = 0;
        for (const at::Tensor& parameter : transformer.parameters()) count += parameter.numel();
        QCOMPARE(count, parameters);
        count = 0;
        for (const at::Tensor& buffer : transformer.buffers()) count += buffer.numel();
        QCOMPARE(count, buffers);
        const auto meta = at::TensorOptions().device(at::kMeta);
        const DiffusionCondition condition{at::empty({1, 130, 768}, meta),
                                           {},
                                           at::empty({1, config.diffusion->transformer.globalCondDim}, meta)};
        const at::Tensor output =
            transformer.forward(at::empty({1, 64, 1024}, meta), at::empty({1}, meta), condition);
        QCOMPARE(output.sizes().vec(), (std::vector<std::int64_t>{1, 64, 1024}));
        output.sum().backward();
    }
}

QTEST_APPLESS_MAIN(TestDiffusionTransformer)
#include "tst_DiffusionTransformer.moc"
