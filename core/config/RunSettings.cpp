// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/RunSettings.h"

#include "core/base/Text.h"
#include "core/config/FieldReader.h"
#include "core/config/ParameterDescription.h"
#include "core/config/RunSettingsTypes.h"

#include <algorithm>
#include <cmath>

namespace attune::config {

namespace {

constexpr const char* kVersionKey = "attune_run_settings";

Json jsonFromPrompt(const DemoPrompt& prompt) {
    return {{"prompt", prompt.prompt},
            {"negative_prompt", prompt.negativePrompt},
            {"seed", prompt.seed},
            {"seconds_start", prompt.secondsStart},
            {"seconds_total", prompt.secondsTotal}};
}

Json jsonFromDemos(const DemoSettings& demos) {
    Json prompts = Json::array();
    for (const DemoPrompt& prompt : demos.prompts) prompts.push_back(jsonFromPrompt(prompt));
    return {{"every", demos.every},
            {"base_model", demos.baseModel},
            {"prompts", prompts},
            {"cfg_scales", demos.cfgScales},
            {"sampler", demos.sampler},
            {"steps", demos.steps},
            {"sigma_min", demos.sigmaMin},
            {"sigma_max", demos.sigmaMax},
            {"rho", demos.rho},
            {"rescale", demos.rescale},
            {"length_seconds", demos.lengthSeconds}};
}

// A name as one of a few meanings; unknown names were refused by the parameter check and change nothing.
template <typename Enum>
void readName(const JsonView& view, std::string_view key, Enum& value,
              std::initializer_list<std::pair<std::string_view, Enum>> names) {
    const auto member = view.find(key);
    if (!member || !member->value().is_string()) return;
    for (const auto& [name, meaning] : names)
        if (member->value().get_ref<const std::string&>() == name) value = meaning;
}

Result<void> readBlock(const JsonView& view, std::string_view key, std::string_view optionsKey,
                       NamedOptions& block) {
    const auto member = view.find(key);
    if (!member) return {};
    ATTUNE_TRY(block.type, member->string("type"));
    const auto options = member->find(optionsKey);
    block.options = options ? options->value() : Json::object();
    return {};
}

// Reads the fields of a member object, when there is one.
template <typename Reader>
Result<void> readMember(const JsonView& view, std::string_view key, Reader&& reader) {
    const auto member = view.find(key);
    if (!member) return {};
    FieldReader fields(*member);
    reader(fields);
    return fields.finish(UnknownKeys::Refuse);
}

Result<void> readPrompts(const JsonView& demos, std::vector<DemoPrompt>& prompts) {
    const auto list = demos.find("prompts");
    if (!list) return {};
    ATTUNE_TRY(const std::vector<JsonView> views, list->elements());
    prompts.clear();
    for (const JsonView& view : views) {
        DemoPrompt prompt;
        FieldReader fields(view);
        fields.optional("prompt", prompt.prompt).optional("negative_prompt", prompt.negativePrompt);
        fields.optional("seed", prompt.seed).optional("seconds_start", prompt.secondsStart);
        fields.optional("seconds_total", prompt.secondsTotal);
        ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
        prompts.push_back(std::move(prompt));
    }
    return {};
}

Result<void> readDemos(const JsonView& view, DemoSettings& demos) {
    ATTUNE_CHECK(readMember(view, "demos", [&](FieldReader& fields) {
        fields.optional("every", demos.every).optional("base_model", demos.baseModel).known("prompts");
        fields.optional("cfg_scales", demos.cfgScales)
            .optional("sampler", demos.sampler)
            .optional("steps", demos.steps);
        fields.optional("sigma_min", demos.sigmaMin)
            .optional("sigma_max", demos.sigmaMax)
            .optional("rho", demos.rho);
        fields.optional("rescale", demos.rescale).optional("length_seconds", demos.lengthSeconds);
    }));
    const auto member = view.find("demos");
    return member ? readPrompts(*member, demos.prompts) : Result<void>();
}

Result<void> readWatching(const JsonView& view, RunSettings& s) {
    ATTUNE_CHECK(readMember(view, "validation", [&](FieldReader& fields) {
        fields.optional("every", s.validation.every).optional("clips", s.validation.clips);
        fields.optional("timesteps", s.validation.timesteps).optional("use_ema", s.validation.useEma);
    }));
    ATTUNE_CHECK(readMember(view, "checkpoints", [&](FieldReader& fields) {
        fields.optional("every", s.checkpoints.every).optional("keep_last", s.checkpoints.keepLast);
        fields.optional("keep_best", s.checkpoints.keepBest).optional("pinned", s.checkpoints.pinned);
    }));
    return readDemos(view, s.demos);
}

Result<void> readTraining(const JsonView& view, RunSettings& s) {
    ATTUNE_CHECK(readBlock(view, "optimiser", "config", s.optimiser));
    ATTUNE_CHECK(readBlock(view, "schedule", "config", s.schedule));
    ATTUNE_CHECK(readBlock(view, "timesteps", "options", s.timesteps));
    readName(view, "precision", s.precision,
             {{"fp32", Precision::Fp32},
              {"bf16-mixed", Precision::Bf16Mixed},
              {"fp16-mixed", Precision::Fp16Mixed},
              {"bf16-weights", Precision::Bf16Weights}});
    readName(view, "parts", s.parts, {{"full", TrainedParts::Full}, {"lora", TrainedParts::Lora}});
    readName(view, "crop", s.crop, {{"random", CropPlace::Random}, {"start", CropPlace::Start}});
    if (const auto ema = view.find("ema"))
        readName(*ema, "place", s.ema.place, {{"device", EmaPlace::Device}, {"host", EmaPlace::Host}});
    ATTUNE_CHECK(readMember(view, "ema", [&](FieldReader& fields) {
        fields.optional("enabled", s.ema.enabled)
            .known("place")
            .optional("beta", s.ema.beta)
            .optional("power", s.ema.power);
    }));
    return readMember(view, "lora", [&](FieldReader& fields) {
        fields.optional("rank", s.lora.rank)
            .optional("alpha", s.lora.alpha)
            .optional("dropout", s.lora.dropout)
            .optional("targets", s.lora.targets);
    });
}

// Keys that no field has, at any depth that has a fixed set of keys.
void findUnknownKeys(const Json& value, const Json& known, const std::string& path,
                     std::vector<Error>& problems) {
    for (const auto& [key, member] : value.items()) {
        const std::string place = path.empty() ? key : concat(path, '.', key);
        const auto standard = known.find(key);
        if (standard == known.end()) {
            problems.push_back(Error{ErrorCode::InvalidConfig, concat("There is no setting called ", place),
                                     place, "Check its spelling, or remove it."});
        } else if (standard->is_object() && key != "config" && key != "options") {
            if (member.is_object())
                findUnknownKeys(member, *standard, place, problems);
            else if (!member.is_null())
                problems.push_back(
                    Error{ErrorCode::InvalidConfig, concat(place, " should be an object"), place, {}});
        }
    }
}

void checkPrompts(const Json& document, std::vector<Error>& problems) {
    static const Json known = jsonFromPrompt({});
    const Json prompts = valueAt(document, "demos.prompts");
    if (!prompts.is_array()) return;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const std::string place = concat("demos.prompts[", i, ']');
        if (!prompts[i].is_object()) {
            problems.push_back(Error{ErrorCode::InvalidConfig, place + " should be an object", place, {}});
            continue;
        }
        findUnknownKeys(prompts[i], known, place, problems);
        for (const auto& [key, member] : prompts[i].items()) {
            const auto standard = known.find(key);
            if (standard == known.end()) continue;
            const bool fits = standard->is_string() ? member.is_string() : member.is_number();
            if (!fits || (key == "seed" && !member.is_number_integer()) ||
                (member.is_number() && member.get<double>() < 0.0))
                problems.push_back(Error{ErrorCode::InvalidConfig,
                                         concat(place, '.', key, " is ", member.dump()),
                                         concat(place, '.', key),
                                         {}});
        }
    }
}

void append(std::vector<Error>& all, std::vector<Error> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Error> contradictions(const RunSettings& s) {
    std::vector<Error> problems;
    const auto add = [&](const char* path, const char* message, const char* remedy) {
        problems.push_back(Error{ErrorCode::InvalidConfig, message, path, remedy});
    };
    if (s.stepInBackward && s.accumulation > 1)
        add("step_in_backward",
            "The step inside the backward pass uses up each gradient at once, so nothing can be accumulated",
            "Set gradient accumulation to 1, or switch the step inside the backward pass off.");
    if (s.stepInBackward && s.gradientClip > 0.0)
        add("step_in_backward",
            "The step inside the backward pass never knows the whole gradient, so it cannot be clipped",
            "Set gradient clipping to 0, or switch the step inside the backward pass off.");
    if (s.stepInBackward && s.precision == Precision::Fp16Mixed)
        add("step_in_backward", "Loss scaling has to see the whole gradient before a step",
            "Choose mixed bfloat16 (bf16-mixed), or switch the step inside the backward pass off.");
    if (s.optimiser.type == "Prodigy" && s.stepInBackward)
        add("step_in_backward", "Prodigy measures its step size over all weights at once",
            "Switch the step inside the backward pass off, or choose another optimiser.");
    if (s.demos.sigmaMax <= s.demos.sigmaMin)
        add("demos.sigma_max", "The most noise has to be more than the least",
            "Raise the most, or lower the least.");
    if (s.parts == TrainedParts::Lora && s.lora.targets.empty())
        add("lora.targets", "No layer would get an adapter", "Name at least one kind of layer.");
    return problems;
}

} // namespace

std::string_view precisionName(Precision profile) noexcept {
    switch (profile) {
    case Precision::Fp32:
        return "fp32";
    case Precision::Bf16Mixed:
        return "bf16-mixed";
    case Precision::Fp16Mixed:
        return "fp16-mixed";
    case Precision::Bf16Weights:
        break;
    }
    return "bf16-weights";
}

Result<Precision> precisionFromName(std::string_view name) {
    for (const Precision profile :
         {Precision::Fp32, Precision::Bf16Mixed, Precision::Fp16Mixed, Precision::Bf16Weights})
        if (precisionName(profile) == name) return profile;
    return fail(ErrorCode::InvalidConfig, concat("There is no precision called \"", name, '"'), "precision",
                "Known: fp32, bf16-mixed, fp16-mixed, bf16-weights.");
}

Json jsonFromRunSettings(const RunSettings& s) {
    Json document;
    document[kVersionKey] = kRunSettingsVersion;
    document["name"] = s.name;
    document["comments"] = s.comments;
    document["model"] = s.model;
    document["base_checkpoint"] = s.baseCheckpoint;
    document["device"] = s.device;
    document["clip_seconds"] = s.clipSeconds;
    document["crop"] = s.crop == CropPlace::Random ? "random" : "start";
    document["batch_size"] = s.batchSize;
    document["accumulation"] = s.accumulation;
    document["steps"] = s.steps;
    document["seed"] = s.seed;
    document["optimiser"] = {{"type", s.optimiser.type}, {"config", s.optimiser.options}};
    document["schedule"] = {{"type", s.schedule.type}, {"config", s.schedule.options}};
    document["gradient_clip"] = s.gradientClip;
    document["precision"] = precisionName(s.precision);
    document["ema"] = {{"enabled", s.ema.enabled},
                       {"place", s.ema.place == EmaPlace::Device ? "device" : "host"},
                       {"beta", s.ema.beta},
                       {"power", s.ema.power}};
    document["cfg_dropout"] = s.cfgDropout;
    document["timesteps"] = {{"type", s.timesteps.type}, {"options", s.timesteps.options}};
    document["one_shot_probability"] = s.oneShotProbability;
    document["mask_padding"] = s.maskPadding;
    document["mask_padding_dropout"] = s.maskPaddingDropout;
    document["parts"] = s.parts == TrainedParts::Full ? "full" : "lora";
    document["lora"] = {{"rank", s.lora.rank},
                        {"alpha", s.lora.alpha},
                        {"dropout", s.lora.dropout},
                        {"targets", s.lora.targets}};
    document["activation_checkpointing"] = s.activationCheckpointing;
    document["step_in_backward"] = s.stepInBackward;
    document["validation"] = {{"every", s.validation.every},
                              {"clips", s.validation.clips},
                              {"timesteps", s.validation.timesteps},
                              {"use_ema", s.validation.useEma}};
    document["checkpoints"] = {{"every", s.checkpoints.every},
                               {"keep_last", s.checkpoints.keepLast},
                               {"keep_best", s.checkpoints.keepBest},
                               {"pinned", s.checkpoints.pinned}};
    document["demos"] = jsonFromDemos(s.demos);
    document["low_disk_bytes"] = s.lowDiskBytes;
    return document;
}

namespace {

// Everything that can be said of single fields.
std::vector<Error> fieldProblems(const Json& document) {
    std::vector<Error> problems;
    if (!document.is_object()) {
        problems.push_back(Error{ErrorCode::InvalidConfig, "Run settings should be a JSON object", {}, {}});
        return problems;
    }
    static const Json known = jsonFromRunSettings(RunSettings{});
    findUnknownKeys(document, known, {}, problems);
    for (const ParameterDescription& parameter : runParameters()) {
        const Json value = valueAt(document, parameter.path);
        if (value.is_null()) continue;
        if (auto checked = checkValue(parameter, value); !checked)
            problems.push_back(std::move(checked).error());
    }
    checkPrompts(document, problems);
    const auto block = [&](const char* path, const char* configKey, auto check) {
        const Json type = valueAt(document, concat(path, ".type"));
        const Json config = valueAt(document, concat(path, '.', configKey));
        if (type.is_string())
            append(problems,
                   check(type.get<std::string>(), config.is_null() ? Json::object() : config, path));
        else if (!valueAt(document, path).is_null())
            problems.push_back(
                Error{ErrorCode::InvalidConfig, concat(path, ".type is missing"), concat(path, ".type"), {}});
    };
    block("optimiser", "config", checkOptimiser);
    block("schedule", "config", checkSchedule);
    block("timesteps", "options", checkTimestepSampler);
    // One complaint a place is enough.
    std::vector<Error> unique;
    for (Error& problem : problems)
        if (std::none_of(unique.begin(), unique.end(),
                         [&](const Error& other) { return other.context == problem.context; }))
            unique.push_back(std::move(problem));
    return unique;
}

// Of a document without field problems.
Result<RunSettings> parseFields(const Json& document) {
    RunSettings s;
    const JsonView view(document, {});
    ATTUNE_CHECK(readTraining(view, s));
    ATTUNE_CHECK(readWatching(view, s));
    FieldReader fields(view);
    for (const char* key : {kVersionKey, "optimiser", "schedule", "timesteps", "precision", "parts", "crop",
                            "ema", "lora", "validation", "checkpoints", "demos"})
        fields.known(key);
    fields.optional("name", s.name).optional("comments", s.comments).optional("model", s.model);
    fields.optional("base_checkpoint", s.baseCheckpoint).optional("device", s.device);
    fields.optional("clip_seconds", s.clipSeconds).optional("batch_size", s.batchSize);
    fields.optional("accumulation", s.accumulation).optional("steps", s.steps).optional("seed", s.seed);
    fields.optional("gradient_clip", s.gradientClip).optional("cfg_dropout", s.cfgDropout);
    fields.optional("one_shot_probability", s.oneShotProbability).optional("mask_padding", s.maskPadding);
    fields.optional("mask_padding_dropout", s.maskPaddingDropout);
    fields.optional("activation_checkpointing", s.activationCheckpointing)
        .optional("step_in_backward", s.stepInBackward);
    fields.optional("low_disk_bytes", s.lowDiskBytes);
    ATTUNE_CHECK(fields.finish(UnknownKeys::Refuse));
    return s;
}

} // namespace

std::vector<Error> runSettingsProblems(const Json& document) {
    std::vector<Error> problems = fieldProblems(document);
    if (!problems.empty()) return problems;
    auto settings = parseFields(document);
    if (!settings) return {std::move(settings).error()};
    return contradictions(*settings);
}

Result<RunSettings> runSettingsFromJson(const Json& document) {
    if (document.is_object() && document.contains(kVersionKey)) {
        const Json& version = document[kVersionKey];
        if (version.is_number_integer() && version.get<std::int64_t>() > kRunSettingsVersion)
            return fail(ErrorCode::VersionTooNew, "These run settings were written by a newer Attune",
                        kVersionKey, "Update Attune.");
    }
    if (auto problems = fieldProblems(document); !problems.empty()) return fail(std::move(problems.front()));
    ATTUNE_TRY(RunSettings settings, parseFields(document));
    ATTUNE_CHECK(validateRunSettings(settings));
    return settings;
}

Result<RunSettings> readRunSettings(const std::filesystem::path& file) {
    ATTUNE_TRY(const Json document, readJsonFile(file));
    auto settings = runSettingsFromJson(document);
    if (!settings) {
        Error error = std::move(settings).error();
        error.message = concat(utf8FromPath(file.filename()), ": ", error.message);
        return fail(std::move(error));
    }
    return settings;
}

Result<void> writeRunSettings(const std::filesystem::path& file, const RunSettings& settings) {
    return writeJsonFile(file, jsonFromRunSettings(settings));
}

Result<void> validateRunSettings(const RunSettings& settings) {
    auto problems = contradictions(settings);
    if (problems.empty()) return {};
    return fail(std::move(problems.front()));
}

double learningRateOf(const NamedOptions& optimiser) {
    if (const auto it = optimiser.options.find("lr"); it != optimiser.options.end() && it->is_number())
        return it->get<double>();
    const Json defaults = defaultOptimiserConfig(optimiser.type);
    return defaults.is_object() ? defaults.value("lr", 1e-3) : 1e-3;
}

std::int64_t effectiveBatch(const RunSettings& settings, std::int64_t processes) {
    return settings.batchSize * settings.accumulation * processes;
}

std::int64_t latentFramesFromSeconds(double clipSeconds, int sampleRate, std::int64_t downsamplingRatio,
                                     std::int64_t modelFrames) {
    if (clipSeconds <= 0.0) return modelFrames;
    const double frames = std::round(clipSeconds * sampleRate / static_cast<double>(downsamplingRatio));
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(frames), 1,
                                    std::max<std::int64_t>(modelFrames, 1));
}

} // namespace attune::config
