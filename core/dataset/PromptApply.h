// SPDX-License-Identifier: GPL-3.0-or-later
//
// PromptApply: runs prompt rules over a library: gathers what each clip offers (sidecars, tables, tags),
// makes the prompts and stores them. Prompts written by hand stay.
//
// Threads: on the library's thread, which should be a worker (it reads sidecar files).
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/dataset/Library.h"
#include "core/dataset/PromptRules.h"
#include "core/dataset/Sidecars.h"

#include <span>
#include <string>
#include <vector>

namespace attune::dataset {

struct PromptApplyReport {
    std::int64_t changed{0};
    std::int64_t keptByHand{0};
    std::int64_t rejected{0};
    std::int64_t empty{0};             // clips that end without a prompt
    std::vector<std::string> problems; // sidecars that could not be read, patterns that gave up
};

// What rules may ask about a clip. Sidecar trouble is added to `problems`.
[[nodiscard]] Result<PromptContext> promptContextOf(const Library& library, const ClipRecord& clip,
                                                    const PromptTable* table,
                                                    std::vector<std::string>& problems);

// Errors: as PromptMaker::compile, Library, Cancelled (nothing stored).
[[nodiscard]] Result<PromptApplyReport> applyPromptRules(Library& library, const PromptRules& rules,
                                                         const PromptTable* table = nullptr,
                                                         const ProgressSink& progress = {},
                                                         const Cancellation& cancellation = {});

} // namespace attune::dataset
