// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserAdam.h"

#include "core/train/OptimiserKinds.h"

#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/maximum.h>

#include <cmath>

namespace attune::train {

void adamUpdate(const OptimiserOptions& options, std::int64_t step, const at::Tensor& weight,
                const at::Tensor& gradient, const at::Tensor& first, const at::Tensor& second,
                const at::Tensor& secondMaximum) {
    at::Tensor slope = options.maximize ? -gradient : gradient;
    if (options.weightDecay != 0.0) {
        if (options.decoupledDecay)
            weight.mul_(1.0 - options.learningRate * options.weightDecay);
        else
            slope = at::add(slope, weight, options.weightDecay);
    }
    first.mul_(options.beta1).add_(slope, 1.0 - options.beta1);
    second.mul_(options.beta2).addcmul_(slope, slope, 1.0 - options.beta2);
    if (options.amsgrad) secondMaximum.copy_(at::maximum(secondMaximum, second));
    const double correction1 = 1.0 - std::pow(options.beta1, static_cast<double>(step));
    const double correction2 = 1.0 - std::pow(options.beta2, static_cast<double>(step));
    at::Tensor scale = (options.amsgrad ? secondMaximum : second).sqrt();
    scale.div_(std::sqrt(correction2)).add_(options.epsilon);
    weight.addcdiv_(first, scale, -options.learningRate / correction1);
}

namespace {

enum AdamState : std::size_t { kAdamFirst, kAdamSecond, kSecondMaximum };

class AdamOptimiser final : public Optimiser {
public:
    AdamOptimiser(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                  WeightRounding rounding)
        : Optimiser(options, std::move(parameters), rounding, {"exp_avg", "exp_avg_sq", "max_exp_avg_sq"}) {}

protected:
    void update(std::span<Slot> slots) override {
        // The fused kernels walk weight, gradient and moments once, in parallel, for a list on one device.
        std::vector<Slot*> fused;
        for (Slot& slot : slots) {
            stateLike(slot, kAdamFirst);
            stateLike(slot, kAdamSecond);
            if (m_options.amsgrad) stateLike(slot, kSecondMaximum);
            const bool isFusable =
                (slot.weight.is_cpu() || slot.weight.is_cuda()) && slot.weight.is_contiguous();
            if (isFusable && (fused.empty() || isAlike(*fused.front(), slot)))
                fused.push_back(&slot);
            else
                updatePlainly(slot);
        }
        if (!fused.empty()) updateFused(fused);
    }

private:
    static bool isAlike(const Slot& a, const Slot& b) {
        return a.weight.device() == b.weight.device() && a.weight.scalar_type() == b.weight.scalar_type();
    }

    void updatePlainly(Slot& slot) {
        const auto& tensors = slot.state->tensors;
        adamUpdate(m_options, slot.state->steps, slot.weight, slot.gradient, tensors[kAdamFirst],
                   tensors[kAdamSecond], tensors[kSecondMaximum]);
    }

    void updateFused(const std::vector<Slot*>& slots) {
        std::vector<at::Tensor> weights;
        std::vector<at::Tensor> gradients;
        std::vector<at::Tensor> first;
        std::vector<at::Tensor> second;
        std::vector<at::Tensor> maxima;
        std::vector<float> steps;
        for (const Slot* slot : slots) {
            weights.push_back(slot->weight);
            gradients.push_back(slot->gradient);
            first.push_back(slot->state->tensors[kAdamFirst]);
            second.push_back(slot->state->tensors[kAdamSecond]);
            if (m_options.amsgrad) maxima.push_back(slot->state->tensors[kSecondMaximum]);
            steps.push_back(static_cast<float>(slot->state->steps));
        }
        // One copy to the device for all step counts, not one a parameter.
        const at::Tensor counts =
            at::from_blob(steps.data(), {static_cast<std::int64_t>(steps.size())}, at::kFloat)
                .to(weights.front().device(), at::kFloat, false, /*copy=*/true);
        const std::vector<at::Tensor> countOf = counts.unbind();
        const auto kernel = m_options.decoupledDecay ? static_cast<FusedKernel>(&at::_fused_adamw_)
                                                     : static_cast<FusedKernel>(&at::_fused_adam_);
        kernel(weights, gradients, first, second, maxima, countOf, m_options.learningRate, m_options.beta1,
               m_options.beta2, m_options.weightDecay, m_options.epsilon, m_options.amsgrad,
               m_options.maximize, std::nullopt, std::nullopt);
    }

    using FusedKernel = void (*)(at::TensorList, at::TensorList, at::TensorList, at::TensorList,
                                 at::TensorList, at::TensorList, double, double, double, double, double, bool,
                                 bool, const std::optional<at::Tensor>&, const std::optional<at::Tensor>&);
};

} // namespace

std::unique_ptr<Optimiser> makeAdam(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                                    WeightRounding rounding) {
    return std::make_unique<AdamOptimiser>(options, std::move(parameters), rounding);
}

} // namespace attune::train
