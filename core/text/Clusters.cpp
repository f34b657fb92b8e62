// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/Clusters.h"

#include "core/text/ClusterTable.h"

#include <algorithm>

namespace attune::text {

namespace {

using enum ClusterClass;

char32_t firstCharacter(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    switch (characterLength(text)) {
    case 1:
        return byte(0);
    case 2:
        return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    case 3:
        return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    default:
        return (byte(0) & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 | (byte(3) & 0x3FU);
    }
}

bool isBetween(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}

ClusterClass classOf(char32_t c) {
    if (c == U'\r') return Carriage;
    if (c == U'\n') return LineFeed;
    if (isBetween(c, 0x20, 0x7E)) return Other;
    if (c == 0x200D) return Joiner;
    if (isBetween(c, 0xAC00, 0xD7A3)) return (c - 0xAC00) % 28 == 0 ? HangulLV : HangulLVT;
    if (isBetween(c, 0x1100, 0x115F) || isBetween(c, 0xA960, 0xA97C)) return HangulL;
    if (isBetween(c, 0x1160, 0x11A7) || isBetween(c, 0xD7B0, 0xD7C6)) return HangulV;
    if (isBetween(c, 0x11A8, 0x11FF) || isBetween(c, 0xD7CB, 0xD7FB)) return HangulT;
    if (isBetween(c, 0x1F1E6, 0x1F1FF)) return RegionalIndicator;
    const auto ranges = clusterRanges();
    const auto range = std::ranges::lower_bound(ranges, c, {}, &ClusterRange::last);
    return range != ranges.end() && range->first <= c ? range->kind : Other;
}

bool isControl(ClusterClass kind) {
    return kind == Carriage || kind == LineFeed || kind == Control;
}

// Extend in the sense of GB9; a linker only has a further role.
bool isExtend(ClusterClass kind) {
    return kind == Extend || kind == IndicLinker;
}

bool isOneSyllable(ClusterClass before, ClusterClass after) {
    if (before == HangulL)
        return after == HangulL || after == HangulV || after == HangulLV || after == HangulLVT;
    if (before == HangulLV || before == HangulV) return after == HangulV || after == HangulT;
    return (before == HangulLVT || before == HangulT) && after == HangulT;
}

// What the rules that look further back than one character need to know of the cluster so far.
class History {
public:
    void append(ClusterClass kind) {
        m_isPictographJoined = m_isPictograph && kind == Joiner;
        m_isPictograph = kind == Pictograph || (m_isPictograph && isExtend(kind));
        m_hasLinker = m_isConsonant && (m_hasLinker || kind == IndicLinker);
        m_isConsonant = kind == IndicConsonant || (m_isConsonant && (isExtend(kind) || kind == Joiner));
        if (kind == IndicConsonant) m_hasLinker = false;
        m_indicators = kind == RegionalIndicator ? m_indicators + 1 : 0;
        m_last = kind;
    }

    [[nodiscard]] bool continuesWith(ClusterClass next) const {
        if (m_last == Carriage && next == LineFeed) return true; // GB3
        if (isControl(m_last) || isControl(next)) return false;  // GB4, 5
        if (isOneSyllable(m_last, next)) return true;            // GB6 to 8
        if (isExtend(next) || next == Joiner || next == SpacingMark || m_last == Prepend)
            return true;                                                         // GB9, a, b
        if (m_isConsonant && m_hasLinker && next == IndicConsonant) return true; // GB9c
        if (m_isPictographJoined && next == Pictograph) return true;             // GB11
        return m_indicators % 2 == 1 && next == RegionalIndicator;               // GB12, 13
    }

private:
    ClusterClass m_last{Other};
    bool m_isPictograph{false};       // pictograph, extends
    bool m_isPictographJoined{false}; // … and the joiner just now
    bool m_isConsonant{false};        // consonant, extends and joiners
    bool m_hasLinker{false};          // … with a linker among them
    int m_indicators{0};              // regional indicators in a row up to here
};

} // namespace

std::size_t characterLength(std::string_view text) noexcept {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(length, text.size());
}

std::size_t clusterLength(std::string_view text) noexcept {
    std::size_t length = characterLength(text);
    History history;
    history.append(classOf(firstCharacter(text)));
    while (length < text.size()) {
        const std::string_view rest = text.substr(length);
        const ClusterClass next = classOf(firstCharacter(rest));
        if (!history.continuesWith(next)) break;
        history.append(next);
        length += characterLength(rest);
    }
    return length;
}

} // namespace attune::text
