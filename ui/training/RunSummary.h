// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunSummary: what the settings mean before anything starts: epochs, time, disk, memory against the card, and
// the one button.
//
// Threads: GUI thread.
#pragma once

#include "ui/bridge/TrainService.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace attune::ui {

class StackedBar;

class RunSummary : public QWidget {
    Q_OBJECT
public:
    explicit RunSummary(QWidget* parent = nullptr);
    void setSettings(const config::Json& settings, bool isValid);
    void setPlan(const RunPlanView& plan);
    // What stands in the way and the button, for the place where the eye ends.
    [[nodiscard]] QWidget* startArea() noexcept { return m_startArea; }

Q_SIGNALS:
    void startRequested();
    void remedyChosen(const QString& path, const attune::config::Json& value);

private:
    QLabel* addFact(const QString& name);
    void showRemedies(const RunPlanView& plan);
    void showStart();

    RunPlanView m_plan;
    bool m_isValid{false};
    QLabel* m_batch;
    QLabel* m_epochs;
    QLabel* m_time;
    QLabel* m_disk;
    QLabel* m_device;
    QLabel* m_fits;
    StackedBar* m_memory;
    QVBoxLayout* m_facts;
    QVBoxLayout* m_remedies;
    QWidget* m_startArea;
    QLabel* m_blocked;
    QPushButton* m_start;
};

} // namespace attune::ui
