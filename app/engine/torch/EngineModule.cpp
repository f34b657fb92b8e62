// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/EngineModule.h"

#include "app/engine/torch/TorchEngine.h"

#include <string_view>

#ifdef _WIN32
#define ATTUNE_MODULE_EXPORT __declspec(dllexport)
#else
#define ATTUNE_MODULE_EXPORT __attribute__((visibility("default")))
#endif

extern "C" ATTUNE_MODULE_EXPORT attune::engine::Engine* attuneCreateEngine(const char* programBuild) {
    if (std::string_view(programBuild) != attune::engine::kEngineBuild) return nullptr;
    return new attune::engine::TorchEngine;
}
