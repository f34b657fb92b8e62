// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipMetadata: what is said of one clip to the conditioners: "prompt" -> text, "seconds_total" -> number, …
// Keys that no conditioner asks for are carried along and ignored. Value type without torch.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <map>
#include <string>
#include <variant>

namespace attune::config {

using MetadataValue = std::variant<std::string, double>;
using ClipMetadata = std::map<std::string, MetadataValue, std::less<>>;

// From a JSON object. A list of one element stands for its element, booleans are numbers; values of other
// kinds (objects, longer lists, null) are left out, so a conditioner that needs one reports it missing.
// Errors: InvalidConfig when it is no object.
[[nodiscard]] Result<ClipMetadata> metadataFromJson(const JsonView& view);
[[nodiscard]] Json jsonFromMetadata(const ClipMetadata& metadata);

} // namespace attune::config
