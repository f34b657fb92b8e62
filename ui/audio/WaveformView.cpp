// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/WaveformView.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Spectrogram.h"
#include "core/base/Text.h"
#include "ui/audio/SpectrogramImage.h"
#include "ui/audio/WaveformAccess.h"
#include "ui/audio/WaveformPainter.h"
#include "ui/theme/Theme.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPointer>
#include <QThreadPool>
#include <QWheelEvent>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kMargin = 12;

} // namespace

WaveformView::WaveformView(PeakCache& peaks, QWidget* parent) : QWidget(parent), m_peaks(peaks) {
    setFocusPolicy(Qt::StrongFocus);
    makeWaveformsAccessible();
    setAccessibleName(tr("Waveform"));
    setMinimumHeight(88);
    connect(&peaks, &PeakCache::peaksReady, this, [this](const QString& file) {
        if (file == m_file) update();
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        m_spectrogramFile.clear();
        if (m_spectrogram) requestSpectrogram();
        update();
    });
}

void WaveformView::setSound(const QString& file, const ContentHash& identity, double durationSeconds) {
    if (identity != m_identity) m_spectrogramFile.clear(); // the file may be the same
    m_file = file;
    m_identity = identity;
    m_duration = durationSeconds;
    m_position = 0.0;
    m_viewStart = 0.0;
    m_viewLength = shownSeconds();
    if (m_spectrogram) requestSpectrogram();
    update();
}

void WaveformView::clear() {
    setSound({}, {}, 0.0);
}

void WaveformView::setPosition(double seconds) {
    if (seconds == m_position) return;
    m_position = seconds;
    update();
}

void WaveformView::setModelWindow(std::optional<double> startSeconds, double lengthSeconds) {
    m_windowStart = startSeconds;
    m_windowLength = lengthSeconds;
    m_viewStart = 0.0;
    m_viewLength = shownSeconds();
    update();
}

void WaveformView::setShowSpectrogram(bool show) {
    m_spectrogram = show;
    if (show) requestSpectrogram();
    update();
}

void WaveformView::setHeightByWidth(double share, int least, int most) {
    m_heightShare = share;
    m_leastHeight = least;
    m_mostHeight = most;
    setFixedHeight(std::clamp(static_cast<int>(width() * share), least, most));
}

void WaveformView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_heightShare > 0.0)
        setFixedHeight(std::clamp(static_cast<int>(width() * m_heightShare), m_leastHeight, m_mostHeight));
}

double WaveformView::stepSeconds() const noexcept {
    return std::min(1.0, m_duration / 20);
}

QSize WaveformView::sizeHint() const {
    return {360, 150};
}

double WaveformView::shownSeconds() const {
    const double window = m_windowStart ? *m_windowStart + m_windowLength : 0.0;
    // A one-shot in a long window would be a sliver: then the padding is drawn short, with its length in
    // words.
    return std::max({m_duration, std::min(window, m_duration * 3.0), 0.01});
}

double WaveformView::xOf(double seconds) const {
    return kMargin + (width() - 2 * kMargin) * (seconds - m_viewStart) / std::max(m_viewLength, 1e-6);
}

double WaveformView::secondsAt(double x) const {
    return m_viewStart + (x - kMargin) / std::max(1, width() - 2 * kMargin) * m_viewLength;
}

void WaveformView::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ColorRole::Window));
    painter.drawRoundedRect(rect(), 8, 8);
    if (m_file.isEmpty()) return;
    const double soundEnd = xOf(m_duration);
    const QRectF area(kMargin, kMargin, width() - 2 * kMargin, height() - 2 * kMargin);
    painter.setClipRect(area.adjusted(-4, -4, 4, 4));
    if (m_spectrogram && m_spectrogramFile == m_file && !m_spectrogramImage.isNull()) {
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(QRectF(xOf(0.0), area.top(), soundEnd - xOf(0.0), area.height()),
                          m_spectrogramImage);
    } else if (const SharedPeaks peaks = m_peaks.peaks(m_file, m_identity)) {
        const double rate = peaks->sampleRate().hz;
        const auto begin = static_cast<FrameIndex>(std::clamp(m_viewStart, 0.0, m_duration) * rate);
        const auto end = static_cast<FrameIndex>((m_viewStart + m_viewLength) * rate);
        const double played = std::clamp((m_position - m_viewStart) / std::max(m_viewLength, 1e-6), 0.0, 1.0);
        paintWaveform(painter, area, *peaks, begin, end,
                      {theme.color(ColorRole::Waveform), theme.color(ColorRole::Accent), played, 2.0, 2.0,
                       fittingGain(*peaks)});
    }
    if (m_windowStart) {
        const double windowEnd = *m_windowStart + m_windowLength;
        if (windowEnd > m_duration + 0.005) {
            const QRectF padding(soundEnd + 4, area.top(), std::max(0.0, area.right() - soundEnd - 4),
                                 area.height());
            painter.setBrush(theme.color(ColorRole::Raised));
            painter.drawRoundedRect(padding, 4, 4);
            painter.setPen(theme.color(ColorRole::Text3));
            painter.setFont(theme.font(TextStyle::Label));
            painter.drawText(padding.adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
                             tr("padded with silence to %L1 s").arg(windowEnd, 0, 'f', 2));
        } else if (windowEnd < m_duration - 0.005) {
            QColor veil = theme.color(ColorRole::Window);
            veil.setAlpha(190);
            painter.setPen(Qt::NoPen);
            painter.fillRect(QRectF(xOf(windowEnd), area.top(), area.right() - xOf(windowEnd), area.height()),
                             veil);
            painter.fillRect(QRectF(area.left(), area.top(), std::max(0.0, xOf(*m_windowStart) - area.left()),
                                    area.height()),
                             veil);
            painter.setPen(QPen(theme.color(ColorRole::Warn), 1.5));
            painter.drawLine(QPointF(xOf(windowEnd), area.top()), QPointF(xOf(windowEnd), area.bottom()));
        }
    }
    painter.setPen(QPen(theme.color(ColorRole::Accent), 1.5));
    if (m_position > 0.0)
        painter.drawLine(QPointF(xOf(m_position), area.top()), QPointF(xOf(m_position), area.bottom()));
    if (hasFocus()) {
        painter.setClipping(false);
        painter.setPen(QPen(theme.color(ColorRole::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
}

void WaveformView::seekTo(double seconds) {
    const double target = std::clamp(seconds, 0.0, m_duration);
    setPosition(target);
    QAccessibleValueChangeEvent moved(this,
                                      target); // not while playing: nobody wants to hear thirty a second
    QAccessible::updateAccessibility(&moved);
    Q_EMIT seekRequested(target);
}

void WaveformView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !m_file.isEmpty()) seekTo(secondsAt(event->position().x()));
}

void WaveformView::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) != 0 && !m_file.isEmpty())
        seekTo(secondsAt(event->position().x()));
}

void WaveformView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        seekTo(m_position - stepSeconds());
        return;
    case Qt::Key_Right:
        seekTo(m_position + stepSeconds());
        return;
    case Qt::Key_Home:
        seekTo(0.0);
        return;
    case Qt::Key_End:
        seekTo(m_duration);
        return;
    case Qt::Key_Space:
        Q_EMIT playRequested();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void WaveformView::wheelEvent(QWheelEvent* event) {
    if ((event->modifiers() & Qt::ControlModifier) == 0) {
        event->ignore();
        return;
    }
    const double whole = shownSeconds();
    const double at = secondsAt(event->position().x());
    const double factor = event->angleDelta().y() > 0 ? 0.8 : 1.25;
    const double length = std::clamp(m_viewLength * factor, std::min(0.02, whole), whole);
    m_viewStart =
        std::clamp(at - (at - m_viewStart) * length / std::max(m_viewLength, 1e-6), 0.0, whole - length);
    m_viewLength = length;
    update();
    event->accept();
}

void WaveformView::requestSpectrogram() {
    if (m_file.isEmpty() || m_spectrogramFile == m_file) return;
    const QPointer<WaveformView> self(this);
    const QString file = m_file;
    const QColor ground = Theme::instance().color(ColorRole::Window);
    const int columns = std::clamp(width() - 2 * kMargin, 64, 2048);
    QThreadPool::globalInstance()->start([=] {
        const std::filesystem::path path = pathFromUtf8(file.toStdString());
        const auto info = audio::readAudioInfo(path);
        QImage image;
        if (info)
            if (const auto spectrogram = audio::spectrogramOfFile(path, 0, info->frameCount, columns, {}))
                image = spectrogramImage(*spectrogram, ground);
        QMetaObject::invokeMethod(
            qApp,
            [self, file, image] {
                if (self.isNull() || self->m_file != file) return;
                self->m_spectrogramImage = image;
                self->m_spectrogramFile = file;
                self->update();
            },
            Qt::QueuedConnection);
    });
}

} // namespace attune::ui
