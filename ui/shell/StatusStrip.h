// SPDX-License-Identifier: GPL-3.0-or-later
//
// StatusStrip: the running job on every page: what, how far, how fast, how long, memory; pause and stop.
//
// A view of plain values; the main window feeds it from the JobCenter. Threads: GUI thread.
#pragma once

#include "core/base/Progress.h"
#include "core/jobs/Job.h"
#include "core/jobs/MetricFeed.h"
#include "ui/bridge/SystemService.h"
#include "ui/shell/JobPace.h"

#include <QWidget>

#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;

namespace attune::ui {

class StatusStrip : public QWidget {
    Q_OBJECT
public:
    explicit StatusStrip(QWidget* parent = nullptr);

    void showIdle(const QString& text);
    // `waiting` more jobs are in the queue.
    void showJob(const QString& title, jobs::JobState state, const Progress& progress, int waiting);
    void showMetrics(const std::vector<jobs::MetricPoint>& points); // takes the memory out of them
    void showGpu(const GpuReadingView& reading);                    // temperature and memory, from the driver

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void stopRequested();
    void jobActivated(); // the user wants to see it

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QString speedText(const Progress& progress) const;

    QLabel* m_dot;
    QLabel* m_text;
    QProgressBar* m_bar;
    QLabel* m_speed;
    QLabel* m_memory;
    QLabel* m_gpu;
    QPushButton* m_pause;
    QPushButton* m_stop;
    JobPace m_pace;
    bool m_canResume{false};
    bool m_hasDeviceMemory{false}; // of a graphics card; then the computer's own is of no interest
};

} // namespace attune::ui
