// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Finding.h"

namespace attune::dataset {

const std::array<FindingFacts, kFindingCount>& allFindings() noexcept {
    using enum Severity;
    static constexpr std::array<FindingFacts, kFindingCount> kFacts{{
        {Finding::Unreadable, "unreadable", Problem, "Unreadable",
         "The file could not be decoded, so nothing can be learned from it.",
         "Copy it again from its source, or take it out of the folder."},
        {Finding::Missing, "missing", Problem, "Missing", "The file is not where it was at the last scan.",
         "Connect its drive or rescan; its prompt is kept meanwhile."},
        {Finding::Empty, "empty", Problem, "Empty", "The file has no sound in it.",
         "Take it out of the folder."},
        {Finding::Silent, "silent", Problem, "Silent",
         "Nothing in it is louder than -60 dB; the model would learn to make silence for this prompt.",
         "Leave it out."},
        {Finding::Clipped, "clipped", Warning, "Clipped",
         "The loudest parts are cut flat, and the model learns the distortion too.",
         "Fine where distortion belongs to the sound; leave it out otherwise."},
        {Finding::DcOffset, "dc-offset", Warning, "DC offset",
         "The waveform does not swing around zero, which wastes level and clicks at cuts.",
         "Remove the offset in an audio editor."},
        {Finding::LossySource, "lossy-source", Warning, "Lossy file",
         "High frequencies were thrown away when this file was made; the model learns their absence.",
         "Use the WAV, AIFF or FLAC original if there is one."},
        {Finding::LossySpectrum, "lossy-spectrum", Warning, "Looks lossy",
         "Its spectrum ends abruptly, as that of an MP3 that was saved as WAV.",
         "Listen to the highs; use a better source if there is one."},
        {Finding::OtherRate, "other-rate", Information, "Other sample rate",
         "It will be converted to the model's rate.", "Nothing to do."},
        {Finding::Mono, "mono", Information, "Mono",
         "The model hears stereo; the one channel is used for both sides.",
         "Nothing to do, unless a stereo version exists."},
        {Finding::ManyChannels, "many-channels", Information, "More than two channels",
         "Only the first two channels are used.", "Mix it down if the others matter."},
        {Finding::TooShort, "too-short", Warning, "Very short",
         "Less than a tenth of a second: hardly more than a click.",
         "Leave it out unless clicks are what you want."},
        {Finding::LongerThanModel, "longer-than-model", Information, "Longer than the model",
         "The model takes in less than this at once; the rest is cut off.",
         "Split long files into pieces when encoding to use all of them."},
        {Finding::ExactDuplicate, "exact-duplicate", Warning, "Exact duplicate",
         "The same sound is there under another name, and counts twice.", "Leave one of them out."},
        {Finding::NearDuplicate, "near-duplicate", Warning, "Near duplicate",
         "Another clip sounds almost the same; such pairs are remembered rather than learned.",
         "Leave one of them out, unless the difference is what you want."},
        {Finding::MissingPrompt, "missing-prompt", Warning, "No prompt",
         "Without words the model cannot be asked for this sound.",
         "Write a prompt rule, or a prompt by hand."},
        {Finding::PromptLikePath, "prompt-like-path", Warning, "Prompt looks like a file name",
         "Underscores, slashes and endings teach the model file names instead of words.",
         "Clean it up with a prompt rule."},
        {Finding::EndsEarly, "ends-early", Warning, "Cut off", "The file stops before its end mark.",
         "Copy it again from its source."},
    }};
    return kFacts;
}

const FindingFacts& factsOf(Finding finding) noexcept {
    return allFindings()[static_cast<std::size_t>(finding)];
}

std::optional<Finding> findingFromName(std::string_view name) noexcept {
    for (const FindingFacts& facts : allFindings())
        if (facts.name == name) return facts.finding;
    return std::nullopt;
}

} // namespace attune::dataset
