// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pre-encoded folders: what the reference's dataset returned for its own folder, what our writer writes, and
// every kind of broken pair. (attune-parity compares the tensors of the fixtures.)
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/latents/EncodePlan.h"
#include "core/latents/PreEncodedFolder.h"
#include "core/latents/PreEncodedWriter.h"
#include "core/latents/PythonJson.h"
#include "core/latents/TextStore.h"
#include "tests/support/Files.h"

#include <QtTest/QtTest>

#include <filesystem>
#include <limits>
#include <set>

using namespace attune;
using namespace attune::latents;
namespace fs = std::filesystem;
using config::Json;

namespace {

fs::path fixture() {
    return attune::test::fixturesFolder() / "pre_encoded_dir";
}

PreEncodedDescription descriptionOf(FrameCount sourceFrames, const std::string& prompt = "a kick") {
    PreEncodedDescription description;
    description.path = "sounds/kicks/a.wav";
    description.relativePath = "kicks/a.wav";
    description.sampleRate = SampleRate{100};
    description.window = audio::cropWindow(sourceFrames, 80, description.sampleRate);
    description.more = Json{{"prompt", prompt}};
    return description;
}

std::vector<float> numbers(std::int64_t count) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) * 0.5F;
    return values;
}

} // namespace

class TestPreEncodedFolder : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path root() const { return pathFromUtf8(m_temporary->path().toStdString()) / "latents"; }

    // Two channels, ten frames, six of them real.
    fs::path writePair() const {
        auto writer = PreEncodedWriter::create(root(), Json::object(), OccupiedFolder::Add).value();
        if (!writer.write(12, 2, NpyType::Float32, 2, numbers(20), descriptionOf(48))) qFatal("cannot write");
        return root() / "0" / "0000000120002.npy";
    }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    // Everything but the tensors, of each item and crop.
    void itemsEqualThoseOfTheReference() {
        const Json description = config::readJsonFile(fixture() / "fixture.json").value();
        const PreEncodedFolder folder = PreEncodedFolder::open(fixture() / "encoded").value();
        QCOMPARE(folder.count() * 2 + 1, description.at("files").size());
        int compared = 0;
        for (const Json& item : description.at("items")) {
            const std::string id = item.at("id").get<std::string>();
            for (std::size_t index = 0; index < folder.count(); ++index) {
                if (utf8FromPath(folder.files()[index].stem()) != id) continue;
                std::optional<PreEncodedCrop> crop;
                if (!item.at("latent_crop_length").is_null())
                    crop = PreEncodedCrop{item.at("latent_crop_length").get<std::int64_t>(), {}};
                const PreEncodedItem read = folder.read(index, crop).value();
                Json expected = item.at("info");
                Json got = read.info;
                expected.erase("latent_filename"); // starts at the fixture's folder
                got.erase("latent_filename");
                QVERIFY2(got == expected, got.dump().c_str());
                QCOMPARE(static_cast<std::int64_t>(read.latents.size()), read.channels * read.frames);
                QCOMPARE(static_cast<std::int64_t>(read.paddingMask.size()), read.frames);
                ++compared;
            }
        }
        QVERIFY(compared >= 16);
    }

    void writtenFoldersEqualThoseOfTheReference() {
        // Take every pair apart and write it again.
        const fs::path source = fixture() / "encoded";
        const Json details = config::readJsonFile(source / "details.json").value();
        auto writer = PreEncodedWriter::create(root(), details).value();
        const PreEncodedFolder folder = PreEncodedFolder::open(source).value();
        const std::int64_t windowFrames =
            config::readJsonFile(fixture() / "fixture.json").value().at("sample_size").get<std::int64_t>();
        for (std::size_t index = 0; index < folder.count(); ++index) {
            const PreEncodedItem item = folder.read(index).value();
            const std::string id = utf8FromPath(folder.files()[index].stem());
            PreEncodedDescription description;
            description.path = item.info.at("path").get<std::string>();
            description.relativePath = item.info.at("relpath").get<std::string>();
            description.sampleRate = SampleRate{item.info.at("sample_rate").get<int>()};
            // The length of the source is not in the document; any with this mask and these times does.
            const double end = item.info.at("timestamps")[1].get<double>();
            std::int64_t ones = 0;
            for (const std::int64_t value : item.paddingMask) ones += value;
            const FrameCount frames = end < 1.0 ? std::llround(static_cast<double>(windowFrames) / end)
                                                : ones * windowFrames / item.frames;
            description.window = audio::cropWindow(frames, windowFrames, description.sampleRate);
            description.more = Json{{"prompt", item.info.at("prompt")}};
            QVERIFY(writer
                        .write(std::stoll(id.substr(3, 6)), std::stoll(id.substr(9)), item.type,
                               item.channels, item.latents, description)
                        .has_value());
        }
        QCOMPARE(writer.writtenCount(), static_cast<std::int64_t>(folder.count()));
        for (const auto& entry : fs::recursive_directory_iterator(source)) {
            if (!entry.is_regular_file()) continue;
            const fs::path written = root() / fs::relative(entry.path(), source);
            QCOMPARE(readTextFile(written).value(), readTextFile(entry.path()).value());
        }
    }

    void namesFollowRankBatchAndItem() {
        QCOMPARE(preEncodedId(0, 12, 2), std::string("0000000120002"));
        QCOMPARE(preEncodedId(3, 123456, 7890), std::string("0031234567890"));
        const fs::path file = writePair();
        QVERIFY(fs::exists(file));
        const Json document = config::readJsonFile(documentOfLatents(file)).value();
        QVERIFY(document.at("padding_mask") == Json({1, 1, 1, 1, 1, 1, 0, 0, 0, 0}));
        QCOMPARE(document.at("seconds_total").get<int>(), 1);
        QCOMPARE(document.items().begin().key(), std::string("path"));
    }

    void occupiedFoldersAreRefusedUnlessAsked() {
        const fs::path file = writePair();
        QCOMPARE(PreEncodedWriter::create(root(), Json::object()).error().code, ErrorCode::AlreadyExists);
        QVERIFY(PreEncodedWriter::create(root(), Json{{"new", true}}, OccupiedFolder::Add).has_value());
        QCOMPARE(readTextFile(root() / "details.json").value(),
                 std::string("{}")); // of the first encode, as in the reference
        QVERIFY(fs::exists(file));
        QVERIFY(PreEncodedWriter::create(root(), Json{{"new", true}}, OccupiedFolder::Replace).has_value());
        QVERIFY(!fs::exists(file) && !fs::exists(documentOfLatents(file)));
        QCOMPARE(readTextFile(root() / "details.json").value(), std::string("{\"new\": true}"));
    }

    void cropsStayWithinWhatIsReal() {
        writePair();
        const PreEncodedFolder folder = PreEncodedFolder::open(root()).value();
        const PreEncodedItem whole = folder.read(0).value();
        QCOMPARE(whole.frames, std::int64_t{10});
        QVERIFY(!whole.info.contains("padding_mask") && !whole.info.contains("latent_crop_length"));
        const PreEncodedItem fixed = folder.read(0, PreEncodedCrop{4, {}}).value();
        QCOMPARE(fixed.latents, (std::vector<float>{0.0F, 0.5F, 1.0F, 1.5F, 5.0F, 5.5F, 6.0F, 6.5F}));
        std::set<std::int64_t> starts;
        for (const double draw : {0.0, 0.3, 0.5, 0.7, 0.999999}) {
            const PreEncodedItem item = folder.read(0, PreEncodedCrop{4, draw}).value();
            const auto start = item.info.at("latent_crop_start").get<std::int64_t>();
            starts.insert(start);
            QCOMPARE(item.latents[0], static_cast<float>(start) * 0.5F);
            QCOMPARE(item.paddingMask, (std::vector<std::int64_t>{1, 1, 1, 1}));
        }
        // Frames 0 … 5 are real: the reference's last index is 5, so it draws from 0 and 1.
        QCOMPARE(starts, (std::set<std::int64_t>{0, 1}));
        QCOMPARE(folder.read(0, PreEncodedCrop{5, 0.9}).value().info.at("latent_crop_start").get<int>(),
                 0); // last == K never moves
        QCOMPARE(folder.read(0, PreEncodedCrop{64, 0.9}).value().frames,
                 std::int64_t{10}); // no padding exists here
    }

    void brokenPairsAreNamed() {
        const fs::path file = writePair();
        const fs::path document = documentOfLatents(file);
        const Json good = config::readJsonFile(document).value();
        const auto codeWith = [&](const Json& changed) {
            if (!writeTextAtomically(document, changed.dump())) qFatal("cannot write");
            const auto item = PreEncodedFolder::open(root()).value().read(0, PreEncodedCrop{4, {}});
            return item ? ErrorCode::Internal : item.error().code;
        };
        Json changed = good;
        changed.erase("padding_mask");
        QCOMPARE(codeWith(changed), ErrorCode::MissingKey);
        changed["padding_mask"] = {1, 1};
        QCOMPARE(codeWith(changed), ErrorCode::Corrupt);
        changed["padding_mask"] = {1, 1, 1, 1, 1, 1, 1, 1, 1, "x"};
        QCOMPARE(codeWith(changed), ErrorCode::InvalidConfig);
        changed["padding_mask"] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        QCOMPARE(codeWith(changed), ErrorCode::InvalidArgument);
        QCOMPARE(codeWith(Json::array()), ErrorCode::Corrupt);
        fs::remove(document);
        QCOMPARE(PreEncodedFolder::open(root()).value().read(0).error().code, ErrorCode::NotFound);
        QVERIFY(writeTextAtomically(document, good.dump()).has_value());
        QVERIFY(writeNpy(file, NpyType::Float32, std::vector<std::int64_t>{20}, numbers(20)).has_value());
        QCOMPARE(PreEncodedFolder::open(root()).value().read(0).error().code, ErrorCode::Corrupt);
        QVERIFY(writeTextAtomically(file, "no array").has_value());
        QCOMPARE(PreEncodedFolder::open(root()).value().read(0).error().code, ErrorCode::Corrupt);
        QCOMPARE(PreEncodedFolder::open(root() / "none").error().code, ErrorCode::NotFound);
    }

    void inspectionFindsWhatTrainingWouldTripOver() {
        const fs::path file = writePair();
        {
            auto writer = PreEncodedWriter::create(root(), Json::object(), OccupiedFolder::Add).value();
            PreEncodedDescription nameless = descriptionOf(80);
            nameless.more = Json::object();
            QVERIFY(writer.write(13, 0, NpyType::Float16, 2, numbers(20), nameless).has_value());
        }
        QVERIFY(writeTextAtomically(root() / "0" / "0000000990000.npy", "broken").has_value());
        auto bytes = npyBytes(NpyType::Float32, std::vector<std::int64_t>{2, 10},
                              std::vector<float>(20, std::numeric_limits<float>::infinity()));
        QVERIFY(writeFileAtomically(root() / "0" / "0000000980000.npy", bytes).has_value());
        QVERIFY(writeTextAtomically(root() / "0" / "0000000980000.json",
                                    readTextFile(documentOfLatents(file)).value())
                    .has_value());
        const auto facts = inspectPreEncoded(PreEncodedFolder::open(root()).value()).value();
        QCOMPARE(facts.size(), std::size_t{4});
        QVERIFY(!facts[0].problem && !facts[1].problem);
        QCOMPARE(*facts[0].prompt, std::string("a kick"));
        QCOMPARE(facts[0].validFrames, std::int64_t{6});
        QCOMPARE(facts[0].name, std::string("kicks/a.wav"));
        QVERIFY(!facts[1].prompt);
        QCOMPARE(facts[1].type, NpyType::Float16);
        QCOMPARE(facts[2].problem->code, ErrorCode::NonFinite);
        QCOMPARE(facts[3].problem->code, ErrorCode::Corrupt);
        CancellationSource stop;
        stop.request();
        QCOMPARE(
            inspectPreEncoded(PreEncodedFolder::open(root()).value(), {}, stop.cancellation()).error().code,
            ErrorCode::Cancelled);
    }

    void foldersAreScannedOrListed() {
        const fs::path file = writePair();
        fs::create_directories(root() / "b" / ".hidden");
        fs::create_directories(root() / "a.c");
        for (const char* name : {"b/x.NPY", "b/.hidden/y.npy", "b/.z.npy", "a.c/q.npy", "b/w.lat"})
            fs::copy_file(file, root() / name);
        std::error_code ignored;
        fs::create_directory_symlink(root(), root() / "b" / "circle",
                                     ignored); // Windows wants a right for it
        const auto namesOf = [&](const PreEncodedFolder& folder) {
            std::vector<std::string> names;
            for (const fs::path& found : folder.files())
                names.push_back(genericUtf8FromPath(fs::relative(found, root())));
            return names;
        };
        QCOMPARE(namesOf(PreEncodedFolder::open(root()).value()),
                 (std::vector<std::string>{"0/0000000120002.npy", "a.c/q.npy", "b/x.NPY"}));
        QCOMPARE(namesOf(PreEncodedFolder::open(root(), "lat").value()),
                 (std::vector<std::string>{"b/w.lat"}));
        QVERIFY(writeTextAtomically(root() / "filelist.txt", "b/w.lat\r\n\n  0/0000000120002.npy \n")
                    .has_value());
        QCOMPARE(namesOf(PreEncodedFolder::open(root()).value()),
                 (std::vector<std::string>{"b/w.lat", "0/0000000120002.npy"}));
        QVERIFY(writeTextAtomically(root() / "filelist.txt", "gone.npy\n").has_value());
        QCOMPARE(PreEncodedFolder::open(root()).error().code, ErrorCode::Corrupt);
    }

    void documentsAreFoundAsTheReferenceFindsThem() {
        const fs::path folder = root() / "set.npy.d";
        fs::create_directories(folder);
        QCOMPARE(documentOfLatents(folder / "a.npy"), folder / "a.json"); // the other does not exist
        fs::create_directories(root() / "set.json.d");
        QVERIFY(writeTextAtomically(root() / "set.json.d" / "a.json", "{}").has_value());
        QCOMPARE(documentOfLatents(folder / "a.npy"), root() / "set.json.d" / "a.json");
        QCOMPARE(documentOfLatents(folder / "a.lat"), folder / "a.json");
    }

    void writerRefusesNonsense() {
        auto writer = PreEncodedWriter::create(root(), Json::object()).value();
        QCOMPARE(writer.write(0, 0, NpyType::Float32, 3, numbers(20), descriptionOf(48)).error().code,
                 ErrorCode::ShapeMismatch);
        QCOMPARE(writer.write(0, 0, NpyType::Float32, 2, {}, descriptionOf(48)).error().code,
                 ErrorCode::ShapeMismatch);
        QCOMPARE(writer.write(0, 0, NpyType::Float16, 2, std::vector<float>(20, 1e9F), descriptionOf(48))
                     .error()
                     .code,
                 ErrorCode::NonFinite);
        QCOMPARE(writer.writtenCount(), std::int64_t{0});
    }

    void plansCountWhatIsToDo() {
        const LatentIdentity identity{{ContentHash{1, 2}, SampleRate{100}, 2, 8, 2, "fp32"},
                                      StoredParts::Mean,
                                      StoredPrecision::Float32};
        EncodeSettings settings;
        settings.windowFrames = 160; // 20 frames
        const auto clip = [](std::uint64_t sound, FrameCount frames, int rate = 100) {
            EncodeClip made;
            made.sound = {0, sound};
            made.frames = frames;
            made.sampleRate = SampleRate{rate};
            made.name = concat("clip ", sound);
            return made;
        };
        const std::vector<EncodeClip> clips{clip(1, 400), clip(2, 16), clip(2, 16), clip(3, 40, 200),
                                            clip(4, 0)};
        const EncodePlanOptions options{3, 2};
        EncodePlan plan = planEncode(clips, settings, identity, nullptr, options);
        QCOMPARE(plan.clipCount, std::int64_t{4}); // one has no frames
        QCOMPARE(plan.windowCount, std::int64_t{4});
        QCOMPARE(plan.todoCount, std::int64_t{3}); // one is a copy
        QCOMPARE(plan.storedCount, std::int64_t{1});
        QCOMPARE(plan.cutClips, std::int64_t{1});
        QCOMPARE(plan.cutSeconds, 2.4);
        QCOMPARE(plan.todoSeconds, 1.6 + 0.16 + 0.2);
        QCOMPARE(plan.todoFrames, std::int64_t{20 + (2 + 5) + (3 + 5)});
        QCOMPARE(plan.wholeFrames, std::int64_t{60});
        QCOMPARE(plan.diskBytes, plan.todoFrames * 8);
        QCOMPARE(plan.tasks.front().clip.sound.low, std::uint64_t{2}); // the shortest first
        QCOMPARE(plan.tasks.back().clip.sound.low, std::uint64_t{1});

        auto store = LatentStore::open(root(), identity).value();
        QVERIFY(store->put({clips[0].sound, plan.tasks.back().windows[0]}, {{2, 20, numbers(40), {}}, false})
                    .has_value());
        plan = planEncode(clips, settings, identity, store.get(), options);
        QCOMPARE(plan.todoCount, std::int64_t{2});
        QCOMPARE(plan.storedCount, std::int64_t{2});

        settings.longClips = LongClips::Pieces;
        plan = planEncode(clips, settings, identity, store.get(), options);
        QCOMPARE(plan.windowCount, std::int64_t{6});
        QCOMPARE(plan.cutClips, std::int64_t{0});
        QCOMPARE(plan.tasks.back().windows.size(), std::size_t{2}); // the first of three is there
        const EncodeEstimate estimate = estimateEncode(plan, 10.0, 1000, 5000, 4);
        QCOMPARE(*estimate.seconds, static_cast<double>(plan.todoFrames) / 10.0);
        QVERIFY(estimate.memoryBytes > 9000);
        QVERIFY(!estimateEncode(plan, 0.0, 1, 1, 1).seconds);
    }

    void textsAreKeptOnceEach() {
        const TextIdentity identity{ContentHash{5, 6}, 8, 3, "fp32"};
        const TextEmbedding embedding{2, {1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F}};
        {
            auto store = TextStore::open(root(), identity).value();
            QVERIFY(store->put("", embedding).has_value()); // an empty prompt is one like any other
            QVERIFY(store->put("warm kick ♫", embedding).has_value());
            QVERIFY(store->put("warm kick ♫", embedding).has_value());
            QVERIFY(store->flush().has_value());
            QVERIFY(store->compact().has_value());
        }
        auto store = TextStore::open(root(), identity).value();
        QCOMPARE(store->promptCount(), std::int64_t{2});
        QVERIFY(store->read("warm kick ♫").value() == embedding);
        QVERIFY(store->contains("") && !store->contains("cold kick"));
        QCOMPARE(store->read("cold kick").error().code, ErrorCode::NotFound);
        QCOMPARE(store->put("x", {0, {}}).error().code, ErrorCode::ShapeMismatch);
        QCOMPARE(store->put("x", {9, numbers(27)}).error().code, ErrorCode::ShapeMismatch);
        QCOMPARE(store->put("x", {1, {1.0F, std::numeric_limits<float>::quiet_NaN(), 0.0F}}).error().code,
                 ErrorCode::NonFinite);
        TextIdentity other = identity;
        other.maxLength = 16;
        QVERIFY(other.folderName() != identity.folderName());
    }
};

QTEST_APPLESS_MAIN(TestPreEncodedFolder)
#include "tst_PreEncodedFolder.moc"
