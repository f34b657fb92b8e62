// SPDX-License-Identifier: GPL-3.0-or-later
//
// The grid of Listen, read from a run's folder: a column for each step with demos or a checkpoint.
#include "app/studio/DemoGrids.h"
#include "app/studio/RunViews.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/project/MetricsStore.h"
#include "core/project/RunStore.h"

#include <QtTest/QtTest>

#include <filesystem>
#include <vector>

using namespace attune;
namespace fs = std::filesystem;

class tst_DemoGrids : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyColumnHasItsHeldOutLoss();
    void withoutChecksThereIsNone();
};

namespace {

project::RunRecord makeRun(const fs::path& root) {
    project::RunDescription description;
    description.name = "a";
    description.settings = config::Json{{"steps", 120}};
    auto run = project::RunStore(root).create(std::move(description));
    if (!run) qFatal("cannot make a run");
    return std::move(*run);
}

void addDemo(const project::RunRecord& run, std::int64_t step) {
    const fs::path folder = run.demoFolder(step);
    fs::create_directories(folder);
    auto index = project::DemoIndex::load(folder);
    project::DemoRecord demo;
    demo.file = "one.wav";
    demo.prompt = "a drum";
    demo.step = step;
    if (!index || !writeTextAtomically(folder / "one.wav", "") || !index->add(demo)) qFatal("cannot write");
}

} // namespace

// Three are measured at their own step, the last at the check before; of 40 only the demos are left.
void tst_DemoGrids::everyColumnHasItsHeldOutLoss() {
    const QTemporaryDir folder;
    const project::RunRecord run = makeRun(pathFromUtf8(folder.path().toStdString()));
    for (const std::int64_t step : {0, 40, 80}) addDemo(run, step);
    auto metrics = project::MetricsStore::open(run.metricsFile());
    QVERIFY(metrics.has_value());
    QVERIFY(metrics->beginSession(0).has_value());
    const std::vector<jobs::MetricPoint> points{
        {0, 0.0, "val/loss", 0.5}, {40, 1.0, "val/loss", 0.4}, {80, 2.0, "val/loss", 0.3}};
    QVERIFY(metrics->append(points).has_value());
    ui::CheckpointView kept;
    kept.step = 80;
    ui::CheckpointView last;
    last.step = 90;
    const ui::DemoGrid grid = studio::readDemoGrid(run, {kept, last});
    QCOMPARE(grid.columns.size(), std::size_t{4});
    const std::vector<double> expected{0.5, 0.4, 0.3, 0.3};
    for (std::size_t column = 0; column < expected.size(); ++column) {
        QVERIFY2(grid.columns[column].heldOut.has_value(), qPrintable(QString::number(column)));
        QCOMPARE(*grid.columns[column].heldOut, expected[column]);
    }
    QVERIFY(grid.columns[0].canGenerate && !grid.columns[1].canGenerate && grid.columns[2].canGenerate);
}

void tst_DemoGrids::withoutChecksThereIsNone() {
    const QTemporaryDir folder;
    const project::RunRecord run = makeRun(pathFromUtf8(folder.path().toStdString()));
    addDemo(run, 0);
    addDemo(run, 40);
    const ui::DemoGrid grid = studio::readDemoGrid(run, {});
    QCOMPARE(grid.columns.size(), std::size_t{2});
    for (const ui::DemoColumn& column : grid.columns) QVERIFY(!column.heldOut);
}

QTEST_GUILESS_MAIN(tst_DemoGrids)
#include "tst_DemoGrids.moc"
