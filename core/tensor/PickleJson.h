// SPDX-License-Identifier: GPL-3.0-or-later
//
// PickleJson: plain values of a pickled checkpoint as JSON, such as the model configuration that a training
// checkpoint carries.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/tensor/format/Pickle.h"

namespace attune::tensor {

// None, booleans, numbers, texts, lists, tuples, sets and dictionaries; whole-number keys become texts.
// Errors: UnsupportedFormat for anything else (tensors, bytes, objects).
[[nodiscard]] Result<config::Json> jsonFromPickle(const format::PickleValue& value);

} // namespace attune::tensor
