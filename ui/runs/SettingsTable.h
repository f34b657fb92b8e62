// SPDX-License-Identifier: GPL-3.0-or-later
//
// SettingsTable: the settings of one run, or what differs between several, in the words of the form.
//
// Threads: GUI thread.
#pragma once

#include "ui/bridge/TrainService.h"

#include <QTableWidget>

namespace attune::ui {

class SettingsTable : public QTableWidget {
    Q_OBJECT
public:
    explicit SettingsTable(QWidget* parent = nullptr);
    void setRuns(const std::vector<const RunView*>& runs);
};

} // namespace attune::ui
