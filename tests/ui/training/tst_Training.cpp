// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ParameterDescription.h"
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/plots/MetricChart.h"
#include "ui/training/CurveReading.h"
#include "ui/training/FieldHelp.h"
#include "ui/training/JsonLines.h"
#include "ui/training/RawEditor.h"
#include "ui/training/RunSummary.h"
#include "ui/training/SettingsForm.h"
#include "ui/training/TrainPage.h"
#include "ui/widgets/MessageBanner.h"

#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QTimer>
#include <QToolButton>
#include <QTranslator>
#include <QtTest>

#include <cmath>

using namespace attune;
using namespace attune::ui;

namespace {

struct Bench {
    QTemporaryDir folder;
    fakes::Train train;
    fakes::Listen listen;
    fakes::Jobs jobs;
    PeakCache peaks{folder.path().toStdString()};
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
    TrainPage page{{train, listen, jobs, *player, peaks}};
};

} // namespace

class tst_Training : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theBoxNamesThePreset();
    void theModelIsChosenByName();
    void curveReading_data();
    void curveReading();
    void smootherDoesNotLagAtTheStart();
    void everyParameterHasAField();
    void formAndJsonFollowEachOther();
    void wrongValueIsMarkedAndBlocksStart();
    void nothingIsOfferedWithAWrongValue();
    void aFullDiskIsTold();
    void aFullDiskIsLookedAtAgain();
    void anErrorIsToldWhereItWasCaused();
    void returnStartsNothingInAnOpenedRun();
    void theKeyboardGoesAlong();
    void resetGoesBackToThePreset();
    void startGivesTheWholeDocument();
    void whatToKnowBeforeStartingIsSaid();
    void remedyIsOneClick();
    void aMeasurementBelongsToItsSettings();
    void cockpitControlsTheJob();
    void anotherTypeBringsItsOptions_data();
    void anotherTypeBringsItsOptions();
    void helpFollowsTheCursor();
    void endOfARunIsTold();
    void interruptedRunIsOffered();
    void waitingRunCanBeTakenOut();
    void notesAndMarks();
    void slowStepsAreTold();
    void timestepsHaveTheirCurves();
    void everythingHasAName();
    void promptsOfTheClipsAreSuggestedOnce();
    void untouchedFormFollowsTheModel();
    void aNoughtWithAMeaningIsSaidInWords();
    void oneIsNotMany();
    void linesOfJson();
    void problemsAreMarkedWhereTheyStand();
    void whatIsLeftToDoWithAFinishedRun();
    void aRunThatFailedAtOnceIsChanged();
    void remediesHaveRoom_data();
    void remediesHaveRoom();
};

void tst_Training::curveReading_data() {
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

void tst_Training::curveReading() {
    QFETCH(QList<double>, values);
    QFETCH(int, trend);
    std::vector<PlotPoint> points;
    for (qsizetype i = 0; i < values.size(); ++i) points.push_back({static_cast<double>(i) * 250, values[i]});
    const CurveReading reading = readCurves(points, true);
    QCOMPARE(static_cast<int>(reading.trend), trend);
    QVERIFY(!reading.sentence.isEmpty());
}

void tst_Training::smootherDoesNotLagAtTheStart() {
    Smoother smoother(0.99);
    QCOMPARE(smoother.next(5.0), 5.0);
    QVERIFY(std::abs(smoother.next(5.0) - 5.0) < 1e-12);
}

void tst_Training::everyParameterHasAField() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    for (const config::ParameterDescription& parameter : config::runParameters()) {
        if (parameter.kind == config::ParameterKind::Prompts) continue;
        const QString path =
            QString::fromUtf8(parameter.path.data(), static_cast<qsizetype>(parameter.path.size()));
        auto* editor = form.findChild<QWidget*>(QStringLiteral("edit:") + path);
        QVERIFY2(editor != nullptr, qPrintable(path));
        QVERIFY2(!editor->accessibleName().isEmpty(), qPrintable(path));
        QVERIFY2(!editor->toolTip().isEmpty(), qPrintable(path));
    }
}

void tst_Training::formAndJsonFollowEachOther() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.show();
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    QVERIFY(batch != nullptr);
    batch->setFocus();
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("16"));
    QCOMPARE(form.document()["batch_size"].get<int>(), 16);
    auto* raw = form.findChild<QPlainTextEdit*>(QStringLiteral("rawSettings"));
    QVERIFY(raw->toPlainText().contains(QStringLiteral("\"batch_size\": 16")));
    QString text = raw->toPlainText();
    form.findChild<QTabWidget*>(QStringLiteral("settingsTabs"))->setCurrentIndex(2);
    raw->setFocus();
    raw->setPlainText(
        text.replace(QStringLiteral("\"batch_size\": 16"), QStringLiteral("\"batch_size\": 3")));
    QCOMPARE(batch->text(), QStringLiteral("3"));
    // Nonsense on the way to something sensible, and a preset chosen over it.
    form.setPresets({fakes::Train().presets().front()});
    for (const char* nonsense : {"[]", "3", "null", "{\"demos\": 3}", "{\"name\": 3, \"demos\": null}"}) {
        raw->setPlainText(QString::fromLatin1(nonsense));
        form.adoptPreset(0);
        QVERIFY(form.isValid());
    }
    for (const char* prompts : {"[\"kick\"]", "[{\"prompt\": 5, \"seed\": \"x\"}]"}) {
        raw->setPlainText(QStringLiteral("{\"demos\": {\"prompts\": %1}}").arg(QString::fromLatin1(prompts)));
        QVERIFY(!form.isValid());
    }
    raw->setPlainText(QStringLiteral("{ \"batch_size\": "));
    QVERIFY(!form.isValid());
    QVERIFY(form.findChild<QLabel*>(QStringLiteral("rawProblem"))->text().contains(QStringLiteral("line 1")));
}

void tst_Training::wrongValueIsMarkedAndBlocksStart() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("zero"));
    QCOMPARE(batch->property("state").toString(), QStringLiteral("bad"));
    QCOMPARE(form.document()["batch_size"].get<int>(), 4); // a wrong text never leaves the field
    QVERIFY(!form.isValid()); // nor may a run start with another number than the one that stands there
    form.setClipCount(500);   // a plan that comes,
    form.change(QStringLiteral("seed"), 3); // or another field, does not take the mark away
    QCOMPARE(batch->property("state").toString(), QStringLiteral("bad"));
    QVERIFY(!form.isValid());
    QSignalSpy changed(&form, &SettingsForm::documentChanged);
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("4")); // what it was
    QCOMPARE(changed.count(), 1);
    QVERIFY(form.isValid());
    form.change(QStringLiteral("batch_size"), -1);
    QVERIFY(!form.isValid());
}

// The form is not what would run: neither a start nor a measurement is offered.
void tst_Training::nothingIsOfferedWithAWrongValue() {
    Bench bench;
    bench.page.setDraft({});
    bench.page.show();
    auto* batch = bench.page.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("0"));
    for (const char* name : {"startTraining", "measureStep"})
        QVERIFY2(!bench.page.findChild<QPushButton*>(QString::fromLatin1(name))->isEnabled(), name);
    QVERIFY(!bench.page.findChild<QLabel*>(QStringLiteral("startBlocked"))->text().isEmpty());
    QTest::keyClick(batch, Qt::Key_Backspace);
    QTest::keyClicks(batch, QStringLiteral("8"));
    for (const char* name : {"startTraining", "measureStep"})
        QVERIFY2(bench.page.findChild<QPushButton*>(QString::fromLatin1(name))->isEnabled(), name);
}

// A full disk pauses a run; without a word it would look as if somebody had pressed Pause.
void tst_Training::aFullDiskIsTold() {
    Bench bench;
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.status = RunStatus::Running;
    run.job = JobId{1};
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

void tst_Training::aFullDiskIsLookedAtAgain() {
    Bench bench;
    bench.train.answer.lacksRoom = true;
    bench.train.answer.blockedBecause = QStringLiteral("no room");
    bench.page.setDraft({});
    bench.page.show();
    const auto* start = bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"));
    auto* check = bench.page.findChild<QTimer*>(QStringLiteral("roomCheck"));
    QVERIFY(!start->isEnabled() && check->isActive());
    bench.train.answer = {}; // somebody has emptied the bin
    check->setInterval(0);
    QTRY_VERIFY(start->isEnabled());
    QVERIFY(!check->isActive());
}

void tst_Training::anErrorIsToldWhereItWasCaused() {
    Bench bench;
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.status = RunStatus::Stopped;
    run.resumeStep = 100;
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
void tst_Training::returnStartsNothingInAnOpenedRun() {
    Bench bench;
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.status = RunStatus::Stopped;
    run.resumeStep = 100;
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

// Who goes from the run to a new one types there, and not into the project's name.
void tst_Training::theKeyboardGoesAlong() {
    Bench bench;
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.status = RunStatus::Running;
    run.job = JobId{1};
    bench.train.list = {run};
    bench.page.setDraft({});
    bench.page.show();
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    Q_EMIT bench.train.runStarted(run.id);
    auto* next = bench.page.findChild<QPushButton*>(QStringLiteral("cockpitNew"));
    next->setFocus();
    QTest::mouseClick(next, Qt::LeftButton);
    QVERIFY(QApplication::focusWidget() != nullptr);
    QVERIFY(bench.page.findChild<SettingsForm*>()->isAncestorOf(QApplication::focusWidget()));
    bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"))->setFocus();
    bench.page.showRun(run.id);
    QVERIFY(
        bench.page.findChild<QWidget*>(QStringLiteral("cockpit"))->isAncestorOf(QApplication::focusWidget()));
}

void tst_Training::resetGoesBackToThePreset() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.show();
    form.change(QStringLiteral("batch_size"), 32);
    auto* field = form.findChild<QWidget*>(QStringLiteral("field:batch_size"));
    auto* reset = field->findChild<QToolButton*>(QStringLiteral("reset"));
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(form.document()["batch_size"].get<int>(), 4);
    QVERIFY(!reset->isVisible());
}

void tst_Training::startGivesTheWholeDocument() {
    Bench bench;
    bench.page.setDraft({});
    bench.page.resize(1200, 800);
    bench.page.show();
    auto* start = bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"));
    QVERIFY(start->isEnabled());
    QTest::mouseClick(start, Qt::LeftButton);
    QCOMPARE(bench.train.started.size(), std::size_t{1});
    QVERIFY(config::runSettingsFromJson(bench.train.started.front()));
    bench.train.answer.blockedBecause = QStringLiteral("Encode the clips first.");
    bench.page.refreshPlan();
    QVERIFY(!start->isEnabled());
    QCOMPARE(bench.page.findChild<QLabel*>(QStringLiteral("startBlocked"))->text(),
             QStringLiteral("Encode the clips first."));
}

void tst_Training::whatToKnowBeforeStartingIsSaid() {
    Bench bench;
    bench.page.setDraft({});
    bench.page.show();
    auto* notes = bench.page.findChild<QLabel*>(QStringLiteral("startNotes"));
    QVERIFY(!notes->isVisible());
    bench.train.answer.notes = {QStringLiteral("The computer runs on its battery.")};
    bench.page.refreshPlan();
    QTRY_COMPARE(notes->text(), QStringLiteral("The computer runs on its battery."));
    QVERIFY(notes->isVisible());
    QVERIFY(bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"))->isEnabled());
}

void tst_Training::remedyIsOneClick() {
    Bench bench;
    bench.train.answer.memory = {{QStringLiteral("Weights"), 4'000'000'000},
                                 {QStringLiteral("Optimiser"), 8'000'000'000}};
    bench.train.answer.memoryLimitBytes = 8'000'000'000;
    bench.train.answer.fits = false;
    bench.train.answer.remedies = {{QStringLiteral("Use the 8-bit optimiser"),
                                    QStringLiteral("optimiser.type"), "AdamW8bit", 6'000'000'000}};
    bench.page.setDraft({});
    bench.page.show();
    auto* remedy = bench.page.findChild<QPushButton*>(QStringLiteral("remedy:optimiser.type"));
    QVERIFY(remedy != nullptr);
    QTest::mouseClick(remedy, Qt::LeftButton);
    QTRY_COMPARE(bench.train.planned["optimiser"]["type"].get<std::string>(), std::string("AdamW8bit"));
}

void tst_Training::aMeasurementBelongsToItsSettings() {
    Bench bench;
    bench.train.answer.memory = {{QStringLiteral("Weights"), 4'000'000'000}};
    bench.page.setDraft({});
    bench.page.show();
    auto* button = bench.page.findChild<QPushButton*>(QStringLiteral("measureStep"));
    auto* said = bench.page.findChild<QLabel*>(QStringLiteral("stepMeasured"));
    QVERIFY(button != nullptr && said != nullptr);
    QVERIFY(button->isEnabled() && said->isHidden());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(bench.train.measuredSettings.size(), std::size_t{1});
    QVERIFY(!button->isEnabled() && said->isVisible()); // one at a time
    Q_EMIT bench.train.measured(StepMeasurement{QStringLiteral("cuda:0"), 8'000'000'000, 6'900'000'000, 1.5});
    QVERIFY(button->isEnabled());
    QVERIFY2(said->text().contains(QStringLiteral("6.9")) && said->text().contains(QStringLiteral("1.5")),
             qPrintable(said->text()));
    auto* form = bench.page.findChild<SettingsForm*>();
    form->change(QStringLiteral("batch_size"), 7);
    QVERIFY(said->isHidden());
    form->change(QStringLiteral("batch_size"), bench.train.presetBatch);
    QVERIFY(said->isVisible()); // back at what was measured

    QTest::mouseClick(button, Qt::LeftButton);
    Q_EMIT bench.train.measured({}); // it failed or was stopped
    QVERIFY(button->isEnabled() && said->isHidden());
}

void tst_Training::cockpitControlsTheJob() {
    Bench bench;
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.name = QStringLiteral("warm kicks");
    run.status = RunStatus::Running;
    run.job = JobId{1};
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

void tst_Training::anotherTypeBringsItsOptions_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("type");
    for (const char* path : {"optimiser.type", "schedule.type", "timesteps.type"})
        for (const config::ParameterChoice& choice : config::findRunParameter(path)->choices) {
            const QString type =
                QString::fromUtf8(choice.value.data(), static_cast<qsizetype>(choice.value.size()));
            QTest::addRow("%s %s", path, qPrintable(type)) << QString::fromLatin1(path) << type;
        }
}

void tst_Training::anotherTypeBringsItsOptions() {
    QFETCH(QString, path);
    QFETCH(QString, type);
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    const double rate = config::valueAt(form.document(), "optimiser.config.lr").get<double>();
    form.change(path, type.toStdString());
    QVERIFY(form.isValid());
    const auto settings = config::runSettingsFromJson(form.document());
    QVERIFY(settings);
    if (type == QStringLiteral("CosineAnnealingLR"))
        QCOMPARE(settings->schedule.options["T_max"].get<std::int64_t>(), settings->steps);
    if (type == QStringLiteral("AdamW8bit") || type == QStringLiteral("SGD"))
        QCOMPARE(config::learningRateOf(settings->optimiser), rate);
    if (type == QStringLiteral("Prodigy")) QCOMPARE(config::learningRateOf(settings->optimiser), 1.0);
}

void tst_Training::helpFollowsTheCursor() {
    Bench bench;
    bench.page.setDraft({});
    bench.page.resize(1200, 800);
    bench.page.show();
    auto* help = bench.page.findChild<QWidget*>(QStringLiteral("fieldHelp"));
    QVERIFY(QTest::qWaitForWindowActive(&bench.page));
    bench.page.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"))->setFocus();
    const auto says = [help](const char* words) {
        for (const QLabel* label : help->findChildren<QLabel*>())
            if (label->text().contains(QString::fromLatin1(words))) return true;
        return false;
    };
    QVERIFY(says("Clips that are looked at together"));
    QVERIFY(says("default 4"));
}

namespace {

RunView runningRun() {
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.number = 1;
    run.name = QStringLiteral("warm kicks");
    run.status = RunStatus::Running;
    run.job = JobId{1};
    return run;
}

} // namespace

void tst_Training::endOfARunIsTold() {
    Bench bench;
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

void tst_Training::interruptedRunIsOffered() {
    Bench bench;
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

void tst_Training::waitingRunCanBeTakenOut() {
    Bench bench;
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

void tst_Training::notesAndMarks() {
    Bench bench;
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

void tst_Training::slowStepsAreTold() {
    Bench bench;
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

void tst_Training::timestepsHaveTheirCurves() {
    Bench bench;
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

void tst_Training::everythingHasAName() {
    Bench bench;
    bench.train.list = {runningRun()};
    bench.page.setDraft({});
    bench.page.resize(1280, 720);
    bench.page.show();
    QCOMPARE(namelessControls(bench.page).join(QLatin1Char(' ')), QString());
    bench.page.showRun(bench.train.list[0].id);
    bench.jobs.set(jobs::JobState::Running);
    QCOMPARE(namelessControls(bench.page).join(QLatin1Char(' ')), QString());
}

void tst_Training::promptsOfTheClipsAreSuggestedOnce() {
    Bench bench;
    config::Json draft = bench.train.presets().front();
    config::setValueAt(draft, "demos.prompts", config::Json::array());
    bench.train.answer.trainingClips = 12;
    bench.train.answer.suggestedPrompts = config::Json::parse(R"([{"prompt": "vinyl hat", "seed": 1}])");
    bench.page.setDraft(draft);
    auto* prompts = bench.page.findChild<QTableWidget*>(QStringLiteral("demoPrompts"));
    QCOMPARE(prompts->rowCount(), 1);
    QCOMPARE(prompts->item(0, 0)->text(), QStringLiteral("vinyl hat"));
    prompts->setCurrentCell(0, 0);
    bench.page.findChild<QPushButton*>(QStringLiteral("demoPromptRemove"))->click();
    bench.page.refreshPlan();
    QCOMPARE(prompts->rowCount(), 0); // taken out is taken out
}

void tst_Training::aNoughtWithAMeaningIsSaidInWords() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.change(QStringLiteral("clip_seconds"), 0.0);
    form.show();
    QVERIFY(QTest::qWaitForWindowActive(&form));
    auto* length = form.findChild<QLineEdit*>(QStringLiteral("edit:clip_seconds"));
    auto* field = form.findChild<QWidget*>(QStringLiteral("field:clip_seconds"));
    const auto says = [field](const QString& words) {
        const auto labels = field->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text() == words; });
    };
    QCOMPARE(length->text(), QStringLiteral("the model's length"));
    QVERIFY(!says(QStringLiteral("s"))); // words have no unit
    length->setFocus(Qt::TabFocusReason);
    QCOMPARE(length->text(), QStringLiteral("0")); // what is typed is a number
    QVERIFY(says(QStringLiteral("s")));
    QTest::keyClicks(length, QStringLiteral("2.5"));
    QCOMPARE(form.document()["clip_seconds"].get<double>(), 2.5);
    form.findChild<QLineEdit*>(QStringLiteral("edit:steps"))->setFocus(Qt::TabFocusReason);
    QCOMPARE(length->text(), QStringLiteral("2.5"));
    form.change(QStringLiteral("steps"), 0);
    length->setFocus(Qt::TabFocusReason);
    QTest::keyClicks(length, QStringLiteral("0"));
    QCOMPARE(form.findChild<QLineEdit*>(QStringLiteral("edit:steps"))->text(),
             QStringLiteral("until you stop it"));
    QVERIFY(form.isValid());
    QVERIFY(parameterRange(*config::findRunParameter("clip_seconds"))
                .startsWith(QStringLiteral("0 (the model's length) to 600 s")));
}

void tst_Training::oneIsNotMany() {
    QCOMPARE(unitText("batches", 1), QStringLiteral("batch"));
    QCOMPARE(unitText("batches", 2), QStringLiteral("batches"));
    QCOMPARE(unitText("of clips", 1.0), QStringLiteral("of clips")); // a share
    QCOMPARE(unitText("bytes", std::int64_t{5'000'000'000}), QStringLiteral("= 5.0\u00a0GB"));
    QCOMPARE(unitText("steps", nullptr), QStringLiteral("steps"));
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.change(QStringLiteral("accumulation"), 1);
    const auto labels =
        form.findChild<QWidget*>(QStringLiteral("field:accumulation"))->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [](const QLabel* label) { return label->text() == QStringLiteral("batch"); }));
}

void tst_Training::linesOfJson() {
    const QString text = QStringLiteral("{ \"a\": 1,\n  \"b\": {\n    \"c\\\"d\": [1,\n 2, {\"e\": "
                                        "null}],\n    \"f\": \"x, {\"\n  }\n}");
    const QHash<QString, int> lines = jsonLines(text);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("a")), 1);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b")), 2);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.c\"d")), 3);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.c\"d[1]")), 4);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.c\"d[2].e")), 4);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.f")), 5);
    QCOMPARE(jsonLineOf(lines, QStringLiteral("b.missing")), 2); // around it
    QCOMPARE(jsonLineOf(lines, QStringLiteral("missing")), 1);
    for (const char* broken : {"", "}", "]]", "{\"a", "[{\"\\", "{,,\"a\":"})
        QCOMPARE(jsonLineOf(jsonLines(QString::fromLatin1(broken)), QStringLiteral("x[3].y")), 1);
}

void tst_Training::problemsAreMarkedWhereTheyStand() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    auto* raw = form.findChild<RawEditor*>(QStringLiteral("rawSettings"));
    auto* problem = form.findChild<QLabel*>(QStringLiteral("rawProblem"));
    QVERIFY(raw->problemLines().isEmpty());
    raw->setPlainText(QStringLiteral("{\n \"batch_size\": \"many\",\n \"steps\": 99999999999999999999999,\n"
                                     " \"batch_siez\": 3\n}"));
    QCOMPARE(raw->problemLines(), (QSet<int>{2, 3, 4}));
    QCOMPARE(raw->extraSelections().size(), 3);
    for (const char* said :
         {"Line 2: Batch: Allowed: 1 to 4,096", "Line 3: Steps: Allowed: 0 (until you stop it)",
          "Line 4: There is no setting called batch_siez"})
        QVERIFY2(problem->text().contains(QString::fromLatin1(said)), qPrintable(problem->text()));
    raw->setPlainText(QStringLiteral("{\n \"batch_size\": 3\n \"steps\": 5\n}"));
    QCOMPARE(raw->problemLines(), QSet<int>{3});
    QVERIFY(!form.isValid());
    raw->setPlainText(QStringLiteral("{\n \"steps\": 1e400\n}"));
    QVERIFY(!form.isValid());
    QVERIFY2(!problem->text().contains(QStringLiteral("exception")), qPrintable(problem->text()));
    form.setDocument(fakes::Train().presets().front());
    QVERIFY(raw->problemLines().isEmpty() && problem->text().isEmpty());
}

// On the smallest screen a plan that does not fit still shows every word and the button.
void tst_Training::remediesHaveRoom_data() {
    QTest::addColumn<QString>("language");
    for (const char* language : {"en", "de"}) QTest::newRow(language) << QString::fromLatin1(language);
}

void tst_Training::remediesHaveRoom() {
    QFETCH(QString, language);
    QTranslator translator; // takes itself out again
    QVERIFY(translator.load(QStringLiteral(":/i18n/attune_%1.qm").arg(language)));
    QVERIFY(QCoreApplication::installTranslator(&translator));
    Bench bench;
    for (const char* part : {"Weights", "Gradients", "Optimiser", "EMA", "Activations", "Program"})
        bench.train.answer.memory.push_back({QString::fromLatin1(part), 4'000'000'000});
    bench.train.answer.memoryLimitBytes = 8'000'000'000;
    bench.train.answer.fits = false;
    bench.train.answer.trainingClips = 20;
    bench.train.answer.stepsPerEpoch = 5;
    bench.train.answer.deviceName =
        QStringLiteral("a graphics card with a name that takes two lines of room");
    const char* const remedies[] = {"Keep the averaged weights in main memory",
                                    "Compute activations twice",
                                    "Use the 8-bit optimiser",
                                    "Halve the batch",
                                    "Keep the weights in bfloat16",
                                    "Train a LoRA instead of the whole model"};
    for (int i = 0; i < 6; ++i)
        bench.train.answer.remedies.push_back({QCoreApplication::translate("StudioTrain", remedies[i]),
                                               QStringLiteral("way%1").arg(i), true, 999'900'000'000});
    bench.page.setDraft({});
    bench.page.resize(1194, 630);
    bench.page.show();
    QCoreApplication::processEvents();
    const auto* summary = bench.page.findChild<RunSummary*>();
    const QWidget* viewport = summary->parentWidget()->parentWidget();
    QVERIFY(summary->parentWidget()->width() <= viewport->width()); // nothing beside the edge
    for (const QLabel* label : summary->findChildren<QLabel*>())
        if (label->isVisible())
            QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
    for (int i = 0; i < 6; ++i) {
        const auto* remedy = bench.page.findChild<QPushButton*>(QStringLiteral("remedy:way%1").arg(i));
        QVERIFY(remedy != nullptr && remedy->height() >= remedy->sizeHint().height());
        QVERIFY2(remedy->width() >= remedy->sizeHint().width(), qPrintable(QString::number(remedy->width())));
    }
    const auto* start = bench.page.findChild<QPushButton*>(QStringLiteral("startTraining"));
    QVERIFY(bench.page.rect().contains(QRect(start->mapTo(&bench.page, QPoint(0, 0)), start->size())));
}

void tst_Training::aRunThatFailedAtOnceIsChanged() {
    Bench bench;
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

void tst_Training::whatIsLeftToDoWithAFinishedRun() {
    Bench bench;
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

void tst_Training::untouchedFormFollowsTheModel() {
    Bench bench;
    bench.page.setDraft({});
    auto* batch = bench.page.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    const auto* name = bench.page.findChild<QLineEdit*>(QStringLiteral("edit:name"));
    bench.train.presetBatch = 16; // what suits the other model
    bench.train.presetName = "Starter";
    bench.page.setModel(QStringLiteral("small"));
    QCOMPARE(batch->text(), QStringLiteral("16"));
    QCOMPARE(name->text(), QStringLiteral("Starter")); // nobody had named it
    bench.page.findChild<SettingsForm*>()->change(QStringLiteral("name"), "Warm kicks");
    bench.train.presetBatch = 24;
    bench.train.presetName = "Other";
    bench.page.setModel(QStringLiteral("other"));
    QCOMPARE(batch->text(), QStringLiteral("24"));
    QCOMPARE(name->text(), QStringLiteral("Warm kicks")); // somebody had
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("3"));
    bench.train.presetBatch = 32;
    bench.page.setModel(QStringLiteral("large"));
    QCOMPARE(batch->text(), QStringLiteral("3")); // the hand that typed it outranks the preset
}

void tst_Training::theBoxNamesThePreset() {
    SettingsForm form;
    const config::Json preset = fakes::Train().presets().front();
    form.setPresets({preset});
    auto* box = form.findChild<QComboBox*>(QStringLiteral("preset"));
    form.setDocument(preset);
    QCOMPARE(box->currentText(), QStringLiteral("Stable Audio Open Small"));
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batch_size"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("3"));
    QCOMPARE(box->currentText(), QStringLiteral("own settings"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("4")); // as in the preset again
    QCOMPARE(box->currentText(), QStringLiteral("Stable Audio Open Small"));
    auto* name = form.findChild<QLineEdit*>(QStringLiteral("edit:name"));
    QTest::keyClicks(name, QStringLiteral(" mine")); // is about the project, not the method
    QCOMPARE(box->currentText(), QStringLiteral("Stable Audio Open Small"));
    // Settings of yesterday: what differs from the preset they came from can still be reset one by one.
    SettingsForm again;
    again.setPresets({preset});
    config::Json changed = preset;
    changed["batch_size"] = 3;
    again.setDocument(changed);
    again.show();
    const auto reset = [&](const char* field) {
        return again.findChild<QWidget*>(QString::fromLatin1(field))
            ->findChild<QAbstractButton*>(QStringLiteral("reset"));
    };
    QVERIFY(reset("field:batch_size")->isVisible());
    QVERIFY(!reset("field:steps")->isVisible());
    QTest::mouseClick(reset("field:batch_size"), Qt::LeftButton);
    QCOMPARE(again.document()["batch_size"].get<int>(), 4);
}

void tst_Training::theModelIsChosenByName() {
    SettingsForm form;
    form.setModels({{QStringLiteral("Stable Audio Open Small"), QStringLiteral("3f2a")},
                    {QStringLiteral("Starter"), QStringLiteral("77c0")}});
    config::Json document = fakes::Train().presets().front();
    document["model"] = "77c0";
    form.setDocument(document);
    form.show();
    auto* model = form.findChild<QComboBox*>(QStringLiteral("edit:model"));
    QVERIFY(model != nullptr);
    QCOMPARE(model->currentText(), QStringLiteral("Starter"));
    model->setFocus();
    QTest::keyClick(model, Qt::Key_Up);
    QCOMPARE(form.document().value("model", std::string()), std::string("3f2a"));
    form.change(QStringLiteral("model"), "gone"); // a run of last year
    QVERIFY2(model->currentText().startsWith(QStringLiteral("gone")), qPrintable(model->currentText()));
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Training>(argc, argv);
}
#include "tst_Training.moc"
