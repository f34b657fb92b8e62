// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Text.h"

#include "core/base/Ascii.h"
#include "core/base/NumberText.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace attune {

#ifdef _WIN32

namespace {

bool isHighSurrogate(char32_t unit) noexcept {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
bool isLowSurrogate(char32_t unit) noexcept {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

void appendUtf8(std::string& text, char32_t character) {
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | ((character >> shift) & 0x3F)); };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0 | (character >> 6));
        tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xE0 | (character >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | (character >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

// Names of files may hold halves of surrogate pairs, over which the standard library's own conversion throws.
// They come out as three bytes that are no valid UTF-8, so that whoever checks (the scanner) sees them as
// names that cannot be stored.
std::string utf8FromWide(std::wstring_view wide) {
    std::string text;
    text.reserve(wide.size());
    for (std::size_t i = 0; i < wide.size(); ++i) {
        char32_t character = wide[i];
        if (isHighSurrogate(character) && i + 1 < wide.size() && isLowSurrogate(wide[i + 1]))
            character = 0x10000 + ((character - 0xD800) << 10) + (static_cast<char32_t>(wide[++i]) - 0xDC00);
        appendUtf8(text, character);
    }
    return text;
}

} // namespace

std::string utf8FromPath(const std::filesystem::path& path) {
    return utf8FromWide(path.native());
}
std::string genericUtf8FromPath(const std::filesystem::path& path) {
    return utf8FromWide(path.generic_wstring());
}

// Invalid bytes become U+FFFD, which names a file that is not there, instead of an exception.
std::filesystem::path pathFromUtf8(std::string_view text) {
    const std::string clean = sanitizedUtf8(text);
    return std::filesystem::path(std::u8string(reinterpret_cast<const char8_t*>(clean.data()), clean.size()));
}

#else

std::string utf8FromPath(const std::filesystem::path& path) {
    const std::u8string text = path.u8string();
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

std::string genericUtf8FromPath(const std::filesystem::path& path) {
    const std::u8string text = path.generic_u8string();
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

std::filesystem::path pathFromUtf8(std::string_view text) {
    return std::filesystem::path(std::u8string(reinterpret_cast<const char8_t*>(text.data()), text.size()));
}

#endif

std::string toLowerAscii(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::string_view trimAscii(std::string_view text) {
    while (!text.empty() && isAsciiSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isAsciiSpace(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

namespace {

// Length of the well-formed UTF-8 sequence at the front of `text`, or 0 (RFC 3629: no surrogates, no overlong
// forms).
std::size_t sequenceLength(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (first >= 0xC2 && first <= 0xDF)
        length = 2;
    else if (first >= 0xE0 && first <= 0xEF) {
        length = 3;
        if (first == 0xE0) low = 0xA0;
        if (first == 0xED) high = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        if (first == 0xF0) low = 0x90;
        if (first == 0xF4) high = 0x8F;
    }
    if (length == 0 || text.size() < length) return 0;
    if (byte(1) < low || byte(1) > high) return 0;
    for (std::size_t i = 2; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    return length;
}

} // namespace

bool isValidUtf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string sanitizedUtf8(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0) {
            clean += "\xEF\xBF\xBD";
            text.remove_prefix(1);
        } else {
            clean.append(text.substr(0, length));
            text.remove_prefix(length);
        }
    }
    return clean;
}

std::string humanBytes(std::int64_t bytes) {
    constexpr std::array<const char*, 5> kUnits{"B", "kB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < kUnits.size()) {
        value /= 1000.0;
        ++unit;
    }
    return concat(fixedText(value, unit == 0 || value >= 99.95 ? 0 : 1), ' ', kUnits[unit]);
}

std::string humanDuration(double seconds) {
    constexpr double kMostSeconds = 1e12; // thirty thousand years: an estimate that means nothing
    if (!(seconds >= 0.0 && seconds <= kMostSeconds)) return "unknown";
    const auto twoDigits = [](std::int64_t number) { return concat(number < 10 ? "0" : "", number); };
    // Rounded before the unit is chosen, so that none shows 60 of the smaller one.
    if (seconds < 59.95) return fixedText(seconds, 1) + " s";
    if (const auto whole = static_cast<std::int64_t>(std::llround(seconds)); whole < 3600)
        return concat(whole / 60, " min ", twoDigits(whole % 60), " s");
    const auto minutes = static_cast<std::int64_t>(std::llround(seconds / 60.0));
    return concat(minutes / 60, " h ", twoDigits(minutes % 60), " min");
}

} // namespace attune
