// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ParameterDescription.h"
#include "tests/ui/FakeServices.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/training/CurveReading.h"
#include "ui/training/SettingsForm.h"
#include "ui/training/TrainPage.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>
#include <QtTest>

#include <cmath>

using namespace attune;
using namespace attune::ui;

class tst_Training : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void curveReading_data();
    void curveReading();
    void smootherDoesNotLagAtTheStart();
    void everyParameterHasAField();
    void formAndJsonFollowEachOther();
    void wrongValueIsMarkedAndBlocksStart();
    void resetGoesBackToThePreset();
    void startGivesTheWholeDocument();
    void remedyIsOneClick();
    void cockpitControlsTheJob();
};

void tst_Training::curveReading_data() {
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<int>("trend");
    QTest::newRow("nothing") << QList<double>{} << static_cast<int>(CurveTrend::NoHeldOut);
    QTest::newRow("early") << QList<double>{1.0, 0.9} << static_cast<int>(CurveTrend::TooEarly);
    QTest::newRow("falling") << QList<double>{1.0, 0.9, 0.8, 0.75, 0.7} << static_cast<int>(CurveTrend::Falling);
    QTest::newRow("turned up") << QList<double>{1.0, 0.8, 0.7, 0.72, 0.8, 0.9} << static_cast<int>(CurveTrend::Rising);
    QTest::newRow("one spike is no turn") << QList<double>{1.0, 0.9, 0.8, 0.7, 0.9} << static_cast<int>(CurveTrend::Falling);
    QTest::newRow("flat") << QList<double>{1.0, 0.8, 0.7, 0.702, 0.701, 0.7005} << static_cast<int>(CurveTrend::Flat);
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
        const QString path = QString::fromUtf8(parameter.path.data(), static_cast<qsizetype>(parameter.path.size()));
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
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batchSize"));
    QVERIFY(batch != nullptr);
    batch->setFocus();
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("16"));
    QCOMPARE(form.document()["batchSize"].get<int>(), 16);
    auto* raw = form.findChild<QPlainTextEdit*>(QStringLiteral("rawSettings"));
    QVERIFY(raw->toPlainText().contains(QStringLiteral("\"batchSize\": 16")));
    QString text = raw->toPlainText();
    form.findChild<QTabWidget*>(QStringLiteral("settingsTabs"))->setCurrentIndex(2);
    raw->setFocus();
    raw->setPlainText(text.replace(QStringLiteral("\"batchSize\": 16"), QStringLiteral("\"batchSize\": 3")));
    QCOMPARE(batch->text(), QStringLiteral("3"));
    raw->setPlainText(QStringLiteral("{ \"batchSize\": "));
    QVERIFY(!form.isValid());
    QVERIFY(form.findChild<QLabel*>(QStringLiteral("rawProblem"))->text().contains(QStringLiteral("line 1")));
}

void tst_Training::wrongValueIsMarkedAndBlocksStart() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    auto* batch = form.findChild<QLineEdit*>(QStringLiteral("edit:batchSize"));
    batch->selectAll();
    QTest::keyClicks(batch, QStringLiteral("zero"));
    QCOMPARE(batch->property("state").toString(), QStringLiteral("bad"));
    QCOMPARE(form.document()["batchSize"].get<int>(), 4); // a wrong text never leaves the field
    form.change(QStringLiteral("batchSize"), -1);
    QVERIFY(!form.isValid());
}

void tst_Training::resetGoesBackToThePreset() {
    SettingsForm form;
    form.setDocument(fakes::Train().presets().front());
    form.show();
    form.change(QStringLiteral("batchSize"), 32);
    auto* field = form.findChild<QWidget*>(QStringLiteral("field:batchSize"));
    auto* reset = field->findChild<QToolButton*>(QStringLiteral("reset"));
    QVERIFY(reset->isVisible());
    QTest::mouseClick(reset, Qt::LeftButton);
    QCOMPARE(form.document()["batchSize"].get<int>(), 4);
    QVERIFY(!reset->isVisible());
}

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
    QCOMPARE(bench.page.findChild<QLabel*>(QStringLiteral("startBlocked"))->text(), QStringLiteral("Encode the clips first."));
}

void tst_Training::remedyIsOneClick() {
    Bench bench;
    bench.train.answer.memory = {{QStringLiteral("Weights"), 4'000'000'000}, {QStringLiteral("Optimiser"), 8'000'000'000}};
    bench.train.answer.memoryLimitBytes = 8'000'000'000;
    bench.train.answer.fits = false;
    bench.train.answer.remedies = {{QStringLiteral("Use the 8-bit optimiser"), QStringLiteral("optimiser.type"), "AdamW8bit", 6'000'000'000}};
    bench.page.setDraft({});
    bench.page.show();
    auto* remedy = bench.page.findChild<QPushButton*>(QStringLiteral("remedy:optimiser.type"));
    QVERIFY(remedy != nullptr);
    QTest::mouseClick(remedy, Qt::LeftButton);
    QTRY_COMPARE(bench.train.planned["optimiser"]["type"].get<std::string>(), std::string("AdamW8bit"));
}

void tst_Training::cockpitControlsTheJob() {
    Bench bench;
    RunView run;
    run.id = QStringLiteral("0001-warm-kicks");
    run.name = QStringLiteral("warm kicks");
    run.status = RunStatus::Running;
    run.job = JobId{1};
    bench.train.list = {run};
    for (int step = 1; step <= 20; ++step) bench.train.metrics.push_back({step, step * 0.1, "train/loss", 1.0 / step});
    bench.page.setDraft({});
    bench.page.resize(1200, 800);
    bench.page.show();
    Q_EMIT bench.train.runStarted(run.id);
    bench.jobs.set(jobs::JobState::Running);
    QCOMPARE(bench.page.shownRun(), run.id);
    QCOMPARE(bench.page.findChild<QLabel*>(QStringLiteral("cockpitTitle"))->text(), run.name);
    for (const char* name : {"cockpitPause", "cockpitCheckpoint", "cockpitDemo", "cockpitStop"})
        QTest::mouseClick(bench.page.findChild<QPushButton*>(QString::fromLatin1(name)), Qt::LeftButton);
    QCOMPARE(bench.jobs.calls, (QStringList{QStringLiteral("pause 1"), QStringLiteral("checkpoint 1"), QStringLiteral("demo 1"), QStringLiteral("stop 1")}));
    bench.jobs.set(jobs::JobState::Paused);
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("cockpitPause")), Qt::LeftButton);
    QCOMPARE(bench.jobs.calls.last(), QStringLiteral("resume 1"));
    bench.jobs.set(jobs::JobState::Finished);
    QTest::mouseClick(bench.page.findChild<QPushButton*>(QStringLiteral("cockpitStop")), Qt::LeftButton); // reads "Resume this run" now
    QCOMPARE(bench.train.resumed, QStringList{run.id});
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme theme(application);
    tst_Training test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_Training.moc"
