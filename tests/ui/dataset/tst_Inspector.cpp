// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipTableView.h"
#include "ui/dataset/DatasetPage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QUndoStack>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

namespace {

std::vector<dataset::ClipRecord> clipsWithFindings() {
    std::vector<dataset::ClipRecord> clips(4);
    for (std::size_t i = 0; i < clips.size(); ++i) {
        dataset::ClipRecord& clip = clips[i];
        clip.id = ClipId{static_cast<std::int64_t>(i) + 1};
        clip.source = dataset::SourceId{1};
        clip.path = "kicks/kick_" + std::to_string(i) + ".wav";
        clip.frameCount = 44100;
        clip.sampleRate = SampleRate{44100};
        clip.channelCount = 2;
        clip.prompt = "kick " + std::to_string(i);
        clip.contentGroup = i < 2 ? 1 : static_cast<std::int64_t>(i) + 1;
        clip.split = i == 3 ? dataset::SplitSide::HeldOut : dataset::SplitSide::Train;
    }
    clips[0].findings.add(dataset::Finding::NearDuplicate);
    clips[2].findings.add(dataset::Finding::MissingPrompt);
    return clips;
}

struct Bench {
    Bench() {
        page.resize(1280, 720);
        page.show();
        Q_EMIT dataset.clipsLoaded(
            std::make_shared<const std::vector<dataset::ClipRecord>>(clipsWithFindings()));
    }
    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) {
        return page.findChild<Widget*>(QString::fromLatin1(name));
    }
    void select(std::int64_t id) { find<ClipTableView>("clipTable")->selectId(ClipId{id}); }
    QTemporaryDir folder;
    fakes::Dataset dataset;
    fakes::Encode encode;
    PeakCache peaks{folder.path().toStdString()};
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
    QUndoStack undo;
    DatasetPage page{{dataset, encode, *player, peaks, undo}};
};

} // namespace

class tst_Inspector : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstClipIsShown();
    void findingsAreMendedInPlace();
    void similarClipsAreOneClickAway();
    void replacesInSeveralPrompts();
    void theKeyboardIsInTheTable();
    void tabGoesFromLeftToRight();
    void theSplitCanBeUndone();
    void anotherModelIsCheckedFor();
    void roundTripIsAskedForOnce();
    void newFoldersAreMadeReady();
    void splitIsShownAndMadeAnew();
    void workIsToldInItsOwnUnits();
    void theMarkFollowsTheFilter();
    void whatCannotBeReadIsNotPadded();
    void longFilesAreAChoice();
    void anotherProjectShowsItsOwnClips();
    void aSourceThatIsTakenOutFiltersNoMore();
    void undoKeepsWhatWasFoundOutMeanwhile();
    void whatIsTypedStaysWithItsClip();
};

void tst_Inspector::theFirstClipIsShown() {
    Bench bench;
    QTRY_COMPARE(bench.find<QLabel>("inspectorTitle")->text(), QStringLiteral("kick_0.wav"));
    QVERIFY(!bench.player->isPlaying()); // nobody asked to hear it
}

void tst_Inspector::findingsAreMendedInPlace() {
    Bench bench;
    QTRY_VERIFY(bench.find<QPushButton>("findingLeaveOut") != nullptr);
    QTest::mouseClick(bench.find<QPushButton>("findingLeaveOut"), Qt::LeftButton);
    QTRY_VERIFY(!bench.page.model().find(ClipId{1})->isIncluded);
    bench.undo.undo();
    QTRY_VERIFY(bench.page.model().find(ClipId{1})->isIncluded);
    bench.select(3);
    QTRY_VERIFY(bench.find<QPushButton>("findingRules") != nullptr);
}

void tst_Inspector::similarClipsAreOneClickAway() {
    Bench bench;
    QTRY_VERIFY(bench.find<QPushButton>("similarClip") != nullptr);
    QTest::mouseClick(bench.find<QPushButton>("similarClip"), Qt::LeftButton);
    QTRY_COMPARE(bench.find<QLabel>("inspectorTitle")->text(), QStringLiteral("kick_1.wav"));
}

void tst_Inspector::replacesInSeveralPrompts() {
    Bench bench;
    QTRY_COMPARE(bench.page.model().rowCount(), 4);
    bench.find<ClipTableView>("clipTable")->selectAll();
    auto* find = bench.find<QLineEdit>("replaceFind");
    QTRY_VERIFY(find->isVisible());
    QTest::keyClicks(find, QStringLiteral("KICK"));
    QTest::keyClicks(bench.find<QLineEdit>("replaceBy"), QStringLiteral("drum"));
    QTest::mouseClick(bench.find<QPushButton>("replaceGo"), Qt::LeftButton);
    QTRY_COMPARE(QString::fromStdString(bench.page.model().find(ClipId{4})->prompt),
                 QStringLiteral("drum 3"));
    bench.undo.undo();
    QTRY_COMPARE(QString::fromStdString(bench.page.model().find(ClipId{4})->prompt),
                 QStringLiteral("kick 3"));
    // Only those that have it count as edited; after it Ctrl+Z is the clips', not the field's.
    find->selectAll();
    QTest::keyClicks(find, QStringLiteral("kick 3"));
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    QTRY_VERIFY(bench.find<ClipTableView>("clipTable")->isVisible());
    bench.find<QLineEdit>("replaceBy")->setFocus();
    QTest::keyClick(bench.find<QLineEdit>("replaceBy"), Qt::Key_Return);
    QTRY_VERIFY(bench.page.model().find(ClipId{4})->isPromptEdited);
    QCOMPARE(bench.dataset.saved.back().size(), std::size_t{1});
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("clipTable"));
}

void tst_Inspector::theKeyboardIsInTheTable() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    bench.page.setFocus(); // before the clips are there
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("chooseFolder"));
    auto* table = bench.find<ClipTableView>("clipTable");
    QTRY_VERIFY(table->hasFocus());
    QTest::keyClick(table, Qt::Key_End);
    QCOMPARE(table->currentId(), ClipId{4});
    QTest::keyClick(table, Qt::Key_Home);
    QCOMPARE(table->currentId(), ClipId{1});
    // Encoding disables its button; the field beside it would take what is typed.
    bench.encode.plan();
    auto* encode = bench.find<QPushButton>("encode");
    encode->setFocus();
    QTest::keyClick(encode, Qt::Key_Return);
    QCOMPARE(bench.encode.starts, 1);
    QVERIFY(table->hasFocus());
    // Writing a prompt and Enter: on with the next clip.
    auto* prompt = bench.find<QLineEdit>("inspectorPrompt");
    prompt->setFocus();
    prompt->selectAll();
    QTest::keyClicks(prompt, QStringLiteral("tape kick"));
    QTest::keyClick(prompt, Qt::Key_Return);
    QVERIFY(table->hasFocus());
    QTRY_COMPARE(bench.page.model().find(ClipId{1})->prompt, std::string("tape kick"));
}

void tst_Inspector::tabGoesFromLeftToRight() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    QTRY_VERIFY(bench.find<ClipTableView>("clipTable")->isVisible());
    bench.find<QListWidget>("sourceList")->setFocus();
    QStringList order;
    for (int i = 0; i < 40; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        order << QApplication::focusWidget()->objectName();
    }
    const auto at = [&](const char* name) { return order.indexOf(QString::fromLatin1(name)); };
    QVERIFY2(at("encode") < at("clipFilter") && at("clipFilter") < at("clipTable") &&
                 at("clipTable") < at("inspectorPlay") && at("encode") >= 0,
             qPrintable(order.join(QLatin1Char(' '))));
}

void tst_Inspector::theSplitCanBeUndone() {
    Bench bench;
    QTRY_COMPARE(bench.page.model().rowCount(), 4);
    QTest::mouseClick(bench.find<QPushButton>("splitAgain"), Qt::LeftButton);
    std::vector<dataset::ClipRecord> divided = clipsWithFindings();
    divided[0].split = dataset::SplitSide::HeldOut;
    divided[1].loudnessLufs = -20.0; // a scan: not of the split
    Q_EMIT bench.dataset.clipsLoaded(std::make_shared<const std::vector<dataset::ClipRecord>>(divided));
    Q_EMIT bench.dataset.busyChanged(false, {});
    QCOMPARE(bench.undo.count(), 1);
    QVERIFY(bench.dataset.saved.empty()); // it is in the library already
    QTRY_COMPARE(bench.page.model().find(ClipId{1})->split, dataset::SplitSide::HeldOut);
    bench.undo.undo();
    QTRY_COMPARE(bench.page.model().find(ClipId{1})->split, dataset::SplitSide::Train);
    QCOMPARE(bench.dataset.saved.back().size(), std::size_t{1});
    // What comes by itself is none of the user's steps.
    Q_EMIT bench.dataset.clipsLoaded(std::make_shared<const std::vector<dataset::ClipRecord>>(divided));
    Q_EMIT bench.dataset.busyChanged(false, {});
    QCOMPARE(bench.undo.count(), 1);
}

void tst_Inspector::anotherModelIsCheckedFor() {
    Bench bench;
    QTRY_COMPARE(bench.page.model().rowCount(), 4);
    dataset::DoctorSettings small;
    bench.page.setDoctorSettings(small); // the project's, as it was opened
    QCOMPARE(bench.dataset.checks, 0);
    small.windowFrames = 65536;
    bench.page.setDoctorSettings(small);
    QCOMPARE(bench.dataset.checks, 1);
    bench.page.setDoctorSettings(small);
    QCOMPARE(bench.dataset.checks, 1);
}

void tst_Inspector::roundTripIsAskedForOnce() {
    Bench bench;
    auto* button = bench.find<QPushButton>("inspectorRoundTrip");
    QTRY_COMPARE(bench.find<QLabel>("inspectorTitle")->text(), QStringLiteral("kick_0.wav"));
    QVERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.encode.roundTrips.size(), 1);
    QTest::mouseClick(button, Qt::LeftButton); // impatience asks for nothing more
    QCOMPARE(bench.encode.roundTrips.size(), 1);
    Q_EMIT bench.encode.roundTripReady(bench.encode.roundTrips.front(),
                                       bench.folder.filePath(QStringLiteral("decoded.flac")));
    QVERIFY(button->isEnabled());
    QVERIFY(button->isChecked());
    QTest::mouseClick(button, Qt::LeftButton); // the original again
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.encode.roundTrips.size(), 1);
    QTest::mouseClick(button, Qt::LeftButton);
    bench.select(2);
    QCOMPARE(bench.find<QLabel>("inspectorTitle")->text(), QStringLiteral("kick_1.wav"));
    QVERIFY(button->isEnabled());
    QVERIFY(!button->isChecked());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.encode.roundTrips.size(), 2);
    Q_EMIT bench.encode.failed(Error{ErrorCode::NotFound, "no model", {}, {}},
                               QStringLiteral("The round trip could not be made"));
    QVERIFY(button->isEnabled());
    QVERIFY(!button->isChecked());
}

void tst_Inspector::newFoldersAreMadeReady() {
    Bench bench;
    bench.page.setRules(dataset::findPromptPreset("clean-names")->rules);
    bench.page.addFolders({QStringLiteral("/sounds")});
    QCOMPARE(bench.dataset.added, QStringList{QStringLiteral("/sounds")});
    QCOMPARE(bench.dataset.checks, 1);
    QCOMPARE(bench.dataset.applied.size(), std::size_t{1});
    QCOMPARE(bench.dataset.splits.size(), std::size_t{1});
    QVERIFY(!bench.dataset.splits.front().startsAnew); // what has a side keeps it
}

void tst_Inspector::splitIsShownAndMadeAnew() {
    Bench bench;
    auto* list = bench.find<QListWidget>("splitList");
    QTRY_COMPARE(list->item(0)->data(Qt::UserRole).toInt(), 3);
    QCOMPARE(list->item(1)->data(Qt::UserRole).toInt(), 1);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
    QTRY_COMPARE(bench.page.model().rowCount(), 1);
    bench.find<QSpinBox>("heldOutPercent")->setValue(20);
    QTest::mouseClick(bench.find<QPushButton>("splitAgain"), Qt::LeftButton);
    QCOMPARE(bench.dataset.splits.back().heldOutFraction, 0.2);
    QVERIFY(bench.dataset.splits.back().startsAnew);
}

void tst_Inspector::workIsToldInItsOwnUnits() {
    Bench bench;
    const auto* count = bench.find<QLabel>("clipCount");
    Q_EMIT bench.dataset.busyChanged(true, QStringLiteral("Scanning"));
    Q_EMIT bench.dataset.scanProgressed(1, 1);
    QVERIFY2(count->text().contains(QStringLiteral("1 of 1 file")), qPrintable(count->text()));
    Q_EMIT bench.dataset.checkProgressed(0.075); // of pairs, not of files
    QVERIFY2(count->text().contains(QStringLiteral("7 %")), qPrintable(count->text()));
    Q_EMIT bench.dataset.busyChanged(false, {});
    QVERIFY2(count->text().contains(QStringLiteral("clips")), qPrintable(count->text()));
}

// A finding and a side are filters as any other: typed, clicked, cleared.
void tst_Inspector::theMarkFollowsTheFilter() {
    Bench bench;
    auto* findings = bench.find<QListWidget>("doctorList");
    auto* sides = bench.find<QListWidget>("splitList");
    auto* filter = bench.find<QLineEdit>("clipFilter");
    QTRY_VERIFY(findings->count() > 1);
    QTest::mouseClick(findings->viewport(), Qt::LeftButton, {},
                      findings->visualItemRect(findings->item(1)).center());
    QVERIFY(filter->text().startsWith(QStringLiteral("finding:")));
    QTRY_COMPARE(findings->currentRow(), 1);
    QTest::mouseClick(sides->viewport(), Qt::LeftButton, {}, sides->visualItemRect(sides->item(1)).center());
    QCOMPARE(sides->currentRow(), 1);
    QCOMPARE(findings->currentRow(), -1); // one filter, one mark
    filter->clear();
    QCOMPARE(sides->currentRow(), -1);
    QTest::keyClicks(filter, QStringLiteral("split:train"));
    QCOMPARE(sides->currentRow(), 0);
    QTRY_VERIFY(!bench.page.model().isArranging());
    QCOMPARE(sides->currentRow(), 0); // also after the counts came anew
}

void tst_Inspector::whatCannotBeReadIsNotPadded() {
    Bench bench;
    bench.select(1);
    QTRY_VERIFY(bench.find<QLabel>("promptNote")->text().contains(QStringLiteral("seconds_total")));
    dataset::ClipRecord clip = *bench.page.model().find(ClipId{2});
    clip.unreadableReason = "The file is damaged";
    clip.frameCount = 0;
    Q_EMIT bench.dataset.clipsChanged(
        std::make_shared<const std::vector<dataset::ClipRecord>>(std::vector{clip}));
    QTRY_VERIFY(!bench.page.model().find(ClipId{2})->isReadable());
    bench.select(2);
    QTRY_VERIFY(!bench.find<QLabel>("promptNote")->text().contains(QStringLiteral("seconds_total")));
}

void tst_Inspector::longFilesAreAChoice() {
    Bench bench;
    auto* choice = bench.find<QComboBox>("longFiles");
    bench.encode.plan();
    QVERIFY(!choice->isVisible()); // there are none
    bench.encode.answer.longClips = 3;
    bench.encode.plan();
    QVERIFY(choice->isVisible());
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QCOMPARE(static_cast<int>(bench.encode.choice), static_cast<int>(LongFiles::Pieces));
    QTest::mouseClick(bench.find<QPushButton>("encode"), Qt::LeftButton);
    QCOMPARE(bench.encode.starts, 1);
}

std::vector<dataset::SourceFolder> sourcesAt(std::initializer_list<const char*> folders) {
    std::vector<dataset::SourceFolder> sources;
    for (const char* folder : folders)
        sources.push_back({dataset::SourceId{static_cast<std::int64_t>(sources.size()) + 1}, folder});
    return sources;
}

// Ids begin at 1 in every project.
void tst_Inspector::anotherProjectShowsItsOwnClips() {
    Bench bench;
    Q_EMIT bench.dataset.sourcesChanged(sourcesAt({"/first"}));
    const auto* title = bench.find<QLabel>("inspectorTitle");
    auto* roundTrip = bench.find<QPushButton>("inspectorRoundTrip");
    QTRY_COMPARE(title->text(), QStringLiteral("kick_0.wav"));
    bench.find<QLineEdit>("clipFilter")->setText(QStringLiteral("kick"));
    QTRY_COMPARE(bench.page.model().rowCount(), 4);
    QTRY_VERIFY(!bench.page.model().isArranging());
    Q_EMIT bench.dataset.opening();
    QVERIFY(!title->isVisible());
    QVERIFY(bench.find<QLineEdit>("clipFilter")->text().isEmpty());
    Q_EMIT bench.dataset.sourcesChanged(sourcesAt({"/second"}));
    Q_EMIT bench.dataset.clipsLoaded(
        std::make_shared<const std::vector<dataset::ClipRecord>>(clipsWithFindings()));
    QTRY_VERIFY(title->isVisible());
    QTest::mouseClick(roundTrip, Qt::LeftButton);
    QCOMPARE(bench.encode.roundTrips, QStringList{QStringLiteral("/second/kicks/kick_0.wav")});
}

void tst_Inspector::aSourceThatIsTakenOutFiltersNoMore() {
    Bench bench;
    Q_EMIT bench.dataset.sourcesChanged(sourcesAt({"/first", "/second"}));
    QTRY_COMPARE(bench.page.model().rowCount(), 4);
    auto* list = bench.find<QListWidget>("sourceList");
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(2)).center());
    QTRY_COMPARE(bench.page.model().rowCount(), 0); // all clips are of the first
    Q_EMIT bench.dataset.sourcesChanged(sourcesAt({"/first"}));
    QTRY_COMPARE(bench.page.model().rowCount(), 4);
    QCOMPARE(list->currentRow(), 0);
    // One that stays is still the chosen one, wherever it stands.
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
    std::vector<dataset::SourceFolder> reordered = sourcesAt({"/first", "/another"});
    std::swap(reordered[0], reordered[1]);
    Q_EMIT bench.dataset.sourcesChanged(reordered);
    QCOMPARE(list->currentRow(), 2);
}

void tst_Inspector::undoKeepsWhatWasFoundOutMeanwhile() {
    Bench bench;
    QTRY_VERIFY(bench.find<QPushButton>("findingLeaveOut") != nullptr);
    QTest::mouseClick(bench.find<QPushButton>("findingLeaveOut"), Qt::LeftButton);
    QTRY_VERIFY(!bench.page.model().find(ClipId{1})->isIncluded);
    // A scan found the file elsewhere, a check found it clipped, rules gave it other words.
    dataset::ClipRecord scanned = *bench.page.model().find(ClipId{1});
    scanned.path = "moved/kick_0.wav";
    scanned.prompt = "by a rule";
    scanned.findings.add(dataset::Finding::Clipped);
    Q_EMIT bench.dataset.clipsChanged(
        std::make_shared<const std::vector<dataset::ClipRecord>>(std::vector{scanned}));
    QTRY_VERIFY(!bench.page.model().isArranging());
    bench.undo.undo();
    QTRY_VERIFY(bench.page.model().find(ClipId{1})->isIncluded);
    const dataset::ClipRecord* now = bench.page.model().find(ClipId{1});
    QCOMPARE(now->path, scanned.path);
    QCOMPARE(now->prompt, scanned.prompt);
    QVERIFY(now->findings.contains(dataset::Finding::Clipped));
    // A clip whose folder was taken out does not come back as a row.
    QTRY_VERIFY(!bench.page.model().isArranging());
    bench.page.model().remove({ClipId{1}});
    QTRY_COMPARE(bench.page.model().rowCount(), 3);
    bench.undo.redo();
    QTRY_VERIFY(!bench.page.model().isArranging());
    QVERIFY(bench.page.model().find(ClipId{1}) == nullptr);
}

void tst_Inspector::whatIsTypedStaysWithItsClip() {
    Bench bench;
    QTRY_COMPARE(bench.find<QLabel>("inspectorTitle")->text(), QStringLiteral("kick_0.wav"));
    auto* prompt = bench.find<QLineEdit>("inspectorPrompt");
    bench.page.activateWindow();
    prompt->setFocus();
    prompt->selectAll();
    QTest::keyClicks(prompt, QStringLiteral("tape kick"));
    bench.select(2); // without the focus leaving the field
    QCOMPARE(prompt->text(), QStringLiteral("kick 1"));
    QTRY_COMPARE(bench.page.model().find(ClipId{1})->prompt, std::string("tape kick"));
    QCOMPARE(bench.page.model().find(ClipId{2})->prompt, std::string("kick 1"));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Inspector>(argc, argv);
}
#include "tst_Inspector.moc"
