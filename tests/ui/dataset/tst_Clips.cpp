// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "tests/ui/MadeClips.h"
#include "ui/audio/PeakCache.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipTableView.h"
#include "ui/dataset/DatasetEditor.h"
#include "ui/dataset/RulesEditor.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QUndoStack>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

class tst_Clips : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void modelKeepsItsContract();
    void filterAndSort();
    void encodedOnesByFilterAndOrder();
    void badFilterKeepsTheOldOne();
    void changesWhileArrangingAreNotLost();
    void selectionSurvivesFiltering();
    void aNewListKeepsTheSelection();
    void promptEditsUndo();
    void whatCannotBeStoredIsNotShown();
    void manyAtOnce();
    void rulesEditorPreviewsAndApplies();

private:
    static void settle(ClipTableModel& model) { QTRY_VERIFY(!model.isArranging()); }
};

void tst_Clips::modelKeepsItsContract() {
    ClipTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setClips(sharedClips(500));
    settle(model);
    QCOMPARE(model.rowCount(), 500);
    model.setQueryText(QStringLiteral("deep"));
    settle(model);
    QCOMPARE(model.rowCount(), 250);
    model.sort(ClipTableModel::Length, Qt::DescendingOrder);
    settle(model);
    std::vector<dataset::ClipRecord> more = makeClips(510);
    model.update({more.begin() + 500, more.end()});
    settle(model);
    QCOMPARE(model.rowCount(), 255);
    model.remove({ClipId{1}, ClipId{3}});
    settle(model);
    QCOMPARE(model.rowCount(), 253);
}

void tst_Clips::filterAndSort() {
    ClipTableModel model;
    model.setClips(sharedClips(100));
    settle(model);
    model.setQueryText(QStringLiteral("rate!=44100 length<2"));
    settle(model);
    for (int row = 0; row < model.rowCount(); ++row) {
        QCOMPARE(model.record(row).sampleRate.hz, 48000);
        QVERIFY(model.record(row).durationSeconds() < 2.0);
    }
    model.setQueryText({});
    settle(model);
    model.sort(ClipTableModel::Name, Qt::AscendingOrder);
    settle(model);
    // As people count: kick_2 before kick_10.
    QVERIFY(model.rowOf(ClipId{3}) < model.rowOf(ClipId{11}));
}

// Which clips are encoded is no part of their records: the plan says it, and says it anew.
void tst_Clips::encodedOnesByFilterAndOrder() {
    ClipTableModel model;
    model.setClips(sharedClips(6));
    settle(model);
    const auto tell = [&model](std::vector<qint64> waiting, std::map<qint64, QString> problems) {
        model.setEncodeStates(
            std::make_shared<const EncodeStates>(EncodeStates{std::move(waiting), std::move(problems)}));
        settle(model);
    };
    const auto shown = [&model](const char* query) {
        model.setQueryText(QString::fromLatin1(query));
        settle(model);
        std::vector<qint64> ids;
        for (const ClipId id : model.visibleIds()) ids.push_back(id.value);
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    QCOMPARE(shown("encoded:yes"), std::vector<qint64>{}); // nobody has said yet
    tell({2, 4, 5}, {{4, QStringLiteral("cut off")}});
    QCOMPARE(shown("encoded:no"), (std::vector<qint64>{2, 4, 5}));
    QCOMPARE(shown("encoded:failed"), (std::vector<qint64>{4}));
    QCOMPARE(shown("encoded:yes"), (std::vector<qint64>{1, 3, 6}));
    tell({4}, {});
    QCOMPARE(model.rowCount(), 5); // 2 and 5 were encoded meanwhile
    QSignalSpy rejected(&model, &ClipTableModel::queryRejected);
    model.setQueryText(QStringLiteral("encoded:perhaps"));
    QVERIFY(!rejected.last().at(0).toString().isEmpty());
    tell({2, 4, 5}, {{4, QStringLiteral("cut off")}});
    QCOMPARE(model.rowCount(), 3); // the old filter stays, and stays up to date
    QCOMPARE(shown(""), (std::vector<qint64>{1, 2, 3, 4, 5, 6}));
    model.sort(ClipTableModel::Encoded, Qt::AscendingOrder);
    settle(model);
    QCOMPARE(model.record(0).id, ClipId{4}); // what failed wants a look
    QCOMPARE(model.record(1).id, ClipId{2});
    model.sort(ClipTableModel::Encoded, Qt::DescendingOrder);
    settle(model);
    QCOMPARE(model.record(5).id, ClipId{4});
    tell({1, 4}, {{1, QStringLiteral("cut off")}});
    QCOMPARE(model.record(5).id, ClipId{1}); // the order follows
}

void tst_Clips::badFilterKeepsTheOldOne() {
    ClipTableModel model;
    model.setClips(sharedClips(10));
    model.setQueryText(QStringLiteral("deep"));
    settle(model);
    QSignalSpy rejected(&model, &ClipTableModel::queryRejected);
    model.setQueryText(QStringLiteral("length<"));
    QCOMPARE(rejected.count(), 1);
    QVERIFY(!rejected.first().at(0).toString().isEmpty());
    QCOMPARE(model.rowCount(), 5);
}

void tst_Clips::changesWhileArrangingAreNotLost() {
    ClipTableModel model;
    model.setClips(sharedClips(20'000));
    QVERIFY(model.isArranging()); // the worker runs; what comes now must wait
    dataset::ClipRecord changed = makeClips(1).front();
    changed.prompt = "changed meanwhile";
    model.update({changed});
    settle(model);
    QTRY_COMPARE(QString::fromStdString(model.find(ClipId{1})->prompt), QStringLiteral("changed meanwhile"));
    QCOMPARE(model.rowCount(), 20'000);
}

void tst_Clips::selectionSurvivesFiltering() {
    const QTemporaryDir folder;
    PeakCache peaks(folder.path().toStdString());
    ClipTableModel model;
    ClipTableView view(model, peaks);
    view.resize(900, 400);
    view.show();
    model.setClips(sharedClips(100));
    settle(model);
    view.selectId(ClipId{51});
    model.setQueryText(QStringLiteral("deep"));
    settle(model);
    QCOMPARE(view.currentId().value, 51);
    QSignalSpy play(&view, &ClipTableView::playRequested);
    QSignalSpy current(&view, &ClipTableView::currentClipChanged);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(current.count(), 1);
    QTest::keyClick(&view, Qt::Key_Space);
    QCOMPARE(play.count(), 1);
    QSignalSpy leave(&view, &ClipTableView::leaveOutRequested);
    QTest::keyClick(&view, Qt::Key_Delete);
    QCOMPARE(leave.count(), 1);
}

// A scan or a check hands over everything anew while somebody steps through the clips.
void tst_Clips::aNewListKeepsTheSelection() {
    const QTemporaryDir folder;
    PeakCache peaks(folder.path().toStdString());
    ClipTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ClipTableView view(model, peaks);
    view.resize(900, 400);
    view.show();
    model.setClips(sharedClips(100));
    settle(model);
    view.selectId(ClipId{51});
    QSignalSpy emptied(&model, &QAbstractItemModel::modelReset);
    std::vector<dataset::ClipRecord> next = makeClips(200, 7);
    next.erase(next.begin(), next.begin() + 10);
    model.setClips(std::make_shared<const std::vector<dataset::ClipRecord>>(std::move(next)));
    QCOMPARE(model.rowCount(), 100); // the old ones stay meanwhile
    settle(model);
    QCOMPARE(model.rowCount(), 190);
    QCOMPARE(view.currentId().value, 51);
    QCOMPARE(view.selectedIds(), std::vector<ClipId>{ClipId{51}});
    QCOMPARE(QString::fromStdString(model.find(ClipId{51})->path), QStringLiteral("kicks/kick_150.wav"));
    QCOMPARE(emptied.count(), 0);
    model.clear(); // another project: its clip 51 is another one
    settle(model);
    QVERIFY(!view.currentId().isValid());
    QCOMPARE(emptied.count(), 1);
}

void tst_Clips::promptEditsUndo() {
    const QTemporaryDir folder;
    PeakCache peaks(folder.path().toStdString());
    fakes::Dataset service;
    QUndoStack stack;
    ClipTableModel model;
    DatasetEditor editor(model, service, stack);
    connect(&model, &ClipTableModel::promptEdited, &editor,
            [&](ClipId id, const QString& text) { editor.setPrompt({id}, text); });
    ClipTableView view(model, peaks);
    view.resize(900, 400);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    model.setClips(sharedClips(10));
    settle(model);
    view.selectId(ClipId{2});
    QTest::keyClick(&view, Qt::Key_Return);
    auto* line = view.findChild<QLineEdit*>(QStringLiteral("promptEditor"));
    QVERIFY(line != nullptr);
    line->selectAll();
    QTest::keyClicks(line, QStringLiteral("rim shot"));
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(QString::fromStdString(model.find(ClipId{2})->prompt), QStringLiteral("rim shot"));
    QVERIFY(model.find(ClipId{2})->isPromptEdited);
    QCOMPARE(service.saved.size(), std::size_t{1});
    stack.undo();
    settle(model);
    QCOMPARE(QString::fromStdString(model.find(ClipId{2})->prompt), QStringLiteral("snare"));
    QVERIFY(!model.find(ClipId{2})->isPromptEdited);
    stack.redo();
    settle(model);
    QCOMPARE(QString::fromStdString(model.find(ClipId{2})->prompt), QStringLiteral("rim shot"));
    QCOMPARE(service.saved.size(), std::size_t{3}); // the library follows undo and redo too
}

// Else a project that is open for reading shows changes that are gone the next time.
void tst_Clips::whatCannotBeStoredIsNotShown() {
    fakes::Dataset service;
    QUndoStack stack;
    ClipTableModel model;
    DatasetEditor editor(model, service, stack);
    model.setClips(sharedClips(3));
    settle(model);
    const std::string before = model.find(ClipId{2})->prompt;
    service.isReadOnly = true;
    editor.setPrompt({ClipId{2}}, QStringLiteral("rim shot"));
    QCOMPARE(QString::fromStdString(model.find(ClipId{2})->prompt), QString::fromStdString(before));
    QVERIFY(!stack.canUndo());
    service.isReadOnly = false;
    editor.setPrompt({ClipId{2}}, QStringLiteral("rim shot"));
    QCOMPARE(QString::fromStdString(model.find(ClipId{2})->prompt), QStringLiteral("rim shot"));
    QVERIFY(stack.canUndo());
}

void tst_Clips::manyAtOnce() {
    fakes::Dataset service;
    QUndoStack stack;
    ClipTableModel model;
    DatasetEditor editor(model, service, stack);
    model.setClips(sharedClips(1'000));
    settle(model);
    editor.replaceInPrompts(model.visibleIds(), QStringLiteral("KICK"), QStringLiteral("drum"));
    settle(model);
    QCOMPARE(QString::fromStdString(model.find(ClipId{1})->prompt), QStringLiteral("deep drum"));
    QCOMPARE(QString::fromStdString(model.find(ClipId{2})->prompt), QStringLiteral("snare"));
    QVERIFY(!model.find(ClipId{2})->isPromptEdited);
    editor.setIncluded(model.visibleIds(), false);
    editor.setSplit({ClipId{5}}, dataset::SplitSide::HeldOut);
    settle(model);
    QVERIFY(model.find(ClipId{5})->isSplitEdited);
    QCOMPARE(stack.count(), 3);
    for (int i = 0; i < 3; ++i) stack.undo();
    settle(model);
    QCOMPARE(QString::fromStdString(model.find(ClipId{1})->prompt), QStringLiteral("deep kick"));
    QVERIFY(model.find(ClipId{1})->isIncluded);
}

void tst_Clips::rulesEditorPreviewsAndApplies() {
    RulesEditor editor;
    QSignalSpy preview(&editor, &RulesEditor::previewRequested);
    QSignalSpy applied(&editor, &RulesEditor::applied);
    editor.setRules({});
    editor.show();
    QTest::mouseClick(editor.findChild<QPushButton*>(QStringLiteral("ruleAdd")), Qt::LeftButton);
    QVERIFY(preview.count() >= 2);
    auto* table = editor.findChild<QTableWidget*>(QStringLiteral("ruleTable"));
    QCOMPARE(table->rowCount(), 1);
    table->item(0, 1)->setText(QStringLiteral("{folder.1} {name}"));
    QCOMPARE(editor.rules().rules.front().templateText, std::string("{folder.1} {name}"));
    // Weights as the language writes them, or with a point; anything else leaves the weight alone.
    QLocale::setDefault(QLocale(QLocale::German));
    QTest::mouseClick(editor.findChild<QPushButton*>(QStringLiteral("alternativeAdd")), Qt::LeftButton);
    auto* alternatives = editor.findChild<QTableWidget*>(QStringLiteral("alternativeTable"));
    const auto weigh = [&](const char* text) {
        alternatives->item(1, 1)->setText(QString::fromLatin1(text));
        return editor.rules().alternatives.back().weight;
    };
    QCOMPARE(weigh("1,5"), 1.5);
    QCOMPARE(weigh("2.5"), 2.5);
    for (const char* nonsense : {"much", "", "inf", "nan"}) QCOMPARE(weigh(nonsense), 2.5);
    QCOMPARE(weigh("-3"), 0.0);
    QLocale::setDefault(QLocale::c());
    editor.showPreview({}, QStringLiteral("a bracket is missing"));
    QVERIFY(!editor.findChild<QPushButton*>(QStringLiteral("rulesApply"))->isEnabled());
    dataset::PromptPreviewRow row;
    row.path = "a/b.wav";
    row.outcome.alternatives = {{"a b", 1.0}};
    editor.showPreview({row}, {});
    QCOMPARE(editor.findChild<QTableWidget*>(QStringLiteral("rulesPreview"))->rowCount(), 1);
    QTest::mouseClick(editor.findChild<QPushButton*>(QStringLiteral("rulesApply")), Qt::LeftButton);
    QCOMPARE(applied.count(), 1);
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Clips>(argc, argv);
}
#include "tst_Clips.moc"
