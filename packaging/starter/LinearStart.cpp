// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/LinearStart.h"

#include "core/base/Text.h"

#include <torch/torch.h>

#include <algorithm>
#include <string>
#include <vector>

namespace attune::starter {
namespace {

constexpr double kStraight = 4.0;       // log beta: the sine term of SnakeBeta shrinks to 2 %
constexpr double kDeviationBias = -3.0; // softplus(-3) = 0.05: the bottleneck starts almost silent
constexpr double kSpareGain = 0.1;      // of the random part of the decoder

class Parameters {
public:
    explicit Parameters(const model::OobleckAutoencoder& autoencoder)
        : m_named(autoencoder.named_parameters()) {}
    [[nodiscard]] at::Tensor get(const std::string& name) const { return m_named[name]; }

    // Replaces rows (of dimension 0) of a weight-normalised convolution: direction and length.
    void setRows(const std::string& convolution, const at::Tensor& rows) const {
        const std::int64_t count = rows.size(0);
        get(convolution + ".weight_v").narrow(0, 0, count).copy_(rows);
        get(convolution + ".weight_g")
            .narrow(0, 0, count)
            .copy_(rows.flatten(1).norm(2, 1).view({count, 1, 1}).clamp_min(1e-6));
        if (m_named.contains(convolution + ".bias")) get(convolution + ".bias").zero_();
    }
    // The first `channels` of an activation pass through nearly unchanged.
    void straighten(const std::string& snake, std::int64_t channels) const {
        get(snake + ".beta").narrow(0, 0, channels).fill_(kStraight);
    }
    // A residual unit that adds nothing yet.
    void silence(const std::string& unit) const {
        get(unit + ".layers.3.weight_g").zero_();
        get(unit + ".layers.3.bias").zero_();
    }

private:
    torch::OrderedDict<std::string, at::Tensor> m_named;
};

// One stage of the transform: `input` components of each of `stride` positions become `output` components.
struct Stage {
    std::int64_t stride;
    at::Tensor basis; // [output, input, stride], orthonormal rows
};

// Principal components of blocks of `signal` [B,C,L]; also the transformed signal [B,K,L/stride].
Stage analyse(at::Tensor& signal, std::int64_t stride, std::int64_t components) {
    const std::int64_t channels = signal.size(1);
    const at::Tensor blocks =
        signal.unfold(2, stride, stride).permute({0, 2, 1, 3}).reshape({-1, channels * stride});
    // Loud blocks would decide alone; with their levels evened out quiet sounds have a say.
    const at::Tensor level = blocks.square().mean(1, true).sqrt() + 1e-2;
    const at::Tensor even = blocks / level;
    const auto [values, vectors] = torch::linalg_eigh(even.t().mm(even).to(torch::kDouble));
    const at::Tensor chosen = vectors.narrow(1, vectors.size(1) - components, components)
                                  .flip({1})
                                  .t()
                                  .to(torch::kFloat)
                                  .contiguous();
    signal = blocks.mm(chosen.t()).view({signal.size(0), -1, components}).transpose(1, 2).contiguous();
    return {stride, chosen.view({components, channels, stride})};
}

// Rows [output, inputs, 2 * stride] of a strided convolution: the basis on the middle taps, which are the
// block.
at::Tensor analysisRows(const Stage& stage, std::int64_t inputs) {
    at::Tensor rows = torch::zeros({stage.basis.size(0), inputs, 2 * stage.stride});
    rows.narrow(1, 0, stage.basis.size(1)).narrow(2, stage.stride / 2, stage.stride).copy_(stage.basis);
    return rows;
}

// Rows [input, outputs, kernel] of a convolution whose middle tap is diagonal.
at::Tensor diagonalRows(const at::Tensor& gains, std::int64_t inputs, std::int64_t kernel) {
    at::Tensor rows = torch::zeros({gains.size(0), inputs, kernel});
    for (std::int64_t i = 0; i < gains.size(0); ++i) rows[i][i][kernel / 2] = gains[i];
    return rows;
}

std::string layer(const char* side, std::size_t index) {
    return concat(side, ".layers.", index);
}

} // namespace

void startLinear(model::OobleckAutoencoder& autoencoder, const at::Tensor& sound) {
    const torch::NoGradGuard noGrad;
    const Parameters parameters(autoencoder);
    const config::OobleckEncoderConfig& encoder = autoencoder.config().encoder;
    const std::size_t stages = encoder.strides.size();
    std::vector<std::int64_t> widths{encoder.channels}; // in front of each stage, and behind the last
    for (const std::int64_t multiple : encoder.channelMultipliers)
        widths.push_back(multiple * encoder.channels);
    const std::int64_t latents = autoencoder.config().latentDim;
    const at::Tensor stereo = torch::ones({2});

    parameters.setRows(layer("encoder", 0), diagonalRows(stereo, encoder.inChannels, 7));
    parameters.setRows(layer("decoder", stages + 2), diagonalRows(stereo, encoder.channels, 7));
    parameters.straighten(layer("decoder", stages + 1), 2);
    at::Tensor signal = sound;
    for (std::size_t i = 0; i < stages; ++i) {
        const std::int64_t wide = widths[i + 1];
        const std::int64_t possible = signal.size(1) * encoder.strides[i];
        const Stage stage = analyse(signal, encoder.strides[i], std::min(possible, wide * 3 / 4));
        const std::string down = layer("encoder", i + 1);
        const std::string up = layer("decoder", stages - i);
        parameters.setRows(down + ".layers.4", analysisRows(stage, widths[i]));
        at::Tensor spare = parameters.get(up + ".layers.1.weight_g");
        spare.mul_(kSpareGain);
        // A transposed convolution has its inputs in dimension 0, so the same rows are the transpose.
        parameters.setRows(up + ".layers.1", analysisRows(stage, widths[i]));
        parameters.straighten(down + ".layers.3", stage.basis.size(1));
        parameters.straighten(up + ".layers.0", stage.basis.size(0));
        for (const char* unit : {".layers.0", ".layers.1", ".layers.2"}) parameters.silence(down + unit);
        for (const char* unit : {".layers.2", ".layers.3", ".layers.4"}) parameters.silence(up + unit);
    }
    // Latents with deviations between those of the components and all alike: the transformer then minds the
    // loud ones more, but not only them.
    const std::int64_t kept = std::min(signal.size(1), latents * 3 / 4);
    const at::Tensor deviation = signal.narrow(1, 0, kept).transpose(0, 1).flatten(1).std(1).clamp_min(1e-4);
    const at::Tensor gains = deviation.pow(-0.5);
    const std::string last = layer("encoder", stages + 2);
    parameters.straighten(layer("encoder", stages + 1), signal.size(1));
    parameters.get(last + ".weight_g").narrow(0, latents, latents).mul_(0.1);
    parameters.setRows(last, diagonalRows(gains, widths[stages], 3));
    parameters.get(last + ".bias").narrow(0, latents, latents).fill_(kDeviationBias);
    parameters.setRows(layer("decoder", 0), diagonalRows(1.0 / gains, latents, 7));
}

} // namespace attune::starter
