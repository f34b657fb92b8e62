// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunDemos: the demos of several runs side by side: prompts down, one column a run, heard at the best or the
// last checkpoint that has demos.
//
// Threads: GUI thread. The services are borrowed and outlive it.
#pragma once

#include "ui/bridge/ListenService.h"
#include "ui/bridge/TrainService.h"

#include <QWidget>

#include <map>
#include <vector>

class QLabel;

namespace attune::ui {

class DemoGridView;
class PeakCache;
class Player;

class RunDemos : public QWidget {
    Q_OBJECT
public:
    RunDemos(ListenService& listen, Player& player, PeakCache& peaks, QWidget* parent = nullptr);
    void setRuns(const std::vector<const RunView*>& runs);

private:
    struct Run {
        QString id;
        QString name;
    };
    void take(const DemoGrid& grid);
    [[nodiscard]] DemoGrid merged() const;

    ListenService& m_listen;
    DemoGridView* m_grid;
    QLabel* m_hint;
    std::vector<Run> m_runs;
    std::map<QString, DemoGrid> m_grids; // of the runs, as they came
};

} // namespace attune::ui
