// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/ReferenceCheckpoint.h"

#include "core/base/Text.h"
#include "core/model/CheckpointKeys.h"
#include "core/model/ExpectedTensors.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/PickleJson.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>

#include <initializer_list>

namespace attune::train {

namespace {

using tensor::CheckpointFile;
using tensor::NamedTensors;
using tensor::format::PickleValue;

tl::unexpected<Error> damaged(std::string what) {
    return fail(ErrorCode::Corrupt, std::move(what));
}

const PickleValue* at(const PickleValue* value, std::initializer_list<std::string_view> path) {
    for (const std::string_view key : path) value = value != nullptr ? value->find(key) : nullptr;
    return value;
}

std::int64_t integerAt(const PickleValue* value, std::initializer_list<std::string_view> path,
                       std::int64_t fallback) {
    const PickleValue* found = at(value, path);
    return found != nullptr && found->isInteger() ? found->integer : fallback;
}

Result<void> checkKind(const CheckpointFile& file) {
    const model::CheckpointForm form = model::surveyKeys(file.tensorInfos()).form;
    if (form == model::CheckpointForm::WrappedDiffusion && file.root() != nullptr &&
        file.root()->find("optimizer_states") != nullptr)
        return {};
    if (form == model::CheckpointForm::Diffusion)
        return fail(ErrorCode::InvalidArgument,
                    "This is a model, not a training checkpoint: a run can begin from it but not continue",
                    {}, "Use it as the model to start from.");
    return fail(ErrorCode::InvalidArgument, concat("This is no training checkpoint that could be continued: ",
                                                   model::checkpointFormName(form)));
}

// The part of `unwrapped` that training changes, complete by name and shape.
Result<NamedTensors> trainedPart(const NamedTensors& expected, const NamedTensors& unwrapped) {
    NamedTensors wanted;
    for (const auto& [name, value] : expected)
        if (!name.starts_with(model::kPretransformKeys)) wanted.set(name, value);
    const tensor::LoadReport report = tensor::compareKeys(wanted, unwrapped);
    if (!report.missing.empty() || !report.mismatched.empty())
        return fail(report.toError("the configured model"));
    NamedTensors part;
    for (const auto& [name, value] : wanted)
        if (const at::Tensor* found = unwrapped.find(name)) part.set(name, *found);
    return part;
}

// optimizer_states[0]: {"state": {index: {"exp_avg": …}}, "param_groups": [{"params": [0, 1, …]}]}.
Result<NamedTensors> optimiserState(const CheckpointFile& file, const std::vector<std::string>& names) {
    const PickleValue* states = file.root()->find("optimizer_states");
    if (states->items.size() != 1)
        return damaged("The checkpoint holds the state of more or less than one optimiser");
    const PickleValue* groups = states->items[0]->find("param_groups");
    const PickleValue* state = states->items[0]->find("state");
    if (groups == nullptr || state == nullptr || groups->items.size() != 1)
        return damaged("The optimiser's state is incomplete");
    const PickleValue* parameters = groups->items[0]->find("params");
    if (parameters == nullptr || parameters->items.size() != names.size())
        return fail(ErrorCode::ShapeMismatch, concat("The optimiser of the checkpoint has ",
                                                     parameters != nullptr ? parameters->items.size() : 0,
                                                     " parameters, the configured model ", names.size()));
    NamedTensors result;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const PickleValue* entry = state->find(parameters->items[i]->integer);
        if (entry == nullptr) continue; // never had a gradient: the autoencoder
        for (const auto& [key, value] : entry->pairs) {
            const std::string name = concat(key->text, '/', names[i]);
            if (key->text == "step" && value->isNumber()) {
                result.set(name, at::full({}, static_cast<std::int64_t>(value->asNumber()), at::kLong));
            } else if (value->is(PickleValue::Kind::Tensor)) {
                ATTUNE_TRY(at::Tensor tensor, file.tensorFrom(*value));
                result.set(name, key->text == "step" ? tensor.to(at::kLong).reshape({}) : std::move(tensor));
            }
        }
    }
    return result;
}

// Where the average stands; absent without EMA.
Result<std::int64_t> averageUpdates(const NamedTensors& all) {
    const at::Tensor* step = all.find("diffusion_ema.step");
    if (step == nullptr || step->numel() != 1)
        return damaged("The checkpoint holds averaged weights but not how many steps they average");
    return step->to(at::kLong).item<std::int64_t>();
}

Result<void> refuseNegative(std::initializer_list<std::pair<std::string_view, std::int64_t>> counters) {
    for (const auto& [name, count] : counters)
        if (count < 0) return damaged(concat("The checkpoint's ", name, " is ", count, ", less than none"));
    return {};
}

Result<TrainingProgress> progressOf(const PickleValue& root) {
    TrainingProgress progress;
    progress.step = integerAt(&root, {"global_step"}, 0);
    const PickleValue* loop = at(&root, {"loops", "fit_loop"});
    progress.microBatches = integerAt(loop, {"epoch_loop.batch_progress", "total", "ready"}, progress.step);
    progress.cursor.epoch = integerAt(&root, {"epoch"}, 0);
    ATTUNE_CHECK(refuseNegative({{"global_step", progress.step},
                                 {"number of batches", progress.microBatches},
                                 {"epoch", progress.cursor.epoch}}));
    if (const PickleValue* scaler = root.find("MixedPrecision")) {
        const PickleValue* scale = scaler->find("scale");
        if (scale != nullptr && scale->isNumber())
            progress.scaler = {{"scale", scale->asNumber()},
                               {"good_steps", integerAt(scaler, {"_growth_tracker"}, 0)},
                               {"skipped_steps", 0}};
    }
    return progress;
}

template <typename T>
Result<T> inFile(Result<T> result, const std::filesystem::path& file) {
    if (result) return result;
    Error error = std::move(result).error();
    error.context =
        error.context.empty() ? utf8FromPath(file) : concat(utf8FromPath(file), ": ", error.context);
    return fail(std::move(error));
}

Result<LoadedCheckpoint> convert(const CheckpointFile& file, const config::ModelConfig& config) {
    ATTUNE_CHECK(checkKind(file));
    ATTUNE_TRY(const NamedTensors all, file.stateDict());
    ATTUNE_TRY(const NamedTensors unwrapped, model::unwrappedDiffusion(all, model::WeightsOf::LastStep));
    ATTUNE_TRY(const NamedTensors expected,
               model::expectedTensors(config, model::textWidthOf(config, unwrapped)));
    LoadedCheckpoint checkpoint;
    ATTUNE_TRY(checkpoint.progress, progressOf(*file.root()));
    ATTUNE_TRY(checkpoint.model, trainedPart(expected, unwrapped));
    ATTUNE_TRY(const std::vector<std::string> names, model::parameterNames(config, unwrapped));
    ATTUNE_TRY(checkpoint.optimiser, optimiserState(file, names));
    checkpoint.ema = all.withoutPrefix(model::kDiffusionEmaKeys).withPrefix("model.");
    if (!checkpoint.ema.empty()) {
        ATTUNE_TRY(checkpoint.progress.emaUpdates, averageUpdates(all));
        ATTUNE_CHECK(refuseNegative({{"number of averaged steps", checkpoint.progress.emaUpdates}}));
    }
    checkpoint.info.step = StepIndex{checkpoint.progress.step};
    checkpoint.info.folder = file.path();
    checkpoint.info.bytes = file.sizeBytes();
    return checkpoint;
}

} // namespace

Result<LoadedCheckpoint> readReferenceCheckpoint(const std::filesystem::path& file,
                                                 const config::ModelConfig& config) {
    ATTUNE_TRY(const CheckpointFile opened, CheckpointFile::open(file));
    return inFile(tensor::guarded("reading the training checkpoint", [&] { return convert(opened, config); }),
                  file);
}

Result<config::ModelConfig> configOfReferenceCheckpoint(const std::filesystem::path& file) {
    ATTUNE_TRY(const CheckpointFile opened, CheckpointFile::open(file));
    const PickleValue* embedded = opened.root() != nullptr ? opened.root()->find("model_config") : nullptr;
    if (embedded == nullptr)
        return fail(ErrorCode::NotFound, "The checkpoint does not hold its model configuration",
                    utf8FromPath(file));
    ATTUNE_TRY(config::Json document, inFile(tensor::jsonFromPickle(*embedded), file));
    return inFile(config::ModelConfig::fromJson(std::move(document)), file);
}

} // namespace attune::train
