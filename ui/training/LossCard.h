// SPDX-License-Identifier: GPL-3.0-or-later
//
// LossCard: the loss of a run: each step, smoothed, held-out; by timestep on the other side of a switch;
// zoom, log axis, marks, pictures and numbers to take along.
//
// Numbers are appended as they come; nothing is drawn from the start again. Threads: GUI thread; CSV files
// are written on the global pool.
#pragma once

#include "core/base/Error.h"
#include "core/jobs/MetricFeed.h"
#include "ui/plots/MetricChart.h"
#include "ui/training/CurveReading.h"

#include <QFrame>

#include <array>
#include <map>
#include <optional>
#include <string>

class QBoxLayout;
class QPushButton;
class QStackedWidget;

namespace attune::ui {

class ChartLegend;

class LossCard : public QFrame {
    Q_OBJECT
public:
    explicit LossCard(QWidget* parent = nullptr);

    void clear();
    // Takes what belongs here ("train/loss", "val/loss", both with "_" and a noise level); true when it was a
    // check on the held-out clips.
    bool add(const jobs::MetricPoint& point);
    void setMarkers(std::vector<ChartMarker> markers);
    void setFileName(const QString& name) { m_fileName = name; }

    [[nodiscard]] const std::vector<PlotPoint>& heldOut() const;
    [[nodiscard]] bool isTrainingFalling() const;
    [[nodiscard]] MetricChart& chart() noexcept { return *m_loss; }

Q_SIGNALS:
    void noteRequested();
    void saved(const QString& file);
    void notSaved(const attune::Error& error);

private:
    [[nodiscard]] QBoxLayout* buildHead();
    void addByTimestep(const std::string& name, PlotPoint at);
    void addTrainingBand(const std::string& name, PlotPoint at);
    void save(const QString& kind);

    QStackedWidget* m_sides;
    MetricChart* m_loss;
    MetricChart* m_byTimestep;
    ChartLegend* m_lossLegend{nullptr};
    ChartLegend* m_timestepLegend{nullptr};
    QStackedWidget* m_legends{nullptr};
    Smoother m_smoother;
    Smoother m_slowSmoother{0.995};
    double m_smoothed{0.0};
    double m_slow{0.0};
    QString m_fileName;
    std::map<std::string, int> m_levels; // series of a held-out noise level
    // Training loss in five bands of noise, for runs without held-out clips.
    std::array<std::optional<int>, 5> m_bands;
    std::array<Smoother, 5> m_bandSmoothers;
};

} // namespace attune::ui
