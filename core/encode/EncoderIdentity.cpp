// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/EncoderIdentity.h"

#include "core/base/Text.h"
#include "core/model/CheckpointKeys.h"

#include <ATen/core/Tensor.h>
#include <c10/core/ScalarType.h>

#include <algorithm>

namespace attune::encode {

namespace fs = std::filesystem;

Result<ContentHash> hashOfEncoder(const tensor::NamedTensors& weights) {
    ATTUNE_TRY(const auto autoencoder, model::bareAutoencoder(weights, model::WeightsOf::LastStep));
    const tensor::NamedTensors encoder = autoencoder.withoutPrefix("encoder.");
    if (encoder.empty()) return fail(ErrorCode::InvalidArgument, "The file holds no encoder");
    std::vector<const tensor::NamedTensors::Entry*> entries;
    for (const auto& entry : encoder) entries.push_back(&entry);
    std::sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    Hasher hasher;
    for (const auto* entry : entries) {
        const at::Tensor dense = entry->tensor.to(at::kCPU).contiguous();
        hasher.add(entry->name);
        hasher.add(c10::toString(dense.scalar_type()));
        for (const std::int64_t size : dense.sizes()) hasher.addNumber(size);
        hasher.add(std::span(static_cast<const std::byte*>(dense.const_data_ptr()), dense.nbytes()));
    }
    return hasher.digest();
}

Result<latents::EncoderIdentity> encoderIdentity(const config::ModelConfig& config,
                                                 const tensor::NamedTensors& weights) {
    const config::AutoencoderConfig* autoencoder = config.anyAutoencoder();
    if (autoencoder == nullptr) return fail(ErrorCode::InvalidConfig, "The model has no autoencoder");
    latents::EncoderIdentity identity;
    ATTUNE_TRY(const ContentHash hash, hashOfEncoder(weights));
    // The same weights with other activations or strides are another encoder.
    Hasher hasher;
    hasher.add(hash.hex());
    for (const std::int64_t stride : autoencoder->encoder.strides) hasher.addNumber(stride);
    hasher.addNumber(autoencoder->encoder.useSnake ? 1 : 0);
    identity.weights = hasher.digest();
    identity.sampleRate = SampleRate{static_cast<int>(config.sampleRate)};
    identity.audioChannels = static_cast<int>(autoencoder->inChannels);
    identity.downsamplingRatio = config.downsamplingRatio();
    identity.latentChannels = autoencoder->latentDim;
    return identity;
}

Result<ContentHash> hashOfTextEncoder(const fs::path& encoderFolder, const fs::path& tokenizerFolder,
                                      const Cancellation& cancellation) {
    std::error_code ignored;
    const bool hasSafeTensors = fs::exists(encoderFolder / "model.safetensors", ignored);
    const fs::path weights = encoderFolder / (hasSafeTensors ? "model.safetensors" : "pytorch_model.bin");
    Hasher hasher;
    for (const fs::path& file : {weights, encoderFolder / "config.json", tokenizerFolder / "spiece.model"}) {
        ATTUNE_TRY(const ContentHash hash, hashFile(file, cancellation));
        hasher.add(hash.hex());
    }
    return hasher.digest();
}

} // namespace attune::encode
