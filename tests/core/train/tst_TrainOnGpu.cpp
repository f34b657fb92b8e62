// SPDX-License-Identifier: GPL-3.0-or-later
//
// What only a GPU can show. Without one the program says so and counts as skipped.
#include "core/train/MemoryMeasure.h"
#include "core/train/ProcessGroupBackends.h"
#include "core/train/Trainer.h"

#include "core/config/MemoryPlan.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/Devices.h"
#include "core/tensor/SafeTensors.h"
#include "tests/core/train/TinyRun.h"
#include "tests/support/Checks.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/ATen.h>

#include <cmath>
#include <cstdio>

using namespace attune;
using namespace attune::train;
using test::TinyJob;
using test::TinyRun;

namespace {

const c10::Device kGpu{c10::kCUDA, 0};

struct Trained {
    std::vector<double> losses;
    tensor::NamedTensors weights;
};

Result<Trained> trainOn(c10::Device device, const config::RunSettings& settings,
                        const std::filesystem::path& folder, bool isResumed = false) {
    TinyRun run("train_rf_small", settings, device);
    TinyJob job;
    ATTUNE_TRY(const auto trainer, Trainer::create(run.inputs(folder)));
    if (isResumed) ATTUNE_CHECK(trainer->resume());
    ATTUNE_CHECK(trainer->run(job.context));
    return Trained{TinyJob::values(job.metrics.drain(), "train/loss"),
                   test::cloned(trainer->trainable().weights())};
}

// The published shapes of Small, filled with initial values.
Result<std::shared_ptr<model::DiffusionModel>> smallModel(c10::ScalarType type) {
    const config::Json document = config::Json::parse(
        R"({"model_type":"diffusion_cond","sample_rate":44100,"sample_size":524288,"model":{"io_channels":64,
        "conditioning":{"cond_dim":768,"configs":[{"id":"prompt","type":"t5","config":{"t5_model_name":"t5-base","max_length":64}},
            {"id":"seconds_total","type":"number","config":{"min_val":0,"max_val":256}}]},
        "diffusion":{"type":"dit","diffusion_objective":"rectified_flow","cross_attention_cond_ids":["prompt","seconds_total"],
            "global_cond_ids":["seconds_total"],"config":{"io_channels":64,"embed_dim":1024,"depth":16,"num_heads":8,"cond_token_dim":768,
            "global_cond_dim":768,"transformer_type":"continuous_transformer","attn_kwargs":{"qk_norm":"ln"}}}}})");
    ATTUNE_TRY(const config::ModelConfig config, config::ModelConfig::fromJson(document));
    model::LoadOptions options;
    options.parts = model::kTrainingParts;
    options.device = kGpu;
    options.dtype = type;
    return model::ModelFactory::buildInitialized(config, 1, options);
}

} // namespace

class TestTrainOnGpu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheProcessor() {
        const test::TemporaryFolder folder;
        config::RunSettings s = test::tinySettings(4);
        ATTUNE_ASSIGN_OK(const Trained host, trainOn(c10::kCPU, s, folder / "cpu"));
        ATTUNE_ASSIGN_OK(const Trained gpu, trainOn(kGpu, s, folder / "gpu"));
        // Random numbers differ between devices, so the losses agree in size only.
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(gpu.losses[i] > 0.2 * host.losses[i] && gpu.losses[i] < 5.0 * host.losses[i]);
    }

    void resumeIsExact_data() {
        QTest::addColumn<QString>("precision");
        for (const char* name : {"fp32", "bf16-mixed", "fp16-mixed", "bf16-weights"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void resumeIsExact() {
        QFETCH(QString, precision);
        const test::TemporaryFolder folder;
        config::RunSettings s = test::tinySettings(6);
        s.precision = *config::precisionFromName(precision.toStdString());
        ATTUNE_ASSIGN_OK(const Trained whole, trainOn(kGpu, s, folder / "whole"));
        config::RunSettings half = s;
        half.steps = 3;
        ATTUNE_VERIFY_OK(trainOn(kGpu, half, folder / "parts"));
        ATTUNE_ASSIGN_OK(const Trained rest, trainOn(kGpu, s, folder / "parts", true));
        QCOMPARE(test::difference(whole.weights, rest.weights), std::string());
    }

    void runsMoveBetweenDevices() {
        const test::TemporaryFolder folder;
        ATTUNE_VERIFY_OK(trainOn(kGpu, test::tinySettings(3), folder / "c"));
        ATTUNE_ASSIGN_OK(const Trained rest, trainOn(c10::kCPU, test::tinySettings(6), folder / "c", true));
        QCOMPARE(rest.losses.size(), std::size_t{3});
    }

    // The estimate is what people decide by: it has to lie near what is measured, rather above than below.
    void estimatesAreNearTheMeasured_data() {
        QTest::addColumn<QString>("precision");
        QTest::addColumn<QString>("optimiser");
        QTest::addColumn<bool>("recompute");
        QTest::addColumn<bool>("inBackward");
        QTest::newRow("fp32") << QStringLiteral("fp32") << QStringLiteral("AdamW") << false << false;
        QTest::newRow("bf16-mixed") << QStringLiteral("bf16-mixed") << QStringLiteral("AdamW") << true
                                    << false;
        QTest::newRow("8 GB") << QStringLiteral("bf16-weights") << QStringLiteral("AdamW8bit") << true
                              << true;
    }
    void estimatesAreNearTheMeasured() {
        QFETCH(QString, precision);
        QFETCH(QString, optimiser);
        QFETCH(bool, recompute);
        QFETCH(bool, inBackward);
        config::RunSettings s;
        s.precision = *config::precisionFromName(precision.toStdString());
        s.optimiser = {optimiser.toStdString(), config::Json{{"lr", 1e-4}}};
        s.activationCheckpointing = recompute;
        s.stepInBackward = inBackward;
        s.batchSize = 4;
        ATTUNE_ASSIGN_OK(const auto model, smallModel(precisionProfile(s.precision).weights));
        ATTUNE_ASSIGN_OK(const StepMemory measured, measureStepMemory(model, s, 256, 768, kGpu));
        const config::MemoryEstimate estimate =
            config::estimateMemory(s, model->config(), 768, 256, config::MemoryKind::Gpu);
        const double ratio = static_cast<double>(estimate.deviceBytes() - estimate.overhead) /
                             static_cast<double>(measured.devicePeakBytes);
        std::printf("%s, %s: measured %.2f GB, estimated %.2f GB, %.3f s a step\n",
                    precision.toUtf8().constData(), optimiser.toUtf8().constData(),
                    static_cast<double>(measured.devicePeakBytes) / 1e9,
                    static_cast<double>(estimate.deviceBytes() - estimate.overhead) / 1e9, measured.seconds);
        QVERIFY2(ratio > 0.85 && ratio < 1.4, qPrintable(QString::number(ratio)));
    }

    void exhaustedMemoryIsAClearError() {
        const test::TemporaryFolder folder;
        config::RunSettings s;
        s.batchSize = 1 << 17;
        s.precision = config::Precision::Fp32;
        ATTUNE_ASSIGN_OK(const auto model, smallModel(at::kFloat));
        const auto measured = measureStepMemory(model, s, 256, 768, kGpu);
        ATTUNE_VERIFY_ERROR(measured, ErrorCode::DeviceOutOfMemory);
        // Nothing is left behind: a reasonable batch works afterwards.
        s.batchSize = 1;
        ATTUNE_VERIFY_OK(measureStepMemory(model, s, 256, 768, kGpu));
    }

    void ncclWorksForOne() {
        const auto nccl = loadNccl();
        if (!nccl) QSKIP("NCCL is not installed");
        struct Local final : RendezvousStore {
            std::map<std::string, std::vector<std::uint8_t>> values;
            Result<void> set(const std::string& key, const std::vector<std::uint8_t>& value) override {
                values[key] = value;
                return {};
            }
            Result<std::vector<std::uint8_t>> get(const std::string& key) override { return values[key]; }
        };
        ATTUNE_ASSIGN_OK(const auto group,
                         joinNccl(*nccl, {}, std::make_shared<Local>(), kGpu, std::chrono::seconds(30)));
        const at::Tensor ones = at::ones({1000}, at::TensorOptions(kGpu));
        const at::Tensor halves = at::full({10}, 0.5, at::TensorOptions(kGpu).dtype(at::kBFloat16));
        const at::Tensor onHost = at::ones({5}, at::kDouble);
        ATTUNE_VERIFY_OK(group->sum({ones, halves, onHost}));
        ATTUNE_VERIFY_OK(group->broadcast({ones}));
        ATTUNE_VERIFY_OK(group->barrier());
        QVERIFY(ones.eq(1).all().item<bool>() && halves.eq(0.5).all().item<bool>() &&
                onHost.eq(1).all().item<bool>());
    }
};

int main(int argc, char** argv) {
    const tensor::GpuStatus& status = tensor::gpuStatus();
    if (!status.isUsable) {
        std::printf("Skipped: %s\n", status.reason.c_str());
        return 77;
    }
    QCoreApplication application(argc, argv);
    TestTrainOnGpu test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_TrainOnGpu.moc"
