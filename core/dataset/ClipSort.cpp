// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Ascii.h"
#include "core/base/Text.h"
#include "core/dataset/ClipQuery.h"
#include "core/dataset/TextCase.h"

#include <algorithm>

namespace attune::dataset {

namespace {

// As people count: runs of digits compare as numbers. Both are lower case already.
int compareNaturally(std::string_view a, std::string_view b) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (isAsciiDigit(a[i]) && isAsciiDigit(b[j])) {
            const auto runOf = [](std::string_view text, std::size_t& at) {
                while (at < text.size() && text[at] == '0') ++at;
                const std::size_t begin = at;
                while (at < text.size() && isAsciiDigit(text[at])) ++at;
                return text.substr(begin, at - begin);
            };
            const std::string_view left = runOf(a, i);
            const std::string_view right = runOf(b, j);
            if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
            if (const int order = left.compare(right); order != 0) return order;
            continue;
        }
        if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
        ++i;
        ++j;
    }
    return i < a.size() ? 1 : j < b.size() ? -1 : 0;
}

// What a clip is sorted by: a text or a number, or nothing.
struct SortValue {
    std::string text;
    double number{0.0};
    bool isMissing{false};
};

SortValue numberValue(double number, bool isMissing = false) {
    return {{}, number, isMissing};
}
SortValue textValue(std::string_view text) {
    return {lowerCase(text), 0.0, text.empty()};
}

// Problems before warnings before information, then how many.
double severityOf(const FindingSet& findings) {
    double value = 0.0;
    for (const FindingFacts& facts : allFindings())
        if (findings.contains(facts.finding))
            value += facts.severity == Severity::Problem   ? 1e4
                     : facts.severity == Severity::Warning ? 1e2
                                                           : 1.0;
    return value;
}

SortValue valueOf(const ClipRecord& clip, SortField field) {
    const bool isUnread = clip.frameCount == 0;
    switch (field) {
    case SortField::Path:
        return textValue(clip.path);
    case SortField::Name:
        return textValue(clip.fileName());
    case SortField::Length:
        return numberValue(clip.durationSeconds(), isUnread);
    case SortField::Rate:
        return numberValue(clip.sampleRate.hz, !clip.sampleRate.isValid());
    case SortField::Channels:
        return numberValue(clip.channelCount, clip.channelCount == 0);
    case SortField::Loudness:
        return numberValue(clip.loudnessLufs.value_or(0.0), !clip.loudnessLufs.has_value());
    case SortField::Peak:
        return numberValue(static_cast<double>(clip.peak), isUnread);
    case SortField::Size:
        return numberValue(static_cast<double>(clip.sizeBytes));
    case SortField::Prompt:
        return textValue(clip.prompt);
    case SortField::Split:
        return numberValue(static_cast<double>(clip.split), clip.split == SplitSide::Unassigned);
    case SortField::Findings:
        return numberValue(severityOf(clip.findings), clip.findings.isEmpty());
    case SortField::Modified:
        return numberValue(static_cast<double>(clip.modifiedNs));
    }
    return {};
}

// Values are made once: comparing would make them n log n times.
template <typename ValueOf>
void sortBy(std::span<const ClipRecord> clips, std::vector<std::size_t>& indices, const ValueOf& valueOf,
            SortOrder order) {
    std::vector<std::pair<SortValue, std::size_t>> values;
    values.reserve(indices.size());
    for (const std::size_t index : indices) values.emplace_back(valueOf(clips[index]), index);
    const bool isDescending = order == SortOrder::Descending;
    std::stable_sort(values.begin(), values.end(), [isDescending](const auto& a, const auto& b) {
        if (a.first.isMissing != b.first.isMissing) return b.first.isMissing;
        const SortValue& low = isDescending ? b.first : a.first;
        const SortValue& high = isDescending ? a.first : b.first;
        if (low.number != high.number) return low.number < high.number;
        return compareNaturally(low.text, high.text) < 0;
    });
    for (std::size_t i = 0; i < indices.size(); ++i) indices[i] = values[i].second;
}

} // namespace

Result<SortKey> sortKeyFromText(std::string_view text) {
    SortKey key;
    if (text.starts_with('-')) {
        key.order = SortOrder::Descending;
        text.remove_prefix(1);
    }
    struct Name {
        std::string_view name;
        SortField field;
    };
    constexpr Name kNames[] = {
        {"path", SortField::Path},   {"name", SortField::Name},         {"length", SortField::Length},
        {"rate", SortField::Rate},   {"channels", SortField::Channels}, {"loudness", SortField::Loudness},
        {"peak", SortField::Peak},   {"size", SortField::Size},         {"prompt", SortField::Prompt},
        {"split", SortField::Split}, {"findings", SortField::Findings}, {"modified", SortField::Modified}};
    for (const Name& name : kNames)
        if (name.name == text) {
            key.field = name.field;
            return key;
        }
    return fail(
        ErrorCode::InvalidArgument, concat("Clips cannot be sorted by “", text, "”"), {},
        "Use path, name, length, rate, channels, loudness, peak, size, prompt, split, findings or modified.");
}

void sortClips(std::span<const ClipRecord> clips, std::vector<std::size_t>& indices, SortKey key) {
    sortBy(
        clips, indices, [&](const ClipRecord& clip) { return valueOf(clip, key.field); }, key.order);
}

void sortClips(std::span<const ClipRecord> clips, std::vector<std::size_t>& indices,
               const std::function<std::optional<double>(const ClipRecord&)>& valueOf, SortOrder order) {
    const auto numberOf = [&](const ClipRecord& clip) {
        const std::optional<double> value = valueOf(clip);
        return numberValue(value.value_or(0.0), !value.has_value());
    };
    sortBy(clips, indices, numberOf, order);
}

} // namespace attune::dataset
