// SPDX-License-Identifier: GPL-3.0-or-later
//
// PythonJson: text as Python's json.dump writes it with its defaults: ", " and ": " between things,
// everything beyond ASCII as \uXXXX, NaN and Infinity as such words. Files made here then equal the
// reference's byte for byte.
//
// Threads: from any thread.
#pragma once

#include "core/config/Json.h"

#include <string>

namespace attune::latents {

// Requires valid UTF-8 in all strings (sanitizedUtf8 makes it so).
[[nodiscard]] std::string pythonJson(const config::Json& value);

// A double as Python prints it: "1.0", "0.5850697234274287", "1e-05", "1e+16".
[[nodiscard]] std::string pythonFloat(double value);

} // namespace attune::latents
