// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModuleLoading: copies weights into a module by name, strictly, with a report of every key.
//
// The reference skips keys that do not fit without a word, and then trains or plays noise. Here everything a
// module wants must be there. Only `inv_freq` may be absent: it follows from the configuration and some
// converters drop it. Threads: one thread per module.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/LoadReport.h"
#include "core/tensor/NamedTensors.h"

#include <torch/nn/module.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::tensor {

// What stands in for a key that the file lacks: a value, and the keys of the file that it was made from.
struct Substitute {
    at::Tensor tensor;
    std::vector<std::string> usedKeys; // without the prefix; they then do not count as unexpected
};
// Called for a missing key (without prefix) with the entries of the file under the prefix (without it).
// Example: `weight_v` of a convolution whose file holds a plain `weight`.
using SubstituteHook =
    std::function<std::optional<Substitute>(const std::string& name, const NamedTensors& source)>;

struct LoadPolicy {
    enum class Unexpected {
        Refuse, // keys that the module does not know are an error
        Ignore  // they are reported only: a file that holds more than this part (decoder.* of a T5)
    };
    enum class Storage {
        Copy, // into the module's own memory, whatever type and device that has; views' pages are let go
        Share // where type, device and layout agree, the module takes the file's tensor itself: nothing is
              // read until used, and nothing may be written. For inference.
    };
    Unexpected unexpected{Unexpected::Refuse};
    Storage storage{Storage::Copy};
    SubstituteHook substitute;
};

// Fills the parameters and buffers of `module` from the entries `prefix` + name.
// Errors: MissingKey, ShapeMismatch (both name the first keys); those of LibTorch. Nothing is copied unless
// all fits.
[[nodiscard]] Result<LoadReport> loadInto(torch::nn::Module& module, const NamedTensors& source,
                                          std::string_view prefix, const LoadPolicy& policy = {});
// The same without copying: what loadInto would say. Never fails for missing or mismatched keys.
[[nodiscard]] LoadReport compareKeys(const torch::nn::Module& module, const NamedTensors& source,
                                     std::string_view prefix, const LoadPolicy& policy = {});

// The same for names and shapes that are wanted, without a module.
[[nodiscard]] LoadReport compareKeys(const NamedTensors& wanted, const NamedTensors& source,
                                     const LoadPolicy& policy = {});

// Parameters and buffers by name (sharing their storage), in the order of Python's state_dict: of each module
// its parameters, then its buffers, then its children.
[[nodiscard]] NamedTensors stateDictOf(const torch::nn::Module& module);

} // namespace attune::tensor
