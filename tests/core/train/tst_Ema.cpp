// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ema, GradScaler and Precision. The table of decays was computed from ema-pytorch's formula by an
// independent program; the loss scale's rules are those of torch.amp.GradScaler.
#include "core/tensor/Generators.h"
#include "core/train/Ema.h"
#include "core/train/GradScaler.h"
#include "core/train/Precision.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <ATen/autocast_mode.h>

#include <cmath>

using namespace attune;
using namespace attune::train;

namespace {

std::vector<NamedParameter> tracked(at::ScalarType type = at::kFloat) {
    return {{"w", at::randn({5, 3}, tensor::makeCpuGenerator(1)).to(type)}, {"buffer", at::zeros({2}, type)}};
}

void setTo(const NamedParameter& entry, double value) {
    const at::NoGradGuard noGradients;
    entry.value.fill_(value);
}

double averageOf(const Ema& ema, const char* name = "w") {
    return ema.averages().at(name).value().mean().item<double>();
}

std::vector<NamedParameter> withGradients(std::initializer_list<double> values,
                                          at::ScalarType type = at::kFloat) {
    std::vector<NamedParameter> parameters;
    for (const double value : values) {
        NamedParameter parameter{concat('p', parameters.size()),
                                 at::zeros({3}, type).set_requires_grad(true)};
        parameter.value.mutable_grad() = at::full({3}, value, type);
        parameters.push_back(parameter);
    }
    return parameters;
}

} // namespace

class TestEma : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decaysAsTheTable();
    void copiesFirstThenAverages();
    void updatesEveryNth();
    void lowPrecisionWeightsAreAveragedInFloat();
    void hostPlaceGivesTheSameNumbers();
    void resumes();
    void refusesOtherAverages();
    void appliedPutsTheAveragesInAndOut();
    void averagesThatDoNotFitLeaveTheWeights();
    void runsOnMeta();
    void scalerDividesTheGradients();
    void scalerSkipsAndHalves();
    void scalerGrowsAfterGoodSteps();
    void scalerStateSurvives();
    void profilesSayWhatTheyAre();
    void autocastIsRestored();
    void autocastChoosesTheFormat();
};

void TestEma::decaysAsTheTable() {
    const Ema ema({}, tracked());
    const std::vector<std::pair<std::int64_t, double>> table{
        {2, 0.4053965},    {3, 0.5613087},     {10, 0.8221721},  {100, 0.9683772},
        {1000, 0.9943766}, {10000, 0.9990000}, {215444, 0.9999}, {1000000, 0.9999}};
    for (const auto& [k, decay] : table)
        QVERIFY2(std::abs(ema.decayAt(k) - decay) < 6e-8, qPrintable(QString::number(k)));
    QVERIFY(ema.decayAt(215400) < 0.9999);
    QCOMPARE(ema.decayAt(0), 0.0);
    QCOMPARE(ema.decayAt(1), 0.0);
}

// Calls 0, 1 and 2 leave a copy of the weights; from 3 on it is an average. Buffers are averaged too.
void TestEma::copiesFirstThenAverages() {
    const auto weights = tracked();
    Ema ema({}, weights);
    for (int k = 0; k < 3; ++k) {
        setTo(weights[0], k + 1.0);
        setTo(weights[1], -1.0);
        ema.update();
        QCOMPARE(averageOf(ema), k + 1.0);
    }
    setTo(weights[0], 13.0);
    setTo(weights[1], 9.0);
    ema.update();
    const double share = 1.0 - ema.decayAt(3);
    QVERIFY(std::abs(averageOf(ema) - (3.0 + share * 10.0)) < 1e-5);
    QVERIFY(std::abs(averageOf(ema, "buffer") - (-1.0 + share * 10.0)) < 1e-5);
    QCOMPARE(ema.updateCount(), 4);
}

void TestEma::updatesEveryNth() {
    EmaOptions options;
    options.updateEvery = 4;
    options.updateAfterStep = 6;
    const auto weights = tracked();
    Ema ema(options, weights);
    for (int k = 0; k <= 12; ++k) {
        setTo(weights[0], k);
        ema.update();
        // Copies at 0, 4 and (first beyond 6) 8; averages at 12.
        if (k < 12) QCOMPARE(averageOf(ema), static_cast<double>(k / 4 * 4));
    }
    QVERIFY(std::abs(averageOf(ema) - (8.0 + 4.0 * (1.0 - ema.decayAt(12)))) < 1e-5);
}

void TestEma::lowPrecisionWeightsAreAveragedInFloat() {
    const auto weights = tracked(at::kBFloat16);
    Ema ema({}, weights);
    setTo(weights[0], 1.0);
    for (int k = 0; k < 3; ++k) ema.update();
    setTo(weights[0], 1.0078125);
    ema.update();
    QCOMPARE(ema.averages().at("w").value().scalar_type(), at::kFloat);
    QVERIFY(std::abs(averageOf(ema) - (1.0 + 0.0078125 * (1.0 - ema.decayAt(3)))) < 1e-6);
}

void TestEma::hostPlaceGivesTheSameNumbers() {
    const auto weights = tracked();
    EmaOptions onHost;
    onHost.place = EmaOptions::Place::Host;
    Ema one({}, weights);
    Ema two(onHost, weights);
    for (int k = 0; k < 8; ++k) {
        setTo(weights[0], std::sin(k));
        one.update();
        two.update();
    }
    for (const auto& [name, average] : one.averages())
        QVERIFY(at::equal(average, two.averages().at(name).value()));
}

void TestEma::resumes() {
    const auto weights = tracked();
    Ema straight({}, weights);
    const auto go = [&](Ema& ema, int first, int count) {
        for (int k = first; k < first + count; ++k) {
            setTo(weights[0], std::cos(k));
            ema.update();
        }
    };
    go(straight, 0, 5);
    tensor::NamedTensors saved;
    for (const auto& [name, average] : straight.averages()) saved.set(name, average.clone());
    const std::int64_t count = straight.updateCount();
    go(straight, 5, 5);
    Ema resumed({}, weights);
    ATTUNE_VERIFY_OK(resumed.load(saved, count));
    go(resumed, 5, 5);
    for (const auto& [name, average] : straight.averages())
        QVERIFY(at::equal(average, resumed.averages().at(name).value()));
}

void TestEma::refusesOtherAverages() {
    Ema ema({}, tracked());
    const double before = averageOf(ema);
    ATTUNE_VERIFY_ERROR(ema.load({{"w", at::zeros({5, 3})}}, 3), ErrorCode::MissingKey);
    ATTUNE_VERIFY_ERROR(ema.load({{"w", at::zeros({5, 3})}, {"buffer", at::zeros({7})}}, 3),
                        ErrorCode::ShapeMismatch);
    QCOMPARE(averageOf(ema), before);
    QCOMPARE(ema.updateCount(), 0);
}

void TestEma::appliedPutsTheAveragesInAndOut() {
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
        auto weights = tracked(type);
        weights[0].value.set_requires_grad(true);
        Ema ema({}, weights);
        setTo(weights[0], 4.0);
        ema.update();
        setTo(weights[0], 6.0);
        const at::Tensor before = weights[0].value.detach().clone();
        {
            const Ema::Applied applied(ema);
            QCOMPARE(weights[0].value.mean().item<double>(), 4.0);
            QCOMPARE(weights[0].value.scalar_type(), type);
            QVERIFY(weights[0].value.requires_grad());
        }
        QVERIFY(at::equal(weights[0].value, before));
        QCOMPARE(averageOf(ema), 4.0);
        // Training goes on with the same tensors.
        setTo(weights[0], 8.0);
        ema.update();
        QCOMPARE(averageOf(ema), 8.0);
    }
}

// Putting the averages in converts them, which may run out of memory; half-averaged weights must not stay.
void TestEma::averagesThatDoNotFitLeaveTheWeights() {
    const auto weights = tracked();
    Ema ema({}, weights);
    setTo(weights[0], 6.0);
    weights[1].value.set_data(at::empty({2}, at::kBits8)); // which no float converts to
    QVERIFY_THROWS_EXCEPTION(c10::Error, const Ema::Applied applied(ema));
    QCOMPARE(weights[0].value.mean().item<double>(), 6.0);
}

void TestEma::runsOnMeta() {
    EmaOptions onHost;
    onHost.place = EmaOptions::Place::Host;
    Ema ema(onHost, {{"w", at::empty({3}, at::kMeta)}});
    for (int k = 0; k < 5; ++k) ema.update();
    QVERIFY(ema.averages().at("w").value().is_meta());
}

void TestEma::scalerDividesTheGradients() {
    GradScaler scaler;
    QCOMPARE(scaler.scale(), 65536.0);
    QCOMPARE(scaler.scaled(at::full({}, 2.0)).item<double>(), 131072.0);
    const auto parameters = withGradients({65536.0, 32768.0});
    QCOMPARE(scaler.unscale(parameters), GradientHealth::Finite);
    QCOMPARE(parameters[0].value.grad()[0].item<float>(), 1.0F);
    QCOMPARE(parameters[1].value.grad()[2].item<float>(), 0.5F);
    QCOMPARE(scaler.unscale(std::vector<NamedParameter>{{"none", at::zeros({2}).set_requires_grad(true)}}),
             GradientHealth::Finite);
}

void TestEma::scalerSkipsAndHalves() {
    GradScaler scaler;
    for (const double bad : {static_cast<double>(INFINITY), -static_cast<double>(INFINITY), std::nan("")})
        QCOMPARE(scaler.unscale(withGradients({1.0, bad, 1.0})), GradientHealth::Overflowed);
    // Different formats are looked at together.
    auto mixed = withGradients({1.0});
    mixed.push_back(withGradients({INFINITY}, at::kDouble).front());
    QCOMPARE(scaler.unscale(mixed), GradientHealth::Overflowed);
    scaler.update(GradientHealth::Overflowed);
    scaler.update(GradientHealth::Overflowed);
    QCOMPARE(scaler.scale(), 16384.0);
    QCOMPARE(scaler.skippedSteps(), 2);
}

void TestEma::scalerGrowsAfterGoodSteps() {
    GradScalerOptions options;
    options.growthInterval = 3;
    GradScaler scaler(options);
    scaler.update(GradientHealth::Finite);
    scaler.update(GradientHealth::Finite);
    scaler.update(GradientHealth::Overflowed); // counts from the start again
    for (int i = 0; i < 2; ++i) scaler.update(GradientHealth::Finite);
    QCOMPARE(scaler.scale(), 32768.0);
    scaler.update(GradientHealth::Finite);
    QCOMPARE(scaler.scale(), 65536.0);
}

void TestEma::scalerStateSurvives() {
    GradScaler scaler;
    scaler.update(GradientHealth::Overflowed);
    for (int i = 0; i < 1999; ++i) scaler.update(GradientHealth::Finite);
    const config::Json saved = config::Json::parse(scaler.saveState().dump());
    GradScaler resumed;
    ATTUNE_VERIFY_OK(resumed.loadState(config::JsonView(saved, "scaler")));
    resumed.update(GradientHealth::Finite);
    QCOMPARE(resumed.scale(), 65536.0);
    QCOMPARE(resumed.skippedSteps(), 1);
    for (const char* wrong : {R"({})", R"({"scale": 0, "good_steps": 0, "skipped_steps": 0})",
                              R"({"scale": 1, "good_steps": -1, "skipped_steps": 0})"}) {
        const config::Json damaged = config::Json::parse(wrong);
        ATTUNE_VERIFY_ERROR(resumed.loadState(config::JsonView(damaged, "scaler")), ErrorCode::InvalidConfig);
    }
    QCOMPARE(resumed.scale(), 65536.0);
}

void TestEma::profilesSayWhatTheyAre() {
    const PrecisionProfile exact = precisionProfile(config::Precision::Fp32);
    QVERIFY(exact.weights == at::kFloat && !exact.autocast && !exact.scalesLoss);
    const PrecisionProfile mixed = precisionProfile(config::Precision::Bf16Mixed);
    QVERIFY(mixed.weights == at::kFloat && mixed.autocast == at::kBFloat16 && !mixed.scalesLoss);
    const PrecisionProfile half = precisionProfile(config::Precision::Fp16Mixed);
    QVERIFY(half.weights == at::kFloat && half.autocast == at::kHalf && half.scalesLoss);
    const PrecisionProfile small = precisionProfile(config::Precision::Bf16Weights);
    QVERIFY(small.weights == at::kBFloat16 && small.rounding == WeightRounding::Mode::Stochastic);
}

void TestEma::autocastIsRestored() {
    QVERIFY(!at::autocast::is_autocast_enabled(at::kCPU));
    const at::ScalarType before = at::autocast::get_autocast_dtype(at::kCPU);
    {
        const AutocastGuard outer(at::kCPU, at::kBFloat16);
        QVERIFY(at::autocast::is_autocast_enabled(at::kCPU));
        {
            const AutocastGuard inner(at::kCPU, at::kHalf);
            QCOMPARE(at::autocast::get_autocast_dtype(at::kCPU), at::kHalf);
        }
        QVERIFY(at::autocast::is_autocast_enabled(at::kCPU));
        QCOMPARE(at::autocast::get_autocast_dtype(at::kCPU), at::kBFloat16);
        const AutocastGuard none(at::kCPU, std::nullopt);
        QVERIFY(at::autocast::is_autocast_enabled(at::kCPU));
        const AutocastGuard meta(at::kMeta, at::kBFloat16);
    }
    QVERIFY(!at::autocast::is_autocast_enabled(at::kCPU));
    QCOMPARE(at::autocast::get_autocast_dtype(at::kCPU), before);
}

void TestEma::autocastChoosesTheFormat() {
    const at::Tensor matrix = at::randn({4, 4}, tensor::makeCpuGenerator(1));
    const AutocastGuard guard(at::kCPU, at::kBFloat16);
    QCOMPARE(at::matmul(matrix, matrix).scalar_type(), at::kBFloat16);
}

QTEST_GUILESS_MAIN(TestEma)
#include "tst_Ema.moc"
