// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/platform/Command.h"

#include "core/base/Text.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ; // POSIX names it, unistd.h need not declare it
#endif

namespace attune::platform {

namespace {

constexpr int kPollMilliseconds = 100; // between two looks for a stop

#ifdef _WIN32

// One word of a command line as CommandLineToArgvW and the C runtime take it apart again: backslashes count
// only before a quotation mark.
std::wstring quoted(const std::wstring& word) {
    std::wstring text = L"\"";
    std::size_t backslashes = 0;
    for (const wchar_t c : word) {
        if (c == L'\\') {
            ++backslashes;
            continue;
        }
        text.append(c == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
        backslashes = 0;
        text += c;
    }
    text.append(2 * backslashes, L'\\');
    return text + L'"';
}

#endif

} // namespace

#ifdef _WIN32

Result<int> runCommand(const std::vector<std::string>& arguments, const Cancellation& cancellation,
                       const std::function<void()>& whileRunning) {
    std::wstring line;
    for (const std::string& argument : arguments) {
        if (!line.empty()) line += L' ';
        line += quoted(pathFromUtf8(argument).wstring());
    }
    STARTUPINFOW startup{};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION process{};
    if (CreateProcessW(nullptr, line.data(), nullptr, nullptr, FALSE, CREATE_NO_WINDOW, nullptr, nullptr,
                       &startup, &process) == 0) {
        const DWORD code = GetLastError();
        return fail(code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND ? ErrorCode::NotFound
                                                                                 : ErrorCode::Internal,
                    concat("The program cannot be started: error ", code), arguments.front());
    }
    CloseHandle(process.hThread);
    while (WaitForSingleObject(process.hProcess, kPollMilliseconds) == WAIT_TIMEOUT) {
        if (cancellation.isRequested()) TerminateProcess(process.hProcess, 1);
        if (whileRunning) whileRunning();
    }
    DWORD code = 1;
    GetExitCodeProcess(process.hProcess, &code);
    CloseHandle(process.hProcess);
    ATTUNE_CHECK(cancellation.check("Running a program"));
    return static_cast<int>(code);
}

#else

Result<int> runCommand(const std::vector<std::string>& arguments, const Cancellation& cancellation,
                       const std::function<void()>& whileRunning) {
    std::vector<std::string> copies = arguments; // posix_spawnp wants them writable
    std::vector<char*> words;
    for (std::string& copy : copies) words.push_back(copy.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    pid_t child = -1;
    const int code = ::posix_spawnp(&child, words.front(), &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (code != 0) return fail(errorFromSystem(code, "The program cannot be started", arguments.front()));
    int status = 0;
    pid_t ended = 0;
    while ((ended = ::waitpid(child, &status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) {
        if (cancellation.isRequested()) ::kill(child, SIGTERM);
        if (whileRunning) whileRunning();
        std::this_thread::sleep_for(std::chrono::milliseconds(kPollMilliseconds));
    }
    ATTUNE_CHECK(cancellation.check("Running a program"));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#endif

} // namespace attune::platform
