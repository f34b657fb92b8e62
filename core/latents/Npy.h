// SPDX-License-Identifier: GPL-3.0-or-later
//
// Npy: NumPy's array files (.npy), as far as latents need them: little-endian float16 and float32, C order.
//
// A file is "\x93NUMPY", a version (1.0; 2.0 and 3.0 are read too), the length of a header, the header (a
// Python dictionary with descr, fortran_order and shape, padded so that the data start at a multiple of 64)
// and the data. Written files equal NumPy's byte for byte. Files come from strangers: every length is checked
// before it is used. Source: numpy/lib/format.py and the "NPY format" page of NumPy's manual.
//
// Value types. Threads: from any thread.
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace attune::latents {

enum class NpyType { Float16, Float32 };

[[nodiscard]] std::size_t npyElementBytes(NpyType type) noexcept;

struct NpyArray {
    NpyType type{NpyType::Float32};
    std::vector<std::int64_t> shape;
    std::vector<std::byte> data; // as in the file, row by row

    [[nodiscard]] std::int64_t elementCount() const noexcept;
    [[nodiscard]] std::vector<float> toFloats() const; // halves converted exactly
    bool operator==(const NpyArray&) const = default;
};

// `name` is used in errors. Errors: Corrupt (no such file, cut off, an impossible shape); UnsupportedFormat
// (another element type or byte order, Fortran order, a version after 3.0), each saying what was found.
[[nodiscard]] Result<NpyArray> parseNpy(std::span<const std::byte> bytes, const std::string& name);
// Errors also: NotFound, PermissionDenied, ReadFailed.
[[nodiscard]] Result<NpyArray> readNpy(const std::filesystem::path& file);

// The bytes that numpy.save would write. Requires as many values as `shape` says.
[[nodiscard]] std::vector<std::byte> npyBytes(NpyType type, std::span<const std::int64_t> shape,
                                              std::span<const float> values);
// Errors: those of AtomicFile; NonFinite when a value is not finite or does not fit float16.
[[nodiscard]] Result<void> writeNpy(const std::filesystem::path& file, NpyType type,
                                    std::span<const std::int64_t> shape, std::span<const float> values);

} // namespace attune::latents
