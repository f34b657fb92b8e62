// SPDX-License-Identifier: GPL-3.0-or-later
//
// ParameterText: the words of the table of run settings (core/config/ParameterDescription.h) in the user's
// language.
//
// Threads: GUI thread (translations).
#pragma once

#include "core/config/Json.h"
#include "core/config/ParameterDescription.h"

#include <QString>

#include <string_view>

namespace attune::ui {

// A word of the table.
[[nodiscard]] QString parameterText(std::string_view text);
// The unit behind a value: "clips", of one "clip"; of bytes what they are in larger units.
[[nodiscard]] QString unitText(std::string_view unit, const config::Json& value);
// Whether the value is a 0 that the table has words for ("the model's length").
[[nodiscard]] bool isNamedZero(const config::ParameterDescription& parameter, const config::Json& value);

} // namespace attune::ui
