// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipEncoder: carries out an EncodePlan: sounds are decoded and resampled by a few threads while the calling
// thread encodes what is ready and puts it into the store.
//
// Clips are encoded in the order of the plan whatever thread was faster, so the same plan makes the same
// batches. A clip that cannot be read, or is silent, is reported and left out; nothing ever takes its place.
// What is encoded is flushed every few seconds and at the end, also when it is stopped: a killed encode loses
// seconds of work.
//
// Threads: encodeClips runs on the caller's thread (LibTorch's state is that thread's) and joins its loaders.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/encode/LatentEncoder.h"
#include "core/encode/SoundPool.h"
#include "core/latents/EncodePlan.h"
#include "core/latents/LatentStore.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace attune::encode {

struct ClipEncoderOptions {
    SoundPoolOptions loading;
    std::chrono::milliseconds flushEvery{10'000};
};

struct ClipFailure {
    ClipId clip;
    std::string name; // of the clip, with its offset where it has several windows
    Error error;
};

struct EncodeReport {
    std::int64_t encodedWindows{0};
    std::int64_t reusedWindows{0};     // were stored, or taken over from the shared store
    std::vector<ClipFailure> failures; // unreadable, changed, not finite
    // Their peak is below -60 dB (the reference puts another clip there); the store knows them from now on.
    std::vector<ClipFailure> silent;
    std::int64_t networkFrames{0}; // latent frames that went through the network
    double soundSeconds{0.0};      // encoded
    double elapsedSeconds{0.0};
    bool wasStopped{false}; // the rest is still to do

    [[nodiscard]] double framesPerSecond() const noexcept {
        return elapsedSeconds > 0.0 ? static_cast<double>(networkFrames) / elapsedSeconds : 0.0;
    }
};

struct EncodeHooks {
    ProgressSink progress;                // may be empty; told after each batch, in windows
    Cancellation cancellation;            // stops after the batch at hand; what is done is kept
    std::function<void()> betweenBatches; // may be empty; waits here while paused
};

// Puts the windows of `plan` into `store`. Trouble with a clip is in the report. Errors: those that end
// everything: DeviceOutOfMemory, OutOfMemory, DiskFull, WriteFailed, PermissionDenied, Internal; what was
// encoded before is kept.
[[nodiscard]] Result<EncodeReport> encodeClips(LatentEncoder& encoder, const latents::EncodePlan& plan,
                                               latents::LatentStore& store,
                                               const ClipEncoderOptions& options = {},
                                               const EncodeHooks& hooks = {});

} // namespace attune::encode
