// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/NumberConditioner.h"

#include <ATen/Functions.h>

#include <cstdint>
#include <numbers>
#include <vector>

namespace attune::model {

namespace {

constexpr std::int64_t kFrequencies = 128;

} // namespace

// u, sin(2 pi u w), cos(2 pi u w) with learned w. The parameter is called `weights`, as in checkpoints.
class LearnedFrequencies : public torch::nn::Module, public SelfInitializing {
public:
    explicit LearnedFrequencies(const LayerOptions& options) {
        m_weights = register_parameter("weights", options.empty({kFrequencies}));
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& u) const { // [B] -> [B,257]
        const at::Tensor column = u.unsqueeze(1);
        const at::Tensor phase = column * m_weights.unsqueeze(0) * 2 * std::numbers::pi;
        return at::cat({column, at::sin(phase), at::cos(phase)}, -1);
    }
    [[nodiscard]] const at::Tensor& weights() const noexcept { return m_weights; }
    void initialize(at::Generator& generator) override { m_weights.normal_(0.0, 1.0, generator); }

private:
    at::Tensor m_weights;
};

class NumberEmbedder : public torch::nn::Module {
public:
    NumberEmbedder(std::int64_t width, const LayerOptions& options) {
        const auto embedding = register_module("embedding", std::make_shared<torch::nn::Module>());
        m_frequencies = embedding->register_module("0", std::make_shared<LearnedFrequencies>(options));
        m_linear = embedding->register_module(
            "1", std::make_shared<Linear>(2 * kFrequencies + 1, width, Linear::Bias::Learned, options));
    }
    [[nodiscard]] at::Tensor forward(const at::Tensor& u) const {
        return m_linear->forward(m_frequencies->forward(u));
    }
    [[nodiscard]] at::TensorOptions tensorOptions() const {
        return m_frequencies->weights().options().requires_grad(false);
    }

private:
    std::shared_ptr<LearnedFrequencies> m_frequencies;
    std::shared_ptr<Linear> m_linear;
};

NumberConditioner::NumberConditioner(const config::ConditionerConfig& config, const LayerOptions& options)
    : m_min(config.minValue), m_max(config.maxValue) {
    m_embedder = register_module("embedder", std::make_shared<NumberEmbedder>(config.outputDim, options));
}

NumberConditioner::~NumberConditioner() = default;

c10::Device NumberConditioner::device() const {
    return m_embedder->tensorOptions().device();
}

at::Tensor NumberConditioner::forward(std::span<const double> values) {
    // In fp32 whatever the embedder's type, as the reference normalises before it casts.
    const std::vector<float> single(values.begin(), values.end());
    const at::Tensor clamped = at::tensor(single, at::kFloat).clamp(m_min, m_max);
    const at::Tensor unit = (clamped - m_min) / (m_max - m_min);
    return m_embedder->forward(unit.to(m_embedder->tensorOptions())).unsqueeze(1);
}

} // namespace attune::model
