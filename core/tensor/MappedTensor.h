// SPDX-License-Identifier: GPL-3.0-or-later
//
// MappedTensor: tensors that view a memory-mapped file, and the way to let their pages go.
//
// Copying a model out of a mapped file would leave both the copy and the file's pages resident; releasing
// each view after its copy keeps the peak at the size of the file. Threads: all functions from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/base/platform/Platform.h"

#include <ATen/core/Tensor.h>
#include <c10/core/Storage.h>

#include <memory>
#include <span>

namespace attune::tensor {

// A storage over `bytes`, which lie in `mapping`; it keeps the mapping alive. Read-only.
// Where the first byte is not aligned for `elementBytes`, the bytes are copied.
[[nodiscard]] c10::Storage storageFromMapping(std::shared_ptr<const platform::MappedFile> mapping,
                                              std::span<const std::byte> bytes, std::size_t elementBytes);

// True when the tensor's storage views a mapped file, so that it must not be written to.
[[nodiscard]] bool viewsMapping(const at::Tensor& tensor);

// Tells the system that a view's pages are not needed for now; reading them again reads the file again.
// Nothing happens for other tensors.
void releasePages(const at::Tensor& tensor) noexcept;

} // namespace attune::tensor
