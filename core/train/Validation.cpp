// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/Validation.h"

#include "core/base/Text.h"
#include "core/tensor/Generators.h"
#include "core/tensor/TorchErrors.h"
#include "core/train/BatchPlan.h"
#include "core/train/TrainingData.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace attune::train {

std::vector<double> stratifiedTimesteps(std::int64_t count) {
    std::vector<double> timesteps;
    for (std::int64_t i = 0; i < count; ++i)
        timesteps.push_back((static_cast<double>(i) + 0.5) / static_cast<double>(count));
    return timesteps;
}

std::vector<double> referenceTimesteps() {
    return {0.1, 0.3, 0.5, 0.7, 0.9};
}

Result<Validation> Validation::create(const encode::TrainingSource& source,
                                      const ValidationOptions& options) {
    if (source.count() < 1)
        return fail(ErrorCode::InvalidArgument, "No clip is held out, so there is nothing to measure on");
    if (options.timesteps.empty() || options.clips < 1 || options.batchSize < 1)
        return fail(ErrorCode::InvalidArgument, "Held-out loss needs at least one clip and one timestep");
    Validation validation(options);
    // The first items of a fixed permutation: a subset that grows with the number asked for.
    ATTUNE_TRY(BatchPlan plan,
               BatchPlan::create({source.count(), source.count(), 1, options.seed, LastBatch::Keep, true}));
    std::vector<Example> examples = plan.examplesAt({});
    examples.resize(static_cast<std::size_t>(std::min(options.clips, source.count())));
    // Neighbours of one length can share a batch.
    std::sort(examples.begin(), examples.end(),
              [](const Example& a, const Example& b) { return a.item < b.item; });
    for (const Example& example : examples) {
        ATTUNE_TRY(ExampleBatch read, readBatch(source, {example}));
        Clip clip;
        clip.item = example.item;
        clip.latents = read.latents[0];
        for (const auto& [id, value] : read.numbers.front()) clip.metadata.insert_or_assign(id, value);
        clip.metadata.insert_or_assign("prompt", read.prompts.front());
        validation.m_clips.push_back(std::move(clip));
    }
    return validation;
}

at::Tensor Validation::noiseOf(const Clip& clip, std::size_t timestep) const {
    const std::uint64_t ofClip =
        tensor::deriveSeed(m_options.seed, "held-out noise", static_cast<std::uint64_t>(clip.item));
    const auto generator = tensor::makeCpuGenerator(tensor::deriveSeed(ofClip, "timestep", timestep));
    return at::randn(clip.latents.sizes(), generator, at::TensorOptions(at::kFloat));
}

Result<at::Tensor> Validation::lossesOf(std::size_t begin, std::size_t end, std::size_t timestep,
                                        TrainingStep& step, model::TextSource* text,
                                        c10::Device device) const {
    StepBatch batch;
    std::vector<at::Tensor> latents;
    std::vector<at::Tensor> noise;
    for (std::size_t i = begin; i < end; ++i) {
        latents.push_back(m_clips[i].latents);
        noise.push_back(noiseOf(m_clips[i], timestep));
        batch.clips.push_back(m_clips[i].metadata);
    }
    batch.latents = at::stack(latents).to(device);
    const at::Tensor t = at::full({static_cast<std::int64_t>(end - begin)}, m_options.timesteps[timestep],
                                  at::TensorOptions(device).dtype(at::kFloat));
    ATTUNE_TRY(const at::Tensor losses, step.heldOutLosses(batch, t, at::stack(noise).to(device), text));
    return losses.to(at::kCPU, at::kDouble);
}

Result<HeldOutLoss> Validation::measure(TrainingStep& step, model::TextSource* text, c10::Device device,
                                        ProcessGroup& processes, const Cancellation& cancellation) const {
    return tensor::guarded("measuring the held-out loss", [&]() -> Result<HeldOutLoss> {
        const auto levels = static_cast<std::int64_t>(m_options.timesteps.size());
        // Per clip first and added up in the order of clips, so that the sum does not depend on who measured
        // which.
        const at::Tensor losses = at::zeros({static_cast<std::int64_t>(m_clips.size()), levels}, at::kDouble);
        const std::size_t share = (m_clips.size() + static_cast<std::size_t>(processes.size()) - 1) /
                                  static_cast<std::size_t>(processes.size());
        const std::size_t first =
            std::min(m_clips.size(), share * static_cast<std::size_t>(processes.rank()));
        const std::size_t last = std::min(m_clips.size(), first + share);
        std::size_t end = first;
        for (std::size_t begin = first; begin < last; begin = end) {
            end = std::min(last, begin + static_cast<std::size_t>(m_options.batchSize));
            while (m_clips[end - 1].latents.sizes() != m_clips[begin].latents.sizes()) --end;
            for (std::size_t level = 0; level < m_options.timesteps.size(); ++level) {
                ATTUNE_CHECK(cancellation.check("Measuring the held-out loss"));
                ATTUNE_TRY(const at::Tensor part, lossesOf(begin, end, level, step, text, device));
                losses.slice(0, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end))
                    .select(1, static_cast<std::int64_t>(level))
                    .copy_(part);
            }
        }
        ATTUNE_CHECK(processes.sum({losses}));
        HeldOutLoss result;
        result.clips = clipCount();
        for (std::int64_t level = 0; level < levels; ++level)
            result.byTimestep.push_back(losses.select(1, level).mean().item<double>());
        for (const double loss : result.byTimestep) result.mean += loss / static_cast<double>(levels);
        if (!std::isfinite(result.mean))
            return fail(ErrorCode::NonFinite, concat("The held-out loss is ", result.mean));
        return result;
    });
}

} // namespace attune::train
