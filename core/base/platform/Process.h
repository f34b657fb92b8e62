// SPDX-License-Identifier: GPL-3.0-or-later
//
// Process: what a program asks of the operating system about itself: libraries opened while it runs, Ctrl-C,
// its arguments and its console. With Platform.h the only place of system calls.
//
// Threads: DynamicLibrary belongs to one owner; interruptCount() from any thread; the rest once, from main().
#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace attune::platform {

// A shared library opened while the program runs. Never closed again: code of LibTorch registers itself in
// ways that do not survive unloading.
class DynamicLibrary {
public:
    enum class Symbols {
        Private, // seen through function() only
        Shared   // seen by libraries opened later too, as parts of LibTorch need
    };
    // `file` is a full path, beside which the libraries it needs are looked for too; or a bare name that the
    // system looks up. Errors: NotFound when the file is absent, ReadFailed with the system's words
    // otherwise.
    [[nodiscard]] static Result<DynamicLibrary> open(const std::filesystem::path& file,
                                                     Symbols symbols = Symbols::Private);

    // The address of an exported C function. Errors: NotFound naming the function and the library.
    template <typename Function>
    [[nodiscard]] Result<Function*> function(const char* name) const {
        ATTUNE_TRY(void* const address, symbol(name));
        return reinterpret_cast<Function*>(address);
    }

private:
    DynamicLibrary(void* handle, std::filesystem::path file) : m_handle(handle), m_file(std::move(file)) {}
    [[nodiscard]] Result<void*> symbol(const char* name) const;

    void* m_handle{nullptr};
    std::filesystem::path m_file;
};

// The folder of the program or library that contains `address`, for example of a function; empty when
// unknown.
[[nodiscard]] std::filesystem::path moduleFolder(const void* address);

// "attune_engine" → "libattune_engine.so", "attune_engine.dll" or "libattune_engine.dylib".
[[nodiscard]] std::string dynamicLibraryName(const std::string& name);

// From now on Ctrl-C, SIGTERM and the closing of the console are counted instead of ending the process. What
// comes within a second of a counted one is the same request once more, since timeout and torchrun send
// theirs to the process and again to its group, and is not counted. The second counted one ends the process
// at once with exit code 130, whatever it is doing.
void countInterrupts();
[[nodiscard]] int interruptCount() noexcept;
// Whoever has served the requests so far starts to count anew.
void resetInterrupts() noexcept;

// When the process with this id began, in a unit of the system's own: of two processes that had one id after
// the other, each has another. 0 when it cannot be known, as on macOS or of a process that is gone.
[[nodiscard]] std::int64_t processBirth(std::int64_t id) noexcept;

// The program's arguments as UTF-8, without its name, from what main() got.
[[nodiscard]] std::vector<std::string> utf8Arguments(int argumentCount, char** arguments);

// An environment variable as UTF-8; empty when it is not set.
[[nodiscard]] std::string environmentText(const std::string& name);
// For libraries of this process that are configured so; not while other threads read the environment.
void setEnvironmentText(const std::string& name, const std::string& value);

// True when the console shows UTF-8 (switches a Windows console to it).
[[nodiscard]] bool consoleShowsUtf8();

} // namespace attune::platform
