// SPDX-License-Identifier: GPL-3.0-or-later
//
// Units as types, so that a clip id is never taken for a step and a rate always says if it is valid.
//
// A frame is one sample of every channel; a sample is one number. Counts and positions are signed, because
// differences of positions are taken all the time.
#pragma once

#include <compare>
#include <cstdint>

namespace attune {

using FrameCount = std::int64_t; // length in frames
using FrameIndex = std::int64_t; // position in frames from the start of a file

struct SampleRate {
    int hz{0};
    [[nodiscard]] constexpr bool isValid() const noexcept { return hz > 0; }
    [[nodiscard]] constexpr double secondsFromFrames(FrameCount frames) const noexcept {
        return isValid() ? static_cast<double>(frames) / hz : 0.0;
    }
    auto operator<=>(const SampleRate&) const = default;
};

struct ClipId {
    std::int64_t value{0}; // row id in library.sqlite; 0 = none
    [[nodiscard]] constexpr bool isValid() const noexcept { return value > 0; }
    auto operator<=>(const ClipId&) const = default;
};

struct StepIndex {
    std::int64_t value{0}; // optimiser steps taken so far; 0 = the base model
    auto operator<=>(const StepIndex&) const = default;
};

} // namespace attune
