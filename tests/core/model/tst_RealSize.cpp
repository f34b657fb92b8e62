// SPDX-License-Identifier: GPL-3.0-or-later
//
// The real sizes on a CPU, with random weights: Small, and Stable Audio Open 1.0 built, saved, loaded and
// run. Slow; needs 12 GB of memory and 5 GB of disk. Started with --load CONFIG FILE the program loads that
// file, predicts once and prints the bytes that loading took at most: a process of its own knows its peak.
#include "core/base/platform/Process.h"
#include "core/model/ModelFactory.h"
#include "core/model/WindowEncoder.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"
#include "tests/support/TemporaryFolder.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>
#include <QProcess>

#include <cstdio>
#include <string_view>

using namespace attune;
using namespace attune::model;
using namespace attune::test;

class TestRealSize : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smallPredicts();
    void loadsWithinItsSize_data();
    void loadsWithinItsSize();
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

void TestRealSize::loadsWithinItsSize_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("tensors");
    QTest::newRow("Small") << QStringLiteral("small") << qint64{750};
    QTest::newRow("1.0") << QStringLiteral("sao10") << qint64{745};
}

void TestRealSize::loadsWithinItsSize() {
    QFETCH(QString, name);
    QFETCH(qint64, tensors);
    const TemporaryFolder folder;
    const std::filesystem::path file = folder / "model.safetensors";
    {
        ATTUNE_ASSIGN_OK(const auto built,
                         ModelFactory::buildInitialized(realConfig(name.toUtf8().constData()), 1));
        ATTUNE_VERIFY_OK(tensor::writeSafeTensors(file, tensor::stateDictOf(*built)));
    }
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--load"), name, QString::fromStdString(utf8FromPath(file))});
    QVERIFY(child.waitForFinished(600'000));
    const QByteArray output = child.readAllStandardOutput();
    QVERIFY2(child.exitCode() == 0, output.constData());
    const QList<QByteArray> numbers = output.trimmed().split(' ');
    QCOMPARE(numbers.size(), 2);
    QCOMPARE(numbers[0].toLongLong(), tensors);
    const auto size = static_cast<double>(std::filesystem::file_size(file));
    const double share = numbers[1].toDouble() / size;
    qInfo("%s: %.3f GB, loading took %.3f of it at most", qPrintable(name), size / 1e9, share);
    QVERIFY2(share <= 1.10, output.constData());
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

namespace {

int loadAndPredict(const std::string& name, const std::string& file) {
    const config::ModelConfig config = realConfig(name.c_str());
    const std::int64_t before = platform::peakResidentBytes();
    const auto loaded = ModelFactory::load(config, pathFromUtf8(file));
    if (!loaded || !loaded->report.isExact()) return 2;
    const std::int64_t peak = platform::peakResidentBytes() - before;
    const at::NoGradGuard noGrad;
    const std::int64_t tokens = name == "small" ? 65 : 130;
    const std::int64_t global = name == "small" ? 768 : 1536;
    const DiffusionCondition condition{randomTensor({1, tokens, 768}, 1), {}, randomTensor({1, global}, 2)};
    const at::Tensor output =
        loaded->model->predict(randomTensor({1, 64, 128}, 3), at::tensor({0.5F}), condition);
    if (output.size(2) != 128 || !at::isfinite(output).all().item<bool>()) return 3;
    std::printf("%zu %lld\n", loaded->report.matched.size(), static_cast<long long>(peak));
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const auto arguments = platform::utf8Arguments(argc, argv);
    if (arguments.size() == 3 && arguments[0] == "--load") return loadAndPredict(arguments[1], arguments[2]);
    QCoreApplication application(argc, argv);
    TestRealSize test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_RealSize.moc"
