// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/platform/Process.h"

#include "core/base/Text.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

#ifdef _WIN32
// clang-format off
#include <windows.h>
#include <shellapi.h>
// clang-format on
#else
#include <csignal>
#include <ctime>
#include <dlfcn.h>
#include <unistd.h>
#endif

namespace attune::platform {

namespace fs = std::filesystem;

namespace {

// Interrupts after which nobody waits for the program any longer.
constexpr int kAbortCount = 2;
constexpr int kInterruptedExitCode = 130; // 128 + SIGINT, what shells expect

constexpr std::int64_t kRepeatMs = 1000; // within it, a signal repeats the one before
constexpr std::int64_t kNever = -1;

std::atomic<int> g_interrupts{0};
std::atomic<std::int64_t> g_lastCountedMs{kNever};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free,
              "a signal handler may touch lock-free atomics only");

// Since some fixed moment, whatever happens to the wall clock. May be called in a signal handler.
std::int64_t monotonicMs() noexcept {
#ifdef _WIN32
    return static_cast<std::int64_t>(GetTickCount64());
#else
    struct timespec now {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
#endif
}

// True when this one is the last straw. Handlers may run on several threads at once; of two signals at once
// one counts.
bool noteInterrupt() noexcept {
    const std::int64_t now = monotonicMs();
    std::int64_t last = g_lastCountedMs.load();
    do {
        if (last != kNever && now - last < kRepeatMs) return false;
    } while (!g_lastCountedMs.compare_exchange_weak(last, now));
    return g_interrupts.fetch_add(1) + 1 >= kAbortCount;
}

#ifdef _WIN32
BOOL WINAPI onConsoleEvent(DWORD event) {
    if (noteInterrupt()) TerminateProcess(GetCurrentProcess(), kInterruptedExitCode);
    // A closed window, the end of the session: Windows ends the process when this returns, or some seconds
    // later. Those seconds are for saving; whoever is done leaves through main().
    if (event == CTRL_CLOSE_EVENT || event == CTRL_LOGOFF_EVENT || event == CTRL_SHUTDOWN_EVENT)
        Sleep(INFINITE);
    return TRUE;
}

std::string systemMessage(DWORD code) {
    wchar_t* text = nullptr;
    const DWORD length = FormatMessageW(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM |
                                            FORMAT_MESSAGE_IGNORE_INSERTS,
                                        nullptr, code, 0, reinterpret_cast<wchar_t*>(&text), 0, nullptr);
    const std::string message =
        length > 0 ? utf8FromPath(fs::path(std::wstring(text, length))) : concat("error ", code);
    LocalFree(text);
    return std::string(trimAscii(message));
}
#else
void onSignal(int) {
    const int saved = errno; // of the call that the signal fell into
    if (noteInterrupt()) _exit(kInterruptedExitCode);
    errno = saved;
}
#endif

} // namespace

Result<DynamicLibrary> DynamicLibrary::open(const fs::path& file, [[maybe_unused]] Symbols symbols) {
    std::error_code error;
    if (file.has_parent_path() && !fs::exists(file, error))
        return fail(ErrorCode::NotFound, "The library is not there", utf8FromPath(file));
#ifdef _WIN32
    // A bare name is the system's own library; the working folder is never searched.
    const bool isBare = !file.has_parent_path();
    const DWORD flags = isBare ? LOAD_LIBRARY_SEARCH_SYSTEM32
                               : LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS;
    const fs::path place = isBare ? file : fs::absolute(file, error); // the flags refuse relative paths
    void* const handle = LoadLibraryExW(place.c_str(), nullptr, flags);
    if (handle == nullptr)
        return fail(ErrorCode::ReadFailed,
                    concat("The library cannot be loaded: ", systemMessage(GetLastError())),
                    utf8FromPath(file));
#else
    void* const handle =
        dlopen(file.c_str(), RTLD_NOW | (symbols == Symbols::Shared ? RTLD_GLOBAL : RTLD_LOCAL));
    if (handle == nullptr)
        return fail(ErrorCode::ReadFailed, concat("The library cannot be loaded: ", dlerror()),
                    utf8FromPath(file));
#endif
    return DynamicLibrary(handle, file);
}

Result<void*> DynamicLibrary::symbol(const char* name) const {
#ifdef _WIN32
    void* const address = reinterpret_cast<void*>(GetProcAddress(static_cast<HMODULE>(m_handle), name));
#else
    void* const address = dlsym(m_handle, name);
#endif
    if (address == nullptr)
        return fail(ErrorCode::NotFound, concat("The library has no function ", name), utf8FromPath(m_file));
    return address;
}

fs::path moduleFolder(const void* address) {
#ifdef _WIN32
    HMODULE module = nullptr;
    if (GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS |
                               GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                           static_cast<const wchar_t*>(address), &module) == 0)
        return {};
    std::wstring buffer(32768, L'\0');
    buffer.resize(GetModuleFileNameW(module, buffer.data(), static_cast<DWORD>(buffer.size())));
    return fs::path(buffer).parent_path();
#else
    Dl_info info{};
    if (::dladdr(address, &info) == 0 || info.dli_fname == nullptr) return {};
    return fs::path(info.dli_fname).parent_path();
#endif
}

std::string dynamicLibraryName(const std::string& name) {
#if defined(_WIN32)
    return name + ".dll";
#elif defined(__APPLE__)
    return "lib" + name + ".dylib";
#else
    return "lib" + name + ".so";
#endif
}

void countInterrupts() {
#ifdef _WIN32
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
#else
    struct sigaction action {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART; // reads and writes in progress go on
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before {};
        sigaction(signal, nullptr, &before);
        if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr); // nohup stays in force
    }
    // A reader that closes our output early (head) is an error of a write, not the end of the program.
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, nullptr);
#endif
}

int interruptCount() noexcept {
    return g_interrupts.load();
}

void resetInterrupts() noexcept {
    g_interrupts.store(0);
    g_lastCountedMs.store(kNever);
}

std::int64_t processBirth(std::int64_t id) noexcept {
#ifdef _WIN32
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(id));
    if (process == nullptr) return 0;
    FILETIME begun{};
    FILETIME ignored{};
    const bool isKnown = GetProcessTimes(process, &begun, &ignored, &ignored, &ignored) != 0;
    CloseHandle(process);
    return isKnown ? (std::int64_t{begun.dwHighDateTime} << 32) + std::int64_t{begun.dwLowDateTime} : 0;
#elif defined(__linux__)
    try {
        std::ifstream stream(concat("/proc/", id, "/stat"));
        std::string line;
        std::getline(stream, line);
        // The second field is the program's name in brackets, with whatever it contains.
        std::istringstream fields(line.substr(std::min(line.rfind(')') + 1, line.size())));
        constexpr int kBirthAfterName = 20; // field 22 of all
        std::string field;
        for (int i = 0; i < kBirthAfterName; ++i) fields >> field;
        return fields ? std::stoll(field) : 0;
    } catch (...) {
        return 0;
    }
#else
    static_cast<void>(id);
    return 0;
#endif
}

std::vector<std::string> utf8Arguments(int argumentCount, char** arguments) {
    std::vector<std::string> texts;
#ifdef _WIN32
    static_cast<void>(argumentCount);
    static_cast<void>(arguments);
    int count = 0;
    wchar_t** const wide = CommandLineToArgvW(GetCommandLineW(), &count);
    for (int index = 1; index < count; ++index) texts.push_back(utf8FromPath(fs::path(wide[index])));
    LocalFree(wide);
#else
    for (int index = 1; index < argumentCount; ++index) texts.emplace_back(arguments[index]);
#endif
    return texts;
}

std::string environmentText(const std::string& name) {
#ifdef _WIN32
    const wchar_t* const value = _wgetenv(pathFromUtf8(name).c_str());
    return value != nullptr ? utf8FromPath(fs::path(value)) : std::string();
#else
    const char* const value = std::getenv(name.c_str());
    return value != nullptr ? std::string(value) : std::string();
#endif
}

void setEnvironmentText(const std::string& name, const std::string& value) {
#ifdef _WIN32
    _wputenv_s(pathFromUtf8(name).c_str(), pathFromUtf8(value).c_str());
#else
    ::setenv(name.c_str(), value.c_str(), 1);
#endif
}

bool consoleShowsUtf8() {
#ifdef _WIN32
    return SetConsoleOutputCP(CP_UTF8) != 0;
#else
    for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* const value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        const std::string lower = toLowerAscii(value);
        return lower.find("utf-8") != std::string::npos || lower.find("utf8") != std::string::npos;
    }
    return false;
#endif
}

} // namespace attune::platform
