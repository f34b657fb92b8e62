// SPDX-License-Identifier: GPL-3.0-or-later
//
// StackedBar: parts of a whole against a limit, for the memory plan. Parts are told apart by order and legend
// too.
//
// Threads: GUI thread.
#pragma once

#include "ui/theme/Colors.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace attune::ui {

class StackedBar : public QWidget {
    Q_OBJECT
public:
    struct Part {
        QString name;
        double value{0.0};
    };
    explicit StackedBar(QWidget* parent = nullptr);
    // `limit` 0 = none. `text` tells a value with its unit.
    void setParts(std::vector<Part> parts, double limit, QString (*text)(double));
    [[nodiscard]] double total() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Part> m_parts;
    double m_limit{0.0};
    QString (*m_text)(double){nullptr};
};

} // namespace attune::ui
