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

News::News(const NewsServices& services, QWidget* parent)
    : MessageBanner(parent), m_services(services), m_hasDevice(services.player.hasDevice()),
      m_device(services.player.deviceName()) {
    setObjectName(QStringLiteral("news"));
    ProjectService& project = services.project;
    connect(&project, &ProjectService::opened, this, &QWidget::hide);
    connect(&project, &ProjectService::failed, this, [this](const Error& error, const QString& what) {
        if (isSeen(m_start)) return;
        showError(error, what);
        m_isAboutModel = false;
    });
    connect(&project, &ProjectService::lockedElsewhere, this, [this](const QString& place) {
        m_locked = place;
        setRemedyAction(tr("Open it for &reading"));
    });
    connect(this, &MessageBanner::remedyTriggered, this,
            [this] { m_services.project.openForReading(m_locked); });
    connect(&services.model, &ModelService::added, this, &News::showAdded);
    connect(&services.model, &ModelService::failed, this, [this](const Error& error, const QString& what) {
        if (isSeen(m_model)) return;
        showError(error, what);
        m_isAboutModel = true;
    });
    connect(&services.player, &Player::unheard, this, &News::tellSilence);
    connect(&services.player, &Player::deviceChanged, this, &News::tellDevice);
}

void News::setPages(const QWidget* start, QWidget* model) {
    m_start = start;
    m_model = model;
    model->installEventFilter(this);
}

// The page says it itself now.
bool News::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_model && event->type() == QEvent::Show && std::exchange(m_isAboutModel, false)) hide();
    return MessageBanner::eventFilter(watched, event);
}

void News::showAdded(const QString& modelId) {
    if (isSeen(m_model)) return;
    m_isAboutModel = true;
    for (const ModelView& model : m_services.model.models())
        if (model.id == modelId)
            showNotice(tr("“%1” is among the models now.").arg(model.name),
                       model.canTrain ? tr("Projects can train it.")
                                      : tr("It cannot be trained: %1").arg(model.canTrainWhy));
}

void News::tellSilence() {
    if (std::exchange(m_hasToldSilence, true)) return;
    m_isAboutModel = false;
    showNotice(tr("There is no sound device."),
               tr("Everything but listening works. Connect one, or look into Help ▸ Doctor."));
}

// Which device it is, is told when it changes: headphones that fall out should not need a look into Settings.
void News::tellDevice() {
    const bool hasDevice = m_services.player.hasDevice();
    const QString device = hasDevice ? m_services.player.deviceName() : m_device;
    if (std::exchange(m_hasDevice, hasDevice) == hasDevice && m_device == device) return;
    m_device = device;
    m_isAboutModel = false;
    m_hasToldSilence = !hasDevice;
    if (hasDevice)
        showNotice(tr("Sound plays on “%1” now.").arg(device), {});
    else
        showNotice(
            tr("The sound device “%1” has stopped.").arg(device),
            tr("Everything but listening works. Sound goes on by itself once a device is there again."));
}

} // namespace attune::ui
