// SPDX-License-Identifier: GPL-3.0-or-later
//
// The cockpit: curves and what they say, controls, and what there is to do with a run that ended.
#include "tests/ui/GuiTest.h"
#include "tests/ui/training/TrainBench.h"
#include "ui/plots/MetricChart.h"
#include "ui/training/CurveReading.h"
#include "ui/training/SettingsForm.h"
#include "ui/widgets/MessageBanner.h"

#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QtTest>

#include <cmath>

using namespace attune;
using namespace attune::ui;

class tst_Cockpit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void curveReading_data();
    void curveReading();
    void smootherDoesNotLagAtTheStart();
    void aFullDiskIsTold();
    void anErrorIsToldWhereItWasCaused();
    void returnStartsNothingInAnOpenedRun();
    void cockpitControlsTheJob();
    void endOfARunIsTold();
    void interruptedRunIsOffered();
    void waitingRunCanBeTakenOut();
    void notesAndMarks();
    void slowStepsAreTold();
    void timestepsHaveTheirCurves();
    void whatIsLeftToDoWithAFinishedRun();
    void aRunThatFailedAtOnceIsChanged();
};

void tst_Cockpit::curveReading_data() {
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<int>("trend");
    QTest::newRow("nothing") << QList<double>{} << static_cast<int>(CurveTrend::NoHeldOut);
    QTest::newRow("early") << QList<double>{1.0, 0.9} << static_cast<int>(CurveTrend::TooEarly);
    QTest::newRow("falling") << QList<double>{1.0, 0.9, 0.8, 0.75, 0.7}
                             << static_cast<int>(CurveTrend::Falling);
    QTest::newRow("turned up") << QList<double>{1.0, 0.8, 0.7, 0.72, 0.8, 0.9}
                               << static_cast<int>(CurveTrend::Rising);
    QTest::newRow("one spike is no turn")
        << QList<double>{1.0, 0.9, 0.8, 0.7, 0.9} << static_cast<int>(CurveTrend::Falling);
    QTest::newRow("flat") << QList<double>{1.0, 0.8, 0.7, 0.702, 0.701, 0.7005}
                          << static_cast<int>(CurveTrend::Flat);
}

void tst_Cockpit::curveReading() {
    QFETCH(QList<double>, values);
    QFETCH(int, trend);
    std::vector<PlotPoint> points;
    for (qsizetype i = 0; i < values.size(); ++i) points.push_back({static_cast<double>(i) * 250, values[i]});
    const CurveReading reading = readCurves(points, true);
    QCOMPARE(static_cast<int>(reading.trend), trend);
    QVERIFY(!reading.sentence.isEmpty());
}

void tst_Cockpit::smootherDoesNotLagAtTheStart() {
    Smoother smoother(0.99);
    QCOMPARE(smoother.next(5.0), 5.0);
    QVERIFY(std::abs(smoother.next(5.0) - 5.0) < 1e-12);
}

// A full disk pauses a run; without a word it would look as if somebody had pressed Pause.
void tst_Cockpit::aFullDiskIsTold() {
    TrainBench bench;
    const RunView run = runningRun();
    bench.train.list = {run};
    bench.page.setDraft({});
    bench.page.show();
    Q_EMIT bench.train.runStarted(run.id);
    bench.jobs.set(jobs::JobState::Running);
    const auto* banner =
        bench.page.findChild<QWidget*>(QStringLiteral("cockpit"))->findChild<MessageBanner*>();
    QVERIFY(!banner->isVisible());
    Q_EMIT bench.jobs.progressed(
        run.job, {"Paused: the disk is full", 100, 2000, "steps", "A checkpoint needs 52.7 MB"});
    QVERIFY(banner->isVisible());
    Q_EMIT bench.jobs.stateChanged(run.job, jobs::JobState::Paused);
    QVERIFY(banner->isVisible());
    Q_EMIT bench.jobs.stateChanged(run.job, jobs::JobState::Running);
    QVERIFY(!banner->isVisible());
}

void tst_Cockpit::anErrorIsToldWhereItWasCaused() {
    TrainBench bench;
    const RunView run = stoppedRun();
    bench.train.list = {run};
    bench.page.setDraft({});
    bench.page.showRun(run.id);
    const auto* banner =
        bench.page.findChild<QWidget*>(QStringLiteral("cockpit"))->findChild<MessageBanner*>();
    const Error error{ErrorCode::Internal, "broken", {}, {}};
    Q_EMIT bench.train.failed(error, QStringLiteral("of another page"));
    QVERIFY(banner->isHidden());
    Q_EMIT bench.train.runTroubled(QStringLiteral("0002"), error, QStringLiteral("of another run"));
    QVERIFY(banner->isHidden());
    Q_EMIT bench.train.runTroubled(run.id, error, QStringLiteral("a demo"));
    QVERIFY(!banner->isHidden());
    bench.page.setDraft({});
    bench.page.showRun(run.id);
    QVERIFY(banner->isHidden());
    bench.page.findChild<QPushButton*>(QStringLiteral("cockpitStop"))->click(); // and then another page
    QCOMPARE(bench.train.resumed, QStringList{run.id});
    Q_EMIT bench.train.failed(error, QStringLiteral("of this page"));
    QVERIFY(!banner->isHidden());
}

// The button that resumes is the first one; a Return meant for the list of runs must not reach it.
void tst_Cockpit::returnStartsNothingInAnOpenedRun() {
    TrainBench bench;
    const RunView run = stoppedRun();
    bench.train.list = {run};
    bench.page.setDraft({});
    bench.page.show();
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    bench.page.setFocus(Qt::OtherFocusReason); // as the window does it
    bench.page.showRun(run.id);
    QVERIFY(QApplication::focusWidget() != nullptr);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("lossChart"));
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter, Qt::Key_Space})
        QTest::keyClick(QApplication::focusWidget(), key);
    QVERIFY(bench.train.resumed.isEmpty());
}

void tst_Cockpit::cockpitControlsTheJob() {
    TrainBench bench;
    const RunView run = runningRun();
    bench.train.list = {run};
    for (int step = 1; step <= 20; ++step)
        bench.train.metrics.push_back({step, step * 0.1, "train/loss", 1.0 / step});
    bench.page.setDraft({});
    bench.page.resize(1200, 800);
    bench.page.show();
    Q_EMIT bench.train.runStarted(run.id);
    bench.jobs.set(jobs::JobState::Running);
    QCOMPARE(bench.page.shownRun(), run.id);
    QCOMPARE(bench.page.findChild<QLabel*>(QStringLiteral("cockpitTitle"))->text(), run.name);
    for (const char* name : {"cockpitPause", "cockpitCheckpoint", "cockpitDemo", "cockpitStop"})
        QTest::mouseClick(bench.page.findChild<QPushButton*>(QString::fromLatin1(name)), Qt::LeftButton);
    QCOMPARE(bench.jobs.calls, (QStringList{QStringLiteral("pause 1"), QStringLiteral("checkpoint 1"),
                                            QStringLiteral("demo 1"), QStringLiteral("stop 1")}));
    bench.jobs.set(jobs::JobState::Paused);
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("cockpitPause")), Qt::LeftButton);
    QCOMPARE(bench.jobs.calls.last(), QStringLiteral("resume 1"));
    bench.jobs.set(jobs::JobState::Finished);
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("cockpitStop")),
                      Qt::LeftButton); // reads "Resume this run" now
    QCOMPARE(bench.train.resumed, QStringList{run.id});
}

void tst_Cockpit::endOfARunIsTold() {
    TrainBench bench;
    bench.train.list = {runningRun()};
    bench.page.setDraft({});
    bench.page.show();
    Q_EMIT bench.train.runStarted(bench.train.list[0].id);
    bench.jobs.set(jobs::JobState::Stopping);
    bench.jobs.set(jobs::JobState::Finished);
    bench.train.list[0].status = RunStatus::Stopped;
    bench.train.points = {{500, {}, false, false, 0}, {1840, {}, false, false, 0}};
    Q_EMIT bench.train.runsChanged();
    auto* cockpit = bench.page.findChild<QWidget*>(QStringLiteral("cockpit"));
    bool isTold = false;
    for (const QLabel* label : cockpit->findChildren<QLabel*>())
        isTold = isTold || (label->isVisible() && label->text().contains(QLocale().toString(1840)) &&
                            label->text().contains(QStringLiteral("Saved")));
    QVERIFY(isTold);
}

void tst_Cockpit::interruptedRunIsOffered() {
    TrainBench bench;
    bench.train.list = {runningRun()};
    bench.train.list[0].status = RunStatus::Interrupted;
    bench.train.list[0].step = 1840;
    bench.train.list[0].resumeStep = 1500;
    bench.page.setDraft({});
    bench.page.show();
    Q_EMIT bench.train.runsChanged();
    QPushButton* offered = nullptr;
    for (QPushButton* button : bench.page.findChildren<QPushButton*>(QStringLiteral("bannerRemedy")))
        if (button->isVisible()) offered = button;
    QVERIFY(offered != nullptr);
    QVERIFY(offered->text().contains(QLocale().toString(1500)));
    QTest::mouseClick(offered, Qt::LeftButton);
    QCOMPARE(bench.train.resumed, QStringList{QStringLiteral("0001-warm-kicks")});
}

void tst_Cockpit::waitingRunCanBeTakenOut() {
    TrainBench bench;
    bench.train.list = {runningRun()};
    bench.train.list[0].status = RunStatus::Waiting;
    bench.page.setDraft({});
    bench.page.show();
    bench.page.showRun(bench.train.list[0].id);
    auto* stop = bench.page.findChild<QPushButton*>(QStringLiteral("cockpitStop"));
    QVERIFY(stop->text().contains(QStringLiteral("queue")));
    QTest::mouseClick(stop, Qt::LeftButton);
    QCOMPARE(bench.jobs.calls, QStringList{QStringLiteral("stop 1")});
}

void tst_Cockpit::notesAndMarks() {
    TrainBench bench;
    bench.train.list = {runningRun()};
    for (int step = 1; step <= 20; ++step)
        bench.train.metrics.push_back({step, step * 0.1, "train/loss", 1.0 / step});
    bench.train.points = {{10, {}, false, false, 0}};
    bench.page.setDraft({});
    bench.page.show();
    bench.page.showRun(bench.train.list[0].id);
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("addNote")), Qt::LeftButton);
    auto* dialog = bench.page.findChild<QInputDialog*>(QStringLiteral("noteDialog"));
    QVERIFY(dialog != nullptr);
    dialog->setTextValue(QStringLiteral("brighter now"));
    dialog->accept();
    QCOMPARE(bench.train.noteList.size(), std::size_t{1});
    QCOMPARE(bench.train.noteList[0].step, 20);
    auto* chart = bench.page.findChild<MetricChart*>(QStringLiteral("lossChart"));
    QVERIFY(chart->readingAt(20).contains(QStringLiteral("brighter now")));
    QVERIFY(chart->readingAt(10).contains(QStringLiteral("checkpoint 10")));
}

void tst_Cockpit::slowStepsAreTold() {
    TrainBench bench;
    bench.train.list = {runningRun()};
    bench.page.setDraft({});
    bench.page.show();
    Q_EMIT bench.train.runStarted(bench.train.list[0].id);
    bench.jobs.set(jobs::JobState::Running);
    qint64 step = 0;
    const auto take = [&](int steps, double seconds) {
        std::vector<jobs::MetricPoint> points;
        for (int i = 0; i < steps; ++i) {
            ++step;
            points.push_back({step, seconds, "memory/device_bytes", 7e9});
            points.push_back({step, seconds, "train/step_seconds", seconds});
        }
        Q_EMIT bench.train.metricsArrived(bench.train.list[0].id, points);
    };
    auto* reading = bench.page.findChild<QLabel*>(QStringLiteral("curveReading"));
    QVERIFY(reading != nullptr);
    take(20, 1.0);
    take(1, 30.0); // one step means nothing
    QVERIFY2(!reading->text().contains(QStringLiteral("times as long")), qPrintable(reading->text()));
    take(8, 20.0);
    QVERIFY2(reading->text().contains(QStringLiteral("20 times as long")), qPrintable(reading->text()));
    take(15, 1.1);
    QVERIFY(!reading->text().contains(QStringLiteral("times as long")));
}

void tst_Cockpit::timestepsHaveTheirCurves() {
    TrainBench bench;
    bench.train.list = {runningRun()};
    for (int step = 1; step <= 5; ++step)
        bench.train.metrics.push_back({step, step * 0.1, "train/loss_0.3", 0.5});
    bench.page.setDraft({});
    bench.page.show();
    bench.page.showRun(bench.train.list[0].id);
    auto* chart = bench.page.findChild<MetricChart*>(QStringLiteral("timestepChart"));
    QCOMPARE(chart->seriesCount(), 1);
    QVERIFY(chart->isSeriesVisible(0));
    // Held-out values, once there are some, take the place of what training says.
    Q_EMIT bench.train.metricsArrived(bench.train.list[0].id,
                                      {{5, 1.0, "val/loss_0.0625", 0.25}, {5, 1.0, "val/loss_0.5", 0.5}});
    QCOMPARE(chart->seriesCount(), 3);
    QVERIFY(!chart->isSeriesVisible(0));
    QVERIFY(chart->seriesName(1).startsWith(QStringLiteral("t 0.06")));
}

void tst_Cockpit::aRunThatFailedAtOnceIsChanged() {
    TrainBench bench;
    RunView run = runningRun();
    run.settings = bench.train.presets().front();
    run.settings["optimiser"]["config"]["lr"] = 10.0;
    run.plannedSteps = 120;
    bench.train.list = {run};
    bench.page.setDraft({});
    bench.page.show();
    bench.jobs.set(jobs::JobState::Running);
    Q_EMIT bench.train.runStarted(run.id);
    QVERIFY(bench.page.findChild<QPushButton*>(QStringLiteral("cockpitNew"))->isVisible()); // for the queue
    bench.train.list[0].status = RunStatus::Failed;
    bench.jobs.set(jobs::JobState::Failed);
    Q_EMIT bench.train.runsChanged();
    auto* button = bench.page.findChild<QPushButton*>(QStringLiteral("cockpitStop"));
    QCOMPARE(button->accessibleName(), QStringLiteral("Change and start again"));
    QTest::mouseClick(button, Qt::LeftButton);
    auto* form = bench.page.findChild<SettingsForm*>();
    QVERIFY(form->isVisible() && bench.train.resumed.isEmpty());
    QCOMPARE(form->document()["optimiser"]["config"]["lr"].get<double>(), 10.0);
    bench.train.list[0].resumeStep = 40; // with a checkpoint it can go on
    bench.page.showRun(run.id);
    QCOMPARE(button->accessibleName(), QStringLiteral("Resume this run"));
}

void tst_Cockpit::whatIsLeftToDoWithAFinishedRun() {
    TrainBench bench;
    RunView run = runningRun();
    run.step = 120;
    run.plannedSteps = 120;
    bench.train.list = {run};
    for (int i = 0; i < 6; ++i) bench.train.metrics.push_back({i * 20, 0.0, "val/loss", 0.5 - i * 0.01});
    bench.page.setDraft({});
    bench.page.show();
    bench.jobs.set(jobs::JobState::Running);
    Q_EMIT bench.train.runStarted(run.id);
    auto* listen = bench.page.findChild<QPushButton*>(QStringLiteral("cockpitListen"));
    auto* goOn = bench.page.findChild<QPushButton*>(QStringLiteral("cockpitGoOn"));
    auto* reading = bench.page.findChild<QLabel*>(QStringLiteral("curveReading"));
    QVERIFY(listen->isHidden() && goOn->isHidden());
    QVERIFY2(reading->text().contains(QStringLiteral("Go on")), qPrintable(reading->text()));
    bench.train.list[0].status = RunStatus::Finished;
    bench.jobs.set(jobs::JobState::Finished);
    Q_EMIT bench.train.runsChanged();
    QVERIFY(listen->isVisible() && goOn->isVisible());
    QVERIFY2(reading->text().contains(QStringLiteral("at the end")), qPrintable(reading->text()));
    QCOMPARE(goOn->accessibleName(), QStringLiteral("Go on to step 240"));
    QSignalSpy asked(&bench.page, &TrainPage::listenRequested);
    QTest::mouseClick(listen, Qt::LeftButton);
    QCOMPARE(asked.value(0).value(0).toString(), run.id);
    QTest::mouseClick(goOn, Qt::LeftButton);
    QCOMPARE(bench.train.calls, QStringList{QStringLiteral("go on 0001-warm-kicks 240")});
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Cockpit>(argc, argv);
}
#include "tst_Cockpit.moc"
