// SPDX-License-Identifier: GPL-3.0-or-later
//
// ImportedClips: latents that a project took over from a pre-encoded folder, as rows beside its clips. They
// are trained on as they are: there is no sound to hear and nothing to edit.
//
// They have records with ids of their own, which never reach the library. Threads: from any thread; reading
// one document a pair belongs on a worker.
#pragma once

#include "core/base/Cancellation.h"
#include "core/dataset/ClipRecord.h"
#include "core/dataset/Library.h"

#include <filesystem>
#include <vector>

namespace attune::ui {

[[nodiscard]] constexpr bool isImported(dataset::SourceId source) noexcept {
    return source.value < 0;
}
[[nodiscard]] inline bool isImported(const dataset::ClipRecord& clip) noexcept {
    return isImported(clip.source);
}

struct ImportedClips {
    std::vector<dataset::SourceFolder> sources; // one a set; -1, -2, … by name
    std::vector<dataset::ClipRecord> clips;
    std::vector<Error> problems; // sets that could not be read
};

[[nodiscard]] ImportedClips readImportedClips(const std::filesystem::path& latentsFolder,
                                              const Cancellation& cancellation);

} // namespace attune::ui
