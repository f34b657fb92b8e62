// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/parity/ParityRecordedRun.h"

#include "core/base/Text.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/ModuleLoading.h"
#include "core/train/GradientClipping.h"

#include <ATen/Context.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>

#include <cmath>
#include <numeric>

namespace attune::parity {

// The recorded output of the prompt conditioner. A prompt is the text of its row number.
class RecordedPrompts final : public model::TextSource {
public:
    RecordedPrompts(const at::Tensor& embeddings, const at::Tensor& masks)
        : m_embeddings(embeddings.flatten(0, 1)), m_masks(masks.flatten(0, 1).to(at::kBool)) {}

    Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                         std::int64_t /*maxLength*/) override {
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

namespace {

// The transformer, buffers included: what the reference averages.
std::vector<train::NamedParameter> averagedTensors(const model::DiffusionModel& model) {
    std::vector<train::NamedParameter> tensors;
    for (const auto& [name, tensor] : tensor::stateDictOf(model))
        if (name.starts_with("model.")) tensors.push_back({name, tensor});
    return tensors;
}

} // namespace

RecordedRun::RecordedRun(const Fixture& fixture) : m_fixture(fixture) {}
RecordedRun::~RecordedRun() = default;

Result<std::unique_ptr<RecordedRun>> RecordedRun::open(const Fixture& fixture,
                                                       const std::filesystem::path& weights,
                                                       const train::LoadedCheckpoint* checkpoint) {
    std::unique_ptr<RecordedRun> run(new RecordedRun(fixture));
    ATTUNE_CHECK(run->prepare(weights));
    if (checkpoint != nullptr) ATTUNE_CHECK(run->restore(*checkpoint));
    return run;
}

// The model is loaded from the checkpoint's file already; this adds what only a continued run has.
Result<void> RecordedRun::restore(const train::LoadedCheckpoint& checkpoint) {
    m_firstStep = checkpoint.progress.step;
    if (m_ema) {
        ATTUNE_CHECK(m_ema->load(checkpoint.ema, checkpoint.progress.emaUpdates));
        for (const auto& [name, value] : m_ema->averages()) m_initialAverages[name] = value.clone();
    }
    return m_optimiser->loadState(checkpoint.optimiser);
}

Result<void> RecordedRun::prepare(const std::filesystem::path& weights) {
    ATTUNE_TRY(m_inputs, m_fixture.tensors("inputs.safetensors"));
    ATTUNE_TRY(m_expected, m_fixture.tensors("expected.safetensors"));
    ATTUNE_TRY(m_config, config::ModelConfig::read(m_fixture.folder / "model.json"));
    if (!m_config.training || !m_config.diffusion)
        return fail(ErrorCode::InvalidConfig, "The fixture's model.json has no training section",
                    "model.json");
    const config::TrainingBlock& training = *m_config.training;

    m_prompts = std::make_unique<RecordedPrompts>(m_inputs.at("prompt"), m_inputs.at("prompt_mask"));
    model::LoadOptions load;
    load.parts = model::kTrainingParts;
    load.textWidth = m_prompts->width();
    ATTUNE_TRY(const model::LoadedModel loaded, model::ModelFactory::load(m_config, weights, load));
    m_model = loaded.model;
    for (const auto& entry : m_model->named_parameters())
        m_parameters.push_back({entry.key(), entry.value()});
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
            if (conditioner.kind == config::ConditionerKind::T5)
                clip[conditioner.id] = concat(index * items + item);
            else
                clip[conditioner.id] = m_inputs.at(conditioner.id)[index][item].item<double>();
        }
        batch.clips.push_back(std::move(clip));
    }
    return batch;
}

bool RecordedRun::usesMaskAt(std::int64_t micro) const {
    const auto uses = m_fixture.description.find("use_padding_mask");
    return uses != m_fixture.description.end() && uses->at(static_cast<std::size_t>(micro)).get<bool>();
}

train::StepDraws RecordedRun::drawsAt(std::int64_t micro) const {
    const auto kind = m_fixture.description.value("timestep_draw", std::string("u"));
    std::optional<at::Tensor> oneShot;
    if (const auto found = m_inputs.find("one_shot_u"); found != m_inputs.end())
        oneShot = found->second[micro];
    train::StepDraws draws;
    draws.t =
        m_timesteps->fromDraws(m_inputs.at(kind)[micro], m_inputs.at("latents").size(-1), oneShot, at::kCPU);
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
        const at::Tensor t =
            at::full({batch.latents.size(0)}, 0.1 + 0.2 * static_cast<double>(i), at::kFloat);
        const auto items = m_step->heldOutLosses(batch, t, noise->second[i], m_prompts.get());
        losses.push_back(items ? items->mean().item<double>() : NAN);
    }
    report.compare("val_loss", at::tensor(losses, at::kDouble), m_expected.at("val_loss"),
                   m_fixture.tolerance);
}

Result<void> RecordedRun::train(const Length& length, Report& report) {
    std::vector<at::Tensor> times;
    bool isFirstOfStep = true;
    for (std::int64_t micro = 0; micro < length.epochs * length.batches; ++micro) {
        const train::StepDraws draws = drawsAt(micro);
        times.push_back(draws.t);
        if (const auto uniform = m_inputs.find("mask_u"); uniform != m_inputs.end())
            report.check(concat("mask_choice/", micro),
                         usesMaskAt(micro) ==
                             (m_options.masksPadding &&
                              uniform->second[micro].item<double>() > m_options.maskPaddingDropout));
        m_optimiser->setLearningRate(m_schedule->rateAt(m_firstStep + stepsTaken()));
        if (const auto momentum = m_schedule->momentumAt(m_firstStep + stepsTaken()))
            m_optimiser->setMomentum(*momentum);
        m_rates.push_back(m_optimiser->learningRate());
        ATTUNE_TRY(const train::StepLoss loss,
                   m_step->loss(batchAt(micro % length.batches), draws, m_prompts.get()));
        m_losses.push_back(loss.loss.item<double>());
        if (isFirstOfStep && m_ema) m_ema->update();
        (loss.loss / static_cast<double>(length.accumulation)).backward();
        // A step is due on every n-th batch and on the last of an epoch.
        const std::int64_t inEpoch = micro % length.batches + 1;
        isFirstOfStep = inEpoch % length.accumulation == 0 || inEpoch == length.batches;
        if (isFirstOfStep) takeStep(report);
    }
    if (const auto t = m_expected.find("t"); t != m_expected.end())
        report.compare("t", at::stack(times), t->second, m_fixture.tolerance);
    compareSeries("loss", m_losses, report);
    compareSeries("grad_norm", m_norms, report);
    report.compare("lr", at::tensor(m_rates, at::kDouble),
                   at::tensor(m_fixture.description.at("lr").get<std::vector<double>>(), at::kDouble),
                   {0.0, 1e-9});
    return {};
}

void RecordedRun::compareSeries(const char* name, const std::vector<double>& values, Report& report) const {
    if (const auto expected = m_expected.find(name); expected != m_expected.end())
        report.compare(name, at::tensor(values, at::kDouble), expected->second, m_fixture.tolerance);
}

void RecordedRun::takeStep(Report& report) {
    if (m_norms.empty()) compareFirstGradients(report);
    m_norms.push_back(
        train::clipGradients(m_parameters, m_fixture.description.value("gradient_clip_val", 0.0)));
    m_optimiser->step();
    m_optimiser->clearGradients();
}

void RecordedRun::compareFirstGradients(Report& report) const {
    const config::Json norms = m_fixture.description.value("first_step_grad_norm", config::Json::object());
    const double relative = m_fixture.description.value("first_step_grad_norm_tolerance", 1e-4);
    for (const train::NamedParameter& parameter : m_parameters) {
        const auto wanted = norms.find(parameter.name);
        if (wanted == norms.end()) continue;
        report.compare(
            "first_step_grad_norm/" + parameter.name, parameter.value.grad().norm().to(at::kDouble),
            at::scalar_tensor(wanted->get<double>(), at::kDouble), {m_fixture.tolerance.absolute, relative});
    }
}

void RecordedRun::compareWeights(Report& report) const {
    const config::Json& description = m_fixture.description;
    const double movement = description.at("movement_tolerance").get<double>();
    const std::int64_t stride = description.value("row_stride", std::int64_t{1});
    const auto compareOne = [&](const std::string& name, const at::Tensor& actual,
                                const at::Tensor& initial) {
        const at::Tensor& wanted = m_expected.at(name);
        report.compareMovement(name, likeExpected(actual.detach(), wanted, stride), wanted,
                               likeExpected(initial, wanted, stride), movement);
    };
    const tensor::NamedTensors averages = m_ema ? m_ema->averages() : tensor::NamedTensors();
    std::map<std::string, at::Tensor> current;
    for (const train::NamedParameter& parameter : m_parameters) current[parameter.name] = parameter.value;
    for (const auto& [name, wanted] : m_expected) {
        if (name.starts_with("final/")) {
            const std::string key = name.substr(6);
            if (current.contains(key))
                compareOne(name, current.at(key), m_initial.at(key));
            else
                report.check(name, false, "is not trained");
        } else if (name.starts_with("ema/")) {
            const std::string key = name.substr(4);
            const at::Tensor* const average = averages.find(key);
            const auto initial =
                m_initialAverages.find(key); // a run from its first step begins with copies of the weights
            if (average)
                compareOne(name, *average,
                           initial != m_initialAverages.end() ? initial->second : m_initial.at(key));
            else
                report.check(name, false, "is not averaged");
        }
    }
    // Their gradients are rounding noise: they may go anywhere, but no farther than the steps reach.
    const double reach = std::accumulate(m_rates.begin(), m_rates.end(), 0.0);
    for (const config::Json& entry : description.value("noise_driven", config::Json::array())) {
        const auto key = entry.get<std::string>();
        const double moved = (current.at(key).detach() - m_initial.at(key)).abs().max().item<double>();
        report.check("noise_driven/" + key, std::isfinite(moved) && moved <= 1.5 * reach,
                     concat("moved ", moved));
    }
}

} // namespace attune::parity
