// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/EngineLoader.h"

#include "app/engine/EngineModule.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"

#include <mutex>

namespace attune::engine {

namespace fs = std::filesystem;

Result<fs::path> engineModulePath() {
    if (const std::string chosen = platform::environmentText("ATTUNE_ENGINE"); !chosen.empty())
        return pathFromUtf8(chosen);
    const fs::path name = platform::dynamicLibraryName("attune_engine");
    const fs::path programs = platform::executablePath().parent_path();
    std::string lookedIn;
    for (const fs::path& folder : {programs, programs.parent_path() / "lib" / "attune"}) {
        std::error_code error;
        if (fs::exists(folder / name, error)) return folder / name;
        lookedIn += (lookedIn.empty() ? "" : ", ") + utf8FromPath(folder);
    }
    return fail(ErrorCode::NotFound, concat("The engine (", name.string(), ") is not installed"), lookedIn,
                "Install Attune again, or set ATTUNE_ENGINE to the file.");
}

Result<std::shared_ptr<Engine>> loadEngine() {
    static std::mutex mutex; // guards engine
    static std::shared_ptr<Engine> engine;
    const std::scoped_lock lock(mutex);
    if (engine) return engine;

    ATTUNE_TRY(const fs::path file, engineModulePath());
    ATTUNE_TRY(const platform::DynamicLibrary library, platform::DynamicLibrary::open(file));
    ATTUNE_TRY(auto* const create, library.function<CreateEngineFunction>(kCreateEngineName));
    engine.reset(create(kEngineBuild));
    if (!engine)
        return fail(ErrorCode::VersionTooNew, "The engine is of another build than this program",
                    utf8FromPath(file), "Install Attune again, so that both come from one package.");
    return engine;
}

} // namespace attune::engine
