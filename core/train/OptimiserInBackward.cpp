// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserInBackward.h"

#include "core/base/Text.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <cmath>
#include <utility>

namespace attune::train {

struct OptimiserInBackward::Shared {
    Optimiser& optimiser;
    bool isArmed{false};
    std::vector<at::Tensor> squares; // one a stepped parameter, read back together
};

namespace {

// Calls a function with the parameter whose gradient has just been completed.
template <typename Function>
class GradientHook final : public torch::autograd::PostAccumulateGradHook {
public:
    explicit GradientHook(Function function) : m_function(std::move(function)) {}
    void operator()(const torch::autograd::Variable& parameter) override { m_function(parameter); }

private:
    Function m_function;
};

} // namespace

Result<std::unique_ptr<OptimiserInBackward>> OptimiserInBackward::install(Optimiser& optimiser) {
    if (!optimiser.canStepAlone())
        return fail(ErrorCode::InvalidArgument,
                    concat(optimiserKindName(optimiser.options().kind),
                           " needs all gradients together and cannot step inside the backward pass"),
                    {},
                    "Choose AdamW, AdamW8bit, Lion or SGD, or turn off stepping inside the backward pass");
    return std::unique_ptr<OptimiserInBackward>(new OptimiserInBackward(optimiser));
}

OptimiserInBackward::OptimiserInBackward(Optimiser& optimiser)
    : m_optimiser(&optimiser), m_shared(std::make_shared<Shared>(Shared{optimiser, false, {}})) {
    const auto& parameters = optimiser.parameters();
    for (std::size_t index = 0; index < parameters.size(); ++index) {
        auto hook = [shared = m_shared, index](const at::Tensor& parameter) {
            if (!shared->isArmed || !parameter.grad().defined()) return;
            const at::NoGradGuard noGradients;
            shared->squares.push_back(parameter.grad().to(at::kFloat).square().sum());
            shared->optimiser.stepParameter(index);
            parameter.mutable_grad() = at::Tensor();
        };
        torch::autograd::impl::set_post_acc_grad_hooks(
            parameters[index].value, std::make_unique<GradientHook<decltype(hook)>>(std::move(hook)));
    }
}

OptimiserInBackward::~OptimiserInBackward() {
    for (const NamedParameter& parameter : m_optimiser->parameters())
        torch::autograd::impl::set_post_acc_grad_hooks(parameter.value, nullptr);
}

void OptimiserInBackward::arm() {
    m_shared->squares.clear();
    m_shared->isArmed = true;
}

void OptimiserInBackward::disarm() {
    m_shared->isArmed = false;
}

double OptimiserInBackward::gradientNorm() const {
    double sum = 0.0;
    for (const at::Tensor& square : m_shared->squares) sum += square.item<double>();
    return std::sqrt(sum);
}

} // namespace attune::train
