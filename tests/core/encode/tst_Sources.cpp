// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the trainer reads: from a store, from pre-encoded folders, prompts from the cache; and `sat
// pre-encode` end to end. (attune-parity holds the numbers against the reference.)
#include "EncodeFixtures.h"

#include "core/base/AtomicFile.h"
#include "core/encode/ClipEncoder.h"
#include "core/encode/EncoderIdentity.h"
#include "core/encode/JoinedSource.h"
#include "core/encode/PreEncodedSource.h"
#include "core/encode/SatPreEncode.h"
#include "core/encode/StoreSource.h"
#include "core/encode/TextCache.h"
#include "core/latents/PreEncodedFolder.h"
#include "core/tensor/CheckpointFile.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <QtTest/QtTest>

#include <filesystem>
#include <limits>
#include <set>

using namespace attune;
using namespace attune::encode;
using namespace attune::encode::test;
using namespace attune::latents;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kRatio = 8;
constexpr std::int64_t kChannels = 16;

LatentFrames framesOf(std::int64_t frames) {
    LatentFrames made{kChannels, frames, {}, {}};
    for (std::int64_t i = 0; i < kChannels * frames; ++i) {
        made.mean.push_back(static_cast<float>(i % frames)); // the frame's number
        made.scale.push_back(-3.0F);
    }
    return made;
}

LatentIdentity storeIdentity(StoredParts parts = StoredParts::MeanAndScale) {
    return {{ContentHash{1, 2}, SampleRate{8}, 2, kRatio, kChannels, "fp32"},
            parts,
            StoredPrecision::Float32}; // a frame a second
}

StoreClip clipOf(std::uint64_t sound, FrameCount sourceFrames, FrameCount windowFrames,
                 FrameIndex offset = 0) {
    StoreClip clip;
    clip.clip = ClipId{static_cast<std::int64_t>(sound)};
    clip.name = concat("clip ", sound);
    clip.request = {ContentHash{0, sound},
                    audio::cropWindow(sourceFrames, windowFrames, SampleRate{8}, offset)};
    clip.prompts = {{"a kick", 3.0}, {"", 1.0}};
    clip.numbers = {{"bpm", 120.0}};
    return clip;
}

SilencePattern silenceOf() {
    SilencePattern pattern{framesOf(1), framesOf(2)};
    for (float& value : pattern.steady.mean) value = 1000.0F;
    for (float& value : pattern.tail.mean) value = 2000.0F;
    return pattern;
}

// A text encoder that counts its work: hidden = length of the prompt, one token a letter and one more.
class CountingText : public model::TextSource {
public:
    Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                         std::int64_t maxLength) override {
        const auto count = static_cast<std::int64_t>(prompts.size());
        model::TextFeatures features{at::ones({count, maxLength, 4}),
                                     at::zeros({count, maxLength}, at::kBool)};
        for (std::int64_t row = 0; row < count; ++row) {
            const auto letters = static_cast<std::int64_t>(prompts[static_cast<std::size_t>(row)].size());
            features.hidden.select(0, row).fill_(static_cast<double>(letters));
            features.mask.select(0, row).narrow(0, 0, std::min(letters + 1, maxLength)).fill_(true);
        }
        encoded += count;
        return features;
    }
    std::int64_t width() const override { return 4; }
    std::int64_t encoded{0};
};

} // namespace

class TestSources : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path root() const { return pathFromUtf8(m_temporary->path().toStdString()); }

    // Sound 1: 4 of 10 frames sound; sound 2: 40 frames, as a whole.
    std::shared_ptr<LatentStore> makeStore(StoredParts parts = StoredParts::MeanAndScale) const {
        std::shared_ptr<LatentStore> store =
            LatentStore::open(root() / "latents", storeIdentity(parts)).value();
        const auto fitted = [&](LatentFrames frames) {
            if (parts == StoredParts::Mean) frames.scale.clear();
            return frames;
        };
        SilencePattern silence = silenceOf();
        silence.steady = fitted(silence.steady);
        silence.tail = fitted(silence.tail);
        if (!store->putSilence(silence) ||
            !store->put(clipOf(1, 32, 80).request, {fitted(framesOf(6)), true}) ||
            !store->put(clipOf(2, 320, 320).request, {fitted(framesOf(40)), false}))
            qFatal("the test's store was not made");
        return store;
    }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void storedWindowsAreItems() {
        const auto source = StoreSource::create(makeStore(), {clipOf(1, 32, 80)},
                                                {0, LatentCrop::Start, PosteriorDraw::Mean, 0})
                                .value();
        QCOMPARE(source->count(), std::int64_t{1});
        QCOMPARE(source->latentChannels(), kChannels);
        QCOMPARE(source->latentFrames(), std::int64_t{10});
        QCOMPARE(source->info(0).validFrames, std::int64_t{4});
        QCOMPARE(source->info(0).prompts.size(), std::size_t{2});
        const TrainingItem item = source->item(0, 1).value();
        QCOMPARE(item.latents.sizes(), (at::IntArrayRef{kChannels, 10}));
        const std::vector<float> expected{0, 1, 2, 3, 4, 5, 1000, 1000, 2000, 2000};
        QCOMPARE(valuesOf(item.latents.select(0, 5)), expected);
        QCOMPARE(item.paddingMask.sum().item<int>(), 4);
        QCOMPARE(item.secondsTotal, 4.0);
        QCOMPARE(item.numbers.at("bpm"), 120.0);
    }

    void itemsHaveOneLengthWhateverWasEncoded() {
        const auto source = StoreSource::create(makeStore(), {clipOf(1, 32, 80), clipOf(2, 320, 320)},
                                                {12, LatentCrop::Random, PosteriorDraw::Mean, 0})
                                .value();
        QCOMPARE(source->latentFrames(), std::int64_t{12});
        const TrainingItem longer = source->item(0, 1).value();
        QCOMPARE(longer.latents.size(1), std::int64_t{12}); // two more frames of silence
        QCOMPARE(longer.paddingMask.sum().item<int>(), 4);
        std::set<double> starts;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            const TrainingItem cut = source->item(1, seed).value();
            QVERIFY(at::equal(cut.latents,
                              source->item(1, seed).value().latents)); // the same seed, the same item
            const double start = cut.latents[0][0].item<double>();
            QCOMPARE(cut.secondsStart, start); // a frame is a second here
            QCOMPARE(cut.latents[0][11].item<double>(), start + 11.0);
            QVERIFY(cut.paddingMask.all().item<bool>());
            starts.insert(start);
        }
        QVERIFY(starts.size() > 10);
        QVERIFY(*starts.begin() >= 0.0 && *starts.rbegin() <= 28.0);
        const auto fixed = StoreSource::create(makeStore(), {clipOf(2, 320, 320)},
                                               {12, LatentCrop::Start, PosteriorDraw::Mean, 0})
                               .value();
        QCOMPARE(fixed->item(0, 7).value().secondsStart, 0.0);
        const auto mixed = StoreSource::create(makeStore(), {clipOf(1, 32, 80), clipOf(2, 320, 320)},
                                               {0, LatentCrop::Start, PosteriorDraw::Mean, 0})
                               .value();
        QCOMPARE(mixed->latentFrames(), std::int64_t{0});
    }

    void drawsFollowTheEncodersDistribution() {
        const auto store = makeStore();
        const auto fresh =
            StoreSource::create(store, {clipOf(2, 320, 320)}, {0, LatentCrop::Start, PosteriorDraw::Fresh, 0})
                .value();
        const auto frozen = StoreSource::create(store, {clipOf(2, 320, 320)},
                                                {0, LatentCrop::Start, PosteriorDraw::Frozen, 5})
                                .value();
        const auto mean =
            StoreSource::create(store, {clipOf(2, 320, 320)}, {0, LatentCrop::Start, PosteriorDraw::Mean, 0})
                .value();
        const at::Tensor centre = mean->item(0, 1).value().latents;
        const double stdev = std::log1p(std::exp(-3.0)) + 1e-4;
        const at::Tensor noise = (fresh->item(0, 1).value().latents - centre) / stdev;
        QVERIFY(std::abs(noise.std().item<double>() - 1.0) < 0.15);
        QVERIFY(std::abs(noise.mean().item<double>()) < 0.15);
        QVERIFY(at::equal(fresh->item(0, 1).value().latents, fresh->item(0, 1).value().latents));
        QVERIFY(!at::equal(fresh->item(0, 1).value().latents, fresh->item(0, 2).value().latents));
        QVERIFY(at::equal(frozen->item(0, 1).value().latents, frozen->item(0, 2).value().latents));
        QVERIFY(!at::equal(frozen->item(0, 1).value().latents, centre));
        // A cut of a frozen draw is a cut of the same draw.
        const auto cut = StoreSource::create(store, {clipOf(2, 320, 320)},
                                             {12, LatentCrop::Start, PosteriorDraw::Frozen, 5})
                             .value();
        QVERIFY(
            at::equal(cut->item(0, 1).value().latents, frozen->item(0, 1).value().latents.narrow(1, 0, 12)));
    }

    void storesThatLackSomethingSaySo() {
        const StoreSourceOptions means{0, LatentCrop::Start, PosteriorDraw::Mean, 0};
        const auto missing = StoreSource::create(
            makeStore(), {clipOf(1, 32, 80), clipOf(3, 32, 80), clipOf(4, 32, 80)}, means);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QCOMPARE(missing.error().context, std::string("clip 3"));
        QVERIFY(missing.error().message.starts_with("2 clips"));
        StoreClip mute = clipOf(1, 32, 80);
        mute.prompts.clear();
        QCOMPARE(StoreSource::create(makeStore(), {mute}, means).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(StoreSource::create(makeStore(StoredParts::Mean), {clipOf(1, 32, 80)}, {}).error().code,
                 ErrorCode::InvalidArgument);
        QVERIFY(StoreSource::create(makeStore(StoredParts::Mean), {clipOf(1, 32, 80)}, means).has_value());
        QCOMPARE(StoreSource::create(makeStore(), {}, means).value()->latentChannels(), std::int64_t{0});
    }

    void fingerprintsTellSetsApart() {
        const StoreSourceOptions means{0, LatentCrop::Start, PosteriorDraw::Mean, 0};
        const auto of = [&](std::vector<StoreClip> clips) {
            return StoreSource::create(makeStore(), std::move(clips), means).value()->fingerprint();
        };
        const ContentHash one = of({clipOf(1, 32, 80), clipOf(2, 320, 320)});
        QVERIFY(one == of({clipOf(1, 32, 80), clipOf(2, 320, 320)}));
        QVERIFY(one != of({clipOf(2, 320, 320), clipOf(1, 32, 80)}));
        StoreClip renamed = clipOf(2, 320, 320);
        renamed.prompts[0].text = "a snare";
        QVERIFY(one != of({clipOf(1, 32, 80), renamed}));
    }

    void preEncodedFoldersAreTrainedFrom() {
        const fs::path folder = fixtures() / "pre_encoded_dir" / "encoded";
        const auto source = PreEncodedSource::open({folder}, {}).value();
        QCOMPARE(source->count(), std::int64_t{4});
        QVERIFY(source->excluded().empty());
        QCOMPARE(source->latentChannels(), std::int64_t{8});
        QCOMPARE(source->latentFrames(), std::int64_t{256});
        QCOMPARE(source->info(1).prompts[0].text, std::string("hot float"));
        const TrainingItem item = source->item(3, 1).value();
        QCOMPARE(item.latents.sizes(), (at::IntArrayRef{8, 256}));
        QCOMPARE(item.secondsTotal, 2.0);
        QCOMPARE(item.paddingMask.scalar_type(), at::kBool);
        QCOMPARE(item.paddingMask.sum().item<std::int64_t>(), source->info(3).validFrames);
        QVERIFY(!item.numbers.contains("seconds_total"));

        PreEncodedSourceOptions options;
        options.latentCropLength = 64;
        options.randomCrop = true;
        options.secondsPerFrame = 0.25;
        options.prompts = [](const std::string& path) { return std::vector<WeightedPrompt>{{path, 1.0}}; };
        const auto cropped = PreEncodedSource::open({folder}, options).value();
        QCOMPARE(cropped->latentFrames(), std::int64_t{64});
        QCOMPARE(cropped->info(1).prompts[0].text, std::string("hot_float.wav"));
        std::set<double> starts;
        for (std::uint64_t seed = 0; seed < 20; ++seed)
            starts.insert(cropped->item(3, seed).value().secondsStart);
        QVERIFY(starts.size() > 5); // seconds_start follows the crop
        QVERIFY(at::equal(cropped->item(3, 4).value().latents, cropped->item(3, 4).value().latents));
        QVERIFY(cropped->fingerprint() != source->fingerprint());
    }

    void sourcesAreJoined() {
        const fs::path folder = fixtures() / "pre_encoded_dir" / "encoded";
        PreEncodedSourceOptions short64;
        short64.latentCropLength = 64;
        const auto single = PreEncodedSource::open({folder}, {}).value();
        const auto all = [&](const PreEncodedSourceOptions& second) {
            std::vector<std::unique_ptr<TrainingSource>> parts;
            parts.push_back(nullptr);
            parts.push_back(PreEncodedSource::open({folder}, {}).value());
            parts.push_back(PreEncodedSource::open({folder}, second).value());
            return joined(std::move(parts)).value();
        };
        const auto both = all({});
        QCOMPARE(both->count(), std::int64_t{8});
        QCOMPARE(both->latentFrames(), std::int64_t{256});
        QCOMPARE(both->latentChannels(), std::int64_t{8});
        QCOMPARE(both->info(5).name, single->info(1).name);
        QVERIFY(at::equal(both->item(7, 1).value().latents, single->item(3, 1).value().latents));
        QVERIFY(both->fingerprint() != single->fingerprint());
        QCOMPARE(all(short64)->latentFrames(), std::int64_t{0}); // they differ
        QVERIFY(joined({}).value() == nullptr);
    }

    void unusablePairsAreListedAndLeftOut() {
        const fs::path folder = root() / "encoded";
        fs::copy(fixtures() / "pre_encoded_dir" / "encoded", folder, fs::copy_options::recursive);
        QVERIFY(writeTextAtomically(folder / "0" / "0000000000000.npy", "broken").has_value());
        PreEncodedSourceOptions options;
        options.minLengthSeconds = 1.5;
        const auto source = PreEncodedSource::open({folder}, options).value();
        QCOMPARE(source->count(), std::int64_t{1});
        QCOMPARE(source->excluded().size(), std::size_t{3});
        QCOMPARE(source->excluded()[0].reason.code, ErrorCode::Corrupt);
        options.maxLengthSeconds = 1.6;
        const auto none = PreEncodedSource::open({folder}, options);
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QVERIFY(none.error().remedy.find("4") != std::string::npos);
        QCOMPARE(PreEncodedSource::open({root() / "none"}, {}).error().code, ErrorCode::NotFound);
    }

    void promptsAreEncodedOnce() {
        const TextIdentity identity{ContentHash{5, 6}, 8, 4, "fp32"};
        const auto live = std::make_shared<CountingText>();
        const std::vector<std::string> prompts{"kick", "", "a very long prompt", "kick"};
        model::TextFeatures first;
        {
            TextCache cache(TextStore::open(root(), identity).value(), live);
            QCOMPARE(cache.fill(prompts).value(), std::int64_t{3});
            QCOMPARE(live->encoded, std::int64_t{3});
            first = cache.features(prompts, 8).value();
            QCOMPARE(live->encoded, std::int64_t{3});
            QCOMPARE(cache.features(prompts, 16).error().code, ErrorCode::InvalidArgument);
            CancellationSource stop;
            stop.request();
            QCOMPARE(cache.fill(std::vector<std::string>{"new"}, {}, stop.cancellation()).error().code,
                     ErrorCode::Cancelled);
        }
        QCOMPARE(first.hidden.sizes(), (at::IntArrayRef{4, 8, 4}));
        QCOMPARE(first.mask.sum(1).select(0, 0).item<int>(), 5);
        QCOMPARE(first.mask.sum(1).select(0, 1).item<int>(), 1);
        QCOMPARE(first.mask.sum(1).select(0, 2).item<int>(), 8);
        QCOMPARE(first.hidden[0][4][0].item<double>(), 4.0);
        QCOMPARE(first.hidden[0][5][0].item<double>(), 0.0); // masked positions are empty
        TextCache alone(TextStore::open(root(), identity).value(), nullptr);
        QVERIFY(alone.contains("kick") && !alone.contains("snare"));
        QVERIFY(at::equal(alone.features(prompts, 8).value().hidden, first.hidden));
        const auto missing = alone.features(std::vector<std::string>{"snare"}, 8);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QCOMPARE(missing.error().context, std::string("snare"));
    }

    void encodersAreKnownByTheirWeights() {
        const fs::path folder = fixtures() / "pre_encoded_dir";
        const auto weights = tensor::readStateDict(folder / "weights.safetensors").value();
        const ContentHash hash = hashOfEncoder(weights).value();
        QVERIFY(hash == hashOfEncoder(weights.withPrefix("pretransform.model.").withPrefix("diffusion."))
                            .value_or(ContentHash{}) ||
                !hashOfEncoder(weights.withPrefix("pretransform.model.")
                                   .withPrefix("diffusion."))); // needs a transformer beside it
        tensor::NamedTensors changed = weights;
        for (const auto& entry : weights)
            if (entry.name.starts_with("decoder.")) changed.set(entry.name, entry.tensor + 1.0);
        QVERIFY(hashOfEncoder(changed).value() == hash); // another decoder shares latents
        for (const auto& entry : weights)
            if (entry.name.starts_with("encoder.")) {
                changed.set(entry.name, entry.tensor + 1.0);
                break;
            }
        QVERIFY(hashOfEncoder(changed).value() != hash);
        QVERIFY(!hashOfEncoder({}).has_value());
        const auto identity =
            encoderIdentity(config::ModelConfig::read(folder / "model.json").value(), weights).value();
        QCOMPARE(identity.downsamplingRatio, std::int64_t{128});
        QCOMPARE(identity.latentChannels, std::int64_t{8});
        QCOMPARE(identity.audioChannels, 2);
        QCOMPARE(hashOfTextEncoder(root(), root()).error().code, ErrorCode::NotFound);
    }

    void satPreEncodeTellsWhatItLeavesOut() {
        fs::create_directories(root() / "sounds");
        for (int i = 0; i < 5; ++i)
            writeClip(root() / "sounds", concat("s", i), makeSound(i == 4 ? 40000 : 3000, i));
        QVERIFY(audio::writeAudio(root() / "sounds" / "s1.wav", audio::AudioBuffer(2, 500, SampleRate{44100}),
                                  audio::FileFormat::WavFloat)
                    .has_value());
        QVERIFY(writeTextAtomically(root() / "sounds" / "s2.wav", "no sound").has_value());
        QVERIFY(writeTextAtomically(root() / "d.json",
                                    "{\"dataset_type\": \"audio_dir\", \"datasets\": [{\"id\": \"a\", "
                                    "\"path\": \"sounds\"}], \"random_crop\": false}")
                    .has_value());
        SatPreEncodeArguments arguments;
        arguments.modelConfig = fixtures() / "pre_encoded_dir" / "model.json";
        arguments.checkpoint = fixtures() / "pre_encoded_dir" / "weights.safetensors";
        arguments.datasetConfig = root() / "d.json";
        arguments.outputPath = root() / "out";
        arguments.batchSize = 2;
        arguments.sampleSize = 16384;
        SatPreEncodeOptions options;
        options.metadata = [](const std::string& path) { return config::Json{{"prompt", path}}; };
        const auto report = satPreEncode(arguments, options).value();
        QCOMPARE(report.written, std::int64_t{2}); // the fifth is in an incomplete batch
        QCOMPARE(report.skipped.size(), std::size_t{3});
        const PreEncodedFolder folder = PreEncodedFolder::open(root() / "out").value();
        QCOMPARE(utf8FromPath(folder.files()[0].filename()), std::string("0000000000000.npy"));
        QCOMPARE(utf8FromPath(folder.files()[1].filename()),
                 std::string("0000000010001.npy")); // places stay empty
        QCOMPARE(folder.read(0).value().info.at("prompt").get<std::string>(), std::string("s0.wav"));
        QCOMPARE(satPreEncode(arguments, options).error().code, ErrorCode::AlreadyExists);

        // The same seed draws the same; the mean is another.
        arguments.outputPath = root() / "again";
        QVERIFY(satPreEncode(arguments, options).has_value());
        QVERIFY(PreEncodedFolder::open(root() / "again").value().read(0).value().latents ==
                folder.read(0).value().latents);
        arguments.outputPath = root() / "mean";
        options.draw = SatPreEncodeOptions::Draw::Mean;
        QVERIFY(satPreEncode(arguments, options).has_value());
        QVERIFY(PreEncodedFolder::open(root() / "mean").value().read(0).value().latents !=
                folder.read(0).value().latents);

        arguments.outputPath = root() / "limits";
        arguments.limitBatches = std::numeric_limits<std::int64_t>::max(); // no limit
        QCOMPARE(satPreEncode(arguments, options).value().written, std::int64_t{2});
        arguments.sampleSize = std::int64_t{1} << 61;
        QCOMPARE(satPreEncode(arguments, options).error().code, ErrorCode::InvalidArgument);
        arguments.sampleSize = 16384;

        arguments.isDiscrete = true;
        QCOMPARE(satPreEncode(arguments, options).error().code, ErrorCode::Refused);
        arguments.isDiscrete = false;
        arguments.batchSize = 0;
        QCOMPARE(satPreEncode(arguments, options).error().code, ErrorCode::InvalidArgument);
        arguments.batchSize = 1;
        QVERIFY(writeTextAtomically(
                    root() / "d.json",
                    "{\"dataset_type\": \"pre_encoded\", \"datasets\": [{\"id\": \"a\", \"path\": \"out\"}]}")
                    .has_value());
        QCOMPARE(satPreEncode(arguments, options).error().code, ErrorCode::InvalidConfig);
        arguments.datasetConfig = root() / "none.json";
        QCOMPARE(satPreEncode(arguments, options).error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(TestSources)
#include "tst_Sources.moc"
