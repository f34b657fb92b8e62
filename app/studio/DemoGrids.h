// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoGrids: the demos of a run, folder by folder, as rows of prompts and columns of checkpoints.
//
// A row is what is compared: same prompt, seed, guidance, sampler and length. Threads: any; reads files.
#pragma once

#include "core/project/DemoIndex.h"
#include "core/project/RunRecord.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/TrainService.h"

namespace attune::studio {

[[nodiscard]] QString rowIdOf(const project::DemoRecord& demo);
[[nodiscard]] ui::DemoGrid readDemoGrid(const project::RunRecord& run,
                                        const std::vector<ui::CheckpointView>& checkpoints);

} // namespace attune::studio
