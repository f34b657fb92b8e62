// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Resampler.h"
#include "core/dataset/Doctor.h"
#include "core/dataset/Scanner.h"
#include "tests/support/Checks.h"
#include "tests/support/Sounds.h"
#include "tests/support/TemporaryFolder.h"

#include <algorithm>
#include <set>

using namespace attune;
using namespace attune::dataset;
using namespace attune::test;

namespace {

ClipRecord healthyClip(int id) {
    ClipRecord clip;
    clip.id = ClipId{id};
    clip.path = "kick " + std::to_string(id) + ".wav";
    clip.soundHash = {static_cast<std::uint64_t>(id), 1};
    clip.frameCount = 44100;
    clip.sampleRate = SampleRate{44100};
    clip.channelCount = 2;
    clip.container = audio::Container::Wav;
    clip.encoding = audio::Encoding::Pcm16;
    clip.peak = 0.8F;
    clip.loudnessLufs = -14.0;
    clip.prompt = "warm kick " + std::to_string(id);
    clip.split = id % 10 == 0 ? SplitSide::HeldOut : SplitSide::Train;
    return clip;
}

} // namespace

class tst_Doctor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesEveryFinding();
    void findsEachFault_data();
    void findsEachFault();
    void findsNothingInHealthyClips();
    void findsExactDuplicates();
    void notesOnTheWhole_data();
    void notesOnTheWhole();
    void judgesPromptsThatLookLikePaths_data();
    void judgesPromptsThatLookLikePaths();
    void groupsWhatRepeatsItself();
    void examinesALibrary();
};

void tst_Doctor::namesEveryFinding() {
    std::set<std::string_view> names;
    for (int i = 0; i < kFindingCount; ++i) {
        const FindingFacts& facts = allFindings()[static_cast<std::size_t>(i)];
        QCOMPARE(static_cast<int>(facts.finding), i);
        QVERIFY(names.insert(facts.name).second);
        QVERIFY(!facts.title.empty() && !facts.meaning.empty() && !facts.remedy.empty());
        QVERIFY(&factsOf(facts.finding) == &facts);
        QVERIFY(findingFromName(facts.name) == facts.finding);
    }
    QVERIFY(!findingFromName("nonsense"));
    FindingSet set{Finding::Clipped, Finding::Mono};
    QVERIFY(set.contains(Finding::Mono) && !set.contains(Finding::Empty));
    set.remove(Finding::Mono);
    set.remove(Finding::Clipped);
    QVERIFY(set.isEmpty() && FindingSet::fromBits(set.bits()) == set);
}

void tst_Doctor::findsEachFault_data() {
    QTest::addColumn<int>("finding");
    for (const FindingFacts& facts : allFindings())
        if (facts.finding != Finding::ExactDuplicate && facts.finding != Finding::NearDuplicate)
            QTest::newRow(std::string(facts.name).c_str()) << static_cast<int>(facts.finding);
}

void tst_Doctor::findsEachFault() {
    QFETCH(int, finding);
    const auto wanted = static_cast<Finding>(finding);
    std::vector<ClipRecord> clips{healthyClip(1), healthyClip(2)};
    ClipRecord& clip = clips[0];
    switch (wanted) {
    case Finding::Unreadable:
        clip.unreadableReason = "no";
        break;
    case Finding::Missing:
        clip.isMissing = true;
        break;
    case Finding::Empty:
        clip.frameCount = 0;
        break;
    case Finding::Silent:
        clip.peak = 0.0009F;
        break;
    case Finding::Clipped:
        clip.clippedRuns = 3;
        break;
    case Finding::DcOffset:
        clip.dcOffset = -0.02F;
        break;
    case Finding::LossySource:
        clip.encoding = audio::Encoding::Vorbis;
        break;
    case Finding::LossySpectrum:
        clip.cutoffHz = 16000.0F;
        break;
    case Finding::OtherRate:
        clip.sampleRate = SampleRate{48000};
        break;
    case Finding::Mono:
        clip.channelCount = 1;
        break;
    case Finding::ManyChannels:
        clip.channelCount = 6;
        break;
    case Finding::TooShort:
        clip.frameCount = 4000;
        break;
    case Finding::LongerThanModel:
        clip.frameCount = 524289;
        break;
    case Finding::MissingPrompt:
        clip.prompt = " ";
        break;
    case Finding::PromptLikePath:
        clip.prompt = "Kick_01.wav";
        break;
    case Finding::EndsEarly:
        clip.endsEarly = true;
        break;
    case Finding::ExactDuplicate:
    case Finding::NearDuplicate:
        break;
    }
    const DoctorReport report = examine(clips, {});
    QVERIFY(clips[0].findings == FindingSet{wanted}); // that and nothing else
    QVERIFY(clips[1].findings.isEmpty());
    QCOMPARE(report.count(wanted), std::int64_t{1});
}

void tst_Doctor::findsNothingInHealthyClips() {
    std::vector<ClipRecord> clips;
    for (int i = 1; i <= 400; ++i) clips.push_back(healthyClip(i));
    const DoctorReport report = examine(clips, {});
    for (const ClipRecord& clip : clips) QVERIFY(clip.findings.isEmpty());
    QVERIFY(report.notes.empty());
    clips[0].frameCount = 524288; // exactly the model's length
    clips[1].prompt.clear();
    clips[1].isPromptEdited = true; // emptied on purpose
    clips[2].clippedRuns = 2;       // two crests in a second are no fault
    DoctorSettings mono;
    mono.channelCount = 1;
    clips[3].channelCount = 1;
    (void)examine(clips, mono);
    for (std::size_t i = 0; i < 4; ++i) QVERIFY(clips[i].findings.isEmpty());
}

void tst_Doctor::findsExactDuplicates() {
    std::vector<ClipRecord> clips{healthyClip(1), healthyClip(2), healthyClip(3)};
    clips[2].soundHash = clips[0].soundHash;
    (void)examine(clips, {});
    QVERIFY(clips[0].findings == FindingSet{Finding::ExactDuplicate});
    QVERIFY(clips[2].findings == FindingSet{Finding::ExactDuplicate});
    QVERIFY(clips[1].findings.isEmpty());
    clips[2].isMissing = true; // then there is one only
    (void)examine(clips, {});
    QVERIFY(!clips[0].findings.contains(Finding::ExactDuplicate));
}

void tst_Doctor::notesOnTheWhole_data() {
    QTest::addColumn<int>("note");
    for (const auto note :
         {DatasetFinding::NoClips, DatasetFinding::TooFewClips, DatasetFinding::TooLittleSound,
          DatasetFinding::NothingHeldOut, DatasetFinding::OnePromptForAll})
        QTest::addRow("%d", static_cast<int>(note)) << static_cast<int>(note);
}

void tst_Doctor::notesOnTheWhole() {
    QFETCH(int, note);
    const auto wanted = static_cast<DatasetFinding>(note);
    std::vector<ClipRecord> clips;
    for (int i = 1; i <= 400; ++i) clips.push_back(healthyClip(i));
    switch (wanted) {
    case DatasetFinding::NoClips:
        clips.clear();
        break;
    case DatasetFinding::TooFewClips:
        clips.resize(40);
        for (ClipRecord& clip : clips) clip.frameCount *= 10;
        break;
    case DatasetFinding::TooLittleSound:
        for (ClipRecord& clip : clips) clip.frameCount = 10000;
        break;
    case DatasetFinding::NothingHeldOut:
        for (ClipRecord& clip : clips) clip.split = SplitSide::Train;
        break;
    case DatasetFinding::OnePromptForAll:
        for (ClipRecord& clip : clips) clip.prompt = "kick";
        break;
    }
    const DoctorReport report = examine(clips, {});
    QCOMPARE(report.notes.size(), std::size_t{1});
    QVERIFY(report.notes.front().finding == wanted);
    if (wanted != DatasetFinding::OnePromptForAll) return;
    for (ClipRecord& clip : clips) clip.prompt.clear(); // no prompt at all is a finding of each clip
    QVERIFY(examine(clips, {}).notes.empty());
    QVERIFY(!report.notes.front().title.empty() && !report.notes.front().reason.empty() &&
            !report.notes.front().remedy.empty());
}

void tst_Doctor::judgesPromptsThatLookLikePaths_data() {
    QTest::addColumn<QString>("prompt");
    QTest::addColumn<bool>("isPath");
    const auto row = [](const char* prompt, bool isPath) {
        QTest::newRow(prompt) << QString::fromUtf8(prompt) << isPath;
    };
    row("Kick_03-final.wav", true);
    row("pack/kicks/x", true);
    row("C:\\sounds\\kick", true);
    row("kick_01", true);
    row("warm kick.flac", true);
    row("warm kick", false);
    row("loop, 4/4, 120 BPM", false);
    row("4/4", false);
    row("drum & bass", false);
    row("F# minor", false);
    row("", false);
}

void tst_Doctor::judgesPromptsThatLookLikePaths() {
    QFETCH(QString, prompt);
    QFETCH(bool, isPath);
    QCOMPARE(looksLikePath(prompt.toStdString()), isPath);
}

void tst_Doctor::groupsWhatRepeatsItself() {
    // 0 and 1: one hit in two gains; 2: its exact copy; 3: another hit; 4: unreadable; 5: silent.
    const audio::AudioBuffer sound = hit(k44100, 1);
    std::vector<ClipRecord> clips;
    for (int i = 0; i < 6; ++i) clips.push_back(healthyClip(10 + i));
    clips[2].soundHash = clips[0].soundHash;
    clips[4].unreadableReason = "x";
    clips[5].peak = 0.0F;
    const std::vector<std::pair<ContentHash, audio::Fingerprint>> prints{
        {clips[0].soundHash, audio::fingerprintOf(sound)},
        {clips[1].soundHash, audio::fingerprintOf(scaled(sound, 0.3F))},
        {clips[3].soundHash, audio::fingerprintOf(hit(k44100, 7))},
    };
    ATTUNE_VERIFY_OK(groupByContent(clips, prints, 0.85));
    QCOMPARE(clips[0].contentGroup, std::int64_t{10});
    QCOMPARE(clips[1].contentGroup, std::int64_t{10});
    QCOMPARE(clips[2].contentGroup, std::int64_t{10});
    QCOMPARE(clips[3].contentGroup, std::int64_t{13});
    QCOMPARE(clips[4].contentGroup, std::int64_t{14});
    QCOMPARE(clips[5].contentGroup, std::int64_t{15});
    QVERIFY(clips[0].findings.contains(Finding::NearDuplicate) &&
            clips[1].findings.contains(Finding::NearDuplicate));
    QVERIFY(!clips[3].findings.contains(Finding::NearDuplicate) &&
            !clips[4].findings.contains(Finding::NearDuplicate));
    clips[1].soundHash = {77, 77}; // became another sound without a fingerprint
    ATTUNE_VERIFY_OK(groupByContent(clips, prints, 0.85));
    QVERIFY(!clips[1].findings.contains(Finding::NearDuplicate));
    QCOMPARE(clips[1].contentGroup, std::int64_t{11});
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(groupByContent(clips, prints, 0.85, {}, stop.cancellation()), ErrorCode::Cancelled);
}

void tst_Doctor::examinesALibrary() {
    const TemporaryFolder folder;
    const auto sounds = folder.makeFolder("sounds");
    const audio::AudioBuffer sound = hit(k44100, 1);
    writeSound(sounds / "a.wav", sound);
    writeSound(sounds / "a.flac", scaled(sound, 0.4F));
    writeSound(sounds / "a copy.wav", sound);
    writeSound(sounds / "b.wav", hit(k44100, 9));
    writeSound(sounds / "silent.wav", silence(2, 44100, k44100));
    writeSound(sounds / "mono.wav", sine(1, 44100, SampleRate{48000}, 440.0));
    ATTUNE_ASSIGN_OK(Library library, Library::open(folder / "library.sqlite"));
    ATTUNE_ASSIGN_OK(const SourceId source, library.addSource(sounds));
    ATTUNE_VERIFY_OK(scanSource(library, source));
    ATTUNE_ASSIGN_OK(const DoctorReport report, examineLibrary(library, {}));
    QCOMPARE(report.count(Finding::ExactDuplicate), std::int64_t{2});
    QCOMPARE(report.count(Finding::NearDuplicate), std::int64_t{3});
    QCOMPARE(report.count(Finding::Silent), std::int64_t{1});
    QCOMPARE(report.count(Finding::Mono), std::int64_t{1});
    QCOMPARE(report.count(Finding::OtherRate), std::int64_t{1});
    QCOMPARE(report.count(Finding::MissingPrompt), std::int64_t{6});
    QCOMPARE(report.duplicateGroups, std::int64_t{1});
    ATTUNE_ASSIGN_OK(const auto clips, library.clips());
    QVERIFY(std::ranges::all_of(clips, [](const ClipRecord& clip) {
        return clip.contentGroup != 0 && !clip.findings.isEmpty();
    })); // stored
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(examineLibrary(library, {}, {}, stop.cancellation()), ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(tst_Doctor)
#include "tst_Doctor.moc"
