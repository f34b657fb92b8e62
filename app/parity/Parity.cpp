// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/parity/Parity.h"

#include "core/base/Text.h"
#include "core/tensor/LoadReport.h"
#include "core/tensor/SafeTensors.h"

#include <ATen/Functions.h>

#include <cmath>
#include <cstdio>

namespace attune::parity {

namespace {

struct Difference {
    bool isComparable{false};
    double maxAbsolute{0.0};
    double maxExpected{0.0}; // the largest magnitude that was expected
    [[nodiscard]] double relative() const {
        return maxExpected > 0 ? maxAbsolute / maxExpected : (maxAbsolute > 0 ? INFINITY : 0.0);
    }
};

// Scalars are stored with one element; ours may have no dimension.
bool isSameShape(const at::Tensor& a, const at::Tensor& b) {
    return a.sizes() == b.sizes() || (a.numel() == 1 && b.numel() == 1 && a.dim() <= 1 && b.dim() <= 1);
}

at::Tensor asDoubles(const at::Tensor& tensor) {
    return tensor.detach().to(at::kCPU, at::kDouble).reshape({-1});
}

Difference difference(const at::Tensor& actual, const at::Tensor& expected) {
    Difference result;
    if (!actual.defined() || !isSameShape(actual, expected)) return result;
    result.isComparable = true;
    if (expected.numel() == 0) return result;
    const at::Tensor a = asDoubles(actual);
    const at::Tensor e = asDoubles(expected);
    // Equal infinities differ by nothing, nor does NaN where NaN is expected; any other NaN is kept by the
    // maximum.
    const at::Tensor isSame = at::logical_or(a == e, at::logical_and(a.isnan(), e.isnan()));
    const at::Tensor distance = at::where(isSame, at::zeros_like(a), (a - e).abs());
    result.maxAbsolute = distance.max().item<double>();
    result.maxExpected = at::nan_to_num(e, 0.0, 0.0, 0.0).abs().max().item<double>();
    return result;
}

std::string shapesText(const at::Tensor& actual, const at::Tensor& expected) {
    return actual.defined() ? concat("shape ", tensor::shapeText(actual.sizes().vec()), " instead of ",
                                     tensor::shapeText(expected.sizes().vec()))
                            : std::string("not produced");
}

std::string shortNumber(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", value);
    return text.data();
}

} // namespace

void Report::compare(const std::string& name, const at::Tensor& actual, const at::Tensor& expected,
                     Tolerance tolerance) {
    const Difference found = difference(actual, expected);
    if (!found.isComparable) {
        line(false, name, NAN, NAN, shapesText(actual, expected));
        return;
    }
    if (!expected.is_floating_point()) tolerance = {};
    const double limit = tolerance.absolute + tolerance.relative * found.maxExpected;
    line(found.maxAbsolute <= limit, name, found.maxAbsolute, found.relative(),
         concat(shortNumber(tolerance.absolute), "+", shortNumber(tolerance.relative), "*max"));
}

void Report::compareMovement(const std::string& name, const at::Tensor& actual, const at::Tensor& expected,
                             const at::Tensor& initial, double movementTolerance) {
    const Difference found = difference(actual, expected);
    const Difference moved = difference(initial, expected);
    if (!found.isComparable || !moved.isComparable) {
        line(false, name, NAN, NAN, shapesText(found.isComparable ? initial : actual, expected));
        return;
    }
    line(found.maxAbsolute <= movementTolerance * moved.maxAbsolute, name, found.maxAbsolute,
         moved.maxAbsolute > 0 ? found.maxAbsolute / moved.maxAbsolute : 0.0,
         concat(shortNumber(movementTolerance), "*movement"));
}

void Report::check(const std::string& name, bool holds, const std::string& detail) {
    line(holds, name, 0.0, 0.0, detail.empty() ? "exact" : detail);
}

void Report::note(const std::string& text) {
    std::printf("NOTE %s %s\n", m_fixture.c_str(), text.c_str());
}

void Report::line(bool holds, const std::string& name, double maxAbsolute, double maxRelative,
                  const std::string& tolerance) {
    ++(holds ? m_passed : m_failed);
    std::printf("%s %s %s %s %s %s\n", holds ? "PASS" : "FAIL", m_fixture.c_str(), name.c_str(),
                shortNumber(maxAbsolute).c_str(), shortNumber(maxRelative).c_str(), tolerance.c_str());
}

Result<std::map<std::string, at::Tensor>> Fixture::tensors(const std::string& fileName) const {
    const std::filesystem::path file = folder / pathFromUtf8(fileName);
    ATTUNE_TRY(const tensor::NamedTensors named, tensor::readSafeTensors(file));
    std::map<std::string, at::Tensor> all;
    for (const auto& [name, value] : named) all.emplace(name, value);
    return all;
}

std::filesystem::path Fixture::path(const std::string& key) const {
    return folder / pathFromUtf8(description.value(key, std::string()));
}

at::Tensor likeExpected(const at::Tensor& whole, const at::Tensor& expected, std::int64_t rowStride) {
    if (!whole.defined() || whole.sizes() == expected.sizes() || whole.dim() == 0) return whole;
    return whole.slice(0, 0, whole.size(0), rowStride);
}

} // namespace attune::parity
