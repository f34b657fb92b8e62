// SPDX-License-Identifier: GPL-3.0-or-later
//
// LatentStore: compact windows come back whole, in every window length, precision and after every kind of
// trouble.
#include "core/base/Text.h"
#include "core/latents/LatentStore.h"

#include <QtTest/QtTest>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>

using namespace attune;
using namespace attune::latents;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kRatio = 8;
constexpr int kChannels = 3;

LatentIdentity identityOf(StoredParts parts = StoredParts::MeanAndScale,
                          StoredPrecision precision = StoredPrecision::Float32) {
    return {{ContentHash{1, 2}, SampleRate{100}, 2, kRatio, kChannels, "fp32"}, parts, precision};
}

ContentHash soundOf(std::uint64_t number) {
    return {7, number};
}

// `sourceFrames` of sound at the start of a window of `windowFrames`.
LatentRequest requestFor(std::uint64_t sound, FrameCount sourceFrames, FrameCount windowFrames,
                         FrameIndex offset = 0) {
    return {soundOf(sound), audio::cropWindow(sourceFrames, windowFrames, SampleRate{100}, offset)};
}

// Made-up numbers; value(channel, frame) with two digits behind the point, exact in half precision.
LatentFrames framesOf(std::int64_t frames, float base, bool hasScale = true) {
    LatentFrames made{kChannels, frames, {}, {}};
    for (std::int64_t i = 0; i < kChannels * frames; ++i) {
        made.mean.push_back(base + static_cast<float>(i) * 0.25F);
        if (hasScale) made.scale.push_back(-base - static_cast<float>(i) * 0.5F);
    }
    return made;
}

SilencePattern patternOf(bool hasScale = true) {
    return {framesOf(1, 100.0F, hasScale), framesOf(2, 200.0F, hasScale)};
}

struct Fixture {
    QTemporaryDir temporary;
    fs::path folder() const { return pathFromUtf8(temporary.path().toStdString()) / "latents"; }
    std::unique_ptr<LatentStore> open(const LatentIdentity& identity = identityOf(),
                                      const LatentStoreOptions& options = {}) const {
        return LatentStore::open(folder(), identity, options).value();
    }
};

} // namespace

class TestLatentStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void compactingAndExpandingAreInverse() {
        const SilencePattern silence = patternOf();
        for (std::int64_t content = 0; content <= 10; ++content) {
            const CompactLatents compact{framesOf(content, 1.0F), true};
            const LatentFrames window = expanded(compact, silence, 12).value();
            QCOMPARE(window.frames, std::int64_t{12});
            const CompactLatents again = compacted(window, silence);
            QVERIFY(again.endsInSilence);
            QVERIFY(again.content == compact.content);
        }
        // A window without the tail stays whole.
        const LatentFrames whole = framesOf(12, 1.0F);
        const CompactLatents compact = compacted(whole, silence);
        QVERIFY(!compact.endsInSilence);
        QVERIFY(expanded(compact, silence, 12).value() == whole);
        QCOMPARE(expanded(compact, silence, 13).error().code, ErrorCode::Corrupt);
        QCOMPARE(expanded({framesOf(11, 1.0F), true}, silence, 12).error().code, ErrorCode::Corrupt);
        // Shorter than the pattern itself.
        QVERIFY(!compacted(framesOf(2, 200.0F), silence).endsInSilence);
    }

    void oneRecordServesEveryLongEnoughWindow() {
        const Fixture fixture;
        const auto store = fixture.open();
        QVERIFY(store->putSilence(patternOf()).has_value());
        const LatentFrames content = framesOf(5, 1.0F);
        QVERIFY(store->put(requestFor(1, 20, 96), {content, true}).has_value());
        for (const FrameCount window : {56, 96, 800}) {
            const LatentRequest request = requestFor(1, 20, window);
            QVERIFY(store->contains(request));
            const LatentFrames read = store->read(request).value();
            QCOMPARE(read.frames, window / kRatio);
            QVERIFY(read.slice(0, 5) == content);
            QVERIFY(read.slice(read.frames - 2, 2) == patternOf().tail);
            if (read.frames > 7) QVERIFY(read.slice(5, 1) == patternOf().steady);
        }
        QVERIFY(!store->contains(requestFor(1, 20, 48))); // 5 + 2 frames do not fit into 6
        QVERIFY(!store->contains(requestFor(2, 20, 96)));
        QVERIFY(!store->contains(requestFor(1, 20, 96, 4))); // another part of the sound
        QCOMPARE(store->read(requestFor(2, 20, 96)).error().code, ErrorCode::NotFound);
    }

    void fullWindowsAreKeptForTheirLength() {
        const Fixture fixture;
        const auto store = fixture.open();
        const LatentFrames window = framesOf(12, 3.0F);
        QVERIFY(store->put(requestFor(1, 500, 96), {window, false}).has_value());
        QVERIFY(store->put(requestFor(1, 500, 96, 96), {framesOf(12, 4.0F), false}).has_value());
        QVERIFY(store->read(requestFor(1, 500, 96)).value() == window);
        QVERIFY(store->read(requestFor(1, 500, 96, 96)).value() == framesOf(12, 4.0F));
        QVERIFY(!store->contains(requestFor(1, 500, 104)));
        QCOMPARE(store->put(requestFor(1, 500, 104), {window, false}).error().code, ErrorCode::ShapeMismatch);
    }

    void silenceInsideALongSoundIsNoEnd() {
        const Fixture fixture;
        const auto store = fixture.open();
        QVERIFY(store->putSilence(patternOf()).has_value());
        // The first 96 frames of 500 happen to end in silence: compact, but for this window alone.
        QVERIFY(store->put(requestFor(1, 500, 96), {framesOf(5, 1.0F), true}).has_value());
        QCOMPARE(store->read(requestFor(1, 500, 96)).value().frames, std::int64_t{12});
        QVERIFY(!store->contains(requestFor(1, 500, 800)));
        QVERIFY(!store->contains(requestFor(1, 500, 504)));
    }

    void nearlyFullWindowsAreFoundToo() {
        const Fixture fixture;
        const auto store = fixture.open();
        QVERIFY(store->putSilence(patternOf()).has_value());
        const LatentRequest request = requestFor(1, 95, 96); // ends inside, too late for steady frames
        QVERIFY(store->put(request, {framesOf(12, 3.0F), false}).has_value());
        QVERIFY(store->contains(request));
        QVERIFY(store->read(request).value() == framesOf(12, 3.0F));
    }

    void storesOutliveTheProcessInEveryForm() {
        for (const auto parts : {StoredParts::Mean, StoredParts::MeanAndScale})
            for (const auto precision : {StoredPrecision::Float32, StoredPrecision::Float16}) {
                const Fixture fixture;
                const bool hasScale = parts == StoredParts::MeanAndScale;
                const LatentIdentity identity = identityOf(parts, precision);
                const LatentRequest request = requestFor(1, 20, 96);
                {
                    const auto store = fixture.open(identity);
                    QVERIFY(store->putSilence(patternOf(hasScale)).has_value());
                    QVERIFY(store->put(request, {framesOf(5, 1.0F, hasScale), true}).has_value());
                    QVERIFY(store->flush().has_value());
                }
                const auto store = fixture.open(identity, {ShardStoreOptions::Access::ReadOnly, {}, 1});
                QVERIFY(store->read(request).value().slice(0, 5) == framesOf(5, 1.0F, hasScale));
                QCOMPARE(store->recordCount(), std::int64_t{2});
                const std::int64_t numbers = kChannels * (hasScale ? 2 : 1);
                QCOMPARE(store->storedBytes(),
                         (5 + 3) * numbers * (precision == StoredPrecision::Float32 ? 4 : 2));
                QCOMPARE(identity.frameBytes(), numbers * (precision == StoredPrecision::Float32 ? 4 : 2));
            }
    }

    void differentEncodersNeverMeet() {
        const Fixture fixture;
        LatentIdentity other = identityOf();
        other.encoder.weights.low = 3;
        QVERIFY(other.folderName() != identityOf().folderName());
        LatentIdentity half = identityOf();
        half.precision = StoredPrecision::Float16;
        QVERIFY(half.folderName() != identityOf().folderName());
        const auto store = fixture.open();
        QVERIFY(store->put(requestFor(1, 500, 96), {framesOf(12, 3.0F), false}).has_value());
        QVERIFY(!fixture.open(other)->contains(requestFor(1, 500, 96)));
    }

    void badNumbersAndShapesAreRefused() {
        const Fixture fixture;
        const auto store = fixture.open(identityOf(StoredParts::MeanAndScale, StoredPrecision::Float16));
        const LatentRequest request = requestFor(1, 500, 96);
        LatentFrames window = framesOf(12, 1.0F);
        window.mean[3] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(store->put(request, {window, false}).error().code, ErrorCode::NonFinite);
        window.mean[3] = 70000.0F; // beyond half precision
        QCOMPARE(store->put(request, {window, false}).error().code, ErrorCode::NonFinite);
        QCOMPARE(store->put(request, {framesOf(12, 1.0F, false), false}).error().code,
                 ErrorCode::ShapeMismatch);
        QCOMPARE(store->putSilence(patternOf(false)).error().code, ErrorCode::ShapeMismatch);
        QCOMPARE(store->silence().error().code, ErrorCode::NotFound);
        QVERIFY(!store->contains(request));
    }

    void sharedStoresHelpOtherProjects() {
        const Fixture first;
        const Fixture second;
        const Fixture cache;
        const LatentStoreOptions options{ShardStoreOptions::Access::ReadWrite, cache.folder(), 1 << 20};
        const LatentRequest request = requestFor(1, 500, 96);
        {
            const auto store = first.open(identityOf(), options);
            QVERIFY(store->put(request, {framesOf(12, 3.0F), false}).has_value());
            QVERIFY(store->flush().has_value());
        }
        {
            const auto store = second.open(identityOf(), options);
            QVERIFY(store->contains(request));
            QCOMPARE(store->recordCount(), std::int64_t{0});
            QVERIFY(store->read(request).value() == framesOf(12, 3.0F));
            QVERIFY(store->adopt(request).value());
            QVERIFY(store->adopt(request).value()); // it is here already
            QVERIFY(!store->adopt(requestFor(2, 500, 96)).value());
        }
        // What ends in silence is found there too, before this project has a pattern of its own.
        {
            const auto store = first.open(identityOf(), options);
            QVERIFY(store->putSilence(patternOf()).has_value());
            QVERIFY(store->put(requestFor(2, 20, 96), {framesOf(5, 1.0F), true}).has_value());
        }
        {
            const auto store = second.open(identityOf(), options);
            QVERIFY(store->find(requestFor(2, 20, 96)) == LatentStore::Place::Shared);
            QVERIFY(store->adopt(requestFor(2, 20, 96)).value());
            QVERIFY(store->putSilence(store->silence().value()).has_value());
        }
        QVERIFY(second.open()->contains(requestFor(2, 20, 96)));
        const auto alone = second.open(); // the project carries it along
        QVERIFY(alone->read(request).value() == framesOf(12, 3.0F));
    }

    void damageIsFoundAndEncodedAgain() {
        const Fixture fixture;
        const LatentRequest request = requestFor(1, 500, 96);
        fs::path shard;
        {
            const auto store = fixture.open();
            QVERIFY(store->put(request, {framesOf(12, 3.0F), false}).has_value());
            QVERIFY(store->flush().has_value());
            for (const auto& entry : fs::directory_iterator(store->folder()))
                if (entry.path().extension() == ".shard") shard = entry.path();
        }
        {
            std::fstream stream(shard, std::ios::in | std::ios::out | std::ios::binary);
            stream.seekp(40);
            stream.put('x');
        }
        const auto store = fixture.open();
        QCOMPARE(store->read(request).error().code, ErrorCode::Corrupt);
        QCOMPARE(store->verify().value(), std::int64_t{1});
        QVERIFY(!store->contains(request));
        QVERIFY(store->put(request, {framesOf(12, 3.0F), false}).has_value());
        QVERIFY(store->read(request).value() == framesOf(12, 3.0F));
    }

    void windowsFollowTheSettings() {
        EncodeSettings settings;
        settings.windowFrames = 96;
        const EncoderIdentity encoder = identityOf().encoder;
        const auto start = windowsOf(settings, encoder, soundOf(1), 500);
        QCOMPARE(start.size(), std::size_t{1});
        QCOMPARE(start[0].offset, FrameIndex{0});
        QCOMPARE(start[0].secondsTotal, std::int64_t{5});

        settings.longClips = LongClips::CropRandom;
        std::set<FrameIndex> offsets;
        for (std::uint64_t sound = 0; sound < 50; ++sound) {
            const auto window = windowsOf(settings, encoder, soundOf(sound), 500);
            QVERIFY(window == windowsOf(settings, encoder, soundOf(sound), 500)); // the same at every encode
            QVERIFY(window[0].offset >= 0 && window[0].offset <= 404);
            offsets.insert(window[0].offset);
        }
        QVERIFY(offsets.size() > 30);
        QCOMPARE(windowsOf(settings, encoder, soundOf(1), 50)[0].offset, FrameIndex{0});

        settings.longClips = LongClips::Pieces;
        const auto pieces = windowsOf(settings, encoder, soundOf(1), 500);
        QCOMPARE(pieces.size(), std::size_t{6});
        QCOMPARE(pieces.back().offset, FrameIndex{480});

        settings.longClips = LongClips::Whole;
        QCOMPARE(windowsOf(settings, encoder, soundOf(1), 500)[0].windowFrames, FrameCount{504});
        QCOMPARE(windowsOf(settings, encoder, soundOf(1), 50)[0].windowFrames, FrameCount{96});
    }

    void settingsTravelAsJson() {
        EncodeSettings settings{441000, LongClips::Pieces, {220500, 4410},
                                9,      StoredParts::Mean, StoredPrecision::Float16};
        const config::Json document = settings.toJson();
        const EncodeSettings again = EncodeSettings::fromJson({document, "encode"}).value();
        QVERIFY(again.toJson() == document);
        settings.cropSeed = 0xFFFF'FFFF'FFFF'FFFEULL;
        const auto text = config::parseJson(settings.toJson().dump(), "settings").value();
        QCOMPARE(EncodeSettings::fromJson({text, "encode"}).value().cropSeed, settings.cropSeed);
        // As a project keeps them before anybody chose a length: the model's own.
        EncodeSettings early;
        early.longClips = LongClips::Pieces;
        QVERIFY(EncodeSettings::fromJson({early.toJson(), "encode"}).value().longClips == LongClips::Pieces);
        for (const char* key : {"long_clips", "parts", "precision"}) {
            config::Json wrong = document;
            wrong[key] = "sideways";
            QCOMPARE(EncodeSettings::fromJson({wrong, "encode"}).error().code, ErrorCode::InvalidConfig);
        }
        for (const char* key : {"window_frames", "piece_hop_frames", "crop_seed"}) {
            config::Json wrong = document;
            wrong[key] = -1;
            QCOMPARE(EncodeSettings::fromJson({wrong, "encode"}).error().code, ErrorCode::InvalidConfig);
        }
        QCOMPARE(EncodeSettings::fromJson({config::Json::object(), "encode"}).error().code,
                 ErrorCode::InvalidConfig);
    }
};

QTEST_APPLESS_MAIN(TestLatentStore)
#include "tst_LatentStore.moc"
