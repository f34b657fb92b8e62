// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipDelegates: the painted cells of the clip table: waveform thumbnails and the dot that says something was
// found.
//
// Threads: GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace attune::ui {

class PeakCache;

// The waveform of the row's file; asks the PeakCache and stays empty until the peaks are there.
class WaveformDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit WaveformDelegate(PeakCache& peaks, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    PeakCache& m_peaks;
};

// Dot for a warning, diamond for a problem, ring for information: told apart without colour.
class FindingDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

// Text in the role colours of the design: secondary text, bold name of the current row, accent for "held
// out".
class ClipTextDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
};

} // namespace attune::ui
