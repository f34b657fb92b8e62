// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainingStep and StepRandomness on the reference's tiny models: gradients by finite differences,
// overfitting of one batch, masks, dropout, order of draws, exact resume, and the whole step with optimiser
// and average.
#include "core/config/ModelConfig.h"
#include "core/model/ModelFactory.h"
#include "core/model/TextSource.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/train/Ema.h"
#include "core/train/GradScaler.h"
#include "core/train/GradientClipping.h"
#include "core/train/OptimiserInBackward.h"
#include "core/train/TrainingStep.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace attune;
using namespace attune::train;

namespace {

// Features that follow from the text alone.
class MadeUpText final : public model::TextSource {
public:
    explicit MadeUpText(std::int64_t width, c10::Device device = c10::kCPU)
        : m_width(width), m_device(device) {}
    Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                         std::int64_t maxLength) override {
        std::vector<at::Tensor> hidden;
        for (const std::string& prompt : prompts)
            hidden.push_back(at::randn({maxLength, m_width}, tensor::makeCpuGenerator(prompt.size())));
        at::Tensor mask = at::ones({static_cast<std::int64_t>(prompts.size()), maxLength}, at::kBool);
        mask.slice(1, maxLength - 1).fill_(false);
        return model::TextFeatures{at::stack(hidden).to(m_device), mask.to(m_device)};
    }
    std::int64_t width() const override { return m_width; }

private:
    std::int64_t m_width;
    c10::Device m_device;
};

constexpr std::int64_t kBatch = 3;
constexpr std::int64_t kFrames = 12;

struct Bench {
    explicit Bench(const char* fixture, config::Precision precision = config::Precision::Fp32,
                   c10::Device where = c10::kCPU)
        : device(where), text(0) {
        const auto folder = attune::test::fixturesFolder() / fixture;
        auto read = config::ModelConfig::read(folder / "model.json");
        if (!read) qFatal("%s", read.error().describe().c_str());
        config = *std::move(read);
        text = MadeUpText(config.diffusion->conditioning->condDim,
                          where.is_meta() ? c10::Device(c10::kCPU) : where);
        model::LoadOptions options;
        options.parts = model::kTrainingParts;
        options.device = where;
        options.dtype = precisionProfile(precision).weights;
        options.textWidth = text.width();
        if (where.is_meta()) {
            auto built = model::ModelFactory::build(config, options);
            if (!built) qFatal("%s", built.error().describe().c_str());
            model = *std::move(built);
        } else {
            auto loaded = model::ModelFactory::load(config, folder / "weights.safetensors", options);
            if (!loaded) qFatal("%s", loaded.error().describe().c_str());
            model = loaded->model;
        }
        for (const auto& item : model->named_parameters()) {
            item.value().set_requires_grad(true);
            parameters.push_back({item.key(), item.value()});
        }
        step.emplace(*model, precisionProfile(precision));
    }

    [[nodiscard]] std::vector<std::int64_t> shape() const {
        return {kBatch, config.latentChannels(), kFrames};
    }

    [[nodiscard]] StepBatch batch() const {
        StepBatch made;
        made.latents = at::randn(shape(), tensor::makeCpuGenerator(1)).to(device);
        at::Tensor mask = at::ones({kBatch, kFrames}, at::kBool);
        mask[1].slice(0, kFrames / 2).fill_(false);
        made.paddingMask = mask.to(device);
        for (std::int64_t i = 0; i < kBatch; ++i)
            made.clips.push_back({{"prompt", std::string(static_cast<std::size_t>(i + 1), 'x')},
                                  {"seconds_start", 0.0},
                                  {"seconds_total", 1.5 + static_cast<double>(i)}});
        return made;
    }

    [[nodiscard]] StepRandomness randomness(StepOptions options = {}, std::uint64_t seed = 5) const {
        auto made = StepRandomness::seeded(options, diffusion::DistributionShift::of(*config.diffusion), seed,
                                           device);
        if (!made) qFatal("%s", made.error().describe().c_str());
        return *std::move(made);
    }

    c10::Device device;
    config::ModelConfig config;
    MadeUpText text;
    std::shared_ptr<model::DiffusionModel> model;
    std::vector<NamedParameter> parameters;
    std::optional<TrainingStep> step;
};

constexpr std::array kFixtures{"train_rf_small", "train_v_sao10"};

std::unique_ptr<Optimiser> adamFor(const Bench& bench, double rate, WeightRounding rounding = {}) {
    OptimiserOptions options = OptimiserOptions::defaultsFor(OptimiserKind::AdamW);
    options.learningRate = rate;
    auto made = makeOptimiser(options, bench.parameters, rounding);
    return made ? std::move(*made) : nullptr;
}

} // namespace

class TestTrainingStep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gradientsAreFiniteDifferences();
    void overfitsOneBatch();
    void lossIsTheMeanOfItsItems();
    void maskLeavesPaddingOut();
    void maskedErrorsByHand();
    void droppedPromptsForgetTheText();
    void heldOutLossTouchesNothing();
    void drawsInTheReferencesOrder();
    void drawsOnlyWhatIsNeeded();
    void maskIsDroppedNowAndThen();
    void randomnessResumesExactly();
    void slicesAreParts();
    void wholeStepRunsInEitherPrecision();
    void wholeStepStaysOnItsDevice_data();
    void wholeStepStaysOnItsDevice();
    void stepsInsideTheBackwardPass_data();
    void stepsInsideTheBackwardPass();
    void lowPrecisionsTrainOnTheCpu_data();
    void lowPrecisionsTrainOnTheCpu();
    void refusesWhatDoesNotFit();
    void readsTheTrainingBlock();
};

// In the direction of the gradient the loss falls by as much as the gradient says.
void TestTrainingStep::gradientsAreFiniteDifferences() {
    for (const char* fixture : kFixtures) {
        Bench bench(fixture);
        const StepBatch batch = bench.batch();
        const StepDraws draws = bench.randomness().draw(bench.shape(), at::kCPU);
        const auto lossNow = [&] { return bench.step->loss(batch, draws, &bench.text)->loss; };
        lossNow().backward();
        const double norm = gradientNorm(bench.parameters);
        QVERIFY(norm > 0.0);
        const double stride = 2e-3 / norm;
        std::array<double, 2> losses{};
        for (const int side : {0, 1}) {
            const at::NoGradGuard noGradients;
            const double along = side == 0 ? -stride : 2.0 * stride;
            for (const NamedParameter& parameter : bench.parameters)
                if (parameter.value.grad().defined()) parameter.value.add_(parameter.value.grad(), along);
            losses[static_cast<std::size_t>(side)] = lossNow().item<double>();
        }
        const double slope = (losses[1] - losses[0]) / (2.0 * stride);
        QVERIFY2(
            std::abs(slope / (norm * norm) - 1.0) < 0.01,
            qPrintable(
                QStringLiteral("%1: %2 against %3").arg(QLatin1String(fixture)).arg(slope).arg(norm * norm)));
    }
}

void TestTrainingStep::overfitsOneBatch() {
    for (const char* fixture : kFixtures) {
        Bench bench(fixture);
        const StepBatch batch = bench.batch();
        StepOptions options;
        options.promptDropout = 0.0;
        const StepDraws draws = bench.randomness(options).draw(bench.shape(), at::kCPU);
        const auto optimiser = adamFor(bench, 3e-3);
        double first = 0.0;
        double last = 0.0;
        for (int i = 0; i < 150; ++i) {
            ATTUNE_ASSIGN_OK(const StepLoss loss, bench.step->loss(batch, draws, &bench.text));
            last = loss.loss.item<double>();
            if (i == 0) first = last;
            loss.loss.backward();
            optimiser->step();
            optimiser->clearGradients();
        }
        QVERIFY2(
            last < 0.1 * first,
            qPrintable(QStringLiteral("%1: %2 after %3").arg(QLatin1String(fixture)).arg(last).arg(first)));
    }
}

void TestTrainingStep::lossIsTheMeanOfItsItems() {
    Bench bench("train_v_sao10");
    const StepDraws draws = bench.randomness().draw(bench.shape(), at::kCPU);
    ATTUNE_ASSIGN_OK(const StepLoss loss, bench.step->loss(bench.batch(), draws, &bench.text));
    QCOMPARE(loss.itemLosses.sizes(), (at::IntArrayRef{kBatch}));
    QVERIFY(std::abs(loss.itemLosses.mean().item<double>() - loss.loss.item<double>()) < 1e-6);
    QVERIFY(loss.loss.requires_grad() && !loss.itemLosses.requires_grad());
    QVERIFY(at::allclose(loss.sigmas, at::sin(draws.t * (M_PI / 2.0))));
    QVERIFY(std::abs(loss.latentStd.item<double>() - bench.batch().latents.std().item<double>()) < 1e-6);
}

void TestTrainingStep::maskLeavesPaddingOut() {
    Bench bench("train_rf_mask");
    const StepBatch batch = bench.batch();
    StepOptions options;
    options.masksPadding = true;
    StepDraws draws = bench.randomness(options).draw(bench.shape(), at::kCPU);
    QVERIFY(draws.usesPaddingMask);
    ATTUNE_ASSIGN_OK(const StepLoss masked, bench.step->loss(batch, draws, &bench.text));
    const double real = static_cast<double>(kBatch * kFrames - kFrames / 2);
    const double byItems =
        (masked.itemLosses[0].item<double>() + masked.itemLosses[2].item<double>()) * kFrames +
        masked.itemLosses[1].item<double>() * (kFrames / 2);
    QVERIFY(std::abs(masked.loss.item<double>() - byItems / real) < 1e-5);
    draws.usesPaddingMask = false;
    ATTUNE_ASSIGN_OK(const StepLoss plain, bench.step->loss(batch, draws, &bench.text));
    QVERIFY(std::abs(plain.loss.item<double>() - masked.loss.item<double>()) > 1e-4);
}

void TestTrainingStep::maskedErrorsByHand() {
    const at::Tensor prediction =
        at::tensor({1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F, 7.0F, 8.0F}).view({2, 2, 2});
    const at::Tensor target = at::zeros({2, 2, 2});
    const at::Tensor mask = at::tensor({1, 0, 1, 1}).view({2, 2}).to(at::kBool);
    QCOMPARE(meanSquaredError(prediction, target, {}).item<double>(), 204.0 / 8.0);
    QCOMPARE(meanSquaredError(prediction, target, mask).item<float>(),
             (1.0F + 9.0F + 25.0F + 36.0F + 49.0F + 64.0F) / 6.0F);
    const at::Tensor items = itemSquaredErrors(prediction, target, mask);
    QCOMPARE(items[0].item<double>(), 5.0);
    QCOMPARE(items[1].item<double>(), 43.5);
    const at::Tensor nothing = at::zeros({2, 2}, at::kBool);
    QCOMPARE(meanSquaredError(prediction, target, nothing).item<double>(), 0.0);
    QCOMPARE(itemSquaredErrors(prediction, target, nothing).sum().item<double>(), 0.0);
}

void TestTrainingStep::droppedPromptsForgetTheText() {
    Bench bench("train_rf_small");
    StepBatch batch = bench.batch();
    StepDraws draws = bench.randomness().draw(bench.shape(), at::kCPU);
    draws.droppedPrompts = at::tensor({1, 0, 0}).to(at::kBool);
    const auto items = [&] { return bench.step->loss(batch, draws, &bench.text)->itemLosses; };
    const at::Tensor before = items();
    batch.clips[0]["prompt"] = std::string("something else entirely");
    QVERIFY(at::equal(items(), before));
    batch.clips[1]["prompt"] = std::string("something else entirely");
    QVERIFY(!at::equal(items()[1], before[1]));
}

void TestTrainingStep::heldOutLossTouchesNothing() {
    Bench bench("train_v_sao10");
    const StepBatch batch = bench.batch();
    const at::Tensor t = at::tensor({0.1, 0.5, 0.9}, at::kFloat);
    const at::Tensor noise = at::randn(bench.shape(), tensor::makeCpuGenerator(3));
    const at::Tensor globalState = tensor::stateOf(at::globalContext().defaultGenerator(at::kCPU));
    ATTUNE_ASSIGN_OK(const at::Tensor losses, bench.step->heldOutLosses(batch, t, noise, &bench.text));
    ATTUNE_ASSIGN_OK(const at::Tensor again, bench.step->heldOutLosses(batch, t, noise, &bench.text));
    QVERIFY(at::equal(losses, again));
    QVERIFY(!losses.requires_grad());
    QVERIFY(at::equal(tensor::stateOf(at::globalContext().defaultGenerator(at::kCPU)), globalState));
    // The same as a training loss without dropout and mask.
    ATTUNE_ASSIGN_OK(const StepLoss loss, bench.step->loss(batch, {t, noise, {}, false}, &bench.text));
    QVERIFY(at::allclose(loss.itemLosses, losses));
}

void TestTrainingStep::drawsInTheReferencesOrder() {
    const Bench bench("train_v_sao10");
    StepOptions options;
    options.promptDropout = 0.5;
    options.timesteps.distribution = diffusion::TimestepDistribution::LogitNormal;
    const StepDraws draws = bench.randomness(options, 42).draw(bench.shape(), at::kCPU);
    at::Generator same = tensor::makeCpuGenerator(42);
    QVERIFY(at::equal(draws.t, at::sigmoid(at::randn({kBatch}, same))));
    QVERIFY(at::equal(draws.noise, at::randn(bench.shape(), same)));
    QVERIFY(at::equal(draws.droppedPrompts,
                      at::bernoulli(at::full({kBatch, 1, 1}, 0.5), same).flatten().to(at::kBool)));
}

void TestTrainingStep::drawsOnlyWhatIsNeeded() {
    const Bench bench("train_v_sao10");
    StepOptions options;
    options.promptDropout = 0.0;
    const StepDraws draws = bench.randomness(options).draw(bench.shape(), at::kCPU);
    QVERIFY(!draws.droppedPrompts.defined());
    QVERIFY(!draws.usesPaddingMask);
    QVERIFY(draws.t.ge(0.0).all().item<bool>() && draws.t.le(1.0).all().item<bool>());
}

void TestTrainingStep::maskIsDroppedNowAndThen() {
    const Bench bench("train_rf_mask");
    StepOptions options;
    options.masksPadding = true;
    options.maskPaddingDropout = 0.3;
    StepRandomness randomness = bench.randomness(options);
    int used = 0;
    for (int i = 0; i < 1000; ++i) used += randomness.draw({1, 1, 1}, at::kCPU).usesPaddingMask ? 1 : 0;
    QVERIFY2(used > 640 && used < 760, qPrintable(QString::number(used)));
}

void TestTrainingStep::randomnessResumesExactly() {
    const Bench bench("train_rf_mask");
    StepOptions options;
    options.masksPadding = true;
    options.maskPaddingDropout = 0.5;
    options.timesteps.oneShotProbability = 0.2;
    StepRandomness straight = bench.randomness(options);
    for (int i = 0; i < 3; ++i) static_cast<void>(straight.draw(bench.shape(), at::kCPU));
    const StepRandomness::State saved = straight.saveState();
    StepRandomness resumed = bench.randomness(options, 999);
    ATTUNE_VERIFY_OK(resumed.loadState(saved));
    for (int i = 0; i < 3; ++i) {
        const StepDraws a = straight.draw(bench.shape(), at::kCPU);
        const StepDraws b = resumed.draw(bench.shape(), at::kCPU);
        QVERIFY(at::equal(a.t, b.t) && at::equal(a.noise, b.noise) &&
                at::equal(a.droppedPrompts, b.droppedPrompts));
        QCOMPARE(a.usesPaddingMask, b.usesPaddingMask);
    }
    StepRandomness::State damaged = saved;
    damaged.host = at::zeros({3}, at::kByte);
    ATTUNE_VERIFY_ERROR(resumed.loadState(damaged), ErrorCode::Corrupt);
}

void TestTrainingStep::slicesAreParts() {
    const Bench bench("train_v_sao10");
    const StepDraws draws = bench.randomness().draw(bench.shape(), at::kCPU);
    const StepDraws part = draws.slice(1, 3);
    QVERIFY(at::equal(part.t, draws.t.slice(0, 1, 3)));
    QVERIFY(at::equal(part.noise, draws.noise.slice(0, 1, 3)));
    QVERIFY(at::equal(part.droppedPrompts, draws.droppedPrompts.slice(0, 1, 3)));
}

void TestTrainingStep::wholeStepRunsInEitherPrecision() {
    for (const char* fixture : {"train_rf_small", "train_v_sao10", "train_rf_mask"})
        for (const config::Precision precision : {config::Precision::Fp32, config::Precision::Bf16Weights}) {
            Bench bench(fixture, precision, c10::kCPU);
            const StepBatch batch = bench.batch();
            ATTUNE_ASSIGN_OK(StepOptions options, StepOptions::from(*bench.config.training));
            StepRandomness randomness = bench.randomness(options);
            const auto optimiser = adamFor(bench, 1e-3, {precisionProfile(precision).rounding, 1});
            std::vector<NamedParameter> averaged;
            for (const auto& [name, value] : tensor::stateDictOf(*bench.model))
                averaged.push_back({name, value});
            Ema ema({}, averaged);
            const GradScaler scaler;
            for (int i = 0; i < 4; ++i) {
                const StepDraws draws = randomness.draw(bench.shape(), bench.device);
                ATTUNE_ASSIGN_OK(const StepLoss loss, bench.step->loss(batch, draws, &bench.text));
                QVERIFY(loss.loss.isfinite().all().item<bool>());
                ema.update();
                scaler.scaled(loss.loss).backward();
                static_cast<void>(scaler.unscale(bench.parameters));
                clipGradients(bench.parameters, 1.0);
                optimiser->step();
                optimiser->clearGradients();
            }
            const at::Tensor t = at::full({kBatch}, 0.3, at::TensorOptions(bench.device).dtype(at::kFloat));
            const Ema::Applied applied(ema);
            ATTUNE_ASSIGN_OK(const at::Tensor held,
                             bench.step->heldOutLosses(batch, t, at::zeros_like(batch.latents), &bench.text));
            QVERIFY(held.isfinite().all().item<bool>());
        }
}

void TestTrainingStep::wholeStepStaysOnItsDevice_data() {
    QTest::addColumn<QString>("fixture");
    QTest::addColumn<int>("precision");
    for (const char* fixture : {"train_rf_small", "train_v_sao10", "train_rf_mask"})
        for (const config::Precision precision :
             {config::Precision::Fp32, config::Precision::Bf16Mixed, config::Precision::Bf16Weights})
            QTest::addRow("%s %d", fixture, static_cast<int>(precision))
                << QString::fromLatin1(fixture) << static_cast<int>(precision);
}

// Kernels of the meta device throw where a tensor of another device is mixed in.
void TestTrainingStep::wholeStepStaysOnItsDevice() {
    QFETCH(QString, fixture);
    QFETCH(int, precision);
    Bench bench(fixture.toLatin1().constData(), static_cast<config::Precision>(precision), c10::kMeta);
    const StepBatch batch = bench.batch();
    ATTUNE_ASSIGN_OK(StepOptions options, StepOptions::from(*bench.config.training));
    StepRandomness randomness = bench.randomness(options);
    const auto profile = precisionProfile(static_cast<config::Precision>(precision));
    const auto optimiser = adamFor(bench, 1e-3, {profile.rounding, 1});
    std::vector<NamedParameter> averaged;
    for (const auto& [name, value] : tensor::stateDictOf(*bench.model)) averaged.push_back({name, value});
    Ema ema({}, averaged);
    for (int i = 0; i < 2; ++i) {
        const StepDraws draws = randomness.draw(bench.shape(), bench.device);
        ATTUNE_ASSIGN_OK(const StepLoss loss, bench.step->loss(batch, draws, &bench.text));
        QVERIFY(loss.loss.is_meta() && loss.loss.scalar_type() == at::kFloat);
        ema.update();
        loss.loss.backward();
        for (const NamedParameter& parameter : bench.parameters) {
            const at::Tensor gradient = parameter.value.grad();
            if (!gradient.defined()) continue;
            QVERIFY2(gradient.is_meta() && gradient.scalar_type() == profile.weights, parameter.name.c_str());
        }
        clipGradients(bench.parameters, 1.0);
        optimiser->step();
        optimiser->clearGradients();
    }
    const at::Tensor t = at::full({kBatch}, 0.3, at::TensorOptions(bench.device).dtype(at::kFloat));
    const Ema::Applied applied(ema);
    ATTUNE_ASSIGN_OK(const at::Tensor held,
                     bench.step->heldOutLosses(batch, t, at::zeros_like(batch.latents), &bench.text));
    QVERIFY(held.is_meta() && held.sizes() == at::IntArrayRef({kBatch}));
}

void TestTrainingStep::stepsInsideTheBackwardPass_data() {
    QTest::addColumn<int>("memory");
    QTest::newRow("activations kept") << static_cast<int>(model::ActivationMemory::Keep);
    QTest::newRow("activations computed again") << static_cast<int>(model::ActivationMemory::Recompute);
}

// Weights that change in the middle of a backward pass must not disturb what is still to be computed from
// them.
void TestTrainingStep::stepsInsideTheBackwardPass() {
    QFETCH(int, memory);
    for (const char* fixture : kFixtures) {
        Bench ordinary(fixture);
        Bench immediate(fixture);
        immediate.model->transformer()->setActivationMemory(static_cast<model::ActivationMemory>(memory));
        const StepBatch batch = ordinary.batch();
        StepRandomness randomness = ordinary.randomness();
        const auto one = adamFor(ordinary, 1e-2);
        const auto two = adamFor(immediate, 1e-2);
        ATTUNE_ASSIGN_OK(const auto hooks, OptimiserInBackward::install(*two));
        for (int i = 0; i < 4; ++i) {
            const StepDraws draws = randomness.draw(ordinary.shape(), at::kCPU);
            ATTUNE_ASSIGN_OK(const StepLoss a, ordinary.step->loss(batch, draws, &ordinary.text));
            a.loss.backward();
            one->step();
            one->clearGradients();
            ATTUNE_ASSIGN_OK(const StepLoss b, immediate.step->loss(batch, draws, &immediate.text));
            QCOMPARE(b.loss.item<float>(), a.loss.item<float>());
            hooks->arm();
            b.loss.backward();
            hooks->disarm();
        }
        for (std::size_t i = 0; i < ordinary.parameters.size(); ++i) {
            QVERIFY2(at::equal(ordinary.parameters[i].value, immediate.parameters[i].value),
                     ordinary.parameters[i].name.c_str());
            QVERIFY(!immediate.parameters[i].value.grad().defined());
        }
    }
}

void TestTrainingStep::lowPrecisionsTrainOnTheCpu_data() {
    QTest::addColumn<int>("precision");
    QTest::newRow("bf16 mixed") << static_cast<int>(config::Precision::Bf16Mixed);
    QTest::newRow("fp16 mixed") << static_cast<int>(config::Precision::Fp16Mixed);
    QTest::newRow("bf16 weights") << static_cast<int>(config::Precision::Bf16Weights);
}

// Close to the exact loss at the start, and learning; stepping inside the backward pass included.
void TestTrainingStep::lowPrecisionsTrainOnTheCpu() {
    QFETCH(int, precision);
    const auto profile = static_cast<config::Precision>(precision);
    const bool scalesLoss = precisionProfile(profile).scalesLoss;
    for (const char* fixture : kFixtures) {
        Bench exact(fixture);
        Bench bench(fixture, profile);
        const StepBatch batch = bench.batch();
        const StepDraws draws = exact.randomness().draw(exact.shape(), at::kCPU);
        ATTUNE_ASSIGN_OK(const StepLoss wanted, exact.step->loss(batch, draws, &exact.text));
        const auto optimiser = adamFor(bench, 3e-3, {precisionProfile(profile).rounding, 1});
        GradScaler scaler;
        std::unique_ptr<OptimiserInBackward> inBackward;
        if (!scalesLoss) {
            ATTUNE_ASSIGN_OK(inBackward, OptimiserInBackward::install(*optimiser));
        }
        double first = 0.0;
        double last = 0.0;
        for (int i = 0; i < 60; ++i) {
            ATTUNE_ASSIGN_OK(const StepLoss loss, bench.step->loss(batch, draws, &bench.text));
            QCOMPARE(loss.loss.scalar_type(), at::kFloat);
            last = loss.loss.item<double>();
            if (i == 0) first = last;
            if (inBackward) {
                inBackward->arm();
                loss.loss.backward();
                continue;
            }
            scaler.scaled(loss.loss).backward();
            const GradientHealth health = scaler.unscale(bench.parameters);
            if (health == GradientHealth::Finite) optimiser->step();
            scaler.update(health);
            optimiser->clearGradients();
        }
        QVERIFY2(std::abs(first - wanted.loss.item<double>()) < 0.05 * first, fixture);
        QVERIFY2(
            last < 0.5 * first,
            qPrintable(QStringLiteral("%1: %2 after %3").arg(QLatin1String(fixture)).arg(last).arg(first)));
    }
}

void TestTrainingStep::refusesWhatDoesNotFit() {
    Bench bench("train_rf_mask");
    StepBatch batch = bench.batch();
    StepDraws draws = bench.randomness().draw(bench.shape(), at::kCPU);
    StepDraws wrongNoise = draws;
    wrongNoise.noise = at::zeros({kBatch, bench.config.latentChannels(), kFrames + 1});
    ATTUNE_VERIFY_ERROR(bench.step->loss(batch, wrongNoise, &bench.text), ErrorCode::ShapeMismatch);
    draws.usesPaddingMask = true;
    StepBatch unmasked = batch;
    unmasked.paddingMask = at::Tensor();
    ATTUNE_VERIFY_ERROR(bench.step->loss(unmasked, draws, &bench.text), ErrorCode::InvalidArgument);
    batch.clips.pop_back();
    ATTUNE_VERIFY_ERROR(bench.step->loss(batch, draws, &bench.text), ErrorCode::ShapeMismatch);
    StepBatch speechless = bench.batch();
    speechless.clips[1].erase("seconds_total");
    ATTUNE_VERIFY_ERROR(bench.step->loss(speechless, draws, &bench.text), ErrorCode::MissingKey);
}

void TestTrainingStep::readsTheTrainingBlock() {
    const Bench bench("train_rf_mask");
    ATTUNE_ASSIGN_OK(const StepOptions options, StepOptions::from(*bench.config.training));
    QCOMPARE(options.promptDropout, 0.3);
    QVERIFY(options.masksPadding);
    QCOMPARE(options.maskPaddingDropout, 0.3);
    QCOMPARE(options.timesteps.distribution, diffusion::TimestepDistribution::LogSnr);
    QCOMPARE(options.timesteps.oneShotProbability, 0.3);
    config::TrainingBlock wrong = *bench.config.training;
    wrong.timestepSampler = "cosine";
    ATTUNE_VERIFY_ERROR(StepOptions::from(wrong), ErrorCode::InvalidConfig);
}

QTEST_GUILESS_MAIN(TestTrainingStep)
#include "tst_TrainingStep.moc"
