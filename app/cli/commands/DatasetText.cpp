// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/DatasetText.h"

#include "core/base/Text.h"

#include <cmath>

namespace attune::cli {

namespace {

config::Json peakDb(float peak) {
    if (peak <= 0.0F) return nullptr; // digital silence has no level
    return std::round(20.0 * std::log10(static_cast<double>(peak)) * 100.0) / 100.0;
}

} // namespace

std::string splitName(dataset::SplitSide side) {
    switch (side) {
    case dataset::SplitSide::Train:
        return "train";
    case dataset::SplitSide::HeldOut:
        return "held-out";
    case dataset::SplitSide::Unassigned:
        break;
    }
    return "none";
}

Result<dataset::SplitSide> splitFromName(const std::string& name) {
    for (const auto side :
         {dataset::SplitSide::Train, dataset::SplitSide::HeldOut, dataset::SplitSide::Unassigned})
        if (splitName(side) == name) return side;
    return fail(ErrorCode::InvalidArgument, concat("There is no split called ", name), {},
                "Use train, held-out or none.");
}

std::string findingNames(const dataset::FindingSet& findings) {
    std::string text;
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        if (findings.contains(facts.finding)) text += concat(text.empty() ? "" : ", ", facts.name);
    return text;
}

config::Json jsonFromClip(const dataset::ClipRecord& clip) {
    config::Json document;
    document["id"] = clip.id.value;
    document["path"] = clip.path;
    document["source"] = clip.source.value;
    document["seconds"] = clip.durationSeconds();
    document["rate"] = clip.sampleRate.hz;
    document["channels"] = clip.channelCount;
    document["size_bytes"] = clip.sizeBytes;
    document["peak_db"] = peakDb(clip.peak);
    document["loudness_lufs"] = clip.loudnessLufs ? config::Json(*clip.loudnessLufs) : config::Json(nullptr);
    document["prompt"] = clip.prompt;
    document["prompt_edited"] = clip.isPromptEdited;
    config::Json alternatives = config::Json::array();
    for (const auto& alternative : clip.alternatives)
        alternatives.push_back({{"text", alternative.text}, {"weight", alternative.weight}});
    document["alternatives"] = std::move(alternatives);
    document["split"] = splitName(clip.split);
    document["included"] = clip.isIncluded;
    document["usable"] = clip.isUsable();
    config::Json findings = config::Json::array();
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        if (clip.findings.contains(facts.finding)) findings.push_back(std::string(facts.name));
    document["findings"] = std::move(findings);
    document["unreadable_reason"] = clip.unreadableReason;
    return document;
}

Result<std::vector<dataset::ClipRecord>> clipsWhere(const dataset::Library& library,
                                                    const std::string& query) {
    ATTUNE_TRY(const dataset::ClipQuery parsed, dataset::ClipQuery::parse(query));
    ATTUNE_TRY(std::vector<dataset::ClipRecord> clips, library.clips());
    std::erase_if(clips, [&](const dataset::ClipRecord& clip) { return !parsed.matches(clip); });
    return clips;
}

} // namespace attune::cli
