// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/RoundTripJobTorch.h"

#include "app/engine/torch/ModelSource.h"
#include "core/audio/AudioReader.h"
#include "core/audio/AudioWriter.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"
#include "core/generate/Generation.h"
#include "core/tensor/Devices.h"

#include <algorithm>

namespace attune::engine {

namespace {

class RoundTripJob final : public jobs::Job {
public:
    explicit RoundTripJob(RoundTripRequest request) : m_request(std::move(request)) {}

    [[nodiscard]] std::string title() const override {
        return concat("Round trip of ", utf8FromPath(m_request.sound.filename()));
    }
    [[nodiscard]] bool needsDevice() const override {
        return false;
    } // a second of work; need not wait for a run
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override;

private:
    RoundTripRequest m_request;
};

Result<void> RoundTripJob::run(jobs::JobContext& context) {
    context.progress({"Loading", 0, 0, {}, m_request.model.name});
    ATTUNE_TRY(const c10::Device device, tensor::deviceFromText(m_request.device));
    ATTUNE_TRY(const ModelSource source, ModelSource::open(m_request.model));
    const auto& diffusion = source.config().diffusion;
    if (!diffusion || !diffusion->pretransform)
        return fail(ErrorCode::InvalidConfig, "The model has no autoencoder",
                    utf8FromPath(m_request.model.file));
    ATTUNE_TRY(audio::AudioBuffer sound, audio::readAudio(m_request.sound));
    const SampleRate rate{static_cast<int>(source.config().sampleRate)};
    ATTUNE_TRY(sound, audio::resampled(std::move(sound), rate));
    if (sound.frameCount() == 0)
        return fail(ErrorCode::InvalidArgument, "The file has no sound in it", utf8FromPath(m_request.sound));
    ATTUNE_TRY(const auto model, source.load(model::ModelPart::Autoencoder, device));
    ATTUNE_CHECK(context.controls.stop().check("Loading the model"));

    context.stateChanged(jobs::JobState::Running);
    const std::int64_t ratio = diffusion->pretransform->autoencoder.downsamplingRatio;
    const FrameCount window = source.config().sampleSize.value_or(sound.frameCount());
    const FrameCount heard = std::min<FrameCount>(sound.frameCount(), window);
    ATTUNE_TRY(const at::Tensor latents,
               generate::encodeSound(*model->pretransform(), sound, (heard + ratio - 1) / ratio));
    ATTUNE_CHECK(context.controls.stop().check("Encoding"));
    ATTUNE_TRY(const audio::AudioBuffer decoded,
               generate::decodeSound(*model->pretransform(), latents, rate, rate.secondsFromFrames(heard)));
    return audio::writeAudio(m_request.target, decoded, audio::FileFormat::Flac24);
}

} // namespace

std::unique_ptr<jobs::Job> makeRoundTripJob(RoundTripRequest request) {
    return std::make_unique<RoundTripJob>(std::move(request));
}

} // namespace attune::engine
