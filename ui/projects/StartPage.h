// SPDX-License-Identifier: GPL-3.0-or-later
//
// StartPage: what is seen when no project is open: recent projects, New, Open, and the tour.
//
// Threads: GUI thread. The service is borrowed and outlives the page.
#pragma once

#include "ui/bridge/ProjectService.h"

#include <QByteArray>
#include <QPointer>
#include <QWidget>

#include <functional>

class QListWidget;
class QListWidgetItem;

namespace attune::ui {

class MessageBanner;

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(ProjectService& service, QWidget* parent = nullptr);
    void askNew();
    void askOpen();
    // What a project's waveform strip looks like, by its folder; see RecentDelegate::StripRole.
    void setStrips(std::function<QByteArray(const QString& folder)> stripOf);

Q_SIGNALS:
    void newCancelled(); // askNew() came to nothing

private:
    void buildChoices(QWidget* parent);
    void fill();
    void openItem(const QListWidgetItem* item);
    void offerForMissing(const QString& name, const QString& folder);
    void askWhereItIs(const QString& folder);
    void showMenu(const QPoint& at);
    void setBusy(bool isBusy);
    ProjectService& m_service;
    MessageBanner* m_banner;
    QListWidget* m_recent;
    std::function<QByteArray(const QString&)> m_stripOf;
    QWidget* m_recentCard;
    QWidget* m_choices;
    QPointer<QWidget> m_focus; // before the page was busy
    QString m_locked;          // project that another program works on
    QString m_movedFrom;       // entry of the list whose new place is being opened
};

} // namespace attune::ui
