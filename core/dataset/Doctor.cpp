// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Doctor.h"

#include "core/base/Text.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

namespace attune::dataset {

namespace {

constexpr float kSilentPeak = 0.001F;    // -60 dB
constexpr std::int64_t kClippedRuns = 3; // a single flat top is often a limiter's
constexpr float kDcOffset = 0.01F;       // -40 dB
constexpr double kShortSeconds = 0.5;    // of a hit one flat top is a good part
constexpr double kTooShortSeconds = 0.1;

FindingSet ownFindings(const ClipRecord& clip, const DoctorSettings& settings) {
    FindingSet found;
    const auto add = [&found](bool holds, Finding finding) {
        if (holds) found.add(finding);
    };
    add(clip.isMissing, Finding::Missing);
    add(!clip.isReadable(), Finding::Unreadable);
    add(trimAscii(clip.prompt).empty() && !clip.isPromptEdited, Finding::MissingPrompt);
    add(looksLikePath(clip.prompt), Finding::PromptLikePath);
    if (!clip.isReadable()) return found;
    add(clip.frameCount == 0, Finding::Empty);
    if (clip.frameCount == 0) return found;
    const double seconds = clip.durationSeconds();
    add(clip.peak < kSilentPeak, Finding::Silent);
    add(clip.clippedRuns >= kClippedRuns || (clip.clippedRuns > 0 && seconds < kShortSeconds),
        Finding::Clipped);
    add(clip.dcOffset > kDcOffset || clip.dcOffset < -kDcOffset, Finding::DcOffset);
    add(audio::isLossy(clip.encoding), Finding::LossySource);
    add(!audio::isLossy(clip.encoding) && clip.cutoffHz > 0.0F, Finding::LossySpectrum);
    add(settings.sampleRate.isValid() && clip.sampleRate != settings.sampleRate, Finding::OtherRate);
    add(clip.channelCount == 1 && settings.channelCount > 1, Finding::Mono);
    add(clip.channelCount > 2, Finding::ManyChannels);
    add(seconds < kTooShortSeconds, Finding::TooShort);
    add(settings.windowFrames > 0 &&
            seconds > settings.sampleRate.secondsFromFrames(settings.windowFrames) + 1e-6,
        Finding::LongerThanModel);
    add(clip.endsEarly, Finding::EndsEarly);
    return found;
}

bool isComparable(const ClipRecord& clip) {
    return clip.isReadable() && clip.frameCount > 0 && clip.peak >= kSilentPeak &&
           clip.soundHash != ContentHash{};
}

std::vector<DatasetNote> notesOn(std::span<const ClipRecord> clips, const DoctorSettings& settings) {
    std::int64_t usable = 0;
    std::int64_t heldOut = 0;
    std::int64_t assigned = 0;
    double seconds = 0.0;
    std::set<std::string_view> prompts;
    for (const ClipRecord& clip : clips) {
        if (!clip.isUsable()) continue;
        ++usable;
        seconds += clip.durationSeconds();
        heldOut += clip.split == SplitSide::HeldOut ? 1 : 0;
        assigned += clip.split != SplitSide::Unassigned ? 1 : 0;
        if (prompts.size() < 2) prompts.insert(clip.prompt);
    }
    std::vector<DatasetNote> notes;
    if (usable == 0) {
        notes.push_back({DatasetFinding::NoClips, Severity::Problem, "No usable clips",
                         "There is nothing to train on yet.", "Add a folder of sounds."});
        return notes;
    }
    if (usable < settings.fewClips)
        notes.push_back(
            {DatasetFinding::TooFewClips, Severity::Warning, "Few clips",
             concat(usable, " clips: a full fine-tune would remember them rather than learn from them."),
             "Add more, or train a LoRA and stop early."});
    if (seconds < settings.fewSeconds)
        notes.push_back({DatasetFinding::TooLittleSound, Severity::Warning, "Little sound",
                         concat(humanDuration(seconds), " of sound in all."),
                         "Twenty minutes of one kind of sound is a good beginning."});
    if (assigned > 0 && heldOut == 0)
        notes.push_back({DatasetFinding::NothingHeldOut, Severity::Warning, "Nothing is held out",
                         "Without clips kept apart, nothing tells learning from remembering.",
                         "Hold out about a tenth of the clips."});
    if (usable > 1 && prompts.size() == 1 &&
        !prompts.begin()->empty()) // without any, each clip has its own finding
        notes.push_back(
            {DatasetFinding::OnePromptForAll, Severity::Warning, "One prompt for all",
             "Every clip has the same prompt, so the words will mean everything in the folder at once.",
             "Use folder or file names in a prompt rule."});
    return notes;
}

} // namespace

DoctorReport examine(std::span<ClipRecord> clips, const DoctorSettings& settings) {
    std::map<ContentHash, int> copies;
    for (const ClipRecord& clip : clips)
        if (isComparable(clip) && !clip.isMissing) ++copies[clip.soundHash];
    DoctorReport report;
    std::map<std::int64_t, int> groups;
    for (ClipRecord& clip : clips) {
        FindingSet found = ownFindings(clip, settings);
        if (isComparable(clip) && copies[clip.soundHash] > 1) found.add(Finding::ExactDuplicate);
        if (clip.findings.contains(Finding::NearDuplicate)) found.add(Finding::NearDuplicate);
        clip.findings = found;
        for (int i = 0; i < kFindingCount; ++i)
            report.counts[static_cast<std::size_t>(i)] += found.contains(static_cast<Finding>(i)) ? 1 : 0;
        if (clip.contentGroup != 0) ++groups[clip.contentGroup];
    }
    report.duplicateGroups =
        std::count_if(groups.begin(), groups.end(), [](const auto& group) { return group.second > 1; });
    report.notes = notesOn(clips, settings);
    return report;
}

namespace {

// Joins what is alike; the root of a set is its smallest index.
class DisjointSets {
public:
    explicit DisjointSets(std::size_t count) : m_parent(count) {
        std::iota(m_parent.begin(), m_parent.end(), std::size_t{0});
    }
    std::size_t find(std::size_t i) {
        while (m_parent[i] != i) i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = find(a);
        b = find(b);
        if (a != b) m_parent[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> m_parent;
};

} // namespace

Result<void> groupByContent(std::span<ClipRecord> clips,
                            std::span<const std::pair<ContentHash, audio::Fingerprint>> fingerprints,
                            double leastSimilarity, const ProgressSink& progress,
                            const Cancellation& cancellation) {
    // Sounds, not clips, are compared: copies share a hash.
    std::map<ContentHash, std::vector<std::size_t>> clipsOfSound;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (isComparable(clips[i])) clipsOfSound[clips[i].soundHash].push_back(i);
    std::vector<audio::Fingerprint> sounds;
    std::vector<const std::vector<std::size_t>*> owners;
    for (const auto& [hash, fingerprint] : fingerprints)
        if (const auto it = clipsOfSound.find(hash); it != clipsOfSound.end() && !fingerprint.isEmpty()) {
            sounds.push_back(fingerprint);
            owners.push_back(&it->second);
        }
    audio::NearDuplicateOptions options;
    options.leastSimilarity = leastSimilarity;
    ATTUNE_TRY(const std::vector<audio::NearDuplicatePair> pairs,
               audio::findNearDuplicates(sounds, options, progress, cancellation));
    DisjointSets sets(clips.size());
    for (const auto& [hash, members] : clipsOfSound)
        for (const std::size_t member : members) sets.join(members.front(), member);
    for (const audio::NearDuplicatePair& pair : pairs)
        sets.join(owners[pair.first]->front(), owners[pair.second]->front());
    std::map<std::size_t, std::int64_t> groupOfRoot;
    std::map<std::size_t, std::set<ContentHash>> soundsOfRoot;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const std::size_t root = sets.find(i);
        const auto [it, isNew] = groupOfRoot.try_emplace(root, clips[i].id.value);
        if (!isNew) it->second = std::min(it->second, clips[i].id.value);
        soundsOfRoot[root].insert(clips[i].soundHash);
    }
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const std::size_t root = sets.find(i);
        clips[i].contentGroup = groupOfRoot[root];
        // Exact copies are their own finding; near ones differ in sound.
        if (soundsOfRoot[root].size() > 1)
            clips[i].findings.add(Finding::NearDuplicate);
        else
            clips[i].findings.remove(Finding::NearDuplicate);
    }
    return {};
}

Result<DoctorReport> examineLibrary(Library& library, const DoctorSettings& settings,
                                    const ProgressSink& progress, const Cancellation& cancellation) {
    ATTUNE_TRY(const std::vector<ClipRecord> before, library.clips());
    std::vector<ClipRecord> clips = before;
    ATTUNE_TRY(const auto fingerprints, library.fingerprints());
    ATTUNE_CHECK(groupByContent(clips, fingerprints, settings.leastSimilarity, progress, cancellation));
    DoctorReport report = examine(clips, settings);
    std::vector<ClipRecord> changed;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (!(clips[i].findings == before[i].findings) || clips[i].contentGroup != before[i].contentGroup)
            changed.push_back(clips[i]);
    ATTUNE_CHECK(cancellation.check("Checking"));
    ATTUNE_CHECK(library.save(std::span(changed)));
    return report;
}

bool looksLikePath(std::string_view prompt) noexcept {
    const std::string_view text = trimAscii(prompt);
    if (text.empty()) return false;
    if (text.find('\\') != std::string_view::npos || text.find('_') != std::string_view::npos) return true;
    const std::size_t dot = text.rfind('.');
    if (dot != std::string_view::npos) {
        const std::string suffix = toLowerAscii(text.substr(dot));
        for (const char* sound : {".wav", ".aif", ".aiff", ".flac", ".ogg", ".opus", ".mp3", ".m4a"})
            if (suffix == sound) return true;
    }
    // "pack/kicks/x": a slash without spaces around it, but "4/4" and "and/or" are words.
    const std::size_t slash = text.find('/');
    return slash != std::string_view::npos && text.find('/', slash + 1) != std::string_view::npos &&
           text.find(' ') == std::string_view::npos;
}

} // namespace attune::dataset
