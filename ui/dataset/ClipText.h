// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipText: the facts of a clip in words and numbers with units, the same in table, inspector and tooltip.
//
// Threads: GUI thread (translations, locale).
#pragma once

#include "core/dataset/ClipRecord.h"

#include <QString>

namespace attune::ui {
struct EncodeStates;
}

namespace attune::ui::cliptext {

[[nodiscard]] QString length(const dataset::ClipRecord& clip);   // "0.84 s", "2:31", "1:02:31"
[[nodiscard]] QString rate(const dataset::ClipRecord& clip);     // "44.1 k"
[[nodiscard]] QString channels(const dataset::ClipRecord& clip); // "stereo"
[[nodiscard]] QString loudness(const dataset::ClipRecord& clip); // "−11.4 LUFS"; "–" for silence
[[nodiscard]] QString split(const dataset::ClipRecord& clip);    // "train", "held out", "left out"
[[nodiscard]] QString longestSplit();                            // of the answers of split(), to give it room
// Unknown: nobody has said yet, or the clip takes no part.
enum class EncodeState { Unknown, No, Failed, Yes, Imported };
[[nodiscard]] EncodeState encodeState(const dataset::ClipRecord& clip, const EncodeStates* states);
// "yes", "no", "failed", "imported"; "–" for Unknown.
[[nodiscard]] QString encoded(const dataset::ClipRecord& clip, const EncodeStates* states);
[[nodiscard]] QString encodeProblem(const dataset::ClipRecord& clip,
                                    const EncodeStates* states); // empty = none
[[nodiscard]] QString longestEncoded();
[[nodiscard]] QString facts(const dataset::ClipRecord& clip);    // one line for the inspector
[[nodiscard]] QString findings(const dataset::ClipRecord& clip); // titles, comma between
[[nodiscard]] QString tooltip(const dataset::ClipRecord& clip);
[[nodiscard]] int worstSeverity(const dataset::ClipRecord& clip); // of dataset::Severity; -1 = nothing found

// The texts of core/dataset/Finding in the user's language.
[[nodiscard]] QString findingTitle(dataset::Finding finding);
[[nodiscard]] QString findingMeaning(dataset::Finding finding);
[[nodiscard]] QString findingRemedy(dataset::Finding finding);

} // namespace attune::ui::cliptext
