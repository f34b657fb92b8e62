// SPDX-License-Identifier: GPL-3.0-or-later
//
// Learning-rate schedules: vectors of an independent program, shapes, warm-up, momentum, refusals. Long
// tables from torch.optim.lr_scheduler are checked by the fixtures.
#include "core/train/LearningRateSchedule.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace attune;
using namespace attune::train;
using config::Json;
using config::NamedOptions;

namespace {

SchedulePointer made(const char* type, Json options, double base) {
    const auto schedule = makeSchedule(NamedOptions{type, std::move(options)}, base);
    return schedule ? *schedule : nullptr;
}

bool isNear(double actual, double expected, double relative = 1e-9) {
    const bool holds = std::abs(actual - expected) <= relative * std::abs(expected);
    if (!holds) qWarning("%.15g instead of %.15g", actual, expected);
    return holds;
}

} // namespace

class TestLearningRateSchedule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inverseVectors();
    void inverseWarmsUpItsFloorToo();
    void cosineTurnsBackAfterItsEnd();
    void restartsLengthen();
    void restartsAreCheapFarOut();
    void warmUpRisesToTheSchedule();
    void oneCycleMovesTheMomentum();
    void oneCycleHasThreePhases();
    void cyclesNarrow();
    void whatHasNoLengthStaysAtItsStart();
    void constantIsConstant();
    void ofTheTrainingBlock();
    void refuses_data();
    void refuses();
};

void TestLearningRateSchedule::inverseVectors() {
    const std::vector<std::int64_t> steps{0, 1, 10, 100, 1000, 10000};
    const auto check = [&](double base, double warmup, const std::vector<double>& expected) {
        const auto schedule =
            made("InverseLR", {{"inv_gamma", 1e6}, {"power", 0.5}, {"warmup", warmup}}, base);
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (!isNear(schedule->rateAt(steps[i]), expected[i], 1e-6)) return false;
        return true;
    };
    QVERIFY(
        check(5e-5, 0.99, {5.000000e-7, 9.949995e-7, 5.233061e-6, 3.187981e-5, 4.997288e-5, 4.975186e-5}));
    QVERIFY(
        check(2e-4, 0.995, {1.000000e-6, 1.994999e-6, 1.072903e-5, 7.944771e-5, 1.985766e-4, 1.990074e-4}));
}

void TestLearningRateSchedule::inverseWarmsUpItsFloorToo() {
    const auto schedule = made("InverseLR", {{"inv_gamma", 1}, {"warmup", 0.9}, {"final_lr", 0.5}}, 1.0);
    QVERIFY(isNear(schedule->rateAt(0), 0.1));
    QVERIFY(isNear(schedule->rateAt(1), 0.19 * 0.5));
    QVERIFY(isNear(schedule->rateAt(1000), 0.5));
}

void TestLearningRateSchedule::cosineTurnsBackAfterItsEnd() {
    const auto schedule = made("CosineAnnealingLR", {{"T_max", 10}, {"eta_min", 0.2}}, 1.0);
    QVERIFY(isNear(schedule->rateAt(0), 1.0));
    QVERIFY(isNear(schedule->rateAt(5), 0.6));
    QVERIFY(isNear(schedule->rateAt(10), 0.2));
    QVERIFY(isNear(schedule->rateAt(20), 1.0));
}

void TestLearningRateSchedule::restartsLengthen() {
    const auto schedule = made("CosineAnnealingWarmRestarts", {{"T_0", 10}, {"T_mult", 2}}, 1.0);
    for (const std::int64_t restart : {0, 10, 30, 70, 150}) {
        QVERIFY(isNear(schedule->rateAt(restart), 1.0));
        if (restart > 0) QVERIFY(schedule->rateAt(restart - 1) < 0.05);
    }
    QVERIFY(isNear(schedule->rateAt(20), 0.5));
}

void TestLearningRateSchedule::restartsAreCheapFarOut() {
    const auto schedule = made("CosineAnnealingWarmRestarts", {{"T_0", 7}}, 1.0);
    QVERIFY(isNear(schedule->rateAt(7'000'000'000'000LL), 1.0));
}

void TestLearningRateSchedule::warmUpRisesToTheSchedule() {
    const auto inner =
        made("LinearLR", {{"start_factor", 1.0}, {"end_factor", 0.5}, {"total_iters", 100}}, 2.0);
    const auto schedule = withLinearWarmUp(inner, 4);
    QVERIFY(isNear(schedule->rateAt(0), 0.25 * inner->rateAt(0)));
    QVERIFY(isNear(schedule->rateAt(2), 0.75 * inner->rateAt(2)));
    QCOMPARE(schedule->rateAt(3), inner->rateAt(3));
    QCOMPARE(schedule->rateAt(50), inner->rateAt(50));
    QCOMPARE(withLinearWarmUp(inner, 0), inner);
    const auto cycle = made("OneCycleLR", {{"max_lr", 1.0}, {"total_steps", 10}}, 1.0);
    QCOMPARE(*withLinearWarmUp(cycle, 3)->momentumAt(2), *cycle->momentumAt(2));
    QVERIFY(!schedule->momentumAt(0));
}

void TestLearningRateSchedule::oneCycleMovesTheMomentum() {
    const auto schedule =
        made("OneCycleLR", {{"max_lr", 1e-3}, {"total_steps", 100}, {"pct_start", 0.3}}, 1e-4);
    QVERIFY(isNear(schedule->rateAt(0), 1e-3 / 25.0));
    QVERIFY(isNear(*schedule->momentumAt(0), 0.95));
    QVERIFY(isNear(schedule->rateAt(29), 1e-3));
    QVERIFY(isNear(*schedule->momentumAt(29), 0.85));
    QVERIFY(isNear(schedule->rateAt(99), 1e-3 / 25.0 / 1e4));
    QCOMPARE(schedule->rateAt(500), schedule->rateAt(99));
    QVERIFY(!made("OneCycleLR", {{"max_lr", 1e-3}, {"total_steps", 100}, {"cycle_momentum", false}}, 1.0)
                 ->momentumAt(0));
}

void TestLearningRateSchedule::oneCycleHasThreePhases() {
    const auto schedule = made("OneCycleLR",
                               {{"max_lr", 1.0},
                                {"epochs", 10},
                                {"steps_per_epoch", 10},
                                {"three_phase", true},
                                {"anneal_strategy", "linear"}},
                               1.0);
    QVERIFY(isNear(schedule->rateAt(0), 0.04));
    QVERIFY(isNear(schedule->rateAt(29), 1.0));
    QVERIFY(isNear(schedule->rateAt(58), 0.04));
    QVERIFY(isNear(*schedule->momentumAt(58), 0.95));
    QVERIFY(isNear(schedule->rateAt(99), 0.04 / 1e4));
}

void TestLearningRateSchedule::cyclesNarrow() {
    Json options{{"base_lr", 0.1}, {"max_lr", 0.5}, {"step_size_up", 4}, {"step_size_down", 8}};
    const auto triangular = made("CyclicLR", options, 1.0);
    for (const std::int64_t bottom : {0, 12, 24}) QVERIFY(isNear(triangular->rateAt(bottom), 0.1));
    for (const std::int64_t top : {4, 16, 28}) QVERIFY(isNear(triangular->rateAt(top), 0.5));
    QVERIFY(isNear(triangular->rateAt(2), 0.3) && isNear(triangular->rateAt(8), 0.3));
    QVERIFY(isNear(*triangular->momentumAt(0), 0.9) && isNear(*triangular->momentumAt(4), 0.8));
    options["mode"] = "triangular2";
    QVERIFY(isNear(made("CyclicLR", options, 1.0)->rateAt(16), 0.3));
    options["mode"] = "exp_range";
    options["gamma"] = 0.5;
    options["cycle_momentum"] = false;
    const auto narrowing = made("CyclicLR", options, 1.0);
    QVERIFY(isNear(narrowing->rateAt(4), 0.1 + 0.4 / 16.0));
    QVERIFY(!narrowing->momentumAt(0));
}

// As torch has it: what is to last for no step never ends.
void TestLearningRateSchedule::whatHasNoLengthStaysAtItsStart() {
    for (const std::int64_t step : {0, 1, 50}) {
        QVERIFY(isNear(made("ConstantLR", {{"factor", 0.5}, {"total_iters", 0}}, 1.0)->rateAt(step), 0.5));
        QVERIFY(
            isNear(made("LinearLR", {{"start_factor", 0.25}, {"total_iters", 0}}, 1.0)->rateAt(step), 0.25));
        QVERIFY(isNear(made("PolynomialLR", {{"total_iters", 0}}, 1.0)->rateAt(step), 1.0));
    }
}

void TestLearningRateSchedule::constantIsConstant() {
    const auto schedule = made("Constant", Json::object(), 3e-4);
    for (const std::int64_t step : {0, 1, 100000}) QCOMPARE(schedule->rateAt(step), 3e-4);
}

void TestLearningRateSchedule::ofTheTrainingBlock() {
    config::TrainingBlock training;
    ATTUNE_ASSIGN_OK(const auto constant, makeSchedule(training, 2.0));
    QCOMPARE(constant->rateAt(50), 2.0);
    training.scheduler = NamedOptions{"StepLR", {{"step_size", 5}, {"gamma", 0.5}}};
    ATTUNE_ASSIGN_OK(const auto stairs, makeSchedule(training, 2.0));
    QCOMPARE(stairs->rateAt(4), 2.0);
    QCOMPARE(stairs->rateAt(5), 1.0);
    QCOMPARE(stairs->rateAt(14), 0.5);
}

void TestLearningRateSchedule::refuses_data() {
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char* type, const char* json) {
        QTest::addRow("%s %s", type, json) << QByteArray(type) << QByteArray(json);
    };
    row("CosineAnnealing", "{}");
    row("ReduceLROnPlateau", "{}");
    row("Constant", R"({"factor": 1})");
    row("InverseLR", R"({"warmup": 1.0})");
    row("InverseLR", R"({"inv_gamma": 0})");
    row("InverseLR", R"({"gamma": 1})");
    row("CosineAnnealingLR", "{}");
    row("CosineAnnealingLR", R"({"T_max": 0})");
    row("CosineAnnealingWarmRestarts", R"({"T_0": 10, "T_mult": 0})");
    row("ConstantLR", R"({"factor": 2})");
    row("LinearLR", R"({"start_factor": 0})");
    row("ExponentialLR", "{}");
    row("StepLR", R"({"step_size": "ten"})");
    row("CyclicLR", R"({"base_lr": 1, "max_lr": 2, "mode": "square"})");
    row("OneCycleLR", R"({"max_lr": 1})");
    row("OneCycleLR", R"({"max_lr": 1, "total_steps": 10, "anneal_strategy": "exp"})");
}

void TestLearningRateSchedule::refuses() {
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, json);
    ATTUNE_VERIFY_ERROR(makeSchedule(NamedOptions{type.toStdString(), Json::parse(json.toStdString())}, 1e-4),
                        ErrorCode::InvalidConfig);
}

QTEST_GUILESS_MAIN(TestLearningRateSchedule)
#include "tst_LearningRateSchedule.moc"
