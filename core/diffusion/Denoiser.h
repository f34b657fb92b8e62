// SPDX-License-Identifier: GPL-3.0-or-later
//
// Denoiser: a v-prediction network seen as "give me the clean latents at noise level sigma", the form that
// the k-diffusion samplers want (variance-exploding noise, sigma_data = 1; k-diffusion external.py,
// VDenoiser).
//
// Latents and sigma arithmetic are float32 or wider: in half precision sigma² overflows from 256 on and the
// estimate would become 0. Rounded as the reference rounds, in its order of operations. Ownership: refers to
// the network, which must outlive it. Threads: one thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

namespace attune::diffusion {

// Raw prediction for x [B,D,L] at times t [B], with guidance already applied. May compute in any precision.
using Network = std::function<at::Tensor(const at::Tensor& x, const at::Tensor& t)>;

// The v model's own time for a noise level: 2/π · atan(sigma).
[[nodiscard]] double timeFromSigma(double sigma) noexcept;

// Counts the calls of a network and casts its output to the type of the state.
class CountedNetwork {
public:
    explicit CountedNetwork(const Network& network) : m_network(&network) {}
    // The same time for every item.
    [[nodiscard]] at::Tensor operator()(const at::Tensor& x, double t);
    [[nodiscard]] int calls() const noexcept { return m_calls; }

private:
    const Network* m_network;
    int m_calls{0};
};

class Denoiser {
public:
    explicit Denoiser(CountedNetwork& network) : m_network(&network) {}
    // D(x, s) = x / (s² + 1) - s / sqrt(s² + 1) · F(x / sqrt(s² + 1), 2/π · atan s)
    [[nodiscard]] at::Tensor operator()(const at::Tensor& x, double sigma);

private:
    CountedNetwork* m_network;
};

} // namespace attune::diffusion
