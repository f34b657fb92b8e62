// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserKinds.h"

namespace attune::train {

namespace {

class LionOptimiser final : public Optimiser {
public:
    LionOptimiser(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                  WeightRounding rounding)
        : Optimiser(options, std::move(parameters), rounding, {"exp_avg"}) {}

protected:
    void update(std::span<Slot> slots) override {
        for (Slot& slot : slots) {
            const at::Tensor& average = stateLike(slot, 0);
            slot.weight.mul_(1.0 - m_options.learningRate * m_options.weightDecay);
            at::Tensor direction =
                (average * m_options.beta1).add_(slot.gradient, 1.0 - m_options.beta1).sign_();
            slot.weight.add_(direction, -m_options.learningRate);
            average.mul_(m_options.beta2).add_(slot.gradient, 1.0 - m_options.beta2);
        }
    }
};

} // namespace

std::unique_ptr<Optimiser> makeLion(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                                    WeightRounding rounding) {
    return std::make_unique<LionOptimiser>(options, std::move(parameters), rounding);
}

} // namespace attune::train
