// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/AutoencoderTraining.h"

#include "core/base/Text.h"
#include "core/model/Layers.h"
#include "core/tensor/Generators.h"
#include "core/train/GradientClipping.h"
#include "packaging/starter/AudioLoss.h"
#include "packaging/starter/LinearStart.h"
#include "packaging/starter/Random.h"
#include "packaging/starter/StepState.h"
#include "packaging/starter/Synth.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <string>

namespace attune::starter {
namespace {

at::Tensor tensorOf(const std::vector<float>& samples, std::size_t begin, std::size_t frames) {
    at::Tensor tensor = torch::zeros({static_cast<std::int64_t>(frames)});
    if (begin < samples.size())
        std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(begin),
                    std::min(frames, samples.size() - begin), tensor.data_ptr<float>());
    return tensor;
}

at::Tensor stereoTensor(const StereoSound& sound, std::size_t begin, std::size_t frames) {
    return torch::stack({tensorOf(sound.left, begin, frames), tensorOf(sound.right, begin, frames)});
}

// The beginning more often than not: attacks are what the ear goes by.
std::size_t chooseBegin(std::size_t available, std::size_t wanted, Random& random) {
    if (available <= wanted || random.chance(0.4)) return 0;
    return random.index(available - wanted);
}

at::Tensor makeBatch(const Recordings& recordings, const AutoencoderTrainingOptions& options,
                     std::int64_t step) {
    Random random(tensor::deriveSeed(options.seed, "autoencoder batch", static_cast<std::uint64_t>(step)));
    const auto frames = static_cast<std::size_t>(options.cropFrames);
    std::vector<at::Tensor> items;
    for (std::int64_t i = 0; i < options.batch; ++i) {
        const bool isRecorded = !recordings.training.empty() && random.chance(options.recordingShare);
        const StereoSound sound =
            isRecorded ? recordings.training[random.index(recordings.training.size())].described.sound
                       : synthesise(options.seed, random.index(1U << 30U)).sound;
        items.push_back(stereoTensor(sound, chooseBegin(sound.frameCount(), frames, random), frames));
    }
    return torch::stack(items);
}

// What the linear start looks at: the beginnings of some sounds of each kind and of the recordings,
// [B,2,kWindowFrames].
at::Tensor sample(const Recordings& recordings, std::uint64_t seed) {
    constexpr std::uint64_t kSounds = 256;
    std::vector<at::Tensor> windows;
    for (std::uint64_t i = 0; i < kSounds; ++i)
        windows.push_back(windowOf(synthesise(tensor::deriveSeed(seed, "linear start"), i).sound));
    for (const Recording& recording : recordings.training)
        windows.push_back(windowOf(recording.described.sound));
    return torch::cat(windows);
}

ReconstructionFigures measure(model::OobleckAutoencoder& autoencoder,
                              const std::vector<at::Tensor>& windows) {
    const torch::NoGradGuard noGrad;
    std::vector<double> ratios;
    double distance = 0.0;
    for (const at::Tensor& window : windows) {
        const at::Tensor back = autoencoder.decode(autoencoder.encode(window).mean);
        ratios.push_back(siSdrDb(back, window).item<double>());
        distance += spectralDistance(back, window, StereoPair::MidSide).item<double>();
    }
    std::sort(ratios.begin(), ratios.end());
    return {ratios[ratios.size() / 2], distance / static_cast<double>(windows.size())};
}

} // namespace

at::Tensor windowOf(const StereoSound& sound) {
    return stereoTensor(sound, 0, kWindowFrames).unsqueeze(0);
}

Result<void> trainAutoencoder(model::OobleckAutoencoder& autoencoder, const Recordings& recordings,
                              const AutoencoderTrainingOptions& options) {
    model::initializeParameters(
        autoencoder, tensor::makeCpuGenerator(tensor::deriveSeed(options.seed, "autoencoder weights")));
    startLinear(autoencoder, sample(recordings, options.seed));
    std::vector<train::NamedParameter> parameters;
    for (const auto& entry : autoencoder.named_parameters())
        parameters.push_back({entry.key(), entry.value()});
    train::OptimiserOptions optimiserOptions =
        train::OptimiserOptions::defaultsFor(train::OptimiserKind::AdamW);
    optimiserOptions.beta1 = 0.8;
    optimiserOptions.beta2 = 0.99;
    optimiserOptions.weightDecay = 1e-3;
    ATTUNE_TRY(const auto optimiser, train::makeOptimiser(optimiserOptions, parameters));
    ATTUNE_TRY(const LoadedStepState loaded, loadStepState(options.stateFile, *optimiser));

    const auto begun = std::chrono::steady_clock::now();
    double meanLoss = 0.0;
    for (std::int64_t step = loaded.step; step < options.steps; ++step) {
        const at::Tensor sound = makeBatch(recordings, options, step);
        at::Generator noise = tensor::makeCpuGenerator(
            tensor::deriveSeed(options.seed, "autoencoder noise", static_cast<std::uint64_t>(step)));
        const model::Posterior posterior = autoencoder.encode(sound);
        const at::Tensor back =
            autoencoder.decode(posterior.sample(torch::randn(posterior.mean.sizes(), noise)));
        // Mid and side, left and right take turns: both matter, and one pair a step costs half.
        const at::Tensor loss =
            spectralDistance(back, sound, step % 2 == 0 ? StereoPair::MidSide : StereoPair::LeftRight) +
            options.differenceWeight * (back - sound).abs().mean() + options.klWeight * posterior.kl();
        const double value = loss.item<double>();
        if (!std::isfinite(value))
            return fail(ErrorCode::NonFinite, "The autoencoder's loss is not a number",
                        concat("step ", step));
        loss.backward();
        train::clipGradients(optimiser->parameters(), options.gradientLimit);
        optimiser->setLearningRate(rateAt(step, options.steps, 100, options.learningRate));
        optimiser->step();
        optimiser->clearGradients();

        meanLoss += value;
        if ((step + 1) % 50 == 0) {
            const double seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
            std::cout << "autoencoder step " << step + 1 << "/" << options.steps << " loss "
                      << meanLoss / 50.0 << " after " << seconds << " s" << std::endl;
            meanLoss = 0.0;
        }
        if ((step + 1) % options.saveEvery == 0 || step + 1 == options.steps) {
            ATTUNE_CHECK(saveStepState(options.stateFile, *optimiser, {}, step + 1));
            const ReconstructionFigures figures = measureSynthesised(autoencoder, options.seed);
            std::cout << "  held-out sounds: SI-SDR " << figures.siSdrDb << " dB (median), spectral distance "
                      << figures.spectralDistance << std::endl;
        }
    }
    return {};
}

ReconstructionFigures measureSynthesised(model::OobleckAutoencoder& autoencoder, std::uint64_t seed) {
    constexpr std::uint64_t kSounds = 64;
    std::vector<at::Tensor> windows;
    for (std::uint64_t i = 0; i < kSounds; ++i)
        windows.push_back(windowOf(synthesise(tensor::deriveSeed(seed, "held out"), i).sound));
    return measure(autoencoder, windows);
}

ReconstructionFigures measureRecordings(model::OobleckAutoencoder& autoencoder,
                                        const std::vector<Recording>& recordings) {
    std::vector<at::Tensor> windows;
    for (const Recording& recording : recordings) windows.push_back(windowOf(recording.described.sound));
    return measure(autoencoder, windows);
}

} // namespace attune::starter
