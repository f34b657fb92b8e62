// SPDX-License-Identifier: GPL-3.0-or-later
//
// In place of ProcessGroupC10d.cpp where LibTorch was built without Gloo (ATTUNE_WITH_DISTRIBUTED off).
#include "core/train/ProcessGroupBackends.h"

namespace attune::train {

namespace {

tl::unexpected<Error> absent() {
    return fail(ErrorCode::DeviceUnavailable, "This build of Attune trains in one process only", "WORLD_SIZE",
                "Start a single process, or build with a LibTorch that has Gloo.");
}

} // namespace

Result<std::shared_ptr<RendezvousStore>> joinStore(const ProcessGroupAddress& /*address*/,
                                                   std::chrono::seconds /*timeout*/) {
    return absent();
}

Result<std::unique_ptr<ProcessGroup>> joinGloo(const ProcessGroupAddress& /*address*/,
                                               const std::shared_ptr<RendezvousStore>& /*store*/,
                                               std::chrono::seconds /*timeout*/) {
    return absent();
}

} // namespace attune::train
