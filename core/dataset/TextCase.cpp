// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/TextCase.h"

#include <algorithm>
#include <cstdint>

namespace attune::dataset {

namespace {

bool isPairRange(char32_t c) { // capital and small letter alternate
    return (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) || (c >= 0x1E00 && c <= 0x1E95) ||
           (c >= 0x1EA0 && c <= 0x1EFF) || (c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF);
}

char32_t lowered(char32_t c) {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    if (isPairRange(c)) return c % 2 == 0 ? c + 1 : c;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? c + 1 : c;
    if (c == 0x178) return 0xFF;
    if (c >= 0x391 && c <= 0x3A9) return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return c;
}

char32_t raised(char32_t c) {
    if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
    if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
    if (c == 0xFF) return 0x178;
    if (isPairRange(c)) return c % 2 == 1 ? c - 1 : c;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 0 ? c - 1 : c;
    if (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) return c - 32;
    if (c >= 0x430 && c <= 0x44F) return c - 32;
    if (c >= 0x450 && c <= 0x45F) return c - 80;
    return c;
}

// The code point at `at`, which moves past it; bytes that are no UTF-8 are given as they are.
char32_t next(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
    if (length == 1 || at + length > text.size()) {
        ++at;
        return first;
    }
    char32_t code = first & (0xFF >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) code = code << 6 | (byte(at + i) & 0x3F);
    at += length;
    return code;
}

void append(std::string& text, char32_t code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | code >> 6);
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xE0 | code >> 12);
        text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

template <typename Change>
std::string changed(std::string_view text, Change change) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t code = next(text, at);
        const bool isStray = code >= 0x80 && at - begin == 1; // a byte that is no UTF-8
        const char32_t other = isStray ? code : change(code);
        if (other == code)
            out.append(text.substr(begin, at - begin));
        else
            append(out, other);
    }
    return out;
}

bool isLetterOrDigit(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0xC0 ||
           c == '\'';
}

} // namespace

std::string lowerCase(std::string_view text) {
    return changed(text, lowered);
}
std::string upperCase(std::string_view text) {
    return changed(text, raised);
}

std::string titleCase(std::string_view text) {
    bool isInWord = false;
    return changed(text, [&](char32_t c) {
        const char32_t out = isInWord ? c : raised(c);
        isInWord = isLetterOrDigit(c);
        return out;
    });
}

std::string sentenceCase(std::string_view text) {
    bool isBegun = false;
    return changed(text, [&](char32_t c) {
        if (isBegun || !isLetterOrDigit(c)) return c;
        isBegun = true;
        return raised(c);
    });
}

bool containsFolded(std::string_view whole, std::string_view lowerPart) {
    if (lowerPart.empty()) return true;
    const bool isAscii =
        std::all_of(whole.begin(), whole.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!isAscii) return lowerCase(whole).find(lowerPart) != std::string::npos;
    const auto equal = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
    return std::search(whole.begin(), whole.end(), lowerPart.begin(), lowerPart.end(), equal) != whole.end();
}

} // namespace attune::dataset
