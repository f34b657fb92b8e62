// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/FingerprintView.h"

#include "core/base/Assert.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune::audio {

namespace {

constexpr double kBandsPerSemitone = 0.5; // 6 bands an octave

float levelFromPower(float power) {
    return power > 0.0F
               ? std::clamp(10.0F * std::log10(power) + kFingerprintRangeDb, 0.0F, kFingerprintRangeDb)
               : 0.0F;
}

// Power relative to the loudest cell, of a level in half dB; nothing at the floor.
const std::array<float, 101>& powerOfLevel() {
    static const std::array<float, 101> table = [] {
        std::array<float, 101> powers{};
        for (std::size_t i = 1; i < powers.size(); ++i)
            powers[i] = std::pow(10.0F, (static_cast<float>(i) / 2.0F - kFingerprintRangeDb) / 10.0F);
        return powers;
    }();
    return table;
}

float powerFromLevel(float levelDb) {
    return powerOfLevel()[static_cast<std::size_t>(std::lround(2.0F * levelDb))];
}

} // namespace

void LevelGrid::finish() {
    sumsBefore.assign(static_cast<std::size_t>(columnCount()) + 1, 0.0F);
    for (int i = 0; i < columnCount(); ++i)
        sumsBefore[static_cast<std::size_t>(i) + 1] =
            std::accumulate(column(i), column(i) + bandCount, sumsBefore[static_cast<std::size_t>(i)]);
}

FingerprintView::FingerprintView(const Fingerprint& print) : m_doublings(print.m_doublings) {
    m_grid.levels.reserve(print.m_levels.size());
    for (const std::uint8_t level : print.m_levels) m_grid.levels.push_back(static_cast<float>(level) / 2.0F);
    m_grid.finish();
}

void FingerprintView::coarsen() {
    const int columns = (columnCount() + 1) / 2;
    LevelGrid coarse;
    coarse.levels.resize(static_cast<std::size_t>(columns * kFingerprintBands));
    for (int i = 0; i < columns; ++i)
        for (int band = 0; band < kFingerprintBands; ++band) {
            const float first = powerFromLevel(m_grid.column(2 * i)[band]);
            const float second =
                2 * i + 1 < columnCount() ? powerFromLevel(m_grid.column(2 * i + 1)[band]) : 0.0F;
            coarse.levels[static_cast<std::size_t>(i * kFingerprintBands + band)] =
                std::round(2.0F * levelFromPower(0.5F * (first + second))) / 2.0F;
        }
    coarse.finish();
    m_grid = std::move(coarse);
    ++m_doublings;
}

LevelGrid FingerprintView::shifted(double semitones, double lengthFactor) const {
    const int from = columnCount();
    const int columns = std::max(1, static_cast<int>(std::lround(from * lengthFactor)));
    const double bands = semitones * kBandsPerSemitone;
    LevelGrid grid;
    grid.levels.resize(static_cast<std::size_t>(columns * kFingerprintBands));
    std::array<float, kFingerprintBands> mixed{};
    for (int i = 0; i < columns; ++i) {
        const double place = std::clamp((i + 0.5) / lengthFactor - 0.5, 0.0, from - 1.0);
        const int before = static_cast<int>(place);
        const auto part = static_cast<float>(place - before);
        const float* a = m_grid.column(before);
        const float* b = m_grid.column(std::min(before + 1, from - 1));
        for (std::size_t band = 0; band < mixed.size(); ++band)
            mixed[band] = (1.0F - part) * a[band] + part * b[band];
        float* out = grid.levels.data() + static_cast<std::ptrdiff_t>(i) * kFingerprintBands;
        for (int band = 0; band < kFingerprintBands; ++band) {
            const double source = std::clamp(band - bands, 0.0, kFingerprintBands - 1.0);
            const auto below = static_cast<std::size_t>(source);
            const auto fraction = static_cast<float>(source - static_cast<double>(below));
            out[band] = (1.0F - fraction) * mixed[below] +
                        fraction * mixed[std::min<std::size_t>(below + 1, mixed.size() - 1)];
        }
    }
    grid.finish();
    return grid;
}

FingerprintView::Spectrum FingerprintView::meanSpectrum() const {
    Spectrum power{};
    for (int i = 0; i < columnCount(); ++i)
        for (std::size_t band = 0; band < power.size(); ++band)
            power[band] += powerFromLevel(m_grid.column(i)[band]);
    const float loudest = *std::ranges::max_element(power);
    Spectrum levels{};
    for (std::size_t band = 0; band < power.size(); ++band)
        levels[band] = loudest > 0.0F ? levelFromPower(power[band] / loudest) : 0.0F;
    Spectrum smooth{};
    for (std::size_t band = 0; band < levels.size(); ++band) {
        const float below = levels[band > 0 ? band - 1 : 0];
        const float above = levels[std::min(band + 1, levels.size() - 1)];
        smooth[band] = 0.25F * below + 0.5F * levels[band] + 0.25F * above;
    }
    const float mean =
        std::accumulate(smooth.begin(), smooth.end(), 0.0F) / static_cast<float>(smooth.size());
    for (float& level : smooth) level -= mean;
    return smooth;
}

// Comparing two grids at one lag: the mean difference in dB, weighted by level so that what sounds counts and
// what lies at the floor in both does not; a common gain is taken out first. 20 dB make a similarity of 0.
namespace {

constexpr float kDissimilarDb = 20.0F;

struct Overlap {
    int firstOfA;
    int firstOfB;
    int columns;
};

// Sums in lanes: an order of additions that compilers may turn into vector instructions.
constexpr int kLanes = 8;
using Lanes = std::array<float, kLanes>;

float sumOf(const Lanes& lanes) {
    return std::accumulate(lanes.begin(), lanes.end(), 0.0F);
}

template <typename Step>
void inLanes(int cells, Step&& step) {
    int i = 0;
    for (; i + kLanes <= cells; i += kLanes)
        for (int lane = 0; lane < kLanes; ++lane) step(i + lane, static_cast<std::size_t>(lane));
    for (int lane = 0; i < cells; ++i, ++lane) step(i, static_cast<std::size_t>(lane));
}

float similarityOfOverlap(const LevelGrid& a, const LevelGrid& b, const Overlap& overlap) {
    const int cells = overlap.columns * a.bandCount;
    const float* x = a.column(overlap.firstOfA);
    const float* y = b.column(overlap.firstOfB);
    Lanes weights{};
    Lanes differences{};
    inLanes(cells, [&](int i, std::size_t lane) {
        const float weight = std::max(x[i], y[i]);
        weights[lane] += weight;
        differences[lane] += weight * (x[i] - y[i]);
    });
    const float weight = sumOf(weights);
    if (weight <= 0.0F) return 0.0F;
    const float gain = sumOf(differences) / weight;
    Lanes distances{};
    inLanes(cells, [&](int i, std::size_t lane) {
        distances[lane] += std::max(x[i], y[i]) * std::abs(x[i] - y[i] - gain);
    });
    return 1.0F - sumOf(distances) / weight / kDissimilarDb;
}

float shareOf(const LevelGrid& grid, int first, int columns) {
    const float all = grid.sumsBefore.back();
    return all > 0.0F ? (grid.sumsBefore[static_cast<std::size_t>(first + columns)] -
                         grid.sumsBefore[static_cast<std::size_t>(first)]) /
                            all
                      : 0.0F;
}

// Lags at which enough of both overlaps: most of one sound, at least half of the other.
std::vector<Overlap> overlapsOf(const LevelGrid& a, const LevelGrid& b) {
    constexpr double kLeastColumns = 0.55; // of the shorter
    constexpr float kMostOfOne = 0.85F;
    constexpr float kHalfOfOther = 0.5F;
    const int lengthA = a.columnCount();
    const int lengthB = b.columnCount();
    const int least = std::max(1, static_cast<int>(std::ceil(kLeastColumns * std::min(lengthA, lengthB))));
    std::vector<Overlap> overlaps;
    for (int lag = least - lengthB; lag <= lengthA - least; ++lag) {
        Overlap overlap{std::max(0, lag), std::max(0, -lag), 0};
        overlap.columns = std::min(lengthA - overlap.firstOfA, lengthB - overlap.firstOfB);
        const auto [smaller, greater] = std::minmax(
            {shareOf(a, overlap.firstOfA, overlap.columns), shareOf(b, overlap.firstOfB, overlap.columns)});
        if (overlap.columns >= least && greater >= kMostOfOne && smaller >= kHalfOfOther)
            overlaps.push_back(overlap);
    }
    return overlaps;
}

// A few wide bands: enough to find the lag.
LevelGrid widened(const LevelGrid& grid) {
    constexpr int kJoined = 9;
    LevelGrid wide;
    wide.bandCount = grid.bandCount / kJoined;
    wide.levels.resize(static_cast<std::size_t>(grid.columnCount() * wide.bandCount));
    for (std::size_t i = 0; i < wide.levels.size(); ++i)
        wide.levels[i] =
            std::accumulate(grid.levels.begin() + static_cast<std::ptrdiff_t>(i) * kJoined,
                            grid.levels.begin() + static_cast<std::ptrdiff_t>(i + 1) * kJoined, 0.0F) /
            kJoined;
    wide.finish();
    return wide;
}

// The best few lags by the wide bands, best first, with their similarity there.
std::vector<std::pair<float, Overlap>> bestOverlaps(const LevelGrid& a, const LevelGrid& b) {
    constexpr std::size_t kTried = 3;
    const LevelGrid wideA = widened(a);
    const LevelGrid wideB = widened(b);
    std::vector<std::pair<float, Overlap>> found;
    for (const Overlap& overlap : overlapsOf(a, b))
        found.emplace_back(similarityOfOverlap(wideA, wideB, overlap), overlap);
    const std::size_t count = std::min(kTried, found.size());
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(count), std::greater<>(),
                              &std::pair<float, Overlap>::first);
    found.resize(count);
    return found;
}

float bestSimilarity(const FingerprintView& a, const FingerprintView& b, double least) {
    constexpr std::array<double, 5> kSemitones{0.0, 0.5, -0.5, 1.0, -1.0};
    // Wide bands average differences away, so a pair is at most a little more similar than they say.
    constexpr float kMargin = 0.1F;
    float best = 0.0F;
    for (const double semitones : kSemitones) {
        std::vector<double> lengthFactors{1.0}; // pitch alone, or as a tape at another speed
        if (semitones != 0.0) lengthFactors.push_back(std::exp2(-semitones / 12.0));
        for (const double factor : lengthFactors) {
            const LevelGrid moved = a.shifted(semitones, factor);
            const auto overlaps = bestOverlaps(moved, b.grid());
            if (semitones == 0.0 &&
                (overlaps.empty() || overlaps.front().first < static_cast<float>(least) - kMargin))
                return best;
            for (const auto& [wide, overlap] : overlaps)
                best = std::max(best, similarityOfOverlap(moved, b.grid(), overlap));
        }
        constexpr float kGoodEnough = 0.97F;
        if (best >= kGoodEnough) break;
    }
    return best;
}

} // namespace

double similarityAtLeast(const Fingerprint& a, const Fingerprint& b, double least) {
    if (a.isEmpty() || b.isEmpty()) return 0.0;
    if (b < a) return similarityAtLeast(b, a, least); // one is shifted against the other: always the same one
    FingerprintView viewA(a);
    FingerprintView viewB(b);
    while (viewA.doublings() < viewB.doublings()) viewA.coarsen();
    while (viewB.doublings() < viewA.doublings()) viewB.coarsen();
    return static_cast<double>(bestSimilarity(viewA, viewB, least));
}

double similarity(const Fingerprint& a, const Fingerprint& b) {
    return similarityAtLeast(a, b, 0.0);
}

} // namespace attune::audio
