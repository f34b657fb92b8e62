// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/starter/DiffusionTraining.h"

#include "core/base/Text.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"
#include "core/train/Ema.h"
#include "core/train/GradientClipping.h"
#include "core/train/TrainingStep.h"
#include "packaging/starter/JointText.h"
#include "packaging/starter/Prompts.h"
#include "packaging/starter/Random.h"
#include "packaging/starter/StepState.h"

#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <iostream>

namespace attune::starter {
namespace {

struct Learner {
    std::shared_ptr<model::DiffusionModel> model;
    std::shared_ptr<model::T5Encoder> text;
    text::Tokenizer tokenizer;
    std::vector<train::NamedParameter> parameters; // of both, text under "t5."
};

Result<Learner> makeLearner(const Work& work, const config::ModelConfig& config) {
    ATTUNE_TRY(const model::T5Config textConfig, model::T5Config::read(work.textConfig()));
    ATTUNE_TRY(text::Tokenizer tokenizer, text::Tokenizer::load(work.tokenizer()));
    model::LoadOptions options;
    options.parts = model::kTrainingParts;
    options.textWidth = textConfig.width;
    ATTUNE_TRY(auto diffusion, model::ModelFactory::buildInitialized(
                                   config, tensor::deriveSeed(work.seed, "transformer weights"), options));
    auto text = std::make_shared<model::T5Encoder>(textConfig);
    initializeTextEncoder(*text, tensor::deriveSeed(work.seed, "text encoder weights"));
    Learner learner{std::move(diffusion), std::move(text), std::move(tokenizer), {}};
    for (const auto& entry : learner.model->named_parameters())
        learner.parameters.push_back({entry.key(), entry.value()});
    for (const auto& entry : learner.text->named_parameters())
        learner.parameters.push_back({"t5." + entry.key(), entry.value()});
    return learner;
}

struct Drawn {
    train::StepBatch batch;
    train::StepDraws draws;
};

// Everything random about a step, from its number alone.
Drawn drawStep(const LatentCorpus& corpus, const train::StepOptions& stepOptions,
               const DiffusionTrainingOptions& options, std::uint64_t seed, std::int64_t step) {
    const std::uint64_t stepSeed =
        tensor::deriveSeed(seed, "transformer step", static_cast<std::uint64_t>(step));
    Random random(stepSeed);
    at::Generator generator = tensor::makeCpuGenerator(stepSeed);
    Drawn drawn;
    std::vector<at::Tensor> latents;
    for (std::int64_t i = 0; i < options.batch; ++i) {
        const std::size_t index = corpus.choose(random);
        const at::Tensor still = corpus.latents(index, torch::zeros({}));
        latents.push_back(corpus.latents(index, torch::randn(still.sizes(), generator)));
        drawn.batch.clips.push_back({{"prompt", promptFor(corpus.description(index), random)},
                                     {"seconds_total", corpus.durationSeconds(index)}});
    }
    drawn.batch.latents = torch::stack(latents);
    drawn.draws.t =
        diffusion::timestepsFromDraws(stepOptions.timesteps, torch::randn({options.batch}, generator));
    drawn.draws.noise = torch::randn(drawn.batch.latents.sizes(), generator);
    drawn.draws.droppedPrompts = torch::rand({options.batch}, generator) < stepOptions.promptDropout;
    return drawn;
}

Result<void> writeWeights(const Work& work, Learner& learner, train::Ema& ema) {
    const train::Ema::Applied averaged(ema);
    ATTUNE_CHECK(tensor::writeSafeTensors(work.diffusionWeights(), tensor::stateDictOf(*learner.model)));
    return tensor::writeSafeTensors(work.textWeights(), tensor::stateDictOf(*learner.text));
}

Result<void> save(const Work& work, Learner& learner, train::Ema& ema, const train::Optimiser& optimiser,
                  std::int64_t step) {
    tensor::NamedTensors extra = ema.averages().withPrefix("ema/");
    extra.set("ema_updates", torch::tensor(ema.updateCount()));
    ATTUNE_CHECK(saveStepState(work.diffusionState(), optimiser, extra, step));
    return writeWeights(work, learner, ema);
}

} // namespace

Result<void> trainDiffusion(const Work& work, const config::ModelConfig& config, const LatentCorpus& corpus,
                            const DiffusionTrainingOptions& options) {
    if (!config.training)
        return fail(ErrorCode::InvalidConfig, "The model configuration has no training block");
    ATTUNE_TRY(Learner learner, makeLearner(work, config));
    ATTUNE_TRY(const train::StepOptions stepOptions, train::StepOptions::from(*config.training));
    train::OptimiserOptions optimiserOptions =
        train::OptimiserOptions::defaultsFor(train::OptimiserKind::AdamW);
    optimiserOptions.beta2 = 0.99;
    ATTUNE_TRY(const auto optimiser, train::makeOptimiser(optimiserOptions, learner.parameters));
    train::Ema ema({}, learner.parameters);
    ATTUNE_TRY(const LoadedStepState loaded, loadStepState(work.diffusionState(), *optimiser));
    if (loaded.step > 0) {
        ATTUNE_TRY(const at::Tensor updates, loaded.extra.at("ema_updates"));
        ATTUNE_CHECK(ema.load(loaded.extra.withoutPrefix("ema/"), updates.item<std::int64_t>()));
    }
    train::TrainingStep trainingStep(*learner.model, {});
    JointText text(learner.tokenizer, learner.text);

    const auto begun = std::chrono::steady_clock::now();
    double meanLoss = 0.0;
    for (std::int64_t step = loaded.step; step < options.steps; ++step) {
        const Drawn drawn = drawStep(corpus, stepOptions, options, work.seed, step);
        ATTUNE_TRY(const train::StepLoss loss, trainingStep.loss(drawn.batch, drawn.draws, &text));
        const double value = loss.loss.item<double>();
        if (!std::isfinite(value))
            return fail(ErrorCode::NonFinite, "The transformer's loss is not a number",
                        concat("step ", step));
        ema.update();
        loss.loss.backward();
        train::clipGradients(optimiser->parameters(), options.gradientLimit);
        optimiser->setLearningRate(rateAt(step, options.steps, 100, options.learningRate));
        optimiser->step();
        optimiser->clearGradients();
        meanLoss += value;
        if ((step + 1) % 50 == 0) {
            const double seconds =
                std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
            std::cout << "transformer step " << step + 1 << "/" << options.steps << " loss "
                      << meanLoss / 50.0 << " after " << seconds << " s" << std::endl;
            meanLoss = 0.0;
        }
        if ((step + 1) % options.saveEvery == 0 || step + 1 == options.steps)
            ATTUNE_CHECK(save(work, learner, ema, *optimiser, step + 1));
    }
    return {};
}

} // namespace attune::starter
