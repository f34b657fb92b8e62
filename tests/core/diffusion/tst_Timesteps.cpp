// SPDX-License-Identifier: GPL-3.0-or-later
//
// Objective, TimestepSampler, SobolSequence, DistributionShift and the schedules. An independent program
// computed the numbers in double precision.
#include "core/diffusion/DistributionShift.h"
#include "core/diffusion/Objective.h"
#include "core/diffusion/SigmaSchedule.h"
#include "core/diffusion/SobolSequence.h"
#include "core/diffusion/TimestepSampler.h"
#include "core/tensor/Generators.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <cmath>
#include <numbers>

using namespace attune;
using namespace attune::diffusion;

namespace {

bool isNear(double actual, double expected, double tolerance) {
    const bool holds = std::abs(actual - expected) <= tolerance;
    if (!holds) qWarning("%.10g instead of %.10g", actual, expected);
    return holds;
}

bool areNear(const Schedule& actual, const Schedule& expected, double relative) {
    if (actual.size() != expected.size()) return false;
    for (std::size_t i = 0; i < actual.size(); ++i)
        if (!isNear(actual[i], expected[i], relative * std::abs(expected[i]))) return false;
    return true;
}

TimestepOptions optionsFor(TimestepDistribution distribution) {
    TimestepOptions options;
    options.distribution = distribution;
    return options;
}

RandomSources sourcesOf(std::uint64_t seed) {
    const at::Generator generator = tensor::makeCpuGenerator(seed);
    return {generator, generator};
}

} // namespace

class TestTimesteps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noisesByObjective_data();
    void noisesByObjective();
    void truncLogitNormal();
    void logSnrIsClamped();
    void oneShotForcesOne();
    void drawsInTheReferencesOrder();
    void resumesExactly_data();
    void resumesExactly();
    void readsOptions();
    void sobolFillsEvenly();
    void sobolRefusesDamagedState();
    void shiftVectors();
    void shiftKeepsTheEnds();
    void shiftClampsTheLength();
    void polyexponentialVectors();
    void logSnrVectors();
    void linearIsShifted();
    void oneStepSchedules();
};

void TestTimesteps::noisesByObjective_data() {
    QTest::addColumn<int>("objective");
    QTest::newRow("v") << static_cast<int>(Objective::V);
    QTest::newRow("rectified flow") << static_cast<int>(Objective::RectifiedFlow);
    QTest::newRow("rf denoiser") << static_cast<int>(Objective::RfDenoiser);
}

// A perfect prediction gives the clean latents back, at the ends and between.
void TestTimesteps::noisesByObjective() {
    QFETCH(int, objective);
    const auto kind = static_cast<Objective>(objective);
    const at::Tensor latents = at::randn({3, 2, 5}, tensor::makeCpuGenerator(1));
    const at::Tensor noise = at::randn({3, 2, 5}, tensor::makeCpuGenerator(2));
    const at::Tensor t = at::tensor({0.0, 0.4, 1.0}, at::kFloat);
    const NoisedLatents made = noiseLatents(kind, latents, noise, t);
    QVERIFY(at::allclose(made.noised[0], latents[0], 0, 1e-6));
    QVERIFY(at::allclose(made.noised[2], noise[2], 0, 1e-6));
    QVERIFY(at::allclose(denoisedFromPrediction(kind, made.noised, made.target, t), latents, 1e-5, 1e-5));
    const auto [alpha, sigma] = alphaSigma(kind, t);
    const double share = kind == Objective::V ? std::sin(0.2 * std::numbers::pi) : 0.4;
    QVERIFY(isNear(sigma[1].item<double>(), share, 1e-6));
}

void TestTimesteps::truncLogitNormal() {
    const at::Tensor z = at::tensor({-2.0, -1.0, 0.0, 1.0, 2.0}, at::kDouble);
    const at::Tensor t = timestepsFromDraws(optionsFor(TimestepDistribution::TruncLogitNormal), z);
    const std::vector<double> expected{0.9406203880, 0.7859256749, 0.5385090585, 0.2899107760, 0.1285807356};
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY(isNear(t[static_cast<std::int64_t>(i)].item<double>(), expected[i], 1e-9));
    // Far out in the tails float32 alone would give infinities.
    const at::Tensor extremes = timestepsFromDraws(optionsFor(TimestepDistribution::TruncLogitNormal),
                                                   at::tensor({-9.0, 9.0}, at::kFloat));
    QVERIFY(at::isfinite(extremes).all().item<bool>());
    QVERIFY(extremes.ge(0.0).all().item<bool>() && extremes.le(1.0).all().item<bool>());
}

void TestTimesteps::logSnrIsClamped() {
    const at::Tensor t = timestepsFromDraws(optionsFor(TimestepDistribution::LogSnr),
                                            at::tensor({-20.0, 0.6, 20.0}, at::kFloat));
    QVERIFY(isNear(t[0].item<double>(), 1.0 - 1e-4, 1e-6));
    QVERIFY(
        isNear(t[1].item<double>(), 0.5, 1e-6)); // mean -1.2, deviation 2: 0.6 is where signal equals noise
    QVERIFY(isNear(t[2].item<double>(), 1e-4, 1e-8));
}

void TestTimesteps::oneShotForcesOne() {
    const at::Tensor t = at::tensor({0.1, 0.2, 0.3}, at::kFloat);
    const at::Tensor forced = applyOneShot(t, at::tensor({0.29, 0.3, 0.31}, at::kFloat), 0.3);
    QCOMPARE(forced[0].item<float>(), 1.0F);
    QCOMPARE(forced[1].item<float>(), 0.2F);
    QCOMPARE(forced[2].item<float>(), 0.3F);
}

void TestTimesteps::drawsInTheReferencesOrder() {
    TimestepOptions options = optionsFor(TimestepDistribution::LogitNormal);
    options.oneShotProbability = 0.5;
    RandomSources sources = sourcesOf(11);
    TimestepSampler sampler(options, std::nullopt, sources);
    const at::Tensor drawn = sampler.draw(16, 64, at::kCPU, sources);
    at::Generator same = tensor::makeCpuGenerator(11);
    const at::Tensor normals = at::randn({16}, same);
    const at::Tensor uniforms = at::rand({16}, same);
    QVERIFY(at::equal(drawn, at::where(uniforms < 0.5, at::ones({16}), at::sigmoid(normals))));
    QVERIFY(at::equal(drawn, sampler.fromDraws(normals, 64, uniforms, at::kCPU)));
}

void TestTimesteps::resumesExactly_data() {
    QTest::addColumn<int>("distribution");
    QTest::newRow("uniform") << static_cast<int>(TimestepDistribution::Uniform);
    QTest::newRow("trunc_logit_normal") << static_cast<int>(TimestepDistribution::TruncLogitNormal);
}

void TestTimesteps::resumesExactly() {
    QFETCH(int, distribution);
    const auto options = optionsFor(static_cast<TimestepDistribution>(distribution));
    RandomSources sources = sourcesOf(3);
    TimestepSampler sampler(options, std::nullopt, sources);
    static_cast<void>(sampler.draw(7, 64, at::kCPU, sources));
    const config::Json saved = config::Json::parse(sampler.saveState().dump());
    const at::Tensor generatorState = tensor::stateOf(sources.host);
    const at::Tensor expected = sampler.draw(5, 64, at::kCPU, sources);

    RandomSources others = sourcesOf(99);
    TimestepSampler resumed(options, std::nullopt, others);
    ATTUNE_VERIFY_OK(resumed.loadState(config::JsonView(saved, "state")));
    ATTUNE_VERIFY_OK(tensor::restoreState(others.host, generatorState));
    QVERIFY(at::equal(resumed.draw(5, 64, at::kCPU, others), expected));
}

void TestTimesteps::readsOptions() {
    ATTUNE_ASSIGN_OK(const TimestepOptions options,
                     TimestepOptions::from(config::NamedOptions{"log_snr", {{"mean_logsnr", 0.5}}}, 0.25));
    QCOMPARE(options.distribution, TimestepDistribution::LogSnr);
    QCOMPARE(options.meanLogSnr, 0.5);
    QCOMPARE(options.stdLogSnr, 2.0);
    QCOMPARE(options.oneShotProbability, 0.25);
    const auto from = [](const char* type, config::Json details, double oneShot = 0.0) {
        return TimestepOptions::from(config::NamedOptions{type, std::move(details)}, oneShot);
    };
    ATTUNE_VERIFY_ERROR(from("gaussian", config::Json::object()), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(from("uniform", {{"mean_logsnr", 0.5}}), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(from("log_snr", {{"std_logsnr", -1.0}}), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(from("uniform", config::Json::object(), 1.5), ErrorCode::InvalidConfig);

    config::TrainingBlock block;
    block.timestepSampler = "trunc_logit_normal";
    block.oneShotProbability = 0.1;
    ATTUNE_ASSIGN_OK(const TimestepOptions ofBlock, TimestepOptions::from(block));
    QCOMPARE(ofBlock.distribution, TimestepDistribution::TruncLogitNormal);
    QCOMPARE(ofBlock.oneShotProbability, 0.1);
    for (const char* name : {"uniform", "logit_normal", "trunc_logit_normal", "log_snr"}) {
        ATTUNE_ASSIGN_OK(const auto distribution, timestepDistributionFromName(name));
        QCOMPARE(std::string(timestepDistributionName(distribution)), std::string(name));
    }
}

// What sets it apart from independent draws: 256 points, one in each of 256 equal parts.
void TestTimesteps::sobolFillsEvenly() {
    at::Generator generator = tensor::makeCpuGenerator(4);
    SobolSequence sequence(generator);
    std::vector<int> hits(256, 0);
    for (int batch = 0; batch < 64; ++batch) {
        const at::Tensor points = sequence.draw(4);
        for (std::int64_t i = 0; i < 4; ++i) {
            const double value = points[i].item<double>();
            QVERIFY(value >= 0.0 && value <= 1.0);
            ++hits[static_cast<std::size_t>(std::min(value * 256.0, 255.0))];
        }
    }
    QVERIFY(std::ranges::all_of(hits, [](int count) { return count == 1; }));
    QCOMPARE(sequence.drawn(), 256);
}

void TestTimesteps::sobolRefusesDamagedState() {
    at::Generator generator = tensor::makeCpuGenerator(4);
    SobolSequence sequence(generator);
    const at::Tensor before = SobolSequence(sequence).draw(3);
    config::Json state = sequence.saveState();
    state["directions"] = {1, 2, 3};
    ATTUNE_VERIFY_ERROR(sequence.loadState(config::JsonView(state, "state")), ErrorCode::InvalidConfig);
    state.erase("drawn");
    ATTUNE_VERIFY_ERROR(sequence.loadState(config::JsonView(state, "state")), ErrorCode::InvalidConfig);
    QVERIFY(at::equal(sequence.draw(3), before));
}

void TestTimesteps::shiftVectors() {
    const DistributionShift shift{config::DistributionShiftConfig{}};
    const std::vector<double> t{0.1, 0.5, 0.9};
    const std::vector<std::pair<std::int64_t, std::vector<double>>> table{
        {64, {0.154828, 0.622459, 0.936863}},   {256, {0.154828, 0.622459, 0.936863}},
        {1024, {0.172612, 0.652489, 0.944129}}, {4096, {0.259758, 0.759511, 0.966014}},
        {9000, {0.259758, 0.759511, 0.966014}},
    };
    for (const auto& [frames, expected] : table)
        for (std::size_t i = 0; i < t.size(); ++i) {
            QVERIFY(isNear(shift.apply(t[i], frames), expected[i], 6e-7));
            QVERIFY(isNear(shift.apply(at::scalar_tensor(t[i], at::kDouble), frames).item<double>(),
                           expected[i], 6e-7));
        }
}

void TestTimesteps::shiftKeepsTheEnds() {
    for (const bool useSine : {false, true}) {
        config::DistributionShiftConfig options;
        options.useSine = useSine;
        const DistributionShift shift(options);
        for (const std::int64_t frames : {1, 256, 700, 5000}) {
            QCOMPARE(shift.apply(0.0, frames), 0.0);
            QCOMPARE(shift.apply(1.0, frames), 1.0);
            const at::Tensor ends = shift.apply(at::tensor({0.0, 1.0}, at::kFloat), frames);
            QCOMPARE(ends[0].item<float>(), 0.0F);
            QCOMPARE(ends[1].item<float>(), 1.0F);
        }
    }
}

void TestTimesteps::shiftClampsTheLength() {
    const DistributionShift shift{config::DistributionShiftConfig{}};
    QCOMPARE(shift.mu(1), -0.5);
    QCOMPARE(shift.mu(100000), -1.15);
    QVERIFY(isNear(shift.mu(1024), -0.63, 1e-12));
}

void TestTimesteps::polyexponentialVectors() {
    QVERIFY(areNear(polyexponentialSigmas(6, 0.03, 100.0, 1.0),
                    {100.0, 19.743505, 3.8980598, 0.76961363, 0.15194871, 0.03, 0.0}, 1e-6));
    QVERIFY(areNear(polyexponentialSigmas(6, 0.03, 100.0, 2.0),
                    {100.0, 5.3921709, 0.55636218, 0.10984539, 0.041498883, 0.03, 0.0}, 1e-6));
}

void TestTimesteps::logSnrVectors() {
    QVERIFY(areNear(logSnrTimes(8, 1.0),
                    {1.0, .99330715, .98201379, .95257413, .88079708, .73105858, .5, .26894142, 0.0}, 1e-6));
    QVERIFY(areNear(logSnrTimes(4, 0.5), {.5, .37754049, .26894132, .18242549, 0.0}, 1e-6));
    QVERIFY(areNear(logSnrTimes(4, 7.0), logSnrTimes(4, 1.0), 0.0));
}

void TestTimesteps::linearIsShifted() {
    QVERIFY(areNear(linearTimes(4, 1.0, std::nullopt, 64), {1.0, 0.75, 0.5, 0.25, 0.0}, 0.0));
    const DistributionShift shift{config::DistributionShiftConfig{}};
    const Schedule shifted = linearTimes(4, 1.0, shift, 64);
    QCOMPARE(shifted.front(), 1.0);
    QCOMPARE(shifted.back(), 0.0);
    QVERIFY(isNear(shifted[2], 0.622459, 1e-6));
}

void TestTimesteps::oneStepSchedules() {
    QVERIFY(areNear(polyexponentialSigmas(1, 0.03, 80.0, 1.0), {80.0, 0.0}, 1e-6));
    QVERIFY(areNear(logSnrTimes(1, 1.0), {1.0, 0.0}, 0.0));
    QVERIFY(areNear(linearTimes(1, 1.0, std::nullopt, 1), {1.0, 0.0}, 0.0));
}

QTEST_GUILESS_MAIN(TestTimesteps)
#include "tst_Timesteps.moc"
