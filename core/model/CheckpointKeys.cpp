// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/CheckpointKeys.h"

#include "core/base/Text.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace attune::model {

namespace {

using tensor::NamedTensors;
using tensor::TensorInfo;

// Names of a file, searchable by prefix.
class Names {
public:
    explicit Names(std::span<const TensorInfo> tensors) {
        for (const TensorInfo& info : tensors) m_byName.emplace(info.name, &info);
    }
    [[nodiscard]] bool hasPrefix(std::string_view prefix) const {
        return std::any_of(m_byName.begin(), m_byName.end(),
                           [&](const auto& entry) { return entry.first.starts_with(prefix); });
    }
    // Extent `axis` of a tensor; 0 when it is absent or has fewer axes.
    [[nodiscard]] std::int64_t extent(const std::string& name, std::size_t axis) const {
        const auto found = m_byName.find(name);
        return found != m_byName.end() && found->second->shape.size() > axis ? found->second->shape[axis] : 0;
    }
    // One more than the highest number that follows `prefix`.
    [[nodiscard]] std::int64_t countAfter(std::string_view prefix) const {
        std::int64_t count = 0;
        for (const auto& [name, info] : m_byName) {
            if (!name.starts_with(prefix)) continue;
            std::int32_t number = -1; // stays so where none follows, or one too large
            const std::string_view rest = name.substr(prefix.size());
            std::from_chars(rest.data(), rest.data() + rest.size(), number);
            count = std::max(count, std::int64_t{number} + 1);
        }
        return count;
    }

private:
    std::unordered_map<std::string_view, const TensorInfo*> m_byName;
};

CheckpointForm formOf(const Names& names) {
    if (names.hasPrefix("diffusion.model.model.")) return CheckpointForm::WrappedDiffusion;
    if (names.hasPrefix("autoencoder.encoder.")) return CheckpointForm::WrappedAutoencoder;
    if (names.hasPrefix(kTransformerKeys)) return CheckpointForm::Diffusion;
    if (names.hasPrefix("encoder.layers.") && names.hasPrefix("decoder.layers."))
        return CheckpointForm::Autoencoder;
    if (names.hasPrefix("encoder.block.")) return CheckpointForm::TextEncoder;
    return CheckpointForm::Other;
}

TransformerFacts transformerFacts(const Names& names, const std::string& prefix) {
    const std::string stack = prefix + "transformer.";
    TransformerFacts facts;
    facts.width = names.extent(stack + "project_in.weight", 0);
    facts.latentChannels = names.extent(stack + "project_in.weight", 1);
    facts.depth = names.countAfter(stack + "layers.");
    facts.contextWidth = names.extent(stack + "layers.0.cross_attn.to_kv.weight", 1);
    facts.hasQkLayerNorm = names.extent(stack + "layers.0.self_attn.q_norm.weight", 0) > 0;
    facts.headWidth = names.extent(stack + "layers.0.self_attn.q_norm.weight", 0);
    // Rotary embeddings turn half of each head of 64 or more, by half as many frequencies.
    if (facts.headWidth == 0) facts.headWidth = 4 * names.extent(stack + "rotary_pos_emb.inv_freq", 0);
    return facts;
}

// Where the tensors of the model itself begin.
std::string modelPrefix(CheckpointForm form) {
    switch (form) {
    case CheckpointForm::WrappedDiffusion:
        return std::string(kWrappedDiffusionKeys);
    case CheckpointForm::WrappedAutoencoder:
        return std::string(kWrappedAutoencoderKeys);
    default:
        return {};
    }
}

bool isAutoencoderForm(CheckpointForm form) {
    return form == CheckpointForm::Autoencoder || form == CheckpointForm::WrappedAutoencoder;
}

} // namespace

std::string_view checkpointFormName(CheckpointForm form) noexcept {
    switch (form) {
    case CheckpointForm::Diffusion:
        return "diffusion model";
    case CheckpointForm::WrappedDiffusion:
        return "training checkpoint of a diffusion model";
    case CheckpointForm::Autoencoder:
        return "autoencoder";
    case CheckpointForm::WrappedAutoencoder:
        return "training checkpoint of an autoencoder";
    case CheckpointForm::TextEncoder:
        return "T5 text encoder";
    case CheckpointForm::Other:
        break;
    }
    return "not a Stable Audio model";
}

KeySurvey surveyKeys(std::span<const TensorInfo> tensors) {
    const Names names(tensors);
    KeySurvey survey;
    survey.form = formOf(names);
    const std::string prefix = modelPrefix(survey.form);
    const std::string autoencoder =
        isAutoencoderForm(survey.form) ? prefix : concat(prefix, kPretransformKeys);
    survey.hasTransformer = names.hasPrefix(concat(prefix, kTransformerKeys));
    survey.hasConditioner = names.hasPrefix(concat(prefix, kConditionerKeys));
    survey.hasAutoencoder =
        names.hasPrefix(autoencoder + "encoder.layers.") && names.hasPrefix(autoencoder + "decoder.layers.");
    survey.hasEma = names.hasPrefix(kDiffusionEmaKeys) || names.hasPrefix(kAutoencoderEmaKeys);
    survey.hasDiscriminator = names.hasPrefix("discriminator.") || names.hasPrefix("discriminator_head.");
    survey.hasFoldedWeights =
        survey.hasAutoencoder && names.extent(autoencoder + "encoder.layers.0.weight", 0) > 0;
    survey.hasStartConditioner =
        names.hasPrefix(concat(prefix, kConditionerKeys, "conditioners.seconds_start."));
    if (survey.hasTransformer) survey.transformer = transformerFacts(names, concat(prefix, kTransformerKeys));
    return survey;
}

std::string_view modelFamily(const KeySurvey& survey) noexcept {
    if (!survey.transformer) return {};
    const TransformerFacts& facts = *survey.transformer;
    if (facts.latentChannels != 64) return {};
    if (facts.width == 1536 && facts.depth == 24 && facts.contextWidth == 768) return "Stable Audio Open 1.0";
    if (facts.width == 1024 && facts.depth == 16 && facts.headWidth == 128 && facts.hasQkLayerNorm)
        return "Stable Audio Open Small";
    return {};
}

bool isBufferKey(std::string_view name) noexcept {
    const bool isNormBeta =
        name.ends_with("_norm.beta") && !name.ends_with("q_norm.beta") && !name.ends_with("k_norm.beta");
    return isNormBeta || name.ends_with(".inv_freq");
}

Result<NamedTensors> unwrappedDiffusion(const NamedTensors& weights, WeightsOf choice) {
    if (weights.containsPrefix("diffusion.model.model.")) {
        NamedTensors model = weights.withoutPrefix(kWrappedDiffusionKeys);
        if (choice == WeightsOf::LastStep) return model;
        const NamedTensors average = weights.withoutPrefix(kDiffusionEmaKeys);
        if (average.empty())
            return fail(ErrorCode::MissingKey, "The checkpoint holds no averaged (EMA) weights",
                        std::string(kDiffusionEmaKeys), "Use the weights of the last step.");
        for (const auto& [name, value] : average) model.set(concat("model.", name), value);
        return model;
    }
    if (weights.containsPrefix(kTransformerKeys) || weights.containsPrefix(kPretransformKeys)) return weights;
    if (weights.containsPrefix("encoder.layers.") || weights.containsPrefix("autoencoder.encoder."))
        return fail(ErrorCode::InvalidArgument, "The file holds an autoencoder, not a diffusion model");
    if (weights.containsPrefix("encoder.block."))
        return fail(ErrorCode::InvalidArgument, "The file holds a T5 text encoder, not a diffusion model");
    return fail(ErrorCode::InvalidArgument,
                "The file holds no Stable Audio diffusion model: no name starts with model.model.");
}

Result<NamedTensors> bareAutoencoder(const NamedTensors& weights, WeightsOf choice) {
    if (choice == WeightsOf::Average && weights.containsPrefix(kAutoencoderEmaKeys))
        return weights.withoutPrefix(kAutoencoderEmaKeys);
    for (const std::string& prefix :
         {std::string(kWrappedAutoencoderKeys), concat(kWrappedDiffusionKeys, kPretransformKeys),
          std::string(kPretransformKeys), std::string()})
        if (weights.containsPrefix(prefix + "encoder.layers.")) return weights.withoutPrefix(prefix);
    return fail(ErrorCode::InvalidArgument,
                "The file holds no Stable Audio autoencoder: no name starts with encoder.layers.");
}

} // namespace attune::model
