// SPDX-License-Identifier: GPL-3.0-or-later
//
// TorchEngine: the Engine, made of the T rooms. Lives in the module libattune_engine.
#pragma once

#include "app/engine/Engine.h"

namespace attune::engine {

class TorchEngine final : public Engine {
public:
    DevicesReport devices() override;
    Error translateException(std::string context) override;
    void setConsoleLogLevel(log::Level level) override;
};

} // namespace attune::engine
