// SPDX-License-Identifier: GPL-3.0-or-later
//
// Metrics: appended, read at any zoom, resumed, killed, shared, damaged.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/platform/Process.h"
#include "core/project/MetricsStore.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/Sanitizers.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtTest/QtTest>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>

using namespace attune;
using namespace attune::project;
using jobs::MetricPoint;
namespace fs = std::filesystem;

namespace {

std::vector<MetricPoint> pointsOf(const char* name, std::int64_t first, std::int64_t count,
                                  double factor = 1.0) {
    std::vector<MetricPoint> points;
    for (std::int64_t step = first; step < first + count; ++step)
        points.push_back({step, 0.5 * static_cast<double>(step), name, factor * static_cast<double>(step)});
    return points;
}

// The other process of killedWritersLoseNothingToldSafe.
int appendForever(const std::string& file) {
    auto store = MetricsStore::open(pathFromUtf8(file));
    if (!store) return 1;
    const auto last = store->lastStep();
    if (!last || !store->beginSession(*last)) return 2;
    for (std::int64_t step = *last + 1;; step += 10) {
        if (!store->append(pointsOf("train/loss", step, 10))) return 3;
        std::printf("%lld\n", static_cast<long long>(step + 9));
        std::fflush(stdout);
    }
}

} // namespace

class TestMetricsStore : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path file() const { return pathFromUtf8(m_temporary->path().toStdString()) / "metrics.sqlite"; }

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }

    void readOnlyFoldersCanBeRead() {
#ifdef __linux__
        using std::filesystem::perms;
        const fs::path folder = file().parent_path();
        const perms before = fs::status(folder).permissions();
        {
            MetricsStore store = MetricsStore::open(file()).value();
            QVERIFY(store.beginSession(0).has_value());
            QVERIFY(store.append(pointsOf("train/loss", 1, 5)).has_value());
        }
        fs::permissions(file(), static_cast<perms>(0444));
        fs::permissions(folder, static_cast<perms>(0555));
        std::optional<Result<MetricsStore>> reader;
        std::optional<Result<MetricsStore>> writer;
        bool isTried = false;
        {
            const test::WithoutRoot withoutRoot;
            isTried = withoutRoot.isEffective();
            reader = MetricsStore::open(file(), MetricsStore::Access::ReadOnly);
            writer = MetricsStore::open(file());
        }
        fs::permissions(folder, before);
        if (!isTried) QSKIP("Permissions cannot be tested by this user");
        ATTUNE_VERIFY_OK(*reader);
        QCOMPARE((*reader)->pointCount().value(), std::int64_t{5});
        ATTUNE_VERIFY_ERROR(*writer, ErrorCode::PermissionDenied);
#endif
    }

    void numbersComeBack() {
        MetricsStore store = MetricsStore::open(file()).value();
        QCOMPARE(store.append(pointsOf("a", 1, 1)).error().code,
                 ErrorCode::InvalidArgument); // no session yet
        QVERIFY(store.beginSession(0).has_value());
        QVERIFY(store.append({}).has_value());
        QVERIFY(store.append(pointsOf("train/loss", 1, 100)).has_value());
        QVERIFY(store.append(pointsOf("train/lr", 1, 3, 1e-5)).has_value());
        QCOMPARE(store.names().value(), (std::vector<std::string>{"train/loss", "train/lr"}));
        QCOMPARE(store.pointCount().value(), std::int64_t{103});
        QCOMPARE(store.lastStep().value(), std::int64_t{100});

        const MetricsStore reader = MetricsStore::open(file(), MetricsStore::Access::ReadOnly).value();
        const auto series = reader.series("train/loss").value();
        QCOMPARE(series.size(), std::size_t{100});
        QCOMPARE(series[41].step, std::int64_t{42});
        QCOMPARE(series[41].last, 42.0);
        QCOMPARE(series[41].timeSeconds, 21.0);
        QCOMPARE(reader.series("train/loss", {10, 19}).value().size(), std::size_t{10});
        QVERIFY(reader.series("nothing").value().empty());
        const auto latest = reader.latest().value();
        QCOMPARE(latest.size(), std::size_t{2});
        QCOMPARE(latest[0].step, std::int64_t{100});
        QCOMPARE(latest[1].value, 3e-5);
    }

    void zoomKeepsPeaks() {
        MetricsStore store = MetricsStore::open(file()).value();
        QVERIFY(store.beginSession(0).has_value());
        auto points = pointsOf("x", 0, 1000, 0.0);
        points[503].value = 99.0;
        points[504].value = -99.0;
        QVERIFY(store.append(points).has_value());
        const auto series = store.series("x", {}, 7).value();
        QVERIFY(series.size() <= 7);
        std::int64_t count = 0;
        double least = 0.0;
        double greatest = 0.0;
        for (const SeriesPoint& point : series) {
            count += point.count;
            least = std::min(least, point.least);
            greatest = std::max(greatest, point.greatest);
        }
        QCOMPARE(count, std::int64_t{1000});
        QCOMPARE(least, -99.0);
        QCOMPARE(greatest, 99.0);
        QCOMPARE(series.back().step, std::int64_t{999});
        QCOMPARE(decimated(pointsOfSeries({1.0, 2.0, 6.0, 7.0}), 2)[0].mean, 1.5);
        QCOMPARE(decimated(pointsOfSeries({1.0, 2.0, 6.0}), 2)[1].mean, 6.0);
        const auto withNan = decimated(pointsOfSeries({std::nan(""), 2.0}), 1);
        QVERIFY(std::isnan(withNan[0].mean));
        QCOMPARE(withNan[0].least, 2.0);
    }

    void resumedRunsShowOneCurve() {
        MetricsStore store = MetricsStore::open(file()).value();
        QVERIFY(store.beginSession(0).has_value());
        QVERIFY(store.append(pointsOf("x", 1, 620)).has_value());
        QVERIFY(store.append(pointsOf("only/before", 610, 1)).has_value());
        QVERIFY(store.beginSession(500).has_value());
        QVERIFY(store.append(pointsOf("x", 501, 50, 2.0)).has_value());
        auto series = store.series("x").value();
        QCOMPARE(series.size(), std::size_t{550});
        QCOMPARE(series[499].last, 500.0);
        QCOMPARE(series[500].last, 1002.0);
        QCOMPARE(store.lastStep().value(), std::int64_t{550});
        QCOMPARE(store.latest().value().size(), std::size_t{1}); // the other one is superseded as a whole
        QCOMPARE(store.pointCount().value(), std::int64_t{671}); // nothing is deleted
        // Back further than the session before it.
        QVERIFY(store.beginSession(400).has_value());
        QVERIFY(store.append(pointsOf("x", 401, 1, 3.0)).has_value());
        series = store.series("x").value();
        QCOMPARE(series.size(), std::size_t{401});
        QCOMPARE(series.back().last, 1203.0);
    }

    void strangeNumbersAreKept() {
        MetricsStore store = MetricsStore::open(file()).value();
        QVERIFY(store.beginSession(0).has_value());
        const double infinity = std::numeric_limits<double>::infinity();
        const std::vector<MetricPoint> points{{1, 0.0, "x", std::nan("")},
                                              {2, 0.0, "x", infinity},
                                              {3, 0.0, "x", -infinity},
                                              {4, 0.0, "ä", 1e-300}};
        QVERIFY(store.append(points).has_value());
        const auto series = store.series("x").value();
        QVERIFY(std::isnan(series[0].last));
        QCOMPARE(series[1].last, infinity);
        QCOMPARE(series[2].last, -infinity);
        QCOMPARE(store.series("ä").value()[0].last, 1e-300);
    }

    void filesThatAreNoneAreRefused() {
        QCOMPARE(MetricsStore::open(file(), MetricsStore::Access::ReadOnly).error().code,
                 ErrorCode::NotFound);
        QVERIFY(writeTextAtomically(file(), std::string(5000, 'x')).has_value());
        const auto garbage = MetricsStore::open(file());
        QCOMPARE(garbage.error().code, ErrorCode::Corrupt);
        QVERIFY(!garbage.error().remedy.empty());
        QVERIFY(!MetricsStore::open(file().parent_path() / "none" / "x.sqlite").has_value());
    }

    void killedWritersLoseNothingToldSafe() {
        if (attune::test::kCannotStartPrograms)
            QSKIP("ThreadSanitizer does not survive the way in which Qt starts a program");
        std::int64_t safe = 0;
        for (int round = 0; round < 6; ++round) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(),
                         {QStringLiteral("--append-forever"), QString::fromStdString(utf8FromPath(file()))});
            QVERIFY(writer.waitForStarted());
            for (int line = 0; line <= round * 3; ++line) {
                while (!writer.canReadLine()) QVERIFY(writer.waitForReadyRead());
                safe = std::max<std::int64_t>(safe, writer.readLine().trimmed().toLongLong());
            }
            writer.kill();
            QVERIFY(writer.waitForFinished());
            while (writer.canReadLine())
                safe = std::max<std::int64_t>(safe, writer.readLine().trimmed().toLongLong());
            const MetricsStore store = MetricsStore::open(file()).value();
            const auto series = store.series("train/loss").value();
            QVERIFY(static_cast<std::int64_t>(series.size()) >= safe);
            QCOMPARE(series.size() % 10, std::size_t{0}); // whole batches only
            for (std::size_t i = 0; i < series.size(); ++i)
                QCOMPARE(series[i].step, static_cast<std::int64_t>(i + 1));
        }
        QVERIFY(safe > 0);
    }

private:
    static std::vector<SeriesPoint> pointsOfSeries(const std::vector<double>& values) {
        std::vector<SeriesPoint> points;
        for (std::size_t i = 0; i < values.size(); ++i)
            points.push_back(
                {static_cast<std::int64_t>(i), 0.0, values[i], values[i], values[i], values[i], 1});
        return points;
    }
};

int main(int argc, char** argv) {
    const auto arguments = platform::utf8Arguments(argc, argv);
    if (arguments.size() == 2 && arguments[0] == "--append-forever") return appendForever(arguments[1]);
    QCoreApplication application(argc, argv);
    TestMetricsStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_MetricsStore.moc"
