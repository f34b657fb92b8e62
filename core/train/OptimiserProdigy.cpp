// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserKinds.h"

#include <ATen/ops/dot.h>
#include <ATen/ops/full.h>
#include <ATen/ops/stack.h>

#include <algorithm>
#include <cmath>

namespace attune::train {

namespace {

enum ProdigyState : std::size_t { kProdigyFirst, kProdigySecond, kTravel, kStart };

// Adam whose step size is an estimate d of the distance to the solution, learnt from how far the weights have
// moved along their gradients. The estimate needs the gradients of all parameters before any of them moves.
class ProdigyOptimiser final : public Optimiser {
public:
    ProdigyOptimiser(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                     WeightRounding rounding)
        : Optimiser(options, std::move(parameters), rounding, {"exp_avg", "exp_avg_sq", "s", "p0"}),
          m_d(options.initialD), m_dMaximum(options.initialD) {}

    [[nodiscard]] bool canStepAlone() const noexcept override { return false; }

protected:
    void update(std::span<Slot> slots) override {
        const double rate = m_d * m_options.learningRate * biasCorrection();
        const double denominator = accumulate(slots, rate);
        // No gradient anywhere: nothing is learnt and nothing moves.
        if (denominator == 0.0) return;
        if (m_options.learningRate > 0.0) improveEstimate(denominator);
        for (Slot& slot : slots) move(slot, rate);
        ++m_steps;
    }

    void saveExtra(tensor::NamedTensors& state) const override {
        const auto number = [](double value) { return at::full({}, value, at::kDouble); };
        state.set("d", number(m_d));
        state.set("d_max", number(m_dMaximum));
        state.set("d_numerator", number(m_numerator));
        state.set("k", number(static_cast<double>(m_steps)));
    }

    Result<void> loadExtra(const tensor::NamedTensors& state) override {
        ATTUNE_TRY(const at::Tensor d, state.at("d"));
        ATTUNE_TRY(const at::Tensor dMaximum, state.at("d_max"));
        ATTUNE_TRY(const at::Tensor numerator, state.at("d_numerator"));
        ATTUNE_TRY(const at::Tensor steps, state.at("k"));
        m_d = d.item<double>();
        m_dMaximum = dMaximum.item<double>();
        m_numerator = numerator.item<double>();
        m_steps = static_cast<std::int64_t>(steps.item<double>());
        return {};
    }

    [[nodiscard]] std::vector<std::int64_t> stateShape(std::size_t which,
                                                       const at::Tensor& parameter) const override {
        if (which != kTravel && which != kStart) return parameter.sizes().vec();
        return {(parameter.numel() + m_options.sliceP - 1) / m_options.sliceP};
    }

private:
    [[nodiscard]] double beta3() const { return m_options.beta3.value_or(std::sqrt(m_options.beta2)); }

    [[nodiscard]] double biasCorrection() const {
        if (!m_options.useBiasCorrection) return 1.0;
        const auto next = static_cast<double>(m_steps + 1);
        return std::sqrt(1.0 - std::pow(m_options.beta2, next)) / (1.0 - std::pow(m_options.beta1, next));
    }

    [[nodiscard]] at::Tensor sliced(const at::Tensor& tensor) const {
        return tensor.flatten().slice(0, 0, std::nullopt, m_options.sliceP);
    }

    // Takes the gradients into the running sums; returns the size of the summed travel.
    double accumulate(std::span<Slot> slots, double rate) {
        std::vector<at::Tensor> progress;
        std::vector<at::Tensor> travelled;
        const double relative = m_d / m_options.initialD;
        for (Slot& slot : slots) {
            if (m_options.weightDecay != 0.0 && !m_options.decoupledDecay)
                slot.gradient = at::add(slot.gradient, slot.weight, m_options.weightDecay);
            auto& tensors = slot.state->tensors;
            if (!tensors[kStart].defined()) {
                tensors[kStart] = sliced(slot.weight).clone();
                tensors[kTravel] = at::zeros_like(tensors[kStart]);
            }
            if (m_options.learningRate <= 0.0) continue;
            const at::Tensor gradient = sliced(slot.gradient);
            progress.push_back(at::dot(gradient, tensors[kStart] - sliced(slot.weight)));
            if (m_options.beta1 > 0.0)
                stateLike(slot, kProdigyFirst)
                    .mul_(m_options.beta1)
                    .add_(slot.gradient, m_d * (1.0 - m_options.beta1));
            stateLike(slot, kProdigySecond)
                .mul_(m_options.beta2)
                .addcmul_(slot.gradient, slot.gradient, m_d * m_d * (1.0 - m_options.beta2));
            tensors[kTravel].mul_(beta3()).add_(gradient,
                                                relative * (m_options.safeguardWarmup ? m_d : rate));
            travelled.push_back(tensors[kTravel].abs().sum());
        }
        m_pending = relative * rate * summed(progress);
        return summed(travelled);
    }

    // One read-back for all parameters.
    static double summed(const std::vector<at::Tensor>& numbers) {
        if (numbers.empty()) return 0.0;
        return at::stack(numbers).to(at::kDouble).sum().item<double>();
    }

    void improveEstimate(double denominator) {
        m_numerator = m_numerator * beta3() + m_pending;
        const double estimate = m_options.dCoefficient * m_numerator / denominator;
        if (m_d == m_options.initialD) m_d = std::max(m_d, estimate);
        m_dMaximum = std::max(m_dMaximum, estimate);
        m_d = std::min(m_dMaximum, m_d * m_options.growthRate);
    }

    void move(Slot& slot, double rate) {
        if (m_options.learningRate <= 0.0) return;
        const at::Tensor scale = stateLike(slot, kProdigySecond).sqrt().add_(m_d * m_options.epsilon);
        if (m_options.weightDecay != 0.0 && m_options.decoupledDecay)
            // Not a multiplication by 1 - decay * rate: float32 holds that factor to a relative 3e-8 only,
            // the same way in every step, and the estimate feels it where steps are small.
            slot.weight.add_(slot.weight, -m_options.weightDecay * rate);
        if (m_options.beta1 > 0.0)
            slot.weight.addcdiv_(stateLike(slot, kProdigyFirst), scale, -rate);
        else
            slot.weight.addcdiv_(slot.gradient, scale, -rate * m_d);
    }

    double m_d;
    double m_dMaximum;
    double m_numerator{0.0};
    double m_pending{0.0}; // what this step adds to the numerator
    std::int64_t m_steps{0};
};

} // namespace

std::unique_ptr<Optimiser> makeProdigy(const OptimiserOptions& options,
                                       std::vector<NamedParameter> parameters, WeightRounding rounding) {
    return std::make_unique<ProdigyOptimiser>(options, std::move(parameters), rounding);
}

} // namespace attune::train
