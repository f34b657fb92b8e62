// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckpointWriter: writes torch zip files that Python's torch.load(weights_only=True) reads.
//
// Layout of a torch zip: stored (uncompressed) entries under one folder name; `data.pkl` (pickle protocol 2) refers to
// storages by number; `data/<n>` holds the bytes of storage n, aligned to 64; `byteorder` = "little", `version` = "3".
// Tensors are made dense on the CPU one at a time, so the peak is one tensor. Atomic.
// Threads: one writer, one thread.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/NamedTensors.h"

#include <filesystem>

namespace attune::tensor {

// {"state_dict": OrderedDict(tensors)}: the file that the reference calls unwrapped.
// Errors: those of AtomicFile; UnsupportedFormat for a type that torch's pickle has no name for.
[[nodiscard]] Result<void> writeStateDictCheckpoint(const std::filesystem::path& file, const NamedTensors& stateDict);

} // namespace attune::tensor
