// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/AutoencoderConfig.h"

#include "core/base/Text.h"
#include "core/config/FieldReader.h"

#include <algorithm>

namespace attune::config {

namespace {

tl::unexpected<Error> invalid(std::string message, const std::string& path, std::string remedy = {}) {
    return fail(ErrorCode::InvalidConfig, std::move(message), path, std::move(remedy));
}

std::string place(const JsonView& view, std::string_view key) {
    return view.path().empty() ? std::string(key) : concat(view.path(), '.', key);
}

Result<void> requireWidths(const JsonView& view,
                           std::initializer_list<std::pair<std::string_view, std::int64_t>> values) {
    for (const auto& [key, value] : values)
        if (value <= 0 || value > kMostWidth)
            return invalid(concat(place(view, key), " should be greater than 0 and at most ", kMostWidth,
                                  ", not ", value),
                           place(view, key));
    return {};
}

// `type`, which must be the one kind we have, and the view of `config`.
Result<JsonView> configOfType(const JsonView& view, std::string_view wanted) {
    ATTUNE_TRY(const std::string type, view.string("type"));
    if (type != wanted)
        return invalid(
            concat(place(view, "type"), " = \"", type, "\" is not supported; only \"", wanted, "\" is"),
            place(view, "type"));
    return view.at("config");
}

// Strides and multipliers go in pairs; the reference ignores surplus strides.
Result<void> checkBlocks(const JsonView& view, const std::vector<std::int64_t>& multipliers,
                         std::vector<std::int64_t>& strides) {
    if (multipliers.empty()) return invalid(place(view, "c_mults") + " is empty", place(view, "c_mults"));
    if (strides.size() < multipliers.size())
        return invalid(concat(place(view, "strides"), " has ", strides.size(), " entries for ",
                              multipliers.size(), " in c_mults"),
                       place(view, "strides"));
    strides.resize(multipliers.size());
    const auto isWidth = [](std::int64_t value) { return value > 0 && value <= kMostWidth; };
    if (!std::ranges::all_of(multipliers, isWidth))
        return invalid(concat(place(view, "c_mults"), " should be from 1 to ", kMostWidth),
                       place(view, "c_mults"));
    if (!std::ranges::all_of(strides, isWidth))
        return invalid(concat(place(view, "strides"), " should be from 1 to ", kMostWidth),
                       place(view, "strides"));
    return {};
}

// Of values from 1 to kMostWidth; what is beyond any downsampling ratio is not multiplied further.
std::int64_t product(const std::vector<std::int64_t>& values) {
    std::int64_t product = 1;
    for (const std::int64_t value : values)
        if (product <= kMostWidth) product *= value;
    return product;
}

Result<OobleckEncoderConfig> readEncoder(const JsonView& outer) {
    FieldReader outerFields(outer);
    ATTUNE_CHECK(outerFields.known("type").known("config").known("requires_grad").finish(UnknownKeys::Note));
    ATTUNE_TRY(const JsonView view, configOfType(outer, "oobleck"));
    OobleckEncoderConfig config;
    FieldReader fields(view);
    fields.optional("in_channels", config.inChannels)
        .optional("channels", config.channels)
        .optional("latent_dim", config.latentDim)
        .optional("c_mults", config.channelMultipliers)
        .optional("strides", config.strides)
        .optional("use_snake", config.useSnake)
        .unsupported("antialias_activation", false);
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    ATTUNE_CHECK(requireWidths(view, {{"in_channels", config.inChannels},
                                      {"channels", config.channels},
                                      {"latent_dim", config.latentDim}}));
    ATTUNE_CHECK(checkBlocks(view, config.channelMultipliers, config.strides));
    return config;
}

Result<OobleckDecoderConfig> readDecoder(const JsonView& outer, bool& softClip) {
    FieldReader outerFields(outer);
    outerFields.known("type").known("config").known("requires_grad").optional("soft_clip", softClip);
    ATTUNE_CHECK(outerFields.finish(UnknownKeys::Note));
    ATTUNE_TRY(const JsonView view, configOfType(outer, "oobleck"));
    OobleckDecoderConfig config;
    FieldReader fields(view);
    fields.optional("out_channels", config.outChannels)
        .optional("channels", config.channels)
        .optional("latent_dim", config.latentDim)
        .optional("c_mults", config.channelMultipliers)
        .optional("strides", config.strides)
        .optional("use_snake", config.useSnake)
        .unsupported("antialias_activation", false)
        .optional("use_nearest_upsample", config.useNearestUpsample)
        .optional("final_tanh", config.finalTanh);
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    ATTUNE_CHECK(requireWidths(view, {{"out_channels", config.outChannels},
                                      {"channels", config.channels},
                                      {"latent_dim", config.latentDim}}));
    ATTUNE_CHECK(checkBlocks(view, config.channelMultipliers, config.strides));
    return config;
}

Result<BottleneckKind> readBottleneck(const JsonView& view) {
    const auto bottleneck = view.find("bottleneck");
    if (!bottleneck) return BottleneckKind::None;
    ATTUNE_TRY(const std::string type, bottleneck->string("type"));
    if (type == "vae") return BottleneckKind::Vae;
    return invalid(concat(place(*bottleneck, "type"), " = \"", type, "\" is not supported; only \"vae\" is"),
                   place(*bottleneck, "type"));
}

// What the reference trusts and then fails on, or worse, does not.
Result<void> checkAutoencoder(const JsonView& view, const AutoencoderConfig& config) {
    const std::int64_t emitted =
        config.bottleneck == BottleneckKind::Vae ? 2 * config.latentDim : config.latentDim;
    if (config.encoder.latentDim != emitted)
        return invalid(concat(view.path(), ".encoder.config.latent_dim is ", config.encoder.latentDim,
                              " where latent_dim ", config.latentDim, " and the bottleneck need ", emitted),
                       place(view, "encoder.config.latent_dim"));
    if (config.decoder.latentDim != config.latentDim)
        return invalid(concat(view.path(), ".decoder.config.latent_dim is ", config.decoder.latentDim,
                              ", not latent_dim ", config.latentDim),
                       place(view, "decoder.config.latent_dim"));
    for (const auto& [key, strides] : {std::pair("encoder.config.strides", &config.encoder.strides),
                                       std::pair("decoder.config.strides", &config.decoder.strides)})
        if (product(*strides) != config.downsamplingRatio)
            return invalid(concat(place(view, "downsampling_ratio"), " is ", config.downsamplingRatio,
                                  " but the product of ", key, " is ", product(*strides)),
                           place(view, "downsampling_ratio"));
    return {};
}

} // namespace

Result<AutoencoderConfig> readAutoencoderConfig(const JsonView& view) {
    AutoencoderConfig config;
    std::int64_t ioChannels = 0;
    FieldReader fields(view);
    fields.required("latent_dim", config.latentDim)
        .required("downsampling_ratio", config.downsamplingRatio)
        .required("io_channels", ioChannels)
        .unsupported("pretransform", Json())
        .known("encoder")
        .known("decoder")
        .known("bottleneck");
    config.inChannels = ioChannels;
    config.outChannels = ioChannels;
    fields.optional("in_channels", config.inChannels).optional("out_channels", config.outChannels);
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    ATTUNE_CHECK(requireWidths(view, {{"latent_dim", config.latentDim},
                                      {"downsampling_ratio", config.downsamplingRatio},
                                      {"io_channels", ioChannels}}));

    ATTUNE_TRY(const JsonView encoder, view.at("encoder"));
    ATTUNE_TRY(config.encoder, readEncoder(encoder));
    ATTUNE_TRY(const JsonView decoder, view.at("decoder"));
    ATTUNE_TRY(config.decoder, readDecoder(decoder, config.softClip));
    ATTUNE_TRY(config.bottleneck, readBottleneck(view));
    ATTUNE_CHECK(checkAutoencoder(view, config));
    return config;
}

Result<PretransformConfig> readPretransformConfig(const JsonView& view) {
    PretransformConfig config;
    FieldReader fields(view);
    fields.known("type")
        .known("config")
        .optional("scale", config.scale)
        .optional("model_half", config.modelHalf)
        .optional("iterate_batch", config.iterateBatch)
        .optional("chunked", config.chunked)
        .unsupported("enable_grad", false);
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    if (config.scale == 0.0) return invalid(place(view, "scale") + " must not be 0", place(view, "scale"));
    ATTUNE_TRY(const JsonView inner, configOfType(view, "autoencoder"));
    ATTUNE_TRY(config.autoencoder, readAutoencoderConfig(inner));
    return config;
}

} // namespace attune::config
