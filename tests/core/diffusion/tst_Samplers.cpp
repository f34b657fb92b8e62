// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every sampler on a scalar toy network F(z, t) = sin(z) + t/2 in double precision, against numbers that an
// independent program computed from the formulas; then the one entry: refusals, stopping, other devices.
#include "core/diffusion/DpmSolver.h"
#include "core/diffusion/FlowSamplers.h"
#include "core/diffusion/KMultistep.h"
#include "core/diffusion/KSingleStep.h"
#include "core/diffusion/Sampler.h"
#include "core/diffusion/VDdim.h"
#include "core/tensor/Generators.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <array>
#include <cmath>

using namespace attune;
using namespace attune::diffusion;

namespace {

constexpr int kSteps = 6;

Network toyNetwork() {
    return [](const at::Tensor& x, const at::Tensor& t) { return at::sin(x) + t.view({-1, 1, 1}) / 2.0; };
}

// N_i = 0.5 (-1)^i
class AlternatingNoise final : public NoiseSource {
public:
    at::Tensor next(const at::Tensor& like, double, double) override {
        m_sign = -m_sign;
        return at::full_like(like, -0.5 * m_sign);
    }
    void skip(const at::Tensor&) override {}

private:
    double m_sign{1.0};
};

Schedule exactSigmas() {
    Schedule sigmas;
    for (int i = 0; i < kSteps; ++i)
        sigmas.push_back(
            std::exp((1.0 - i / (kSteps - 1.0)) * (std::log(100.0) - std::log(0.03)) + std::log(0.03)));
    sigmas.push_back(0.0);
    return sigmas;
}

Schedule exactLogSnrTimes() {
    Schedule times;
    for (int i = 0; i <= kSteps; ++i) times.push_back(1.0 / (1.0 + std::exp(-6.0 + 8.0 * i / kSteps)));
    times.front() = 1.0;
    times.back() = 0.0;
    return times;
}

Schedule exactLinearTimes(double sigmaMax, bool isShifted) {
    const DistributionShift shift{config::DistributionShiftConfig{}};
    Schedule times;
    for (int i = 0; i <= kSteps; ++i) {
        const double t = sigmaMax * (1.0 - static_cast<double>(i) / kSteps);
        times.push_back(isShifted ? shift.apply(t, 1) : t);
    }
    return times;
}

at::Tensor scalar(double value) {
    return at::full({1, 1, 1}, value, at::kDouble);
}

// Everything a family needs, for a walk on the toy network.
struct Bench {
    Network network{toyNetwork()};
    CountedNetwork counted{network};
    AlternatingNoise noise;
    Cancellation cancellation;
    std::function<void(const SamplerStep&)> onStep;
    SamplingRun run{counted, noise, cancellation, onStep};
};

double valueOf(const Result<at::Tensor>& result) {
    return result ? result->item<double>() : NAN;
}

double walked(ScheduleSampler sampler, double start, const Schedule& schedule) {
    Bench bench;
    return valueOf(sampler(bench.run, scalar(start), schedule));
}

bool isNear(double actual, double expected) {
    const bool holds = std::abs(actual - expected) <= 5e-10;
    if (!holds) qWarning("%.12g instead of %.12g", actual, expected);
    return holds;
}

SamplerRequest requestFor(Objective objective, const std::string& sampler,
                          const at::TensorOptions& options = at::kFloat) {
    SamplerRequest request;
    request.settings.objective = objective;
    request.settings.sampler = sampler;
    request.settings.steps = 5;
    request.network = toyNetwork();
    request.guidedNetwork = [](const at::Tensor& x, const at::Tensor& t) {
        const at::Tensor v = at::sin(x) + t.view({-1, 1, 1}) / 2.0;
        return GuidedPrediction{v, v * 0.5};
    };
    request.noise = options.device().is_meta() ? at::empty({2, 3, 8}, options)
                                               : at::randn({2, 3, 8}, tensor::makeCpuGenerator(7), options);
    request.generator = tensor::makeCpuGenerator(8);
    request.hostGenerator = tensor::makeCpuGenerator(9);
    return request;
}

constexpr std::array kObjectives{Objective::V, Objective::RectifiedFlow, Objective::RfDenoiser};

} // namespace

class TestSamplers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kSamplerVectors();
    void dpmFastVectors();
    void dpmAdaptiveVector();
    void ddimVectors();
    void flowVectors();
    void lmsWeightsIntegrateExactly();
    void denoiserSurvivesHugeSigmas();
    void everySamplerRepeats();
    void everySamplerRunsOnMeta();
    void halfPrecisionNetworkKeepsFloatState();
    void reportsEveryStep();
    void variationKeepsTheInitialLatents();
    void demosHaveTheirOwnSchedules();
    void generationIgnoresTheShiftButForRk4();
    void stopsWhenAsked();
    void refusesWhatCannotWork_data();
    void refusesWhatCannotWork();
    void translatesErrorsOfTheNetwork();
    void reportsNumbersThatAreNotFinite();
    void recordsNoGradients();
};

void TestSamplers::kSamplerVectors() {
    const Schedule sigmas = exactSigmas();
    const double start = 0.7 * sigmas.front();
    QVERIFY(isNear(walked(&sampleDpmpp2m, start, sigmas), 0.1600271947));
    QVERIFY(isNear(walked(&sampleDpmpp2mSde, start, sigmas), -0.0414274136));
    QVERIFY(isNear(walked(&sampleDpmpp3mSde, start, sigmas), -0.4386638956));
    QVERIFY(isNear(walked(&sampleHeun, start, sigmas), 0.5317553970));
    QVERIFY(isNear(walked(&sampleDpm2, start, sigmas), 0.2232125075));
    QVERIFY(isNear(walked(&sampleLms, start, sigmas), -0.1005109946));
    QVERIFY(isNear(walked(&sampleDpmpp2sAncestral, start, sigmas), -0.0997957857));
}

void TestSamplers::dpmFastVectors() {
    for (const auto& [calls, expected] :
         {std::pair(6, 0.7483575775), std::pair(7, -0.0887443097), std::pair(8, -0.0514222626)}) {
        Bench bench;
        QVERIFY(isNear(valueOf(sampleDpmFast(bench.run, scalar(70.0), 0.03, 100.0, calls)), expected));
        QCOMPARE(bench.counted.calls(), calls);
    }
    for (int calls = 1; calls < 12; ++calls) {
        Bench bench;
        ATTUNE_VERIFY_OK(sampleDpmFast(bench.run, scalar(70.0), 0.03, 100.0, calls));
        QCOMPARE(bench.counted.calls(), calls);
    }
}

void TestSamplers::dpmAdaptiveVector() {
    Bench bench;
    ATTUNE_ASSIGN_OK(const AdaptiveResult result, sampleDpmAdaptive(bench.run, scalar(70.0), 0.03, 100.0));
    QVERIFY(isNear(result.x.item<double>(), 0.0025749996));
    QCOMPARE(result.accepted, 11);
    QCOMPARE(result.rejected, 3);
}

void TestSamplers::ddimVectors() {
    QVERIFY(isNear(walked(&sampleVDdim, 0.7, exactLinearTimes(1.0, false)), -0.0740755251));
    QVERIFY(isNear(walked(&sampleVDdim, 0.7, exactLinearTimes(1.0, true)), -0.0792722188));
    QVERIFY(isNear(walked(&sampleVDdim, 0.7, exactLinearTimes(0.5, false)), 0.2229831779));
}

void TestSamplers::flowVectors() {
    QVERIFY(isNear(walked(&sampleFlowEuler, 0.7, exactLogSnrTimes()), 0.0320730012));
    QVERIFY(isNear(walked(&sampleFlowDpmpp, 0.7, exactLogSnrTimes()), 0.0718874816));
    QVERIFY(isNear(walked(&sampleFlowPingpong, 0.7, exactLogSnrTimes()), -0.1107088894));
    QVERIFY(isNear(walked(&sampleFlowEuler, 0.7, exactLinearTimes(1.0, false)), 0.0759614144));
    QVERIFY(isNear(walked(&sampleFlowEuler, 0.7, exactLinearTimes(1.0, true)), 0.0696486260));
    QVERIFY(isNear(walked(&sampleFlowRk4, 0.7, exactLinearTimes(1.0, false)), 0.1302599320));
    QVERIFY(isNear(walked(&sampleFlowRk4, 0.7, exactLinearTimes(1.0, true)), 0.1302651550));
}

// Whatever cubic the slopes lie on, the step is its integral.
void TestSamplers::lmsWeightsIntegrateExactly() {
    const Schedule sigmas = exactSigmas();
    const auto cubic = [](double s) { return 1.0 + 2.0 * s - 3.0 * s * s + 0.5 * s * s * s; };
    const auto primitive = [](double s) { return s + s * s - s * s * s + 0.125 * s * s * s * s; };
    const auto weights = lmsWeights(sigmas, 4, 4);
    double sum = 0.0;
    for (std::size_t j = 0; j < 4; ++j) sum += weights[j] * cubic(sigmas[4 - j]);
    QVERIFY(std::abs(sum - (primitive(sigmas[5]) - primitive(sigmas[4]))) < 1e-9);
}

void TestSamplers::denoiserSurvivesHugeSigmas() {
    const Network half = [](const at::Tensor& x, const at::Tensor& t) {
        return (at::sin(x) + t.view({-1, 1, 1}) / 2.0).to(at::kHalf);
    };
    CountedNetwork counted(half);
    Denoiser denoise(counted);
    const at::Tensor denoised = denoise(at::full({1, 1, 2}, 350.0), 500.0);
    QCOMPARE(denoised.scalar_type(), at::kFloat);
    QVERIFY(denoised.abs().min().item<double>() > 0.1);
}

void TestSamplers::everySamplerRepeats() {
    for (const Objective objective : kObjectives)
        for (const std::string& name : samplersFor(objective)) {
            int calls = 0;
            at::Tensor results[2];
            for (at::Tensor& latents : results) {
                ATTUNE_ASSIGN_OK(const SamplerResult result, sample(requestFor(objective, name)));
                latents = result.latents;
                calls = result.networkCalls;
            }
            QVERIFY2(at::equal(results[0], results[1]), name.c_str());
            QVERIFY2(calls > 0, name.c_str());
            int announced = -1;
            int last = 0;
            SamplerRequest request = requestFor(objective, name);
            request.onStep = [&](const SamplerStep& step) {
                if (announced < 0) announced = step.count;
                last = step.index;
            };
            ATTUNE_VERIFY_OK(sample(request));
            QVERIFY2(announced == last || name == "k-dpm-adaptive", name.c_str());
        }
}

// The meta device throws where a tensor of another device sneaks in.
void TestSamplers::everySamplerRunsOnMeta() {
    for (const Objective objective : kObjectives)
        for (const std::string& name : samplersFor(objective)) {
            if (name == "k-dpm-adaptive") continue; // steers by numbers that meta tensors do not have
            SamplerRequest request = requestFor(objective, name, at::TensorOptions(at::kMeta));
            request.init = at::empty_like(request.noise);
            ATTUNE_ASSIGN_OK(const SamplerResult result, sample(request));
            QVERIFY2(result.latents.is_meta() && result.latents.sizes() == request.noise.sizes(),
                     name.c_str());
        }
}

void TestSamplers::halfPrecisionNetworkKeepsFloatState() {
    for (const Objective objective : kObjectives)
        for (const std::string& name : samplersFor(objective)) {
            SamplerRequest request = requestFor(objective, name);
            request.noise = request.noise.to(at::kHalf);
            request.network = [](const at::Tensor& x, const at::Tensor& t) {
                return at::sin(x.to(at::kBFloat16)) + t.view({-1, 1, 1}).to(at::kBFloat16) / 2.0;
            };
            ATTUNE_ASSIGN_OK(const SamplerResult result, sample(request));
            QVERIFY2(result.latents.scalar_type() == at::kFloat, name.c_str());
        }
}

void TestSamplers::reportsEveryStep() {
    SamplerRequest request = requestFor(Objective::V, "dpmpp-2m");
    std::vector<SamplerStep> steps;
    request.onStep = [&](const SamplerStep& step) { steps.push_back(step); };
    ATTUNE_ASSIGN_OK(const SamplerResult result, sample(request));
    QCOMPARE(steps.size(), std::size_t{6});
    for (std::size_t i = 0; i < steps.size(); ++i) QCOMPARE(steps[i].index, static_cast<int>(i));
    QCOMPARE(steps.front().count, 5);
    QVERIFY(!steps.front().denoised.defined());
    QVERIFY(steps.back().denoised.defined());
    QVERIFY(at::equal(steps.back().latents, result.latents));
    QCOMPARE(steps[1].sigma, result.schedule.front());
}

// With hardly any noise put on, hardly anything changes.
void TestSamplers::variationKeepsTheInitialLatents() {
    for (const auto& [objective, name] :
         {std::pair(Objective::V, "dpmpp-3m-sde"), std::pair(Objective::V, "v-ddim"),
          std::pair(Objective::RectifiedFlow, "rk4")}) {
        SamplerRequest request = requestFor(objective, name);
        request.init = at::randn({2, 3, 8}, tensor::makeCpuGenerator(1));
        request.network = [](const at::Tensor& x, const at::Tensor&) { return at::zeros_like(x); };
        request.settings.sigmaMin = 1e-4;
        request.settings.sigmaMax = 1e-3;
        ATTUNE_ASSIGN_OK(const SamplerResult result, sample(request));
        QVERIFY2(at::allclose(result.latents, *request.init, 0.0, 2e-2), name);
    }
}

void TestSamplers::demosHaveTheirOwnSchedules() {
    for (const Objective objective : kObjectives) {
        SamplerRequest request = requestFor(objective, "");
        request.settings.path = SamplingPath::Demo;
        request.settings.sigmaMax = 0.3; // demos always start from pure noise
        request.settings.shift.emplace(config::DistributionShiftConfig{});
        ATTUNE_ASSIGN_OK(const SamplerResult result, sample(request));
        QCOMPARE(result.schedule.front(), 1.0);
        const bool isShifted = objective != Objective::RfDenoiser;
        const Schedule expected =
            isShifted ? linearTimes(5, 1.0, request.settings.shift, 8) : logSnrTimes(5, 1.0);
        for (std::size_t i = 0; i < result.schedule.size(); ++i) QCOMPARE(result.schedule[i], expected[i]);
    }
}

void TestSamplers::generationIgnoresTheShiftButForRk4() {
    for (const std::string& name : samplersFor(Objective::RectifiedFlow)) {
        SamplerRequest request = requestFor(Objective::RectifiedFlow, name);
        request.settings.sigmaMax = 1.0;
        ATTUNE_ASSIGN_OK(const SamplerResult plain, sample(request));
        request.settings.shift.emplace(config::DistributionShiftConfig{});
        request.generator = tensor::makeCpuGenerator(8);
        ATTUNE_ASSIGN_OK(const SamplerResult shifted, sample(request));
        QCOMPARE(plain.schedule == shifted.schedule, name != "rk4");
    }
}

void TestSamplers::stopsWhenAsked() {
    for (const Objective objective : kObjectives)
        for (const std::string& name : samplersFor(objective)) {
            SamplerRequest request = requestFor(objective, name);
            CancellationSource source;
            request.cancellation = source.cancellation();
            int seen = 0;
            request.onStep = [&](const SamplerStep& step) {
                ++seen;
                if (step.index == 1) source.request();
            };
            ATTUNE_VERIFY_ERROR(sample(request), ErrorCode::Cancelled);
            QCOMPARE(seen, 2);
        }
}

void TestSamplers::refusesWhatCannotWork_data() {
    using Change = std::function<void(SamplerRequest&)>;
    QTest::addColumn<int>("code");
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, ErrorCode code, Change change) {
        QTest::newRow(name) << static_cast<int>(code) << std::move(change);
    };
    const auto invalid = ErrorCode::InvalidArgument;
    row("unknown sampler", invalid, [](SamplerRequest& r) { r.settings.sampler = "plms"; });
    row("flow sampler for v", invalid, [](SamplerRequest& r) { r.settings.sampler = "euler"; });
    row("v sampler for flow", invalid,
        [](SamplerRequest& r) { r.settings.objective = Objective::RectifiedFlow; });
    row("other sampler in a demo", invalid, [](SamplerRequest& r) { r.settings.path = SamplingPath::Demo; });
    row("no steps", invalid, [](SamplerRequest& r) { r.settings.steps = 0; });
    row("negative sigma_max", invalid, [](SamplerRequest& r) { r.settings.sigmaMax = -1.0; });
    row("sigma_max not a number", invalid, [](SamplerRequest& r) { r.settings.sigmaMax = NAN; });
    row("sigma_min above sigma_max", invalid, [](SamplerRequest& r) { r.settings.sigmaMin = 200.0; });
    row("sigma_min zero", invalid, [](SamplerRequest& r) { r.settings.sigmaMin = 0.0; });
    row("rho zero", invalid, [](SamplerRequest& r) { r.settings.rho = 0.0; });
    row("no network", invalid, [](SamplerRequest& r) { r.network = nullptr; });
    row("no noise", invalid, [](SamplerRequest& r) { r.noise = at::Tensor(); });
    row("flat noise", invalid, [](SamplerRequest& r) { r.noise = at::zeros({2, 3}); });
    row("integer noise", invalid, [](SamplerRequest& r) { r.noise = at::zeros({2, 3, 8}, at::kLong); });
    row("other shape to vary", ErrorCode::ShapeMismatch, [](SamplerRequest& r) {
        r.init = at::zeros({2, 3, 7});
    });
}

void TestSamplers::refusesWhatCannotWork() {
    QFETCH(int, code);
    QFETCH(std::function<void(SamplerRequest&)>, change);
    SamplerRequest request = requestFor(Objective::V, "dpmpp-2m");
    change(request);
    ATTUNE_VERIFY_ERROR(sample(request), static_cast<ErrorCode>(code));
}

void TestSamplers::translatesErrorsOfTheNetwork() {
    SamplerRequest request = requestFor(Objective::V, "k-lms");
    request.network = [](const at::Tensor& x, const at::Tensor&) { return at::matmul(x, x); };
    ATTUNE_VERIFY_ERROR(sample(request), ErrorCode::Internal);
    request.network = [](const at::Tensor&, const at::Tensor&) -> at::Tensor { throw std::bad_alloc(); };
    ATTUNE_VERIFY_ERROR(sample(request), ErrorCode::OutOfMemory);
}

void TestSamplers::reportsNumbersThatAreNotFinite() {
    for (const char* name : {"dpmpp-2m", "k-dpm-adaptive"}) {
        SamplerRequest request = requestFor(Objective::V, name);
        request.network = [](const at::Tensor& x, const at::Tensor&) { return x / 0.0; };
        ATTUNE_VERIFY_ERROR(sample(request), ErrorCode::NonFinite);
    }
}

void TestSamplers::recordsNoGradients() {
    SamplerRequest request = requestFor(Objective::RectifiedFlow, "euler");
    const at::Tensor weight = at::ones({1}).set_requires_grad(true);
    request.network = [weight](const at::Tensor& x, const at::Tensor&) { return x * weight; };
    ATTUNE_ASSIGN_OK(const SamplerResult result, sample(request));
    QVERIFY(!result.latents.requires_grad());
}

QTEST_GUILESS_MAIN(TestSamplers)
#include "tst_Samplers.moc"
