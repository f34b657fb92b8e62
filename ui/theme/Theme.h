// SPDX-License-Identifier: GPL-3.0-or-later
//
// Theme: applies colours, fonts and the style sheet to the application, and says when they change.
//
// Ownership: one per QApplication, made by the composition root; widgets reach it through Theme::instance().
// Threads: GUI thread only.
#pragma once

#include "ui/theme/Colors.h"

#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace attune::ui {

enum class ThemeChoice { FollowSystem, Dark, Light };

// Text sizes of the design, as point-independent pixel sizes at scale 1.
enum class TextStyle {
    PageTitle, // 20, bold
    ItemTitle, // 15, semi-bold
    Body,      // 13
    Secondary, // 12
    Label      // 11, semi-bold
};

class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(QApplication& application);
    ~Theme() override;
    [[nodiscard]] static Theme& instance();

    void choose(ThemeChoice choice);
    // 0.8 .. 2: text sizes relative to the design.
    void setFontScale(double scale);

    [[nodiscard]] ThemeChoice choice() const noexcept { return m_choice; }
    [[nodiscard]] Scheme scheme() const noexcept { return m_scheme; }
    [[nodiscard]] double fontScale() const noexcept { return m_fontScale; }
    [[nodiscard]] QColor color(ColorRole role) const { return colorOf(m_scheme, role); }
    [[nodiscard]] QFont font(TextStyle style) const;

Q_SIGNALS:
    void changed(); // colours or fonts; painted widgets drop their caches

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // Alt shows the letters to press

private:
    void apply();
    [[nodiscard]] Scheme systemScheme() const;

    QApplication& m_application;
    QPalette m_systemPalette; // the palette before ours, which tells whether the system is dark
    ThemeChoice m_choice{ThemeChoice::FollowSystem};
    Scheme m_scheme{Scheme::Dark};
    double m_fontScale{1.0};
};

} // namespace attune::ui
