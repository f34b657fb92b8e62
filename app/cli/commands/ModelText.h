// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelText: model cards for people and programs.
#pragma once

#include "app/cli/Output.h"
#include "core/project/ModelCard.h"

#include <string>

namespace attune::cli {

void printCard(Output& out, const project::ModelCard& card);
// The card as the registry keeps it, which is documented in core/project/ModelCard.h.
[[nodiscard]] config::Json jsonFromCard(const project::ModelCard& card);
[[nodiscard]] std::string parametersText(std::int64_t parameters); // "341 M"

} // namespace attune::cli
