// SPDX-License-Identifier: GPL-3.0-or-later
//
// Speed and time left of a run that does other things in between. Time is the test's own.
#include "tests/ui/GuiTest.h"
#include "ui/shell/JobPace.h"

#include <QtTest>

#include <cmath>

using namespace attune;
using namespace attune::ui;
using namespace std::chrono_literals;

namespace {

class Run {
public:
    void at(const char* stage, std::int64_t done, std::chrono::milliseconds after,
            const char* unit = "steps") {
        m_now += after;
        pace.add({stage, done, 100, unit, {}}, m_now);
    }
    [[nodiscard]] double speed() const { return pace.unitsPerSecond().value_or(0.0); }
    [[nodiscard]] double left() const { return pace.secondsLeft().value_or(-1.0); }
    JobPace pace;

private:
    jobs::SteadyTime m_now{1h};
};

bool isNear(double value, double wanted) {
    return std::abs(value - wanted) < 1e-6 * std::max(1.0, std::abs(wanted));
}

} // namespace

class tst_JobPace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theFirstStepSaysNothing() {
        Run run;
        run.at("Training", 0, 0ms);
        run.at("Training", 1, 30s); // warms everything up
        QVERIFY(!run.pace.unitsPerSecond() && !run.pace.secondsLeft());
        run.at("Training", 2, 2s);
        QVERIFY(isNear(run.speed(), 0.5));
        QVERIFY(isNear(run.left(), 98 * 2.0));
    }
    void otherThingsKeepTheSpeedAndCostTime() {
        Run run;
        run.at("Rendering demos", 0, 0ms);
        run.at("Training", 1, 40s); // the base model's demos count as nothing
        for (int step = 2; step <= 41; ++step) run.at("Training", step, 500ms);
        QVERIFY(isNear(run.speed(), 2.0));
        QVERIFY(isNear(run.left(), 59 * 0.5));
        run.at("Writing a checkpoint", 41, 0ms);
        run.at("Rendering demos", 41, 1s);
        run.at("Rendering demos", 41, 19s);
        QVERIFY(isNear(run.speed(), 2.0)); // nothing flickers
        run.at("Training", 42, 500ms);
        run.at("Training", 43, 500ms);
        QVERIFY(isNear(run.speed(), 2.0));
        QVERIFY(run.left() > 57 * 0.5 + 20.0); // demos will come again
    }
    void aPauseIsNoWork() {
        Run run;
        run.at("Training", 1, 0ms);
        for (int step = 2; step <= 11; ++step) run.at("Training", step, 1s);
        QVERIFY(isNear(run.speed(), 1.0));
        run.pace.pause();
        run.at("Training", 12, 3600s);
        run.at("Training", 13, 1s);
        QVERIFY2(run.speed() >= 1.0 - 1e-9 && run.speed() < 1.3, qPrintable(QString::number(run.speed())));
    }
    void oneSlowStepIsNoPace() {
        Run run;
        run.at("Training", 1, 0ms);
        for (int step = 2; step <= 11; ++step) run.at("Training", step, 1s);
        run.at("Training", 12, 600s); // the computer slept, or something else had it
        QVERIFY(isNear(run.speed(), 1.0));
        QVERIFY(isNear(run.left(), 88.0));
        for (int step = 13; step <= 24; ++step) run.at("Training", step, 5s); // it stays slower
        QVERIFY(isNear(run.speed(), 0.2));
    }
    void batchesOfSoundsCountFromTheFirst() {
        Run run;
        run.at("Encoding", 0, 0ms, "clips");
        run.at("Encoding", 8, 4s, "clips");
        QVERIFY(isNear(run.speed(), 2.0));
        run.at("Reading", 0, 1s, "files"); // another stage with its own count
        QVERIFY(!run.pace.unitsPerSecond());
    }
    void nothingIsLeftAtTheEnd() {
        Run run;
        run.at("Training", 98, 0ms);
        run.at("Training", 99, 1s);
        run.at("Training", 100, 1s);
        QVERIFY(!run.pace.secondsLeft());
        run.pace.reset();
        QVERIFY(!run.pace.unitsPerSecond());
    }
};

int main(int argc, char** argv) {
    return runGuiTest<tst_JobPace>(argc, argv);
}
#include "tst_JobPace.moc"
