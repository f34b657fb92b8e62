// SPDX-License-Identifier: GPL-3.0-or-later
//
// LatentCorpus: what the transformer learns from: synthesised sounds and recordings as latents, with what can
// be said about each.
//
// Ownership: value type. Threads: one to build it, any to read. Shapes: N sounds, D latent channels, L latent
// frames.
#pragma once

#include "core/base/Result.h"
#include "core/model/OobleckAutoencoder.h"
#include "packaging/starter/Recordings.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace attune::starter {

class Random;

class LatentCorpus {
public:
    // Encodes `sounds` synthesised sounds and the first window of every training recording.
    [[nodiscard]] static LatentCorpus build(model::OobleckAutoencoder& autoencoder,
                                            const Recordings& recordings, std::uint64_t seed,
                                            std::uint64_t sounds);

    // A sound at random: one in eight is a recording, for there are few of them.
    [[nodiscard]] std::size_t choose(Random& random) const;
    // Latents [D,L] as the bottleneck would draw them with `noise` [D,L].
    [[nodiscard]] at::Tensor latents(std::size_t index, const at::Tensor& noise) const;
    [[nodiscard]] const Description& description(std::size_t index) const { return m_descriptions[index]; }
    [[nodiscard]] double durationSeconds(std::size_t index) const { return m_durations[index]; }
    // Standard deviation of all latents: what model_config.json calls the pretransform's scale.
    [[nodiscard]] double scale() const;
    [[nodiscard]] std::size_t size() const noexcept { return m_descriptions.size(); }

private:
    at::Tensor m_means;  // [N,D,L]
    at::Tensor m_stdevs; // [N,D,L]
    std::vector<Description> m_descriptions;
    std::vector<double> m_durations;
    std::size_t m_synthesised{0}; // the first so many; recordings follow
};

} // namespace attune::starter
