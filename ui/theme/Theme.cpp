// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Theme.h"

#include "ui/theme/StyleSheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QWidget>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QStyleHints>
#endif

#include <algorithm>

namespace attune::ui {

namespace {

Theme* g_theme = nullptr;

QPalette paletteOf(Scheme scheme) {
    const auto c = [scheme](ColorRole role) { return colorOf(scheme, role); };
    QPalette palette;
    palette.setColor(QPalette::Window, c(ColorRole::Window));
    palette.setColor(QPalette::WindowText, c(ColorRole::Text));
    palette.setColor(QPalette::Base, c(ColorRole::Panel));
    palette.setColor(QPalette::AlternateBase, c(ColorRole::Panel));
    palette.setColor(QPalette::Text, c(ColorRole::Text));
    palette.setColor(QPalette::PlaceholderText, c(ColorRole::Text3));
    palette.setColor(QPalette::Button, c(ColorRole::Raised));
    palette.setColor(QPalette::ButtonText, c(ColorRole::Text));
    palette.setColor(QPalette::BrightText, c(ColorRole::Bad));
    palette.setColor(QPalette::Highlight, c(ColorRole::Selection));
    palette.setColor(QPalette::HighlightedText, c(ColorRole::Text));
    palette.setColor(QPalette::Link, c(ColorRole::Accent));
    palette.setColor(QPalette::LinkVisited, c(ColorRole::Accent));
    palette.setColor(QPalette::ToolTipBase, c(ColorRole::Raised));
    palette.setColor(QPalette::ToolTipText, c(ColorRole::Text));
    palette.setColor(QPalette::Light, c(ColorRole::Raised));
    palette.setColor(QPalette::Midlight, c(ColorRole::Raised));
    palette.setColor(QPalette::Mid, c(ColorRole::Line));
    palette.setColor(QPalette::Dark, c(ColorRole::Line));
    palette.setColor(QPalette::Shadow, c(ColorRole::Window));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c(ColorRole::Text3));
    return palette;
}

// Fusion, with the underlined letters of buttons and labels shown only while Alt is held.
class QuietStyle final : public QProxyStyle {
public:
    QuietStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override {
        if (hint == SH_UnderlineShortcut)
            return QGuiApplication::queryKeyboardModifiers().testFlag(Qt::AltModifier) ? 1 : 0;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
};

} // namespace

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    if (isKey && watched->isWindowType() && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Alt)
        for (QWidget* window : QApplication::topLevelWidgets())
            for (QWidget* widget : window->findChildren<QWidget*>()) widget->update();
    return QObject::eventFilter(watched, event);
}

Theme::Theme(QApplication& application) : m_application(application), m_systemPalette(application.palette()) {
    g_theme = this;
    for (const char* style : {"Regular", "SemiBold", "Bold"})
        QFontDatabase::addApplicationFont(
            QStringLiteral(":/fonts/AttuneInter-%1.otf").arg(QLatin1String(style)));
    application.setStyle(new QuietStyle);
    application.installEventFilter(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(application.styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { choose(m_choice); });
#endif
    choose(ThemeChoice::FollowSystem);
}

Theme::~Theme() {
    g_theme = nullptr;
}

Theme& Theme::instance() {
    Q_ASSERT(g_theme != nullptr);
    return *g_theme;
}

Scheme Theme::systemScheme() const {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (const Qt::ColorScheme scheme = m_application.styleHints()->colorScheme();
        scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark ? Scheme::Dark : Scheme::Light;
#endif
    return m_systemPalette.color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

void Theme::choose(ThemeChoice choice) {
    m_choice = choice;
    m_scheme = choice == ThemeChoice::FollowSystem ? systemScheme()
               : choice == ThemeChoice::Dark       ? Scheme::Dark
                                                   : Scheme::Light;
    apply();
}

void Theme::setFontScale(double scale) {
    m_fontScale = std::clamp(scale, 0.8, 2.0);
    apply();
}

QFont Theme::font(TextStyle style) const {
    struct Kind {
        double pixels;
        QFont::Weight weight;
    };
    constexpr Kind kKinds[] = {{20, QFont::Bold},
                               {15, QFont::DemiBold},
                               {13, QFont::Normal},
                               {12, QFont::Normal},
                               {11, QFont::DemiBold}};
    const Kind kind = kKinds[static_cast<int>(style)];
    QFont font(QStringLiteral("Attune Inter"));
    font.setPixelSize(static_cast<int>(kind.pixels * m_fontScale + 0.5));
    font.setWeight(kind.weight);
    return font;
}

void Theme::apply() {
    m_application.setFont(font(TextStyle::Body));
    m_application.setPalette(paletteOf(m_scheme));
    m_application.setStyleSheet(styleSheetFor(m_scheme, m_fontScale));
    Q_EMIT changed();
}

} // namespace attune::ui
