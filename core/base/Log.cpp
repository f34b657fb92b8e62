// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"

#include "core/base/Text.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <string>

namespace attune::log {

namespace {

// Appends lines to a file. spdlog's own opens narrow names, which on Windows cannot name every file.
class FileSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit FileSink(const std::filesystem::path& file) : m_stream(file, std::ios::binary | std::ios::app) {}
    [[nodiscard]] bool isOpen() const { return m_stream.is_open(); }

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        m_stream.write(line.data(), static_cast<std::streamsize>(line.size()));
    }
    void flush_() override { m_stream.flush(); }

    std::ofstream m_stream;
};

struct State {
    std::mutex mutex; // guards the sinks and the maps
    std::shared_ptr<spdlog::sinks::stderr_color_sink_mt> console =
        std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
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

void debug(std::string_view message) {
    write(spdlog::level::debug, message);
}
void info(std::string_view message) {
    write(spdlog::level::info, message);
}
void warning(std::string_view message) {
    write(spdlog::level::warn, message);
}
void error(std::string_view message) {
    write(spdlog::level::err, message);
}

void warnOnce(std::string_view message) {
    {
        State& s = state();
        const std::scoped_lock lock(s.mutex);
        if (!s.warned.emplace(message).second) return;
    }
    warning(message);
}

void setConsoleLevel(Level level) {
    constexpr spdlog::level::level_enum kLevels[] = {spdlog::level::debug, spdlog::level::info,
                                                     spdlog::level::warn, spdlog::level::err,
                                                     spdlog::level::off};
    state().console->set_level(kLevels[static_cast<int>(level)]);
}

Result<void> addFile(const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(),
                                        error); // what is wrong shows when the file is opened
    errno = 0;
    auto sink = std::make_shared<FileSink>(file);
    if (!sink->isOpen()) {
        Error why = errorFromSystem(errno != 0 ? errno : EIO, "Cannot open the log file", utf8FromPath(file));
        if (std::filesystem::is_directory(file, error))
            why.code = ErrorCode::WriteFailed; // each system says something else
        return fail(std::move(why));
    }
    // Lines end alike on every system, which its default does not.
    sink->set_formatter(std::make_unique<spdlog::pattern_formatter>("%Y-%m-%d %H:%M:%S.%e %l: %v",
                                                                    spdlog::pattern_time_type::local, "\n"));
    sink->set_level(spdlog::level::info);
    State& s = state();
    const std::scoped_lock lock(s.mutex);
    s.files[file] = std::move(sink);
    return {};
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
