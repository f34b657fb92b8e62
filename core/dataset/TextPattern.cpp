// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/TextPattern.h"

#include "core/base/Text.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace attune::dataset {

namespace {

constexpr std::uint32_t kMostWork = 200'000; // match attempts; a prompt needs some dozens

constexpr std::size_t kLongestPattern = 4096;

struct MatchDataFree {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
struct ContextFree {
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};

std::string messageOf(int code) {
    std::array<PCRE2_UCHAR, 256> buffer{};
    pcre2_get_error_message(code, buffer.data(), buffer.size());
    return reinterpret_cast<const char*>(buffer.data());
}

PCRE2_SPTR bytesOf(std::string_view text) {
    return reinterpret_cast<PCRE2_SPTR>(text.data());
}

} // namespace

struct TextPattern::Impl {
    pcre2_code* code{nullptr};
    std::uint32_t groupCount{0};
    std::string pattern;

    Impl() = default;
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl() { pcre2_code_free(code); }

    // A group's number by its name, or -1.
    [[nodiscard]] int groupNamed(const std::string& name) const {
        return pcre2_substring_number_from_name(code, reinterpret_cast<PCRE2_SPTR>(name.c_str()));
    }
};

namespace {

// One piece of a replacement: a text, or a group when it is 0 or more.
struct Piece {
    std::string text;
    int group{-1};
};

Result<std::vector<Piece>> piecesOf(std::string_view replacement, std::uint32_t groupCount,
                                    const std::function<int(const std::string&)>& groupNamed) {
    std::vector<Piece> pieces(1);
    const auto addGroup = [&](int group, std::string_view name) -> Result<void> {
        if (group < 0 || static_cast<std::uint32_t>(group) > groupCount)
            return fail(ErrorCode::InvalidConfig,
                        concat("The replacement names group ", name, ", which the pattern does not have"));
        pieces.push_back({{}, group});
        pieces.emplace_back();
        return {};
    };
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        if (replacement[i] != '\\' || i + 1 >= replacement.size()) {
            pieces.back().text += replacement[i];
            continue;
        }
        const char next = replacement[++i];
        if (next >= '0' && next <= '9') {
            int group = next - '0';
            if (i + 1 < replacement.size() && replacement[i + 1] >= '0' && replacement[i + 1] <= '9')
                group = group * 10 + (replacement[++i] - '0');
            ATTUNE_CHECK(addGroup(group, concat(group)));
        } else if (next == 'g' && i + 1 < replacement.size() && replacement[i + 1] == '<') {
            const std::size_t end = replacement.find('>', i);
            if (end == std::string_view::npos)
                return fail(ErrorCode::InvalidConfig, "\\g< is not closed by >");
            const std::string name(replacement.substr(i + 2, end - i - 2));
            const bool isNumber =
                !name.empty() && name.size() < 4 && name.find_first_not_of("0123456789") == std::string::npos;
            ATTUNE_CHECK(addGroup(isNumber ? std::stoi(name) : groupNamed(name), name));
            i = end;
        } else if (next == 'n' || next == 't') {
            pieces.back().text += next == 'n' ? '\n' : '\t';
        } else {
            if (next != '\\') pieces.back().text += '\\';
            pieces.back().text += next;
        }
    }
    return pieces;
}

// The few places where Python's re and PCRE2 write or mean different things: \Z is the very end of the text,
// {,n} counts from 0, \uXXXX and \UXXXXXXXX are characters.
std::string fromPython(std::string_view pattern) {
    std::string out;
    bool isInClass = false;
    const auto hexAt = [&](std::size_t from, std::size_t digits) {
        return from + digits <= pattern.size() &&
               pattern.substr(from, digits).find_first_not_of("0123456789abcdefABCDEF") ==
                   std::string_view::npos;
    };
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            const char next = pattern[++i];
            const std::size_t digits = next == 'u' ? 4 : next == 'U' ? 8 : 0;
            if (next == 'Z') {
                out += "\\z";
            } else if (digits > 0 && hexAt(i + 1, digits)) {
                out += concat("\\x{", pattern.substr(i + 1, digits), "}");
                i += digits;
            } else {
                out += {c, next};
            }
            continue;
        }
        if (c == '[') isInClass = true;
        if (c == ']') isInClass = false;
        out += c;
        if (c == '{' && !isInClass && i + 1 < pattern.size() && pattern[i + 1] == ',') {
            const std::size_t end = pattern.find_first_not_of("0123456789", i + 2);
            if (end != std::string_view::npos && pattern[end] == '}') out += '0';
        }
    }
    return out;
}

} // namespace

Result<TextPattern> TextPattern::compile(std::string_view pattern, Case letterCase) {
    if (pattern.size() > kLongestPattern)
        return fail(ErrorCode::InvalidConfig,
                    concat("The pattern is longer than ", kLongestPattern, " bytes"));
    if (!isValidUtf8(pattern)) return fail(ErrorCode::InvalidConfig, "The pattern is not valid Unicode text");
    const std::string translated = fromPython(pattern);
    auto impl = std::make_shared<Impl>();
    impl->pattern = pattern;
    int error = 0;
    PCRE2_SIZE offset = 0;
    // A backslash C could cut a character in two.
    const std::uint32_t options =
        PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (letterCase == Case::Ignored ? PCRE2_CASELESS : 0U);
    impl->code = pcre2_compile(bytesOf(translated), translated.size(), options, &error, &offset, nullptr);
    if (impl->code == nullptr)
        return fail(ErrorCode::InvalidConfig,
                    concat("The pattern is wrong at ", offset + 1, ": ", messageOf(error)),
                    std::string(pattern));
    pcre2_pattern_info(impl->code, PCRE2_INFO_CAPTURECOUNT, &impl->groupCount);
    return TextPattern(std::move(impl));
}

namespace {

struct Matcher {
    std::unique_ptr<pcre2_match_data, MatchDataFree> data;
    std::unique_ptr<pcre2_match_context, ContextFree> context{pcre2_match_context_create(nullptr)};
    explicit Matcher(const pcre2_code* code) : data(pcre2_match_data_create_from_pattern(code, nullptr)) {
        pcre2_set_match_limit(context.get(), kMostWork);
        pcre2_set_heap_limit(context.get(), 16 * 1024);
    }
    // Errors: Refused.
    Result<bool> find(const pcre2_code* code, std::string_view text, std::size_t from, std::uint32_t options,
                      const std::string& pattern) {
        const int found =
            pcre2_match(code, bytesOf(text), text.size(), from, options, data.get(), context.get());
        if (found >= 0) return true;
        if (found == PCRE2_ERROR_NOMATCH) return false;
        return fail(ErrorCode::Refused, concat("The pattern gave up: ", messageOf(found)), pattern,
                    "Make it simpler, for example without nested repeats.");
    }
};

} // namespace

Result<bool> TextPattern::isIn(std::string_view text) const {
    const std::string clean = sanitizedUtf8(text); // PCRE2 takes valid text only
    text = clean;
    Matcher matcher(m_impl->code);
    return matcher.find(m_impl->code, text, 0, 0, m_impl->pattern);
}

Result<void> TextPattern::checkReplacement(std::string_view replacement) const {
    ATTUNE_TRY(const std::vector<Piece> pieces,
               piecesOf(replacement, m_impl->groupCount,
                        [this](const std::string& name) { return m_impl->groupNamed(name); }));
    static_cast<void>(pieces);
    return {};
}

Result<std::string> TextPattern::replaced(std::string_view text, std::string_view replacement,
                                          Scope scope) const {
    ATTUNE_TRY(const std::vector<Piece> pieces,
               piecesOf(replacement, m_impl->groupCount,
                        [this](const std::string& name) { return m_impl->groupNamed(name); }));
    const std::string clean = sanitizedUtf8(text); // PCRE2 takes valid text only
    text = clean;
    Matcher matcher(m_impl->code);
    std::string out;
    std::size_t at = 0;     // where the next search begins
    std::size_t copied = 0; // what of the text is in `out`
    std::uint32_t options = 0;
    while (at <= text.size()) {
        ATTUNE_TRY(const bool isFound, matcher.find(m_impl->code, text, at, options, m_impl->pattern));
        if (!isFound) {
            if (options == 0) break;
            // After an empty match, one character further.
            options = 0;
            do ++at;
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
            continue;
        }
        const PCRE2_SIZE* span = pcre2_get_ovector_pointer(matcher.data.get());
        out.append(text.substr(copied, span[0] - copied));
        for (const Piece& piece : pieces) {
            if (piece.group < 0) {
                out += piece.text;
                continue;
            }
            const auto group = static_cast<std::size_t>(piece.group) * 2;
            if (span[group] != PCRE2_UNSET)
                out.append(text.substr(span[group], span[group + 1] - span[group]));
        }
        copied = span[1];
        at = span[1];
        if (scope == Scope::First) break;
        options = span[0] == span[1] ? PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED : 0U;
    }
    out.append(text.substr(copied));
    return out;
}

} // namespace attune::dataset
