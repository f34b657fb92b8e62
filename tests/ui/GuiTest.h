// SPDX-License-Identifier: GPL-3.0-or-later
//
// GuiTest: what the tests of the window have in common: their main(), and whether every control can be named.
#pragma once

#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QStringList>
#include <QWidget>
#include <QtTest>

namespace attune::ui {

// The main() of a test: an application in our theme; with a name for tests that keep settings, so that they
// are nobody else's.
template <typename Test>
int runGuiTest(int argc, char** argv, const QString& name = {}) {
    QApplication application(argc, argv);
    if (!name.isEmpty()) {
        QCoreApplication::setOrganizationName(QStringLiteral("AttuneTest"));
        QCoreApplication::setApplicationName(name);
    }
    Theme theme(application);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

// What can be reached by Tab. Parts that Qt puts into its own widgets (a spin box's line, a scroll area's
// viewport) are told by their name or belong to the widget around them.
inline bool isTabStop(const QWidget& widget) {
    return widget.isVisible() && widget.isEnabled() &&
           (widget.focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget.focusProxy() == nullptr &&
           !widget.objectName().startsWith(QStringLiteral("qt_"));
}

// Controls of a page that a screen reader could only call "edit" or "button".
inline QStringList namelessControls(const QWidget& page) {
    QStringList nameless;
    for (const QWidget* widget : page.findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool isNamed =
            !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
        if (isTabStop(*widget) && !isNamed)
            nameless << QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                    widget->objectName());
    }
    return nameless;
}

} // namespace attune::ui
