// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/UnigramSegmenter.h"

#include "core/text/Clusters.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace attune::text {

namespace {

constexpr double kUnknownPenalty = 10;

using Entries = std::vector<UnigramSegmenter::Entry>;

// Entries are sorted, so those that begin with the same bytes stand together: each further byte narrows the
// interval down, and the entry that ends there is its first.
class PrefixSearch {
public:
    explicit PrefixSearch(const Entries& entries) : m_begin(entries.begin()), m_end(entries.end()) {}

    // False when no entry goes on with `byte`.
    bool narrow(char byte) {
        const auto at = [depth = m_depth](const UnigramSegmenter::Entry& entry) {
            return entry.text.size() > depth ? static_cast<unsigned char>(entry.text[depth]) : -1;
        };
        const auto range = std::ranges::equal_range(m_begin, m_end, static_cast<unsigned char>(byte),
                                                    std::ranges::less{}, at);
        m_begin = range.begin();
        m_end = range.end();
        ++m_depth;
        return m_begin != m_end;
    }

    // The entry that is spelt by the bytes so far.
    [[nodiscard]] const UnigramSegmenter::Entry* whole() const {
        return m_begin->text.size() == m_depth ? &*m_begin : nullptr;
    }

private:
    Entries::const_iterator m_begin;
    Entries::const_iterator m_end;
    std::size_t m_depth{0};
};

// The best way to get to one place of the word.
struct Arrival {
    double score{0};
    std::int64_t id{0};
    std::optional<std::size_t> from; // where its last piece begins; none: not reached yet

    void offer(double newScore, std::int64_t newId, std::size_t newFrom) {
        if (from && newScore <= score) return;
        score = newScore;
        id = newId;
        from = newFrom;
    }
};

} // namespace

UnigramSegmenter::UnigramSegmenter(std::vector<Entry> entries, std::int64_t unknownId)
    : m_entries(std::move(entries)), m_unknownId(unknownId) {
    double smallest = std::numeric_limits<double>::infinity();
    for (const Entry& entry : m_entries) smallest = std::min(smallest, entry.score);
    m_unknownScore = smallest - kUnknownPenalty;
    std::ranges::sort(m_entries, {},
                      [](const Entry& entry) { return std::pair(std::string_view(entry.text), -entry.id); });
    const auto repeated = std::ranges::unique(m_entries, {}, &Entry::text);
    m_entries.erase(repeated.begin(), repeated.end());
    std::erase_if(m_entries, [](const Entry& entry) { return entry.text.empty(); });
}

void UnigramSegmenter::segment(std::string_view word, std::vector<std::int64_t>& ids) const {
    std::vector<Arrival> arrivals(word.size() + 1);
    for (std::size_t begin = 0; begin < word.size();) {
        const double here = arrivals[begin].score;
        const std::size_t character = characterLength(word.substr(begin));
        bool hasCharacter = false;
        PrefixSearch search(m_entries);
        for (std::size_t end = begin; end < word.size() && search.narrow(word[end]); ++end) {
            const Entry* entry = search.whole();
            if (!entry) continue;
            arrivals[end + 1].offer(entry->score + here, entry->id, begin);
            hasCharacter = hasCharacter || end + 1 - begin == character;
        }
        if (!hasCharacter) arrivals[begin + character].offer(m_unknownScore + here, m_unknownId, begin);
        begin += character;
    }

    const std::size_t first = ids.size();
    for (std::size_t end = word.size(); end > 0;) {
        const Arrival& arrival = arrivals[end];
        if (arrival.id != m_unknownId || ids.size() == first || ids.back() != m_unknownId)
            ids.push_back(arrival.id);
        end = *arrival.from;
    }
    std::reverse(ids.begin() + static_cast<std::ptrdiff_t>(first), ids.end());
}

} // namespace attune::text
