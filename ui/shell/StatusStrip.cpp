// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/StatusStrip.h"

#include "ui/bridge/JobText.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Quantity.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include <string_view>

namespace attune::ui {

using jobs::JobState;

namespace {

constexpr std::string_view kBytes = "bytes";

} // namespace

StatusStrip::StatusStrip(QWidget* parent) : QWidget(parent) {
    setSurface(this, Surface::Panel);
    setProperty("edge", QStringLiteral("top"));
    setAccessibleName(tr("Running job"));
    auto* row = rowLayout(this, 0, 12);
    row->setContentsMargins(18, 5, 14, 5);
    m_dot = new QLabel(QStringLiteral("●"), this);
    m_text = makeLabel({}, LabelRole::Body, this);
    m_text->setObjectName(QStringLiteral("statusText"));
    m_bar = new QProgressBar(this);
    m_bar->setObjectName(QStringLiteral("statusProgress"));
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setMaximumWidth(280);
    m_bar->setMinimumWidth(120);
    m_bar->setTextVisible(false);
    m_speed = makeLabel({}, LabelRole::Secondary, this);
    m_speed->setObjectName(QStringLiteral("statusSpeed"));
    m_memory = makeLabel({}, LabelRole::Secondary, this);
    m_memory->setObjectName(QStringLiteral("statusMemory"));
    m_gpu = makeLabel({}, LabelRole::Secondary, this);
    m_gpu->setObjectName(QStringLiteral("statusGpu"));
    m_pause = makeButton(tr("Pa&use"), ButtonRole::Normal, QStringLiteral("statusPause"), this);
    m_stop = makeButton(tr("Stop && sa&ve"), ButtonRole::Normal, QStringLiteral("statusStop"), this);
    m_stop->setAccessibleName(tr("Stop and save"));
    row->addWidget(m_dot);
    row->addWidget(m_text);
    row->addSpacing(16);
    row->addWidget(m_bar, 1);
    row->addWidget(m_speed);
    row->addStretch(1);
    row->addWidget(m_memory);
    row->addWidget(m_gpu);
    row->addWidget(m_pause);
    row->addWidget(m_stop);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_canResume)
            Q_EMIT resumeRequested();
        else
            Q_EMIT pauseRequested();
    });
    connect(m_stop, &QPushButton::clicked, this, &StatusStrip::stopRequested);
    showIdle(tr("Nothing is running"));
}

void StatusStrip::showIdle(const QString& text) {
    setTone(m_dot, StateTone::None);
    setTextRole(m_text, LabelRole::Secondary);
    m_dot->setVisible(false);
    m_text->setText(text);
    m_pace.reset();
    m_hasDeviceMemory = false;
    m_memory->hide();
    m_gpu->hide();
    for (QWidget* widget : {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_speed),
                            static_cast<QWidget*>(m_pause), static_cast<QWidget*>(m_stop)})
        widget->setVisible(false);
}

void StatusStrip::showJob(const QString& title, JobState state, const Progress& progress, int waiting) {
    m_canResume = state == JobState::Paused || state == JobState::Pausing;
    QString text = title;
    switch (state) {
    case JobState::Preparing:
        text = tr("%1 · preparing").arg(title);
        break;
    case JobState::Pausing:
        text = tr("%1 · finishing the step").arg(title);
        break;
    case JobState::Paused:
        text = jobtext::isWaitingForDisk(progress) ? tr("%1 · paused: the disk is full").arg(title)
                                                   : tr("%1 · paused").arg(title);
        break;
    case JobState::Stopping:
        text = tr("%1 · stopping and saving").arg(title);
        break;
    default:
        if (progress.total > 0)
            text = progress.unit == kBytes ? tr("%1 · %2 of %3")
                                                 .arg(title, bytesText(static_cast<double>(progress.done)),
                                                      bytesText(static_cast<double>(progress.total)))
                                           : tr("%1 · %L2 of %L3 %4")
                                                 .arg(title)
                                                 .arg(progress.done)
                                                 .arg(progress.total)
                                                 .arg(jobtext::unit(progress.unit, progress.total));
    }
    if (waiting > 0) text += tr(" · %n waiting", nullptr, waiting);
    m_dot->setVisible(true);
    setTextRole(m_text, LabelRole::Body);
    setTone(m_dot, m_canResume || state == JobState::Stopping ? StateTone::Warn : StateTone::Good);
    m_text->setText(text);
    m_bar->setVisible(true);
    m_bar->setRange(0, progress.total > 0 ? 1000 : 0);
    if (progress.total > 0) m_bar->setValue(static_cast<int>(1000 * progress.done / progress.total));
    m_speed->setVisible(true);
    const bool isMoving = state == JobState::Running || state == JobState::Preparing;
    if (isMoving)
        m_pace.add(progress, std::chrono::steady_clock::now());
    else
        m_pace.pause();
    m_speed->setText(isMoving ? speedText(progress) : QString());
    m_pause->setVisible(true);
    m_pause->setText(m_canResume ? tr("G&o on") : tr("Pa&use")); // other letters than the cockpit's
    m_pause->setAccessibleName(m_canResume ? tr("Go on") : tr("Pause"));
    m_stop->setVisible(true);
    m_stop->setEnabled(state != JobState::Stopping);
}

QString StatusStrip::speedText(const Progress& progress) const {
    const double speed = m_pace.unitsPerSecond().value_or(0.0);
    if (speed <= 0.0) return {};
    const QString rate =
        progress.unit == kBytes ? tr("%1/s").arg(bytesText(speed))
        : speed >= 1.0
            ? tr("%L1 %2/s").arg(speed, 0, 'f', speed < 10 ? 1 : 0).arg(jobtext::unit(progress.unit, 2))
            : tr("%L1 s each").arg(1.0 / speed, 0, 'f', 1);
    const auto left = m_pace.secondsLeft();
    return left ? tr("%1 · %2 left").arg(rate, durationText(*left)) : rate;
}

void StatusStrip::showMetrics(const std::vector<jobs::MetricPoint>& points) {
    for (const jobs::MetricPoint& point : points) {
        const bool isDevice = point.name == "memory/device_bytes";
        if (!isDevice && (point.name != "memory/host_bytes" || m_hasDeviceMemory)) continue;
        m_hasDeviceMemory = m_hasDeviceMemory || isDevice;
        const QString size = bytesText(point.value);
        m_memory->setText(isDevice ? tr("GPU memory %1").arg(size) : tr("Memory %1").arg(size));
        m_memory->setVisible(true);
    }
}

void StatusStrip::showGpu(const GpuReadingView& reading) {
    if (!m_bar->isVisibleTo(this)) return; // a reading that came after the job's end
    QStringList parts;
    if (!m_hasDeviceMemory && reading.totalBytes > 0)
        parts << tr("GPU %1 of %2")
                     .arg(bytesText(static_cast<double>(reading.usedBytes)),
                          bytesText(static_cast<double>(reading.totalBytes)));
    if (reading.temperatureCelsius) parts << tr("%1 °C").arg(*reading.temperatureCelsius);
    m_gpu->setText(parts.join(QStringLiteral(" · ")));
    m_gpu->setToolTip(reading.name);
    m_gpu->setVisible(!parts.isEmpty());
}

void StatusStrip::mouseReleaseEvent(QMouseEvent*) {
    Q_EMIT jobActivated();
}

} // namespace attune::ui
