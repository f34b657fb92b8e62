// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/ClipEdit.h"

namespace attune::ui {

using dataset::ClipRecord;
using dataset::Finding;

namespace {

template <typename Value>
void applyField(ClipRecord& clip, const ClipEdit& edit, Value ClipRecord::*field) {
    if (edit.before.*field != edit.after.*field) clip.*field = edit.after.*field;
}

} // namespace

void applyEdit(ClipRecord& clip, const ClipEdit& edit) {
    applyField(clip, edit, &ClipRecord::prompt);
    applyField(clip, edit, &ClipRecord::alternatives);
    applyField(clip, edit, &ClipRecord::isPromptEdited);
    applyField(clip, edit, &ClipRecord::isIncluded);
    applyField(clip, edit, &ClipRecord::split);
    applyField(clip, edit, &ClipRecord::isSplitEdited);
    for (const Finding finding : {Finding::MissingPrompt, Finding::PromptLikePath}) {
        if (edit.before.findings.contains(finding) == edit.after.findings.contains(finding)) continue;
        if (edit.after.findings.contains(finding))
            clip.findings.add(finding);
        else
            clip.findings.remove(finding);
    }
}

} // namespace attune::ui
