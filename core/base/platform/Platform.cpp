// SPDX-License-Identifier: GPL-3.0-or-later
//
// What Platform.h says of the machine and the process; its files are in Files.cpp.
#include "core/base/platform/Platform.h"

#include "core/base/Text.h"
#include "core/base/platform/Process.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <limits>
#include <string_view>

#ifdef _WIN32
// clang-format off
#include <windows.h>
#include <psapi.h>
// clang-format on
#include <io.h>
#else
#include <csignal>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif
#ifdef __APPLE__
#include <mach-o/dyld.h>
#include <mach/mach.h>
#include <sys/sysctl.h>
#endif

namespace attune::platform {

namespace fs = std::filesystem;

namespace {

fs::path environmentPath(const char* name) {
    return pathFromUtf8(environmentText(name));
}

// For an environment that names no place at all; empty, so that the current folder is used, where there is
// not even this.
fs::path temporaryFolder() {
    std::error_code error;
    return fs::temp_directory_path(error);
}

} // namespace

struct SleepInhibitor::Impl {
#if !defined(_WIN32) && !defined(__APPLE__)
    pid_t child{-1};
    int pipe{-1}; // our end; its closing ends the child
#endif
};

SleepInhibitor::SleepInhibitor(const std::string& reason) : m_impl(std::make_unique<Impl>()) {
#ifdef _WIN32
    static_cast<void>(reason);
    SetThreadExecutionState(ES_CONTINUOUS | ES_SYSTEM_REQUIRED);
#elif !defined(__APPLE__)
    // systemd-inhibit holds the lock for as long as its command runs; `cat` ends when our pipe closes, so the
    // lock goes with us however we die.
    if (!fs::exists("/run/systemd/system") || !fs::exists("/usr/bin/systemd-inhibit")) return;
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return;
    const std::string why = "--why=" + reason;
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe[0], 0);
        const int null = ::open("/dev/null", O_WRONLY);
        ::dup2(null, 1);
        ::dup2(null, 2);
        ::execl("/usr/bin/systemd-inhibit", "systemd-inhibit", "--what=sleep:idle", "--who=Attune",
                why.c_str(), "cat", static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(pipe[0]);
    m_impl->pipe = pipe[1];
    m_impl->child = child;
#else
    static_cast<void>(reason);
#endif
}

SleepInhibitor::~SleepInhibitor() {
#ifdef _WIN32
    SetThreadExecutionState(ES_CONTINUOUS);
#elif !defined(__APPLE__)
    if (m_impl->pipe >= 0) ::close(m_impl->pipe);
    if (m_impl->child > 0) {
        ::kill(m_impl->child, SIGTERM);
        ::waitpid(m_impl->child, nullptr, 0);
    }
#endif
}

std::int64_t processId() noexcept {
#ifdef _WIN32
    return static_cast<std::int64_t>(GetCurrentProcessId());
#else
    return ::getpid();
#endif
}

bool isProcessAlive(std::int64_t id) noexcept {
#ifdef _WIN32
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(id));
    if (process == nullptr) return GetLastError() != ERROR_INVALID_PARAMETER;
    DWORD code = 0;
    const bool isKnown = GetExitCodeProcess(process, &code) != 0;
    CloseHandle(process);
    return !isKnown || code == STILL_ACTIVE;
#else
    if (id <= 0 || id > std::numeric_limits<pid_t>::max()) return false;
    return ::kill(static_cast<pid_t>(id), 0) == 0 || errno != ESRCH;
#endif
}

namespace {

#if !defined(_WIN32) && !defined(__APPLE__)
// A line like "VmRSS:   1234 kB" of a /proc file, in bytes; 0 when absent.
std::int64_t procLineBytes(const char* file, std::string_view key) noexcept {
    try {
        std::ifstream stream(file);
        for (std::string line; std::getline(stream, line);)
            if (line.starts_with(key)) return std::stoll(line.substr(key.size())) * 1024;
    } catch (...) {
        return 0;
    }
    return 0;
}
#endif

} // namespace

std::int64_t residentBytes() noexcept {
#ifdef _WIN32
    PROCESS_MEMORY_COUNTERS counters{};
    if (GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters) == 0) return 0;
    return static_cast<std::int64_t>(counters.WorkingSetSize);
#elif defined(__APPLE__)
    mach_task_basic_info info{};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    if (task_info(mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count) !=
        KERN_SUCCESS)
        return 0;
    return static_cast<std::int64_t>(info.resident_size);
#else
    return procLineBytes("/proc/self/status", "VmRSS:");
#endif
}

std::int64_t peakResidentBytes() noexcept {
#ifdef _WIN32
    PROCESS_MEMORY_COUNTERS counters{};
    if (GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters) == 0) return 0;
    return static_cast<std::int64_t>(counters.PeakWorkingSetSize);
#elif defined(__APPLE__)
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
#else
    return procLineBytes("/proc/self/status", "VmHWM:");
#endif
}

bool forgetPeakResident() noexcept {
#if defined(_WIN32) || defined(__APPLE__)
    return false;
#else
    try {
        std::ofstream request("/proc/self/clear_refs");
        request << '5' << std::flush; // proc(5): resets VmHWM to what is resident now
        return request.good();
    } catch (...) {
        return false;
    }
#endif
}

std::int64_t totalMemoryBytes() noexcept {
#ifdef _WIN32
    MEMORYSTATUSEX status{};
    status.dwLength = sizeof status;
    return GlobalMemoryStatusEx(&status) != 0 ? static_cast<std::int64_t>(status.ullTotalPhys) : 0;
#elif defined(__APPLE__)
    std::int64_t bytes = 0;
    std::size_t size = sizeof bytes;
    ::sysctlbyname("hw.memsize", &bytes, &size, nullptr, 0);
    return bytes;
#else
    return procLineBytes("/proc/meminfo", "MemTotal:");
#endif
}

std::int64_t availableMemoryBytes() noexcept {
#ifdef _WIN32
    MEMORYSTATUSEX status{};
    status.dwLength = sizeof status;
    return GlobalMemoryStatusEx(&status) != 0 ? static_cast<std::int64_t>(status.ullAvailPhys) : 0;
#elif defined(__APPLE__)
    return totalMemoryBytes() / 2;
#else
    return procLineBytes("/proc/meminfo", "MemAvailable:");
#endif
}

Result<std::int64_t> freeDiskBytes(const fs::path& folder) {
    std::error_code error;
    fs::path existing = fs::absolute(folder, error);
    while (!fs::exists(existing, error) && existing.has_parent_path() && existing != existing.parent_path())
        existing = existing.parent_path();
    const fs::space_info space = fs::space(existing, error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(folder)));
    return static_cast<std::int64_t>(space.available);
}

fs::path applicationDataFolder() {
    if (fs::path chosen = environmentPath("ATTUNE_DATA_HOME"); !chosen.empty()) return chosen;
#ifdef _WIN32
    if (const fs::path base = environmentPath("APPDATA"); !base.empty()) return base / "Attune";
#elif defined(__APPLE__)
    if (const fs::path home = environmentPath("HOME"); !home.empty())
        return home / "Library/Application Support/Attune";
#else
    if (const fs::path base = environmentPath("XDG_DATA_HOME"); !base.empty()) return base / "attune";
    if (const fs::path home = environmentPath("HOME"); !home.empty()) return home / ".local/share/attune";
#endif
    return temporaryFolder() / "attune-data";
}

fs::path cacheFolder() {
    if (fs::path chosen = environmentPath("ATTUNE_CACHE_HOME"); !chosen.empty()) return chosen;
#ifdef _WIN32
    if (const fs::path base = environmentPath("LOCALAPPDATA"); !base.empty())
        return base / "Attune" / "Cache";
#elif defined(__APPLE__)
    if (const fs::path home = environmentPath("HOME"); !home.empty()) return home / "Library/Caches/Attune";
#else
    if (const fs::path base = environmentPath("XDG_CACHE_HOME"); !base.empty()) return base / "attune";
    if (const fs::path home = environmentPath("HOME"); !home.empty()) return home / ".cache/attune";
#endif
    return temporaryFolder() / "attune-cache";
}

fs::path executablePath() {
#ifdef _WIN32
    std::wstring buffer(32768, L'\0');
    buffer.resize(GetModuleFileNameW(nullptr, buffer.data(), static_cast<DWORD>(buffer.size())));
    return buffer;
#elif defined(__APPLE__)
    std::array<char, 4096> buffer{};
    auto size = static_cast<std::uint32_t>(buffer.size());
    return _NSGetExecutablePath(buffer.data(), &size) == 0 ? fs::path(buffer.data()) : fs::path();
#else
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error);
#endif
}

bool isTerminal(int descriptor) noexcept {
#ifdef _WIN32
    return _isatty(descriptor) != 0;
#else
    return ::isatty(descriptor) != 0;
#endif
}

int terminalColumns() noexcept {
#ifdef _WIN32
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (GetConsoleScreenBufferInfo(GetStdHandle(STD_ERROR_HANDLE), &info) == 0) return 80;
    return info.srWindow.Right - info.srWindow.Left + 1;
#else
    winsize size{};
    return ::ioctl(2, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
#endif
}

} // namespace attune::platform
