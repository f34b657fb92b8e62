// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/DiffusionConfig.h"

#include "core/base/Text.h"
#include "core/config/FieldReader.h"

#include <algorithm>

namespace attune::config {

namespace {

// As kMostWidth: above any model.
constexpr std::int64_t kMostLayers = 1024;
constexpr double kMostHidden = 1 << 20; // of a feed-forward part

tl::unexpected<Error> invalid(std::string message, const std::string& path, std::string remedy = {}) {
    return fail(ErrorCode::InvalidConfig, std::move(message), path, std::move(remedy));
}

std::string place(const JsonView& view, std::string_view key) {
    return view.path().empty() ? std::string(key) : concat(view.path(), '.', key);
}

Result<void> checkSize(const JsonView& view, std::string_view key, std::int64_t value, std::int64_t least,
                       std::int64_t most) {
    if (value >= least && value <= most) return {};
    return invalid(concat(place(view, key), " should be from ", least, " to ", most, ", not ", value),
                   place(view, key));
}

Result<ConditionerConfig> readConditioner(const JsonView& outer, std::int64_t condDim) {
    ConditionerConfig config;
    config.outputDim = condDim;
    std::string type;
    FieldReader outerFields(outer);
    outerFields.required("id", config.id).required("type", type).known("config");
    ATTUNE_CHECK(outerFields.finish(UnknownKeys::Note));
    ATTUNE_TRY(const JsonView view, outer.at("config"));
    FieldReader fields(view);
    fields.optional("output_dim", config.outputDim);
    if (type == "t5") {
        config.kind = ConditionerKind::T5;
        fields.optional("t5_model_name", config.modelName)
            .optional("max_length", config.maxLength)
            .unsupported("enable_grad", false)
            .optional("project_out", config.projectOut);
    } else if (type == "number") {
        config.kind = ConditionerKind::Number;
        fields.optional("min_val", config.minValue).optional("max_val", config.maxValue);
    } else {
        return invalid(
            concat(place(outer, "type"), " = \"", type, "\" is not supported; \"t5\" and \"number\" are"),
            place(outer, "type"));
    }
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    if (config.id.empty() || config.id.find('.') != std::string::npos)
        return invalid(concat(place(outer, "id"), " = \"", config.id, "\" cannot be part of a weight's name"),
                       place(outer, "id"));
    ATTUNE_CHECK(checkSize(view, "output_dim", config.outputDim, 1, kMostWidth));
    ATTUNE_CHECK(checkSize(view, "max_length", config.maxLength, 1, kMostWidth));
    if (config.kind == ConditionerKind::Number && !(config.minValue < config.maxValue))
        return invalid(place(view, "max_val") + " should be greater than min_val", place(view, "max_val"));
    return config;
}

Result<std::map<std::string, std::string>> readDefaultKeys(const JsonView& view) {
    std::map<std::string, std::string> keys;
    const auto object = view.find("default_keys");
    if (!object) return keys;
    if (!object->value().is_object()) return invalid(object->path() + " should be an object", object->path());
    for (const auto& item : object->value().items()) {
        ATTUNE_TRY(std::string replacement, object->string(item.key()));
        keys.emplace(item.key(), std::move(replacement));
    }
    return keys;
}

Result<ConditioningConfig> readConditioning(const JsonView& view) {
    ConditioningConfig config;
    FieldReader fields(view);
    fields.required("cond_dim", config.condDim)
        .known("configs")
        .known("default_keys")
        .unsupported("pre_encoded_keys", Json::array());
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    ATTUNE_TRY(config.defaultKeys, readDefaultKeys(view));
    ATTUNE_TRY(const JsonView list, view.at("configs"));
    ATTUNE_TRY(const std::vector<JsonView> entries, list.elements());
    for (const JsonView& entry : entries) {
        ATTUNE_TRY(ConditionerConfig conditioner, readConditioner(entry, config.condDim));
        if (config.find(conditioner.id) != nullptr)
            return invalid(concat(place(entry, "id"), " = \"", conditioner.id, "\" occurs twice"),
                           place(entry, "id"));
        config.conditioners.push_back(std::move(conditioner));
    }
    return config;
}

Result<QkNorm> readQkNorm(const JsonView& view) {
    const auto value = view.find("qk_norm");
    if (!value) return QkNorm::None;
    if (value->value().is_boolean())
        return invalid(value->path() + " is a boolean, as in files from before July 2024", value->path(),
                       "Write \"l2\" for true and \"none\" for false.");
    ATTUNE_TRY(const std::string name, value->asString());
    if (name == "none") return QkNorm::None;
    if (name == "l2") return QkNorm::L2;
    if (name == "ln") return QkNorm::LayerNorm;
    if (name == "dyt") return QkNorm::DynamicTanh;
    return invalid(concat(value->path(), " = \"", name, "\" should be none, l2, ln or dyt"), value->path());
}

Result<void> readAttentionOptions(const JsonView& view, TransformerConfig& config) {
    const auto options = view.find("attn_kwargs");
    if (!options) return {};
    FieldReader fields(*options);
    fields.known("qk_norm").unsupported("differential", false).unsupported("feat_scale", false);
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    ATTUNE_TRY(config.qkNorm, readQkNorm(*options));
    return {};
}

Result<void> readFeedForwardOptions(const JsonView& view, TransformerConfig& config) {
    const auto options = view.find("ff_kwargs");
    if (!options) return {};
    bool noBias = false;
    FieldReader fields(*options);
    fields.optional("mult", config.feedForwardMultiple)
        .optional("no_bias", noBias)
        .optional("glu", config.feedForwardGlu)
        .unsupported("use_conv", false)
        .known("conv_kernel_size");
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    config.feedForwardBias = !noBias;
    const double hidden = static_cast<double>(config.embedDim) * config.feedForwardMultiple;
    if (!(hidden >= 1.0 && hidden <= kMostHidden))
        return invalid(concat(place(*options, "mult"), " makes ", hidden, " hidden units"),
                       place(*options, "mult"));
    return {};
}

Result<void> readNormOptions(const JsonView& view, TransformerConfig& config) {
    const auto options = view.find("norm_kwargs");
    if (!options) return {};
    FieldReader fields(*options);
    fields.optional("bias", config.normBias)
        .optional("fix_scale", config.normFixScale)
        .optional("force_fp32", config.normForceFp32)
        .optional("eps", config.normEpsilon);
    return fields.finish(UnknownKeys::Refuse);
}

// What would otherwise end in a shape error somewhere inside.
Result<void> checkTransformer(const JsonView& view, const TransformerConfig& config) {
    for (const auto& [key, value] :
         {std::pair("io_channels", config.ioChannels), std::pair("patch_size", config.patchSize),
          std::pair("embed_dim", config.embedDim), std::pair("num_heads", config.heads)})
        ATTUNE_CHECK(checkSize(view, key, value, 1, kMostWidth));
    ATTUNE_CHECK(checkSize(view, "depth", config.depth, 1, kMostLayers));
    for (const auto& [key, value] : {std::pair("cond_token_dim", config.condTokenDim),
                                     std::pair("global_cond_dim", config.globalCondDim),
                                     std::pair("num_memory_tokens", config.memoryTokens)})
        ATTUNE_CHECK(checkSize(view, key, value, 0, kMostWidth));
    if (config.embedDim % config.heads != 0)
        return invalid(concat(place(view, "embed_dim"), " ", config.embedDim, " is no multiple of num_heads ",
                              config.heads),
                       place(view, "embed_dim"));
    if (config.rotaryPositions && config.headDim() < 32)
        return invalid(concat(place(view, "num_heads"), " = ", config.heads, " leaves heads of ",
                              config.headDim(), " elements, too small for rotary positions, which need 32"),
                       place(view, "num_heads"));
    if (config.globalCondDim > 0 && !config.projectGlobalCond && config.globalCondDim != config.embedDim)
        return invalid(concat(place(view, "global_cond_dim"),
                              " should equal embed_dim when project_global_cond is false"),
                       place(view, "global_cond_dim"));
    if (config.condTokenDim == 0) return {};
    if (config.contextDim() % config.headDim() != 0 ||
        config.heads % (config.contextDim() / config.headDim()) != 0)
        return invalid(concat("Keys and values of ", config.contextDim(), " channels cannot be shared by ",
                              config.heads, " heads of ", config.headDim()),
                       place(view, "cond_token_dim"));
    return {};
}

Result<TransformerConfig> readTransformer(const JsonView& view) {
    TransformerConfig config;
    std::string transformerType = "continuous_transformer";
    std::string globalType = "prepend";
    FieldReader fields(view);
    fields.optional("io_channels", config.ioChannels)
        .optional("patch_size", config.patchSize)
        .optional("embed_dim", config.embedDim)
        .optional("depth", config.depth)
        .optional("num_heads", config.heads)
        .optional("cond_token_dim", config.condTokenDim)
        .optional("project_cond_tokens", config.projectCondTokens)
        .optional("global_cond_dim", config.globalCondDim)
        .optional("project_global_cond", config.projectGlobalCond)
        .unsupported("input_concat_dim", 0)
        .unsupported("prepend_cond_dim", 0)
        .optional("transformer_type", transformerType)
        .optional("global_cond_type", globalType)
        .unsupported("timestep_cond_type", "global")
        .known("timestep_embed_dim") // overwritten by embed_dim when the timestep is a global condition
        .optional("rotary_pos_emb", config.rotaryPositions)
        .optional("zero_init_branch_outputs", config.zeroInitBranchOutputs)
        .optional("num_memory_tokens", config.memoryTokens)
        .optional("final_cross_attn_ix", config.finalCrossAttentionLayer)
        .unsupported("conformer", false)
        .unsupported("use_sinusoidal_emb", false)
        .unsupported("use_abs_pos_emb", false)
        .known("abs_pos_emb_max_length")
        .unsupported("sliding_window", Json())
        .unsupported("causal", false)
        .unsupported("remove_norms", false)
        .unsupported("add_rope", false)
        .unsupported("layer_scale", false)
        .known("attn_kwargs")
        .known("ff_kwargs")
        .known("norm_kwargs");
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    if (transformerType != "continuous_transformer")
        return invalid(
            concat(place(view, "transformer_type"), " = \"", transformerType, "\" is not supported"),
            place(view, "transformer_type"));
    if (globalType == "adaLN") {
        config.globalCondition = GlobalConditionKind::AdaLN;
    } else if (globalType != "prepend") {
        return invalid(
            concat(place(view, "global_cond_type"), " = \"", globalType, "\" should be prepend or adaLN"),
            place(view, "global_cond_type"));
    }
    ATTUNE_CHECK(checkTransformer(view, config));
    ATTUNE_CHECK(readAttentionOptions(view, config));
    ATTUNE_CHECK(readFeedForwardOptions(view, config));
    ATTUNE_CHECK(readNormOptions(view, config));
    return config;
}

Result<std::optional<DistributionShiftConfig>> readDistributionShift(const JsonView& diffusion) {
    const auto view = diffusion.find("distribution_shift_options");
    if (!view) return std::optional<DistributionShiftConfig>();
    DistributionShiftConfig config;
    FieldReader fields(*view);
    fields.optional("base_shift", config.baseShift)
        .optional("max_shift", config.maxShift)
        .optional("min_length", config.minLength)
        .optional("max_length", config.maxLength)
        .optional("use_sine", config.useSine);
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    if (config.minLength >= config.maxLength)
        return invalid(place(*view, "max_length") + " should be greater than min_length",
                       place(*view, "max_length"));
    return std::optional(config);
}

Result<Objective> objectiveFromName(const std::string& name, const std::string& path) {
    for (const Objective objective : {Objective::V, Objective::RectifiedFlow, Objective::RfDenoiser})
        if (name == objectiveName(objective)) return objective;
    return invalid(concat(path, " = \"", name, "\" should be v, rectified_flow or rf_denoiser"), path);
}

Result<void> readDiffusion(const JsonView& view, DiffusionConfig& config) {
    std::string type;
    std::string objective = "v";
    FieldReader fields(view);
    fields.required("type", type)
        .known("config")
        .known("distribution_shift_options")
        .optional("diffusion_objective", objective)
        .optional("cross_attention_cond_ids", config.crossAttentionIds)
        .optional("global_cond_ids", config.globalIds)
        .unsupported("prepend_cond_ids", Json::array())
        .unsupported("input_concat_ids", Json::array());
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    if (type != "dit")
        return invalid(concat(place(view, "type"), " = \"", type, "\" is not supported; only \"dit\" is"),
                       place(view, "type"));
    ATTUNE_TRY(config.objective, objectiveFromName(objective, place(view, "diffusion_objective")));
    ATTUNE_TRY(config.distributionShift, readDistributionShift(view));
    ATTUNE_TRY(const JsonView transformer, view.at("config"));
    ATTUNE_TRY(config.transformer, readTransformer(transformer));
    return {};
}

Result<void> checkIds(const JsonView& view, std::string_view key, const std::vector<std::string>& ids,
                      const DiffusionConfig& config) {
    for (const std::string& id : ids)
        if (!config.conditioning || config.conditioning->find(id) == nullptr)
            return invalid(concat(place(view, key), " names \"", id, "\", which is no conditioner"),
                           place(view, key));
    return {};
}

} // namespace

std::string_view objectiveName(Objective objective) noexcept {
    switch (objective) {
    case Objective::RectifiedFlow:
        return "rectified_flow";
    case Objective::RfDenoiser:
        return "rf_denoiser";
    case Objective::V:
        break;
    }
    return "v";
}

const ConditionerConfig* ConditioningConfig::find(std::string_view id) const noexcept {
    const auto it = std::ranges::find(conditioners, id, &ConditionerConfig::id);
    return it == conditioners.end() ? nullptr : &*it;
}

const ConditionerConfig* ConditioningConfig::prompt() const noexcept {
    const auto it = std::ranges::find(conditioners, ConditionerKind::T5, &ConditionerConfig::kind);
    return it == conditioners.end() ? nullptr : &*it;
}

Result<DiffusionConfig> readDiffusionConfig(const JsonView& view) {
    DiffusionConfig config;
    FieldReader fields(view);
    fields.required("io_channels", config.ioChannels)
        .known("pretransform")
        .known("conditioning")
        .known("diffusion");
    ATTUNE_CHECK(fields.finish(UnknownKeys::Note));
    ATTUNE_TRY(const JsonView diffusion, view.at("diffusion"));
    ATTUNE_CHECK(readDiffusion(diffusion, config));
    if (const auto conditioning = view.find("conditioning")) {
        ATTUNE_TRY(config.conditioning, readConditioning(*conditioning));
    }
    if (const auto pretransform = view.find("pretransform")) {
        ATTUNE_TRY(config.pretransform, readPretransformConfig(*pretransform));
    }
    ATTUNE_CHECK(checkIds(diffusion, "cross_attention_cond_ids", config.crossAttentionIds, config));
    ATTUNE_CHECK(checkIds(diffusion, "global_cond_ids", config.globalIds, config));
    if (config.ioChannels != config.transformer.ioChannels)
        return invalid(concat(place(view, "io_channels"), " is ", config.ioChannels,
                              " but diffusion.config.io_channels is ", config.transformer.ioChannels),
                       place(view, "io_channels"));
    if (config.pretransform && config.pretransform->autoencoder.latentDim != config.ioChannels)
        return invalid(concat(place(view, "io_channels"), " is ", config.ioChannels,
                              " but the autoencoder has ", config.pretransform->autoencoder.latentDim,
                              " latent channels"),
                       place(view, "io_channels"));
    return config;
}

} // namespace attune::config
