// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/LoadReport.h"

#include "core/base/Text.h"

namespace attune::tensor {

namespace {

constexpr std::size_t kNamesShown = 3;

// "a, b, c and 12 more"
std::string firstNames(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kNamesShown; ++i) text += (i > 0 ? ", " : "") + names[i];
    if (names.size() > kNamesShown) text += concat(" and ", names.size() - kNamesShown, " more");
    return text;
}

std::vector<std::string> describe(const std::vector<LoadReport::Mismatch>& mismatches) {
    std::vector<std::string> texts;
    for (const LoadReport::Mismatch& mismatch : mismatches)
        texts.push_back(concat(mismatch.name, " is ", shapeText(mismatch.found), " instead of ",
                               shapeText(mismatch.expected)));
    return texts;
}

void add(std::vector<std::string>& to, const std::vector<std::string>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

} // namespace

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

std::string LoadReport::summary() const {
    const std::size_t wanted = matched.size() + rebuilt.size() + missing.size() + mismatched.size();
    std::string text = concat(matched.size() + rebuilt.size(), " of ", wanted, " tensors loaded");
    if (!rebuilt.empty()) text += concat("; derived: ", firstNames(rebuilt));
    if (!missing.empty()) text += concat("; missing: ", firstNames(missing));
    if (!mismatched.empty()) text += concat("; of another shape: ", firstNames(describe(mismatched)));
    if (!unexpected.empty()) text += concat("; not used: ", firstNames(unexpected));
    return text;
}

Error LoadReport::toError(const std::string& what) const {
    const ErrorCode code =
        missing.empty() && !mismatched.empty() ? ErrorCode::ShapeMismatch : ErrorCode::MissingKey;
    return {code,
            concat("The weights do not fit ", what, ": ", summary()),
            {},
            "Check that the model configuration is the one this file was made with."};
}

void LoadReport::append(const LoadReport& other) {
    add(matched, other.matched);
    add(rebuilt, other.rebuilt);
    add(missing, other.missing);
    add(unexpected, other.unexpected);
    mismatched.insert(mismatched.end(), other.mismatched.begin(), other.mismatched.end());
}

} // namespace attune::tensor
