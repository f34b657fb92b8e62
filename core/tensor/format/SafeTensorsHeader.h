// SPDX-License-Identifier: GPL-3.0-or-later
//
// SafeTensorsHeader: the front of a .safetensors file, read strictly from untrusted bytes. Free of LibTorch.
//
// A file is: header length (8 bytes, little-endian), header (JSON object), data. Each member of the object
// but
// "__metadata__" is a tensor {"dtype", "shape", "data_offsets": [begin, end)} relative to the data. As the
// format demands, the tensors must cover the data without gaps and without overlaps, and no name may appear
// twice. Threads: free functions and values.
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune::tensor::format {

enum class ElementType { F64, F32, F16, BF16, F8E4M3, F8E5M2, I64, I32, I16, I8, U64, U32, U16, U8, Bool };

[[nodiscard]] std::string_view elementName(ElementType type) noexcept; // "F32", "BF16", "F8_E4M3", …
[[nodiscard]] std::optional<ElementType> elementFromName(std::string_view name) noexcept;
[[nodiscard]] std::size_t elementSizeBytes(ElementType type) noexcept;

struct TensorRecord {
    std::string name;
    ElementType type{ElementType::F32};
    std::vector<std::int64_t> shape;
    std::uint64_t beginByte{0}; // in the file, not in the data part
    std::uint64_t endByte{0};
};

struct SafeTensorsHeader {
    std::vector<TensorRecord> tensors; // in the order of the header
    std::vector<std::pair<std::string, std::string>> metadata;
    std::uint64_t dataBegin{0};                                                   // in the file
    [[nodiscard]] const TensorRecord* find(std::string_view name) const noexcept; // linear
};

// Longer headers are refused; the format's own limit.
inline constexpr std::uint64_t kMaxSafeTensorsHeaderBytes = 100'000'000;

// True when `file` begins like a .safetensors file: a plausible length and a '{'.
[[nodiscard]] bool looksLikeSafeTensors(std::span<const std::byte> file) noexcept;

// `file` is the whole file, of which only the header is read.
// Errors: Corrupt (truncated, gaps, overlaps, sizes that do not agree, repeated names), UnsupportedFormat
// (element type).
[[nodiscard]] Result<SafeTensorsHeader> parseSafeTensorsHeader(std::span<const std::byte> file);

// How to write a file: its front, and the order in which the data follow it.
struct SafeTensorsLayout {
    std::string front;                  // length and JSON, padded with spaces to a multiple of 8
    std::vector<std::size_t> dataOrder; // places in the list of tensors
};

// The JSON keeps the order of `tensors`; the data are ordered by element size, largest first, so that every
// tensor is aligned to its type. Names, types and shapes are taken from `tensors`; their offsets are not
// looked at.
[[nodiscard]] SafeTensorsLayout
layOutSafeTensors(std::span<const TensorRecord> tensors,
                  std::span<const std::pair<std::string, std::string>> metadata);

} // namespace attune::tensor::format
