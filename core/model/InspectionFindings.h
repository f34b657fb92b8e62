// SPDX-License-Identifier: GPL-3.0-or-later
//
// InspectionFindings: what the facts of an inspection mean: findings in sentences, and whether the model can
// be trained.
#pragma once

#include "core/base/Error.h"
#include "core/model/ModelInspection.h"

namespace attune::model {

[[nodiscard]] Finding invalidConfig(const Error& error);

// Fills kindText, isArc, canTrain, cannotTrainReason and adds findings, gravest first, from everything else.
void judge(ModelInspection& inspection);

} // namespace attune::model
