// SPDX-License-Identifier: GPL-3.0-or-later
//
// Training steps at real sizes on the CPU: Small has to fit the memory of a common computer, and the whole of
// 1.0 the 8 GB of a laptop's card, by its preset. Slow; needs 10 GB.
#include "core/base/platform/Platform.h"
#include "core/config/MemoryPlan.h"
#include "core/config/RunSettings.h"
#include "core/model/ModelFactory.h"
#include "core/train/MemoryMeasure.h"
#include "core/train/OptimiserStep.h"
#include "core/train/Precision.h"
#include "core/train/ProcessGroup.h"
#include "core/train/TrainableModel.h"
#include "tests/core/model/ModelTestSupport.h"
#include "tests/core/train/TinyRun.h"
#include "tests/support/Checks.h"

#include <cmath>

using namespace attune;
using namespace attune::train;

class TestRealSizeStep : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smallFitsTwentyFourGigabytes() {
        const config::ModelConfig config = test::realConfig("small");
        model::LoadOptions options;
        options.parts = model::kTrainingParts;
        options.textWidth = 768;
        ATTUNE_ASSIGN_OK(const auto built, model::ModelFactory::buildInitialized(config, 1, options));
        config::RunSettings settings = test::tinySettings(1);
        settings.batchSize = 2;
        settings.activationCheckpointing = false;
        test::MadeUpClips clips(2, 64, 256);
        test::MadeUpText text(768);
        ATTUNE_ASSIGN_OK(TrainableModel trainable, TrainableModel::create(built, settings));
        const auto alone = aloneProcessGroup();
        OptimiserStepInputs inputs;
        inputs.trainable = &trainable;
        inputs.source = &clips;
        inputs.text = &text;
        inputs.processes = alone.get();
        inputs.shift = diffusion::DistributionShift::of(*config.diffusion);
        ATTUNE_ASSIGN_OK(const auto step, OptimiserStep::create(settings, inputs));
        TrainingProgress progress;
        ATTUNE_ASSIGN_OK(const StepReport report, step->take(progress));
        QVERIFY(std::isfinite(report.loss) && report.gradientNorm > 0.0);
        QCOMPARE(progress.step, std::int64_t{1});
        const double peak = static_cast<double>(platform::peakResidentBytes()) / 1e9;
        qInfo("a step of Small, batch 2 of 256 frames, took %.2f GB at most", peak);
        QVERIFY(peak < 24.0);
        const config::MemoryEstimate plan =
            config::estimateMemory(settings, *config.diffusion, 768, 256, config::MemoryKind::Cpu);
        const double planned = static_cast<double>(plan.deviceBytes()) / 1e9;
        qInfo("planned: %.2f GB", planned);
        QVERIFY(peak > 0.75 * planned && peak < 1.15 * planned);
    }

    // What a step keeps is the same numbers on any device; a GPU adds its context and finds other room for
    // attention, a processor's libraries keep some for every thread.
    void theWholeOfOneFitsEightGigabytes() {
        const config::ModelConfig config = test::realConfig("sao10");
        ATTUNE_ASSIGN_OK(const config::RunSettings settings,
                         config::readRunSettings(std::filesystem::path(ATTUNE_CONFIGS) /
                                                 "stable-audio-open-1.0-8gb.json"));
        model::LoadOptions options;
        options.parts = model::kTrainingParts;
        options.textWidth = 768;
        options.dtype = precisionProfile(settings.precision).weights;
        ATTUNE_ASSIGN_OK(const auto built, model::ModelFactory::buildInitialized(config, 1, options));
        const std::int64_t ratio = config.downsamplingRatio();
        const std::int64_t frames = config::latentFramesFromSeconds(
            settings.clipSeconds, static_cast<int>(config.sampleRate), ratio, *config.sampleSize / ratio);
        ATTUNE_ASSIGN_OK(const StepMemory measured,
                         measureStepMemory(built, settings, frames, 768, c10::kCPU));
        const config::MemoryEstimate plan =
            config::estimateMemory(settings, *config.diffusion, 768, frames, config::MemoryKind::Gpu);
        const double peak = static_cast<double>(measured.hostPeakBytes - plan.hostAverages) / 1e9;
        const double planned = static_cast<double>(plan.deviceBytes()) / 1e9;
        qInfo(
            "a step of 1.0 with the preset for 8 GB, %lld frames: %.2f GB without the averages, planned %.2f "
            "GB, %.0f s",
            static_cast<long long>(frames), peak, planned, measured.seconds);
        QVERIFY(planned < 7.5);
        QVERIFY(peak < 7.5);
        QVERIFY(peak > 0.75 * planned && peak < 1.15 * planned);
    }
};

QTEST_GUILESS_MAIN(TestRealSizeStep)
#include "tst_RealSizeStep.moc"
