// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/TrainingData.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/ATen.h>

#include <cmath>

namespace attune::train {

std::size_t pickPrompt(const std::vector<encode::WeightedPrompt>& prompts, double draw) {
    ATTUNE_ASSERT(!prompts.empty());
    double sum = 0.0;
    for (const auto& prompt : prompts) sum += std::max(prompt.weight, 0.0);
    if (!(sum > 0.0)) {
        const auto index = static_cast<std::size_t>(draw * static_cast<double>(prompts.size()));
        return std::min(index, prompts.size() - 1);
    }
    double rest = draw * sum;
    std::size_t last = 0; // rounding can leave a rest after the last one with weight
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const double weight = std::max(prompts[i].weight, 0.0);
        if (weight == 0.0) continue;
        last = i;
        if (rest < weight) return i;
        rest -= weight;
    }
    return last;
}

Result<ExampleBatch> readBatch(const encode::TrainingSource& source, const std::vector<Example>& examples) {
    ExampleBatch batch;
    std::vector<at::Tensor> latents;
    std::vector<at::Tensor> masks;
    for (const Example& example : examples) {
        const encode::TrainingItemInfo& info = source.info(example.item);
        ATTUNE_TRY(encode::TrainingItem item, source.item(example.item, example.seed));
        if (!latents.empty() && item.latents.sizes() != latents.front().sizes())
            return fail(ErrorCode::ShapeMismatch,
                        concat("This clip has ", item.latents.size(-1),
                               " latent frames, others in its batch have ", latents.front().size(-1)),
                        info.name, "Train with a length of clips that is set, or with a batch of one.");
        latents.push_back(item.latents.to(at::kFloat));
        masks.push_back(item.paddingMask.to(at::kBool));
        item.numbers["seconds_start"] = item.secondsStart;
        item.numbers["seconds_total"] = item.secondsTotal;
        batch.numbers.push_back(std::move(item.numbers));
        batch.prompts.push_back(info.prompts.empty()
                                    ? std::string()
                                    : info.prompts[pickPrompt(info.prompts, example.promptDraw)].text);
        batch.names.push_back(info.name);
    }
    return tensor::guarded("reading a batch", [&]() -> Result<ExampleBatch> {
        batch.latents = at::stack(latents);
        batch.paddingMask = at::stack(masks);
        return std::move(batch);
    });
}

} // namespace attune::train
