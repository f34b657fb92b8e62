// SPDX-License-Identifier: GPL-3.0-or-later
//
// What happens around a job whatever page is shown: the machine stays awake, somebody who works elsewhere is
// told, the strip shows the card, and closing asks.
#include "tests/ui/FakeServices.h"
#include "tests/ui/GuiTest.h"
#include "ui/settings/AppSettings.h"
#include "ui/shell/JobWatch.h"
#include "ui/shell/Notifier.h"
#include "ui/shell/StatusStrip.h"
#include "ui/widgets/Quantity.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>
#include <QtTest>

using namespace attune;
using namespace attune::ui;

namespace {

class HandNotifier final : public Notifier {
public:
    void notify(const QString& title, const QString& text) override {
        messages << title + QStringLiteral(": ") + text;
    }
    bool canHideWindow() const override { return hasTray; }
    void showIcon() override { isIconShown = true; }
    QStringList messages;
    bool hasTray{true};
    bool isIconShown{false};
};

// A window as far as the watch needs one.
class Window final : public QWidget {
public:
    JobWatch* watch{nullptr};

protected:
    void closeEvent(QCloseEvent* event) override {
        event->setAccepted(watch == nullptr || watch->mayClose());
    }
};

struct Bench {
    Bench() {
        settings.setNotifies(true);
        strip = new StatusStrip(&window);
        window.watch = new JobWatch({jobs, listen, system, settings}, *strip, notifier, window);
        window.resize(1200, 60);
        strip->resize(1200, 60);
        window.show();
    }
    // As somebody does who goes to another program.
    void workElsewhere() {
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
    }
    [[nodiscard]] QMessageBox* question() const {
        return window.findChild<QMessageBox*>(QStringLiteral("closeQuestion"));
    }
    fakes::Jobs jobs;
    fakes::Listen listen;
    fakes::System system;
    HandNotifier notifier;
    AppSettings settings;
    Window window;
    StatusStrip* strip;
    QWidget other;
};

} // namespace

class tst_JobWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theMachineStaysAwakeWhileAJobRuns();
    void whoWorksElsewhereIsTold();
    void aFullDiskIsTold();
    void aFailureStaysInTheStrip();
    void closingIsAskedOnce();
    void whoLooksAtTheWindowIsNotTold();
    void messagesCanBeTurnedOff();
    void theRunGoesOnInTheTray();
    void withoutATrayThatIsNotOffered();
    void cancelKeepsEverything();
    void theStripShowsTheCard();
    void downloadsAreCountedInBytes();
};

void tst_JobWatch::theMachineStaysAwakeWhileAJobRuns() {
    Bench bench;
    QVERIFY(!bench.system.awake);
    for (const JobState state :
         {JobState::Preparing, JobState::Running, JobState::Pausing, JobState::Paused, JobState::Stopping}) {
        bench.jobs.set(state);
        QVERIFY(bench.system.awake && bench.system.isWatched);
    }
    for (const JobState end : {JobState::Finished, JobState::Failed, JobState::Cancelled}) {
        bench.jobs.set(JobState::Running);
        bench.jobs.set(end);
        QVERIFY(!bench.system.awake && !bench.system.isWatched);
    }
}

void tst_JobWatch::whoWorksElsewhereIsTold() {
    Bench bench;
    bench.workElsewhere();
    bench.jobs.set(JobState::Running);
    QVERIFY(bench.notifier.messages.isEmpty());
    Q_EMIT bench.listen.generated(QStringLiteral("0001-warm-kicks"));
    QCOMPARE(bench.notifier.messages.size(), 1);
    QVERIFY(bench.notifier.messages[0].contains(QStringLiteral("ready to hear")));
    bench.jobs.set(JobState::Finished);
    QCOMPARE(bench.notifier.messages.size(), 2);
    QVERIFY2(bench.notifier.messages[1].contains(QStringLiteral("warm kicks")) &&
                 bench.notifier.messages[1].contains(QStringLiteral("done")),
             qPrintable(bench.notifier.messages[1]));
    bench.jobs.set(JobState::Running);
    bench.jobs.set(JobState::Failed);
    QVERIFY(bench.notifier.messages.last().contains(QStringLiteral("error")));
    bench.jobs.set(JobState::Running);
    bench.jobs.set(JobState::Cancelled);
    QVERIFY(bench.notifier.messages.last().contains(QStringLiteral("cancelled")));
    bench.window.hide();
    Q_EMIT bench.notifier.activated(); // a click on the message
    QVERIFY(bench.window.isVisible());
    bench.window.showMinimized();
    Q_EMIT bench.notifier.activated();
    QVERIFY(bench.window.isVisible() && !bench.window.isMinimized());
}

void tst_JobWatch::aFullDiskIsTold() {
    Bench bench;
    bench.workElsewhere();
    bench.jobs.set(JobState::Paused);
    bench.jobs.shots.front().progress.stage = "Paused: the disk is full";
    for (int time = 0; time < 2; ++time) // it looks again and again
        Q_EMIT bench.jobs.progressed(JobId{1}, bench.jobs.shots.front().progress);
    QCOMPARE(bench.notifier.messages.size(), 1);
    bool isSaid = false;
    for (const QLabel* label : bench.strip->findChildren<QLabel*>())
        isSaid = isSaid || label->text().contains(QStringLiteral("disk is full"));
    QVERIFY(isSaid);
}

// Whoever looks at another page than the job's must see that it did not simply end.
void tst_JobWatch::aFailureStaysInTheStrip() {
    Bench bench;
    const auto says = [&bench](const QString& text) {
        const QList<QLabel*> labels = bench.strip->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text().contains(text); });
    };
    bench.jobs.set(JobState::Running);
    bench.jobs.set(JobState::Failed);
    QVERIFY(says(QStringLiteral("stopped with an error")));
    bench.jobs.set(JobState::Running);
    bench.jobs.set(JobState::Finished);
    QVERIFY(!says(QStringLiteral("stopped with an error")));
}

void tst_JobWatch::closingIsAskedOnce() {
    Bench bench;
    bench.jobs.set(JobState::Running);
    for (int i = 0; i < 2; ++i) bench.window.close(); // by hand, then by the system that shuts down
    QCOMPARE(bench.window.findChildren<QMessageBox*>(QStringLiteral("closeQuestion")).size(), 1);
    bench.question()->reject();
    bench.window.close();
    QVERIFY(bench.question() != nullptr);
    bench.jobs.set(JobState::Finished);
}

void tst_JobWatch::whoLooksAtTheWindowIsNotTold() {
    Bench bench;
    bench.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bench.window));
    bench.jobs.set(JobState::Running);
    bench.jobs.set(JobState::Finished);
    Q_EMIT bench.listen.generated(QStringLiteral("0001-warm-kicks"));
    QVERIFY(bench.notifier.messages.isEmpty());
}

void tst_JobWatch::messagesCanBeTurnedOff() {
    Bench bench;
    bench.settings.setNotifies(false);
    bench.workElsewhere();
    bench.jobs.set(JobState::Running);
    bench.jobs.set(JobState::Finished);
    QVERIFY(bench.notifier.messages.isEmpty());
    bench.settings.setNotifies(true);
}

void tst_JobWatch::theRunGoesOnInTheTray() {
    Bench bench;
    bench.jobs.set(JobState::Running);
    QVERIFY(!bench.window.close());
    auto* tray = bench.window.findChild<QPushButton*>(QStringLiteral("closeToTray"));
    QVERIFY(tray != nullptr);
    QTest::mouseClick(tray, Qt::LeftButton);
    QVERIFY(!bench.window.isVisible() && bench.notifier.isIconShown);
    QVERIFY(bench.jobs.calls.isEmpty() && bench.system.awake); // nobody stopped anything
    bench.jobs.set(JobState::Finished);
    QCOMPARE(bench.notifier.messages.size(), 1); // a hidden window is not looked at
    Q_EMIT bench.notifier.activated();
    QVERIFY(bench.window.isVisible());
    QVERIFY(bench.window.close());
}

void tst_JobWatch::withoutATrayThatIsNotOffered() {
    Bench bench;
    bench.notifier.hasTray = false;
    bench.jobs.set(JobState::Running);
    QVERIFY(!bench.window.close());
    QVERIFY(bench.question() != nullptr);
    QVERIFY(bench.window.findChild<QPushButton*>(QStringLiteral("closeToTray")) == nullptr);
}

void tst_JobWatch::cancelKeepsEverything() {
    Bench bench;
    bench.jobs.set(JobState::Running);
    jobs::JobSnapshot waiting;
    waiting.id = JobId{2};
    waiting.queuePosition = 0;
    bench.jobs.shots.push_back(waiting);
    QVERIFY(!bench.window.close());
    const QString told = bench.question()->informativeText();
    QVERIFY2(told.contains(QLocale().toString(1840)) && told.contains(QStringLiteral("queue")),
             qPrintable(told));
    QTest::keyClick(bench.question(), Qt::Key_Escape);
    QVERIFY(bench.window.isVisible() && bench.jobs.calls.isEmpty());
    QVERIFY(!bench.window.close()); // and is asked again
}

void tst_JobWatch::theStripShowsTheCard() {
    Bench bench;
    const auto* gpu = bench.strip->findChild<QLabel*>(QStringLiteral("statusGpu"));
    const GpuReadingView reading{QStringLiteral("NVIDIA First"), 61, 6'000'000'000, 24'000'000'000};
    Q_EMIT bench.system.gpuRead(reading);
    QVERIFY(!gpu->isVisible()); // nothing runs
    bench.jobs.set(JobState::Running);
    Q_EMIT bench.system.gpuRead(reading);
    QVERIFY(gpu->isVisible());
    QVERIFY2(gpu->text().contains(QStringLiteral("61 °C")) && gpu->text().contains(bytesText(24e9)),
             qPrintable(gpu->text()));
    // What the run itself occupies is said beside it; then the card's own figure would only confuse.
    Q_EMIT bench.jobs.metricsArrived(JobId{1}, {{1840, 0.0, "memory/device_bytes", 6.1e9}});
    Q_EMIT bench.system.gpuRead(reading);
    QCOMPARE(gpu->text(), QStringLiteral("61 °C"));
    bench.jobs.set(JobState::Finished);
    QVERIFY(!gpu->isVisible());
}

void tst_JobWatch::downloadsAreCountedInBytes() {
    Bench bench;
    bench.jobs.set(JobState::Running);
    bench.jobs.shots.front().title = "Add GPU libraries";
    bench.jobs.shots.front().progress = {"Adding GPU libraries", 500'000'000, 2'000'000'000, "bytes",
                                         "torch_cuda.dll"};
    Q_EMIT bench.jobs.progressed(JobId{1}, bench.jobs.shots.front().progress);
    const QString text = bench.strip->findChild<QLabel*>(QStringLiteral("statusText"))->text();
    QVERIFY2(text.contains(bytesText(500e6)) && text.contains(bytesText(2e9)), qPrintable(text));
}

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("AttuneTest"));
    QCoreApplication::setApplicationName(QStringLiteral("jobwatch"));
    return runGuiTest<tst_JobWatch>(argc, argv);
}
#include "tst_JobWatch.moc"
