// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a sound file, from memory. What opens must decode to as many frames as it says, or give an error;
// every sample is a finite number.
#include "core/audio/AudioReader.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

using namespace attune;

// Not ours: libsndfile 1.2.0 loses what libvorbis allocates for a damaged Ogg file. A program that only opens
// and closes corpus/audio/damaged.ogg leaks the same.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:vorbis_info_init\n";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto reader = audio::AudioReader::openBytes(std::as_bytes(std::span(data, size)), "fuzz");
    if (!reader) return 0;
    const audio::AudioInfo info = reader->info();
    if (!info.sampleRate.isValid() || info.channelCount <= 0 || info.frameCount < 0) std::abort();
    constexpr FrameCount kStep = 4096;
    constexpr FrameCount kMost = 1 << 15; // a few bytes of some formats hold hours
    FrameCount total = 0;
    while (total < kMost) {
        const auto piece = reader->readNext(kStep);
        if (!piece) return 0;
        if (piece->isEmpty()) break;
        for (const float sample : piece->samples())
            if (!std::isfinite(sample)) std::abort();
        total += piece->frameCount();
    }
    if (total < kMost && total != info.frameCount) std::abort();
    if (info.frameCount > 0 && reader->seek(info.frameCount / 2)) static_cast<void>(reader->readNext(16));
    return 0;
}
