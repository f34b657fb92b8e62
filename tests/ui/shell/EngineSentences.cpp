// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/shell/EngineSentences.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace attune::test {

namespace {

enum class TokenKind { Name, Text, Sign };

struct Token {
    TokenKind kind;
    std::string text; // of a literal: what it means
    int line;
    std::size_t partner{0}; // of a bracket: the index of the other one
};

bool isNamePart(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

class Lexer {
public:
    explicit Lexer(std::string_view source) : m_source(source) {}

    std::vector<Token> run() {
        while (m_at < m_source.size()) step();
        pair();
        return std::move(m_tokens);
    }

private:
    bool startsWith(std::string_view text) const { return m_source.substr(m_at, text.size()) == text; }

    void skip(std::size_t end) {
        end = std::min(end, m_source.size());
        m_line += static_cast<int>(std::count(m_source.begin() + static_cast<std::ptrdiff_t>(m_at),
                                              m_source.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        m_at = end;
    }

    void skipTo(std::string_view text) {
        const std::size_t found = m_source.find(text, m_at);
        skip(found == std::string_view::npos ? m_source.size() : found + text.size());
    }

    void skipDirective() {
        do skipTo("\n");
        while (m_at >= 2 && m_source[m_at - 2] == '\\' && m_at < m_source.size());
    }

    void step() {
        const char c = m_source[m_at];
        if (startsWith("//")) return skipTo("\n");
        if (startsWith("/*")) return skipTo("*/");
        if (c == '#') return skipDirective();
        if (startsWith("R\"")) return rawText();
        if (c == '"' || c == '\'') return quoted(c);
        if (std::isspace(static_cast<unsigned char>(c)) != 0) return skip(m_at + 1);
        if (isNamePart(c)) return name();
        sign();
    }

    void name() {
        std::size_t end = m_at;
        // 100'000 is one number
        while (end < m_source.size() &&
               (isNamePart(m_source[end]) ||
                (m_source[end] == '\'' && std::isdigit(static_cast<unsigned char>(m_source[m_at])) != 0)))
            ++end;
        m_tokens.push_back({TokenKind::Name, std::string(m_source.substr(m_at, end - m_at)), m_line});
        m_at = end;
    }

    void sign() {
        constexpr std::array<std::string_view, 10> kDouble{
            "::", "->", "<<", ">>", "==", "!=", "<=", ">=", "&&", "||"};
        std::size_t size = 1;
        for (const std::string_view two : kDouble)
            if (startsWith(two)) size = 2;
        m_tokens.push_back({TokenKind::Sign, std::string(m_source.substr(m_at, size)), m_line});
        m_at += size;
    }

    void rawText() {
        const std::size_t open = m_source.find('(', m_at);
        const std::string close = ")" + std::string(m_source.substr(m_at + 2, open - m_at - 2)) + "\"";
        const std::size_t end = std::min(m_source.find(close, open), m_source.size());
        m_tokens.push_back({TokenKind::Text, std::string(m_source.substr(open + 1, end - open - 1)), m_line});
        skip(end + close.size());
    }

    void quoted(char quote) {
        std::string text;
        std::size_t at = m_at + 1;
        for (; at < m_source.size() && m_source[at] != quote; ++at) {
            if (m_source[at] == '\\' && at + 1 < m_source.size()) {
                ++at;
                text += m_source[at] == 'n' ? '\n' : m_source[at];
            } else {
                text += m_source[at];
            }
        }
        m_tokens.push_back({TokenKind::Text, std::move(text), m_line});
        skip(at + 1);
    }

    void pair() {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            if (m_tokens[i].kind != TokenKind::Sign) continue;
            const std::string& text = m_tokens[i].text;
            if (text == "(" || text == "{" || text == "[") {
                open.push_back(i);
            } else if ((text == ")" || text == "}" || text == "]") && !open.empty()) {
                m_tokens[i].partner = open.back();
                m_tokens[open.back()].partner = i;
                open.pop_back();
            }
        }
    }

    std::string_view m_source;
    std::size_t m_at{0};
    int m_line{1};
    std::vector<Token> m_tokens;
};

constexpr std::string_view kArgument = "\x01"; // stands for what is not a literal, numbered at the end

// All that an expression can become; several for ?:.
using Readings = std::vector<std::string>;
constexpr std::size_t kMostReadings = 64;

class Reader {
public:
    explicit Reader(std::string_view source) : m_tokens(Lexer(source).run()) {}

    std::vector<EngineSentence> run() {
        walk(0, m_tokens.size());
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](const EngineSentence& a, const EngineSentence& b) { return a.line < b.line; });
        return std::move(m_found);
    }

private:
    bool isSign(std::size_t i, std::string_view text) const {
        return m_tokens[i].kind == TokenKind::Sign && m_tokens[i].text == text;
    }
    bool isName(std::size_t i, std::string_view text) const {
        return m_tokens[i].kind == TokenKind::Name && m_tokens[i].text == text;
    }
    bool opens(std::size_t i) const {
        return (isSign(i, "(") || isSign(i, "{") || isSign(i, "[")) && m_tokens[i].partner > i;
    }
    std::size_t past(std::size_t i) const { return opens(i) ? m_tokens[i].partner + 1 : i + 1; }

    bool separates(std::size_t i) const {
        if (m_tokens[i].kind == TokenKind::Name)
            return m_tokens[i].text == "return" || m_tokens[i].text == "case";
        constexpr std::array<std::string_view, 9> kSigns{",", ";", "=", "==", "!=", "&&", "||", "<<", ">>"};
        return m_tokens[i].kind == TokenKind::Sign &&
               std::find(kSigns.begin(), kSigns.end(), m_tokens[i].text) != kSigns.end();
    }

    // Splits at separators of this depth and reads each part.
    void walk(std::size_t begin, std::size_t end) {
        std::size_t from = begin;
        for (std::size_t i = begin; i < end; i = past(i)) {
            const bool isBlockEnd = isSign(i, "{") && opens(i);
            if (!separates(i) && !isBlockEnd) continue;
            if (isBlockEnd) {
                say(from, i);
                walk(i + 1, m_tokens[i].partner);
                from = m_tokens[i].partner + 1;
                continue;
            }
            say(from, i);
            from = i + 1;
        }
        say(from, end);
    }

    void say(std::size_t begin, std::size_t end) {
        if (begin >= end) return;
        for (const std::string& reading : read(begin, end)) {
            std::string pattern;
            int arguments = 0;
            for (std::size_t i = 0; i < reading.size(); ++i) {
                if (reading[i] != kArgument[0])
                    pattern += reading[i];
                else if (i == 0 || reading[i - 1] != kArgument[0]) // two in a row are as one
                    pattern += "%" + std::to_string(++arguments);
            }
            const bool hasWords = std::any_of(reading.begin(), reading.end(),
                                              [](char c) { return c != kArgument[0] && c != ' '; });
            if (hasWords) m_found.push_back({std::move(pattern), m_tokens[begin].line});
        }
    }

    static Readings joined(const Readings& left, const Readings& right) {
        Readings both;
        for (const std::string& a : left)
            for (const std::string& b : right)
                if (both.size() < kMostReadings) both.push_back(a + b);
        return both;
    }

    std::size_t findSign(std::size_t begin, std::size_t end, std::string_view text) const {
        for (std::size_t i = begin; i < end; i = past(i))
            if (isSign(i, text)) return i;
        return end;
    }

    Readings readSplit(std::size_t begin, std::size_t end, std::string_view sign) {
        Readings all{""};
        for (std::size_t from = begin; from < end;) {
            const std::size_t to = findSign(from, end, sign);
            all = joined(all, read(from, to));
            from = to + 1;
        }
        return all;
    }

    // The ':' that belongs to the '?' at `question`.
    std::size_t elseOf(std::size_t question, std::size_t end) const {
        int depth = 0;
        for (std::size_t i = question + 1; i < end; i = past(i)) {
            if (isSign(i, "?")) ++depth;
            if (isSign(i, ":") && depth-- == 0) return i;
        }
        return end;
    }

    Readings read(std::size_t begin, std::size_t end) {
        if (begin >= end) return {""};
        if (const std::size_t question = findSign(begin, end, "?"); question < end) {
            const std::size_t other = elseOf(question, end);
            walkGroups(begin, question);
            Readings both = read(question + 1, other);
            for (std::string& reading : read(other + 1, end)) both.push_back(std::move(reading));
            return both;
        }
        if (findSign(begin, end, "+") < end) return readSplit(begin, end, "+");
        if (isSign(begin, "(") && past(begin) == end) return read(begin + 1, end - 1);
        if (std::all_of(m_tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                        m_tokens.begin() + static_cast<std::ptrdiff_t>(end),
                        [](const Token& token) { return token.kind == TokenKind::Text; })) {
            std::string text;
            for (std::size_t i = begin; i < end; ++i) text += m_tokens[i].text;
            return {text};
        }
        if (const std::size_t open = joinsTexts(begin, end); open < end)
            return readSplit(open + 1, end - 1, ",");
        walkGroups(begin, end);
        return {std::string(kArgument)};
    }

    // concat(…), std::string(…) and the like: the index of the bracket, or end.
    std::size_t joinsTexts(std::size_t begin, std::size_t end) const {
        std::size_t at = begin;
        while (at + 1 < end && m_tokens[at].kind == TokenKind::Name && isSign(at + 1, "::")) at += 2;
        if (at + 1 >= end || m_tokens[at].kind != TokenKind::Name || past(at + 1) != end) return end;
        constexpr std::array<std::string_view, 3> kJoins{"concat", "string", "string_view"};
        const bool joins = std::find(kJoins.begin(), kJoins.end(), m_tokens[at].text) != kJoins.end();
        return joins && (isSign(at + 1, "(") || isSign(at + 1, "{")) ? at + 1 : end;
    }

    // Texts inside an argument, as those of a call, speak for themselves.
    void walkGroups(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; i = past(i)) {
            if (m_tokens[i].kind == TokenKind::Text) say(i, i + 1);
            if (!opens(i)) continue;
            const std::size_t partner = m_tokens[i].partner;
            if (!isForPrograms(begin, i))
                walk(namesItsWork(begin, i) ? findSign(i + 1, partner, ",") : i + 1, partner);
        }
    }

    // What the log, the compiler or Qt's own tr() takes, whose bracket is at `open`.
    bool isForPrograms(std::size_t begin, std::size_t open) const {
        if (open >= begin + 3 && isSign(open - 2, "::") && isName(open - 3, "log")) return true;
        constexpr std::array<std::string_view, 4> kNames{"static_assert", "tr", "translate",
                                                         "QT_TRANSLATE_NOOP"};
        return open > begin &&
               std::find(kNames.begin(), kNames.end(), m_tokens[open - 1].text) != kNames.end();
    }
    // guarded("what is tried", …): the first argument becomes an error's context.
    bool namesItsWork(std::size_t begin, std::size_t open) const {
        return open > begin && isName(open - 1, "guarded");
    }

    std::vector<Token> m_tokens;
    std::vector<EngineSentence> m_found;
};

} // namespace

std::vector<EngineSentence> engineSentences(std::string_view source) {
    return Reader(source).run();
}

bool readsAsSentence(std::string_view pattern) {
    int words = 0;
    std::size_t letters = 0;
    for (std::size_t i = 0; i <= pattern.size(); ++i) {
        const char c = i < pattern.size() ? pattern[i] : ' ';
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            ++letters;
            continue;
        }
        if (letters >= 2 && c == ' ') ++words;
        letters = 0;
    }
    constexpr std::array<std::string_view, 9> kDatabase{"SELECT", "INSERT", "UPDATE",   "DELETE", "CREATE",
                                                        "PRAGMA", "BEGIN",  "ROLLBACK", "VACUUM"};
    const bool isQuery = std::any_of(kDatabase.begin(), kDatabase.end(),
                                     [&](std::string_view word) { return pattern.starts_with(word); });
    return words >= 2 && !isQuery && pattern.find('\n') == std::string_view::npos;
}

} // namespace attune::test
