// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioSystem.h"

#include "app/engine/EngineLoader.h"
#include "app/engine/SystemCheck.h"
#include "app/studio/EngineAccess.h"
#include "core/base/Text.h"

#include <QAudioDevice>
#include <QCoreApplication>
#include <QMediaDevices>
#include <QPointer>
#include <QThreadPool>

namespace attune::studio {

StudioSystem::StudioSystem(EngineAccess& engine, QObject* parent) : ui::SystemService(parent), m_engine(engine) {}

void StudioSystem::requestDevices() {
    m_engine.ask<engine::DevicesReport>(
        this, [](engine::Engine& engine) -> Result<engine::DevicesReport> { return engine.devices(); },
        [this](const Result<engine::DevicesReport>& report) {
            if (!report) {
                Q_EMIT devicesReady({}, QString::fromStdString(report.error().message));
                return;
            }
            QList<QPair<QString, QString>> devices;
            for (const engine::DeviceReport& device : report->devices)
                devices.append({QString::fromStdString(device.id), QStringLiteral("%1 (%2)").arg(QString::fromStdString(device.name), QString::fromStdString(humanBytes(device.totalBytes)))});
            Q_EMIT devicesReady(devices, QString::fromStdString(report->gpuProblem));
        });
}

void StudioSystem::requestReport() {
    const QAudioDevice output = QMediaDevices::defaultAudioOutput();
    const QString sound = output.isNull() ? tr("! Sound output: none found") : tr("  Sound output: %1").arg(output.description());
    const QPointer<StudioSystem> self(this);
    QThreadPool::globalInstance()->start([self, sound] {
        QString report = QStringLiteral("Attune %1, Qt %2\n%3\n").arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion()), sound);
        for (const engine::CheckItem& item : engine::checkSystem({}, engine::loadEngine())) {
            const QString mark = item.verdict == engine::Verdict::Good ? QStringLiteral("  ") : item.verdict == engine::Verdict::Warning ? QStringLiteral("! ") : QStringLiteral("✕ ");
            report += QStringLiteral("%1%2: %3\n").arg(mark, QString::fromStdString(item.title), QString::fromStdString(item.detail));
            if (!item.remedy.empty()) report += QStringLiteral("    %1\n").arg(QString::fromStdString(item.remedy));
        }
        QMetaObject::invokeMethod(qApp, [self, report] {
            if (!self.isNull()) Q_EMIT self->reportReady(report);
        }, Qt::QueuedConnection);
    });
}

void StudioSystem::keepAwake(bool awake) {
    if (!awake) m_awake.reset();
    else if (!m_awake) m_awake = std::make_unique<platform::SleepInhibitor>("Training a model");
}

} // namespace attune::studio
