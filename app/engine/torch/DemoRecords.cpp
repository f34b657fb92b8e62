// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/DemoRecords.h"

#include "core/base/UtcTime.h"

namespace attune::engine {

project::DemoRecord recordOf(const generate::RenderedDemo& demo, StepIndex step, const std::string& weights) {
    const generate::DemoFacts& facts = demo.facts;
    project::DemoRecord record;
    record.file = facts.file;
    record.prompt = facts.prompt;
    record.negativePrompt = facts.negativePrompt;
    record.seed = facts.seed;
    record.step = step.value;
    record.weights = weights;
    record.cfgScale = facts.cfgScale;
    record.sampler = facts.sampler;
    record.samplerSteps = facts.samplerSteps;
    record.secondsStart = facts.secondsStart;
    record.secondsTotal = facts.secondsTotal;
    record.lengthSeconds = facts.lengthSeconds;
    record.peak = facts.peak;
    record.loudnessLufs = facts.loudnessLufs;
    record.createdUtc = utcNow();
    record.settings = facts.settings;
    record.settings["gain_db"] = facts.gainDb;
    return record;
}

Result<void> writeDemoIndex(const std::filesystem::path& folder,
                            const std::vector<generate::RenderedDemo>& demos, StepIndex step,
                            const std::string& weights) {
    ATTUNE_TRY(project::DemoIndex index, project::DemoIndex::load(folder));
    for (const generate::RenderedDemo& demo : demos) ATTUNE_CHECK(index.add(recordOf(demo, step, weights)));
    return {};
}

} // namespace attune::engine
