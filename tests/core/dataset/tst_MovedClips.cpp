// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/MovedClips.h"

#include "tests/support/Checks.h"

#include <set>

using namespace attune;
using namespace attune::dataset;

namespace {

constexpr ContentHash kSame{1, 2};

ClipRecord clipWith(std::int64_t id, const ContentHash& content) {
    ClipRecord clip;
    clip.id = ClipId{id};
    clip.contentHash = content;
    return clip;
}

// A library of equal files that counts how often it is asked.
struct CountedLibrary {
    std::vector<ClipRecord> clips;
    std::set<std::int64_t> lost;
    std::int64_t lookUps{0};
    std::int64_t looks{0};

    MovedClips moved() {
        return MovedClips(
            [this](const ContentHash& content) -> Result<std::vector<ClipRecord>> {
                ++lookUps;
                std::vector<ClipRecord> found;
                for (const ClipRecord& clip : clips)
                    if (clip.contentHash == content) found.push_back(clip);
                return found;
            },
            [this](const ClipRecord& clip) -> Result<bool> {
                ++looks;
                return lost.contains(clip.id.value);
            });
    }
};

} // namespace

class TestMovedClips : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachLostClipIsTakenOnceInOrder();
    void clipsWithAFileAreNotTaken();
    void unreadableFilesTakeNothing();
    void equalFilesCostOneLookEach();
    void errorsAreHandedOn();
};

void TestMovedClips::eachLostClipIsTakenOnceInOrder() {
    CountedLibrary library{{clipWith(1, kSame), clipWith(2, kSame), clipWith(3, {7, 7})}, {1, 2, 3}};
    MovedClips moved = library.moved();
    ATTUNE_ASSIGN_OK(const auto first, moved.take(kSame));
    QVERIFY(first && first->id == ClipId{1});
    QVERIFY(moved.hasTaken(ClipId{1}) && !moved.hasTaken(ClipId{2}));
    ATTUNE_ASSIGN_OK(const auto second, moved.take(kSame));
    QVERIFY(second && second->id == ClipId{2});
    ATTUNE_ASSIGN_OK(const auto third, moved.take(kSame));
    QVERIFY(!third);
    ATTUNE_ASSIGN_OK(const auto other, moved.take(ContentHash{7, 7}));
    QVERIFY(other && other->id == ClipId{3});
}

void TestMovedClips::clipsWithAFileAreNotTaken() {
    CountedLibrary library{{clipWith(1, kSame), clipWith(2, kSame)}, {2}};
    MovedClips moved = library.moved();
    ATTUNE_ASSIGN_OK(const auto first, moved.take(kSame));
    QVERIFY(first && first->id == ClipId{2});
    ATTUNE_ASSIGN_OK(const auto second, moved.take(kSame));
    QVERIFY(!second && !moved.hasTaken(ClipId{1}));
}

void TestMovedClips::unreadableFilesTakeNothing() {
    CountedLibrary library{{clipWith(1, ContentHash{})}, {1}};
    MovedClips moved = library.moved();
    ATTUNE_ASSIGN_OK(const auto taken, moved.take(ContentHash{}));
    QVERIFY(!taken);
    QCOMPARE(library.lookUps, std::int64_t{0});
}

void TestMovedClips::equalFilesCostOneLookEach() {
    constexpr std::int64_t kCount = 2000;
    CountedLibrary library;
    for (std::int64_t id = 1; id <= kCount; ++id) {
        library.clips.push_back(clipWith(id, kSame));
        if (id % 2 == 0) library.lost.insert(id);
    }
    MovedClips moved = library.moved();
    std::int64_t taken = 0;
    for (std::int64_t file = 0; file < kCount; ++file) {
        ATTUNE_ASSIGN_OK(const auto clip, moved.take(kSame));
        if (clip) ++taken;
    }
    QCOMPARE(taken, kCount / 2);
    QCOMPARE(library.lookUps, std::int64_t{1});
    QCOMPARE(library.looks, kCount);
}

void TestMovedClips::errorsAreHandedOn() {
    MovedClips moved(
        [](const ContentHash&) {
            return Result<std::vector<ClipRecord>>(fail(ErrorCode::ReadFailed, "no library"));
        },
        [](const ClipRecord&) { return Result<bool>(false); });
    ATTUNE_VERIFY_ERROR(moved.take(kSame), ErrorCode::ReadFailed);
}

QTEST_APPLESS_MAIN(TestMovedClips)
#include "tst_MovedClips.moc"
