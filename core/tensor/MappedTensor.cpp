// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/MappedTensor.h"

#include <ATen/Functions.h>

#include <cstring>

namespace attune::tensor {

namespace {

struct View {
    std::shared_ptr<const platform::MappedFile> mapping;
    std::span<const std::byte> bytes;
};

// Its address also tells our storages from others, see viewOf().
void deleteView(void* context) {
    delete static_cast<View*>(context);
}

const View* viewOf(const at::Tensor& tensor) noexcept {
    if (!tensor.defined() || !tensor.has_storage()) return nullptr;
    const c10::DataPtr& data = tensor.storage().data_ptr();
    return data.get_deleter() == &deleteView ? static_cast<const View*>(data.get_context()) : nullptr;
}

} // namespace

c10::Storage storageFromMapping(std::shared_ptr<const platform::MappedFile> mapping,
                                std::span<const std::byte> bytes, std::size_t elementBytes) {
    if (reinterpret_cast<std::uintptr_t>(bytes.data()) % elementBytes != 0) {
        at::Tensor copy = at::empty({static_cast<std::int64_t>(bytes.size())}, at::kByte);
        std::memcpy(copy.mutable_data_ptr(), bytes.data(), bytes.size());
        return copy.storage();
    }
    void* address =
        const_cast<std::byte*>(bytes.data()); // LibTorch has no const storages; nobody writes, see header
    auto context = std::make_unique<View>(View{std::move(mapping), bytes});
    return {c10::Storage::use_byte_size_t(), bytes.size(),
            c10::DataPtr(address, context.release(), &deleteView, c10::Device(c10::kCPU)), nullptr, false};
}

bool viewsMapping(const at::Tensor& tensor) {
    return viewOf(tensor) != nullptr;
}

void releasePages(const at::Tensor& tensor) noexcept {
    if (const View* view = viewOf(tensor)) view->mapping->release(view->bytes);
}

} // namespace attune::tensor
