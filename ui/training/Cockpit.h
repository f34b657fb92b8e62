// SPDX-License-Identifier: GPL-3.0-or-later
//
// Cockpit: a run while it goes on: loss, learning rate, gradient, speed and memory; controls; what the curves
// say; the newest demos.
//
// Threads: GUI thread.
#pragma once

#include "core/jobs/Job.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/SystemService.h"
#include "ui/bridge/TrainService.h"
#include "ui/training/CurveReading.h"
#include "ui/training/StepPace.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace attune::ui {

class LossCard;
class MessageBanner;
class MetricTile;
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
    void showGpu(const GpuReadingView& reading); // how warm the card is that trains
    void setCheckpoints(const std::vector<CheckpointView>& checkpoints);
    void setNotes(const std::vector<RunNoteView>& notes);
    void setDemos(const DemoGrid& grid);
    [[nodiscard]] MessageBanner& banner() noexcept { return *m_banner; }
    [[nodiscard]] qint64 lastStep() const noexcept { return m_lastStep; }

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void checkpointRequested();
    void demoRequested();
    void stopRequested();
    void changeRequested();            // the run's settings into the form
    void resumeRunRequested();         // of a run that has ended
    void goOnRequested(qint64 toStep); // of a run that has made all its steps
    void listenRequested();
    void noteAdded(qint64 step, const QString& text);
    void compareRequested(qint64 stepA, qint64 stepB);
    void newRunRequested();

private:
    [[nodiscard]] QWidget* buildHead();
    [[nodiscard]] QWidget* buildCharts();
    [[nodiscard]] QWidget* buildTiles();
    [[nodiscard]] QWidget* buildReading();
    [[nodiscard]] QWidget* buildDemos();
    [[nodiscard]] bool isWaiting() const;
    [[nodiscard]] bool isOver() const;
    [[nodiscard]] bool canResume() const;
    [[nodiscard]] bool hasAllSteps() const; // nothing is left to resume
    void showButtons();
    void addTile(const jobs::MetricPoint& point);
    void showFacts();
    void showMarkers();
    void showReading();
    [[nodiscard]] QString paceSentence() const;
    [[nodiscard]] qint64 nearestDemo(qint64 step) const; // -1 = there is none
    void addNote();

    Player& m_player;
    PeakCache& m_peaks;
    RunView m_run;
    jobs::JobState m_state{jobs::JobState::Idle};
    MessageBanner* m_banner;
    QLabel* m_title{nullptr};
    QLabel* m_facts{nullptr};
    QPushButton* m_pause{nullptr};
    QPushButton* m_checkpoint{nullptr};
    QPushButton* m_demo{nullptr};
    QPushButton* m_stop{nullptr};
    QPushButton* m_new{nullptr};
    QPushButton* m_goOn{nullptr};
    QPushButton* m_listen{nullptr};
    LossCard* m_loss{nullptr};
    MetricTile* m_rate{nullptr};
    MetricTile* m_gradient{nullptr};
    MetricTile* m_stepTime{nullptr};
    MetricTile* m_memory{nullptr};
    QLabel* m_reading{nullptr};
    QPushButton* m_compare{nullptr};
    QVBoxLayout* m_demoCards{nullptr};
    QLabel* m_demoHead{nullptr};
    std::vector<CheckpointView> m_checkpoints;
    std::vector<RunNoteView> m_notes;
    std::vector<qint64> m_demoSteps;
    CurveReading m_curve;
    StepPace m_pace;
    bool m_isSlow{false}; // and the reading says so
    qint64 m_heardBest{-1};
    qint64 m_heardLast{-1};
    qint64 m_lastStep{0};
    bool m_hasDeviceMemory{false}; // then the memory shown is the card's
};

} // namespace attune::ui
