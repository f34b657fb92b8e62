// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/IniFile.h"

#include "core/base/Ascii.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <algorithm>
#include <charconv>

namespace attune::config {

namespace {

constexpr int kDeepestLiteral = 32;

// Reads one Python literal; anything else is refused and stays text.
class LiteralParser {
public:
    explicit LiteralParser(std::string_view text) : m_rest(text) {}

    std::optional<Json> parseWhole() {
        auto value = parseValue(0);
        skipSpace();
        if (!value || !m_rest.empty()) return std::nullopt;
        return value;
    }

private:
    void skipSpace() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(" \t\r\n"), m_rest.size())); }
    bool take(char wanted) {
        skipSpace();
        if (!m_rest.starts_with(wanted)) return false;
        m_rest.remove_prefix(1);
        return true;
    }
    std::optional<Json> parseValue(int depth) {
        skipSpace();
        if (m_rest.empty() || depth > kDeepestLiteral) return std::nullopt;
        switch (m_rest.front()) {
        case '\'':
        case '"':
            return parseText();
        case '[':
            return parseSequence(']', depth);
        case '(':
            return parseSequence(')', depth);
        case '{':
            return parseDictionary(depth);
        default:
            return parseWord();
        }
    }
    std::optional<Json> parseText() {
        const char quote = m_rest.front();
        std::string text;
        for (std::size_t i = 1; i < m_rest.size(); ++i) {
            if (m_rest[i] == quote) {
                m_rest.remove_prefix(i + 1);
                return Json(sanitizedUtf8(text));
            }
            if (m_rest[i] == '\\' && i + 1 < m_rest.size()) {
                const char escaped = m_rest[++i];
                constexpr std::string_view kFrom = "nrt";
                constexpr std::string_view kTo = "\n\r\t";
                const std::size_t known = kFrom.find(escaped);
                if (known != std::string_view::npos) {
                    text += kTo[known];
                    continue;
                }
                if (escaped != '\\' && escaped != '\'' && escaped != '"')
                    text += '\\'; // Python keeps unknown ones
                text += escaped;
                continue;
            }
            text += m_rest[i];
        }
        return std::nullopt;
    }
    std::optional<Json> parseSequence(char end, int depth) {
        m_rest.remove_prefix(1);
        Json list = Json::array();
        bool hasComma = false;
        while (!take(end)) {
            auto value = parseValue(depth + 1);
            if (!value) return std::nullopt;
            list.push_back(*std::move(value));
            if (take(',')) {
                hasComma = true;
                continue;
            }
            if (!take(end)) return std::nullopt;
            break;
        }
        if (end == ')' && list.size() == 1 && !hasComma) return list[0]; // brackets around one value
        return list;
    }
    std::optional<Json> parseDictionary(int depth) {
        m_rest.remove_prefix(1);
        Json dictionary = Json::object();
        while (!take('}')) {
            skipSpace();
            if (m_rest.empty() || (m_rest.front() != '\'' && m_rest.front() != '"')) return std::nullopt;
            const auto key = parseText();
            if (!key || !take(':')) return std::nullopt;
            auto value = parseValue(depth + 1);
            if (!value) return std::nullopt;
            dictionary[key->get<std::string>()] = *std::move(value);
            if (take(',')) continue;
            if (!take('}')) return std::nullopt;
            break;
        }
        return dictionary;
    }
    std::optional<Json> parseWord() {
        const std::size_t end = std::min(m_rest.find_first_of(",])}: \t\r\n"), m_rest.size());
        const std::string_view word = m_rest.substr(0, end);
        m_rest.remove_prefix(end);
        if (word == "None") return Json(nullptr);
        if (word == "True") return Json(true);
        if (word == "False") return Json(false);
        std::string digits(word);
        std::erase(digits, '_'); // 10_000_000
        std::string_view number = digits;
        if (number.starts_with('+')) number.remove_prefix(1);
        std::int64_t integer = 0;
        const auto asInteger = std::from_chars(number.data(), number.data() + number.size(), integer);
        if (asInteger.ec == std::errc() && asInteger.ptr == number.data() + number.size())
            return Json(integer);
        double real = 0.0;
        const auto asReal = std::from_chars(number.data(), number.data() + number.size(), real);
        const bool isNumber = asReal.ec == std::errc() && asReal.ptr == number.data() + number.size();
        const bool isName = !number.empty() && isAsciiLetter(number.back()); // inf, nan are names
        if (isNumber && !isName) return Json(real);
        return std::nullopt;
    }

    std::string_view m_rest;
};

tl::unexpected<Error> wrongLine(std::size_t line, const std::string& what, const std::string& name) {
    return fail(ErrorCode::InvalidConfig, concat("Line ", line, ": ", what), name);
}

bool hasKey(const IniFile::Section& section, std::string_view key) {
    return std::any_of(section.values.begin(), section.values.end(),
                       [&](const auto& value) { return value.first == key; });
}

} // namespace

Json jsonFromPythonLiteral(std::string_view text) {
    const std::string_view trimmed = trimAscii(text);
    if (auto value = LiteralParser(trimmed).parseWhole()) return *std::move(value);
    return Json(sanitizedUtf8(trimmed));
}

Result<IniFile> IniFile::parse(std::string_view text, const std::string& name) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    IniFile ini;
    bool mayContinue = false; // an indented line belongs to the value before it
    std::size_t lineNumber = 0;
    for (const std::string& line : split(text, '\n')) {
        ++lineNumber;
        const std::string_view content = trimAscii(line);
        if (content.empty() || content.front() == '#' || content.front() == ';') continue;
        const bool isIndented = line.front() == ' ' || line.front() == '\t';
        if (isIndented && mayContinue) {
            std::string& value = ini.m_sections.back().values.back().second;
            value += concat('\n', content);
            continue;
        }
        if (content.front() == '[') {
            if (content.back() != ']') return wrongLine(lineNumber, "a section has no closing bracket", name);
            // Made valid first: two names that differ in foreign bytes alone would be one afterwards.
            const std::string section = sanitizedUtf8(trimAscii(content.substr(1, content.size() - 2)));
            for (const Section& known : ini.m_sections)
                if (known.name == section)
                    return wrongLine(lineNumber, concat("section [", section, "] is given twice"), name);
            ini.m_sections.push_back({section, {}});
            mayContinue = false;
            continue;
        }
        const std::size_t separator = content.find_first_of("=:");
        const std::string key = sanitizedUtf8(toLowerAscii(trimAscii(content.substr(0, separator))));
        if (separator == std::string_view::npos || key.empty())
            return wrongLine(lineNumber, "expected \"name = value\"", name);
        if (ini.m_sections.empty())
            return wrongLine(lineNumber, "a value stands before the first [section]", name);
        if (hasKey(ini.m_sections.back(), key))
            return wrongLine(lineNumber, concat('"', key, "\" is given twice"), name);
        ini.m_sections.back().values.emplace_back(key, trimAscii(content.substr(separator + 1)));
        mayContinue = true;
    }
    return ini;
}

Result<IniFile> IniFile::read(const std::filesystem::path& file) {
    constexpr std::int64_t kMostBytes = 4LL << 20U;
    ATTUNE_TRY(const std::string text, readTextFile(file, kMostBytes));
    return parse(text, utf8FromPath(file));
}

std::optional<std::string> IniFile::text(std::string_view section, std::string_view key) const {
    for (const Section& known : m_sections)
        if (known.name == section)
            for (const auto& [name, value] : known.values)
                if (name == key) return value;
    return std::nullopt;
}

Json IniFile::literals(std::string_view section) const {
    Json all = Json::object();
    for (const Section& known : m_sections)
        if (known.name == section)
            for (const auto& [name, value] : known.values) all[name] = jsonFromPythonLiteral(value);
    return all;
}

} // namespace attune::config
