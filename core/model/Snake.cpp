// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Snake.h"

#include <ATen/Functions.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace attune::model {

namespace {

constexpr double kEpsilon = 1e-9; // of the reference; keeps a vanishing beta finite

// [C] -> [C,1], which broadcasts over time in [C,S] and [B,C,S].
at::Tensor perChannel(const at::Tensor& value) {
    return value.unsqueeze(-1);
}

at::Tensor magnitude(const at::Tensor& beta) {
    return at::reciprocal(at::exp(beta) + kEpsilon);
}

class SnakeBetaFunction : public torch::autograd::Function<SnakeBetaFunction> {
public:
    static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& input,
                              const at::Tensor& alpha, const at::Tensor& beta) {
        context->save_for_backward({input, alpha, beta});
        at::Tensor wave = (input * perChannel(at::exp(alpha))).sin_().square_();
        return wave.mul_(perChannel(magnitude(beta))).add_(input);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                   const torch::autograd::variable_list& outputGradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor& input = saved[0];
        const at::Tensor& gradient = outputGradients[0];
        const at::Tensor frequency = at::exp(saved[1]);
        const at::Tensor inverse = magnitude(saved[2]);

        const at::Tensor phase = input * perChannel(frequency);
        const at::Tensor sine = phase.sin();
        // d/dx sin(ax)^2 / b = 2 sin(ax) cos(ax) a / b; `slope` is that without a.
        const at::Tensor slope = phase.cos().mul_(sine).mul_(gradient).mul_(perChannel(inverse * 2));
        const at::Tensor inputGradient = at::addcmul(gradient, slope, perChannel(frequency));
        const at::Tensor alphaGradient = (slope * input).sum(at::IntArrayRef({0, 2})).mul_(frequency);
        const at::Tensor betaGradient = (sine * sine)
                                            .mul_(gradient)
                                            .sum(at::IntArrayRef({0, 2}))
                                            .mul_(inverse * inverse * at::exp(saved[2]))
                                            .neg_();
        return {inputGradient, alphaGradient, betaGradient};
    }
};

// Rows of [C,S] worked on at once on a CPU, so that the scratch block stays in the cache.
constexpr std::int64_t kBlockElements = 1 << 17;

void snakeRows(at::Tensor rows, const at::Tensor& frequency, const at::Tensor& inverse, at::Tensor& scratch) {
    scratch.resize_(rows.sizes());
    at::mul_out(scratch, rows, frequency);
    rows.addcmul_(scratch.sin_().square_(), inverse);
}

} // namespace

at::Tensor snakeBeta(const at::Tensor& input, const at::Tensor& alpha, const at::Tensor& beta) {
    return SnakeBetaFunction::apply(input, alpha, beta);
}

void snakeBetaInPlace(at::Tensor& input, const at::Tensor& alpha, const at::Tensor& beta) {
    const at::Tensor frequency = perChannel(at::exp(alpha));
    const at::Tensor inverse = perChannel(magnitude(beta));
    at::Tensor scratch = at::empty({0}, input.options());
    if (!input.device().is_cpu()) { // small launches would cost more than the memory saved
        snakeRows(input, frequency, inverse, scratch);
        return;
    }
    const std::int64_t channels = input.size(1);
    const std::int64_t step =
        std::clamp<std::int64_t>(kBlockElements / std::max<std::int64_t>(input.size(2), 1), 1, channels);
    for (std::int64_t item = 0; item < input.size(0); ++item) {
        const at::Tensor plane = input.select(0, item);
        for (std::int64_t first = 0; first < channels; first += step) {
            const std::int64_t count = std::min(step, channels - first);
            snakeRows(plane.narrow(0, first, count), frequency.narrow(0, first, count),
                      inverse.narrow(0, first, count), scratch);
        }
    }
}

} // namespace attune::model
