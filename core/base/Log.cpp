// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"

#include "core/base/Text.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace attune::log {

namespace {

struct State {
    std::mutex mutex; // guards the sinks and the maps
    std::shared_ptr<spdlog::sinks::stderr_color_sink_mt> console = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
    std::map<std::filesystem::path, spdlog::sink_ptr> files;
    std::set<std::string, std::less<>> warned;
    State() {
        console->set_pattern("%^%l%$: %v");
        console->set_level(spdlog::level::warn);
    }
};

State& state() {
    static State instance;
    return instance;
}

void write(spdlog::level::level_enum level, std::string_view message) {
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    const spdlog::details::log_msg event(spdlog::string_view_t("attune"), level,
                                         spdlog::string_view_t(message.data(), message.size()));
    if (s.console->should_log(level)) s.console->log(event);
    for (const auto& [path, sink] : s.files)
        if (sink->should_log(level)) sink->log(event);
}

} // namespace

void debug(std::string_view message) { write(spdlog::level::debug, message); }
void info(std::string_view message) { write(spdlog::level::info, message); }
void warning(std::string_view message) { write(spdlog::level::warn, message); }
void error(std::string_view message) { write(spdlog::level::err, message); }

void warnOnce(std::string_view message) {
    {
        State& s = state();
        const std::scoped_lock lock(s.mutex);
        if (!s.warned.emplace(message).second) return;
    }
    warning(message);
}

void setConsoleLevel(Level level) {
    constexpr spdlog::level::level_enum kLevels[] = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                                     spdlog::level::err, spdlog::level::off};
    state().console->set_level(kLevels[static_cast<int>(level)]);
}

Result<void> addFile(const std::filesystem::path& file) {
    try {
#ifdef _WIN32
        auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.wstring());
#else
        auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string());
#endif
        sink->set_pattern("%Y-%m-%d %H:%M:%S.%e %l: %v");
        sink->set_level(spdlog::level::info);
        State& s = state();
        const std::scoped_lock lock(s.mutex);
        s.files[file] = std::move(sink);
        return {};
    } catch (const std::exception& exception) {
        return fail(ErrorCode::WriteFailed, concat("Cannot open the log file: ", exception.what()), utf8FromPath(file));
    }
}

void removeFile(const std::filesystem::path& file) {
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    s.files.erase(file);
}

void flush() {
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    for (const auto& [path, sink] : s.files) sink->flush();
}

} // namespace attune::log
