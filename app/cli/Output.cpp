// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Output.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace attune::cli {

namespace {

constexpr std::string_view kBold = "1";
constexpr std::string_view kRed = "31";
constexpr std::string_view kGreen = "32";
constexpr std::string_view kYellow = "33";
constexpr std::string_view kColourStart = "\x1b[";
constexpr int kFieldWidth = 18;

bool coloursWanted(int descriptor) {
    const char* const noColour = std::getenv("NO_COLOR");
    return (noColour == nullptr || *noColour == '\0') && platform::isTerminal(descriptor);
}

std::string padded(std::string_view text, int columns) {
    std::string result(text);
    result.append(static_cast<std::size_t>(std::max(0, columns - displayWidth(text))), ' ');
    return result;
}

bool looksNumeric(std::string_view text) {
    return text.empty() || text == "-" || (text.front() >= '0' && text.front() <= '9') ||
           ((text.front() == '-' || text.front() == '+') && text.size() > 1 && text[1] >= '0' &&
            text[1] <= '9');
}

struct WidthRange {
    char32_t first;
    char32_t last;
    int width;
};

// Combining marks and joiners take no column; East Asian wide letters and emoji take two (Unicode TR 11, the
// blocks met in file names).
constexpr std::array<WidthRange, 10> kWidthRanges{{{0x0300, 0x036F, 0},
                                                   {0x1100, 0x115F, 2},
                                                   {0x200B, 0x200F, 0},
                                                   {0x2E80, 0x303E, 2},
                                                   {0x3041, 0xA4CF, 2},
                                                   {0xAC00, 0xD7A3, 2},
                                                   {0xF900, 0xFAFF, 2},
                                                   {0xFE00, 0xFE0F, 0},
                                                   {0xFF00, 0xFF60, 2},
                                                   {0x1F300, 0x1FAFF, 2}}};

int widthOf(char32_t point) {
    for (const WidthRange& range : kWidthRanges)
        if (point >= range.first && point <= range.last) return range.width;
    return 1;
}

// The code point that starts at `index` and its length in bytes; the text is valid UTF-8.
std::pair<char32_t, std::size_t> codePointAt(std::string_view text, std::size_t index) {
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[index + offset]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 1 || index + length > text.size()) return {lead, 1};
    char32_t point = length == 2 ? lead & 0x1Fu : length == 3 ? lead & 0x0Fu : lead & 0x07u;
    for (std::size_t offset = 1; offset < length; ++offset) point = (point << 6) | (byte(offset) & 0x3Fu);
    return {point, length};
}

config::Json jsonFromError(const Error& error) {
    config::Json document;
    document["code"] = errorCodeName(error.code);
    document["message"] = sanitizedUtf8(error.message);
    document["context"] = sanitizedUtf8(error.context);
    document["remedy"] = sanitizedUtf8(error.remedy);
    return document;
}

void printDocument(const config::Json& document) {
    std::cout << document.dump(2, ' ', false, config::Json::error_handler_t::replace) << '\n' << std::flush;
}

} // namespace

int displayWidth(std::string_view text) {
    int columns = 0;
    for (std::size_t index = 0; index < text.size();) {
        const auto [point, length] = codePointAt(text, index);
        columns += widthOf(point);
        index += length;
    }
    return columns;
}

std::string truncatedToWidth(std::string_view text, int columns) {
    if (displayWidth(text) <= columns) return std::string(text);
    if (columns <= 0) return {};
    int used = 0;
    std::size_t index = 0;
    while (index < text.size()) {
        const auto [point, length] = codePointAt(text, index);
        if (used + widthOf(point) > columns - 1) break;
        used += widthOf(point);
        index += length;
    }
    return std::string(text.substr(0, index)) + "…";
}

std::string harmless(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        const auto [point, length] = codePointAt(text, index);
        if (text.substr(index).starts_with(kColourStart)) {
            const std::size_t end = text.find_first_not_of("0123456789;", index + kColourStart.size());
            if (end != std::string_view::npos && text[end] == 'm') {
                clean.append(text.substr(index, end + 1 - index));
                index = end;
                continue;
            }
        }
        const bool isControl =
            (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0);
        if (isControl)
            clean += '?';
        else
            clean.append(text.substr(index, length));
        index += length - 1;
    }
    return clean;
}

std::string shellWord(std::string_view path) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/\\:._-+,=@%";
    const bool isPlain = std::all_of(path.begin(), path.end(), [&](char c) {
        return kPlain.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
    });
#ifdef _WIN32
    return isPlain && !path.empty() ? std::string(path) : concat('"', path, '"'); // no name has a quote in it
#else
    if (isPlain && !path.empty() && path.find('\\') == std::string_view::npos) return std::string(path);
    std::string word = "'";
    for (const char c : path) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + '\'';
#endif
}

Output::Output(OutputMode mode)
    : m_mode(mode), m_usesColour(mode == OutputMode::Text && coloursWanted(1)),
      m_usesColourForErrors(coloursWanted(2)), m_usesUtf8(platform::consoleShowsUtf8()) {}

std::string Output::styled(std::string_view style, std::string_view text) const {
    return m_usesColour ? concat("\x1b[", style, "m", text, "\x1b[0m") : std::string(text);
}

void Output::line(std::string_view text) {
    if (m_mode == OutputMode::Text) std::cout << harmless(text) << '\n';
}

void Output::heading(std::string_view text) {
    line(styled(kBold, text));
}

void Output::field(std::string_view name, std::string_view value) {
    line(concat("  ", padded(name, kFieldWidth), " ", value));
}

void Output::good(std::string_view text) {
    line(concat("  ", styled(kGreen, m_usesUtf8 ? "✓" : "+"), " ", text));
}
void Output::warn(std::string_view text) {
    line(concat("  ", styled(kYellow, "!"), " ", text));
}
void Output::bad(std::string_view text) {
    line(concat("  ", styled(kRed, m_usesUtf8 ? "✗" : "x"), " ", text));
}

void Output::table(const std::vector<std::vector<std::string>>& rows) {
    if (m_mode != OutputMode::Text || rows.empty()) return;
    const std::size_t columns = rows.front().size();
    std::vector<int> widths(columns, 0);
    std::vector<bool> isNumeric(columns, true);
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < columns; ++column) {
            widths[column] = std::max(widths[column], displayWidth(rows[row][column]));
            if (row > 0 && !looksNumeric(rows[row][column])) isNumeric[column] = false;
        }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::string text = "  ";
        for (std::size_t column = 0; column < columns; ++column) {
            const std::string& cell = rows[row][column];
            const auto gap = static_cast<std::size_t>(widths[column] - displayWidth(cell));
            if (isNumeric[column])
                text.append(gap, ' ').append(cell);
            else if (column + 1 < columns)
                text.append(cell).append(gap, ' ');
            else
                text.append(cell);
            if (column + 1 < columns) text.append("  ");
        }
        row == 0 ? heading(text) : line(text);
    }
}

void Output::set(std::string key, config::Json value) {
    if (m_mode == OutputMode::Json) m_document[std::move(key)] = std::move(value);
}

void Output::finish(std::string_view command) {
    if (m_mode == OutputMode::Json) {
        config::Json document{{"ok", true}, {"command", std::string(command)}};
        document.update(m_document);
        printDocument(document);
    }
    std::cout << std::flush;
}

void Output::finishWithError(std::string_view command, const Error& error) {
    std::cout << std::flush;
    if (m_mode == OutputMode::Json) {
        config::Json document{
            {"ok", false}, {"command", std::string(command)}, {"error", jsonFromError(error)}};
        document.update(m_document);
        printDocument(document);
    }
    const std::string mark =
        m_usesColourForErrors ? concat("\x1b[", kRed, "merror:\x1b[0m ") : std::string("error: ");
    std::string text = mark + error.message;
    if (!error.context.empty()) text += concat(" (", error.context, ")");
    text += '\n';
    if (!error.remedy.empty()) text += concat("       ", error.remedy, "\n");
    std::cerr << harmless(text) << std::flush;
}

} // namespace attune::cli
