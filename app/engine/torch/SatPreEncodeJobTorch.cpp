// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/SatPreEncodeJobTorch.h"

#include "app/engine/SatPrompts.h"
#include "core/base/Text.h"
#include "core/encode/SatPreEncode.h"
#include "core/tensor/TorchErrors.h"

namespace attune::engine {

namespace {

class SatPreEncodeJob final : public jobs::Job {
public:
    SatPreEncodeJob(SatPreEncodeRequest request, std::shared_ptr<SatPreEncodeOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Pre-encode"; }
    [[nodiscard]] bool needsDevice() const override { return true; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        return tensor::guarded("pre-encoding", [&] { return preEncode(context); });
    }

private:
    [[nodiscard]] Result<void> preEncode(jobs::JobContext& context);

    SatPreEncodeRequest m_request;
    std::shared_ptr<SatPreEncodeOutcome> m_outcome;
};

encode::SatPreEncodeArguments argumentsFrom(const SatPreEncodeRequest& request) {
    encode::SatPreEncodeArguments arguments;
    arguments.modelConfig = request.modelConfig;
    arguments.checkpoint = request.checkpoint;
    arguments.modelHalf = request.isHalf;
    arguments.datasetConfig = request.datasetConfig;
    arguments.outputPath = request.outputPath;
    arguments.batchSize = request.batchSize;
    arguments.sampleSize = request.sampleSize;
    arguments.isDiscrete = request.isDiscrete;
    arguments.limitBatches = request.limitBatches;
    arguments.shuffle = request.shuffles;
    return arguments;
}

Result<void> SatPreEncodeJob::preEncode(jobs::JobContext& context) {
    ATTUNE_TRY(const config::DatasetConfig dataset, config::readDatasetConfig(m_request.datasetConfig));
    ATTUNE_TRY(const SatPrompts prompts, satPromptsOf(dataset));
    encode::SatPreEncodeOptions options;
    if (m_request.addsToFolder) options.occupied = latents::OccupiedFolder::Add;
    if (m_request.flipsPolarity) options.polarity = encode::SatPreEncodeOptions::Polarity::FlipHalf;
    if (prompts.promptOf)
        options.metadata = [&prompts](const std::string& relativePath) -> config::Json {
            const auto prompt = prompts.promptOf(relativePath);
            return prompt ? config::Json{{"prompt", *prompt}} : config::Json(nullptr);
        };
    context.stateChanged(jobs::JobState::Running);
    ATTUNE_TRY(
        const encode::SatPreEncodeReport report,
        encode::satPreEncode(argumentsFrom(m_request), options, context.progress, context.controls.stop()));
    m_outcome->written = report.written;
    for (const encode::SkippedSound& skipped : report.skipped)
        m_outcome->skipped.push_back(concat(skipped.path, ": ", skipped.reason.describe()));
    m_outcome->notes = dataset.notes;
    m_outcome->notes.insert(m_outcome->notes.end(), prompts.notes.begin(), prompts.notes.end());
    m_outcome->notes.insert(m_outcome->notes.end(), report.notes.begin(), report.notes.end());
    m_outcome->seconds = report.elapsedSeconds;
    m_outcome->wasStopped = report.wasStopped;
    return {};
}

} // namespace

JobWithOutcome<SatPreEncodeOutcome> makeSatPreEncodeJob(SatPreEncodeRequest request) {
    auto outcome = std::make_shared<SatPreEncodeOutcome>();
    return {std::make_unique<SatPreEncodeJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
