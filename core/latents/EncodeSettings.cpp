// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/EncodeSettings.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"

#include <algorithm>
#include <array>

namespace attune::latents {

using config::Json;
using config::JsonView;

namespace {

// Raised when the same settings would give other numbers than before.
constexpr int kAlgorithmVersion = 1;

constexpr std::array<std::pair<LongClips, std::string_view>, 4> kLongClipsNames{
    {{LongClips::CropStart, "crop-start"},
     {LongClips::CropRandom, "crop-random"},
     {LongClips::Pieces, "pieces"},
     {LongClips::Whole, "whole"}}};

std::string_view partsName(StoredParts parts) {
    return parts == StoredParts::Mean ? "mean" : "mean-and-scale";
}
std::string_view precisionName(StoredPrecision precision) {
    return precision == StoredPrecision::Float32 ? "float32" : "float16";
}

// SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads a hash evenly.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

} // namespace

std::string_view longClipsName(LongClips choice) noexcept {
    for (const auto& [value, name] : kLongClipsNames)
        if (value == choice) return name;
    return "crop-start";
}

Result<LongClips> longClipsFromName(std::string_view name) {
    for (const auto& [value, known] : kLongClipsNames)
        if (known == name) return value;
    return fail(ErrorCode::InvalidConfig, concat("\"", name, "\" is no way to treat long clips"), {},
                "Choose crop-start, crop-random, pieces or whole.");
}

Json EncodeSettings::toJson() const {
    return Json{{"window_frames", windowFrames},
                {"long_clips", longClipsName(longClips)},
                {"piece_hop_frames", pieces.hopFrames},
                {"least_piece_frames", pieces.leastFrames},
                {"crop_seed", cropSeed},
                {"parts", partsName(parts)},
                {"precision", precisionName(precision)}};
}

Result<EncodeSettings> EncodeSettings::fromJson(const JsonView& view) {
    EncodeSettings settings;
    ATTUNE_TRY(settings.windowFrames, view.integer("window_frames"));
    ATTUNE_TRY(const std::string longName, view.stringOr("long_clips", "crop-start"));
    ATTUNE_TRY(settings.longClips, longClipsFromName(longName));
    ATTUNE_TRY(settings.pieces.hopFrames, view.integerOr("piece_hop_frames", 0));
    ATTUNE_TRY(settings.pieces.leastFrames, view.integerOr("least_piece_frames", 0));
    ATTUNE_TRY(settings.cropSeed, view.unsignedOr("crop_seed", 0));
    ATTUNE_TRY(const std::string parts, view.stringOr("parts", std::string(partsName(settings.parts))));
    ATTUNE_TRY(const std::string precision,
               view.stringOr("precision", std::string(precisionName(settings.precision))));
    if (parts != partsName(StoredParts::Mean) && parts != partsName(StoredParts::MeanAndScale))
        return fail(ErrorCode::InvalidConfig, concat("\"", parts, "\" is neither mean nor mean-and-scale"),
                    view.path());
    if (precision != precisionName(StoredPrecision::Float32) &&
        precision != precisionName(StoredPrecision::Float16))
        return fail(ErrorCode::InvalidConfig, concat("\"", precision, "\" is neither float32 nor float16"),
                    view.path());
    if (settings.windowFrames < 0 || settings.pieces.hopFrames < 0 || settings.pieces.leastFrames < 0)
        return fail(ErrorCode::InvalidConfig, "Lengths of windows and pieces cannot be negative",
                    view.path());
    settings.parts = parts == partsName(StoredParts::Mean) ? StoredParts::Mean : StoredParts::MeanAndScale;
    settings.precision = precision == precisionName(StoredPrecision::Float32) ? StoredPrecision::Float32
                                                                              : StoredPrecision::Float16;
    return settings;
}

Json LatentIdentity::toJson() const {
    return Json{{"algorithm", kAlgorithmVersion},
                {"weights", encoder.weights.hex()},
                {"sample_rate", encoder.sampleRate.hz},
                {"audio_channels", encoder.audioChannels},
                {"downsampling_ratio", encoder.downsamplingRatio},
                {"latent_channels", encoder.latentChannels},
                {"arithmetic", encoder.arithmetic},
                {"parts", partsName(parts)},
                {"precision", precisionName(precision)}};
}

std::string LatentIdentity::folderName() const {
    Hasher hasher;
    hasher.add(toJson().dump());
    return hasher.digest().hex().substr(0, 16);
}

std::int64_t LatentIdentity::frameBytes() const noexcept {
    const std::int64_t numbers = encoder.latentChannels * (parts == StoredParts::Mean ? 1 : 2);
    return numbers * (precision == StoredPrecision::Float32 ? 4 : 2);
}

std::vector<audio::CropWindow> windowsOf(const EncodeSettings& settings, const EncoderIdentity& encoder,
                                         const ContentHash& sound, FrameCount sourceFrames) {
    const FrameCount ratio = encoder.downsamplingRatio;
    ATTUNE_ASSERT(ratio > 0 && settings.windowFrames > 0 && settings.windowFrames % ratio == 0 &&
                  sourceFrames > 0);
    const SampleRate rate = encoder.sampleRate;
    switch (settings.longClips) {
    case LongClips::CropStart:
        return {audio::cropWindow(sourceFrames, settings.windowFrames, rate)};
    case LongClips::CropRandom: {
        const FrameIndex most = audio::greatestCropOffset(sourceFrames, settings.windowFrames);
        const std::uint64_t draw = mixed(sound.low ^ mixed(sound.high ^ mixed(settings.cropSeed)));
        return {audio::cropWindow(sourceFrames, settings.windowFrames, rate,
                                  static_cast<FrameIndex>(draw % static_cast<std::uint64_t>(most + 1)))};
    }
    case LongClips::Pieces:
        return audio::piecesOfSource(sourceFrames, settings.windowFrames, rate, settings.pieces);
    case LongClips::Whole: {
        const FrameCount rounded = (sourceFrames + ratio - 1) / ratio * ratio;
        return {audio::cropWindow(sourceFrames, std::max(settings.windowFrames, rounded), rate)};
    }
    }
    return {};
}

} // namespace attune::latents
