// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/LatentCorpus.h"

#include "core/tensor/Generators.h"
#include "packaging/starter/AutoencoderTraining.h"
#include "packaging/starter/Random.h"
#include "packaging/starter/Synth.h"

#include <torch/torch.h>

namespace attune::starter {

LatentCorpus LatentCorpus::build(model::OobleckAutoencoder& autoencoder, const Recordings& recordings,
                                 std::uint64_t seed, std::uint64_t sounds) {
    const torch::NoGradGuard noGrad;
    LatentCorpus corpus;
    std::vector<at::Tensor> means;
    std::vector<at::Tensor> stdevs;
    const auto add = [&](const DescribedSound& described) {
        const model::Posterior posterior = autoencoder.encode(windowOf(described.sound));
        means.push_back(posterior.mean);
        stdevs.push_back(posterior.stdev());
        corpus.m_descriptions.push_back(described.description);
        corpus.m_durations.push_back(described.sound.durationSeconds());
    };
    const std::uint64_t corpusSeed = tensor::deriveSeed(seed, "transformer corpus");
    for (std::uint64_t i = 0; i < sounds; ++i) add(synthesise(corpusSeed, i));
    corpus.m_synthesised = corpus.m_descriptions.size();
    for (const Recording& recording : recordings.training) add(recording.described);
    corpus.m_means = torch::cat(means);
    corpus.m_stdevs = torch::cat(stdevs);
    return corpus;
}

std::size_t LatentCorpus::choose(Random& random) const {
    const std::size_t recorded = size() - m_synthesised;
    if (recorded > 0 && random.chance(0.125)) return m_synthesised + random.index(recorded);
    return random.index(m_synthesised);
}

at::Tensor LatentCorpus::latents(std::size_t index, const at::Tensor& noise) const {
    const auto at = static_cast<std::int64_t>(index);
    return m_means[at] + m_stdevs[at] * noise;
}

double LatentCorpus::scale() const {
    return (m_means.var(0).mean() + m_means.mean(0).var() + m_stdevs.square().mean()).sqrt().item<double>();
}

} // namespace attune::starter
