// SPDX-License-Identifier: GPL-3.0-or-later
//
// How fingerprints are made, stored and searched. How well they find copies of real sounds:
// tst_NearDuplicates.
#include "core/audio/Fingerprint.h"
#include "core/audio/Resampler.h"
#include "tests/support/Checks.h"
#include "tests/support/Sounds.h"

#include <algorithm>
#include <set>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

namespace {

// The same tape at another speed.
AudioBuffer varispeed(const AudioBuffer& sound, double factor) {
    const SampleRate played{static_cast<int>(sound.sampleRate().hz * factor + 0.5)};
    AudioBuffer faster(sound.channelCount(), sound.frameCount(), played);
    std::ranges::copy(sound.samples(), faster.samples().begin());
    return resampled(std::move(faster), sound.sampleRate()).value();
}

AudioBuffer padded(const AudioBuffer& sound, FrameCount before, FrameCount after) {
    AudioBuffer longer(sound.channelCount(), before + sound.frameCount() + after, sound.sampleRate());
    for (int c = 0; c < sound.channelCount(); ++c)
        std::ranges::copy(sound.channel(c), longer.channel(c).begin() + before);
    return longer;
}

} // namespace

class tst_Fingerprint : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recognisesAlteredCopies();
    void tellsSoundsApart();
    void isTheSameInPieces();
    void staysSmall();
    void isEmptyForSilence();
    void acceptsAnyRate();
    void travelsThroughBytes();
    void refusesForeignBytes();
    void findsPairsAmongMany();
    void findsGroupsOfAnySize();
    void stopsWhenCancelled();
};

void tst_Fingerprint::recognisesAlteredCopies() {
    for (int variant = 0; variant < 5; ++variant) {
        const AudioBuffer sound = hit(k44100, variant, 0.6);
        const Fingerprint original = fingerprintOf(sound);
        QVERIFY(similarity(original, original) > 0.999);
        const auto check = [&](const char* what, const AudioBuffer& copy, double least = 0.85) {
            const Fingerprint other = fingerprintOf(copy);
            const double value = similarity(original, other);
            QVERIFY2(value >= least,
                     qPrintable(QStringLiteral("%1 %2").arg(QString::fromLatin1(what)).arg(value)));
            QCOMPARE(similarity(other, original), value); // symmetric
        };
        check("softer", scaled(sound, 0.1F));
        check("padded", padded(sound, 8000, 4000));
        check("trimmed at the end", sound.slice(0, sound.frameCount() * 7 / 10));
        check("half a semitone faster", varispeed(sound, 1.0293));
        check("a semitone slower", varispeed(sound, 0.9439));
        check("at 48 kHz", resampled(sound, SampleRate{48000}).value(), 0.8); // another grid of bins
        check("at 22 kHz", resampled(sound, SampleRate{22050}).value(), 0.8);
    }
}

void tst_Fingerprint::tellsSoundsApart() {
    std::vector<Fingerprint> prints;
    for (const int variant : {0, 3, 4}) prints.push_back(fingerprintOf(hit(k44100, variant)));
    for (const double hz : {220.0, 440.0, 660.0}) prints.push_back(fingerprintOf(sine(1, 44100, k44100, hz)));
    prints.push_back(fingerprintOf(noise(1, 44100, k44100, 1)));
    for (std::size_t i = 0; i < prints.size(); ++i)
        for (std::size_t j = i + 1; j < prints.size(); ++j) {
            const double value = similarity(prints[i], prints[j]);
            QVERIFY2(value < 0.8, qPrintable(QStringLiteral("%1 %2 %3").arg(i).arg(j).arg(value)));
        }
}

void tst_Fingerprint::isTheSameInPieces() {
    const AudioBuffer sound = hit(k44100, 3, 2.0);
    const Fingerprint whole = fingerprintOf(sound);
    for (const FrameCount step : {1, 700, 30000}) {
        FingerprintMaker maker(2, k44100);
        for (FrameIndex at = 0; at < sound.frameCount(); at += step)
            maker.add(sound.slice(at, std::min(step, sound.frameCount() - at)));
        QVERIFY(maker.finish() == whole);
    }
}

void tst_Fingerprint::staysSmall() {
    for (const double seconds : {0.001, 0.05, 0.5, 5.0, 60.0}) {
        const Fingerprint print =
            fingerprintOf(noise(1, static_cast<FrameCount>(seconds * 8000), SampleRate{8000}, 1));
        QVERIFY(!print.isEmpty());
        QVERIFY2(print.toBytes().size() <= 6 + 64 * 45, qPrintable(QString::number(print.toBytes().size())));
    }
}

void tst_Fingerprint::isEmptyForSilence() {
    for (const AudioBuffer& sound : {silence(2, 10000, k44100), AudioBuffer(), silence(2, 0, k44100),
                                     scaled(noise(1, 10000, k44100, 1), 1e-6F)}) {
        const Fingerprint print = fingerprintOf(sound);
        QVERIFY(print.isEmpty());
        QCOMPARE(similarity(print, print), 0.0);
    }
}

void tst_Fingerprint::acceptsAnyRate() {
    for (const int hz : {100, 4000, 11025, 44100, 96000, 192000, 768000}) {
        const Fingerprint print = fingerprintOf(noise(1, hz / 2, SampleRate{hz}, 1));
        QVERIFY(similarity(print, print) > 0.99 || print.isEmpty());
    }
}

void tst_Fingerprint::travelsThroughBytes() {
    for (const Fingerprint& print : {fingerprintOf(hit(k44100, 1)), Fingerprint()}) {
        ATTUNE_ASSIGN_OK(const Fingerprint back, Fingerprint::fromBytes(print.toBytes()));
        QVERIFY(back == print);
    }
}

void tst_Fingerprint::refusesForeignBytes() {
    const std::vector<std::byte> good = fingerprintOf(hit(k44100, 1)).toBytes();
    for (std::size_t size = 0; size < good.size(); size += 97)
        ATTUNE_VERIFY_ERROR(Fingerprint::fromBytes(std::span(good).first(size)), ErrorCode::Corrupt);
    auto newer = good;
    newer[3] = std::byte{2};
    ATTUNE_VERIFY_ERROR(Fingerprint::fromBytes(newer), ErrorCode::VersionTooNew);
    auto wrong = good;
    wrong[3] = std::byte{0};
    ATTUNE_VERIFY_ERROR(Fingerprint::fromBytes(wrong), ErrorCode::Corrupt);
    wrong = good;
    wrong[100] = std::byte{200}; // louder than the loudest
    ATTUNE_VERIFY_ERROR(Fingerprint::fromBytes(wrong), ErrorCode::Corrupt);
    wrong = good;
    wrong[5] = std::byte{99};
    ATTUNE_VERIFY_ERROR(Fingerprint::fromBytes(wrong), ErrorCode::Corrupt);
}

void tst_Fingerprint::findsPairsAmongMany() {
    // 150 different hits; every tenth has a softer copy.
    std::vector<Fingerprint> prints;
    for (int i = 0; i < 150; ++i) prints.push_back(fingerprintOf(hit(k44100, i)));
    std::set<std::pair<std::size_t, std::size_t>> wanted;
    for (std::size_t i = 0; i < 150; i += 10) {
        wanted.emplace(i, prints.size());
        prints.push_back(fingerprintOf(scaled(hit(k44100, static_cast<int>(i)), 0.25F)));
    }
    prints.emplace_back(); // of silence: like nothing
    prints.emplace_back();
    ATTUNE_ASSIGN_OK(const auto pairs, findNearDuplicates(prints));
    std::set<std::pair<std::size_t, std::size_t>> found;
    for (const NearDuplicatePair& pair : pairs) {
        QVERIFY(pair.first < pair.second && pair.similarity >= 0.85);
        found.emplace(pair.first, pair.second);
    }
    QCOMPARE(found.size(), pairs.size());
    for (const auto& pair : wanted) QVERIFY(found.contains(pair));
    NearDuplicateOptions oneThread;
    oneThread.workerCount = 1;
    ATTUNE_ASSIGN_OK(const auto again, findNearDuplicates(prints, oneThread));
    QCOMPARE(again.size(), pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i)
        QVERIFY(again[i].first == pairs[i].first && again[i].second == pairs[i].second &&
                again[i].similarity == pairs[i].similarity);
}

void tst_Fingerprint::findsGroupsOfAnySize() {
    // A hundred copies in a hundred gains: more than the search keeps for one clip, yet all are connected.
    std::vector<Fingerprint> prints;
    for (int i = 0; i < 100; ++i)
        prints.push_back(fingerprintOf(scaled(hit(k44100, 3), 0.2F + 0.008F * static_cast<float>(i))));
    ATTUNE_ASSIGN_OK(const auto pairs, findNearDuplicates(prints));
    std::vector<std::size_t> root(prints.size());
    for (std::size_t i = 0; i < root.size(); ++i) root[i] = i;
    const auto find = [&](std::size_t i) {
        while (root[i] != i) i = root[i];
        return i;
    };
    for (const NearDuplicatePair& pair : pairs) root[find(pair.first)] = find(pair.second);
    for (std::size_t i = 0; i < root.size(); ++i) QCOMPARE(find(i), find(0));
}

void tst_Fingerprint::stopsWhenCancelled() {
    CancellationSource stop;
    stop.request();
    const std::vector<Fingerprint> prints(3, fingerprintOf(hit(k44100, 1)));
    ATTUNE_VERIFY_ERROR(findNearDuplicates(prints, {}, {}, stop.cancellation()), ErrorCode::Cancelled);
    ATTUNE_ASSIGN_OK(const auto none, findNearDuplicates({}));
    QVERIFY(none.empty());
}

QTEST_APPLESS_MAIN(tst_Fingerprint)
#include "tst_Fingerprint.moc"
