// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dsp: the few building blocks that the synthesised sounds are made of.
//
// Threads: objects belong to one thread; functions are pure. Levels: full scale is -1..+1.
#pragma once

#include "packaging/starter/Random.h"
#include "packaging/starter/Sound.h"

#include <cstddef>
#include <vector>

namespace attune::starter {

inline constexpr double kTwoPi = 6.283185307179586;

// Phase in cycles with the naive waveforms made smooth at their jumps (PolyBLEP, Välimäki and Huovilainen
// 2007).
class Oscillator {
public:
    explicit Oscillator(double phase = 0.0) noexcept : m_phase(phase) {}

    [[nodiscard]] float sine(double frequencyHz) noexcept;
    [[nodiscard]] float saw(double frequencyHz) noexcept;
    [[nodiscard]] float square(double frequencyHz, double width = 0.5) noexcept;

private:
    double advance(double frequencyHz) noexcept; // returns the phase before the step

    double m_phase;
};

// State-variable filter by trapezoidal integration (Zavalishin, "The Art of VA Filter Design", ch. 4).
class Filter {
public:
    struct Output {
        float low;
        float band;
        float high;
    };
    // Cutoff is held below half the sample rate; q = 0.707 is flat, above 5 rings.
    void set(double cutoffHz, double q) noexcept;
    [[nodiscard]] Output process(float input) noexcept;

private:
    double m_g = 0.1;
    double m_k = 1.414;
    double m_integrator1 = 0.0;
    double m_integrator2 = 0.0;
};

// e^(-t/tau) such that the level has fallen by 60 dB at `decaySeconds`.
[[nodiscard]] double decay60(double seconds, double decaySeconds) noexcept;
// Rises in a straight line during `attackSeconds`, then stays 1.
[[nodiscard]] double attack(double seconds, double attackSeconds) noexcept;
[[nodiscard]] double secondsOf(std::size_t frame) noexcept;
[[nodiscard]] std::size_t framesOf(double seconds) noexcept; // at most one window

// tanh saturation relative to the peak; amount 0 leaves the sound as it is, 1 is heavy.
void saturate(StereoSound& sound, double amount);

// A small feedback-delay room added to both channels. size 0..1 scales the delays and the decay.
void addRoom(StereoSound& sound, double amount, double size);

// Places a mono signal: pan -1..1 at equal power.
[[nodiscard]] StereoSound placed(const std::vector<float>& mono, double pan);

// Removes the mean, fades the last 8 ms, cuts what is 60 dB below the peak at the end, sets the peak.
void finish(StereoSound& sound, double peak);

} // namespace attune::starter
