// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/TorchErrors.h"

#include "core/base/Text.h"

#include <c10/util/Exception.h>

#include <new>

namespace attune::tensor {

namespace {

// LibTorch appends where in its sources the error arose; the first line is what happened.
std::string firstLine(std::string text) {
    text.resize(std::min(text.find('\n'), text.size()));
    return text;
}

// The CPU allocator throws a plain error; this is its text in every version since 1.0.
bool isCpuAllocationFailure(std::string_view text) {
    return text.find("DefaultCPUAllocator: not enough memory") != std::string_view::npos ||
           text.find("DefaultCPUAllocator: can't allocate memory") != std::string_view::npos;
}

// Kernels launched without memory left come back as driver errors of these names instead of OutOfMemoryError.
bool isDeviceAllocationFailure(std::string_view text) {
    return text.find("CUDA out of memory") != std::string_view::npos ||
           text.find("CUDA error: out of memory") != std::string_view::npos ||
           text.find("CUBLAS_STATUS_ALLOC_FAILED") != std::string_view::npos;
}

Error deviceOutOfMemory(std::string text, std::string context) {
    return {ErrorCode::DeviceOutOfMemory, "The GPU ran out of memory: " + firstLine(std::move(text)),
            std::move(context),
            "Use a smaller batch, activation checkpointing, 8-bit optimiser state or LoRA, or close other "
            "programs that use the GPU."};
}

Error hostOutOfMemory(std::string context) {
    return {ErrorCode::OutOfMemory, "The computer ran out of memory", std::move(context),
            "Close other programs, or use a smaller batch or model."};
}

} // namespace

Error errorFromTorch(const std::exception& exception, std::string context) {
    if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr)
        return hostOutOfMemory(std::move(context));
    const auto* torchError = dynamic_cast<const c10::Error*>(&exception);
    if (torchError == nullptr) return errorFromException(exception, std::move(context));
    std::string text = torchError->what_without_backtrace();
    if (dynamic_cast<const c10::OutOfMemoryError*>(torchError) != nullptr || isDeviceAllocationFailure(text))
        return deviceOutOfMemory(std::move(text), std::move(context));
    if (isCpuAllocationFailure(text)) return hostOutOfMemory(std::move(context));
    return {ErrorCode::Internal, "LibTorch: " + firstLine(std::move(text)), std::move(context), {}};
}

Error errorFromCurrentTorchException(std::string context) noexcept {
    try {
        throw;
    } catch (const std::exception& exception) {
        try {
            return errorFromTorch(exception, std::move(context));
        } catch (...) {
            return Error{ErrorCode::OutOfMemory, {}, {}, {}};
        }
    } catch (...) {
        return errorFromCurrentException(std::move(context));
    }
}

} // namespace attune::tensor
