// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/FeedForward.h"

#include <ATen/Functions.h>
#include <torch/csrc/autograd/custom_function.h>

namespace attune::model {

namespace {

class GatedSiluFunction : public torch::autograd::Function<GatedSiluFunction> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& projected) {
        context->save_for_backward({projected});
        const auto halves = projected.chunk(2, -1);
        return at::silu(halves.at(1)).mul_(halves.at(0));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& outputGradients) {
        const at::Tensor projected = context->get_saved_variables()[0];
        const at::Tensor& gradient = outputGradients[0];
        const auto halves = projected.chunk(2, -1);
        at::Tensor result = at::empty_like(projected);
        const auto parts = result.chunk(2, -1);
        at::Tensor valueGradient = parts.at(0);
        at::Tensor gateGradient = parts.at(1);
        at::mul_out(valueGradient, at::silu(halves.at(1)), gradient);
        at::silu_backward_out(gateGradient, gradient * halves.at(0), halves.at(1));
        return {result};
    }
};

// A module that only holds children, for the levels of names that Python's nn.Sequential makes.
std::shared_ptr<torch::nn::Module> level(torch::nn::Module& parent, const char* name) {
    return parent.register_module(name, std::make_shared<torch::nn::Module>());
}

} // namespace

FeedForward::FeedForward(const config::TransformerConfig& config, const LayerOptions& options)
    : m_gated(config.feedForwardGlu) {
    const std::int64_t width = config.embedDim;
    const auto inner = static_cast<std::int64_t>(static_cast<double>(width) * config.feedForwardMultiple);
    const auto bias = config.feedForwardBias ? Linear::Bias::Learned : Linear::Bias::None;
    const auto ff = level(*this, "ff");
    const auto first = level(*ff, "0");
    m_input = m_gated // the gated projection has a bias whatever no_bias says, as in the reference
                  ? first->register_module(
                        "proj", std::make_shared<Linear>(width, 2 * inner, Linear::Bias::Learned, options))
                  : first->register_module("1", std::make_shared<Linear>(width, inner, bias, options));
    const auto initial = config.zeroInitBranchOutputs ? Linear::Initial::Zero : Linear::Initial::Default;
    m_output = ff->register_module("2", std::make_shared<Linear>(inner, width, bias, options, initial));
}

at::Tensor FeedForward::forward(const at::Tensor& x) const {
    const at::Tensor projected = m_input->forward(x);
    return m_output->forward(m_gated ? gatedSilu(projected) : at::silu(projected));
}

at::Tensor gatedSilu(const at::Tensor& projected) {
    return GatedSiluFunction::apply(projected);
}

} // namespace attune::model
