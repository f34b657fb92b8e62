// SPDX-License-Identifier: GPL-3.0-or-later
//
// ElidedLabel: one line of text that gives way: it ends in … where there is no room, with the whole in its
// tooltip.
//
// Takes its look from the same textRole property as other labels. Threads: GUI thread.
#pragma once

#include "ui/widgets/Controls.h"

#include <QLabel>

namespace attune::ui {

class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    ElidedLabel(const QString& text, LabelRole role, QWidget* parent = nullptr);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace attune::ui
