// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/Fingerprint.h"

#include "core/audio/Fft.h"
#include "core/audio/FingerprintView.h"
#include "core/base/Assert.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace attune::audio {

namespace {

constexpr double kLowestHz = 60.0;
constexpr double kBandsPerOctave = 6.0;
constexpr double kWindowSeconds = 2048.0 / 44100.0;
constexpr double kHopSeconds = 512.0 / 44100.0;
constexpr int kMostColumns = 64;

using Column = std::array<float, kFingerprintBands>; // power per band

Column meanOf(const Column& a, const Column& b) {
    Column mean;
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = 0.5F * (a[i] + b[i]);
    return mean;
}

// Columns of a sound whose length is not known yet: pairs are joined whenever there are too many.
class ColumnStore {
public:
    void add(const Column& column) {
        // Silence at the start and the end is left out; that in between is added once something follows.
        const float loudest = *std::ranges::max_element(column);
        m_loudest = std::max(m_loudest, loudest);
        constexpr float kSilence = 1e-7F;  // -70 dB of full scale
        constexpr float kFarBelow = 1e-6F; // -60 dB of the loudest so far
        if (loudest <= std::max(kSilence, m_loudest * kFarBelow)) {
            if (!m_columns.empty()) ++m_pendingSilent;
            return;
        }
        for (; m_pendingSilent > 0; --m_pendingSilent) append(Column{});
        append(column);
    }

    // At most kMostColumns.
    void finish() {
        if (m_partCount > 0) {
            for (float& power : m_part)
                power *= static_cast<float>(m_partCount) / static_cast<float>(1 << m_doublings);
            m_columns.push_back(m_part);
            m_partCount = 0;
        }
        while (m_columns.size() > kMostColumns) joinPairs();
    }

    [[nodiscard]] const std::vector<Column>& columns() const { return m_columns; }
    [[nodiscard]] int doublings() const { return m_doublings; }

private:
    void append(const Column& column) {
        // The mean of 2^doublings fine columns makes a stored one.
        if (m_partCount == 0) m_part = Column{};
        ++m_partCount;
        for (std::size_t i = 0; i < m_part.size(); ++i)
            m_part[i] += (column[i] - m_part[i]) / static_cast<float>(m_partCount);
        if (m_partCount < (std::int64_t{1} << m_doublings)) return;
        m_columns.push_back(m_part);
        m_partCount = 0;
        if (m_columns.size() == 2 * kMostColumns) joinPairs();
    }

    void joinPairs() {
        if (m_columns.size() % 2 != 0) m_columns.push_back(Column{});
        for (std::size_t i = 0; i < m_columns.size() / 2; ++i)
            m_columns[i] = meanOf(m_columns[2 * i], m_columns[2 * i + 1]);
        m_columns.resize(m_columns.size() / 2);
        ++m_doublings;
    }

    std::vector<Column> m_columns;
    Column m_part{};
    std::int64_t m_partCount{0};
    std::int64_t m_pendingSilent{0};
    int m_doublings{0};
    float m_loudest{0.0F};
};

int windowFrames(SampleRate rate) {
    const auto exact = static_cast<unsigned>(std::clamp(kWindowSeconds * rate.hz, 64.0, 65536.0));
    const unsigned below = std::bit_floor(exact);
    return static_cast<int>(exact - below < below * 2 - exact ? below : std::min(below * 2, 65536U));
}

} // namespace

struct FingerprintMaker::Impl {
    PowerSpectrum spectrum;
    int channelCount;
    FrameCount hop;
    std::vector<std::vector<float>> held; // [channel]: frames not used up yet
    std::vector<double> edges;            // of the bands, in bins
    std::vector<float> power;             // per bin
    std::vector<double> sums;             // running sums of `power`
    ColumnStore store;
    FrameCount taken{0};

    Impl(int channels, SampleRate rate)
        : spectrum(windowFrames(rate)), channelCount(channels),
          hop(std::max<FrameCount>(1, std::llround(kHopSeconds * rate.hz))),
          held(static_cast<std::size_t>(channels)), power(static_cast<std::size_t>(spectrum.binCount())),
          sums(power.size() + 1) {
        // The first window is centred on the first frame.
        for (auto& frames : held) frames.assign(static_cast<std::size_t>(spectrum.size() / 2), 0.0F);
        const double binsPerHz = static_cast<double>(spectrum.size()) / rate.hz;
        for (int i = 0; i <= kFingerprintBands; ++i) {
            const double hz = kLowestHz * std::exp2(i / kBandsPerOctave);
            edges.push_back(std::min(hz * binsPerHz + 0.5, static_cast<double>(power.size())));
        }
    }

    void useUp() {
        const auto window = static_cast<std::size_t>(spectrum.size());
        std::size_t at = 0;
        for (; at + window <= held.front().size(); at += static_cast<std::size_t>(hop)) {
            std::ranges::fill(power, 0.0F);
            for (const auto& frames : held) spectrum.addTo(power, std::span(frames).subspan(at, window));
            store.add(columnOfPower());
        }
        at = std::min(at, held.front().size());
        for (auto& frames : held)
            frames.erase(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(at));
    }

    // Mean power per bin in each band, whose edges may lie within bins.
    Column columnOfPower() {
        for (std::size_t k = 0; k < power.size(); ++k) sums[k + 1] = sums[k] + static_cast<double>(power[k]);
        const auto sumTo = [&](double edge) {
            const auto whole = static_cast<std::size_t>(edge);
            const double next = whole < power.size() ? static_cast<double>(power[whole]) : 0.0;
            return sums[whole] + (edge - static_cast<double>(whole)) * next;
        };
        Column column{};
        for (std::size_t i = 0; i < column.size(); ++i) {
            const double width = edges[i + 1] - edges[i];
            if (width > 0.0)
                column[i] =
                    static_cast<float>((sumTo(edges[i + 1]) - sumTo(edges[i])) / (width * channelCount));
        }
        return column;
    }
};

FingerprintMaker::FingerprintMaker(int channelCount, SampleRate sampleRate)
    : m_impl(std::make_unique<Impl>(channelCount, sampleRate)) {
    ATTUNE_ASSERT(channelCount > 0 && sampleRate.isValid());
}
FingerprintMaker::FingerprintMaker(FingerprintMaker&&) noexcept = default;
FingerprintMaker& FingerprintMaker::operator=(FingerprintMaker&&) noexcept = default;
FingerprintMaker::~FingerprintMaker() = default;

void FingerprintMaker::add(const AudioBuffer& piece) {
    Impl& impl = *m_impl;
    ATTUNE_ASSERT(piece.channelCount() == impl.channelCount);
    constexpr FrameCount kStepFrames = 1 << 16;
    for (FrameIndex at = 0; at < piece.frameCount(); at += kStepFrames) {
        const auto count = static_cast<std::size_t>(std::min(kStepFrames, piece.frameCount() - at));
        for (std::size_t c = 0; c < impl.held.size(); ++c) {
            const auto frames =
                piece.channel(static_cast<int>(c)).subspan(static_cast<std::size_t>(at), count);
            impl.held[c].insert(impl.held[c].end(), frames.begin(), frames.end());
        }
        impl.useUp();
    }
    impl.taken += piece.frameCount();
}

Fingerprint FingerprintMaker::finish() {
    Impl& impl = *m_impl;
    if (impl.taken > 0) {
        for (auto& frames : impl.held)
            frames.insert(frames.end(), static_cast<std::size_t>(impl.spectrum.size() / 2), 0.0F);
        impl.useUp();
    }
    impl.store.finish();
    const std::vector<Column>& columns = impl.store.columns();
    float loudest = 0.0F;
    for (const Column& column : columns) loudest = std::max(loudest, *std::ranges::max_element(column));
    Fingerprint print;
    if (loudest <= 0.0F) return print;
    const auto level = [&](float power) {
        const float db = 10.0F * std::log10(power / loudest + 1e-12F);
        return static_cast<std::uint8_t>(
            std::lround(std::clamp(2.0F * (db + kFingerprintRangeDb), 0.0F, 2.0F * kFingerprintRangeDb)));
    };
    const auto sounds = [&](const Column& column) { return level(*std::ranges::max_element(column)) > 0; };
    const auto first = std::ranges::find_if(columns, sounds);
    const auto last = std::find_if(columns.rbegin(), columns.rend(), sounds).base();
    for (auto column = first; column != last; ++column)
        for (const float power : *column) print.m_levels.push_back(level(power));
    print.m_columns = static_cast<int>(last - first);
    print.m_doublings = impl.store.doublings();
    return print;
}

Fingerprint fingerprintOf(const AudioBuffer& sound) {
    if (sound.isEmpty() || !sound.sampleRate().isValid()) return {};
    FingerprintMaker maker(sound.channelCount(), sound.sampleRate());
    maker.add(sound);
    return maker.finish();
}

// "AFP", version, columns, doublings, levels.
namespace {

constexpr std::array<char, 3> kMagic{'A', 'F', 'P'};
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 6;

} // namespace

std::vector<std::byte> Fingerprint::toBytes() const {
    std::vector<std::byte> bytes(kHeaderBytes + m_levels.size());
    std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
    bytes[3] = std::byte{kVersion};
    bytes[4] = static_cast<std::byte>(m_columns);
    bytes[5] = static_cast<std::byte>(m_doublings);
    if (!m_levels.empty()) std::memcpy(bytes.data() + kHeaderBytes, m_levels.data(), m_levels.size());
    return bytes;
}

Result<Fingerprint> Fingerprint::fromBytes(std::span<const std::byte> bytes) {
    if (bytes.size() < kHeaderBytes || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0)
        return fail(ErrorCode::Corrupt, "Not a fingerprint");
    const auto version = std::to_integer<std::uint8_t>(bytes[3]);
    if (version > kVersion)
        return fail(ErrorCode::VersionTooNew, "The fingerprint was made by a newer Attune");
    if (version < kVersion)
        return fail(ErrorCode::Corrupt, "The fingerprint is damaged"); // there was none before 1
    Fingerprint print;
    print.m_columns = std::to_integer<int>(bytes[4]);
    print.m_doublings = std::to_integer<int>(bytes[5]);
    const auto levels = bytes.subspan(kHeaderBytes);
    constexpr int kMostDoublings = 40; // of 11.6 ms: four centuries
    if (print.m_columns > kMostColumns || print.m_doublings > kMostDoublings ||
        levels.size() != static_cast<std::size_t>(print.m_columns) * kFingerprintBands)
        return fail(ErrorCode::Corrupt, "The fingerprint is damaged");
    print.m_levels.resize(levels.size());
    if (!levels.empty()) std::memcpy(print.m_levels.data(), levels.data(), levels.size());
    constexpr auto kMostLevel = static_cast<std::uint8_t>(2 * kFingerprintRangeDb);
    if (std::ranges::any_of(print.m_levels, [](std::uint8_t level) { return level > kMostLevel; }))
        return fail(ErrorCode::Corrupt, "The fingerprint is damaged");
    return print;
}

} // namespace attune::audio
