// SPDX-License-Identifier: GPL-3.0-or-later
//
// FingerprintView: a fingerprint unpacked for comparing: levels as numbers, shifted and stretched on demand.
//
// Value type; free of threads. Internal to the room.
#pragma once

#include "core/audio/Fingerprint.h"

#include <array>
#include <vector>

namespace attune::audio {

inline constexpr int kFingerprintBands = 45;
inline constexpr float kFingerprintRangeDb = 50.0F; // the floor lies this far below the loudest cell

// Levels [column][band] in dB above the floor.
struct LevelGrid {
    int bandCount{kFingerprintBands};
    std::vector<float> levels;
    std::vector<float> sumsBefore; // [column]: sum of all levels in earlier columns; one more than columns

    [[nodiscard]] int columnCount() const { return static_cast<int>(levels.size()) / bandCount; }
    [[nodiscard]] const float* column(int column) const { return levels.data() + column * bandCount; }
    void finish(); // fills sumsBefore
};

class FingerprintView {
public:
    explicit FingerprintView(const Fingerprint& print);

    [[nodiscard]] int columnCount() const { return m_grid.columnCount(); }
    [[nodiscard]] int doublings() const { return m_doublings; }
    [[nodiscard]] const LevelGrid& grid() const { return m_grid; }

    // Twice as long columns.
    void coarsen();
    // The grid a sound of other pitch and speed would have.
    [[nodiscard]] LevelGrid shifted(double semitones, double lengthFactor) const;

    // The mean spectrum in dB without its level, smoothed: where copies of a sound lie close to each other.
    using Spectrum = std::array<float, kFingerprintBands>;
    [[nodiscard]] Spectrum meanSpectrum() const;

private:
    LevelGrid m_grid;
    int m_doublings{0};
};

// similarity(), which may stop early and give something lower than the truth once it is below `least`.
[[nodiscard]] double similarityAtLeast(const Fingerprint& a, const Fingerprint& b, double least);

} // namespace attune::audio
