// SPDX-License-Identifier: GPL-3.0-or-later
//
// PeakPyramid: min/max summaries of one clip so that any zoom level paints in constant time.
//
// Ownership: value type; copies are deep. Threads: const methods from any thread at once; build(), load() and
// save() on a worker, never on the GUI thread (build reads the whole file).
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Hash.h"
#include "core/base/Result.h"

#include <filesystem>
#include <span>
#include <vector>

namespace attune::audio {

struct PeakPyramidOptions {
    // Frames summarised by one entry of the finest level. Power of two, 64..4096.
    // Smaller: sharper at high zoom, more memory (8 bytes x channels x frames / value).
    FrameCount baseBlock{256};
};

class PeakPyramid {
public:
    struct Range {
        float min{0.0F}; // full scale is -1..+1; may exceed it
        float max{0.0F};
        bool operator==(const Range&) const = default;
    };

    PeakPyramid() = default; // of no sound

    // Decodes `file` once. Errors: those of AudioReader, InvalidArgument (options), Cancelled.
    [[nodiscard]] static Result<PeakPyramid> build(const std::filesystem::path& file,
                                                   const PeakPyramidOptions& options,
                                                   const Cancellation& cancellation = {});
    // Of sound in memory, for demos that were just made. Requires a valid baseBlock.
    [[nodiscard]] static PeakPyramid fromAudio(const AudioBuffer& sound,
                                               const PeakPyramidOptions& options = {});

    // A cache file holds the finest level in 16 bits (4 bytes x channels x frames / baseBlock) and the
    // identity of the sound. Errors of save: as writeFileAtomically. Of load: NotFound, ReadFailed, Corrupt
    // (also another identity).
    [[nodiscard]] Result<void> save(const std::filesystem::path& file, const ContentHash& identity) const;
    [[nodiscard]] static Result<PeakPyramid> load(const std::filesystem::path& file,
                                                  const ContentHash& identity);

    // Fills one Range per pixel for frames [begin, end) of `channel`; finer than a block, neighbours share a
    // value. Requires 0 <= begin <= end <= frameCount(); an empty interval yields {0, 0}.
    void ranges(int channel, FrameIndex begin, FrameIndex end, std::span<Range> out) const;

    [[nodiscard]] FrameCount frameCount() const noexcept { return m_frameCount; }
    [[nodiscard]] int channelCount() const noexcept { return m_channelCount; }
    [[nodiscard]] SampleRate sampleRate() const noexcept {
        return m_sampleRate;
    } // of the file, not of the model

private:
    class Builder;
    void buildUpperLevels();
    [[nodiscard]] Range rangeOf(int channel, FrameIndex begin, FrameIndex end) const;

    std::vector<std::vector<Range>>
        m_levels; // [level][block x channel]; level n covers baseBlock * 2^n frames
    FrameCount m_baseBlock{256};
    FrameCount m_frameCount{0};
    int m_channelCount{0};
    SampleRate m_sampleRate;
};

} // namespace attune::audio
