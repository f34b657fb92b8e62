// SPDX-License-Identifier: GPL-3.0-or-later
//
// CountDelegate: list rows with a count at the right and, if given, a shape of state before the text.
//
// Threads: GUI thread.
#pragma once

#include "ui/widgets/Controls.h"

#include <QStyledItemDelegate>

class QListWidget;

namespace attune::ui {

class CountDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role {
        CountRole = Qt::UserRole, // int
        ToneRole                  // int of StateTone; absent = no shape
    };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

// As high as its rows, or as `most` of them.
void fitRows(QListWidget& list, int most);

// Paints the shape that goes with a tone: dot, diamond for bad, ring for none. Told apart without colour.
void paintToneShape(QPainter& painter, const QPointF& centre, StateTone tone);

} // namespace attune::ui
