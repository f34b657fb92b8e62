// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/ReferenceCheckpointWriter.h"

#include "core/base/Text.h"
#include "core/model/CheckpointKeys.h"
#include "core/model/ExpectedTensors.h"
#include "core/tensor/CheckpointWriter.h"
#include "core/tensor/TorchErrors.h"
#include "core/train/LearningRateSchedule.h"
#include "core/train/OptimiserOptions.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <array>

namespace attune::train {

namespace {

using config::Json;
using tensor::CheckpointWriter;
using tensor::NamedTensors;

// Of Lightning: what the reference pins. Newer ones read it; older ones would warn of anything later.
constexpr const char* kLightningVersion = "2.1.0";
// Constants of torch's GradScaler.
constexpr double kGrowthFactor = 2.0;
constexpr double kBackoffFactor = 0.5;
constexpr std::int64_t kGrowthInterval = 2000;

void pickleJson(tensor::format::PickleWriter& pickle, const Json& value) {
    if (value.is_object()) {
        pickle.beginDict();
        for (const auto& [key, member] : value.items()) {
            pickle.text(key);
            pickleJson(pickle, member);
        }
        pickle.endDict();
    } else if (value.is_array()) {
        pickle.beginList();
        for (const Json& member : value) pickleJson(pickle, member);
        pickle.endList();
    } else if (value.is_string()) {
        pickle.text(value.get<std::string>());
    } else if (value.is_boolean()) {
        pickle.boolean(value.get<bool>());
    } else if (value.is_number_integer()) {
        pickle.integer(value.get<std::int64_t>());
    } else if (value.is_number()) {
        pickle.number(value.get<double>());
    } else {
        pickle.none();
    }
}

struct EpochPlace {
    std::int64_t epoch{0};
    std::int64_t batches{0}; // of this epoch, done
    bool isLastBatch{false};
};

// Where the run stands as Lightning counts: an epoch ends only when the next one begins.
EpochPlace placeOf(const TrainingProgress& progress) {
    const std::int64_t perEpoch = std::max<std::int64_t>(1, progress.batchesPerEpoch);
    const std::int64_t batches = std::max<std::int64_t>(1, progress.microBatches);
    EpochPlace place;
    place.epoch = (batches - 1) / perEpoch;
    place.batches = batches - place.epoch * perEpoch;
    place.isLastBatch = place.batches == perEpoch;
    return place;
}

Json readyAndDone(std::int64_t count) {
    return Json{{"ready", count}, {"completed", count}};
}
Json fourCounts(std::int64_t count) {
    return Json{{"ready", count}, {"completed", count}, {"started", count}, {"processed", count}};
}
Json threeCounts(std::int64_t count) {
    return Json{{"ready", count}, {"completed", count}, {"started", count}};
}

Json batchProgress(std::int64_t total, std::int64_t current, bool isLast) {
    return Json{{"total", fourCounts(total)}, {"current", fourCounts(current)}, {"is_last_batch", isLast}};
}

Json evaluationLoop() {
    return Json{{"state_dict", Json::object()}, {"batch_progress", batchProgress(0, 0, false)}};
}

Json loopsOf(const TrainingProgress& progress) {
    const EpochPlace place = placeOf(progress);
    const std::int64_t steps = progress.step;
    const Json openEpoch{{"ready", place.epoch + 1},
                         {"completed", place.epoch},
                         {"started", place.epoch + 1},
                         {"processed", place.epoch}};
    Json fit;
    fit["state_dict"] = Json::object();
    fit["epoch_loop.state_dict"] = Json{{"_batches_that_stepped", steps}};
    fit["epoch_loop.batch_progress"] =
        batchProgress(std::max<std::int64_t>(1, progress.microBatches), place.batches, place.isLastBatch);
    fit["epoch_loop.scheduler_progress"] =
        Json{{"total", readyAndDone(steps)}, {"current", readyAndDone(steps)}};
    fit["epoch_loop.automatic_optimization.state_dict"] = Json::object();
    fit["epoch_loop.automatic_optimization.optim_progress"] =
        Json{{"optimizer",
              {{"step", {{"total", readyAndDone(steps)}, {"current", readyAndDone(steps)}}},
               {"zero_grad", {{"total", threeCounts(steps)}, {"current", threeCounts(steps)}}}}}};
    fit["epoch_loop.manual_optimization.state_dict"] = Json::object();
    fit["epoch_loop.manual_optimization.optim_step_progress"] =
        Json{{"total", readyAndDone(0)}, {"current", readyAndDone(0)}};
    fit["epoch_loop.val_loop.state_dict"] = Json::object();
    fit["epoch_loop.val_loop.batch_progress"] = batchProgress(0, 0, false);
    fit["epoch_progress"] = Json{{"total", openEpoch}, {"current", openEpoch}};
    return Json{{"fit_loop", std::move(fit)},
                {"validate_loop", evaluationLoop()},
                {"test_loop", evaluationLoop()},
                {"predict_loop",
                 {{"state_dict", Json::object()},
                  {"batch_progress", {{"total", fourCounts(0)}, {"current", fourCounts(0)}}}}}};
}

// diffusion.* as trained, then the averages with their counters, then the weight of the one loss.
Result<NamedTensors> stateDict(const ReferenceCheckpointInputs& in) {
    NamedTensors whole = in.model;
    for (const auto& [name, value] : in.checkpoint.model) whole.set(name, value);
    NamedTensors state = whole.withPrefix(model::kWrappedDiffusionKeys);
    if (!in.checkpoint.ema.empty()) {
        state.set("diffusion_ema.initted", at::ones({1}, at::kFloat));
        state.set("diffusion_ema.step", at::full({1}, in.checkpoint.progress.emaUpdates, at::kLong));
        for (const auto& [name, value] :
             in.checkpoint.ema.withoutPrefix("model.").withPrefix(model::kDiffusionEmaKeys))
            state.set(name, value);
    }
    state.set("losses.losses.0.weight", at::ones({}, at::kFloat));
    return state;
}

// The hyperparameters of torch's parameter group, in its own words.
Json groupOf(const OptimiserOptions& options, double rate, bool hasSchedule) {
    Json group{{"lr", rate}};
    const bool isSgd = options.kind == OptimiserKind::Sgd;
    if (isSgd) {
        group["momentum"] = options.momentum;
        group["dampening"] = options.dampening;
        group["nesterov"] = options.nesterov;
    } else {
        group["betas"] = Json::array({options.beta1, options.beta2}); // a tuple there
        group["eps"] = options.epsilon;
    }
    group["weight_decay"] = options.weightDecay;
    if (options.kind == OptimiserKind::Adam || options.kind == OptimiserKind::AdamW || isSgd) {
        if (!isSgd) {
            group["amsgrad"] = options.amsgrad;
            group["capturable"] = false;
            group["decoupled_weight_decay"] = options.decoupledDecay;
        }
        group["maximize"] = options.maximize;
        group["foreach"] = nullptr;
        group["differentiable"] = false;
        group["fused"] = nullptr;
    }
    if (options.kind == OptimiserKind::FusedAdam) group["bias_correction"] = true;
    if (hasSchedule) group["initial_lr"] = options.learningRate;
    return group;
}

struct OptimiserFacts {
    OptimiserOptions options;
    SchedulePointer schedule;
    bool hasSchedule{false};
    std::int64_t step{0};
    [[nodiscard]] double rate() const { return schedule->rateAt(step); } // of the step that comes next
};

Result<OptimiserFacts> factsOf(const ReferenceCheckpointInputs& in) {
    OptimiserFacts facts;
    ATTUNE_TRY(facts.options, OptimiserOptions::from(in.settings.optimiser));
    ATTUNE_TRY(facts.schedule, makeSchedule(in.settings.schedule, facts.options.learningRate));
    facts.hasSchedule = in.settings.schedule.type != "Constant";
    facts.step = in.checkpoint.progress.step;
    return facts;
}

// What one parameter has: "exp_avg/model.…" of ours is "exp_avg" of its entry there.
std::vector<std::pair<std::string, at::Tensor>>
entriesOf(const NamedTensors& optimiser, const std::vector<std::string>& kinds, const std::string& name) {
    std::vector<std::pair<std::string, at::Tensor>> entries;
    for (const std::string& kind : kinds) {
        const at::Tensor* const found = optimiser.find(concat(kind, '/', name));
        if (found == nullptr) continue;
        entries.emplace_back(kind, kind == "step" ? found->to(at::kFloat).reshape({}) : *found);
    }
    return entries;
}

std::vector<std::string> kindsOf(const NamedTensors& optimiser) {
    std::vector<std::string> kinds;
    for (const auto& [name, value] : optimiser) {
        const std::size_t slash = name.find('/');
        if (slash == std::string::npos) continue;
        const std::string kind = name.substr(0, slash);
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    }
    return kinds;
}

// [{"state": {number: {…}}, "param_groups": [{…, "params": [0, 1, …]}]}]
Result<void> writeOptimiser(CheckpointWriter& writer, const ReferenceCheckpointInputs& in,
                            const OptimiserFacts& facts, const std::vector<std::string>& names) {
    auto& pickle = writer.pickle();
    const std::vector<std::string> kinds = kindsOf(in.checkpoint.optimiser);
    pickle.beginList();
    pickle.beginDict();
    pickle.text("state");
    pickle.beginDict();
    for (std::size_t number = 0; number < names.size(); ++number) {
        const auto entries = entriesOf(in.checkpoint.optimiser, kinds, names[number]);
        if (entries.empty()) continue; // never had a gradient
        pickle.integer(static_cast<std::int64_t>(number));
        pickle.beginDict();
        for (const auto& [kind, value] : entries) {
            pickle.text(kind);
            ATTUNE_CHECK(writer.tensor(value));
        }
        pickle.endDict();
    }
    pickle.endDict();
    pickle.text("param_groups");
    pickle.beginList();
    pickle.beginDict();
    const Json group = groupOf(facts.options, facts.rate(), facts.hasSchedule);
    for (const auto& [key, value] : group.items()) {
        pickle.text(key);
        if (key == "betas") {
            pickle.beginTuple();
            for (const Json& beta : value) pickle.number(beta.get<double>());
            pickle.endTuple();
        } else {
            pickleJson(pickle, value);
        }
    }
    pickle.text("params");
    pickle.beginList();
    for (std::size_t number = 0; number < names.size(); ++number)
        pickle.integer(static_cast<std::int64_t>(number));
    pickle.endList();
    pickle.endDict();
    pickle.endList();
    pickle.endDict();
    pickle.endList();
    return {};
}

// What a torch scheduler updates itself with; what it was made with it knows from the configuration.
Json scheduleState(const ReferenceCheckpointInputs& in, const OptimiserFacts& facts) {
    Json state{{"base_lrs", Json::array({facts.options.learningRate})},
               {"last_epoch", facts.step},
               {"_step_count", facts.step + 1},
               {"_last_lr", Json::array({facts.rate()})}};
    if (in.settings.schedule.type != "CosineAnnealingWarmRestarts") return state;
    const Json& options = in.settings.schedule.options;
    std::int64_t period = std::max<std::int64_t>(1, options.value("T_0", std::int64_t{1}));
    const std::int64_t growth = std::max<std::int64_t>(1, options.value("T_mult", std::int64_t{1}));
    std::int64_t position = facts.step;
    if (growth == 1) position %= period;
    while (position >= period) {
        position -= period;
        period *= growth;
    }
    state["T_cur"] = position;
    state["T_i"] = period;
    return state;
}

void writeScaler(tensor::format::PickleWriter& pickle, const TrainingProgress& progress) {
    pickle.text("MixedPrecision");
    pickleJson(pickle, Json{{"scale", progress.scaler.value("scale", 65536.0)},
                            {"growth_factor", kGrowthFactor},
                            {"backoff_factor", kBackoffFactor},
                            {"growth_interval", kGrowthInterval},
                            {"_growth_tracker", progress.scaler.value("good_steps", std::int64_t{0})}});
}

Result<void> write(const std::filesystem::path& file, const ReferenceCheckpointInputs& in) {
    ATTUNE_TRY(const NamedTensors state, stateDict(in));
    ATTUNE_TRY(const OptimiserFacts facts, factsOf(in));
    ATTUNE_TRY(const std::vector<std::string> names,
               model::parameterNames(in.config, state.withoutPrefix(model::kWrappedDiffusionKeys)));
    CheckpointWriter writer;
    auto& pickle = writer.pickle();
    pickle.beginDict();
    const auto entry = [&](std::string_view key, const Json& value) {
        pickle.text(key);
        pickleJson(pickle, value);
    };
    entry("epoch", placeOf(in.checkpoint.progress).epoch);
    entry("global_step", in.checkpoint.progress.step);
    entry("pytorch-lightning_version", kLightningVersion);
    pickle.text("state_dict");
    ATTUNE_CHECK(writer.stateDict(state));
    entry("loops", loopsOf(in.checkpoint.progress));
    entry("callbacks", Json::object());
    pickle.text("optimizer_states");
    ATTUNE_CHECK(writeOptimiser(writer, in, facts, names));
    entry("lr_schedulers", facts.hasSchedule ? Json::array({scheduleState(in, facts)}) : Json::array());
    if (!in.checkpoint.progress.scaler.empty()) writeScaler(pickle, in.checkpoint.progress);
    entry("model_config", in.config.document);
    if (!in.runName.empty()) entry(kAttuneRunKey, in.runName);
    pickle.endDict();
    return std::move(writer).write(file);
}

} // namespace

std::string referenceCheckpointName(const TrainingProgress& progress) {
    return concat("epoch=", placeOf(progress).epoch, "-step=", progress.step, ".ckpt");
}

Result<void> writeReferenceCheckpoint(const std::filesystem::path& file,
                                      const ReferenceCheckpointInputs& inputs) {
    if (inputs.checkpoint.identity.kind == CheckpointKind::Lora)
        return fail(ErrorCode::Refused, "A checkpoint of adapters has no form in stable-audio-tools",
                    utf8FromPath(file), "Export the run, which merges them.");
    return tensor::guarded("writing a training checkpoint", [&] { return write(file, inputs); });
}

} // namespace attune::train
