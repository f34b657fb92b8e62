// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/ClipQuery.h"
#include "tests/support/Checks.h"

#include <numeric>

using namespace attune;
using namespace attune::dataset;
using namespace attune::test;

namespace {

std::vector<ClipRecord> someClips() {
    std::vector<ClipRecord> clips(5);
    for (ClipRecord& clip : clips) {
        clip.frameCount = 44100;
        clip.sampleRate = SampleRate{44100};
        clip.channelCount = 2;
        clip.container = audio::Container::Wav;
        clip.encoding = audio::Encoding::Pcm16;
        clip.peak = 1.0F;
        clip.loudnessLufs = -14.0;
        clip.sizeBytes = 200'000;
        clip.split = SplitSide::Train;
        clip.contentGroup = 1;
    }
    clips[0].path = "drums/Kick 2.wav";
    clips[0].prompt = "warm kick";
    clips[0].tags = {{"bpm", "120"}};
    clips[1].path = "drums/kick 10.wav";
    clips[1].frameCount = 22050;
    clips[1].findings = {Finding::NearDuplicate, Finding::Clipped};
    clips[1].split = SplitSide::HeldOut;
    clips[2].path = "бас/Тёплый БАС.flac";
    clips[2].prompt = "warm bass, 4/4";
    clips[2].sampleRate = SampleRate{48000};
    clips[2].container = audio::Container::Flac;
    clips[2].encoding = audio::Encoding::Pcm24;
    clips[2].sizeBytes = 3'000'000;
    clips[2].isPromptEdited = true;
    clips[3].path = "pads/long pad.wav";
    clips[3].prompt = "long (dark) pad";
    clips[3].frameCount = 44100 * 90;
    clips[3].loudnessLufs.reset();
    clips[3].peak = 0.1F;
    clips[3].isIncluded = false;
    clips[3].split = SplitSide::Unassigned;
    clips[4].path = "broken.wav";
    clips[4].frameCount = 0;
    clips[4].sampleRate = {};
    clips[4].unreadableReason = "cut off";
    clips[4].findings = {Finding::Unreadable};
    clips[4].isMissing = true;
    return clips;
}

} // namespace

class tst_ClipQuery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void filters_data();
    void filters();
    void explainsMistakes_data();
    void explainsMistakes();
    void survivesDeepNesting();
    void sorts_data();
    void sorts();
    void readsSortKeys();
    void theCallersOwnFields();
    void sortsByTheCallersNumber();
};

void tst_ClipQuery::filters_data() {
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* query, const char* expected) {
        QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(expected);
    };
    row("", "0 1 2 3 4");
    row("   ", "0 1 2 3 4");
    row("length<1", "1 2 4");
    row("length<=1", "0 1 2 4");
    row("length>1min", "3");
    row("length>=500ms length<1.5s", "0 1 2");
    row("rate!=44100", "2 4");
    row("rate=44.1k", "0 1 3");
    row("rate:48kHz", "2");
    row("prompt:\"\"", "1 4");
    row("-prompt:\"\"", "0 2 3");
    row("prompt!=\"\"", "0 2 3");
    row("prompt:warm", "0 2");
    row("prompt=\"WARM KICK\"", "0");
    row("prompt:\"(dark)\"", "3");
    row("finding:duplicate", "1");
    row("finding:near-duplicate", "1");
    row("finding:any", "1 4");
    row("finding:none", "0 2 3");
    row("finding:problem", "4");
    row("finding:warning", "1");
    row("-split:train", "1 3");
    row("split:held-out", "1");
    row("split:none", "3");
    row("kick", "0 1");
    row("KICK warm", "0");
    row("бас", "2");
    row("тёплый", "2");
    row("\"kick 10\"", "1");
    row("kick OR pad", "0 1 3");
    row("(kick OR pad) length<1", "1");
    row("-(kick OR pad)", "2 4");
    row("kick OR (pad included:no)", "0 1 3");
    row("name:kick", "0 1");
    row("name=\"kick 2.wav\"", "0");
    row("folder:drums", "0 1");
    row("folder=\"\"", "4");
    row("path:\"pads/\"", "3");
    row("format:flac", "2");
    row("format:24-bit", "2");
    row("channels=2 -missing:yes", "0 1 2 3");
    row("loudness>=-14", "0 1 2 4");
    row("peak<-3", "3");
    row("size>1MB", "2");
    row("size<=200kB", "0 1 3 4");
    row("tags.bpm:120", "0");
    row("tags.bpm=\"\"", "1 2 3 4");
    row("edited:yes", "2");
    row("included:no", "3");
    row("readable:no", "4");
    row("usable:yes", "0 1 2");
    row("group:1", "0 1 2 3 4");
    row("--kick", "0 1");
    row("- kick", "");
}

void tst_ClipQuery::filters() {
    QFETCH(QString, query);
    QFETCH(QString, expected);
    const auto clips = someClips();
    ATTUNE_ASSIGN_OK(const ClipQuery parsed, ClipQuery::parse(query.toStdString()));
    QStringList found;
    for (const std::size_t index : parsed.filter(clips)) found << QString::number(index);
    QCOMPARE(found.join(QLatin1Char(' ')), expected);
    for (std::size_t i = 0; i < clips.size(); ++i)
        QCOMPARE(parsed.matches(clips[i]), found.contains(QString::number(i)));
}

void tst_ClipQuery::explainsMistakes_data() {
    QTest::addColumn<QString>("query");
    for (const char* query : {"length<", "length<fast", "length<1x", "nonsense:1", "finding:nonsense",
                              "split:left", "included:maybe", "(kick", "kick)", "prompt:\"open", "\"open",
                              "prompt<1", "split<train", ":x", "()<1"})
        QTest::newRow(query) << QString::fromLatin1(query);
}

void tst_ClipQuery::explainsMistakes() {
    QFETCH(QString, query);
    const auto parsed = ClipQuery::parse(query.toStdString());
    ATTUNE_VERIFY_ERROR(parsed, ErrorCode::InvalidArgument);
    QVERIFY2(qs(parsed.error().message).contains(QStringLiteral(" at ")), parsed.error().message.c_str());
}

void tst_ClipQuery::survivesDeepNesting() {
    ATTUNE_VERIFY_ERROR(ClipQuery::parse(std::string(100000, '(')), ErrorCode::InvalidArgument);
    const auto denied = ClipQuery::parse(std::string(100000, '-') + "a");
    ATTUNE_VERIFY_ERROR(denied, ErrorCode::InvalidArgument);
    std::string wide;
    for (int i = 0; i < 10000; ++i) wide += "a OR ";
    ATTUNE_ASSIGN_OK(const ClipQuery query, ClipQuery::parse(wide + "kick"));
    QCOMPARE(query.filter(someClips()).size(), std::size_t{5}); // "a" is in every path
}

void tst_ClipQuery::sorts_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* key, const char* expected) {
        QTest::newRow(key) << QString::fromLatin1(key) << QString::fromLatin1(expected);
    };
    row("path", "4 0 1 3 2");
    row("-path", "2 3 1 0 4");
    row("name", "4 0 1 3 2");    // "kick 2" before "kick 10"
    row("length", "1 2 0 3 4");  // the unreadable one has none
    row("-length", "3 0 2 1 4"); // and is last again
    row("rate", "0 1 3 2 4");
    row("loudness", "0 1 2 4 3");
    row("peak", "3 0 1 2 4");
    row("-size", "2 0 1 3 4");
    row("prompt", "3 2 0 1 4");
    row("split", "0 2 4 1 3");
    row("-findings", "4 1 0 2 3");
    row("channels", "0 1 2 3 4");
    row("modified", "0 1 2 3 4");
}

void tst_ClipQuery::sorts() {
    QFETCH(QString, key);
    QFETCH(QString, expected);
    const auto clips = someClips();
    std::vector<std::size_t> indices(clips.size());
    std::iota(indices.begin(), indices.end(), std::size_t{0});
    ATTUNE_ASSIGN_OK(const SortKey sortKey, sortKeyFromText(key.toStdString()));
    sortClips(clips, indices, sortKey);
    QStringList order;
    for (const std::size_t index : indices) order << QString::number(index);
    QCOMPARE(order.join(QLatin1Char(' ')), expected);
}

void tst_ClipQuery::readsSortKeys() {
    ATTUNE_ASSIGN_OK(const SortKey key, sortKeyFromText("-loudness"));
    QVERIFY(key.field == SortField::Loudness && key.order == SortOrder::Descending);
    const auto wrong = sortKeyFromText("colour");
    ATTUNE_VERIFY_ERROR(wrong, ErrorCode::InvalidArgument);
    QVERIFY(!wrong.error().remedy.empty());
    ATTUNE_VERIFY_ERROR(sortKeyFromText(""), ErrorCode::InvalidArgument);
}

void tst_ClipQuery::theCallersOwnFields() {
    const OwnFields own = [](const std::string& field,
                             const std::string& value) -> std::optional<Result<ClipTest>> {
        if (field != "heard") return std::nullopt;
        if (value != "yes") return fail(ErrorCode::InvalidArgument, "heard is yes");
        return ClipTest([](const ClipRecord& clip) { return clip.path.starts_with("drums/"); });
    };
    const auto clips = someClips();
    const auto found = [&](const char* text) { return ClipQuery::parse(text, own).value().filter(clips); };
    QCOMPARE(found("heard:YES"), (std::vector<std::size_t>{0, 1}));
    QCOMPARE(found("heard!=yes"), (std::vector<std::size_t>{2, 3, 4}));
    QCOMPARE(found("-heard:yes (pad OR bass)"), (std::vector<std::size_t>{2, 3}));
    QCOMPARE(found("length<1 heard=yes"), (std::vector<std::size_t>{1}));
    ATTUNE_VERIFY_ERROR(ClipQuery::parse("heard:perhaps", own), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(ClipQuery::parse("heard<yes", own), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(ClipQuery::parse("seen:yes", own), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(ClipQuery::parse("heard:yes"), ErrorCode::InvalidArgument);
}

void tst_ClipQuery::sortsByTheCallersNumber() {
    const auto clips = someClips();
    const auto rank = [](const ClipRecord& clip) -> std::optional<double> {
        if (clip.prompt.empty()) return std::nullopt;
        return static_cast<double>(clip.prompt.size());
    };
    std::vector<std::size_t> indices{0, 1, 2, 3, 4};
    sortClips(clips, indices, rank, SortOrder::Ascending);
    QCOMPARE(indices, (std::vector<std::size_t>{0, 2, 3, 1, 4}));
    sortClips(clips, indices, rank, SortOrder::Descending);
    QCOMPARE(indices, (std::vector<std::size_t>{3, 2, 0, 1, 4}));
}

QTEST_APPLESS_MAIN(tst_ClipQuery)
#include "tst_ClipQuery.moc"
