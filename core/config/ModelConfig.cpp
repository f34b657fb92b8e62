// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ModelConfig.h"

#include "core/base/Text.h"
#include "core/config/FieldReader.h"

namespace attune::config {

namespace {

// Far above any model, and low enough that lengths in samples and bytes can be multiplied without overflow.
constexpr std::int64_t kMostHz = 10'000'000;
constexpr std::int64_t kMostSamples = 1LL << 32;
constexpr std::int64_t kMostAudioChannels = 1024;

Result<void> checkRange(std::string_view key, std::int64_t value, std::int64_t most) {
    if (value <= 0)
        return fail(ErrorCode::InvalidConfig, concat(key, " should be greater than 0"), std::string(key));
    if (value > most)
        return fail(ErrorCode::InvalidConfig, concat(key, " should be at most ", most), std::string(key));
    return {};
}

} // namespace

Result<ModelConfig> ModelConfig::read(const std::filesystem::path& file) {
    ATTUNE_TRY(Json document, readJsonFile(file));
    auto config = fromJson(std::move(document));
    if (!config) { // the context holds the JSON path; people also need the file
        Error error = std::move(config).error();
        error.context = concat(utf8FromPath(file), ": ", error.context);
        return fail(std::move(error));
    }
    return config;
}

Result<ModelConfig> ModelConfig::fromJson(Json json) {
    ModelConfig config;
    config.document = std::move(json);
    const JsonView view(config.document, "");
    std::string type;
    FieldReader fields(view);
    fields.required("model_type", type)
        .required("sample_rate", config.sampleRate)
        .optional("sample_size", config.sampleSize)
        .optional("audio_channels", config.audioChannels)
        .known("model")
        .known("training");
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    ATTUNE_CHECK(checkRange("sample_rate", config.sampleRate, kMostHz));
    ATTUNE_CHECK(checkRange("audio_channels", config.audioChannels, kMostAudioChannels));
    if (config.sampleSize) ATTUNE_CHECK(checkRange("sample_size", *config.sampleSize, kMostSamples));

    ATTUNE_TRY(const JsonView model, view.at("model"));
    EmaDefault emaDefault = EmaDefault::On;
    if (type == "diffusion_cond") {
        config.kind = ModelKind::DiffusionCond;
        ATTUNE_TRY(config.diffusion, readDiffusionConfig(model));
    } else if (type == "autoencoder") {
        config.kind = ModelKind::Autoencoder;
        emaDefault = EmaDefault::Off;
        ATTUNE_TRY(config.autoencoder, readAutoencoderConfig(model));
    } else {
        return fail(ErrorCode::InvalidConfig, concat("model_type = \"", type, "\" is not supported"),
                    "model_type", "Attune works with \"diffusion_cond\" and \"autoencoder\".");
    }
    if (const auto training = view.find("training")) {
        ATTUNE_TRY(config.training, readTrainingBlock(*training, emaDefault));
    }
    return config;
}

const AutoencoderConfig* ModelConfig::anyAutoencoder() const noexcept {
    if (autoencoder) return &*autoencoder;
    return diffusion && diffusion->pretransform ? &diffusion->pretransform->autoencoder : nullptr;
}

std::int64_t ModelConfig::downsamplingRatio() const noexcept {
    const AutoencoderConfig* config = anyAutoencoder();
    return config != nullptr ? config->downsamplingRatio : 1;
}

std::int64_t ModelConfig::minInputSamples() const noexcept {
    return downsamplingRatio() * (diffusion ? diffusion->transformer.patchSize : 1);
}

std::int64_t ModelConfig::latentFramesFromSamples(std::int64_t samples) const noexcept {
    return samples / downsamplingRatio();
}

std::int64_t ModelConfig::latentChannels() const noexcept {
    return diffusion ? diffusion->ioChannels : autoencoder->latentDim;
}

std::optional<Objective> ModelConfig::objective() const noexcept {
    return diffusion ? std::optional(diffusion->objective) : std::nullopt;
}

std::optional<std::int64_t> ModelConfig::promptMaxLength() const noexcept {
    if (!diffusion || !diffusion->conditioning) return std::nullopt;
    const ConditionerConfig* prompt = diffusion->conditioning->prompt();
    return prompt != nullptr ? std::optional(prompt->maxLength) : std::nullopt;
}

std::optional<ModelConfig::NumberRange> ModelConfig::numberRange(std::string_view id) const noexcept {
    if (!diffusion || !diffusion->conditioning) return std::nullopt;
    const ConditionerConfig* number = diffusion->conditioning->find(id);
    if (number == nullptr || number->kind != ConditionerKind::Number) return std::nullopt;
    return NumberRange{number->minValue, number->maxValue};
}

bool ModelConfig::isArc() const noexcept {
    return (training && training->hasArc) || objective() == Objective::RfDenoiser;
}

} // namespace attune::config
