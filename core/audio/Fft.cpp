// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Fft.h"

#include "core/base/Assert.h"

#include <fftw3.h>

#include <bit>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <numbers>
#include <type_traits>
#include <vector>

namespace attune::audio {

namespace {

struct FreeAligned {
    void operator()(void* memory) const noexcept { fftwf_free(memory); }
};

struct DestroyPlan {
    void operator()(fftwf_plan plan) const noexcept { fftwf_destroy_plan(plan); }
};

struct Kernel {
    std::unique_ptr<std::remove_pointer_t<fftwf_plan>, DestroyPlan> plan; // lives as long as the program
    std::vector<float> window;
};

// One plan and window per size, made on first use and kept: planning is slow and not reentrant, executing is
// neither.
const Kernel& kernelOfSize(int size) {
    static std::mutex mutex; // guards FFTW's planner and the map
    static std::map<int, Kernel> kernels;
    const std::scoped_lock lock(mutex);
    Kernel& kernel = kernels[size];
    if (kernel.plan) return kernel;
    const auto count = static_cast<std::size_t>(size);
    const std::unique_ptr<float, FreeAligned> in(fftwf_alloc_real(count));
    const std::unique_ptr<fftwf_complex, FreeAligned> out(fftwf_alloc_complex(count / 2 + 1));
    if (!in || !out) throw std::bad_alloc();
    kernel.plan.reset(fftwf_plan_dft_r2c_1d(size, in.get(), out.get(), FFTW_ESTIMATE));
    if (!kernel.plan) throw std::bad_alloc();
    kernel.window.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        kernel.window[i] =
            static_cast<float>(0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / size));
    return kernel;
}

} // namespace

struct PowerSpectrum::Impl {
    const Kernel& kernel;
    int size;
    std::unique_ptr<float, FreeAligned> in;
    std::unique_ptr<fftwf_complex, FreeAligned> out;

    explicit Impl(int frames)
        : kernel(kernelOfSize(frames)), size(frames), in(fftwf_alloc_real(static_cast<std::size_t>(frames))),
          out(fftwf_alloc_complex(static_cast<std::size_t>(frames / 2 + 1))) {
        if (!in || !out) throw std::bad_alloc();
    }
};

PowerSpectrum::PowerSpectrum(int size) : m_impl(std::make_unique<Impl>(size)) {
    ATTUNE_ASSERT(size >= 64 && size <= 65536 && std::has_single_bit(static_cast<unsigned>(size)));
}
PowerSpectrum::PowerSpectrum(PowerSpectrum&&) noexcept = default;
PowerSpectrum& PowerSpectrum::operator=(PowerSpectrum&&) noexcept = default;
PowerSpectrum::~PowerSpectrum() = default;

int PowerSpectrum::size() const noexcept {
    return m_impl->size;
}

void PowerSpectrum::addTo(std::span<float> power, std::span<const float> frame) {
    Impl& impl = *m_impl;
    ATTUNE_ASSERT(frame.size() == static_cast<std::size_t>(impl.size) &&
                  power.size() == static_cast<std::size_t>(binCount()));
    float* const in = impl.in.get();
    for (std::size_t i = 0; i < frame.size(); ++i) in[i] = frame[i] * impl.kernel.window[i];
    fftwf_execute_dft_r2c(impl.kernel.plan.get(), in, impl.out.get());
    // A full-scale sine has magnitude size / 4 under a Hann window, whose mean is a half.
    const float scale = 16.0F / (static_cast<float>(impl.size) * static_cast<float>(impl.size));
    const fftwf_complex* const out = impl.out.get();
    for (std::size_t k = 0; k < power.size(); ++k)
        power[k] += scale * (out[k][0] * out[k][0] + out[k][1] * out[k][1]);
}

} // namespace attune::audio
