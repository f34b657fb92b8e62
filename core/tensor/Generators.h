// SPDX-License-Identifier: GPL-3.0-or-later
//
// Generators: random numbers that can be repeated. Every purpose (noise, timesteps, dropout of prompts, a
// demo, the held-out loss) draws from its own generator, seeded from one seed, so that adding a demo does not
// change the training.
//
// Threads: a generator belongs to one thread at a time; the functions are free of state.
#pragma once

#include "core/base/Result.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string_view>

namespace attune::tensor {

// A private generator on `device` (CPU or CUDA; "meta" gets a CPU one, which no meta kernel reads). Its
// stream equals that of Python's torch.Generator(device).manual_seed(seed). Errors: DeviceUnavailable.
[[nodiscard]] Result<at::Generator> makeGenerator(c10::Device device, std::uint64_t seed);
[[nodiscard]] at::Generator makeCpuGenerator(std::uint64_t seed);

// The whole state as a byte tensor on the CPU, to be kept in a checkpoint; restoring continues the stream bit
// by bit.
[[nodiscard]] at::Tensor stateOf(const at::Generator& generator);
// Errors: Corrupt when `state` is not one of this kind of generator.
[[nodiscard]] Result<void> restoreState(at::Generator& generator, const at::Tensor& state);

// An independent seed for the `index`-th use of `purpose` under `seed` (SplitMix64 finaliser over FNV-1a of
// the purpose; Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). Stable across
// versions: runs resume with it.
[[nodiscard]] std::uint64_t deriveSeed(std::uint64_t seed, std::string_view purpose,
                                       std::uint64_t index = 0) noexcept;

} // namespace attune::tensor
