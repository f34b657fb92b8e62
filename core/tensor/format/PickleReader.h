// SPDX-License-Identifier: GPL-3.0-or-later
//
// PickleReader: reads Python pickles (protocols 2 to 5) as data and executes nothing. Free of LibTorch.
//
// A pickle is a program for a small stack machine, two of whose instructions call functions by name. This
// reader runs the machine but has no functions: it recognises the names that checkpoints of weights need (see
// PickleNames.cpp) and makes a value of each such call; any other name ends the reading with Refused,
// naming it. Bounded in every direction: values, stack, depth, and cycles are refused, so the tree can be
// walked freely. Threads: free functions.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/format/Pickle.h"

#include <cstddef>
#include <functional>
#include <span>

namespace attune::tensor::format {

struct PickleLimits {
    std::size_t values{2'000'000}; // in the tree; a checkpoint of a billion weights has about 100,000
    std::size_t depth{64};         // of containers in containers
    std::size_t walk{8'000'000};   // values met when the tree is walked without regard to sharing
};

struct PickleReading {
    PickleTree tree;
    std::size_t bytesRead{0}; // up to and with the STOP; more may follow (torch's older format)
};

// Errors: Refused (a name outside the list, or an instruction that runs code), Corrupt (truncated, malformed,
// over a limit), UnsupportedFormat (protocols 0 and 1, out-of-band buffers).
[[nodiscard]] Result<PickleReading> readPickle(std::span<const std::byte> bytes,
                                               const PickleLimits& limits = {});

// True when `bytes` begin with the mark of a pickle of protocol 2 to 5.
[[nodiscard]] bool looksLikePickle(std::span<const std::byte> bytes) noexcept;

} // namespace attune::tensor::format
