// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tests of encode share: a small autoencoder with random weights, and sounds made here.
#pragma once

#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "core/config/ModelConfig.h"
#include "core/encode/LatentEncoder.h"
#include "core/latents/EncodePlan.h"
#include "core/model/ModelFactory.h"
#include "tests/support/Files.h"

#include <QtCore/QtGlobal>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace attune::encode::test {

inline std::filesystem::path fixtures() {
    return attune::test::fixturesFolder();
}

// The autoencoder of a pre_encoded fixture: real structure, R = 128 or 64.
inline std::shared_ptr<model::OobleckAutoencoder> loadAutoencoder(const char* fixture = "pre_encoded_dir") {
    const auto folder = fixtures() / fixture;
    const auto config = config::ModelConfig::read(folder / "model.json").value();
    return model::ModelFactory::loadAutoencoder(config, folder / "weights.safetensors").value().autoencoder;
}

inline latents::LatentIdentity identityOf(const model::OobleckAutoencoder& autoencoder,
                                          latents::StoredParts parts = latents::StoredParts::MeanAndScale) {
    return {{ContentHash{1, 2}, SampleRate{44100}, 2, autoencoder.downsamplingRatio(),
             autoencoder.config().latentDim, "fp32"},
            parts,
            latents::StoredPrecision::Float32};
}

// A decaying tone with some noise in it; never silent.
inline audio::AudioBuffer makeSound(FrameCount frames, int seed, int channels = 2, int rate = 44100) {
    audio::AudioBuffer sound(channels, frames, SampleRate{rate});
    std::uint32_t state = 2463534242U + static_cast<std::uint32_t>(seed) * 7919U;
    for (FrameCount i = 0; i < frames; ++i)
        for (int channel = 0; channel < channels; ++channel) {
            state ^= state << 13U;
            state ^= state >> 17U;
            state ^= state << 5U;
            const double noise = static_cast<double>(state) / 4294967296.0 - 0.5;
            const double tone = std::sin(0.02 * static_cast<double>(i) * (1.0 + 0.1 * seed + 0.05 * channel));
            sound.channel(channel)[static_cast<std::size_t>(i)] =
                static_cast<float>(0.5 * tone + 0.2 * noise);
        }
    return sound;
}

// Writes a float WAV and describes it as the library would.
inline latents::EncodeClip writeClip(const std::filesystem::path& folder, const std::string& name,
                                     const audio::AudioBuffer& sound) {
    const auto file = folder / pathFromUtf8(name + ".wav");
    if (!audio::writeAudio(file, sound, audio::FileFormat::WavFloat)) qFatal("cannot write the test's sound");
    latents::EncodeClip clip;
    clip.file = file;
    clip.name = name;
    Hasher hasher;
    hasher.add(name);
    clip.sound = hasher.digest();
    clip.frames = sound.frameCount();
    clip.sampleRate = sound.sampleRate();
    return clip;
}

inline double largestDifference(const std::vector<float>& a, const std::vector<float>& b) {
    if (a.size() != b.size()) return HUGE_VAL;
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

inline double largestMagnitude(const std::vector<float>& values) {
    double largest = 0.0;
    for (const float value : values) largest = std::max(largest, std::abs(static_cast<double>(value)));
    return largest;
}

} // namespace attune::encode::test
