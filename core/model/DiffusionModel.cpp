// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/DiffusionModel.h"

namespace attune::model {

TransformerWrapper::TransformerWrapper(std::shared_ptr<DiffusionTransformer> transformer) {
    m_model = register_module("model", std::move(transformer));
}

DiffusionModel::DiffusionModel(const config::DiffusionConfig& config, ModelParts parts,
                               std::int64_t textWidth, const Placement& placement)
    : m_config(config) {
    if (parts.contains(ModelPart::Transformer)) {
        m_transformer = std::make_shared<DiffusionTransformer>(config.transformer, placement.transformer);
        m_wrapper = register_module("model", std::make_shared<TransformerWrapper>(m_transformer));
    }
    if (parts.contains(ModelPart::Conditioner) && config.conditioning)
        m_conditioner =
            register_module("conditioner", std::make_shared<Conditioner>(*config.conditioning, textWidth,
                                                                         placement.conditioner));
    if (parts.contains(ModelPart::Autoencoder) && config.pretransform)
        m_pretransform = register_module(
            "pretransform", std::make_shared<Pretransform>(*config.pretransform, placement.autoencoder));
}

Result<DiffusionCondition> DiffusionModel::condition(std::span<const config::ClipMetadata> clips,
                                                     TextSource* text) {
    if (!m_conditioner) return DiffusionCondition{};
    ATTUNE_TRY(const std::vector<Condition> conditions, m_conditioner->forward(clips, text));
    return assembleCondition(conditions, m_config);
}

at::Tensor DiffusionModel::predict(const at::Tensor& x, const at::Tensor& t,
                                   const DiffusionCondition& condition, const DiffusionCondition& negative,
                                   const GuidanceOptions& guidance) {
    return guidedOutput(*m_transformer, m_config.objective, x, t, condition, negative, guidance).guided;
}

std::vector<at::Tensor> DiffusionModel::trainableParameters() const {
    std::vector<at::Tensor> parameters;
    if (m_transformer) parameters = m_transformer->parameters();
    if (m_conditioner)
        for (at::Tensor& parameter : m_conditioner->parameters()) parameters.push_back(std::move(parameter));
    return parameters;
}

} // namespace attune::model
