// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoMaker: the demos of a run: the same prompts, seeds and noise at every checkpoint, so that all one hears
// is the model. Sampled and decoded like anything generated, not by a special path.
//
// First all latents are sampled, then the autoencoder is asked for, then everything is decoded: during
// training the autoencoder need not be in memory. Threads: the thread that trains or generates.
#pragma once

#include "core/audio/AudioTypes.h"
#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/ModelConfig.h"
#include "core/config/RunSettings.h"
#include "core/generate/Generation.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune::generate {

// What a demo is, apart from its sound.
struct DemoFacts {
    std::string file; // the same for the same prompt and guidance at every step
    std::string prompt;
    std::string negativePrompt;
    std::int64_t seed{0};
    double cfgScale{1.0};
    std::string sampler;
    std::int64_t samplerSteps{0};
    double secondsStart{0.0};
    double secondsTotal{0.0};
    double lengthSeconds{0.0};
    double peak{0.0};   // linear, before any attenuation
    double gainDb{0.0}; // below 0 where the sound had to be made quieter to fit
    std::optional<double> loudnessLufs;
    config::Json settings; // what else repeats it
};

struct RenderedDemo {
    audio::AudioBuffer sound;
    DemoFacts facts;
};

using DecoderProvider = std::function<Result<std::shared_ptr<model::Pretransform>>()>;

class DemoMaker {
public:
    // `clipSeconds`: length of the run's clips, for demos without a length of their own; 0 = the model's.
    // Errors: InvalidConfig when the model is no diffusion model.
    [[nodiscard]] static Result<DemoMaker> create(const config::DemoSettings& settings,
                                                  const config::ModelConfig& model, double clipSeconds);

    // Sounds that vary another one instead of coming from noise alone: latents [D,L] of latentFrames() frames
    // (encodeSound), and how much noise goes on them.
    void setInit(at::Tensor latents, double noiseLevel);

    // In the order of the prompts, each at every guidance. `decoder` is called once, after the sampling; what
    // it gives is let go at the end. Errors: those of Generation and of the decoder; Cancelled.
    [[nodiscard]] Result<std::vector<RenderedDemo>>
    render(model::DiffusionModel& model, model::TextSource* text, const DecoderProvider& decoder,
           const std::function<at::Tensor(const std::function<at::Tensor()>&)>& aroundNetwork = {},
           const Cancellation& cancellation = {}, const ProgressSink& progress = {}) const;

    // Every text that the text source must know.
    [[nodiscard]] std::vector<std::string> texts() const;
    [[nodiscard]] std::size_t count() const noexcept {
        return m_settings.prompts.size() * m_settings.cfgScales.size();
    }
    [[nodiscard]] std::int64_t latentFrames() const noexcept { return m_frames; }

private:
    DemoMaker() = default;
    [[nodiscard]] GenerationOptions options(double cfgScale) const;
    [[nodiscard]] DemoFacts factsOf(std::size_t prompt, double cfgScale) const;

    config::DemoSettings m_settings;
    SampleRate m_rate;
    std::int64_t m_frames{0}; // latent frames
    double m_seconds{0.0};    // of a demo
    std::string m_sampler;
    std::int64_t m_steps{0};
    std::optional<at::Tensor> m_init; // none = from noise
    double m_initNoiseLevel{1.0};
};

} // namespace attune::generate
