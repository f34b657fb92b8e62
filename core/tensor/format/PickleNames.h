// SPDX-License-Identifier: GPL-3.0-or-later
//
// PickleNames: the only names that a pickle may mention, and what a call of each becomes as data.
#pragma once

#include "core/tensor/format/SafeTensorsHeader.h" // ElementType

#include <optional>
#include <string_view>

namespace attune::tensor::format {

// What a call of a known name becomes.
enum class PickleCall {
    Never,         // a type that is mentioned, not called: torch.float32, torch.FloatStorage
    Dict,          // OrderedDict and other dictionaries: of nothing, of pairs, or of another dictionary
    DictOfFactory, // defaultdict: its first argument makes missing values
    Tuple,         // of a sequence: torch.Size
    List,
    Set,
    Tensor,          // _rebuild_tensor, _rebuild_tensor_v2: storage, offset, size, stride, …
    TensorOfType,    // _rebuild_tensor_v3: the same with the element type as seventh argument
    FirstArgument,   // _rebuild_parameter: the tensor that it wraps
    CallOfArguments, // _rebuild_from_type_v2: calls its first argument with its third
    Opaque           // kept as a name with arguments and never interpreted: numpy scalars, paths
};

// Empty for a name outside the list, which must be refused. `name` is "module.name".
[[nodiscard]] std::optional<PickleCall> pickleCallOf(std::string_view name) noexcept;

// The element type of a storage class ("torch.FloatStorage") or of a dtype ("torch.float32").
[[nodiscard]] std::optional<ElementType> elementOfStorageClass(std::string_view name) noexcept;
[[nodiscard]] std::optional<ElementType> elementOfDtype(std::string_view name) noexcept;
// "FloatStorage" of F32; empty where torch has no class of its own (8-bit floats, unsigned types but U8).
[[nodiscard]] std::string_view storageClassOf(ElementType type) noexcept;

} // namespace attune::tensor::format
