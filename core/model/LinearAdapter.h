// SPDX-License-Identifier: GPL-3.0-or-later
//
// LinearAdapter: something added to the output of a Linear without touching its weight (see Adapters.h).
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

namespace attune::model {

class LinearAdapter {
public:
    virtual ~LinearAdapter() = default;
    // What it computes with and training changes.
    [[nodiscard]] virtual std::vector<at::Tensor> tensors() const = 0;
    // `output` [...,out] of the layer for `input` [...,in]; returns their sum with the adapter's part.
    [[nodiscard]] virtual at::Tensor addTo(const at::Tensor& output, const at::Tensor& input) const = 0;
};

} // namespace attune::model
