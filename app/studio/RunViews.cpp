// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/RunViews.h"

#include "core/config/ParameterDescription.h"
#include "core/project/DiskUse.h"
#include "core/project/MetricsStore.h"

#include <algorithm>

namespace attune::studio {

namespace {

ui::RunStatus statusOf(project::RunStatus status) {
    switch (status) {
    case project::RunStatus::Created:
        return ui::RunStatus::Stopped;
    case project::RunStatus::Running:
        return ui::RunStatus::Running;
    case project::RunStatus::Stopped:
        return ui::RunStatus::Stopped;
    case project::RunStatus::Finished:
        return ui::RunStatus::Finished;
    case project::RunStatus::Failed:
        return ui::RunStatus::Failed;
    case project::RunStatus::Interrupted:
        break;
    }
    return ui::RunStatus::Interrupted;
}

} // namespace

std::vector<project::SeriesPoint> heldOutOf(const project::RunRecord& run) {
    const auto store =
        project::MetricsStore::open(run.metricsFile(), project::MetricsStore::Access::ReadOnly);
    if (!store) return {};
    return store->series("val/loss").value_or(std::vector<project::SeriesPoint>());
}

// The last check at or before the step: checks and checkpoints need not fall on the same one.
std::optional<double> heldOutAt(const std::vector<project::SeriesPoint>& heldOut, std::int64_t step) {
    std::optional<double> last;
    for (const project::SeriesPoint& point : heldOut)
        if (point.step <= step) last = point.last;
    return last;
}

std::vector<ui::RunView> readRunViews(const project::RunStore& runs) {
    std::vector<ui::RunView> views;
    for (const project::RunRecord& run : runs.list()) {
        ui::RunView view;
        view.id = QString::fromStdString(run.folderName());
        view.number = static_cast<int>(run.description().number);
        view.name = QString::fromStdString(run.description().name);
        view.status = statusOf(run.state().status);
        view.step = run.state().step;
        view.settings = run.description().settings;
        if (const config::Json steps = config::valueAt(view.settings, "steps"); steps.is_number())
            view.plannedSteps = run.state().takenTo.value_or(steps.get<std::int64_t>());
        const auto heldOut = heldOutOf(run);
        if (const auto best = std::min_element(heldOut.begin(), heldOut.end(),
                                               [](const auto& a, const auto& b) { return a.last < b.last; });
            best != heldOut.end()) {
            view.bestHeldOut = best->last;
            view.bestStep = best->step;
        }
        view.started = QDateTime::fromString(QString::fromStdString(run.state().startedUtc.empty()
                                                                        ? run.description().createdUtc
                                                                        : run.state().startedUtc),
                                             Qt::ISODate)
                           .toLocalTime();
        view.seconds = run.state().trainedSeconds;
        view.diskBytes = project::bytesBelow(run.folder());
        if (run.description().model.is_object())
            view.model = QString::fromStdString(run.description().model.value("name", std::string()));
        view.notes = QString::fromStdString(run.state().notes);
        if (const auto steps = run.checkpointSteps();
            !steps.empty() && view.status != ui::RunStatus::Finished)
            view.resumeStep = steps.back();
        views.push_back(std::move(view));
    }
    std::reverse(views.begin(), views.end());
    return views;
}

std::vector<ui::CheckpointView> readCheckpointViews(const project::RunRecord& run) {
    std::vector<ui::CheckpointView> views;
    const auto heldOut = heldOutOf(run);
    const auto& pinned = run.state().pinnedSteps;
    for (const std::int64_t step : run.checkpointSteps()) {
        ui::CheckpointView view;
        view.step = step;
        view.heldOut = heldOutAt(heldOut, step);
        view.isPinned = std::find(pinned.begin(), pinned.end(), step) != pinned.end();
        view.isBest = run.state().bestStep == step;
        view.diskBytes = project::bytesBelow(run.checkpointFolder(step));
        views.push_back(view);
    }
    return views;
}

std::vector<jobs::MetricPoint> readMetrics(const std::filesystem::path& metricsFile) {
    std::vector<jobs::MetricPoint> points;
    const auto store = project::MetricsStore::open(metricsFile, project::MetricsStore::Access::ReadOnly);
    if (!store) return points;
    for (const std::string& name : store->names().value_or(std::vector<std::string>()))
        for (const project::SeriesPoint& point :
             store->series(name).value_or(std::vector<project::SeriesPoint>()))
            points.push_back({point.step, point.timeSeconds, name, point.last});
    std::stable_sort(points.begin(), points.end(),
                     [](const auto& a, const auto& b) { return a.step < b.step; });
    return points;
}

} // namespace attune::studio
