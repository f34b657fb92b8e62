// SPDX-License-Identifier: GPL-3.0-or-later
//
// Parity: holds what our code computes against tensors recorded from the reference implementation.
//
// A fixture is a folder with a fixture.json that names its kind; tests/fixtures/README*.md define every
// tensor. One file here a kind, each calling the functions that the product calls. Nothing may depend on a
// fixture's name, sizes or number of steps.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace attune::parity {

struct Tolerance {
    double absolute{0.0};
    double relative{0.0}; // of the largest magnitude of the expected tensor
};

// Collects verdicts and prints one line a tensor: PASS|FAIL fixture tensor max_abs max_rel tolerance.
class Report {
public:
    explicit Report(std::string fixture) : m_fixture(std::move(fixture)) {}

    // Per tensor, in the max norm: max|actual - expected| <= absolute + relative * max|expected|. Integers
    // exactly. Shapes must agree, and NaN only where it is expected.
    void compare(const std::string& name, const at::Tensor& actual, const at::Tensor& expected,
                 Tolerance tolerance);
    // As compare, but relative to how far the tensor moved: max|a - e| <= relative * max|e - initial|.
    void compareMovement(const std::string& name, const at::Tensor& actual, const at::Tensor& expected,
                         const at::Tensor& initial, double movementTolerance);
    // A check that is no tensor: counts, file lists, refusals.
    void check(const std::string& name, bool holds, const std::string& detail = {});
    // A line that informs and does not count.
    void note(const std::string& text);

    [[nodiscard]] int passed() const noexcept { return m_passed; }
    [[nodiscard]] int failed() const noexcept { return m_failed; }

private:
    void line(bool holds, const std::string& name, double maxAbsolute, double maxRelative,
              const std::string& tolerance);
    std::string m_fixture;
    int m_passed{0};
    int m_failed{0};
};

// A fixture folder as a runner sees it.
struct Fixture {
    std::filesystem::path folder;
    config::Json description; // fixture.json
    Tolerance tolerance;      // its "tolerance"

    // inputs.safetensors, expected.safetensors, weights.safetensors or any other; empty map when `optional`
    // and absent.
    [[nodiscard]] Result<std::map<std::string, at::Tensor>> tensors(const std::string& fileName) const;
    // A path given in fixture.json, relative to the folder.
    [[nodiscard]] std::filesystem::path path(const std::string& key) const;
};

// Gradients as the model fixtures store them: whole, or every `grad_row_stride`-th row when too large.
[[nodiscard]] at::Tensor likeExpected(const at::Tensor& whole, const at::Tensor& expected,
                                      std::int64_t rowStride);

using Runner = std::function<Result<void>(const Fixture&, Report&)>;

// One function a kind, each in its own file Parity<Kind>.cpp.
Result<void> runAutoencoder(const Fixture& fixture, Report& report);
Result<void> runT5(const Fixture& fixture, Report& report);
Result<void> runTokenizer(const Fixture& fixture, Report& report);
Result<void> runConditioner(const Fixture& fixture, Report& report);
Result<void> runDit(const Fixture& fixture, Report& report);
Result<void> runModel(const Fixture& fixture, Report& report);
Result<void> runOptimizer(const Fixture& fixture, Report& report);
Result<void> runSchedule(const Fixture& fixture, Report& report);
Result<void> runTrain(const Fixture& fixture, Report& report);
Result<void> runTimesteps(const Fixture& fixture, Report& report);
Result<void> runSobol(const Fixture& fixture, Report& report);
Result<void> runBrownian(const Fixture& fixture, Report& report);
Result<void> runSampler(const Fixture& fixture, Report& report);
Result<void> runCheckpoint(const Fixture& fixture, Report& report);
Result<void> runPreEncoded(const Fixture& fixture, Report& report);

} // namespace attune::parity
