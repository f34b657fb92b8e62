// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/News.h"

#include "ui/audio/Player.h"

#include <utility>

namespace attune::ui {

namespace {

bool isSeen(const QWidget* page) {
    return page != nullptr && page->isVisible();
}

} // namespace

News::News(const NewsServices& services, QWidget* parent) : MessageBanner(parent), m_services(services) {
    setObjectName(QStringLiteral("news"));
    ProjectService& project = services.project;
    connect(&project, &ProjectService::opened, this, &QWidget::hide);
    connect(&project, &ProjectService::failed, this, [this](const Error& error, const QString& what) {
        if (!isSeen(m_start)) showError(error, what);
    });
    connect(&project, &ProjectService::lockedElsewhere, this, [this](const QString& place) {
        m_locked = place;
        setRemedyAction(tr("Open it for &reading"));
    });
    connect(this, &MessageBanner::remedyTriggered, this,
            [this] { m_services.project.openForReading(m_locked); });
    connect(&services.model, &ModelService::added, this, &News::showAdded);
    connect(&services.model, &ModelService::failed, this, [this](const Error& error, const QString& what) {
        if (!isSeen(m_model)) showError(error, what);
    });
    connect(&services.player, &Player::unheard, this, &News::tellSilence);
    connect(&services.player, &Player::deviceChanged, this, [this] { m_hasToldSilence = false; });
}

void News::setPages(const QWidget* start, const QWidget* model) {
    m_start = start;
    m_model = model;
}

void News::showAdded(const QString& modelId) {
    if (isSeen(m_model)) return;
    for (const ModelView& model : m_services.model.models())
        if (model.id == modelId)
            showNotice(tr("“%1” is among the models now.").arg(model.name),
                       model.canTrain ? tr("Projects can train it.")
                                      : tr("It cannot be trained: %1").arg(model.canTrainWhy));
}

void News::tellSilence() {
    if (std::exchange(m_hasToldSilence, true)) return;
    showNotice(tr("There is no sound device."),
               tr("Everything but listening works. Connect one, or look into Help ▸ Doctor."));
}

} // namespace attune::ui
