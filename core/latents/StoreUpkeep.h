// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreUpkeep: puts all stores of a project in order, whatever they hold and were made for: small shards are
// joined, records that are damaged or stored twice go. Used by clean-ups; an encode puts its own store in
// order at its end.
//
// Nothing is deleted before its successor is on the disk, so it may be killed at any moment. Threads: from
// any thread.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>

namespace attune::latents {

struct UpkeepReport {
    std::int64_t stores{0};
    std::int64_t shardsBefore{0};
    std::int64_t shardsAfter{0};
    std::int64_t bytesBefore{0}; // of the shards
    std::int64_t bytesAfter{0};
    [[nodiscard]] std::int64_t freedBytes() const noexcept { return bytesBefore - bytesAfter; }
};

// Every store below `folder` (latents/, and the text embeddings in it). A folder that is not there has none.
// A store that cannot be opened costs a warning and is left alone. Errors: Cancelled, those of
// ShardStore::compact.
[[nodiscard]] Result<UpkeepReport> compactStoresBelow(const std::filesystem::path& folder,
                                                      const ProgressSink& progress = {},
                                                      const Cancellation& cancellation = {});

} // namespace attune::latents
