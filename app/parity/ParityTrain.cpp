// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "train": a whole recorded training run with all its random draws injected: timesteps, losses, gradient norms,
// learning rates, held-out losses, and the trained and averaged weights at its end.
#include "app/parity/Parity.h"

#include "core/base/Text.h"
#include "core/config/ModelConfig.h"
#include "core/model/ModelFactory.h"
#include "core/model/TextSource.h"
#include "core/tensor/ModuleLoading.h"
#include "core/train/Ema.h"
#include "core/train/GradientClipping.h"
#include "core/train/LearningRateSchedule.h"
#include "core/train/Optimiser.h"
#include "core/train/TrainingStep.h"

#include <ATen/Context.h>
#include <ATen/ops/full.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <cmath>
#include <memory>
#include <numeric>
#include <optional>

namespace attune::parity {

namespace {

using Tensors = std::map<std::string, at::Tensor>;

// The recorded output of the prompt conditioner. A prompt is the text of its row number.
class RecordedPrompts final : public model::TextSource {
public:
    RecordedPrompts(const at::Tensor& embeddings, const at::Tensor& masks)
        : m_embeddings(embeddings.flatten(0, 1)), m_masks(masks.flatten(0, 1).to(at::kBool)) {}

    Result<model::TextFeatures> features(std::span<const std::string> prompts, std::int64_t /*maxLength*/) override {
        std::vector<at::Tensor> hidden;
        std::vector<at::Tensor> mask;
        for (const std::string& prompt : prompts) {
            hidden.push_back(m_embeddings[std::stoll(prompt)]);
            mask.push_back(m_masks[std::stoll(prompt)]);
        }
        return model::TextFeatures{at::stack(hidden), at::stack(mask)};
    }
    [[nodiscard]] std::int64_t width() const override { return m_embeddings.size(-1); }

private:
    at::Tensor m_embeddings; // [rows,L,D]
    at::Tensor m_masks;      // [rows,L]
};

// The transformer, buffers included: what the reference averages.
std::vector<train::NamedParameter> averagedTensors(const model::DiffusionModel& model) {
    std::vector<train::NamedParameter> tensors;
    for (const auto& [name, tensor] : tensor::stateDictOf(model))
        if (name.starts_with("model.")) tensors.push_back({name, tensor});
    return tensors;
}

class RecordedRun {
public:
    [[nodiscard]] static Result<std::unique_ptr<RecordedRun>> open(const Fixture& fixture);
    void compareHeldOut(Report& report);
    [[nodiscard]] Result<void> train(Report& report);
    void compareWeights(Report& report) const;

private:
    explicit RecordedRun(const Fixture& fixture) : m_fixture(fixture) {}
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] train::StepBatch batchAt(std::int64_t index) const;
    [[nodiscard]] train::StepDraws drawsAt(std::int64_t micro) const;
    [[nodiscard]] bool usesMaskAt(std::int64_t micro) const;
    void takeStep(Report& report);
    void compareFirstGradients(Report& report) const;
    [[nodiscard]] std::int64_t number(const char* key) const { return m_fixture.description.at(key).get<std::int64_t>(); }

    const Fixture& m_fixture;
    Tensors m_inputs;
    Tensors m_expected;
    config::ModelConfig m_config;
    std::shared_ptr<model::DiffusionModel> m_model;
    std::vector<train::NamedParameter> m_parameters;
    Tensors m_initial; // weights before training, by key
    train::StepOptions m_options;
    std::optional<diffusion::TimestepSampler> m_timesteps;
    std::unique_ptr<RecordedPrompts> m_prompts;
    std::optional<train::TrainingStep> m_step;
    std::unique_ptr<train::Optimiser> m_optimiser;
    train::SchedulePointer m_schedule;
    std::optional<train::Ema> m_ema;
    std::vector<double> m_losses;
    std::vector<double> m_norms;
    std::vector<double> m_rates;
};

Result<std::unique_ptr<RecordedRun>> RecordedRun::open(const Fixture& fixture) {
    std::unique_ptr<RecordedRun> run(new RecordedRun(fixture));
    ATTUNE_CHECK(run->prepare());
    return run;
}

Result<void> RecordedRun::prepare() {
    ATTUNE_TRY(m_inputs, m_fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(m_expected, m_fixture.tensors("expected.safetensors"));
    ATTUNE_TRY(m_config, config::ModelConfig::read(m_fixture.folder / "model.json"));
    if (!m_config.training || !m_config.diffusion)
        return fail(ErrorCode::InvalidConfig, "The fixture's model.json has no training section", "model.json");
    const config::TrainingBlock& training = *m_config.training;

    m_prompts = std::make_unique<RecordedPrompts>(m_inputs.at("prompt"), m_inputs.at("prompt_mask"));
    model::LoadOptions load;
    load.parts = model::kTrainingParts;
    load.textWidth = m_prompts->width();
    ATTUNE_TRY(const model::LoadedModel loaded,
               model::ModelFactory::load(m_config, m_fixture.folder / "weights.safetensors", load));
    m_model = loaded.model;
    for (const auto& entry : m_model->named_parameters()) m_parameters.push_back({entry.key(), entry.value()});
    for (const auto& parameter : m_parameters) m_initial[parameter.name] = parameter.value.detach().clone();

    ATTUNE_TRY(m_options, train::StepOptions::from(training));
    // The draws are recorded; the sampler only applies its formulas.
    at::Generator unused = at::globalContext().defaultGenerator(at::kCPU).clone();
    diffusion::RandomSources sources{unused, unused};
    m_timesteps.emplace(m_options.timesteps, diffusion::DistributionShift::of(*m_config.diffusion), sources);
    m_step.emplace(*m_model, train::precisionProfile(config::Precision::Fp32));
    ATTUNE_TRY(const train::OptimiserOptions options, train::OptimiserOptions::from(training));
    ATTUNE_TRY(m_optimiser, train::makeOptimiser(options, m_parameters));
    ATTUNE_TRY(m_schedule, train::makeSchedule(training, options.learningRate));
    if (training.useEma) m_ema.emplace(train::EmaOptions{}, averagedTensors(*m_model));
    return {};
}

train::StepBatch RecordedRun::batchAt(std::int64_t index) const {
    train::StepBatch batch;
    batch.latents = m_inputs.at("latents")[index];
    if (const auto mask = m_inputs.find("padding_mask"); mask != m_inputs.end())
        batch.paddingMask = mask->second[index].to(at::kBool);
    const std::int64_t items = batch.latents.size(0);
    for (std::int64_t item = 0; item < items; ++item) {
        config::ClipMetadata clip;
        for (const auto& conditioner : m_config.diffusion->conditioning->conditioners) {
            if (conditioner.kind == config::ConditionerKind::T5) clip[conditioner.id] = concat(index * items + item);
            else clip[conditioner.id] = m_inputs.at(conditioner.id)[index][item].item<double>();
        }
        batch.clips.push_back(std::move(clip));
    }
    return batch;
}

bool RecordedRun::usesMaskAt(std::int64_t micro) const {
    return m_fixture.description.at("use_padding_mask").at(static_cast<std::size_t>(micro)).get<bool>();
}

train::StepDraws RecordedRun::drawsAt(std::int64_t micro) const {
    const auto kind = m_fixture.description.at("timestep_draw").get<std::string>();
    std::optional<at::Tensor> oneShot;
    if (const auto found = m_inputs.find("one_shot_u"); found != m_inputs.end()) oneShot = found->second[micro];
    train::StepDraws draws;
    draws.t = m_timesteps->fromDraws(m_inputs.at(kind)[micro], m_inputs.at("latents").size(-1), oneShot, at::kCPU);
    draws.noise = m_inputs.at("noise")[micro];
    if (const auto drop = m_inputs.find("cfg_drop"); drop != m_inputs.end())
        draws.droppedPrompts = drop->second[micro].to(at::kBool);
    draws.usesPaddingMask = usesMaskAt(micro);
    return draws;
}

void RecordedRun::compareHeldOut(Report& report) {
    const auto noise = m_inputs.find("val_noise");
    if (noise == m_inputs.end()) return;
    const train::StepBatch batch = batchAt(0);
    std::vector<double> losses;
    for (std::int64_t i = 0; i < noise->second.size(0); ++i) {
        const at::Tensor t = at::full({batch.latents.size(0)}, 0.1 + 0.2 * static_cast<double>(i), at::kFloat);
        const auto items = m_step->heldOutLosses(batch, t, noise->second[i], m_prompts.get());
        losses.push_back(items ? items->mean().item<double>() : NAN);
    }
    report.compare("val_loss", at::tensor(losses, at::kDouble), m_expected.at("val_loss"), m_fixture.tolerance);
}

Result<void> RecordedRun::train(Report& report) {
    const std::int64_t batches = number("batches_per_epoch");
    const std::int64_t accumulation = number("accum_batches");
    const std::int64_t total = number("epochs") * batches;
    std::vector<at::Tensor> times;
    bool isFirstOfStep = true;
    for (std::int64_t micro = 0; micro < total; ++micro) {
        const train::StepDraws draws = drawsAt(micro);
        times.push_back(draws.t);
        if (const auto uniform = m_inputs.find("mask_u"); uniform != m_inputs.end())
            report.check(concat("mask_choice/", micro),
                         usesMaskAt(micro) == (m_options.masksPadding &&
                                               uniform->second[micro].item<double>() > m_options.maskPaddingDropout));
        m_optimiser->setLearningRate(m_schedule->rateAt(static_cast<std::int64_t>(m_norms.size())));
        m_rates.push_back(m_optimiser->learningRate());
        ATTUNE_TRY(const train::StepLoss loss, m_step->loss(batchAt(micro % batches), draws, m_prompts.get()));
        m_losses.push_back(loss.loss.item<double>());
        if (isFirstOfStep && m_ema) m_ema->update();
        (loss.loss / static_cast<double>(accumulation)).backward();
        // A step is due on every n-th batch and on the last of an epoch.
        const std::int64_t inEpoch = micro % batches + 1;
        isFirstOfStep = inEpoch % accumulation == 0 || inEpoch == batches;
        if (isFirstOfStep) takeStep(report);
    }
    report.compare("t", at::stack(times), m_expected.at("t"), m_fixture.tolerance);
    report.compare("loss", at::tensor(m_losses, at::kDouble), m_expected.at("loss"), m_fixture.tolerance);
    report.compare("grad_norm", at::tensor(m_norms, at::kDouble), m_expected.at("grad_norm"), m_fixture.tolerance);
    report.compare("lr", at::tensor(m_rates, at::kDouble),
                   at::tensor(m_fixture.description.at("lr").get<std::vector<double>>(), at::kDouble), {0.0, 1e-9});
    report.check("optimizer_steps", static_cast<std::int64_t>(m_norms.size()) == number("optimizer_steps"));
    if (m_ema) report.check("ema/updates", m_ema->updateCount() == m_fixture.description.at("ema").at("updates").get<std::int64_t>());
    return {};
}

void RecordedRun::takeStep(Report& report) {
    if (m_norms.empty()) compareFirstGradients(report);
    m_norms.push_back(train::clipGradients(m_parameters, m_fixture.description.at("gradient_clip_val").get<double>()));
    m_optimiser->step();
    m_optimiser->clearGradients();
}

void RecordedRun::compareFirstGradients(Report& report) const {
    const config::Json& norms = m_fixture.description.at("first_step_grad_norm");
    const double relative = m_fixture.description.value("first_step_grad_norm_tolerance", 1e-4);
    for (const train::NamedParameter& parameter : m_parameters) {
        const auto wanted = norms.find(parameter.name);
        if (wanted == norms.end()) continue;
        report.compare("first_step_grad_norm/" + parameter.name, parameter.value.grad().norm().to(at::kDouble),
                       at::scalar_tensor(wanted->get<double>(), at::kDouble), {m_fixture.tolerance.absolute, relative});
    }
}

void RecordedRun::compareWeights(Report& report) const {
    const config::Json& description = m_fixture.description;
    const double movement = description.at("movement_tolerance").get<double>();
    const std::int64_t stride = description.value("row_stride", std::int64_t{1});
    const auto compareOne = [&](const std::string& name, const at::Tensor& actual, const std::string& key) {
        const at::Tensor& wanted = m_expected.at(name);
        report.compareMovement(name, likeExpected(actual.detach(), wanted, stride), wanted,
                               likeExpected(m_initial.at(key), wanted, stride), movement);
    };
    std::map<std::string, at::Tensor> current;
    for (const train::NamedParameter& parameter : m_parameters) current[parameter.name] = parameter.value;
    for (const auto& [name, wanted] : m_expected) {
        if (name.starts_with("final/")) {
            const std::string key = name.substr(6);
            if (current.contains(key)) compareOne(name, current.at(key), key);
            else report.check(name, false, "is not trained");
        } else if (name.starts_with("ema/")) {
            const std::string key = name.substr(4);
            const at::Tensor* const average = m_ema ? m_ema->averages().find(key) : nullptr;
            if (average) compareOne(name, *average, key);
            else report.check(name, false, "is not averaged");
        }
    }
    // Their gradients are rounding noise: they may go anywhere, but no farther than the steps reach.
    const double reach = std::accumulate(m_rates.begin(), m_rates.end(), 0.0);
    for (const config::Json& entry : description.at("noise_driven")) {
        const auto key = entry.get<std::string>();
        const double moved = (current.at(key).detach() - m_initial.at(key)).abs().max().item<double>();
        report.check("noise_driven/" + key, std::isfinite(moved) && moved <= 1.5 * reach, concat("moved ", moved));
    }
}

} // namespace

Result<void> runTrain(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const auto run, RecordedRun::open(fixture));
    run->compareHeldOut(report);
    ATTUNE_CHECK(run->train(report));
    run->compareWeights(report);
    return {};
}

} // namespace attune::parity
