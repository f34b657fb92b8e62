// SPDX-License-Identifier: GPL-3.0-or-later
//
// The order of waiting jobs, and how progress is thinned and timed: no threads here.
#include "core/jobs/JobQueue.h"
#include "core/jobs/ProgressThrottle.h"

#include <QtTest/QtTest>

using namespace attune;
using namespace attune::jobs;
using namespace std::chrono_literals;

namespace {

JobQueue::Entry device(std::int64_t id) {
    return {{id}, DeviceUse::Exclusive};
}
JobQueue::Entry plain(std::int64_t id) {
    return {{id}, DeviceUse::None};
}

Progress at(const char* stage, std::int64_t done, std::int64_t total) {
    return {stage, done, total, "clips", {}};
}

} // namespace

class TestJobQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deviceJobsRunAloneAndPlainJobsPassThem() {
        JobQueue queue(2);
        for (const auto& entry : {device(1), device(2), plain(3), plain(4), plain(5)}) queue.append(entry);
        QCOMPARE(queue.takeNext()->id.value, 1);
        QCOMPARE(queue.takeNext()->id.value, 3);
        QCOMPARE(queue.takeNext()->id.value, 4);
        QVERIFY(!queue.takeNext());
        queue.finished(plain(3));
        QCOMPARE(queue.takeNext()->id.value, 5);
        queue.finished(device(1));
        QCOMPARE(queue.takeNext()->id.value, 2);
        QVERIFY(!queue.takeNext());
        QVERIFY(queue.waiting().empty());
    }

    void movingAndRemoving() {
        JobQueue queue(1);
        for (const auto& entry : {device(1), device(2), device(3)}) queue.append(entry);
        QVERIFY(queue.moveTo({3}, 0));
        QCOMPARE(queue.positionOf({3}), std::optional<std::size_t>(0));
        QVERIFY(queue.moveTo({3}, 99)); // clamped
        QCOMPARE(queue.positionOf({3}), std::optional<std::size_t>(2));
        QVERIFY(queue.moveTo({1}, 1));
        QCOMPARE(queue.positionOf({2}), std::optional<std::size_t>(0));
        QVERIFY(queue.remove({2}));
        QVERIFY(!queue.remove({2}));
        QVERIFY(!queue.moveTo({2}, 0));
        QVERIFY(!queue.positionOf({2}));
        QCOMPARE(queue.takeNext()->id.value, 1);
    }

    void throttleLetsFirstLastAndStagesThrough() {
        ProgressThrottle throttle(100ms);
        const SteadyTime start{};
        QVERIFY(throttle.passes(at("a", 0, 10), start));
        QVERIFY(!throttle.passes(at("a", 1, 10), start + 99ms));
        QVERIFY(throttle.passes(at("a", 2, 10), start + 100ms));
        QVERIFY(throttle.passes(at("b", 0, 10), start + 101ms));
        QVERIFY(!throttle.passes(at("b", 1, 10), start + 102ms));
        QVERIFY(throttle.passes(at("b", 10, 10), start + 103ms));
        QVERIFY(!throttle.passes(at("b", 0, 0), start + 104ms)); // unknown total is never the end
    }

    void estimateKnowsSpeedAndTimeLeft() {
        ProgressEstimate estimate;
        const SteadyTime start{};
        QVERIFY(!estimate.unitsPerSecond());
        estimate.add(at("a", 0, 100), start);
        QVERIFY(!estimate.unitsPerSecond());
        estimate.add(at("a", 10, 100), start + 1s);
        QCOMPARE(*estimate.unitsPerSecond(), 10.0);
        QCOMPARE(estimate.timeLeft()->count(), 9.0);
        // Only the last quarter of a minute counts.
        for (int second = 2; second <= 40; ++second)
            estimate.add(at("a", 10 + second, 100), start + second * 1s);
        QCOMPARE(*estimate.unitsPerSecond(), 1.0);
        // A new stage starts afresh.
        estimate.add(at("b", 0, 0), start + 41s);
        QVERIFY(!estimate.unitsPerSecond());
        estimate.add(at("b", 5, 0), start + 42s);
        QCOMPARE(*estimate.unitsPerSecond(), 5.0);
        QVERIFY(!estimate.timeLeft());
    }

    // Eight windows that were encoded together are reported within a millisecond.
    void estimateIsNotFooledByBursts() {
        ProgressEstimate estimate;
        const SteadyTime start{};
        estimate.add(at("a", 0, 100), start);
        for (int unit = 1; unit <= 8; ++unit) estimate.add(at("a", unit, 100), start + unit * 1ms);
        QVERIFY2(!estimate.unitsPerSecond(), "nothing can be known after 8 ms");
        estimate.add(at("a", 8, 100), start + 4s);
        QCOMPARE(*estimate.unitsPerSecond(), 2.0);
        for (int unit = 9; unit <= 16; ++unit) estimate.add(at("a", unit, 100), start + 8s);
        QCOMPARE(*estimate.unitsPerSecond(), 2.0);
        // The same observation again and again is no speed of nothing.
        estimate.add(at("b", 0, 10), start + 9s);
        estimate.add(at("b", 0, 10), start + 19s);
        QVERIFY(!estimate.unitsPerSecond() && !estimate.timeLeft());
    }
};

QTEST_APPLESS_MAIN(TestJobQueue)
#include "tst_JobQueue.moc"
