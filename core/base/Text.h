// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text: UTF-8 strings and paths. All std::string in Attune is UTF-8; paths convert here and nowhere else,
// because std::filesystem::path(std::string) means the ANSI code page on Windows.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

[[nodiscard]] std::string utf8FromPath(const std::filesystem::path& path);        // native separators
[[nodiscard]] std::string genericUtf8FromPath(const std::filesystem::path& path); // '/' separators
[[nodiscard]] std::filesystem::path pathFromUtf8(std::string_view text);

[[nodiscard]] std::string toLowerAscii(std::string_view text);
[[nodiscard]] std::string_view trimAscii(std::string_view text);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] bool isValidUtf8(std::string_view text) noexcept;
// Invalid bytes become U+FFFD, so that what comes from foreign files can be shown and stored.
[[nodiscard]] std::string sanitizedUtf8(std::string_view text);

// "1.3 GB", "640 kB" (powers of 1000), and "1 h 04 min", "12.3 s".
[[nodiscard]] std::string humanBytes(std::int64_t bytes);
[[nodiscard]] std::string humanDuration(double seconds);

// concat("step ", 12, " of ", 40): streams its arguments into one string.
template <typename... Parts>
[[nodiscard]] std::string concat(const Parts&... parts) {
    std::ostringstream stream;
    (stream << ... << parts);
    return std::move(stream).str();
}

} // namespace attune
