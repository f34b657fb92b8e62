// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Sidecars.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/dataset/TextCase.h"

#include <algorithm>
#include <array>

namespace attune::dataset {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kMostSidecarBytes = 1 << 20;
constexpr std::int64_t kMostTableBytes = 64LL << 20;

void appendCode(std::string& text, char32_t code) {
    if (code < 0x80)
        text += static_cast<char>(code);
    else if (code < 0x800) {
        text += static_cast<char>(0xC0 | code >> 6);
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | code >> 12);
        text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | code >> 18);
        text += static_cast<char>(0x80 | (code >> 12 & 0x3F));
        text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

std::string fromUtf16(std::string_view bytes, bool isBigEndian) {
    std::string text;
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]);
        const auto b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(isBigEndian ? a << 8 | b : b << 8 | a);
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        char32_t code = unit(i);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 &&
            unit(i + 2) < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        } else if (code >= 0xD800 && code < 0xE000) {
            code = 0xFFFD;
        }
        appendCode(text, code);
    }
    return text;
}

std::string fromWindows1252(std::string_view bytes) {
    constexpr std::array<char32_t, 32> kUpper{0x20AC, 0xFFFD, 0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                              0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0xFFFD, 0x17D,  0xFFFD,
                                              0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                              0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0xFFFD, 0x17E,  0x178};
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        appendCode(text, byte >= 0x80 && byte < 0xA0 ? kUpper[byte - 0x80U] : byte);
    }
    return text;
}

// Every second byte of English text in UTF-16 is zero.
bool looksLikeUtf16(std::string_view bytes, std::size_t zeroAt) {
    if (bytes.size() < 4 || bytes.size() % 2 != 0) return false;
    std::size_t zeros = 0;
    const std::size_t looked = std::min<std::size_t>(bytes.size(), 256);
    for (std::size_t i = zeroAt; i < looked; i += 2) zeros += bytes[i] == '\0' ? 1 : 0;
    return zeros * 4 > looked / 2 * 3;
}

} // namespace

std::string utf8FromForeignText(std::string_view bytes) {
    std::string text;
    if (bytes.starts_with("\xEF\xBB\xBF"))
        text = sanitizedUtf8(bytes.substr(3));
    else if (bytes.starts_with("\xFF\xFE"))
        text = fromUtf16(bytes.substr(2), false);
    else if (bytes.starts_with("\xFE\xFF"))
        text = fromUtf16(bytes.substr(2), true);
    else if (looksLikeUtf16(bytes, 1))
        text = fromUtf16(bytes, false);
    else if (looksLikeUtf16(bytes, 0))
        text = fromUtf16(bytes, true);
    else
        text = isValidUtf8(bytes) ? std::string(bytes) : fromWindows1252(bytes);
    std::string lines;
    lines.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            lines += '\n';
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
        } else if (text[i] != '\0') {
            lines += text[i];
        }
    }
    return lines;
}

namespace {

std::string textOfJson(const config::Json& value) {
    if (value.is_string()) return sanitizedUtf8(value.get<std::string>());
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_array()) {
        std::string joined;
        for (const config::Json& element : value) {
            if (element.is_structured()) continue;
            if (!joined.empty()) joined += ", ";
            joined += textOfJson(element);
        }
        return joined;
    }
    return value.is_null() ? std::string() : value.dump();
}

void flatten(const config::Json& value, const std::string& path, TagMap& out, int depth) {
    if (!value.is_object()) {
        if (!path.empty()) out[path] = textOfJson(value);
        return;
    }
    if (depth > 8) return;
    for (const auto& [key, member] : value.items()) {
        const std::string name = lowerCase(key);
        flatten(member, path.empty() ? name : path + '.' + name, out, depth + 1);
    }
}

// The first of the two names that exists: kick.txt, kick.wav.txt.
std::optional<fs::path> besides(const fs::path& soundFile, const char* ending) {
    fs::path replaced = soundFile;
    replaced.replace_extension(ending);
    fs::path appended = soundFile;
    appended += ending;
    std::error_code ignored;
    for (const fs::path& candidate : {replaced, appended})
        if (fs::is_regular_file(candidate, ignored)) return candidate;
    return std::nullopt;
}

} // namespace

Result<Sidecar> readSidecar(const fs::path& soundFile) {
    Sidecar sidecar;
    if (const auto file = besides(soundFile, ".txt")) {
        ATTUNE_TRY(const std::string bytes, readTextFile(*file, kMostSidecarBytes));
        const std::string text = utf8FromForeignText(bytes);
        sidecar.text = std::string(trimAscii(text));
    }
    if (const auto file = besides(soundFile, ".json")) {
        ATTUNE_TRY(const std::string bytes, readTextFile(*file, kMostSidecarBytes));
        ATTUNE_TRY(const config::Json document,
                   config::parseJson(utf8FromForeignText(bytes), utf8FromPath(*file)));
        flatten(document, {}, sidecar.values, 0);
    }
    return sidecar;
}

namespace {

// RFC 4180 with any separator: fields of one record; `at` moves behind its line end.
Result<std::vector<std::string>> readRecord(std::string_view text, std::size_t& at, char separator,
                                            std::size_t& line, const std::string& name) {
    std::vector<std::string> fields;
    std::string field;
    bool isQuoted = false;
    const std::size_t firstLine = line;
    while (at < text.size()) {
        const char c = text[at++];
        if (isQuoted) {
            if (c == '"' && at < text.size() && text[at] == '"') {
                field += '"';
                ++at;
            } else if (c == '"') {
                isQuoted = false;
            } else {
                line += c == '\n' ? 1 : 0;
                field += c;
            }
        } else if (c == '"' && field.empty()) {
            isQuoted = true;
        } else if (c == separator) {
            fields.push_back(std::move(field));
            field.clear();
        } else if (c == '\n') {
            ++line;
            break;
        } else {
            field += c;
        }
    }
    if (isQuoted)
        return fail(ErrorCode::InvalidConfig,
                    concat("A quote that begins in line ", firstLine, " is never closed"), name);
    fields.push_back(std::move(field));
    return fields;
}

char separatorOf(std::string_view firstLine) {
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : {',', ';', '\t'})
        if (const auto count = std::count(firstLine.begin(), firstLine.end(), candidate); count > most) {
            most = count;
            best = candidate;
        }
    return best;
}

std::string withSlashes(std::string path) {
    std::replace(path.begin(), path.end(), '\\', '/');
    return path;
}

std::string_view fileNameOf(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

std::string_view stemOf(std::string_view path) {
    const std::string_view name = fileNameOf(path);
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

} // namespace

Result<PromptTable> PromptTable::read(const fs::path& file) {
    ATTUNE_TRY(const std::string bytes, readTextFile(file, kMostTableBytes));
    return parse(utf8FromForeignText(bytes), utf8FromPath(file));
}

Result<PromptTable> PromptTable::parse(std::string_view text, const std::string& name) {
    PromptTable table;
    const char separator = separatorOf(text.substr(0, text.find('\n')));
    std::size_t at = 0;
    std::size_t line = 1;
    ATTUNE_TRY(table.m_columns, readRecord(text, at, separator, line, name));
    std::vector<std::string> keys;
    for (const std::string& column : table.m_columns) keys.push_back(lowerCase(trimAscii(column)));
    if (keys.size() == 1 && keys.front().empty())
        return fail(ErrorCode::InvalidConfig, "The table is empty", name);
    std::size_t fileColumn = 0;
    for (const char* candidate : {"file", "filename", "file_name", "path", "relpath", "audio", "name"})
        if (const auto it = std::find(keys.begin(), keys.end(), candidate); it != keys.end()) {
            fileColumn = static_cast<std::size_t>(it - keys.begin());
            break;
        }
    while (at < text.size()) {
        const std::size_t rowLine = line;
        ATTUNE_TRY(const std::vector<std::string> fields, readRecord(text, at, separator, line, name));
        if (fields.size() == 1 && trimAscii(fields.front()).empty()) continue; // an empty line
        if (fields.size() > keys.size())
            return fail(ErrorCode::InvalidConfig,
                        concat("Line ", rowLine, " has ", fields.size(), " fields, but the first line names ",
                               keys.size()),
                        name);
        TagMap row;
        for (std::size_t i = 0; i < fields.size(); ++i) row[keys[i]] = std::string(trimAscii(fields[i]));
        const std::string file = withSlashes(row[keys[fileColumn]]);
        const std::size_t index = table.m_rows.size();
        table.m_rows.push_back(std::move(row));
        for (const std::string& key : {file, std::string(fileNameOf(file)), std::string(stemOf(file))}) {
            table.m_exact.try_emplace(key, index);
            table.m_folded.try_emplace(lowerCase(key), index);
        }
    }
    return table;
}

const TagMap* PromptTable::rowFor(std::string_view relativePath) const {
    const std::string names[] = {std::string(relativePath), std::string(fileNameOf(relativePath)),
                                 std::string(stemOf(relativePath))};
    for (const std::string& name : names)
        if (const auto it = m_exact.find(name); it != m_exact.end()) return &m_rows[it->second];
    for (const std::string& name : names)
        if (const auto it = m_folded.find(lowerCase(name)); it != m_folded.end()) return &m_rows[it->second];
    return nullptr;
}

} // namespace attune::dataset
