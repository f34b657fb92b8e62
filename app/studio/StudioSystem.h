// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioSystem: SystemService over the engine's device report and the system check.
//
// Threads: GUI thread; the work happens on EngineAccess's worker.
#pragma once

#include "core/base/platform/Platform.h"
#include "ui/bridge/SystemService.h"

#include <memory>

namespace attune::studio {

class EngineAccess;

class StudioSystem final : public ui::SystemService {
    Q_OBJECT
public:
    explicit StudioSystem(EngineAccess& engine, QObject* parent = nullptr);
    void requestDevices() override;
    void requestReport() override;
    void keepAwake(bool awake) override;

private:
    EngineAccess& m_engine;
    std::unique_ptr<platform::SleepInhibitor> m_awake;
};

} // namespace attune::studio
