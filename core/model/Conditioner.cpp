// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Conditioner.h"

#include "core/base/Text.h"
#include "core/model/NumberConditioner.h"
#include "core/model/PromptConditioner.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace attune::model {

namespace {

template <typename T>
std::optional<T> valueAs(const config::MetadataValue& value) {
    const T* const found = std::get_if<T>(&value);
    return found != nullptr ? std::optional<T>(*found) : std::nullopt;
}

// A number that was written as text stands for the number, as it does in Python's float().
template <>
std::optional<double> valueAs<double>(const config::MetadataValue& value) {
    if (const double* const number = std::get_if<double>(&value)) return *number;
    const std::string_view text = trimAscii(std::get<std::string>(value));
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = error == std::errc() && end == text.data() + text.size();
    return isWhole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

template <typename T>
Result<std::vector<T>> valuesOf(std::span<const config::MetadataValue> values, const std::string& id,
                                const char* wanted) {
    std::vector<T> result;
    result.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::optional<T> value = valueAs<T>(values[i]);
        if (!value)
            return fail(ErrorCode::InvalidArgument,
                        concat("The metadata key \"", id, "\" of clip ", i, " should be ", wanted), id);
        result.push_back(*std::move(value));
    }
    return result;
}

const Condition* findCondition(const std::vector<Condition>& conditions, const std::string& id) {
    const auto it = std::ranges::find(conditions, id, &Condition::id);
    return it == conditions.end() ? nullptr : &*it;
}

Result<void> checkWidth(const at::Tensor& tensor, std::int64_t wanted, const char* what) {
    if (tensor.size(-1) == wanted) return {};
    return fail(
        ErrorCode::ShapeMismatch,
        concat("The conditioners give ", what, " of width ", tensor.size(-1), ", the transformer takes ",
               wanted),
        what,
        "The model configuration is inconsistent: compare cond_dim, cond_token_dim and global_cond_dim.");
}

} // namespace

Conditioner::Conditioner(const config::ConditioningConfig& config, std::int64_t textWidth,
                         const LayerOptions& options)
    : m_config(config), m_builtOn(options.device) {
    const auto level = register_module("conditioners", std::make_shared<torch::nn::Module>());
    for (const config::ConditionerConfig& conditioner : config.conditioners) {
        const bool isPrompt = conditioner.kind == config::ConditionerKind::T5;
        m_prompts.push_back(isPrompt
                                ? level->register_module(conditioner.id, std::make_shared<PromptConditioner>(
                                                                             conditioner, textWidth, options))
                                : nullptr);
        m_numbers.push_back(
            isPrompt ? nullptr
                     : level->register_module(conditioner.id,
                                              std::make_shared<NumberConditioner>(conditioner, options)));
    }
}

Conditioner::~Conditioner() = default;

c10::Device Conditioner::device() const {
    for (const auto& number : m_numbers)
        if (number) return number->device();
    return m_builtOn;
}

Result<std::vector<Condition>> Conditioner::forward(std::span<const config::ClipMetadata> clips,
                                                    TextSource* text) {
    return tensor::guarded("computing conditions", [&]() -> Result<std::vector<Condition>> {
        std::vector<Condition> conditions;
        for (std::size_t i = 0; i < m_config.conditioners.size(); ++i) {
            const std::string& id = m_config.conditioners[i].id;
            ATTUNE_TRY(const std::vector<config::MetadataValue> values, collectValues(clips, id, m_config));
            Condition condition{id, {}, {}};
            if (m_numbers[i]) {
                ATTUNE_TRY(const std::vector<double> numbers, valuesOf<double>(values, id, "a number"));
                condition.embedding = m_numbers[i]->forward(numbers);
                condition.mask =
                    at::ones({condition.embedding.size(0), 1},
                             condition.embedding.options().dtype(at::kLong).requires_grad(false));
            } else {
                if (text == nullptr)
                    return fail(ErrorCode::InvalidArgument,
                                concat("Prompts (\"", id, "\") need a text encoder"), id);
                ATTUNE_TRY(const std::vector<std::string> prompts,
                           valuesOf<std::string>(values, id, "a text"));
                ATTUNE_CHECK(checkTextWidth(*text, *m_prompts[i]));
                ATTUNE_TRY(const TextFeatures features, text->features(prompts, m_prompts[i]->maxLength()));
                condition.embedding = m_prompts[i]->forward(features, device());
                condition.mask = features.mask.to(condition.embedding.device()).to(at::kLong);
            }
            conditions.push_back(std::move(condition));
        }
        return conditions;
    });
}

Result<void> Conditioner::checkTextWidth(const TextSource& text, const PromptConditioner& prompt) {
    if (text.width() == prompt.textWidth()) return {};
    return fail(ErrorCode::ShapeMismatch,
                concat("The text encoder gives ", text.width(), " numbers a token, the model was built for ",
                       prompt.textWidth()),
                "prompt", "Use the text encoder that the model was trained with.");
}

Result<DiffusionCondition> assembleCondition(const std::vector<Condition>& conditions,
                                             const config::DiffusionConfig& config) {
    return tensor::guarded("joining conditions", [&]() -> Result<DiffusionCondition> {
        std::vector<at::Tensor> sequences;
        std::vector<at::Tensor> masks;
        for (const std::string& id : config.crossAttentionIds) {
            const Condition* condition = findCondition(conditions, id);
            if (condition == nullptr)
                return fail(ErrorCode::MissingKey, concat("No condition \"", id, "\""), id);
            sequences.push_back(condition->embedding);
            masks.push_back(condition->mask);
        }
        std::vector<at::Tensor> globals;
        for (const std::string& id : config.globalIds) {
            const Condition* condition = findCondition(conditions, id);
            if (condition == nullptr)
                return fail(ErrorCode::MissingKey, concat("No condition \"", id, "\""), id);
            globals.push_back(condition->embedding);
        }
        DiffusionCondition joined;
        if (!sequences.empty()) {
            joined.crossAttention = at::cat(sequences, 1);
            joined.crossAttentionMask = at::cat(masks, 1);
            ATTUNE_CHECK(
                checkWidth(joined.crossAttention, config.transformer.condTokenDim, "cross-attention tokens"));
        }
        if (!globals.empty()) {
            joined.global = at::cat(globals, -1);
            if (joined.global.size(1) == 1) joined.global = joined.global.squeeze(1);
            ATTUNE_CHECK(checkWidth(joined.global, config.transformer.globalCondDim, "a global condition"));
        }
        return joined;
    });
}

Result<std::vector<config::MetadataValue>> collectValues(std::span<const config::ClipMetadata> clips,
                                                         const std::string& id,
                                                         const config::ConditioningConfig& config) {
    std::string key = id;
    std::vector<config::MetadataValue> values;
    values.reserve(clips.size());
    for (std::size_t i = 0; i < clips.size(); ++i) {
        auto it = clips[i].find(key);
        if (it == clips[i].end()) {
            if (const auto replacement = config.defaultKeys.find(key);
                replacement != config.defaultKeys.end()) {
                key = replacement->second; // and it stays: models/conditioners.py:657-668
                it = clips[i].find(key);
            }
        }
        if (it == clips[i].end())
            return fail(
                ErrorCode::MissingKey,
                concat("Clip ", i, " of the batch has no \"", id, "\", which the model is conditioned on"),
                id);
        values.push_back(it->second);
    }
    return values;
}

} // namespace attune::model
