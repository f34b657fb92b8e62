// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckpointFile: opens any file that can hold weights: .safetensors, a torch zip, torch's older format, a
// bare state dict in either. The first bytes decide, never the extension. Nothing in a file is executed:
// pickles are read by format/PickleReader, which knows only data and refuses every other name.
//
// Opening reads headers and pickles only (a 5 GB file in well under a second). Tensors view the mapped file,
// share storages and have strides as saved, and are read-only (see SafeTensors.h). Ownership: values of
// root() live as long as the CheckpointFile; tensors keep the mapping alive themselves. Threads: const
// methods from any thread.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Result.h"
#include "core/tensor/NamedTensors.h"
#include "core/tensor/SafeTensors.h"
#include "core/tensor/format/Pickle.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace attune::tensor {

enum class ContainerKind { SafeTensors, TorchZip, TorchLegacy };
[[nodiscard]] std::string_view containerName(ContainerKind kind) noexcept; // "safetensors", "torch zip", …

// One tensor of a file, known without touching its data.
struct TensorInfo {
    std::string name;
    std::string typeName; // "F32", "BF16", …: names of safetensors
    std::vector<std::int64_t> shape;
    [[nodiscard]] std::int64_t elementCount() const noexcept;
};

class CheckpointFile {
public:
    // Errors: NotFound, PermissionDenied; UnsupportedFormat (not one of these kinds; compressed zip;
    // big-endian); Corrupt (truncated, inconsistent); Refused (a pickle that names code, by its name).
    [[nodiscard]] static Result<CheckpointFile> open(const std::filesystem::path& file);
    CheckpointFile(CheckpointFile&&) noexcept;
    CheckpointFile& operator=(CheckpointFile&&) noexcept;
    ~CheckpointFile();

    [[nodiscard]] ContainerKind container() const noexcept;
    [[nodiscard]] const std::filesystem::path& path() const noexcept;
    [[nodiscard]] std::int64_t sizeBytes() const noexcept;

    // Names at the top: "state_dict", "epoch", … ; empty for safetensors and bare state dicts.
    [[nodiscard]] std::vector<std::string> topLevelKeys() const;
    // The pickled tree; null for safetensors.
    [[nodiscard]] const format::PickleValue* root() const noexcept;
    // "__metadata__" of safetensors; empty for others.
    [[nodiscard]] const Metadata& metadata() const noexcept;

    // The weights: the entry "state_dict" where there is one, else the tensors at the top. Names, types,
    // shapes only.
    [[nodiscard]] const std::vector<TensorInfo>& tensorInfos() const noexcept;
    // All weights as views. Errors: Corrupt (a tensor outside its storage), UnsupportedFormat (an element
    // type).
    [[nodiscard]] Result<NamedTensors> stateDict() const;

    // A tensor anywhere in the tree (optimiser states). Errors as stateDict(); InvalidArgument when it is not
    // a tensor.
    [[nodiscard]] Result<at::Tensor> tensorFrom(const format::PickleValue& value) const;
    // Checks every stored byte against the file's own checksums (zip only, and where it has them). Errors:
    // Corrupt, Cancelled.
    [[nodiscard]] Result<void> verifyChecksums(const Cancellation& cancellation = {}) const;

private:
    struct Impl;
    explicit CheckpointFile(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

// open() and stateDict() in one.
[[nodiscard]] Result<NamedTensors> readStateDict(const std::filesystem::path& file);

} // namespace attune::tensor
