// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Parallel.h"
#include "tests/support/Checks.h"

#include <atomic>
#include <set>
#include <stdexcept>

using namespace attune;
using namespace attune::test;

class tst_Parallel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void consumesInOrder_data();
    void consumesInOrder();
    void boundsWhatWaits();
    void runsOnSeveralThreads();
    void stopsAtTheFirstError();
    void turnsExceptionsIntoErrors();
    void endsWhenTheConsumerThrows();
    void stopsWhenCancelled();
    void countsWorkers();
};

void tst_Parallel::consumesInOrder_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("workers");
    for (const int count : {0, 1, 7, 1000})
        for (const int workers : {1, 2, 8}) QTest::addRow("%d on %d", count, workers) << count << workers;
}

void tst_Parallel::consumesInOrder() {
    QFETCH(int, count);
    QFETCH(int, workers);
    std::vector<std::size_t> seen;
    const auto result = forEachOrdered<std::size_t>(
        static_cast<std::size_t>(count), workers, {}, "Testing", [](std::size_t i) { return i * i; },
        [&](std::size_t i, std::size_t value) -> Result<void> {
            if (value != i * i) return fail(ErrorCode::Internal, "wrong value");
            seen.push_back(i);
            return {};
        });
    ATTUNE_VERIFY_OK(result);
    QCOMPARE(static_cast<int>(seen.size()), count);
    QVERIFY(std::is_sorted(seen.begin(), seen.end()));
}

void tst_Parallel::boundsWhatWaits() {
    std::atomic<int> made{0};
    int mostAhead = 0;
    int consumed = 0;
    const auto result = forEachOrdered<int>(
        500, 4, {}, "Testing", [&](std::size_t) { return ++made; },
        [&](std::size_t, int) -> Result<void> {
            mostAhead = std::max(mostAhead, made.load() - ++consumed);
            return {};
        });
    ATTUNE_VERIFY_OK(result);
    QVERIFY2(mostAhead <= 4 * 4, qPrintable(QString::number(mostAhead)));
}

void tst_Parallel::runsOnSeveralThreads() {
    std::mutex mutex;
    std::condition_variable both;
    int inside = 0;
    // Each waits for the other, which one thread alone could not do.
    const auto result = forEachOrdered<bool>(
        2, 2, {}, "Testing",
        [&](std::size_t) {
            std::unique_lock lock(mutex);
            ++inside;
            both.notify_all();
            both.wait(lock, [&] { return inside == 2; });
            return true;
        },
        [](std::size_t, bool) -> Result<void> { return {}; });
    ATTUNE_VERIFY_OK(result);
}

void tst_Parallel::stopsAtTheFirstError() {
    int consumed = 0;
    const auto result = forEachOrdered<int>(
        100000, 4, {}, "Testing", [](std::size_t) { return 0; },
        [&](std::size_t i, int) -> Result<void> {
            if (i == 10) return fail(ErrorCode::DiskFull, "full");
            ++consumed;
            return {};
        });
    ATTUNE_VERIFY_ERROR(result, ErrorCode::DiskFull);
    QCOMPARE(consumed, 10);
}

void tst_Parallel::turnsExceptionsIntoErrors() {
    const auto result = forEachOrdered<int>(
        1000, 3, {}, "Testing",
        [](std::size_t i) -> int {
            if (i == 17) throw std::bad_alloc();
            return 0;
        },
        [](std::size_t, int) -> Result<void> { return {}; });
    ATTUNE_VERIFY_ERROR(result, ErrorCode::OutOfMemory);
}

void tst_Parallel::endsWhenTheConsumerThrows() {
    // All workers are waiting for the consumer by then; the test hangs if they are not told to end.
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(forEachOrdered<int>(
                                                     100000, 4, {}, "Testing", [](std::size_t) { return 0; },
                                                     [&](std::size_t i, int) -> Result<void> {
                                                         if (i == 10) throw std::runtime_error("thrown");
                                                         return {};
                                                     })));
}

void tst_Parallel::stopsWhenCancelled() {
    CancellationSource source;
    int consumed = 0;
    const auto result = forEachOrdered<int>(
        100000, 2, source.cancellation(), "Testing", [](std::size_t) { return 0; },
        [&](std::size_t, int) -> Result<void> {
            if (++consumed == 5) source.request();
            return {};
        });
    ATTUNE_VERIFY_ERROR(result, ErrorCode::Cancelled);
    QCOMPARE(consumed, 5);
}

void tst_Parallel::countsWorkers() {
    QCOMPARE(workerCountFor(5, 100), 5);
    QCOMPARE(workerCountFor(5, 2), 2);
    QCOMPARE(workerCountFor(0, 0), 1);
    QVERIFY(workerCountFor(0, 100) >= 1);
    QVERIFY(workerCountFor(-3, 100) >= 1);
}

QTEST_APPLESS_MAIN(tst_Parallel)
#include "tst_Parallel.moc"
