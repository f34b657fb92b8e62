// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/Notifier.h"

#include <QApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QSystemTrayIcon>
#include <QWidget>

namespace attune::ui {

TrayNotifier::TrayNotifier(QWidget& window) : Notifier(&window), m_window(window) {}

bool TrayNotifier::canHideWindow() const {
    return QSystemTrayIcon::isSystemTrayAvailable();
}

QSystemTrayIcon* TrayNotifier::icon() {
    if (!QSystemTrayIcon::isSystemTrayAvailable()) return nullptr;
    if (m_icon == nullptr) {
        m_icon = new QSystemTrayIcon(m_window.windowIcon(), this);
        m_icon->setToolTip(QStringLiteral("Attune"));
        connect(m_icon, &QSystemTrayIcon::activated, this, &Notifier::activated);
        connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Notifier::activated);
    }
    return m_icon;
}

void TrayNotifier::notify(const QString& title, const QString& text) {
    QSystemTrayIcon* tray = icon();
    if (tray == nullptr || !QSystemTrayIcon::supportsMessages()) {
        notifyWithoutTray(title, text);
        return;
    }
    tray->show();
    tray->showMessage(title, text, m_window.windowIcon());
}

void TrayNotifier::notifyWithoutTray(const QString& title, const QString& text) {
    if (!m_window.isVisible()) m_window.showMinimized(); // hidden in a tray that went
    QApplication::alert(&m_window);
    const QString program = QStandardPaths::findExecutable(QStringLiteral("notify-send"));
    if (!program.isEmpty())
        QProcess::startDetached(program,
                                {QStringLiteral("--app-name=Attune"), QStringLiteral("--icon=attune"),
                                 QStringLiteral("--"), title, text});
}

void TrayNotifier::showIcon() {
    if (QSystemTrayIcon* tray = icon(); tray != nullptr) tray->show();
}

} // namespace attune::ui
