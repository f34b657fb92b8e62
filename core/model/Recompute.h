// SPDX-License-Identifier: GPL-3.0-or-later
//
// Recompute: runs a function without keeping its activations and runs it again in the backward pass (Chen et
// al. 2016, "Training deep nets with sublinear memory cost"). Gradients are those of the plain function, bit
// for bit.
//
// The second run sees what the first saw: autocast, the given generators' states, gradients on.
// Threads: as autograd: the second run happens on the thread that runs the backward pass of the device.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <functional>
#include <vector>

namespace attune::model {

using TensorFunction = std::function<at::Tensor(const std::vector<at::Tensor>& inputs)>;

// `parameters`: every tensor with a gradient that `function` uses besides its inputs.
// `generators`: those it draws from. All inputs must be defined. With gradients off it just calls the
// function.
[[nodiscard]] at::Tensor recomputed(TensorFunction function, const std::vector<at::Tensor>& inputs,
                                    const std::vector<at::Tensor>& parameters,
                                    const std::vector<at::Generator>& generators = {});

} // namespace attune::model
