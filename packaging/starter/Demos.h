// SPDX-License-Identifier: GPL-3.0-or-later
//
// Demos: sounds from a finished package by the way the product makes them, and figures of how well they hit.
//
// Threads: one.
#pragma once

#include "core/base/Result.h"
#include "packaging/starter/Sound.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace attune::starter {

struct DemoRequest {
    std::string prompt;
    double secondsTotal{1.0};
    std::uint64_t seed{1};
};

class DemoMaker {
public:
    // `package`: resources/starter. Errors: those of loading models.
    [[nodiscard]] static Result<DemoMaker> load(const std::filesystem::path& package);
    DemoMaker(DemoMaker&&) noexcept;
    ~DemoMaker();
    // One window each, in one batch.
    [[nodiscard]] Result<std::vector<StereoSound>> make(const std::vector<DemoRequest>& requests, int steps,
                                                        double guidance);
    // The first window of a sound, encoded (to the mean) and decoded.
    [[nodiscard]] StereoSound roundTrip(const StereoSound& sound) const;

private:
    struct Parts;
    explicit DemoMaker(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

// Tells kinds apart by their mean mel spectrograms: crude, but deaf to everything except what a sound is
// like.
class KindJudge {
public:
    // From `soundsAKind` synthesised sounds of each kind.
    [[nodiscard]] static Result<KindJudge> build(std::uint64_t seed, std::size_t soundsAKind);
    // Names of the kinds, the most similar first.
    [[nodiscard]] Result<std::vector<std::string>> rank(const StereoSound& sound) const;

private:
    std::vector<std::string> m_names;
    std::vector<std::vector<float>> m_centres; // parallel to m_names
};

} // namespace attune::starter
