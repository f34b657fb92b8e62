// SPDX-License-Identifier: GPL-3.0-or-later
//
// What lies in a project's folders and on the page of its dataset, over the real library: latents that were
// imported stand among the clips and cannot be changed; watched folders bring their new sounds by themselves;
// how far each clip is.
#include "core/audio/AudioWriter.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/latents/ImportedSets.h"
#include "core/latents/PreEncodedWriter.h"
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/bridge/LibraryDatasetService.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipTableView.h"
#include "ui/dataset/DatasetPage.h"
#include "ui/dataset/RulesEditor.h"
#include "ui/widgets/MessageBanner.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>
#include <QUndoStack>
#include <QtTest>

#include <memory>

using namespace attune;
using namespace attune::ui;
namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 60'000; // ms

void writeSound(const fs::path& file) {
    audio::AudioBuffer sound(1, 4410, SampleRate{44100});
    for (std::size_t i = 0; i < 4410; ++i) sound.channel(0)[i] = i % 100 < 50 ? 0.5F : -0.5F;
    if (!audio::writeAudio(file, sound, audio::FileFormat::WavFloat)) qFatal("cannot write a sound");
}

// `count` pairs of a sound of 48 frames at 100 Hz.
void writePairs(const fs::path& folder, int count) {
    auto writer =
        latents::PreEncodedWriter::create(folder, config::Json::object(), latents::OccupiedFolder::Add)
            .value();
    for (int i = 0; i < count; ++i) {
        latents::PreEncodedDescription description;
        description.path = concat("sounds/kick ", i, ".wav");
        description.relativePath = concat("kick ", i, ".wav");
        description.sampleRate = SampleRate{100};
        description.window = audio::cropWindow(480, 80, description.sampleRate);
        description.more = config::Json{{"prompt", concat("old kick ", i)}};
        if (!writer.write(0, i, latents::NpyType::Float32, 2, std::vector<float>(20, 0.5F), description))
            qFatal("cannot write a pair");
    }
}

struct Bench {
    Bench() {
        sounds = root() / "sounds";
        fs::create_directories(sounds);
        writeSound(sounds / "a.wav");
        QObject::connect(&service, &DatasetService::busyChanged, &page,
                         [this](bool isBusy) { busy = isBusy; });
    }
    [[nodiscard]] fs::path root() const { return pathFromUtf8(folder.path().toStdString()); }
    void importSet(int training, int heldOut) const {
        const fs::path set = root() / "latents" / "imported" / "old-kicks";
        const auto config = [](const char* name) {
            return concat(R"({"dataset_type": "pre_encoded", "datasets": [{"id": "x", "path": ")", name,
                          R"("}]})");
        };
        writePairs(set / "train", training);
        if (heldOut > 0) writePairs(set / "held_out", heldOut);
        const bool isWritten =
            writeTextAtomically(set / "dataset_config.json", config("train")) &&
            (heldOut == 0 || writeTextAtomically(set / "val_dataset_config.json", config("held_out")));
        if (!isWritten) qFatal("cannot write a config");
    }
    void open() {
        page.resize(1500, 800);
        page.show();
        service.open(QString::fromStdString(utf8FromPath(root() / "library.sqlite")), false);
        service.addFolders({QString::fromStdString(utf8FromPath(sounds))});
    }
    [[nodiscard]] int rows() { return page.model().isArranging() ? -1 : page.model().rowCount(); }
    template <typename Widget>
    [[nodiscard]] Widget* find(const char* name) const {
        return page.findChild<Widget*>(QString::fromLatin1(name));
    }

    QTemporaryDir folder;
    fs::path sounds;
    LibraryDatasetService service;
    fakes::Encode encode;
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
    PeakCache peaks{folder.filePath(QStringLiteral("peaks")).toStdString()};
    QUndoStack undo;
    DatasetPage page{{service, encode, *player, peaks, undo}};
    bool busy{false};
};

} // namespace

class tst_Folders : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void setsAreReadAndCounted();
    void importedLatentsStandAmongTheClips();
    void importedLatentsCannotBeChanged();
    void documentsMaySayAnything();
    void aDamagedSetIsNamed();
    void watchedFoldersBringNewSounds();
    void foldersThatAreNotWatchedStayAsTheyAre();
    void howFarEachClipIs();
    void editsKeepWhatTheRulesWroteMeanwhile();
    void whatBelongsToTheProjectBeforeIsNotTold();
    void wordsFromATable();
    void promptsByRulesCanBeUndone();
    void thePlanSaysWhatEncodingTakes();
};

void tst_Folders::setsAreReadAndCounted() {
    const Bench bench;
    QVERIFY(latents::importedSets(bench.root() / "latents").empty());
    bench.importSet(3, 1);
    const auto sets = latents::importedSets(bench.root() / "latents");
    QCOMPARE(sets.size(), std::size_t{1});
    QCOMPARE(latents::countImported(sets.front()).training, 3);
    QCOMPARE(latents::countImported(sets.front()).heldOut, 1);
    const auto pairs = latents::importedPairs(sets.front());
    QVERIFY(pairs.has_value());
    QCOMPARE(pairs->size(), std::size_t{4});
    QCOMPARE(pairs->front().prompt, std::string("old kick 0"));
    QVERIFY(!pairs->front().isHeldOut && pairs->back().isHeldOut);
    CancellationSource stop;
    stop.request();
    QVERIFY(!latents::importedPairs(sets.front(), stop.cancellation()));
}

void tst_Folders::importedLatentsStandAmongTheClips() {
    Bench bench;
    bench.importSet(3, 1);
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 5, kPatience); // one sound, four pairs
    auto* filter = bench.find<QLineEdit>("clipFilter");
    QTest::keyClicks(filter, QStringLiteral("\"old kick\""));
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 4, kPatience);
    const auto shown = [&](int row, ClipTableModel::Column column) {
        return bench.page.model().index(row, column).data().toString();
    };
    QStringList splits;
    for (int row = 0; row < 4; ++row) {
        QCOMPARE(shown(row, ClipTableModel::Encoded), QStringLiteral("imported"));
        QVERIFY(shown(row, ClipTableModel::Name).startsWith(QStringLiteral("kick ")));
        QCOMPARE(shown(row, ClipTableModel::Length), QStringLiteral("5.00 s"));
        splits << shown(row, ClipTableModel::Split);
    }
    QCOMPARE(splits.count(QStringLiteral("train")), 3);
    QCOMPARE(splits.count(QStringLiteral("held out")), 1);
    filter->clear();
    // The panel has it as a source that can be chosen alone.
    auto* sources = bench.find<QListWidget>("sourceList");
    QTRY_COMPARE(sources->count(), 3); // all, the folder, the set
    QVERIFY2(sources->item(2)->text().contains(QStringLiteral("old-kicks")),
             qPrintable(sources->item(2)->text()));
    QTest::mouseClick(sources->viewport(), Qt::LeftButton, {},
                      sources->visualItemRect(sources->item(2)).center());
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 4, kPatience);
}

void tst_Folders::importedLatentsCannotBeChanged() {
    Bench bench;
    bench.importSet(2, 0);
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 3, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    auto* table = bench.find<ClipTableView>("clipTable");
    table->selectAll();
    QTest::keyClick(table, Qt::Key_Delete); // leaves out what is selected: of these only the sound
    QTRY_COMPARE(bench.undo.count(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    int leftOut = 0;
    bench.page.model().forEachClip([&](const dataset::ClipRecord& clip) {
        leftOut += clip.isIncluded ? 0 : 1;
        QVERIFY(clip.isIncluded || !isImported(clip));
    });
    QCOMPARE(leftOut, 1);
    for (int row = 0; row < bench.rows(); ++row) {
        const dataset::ClipRecord& clip = bench.page.model().record(row);
        if (!isImported(clip)) continue;
        table->selectId(clip.id);
        QVERIFY(bench.find<QLineEdit>("inspectorPrompt")->isReadOnly());
        QVERIFY(!bench.find<QPushButton>("inspectorPlay")->isEnabled());
        QVERIFY(bench.find<QLabel>("inspectorFacts")->text().contains(QStringLiteral("imported")));
    }
}

void tst_Folders::documentsMaySayAnything() {
    const Bench bench;
    bench.importSet(2, 0);
    for (const auto& entry : fs::recursive_directory_iterator(bench.root() / "latents")) {
        auto document = config::readJsonFile(entry.path());
        if (entry.path().extension() != ".json" || !document || !document->contains("seconds_total"))
            continue;
        (*document)["seconds_total"] = entry.path().stem() == "0000000000000" ? 1e300 : -5.0;
        QVERIFY(config::writeJsonFile(entry.path(), *document).has_value());
    }
    const ImportedClips imported = readImportedClips(bench.root() / "latents", {});
    QCOMPARE(imported.clips.size(), std::size_t{2});
    for (const dataset::ClipRecord& clip : imported.clips)
        QVERIFY2(clip.frameCount >= 0, qPrintable(QString::number(clip.frameCount)));
}

void tst_Folders::aDamagedSetIsNamed() {
    Bench bench;
    bench.importSet(1, 0);
    QVERIFY(
        writeTextAtomically(bench.root() / "latents" / "imported" / "old-kicks" / "dataset_config.json", "{")
            .has_value());
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 1, kPatience); // the sound is there all the same
    QVERIFY(bench.page.findChild<MessageBanner*>()->isVisible());
}

void tst_Folders::watchedFoldersBringNewSounds() {
    Bench bench;
    bench.service.watcher().setDelays(50, 100);
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    QTest::mouseClick(bench.find<QPushButton>("watchSources"), Qt::LeftButton);
    writeSound(bench.sounds / "b.wav");
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 2, kPatience);
    // A new folder inside, and then a sound in that.
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    fs::create_directories(bench.sounds / "deeper");
    writeSound(bench.sounds / "deeper" / "c.wav");
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 3, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    writeSound(bench.sounds / "deeper" / "d.wav");
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 4, kPatience);
    // What came by itself is prepared like what was added by hand: it has a side of the split.
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    bench.page.model().forEachClip(
        [](const dataset::ClipRecord& clip) { QVERIFY(clip.split != dataset::SplitSide::Unassigned); });
}

void tst_Folders::foldersThatAreNotWatchedStayAsTheyAre() {
    Bench bench;
    bench.service.watcher().setDelays(10, 10);
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    QSignalSpy touched(&bench.service, &DatasetService::foldersTouched);
    writeSound(bench.sounds / "b.wav");
    QTest::keyClick(&bench.page, Qt::Key_F5); // the event loop turns, and the button still works
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 2, kPatience);
    QCOMPARE(touched.count(), 0);
}

void tst_Folders::howFarEachClipIs() {
    Bench bench;
    writeSound(bench.sounds / "b.wav");
    writeSound(bench.sounds / "c.wav");
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 3, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    bench.page.model().sort(ClipTableModel::Name, Qt::AscendingOrder);
    QTRY_VERIFY(bench.rows() == 3);
    const auto state = [&](int row) {
        return bench.page.model().index(row, ClipTableModel::Encoded).data().toString();
    };
    auto states = std::make_shared<EncodeStates>();
    states->waiting = {bench.page.model().record(1).id.value, bench.page.model().record(2).id.value};
    std::sort(states->waiting.begin(), states->waiting.end());
    states->problems[bench.page.model().record(2).id.value] = QStringLiteral("it is silent");
    bench.encode.answer.states = states;
    bench.encode.plan();
    QCOMPARE(state(0), QStringLiteral("yes"));
    QCOMPARE(state(1), QStringLiteral("no"));
    QCOMPARE(state(2), QStringLiteral("failed"));
    bench.find<ClipTableView>("clipTable")->selectId(bench.page.model().record(2).id);
    QVERIFY(bench.find<QLabel>("inspectorFacts")->text().contains(QStringLiteral("it is silent")));
    bench.encode.answer.states.reset();
    bench.encode.plan();
    QCOMPARE(state(0), QStringLiteral("–"));
}

// Behind the back of an edit: the worker writes prompts before it saves what was changed by hand.
void tst_Folders::editsKeepWhatTheRulesWroteMeanwhile() {
    Bench bench;
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    ClipEdit edit{bench.page.model().record(0), bench.page.model().record(0)};
    edit.after.isIncluded = false;
    dataset::PromptRules rules;
    rules.rules.push_back({"all", "by a rule", {}, {}, true});
    bench.service.applyRules(rules);
    bench.service.save({edit});
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    QTRY_VERIFY(!bench.page.model().isArranging());
    const dataset::ClipRecord* clip = bench.page.model().find(edit.after.id);
    QVERIFY(!clip->isIncluded);
    QCOMPARE(clip->prompt, std::string("by a rule"));
}

void tst_Folders::whatBelongsToTheProjectBeforeIsNotTold() {
    Bench bench;
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    QSignalSpy scanned(&bench.service, &DatasetService::scanned);
    bench.service.rescan();
    QTRY_COMPARE_WITH_TIMEOUT(scanned.count(), 1, kPatience);
    QCOMPARE(scanned.front().front().toLongLong(), 0); // what addFolders() found was told already
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    QSignalSpy loaded(&bench.service, &DatasetService::clipsLoaded);
    bench.service.rescan();
    bench.service.open(QString::fromStdString(utf8FromPath(bench.root() / "other.sqlite")), false);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    QCOMPARE(scanned.count(), 1);
    QCOMPARE(loaded.count(), 1); // the empty list of the other
    QTRY_COMPARE(bench.rows(), 0);
}

// {csv.column}: a table is chosen in the rules' window, its words are previewed and become prompts.
void tst_Folders::wordsFromATable() {
    Bench bench;
    writeSound(bench.sounds / "b.wav");
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 2, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    QVERIFY(writeTextAtomically(bench.root() / "moods.csv", "file,mood\na.wav,dark thud\nb.wav,bright tick\n")
                .has_value());
    const QString table = QString::fromStdString(utf8FromPath(bench.root() / "moods.csv"));
    QSignalSpy chosen(&bench.page, &DatasetPage::promptTableChanged);
    QTest::mouseClick(bench.find<QPushButton>("editRules"), Qt::LeftButton);
    auto* editor = bench.page.findChild<RulesEditor*>();
    QVERIFY(editor != nullptr);
    QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("ruleAdd")), Qt::LeftButton);
    auto* rules = editor->findChild<QTableWidget*>(QStringLiteral("ruleTable"));
    rules->item(0, 1)->setText(QStringLiteral("{csv.mood}"));
    QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("rulesTable")), Qt::LeftButton);
    auto* dialog = editor->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    Q_EMIT dialog->fileSelected(table);
    dialog->close();
    QCOMPARE(chosen.count(), 1);
    auto* preview = editor->findChild<QTableWidget*>(QStringLiteral("rulesPreview"));
    const auto previewed = [&] {
        QStringList texts;
        for (int row = 0; row < preview->rowCount(); ++row) texts << preview->item(row, 1)->text();
        texts.sort();
        return texts;
    };
    QTRY_COMPARE_WITH_TIMEOUT(
        previewed(), (QStringList{QStringLiteral("bright tick"), QStringLiteral("dark thud")}), kPatience);
    QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("rulesApply")), Qt::LeftButton);
    const auto prompts = [&] {
        QStringList texts;
        bench.page.model().forEachClip(
            [&](const dataset::ClipRecord& clip) { texts << QString::fromStdString(clip.prompt); });
        texts.sort();
        return texts;
    };
    QTRY_COMPARE_WITH_TIMEOUT(
        prompts(), (QStringList{QStringLiteral("bright tick"), QStringLiteral("dark thud")}), kPatience);
    // One of other sounds says so before it takes the words away.
    QVERIFY(writeTextAtomically(bench.root() / "moods.csv", "file,mood\nz.wav,dark thud\n").has_value());
    QTest::mouseClick(bench.find<QPushButton>("editRules"), Qt::LeftButton);
    const auto* problem = editor->findChild<QLabel*>(QStringLiteral("rulesProblem"));
    QTRY_VERIFY_WITH_TIMEOUT(!problem->text().isEmpty(), kPatience);
    QCOMPARE(previewed(), (QStringList{QStringLiteral("(empty)"), QStringLiteral("(empty)")}));
    // A pattern that is none keeps the prompts from being written, and so does an empty table.
    const auto* apply = editor->findChild<QPushButton*>(QStringLiteral("rulesApply"));
    QVERIFY(apply->isEnabled());
    rules->item(0, 1)->setText(QStringLiteral("{csv.mood"));
    QTRY_VERIFY_WITH_TIMEOUT(!apply->isEnabled(), kPatience);
    QVERIFY(!problem->text().isEmpty());
    rules->item(0, 1)->setText(QStringLiteral("{csv.mood}"));
    QTRY_VERIFY_WITH_TIMEOUT(apply->isEnabled(), kPatience);
    QVERIFY(writeTextAtomically(bench.root() / "moods.csv", "").has_value());
    QTest::mouseClick(bench.find<QPushButton>("editRules"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!apply->isEnabled(), kPatience);
    // A table that is gone is named where it is missed, and "Without" lets go of it.
    QVERIFY(QFile::remove(table));
    QTest::mouseClick(bench.find<QPushButton>("editRules"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!editor->findChild<QLabel*>(QStringLiteral("rulesProblem"))->text().isEmpty(),
                             kPatience);
    QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("rulesNoTable")), Qt::LeftButton);
    QCOMPARE(chosen.last().first().toString(), QString());
    QTRY_VERIFY_WITH_TIMEOUT(editor->findChild<QLabel*>(QStringLiteral("rulesProblem"))->text().isEmpty(),
                             kPatience);
}

// What the rules write is one step of undo, over the real library; the rules before come back with it.
void tst_Folders::promptsByRulesCanBeUndone() {
    Bench bench;
    bench.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.rows(), 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    const ClipId id = bench.page.model().record(0).id;
    const auto prompt = [&] { return QString::fromStdString(bench.page.model().find(id)->prompt); };
    const QString before = prompt();
    QTest::mouseClick(bench.find<QPushButton>("editRules"), Qt::LeftButton);
    auto* editor = bench.page.findChild<RulesEditor*>();
    QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("ruleAdd")), Qt::LeftButton);
    editor->findChild<QTableWidget*>(QStringLiteral("ruleTable"))
        ->item(0, 1)
        ->setText(QStringLiteral("sound of {name}"));
    QSignalSpy rules(&bench.page, &DatasetPage::rulesChanged);
    QTest::mouseClick(editor->findChild<QPushButton*>(QStringLiteral("rulesApply")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(prompt(), QStringLiteral("sound of a"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(bench.undo.count(), 1, kPatience);
    bench.undo.undo();
    QTRY_COMPARE_WITH_TIMEOUT(prompt(), before, kPatience);
    QVERIFY(rules.last().first().value<dataset::PromptRules>().rules.empty());
    bench.undo.redo();
    QTRY_COMPARE_WITH_TIMEOUT(prompt(), QStringLiteral("sound of a"), kPatience);
    QCOMPARE(rules.last().first().value<dataset::PromptRules>().rules.size(), std::size_t{1});
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    // Words by hand are given back to the rules at once, and come back with undo.
    const auto edit = [&](const char* name) { return bench.find<QPushButton>(name); };
    auto* field = bench.find<QLineEdit>("inspectorPrompt");
    QTRY_VERIFY(field->isVisible());
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("my word"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(prompt(), QStringLiteral("my word"), kPatience);
    QTRY_VERIFY(edit("inspectorRelease")->isVisible());
    QTest::mouseClick(edit("inspectorRelease"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(prompt(), QStringLiteral("sound of a"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.busy, kPatience);
    bench.undo.undo();
    QTRY_COMPARE_WITH_TIMEOUT(prompt(), QStringLiteral("my word"), kPatience);
}

void tst_Folders::thePlanSaysWhatEncodingTakes() {
    Bench bench;
    bench.page.show();
    bench.encode.plan();
    const auto* plan = bench.find<QLabel>("encodePlan");
    for (const char* part :
         {"21", "4.2", "1.1",
          "memory"}) // time, disk, memory; between figure and unit stands whatever the language wants
        QVERIFY2(plan->text().contains(QString::fromLatin1(part)), qPrintable(plan->text()));
    bench.encode.answer.clipsToDo = 0;
    bench.encode.answer.clipsDone = 12;
    bench.encode.plan();
    QVERIFY2(plan->text().contains(QStringLiteral("12")) && !plan->text().contains(QStringLiteral("GB")),
             qPrintable(plan->text()));
    QVERIFY2(plan->text().contains(QStringLiteral("clips")), qPrintable(plan->text()));
    bench.encode.choice = LongFiles::Pieces; // clips are then fewer than what is encoded
    bench.encode.plan();
    QVERIFY2(plan->text().contains(QStringLiteral("pieces")), qPrintable(plan->text()));
    bench.encode.answer.clipsToDo = 5;
    bench.encode.plan();
    const QString button = bench.find<QPushButton>("encode")->text();
    QVERIFY2(button.contains(QStringLiteral("5 pieces")), qPrintable(button));
    bench.encode.choice = LongFiles::Beginning;
    bench.encode.answer.clipsToDo = 0;
    bench.encode.answer.clipsDone = 0;
    bench.encode.answer.imported = 40;
    bench.encode.plan();
    QVERIFY2(plan->text().contains(QStringLiteral("40")) && plan->text().contains(QStringLiteral("imported")),
             qPrintable(plan->text()));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Folders>(argc, argv);
}
#include "tst_Folders.moc"
