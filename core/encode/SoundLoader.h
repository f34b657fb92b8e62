// SPDX-License-Identifier: GPL-3.0-or-later
//
// SoundLoader: the windows of one sound file as the encoder hears them: decoded, resampled, cut, limited to
// full scale and with the model's channels, in the order in which the reference does it
// (stable_audio_tools/data/dataset.py).
//
// A file is read in pieces and no further than its last window, so a long recording costs the memory of its
// windows. Threads: from any thread.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/audio/CropPad.h"
#include "core/base/Cancellation.h"
#include "core/base/Result.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace attune::encode {

struct SoundRequest {
    std::filesystem::path file;
    std::optional<FrameCount> expectedFrames; // of the file, at its own rate, as the library knows it
    SampleRate sampleRate;                    // wanted
    int channelCount{2};                      // wanted, 1 or 2
    std::vector<audio::CropWindow> windows;   // by offset; at the wanted rate
};

// The sound of each window, [channelCount, window.validFrames]. Errors: those of AudioReader and Resampler
// with the file as context; Corrupt when the file no longer has the expected length; Cancelled.
[[nodiscard]] Result<std::vector<audio::AudioBuffer>> loadWindows(const SoundRequest& request,
                                                                  const Cancellation& cancellation = {});

} // namespace attune::encode
