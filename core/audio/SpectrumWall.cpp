// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/SpectrumWall.h"

#include "core/audio/Fft.h"
#include "core/base/Assert.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace attune::audio {

namespace {

constexpr int kWindow = 4096;
constexpr int kMostWindows = 330; // half a minute at 44.1 kHz
constexpr int kLeastWindows = 2;
constexpr double kLowestWallHz = 10000.0;
constexpr double kHalfWidthHz = 350.0; // between the two sides of a wall
constexpr double kSmoothHz = 300.0;
constexpr double kBelowHz = 2000.0; // the spectrum must be even for so long before a wall
constexpr float kLeastFallDb = 20.0F;
constexpr float kMostUnevenDb = 15.0F;  // lines of a synthesiser are not
constexpr float kMostAfterDb = 6.0F;    // that may come back above the wall
constexpr float kLeastLevelDb = -85.0F; // of the loudest, just below the wall

} // namespace

struct SpectrumWallFinder::Impl {
    PowerSpectrum spectrum{kWindow};
    SampleRate sampleRate;
    std::vector<std::vector<float>> held; // [channel]: frames of a window that is not full yet
    std::vector<float> power;             // per bin, of all windows
    int windows{0};
};

SpectrumWallFinder::SpectrumWallFinder(int channelCount, SampleRate sampleRate)
    : m_impl(std::make_unique<Impl>()) {
    ATTUNE_ASSERT(channelCount > 0 && sampleRate.isValid());
    m_impl->sampleRate = sampleRate;
    m_impl->held.resize(static_cast<std::size_t>(channelCount));
    m_impl->power.resize(static_cast<std::size_t>(m_impl->spectrum.binCount()));
}
SpectrumWallFinder::SpectrumWallFinder(SpectrumWallFinder&&) noexcept = default;
SpectrumWallFinder& SpectrumWallFinder::operator=(SpectrumWallFinder&&) noexcept = default;
SpectrumWallFinder::~SpectrumWallFinder() = default;

void SpectrumWallFinder::add(const AudioBuffer& piece) {
    Impl& impl = *m_impl;
    ATTUNE_ASSERT(piece.channelCount() == static_cast<int>(impl.held.size()));
    for (FrameIndex at = 0; at < piece.frameCount() && impl.windows < kMostWindows;) {
        const auto lacking =
            static_cast<FrameCount>(kWindow) - static_cast<FrameCount>(impl.held.front().size());
        const FrameCount count = std::min(lacking, piece.frameCount() - at);
        for (std::size_t c = 0; c < impl.held.size(); ++c) {
            const auto frames = piece.channel(static_cast<int>(c))
                                    .subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(count));
            impl.held[c].insert(impl.held[c].end(), frames.begin(), frames.end());
        }
        at += count;
        if (impl.held.front().size() < kWindow) continue;
        for (auto& frames : impl.held) {
            impl.spectrum.addTo(impl.power, frames);
            frames.clear();
        }
        ++impl.windows;
    }
}

float SpectrumWallFinder::finish() const {
    const Impl& impl = *m_impl;
    if (impl.windows < kLeastWindows) return 0.0F;
    const double binsPerHz = static_cast<double>(kWindow) / impl.sampleRate.hz;
    const auto bins = [&](double hz) { return static_cast<std::size_t>(std::lround(hz * binsPerHz)); };
    const std::size_t half = bins(kSmoothHz / 2.0);
    const std::size_t count = impl.power.size();

    std::vector<double> sums(count + 1);
    for (std::size_t k = 0; k < count; ++k) sums[k + 1] = sums[k] + static_cast<double>(impl.power[k]);
    std::vector<float> level(count); // dB, smoothed
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t from = k > half ? k - half : 0;
        const std::size_t to = std::min(count, k + half + 1);
        level[k] = static_cast<float>(
            10.0 * std::log10((sums[to] - sums[from]) / static_cast<double>(to - from) + 1e-20));
    }
    const float loudest = *std::ranges::max_element(level);
    std::vector<float> loudestAfter(count); // of all bins from here up
    for (std::size_t k = count; k-- > 0;)
        loudestAfter[k] = k + 1 < count ? std::max(level[k], loudestAfter[k + 1]) : level[k];

    const std::size_t side = bins(kHalfWidthHz);
    std::size_t wall = 0;
    float fall = kLeastFallDb;
    for (std::size_t k = bins(kLowestWallHz); k + 2 * side < count; ++k) {
        const float before = level[k - side];
        const float after = level[k + side];
        if (before - after < fall || before < loudest + kLeastLevelDb ||
            loudestAfter[k + side] > after + kMostAfterDb)
            continue;
        const auto lowestBefore =
            *std::min_element(level.begin() + static_cast<std::ptrdiff_t>(k - bins(kBelowHz)),
                              level.begin() + static_cast<std::ptrdiff_t>(k - side));
        if (lowestBefore < before - kMostUnevenDb) continue;
        wall = k;
        fall = before - after;
    }
    return static_cast<float>(static_cast<double>(wall) / binsPerHz);
}

} // namespace attune::audio
