// SPDX-License-Identifier: GPL-3.0-or-later
//
// JobText: titles and units of the engine's jobs in the user's language. The engine knows no translations;
// what is not known here is shown as it came.
//
// Threads: GUI thread (translations).
#pragma once

#include "core/base/Progress.h"

#include <QString>

#include <cstdint>
#include <string>

namespace attune::ui::jobtext {

[[nodiscard]] QString title(const std::string& title); // "Encode sounds", "Train warm kicks"
[[nodiscard]] QString unit(const std::string& unit, std::int64_t count); // "steps", of one "step"
// A run that stands still, paused, until the disk has room again; Progress::item says what it lacks.
[[nodiscard]] bool isWaitingForDisk(const Progress& progress);

} // namespace attune::ui::jobtext
