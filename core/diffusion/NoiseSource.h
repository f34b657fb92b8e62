// SPDX-License-Identifier: GPL-3.0-or-later
//
// NoiseSource: where a stochastic sampler gets its fresh noise from: recorded tensors, a generator, or a
// Brownian motion (which makes the result nearly independent of the number of steps).
//
// Ownership: held by the caller for as long as sampling runs. Threads: the thread that samples.
#pragma once

#include "core/diffusion/BrownianTree.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace attune::diffusion {

class NoiseSource {
public:
    virtual ~NoiseSource() = default;
    // Unit noise with shape, type and device of `like` for the step from noise level `sigma` down to
    // `sigmaNext`.
    [[nodiscard]] virtual at::Tensor next(const at::Tensor& like, double sigma, double sigmaNext) = 0;
    // The reference draws here and throws the noise away, which moves its generator on.
    virtual void skip(const at::Tensor& like) = 0;
};

// Fresh normal noise from a generator of the tensor's device.
class GeneratorNoise final : public NoiseSource {
public:
    explicit GeneratorNoise(at::Generator generator) : m_generator(std::move(generator)) {}
    [[nodiscard]] at::Tensor next(const at::Tensor& like, double sigma, double sigmaNext) override;
    void skip(const at::Tensor& like) override;

private:
    at::Generator m_generator;
};

// Recorded noise [draws, ...], handed out in order. Running out of it is a mistake of the caller and throws.
class RecordedNoise final : public NoiseSource {
public:
    explicit RecordedNoise(at::Tensor draws) : m_draws(std::move(draws)) {}
    [[nodiscard]] at::Tensor next(const at::Tensor& like, double sigma, double sigmaNext) override;
    void skip(const at::Tensor& /*like*/) override {}

private:
    at::Tensor m_draws;
    std::int64_t m_position{0};
};

// Increments of one Brownian motion indexed by sigma, scaled to unit variance.
class BrownianNoise final : public NoiseSource {
public:
    // `entropy` seeds the tree; sigmaMin and sigmaMax are the smallest non-zero and the largest level of the
    // schedule.
    BrownianNoise(std::uint64_t entropy, double sigmaMin, double sigmaMax)
        : m_entropy(entropy), m_sigmaMin(sigmaMin), m_sigmaMax(sigmaMax) {}
    [[nodiscard]] at::Tensor next(const at::Tensor& like, double sigma, double sigmaNext) override;
    void skip(const at::Tensor& /*like*/) override {}

private:
    std::uint64_t m_entropy;
    double m_sigmaMin;
    double m_sigmaMax;
    std::optional<BrownianTree> m_tree; // made at the first use, when shape and device are known
};

// One draw of randint(0, 2^63 - 1) from the CPU generator, as k-diffusion seeds its tree.
[[nodiscard]] std::uint64_t drawBrownianEntropy(at::Generator& hostGenerator);

} // namespace attune::diffusion
