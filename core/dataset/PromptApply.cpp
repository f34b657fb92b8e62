// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/PromptApply.h"

#include "core/base/Text.h"
#include "core/dataset/Doctor.h"

namespace attune::dataset {

Result<PromptContext> promptContextOf(const Library& library, const ClipRecord& clip,
                                      const PromptTable* table, std::vector<std::string>& problems) {
    PromptContext context;
    context.path = clip.path;
    context.seconds = clip.durationSeconds();
    context.tags = clip.tags;
    ATTUNE_TRY(const std::filesystem::path file, library.fileOf(clip));
    // The source's own folder name: what is left when the clip's path is taken away.
    std::filesystem::path root = file;
    for (std::size_t i = 0; i < split(clip.path, '/').size(); ++i) root = root.parent_path();
    context.sourceName = utf8FromPath(root.filename());
    auto sidecar = readSidecar(file);
    if (!sidecar) {
        problems.push_back(sidecar.error().describe());
    } else {
        context.sidecarText = std::move(sidecar->text);
        context.sidecarValues = std::move(sidecar->values);
    }
    if (table != nullptr)
        if (const TagMap* row = table->rowFor(clip.path)) context.tableRow = *row;
    return context;
}

namespace {

// Puts the outcome into the record; true when that changes it.
bool adopt(ClipRecord& clip, const PromptOutcome& outcome) {
    const ClipRecord before = clip;
    clip.isRejected = outcome.isRejected;
    clip.prompt = outcome.text();
    clip.alternatives =
        outcome.alternatives.size() > 1 ? outcome.alternatives : std::vector<PromptAlternative>();
    if (trimAscii(clip.prompt).empty())
        clip.findings.add(Finding::MissingPrompt);
    else
        clip.findings.remove(Finding::MissingPrompt);
    if (looksLikePath(clip.prompt))
        clip.findings.add(Finding::PromptLikePath);
    else
        clip.findings.remove(Finding::PromptLikePath);
    return clip.prompt != before.prompt || clip.alternatives != before.alternatives ||
           clip.isRejected != before.isRejected || !(clip.findings == before.findings);
}

} // namespace

Result<PromptApplyReport> applyPromptRules(Library& library, const PromptRules& rules,
                                           const PromptTable* table, const ProgressSink& progress,
                                           const Cancellation& cancellation) {
    ATTUNE_TRY(const PromptMaker maker, PromptMaker::compile(rules));
    ATTUNE_TRY(std::vector<ClipRecord> clips, library.clips());
    PromptApplyReport report;
    std::vector<ClipRecord> changed;
    std::int64_t done = 0;
    for (ClipRecord& clip : clips) {
        ATTUNE_CHECK(cancellation.check("Writing prompts"));
        if (progress)
            progress(
                {"Writing prompts", done++, static_cast<std::int64_t>(clips.size()), "clips", clip.path});
        if (clip.isPromptEdited) {
            ++report.keptByHand;
            continue;
        }
        ATTUNE_TRY(const PromptContext context, promptContextOf(library, clip, table, report.problems));
        const PromptOutcome outcome = maker.make(context);
        if (!outcome.problem.empty()) report.problems.push_back(concat(clip.path, ": ", outcome.problem));
        report.rejected += outcome.isRejected ? 1 : 0;
        report.empty += trimAscii(outcome.text()).empty() ? 1 : 0;
        if (adopt(clip, outcome)) changed.push_back(std::move(clip));
    }
    report.changed = static_cast<std::int64_t>(changed.size());
    ATTUNE_CHECK(library.save(std::span(changed)));
    if (progress)
        progress({"Writing prompts",
                  static_cast<std::int64_t>(clips.size()),
                  static_cast<std::int64_t>(clips.size()),
                  "clips",
                  {}});
    return report;
}

} // namespace attune::dataset
