// SPDX-License-Identifier: GPL-3.0-or-later
//
// Notifier: short messages for somebody who is looking at another program.
//
// Notifier is the interface (tests have their own); TrayNotifier shows an icon in the system's tray with its
// messages, and where there is no tray marks the window in the task bar. Threads: GUI thread.
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
    [[nodiscard]] bool canHideWindow() const override { return m_icon != nullptr; }
    void showIcon() override;

private:
    QWidget& m_window;
    QSystemTrayIcon* m_icon{nullptr}; // none where the system has no tray
};

} // namespace attune::ui
