// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/Slug.h"

#include "core/base/Ascii.h"
#include "core/base/Text.h"

namespace attune::project {

namespace {

constexpr std::size_t kLongestSlug = 48; // bytes

} // namespace

std::string slugFromName(std::string_view name) {
    std::string slug;
    for (const char character : toLowerAscii(sanitizedUtf8(name))) {
        const bool isBeyondAscii = static_cast<unsigned char>(character) >= 0x80;
        if (isBeyondAscii || isAsciiLetter(character) || isAsciiDigit(character))
            slug += character;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    if (slug.size() > kLongestSlug) {
        std::size_t end = kLongestSlug;
        while (end > 0 && (static_cast<unsigned char>(slug[end]) & 0xC0U) == 0x80U)
            --end; // not inside a letter
        slug.resize(end);
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug.empty() ? "run" : slug;
}

} // namespace attune::project
