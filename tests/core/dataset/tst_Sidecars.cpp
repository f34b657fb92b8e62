// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sidecars and tables, and PromptApply, which puts them into prompts.
#include "core/dataset/PromptApply.h"
#include "core/dataset/Scanner.h"
#include "core/dataset/Sidecars.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <map>

using namespace attune;
using namespace attune::dataset;
using namespace attune::test;

class tst_Sidecars : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsForeignText_data();
    void readsForeignText();
    void readsTextBesideSounds();
    void readsJsonBesideSounds();
    void reportsBrokenSidecars();
    void readsTables();
    void readsQuotedTables();
    void findsRows();
    void reportsBrokenTables();
    void appliesRules();
    void respectsHands();
    void changesNothingWhenCancelled();
};

void tst_Sidecars::readsForeignText_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("utf-8") << QByteArray("caf\xC3\xA9") << QString::fromUtf8("café");
    QTest::newRow("utf-8 bom") << QByteArray("\xEF\xBB\xBF"
                                             "caf\xC3\xA9")
                               << QString::fromUtf8("café");
    QTest::newRow("windows") << QByteArray("caf\xE9 \x80 \x93x\x94") << QString::fromUtf8("café € “x”");
    QTest::newRow("utf-16 le bom") << QByteArray("\xFF\xFE"
                                                 "c\0a\0f\0\xE9\0",
                                                 10)
                                   << QString::fromUtf8("café");
    QTest::newRow("utf-16 be bom") << QByteArray("\xFE\xFF"
                                                 "\0c\0a\0f\0\xE9",
                                                 10)
                                   << QString::fromUtf8("café");
    QTest::newRow("utf-16 le") << QByteArray("k\0i\0c\0k\0", 8) << QStringLiteral("kick");
    QTest::newRow("utf-16 be") << QByteArray("\0k\0i\0c\0k", 8) << QStringLiteral("kick");
    QTest::newRow("utf-16 pair") << QByteArray("\xFF\xFE\x3C\xD8\xB5\xDF", 6) << QString::fromUtf8("🎵");
    QTest::newRow("utf-16 half pair")
        << QByteArray("\xFF\xFE\x3C\xD8", 4) << QString::fromUtf8("\xEF\xBF\xBD");
    QTest::newRow("utf-16 odd") << QByteArray("\xFF\xFE"
                                              "a\0b",
                                              5)
                                << QStringLiteral("a");
    QTest::newRow("lines") << QByteArray("a\r\nb\rc\n") << QStringLiteral("a\nb\nc\n");
}

void tst_Sidecars::readsForeignText() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    QCOMPARE(
        qs(utf8FromForeignText(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())))),
        expected);
}

void tst_Sidecars::readsTextBesideSounds() {
    const TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const Sidecar none, readSidecar(folder / "kick.wav"));
    QVERIFY(!none.text && none.values.empty());
    writeBytes(folder / "kick.wav.txt", " appended \n");
    ATTUNE_ASSIGN_OK(const Sidecar appended, readSidecar(folder / "kick.wav"));
    QCOMPARE(*appended.text, std::string("appended"));
    writeBytes(folder / "kick.txt", "replaced");
    ATTUNE_ASSIGN_OK(const Sidecar replaced, readSidecar(folder / "kick.wav"));
    QCOMPARE(*replaced.text, std::string("replaced"));
    writeBytes(folder / "音.txt", "");
    ATTUNE_ASSIGN_OK(const Sidecar empty, readSidecar(folder / "音.flac"));
    QVERIFY(empty.text && empty.text->empty()); // empty on purpose
}

void tst_Sidecars::readsJsonBesideSounds() {
    const TemporaryFolder folder;
    writeBytes(folder / "kick.json",
               R"({"Prompt": "warm kick", "bpm": 120, "loud": true, "none": null, "tags": ["a", 1, {"x": 1}],
                                        "deep": {"Mood": "dark", "more": {"x": 1.5}}})");
    ATTUNE_ASSIGN_OK(const Sidecar sidecar, readSidecar(folder / "kick.wav"));
    const TagMap expected{{"prompt", "warm kick"}, {"bpm", "120"},        {"loud", "yes"},       {"none", ""},
                          {"tags", "a, 1"},        {"deep.mood", "dark"}, {"deep.more.x", "1.5"}};
    QVERIFY(sidecar.values == expected);
    writeBytes(folder / "kick.json", "[1, 2]"); // valid, but names nothing
    ATTUNE_ASSIGN_OK(const Sidecar list, readSidecar(folder / "kick.wav"));
    QVERIFY(list.values.empty());
}

void tst_Sidecars::reportsBrokenSidecars() {
    const TemporaryFolder folder;
    writeBytes(folder / "kick.json", "{\"a\": ");
    const auto broken = readSidecar(folder / "kick.wav");
    ATTUNE_VERIFY_ERROR(broken, ErrorCode::InvalidConfig);
    QVERIFY(qs(broken.error().context).contains(QStringLiteral("kick.json")));
    writeBytes(folder / "big.txt", std::string((1 << 20) + 1, 'x'));
    ATTUNE_VERIFY_ERROR(readSidecar(folder / "big.wav"), ErrorCode::UnsupportedFormat);
    folder.makeFolder("folder.txt");
    ATTUNE_VERIFY_OK(readSidecar(folder / "folder.wav")); // a folder is no text
}

void tst_Sidecars::readsTables() {
    for (const char* separator : {",", ";", "\t"}) {
        std::string text = "File,Label,BPM\nkick.wav,warm kick,120\n\nsub/snare.wav,snare\n";
        for (char& c : text)
            if (c == ',') c = *separator;
        ATTUNE_ASSIGN_OK(const PromptTable table, PromptTable::parse(text, "x"));
        QCOMPARE(table.columns(), (std::vector<std::string>{"File", "Label", "BPM"}));
        QCOMPARE(table.rowCount(), std::size_t{2});
        QVERIFY(table.rowFor("kick.wav") != nullptr);
        QCOMPARE(table.rowFor("kick.wav")->at("label"), std::string("warm kick"));
        QVERIFY(!table.rowFor("sub/snare.wav")->contains("bpm")); // a short row
    }
    ATTUNE_ASSIGN_OK(const PromptTable headerOnly, PromptTable::parse("file,label", "x"));
    QCOMPARE(headerOnly.rowCount(), std::size_t{0});
    ATTUNE_ASSIGN_OK(const PromptTable unnamed,
                     PromptTable::parse("a,b\nkick.wav,x", "x")); // the first column names the files
    QVERIFY(unnamed.rowFor("kick.wav") != nullptr);
}

void tst_Sidecars::readsQuotedTables() {
    ATTUNE_ASSIGN_OK(const PromptTable table,
                     PromptTable::parse("label,path\n\"a, \"\"b\"\"\nc\",\"x y.wav\"\n", "x"));
    QVERIFY(table.rowFor("x y.wav") != nullptr);
    QCOMPARE(table.rowFor("x y.wav")->at("label"), std::string("a, \"b\"\nc"));
}

void tst_Sidecars::findsRows() {
    ATTUNE_ASSIGN_OK(
        const PromptTable table,
        PromptTable::parse("path,label\na/kick.wav,in a\nb\\kick.wav,in b\nSnare.WAV,snare\nhat,hat\n", "x"));
    const auto labelOf = [&](const char* path) {
        const TagMap* row = table.rowFor(path);
        return row != nullptr ? row->at("label") : std::string("none");
    };
    QCOMPARE(labelOf("a/kick.wav"), std::string("in a"));
    QCOMPARE(labelOf("b/kick.wav"), std::string("in b")); // backslashes are slashes
    QCOMPARE(labelOf("c/kick.wav"), std::string("in a")); // by its name, the first
    QCOMPARE(labelOf("drums/snare.wav"), std::string("snare"));
    QCOMPARE(labelOf("drums/hat.flac"), std::string("hat"));
    QCOMPARE(labelOf("drums/tom.flac"), std::string("none"));
}

void tst_Sidecars::reportsBrokenTables() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_ERROR(PromptTable::parse("", "x"), ErrorCode::InvalidConfig);
    const auto quote = PromptTable::parse("a,b\nx,\"never closed\n", "prompts.csv");
    ATTUNE_VERIFY_ERROR(quote, ErrorCode::InvalidConfig);
    QVERIFY(qs(quote.error().message).contains(QStringLiteral("line 2")));
    const auto tooMany = PromptTable::parse("a,b\n1,2\n1,2,3\n", "prompts.csv");
    ATTUNE_VERIFY_ERROR(tooMany, ErrorCode::InvalidConfig);
    QVERIFY(qs(tooMany.error().message).contains(QStringLiteral("ine 3")));
    ATTUNE_VERIFY_ERROR(PromptTable::read(folder / "absent.csv"), ErrorCode::NotFound);
    writeBytes(folder / "a.csv", "\xFF\xFE" + std::string("f\0,\0l\0\n\0a\0,\0b\0", 14));
    ATTUNE_ASSIGN_OK(const PromptTable table, PromptTable::read(folder / "a.csv"));
    QCOMPARE(table.rowFor("a")->at("l"), std::string("b"));
}

namespace {

struct Fixture {
    TemporaryFolder folder;
    Result<Library> library{fail(ErrorCode::Internal, "not open")};
    SourceId source;

    Fixture() {
        const auto sounds = folder.makeFolder("My sounds/drums");
        for (const char* name : {"kick_01.wav", "snare.wav", "old hat.wav"})
            writeSound(sounds / name, sine(1, 500, k44100, 440.0));
        writeBytes(sounds / "snare.txt", "a crisp snare");
        writeBytes(sounds / "old hat.json", "{broken");
        library = Library::open(folder / "library.sqlite");
        source = library->addSource(sounds.parent_path()).value();
        if (!scanSource(*library, source)) std::abort();
    }
    std::map<std::string, ClipRecord> clips() const {
        std::map<std::string, ClipRecord> byName;
        const std::vector<ClipRecord> all = library->clips().value();
        for (const ClipRecord& clip : all) byName.emplace(clip.fileName(), clip);
        return byName;
    }
};

} // namespace

void tst_Sidecars::appliesRules() {
    Fixture fixture;
    PromptRules rules;
    rules.rules.resize(2);
    rules.rules[0].templateText = "{sidecar}";
    rules.rules[1].templateText = "{csv.label|name:clean} from {source}";
    PromptStep reject;
    reject.kind = StepKind::Reject;
    reject.find = "^old ";
    rules.steps = {reject};
    rules.alternatives = {{"{prompt}", 3.0}, {"", 1.0}};
    ATTUNE_ASSIGN_OK(const PromptTable table,
                     PromptTable::parse("file,label\nkick_01.wav,\"boom, warm\"\n", "x"));
    ATTUNE_ASSIGN_OK(const PromptApplyReport report, applyPromptRules(*fixture.library, rules, &table));
    QCOMPARE(report.changed, std::int64_t{3});
    QCOMPARE(report.rejected, std::int64_t{1});
    QCOMPARE(report.problems.size(), std::size_t{1}); // the broken JSON
    auto clips = fixture.clips();
    QCOMPARE(clips.at("snare.wav").prompt, std::string("a crisp snare"));
    QCOMPARE(clips.at("kick_01.wav").prompt, std::string("boom, warm from My sounds"));
    QCOMPARE(clips.at("kick_01.wav").alternatives.size(), std::size_t{2});
    QVERIFY(clips.at("old hat.wav").isRejected && !clips.at("old hat.wav").isUsable());
    ATTUNE_ASSIGN_OK(const PromptApplyReport again, applyPromptRules(*fixture.library, rules, &table));
    QCOMPARE(again.changed, std::int64_t{0});
    rules.steps.clear(); // and what a rule rejected, another accepts
    rules.alternatives.clear();
    ATTUNE_VERIFY_OK(applyPromptRules(*fixture.library, rules, nullptr));
    clips = fixture.clips();
    QVERIFY(!clips.at("old hat.wav").isRejected);
    QVERIFY(clips.at("kick_01.wav").alternatives.empty());
    PromptRules wrong;
    wrong.rules.resize(1);
    wrong.rules[0].templateText = "{";
    ATTUNE_VERIFY_ERROR(applyPromptRules(*fixture.library, wrong), ErrorCode::InvalidConfig);
}

void tst_Sidecars::respectsHands() {
    Fixture fixture;
    ClipRecord edited = fixture.clips().at("snare.wav");
    edited.prompt = "my own words";
    edited.isPromptEdited = true;
    ATTUNE_VERIFY_OK(fixture.library->save(edited));
    ATTUNE_ASSIGN_OK(const PromptApplyReport report,
                     applyPromptRules(*fixture.library, findPromptPreset("paths_md")->rules));
    QCOMPARE(report.keptByHand, std::int64_t{1});
    QCOMPARE(fixture.clips().at("snare.wav").prompt, std::string("my own words"));
    QCOMPARE(fixture.clips().at("kick_01.wav").prompt, std::string("kick 01"));
}

void tst_Sidecars::changesNothingWhenCancelled() {
    Fixture fixture;
    CancellationSource stop;
    const auto result = applyPromptRules(
        *fixture.library, findPromptPreset("paths_md")->rules, nullptr,
        [&](const Progress&) { stop.request(); }, stop.cancellation());
    ATTUNE_VERIFY_ERROR(result, ErrorCode::Cancelled);
    for (const auto& [name, clip] : fixture.clips()) QVERIFY(clip.prompt.empty());
}

QTEST_APPLESS_MAIN(tst_Sidecars)
#include "tst_Sidecars.moc"
