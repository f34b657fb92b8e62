// SPDX-License-Identifier: GPL-3.0-or-later
//
// All optimisers through their one interface: that they go downhill, step alone as together, resume bit by
// bit, round bf16 weights fairly, and refuse what cannot work. That their numbers are the libraries' is
// checked by the fixtures.
#include "core/tensor/Generators.h"
#include "core/train/GradientClipping.h"
#include "core/train/Optimiser.h"
#include "core/train/OptimiserAdam.h"
#include "core/train/OptimiserInBackward.h"
#include "core/train/OptimiserRounding.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace attune;
using namespace attune::train;
using config::Json;
using config::NamedOptions;

namespace {

constexpr std::array kKinds{OptimiserKind::Adam,      OptimiserKind::AdamW, OptimiserKind::FusedAdam,
                            OptimiserKind::AdamW8bit, OptimiserKind::Sgd,   OptimiserKind::Lion,
                            OptimiserKind::Prodigy};

OptimiserOptions optionsFor(OptimiserKind kind) {
    OptimiserOptions options = OptimiserOptions::defaultsFor(kind);
    options.smallestEightBit = 512;
    options.weightDecay = 0.01;
    options.momentum = 0.9;
    options.amsgrad = kind == OptimiserKind::AdamW;
    if (kind == OptimiserKind::AdamW8bit) options.percentileClipping = 90;
    if (kind != OptimiserKind::Prodigy) options.learningRate = 1e-2;
    return options;
}

std::vector<NamedParameter> parametersOf(std::uint64_t seed, const at::TensorOptions& options = at::kFloat) {
    const auto make = [&](const char* name, std::vector<std::int64_t> shape, std::uint64_t salt) {
        const at::Tensor value = options.device().is_meta()
                                     ? at::empty(shape, options)
                                     : at::randn(shape, tensor::makeCpuGenerator(seed + salt)).to(options);
        return NamedParameter{name, value.set_requires_grad(true)};
    };
    return {make("a.weight", {30, 21}, 0), make("a.bias", {21}, 1), make("b", {}, 2)};
}

void setGradients(const std::vector<NamedParameter>& parameters, std::uint64_t seed) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const at::Tensor& value = parameters[i].value;
        const at::Tensor drawn = at::randn(value.sizes(), tensor::makeCpuGenerator(seed * 100 + i));
        parameters[i].value.mutable_grad() =
            value.is_meta() ? at::empty_like(value) : drawn.to(value.options());
    }
}

std::unique_ptr<Optimiser> made(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                                WeightRounding rounding = {}) {
    auto optimiser = makeOptimiser(options, std::move(parameters), rounding);
    return optimiser ? std::move(*optimiser) : nullptr;
}

void takeSteps(Optimiser& optimiser, int first, int count) {
    for (int step = first; step < first + count; ++step) {
        setGradients(optimiser.parameters(), static_cast<std::uint64_t>(step));
        optimiser.step();
    }
}

bool haveEqualWeights(const Optimiser& a, const Optimiser& b) {
    for (std::size_t i = 0; i < a.parameters().size(); ++i)
        if (!at::equal(a.parameters()[i].value, b.parameters()[i].value)) return false;
    return true;
}

tensor::NamedTensors copied(const tensor::NamedTensors& tensors) {
    tensor::NamedTensors copies;
    for (const auto& [name, value] : tensors) copies.set(name, value.clone());
    return copies;
}

const char* nameOf(OptimiserKind kind) {
    return optimiserKindName(kind).data();
}

// y = (a x) b with all parameters taking part, so that a backward pass fills every gradient.
at::Tensor lossOf(const std::vector<NamedParameter>& parameters) {
    return (parameters[0].value.sum(0) * parameters[1].value * parameters[2].value).square().mean();
}

} // namespace

class TestOptimiser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindGoesDownhill();
    void fusedAdamEqualsPlainAdam();
    void stepsAloneAsTogether();
    void stepsInsideTheBackwardPass();
    void disarmedHooksOnlyAccumulate();
    void prodigyCannotStepInBackward();
    void leavesParametersWithoutGradientAlone();
    void resumesBitByBit();
    void stateNamesItsParameters();
    void refusesStateThatDoesNotFit();
    void everyKindStepsInEitherType();
    void momentumCanBeMoved();
    void stochasticRoundingIsUnbiased();
    void stochasticRoundingRepeatsAndKeepsSpecials();
    void bf16WeightsKeepSmallUpdates();
    void refusesWhatCannotWork();
    void readsTheReferencesOptions();
    void refusesWrongOptions_data();
    void refusesWrongOptions();
    void optionsSurviveARoundTrip();
    void clipsByGlobalNorm();
};

void TestOptimiser::everyKindGoesDownhill() {
    for (const OptimiserKind kind : kKinds) {
        OptimiserOptions options = optionsFor(kind);
        options.weightDecay = 0.0;
        options.percentileClipping = 100;
        options.amsgrad = false;
        const at::Tensor goal = at::randn({1000}, tensor::makeCpuGenerator(1));
        const auto optimiser = made(options, {{"w", at::zeros({1000}).set_requires_grad(true)}});
        QVERIFY2(optimiser, nameOf(kind));
        const auto distance = [&] { return (optimiser->parameters()[0].value - goal).square().sum(); };
        const double before = distance().item<double>();
        for (int step = 0; step < 300; ++step) {
            optimiser->clearGradients();
            distance().backward();
            optimiser->step();
        }
        const double after = distance().item<double>();
        QVERIFY2(
            after < 0.2 * before,
            qPrintable(
                QStringLiteral("%1: %2 after %3").arg(QLatin1String(nameOf(kind))).arg(after).arg(before)));
    }
}

void TestOptimiser::fusedAdamEqualsPlainAdam() {
    for (const bool isDecoupled : {false, true})
        for (const bool amsgrad : {false, true}) {
            OptimiserOptions options = optionsFor(OptimiserKind::AdamW);
            options.decoupledDecay = isDecoupled;
            options.amsgrad = amsgrad;
            options.maximize = amsgrad;
            const auto optimiser = made(options, parametersOf(1));
            std::vector<std::array<at::Tensor, 4>> plain;
            for (const auto& [name, value] : parametersOf(1)) {
                const at::Tensor weight = value.detach();
                plain.push_back(
                    {weight, at::zeros_like(weight), at::zeros_like(weight), at::zeros_like(weight)});
            }
            for (int step = 1; step <= 10; ++step) {
                setGradients(optimiser->parameters(), static_cast<std::uint64_t>(step));
                for (std::size_t i = 0; i < plain.size(); ++i)
                    adamUpdate(options, step, plain[i][0], optimiser->parameters()[i].value.grad(),
                               plain[i][1], plain[i][2], plain[i][3]);
                optimiser->step();
            }
            for (std::size_t i = 0; i < plain.size(); ++i)
                QVERIFY(at::allclose(optimiser->parameters()[i].value, plain[i][0], 1e-5, 1e-6));
        }
}

void TestOptimiser::stepsAloneAsTogether() {
    for (const OptimiserKind kind : kKinds) {
        const auto together = made(optionsFor(kind), parametersOf(1));
        if (!together->canStepAlone()) continue;
        const auto alone = made(optionsFor(kind), parametersOf(1));
        for (int step = 0; step < 5; ++step) {
            takeSteps(*together, step, 1);
            setGradients(alone->parameters(), static_cast<std::uint64_t>(step));
            for (std::size_t index : {2U, 0U, 1U}) alone->stepParameter(index);
        }
        QVERIFY2(haveEqualWeights(*together, *alone), nameOf(kind));
    }
}

void TestOptimiser::stepsInsideTheBackwardPass() {
    for (const OptimiserKind kind : kKinds) {
        const auto ordinary = made(optionsFor(kind), parametersOf(1));
        if (!ordinary->canStepAlone()) continue;
        const auto immediate = made(optionsFor(kind), parametersOf(1));
        ATTUNE_ASSIGN_OK(const auto hooks, OptimiserInBackward::install(*immediate));
        for (int step = 0; step < 3; ++step) {
            ordinary->clearGradients();
            lossOf(ordinary->parameters()).backward();
            const double norm = gradientNorm(ordinary->parameters());
            ordinary->step();

            hooks->arm();
            lossOf(immediate->parameters()).backward();
            hooks->disarm();
            for (const NamedParameter& parameter : immediate->parameters())
                QVERIFY2(!parameter.value.grad().defined(), nameOf(kind));
            QVERIFY(std::abs(hooks->gradientNorm() - norm) <= 1e-5 * norm);
        }
        QVERIFY2(haveEqualWeights(*ordinary, *immediate), nameOf(kind));
    }
}

void TestOptimiser::disarmedHooksOnlyAccumulate() {
    const auto optimiser = made(optionsFor(OptimiserKind::AdamW), parametersOf(1));
    const at::Tensor before = optimiser->parameters()[0].value.detach().clone();
    {
        ATTUNE_ASSIGN_OK(const auto hooks, OptimiserInBackward::install(*optimiser));
        lossOf(optimiser->parameters()).backward();
        QVERIFY(at::equal(optimiser->parameters()[0].value, before));
        const at::Tensor once = optimiser->parameters()[0].value.grad().clone();
        hooks->arm();
        lossOf(optimiser->parameters()).backward(); // steps with the sum of both
        QVERIFY(!at::equal(optimiser->parameters()[0].value, before));
        QVERIFY(hooks->gradientNorm() > 1.9 * once.norm().item<double>());
    }
    // The hooks are gone with their object.
    const at::Tensor after = optimiser->parameters()[0].value.detach().clone();
    lossOf(optimiser->parameters()).backward();
    QVERIFY(at::equal(optimiser->parameters()[0].value, after));
    QVERIFY(optimiser->parameters()[0].value.grad().defined());
}

void TestOptimiser::prodigyCannotStepInBackward() {
    const auto optimiser = made(optionsFor(OptimiserKind::Prodigy), parametersOf(1));
    ATTUNE_VERIFY_ERROR(OptimiserInBackward::install(*optimiser), ErrorCode::InvalidArgument);
}

void TestOptimiser::leavesParametersWithoutGradientAlone() {
    for (const OptimiserKind kind : kKinds) {
        const auto optimiser = made(optionsFor(kind), parametersOf(1));
        const at::Tensor before = optimiser->parameters()[0].value.detach().clone();
        setGradients(optimiser->parameters(), 5);
        optimiser->parameters()[0].value.mutable_grad() = at::Tensor();
        optimiser->step();
        QVERIFY2(at::equal(optimiser->parameters()[0].value, before), nameOf(kind));
        QVERIFY2(!optimiser->state().contains("step/a.weight") && optimiser->state().contains("step/a.bias"),
                 nameOf(kind));
        optimiser->clearGradients();
        QVERIFY(!optimiser->parameters()[1].value.grad().defined());
        optimiser->step(); // nothing to do
    }
}

void TestOptimiser::resumesBitByBit() {
    for (const OptimiserKind kind : kKinds) {
        const auto straight = made(optionsFor(kind), parametersOf(1));
        takeSteps(*straight, 0, 4);
        const tensor::NamedTensors saved = copied(straight->state());
        std::vector<NamedParameter> weights;
        for (const auto& [name, value] : straight->parameters())
            weights.push_back({name, value.detach().clone().set_requires_grad(true)});
        takeSteps(*straight, 4, 4);

        const auto resumed = made(optionsFor(kind), weights);
        ATTUNE_VERIFY_OK(resumed->loadState(saved));
        takeSteps(*resumed, 4, 4);
        QVERIFY2(haveEqualWeights(*straight, *resumed), nameOf(kind));
        const tensor::NamedTensors end = resumed->state();
        QCOMPARE(end.size(), straight->state().size());
        for (const auto& [name, value] : straight->state())
            QVERIFY2(at::equal(*end.find(name), value), name.c_str());
        QVERIFY(resumed->stateBytes() > 0);
    }
}

void TestOptimiser::stateNamesItsParameters() {
    const auto optimiser = made(optionsFor(OptimiserKind::AdamW), parametersOf(1));
    QVERIFY(optimiser->state().empty());
    takeSteps(*optimiser, 0, 3);
    const tensor::NamedTensors state = optimiser->state();
    for (const char* name : {"step/a.weight", "exp_avg/a.weight", "exp_avg_sq/b", "max_exp_avg_sq/a.bias"})
        QVERIFY2(state.contains(name), name);
    QCOMPARE(state.find("step/b")->item<std::int64_t>(), 3);
}

void TestOptimiser::refusesStateThatDoesNotFit() {
    const auto optimiser = made(optionsFor(OptimiserKind::AdamW), parametersOf(1));
    takeSteps(*optimiser, 0, 2);
    const tensor::NamedTensors before = copied(optimiser->state());
    tensor::NamedTensors state = copied(before);
    state.set("exp_avg/a.weight", at::zeros({3}));
    ATTUNE_VERIFY_ERROR(optimiser->loadState(state), ErrorCode::ShapeMismatch);
    state = copied(before);
    state.set("exp_avg/c.weight", at::zeros({3}));
    ATTUNE_VERIFY_ERROR(optimiser->loadState(state), ErrorCode::InvalidConfig);
    const auto sgd = made(optionsFor(OptimiserKind::Sgd), parametersOf(1));
    ATTUNE_VERIFY_ERROR(sgd->loadState(before), ErrorCode::InvalidConfig);
    const auto prodigy = made(optionsFor(OptimiserKind::Prodigy), parametersOf(1));
    ATTUNE_VERIFY_ERROR(prodigy->loadState({}), ErrorCode::MissingKey);
    const tensor::NamedTensors after = optimiser->state();
    for (const auto& [name, value] : before) QVERIFY2(at::equal(*after.find(name), value), name.c_str());
}

void TestOptimiser::everyKindStepsInEitherType() {
    for (const OptimiserKind kind : kKinds)
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const auto optimiser = made(optionsFor(kind), parametersOf(1, at::TensorOptions().dtype(type)),
                                        {WeightRounding::Mode::Stochastic, 1});
            takeSteps(*optimiser, 0, 2);
            for (const auto& [name, value] : optimiser->parameters())
                QVERIFY2(value.isfinite().all().item<bool>(), nameOf(kind));
        }
}

void TestOptimiser::momentumCanBeMoved() {
    const auto adam = made(optionsFor(OptimiserKind::AdamW), parametersOf(1));
    QCOMPARE(adam->momentum(), 0.9);
    adam->setMomentum(0.5);
    QCOMPARE(adam->options().beta1, 0.5);
    const auto sgd = made(optionsFor(OptimiserKind::Sgd), parametersOf(1));
    sgd->setMomentum(0.25);
    QCOMPARE(sgd->options().momentum, 0.25);
    QCOMPARE(sgd->options().beta1, 0.9);
}

// 0.3 of the way between two bf16 numbers goes up three times in ten, for either sign and any magnitude.
void TestOptimiser::stochasticRoundingIsUnbiased() {
    for (const double magnitude : {1.0, -1.0, 3.0e-20, -7.0e12}) {
        const at::Tensor low = at::full({40000}, magnitude, at::kBFloat16).to(at::kFloat);
        const double step = std::abs(low[0].item<double>()) / 128.0; // of bf16 near a power of two or above
        const double exponent = std::floor(std::log2(std::abs(low[0].item<double>())));
        const double grid = std::ldexp(1.0, static_cast<int>(exponent) - 7);
        QVERIFY(grid <= step * 1.0001);
        const double wanted = low[0].item<double>() + std::copysign(0.3 * grid, magnitude);
        const at::Tensor source = at::full({40000}, wanted, at::kFloat);
        const at::Tensor target = at::zeros({40000}, at::kBFloat16);
        storeStochastically(source, target, 12);
        const at::Tensor moved = (target.to(at::kDouble) - low.to(at::kDouble)).abs() / grid;
        QVERIFY(at::logical_or(moved.eq(0.0), moved.eq(1.0)).all().item<bool>());
        const double share = moved.mean().item<double>();
        QVERIFY2(std::abs(share - 0.3) < 0.01, qPrintable(QString::number(share)));
    }
}

void TestOptimiser::stochasticRoundingRepeatsAndKeepsSpecials() {
    const at::Tensor source = at::randn({1001}, tensor::makeCpuGenerator(3));
    const at::Tensor one = at::zeros({1001}, at::kBFloat16);
    const at::Tensor two = at::zeros({1001}, at::kBFloat16);
    storeStochastically(source, one, 5);
    storeStochastically(source, two, 5);
    QVERIFY(at::equal(one, two));
    storeStochastically(source, two, 6);
    QVERIFY(!at::equal(one, two));

    const at::Tensor exact = at::tensor({1.0F, -0.5F, 0.0F, 96.0F});
    const at::Tensor specials = at::tensor({INFINITY, -INFINITY, NAN});
    const at::Tensor stored = at::zeros({7}, at::kBFloat16);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        storeStochastically(at::cat({exact, specials}), stored, seed);
        QVERIFY(at::equal(stored.slice(0, 0, 4).to(at::kFloat), exact));
        QVERIFY(at::equal(stored.slice(0, 4, 6).to(at::kFloat), specials.slice(0, 0, 2)));
        QVERIFY(at::isnan(stored[6]).item<bool>());
    }
}

// Steps of 1e-4 at weights of 1: nearest rounding (grid 2^-7) never moves them, stochastic rounding does on
// average.
void TestOptimiser::bf16WeightsKeepSmallUpdates() {
    OptimiserOptions options = OptimiserOptions::defaultsFor(OptimiserKind::Sgd);
    options.learningRate = 1e-4;
    const auto walk = [&](WeightRounding rounding) {
        const auto optimiser =
            made(options, {{"w", at::ones({20000}, at::kBFloat16).set_requires_grad(true)}}, rounding);
        for (int step = 0; step < 50; ++step) {
            optimiser->parameters()[0].value.mutable_grad() = at::ones({20000}, at::kBFloat16);
            optimiser->step();
        }
        return optimiser->parameters()[0].value.detach().to(at::kDouble).mean().item<double>();
    };
    QCOMPARE(walk({}), 1.0);
    const double stochastic = walk({WeightRounding::Mode::Stochastic, 7});
    QVERIFY2(std::abs(stochastic - (1.0 - 50e-4)) < 5e-4, qPrintable(QString::number(stochastic, 'g', 8)));
    QCOMPARE(walk({WeightRounding::Mode::Stochastic, 7}), stochastic);

    const auto adam = made(optionsFor(OptimiserKind::AdamW), parametersOf(1, at::kBFloat16));
    takeSteps(*adam, 0, 2);
    QCOMPARE(adam->state().at("exp_avg/a.weight").value().scalar_type(), at::kFloat);
}

void TestOptimiser::refusesWhatCannotWork() {
    const OptimiserOptions options = optionsFor(OptimiserKind::AdamW);
    ATTUNE_VERIFY_ERROR(makeOptimiser(options, {}), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(makeOptimiser(options, {{"a", at::zeros({2}, at::kLong)}}),
                        ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(makeOptimiser(options, {{"a", at::zeros({2})}, {"a", at::zeros({2})}}),
                        ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(
        makeOptimiser(options, {{"a", at::zeros({2}, at::kHalf)}}, {WeightRounding::Mode::Stochastic, 1}),
        ErrorCode::InvalidArgument);
}

void TestOptimiser::readsTheReferencesOptions() {
    ATTUNE_ASSIGN_OK(const OptimiserOptions adamW,
                     OptimiserOptions::from(
                         NamedOptions{"AdamW", {{"lr", 2e-4}, {"betas", {0.9, 0.95}}, {"foreach", true}}}));
    QCOMPARE(adamW.learningRate, 2e-4);
    QCOMPARE(adamW.beta2, 0.95);
    QCOMPARE(adamW.weightDecay, 0.01);
    QVERIFY(adamW.decoupledDecay);
    ATTUNE_ASSIGN_OK(const OptimiserOptions eightBit,
                     OptimiserOptions::from(
                         NamedOptions{"AdamW8bit", {{"percentile_clipping", 95}, {"block_wise", true}}}));
    QCOMPARE(eightBit.percentileClipping, 95);
    config::TrainingBlock training;
    ATTUNE_VERIFY_ERROR(OptimiserOptions::from(training), ErrorCode::InvalidConfig);
    training.learningRate = 3e-4;
    ATTUNE_ASSIGN_OK(const OptimiserOptions plain, OptimiserOptions::from(training));
    QCOMPARE(plain.kind, OptimiserKind::Adam);
    QCOMPARE(plain.learningRate, 3e-4);
    training.optimizer = NamedOptions{"Lion", {{"lr", 1e-5}}};
    ATTUNE_ASSIGN_OK(const OptimiserOptions lion, OptimiserOptions::from(training));
    QCOMPARE(lion.kind, OptimiserKind::Lion);
    QCOMPARE(lion.beta2, 0.99);
}

void TestOptimiser::refusesWrongOptions_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char* type, const char* json) {
        QTest::addRow("%s %s", type, json) << QByteArray(type) << QByteArray(json);
    };
    row("AdaBelief", "{}");
    row("AdamW", R"({"learning_rate": 1})");
    row("AdamW", R"({"lr": -1})");
    row("AdamW", R"({"lr": "high"})");
    row("AdamW", R"({"betas": [0.9]})");
    row("AdamW", R"({"betas": [0.9, 1.0]})");
    row("AdamW", R"({"eps": -1e-8})");
    row("AdamW", R"({"weight_decay": -1})");
    row("AdamW", R"({"differentiable": true})");
    row("AdamW8bit", R"({"block_wise": false})");
    row("AdamW8bit", R"({"percentile_clipping": 0})");
    row("FusedAdam", R"({"amsgrad": true})");
    row("SGD", R"({"nesterov": true})");
    row("SGD", R"({"momentum": -0.5})");
    row("Prodigy", R"({"d0": 0})");
    row("Prodigy", R"({"slice_p": 0})");
}

void TestOptimiser::refusesWrongOptions() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    ATTUNE_VERIFY_ERROR(
        OptimiserOptions::from(NamedOptions{type.toStdString(), Json::parse(json.toStdString())}),
        ErrorCode::InvalidConfig);
}

void TestOptimiser::optionsSurviveARoundTrip() {
    for (const OptimiserKind kind : kKinds) {
        const NamedOptions settings = optionsFor(kind).toSettings();
        ATTUNE_ASSIGN_OK(const OptimiserOptions read, OptimiserOptions::from(settings));
        QCOMPARE(read.kind, kind);
        QVERIFY2(read.toSettings() == settings, nameOf(kind));
    }
}

void TestOptimiser::clipsByGlobalNorm() {
    std::vector<NamedParameter> parameters{{"a", at::zeros({2}).set_requires_grad(true)},
                                           {"b", at::zeros({1}).set_requires_grad(true)},
                                           {"c", at::zeros({1}).set_requires_grad(true)}};
    parameters[0].value.mutable_grad() = at::tensor({3.0F, 0.0F});
    parameters[1].value.mutable_grad() = at::tensor({4.0F});
    QCOMPARE(gradientNorm(parameters), 5.0);
    QCOMPARE(clipGradients(parameters, 0.0), 5.0);
    QCOMPARE(clipGradients(parameters, 10.0), 5.0);
    QCOMPARE(parameters[0].value.grad()[0].item<float>(), 3.0F);
    QCOMPARE(clipGradients(parameters, 1.0), 5.0);
    QVERIFY(std::abs(gradientNorm(parameters) - 1.0) < 1e-5);
    QVERIFY(!parameters[2].value.grad().defined());
    QCOMPARE(gradientNorm(std::vector<NamedParameter>{parameters[2]}), 0.0);
}

QTEST_GUILESS_MAIN(TestOptimiser)
#include "tst_Optimiser.moc"
