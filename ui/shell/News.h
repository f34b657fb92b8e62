// SPDX-License-Identifier: GPL-3.0-or-later
//
// News: the banner above all pages, for what no page that is seen can say: a project that cannot be opened, a
// model that was dropped elsewhere, sound without a device, a device that goes or comes.
//
// Services and pages are borrowed and outlive it. Threads: GUI thread.
#pragma once

#include "ui/bridge/ModelService.h"
#include "ui/bridge/ProjectService.h"
#include "ui/widgets/MessageBanner.h"

namespace attune::ui {

class Player;

struct NewsServices {
    ProjectService& project;
    ModelService& model;
    Player& player;
};

class News final : public MessageBanner {
    Q_OBJECT
public:
    explicit News(const NewsServices& services, QWidget* parent = nullptr);
    // Pages that say their own news while they are seen.
    void setPages(const QWidget* start, QWidget* model);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showAdded(const QString& modelId);
    void tellSilence();
    void tellDevice();

    NewsServices m_services;
    const QWidget* m_start{nullptr};
    const QWidget* m_model{nullptr};
    QString m_locked;             // project that another program works on
    bool m_isAboutModel{false};   // what the model's page says too, once it is seen
    bool m_hasToldSilence{false}; // since the sound device changed
    bool m_hasDevice;             // as last told, or at the start
    QString m_device;             // the last that played
};

} // namespace attune::ui
