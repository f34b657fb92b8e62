// SPDX-License-Identifier: GPL-3.0-or-later
//
// RecentDelegate: a recent project: name, place and time at the left, the waveforms of its first clips at the
// right.
//
// Threads: GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace attune::ui {

class RecentDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role {
        FolderRole = Qt::UserRole,
        DetailRole, // second line
        StripRole,  // QByteArray: heights of bars, 0..255
        MissingRole // bool: the folder is not there now
    };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace attune::ui
