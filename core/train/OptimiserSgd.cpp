// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserKinds.h"

namespace attune::train {

namespace {

class SgdOptimiser final : public Optimiser {
public:
    SgdOptimiser(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                 WeightRounding rounding)
        : Optimiser(options, std::move(parameters), rounding, {"momentum_buffer"}) {}

protected:
    void update(std::span<Slot> slots) override {
        for (Slot& slot : slots) updateOne(slot);
    }

private:
    void updateOne(Slot& slot) {
        at::Tensor slope = m_options.maximize ? -slot.gradient : slot.gradient;
        if (m_options.weightDecay != 0.0) slope = at::add(slope, slot.weight, m_options.weightDecay);
        if (m_options.momentum != 0.0) {
            at::Tensor& buffer = slot.state->tensors.front();
            // The first gradient fills the buffer whole, without dampening, as in torch.optim.
            if (buffer.defined())
                buffer.mul_(m_options.momentum).add_(slope, 1.0 - m_options.dampening);
            else
                buffer = slope.clone();
            slope = m_options.nesterov ? at::add(slope, buffer, m_options.momentum) : buffer;
        }
        slot.weight.add_(slope, -m_options.learningRate);
    }
};

} // namespace

std::unique_ptr<Optimiser> makeSgd(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                                   WeightRounding rounding) {
    return std::make_unique<SgdOptimiser>(options, std::move(parameters), rounding);
}

} // namespace attune::train
