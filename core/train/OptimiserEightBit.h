// SPDX-License-Identifier: GPL-3.0-or-later
//
// OptimiserEightBit: numbers kept as one byte each, in blocks of 256 that share one float32 maximum. A byte
// is an index into a code book whose 256 values lie closely near zero and sparsely near one ("dynamic tree
// quantisation", Dettmers, arXiv 1511.04561; block-wise as in arXiv 2110.02861). Values and ties as in
// bitsandbytes' CUDA kernels.
//
// Plain ATen operations, so CPU and CUDA agree.
// Ownership: value types. Threads: one thread a tensor.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace attune::train {

inline constexpr std::int64_t kEightBitBlock = 256;

enum class CodeSign {
    Signed,  // -0.993 to 1, for first moments
    Unsigned // 0 to 1, for second moments
};

// The 256 values of a code book, ascending, float32 on the CPU.
[[nodiscard]] at::Tensor eightBitCodeBook(CodeSign sign);

class EightBitQuantiser {
public:
    EightBitQuantiser(CodeSign sign, const at::Device& device);

    // codes uint8 [n], absmax float32 [n / 256]; n a multiple of 256. Result float32 [n / 256, 256].
    [[nodiscard]] at::Tensor decode(const at::Tensor& codes, const at::Tensor& absmax) const;

    struct Encoded {
        at::Tensor codes;  // uint8 [blocks, 256]
        at::Tensor absmax; // float32 [blocks]
    };
    // values float32 [blocks, 256]. A negative value never becomes 0, a small positive one may.
    [[nodiscard]] Encoded encode(const at::Tensor& values) const;

private:
    CodeSign m_sign;
    at::Tensor m_book;       // float32 [256]
    at::Tensor m_boundaries; // float32 [255], half way between neighbours
    std::int64_t m_zeroCode; // which code is 0
};

} // namespace attune::train
