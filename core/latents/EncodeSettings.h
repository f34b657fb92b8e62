// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodeSettings: how sounds become latents: which window of a sound, what is kept of the encoder's answer,
// and the identity of everything that decides the numbers, under which latents are stored and found again.
//
// Value types; free of threads. Shapes: D latent channels, L latent frames, R samples a latent frame, S
// frames of a window.
#pragma once

#include "core/audio/CropPad.h"
#include "core/base/Hash.h"
#include "core/base/Result.h"
#include "core/base/Units.h"
#include "core/config/Json.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::latents {

// What happens to sounds longer than the window.
enum class LongClips {
    CropStart,  // the first window; what follows is not heard (the reference with random_crop false)
    CropRandom, // one window somewhere, the same at every encode (the reference's default draws anew each
                // time)
    Pieces,     // consecutive windows, each a training item of its own
    Whole // all of it in one piece; the trainer cuts windows out of the latents, elsewhere at each visit
};
[[nodiscard]] std::string_view longClipsName(LongClips choice) noexcept; // "crop-start", …
[[nodiscard]] Result<LongClips> longClipsFromName(std::string_view name);

// The encoder answers with a normal distribution for each number; the reference draws from it once and keeps
// the draw.
enum class StoredParts {
    Mean,        // half the disk; the draw is then always the mean
    MeanAndScale // keeps the distribution, so that training may draw anew at each visit, or once, or take the
                 // mean
};
enum class StoredPrecision {
    Float32, // exactly what the encoder gave
    Float16  // half the disk, 3 digits: below the encoder's own noise, but no longer equal to a fresh encode
};

struct EncodeSettings {
    FrameCount windowFrames{0}; // S, at the model's rate; a multiple of R; 0 = the model's own, not yet asked
    LongClips longClips{LongClips::CropStart};
    audio::PieceOptions pieces; // for LongClips::Pieces
    std::uint64_t cropSeed{0};  // for LongClips::CropRandom
    StoredParts parts{StoredParts::MeanAndScale};
    StoredPrecision precision{StoredPrecision::Float32};

    [[nodiscard]] config::Json toJson() const;
    // Errors: InvalidConfig with the place.
    [[nodiscard]] static Result<EncodeSettings> fromJson(const config::JsonView& view);
};

// The encoder, as far as it decides the numbers.
struct EncoderIdentity {
    ContentHash weights; // of the encoder's tensors, whatever file they came in
    SampleRate sampleRate;
    int audioChannels{2};
    std::int64_t downsamplingRatio{0}; // R
    std::int64_t latentChannels{0};    // D
    std::string arithmetic{
        "fp32"}; // "fp32", or "fp16" where the model's config wants its autoencoder in half
};

// Encoder and stored form: what a latent store is made for. Its hash names the store's folder.
struct LatentIdentity {
    EncoderIdentity encoder;
    StoredParts parts{StoredParts::MeanAndScale};
    StoredPrecision precision{StoredPrecision::Float32};

    [[nodiscard]] config::Json toJson() const;
    [[nodiscard]] std::string folderName() const; // 16 hexadecimal digits
    // Bytes of one stored latent frame.
    [[nodiscard]] std::int64_t frameBytes() const noexcept;
};

// The windows that a sound of `sourceFrames` (at the model's rate) is encoded in: one, or several for Pieces.
// `sound` decides the offset of CropRandom. Requires windowFrames to be a multiple of R, and sourceFrames >
// 0.
[[nodiscard]] std::vector<audio::CropWindow> windowsOf(const EncodeSettings& settings,
                                                       const EncoderIdentity& encoder,
                                                       const ContentHash& sound, FrameCount sourceFrames);

} // namespace attune::latents
