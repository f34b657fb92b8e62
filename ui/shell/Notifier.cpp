// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Notifier.h"

#include <QApplication>
#include <QSystemTrayIcon>
#include <QWidget>

namespace attune::ui {

TrayNotifier::TrayNotifier(QWidget& window) : Notifier(&window), m_window(window) {
    if (!QSystemTrayIcon::isSystemTrayAvailable()) return;
    m_icon = new QSystemTrayIcon(window.windowIcon(), this);
    m_icon->setToolTip(QStringLiteral("Attune"));
    connect(m_icon, &QSystemTrayIcon::activated, this, &Notifier::activated);
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Notifier::activated);
}

void TrayNotifier::notify(const QString& title, const QString& text) {
    if (m_icon == nullptr || !QSystemTrayIcon::supportsMessages()) {
        QApplication::alert(&m_window);
        return;
    }
    m_icon->show();
    m_icon->showMessage(title, text, m_window.windowIcon());
}

void TrayNotifier::showIcon() {
    if (m_icon != nullptr) m_icon->show();
}

} // namespace attune::ui
