// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notifier: short messages for somebody who is looking at another program.
//
// Notifier is the interface (tests have their own); TrayNotifier shows an icon in the system's tray with its
// messages. Where there is no tray (GNOME has none) it marks the window in the task bar and hands the message
// to notify-send, if that program is there. A tray may come and go. Threads: GUI thread.
#pragma once

#include <QObject>
#include <QString>

class QSystemTrayIcon;
class QWidget;

namespace attune::ui {

class Notifier : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void notify(const QString& title, const QString& text) = 0;
    // Whether a hidden window could be brought back from here, and the icon that does it.
    [[nodiscard]] virtual bool canHideWindow() const = 0;
    virtual void showIcon() = 0;

Q_SIGNALS:
    void activated(); // the user wants the window
};

class TrayNotifier final : public Notifier {
    Q_OBJECT
public:
    explicit TrayNotifier(QWidget& window);
    void notify(const QString& title, const QString& text) override;
    [[nodiscard]] bool canHideWindow() const override;
    void showIcon() override;

private:
    [[nodiscard]] QSystemTrayIcon* icon(); // none while the system has no tray
    void notifyWithoutTray(const QString& title, const QString& text);

    QWidget& m_window;
    QSystemTrayIcon* m_icon{nullptr}; // made when first wanted
};

} // namespace attune::ui
