// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioSystem.h"

#include "app/engine/EngineLoader.h"
#include "app/engine/GpuComponent.h"
#include "app/engine/GraphicsCheck.h"
#include "app/engine/SystemCheck.h"
#include "app/studio/EngineAccess.h"
#include "app/studio/JobFollower.h"
#include "ui/widgets/EngineText.h"
#include "ui/widgets/Quantity.h"

#include <QAudioDevice>
#include <QCoreApplication>
#include <QMediaDevices>
#include <QPointer>

#include <algorithm>
#include <string_view>

namespace attune::studio {

using ui::CheckView; // lupdate loses its place at a qualified return type
using ui::GraphicsView;

namespace {

constexpr int kSensorMs = 2000;

QString text(const std::string& value) {
    return QString::fromStdString(value);
}

// A sentence of the checks in the user's language: as a whole (core_texts.h), or by its pattern
// (engine_texts.h).
QString said(const std::string& value) {
    constexpr std::string_view kFree = " free";
    constexpr std::string_view kAdded = "added, ";
    if (value.empty()) return {};
    if (value.ends_with(kFree))
        return StudioSystem::tr("%1 free").arg(ui::engineText(value.substr(0, value.size() - kFree.size())));
    if (value.starts_with(kAdded))
        return StudioSystem::tr("added, %1").arg(ui::engineText(value.substr(kAdded.size())));
    const QString whole = QCoreApplication::translate("SystemCheck", value.c_str());
    return whole == text(value) ? ui::engineText(value) : whole;
}

QString titleOf(const engine::CheckItem& item) {
    constexpr std::string_view kDevice = "Device ";
    if (item.title.starts_with(kDevice))
        return StudioSystem::tr("Device %1").arg(text(item.title.substr(kDevice.size())));
    return said(item.title);
}

// Calls `tell` with the service on the GUI thread, unless it is gone by then.
template <typename Tell>
void backTo(const QPointer<StudioSystem>& self, Tell tell) {
    QMetaObject::invokeMethod(
        qApp,
        [self, tell = std::move(tell)] {
            if (!self.isNull()) tell(*self);
        },
        Qt::QueuedConnection);
}

QString nameOf(const engine::DeviceReport& device) {
    const QString memory = ui::bytesText(static_cast<double>(device.totalBytes));
    return device.id == "cpu" ? StudioSystem::tr("Processor (%1 of memory)").arg(memory)
                              : StudioSystem::tr("%1 (%2)").arg(text(device.name), memory);
}

std::vector<CheckView> viewsOf(const std::vector<engine::CheckItem>& items) {
    std::vector<CheckView> views;
    for (const engine::CheckItem& item : items) {
        const auto verdict = item.verdict == engine::Verdict::Good      ? ui::CheckVerdict::Good
                             : item.verdict == engine::Verdict::Warning ? ui::CheckVerdict::Warning
                                                                        : ui::CheckVerdict::Problem;
        views.push_back({verdict, titleOf(item), said(item.detail), said(item.remedy)});
    }
    return views;
}

GraphicsView viewOf(const engine::GraphicsState& state) {
    GraphicsView view;
    for (const platform::VideoAdapter& adapter : state.adapters)
        view.adapters << (adapter.dedicatedBytes > 0
                              ? StudioSystem::tr("%1, %2").arg(
                                    text(adapter.name),
                                    ui::bytesText(static_cast<double>(adapter.dedicatedBytes)))
                              : text(adapter.name));
    view.hasNvidia = state.hasNvidia;
    view.driver = text(state.driverVersion);
    view.driverProblem = said(state.driverProblem);
    view.componentBytes = state.addedBytes.value_or(0);
    view.canChangeComponent = state.canAdd;
    return view;
}

} // namespace

StudioSystem::StudioSystem(EngineAccess& engine, JobFollower& jobs, QObject* parent)
    : ui::SystemService(parent), m_engine(engine), m_jobs(jobs) {
    m_pool.setMaxThreadCount(1);
    m_sensorTimer.setInterval(kSensorMs);
    connect(&m_sensorTimer, &QTimer::timeout, this, [this] { readGpu(); });
    connect(&jobs.center(), &ui::JobCenter::progressed, this, [this](ui::JobId id, const Progress& progress) {
        if (id == m_componentJob)
            Q_EMIT componentProgressed(progress.done, progress.total, text(progress.item));
    });
}

StudioSystem::~StudioSystem() {
    m_check.request(); // nobody waits for a check at the end of the program
    m_pool.waitForDone();
}

void StudioSystem::requestDevices() {
    m_engine.ask<engine::DevicesReport>(
        this, [](engine::Engine& engine) -> Result<engine::DevicesReport> { return engine.devices(); },
        [this](const Result<engine::DevicesReport>& report) {
            if (!report) {
                Q_EMIT devicesReady({}, said(report.error().message));
                return;
            }
            QList<QPair<QString, QString>> devices;
            for (const engine::DeviceReport& device : report->devices)
                devices.append({text(device.id), nameOf(device)});
            Q_EMIT devicesReady(devices, said(report->gpuProblem));
        });
}

void StudioSystem::check(ui::CheckDepth depth) {
    engine::SystemCheckOptions options;
    options.measuresDisk = depth == ui::CheckDepth::Full;
    options.triesEverything = depth == ui::CheckDepth::Full;
    options.soundOutput = QMediaDevices::defaultAudioOutput().description().toStdString();
    m_check = CancellationSource();
    options.cancellation = m_check.cancellation();
    const QPointer<StudioSystem> self(this);
    options.progress = [self](const Progress& progress) {
        backTo(self, [stage = said(progress.stage)](StudioSystem& system) {
            Q_EMIT system.checkProgressed(stage);
        });
    };
    m_pool.start([self, options, depth] {
        const std::vector<engine::CheckItem> items = engine::checkSystem(options, engine::loadEngine());
        const QString report = text(engine::reportText(items));
        backTo(self, [views = viewsOf(items), report, depth](StudioSystem& system) {
            Q_EMIT system.checked(views, report, depth);
        });
    });
}

void StudioSystem::stopCheck() {
    m_check.request();
}

void StudioSystem::requestGraphics() {
    m_pool.start([self = QPointer<StudioSystem>(this)] {
        backTo(self, [view = viewOf(engine::graphicsState())](StudioSystem& system) {
            Q_EMIT system.graphicsReady(view);
        });
    });
}

void StudioSystem::addGpuComponent(const QString& manifest) {
    const auto module = engine::engineModulePath();
    if (!module) {
        Q_EMIT failed(module.error(), tr("The GPU libraries could not be added"));
        Q_EMIT componentChanged(false);
        return;
    }
    auto job = engine::makeGpuComponentJob(
        {manifest.toStdString(), module->parent_path(), platform::cacheFolder() / "downloads"});
    m_componentJob = m_jobs.submit(std::move(job), [this](jobs::JobState state, const Error& error) {
        m_componentJob = {};
        if (state == jobs::JobState::Failed) Q_EMIT failed(error, tr("The GPU libraries could not be added"));
        Q_EMIT componentChanged(state == jobs::JobState::Finished);
    });
}

void StudioSystem::stopGpuComponent() {
    if (m_componentJob.isValid()) m_jobs.center().stop(m_componentJob);
}

void StudioSystem::removeGpuComponent() {
    // Gigabytes take their time to go.
    m_pool.start([self = QPointer<StudioSystem>(this)] {
        const auto module = engine::engineModulePath();
        const auto removed =
            module ? engine::removeGpuComponent(module->parent_path()) : Result<void>(fail(module.error()));
        backTo(self, [removed](StudioSystem& system) {
            if (!removed) Q_EMIT system.failed(removed.error(), tr("The GPU libraries could not be removed"));
            Q_EMIT system.componentChanged(false);
        });
    });
}

void StudioSystem::keepAwake(bool awake) {
    if (!awake)
        m_awake.reset();
    else if (!m_awake)
        m_awake = std::make_unique<platform::SleepInhibitor>("Training a model");
}

void StudioSystem::watchGpu(bool watched) {
    if (!watched)
        m_sensorTimer.stop();
    else if (!m_sensorTimer.isActive())
        m_sensorTimer.start();
}

void StudioSystem::readGpu() {
    m_pool.start([this, self = QPointer<StudioSystem>(this)] { // the pool is waited for: `this` lives
        if (!m_sensors) {
            auto opened = platform::GpuSensors::open();
            if (!opened) { // no driver: nothing to ask again
                backTo(self, [](StudioSystem& system) { system.m_sensorTimer.stop(); });
                return;
            }
            m_sensors = std::make_unique<platform::GpuSensors>(*std::move(opened));
        }
        const std::vector<platform::GpuReading> readings = m_sensors->read();
        if (readings.empty()) return;
        // Of several the one that works hardest, which is the one that trains.
        const auto busiest =
            std::max_element(readings.begin(), readings.end(), [](const auto& a, const auto& b) {
                return a.loadPercent.value_or(0) < b.loadPercent.value_or(0);
            });
        const ui::GpuReadingView view{text(busiest->name), busiest->temperatureCelsius, busiest->usedBytes,
                                      busiest->totalBytes};
        backTo(self, [view](StudioSystem& system) { Q_EMIT system.gpuRead(view); });
    });
}

} // namespace attune::studio
