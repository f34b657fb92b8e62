// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/RunDemos.h"

#include "ui/generate/DemoGridView.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>

#include <algorithm>

namespace attune::ui {

namespace {

bool hasDemo(const DemoGrid& grid, std::size_t column) {
    return std::any_of(grid.rows.begin(), grid.rows.end(), [column](const DemoRow& row) {
        return column < row.cells.size() && !row.cells[column].file.isEmpty();
    });
}

// The best checkpoint when it can be heard, else the last that can.
std::optional<std::size_t> columnToHear(const DemoGrid& grid) {
    std::optional<std::size_t> chosen;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        if (!hasDemo(grid, i)) continue;
        if (grid.columns[i].isBest) return i;
        chosen = i;
    }
    return chosen;
}

} // namespace

RunDemos::RunDemos(ListenService& listen, Player& player, PeakCache& peaks, QWidget* parent)
    : QWidget(parent), m_listen(listen), m_grid(new DemoGridView(player, peaks, this)),
      m_hint(makeWrappedLabel(tr("These runs have no demos yet."), LabelRole::Secondary, this)) {
    m_grid->setObjectName(QStringLiteral("compareDemos"));
    m_grid->setRating(Rating::Shown); // given where a run is heard alone
    m_grid->setAccessibleName(tr("Demos of the chosen runs"));
    auto* column = columnLayout(this, 0, 6);
    column->addWidget(m_hint);
    column->addWidget(m_grid, 1);
    connect(&listen, &ListenService::gridReady, this, &RunDemos::take);
}

void RunDemos::setRuns(const std::vector<const RunView*>& runs) {
    m_runs.clear();
    m_grids.clear();
    for (const RunView* run : runs)
        m_runs.push_back({run->id, runs.size() == 1 ? run->name : numberedName(*run)});
    m_grid->setGrid({});
    m_hint->show();
    for (const Run& run : std::vector<Run>(m_runs))
        m_listen.loadGrid(run.id); // a copy: answers may come at once
}

void RunDemos::take(const DemoGrid& grid) {
    if (std::none_of(m_runs.begin(), m_runs.end(), [&](const Run& run) { return run.id == grid.runId; }))
        return;
    m_grids[grid.runId] = grid;
    const DemoGrid all = merged();
    m_hint->setVisible(all.rows.empty());
    m_grid->setVisible(!all.rows.empty());
    m_grid->setGrid(all);
}

DemoGrid RunDemos::merged() const {
    DemoGrid all;
    for (const Run& run : m_runs) {
        const auto it = m_grids.find(run.id);
        if (it == m_grids.end()) continue;
        const auto heard = columnToHear(it->second);
        if (!heard) continue;
        DemoColumn column = it->second.columns[*heard];
        column.title = run.name;
        column.canGenerate = false;
        all.columns.push_back(column);
        for (const DemoRow& row : it->second.rows) {
            auto place = std::find_if(all.rows.begin(), all.rows.end(),
                                      [&](const DemoRow& known) { return known.id == row.id; });
            if (place == all.rows.end())
                place = all.rows.insert(all.rows.end(), DemoRow{row.id, row.prompt, row.details, {}});
            place->cells.resize(all.columns.size());
            if (*heard < row.cells.size()) place->cells.back() = row.cells[*heard];
        }
        for (DemoRow& row : all.rows) row.cells.resize(all.columns.size());
    }
    std::erase_if(all.rows, [](const DemoRow& row) {
        return std::all_of(row.cells.begin(), row.cells.end(),
                           [](const DemoCell& cell) { return cell.file.isEmpty(); });
    });
    return all;
}

} // namespace attune::ui
