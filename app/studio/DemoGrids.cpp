// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/DemoGrids.h"

#include "app/studio/RunViews.h"
#include "core/base/Text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <map>

namespace attune::studio {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("DemoGrids", text);
}

QString detailsOf(const project::DemoRecord& demo) {
    QStringList parts{say(QT_TRANSLATE_NOOP("DemoGrids", "seed %1")).arg(demo.seed),
                      say(QT_TRANSLATE_NOOP("DemoGrids", "%1 steps")).arg(demo.samplerSteps),
                      QStringLiteral("CFG %1").arg(QLocale().toString(demo.cfgScale, 'g', 3))};
    if (!demo.negativePrompt.empty())
        parts << say(QT_TRANSLATE_NOOP("DemoGrids", "not “%1”"))
                     .arg(QString::fromStdString(demo.negativePrompt));
    return parts.join(QStringLiteral(" · "));
}

} // namespace

QString rowIdOf(const project::DemoRecord& demo) {
    return QStringLiteral("%1|%2|%3|%4|%5|%6|%7")
        .arg(QString::fromStdString(demo.prompt), QString::fromStdString(demo.negativePrompt))
        .arg(demo.seed)
        .arg(demo.cfgScale)
        .arg(QString::fromStdString(demo.sampler))
        .arg(demo.samplerSteps)
        .arg(demo.lengthSeconds, 0, 'f', 2);
}

ui::DemoGrid readDemoGrid(const project::RunRecord& run, const std::vector<ui::CheckpointView>& checkpoints) {
    ui::DemoGrid grid;
    grid.runId = QString::fromStdString(run.folderName());
    std::map<std::int64_t, std::size_t> columnOfStep;
    std::map<QString, std::size_t> rowOfId;
    const std::vector<project::LocatedDemo> demos = project::demosBelow(run.demosFolder());
    std::vector<std::int64_t> steps;
    for (const auto& located : demos) steps.push_back(located.demo.step);
    for (const ui::CheckpointView& checkpoint : checkpoints) steps.push_back(checkpoint.step);
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    const auto heldOut = heldOutOf(run);
    for (const std::int64_t step : steps) {
        ui::DemoColumn column;
        column.step = step;
        column.canGenerate = step == 0;
        column.heldOut = heldOutAt(heldOut, step); // also of the base model and of one that was cleaned up
        for (const ui::CheckpointView& checkpoint : checkpoints) {
            if (checkpoint.step != step) continue;
            column.isBest = checkpoint.isBest;
            column.isPinned = checkpoint.isPinned;
            column.canGenerate = true;
        }
        columnOfStep[step] = grid.columns.size();
        grid.columns.push_back(column);
    }
    for (const auto& [demo, file] : demos) {
        const QString id = rowIdOf(demo);
        const auto [it, isNew] = rowOfId.try_emplace(id, grid.rows.size());
        if (isNew)
            grid.rows.push_back({id, QString::fromStdString(demo.prompt), detailsOf(demo),
                                 std::vector<ui::DemoCell>(grid.columns.size())});
        grid.rows[it->second].cells[columnOfStep[demo.step]] = {
            QString::fromStdString(utf8FromPath(file)), demo.stars, QString::fromStdString(demo.notes),
            demo.loudnessLufs};
    }
    return grid;
}

} // namespace attune::studio
