// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ParameterDescription.h"
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/generate/DemoGridView.h"
#include "ui/plots/MetricChart.h"
#include "ui/runs/RunsPage.h"
#include "ui/runs/SettingsTable.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Quantity.h"

#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

namespace {

RunView runNamed(int number, const char* name, RunStatus status) {
    RunView run;
    run.id = QStringLiteral("000%1").arg(number);
    run.number = number;
    run.name = QString::fromLatin1(name);
    run.status = status;
    run.step = 1000;
    run.plannedSteps = 2000;
    run.resumeStep = status == RunStatus::Finished ? 0 : 900;
    run.settings = config::jsonFromRunSettings({});
    return run;
}

struct Bench {
    Bench() {
        train.list = {runNamed(2, "warm kicks", RunStatus::Stopped),
                      runNamed(1, "first try", RunStatus::Finished)};
        config::setValueAt(train.list[0].settings, "batch_size", 8);
        for (int step = 100; step <= 1000; step += 100) {
            train.metrics.push_back({step, step * 36.0, "val/loss", 1.0 - step / 2000.0});
            train.metrics.push_back({step, step * 36.0, "train/loss", 0.9 - step / 2000.0});
        }
        listen.grid.columns = {{0, {}, false, false, true, {}}, {500, 0.7, true, false, true, {}}};
        listen.grid.rows = {
            {QStringLiteral("a"),
             QStringLiteral("deep kick"),
             QStringLiteral("seed 7"),
             {{QStringLiteral("base.wav"), 0, {}, {}}, {QStringLiteral("500.wav"), 0, {}, {}}}}};
        Q_EMIT train.runsChanged();
        page.resize(1280, 720);
        page.show();
    }
    template <typename Widget>
    Widget* find(const char* name) {
        return page.findChild<Widget*>(QString::fromLatin1(name));
    }
    void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    void chooseBoth() { find<QTableWidget>("runTable")->selectAll(); }

    QTemporaryDir folder;
    fakes::Train train;
    fakes::Jobs jobs;
    fakes::Listen listen;
    PeakCache peaks{folder.path().toStdString()};
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
    RunsPage page{{train, jobs, listen, *player, peaks}};
};

} // namespace

class tst_Runs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void settingsAreInTheWordsOfTheForm();
    void numbersAreInTheReadersLanguage();
    void comparisonShowsWhatDiffers();
    void curvesFollowTheChoice();
    void demosStandSideBySide();
    void queueIsReordered();
    void theKeyboardStaysWithItsRun();
    void anErrorIsToldWhereItWasCaused();
    void cleaningUpAsksFirst();
    void aRunThatNeverStartedCanStart();
    void interruptedRunIsOffered();
    void cloneTakesTheSettings();
    void notesAreSavedWhenTypingPauses();
    void everythingHasAName();
};

void tst_Runs::settingsAreInTheWordsOfTheForm() {
    Bench bench;
    auto* table = bench.find<SettingsTable>("differences");
    QVERIFY(table->rowCount() > 20);
    const auto found = table->findItems(QStringLiteral("Batch"), Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    QCOMPARE(table->item(found.front()->row(), 1)->text(), QStringLiteral("8 clips"));
    for (const auto& [label, text] :
         {std::pair{"Length of clips", "the model's length"}, {"Gradient accumulation", "1 batch"}}) {
        const auto rows = table->findItems(QString::fromLatin1(label), Qt::MatchExactly);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(table->item(rows.front()->row(), 1)->text(), QString::fromLatin1(text));
    }
}

void tst_Runs::numbersAreInTheReadersLanguage() {
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German));
    Bench bench;
    QLocale::setDefault(before);
    auto* table = bench.find<SettingsTable>("differences");
    for (const auto& [path, text] :
         {std::pair{"cfg_dropout", "0,1"}, {"optimiser.config.betas", "0,9; 0,9"}}) {
        bool isFound = false;
        for (int row = 0; row < table->rowCount(); ++row) {
            if (table->item(row, 0)->data(Qt::UserRole).toString() != QString::fromLatin1(path)) continue;
            isFound = true;
            QVERIFY2(table->item(row, 1)->text().startsWith(QString::fromLatin1(text)),
                     qPrintable(table->item(row, 1)->text()));
        }
        QVERIFY2(isFound, path);
    }
}

void tst_Runs::comparisonShowsWhatDiffers() {
    Bench bench;
    bench.chooseBoth();
    auto* table = bench.find<SettingsTable>("differences");
    QCOMPARE(table->rowCount(), 1);
    QCOMPARE(table->item(0, 0)->text(), QStringLiteral("Batch"));
    QCOMPARE(table->item(0, 1)->text(), QStringLiteral("8 clips"));
    QCOMPARE(table->item(0, 2)->text(), QStringLiteral("4 clips"));
    QVERIFY(!bench.find<QPushButton>("runOpen")->isEnabled());
    QVERIFY(bench.find<QLabel>("runTitle")->text().contains(QLatin1Char('2')));
}

void tst_Runs::curvesFollowTheChoice() {
    Bench bench;
    auto* chart = bench.find<MetricChart>("compareChart");
    QCOMPARE(chart->series(0).size(), std::size_t{10});
    QCOMPARE(chart->series(1).size(), std::size_t{0});
    QCOMPARE(chart->series(0).points().back().x, 1000.0);
    bench.chooseBoth();
    QCOMPARE(chart->series(1).size(), std::size_t{10});
    bench.click("compareHours");
    QCOMPARE(chart->series(0).points().back().x, 10.0);
    QCOMPARE(chart->series(0).points().front().y, 0.95);
    bench.click("compareTraining");
    QCOMPARE(chart->series(0).points().front().y, 0.85);
}

void tst_Runs::demosStandSideBySide() {
    Bench bench;
    bench.chooseBoth();
    bench.click("runDemos");
    const DemoGrid& grid = bench.find<DemoGridView>("compareDemos")->grid();
    QCOMPARE(grid.columns.size(), std::size_t{2});
    QCOMPARE(grid.columns[0].title, QStringLiteral("2 warm kicks"));
    QCOMPARE(grid.columns[1].title, QStringLiteral("1 first try"));
    auto* view = bench.find<DemoGridView>("compareDemos");
    QSignalSpy rated(view, &DemoGridView::starsChosen);
    view->rateCurrent(3); // stars are given on the page of one run
    QCOMPARE(rated.size(), 0);
    QCOMPARE(grid.rows.size(), std::size_t{1});
    QCOMPARE(grid.rows[0].cells[1].file,
             QStringLiteral("500.wav")); // the best checkpoint, not the base model
}

// The list grows at its top while somebody is in it.
void tst_Runs::theKeyboardStaysWithItsRun() {
    Bench bench;
    auto* table = bench.find<QTableWidget>("runTable");
    table->setCurrentCell(1, 0);
    bench.train.list.insert(bench.train.list.begin(), runNamed(3, "new one", RunStatus::Running));
    Q_EMIT bench.train.runsChanged();
    QCOMPARE(table->currentRow(), 2);
    QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table->selectionModel()->selectedRows().front().row(), 2);
}

void tst_Runs::anErrorIsToldWhereItWasCaused() {
    Bench bench;
    const auto* banner = bench.page.findChild<MessageBanner*>();
    const Error error{ErrorCode::Internal, "broken", {}, {}};
    bench.page.hide();
    Q_EMIT bench.train.failed(error, QStringLiteral("of another page"));
    QVERIFY(banner->isHidden());
    bench.page.show();
    bench.find<QPushButton>("runResume")->click();
    bench.page.hide(); // the answer takes its time
    Q_EMIT bench.train.failed(error, QStringLiteral("of this page"));
    QVERIFY(!banner->isHidden());
}

void tst_Runs::queueIsReordered() {
    Bench bench;
    for (int i = 0; i < 2; ++i) {
        jobs::JobSnapshot waiting;
        waiting.id = JobId{7 + i};
        waiting.title = "Training";
        waiting.queuePosition = static_cast<std::size_t>(i);
        bench.jobs.shots.push_back(waiting);
    }
    Q_EMIT bench.jobs.queueChanged();
    auto* queue = bench.find<QListWidget>("queue");
    QVERIFY(queue->isVisible());
    bench.train.list[0].job = JobId{8}; // two of the same name are told apart
    Q_EMIT bench.train.runsChanged();
    QVERIFY2(queue->item(1)->text().contains(QLocale().toString(bench.train.list[0].number)),
             qPrintable(queue->item(1)->text()));
    queue->setCurrentRow(1);
    bench.click("queueUp");
    queue->setCurrentRow(0);
    bench.click("queueDown");
    bench.click("queueRemove");
    const QStringList moves{QStringLiteral("move 8 0"), QStringLiteral("move 7 1"), QStringLiteral("stop 7")};
    QCOMPARE(bench.jobs.calls, moves);
    QVERIFY(!bench.find<QPushButton>("queueUp")->isEnabled()); // it is the first
    // From the keyboard, as well.
    bench.jobs.calls.clear();
    bench.page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    queue->setFocus();
    queue->setCurrentRow(1);
    QTest::keyClick(queue, Qt::Key_Up, Qt::AltModifier);
    queue->setCurrentRow(0);
    QTest::keyClick(queue, Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(queue, Qt::Key_Delete);
    QCOMPARE(bench.jobs.calls, moves);
    bench.find<QPushButton>("queueDown")->setFocus();
    queue->setCurrentRow(1); // nothing is below it
    QVERIFY(queue->hasFocus());
    // A checkpoint of the running run leaves alone what may just be dragged.
    const QListWidgetItem* dragged = queue->item(0);
    QSignalSpy rows(queue->model(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy resets(queue->model(), &QAbstractItemModel::modelReset);
    Q_EMIT bench.train.runsChanged();
    QCOMPARE(queue->item(0), dragged);
    QVERIFY(rows.isEmpty() && resets.isEmpty());
    bench.jobs.shots.clear();
    Q_EMIT bench.jobs.queueChanged();
    QVERIFY(!queue->isVisible());
}

void tst_Runs::cleaningUpAsksFirst() {
    Bench bench;
    bench.click("runClean");
    QVERIFY(bench.find<QMessageBox>("cleanQuestion") == nullptr); // nothing to delete, nothing to ask
    bench.train.points = {{100, {}, true, false, 1'000'000},
                          {200, {}, false, true, 1'000'000},
                          {300, {}, false, false, 2'000'000},
                          {400, {}, false, false, 1'000'000}};
    bench.click("runClean");
    auto* question = bench.find<QMessageBox>("cleanQuestion");
    QVERIFY(question != nullptr);
    QVERIFY(question->text().contains(bytesText(2e6))); // 300 alone: the others are kept, best, last
    QVERIFY(bench.train.calls.isEmpty());
    for (QAbstractButton* button : question->buttons())
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.train.calls, QStringList{QStringLiteral("clean 0002")});
}

void tst_Runs::aRunThatNeverStartedCanStart() {
    Bench bench;
    bench.train.list[0].step = 0;
    bench.train.list[0].resumeStep = 0;
    Q_EMIT bench.train.runsChanged();
    QCOMPARE(bench.find<QTableWidget>("runTable")->item(0, 2)->text(), QStringLiteral("not started"));
    auto* start = bench.find<QPushButton>("runResume");
    QVERIFY(start->isVisible());
    QCOMPARE(start->accessibleName(), QStringLiteral("Start"));
    bench.click("runResume");
    QCOMPARE(bench.train.resumed, QStringList{bench.train.list[0].id});
    bench.train.list[0].step = 500; // this one has begun
    bench.train.list[0].resumeStep = 500;
    Q_EMIT bench.train.runsChanged();
    QCOMPARE(bench.find<QTableWidget>("runTable")->item(0, 2)->text(), QStringLiteral("stopped and saved"));
    QVERIFY(start->accessibleName().contains(QStringLiteral("500")));
}

void tst_Runs::interruptedRunIsOffered() {
    Bench bench;
    bench.train.list[0].status = RunStatus::Interrupted;
    Q_EMIT bench.train.runsChanged();
    auto* remedy = bench.find<QPushButton>("bannerRemedy");
    QVERIFY(remedy->isVisible());
    QVERIFY(remedy->text().contains(QStringLiteral("900")));
    QTest::mouseClick(remedy, Qt::LeftButton);
    QCOMPARE(bench.train.resumed, QStringList{QStringLiteral("0002")});
    bench.train.list[0].status = RunStatus::Running;
    Q_EMIT bench.train.runsChanged();
    QVERIFY(!remedy->isVisible());
}

void tst_Runs::cloneTakesTheSettings() {
    Bench bench;
    QSignalSpy cloned(&bench.page, &RunsPage::cloneRequested);
    bench.click("runClone");
    QCOMPARE(cloned.count(), 1);
    QCOMPARE(cloned[0][0].value<config::Json>()["batch_size"].get<int>(), 8);
}

void tst_Runs::notesAreSavedWhenTypingPauses() {
    Bench bench;
    auto* notes = bench.find<QPlainTextEdit>("runNotes");
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    notes->setFocus();
    QTest::keyClicks(notes, QStringLiteral("good"));
    QVERIFY(bench.train.calls.isEmpty());
    QTRY_COMPARE(bench.train.calls, QStringList{QStringLiteral("notes 0002 good")});
    QTest::keyClicks(notes, QStringLiteral("!"));
    bench.find<QTableWidget>("runTable")->selectRow(1); // leaving saves too
    QCOMPARE(bench.train.calls.last(), QStringLiteral("notes 0002 good!"));
}

void tst_Runs::everythingHasAName() {
    Bench bench;
    QCOMPARE(namelessControls(bench.page).join(QLatin1Char(' ')), QString());
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Runs>(argc, argv);
}
#include "tst_Runs.moc"
