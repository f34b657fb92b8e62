// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/Validation.h"

#include "core/tensor/SafeTensors.h"
#include "tests/core/train/TinyRun.h"
#include "tests/support/Checks.h"

#include <ATen/ATen.h>

#include <cmath>

using namespace attune;
using namespace attune::train;
using test::TinyRun;

class TestValidation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timestepsAreStratified() {
        QVERIFY(stratifiedTimesteps(4) == (std::vector<double>{0.125, 0.375, 0.625, 0.875}));
        QVERIFY(referenceTimesteps() == (std::vector<double>{0.1, 0.3, 0.5, 0.7, 0.9}));
        QVERIFY(stratifiedTimesteps(5) == referenceTimesteps()); // what `sat train` relies on
    }

    void measuresTheSameEveryTime() {
        TinyRun run("train_v_sao10", test::tinySettings(1));
        const auto alone = aloneProcessGroup();
        TrainingStep step(*run.model, precisionProfile(config::Precision::Fp32));
        ValidationOptions options;
        options.clips = 3;
        options.timesteps = stratifiedTimesteps(4);
        options.batchSize = 2;
        options.seed = 5;
        ATTUNE_ASSIGN_OK(const Validation validation, Validation::create(run.heldOut, options));
        QCOMPARE(validation.clipCount(), 3);
        ATTUNE_ASSIGN_OK(const HeldOutLoss first, validation.measure(step, &run.text, c10::kCPU, *alone));
        ATTUNE_ASSIGN_OK(const HeldOutLoss second, validation.measure(step, &run.text, c10::kCPU, *alone));
        QCOMPARE(first.mean, second.mean);
        QVERIFY(first.byTimestep == second.byTimestep);
        QCOMPARE(first.byTimestep.size(), std::size_t{4});
        // The batch size is no part of the measurement.
        options.batchSize = 1;
        ATTUNE_ASSIGN_OK(const Validation single, Validation::create(run.heldOut, options));
        ATTUNE_ASSIGN_OK(const HeldOutLoss third, single.measure(step, &run.text, c10::kCPU, *alone));
        QVERIFY(std::abs(third.mean - first.mean) < 1e-6 * first.mean);
        // Another seed chooses other noise.
        options.seed = 6;
        ATTUNE_ASSIGN_OK(const Validation other, Validation::create(run.heldOut, options));
        ATTUNE_ASSIGN_OK(const HeldOutLoss fourth, other.measure(step, &run.text, c10::kCPU, *alone));
        QVERIFY(fourth.mean != first.mean);
    }

    void subsetsGrow() {
        test::MadeUpClips clips(20, 8, 24);
        ValidationOptions options;
        options.timesteps = {0.5};
        options.clips = 4;
        ATTUNE_VERIFY_OK(Validation::create(clips, options));
        std::vector<std::int64_t> few = clips.readItems();
        options.clips = 9;
        ATTUNE_VERIFY_OK(Validation::create(clips, options));
        const std::vector<std::int64_t> many(clips.readItems().begin() + 4, clips.readItems().end());
        for (const std::int64_t item : few) QVERIFY(std::find(many.begin(), many.end(), item) != many.end());
        options.clips = 100;
        ATTUNE_ASSIGN_OK(const Validation all, Validation::create(clips, options));
        QCOMPARE(all.clipCount(), 20);
    }

    // The reference's validation step: recorded noise at its five timesteps on the initial weights.
    void agreesWithTheReference_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"train_v_sao10", "train_rf_small"}) // those with a recorded validation
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void agreesWithTheReference() {
        QFETCH(QString, name);
        TinyRun run(name.toStdString(), test::tinySettings(1));
        const auto folder = test::fixture(name.toStdString());
        ATTUNE_ASSIGN_OK(const auto inputs, tensor::readSafeTensors(folder / "inputs.safetensors"));
        ATTUNE_ASSIGN_OK(const auto expected, tensor::readSafeTensors(folder / "expected.safetensors"));

        // Recorded outputs of the prompt conditioner stand in for the text encoder.
        struct Recorded final : model::TextSource {
            at::Tensor hidden;
            at::Tensor mask;
            Result<model::TextFeatures> features(std::span<const std::string>, std::int64_t) override {
                return model::TextFeatures{hidden, mask};
            }
            std::int64_t width() const override { return hidden.size(-1); }
        } text;
        text.hidden = inputs.at("prompt").value()[0];
        text.mask = inputs.at("prompt_mask").value()[0].to(at::kBool);
        StepBatch batch;
        batch.latents = inputs.at("latents").value()[0].clone();
        for (std::int64_t i = 0; i < batch.latents.size(0); ++i) {
            config::ClipMetadata clip{{"prompt", std::string("x")}};
            for (const char* id : {"seconds_start", "seconds_total"})
                if (const at::Tensor* values = inputs.find(id))
                    clip[id] = static_cast<double>((*values)[0][i].item<float>());
            batch.clips.push_back(clip);
        }
        TrainingStep step(*run.model, precisionProfile(config::Precision::Fp32));
        const at::Tensor wanted = expected.at("val_loss").value();
        const at::Tensor noise = inputs.at("val_noise").value();
        for (std::int64_t i = 0; i < 5; ++i) {
            const at::Tensor t =
                at::full({batch.latents.size(0)}, referenceTimesteps()[static_cast<std::size_t>(i)]);
            ATTUNE_ASSIGN_OK(const at::Tensor losses,
                             step.heldOutLosses(batch, t.to(at::kFloat), noise[i].clone(), &text));
            const double mine = losses.mean().item<double>();
            const double theirs = wanted[i].item<double>();
            QVERIFY2(std::abs(mine - theirs) <= 1.2e-5 * std::abs(theirs),
                     qPrintable(QStringLiteral("%1 against %2").arg(mine, 0, 'g', 9).arg(theirs, 0, 'g', 9)));
        }
    }

    void errorsSayWhy() {
        const test::MadeUpClips none(0, 8, 24);
        ATTUNE_VERIFY_ERROR(Validation::create(none, {}), ErrorCode::InvalidArgument);
        test::MadeUpClips clips(3, 8, 24);
        ValidationOptions options;
        options.timesteps.clear();
        ATTUNE_VERIFY_ERROR(Validation::create(clips, options), ErrorCode::InvalidArgument);
        clips.poisonAfter(0);
        TinyRun run("train_v_sao10", test::tinySettings(1));
        TrainingStep step(*run.model, precisionProfile(config::Precision::Fp32));
        ATTUNE_ASSIGN_OK(const Validation poisoned, Validation::create(clips, {}));
        ATTUNE_VERIFY_ERROR(poisoned.measure(step, &run.text, c10::kCPU, *aloneProcessGroup()),
                            ErrorCode::NonFinite);
        CancellationSource stop;
        stop.request();
        ATTUNE_VERIFY_ERROR(
            poisoned.measure(step, &run.text, c10::kCPU, *aloneProcessGroup(), stop.cancellation()),
            ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestValidation)
#include "tst_Validation.moc"
