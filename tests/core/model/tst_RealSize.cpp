// SPDX-License-Identifier: GPL-3.0-or-later
//
// The real sizes on a CPU: Small's transformer and autoencoder with random weights. Slow, and needs 4 GB.
#include "core/model/ModelFactory.h"
#include "core/model/WindowEncoder.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"
#include "tests/support/TemporaryFolder.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

using namespace attune;
using namespace attune::model;
using namespace attune::test;

class TestRealSize : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smallPredicts();
    void smallLoadsFromItsFile();
    void windowEncoderOnTheRealStrides();
};

void TestRealSize::smallPredicts() {
    const config::ModelConfig config = realConfig("small");
    ATTUNE_ASSIGN_OK(const auto built, ModelFactory::buildInitialized(config, 1, {.parts = kTrainingParts}));
    const at::NoGradGuard noGrad;
    const DiffusionCondition condition{randomTensor({1, 65, 768}, 1), {}, randomTensor({1, 768}, 2)};
    const at::Tensor output =
        built->predict(randomTensor({1, 64, 128}, 3), at::tensor({0.5F}), condition, {}, {.scale = 4.0});
    QCOMPARE(output.sizes().vec(), (std::vector<std::int64_t>{1, 64, 128}));
    QVERIFY(at::isfinite(output).all().item<bool>());
}

void TestRealSize::smallLoadsFromItsFile() {
    const TemporaryFolder folder;
    const config::ModelConfig config = realConfig("small");
    {
        ATTUNE_ASSIGN_OK(const auto built, ModelFactory::buildInitialized(config, 1));
        ATTUNE_VERIFY_OK(tensor::writeSafeTensors(folder / "small.safetensors", tensor::stateDictOf(*built)));
    }
    ATTUNE_ASSIGN_OK(const LoadedModel loaded, ModelFactory::load(config, folder / "small.safetensors"));
    QVERIFY(loaded.report.isExact());
    QCOMPARE(loaded.report.matched.size(), std::size_t{750});
    QVERIFY(loaded.model->pretransform()->autoencoder().isFolded());
}

void TestRealSize::windowEncoderOnTheRealStrides() {
    const auto autoencoder =
        std::make_shared<OobleckAutoencoder>(*realConfig("small").anyAutoencoder(), LayerOptions{});
    fillRandomly(*autoencoder, 1);
    autoencoder->foldWeightNorm();
    WindowEncoder encoder(autoencoder);
    const at::Tensor audio = randomTensor({2, 5000}, 2) * 0.1;
    ATTUNE_ASSIGN_OK(const EncodedWindow quick, encoder.encodeWindow(audio, 2048 * 40));
    ATTUNE_ASSIGN_OK(const EncodedWindow whole, encoder.encodeWhole(audio, 2048 * 40));
    QCOMPARE(quick.encodedFrames, std::int64_t{3 + 8 + 7});
    QVERIFY(maxDifference(quick.mean, whole.mean) <= 2e-6 * whole.mean.abs().max().item<double>());
}

QTEST_APPLESS_MAIN(TestRealSize)
#include "tst_RealSize.moc"
