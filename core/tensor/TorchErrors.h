// SPDX-License-Identifier: GPL-3.0-or-later
//
// TorchErrors: the one place where LibTorch's exceptions become Errors.
//
//     return guarded("decoding the demo", [&]() -> Result<at::Tensor> { … });
//
// c10::OutOfMemoryError is DeviceOutOfMemory; the CPU allocator's "not enough memory" and std::bad_alloc are
// OutOfMemory; everything else is Internal with the first line of LibTorch's text (its C++ stack is dropped).
// Threads: all functions from any thread.
#pragma once

#include "core/base/Result.h"

#include <exception>
#include <string>
#include <type_traits>
#include <utility>

namespace attune::tensor {

// `context` says what was being done, for example "training step 120".
[[nodiscard]] Error errorFromTorch(const std::exception& exception, std::string context);
// Of the exception being handled; call it inside a catch block.
[[nodiscard]] Error errorFromCurrentTorchException(std::string context) noexcept;

namespace detail {
template <typename T>
struct ResultOf {
    using Type = Result<T>;
};
template <typename T>
struct ResultOf<Result<T>> {
    using Type = Result<T>;
};
} // namespace detail

// Calls `function` and turns whatever it throws into an Error. A function that returns Result<T> gives
// Result<T>.
template <typename Function>
[[nodiscard]] auto guarded(std::string context, Function&& function) ->
    typename detail::ResultOf<std::invoke_result_t<Function>>::Type {
    using Value = std::invoke_result_t<Function>;
    try {
        if constexpr (std::is_void_v<Value>) {
            std::forward<Function>(function)();
            return {};
        } else {
            return std::forward<Function>(function)();
        }
    } catch (...) {
        return fail(errorFromCurrentTorchException(std::move(context)));
    }
}

} // namespace attune::tensor
