// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/DecimatedSeries.h"
#include "ui/plots/MetricChart.h"
#include "ui/theme/Theme.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace attune::ui;

class tst_Charts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fewPointsComeAsTheyAre();
    void manyPointsKeepEveryExtreme();
    void rangeEqualsBruteForce();
    void nonFinitePointsAreLeftOut();
    void nearestPoint();
    void keysZoom();
    void csvHoldsEveryPoint();
    void readingNamesEveryCurve();
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
    QVERIFY(std::is_sorted(shown.begin(), shown.end(), [](const PlotPoint& a, const PlotPoint& b) { return a.x < b.x; }));
}

void tst_Charts::rangeEqualsBruteForce() {
    const DecimatedSeries series = noise(5'003);
    const auto& points = series.points();
    for (const auto& [from, to] : {std::pair{0, 5'002}, {1, 2}, {17, 4'097}, {4'096, 4'100}, {63, 65}}) {
        double low = 0.0;
        double high = 0.0;
        QVERIFY(series.range(from, to, low, high));
        const auto [least, most] = std::minmax_element(points.begin() + from, points.begin() + to + 1, [](const PlotPoint& a, const PlotPoint& b) { return a.y < b.y; });
        QCOMPARE(low, least->y);
        QCOMPARE(high, most->y);
    }
    double low = 0.0;
    double high = 0.0;
    QVERIFY(!series.range(9'000, 9'999, low, high));
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

void tst_Charts::csvHoldsEveryPoint() {
    const QTemporaryDir folder;
    MetricChart chart;
    const int series = chart.addSeries(QStringLiteral("a \"b\""), ColorRole::Series1, SeriesStyle::Line);
    for (int i = 0; i < 3; ++i) chart.append(series, {static_cast<double>(i), i * 0.5});
    const QString file = folder.filePath(QStringLiteral("loss.csv"));
    QVERIFY(chart.saveCsv(file));
    QFile csv(file);
    QVERIFY(csv.open(QIODevice::ReadOnly | QIODevice::Text));
    QCOMPARE(csv.readAll(), QByteArray("series,step,value\n\"a \"\"b\"\"\",0,0\n\"a \"\"b\"\"\",1,0.5\n\"a \"\"b\"\"\",2,1\n"));
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

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    Theme theme(application);
    tst_Charts test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_Charts.moc"
