// SPDX-License-Identifier: GPL-3.0-or-later
//
// Precision and recall of near-duplicate detection on real sounds (Debian's sonic-pi-samples): each is
// altered as samples are altered in the wild, and the copies are looked for; different sounds are the
// counter-examples.
#include "core/audio/AudioReader.h"
#include "core/audio/Fingerprint.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"
#include "tests/support/Checks.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <algorithm>
#include <map>

using namespace attune;
using namespace attune::audio;
using namespace attune::test;

namespace {

AudioBuffer varispeed(const AudioBuffer& sound, double semitones) {
    const double factor = std::exp2(semitones / 12.0);
    AudioBuffer faster(sound.channelCount(), sound.frameCount(),
                       SampleRate{static_cast<int>(std::lround(sound.sampleRate().hz * factor))});
    std::ranges::copy(sound.samples(), faster.samples().begin());
    return resampled(std::move(faster), sound.sampleRate()).value();
}

AudioBuffer encodedAs(const TemporaryFolder& folder, const char* name, const AudioBuffer& sound) {
    writeSound(folder / name, sound);
    return readAudio(folder / name).value();
}

std::map<std::string, AudioBuffer> alteredCopies(const TemporaryFolder& folder, const AudioBuffer& sound) {
    const FrameCount frames = sound.frameCount();
    std::map<std::string, AudioBuffer> copies;
    copies["gain -10 dB"] = scaled(sound, 0.316F);
    copies["gain -20 dB"] = scaled(sound, 0.1F);
    copies["Vorbis"] = encodedAs(folder, "a.ogg", sound);
    copies["MP3"] = encodedAs(folder, "a.mp3", sound);
    copies["22 kHz"] = resampled(sound, SampleRate{22050}).value();
    copies["48 kHz"] = resampled(sound, SampleRate{48000}).value();
    copies["trimmed end 20 %"] = sound.slice(0, frames * 8 / 10);
    copies["trimmed end 40 %"] = sound.slice(0, frames * 6 / 10);
    copies["trimmed start 30 ms"] =
        sound.slice(std::min<FrameCount>(frames / 2, sound.sampleRate().hz * 3 / 100),
                    frames - std::min<FrameCount>(frames / 2, sound.sampleRate().hz * 3 / 100));
    copies["varispeed +0.5"] = varispeed(sound, 0.5);
    copies["varispeed -1"] = varispeed(sound, -1.0);
    copies["varispeed +1"] = varispeed(sound, 1.0);
    copies["MP3, softer, +0.3"] = encodedAs(folder, "b.mp3", scaled(varispeed(sound, 0.3), 0.5F));
    return copies;
}

} // namespace

class tst_NearDuplicates : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsCopiesOfRealSounds();
};

void tst_NearDuplicates::findsCopiesOfRealSounds() {
    const auto files = realSounds();
    if (files.empty()) QSKIP("The package sonic-pi-samples is not installed");
    const TemporaryFolder folder;
    std::vector<Fingerprint> originals;
    std::vector<Fingerprint> all;
    std::vector<std::size_t> originalOf;
    std::map<std::string, std::pair<int, int>> found; // of each alteration: recognised, all
    const double least = NearDuplicateOptions().leastSimilarity;
    for (const auto& file : files) {
        ATTUNE_ASSIGN_OK(const AudioBuffer sound, readAudio(file));
        originals.push_back(fingerprintOf(sound));
        all.push_back(originals.back());
        originalOf.push_back(originals.size() - 1);
        for (const auto& [name, copy] : alteredCopies(folder, sound)) {
            all.push_back(fingerprintOf(copy));
            originalOf.push_back(originals.size() - 1);
            auto& [hits, count] = found[name];
            hits += similarity(originals.back(), all.back()) >= least ? 1 : 0;
            ++count;
        }
    }
    int hits = 0;
    int count = 0;
    for (const auto& [name, score] : found) {
        qInfo("%-22s %3d of %3d", name.c_str(), score.first, score.second);
        hits += score.first;
        count += score.second;
    }
    int wrong = 0;
    int pairs = 0;
    for (std::size_t i = 0; i < originals.size(); ++i)
        for (std::size_t j = i + 1; j < originals.size(); ++j, ++pairs) {
            if (similarity(originals[i], originals[j]) < least) continue;
            ++wrong;
            qInfo("alike: %s, %s", utf8FromPath(files[i].stem()).c_str(),
                  utf8FromPath(files[j].stem()).c_str());
        }
    const double recall = static_cast<double>(hits) / count;
    const double precision = static_cast<double>(hits) / (hits + wrong);
    qInfo("recall %.3f (%d of %d), precision %.3f (%d of %d pairs of different sounds are alike)", recall,
          hits, count, precision, wrong, pairs);

    // The search finds what similarity() accepts.
    ATTUNE_ASSIGN_OK(const auto near, findNearDuplicates(all));
    std::vector<std::size_t> root(all.size());
    for (std::size_t i = 0; i < root.size(); ++i) root[i] = i;
    const auto find = [&](std::size_t i) {
        while (root[i] != i) i = root[i];
        return i;
    };
    for (const NearDuplicatePair& pair : near)
        if (originalOf[pair.first] == originalOf[pair.second]) root[find(pair.first)] = find(pair.second);
    int grouped = 0;
    std::map<std::size_t, std::size_t> placeOfOriginal;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto [place, isOriginal] = placeOfOriginal.try_emplace(originalOf[i], i);
        grouped += !isOriginal && find(i) == find(place->second) ? 1 : 0;
    }
    qInfo("the search groups %d of %d copies with their original", grouped, count);
    QVERIFY(recall >= 0.92);
    QVERIFY(precision >= 0.99);
    QVERIFY(grouped >= hits * 98 / 100);
}

QTEST_APPLESS_MAIN(tst_NearDuplicates)
#include "tst_NearDuplicates.moc"
