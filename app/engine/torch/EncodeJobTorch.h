// SPDX-License-Identifier: GPL-3.0-or-later
//
// The plan and the job behind Engine::planEncode and Engine::encodeJob.
#pragma once

#include "app/engine/EncodeJob.h"
#include "core/base/Result.h"

namespace attune::engine {

[[nodiscard]] Result<EncodePlan> planEncoding(const EncodeRequest& request);
// Errors of the job: those that end everything (see core/encode/ClipEncoder.h), those of the model's files.
[[nodiscard]] EncodeJobWithOutcome makeEncodeJob(EncodeRequest request);

} // namespace attune::engine
