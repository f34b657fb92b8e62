// SPDX-License-Identifier: GPL-3.0-or-later
//
// TypeChange: what else changes in the settings when another optimiser, schedule or way of drawing noise
// levels is chosen: each has options of its own, and those of the one before would be refused.
//
// Threads: pure function.
#pragma once

#include "core/config/Json.h"

#include <string_view>

namespace attune::ui {

// Gives the block at the front of `path` ("optimiser.type") the options of its type. What both have keeps its
// value where it means the same; lengths follow the run's steps. Other paths change nothing.
void adoptOptionsOfType(config::Json& document, std::string_view path);

} // namespace attune::ui
