// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/PeakPyramid.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <algorithm>
#include <array>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

namespace {

// What a pixel must at least show, from the samples themselves.
PeakPyramid::Range truth(const AudioBuffer& sound, int channel, FrameIndex begin, FrameIndex end) {
    const auto frames = sound.channel(channel).subspan(static_cast<std::size_t>(begin),
                                                       static_cast<std::size_t>(end - begin));
    const auto [low, high] = std::ranges::minmax(frames);
    return {low, high};
}

} // namespace

class tst_PeakPyramid : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsEveryPeakAtEveryZoom();
    void buildsFromFilesAsFromMemory();
    void neverShowsMoreThanNeighbours();
    void savesAndLoads();
    void refusesForeignCaches();
    void handlesEmptyAndTinySounds();
    void reportsErrors();
};

void tst_PeakPyramid::showsEveryPeakAtEveryZoom() {
    const AudioBuffer sound = noise(2, 123457, k44100, 17, 1.3F);
    const PeakPyramid pyramid = PeakPyramid::fromAudio(sound, {.baseBlock = 64});
    QCOMPARE(pyramid.frameCount(), FrameCount{123457});
    QCOMPARE(pyramid.channelCount(), 2);
    for (const auto& [begin, end] : {std::pair<FrameIndex, FrameIndex>{0, 123457},
                                     {0, 5000},
                                     {50000, 50640},
                                     {123000, 123457},
                                     {777, 77777}}) {
        for (const std::size_t pixels : {1U, 7U, 300U, 2000U}) {
            std::vector<PeakPyramid::Range> ranges(pixels);
            for (int channel = 0; channel < 2; ++channel) {
                pyramid.ranges(channel, begin, end, ranges);
                const double step = static_cast<double>(end - begin) / static_cast<double>(pixels);
                for (std::size_t i = 0; i < pixels; ++i) {
                    const auto from = begin + static_cast<FrameIndex>(static_cast<double>(i) * step);
                    const auto to = begin + static_cast<FrameIndex>(static_cast<double>(i + 1) * step);
                    if (from >= to) continue;
                    const auto expected = truth(sound, channel, from, to);
                    QVERIFY(ranges[i].min <= expected.min && ranges[i].max >= expected.max);
                }
            }
        }
    }
}

void tst_PeakPyramid::neverShowsMoreThanNeighbours() {
    AudioBuffer sound = silence(1, 100000, k44100);
    sound.channel(0)[50000] = 0.75F;
    const PeakPyramid pyramid = PeakPyramid::fromAudio(sound, {.baseBlock = 64});
    std::array<PeakPyramid::Range, 100> ranges;
    pyramid.ranges(0, 0, 100000, ranges);
    const auto lit = std::ranges::count_if(ranges, [](const auto& range) { return range.max > 0.0F; });
    QVERIFY2(lit >= 1 && lit <= 2, qPrintable(QString::number(lit)));
    QCOMPARE(ranges[50].max, 0.75F);
    QCOMPARE(ranges[20], (PeakPyramid::Range{0.0F, 0.0F}));
}

void tst_PeakPyramid::buildsFromFilesAsFromMemory() {
    const TemporaryFolder folder;
    const AudioBuffer sound = noise(3, 200001, k44100, 17, 0.9F);
    writeSound(folder / "a.wav", sound);
    ATTUNE_ASSIGN_OK(const PeakPyramid built, PeakPyramid::build(folder / "a.wav", {}));
    const PeakPyramid expected = PeakPyramid::fromAudio(sound);
    QCOMPARE(built.frameCount(), FrameCount{200001});
    std::vector<PeakPyramid::Range> a(500);
    std::vector<PeakPyramid::Range> b(500);
    built.ranges(2, 0, 200001, a);
    expected.ranges(2, 0, 200001, b);
    for (std::size_t i = 0; i < a.size(); ++i)
        QVERIFY(std::abs(a[i].min - b[i].min) < 1e-4F && std::abs(a[i].max - b[i].max) < 1e-4F);
}

void tst_PeakPyramid::savesAndLoads() {
    const TemporaryFolder folder;
    const ContentHash identity{1, 2};
    const AudioBuffer sound = noise(2, 100003, k44100, 17, 1.7F);
    const PeakPyramid pyramid = PeakPyramid::fromAudio(sound);
    ATTUNE_VERIFY_OK(pyramid.save(folder / "a.peaks", identity));
    QVERIFY(std::filesystem::file_size(folder / "a.peaks") < 100003 * 2 * 4 / 256 + 200);
    ATTUNE_ASSIGN_OK(const PeakPyramid loaded, PeakPyramid::load(folder / "a.peaks", identity));
    QCOMPARE(loaded.frameCount(), pyramid.frameCount());
    QCOMPARE(loaded.sampleRate().hz, 44100);
    std::vector<PeakPyramid::Range> a(333);
    std::vector<PeakPyramid::Range> b(333);
    pyramid.ranges(1, 1000, 99000, a);
    loaded.ranges(1, 1000, 99000, b);
    for (std::size_t i = 0; i < a.size(); ++i) {
        QVERIFY(b[i].min <= a[i].min + 1e-6F && b[i].max >= a[i].max - 1e-6F); // never lower than it is
        QVERIFY(std::abs(a[i].min - b[i].min) < 2e-4F && std::abs(a[i].max - b[i].max) < 2e-4F);
    }
}

void tst_PeakPyramid::refusesForeignCaches() {
    const TemporaryFolder folder;
    const ContentHash identity{1, 2};
    const auto file = folder / "a.peaks";
    ATTUNE_VERIFY_OK(PeakPyramid::fromAudio(noise(2, 10000, k44100, 1)).save(file, identity));
    ATTUNE_VERIFY_ERROR(PeakPyramid::load(file, ContentHash{1, 3}), ErrorCode::Corrupt);
    ATTUNE_VERIFY_ERROR(PeakPyramid::load(folder / "absent", identity), ErrorCode::NotFound);
    const std::string good = readBytes(file);
    for (const std::size_t size : {std::size_t{0}, std::size_t{10}, good.size() - 1}) {
        writeBytes(file, good.substr(0, size));
        ATTUNE_VERIFY_ERROR(PeakPyramid::load(file, identity), ErrorCode::Corrupt);
    }
    for (std::size_t i = 0; i < good.size(); i += 13) { // any changed bit shows
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x10);
        writeBytes(file, bad);
        ATTUNE_VERIFY_ERROR(PeakPyramid::load(file, identity), ErrorCode::Corrupt);
    }
}

void tst_PeakPyramid::handlesEmptyAndTinySounds() {
    const TemporaryFolder folder;
    const PeakPyramid none;
    std::array<PeakPyramid::Range, 3> ranges{};
    none.ranges(0, 0, 0, ranges);
    QCOMPARE(ranges[1], (PeakPyramid::Range{0.0F, 0.0F}));
    ATTUNE_VERIFY_OK(none.save(folder / "none", {}));
    ATTUNE_ASSIGN_OK(const PeakPyramid loaded, PeakPyramid::load(folder / "none", {}));
    QCOMPARE(loaded.frameCount(), FrameCount{0});

    const PeakPyramid one = PeakPyramid::fromAudio(sine(1, 1, k44100, 440.0));
    one.ranges(0, 0, 1, ranges);
    QCOMPARE(ranges[0], ranges[2]);
    one.ranges(0, 1, 1, ranges);
    QCOMPARE(ranges[0], (PeakPyramid::Range{0.0F, 0.0F}));
}

void tst_PeakPyramid::reportsErrors() {
    const TemporaryFolder folder;
    writeSound(folder / "a.wav", sine(1, 300000, k44100, 440.0));
    ATTUNE_VERIFY_ERROR(PeakPyramid::build(folder / "absent.wav", {}), ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(PeakPyramid::build(folder / "a.wav", {.baseBlock = 100}), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(PeakPyramid::build(folder / "a.wav", {.baseBlock = 32}), ErrorCode::InvalidArgument);
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(PeakPyramid::build(folder / "a.wav", {}, stop.cancellation()), ErrorCode::Cancelled);
    cutFile(folder / "a.wav", 1000);
    ATTUNE_VERIFY_ERROR(PeakPyramid::build(folder / "a.wav", {}), ErrorCode::Corrupt);
    ATTUNE_VERIFY_ERROR(PeakPyramid().save(folder / "no/such/folder", {}), ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(tst_PeakPyramid)
#include "tst_PeakPyramid.moc"
