// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipEdit: what a person changed about one clip, as its record before and after.
//
// Scans, checks and rules go on writing the same records. So an edit, its undo and its redo are the
// difference of the two, put into the record as it is by then: nothing that was found out meanwhile is lost.
// Threads: value type; pure functions, any thread.
#pragma once

#include "core/dataset/ClipRecord.h"

namespace attune::ui {

struct ClipEdit {
    dataset::ClipRecord before;
    dataset::ClipRecord after;
    [[nodiscard]] ClipEdit reversed() const { return {after, before}; }
    [[nodiscard]] bool changesSomething() const; // of what applyEdit puts in
};

// Puts into `clip` what differs between the two records of `edit`: of the prompt, of taking part, of the
// split.
void applyEdit(dataset::ClipRecord& clip, const ClipEdit& edit);

} // namespace attune::ui
