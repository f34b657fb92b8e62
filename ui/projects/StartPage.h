// SPDX-License-Identifier: GPL-3.0-or-later
//
// StartPage: what is seen when no project is open: recent projects, New, Open, and the tour.
//
// Threads: GUI thread. The service is borrowed and outlives the page.
#pragma once

#include "ui/bridge/ProjectService.h"

#include <QWidget>

class QListWidget;

namespace attune::ui {

class MessageBanner;

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(ProjectService& service, QWidget* parent = nullptr);
    void askNew();
    void askOpen();

private:
    void fill();
    ProjectService& m_service;
    MessageBanner* m_banner;
    QListWidget* m_recent;
    QWidget* m_recentCard;
};

} // namespace attune::ui
