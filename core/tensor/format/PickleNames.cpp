// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/PickleNames.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace attune::tensor::format {

namespace {

struct TypeNames {
    ElementType type;
    std::string_view storageClass; // in module torch; empty = none
    std::string_view dtype;
};
constexpr std::array kTypes{
    TypeNames{ElementType::F64, "DoubleStorage", "float64"},
    TypeNames{ElementType::F32, "FloatStorage", "float32"},
    TypeNames{ElementType::F16, "HalfStorage", "float16"},
    TypeNames{ElementType::BF16, "BFloat16Storage", "bfloat16"},
    TypeNames{ElementType::I64, "LongStorage", "int64"},
    TypeNames{ElementType::I32, "IntStorage", "int32"},
    TypeNames{ElementType::I16, "ShortStorage", "int16"},
    TypeNames{ElementType::I8, "CharStorage", "int8"},
    TypeNames{ElementType::U8, "ByteStorage", "uint8"},
    TypeNames{ElementType::Bool, "BoolStorage", "bool"},
    TypeNames{ElementType::F8E4M3, "", "float8_e4m3fn"},
    TypeNames{ElementType::F8E5M2, "", "float8_e5m2"},
    TypeNames{ElementType::U64, "", "uint64"},
    TypeNames{ElementType::U32, "", "uint32"},
    TypeNames{ElementType::U16, "", "uint16"},
};

// Only types whose values are data. A name is added here when a real checkpoint needs it, never a function
// with effects outside its result.
const std::unordered_map<std::string_view, PickleCall>& knownNames() {
    static const std::unordered_map<std::string_view, PickleCall> names{
        {"collections.OrderedDict", PickleCall::Dict},
        {"collections.Counter", PickleCall::Dict},
        {"collections.defaultdict", PickleCall::DictOfFactory},
        {"builtins.dict", PickleCall::Dict},
        {"builtins.list", PickleCall::List},
        {"builtins.tuple", PickleCall::Tuple},
        {"builtins.set", PickleCall::Set},
        {"builtins.frozenset", PickleCall::Set},
        {"builtins.int", PickleCall::Opaque},
        {"builtins.float", PickleCall::Opaque},
        {"builtins.bool", PickleCall::Opaque},
        {"builtins.str", PickleCall::Opaque},
        {"builtins.bytes", PickleCall::Opaque},
        {"builtins.bytearray", PickleCall::Opaque},
        {"builtins.complex", PickleCall::Opaque},
        {"builtins.slice", PickleCall::Opaque},
        {"builtins.range", PickleCall::Opaque},
        // Dictionaries under other names, in which Lightning keeps hyper-parameters.
        {"lightning_fabric.utilities.data.AttributeDict", PickleCall::Dict},
        {"lightning.fabric.utilities.data.AttributeDict", PickleCall::Dict},
        {"pytorch_lightning.utilities.parsing.AttributeDict", PickleCall::Dict},
        {"lightning.pytorch.utilities.parsing.AttributeDict", PickleCall::Dict},
        {"argparse.Namespace", PickleCall::Opaque},
        {"pathlib.PosixPath", PickleCall::Opaque},
        {"pathlib.WindowsPath", PickleCall::Opaque},
        {"pathlib.PurePosixPath", PickleCall::Opaque},
        {"pathlib.PureWindowsPath", PickleCall::Opaque},
        {"pathlib._local.PosixPath", PickleCall::Opaque},
        {"_codecs.encode", PickleCall::Opaque}, // how protocol 2 writes bytes
        {"numpy.dtype", PickleCall::Opaque},
        {"numpy.ndarray", PickleCall::Opaque},
        {"numpy.core.multiarray.scalar", PickleCall::Opaque},
        {"numpy.core.multiarray._reconstruct", PickleCall::Opaque},
        {"numpy._core.multiarray.scalar", PickleCall::Opaque},
        {"numpy._core.multiarray._reconstruct", PickleCall::Opaque},
        {"torch._utils._rebuild_tensor", PickleCall::Tensor},
        {"torch._utils._rebuild_tensor_v2", PickleCall::Tensor},
        {"torch._utils._rebuild_tensor_v3", PickleCall::TensorOfType},
        {"torch._utils._rebuild_parameter", PickleCall::FirstArgument},
        {"torch._utils._rebuild_parameter_with_state", PickleCall::FirstArgument},
        {"torch._tensor._rebuild_from_type_v2", PickleCall::CallOfArguments},
        {"torch.Size", PickleCall::Tuple},
        {"torch.device", PickleCall::Opaque},
        {"torch.Tensor", PickleCall::Never},
        {"torch.nn.parameter.Parameter", PickleCall::Never},
        {"torch.strided", PickleCall::Never},
        {"torch.storage.UntypedStorage", PickleCall::Never},
    };
    return names;
}

constexpr std::string_view kTorch = "torch.";

} // namespace

std::optional<PickleCall> pickleCallOf(std::string_view name) noexcept {
    if (const auto known = knownNames().find(name); known != knownNames().end()) return known->second;
    if (elementOfStorageClass(name) || elementOfDtype(name)) return PickleCall::Never;
    return std::nullopt;
}

std::optional<ElementType> elementOfStorageClass(std::string_view name) noexcept {
    if (name == "torch.storage.UntypedStorage") return ElementType::U8;
    if (!name.starts_with(kTorch)) return std::nullopt;
    name.remove_prefix(kTorch.size());
    const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeNames& type) {
        return !name.empty() && type.storageClass == name;
    });
    return found == kTypes.end() ? std::nullopt : std::optional(found->type);
}

std::optional<ElementType> elementOfDtype(std::string_view name) noexcept {
    if (!name.starts_with(kTorch)) return std::nullopt;
    name.remove_prefix(kTorch.size());
    const auto found =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeNames& type) { return type.dtype == name; });
    return found == kTypes.end() ? std::nullopt : std::optional(found->type);
}

std::string_view storageClassOf(ElementType type) noexcept {
    return std::find_if(kTypes.begin(), kTypes.end(),
                        [&](const TypeNames& names) { return names.type == type; })
        ->storageClass;
}

} // namespace attune::tensor::format
