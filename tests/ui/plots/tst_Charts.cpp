// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/GuiTest.h"
#include "ui/plots/ChartLegend.h"
#include "ui/plots/DecimatedSeries.h"
#include "ui/plots/MetricChart.h"

#include <QPushButton>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <random>

using namespace attune::ui;

class tst_Charts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fewPointsComeAsTheyAre();
    void manyPointsKeepEveryExtreme();
    void rangeEqualsBruteForce();
    void aResumedRunGoesOnFromItsCheckpoint();
    void nonFinitePointsAreLeftOut();
    void nearestPoint();
    void keysZoom();
    void homeShowsTheWholeRunAgain();
    void zoomStaysInsideTheRun();
    void appendingReplotsOnce();
    void noSizeIsNoTrouble();
    void crosshairFollowsTheKeys();
    void legendHidesACurve();
    void paintAMillionPoints_data();
    void paintAMillionPoints();
    void appendLiveToAMillionPoints();
    void csvHoldsEveryPoint();
    void readingNamesEveryCurve();
    void oneValueHasAnAxis_data();
    void oneValueHasAnAxis();
};

namespace {

DecimatedSeries noise(int count) {
    std::mt19937 generator(3);
    std::normal_distribution<double> normal;
    DecimatedSeries series;
    for (int i = 0; i < count; ++i) series.append({static_cast<double>(i), normal(generator)});
    return series;
}

} // namespace

void tst_Charts::fewPointsComeAsTheyAre() {
    const DecimatedSeries series = noise(100);
    const auto shown = series.visible(10, 20, 500);
    QCOMPARE(shown.size(), std::size_t{13}); // 10..20 and a neighbour on each side
    QCOMPARE(shown.front().x, 9.0);
    QCOMPARE(shown.back().x, 21.0);
}

void tst_Charts::manyPointsKeepEveryExtreme() {
    DecimatedSeries series = noise(100'000);
    series.append({100'000, 50.0});
    for (int i = 100'001; i < 130'000; ++i) series.append({static_cast<double>(i), 0.0});
    const auto shown = series.visible(0, 130'000, 300);
    QVERIFY(shown.size() <= 300 * 4 + 2);
    QVERIFY(std::any_of(shown.begin(), shown.end(), [](const PlotPoint& p) { return p.y == 50.0; }));
    QVERIFY(std::is_sorted(shown.begin(), shown.end(),
                           [](const PlotPoint& a, const PlotPoint& b) { return a.x < b.x; }));
}

void tst_Charts::rangeEqualsBruteForce() {
    const DecimatedSeries series = noise(5'003);
    const auto& points = series.points();
    for (const auto& [from, to] : {std::pair{0, 5'002}, {1, 2}, {17, 4'097}, {4'096, 4'100}, {63, 65}}) {
        double low = 0.0;
        double high = 0.0;
        QVERIFY(series.range(from, to, low, high));
        const auto [least, most] =
            std::minmax_element(points.begin() + from, points.begin() + to + 1,
                                [](const PlotPoint& a, const PlotPoint& b) { return a.y < b.y; });
        QCOMPARE(low, least->y);
        QCOMPARE(high, most->y);
    }
    double low = 0.0;
    double high = 0.0;
    QVERIFY(!series.range(9'000, 9'999, low, high));
}

// The last checkpoint was at 8,100: the steps after it are made again.
void tst_Charts::aResumedRunGoesOnFromItsCheckpoint() {
    DecimatedSeries series = noise(10'000);
    DecimatedSeries fresh = noise(8'100);
    for (int i = 8'100; i < 9'000; ++i)
        for (DecimatedSeries* each : {&series, &fresh}) each->append({static_cast<double>(i), i % 7 * 0.1});
    QCOMPARE(series.size(), fresh.size());
    double low[2];
    double high[2];
    for (const double from : {0.0, 8'000.0, 8'600.0}) {
        QVERIFY(series.range(from, 9'000, low[0], high[0]) && fresh.range(from, 9'000, low[1], high[1]));
        QCOMPARE(low[0], low[1]);
        QCOMPARE(high[0], high[1]);
        QCOMPARE(series.visible(from, 9'000, 40).size(), fresh.visible(from, 9'000, 40).size());
    }
}

void tst_Charts::nonFinitePointsAreLeftOut() {
    DecimatedSeries series;
    series.append({0, 1});
    series.append({1, std::numeric_limits<double>::quiet_NaN()});
    series.append({2, std::numeric_limits<double>::infinity()});
    QCOMPARE(series.size(), std::size_t{1});
}

void tst_Charts::nearestPoint() {
    DecimatedSeries series;
    for (const double x : {0.0, 10.0, 20.0}) series.append({x, x});
    QCOMPARE(series.nearest(-5).x, 0.0);
    QCOMPARE(series.nearest(14).x, 10.0);
    QCOMPARE(series.nearest(16).x, 20.0);
    QCOMPARE(series.nearest(99).x, 20.0);
}

void tst_Charts::keysZoom() {
    MetricChart chart;
    const int series = chart.addSeries(QStringLiteral("loss"), ColorRole::Series1, SeriesStyle::Line);
    for (int i = 0; i < 1000; ++i) chart.append(series, {static_cast<double>(i), std::sin(i * 0.1)});
    chart.resize(600, 300);
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    const QImage whole = chart.grab().toImage();
    QTest::keyClick(&chart, Qt::Key_Plus);
    QTRY_VERIFY(chart.grab().toImage() != whole);
}

namespace {

// A chart on the screen with `count` points of a noisy falling loss.
struct Shown {
    explicit Shown(int count) {
        const int series = chart.addSeries(QStringLiteral("loss"), ColorRole::Text3, SeriesStyle::Thin);
        const int smooth = chart.addSeries(QStringLiteral("smoothed"), ColorRole::Series1, SeriesStyle::Line);
        std::mt19937 generator(5);
        std::normal_distribution<double> normal(0.0, 0.1);
        for (int i = 0; i < count; ++i) {
            const double level = 0.5 + 0.5 * std::exp(-3.0 * i / count);
            chart.append(series, {static_cast<double>(i), level + normal(generator)});
            chart.append(smooth, {static_cast<double>(i), level});
        }
        chart.resize(1200, 420);
        chart.show();
        ready = QTest::qWaitForWindowExposed(&chart);
        plot = chart.findChild<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
        settle();
    }
    // Runs what is queued: the refresh, the replot and the paint that it asks for.
    void settle() const {
        for (int i = 0; i < 3; ++i) QCoreApplication::processEvents();
    }
    MetricChart chart;
    QWidget* plot{nullptr};
    bool ready{false};
};

} // namespace

void tst_Charts::homeShowsTheWholeRunAgain() {
    Shown shown(5000);
    MetricChart& chart = shown.chart;
    QVERIFY(shown.ready);
    const auto whole = chart.shownSteps();
    QVERIFY(whole.first <= 0.0);
    QVERIFY(whole.second >= 4999.0);
    const QImage before = chart.grab().toImage();
    QTest::keyClick(&chart, Qt::Key_Plus);
    QTest::keyClick(&chart, Qt::Key_Right);
    QTRY_VERIFY(chart.shownSteps().second - chart.shownSteps().first < 0.8 * whole.second);
    QTRY_VERIFY(chart.grab().toImage() != before);
    QTest::keyClick(&chart, Qt::Key_Home);
    QTRY_COMPARE(chart.shownSteps().first, whole.first);
    QCOMPARE(chart.shownSteps().second, whole.second);
    QTRY_VERIFY(chart.grab().toImage() == before);
}

void tst_Charts::zoomStaysInsideTheRun() {
    Shown shown(1000);
    const auto whole = shown.chart.shownSteps();
    for (int i = 0; i < 30; ++i) QTest::keyClick(&shown.chart, Qt::Key_Left);
    QVERIFY(shown.chart.shownSteps().first >= whole.first);
    for (int i = 0; i < 60; ++i) QTest::keyClick(&shown.chart, Qt::Key_Plus);
    QVERIFY(shown.chart.shownSteps().second - shown.chart.shownSteps().first >=
            3.9); // some steps stay to be seen
    for (int i = 0; i < 60; ++i) QTest::keyClick(&shown.chart, Qt::Key_Minus);
    QVERIFY(shown.chart.shownSteps().second <= whole.second);
}

void tst_Charts::appendingReplotsOnce() {
    Shown shown(100);
    QSignalSpy replots(shown.plot, SIGNAL(afterReplot()));
    QVERIFY(replots.isValid());
    for (int i = 100; i < 10'000; ++i) shown.chart.append(0, {static_cast<double>(i), 0.5});
    shown.settle();
    QTRY_COMPARE(replots.count(), 1);
    QTRY_VERIFY(shown.chart.shownSteps().second >= 9'999.0); // it follows the newest
    QCOMPARE(replots.count(), 1);
}

void tst_Charts::noSizeIsNoTrouble() {
    QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QPixmap|QImage")));
    MetricChart chart;
    chart.append(chart.addSeries(QStringLiteral("loss"), ColorRole::Series1, SeriesStyle::Line), {1, 1});
    chart.resize(0, 0);
    chart.show();
    for (const QSize size : {QSize(0, 0), QSize(300, 0), QSize(0, 200), QSize(1, 1), QSize(0, 0)}) {
        chart.resize(size);
        chart.append(0, {2, 0.5});
        for (int i = 0; i < 3; ++i) QCoreApplication::processEvents();
    }
    QVERIFY(!chart.grab().isNull());
}

void tst_Charts::crosshairFollowsTheKeys() {
    Shown shown(1000);
    QSignalSpy moved(&shown.chart, &MetricChart::crosshairMoved);
    QTest::keyClick(&shown.chart, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&shown.chart, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(moved.count(), 2);
    QVERIFY(moved[1][0].toDouble() > moved[0][0].toDouble());
    QVERIFY(shown.chart.accessibleDescription().contains(QStringLiteral("smoothed")));
}

void tst_Charts::legendHidesACurve() {
    Shown shown(1000);
    ChartLegend legend(shown.chart);
    legend.show();
    QTest::mouseClick(legend.findChild<QPushButton*>(QStringLiteral("series0")), Qt::LeftButton);
    QVERIFY(!shown.chart.isSeriesVisible(0));
    QVERIFY(!shown.chart.readingAt(10).contains(QStringLiteral("loss 0")));
    QVERIFY(shown.chart.isSeriesVisible(1));
}

void tst_Charts::paintAMillionPoints_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("pan") << static_cast<int>(Qt::Key_Right);
    QTest::newRow("zoom") << static_cast<int>(Qt::Key_Plus);
}

namespace {

// Milliseconds of the processor that `work` takes on average: a busy machine does not change them.
template <typename Work>
double processorMilliseconds(int rounds, Work work) {
    const std::clock_t begin = std::clock();
    for (int i = 0; i < rounds; ++i) work(i);
    return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / rounds;
}

} // namespace

// Not judged here, since machines differ: `tst_ui_plots_Charts paintAMillionPoints` tells the figure.
void tst_Charts::paintAMillionPoints() {
    QFETCH(int, key);
    Shown shown(1'000'000);
    QVERIFY(shown.ready);
    if (key == Qt::Key_Right)
        for (int i = 0; i < 3; ++i) QTest::keyClick(&shown.chart, Qt::Key_Plus);
    shown.settle();
    QSignalSpy replots(shown.plot, SIGNAL(afterReplot()));
    const double cost = processorMilliseconds(40, [&](int round) {
        // There and back, so that every round has something to do.
        const bool isBack = round % 2 == 1;
        QTest::keyClick(&shown.chart, key == Qt::Key_Right ? (isBack ? Qt::Key_Left : Qt::Key_Right)
                                                           : (isBack ? Qt::Key_Minus : Qt::Key_Plus));
        shown.settle();
    });
    QCOMPARE(replots.count(), 40);
    QTest::setBenchmarkResult(cost, QTest::WalltimeMilliseconds);
}

void tst_Charts::appendLiveToAMillionPoints() {
    Shown shown(1'000'000);
    double x = 1'000'000;
    const double cost = processorMilliseconds(40, [&](int) {
        for (int i = 0; i < 10; ++i)
            shown.chart.append(0, {x++, 0.5}); // what comes between two frames of a fast run
        shown.settle();
    });
    QCOMPARE(shown.chart.series(0).size(), std::size_t{1'000'400});
    QTest::setBenchmarkResult(cost, QTest::WalltimeMilliseconds);
}

void tst_Charts::csvHoldsEveryPoint() {
    const QTemporaryDir folder;
    MetricChart chart;
    const int series = chart.addSeries(QStringLiteral("a \"b\""), ColorRole::Series1, SeriesStyle::Line);
    for (int i = 0; i < 3; ++i) chart.append(series, {static_cast<double>(i), i * 0.5});
    const QString file = folder.filePath(QStringLiteral("loss.csv"));
    QVERIFY(chart.saveCsv(file));
    QFile csv(file);
    QVERIFY(csv.open(QIODevice::ReadOnly | QIODevice::Text));
    QCOMPARE(
        csv.readAll(),
        QByteArray("series,step,value\n\"a \"\"b\"\"\",0,0\n\"a \"\"b\"\"\",1,0.5\n\"a \"\"b\"\"\",2,1\n"));
    QVERIFY(!chart.saveCsv(folder.filePath(QStringLiteral("no/such/folder/x.csv"))));
    QVERIFY(chart.savePicture(folder.filePath(QStringLiteral("loss.png"))));
    QVERIFY(!QImage(folder.filePath(QStringLiteral("loss.png"))).isNull());
}

void tst_Charts::readingNamesEveryCurve() {
    MetricChart chart;
    chart.append(chart.addSeries(QStringLiteral("each"), ColorRole::Series1, SeriesStyle::Thin), {5, 0.25});
    chart.append(chart.addSeries(QStringLiteral("held"), ColorRole::Series2, SeriesStyle::Line), {5, 0.5});
    const QString reading = chart.readingAt(5.2);
    QVERIFY(reading.contains(QStringLiteral("each 0.25")));
    QVERIFY(reading.contains(QStringLiteral("held 0.5")));
}

void tst_Charts::oneValueHasAnAxis_data() {
    QTest::addColumn<double>("value");
    for (const double value : {1.0, 0.0727, 0.0, -3.0, 2e-7, 5e8})
        QTest::newRow(qPrintable(QString::number(value))) << value;
}

// The first point of a run: labels that differ, with the value between them.
void tst_Charts::oneValueHasAnAxis() {
    QFETCH(double, value);
    MetricChart chart;
    chart.resize(600, 300);
    chart.append(chart.addSeries(QStringLiteral("a"), ColorRole::Series1, SeriesStyle::Line), {0, value});
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    QTRY_VERIFY(!chart.valueLabels().isEmpty());
    for (const bool isLogarithmic : {false, true}) {
        if (isLogarithmic && value <= 0.0) continue;
        chart.setLogarithmic(isLogarithmic);
        QCoreApplication::processEvents();
        QStringList labels = chart.valueLabels();
        QVERIFY2(labels.size() >= 2, qPrintable(labels.join(QLatin1Char(' '))));
        QCOMPARE(labels.removeDuplicates(), qsizetype{0});
    }
}

int main(int argc, char** argv) {
    return runGuiTest<tst_Charts>(argc, argv);
}
#include "tst_Charts.moc"
