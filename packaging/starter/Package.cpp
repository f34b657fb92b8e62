// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/Package.h"

#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/tensor/SafeTensors.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace attune::starter {
namespace {

// Half precision, but for the frequencies of the rotary embedding, which lose too much.
tensor::NamedTensors halved(const tensor::NamedTensors& weights) {
    tensor::NamedTensors half;
    for (const auto& entry : weights) {
        const bool isWeight =
            entry.tensor.is_floating_point() && entry.name.find("inv_freq") == std::string::npos;
        half.set(entry.name, isWeight ? entry.tensor.to(torch::kHalf) : entry.tensor);
    }
    return half;
}

Result<void> copyFile(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code error;
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing, error);
    if (error) return fail(ErrorCode::WriteFailed, error.message(), utf8FromPath(to));
    return {};
}

Result<void> makeFolder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return fail(ErrorCode::WriteFailed, error.message(), utf8FromPath(folder));
    return {};
}

} // namespace

Result<void> writeScaledConfig(const Work& work, double scale) {
    ATTUNE_TRY(config::Json document, config::readJsonFile(work.modelConfig()));
    document["model"]["pretransform"]["scale"] = std::round(scale * 1e4) / 1e4;
    return config::writeJsonFile(work.scaledConfig(), document);
}

Result<void> packageModel(const Work& work, const std::filesystem::path& target) {
    ATTUNE_CHECK(makeFolder(target / "t5"));
    ATTUNE_TRY(const tensor::NamedTensors diffusion, tensor::readSafeTensors(work.diffusionWeights()));
    ATTUNE_TRY(const tensor::NamedTensors autoencoder, tensor::readSafeTensors(work.autoencoderWeights()));
    ATTUNE_TRY(const tensor::NamedTensors text, tensor::readSafeTensors(work.textWeights()));
    tensor::NamedTensors whole = halved(diffusion);
    for (const auto& entry : halved(autoencoder).withPrefix("pretransform.model."))
        whole.set(entry.name, entry.tensor);
    ATTUNE_CHECK(tensor::writeSafeTensors(target / "model.safetensors", whole));
    // The format: transformers reads no file without it.
    ATTUNE_CHECK(
        tensor::writeSafeTensors(target / "t5" / "model.safetensors", halved(text), {{"format", "pt"}}));
    ATTUNE_CHECK(copyFile(work.scaledConfig(), target / "model_config.json"));
    ATTUNE_CHECK(copyFile(work.textConfig(), target / "t5" / "config.json"));
    return copyFile(work.tokenizer(), target / "t5" / "spiece.model");
}

Result<void> packageClips(const Recordings& recordings, const std::filesystem::path& target) {
    // One instrument that no training heard, with strokes that resemble one another: what the tour trains on
    // some of them shows on those held out.
    const std::filesystem::path folder = target / "clips" / "tabla";
    ATTUNE_CHECK(makeFolder(folder));
    for (const Recording& recording : recordings.tabla)
        ATTUNE_CHECK(
            writeFlac(folder / pathFromUtf8(recording.name + ".flac"), recording.described.sound, ""));
    return {};
}

Result<void> writeFlac(const std::filesystem::path& file, const StereoSound& sound,
                       const std::string& prompt) {
    audio::AudioBuffer buffer(2, static_cast<FrameCount>(sound.frameCount()), SampleRate{kSampleRate});
    std::copy(sound.left.begin(), sound.left.end(), buffer.channel(0).begin());
    std::copy(sound.right.begin(), sound.right.end(), buffer.channel(1).begin());
    audio::AudioFileTags tags;
    tags.prompt = prompt;
    return audio::writeAudio(file, buffer, audio::FileFormat::Flac16, tags);
}

} // namespace attune::starter
