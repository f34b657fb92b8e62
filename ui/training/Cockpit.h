// SPDX-License-Identifier: GPL-3.0-or-later
//
// Cockpit: a run while it goes on: loss, held-out loss, learning rate, gradient, speed and memory; controls; what the
// curves say; the newest demos.
//
// Metrics are appended as they come; nothing is redrawn from the start. Threads: GUI thread.
#pragma once

#include "core/jobs/Job.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/TrainService.h"
#include "ui/theme/Colors.h"
#include "ui/training/CurveReading.h"

#include <QHash>
#include <QWidget>

#include <map>

class QLabel;
class QPushButton;
class QTabWidget;
class QVBoxLayout;

namespace attune::ui {

class MetricChart;
class MessageBanner;
class PeakCache;
class Player;

class Cockpit : public QWidget {
    Q_OBJECT
public:
    Cockpit(Player& player, PeakCache& peaks, QWidget* parent = nullptr);

    void showRun(const RunView& run);
    void setState(jobs::JobState state);
    void clear();
    void addMetrics(const std::vector<jobs::MetricPoint>& points);
    void setCheckpoints(const std::vector<CheckpointView>& checkpoints);
    void setNotes(const std::vector<RunNoteView>& notes);
    void setDemos(const DemoGrid& grid);
    [[nodiscard]] MessageBanner& banner() noexcept { return *m_banner; }
    [[nodiscard]] MetricChart& lossChart() noexcept { return *m_loss; }

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void checkpointRequested();
    void demoRequested();
    void stopRequested();
    void resumeRunRequested();               // of a run that has ended
    void noteAdded(qint64 step, const QString& text);
    void compareRequested(qint64 stepA, qint64 stepB);
    void newRunRequested();

private:
    [[nodiscard]] QWidget* buildHead();
    [[nodiscard]] QWidget* buildCharts();
    [[nodiscard]] QWidget* buildDemos();
    [[nodiscard]] MetricChart* addSmall(QWidget* parent, const QString& title, ColorRole color, QLabel*& value);
    void showMarkers();
    void showReading();
    void saveChart(const QString& filter);
    void addNote();

    Player& m_player;
    PeakCache& m_peaks;
    RunView m_run;
    jobs::JobState m_state{jobs::JobState::Idle};
    MessageBanner* m_banner;
    QLabel* m_title{nullptr};
    QLabel* m_subtitle{nullptr};
    QPushButton* m_pause{nullptr};
    QPushButton* m_checkpoint{nullptr};
    QPushButton* m_demo{nullptr};
    QPushButton* m_stop{nullptr};
    QPushButton* m_new{nullptr};
    QTabWidget* m_tabs{nullptr};
    MetricChart* m_loss{nullptr};
    MetricChart* m_byTimestep{nullptr};
    MetricChart* m_rate{nullptr};
    MetricChart* m_gradient{nullptr};
    MetricChart* m_stepTime{nullptr};
    MetricChart* m_memory{nullptr};
    QLabel* m_rateValue{nullptr};
    QLabel* m_gradientValue{nullptr};
    QLabel* m_stepTimeValue{nullptr};
    QLabel* m_memoryValue{nullptr};
    QLabel* m_reading{nullptr};
    QPushButton* m_compare{nullptr};
    QVBoxLayout* m_demoCards{nullptr};
    QLabel* m_demoHead{nullptr};
    Smoother m_smoother;
    double m_smoothed{0.0};
    double m_smoothedBefore{0.0};
    std::map<QString, int> m_timestepSeries;
    std::vector<CheckpointView> m_checkpoints;
    std::vector<RunNoteView> m_notes;
    std::vector<qint64> m_demoSteps;
    CurveReading m_curve;
    qint64 m_lastStep{0};
};

} // namespace attune::ui
