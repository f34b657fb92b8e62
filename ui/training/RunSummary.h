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
    void setMeasurement(const std::optional<StepMeasurement>& measurement); // of the settings asked for
    // What stands in the way and the button, for the place where the eye ends.
    [[nodiscard]] QWidget* startArea() noexcept { return m_startArea; }

Q_SIGNALS:
    void startRequested();
    void measureRequested();
    void remedyChosen(const QString& path, const attune::config::Json& value);

private:
    QLabel* addFact(const QString& name);
    void showRemedies(const RunPlanView& plan);
    void showStart();
    void showMeasurement();

    RunPlanView m_plan;
    bool m_isValid{false};
    config::Json m_settings;
    config::Json m_measuredSettings; // what a measurement was asked for; null = none
    std::optional<StepMeasurement> m_measurement;
    QLabel* m_batch;
    QLabel* m_epochs;
    QLabel* m_time;
    QLabel* m_disk;
    QLabel* m_device;
    QLabel* m_fits;
    StackedBar* m_memory;
    QLabel* m_measured;
    QPushButton* m_measure;
    QVBoxLayout* m_facts;
    QVBoxLayout* m_remedies;
    QWidget* m_startArea;
    QLabel* m_notes;
    QLabel* m_blocked;
    QPushButton* m_start;
};

} // namespace attune::ui
