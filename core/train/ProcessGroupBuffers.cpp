// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/ProcessGroupBackends.h"

#include <ATen/ATen.h>

namespace attune::train {

namespace {

constexpr std::int64_t kBufferBytes = 64LL << 20;

c10::ScalarType travelType(c10::ScalarType type) {
    return type == c10::kHalf || type == c10::kBFloat16 ? c10::kFloat : type;
}

Result<void> throughOneBuffer(const std::vector<at::Tensor>& group,
                              const std::function<Result<void>(at::Tensor&)>& collective) {
    const at::NoGradGuard noGradient;
    if (group.size() == 1 && group.front().is_contiguous() &&
        travelType(group.front().scalar_type()) == group.front().scalar_type()) {
        at::Tensor whole = group.front().detach().view({-1});
        return collective(whole);
    }
    std::vector<at::Tensor> flat;
    for (const at::Tensor& tensor : group)
        flat.push_back(tensor.detach().reshape({-1}).to(travelType(tensor.scalar_type())));
    at::Tensor buffer = at::cat(flat);
    flat.clear();
    ATTUNE_CHECK(collective(buffer));
    std::int64_t offset = 0;
    for (const at::Tensor& tensor : group) {
        tensor.detach().copy_(buffer.narrow(0, offset, tensor.numel()).view(tensor.sizes()));
        offset += tensor.numel();
    }
    return {};
}

} // namespace

Result<void> inBuffers(const std::vector<at::Tensor>& tensors,
                       const std::function<Result<void>(at::Tensor&)>& collective) {
    std::vector<at::Tensor> group;
    std::int64_t bytes = 0;
    const auto flush = [&]() -> Result<void> {
        if (group.empty()) return {};
        ATTUNE_CHECK(throughOneBuffer(group, collective));
        group.clear();
        bytes = 0;
        return {};
    };
    for (const at::Tensor& tensor : tensors) {
        if (tensor.numel() == 0) continue;
        const auto size =
            tensor.numel() * static_cast<std::int64_t>(c10::elementSize(travelType(tensor.scalar_type())));
        const bool fits =
            group.empty() || (bytes + size <= kBufferBytes && group.front().device() == tensor.device() &&
                              travelType(group.front().scalar_type()) == travelType(tensor.scalar_type()));
        if (!fits) ATTUNE_CHECK(flush());
        group.push_back(tensor);
        bytes += size;
    }
    return flush();
}

} // namespace attune::train
