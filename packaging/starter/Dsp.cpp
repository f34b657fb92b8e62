// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/Dsp.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune::starter {
namespace {

// The correction that rounds a unit jump at phase 0 over one sample on each side.
double polyBlep(double phase, double step) {
    if (phase < step) {
        const double t = phase / step;
        return t + t - t * t - 1.0;
    }
    if (phase > 1.0 - step) {
        const double t = (phase - 1.0) / step;
        return t * t + t + t + 1.0;
    }
    return 0.0;
}

float peakOf(const StereoSound& sound) {
    float peak = 0.0F;
    for (const float sample : sound.left) peak = std::max(peak, std::abs(sample));
    for (const float sample : sound.right) peak = std::max(peak, std::abs(sample));
    return peak;
}

void removeMean(std::vector<float>& samples) {
    double sum = 0.0;
    for (const float sample : samples) sum += sample;
    const auto mean = static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(samples.size(), 1)));
    for (float& sample : samples) sample -= mean;
}

} // namespace

double Oscillator::advance(double frequencyHz) noexcept {
    const double before = m_phase;
    m_phase += frequencyHz / kSampleRate;
    m_phase -= std::floor(m_phase);
    return before;
}

float Oscillator::sine(double frequencyHz) noexcept {
    return static_cast<float>(std::sin(kTwoPi * advance(frequencyHz)));
}

float Oscillator::saw(double frequencyHz) noexcept {
    const double step = frequencyHz / kSampleRate;
    const double phase = advance(frequencyHz);
    return static_cast<float>(2.0 * phase - 1.0 - polyBlep(phase, step));
}

float Oscillator::square(double frequencyHz, double width) noexcept {
    const double step = frequencyHz / kSampleRate;
    const double phase = advance(frequencyHz);
    double fallen = phase - width;
    fallen -= std::floor(fallen);
    const double naive = phase < width ? 1.0 : -1.0;
    return static_cast<float>(naive + polyBlep(phase, step) - polyBlep(fallen, step));
}

void Filter::set(double cutoffHz, double q) noexcept {
    const double cutoff = std::clamp(cutoffHz, 15.0, 0.45 * kSampleRate);
    m_g = std::tan(0.5 * kTwoPi * cutoff / kSampleRate);
    m_k = 1.0 / q;
}

Filter::Output Filter::process(float input) noexcept {
    const double a1 = 1.0 / (1.0 + m_g * (m_g + m_k));
    const double v3 = static_cast<double>(input) - m_integrator2;
    const double band = a1 * (m_integrator1 + m_g * v3);
    const double low = m_integrator2 + m_g * band;
    m_integrator1 = 2.0 * band - m_integrator1;
    m_integrator2 = 2.0 * low - m_integrator2;
    return {static_cast<float>(low), static_cast<float>(band * m_k),
            static_cast<float>(static_cast<double>(input) - m_k * band - low)};
}

double decay60(double seconds, double decaySeconds) noexcept {
    return std::exp(-6.907755 * seconds / decaySeconds);
}

double attack(double seconds, double attackSeconds) noexcept {
    return attackSeconds <= 0.0 ? 1.0 : std::min(1.0, seconds / attackSeconds);
}

double secondsOf(std::size_t frame) noexcept {
    return static_cast<double>(frame) / kSampleRate;
}

std::size_t framesOf(double seconds) noexcept {
    return std::min(kWindowFrames, static_cast<std::size_t>(std::max(0.02, seconds) * kSampleRate));
}

void saturate(StereoSound& sound, double amount) {
    if (amount <= 0.0) return;
    const double peak = std::max(1e-9F, peakOf(sound));
    const double drive = 0.5 + 9.0 * amount * amount;
    const auto shape = [&](float& sample) {
        sample = static_cast<float>(std::tanh(drive * static_cast<double>(sample) / peak) / std::tanh(drive));
    };
    std::for_each(sound.left.begin(), sound.left.end(), shape);
    std::for_each(sound.right.begin(), sound.right.end(), shape);
}

void addRoom(StereoSound& sound, double amount, double size) {
    if (amount <= 0.0) return;
    const std::size_t tail = framesOf(0.15 + 1.2 * size);
    const std::size_t frames = std::min(kWindowFrames, sound.frameCount() + tail);
    sound.left.resize(frames, 0.0F);
    sound.right.resize(frames, 0.0F);

    // Four delay lines mixed by a Hadamard matrix: dense and without a pitch of its own (Jot and Chaigne
    // 1991).
    constexpr std::array<double, 4> kDelayMs{29.7, 37.1, 41.1, 43.7};
    std::array<std::vector<float>, 4> lines;
    for (std::size_t i = 0; i < lines.size(); ++i)
        lines[i].assign(static_cast<std::size_t>(kDelayMs[i] * (0.3 + size) * kSampleRate / 1000.0) + 1,
                        0.0F);
    std::array<std::size_t, 4> heads{};
    std::array<float, 4> damped{};
    const auto feedback = static_cast<float>(0.35 + 0.5 * size);
    const auto wet = static_cast<float>(amount);
    for (std::size_t n = 0; n < frames; ++n) {
        std::array<float, 4> out{};
        for (std::size_t i = 0; i < 4; ++i) {
            damped[i] += 0.55F * (lines[i][heads[i]] - damped[i]);
            out[i] = damped[i];
        }
        const float a = out[0] + out[1];
        const float b = out[0] - out[1];
        const float c = out[2] + out[3];
        const float d = out[2] - out[3];
        const std::array<float, 4> mixed{(a + c) * 0.5F, (b + d) * 0.5F, (a - c) * 0.5F, (b - d) * 0.5F};
        for (std::size_t i = 0; i < 4; ++i) {
            lines[i][heads[i]] = (i % 2 == 0 ? sound.left[n] : sound.right[n]) + feedback * mixed[i];
            heads[i] = (heads[i] + 1) % lines[i].size();
        }
        sound.left[n] += wet * (out[0] + out[2]);
        sound.right[n] += wet * (out[1] + out[3]);
    }
}

StereoSound placed(const std::vector<float>& mono, double pan) {
    const double angle = (pan + 1.0) * 0.125 * kTwoPi;
    const auto gainLeft = static_cast<float>(std::cos(angle) * 1.41421356);
    const auto gainRight = static_cast<float>(std::sin(angle) * 1.41421356);
    StereoSound sound;
    sound.left.reserve(mono.size());
    sound.right.reserve(mono.size());
    for (const float sample : mono) {
        sound.left.push_back(sample * gainLeft);
        sound.right.push_back(sample * gainRight);
    }
    return sound;
}

void finish(StereoSound& sound, double peak) {
    removeMean(sound.left);
    removeMean(sound.right);
    const float loudest = peakOf(sound);
    if (loudest <= 0.0F) return;
    std::size_t end = sound.frameCount();
    const float threshold = loudest * 0.001F;
    while (end > 512 && std::abs(sound.left[end - 1]) < threshold &&
           std::abs(sound.right[end - 1]) < threshold)
        --end;
    sound.left.resize(end);
    sound.right.resize(end);
    const std::size_t fade = std::min<std::size_t>(end, kSampleRate * 8 / 1000);
    for (std::size_t i = 0; i < fade; ++i) {
        const float gain = static_cast<float>(i) / static_cast<float>(fade);
        sound.left[end - 1 - i] *= gain;
        sound.right[end - 1 - i] *= gain;
    }
    const float scale = static_cast<float>(peak) / loudest;
    for (float& sample : sound.left) sample *= scale;
    for (float& sample : sound.right) sample *= scale;
}

} // namespace attune::starter
