// SPDX-License-Identifier: GPL-3.0-or-later
//
// WaveformView: one sound, large: bars, playhead, loop, what the model will see (crop and padding), and its
// spectrogram on the other side of a switch. A slider to the keyboard and to screen readers.
//
// Click or drag seeks; Left/Right move by a second, Home/End jump, Ctrl+wheel zooms, Space asks to play.
// Threads: GUI thread; the spectrogram is computed on the global pool.
#pragma once

#include "ui/audio/PeakCache.h"

#include <QImage>
#include <QWidget>

#include <optional>

namespace attune::ui {

class WaveformView : public QWidget {
    Q_OBJECT
public:
    explicit WaveformView(PeakCache& peaks, QWidget* parent = nullptr);

    void setSound(const QString& file, const ContentHash& identity, double durationSeconds);
    void clear();
    void setPosition(double seconds); // the playhead
    void seekTo(double seconds);      // as a click does: moves the playhead and asks for it
    // The window that the model sees, in seconds; padding past the end is drawn hatched with its text.
    void setModelWindow(std::optional<double> startSeconds, double lengthSeconds);
    [[nodiscard]] bool hasModelWindow() const noexcept { return m_windowStart.has_value(); }
    void setShowSpectrogram(bool show);
    [[nodiscard]] bool isSpectrogram() const noexcept { return m_spectrogram; }
    [[nodiscard]] double positionSeconds() const noexcept { return m_position; }
    [[nodiscard]] double durationSeconds() const noexcept { return m_duration; }
    [[nodiscard]] double stepSeconds() const noexcept; // what an arrow key moves by

    // As high as a share of its width, between two limits.
    void setHeightByWidth(double share, int least, int most);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void seekRequested(double seconds);
    void playRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    [[nodiscard]] double
    shownSeconds() const; // length of the axis: sound or model window, whichever is longer
    [[nodiscard]] double xOf(double seconds) const;
    [[nodiscard]] double secondsAt(double x) const;
    void requestSpectrogram();

    PeakCache& m_peaks;
    QString m_file;
    ContentHash m_identity;
    double m_duration{0.0};
    double m_position{0.0};
    std::optional<double> m_windowStart;
    double m_windowLength{0.0};
    double m_viewStart{0.0}; // zoomed part of the axis
    double m_viewLength{0.0};
    double m_heightShare{0.0}; // of the width; 0 = the layout decides
    int m_leastHeight{0};
    int m_mostHeight{0};
    bool m_spectrogram{false};
    QImage m_spectrogramImage;
    QString m_spectrogramFile;
};

} // namespace attune::ui
