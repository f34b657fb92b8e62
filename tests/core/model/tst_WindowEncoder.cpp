// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ChunkedCoding.h"
#include "core/model/ReceptiveField.h"
#include "core/model/WindowEncoder.h"

#include "tests/core/model/ModelTestSupport.h"
#include "tests/support/Checks.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

using namespace attune;
using namespace attune::model;
using namespace attune::test;

namespace {

using Strides = std::vector<std::int64_t>;

const Strides kRealStrides{2, 4, 4, 8, 8};

std::shared_ptr<OobleckAutoencoder> makeAutoencoder(const Strides& strides) {
    auto autoencoder = std::make_shared<OobleckAutoencoder>(smallAutoencoder(strides), LayerOptions{});
    fillRandomly(*autoencoder, 7);
    autoencoder->foldWeightNorm();
    return autoencoder;
}

// Frames of the encoding that change when sound in [first, last) changes.
std::pair<std::int64_t, std::int64_t> changedFrames(OobleckAutoencoder& autoencoder, std::int64_t frames,
                                                    std::int64_t first, std::int64_t last) {
    const at::NoGradGuard noGrad;
    const at::Tensor quiet = at::zeros({1, 2, frames * autoencoder.downsamplingRatio()});
    at::Tensor sound = quiet.clone();
    sound.narrow(2, first, last - first).copy_(randomTensor({1, 2, last - first}, 5));
    const at::Tensor changed = (autoencoder.encodeRaw(sound) - autoencoder.encodeRaw(quiet))
                                   .abs()
                                   .amax(at::IntArrayRef({0, 1}))
                                   .gt(0)
                                   .nonzero();
    return {changed[0].item<std::int64_t>(), changed[changed.size(0) - 1].item<std::int64_t>()};
}

} // namespace

class TestWindowEncoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void marginsOfTheRealStrides();
    void marginsHoldWhatTheyPromise_data();
    void marginsHoldWhatTheyPromise();
    void windowEqualsTheWhole_data();
    void windowEqualsTheWhole();
    void silentWindow();
    void trailingSilenceCostsNothing();
    void piecesEqualTheWhole_data();
    void piecesEqualTheWhole();
    void chunkStartsFollowTheReference();
    void refusesBadWindows();
    void stopsWhenAsked();
};

void TestWindowEncoder::marginsOfTheRealStrides() {
    config::OobleckEncoderConfig encoder;
    encoder.strides = kRealStrides;
    const EncoderMargins margins = encoderMargins(encoder);
    QCOMPARE(margins.firstFrameAfter(10 * 2048, 2048),
             std::int64_t{10 + 8});                 // sound reaches 8 frames past its end
    QCOMPARE(margins.startEffect, std::int64_t{8}); // the eighth frame from an edge differs by some 1e-7 only
    QCOMPARE(margins.endEffect, std::int64_t{8});
    QCOMPARE(margins.firstFrameAfter(0, 2048), std::int64_t{0});
}

void TestWindowEncoder::marginsHoldWhatTheyPromise_data() {
    QTest::addColumn<Strides>("strides");
    QTest::newRow("real strides") << kRealStrides;
    QTest::newRow("one block") << Strides{4};
    QTest::newRow("odd") << Strides{3, 2, 5};
    QTest::newRow("long stride first") << Strides{16, 2};
}

void TestWindowEncoder::marginsHoldWhatTheyPromise() {
    QFETCH(Strides, strides);
    const auto autoencoder = makeAutoencoder(strides);
    const std::int64_t ratio = autoencoder->downsamplingRatio();
    const EncoderMargins margins = encoderMargins(autoencoder->config().encoder);
    const std::int64_t frames = 2 * (margins.before + margins.after) + 12;
    const std::int64_t middle = frames / 2;
    // Sound of one frame in the middle reaches no further than promised. (The last frame promised may change
    // by less than a float can show: it hears the sound through the outermost taps only.)
    const auto [firstChanged, lastChanged] =
        changedFrames(*autoencoder, frames, middle * ratio, (middle + 1) * ratio);
    const std::int64_t firstQuiet = margins.firstFrameAfter((middle + 1) * ratio, ratio);
    QVERIFY(lastChanged + 1 <= firstQuiet);
    QVERIFY(lastChanged + 3 >= firstQuiet);
    QVERIFY(middle - firstChanged <= margins.after + 1);
    QVERIFY(lastChanged - middle <= margins.before);

    // Silence is one constant frame but for the promised margins.
    const at::NoGradGuard noGrad;
    const at::Tensor silence = autoencoder->encodeRaw(at::zeros({1, 2, frames * ratio}))[0];
    const at::Tensor distance = (silence - silence.narrow(1, middle, 1)).abs().amax(0);
    const double scale = silence.abs().max().item<double>();
    for (std::int64_t f = 0; f < frames; ++f) {
        const bool isInside = f >= margins.startEffect && f < frames - margins.endEffect;
        if (isInside) QVERIFY2(distance[f].item<double>() < 1e-6 * scale, qPrintable(QString::number(f)));
    }
    QVERIFY(distance[0].item<double>() > 1e-3 * scale);
    QVERIFY(distance[frames - 1].item<double>() > 1e-3 * scale);
}

void TestWindowEncoder::windowEqualsTheWhole_data() {
    QTest::addColumn<Strides>("strides");
    QTest::addColumn<qlonglong>("content");
    QTest::addColumn<qlonglong>("frames");
    for (const auto& [name, strides] : {std::pair("real", kRealStrides), std::pair("small", Strides{2, 4, 4}),
                                        std::pair("odd", Strides{3, 2, 5})}) {
        std::int64_t ratio = 1;
        for (const std::int64_t stride : strides) ratio *= stride;
        const std::int64_t frames = 64;
        for (const std::int64_t content :
             {std::int64_t{1}, ratio - 1, ratio, 5 * ratio + ratio / 2, 20 * ratio + 1, 40 * ratio,
              (frames - 3) * ratio, frames * ratio, (frames + 4) * ratio})
            QTest::addRow("%s %lld", name, static_cast<long long>(content))
                << strides << static_cast<qlonglong>(content) << static_cast<qlonglong>(frames);
        QTest::addRow("%s short window", name)
            << strides << static_cast<qlonglong>(ratio + 3) << static_cast<qlonglong>(4);
    }
}

void TestWindowEncoder::windowEqualsTheWhole() {
    QFETCH(Strides, strides);
    QFETCH(qlonglong, content);
    QFETCH(qlonglong, frames);
    const auto autoencoder = makeAutoencoder(strides);
    const std::int64_t window = frames * autoencoder->downsamplingRatio();
    WindowEncoder encoder(autoencoder, {.pieceFrames = 10});
    const at::Tensor audio = randomTensor({2, content}, 3) * 0.3;
    ATTUNE_ASSIGN_OK(const EncodedWindow quick, encoder.encodeWindow(audio, window));
    ATTUNE_ASSIGN_OK(const EncodedWindow whole, encoder.encodeWhole(audio, window));
    QCOMPARE(quick.mean.sizes().vec(), (std::vector<std::int64_t>{4, frames}));
    const double scale = whole.mean.abs().max().item<double>();
    QVERIFY2(maxDifference(quick.mean, whole.mean) <= 2e-6 * scale,
             qPrintable(QString::number(maxDifference(quick.mean, whole.mean) / scale)));
    QVERIFY(maxDifference(quick.scale, whole.scale) <= 2e-6 * whole.scale.abs().max().item<double>());
    QCOMPARE(quick.encodedFrames, encoder.framesToEncode(content, window));
    QVERIFY(quick.encodedFrames <= frames);
    const auto contentFrames =
        (content + autoencoder->downsamplingRatio() - 1) / autoencoder->downsamplingRatio();
    const EncoderMargins& margins = encoder.margins();
    QVERIFY(quick.encodedFrames <=
            std::max<std::int64_t>(contentFrames + margins.before + 1, margins.startEffect) +
                margins.endEffect);
}

void TestWindowEncoder::silentWindow() {
    const auto autoencoder = makeAutoencoder({2, 4, 4});
    WindowEncoder encoder(autoencoder);
    ATTUNE_ASSIGN_OK(const EncodedWindow quick, encoder.encodeWindow(at::zeros({2, 100}), 32 * 80));
    ATTUNE_ASSIGN_OK(const EncodedWindow empty, encoder.encodeWindow(at::zeros({2, 0}), 32 * 80));
    ATTUNE_ASSIGN_OK(const EncodedWindow whole, encoder.encodeWhole(at::zeros({2, 0}), 32 * 80));
    QVERIFY(maxDifference(quick.mean, whole.mean) < 1e-6);
    QVERIFY(maxDifference(empty.mean, whole.mean) < 1e-6);
    QVERIFY(quick.encodedFrames < 40);
}

void TestWindowEncoder::trailingSilenceCostsNothing() {
    const auto autoencoder = makeAutoencoder({2, 4, 4});
    WindowEncoder encoder(autoencoder);
    at::Tensor audio = at::zeros({2, 32 * 100});
    audio.narrow(1, 0, 40).copy_(randomTensor({2, 40}, 1));
    ATTUNE_ASSIGN_OK(const EncodedWindow padded, encoder.encodeWindow(audio, 32 * 100));
    ATTUNE_ASSIGN_OK(const EncodedWindow bare, encoder.encodeWindow(audio.narrow(1, 0, 40), 32 * 100));
    QCOMPARE(padded.encodedFrames, bare.encodedFrames);
    QCOMPARE(maxDifference(padded.mean, bare.mean), 0.0);
}

void TestWindowEncoder::piecesEqualTheWhole_data() {
    QTest::addColumn<Strides>("strides");
    QTest::addColumn<bool>("nearest");
    QTest::newRow("real strides") << kRealStrides << false;
    QTest::newRow("small") << Strides{2, 4, 4} << false;
    QTest::newRow("nearest") << Strides{2, 4, 4} << true;
}

void TestWindowEncoder::piecesEqualTheWhole() {
    QFETCH(Strides, strides);
    QFETCH(bool, nearest);
    config::AutoencoderConfig config = smallAutoencoder(strides);
    config.decoder.useNearestUpsample = nearest;
    OobleckAutoencoder autoencoder(config, {});
    fillRandomly(autoencoder, 7);
    const at::NoGradGuard noGrad;
    const at::Tensor latents = randomTensor({2, 4, 37}, 1);
    const at::Tensor audio = autoencoder.decode(latents);
    const double audioScale = audio.abs().max().item<double>();
    for (const std::int64_t piece : {1, 5, 36, 37, 100})
        QVERIFY(maxDifference(decodeInPieces(autoencoder, latents, piece), audio) < 5e-6 * audioScale);
    // The margins are needed: the first frames of a piece that begins inside are wrong.
    const DecoderMargins margins = decoderMargins(config.decoder);
    QVERIFY(margins.before > 0 && margins.after > 0);
    const std::int64_t from = 15;
    const at::Tensor part = autoencoder.decode(latents.narrow(2, from, 37 - from));
    const std::int64_t ratio = autoencoder.downsamplingRatio();
    const auto blockError = [&](std::int64_t frame) {
        return maxDifference(part.narrow(2, (frame - from) * ratio, ratio),
                             audio.narrow(2, frame * ratio, ratio));
    };
    QVERIFY(blockError(from + margins.before) < 5e-6 * audioScale);
    QVERIFY(blockError(from) > 1e-3 * audioScale);
}

void TestWindowEncoder::chunkStartsFollowTheReference() {
    using Starts = std::vector<std::int64_t>;
    QCOMPARE(chunkStarts(23, {8, 4}), (Starts{0, 4, 8, 12, 15}));
    QCOMPARE(chunkStarts(24, {8, 4}), (Starts{0, 4, 8, 12, 16}));
    QCOMPARE(chunkStarts(16, {8, 0}), (Starts{0, 8}));
    QCOMPARE(chunkStarts(8, {8, 4}), (Starts{0}));
    QCOMPARE(chunkStarts(5, {8, 4}), (Starts{0}));
}

void TestWindowEncoder::refusesBadWindows() {
    WindowEncoder encoder(makeAutoencoder({2, 4, 4}));
    ATTUNE_VERIFY_ERROR(encoder.encodeWindow(at::zeros({1, 10}), 64), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(encoder.encodeWindow(at::zeros({2, 10}), 65), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(encoder.encodeWindow(at::zeros({2, 10}), 0), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(encoder.encodeWindow(at::zeros({2, 10, 1}), 64), ErrorCode::InvalidArgument);
}

void TestWindowEncoder::stopsWhenAsked() {
    WindowEncoder encoder(makeAutoencoder({2, 4, 4}));
    CancellationSource source;
    source.request();
    ATTUNE_VERIFY_ERROR(encoder.encodeWindow(at::ones({2, 100}), 3200, source.cancellation()),
                        ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TestWindowEncoder)
#include "tst_WindowEncoder.moc"
