// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckpointWriter: writes torch zip files that Python's torch.load(weights_only=True) reads.
//
// Layout of a torch zip: stored (uncompressed) entries under one folder name; `data.pkl` (pickle protocol 2)
// refers to storages by number; `data/<n>` holds the bytes of storage n, aligned to 64; `byteorder` =
// "little", `version` = "3". Tensors are made dense on the CPU one at a time when the file is written, so the
// peak is one tensor. Atomic. Threads: one writer, one thread.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/NamedTensors.h"
#include "core/tensor/format/PickleWriter.h"

#include <c10/core/ScalarType.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace attune::tensor {

// Any tree: give plain values to pickle(), and tensors to tensor() where they belong, then write().
class CheckpointWriter {
public:
    [[nodiscard]] format::PickleWriter& pickle() noexcept { return m_pickle; }
    // Adds a tensor, to be cast to `type` when it is written. Errors: UnsupportedFormat for a type torch
    // cannot name.
    [[nodiscard]] Result<void> tensor(const at::Tensor& tensor, std::optional<c10::ScalarType> type = {});
    // An OrderedDict of tensors.
    [[nodiscard]] Result<void> stateDict(const NamedTensors& tensors,
                                         std::optional<c10::ScalarType> floatType = {});
    // `beforeEach` is called before each tensor with the number of those written; its error ends the writing.
    // Errors: those of AtomicFile and of LibTorch. The writer is used up.
    using Step = std::function<Result<void>(std::size_t written)>;
    [[nodiscard]] Result<void> write(const std::filesystem::path& file, const Step& beforeEach = {}) &&;

private:
    struct Pending {
        at::Tensor tensor;
        c10::ScalarType type;
    };
    format::PickleWriter m_pickle;
    std::vector<Pending> m_tensors; // storage n is the n-th
};

// {"state_dict": OrderedDict(tensors)}: the file that the reference calls unwrapped. Floating-point tensors
// are cast to `floatType` when given. Errors: those of AtomicFile; UnsupportedFormat for a type that torch's
// pickle cannot name.
[[nodiscard]] Result<void> writeStateDictCheckpoint(const std::filesystem::path& file,
                                                    const NamedTensors& stateDict,
                                                    std::optional<c10::ScalarType> floatType = {});

} // namespace attune::tensor
