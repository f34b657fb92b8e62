// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/ClipEdit.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace attune::ui {

using dataset::ClipRecord;
using dataset::Finding;

namespace {

template <typename Value>
void applyField(ClipRecord& clip, const ClipEdit& edit, Value ClipRecord::*field) {
    if (edit.before.*field != edit.after.*field) clip.*field = edit.after.*field;
}

constexpr Finding kOfPrompts[] = {Finding::MissingPrompt, Finding::PromptLikePath};

} // namespace

bool ClipEdit::changesSomething() const {
    const auto parts = [](const ClipRecord& clip) {
        return std::tie(clip.prompt, clip.alternatives, clip.isPromptEdited, clip.isRejected, clip.isIncluded,
                        clip.split, clip.isSplitEdited);
    };
    return parts(before) != parts(after) ||
           std::any_of(std::begin(kOfPrompts), std::end(kOfPrompts), [this](Finding finding) {
               return before.findings.contains(finding) != after.findings.contains(finding);
           });
}

void applyEdit(ClipRecord& clip, const ClipEdit& edit) {
    applyField(clip, edit, &ClipRecord::prompt);
    applyField(clip, edit, &ClipRecord::alternatives);
    applyField(clip, edit, &ClipRecord::isPromptEdited);
    applyField(clip, edit, &ClipRecord::isRejected);
    applyField(clip, edit, &ClipRecord::isIncluded);
    applyField(clip, edit, &ClipRecord::split);
    applyField(clip, edit, &ClipRecord::isSplitEdited);
    for (const Finding finding : kOfPrompts) {
        if (edit.before.findings.contains(finding) == edit.after.findings.contains(finding)) continue;
        if (edit.after.findings.contains(finding))
            clip.findings.add(finding);
        else
            clip.findings.remove(finding);
    }
}

} // namespace attune::ui
