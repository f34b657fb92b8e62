// SPDX-License-Identifier: GPL-3.0-or-later
//
// Fft: power spectra of windowed real frames (FFTW, single precision).
//
// Ownership: an object owns its buffers; plans are made once per size and shared. Threads: an object belongs
// to one thread; objects on different threads are independent (FFTW's planner is guarded inside).
#pragma once

#include <memory>
#include <span>

namespace attune::audio {

class PowerSpectrum {
public:
    // Hann-windowed frames of `size`, a power of two in 64..65536.
    explicit PowerSpectrum(int size);
    PowerSpectrum(PowerSpectrum&& other) noexcept;
    PowerSpectrum& operator=(PowerSpectrum&& other) noexcept;
    PowerSpectrum(const PowerSpectrum&) = delete;
    PowerSpectrum& operator=(const PowerSpectrum&) = delete;
    ~PowerSpectrum();

    [[nodiscard]] int size() const noexcept;
    [[nodiscard]] int binCount() const noexcept { return size() / 2 + 1; }
    // Adds the frame's power per bin to `power` (binCount() values): 1 = a full-scale sine at that bin's
    // frequency. Requires frame.size() == size().
    void addTo(std::span<float> power, std::span<const float> frame);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace attune::audio
