// SPDX-License-Identifier: GPL-3.0-or-later
//
// SeedSequence: NumPy's way of spreading a seed over many independent streams (O'Neill, "Developing a
// seed_seq alternative", 2015; numpy/random/bit_generator.pyx). torchsde's Brownian tree names its nodes by
// it.
//
// A pure function, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace attune::diffusion {

// The first `count` 32-bit words of SeedSequence(entropy, spawn_key=spawnKey,
// pool_size=poolSize).generate_state. `entropy` and `spawnKey` are lists of non-negative integers, each cut
// into 32-bit words, least significant first.
[[nodiscard]] std::vector<std::uint32_t> seedSequence(std::span<const std::uint64_t> entropy,
                                                      std::span<const std::uint64_t> spawnKey,
                                                      std::size_t poolSize, std::size_t count);

} // namespace attune::diffusion
