// SPDX-License-Identifier: GPL-3.0-or-later
//
// LoadReport: what became of every key when weights met a module.
#pragma once

#include "core/base/Error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::tensor {

struct LoadReport {
    struct Mismatch {
        std::string name;
        std::vector<std::int64_t> expected; // of the module
        std::vector<std::int64_t> found;    // in the file
    };
    std::vector<std::string> matched; // of the module, filled from the file
    std::vector<std::string>
        rebuilt; // of the module, absent from the file but derived (inv_freq, folded weights)
    std::vector<std::string> missing;    // of the module, absent from the file
    std::vector<std::string> unexpected; // in the file (under the prefix), unknown to the module
    std::vector<Mismatch> mismatched;    // in both, with different shapes

    [[nodiscard]] bool isComplete() const noexcept { return missing.empty() && mismatched.empty(); }
    [[nodiscard]] bool isExact() const noexcept { return isComplete() && unexpected.empty(); }
    // "745 of 745 tensors loaded", with counts of what was not and the first names.
    [[nodiscard]] std::string summary() const;
    // MissingKey or ShapeMismatch naming the first keys; `what` says whose weights ("the transformer").
    [[nodiscard]] Error toError(const std::string& what) const;
    // Joins the report of another part.
    void append(const LoadReport& other);
};

// "[1536, 64]"
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& shape);

} // namespace attune::tensor
