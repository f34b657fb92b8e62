// SPDX-License-Identifier: GPL-3.0-or-later
//
// From files to stored latents: equal to encoding the padded whole, for every length; trouble with one clip
// is its own; what is stopped or killed goes on where it was.
#include "EncodeFixtures.h"

#include "core/audio/Resampler.h"
#include "core/base/AtomicFile.h"
#include "core/base/platform/Process.h"
#include "core/encode/ClipEncoder.h"
#include "core/encode/OrderedQueue.h"
#include "core/encode/SoundLoader.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtTest/QtTest>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <thread>

using namespace attune;
using namespace attune::encode;
using namespace attune::encode::test;
using namespace attune::latents;
namespace fs = std::filesystem;

namespace {

constexpr double kTolerance =
    2e-5; // relative to the largest latent; the convolutions' own rounding is near 1e-6

EncodeSettings settingsOf(FrameCount windowFrames) {
    EncodeSettings settings;
    settings.windowFrames = windowFrames;
    return settings;
}

std::vector<EncodeClip> clipsIn(const fs::path& folder, int count) {
    std::vector<EncodeClip> clips;
    for (int i = 0; i < count; ++i)
        clips.push_back(writeClip(folder, concat("clip ", i), makeSound(2000 + 500 * i, i)));
    return clips;
}

// The other process of killedEncodesGoOn: encodes and says after each window how many are flushed.
int encodeSlowly(const std::string& folder) {
    const fs::path root = pathFromUtf8(folder);
    const auto autoencoder = loadAutoencoder();
    auto store = LatentStore::open(root / "latents", identityOf(*autoencoder)).value();
    LatentEncoder encoder(autoencoder, {16, 1});
    const EncodePlan plan = planEncode(clipsIn(root / "sounds", 30), settingsOf(32768), store->identity(),
                                       store.get(), encoder.margins());
    ClipEncoderOptions options;
    options.flushEvery = std::chrono::milliseconds(0);
    EncodeHooks hooks;
    hooks.betweenBatches = [&] {
        std::printf("%lld\n", static_cast<long long>(store->recordCount()));
        std::fflush(stdout);
    };
    return encodeClips(encoder, plan, *store, options, hooks) ? 0 : 1;
}

} // namespace

class TestClipEncoder : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path root() const { return pathFromUtf8(m_temporary->path().toStdString()); }

private Q_SLOTS:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        fs::create_directories(root() / "sounds");
    }

    void compactEqualsWholeAtEveryLength_data() {
        QTest::addColumn<QByteArray>("fixture");
        for (const char* fixture : {"pre_encoded_dir", "pre_encoded_ragged"})
            QTest::newRow(fixture) << QByteArray(fixture);
    }
    void compactEqualsWholeAtEveryLength() {
        QFETCH(QByteArray, fixture);
        const auto autoencoder = loadAutoencoder(fixture.constData());
        const std::int64_t ratio = autoencoder->downsamplingRatio();
        LatentEncoder encoder(autoencoder, {32, 4});
        const SilencePattern silence = encoder.silence().value();
        const FrameCount window = 100 * ratio;
        std::vector<SoundWindow> windows;
        for (const FrameCount frames :
             {FrameCount{1}, ratio - 1, ratio, 5 * ratio, 5 * ratio + 7, 11 * ratio, 60 * ratio,
              80 * ratio + 1, window - 9 * ratio, window - ratio, window - 1, window})
            windows.push_back({makeSound(frames, static_cast<int>(frames % 17)), window});
        const auto encoded = encoder.encode(windows).value();
        QCOMPARE(encoded.size(), windows.size());
        QVERIFY(encoded[0].latents.endsInSilence && encoded[0].encodedFrames < 40);
        for (std::size_t i = 0; i < windows.size(); ++i) {
            const LatentFrames whole = encoder.encodeWhole(windows[i]).value();
            const LatentFrames window100 = expanded(encoded[i].latents, silence, 100).value();
            const double tolerance = kTolerance * largestMagnitude(whole.mean);
            QVERIFY2(largestDifference(window100.mean, whole.mean) <= tolerance,
                     qPrintable(QString::number(static_cast<int>(i))));
            QVERIFY2(largestDifference(window100.scale, whole.scale) <=
                         kTolerance * largestMagnitude(whole.scale),
                     qPrintable(QString::number(static_cast<int>(i))));
        }
        QVERIFY(!encoded.back().latents.endsInSilence);
    }

    void batchesHoldLikeLengthsWithinTheBudget() {
        const auto autoencoder = loadAutoencoder();
        const std::int64_t ratio = autoencoder->downsamplingRatio();
        LatentEncoder encoder(autoencoder, {100, 3});
        std::vector<SoundWindow> windows;
        for (int i = 0; i < 5; ++i) windows.push_back({makeSound(ratio, i), 400 * ratio});
        QCOMPARE(encoder.batchLength(windows), std::size_t{3}); // three at most
        windows.insert(windows.begin(), {makeSound(300 * ratio, 9), 400 * ratio});
        QCOMPARE(encoder.batchLength(windows), std::size_t{1}); // a long one goes alone
        QCOMPARE(encoder.batchLength({}), std::size_t{1});
    }

    void badWindowsAreRefused() {
        LatentEncoder encoder(loadAutoencoder());
        const auto codeOf = [&](SoundWindow window) {
            return encoder.encode(std::span(&window, 1)).error().code;
        };
        QCOMPARE(codeOf({makeSound(10, 1, 1), 128}), ErrorCode::InvalidArgument); // one channel
        QCOMPARE(codeOf({makeSound(10, 1), 100}), ErrorCode::InvalidArgument);    // no multiple
        QCOMPARE(codeOf({makeSound(200, 1), 128}), ErrorCode::InvalidArgument);   // too long
        CancellationSource stop;
        stop.request();
        const SoundWindow good{makeSound(10, 1), 128};
        QCOMPARE(encoder.encode(std::span(&good, 1), stop.cancellation()).error().code, ErrorCode::Cancelled);
    }

    void clipsAreEncodedStoredAndFoundAgain() {
        const auto autoencoder = loadAutoencoder();
        LatentEncoder encoder(autoencoder, {64, 8});
        const auto clips = clipsIn(root() / "sounds", 9);
        auto store = LatentStore::open(root() / "latents", identityOf(*autoencoder)).value();
        EncodePlan plan =
            planEncode(clips, settingsOf(32768), store->identity(), store.get(), encoder.margins());
        QCOMPARE(plan.todoCount, std::int64_t{9});
        std::vector<Progress> told;
        EncodeHooks hooks;
        hooks.progress = [&](const Progress& progress) { told.push_back(progress); };
        const EncodeReport report = encodeClips(encoder, plan, *store, {}, hooks).value();
        QCOMPARE(report.encodedWindows, std::int64_t{9});
        QVERIFY(report.failures.empty() && report.silent.empty() && !report.wasStopped);
        QVERIFY(report.networkFrames > 0 && report.networkFrames < 9 * 256);
        QCOMPARE(told.size(), std::size_t{10}); // the start, and every window
        QCOMPARE(told.front().done, std::int64_t{0});
        QCOMPARE(told.back().done, std::int64_t{9});

        // Whole windows of the store equal the padded whole through the network.
        for (const EncodeClip& clip : clips) {
            const auto window = audio::cropWindow(clip.frames, 32768, clip.sampleRate);
            const auto sounds = loadWindows({clip.file, clip.frames, SampleRate{44100}, 2, {window}}).value();
            const LatentFrames whole = encoder.encodeWhole({sounds[0], 32768}).value();
            const LatentFrames read = store->read({clip.sound, window}).value();
            QVERIFY(largestDifference(read.mean, whole.mean) <= kTolerance * largestMagnitude(whole.mean));
            QVERIFY(largestDifference(read.scale, whole.scale) <= kTolerance * largestMagnitude(whole.scale));
        }
        // Nothing is left to do, also for a longer window and in another project with the shared store.
        plan = planEncode(clips, settingsOf(65536), store->identity(), store.get(), encoder.margins());
        QCOMPARE(plan.todoCount, std::int64_t{0});
        QCOMPARE(plan.storedCount, std::int64_t{9});
        const EncodeReport again = encodeClips(encoder, plan, *store).value();
        QCOMPARE(again.encodedWindows, std::int64_t{0});
        QCOMPARE(again.reusedWindows, std::int64_t{9});
    }

    void anotherProjectTakesOverFromTheSharedStore() {
        const auto autoencoder = loadAutoencoder();
        LatentEncoder encoder(autoencoder);
        const auto clips = clipsIn(root() / "sounds", 4);
        const LatentStoreOptions options{ShardStoreOptions::Access::ReadWrite, root() / "shared", 1 << 20};
        {
            auto first = LatentStore::open(root() / "first", identityOf(*autoencoder), options).value();
            const auto plan =
                planEncode(clips, settingsOf(32768), first->identity(), first.get(), encoder.margins());
            QCOMPARE(encodeClips(encoder, plan, *first).value().encodedWindows, std::int64_t{4});
        }
        auto second = LatentStore::open(root() / "second", identityOf(*autoencoder), options).value();
        const auto plan =
            planEncode(clips, settingsOf(32768), second->identity(), second.get(), encoder.margins());
        QCOMPARE(plan.todoCount, std::int64_t{0});
        QCOMPARE(plan.toAdopt.size(), std::size_t{4});
        QCOMPARE(encodeClips(encoder, plan, *second).value().reusedWindows, std::int64_t{4});
        second.reset();
        const auto alone = LatentStore::open(root() / "second", identityOf(*autoencoder)).value();
        QCOMPARE(planEncode(clips, settingsOf(32768), alone->identity(), alone.get(), encoder.margins())
                     .storedCount,
                 std::int64_t{4});
    }

    void troubleWithOneClipIsItsOwn() {
        const auto autoencoder = loadAutoencoder();
        LatentEncoder encoder(autoencoder);
        auto clips = clipsIn(root() / "sounds", 6);
        fs::remove(clips[1].file);
        QVERIFY(writeTextAtomically(clips[2].file, "no sound").has_value());
        clips[3].frames += 10; // changed since the scan
        QVERIFY(audio::writeAudio(clips[4].file, audio::AudioBuffer(2, clips[4].frames, SampleRate{44100}),
                                  audio::FileFormat::WavFloat)
                    .has_value());
        auto store = LatentStore::open(root() / "latents", identityOf(*autoencoder)).value();
        const auto plan =
            planEncode(clips, settingsOf(32768), store->identity(), store.get(), encoder.margins());
        const EncodeReport report = encodeClips(encoder, plan, *store).value();
        QCOMPARE(report.encodedWindows, std::int64_t{2});
        QCOMPARE(report.failures.size(), std::size_t{3});
        QCOMPARE(report.silent.size(), std::size_t{1});
        QCOMPARE(report.silent[0].name, std::string("clip 4"));
        const auto codeOf = [&](const char* name) {
            for (const ClipFailure& failure : report.failures)
                if (failure.name == name) return failure.error.code;
            return ErrorCode::Internal;
        };
        QCOMPARE(codeOf("clip 1"), ErrorCode::NotFound);
        QCOMPARE(codeOf("clip 2"), ErrorCode::UnsupportedFormat);
        QCOMPARE(codeOf("clip 3"), ErrorCode::Corrupt);

        // Trouble is tried again, silence is known from now on.
        const auto again =
            planEncode(clips, settingsOf(32768), store->identity(), store.get(), encoder.margins());
        QCOMPARE(again.todoCount, std::int64_t{3});
        QCOMPARE(again.silentCount, std::int64_t{1});
        QCOMPARE(again.windowCount, std::int64_t{5});
        QCOMPARE(store->verify().value(), std::int64_t{0});
    }

    void stoppedEncodesKeepWhatIsDone() {
        const auto autoencoder = loadAutoencoder();
        LatentEncoder encoder(autoencoder, {16, 1});
        const auto clips = clipsIn(root() / "sounds", 8);
        auto store = LatentStore::open(root() / "latents", identityOf(*autoencoder)).value();
        CancellationSource stop;
        EncodeHooks hooks;
        hooks.cancellation = stop.cancellation();
        hooks.progress = [&](const Progress& progress) {
            if (progress.done == 3) stop.request();
        };
        const auto plan =
            planEncode(clips, settingsOf(32768), store->identity(), store.get(), encoder.margins());
        const EncodeReport report = encodeClips(encoder, plan, *store, {}, hooks).value();
        QVERIFY(report.wasStopped);
        QCOMPARE(report.encodedWindows, std::int64_t{3});
        store = LatentStore::open(root() / "latents", identityOf(*autoencoder)).value();
        const auto rest =
            planEncode(clips, settingsOf(32768), store->identity(), store.get(), encoder.margins());
        QCOMPARE(rest.todoCount, std::int64_t{5});
        QCOMPARE(encodeClips(encoder, rest, *store).value().encodedWindows, std::int64_t{5});
    }

    void longFilesBecomePiecesOrAWhole() {
        const auto autoencoder = loadAutoencoder();
        LatentEncoder encoder(autoencoder, {64, 8});
        const FrameCount window = 64 * autoencoder->downsamplingRatio();
        const std::vector<EncodeClip> clips{
            writeClip(root() / "sounds", "long", makeSound(20 * window + 1000, 3))};
        auto store =
            LatentStore::open(root() / "latents", identityOf(*autoencoder, StoredParts::Mean)).value();
        EncodeSettings settings = settingsOf(window);
        settings.longClips = LongClips::Pieces;
        auto plan = planEncode(clips, settings, store->identity(), store.get(), encoder.margins());
        QCOMPARE(plan.todoCount, std::int64_t{21});
        QCOMPARE(encodeClips(encoder, plan, *store).value().encodedWindows, std::int64_t{21});
        const auto pieces = windowsOf(settings, store->identity().encoder, clips[0].sound, clips[0].frames);
        const auto sounds =
            loadWindows({clips[0].file, clips[0].frames, SampleRate{44100}, 2, {pieces[7]}}).value();
        const LatentFrames whole = encoder.encodeWhole({sounds[0], window}).value();
        QVERIFY(largestDifference(store->read({clips[0].sound, pieces[7]}).value().mean, whole.mean) <=
                kTolerance * largestMagnitude(whole.mean));

        settings.longClips = LongClips::Whole;
        plan = planEncode(clips, settings, store->identity(), store.get(), encoder.margins());
        QCOMPARE(plan.todoCount, std::int64_t{1});
        QCOMPARE(encodeClips(encoder, plan, *store).value().encodedWindows, std::int64_t{1});
        const auto all = windowsOf(settings, store->identity().encoder, clips[0].sound, clips[0].frames);
        QCOMPARE(store->read({clips[0].sound, all[0]}).value().frames, std::int64_t{20 * 64 + 8});
    }

    void soundsAreHeardAsTheReferenceHearsThem() {
        // Louder than full scale, one channel, another rate; and a piece from inside.
        audio::AudioBuffer loud = makeSound(9000, 1, 1, 22050);
        for (float& sample : loud.samples()) sample *= 4.0F;
        const EncodeClip clip = writeClip(root() / "sounds", "loud", loud);
        const SampleRate rate{44100};
        const audio::AudioBuffer whole = audio::resampled(loud, rate).value();
        QCOMPARE(whole.frameCount(), FrameCount{18000});
        const auto start = audio::cropWindow(18000, 8192, rate);
        const auto inside = audio::cropWindow(18000, 8192, rate, 9000);
        const auto end = audio::cropWindow(18000, 8192, rate, 12000);
        const auto sounds = loadWindows({clip.file, clip.frames, rate, 2, {start, inside, end}}).value();
        QCOMPARE(sounds[2].frameCount(), FrameCount{6000});
        for (std::size_t piece = 0; piece < 3; ++piece) {
            const FrameIndex offset = std::vector<FrameIndex>{0, 9000, 12000}[piece];
            QCOMPARE(sounds[piece].channelCount(), 2);
            for (FrameIndex i = 0; i < sounds[piece].frameCount(); ++i) {
                const float expected =
                    std::clamp(whole.channel(0)[static_cast<std::size_t>(offset + i)], -1.0F, 1.0F);
                QVERIFY(std::abs(sounds[piece].channel(0)[static_cast<std::size_t>(i)] - expected) < 1e-5F);
                QCOMPARE(sounds[piece].channel(1)[static_cast<std::size_t>(i)],
                         sounds[piece].channel(0)[static_cast<std::size_t>(i)]);
            }
        }
        // Same rate: the file is entered at the window, and the samples are those of the file.
        const audio::AudioBuffer plain = makeSound(9000, 2, 3);
        const EncodeClip three = writeClip(root() / "sounds", "three", plain);
        const auto part =
            loadWindows({three.file, three.frames, rate, 2, {audio::cropWindow(9000, 4096, rate, 3000)}})
                .value();
        for (int channel = 0; channel < 2; ++channel)
            QVERIFY(std::equal(part[0].channel(channel).begin(), part[0].channel(channel).end(),
                               plain.channel(channel).begin() + 3000));
        const auto mono =
            loadWindows({three.file, three.frames, rate, 1, {audio::cropWindow(9000, 4096, rate)}}).value();
        QCOMPARE(mono[0].channelCount(), 1);
        QCOMPARE(loadWindows({three.file, FrameCount{8999}, rate, 2, {audio::cropWindow(9000, 4096, rate)}})
                     .error()
                     .code,
                 ErrorCode::Corrupt);
        QCOMPARE(loadWindows({root() / "none.wav", std::nullopt, rate, 2, {start}}).error().code,
                 ErrorCode::NotFound);
        QCOMPARE(
            loadWindows({three.file, std::nullopt, rate, 2, {audio::cropWindow(20000, 4096, rate, 12000)}})
                .error()
                .code,
            ErrorCode::InvalidArgument);
    }

    void queuesKeepOrderAndBudget() {
        OrderedQueue<int> queue(100, 10);
        std::atomic<int> next{0};
        {
            std::vector<std::jthread> producers;
            for (int i = 0; i < 4; ++i)
                producers.emplace_back([&] {
                    for (int number = next++; number < 100; number = next++) {
                        if (!queue.reserve(number, number % 7 == 0 ? 50 : 3))
                            return; // some are over the budget alone
                        queue.put(number, number * 2);
                    }
                });
            for (int expected = 0; expected < 100; ++expected)
                QCOMPARE(queue.take(), std::optional<int>(expected * 2));
        }
        QVERIFY(!queue.take());
        OrderedQueue<int> closed(5, 1);
        QVERIFY(closed.reserve(0, 1));
        std::jthread waiting([&] {
            if (closed.reserve(1, 1)) qFatal("a closed queue let something in");
        });
        closed.close();
        waiting.join();
        QVERIFY(!closed.take());
    }

    void killedEncodesGoOn() {
        fs::create_directories(root() / "sounds");
        const auto autoencoder = loadAutoencoder();
        std::int64_t safe = 0;
        for (int round = 0; round < 4; ++round) {
            QProcess encoder;
            encoder.start(QCoreApplication::applicationFilePath(),
                          {QStringLiteral("--encode-slowly"), QString::fromStdString(utf8FromPath(root()))});
            QVERIFY(encoder.waitForStarted());
            for (int line = 0; line < 3 + round; ++line) {
                while (!encoder.canReadLine() && encoder.state() == QProcess::Running)
                    encoder.waitForReadyRead();
                safe = std::max<std::int64_t>(safe, encoder.readLine().trimmed().toLongLong());
            }
            encoder.kill();
            QVERIFY(encoder.waitForFinished());
            auto store = LatentStore::open(root() / "latents", identityOf(*autoencoder)).value();
            QVERIFY(store->recordCount() >= safe);
            QCOMPARE(store->verify().value(), std::int64_t{0});
        }
        QVERIFY(safe > 3);
        auto store = LatentStore::open(root() / "latents", identityOf(*autoencoder)).value();
        LatentEncoder encoder(autoencoder);
        const auto clips = clipsIn(root() / "sounds", 30);
        const auto plan =
            planEncode(clips, settingsOf(32768), store->identity(), store.get(), encoder.margins());
        QVERIFY(plan.todoCount < 30);
        QVERIFY(encodeClips(encoder, plan, *store).has_value());
        QCOMPARE(
            planEncode(clips, settingsOf(32768), store->identity(), store.get(), encoder.margins()).todoCount,
            std::int64_t{0});
    }
};

int main(int argc, char** argv) {
    const auto arguments = platform::utf8Arguments(argc, argv);
    if (arguments.size() == 2 && arguments[0] == "--encode-slowly") return encodeSlowly(arguments[1]);
    QCoreApplication application(argc, argv);
    TestClipEncoder test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_ClipEncoder.moc"
