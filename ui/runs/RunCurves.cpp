// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/RunCurves.h"

#include "ui/plots/ChartLegend.h"
#include "ui/plots/MetricChart.h"
#include "ui/plots/Smoother.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune::ui {

namespace {

constexpr const char* kHeldOut = "val/loss";
constexpr const char* kTraining = "train/loss";

} // namespace

RunCurves::RunCurves(QWidget* parent)
    : QWidget(parent), m_chart(new MetricChart(this)), m_legend(new ChartLegend(*m_chart, this)),
      m_training(makeButton(tr("Training loss"), ButtonRole::Chip, QStringLiteral("compareTraining"), this)),
      m_hours(makeButton(tr("By hours"), ButtonRole::Chip, QStringLiteral("compareHours"), this)) {
    auto* column = columnLayout(this, 0, 6);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    head->addWidget(m_legend);
    head->addStretch(1);
    m_training->setToolTip(tr("The smoothed training loss instead of the held-out loss"));
    m_hours->setToolTip(tr("By hours of training instead of steps: what did the time bring?"));
    for (QPushButton* button : {m_training, m_hours}) {
        button->setCheckable(true);
        head->addWidget(button);
        connect(button, &QPushButton::toggled, this, [this] { draw(ChartView::Everything); });
    }
    column->addLayout(head);
    m_chart->setObjectName(QStringLiteral("compareChart"));
    m_chart->setAccessibleName(tr("Loss of the chosen runs"));
    column->addWidget(m_chart, 1);
    const ColorRole roles[] = {ColorRole::Series1, ColorRole::Series2, ColorRole::Series3, ColorRole::Series4,
                               ColorRole::Series5};
    static_assert(std::size(roles) == kMostRuns);
    for (const ColorRole role : roles) m_chart->addSeries({}, role, SeriesStyle::LineWithPoints);
    m_legend->refresh();
}

void RunCurves::setRuns(const std::vector<const RunView*>& runs) {
    // Runs that were shown already keep their numbers until newer ones come: no flicker, no lost zoom.
    const std::vector<Numbers> before = std::exchange(m_runs, {});
    for (std::size_t i = 0; i < kMostRuns; ++i) {
        const bool isUsed = i < runs.size();
        if (isUsed) m_runs.push_back(numbersOf(before, runs[i]->id));
        m_chart->setSeriesName(static_cast<int>(i), !isUsed            ? QString()
                                                    : runs.size() == 1 ? runs[i]->name
                                                                       : numberedName(*runs[i]));
        m_chart->setSeriesVisible(static_cast<int>(i), isUsed);
    }
    m_legend->refresh();
    const bool areSame = std::equal(before.begin(), before.end(), m_runs.begin(), m_runs.end(),
                                    [](const Numbers& a, const Numbers& b) { return a.runId == b.runId; });
    draw(areSame ? ChartView::Kept : ChartView::Everything);
}

RunCurves::Numbers RunCurves::numbersOf(const std::vector<Numbers>& known, const QString& runId) {
    const auto it =
        std::find_if(known.begin(), known.end(), [&](const Numbers& run) { return run.runId == runId; });
    return it == known.end() ? Numbers{runId, {}} : *it;
}

void RunCurves::setMetrics(const QString& runId, const std::vector<jobs::MetricPoint>& points) {
    const auto it =
        std::find_if(m_runs.begin(), m_runs.end(), [&](const Numbers& run) { return run.runId == runId; });
    if (it == m_runs.end()) return;
    it->points.clear();
    std::copy_if(
        points.begin(), points.end(), std::back_inserter(it->points),
        [](const jobs::MetricPoint& point) { return point.name == kHeldOut || point.name == kTraining; });
    draw(ChartView::Kept);
}

void RunCurves::draw(ChartView view) {
    const bool isTraining = m_training->isChecked();
    const bool isHours = m_hours->isChecked();
    m_chart->clear(view);
    m_chart->setAxis(isHours ? ChartAxis::Hours : ChartAxis::Steps);
    m_chart->setAxisTitles(isHours ? tr("hours of training") : tr("step"),
                           isTraining ? tr("training loss, smoothed") : tr("held-out loss"));
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        Smoother smoother;
        m_chart->setSeriesStyle(static_cast<int>(i),
                                isTraining ? SeriesStyle::Line : SeriesStyle::LineWithPoints);
        for (const jobs::MetricPoint& point : m_runs[i].points) {
            if (point.name != (isTraining ? kTraining : kHeldOut) || !std::isfinite(point.value)) continue;
            const double x = isHours ? point.timeSeconds / 3600.0 : static_cast<double>(point.step);
            m_chart->append(static_cast<int>(i), {x, isTraining ? smoother.next(point.value) : point.value});
        }
    }
}

} // namespace attune::ui
