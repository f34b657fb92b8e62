// SPDX-License-Identifier: GPL-3.0-or-later
//
// Near duplicates among many clips: mean spectra of copies lie close together, so they fall into the same
// buckets of random projections; what shares a bucket is compared by its spectrum, and the closest are
// verified in full. Source of the hash: Datar, Immorlica, Indyk, Mirrokni, "Locality-sensitive hashing scheme
// based on p-stable distributions", SoCG 2004.
#include "core/audio/Fingerprint.h"
#include "core/audio/FingerprintView.h"
#include "core/base/Parallel.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <tuple>

namespace attune::audio {

namespace {

using Spectrum = FingerprintView::Spectrum;

// Measured on real sounds: of altered copies that similarity() accepts at 0.85, 99 % lie within 5 dB rms,
// against 4 % of unrelated sounds.
constexpr float kGreatestDistanceDb = 5.0F;
constexpr double kBucketWidthDb =
    45.0;                       // along a random direction; copies are 2 dB rms = 13 dB of length apart
constexpr int kProjections = 5; // that must agree for a common bucket
constexpr int kTables = 16;
constexpr std::size_t kNeighbours = 32; // looked at in a bucket on each side, whatever its size
constexpr std::size_t kCandidates = 48; // verified for each clip, at most

struct Candidate {
    float distance;
    std::size_t other;
    bool operator<(const Candidate& that) const {
        return std::pair(distance, other) < std::pair(that.distance, that.other);
    }
};

float distanceDb(const Spectrum& a, const Spectrum& b) {
    float sum = 0.0F;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(sum / static_cast<float>(a.size()));
}

// Normal deviates that are the same with every standard library (Box, Muller 1958).
class Deviates {
public:
    explicit Deviates(std::uint32_t seed) : m_engine(seed) {}
    double uniform() { return (static_cast<double>(m_engine()) + 0.5) / 4294967296.0; }
    double normal() {
        const double radius = std::sqrt(-2.0 * std::log(uniform()));
        return radius * std::cos(2.0 * std::numbers::pi * uniform());
    }

private:
    std::mt19937 m_engine;
};

double projected(const Spectrum& spectrum, const std::array<double, kFingerprintBands>& direction) {
    double sum = 0.0;
    for (std::size_t i = 0; i < spectrum.size(); ++i) sum += static_cast<double>(spectrum[i]) * direction[i];
    return sum;
}

// One table: every clip's bucket, and its place inside along one more direction.
struct Placed {
    std::uint64_t bucket;
    double place;
    std::size_t index;
    bool operator<(const Placed& that) const {
        return std::tie(bucket, place, index) < std::tie(that.bucket, that.place, that.index);
    }
};

std::vector<Placed> tableOf(const std::vector<Spectrum>& spectra, const std::vector<std::size_t>& indices,
                            Deviates& deviates) {
    std::array<std::array<double, kFingerprintBands>, kProjections + 1> directions{};
    std::array<double, kProjections> offsets{};
    for (auto& direction : directions)
        for (double& value : direction) value = deviates.normal();
    for (double& offset : offsets) offset = deviates.uniform() * kBucketWidthDb;
    std::vector<Placed> table;
    table.reserve(indices.size());
    for (const std::size_t index : indices) {
        std::uint64_t bucket = 0;
        for (std::size_t k = 0; k < kProjections; ++k) {
            const auto cell = static_cast<std::int64_t>(
                std::floor((projected(spectra[index], directions[k]) + offsets[k]) / kBucketWidthDb));
            bucket = bucket * 1000003U + static_cast<std::uint64_t>(cell + 4096);
        }
        table.push_back({bucket, projected(spectra[index], directions[kProjections]), index});
    }
    std::sort(table.begin(), table.end());
    return table;
}

// Keeps the kCandidates closest, each once.
void keep(std::vector<Candidate>& candidates, const Candidate& candidate) {
    if (candidates.size() == kCandidates && !(candidate < candidates.back())) return;
    const auto place = std::lower_bound(candidates.begin(), candidates.end(), candidate);
    if (place != candidates.end() && place->other == candidate.other) return;
    candidates.insert(place, candidate);
    if (candidates.size() > kCandidates) candidates.pop_back();
}

using PairList = std::vector<std::pair<std::size_t, std::size_t>>;

Result<PairList> candidatePairs(const std::vector<Spectrum>& spectra, const std::vector<std::size_t>& indices,
                                const Cancellation& cancellation) {
    std::vector<std::vector<Candidate>> closest(spectra.size());
    Deviates deviates(20041);
    for (int t = 0; t < kTables; ++t) {
        ATTUNE_CHECK(cancellation.check("Looking for near duplicates"));
        const std::vector<Placed> table = tableOf(spectra, indices, deviates);
        for (std::size_t i = 0; i < table.size(); ++i)
            for (std::size_t j = i + 1;
                 j < table.size() && j <= i + kNeighbours && table[j].bucket == table[i].bucket; ++j) {
                const std::size_t a = table[i].index;
                const std::size_t b = table[j].index;
                const float distance = distanceDb(spectra[a], spectra[b]);
                if (distance > kGreatestDistanceDb) continue;
                keep(closest[a], {distance, b});
                keep(closest[b], {distance, a});
            }
    }
    PairList pairs;
    for (std::size_t a = 0; a < closest.size(); ++a)
        for (const Candidate& candidate : closest[a])
            pairs.emplace_back(std::min(a, candidate.other), std::max(a, candidate.other));
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

} // namespace

Result<std::vector<NearDuplicatePair>> findNearDuplicates(std::span<const Fingerprint> fingerprints,
                                                          const NearDuplicateOptions& options,
                                                          const ProgressSink& progress,
                                                          const Cancellation& cancellation) {
    std::vector<Spectrum> spectra(fingerprints.size());
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < fingerprints.size(); ++i) {
        if (fingerprints[i].isEmpty()) continue;
        spectra[i] = FingerprintView(fingerprints[i]).meanSpectrum();
        indices.push_back(i);
    }
    ATTUNE_TRY(const PairList pairs, candidatePairs(spectra, indices, cancellation));

    // Verified in blocks, so that the threads do not meet for every pair.
    constexpr std::size_t kBlockPairs = 256;
    const std::size_t blocks = (pairs.size() + kBlockPairs - 1) / kBlockPairs;
    std::vector<NearDuplicatePair> found;
    using Block = std::vector<NearDuplicatePair>;
    ATTUNE_CHECK(forEachOrdered<Block>(
        blocks, options.workerCount, cancellation, "Looking for near duplicates",
        [&](std::size_t block) {
            Block near;
            for (std::size_t i = block * kBlockPairs; i < std::min(pairs.size(), (block + 1) * kBlockPairs);
                 ++i) {
                const auto [a, b] = pairs[i];
                const double value =
                    similarityAtLeast(fingerprints[a], fingerprints[b], options.leastSimilarity);
                if (value >= options.leastSimilarity) near.push_back({a, b, value});
            }
            return near;
        },
        [&](std::size_t block, const Block& near) -> Result<void> {
            found.insert(found.end(), near.begin(), near.end());
            if (progress)
                progress({"Looking for near duplicates",
                          static_cast<std::int64_t>(std::min(pairs.size(), (block + 1) * kBlockPairs)),
                          static_cast<std::int64_t>(pairs.size()),
                          "pairs",
                          {}});
            return {};
        }));
    return found;
}

} // namespace attune::audio
