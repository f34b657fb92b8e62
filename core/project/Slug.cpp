// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/Slug.h"

#include "core/base/Text.h"

#include <cctype>

namespace attune::project {

namespace {

constexpr std::size_t kLongestSlug = 48; // bytes

} // namespace

std::string slugFromName(std::string_view name) {
    std::string slug;
    for (const char character : sanitizedUtf8(name)) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte >= 0x80 || std::isalnum(byte) != 0)
            slug += byte < 0x80 ? static_cast<char>(std::tolower(byte)) : character;
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
