// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Split.h"
#include "tests/support/Checks.h"

#include <algorithm>
#include <map>
#include <set>

using namespace attune;
using namespace attune::dataset;
using namespace attune::test;

namespace {

// `count` usable clips in groups of `groupSize`.
std::vector<ClipRecord> clipsInGroups(int count, int groupSize, int firstId = 1) {
    std::vector<ClipRecord> clips;
    for (int i = 0; i < count; ++i) {
        ClipRecord clip;
        clip.id = ClipId{firstId + i};
        clip.frameCount = 100;
        clip.sampleRate = SampleRate{44100};
        clip.soundHash = {static_cast<std::uint64_t>(firstId + i) * 7919, 3};
        clip.contentGroup = firstId + i / groupSize * groupSize;
        clips.push_back(clip);
    }
    return clips;
}

std::int64_t countOf(const std::vector<ClipRecord>& clips, SplitSide side) {
    return std::ranges::count(clips, side, &ClipRecord::split);
}

} // namespace

class tst_Split : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void meetsTheFraction_data();
    void meetsTheFraction();
    void neverDividesGroups();
    void dependsOnTheSeedAlone();
    void keepsSidesWhenClipsAreAdded();
    void followsHands();
    void joinsDividedGroupsInTraining();
    void startsAnewWhenAsked();
    void leavesOutUnusableClips();
    void holdsNothingOutOfAFew();
};

void tst_Split::meetsTheFraction_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<double>("fraction");
    for (const int count : {10, 100, 1000})
        for (const double fraction : {0.0, 0.1, 0.25, 0.5})
            QTest::addRow("%d by %g", count, fraction) << count << fraction;
}

void tst_Split::meetsTheFraction() {
    QFETCH(int, count);
    QFETCH(double, fraction);
    auto clips = clipsInGroups(count, 1);
    SplitOptions options;
    options.heldOutFraction = fraction;
    QCOMPARE(assignSplit(clips, options), std::int64_t{count});
    QCOMPARE(countOf(clips, SplitSide::HeldOut), static_cast<std::int64_t>(fraction * count + 0.5));
    QCOMPARE(countOf(clips, SplitSide::Unassigned), std::int64_t{0});
    QCOMPARE(assignSplit(clips, options), std::int64_t{0}); // and then it stays
}

void tst_Split::neverDividesGroups() {
    auto clips = clipsInGroups(300, 3);
    assignSplit(clips, {});
    std::map<std::int64_t, std::set<SplitSide>> sides;
    for (const ClipRecord& clip : clips) sides[clip.contentGroup].insert(clip.split);
    for (const auto& [group, found] : sides) QCOMPARE(found.size(), std::size_t{1});
    const auto heldOut = countOf(clips, SplitSide::HeldOut);
    QVERIFY2(heldOut >= 27 && heldOut <= 33, qPrintable(QString::number(heldOut)));
}

void tst_Split::dependsOnTheSeedAlone() {
    auto first = clipsInGroups(100, 1);
    auto second = first;
    std::ranges::reverse(second);
    assignSplit(first, {});
    assignSplit(second, {});
    std::ranges::reverse(second);
    for (std::size_t i = 0; i < first.size(); ++i) QCOMPARE(second[i].split, first[i].split);
    auto other = clipsInGroups(100, 1);
    SplitOptions options;
    options.seed = 1;
    assignSplit(other, options);
    QVERIFY(!std::ranges::equal(other, first, {}, &ClipRecord::split, &ClipRecord::split));
}

void tst_Split::keepsSidesWhenClipsAreAdded() {
    auto clips = clipsInGroups(100, 1);
    assignSplit(clips, {});
    const auto before = clips;
    const auto more = clipsInGroups(900, 1, 1001);
    clips.insert(clips.end(), more.begin(), more.end());
    assignSplit(clips, {});
    for (std::size_t i = 0; i < before.size(); ++i) QCOMPARE(clips[i].split, before[i].split);
    QCOMPARE(countOf(clips, SplitSide::HeldOut), std::int64_t{100});
}

void tst_Split::followsHands() {
    auto clips = clipsInGroups(100, 2);
    clips[10].split = SplitSide::HeldOut;
    clips[10].isSplitEdited = true;
    clips[20].split = SplitSide::Train;
    clips[20].isSplitEdited = true;
    assignSplit(clips, {});
    QCOMPARE(clips[10].split, SplitSide::HeldOut);
    QCOMPARE(clips[11].split, SplitSide::HeldOut); // its near duplicate comes along
    QCOMPARE(clips[21].split, SplitSide::Train);
}

void tst_Split::joinsDividedGroupsInTraining() {
    auto clips = clipsInGroups(100, 1);
    assignSplit(clips, {});
    const auto heldOut = std::ranges::find(clips, SplitSide::HeldOut, &ClipRecord::split);
    const auto trained = std::ranges::find(clips, SplitSide::Train, &ClipRecord::split);
    trained->contentGroup = heldOut->contentGroup; // found out later
    assignSplit(clips, {});
    QCOMPARE(heldOut->split, SplitSide::Train); // what was trained on cannot measure any more
    QCOMPARE(trained->split, SplitSide::Train);
}

void tst_Split::startsAnewWhenAsked() {
    auto clips = clipsInGroups(100, 1);
    for (ClipRecord& clip : clips) clip.split = SplitSide::Train;
    clips[3].isSplitEdited = true;
    SplitOptions options;
    options.startsAnew = true;
    assignSplit(clips, options);
    QCOMPARE(countOf(clips, SplitSide::HeldOut), std::int64_t{10});
    QCOMPARE(clips[3].split, SplitSide::Train);
}

void tst_Split::leavesOutUnusableClips() {
    auto clips = clipsInGroups(100, 1);
    assignSplit(clips, {});
    clips[0].isIncluded = false;
    clips[1].unreadableReason = "x";
    assignSplit(clips, {});
    QCOMPARE(clips[0].split, SplitSide::Unassigned);
    QCOMPARE(clips[1].split, SplitSide::Unassigned);
}

void tst_Split::holdsNothingOutOfAFew() {
    auto clips = clipsInGroups(4, 1);
    SplitOptions options;
    options.heldOutFraction = 0.5;
    assignSplit(clips, options);
    QCOMPARE(countOf(clips, SplitSide::HeldOut), std::int64_t{0});
    QCOMPARE(countOf(clips, SplitSide::Train), std::int64_t{4});
    std::vector<ClipRecord> none;
    QCOMPARE(assignSplit(none, options), std::int64_t{0});
}

QTEST_APPLESS_MAIN(tst_Split)
#include "tst_Split.moc"
