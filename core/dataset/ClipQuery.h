// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipQuery: the filter box's language, and typed sorting.
//
//     length<1 rate!=44100 prompt:"" finding:duplicate -split:train
//     (kick OR snare) loudness>=-14 size<2MB tags.bpm:120
//
// Terms stand side by side (all must hold), OR between them, '-' before one denies it, parentheses group. A
// bare word is looked for in path and prompt. Text fields: name path folder prompt format tags.NAME; numbers:
// length (s, ms, min) rate (Hz, 44.1k) channels loudness (LUFS) peak (dBFS) dc size (kB, MB) group source;
// choices: finding:NAME|any|none|problem|warning|duplicate split:train|held-out|none included edited missing
// readable rejected usable (yes or no).
// `:` means "contains" for text and "is" for the rest; `=` and `!=` compare whole texts; `prompt:""` is an
// empty one. Upper and lower case are the same (Latin, Greek, Cyrillic).
//
// Ownership: value type. Threads: const methods from any thread at once.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::dataset {

using ClipTest = std::function<bool(const ClipRecord&)>;
// Choices that the caller knows of a clip and its record does not: the test for `field` being `value` (both
// in lower case), an error for a value that does not fit, nothing for a field that is not the caller's.
using OwnFields =
    std::function<std::optional<Result<ClipTest>>(const std::string& field, const std::string& value)>;

class ClipQuery {
public:
    ClipQuery(); // matches everything
    // Errors: InvalidArgument with what and where ("at 12").
    [[nodiscard]] static Result<ClipQuery> parse(std::string_view text, const OwnFields& own = {});

    [[nodiscard]] bool matches(const ClipRecord& clip) const;
    // Indices of the clips that match, in order.
    [[nodiscard]] std::vector<std::size_t> filter(std::span<const ClipRecord> clips) const;

    struct Node;

private:
    std::shared_ptr<const Node> m_root; // empty = everything
};

enum class SortField {
    Path,
    Name,
    Length,
    Rate,
    Channels,
    Loudness,
    Peak,
    Size,
    Prompt,
    Split,
    Findings,
    Modified
};
enum class SortOrder { Ascending, Descending };

struct SortKey {
    SortField field{SortField::Path};
    SortOrder order{SortOrder::Ascending};
};

// "length", "-length" (descending). Errors: InvalidArgument.
[[nodiscard]] Result<SortKey> sortKeyFromText(std::string_view text);

// Orders indices into `clips` by typed values; texts as people count ("kick 2" before "kick 10"); clips
// without the value come last in both directions; equals keep their order.
void sortClips(std::span<const ClipRecord> clips, std::vector<std::size_t>& indices, SortKey key);
// The same by a number that the caller knows; none = without the value.
void sortClips(std::span<const ClipRecord> clips, std::vector<std::size_t>& indices,
               const std::function<std::optional<double>(const ClipRecord&)>& valueOf, SortOrder order);

} // namespace attune::dataset
