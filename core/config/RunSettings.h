// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunSettings: everything that repeats a training run, as one versioned JSON document (run.json, presets, the
// form).
//
// The document keeps the reference's own blocks where it has them (optimiser, schedule and timestep sampler
// are {type, config}), so that settings travel to stable-audio-tools and back without loss; see
// RunSettingsReference.h. ParameterDescription.h describes every field: label, unit, range, help. Ranges are
// checked against that table.
//
// Value types; threads: const functions from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/config/TrainingBlock.h" // NamedOptions

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune::config {

inline constexpr std::int64_t kRunSettingsVersion = 1;

enum class Precision {
    Fp32,       // everything in 32 bit: the reference for comparisons
    Bf16Mixed,  // 32-bit weights, products in bfloat16
    Fp16Mixed,  // 32-bit weights, products in float16 with loss scaling
    Bf16Weights // bfloat16 weights, updates rounded stochastically: half the memory for weights and gradients
};
[[nodiscard]] std::string_view precisionName(Precision profile) noexcept; // "bf16-mixed"
[[nodiscard]] Result<Precision> precisionFromName(std::string_view name);

enum class TrainedParts { Full, Lora };
enum class EmaPlace { Device, Host };
enum class CropPlace { Start, Random };

struct EmaSettings {
    bool enabled{true};
    EmaPlace place{EmaPlace::Device};
    double beta{0.9999}; // upper limit of the decay
    double power{0.75};  // decay = 1 - (1 + n)^-power until it reaches beta
    bool operator==(const EmaSettings&) const = default;
};

struct LoraSettings {
    std::int64_t rank{16};
    double alpha{16.0};
    double dropout{0.0}; // share of the adapters' inputs that is left out of a step
    // Parts of module names that get an adapter. Attention and feed-forward together come close to a full
    // fine-tune.
    std::vector<std::string> targets{"self_attn.to_qkv", "self_attn.to_out",  "cross_attn.to_q",
                                     "cross_attn.to_kv", "cross_attn.to_out", "ff.ff.0.proj",
                                     "ff.ff.2"};
    bool operator==(const LoraSettings&) const = default;
};

struct ValidationSettings {
    std::int64_t every{250};   // optimiser steps; 0 = never
    std::int64_t clips{32};    // held-out clips at most, always the same ones
    std::int64_t timesteps{8}; // stratified timesteps a clip
    bool useEma{true};         // judge the averaged weights, which are what is exported
    bool operator==(const ValidationSettings&) const = default;
};

struct CheckpointSettings {
    std::int64_t every{500};          // optimiser steps; 0 = only when asked and at the end
    std::int64_t keepLast{3};         // older ones go once their successor is safe; 0 = keep all
    bool keepBest{true};              // the one with the lowest held-out loss stays
    std::vector<std::int64_t> pinned; // steps that stay whatever happens
    bool operator==(const CheckpointSettings&) const = default;
};

struct DemoPrompt {
    std::string prompt;
    std::string negativePrompt;
    std::int64_t seed{1};
    double secondsStart{0.0};
    double secondsTotal{0.0}; // 0 = the demo's length
    bool operator==(const DemoPrompt&) const = default;
};

struct DemoSettings {
    std::int64_t every{500}; // optimiser steps; 0 = only when asked
    bool baseModel{true};    // also before the first step, for comparison
    std::vector<DemoPrompt> prompts;
    std::vector<double> cfgScales{7.0};
    std::string sampler;       // empty = the one the model is generated with
    std::int64_t steps{0};     // sampler steps; 0 = what suits the model
    double sigmaMin{0.3};      // objective v only
    double sigmaMax{500.0};    // objective v only
    double rho{1.0};           // objective v only
    double rescale{0.0};       // CFG rescale (scale_phi)
    double lengthSeconds{0.0}; // 0 = the clip length of the run
    bool operator==(const DemoSettings&) const = default;
};

struct RunSettings {
    std::string name;
    std::string comments;       // for people; never read
    std::string model;          // id of a registered model (its card)
    std::string baseCheckpoint; // another file to start from than the model's own; empty = the model's
    std::string device{"auto"}; // "auto", "cpu", "cuda", "cuda:1"

    double clipSeconds{0.0}; // what one training example spans; 0 = the model's own length
    CropPlace crop{CropPlace::Random};
    std::int64_t batchSize{4};
    std::int64_t accumulation{1};
    std::int64_t steps{2000}; // optimiser steps; 0 = until stopped
    std::int64_t seed{42};

    NamedOptions optimiser{
        "AdamW", Json{{"lr", 5e-5}, {"betas", {0.9, 0.999}}, {"eps", 1e-8}, {"weight_decay", 1e-3}}};
    NamedOptions schedule{"InverseLR",
                          Json{{"inv_gamma", 1e6}, {"power", 0.5}, {"warmup", 0.99}}}; // "Constant" = none
    double gradientClip{0.0}; // global L2 norm; 0 = off
    Precision precision{Precision::Bf16Mixed};
    EmaSettings ema;

    double cfgDropout{0.1};
    NamedOptions timesteps{"uniform", Json::object()}; // how the noise levels are drawn
    double oneShotProbability{0.0};
    bool maskPadding{false};
    double maskPaddingDropout{0.0};

    TrainedParts parts{TrainedParts::Full};
    LoraSettings lora;
    bool activationCheckpointing{true};
    bool stepInBackward{false};

    ValidationSettings validation;
    CheckpointSettings checkpoints;
    DemoSettings demos;
    std::int64_t lowDiskBytes{5'000'000'000}; // pause when the disk would fall below this

    bool operator==(const RunSettings&) const = default;
};

// The document form; every field is written, in the order of the form.
[[nodiscard]] Json jsonFromRunSettings(const RunSettings& settings);
// Fields left out take their defaults; unknown fields are errors, since they are typing mistakes.
// Errors: InvalidConfig naming the JSON path; VersionTooNew.
[[nodiscard]] Result<RunSettings> runSettingsFromJson(const Json& document);
[[nodiscard]] Result<RunSettings> readRunSettings(const std::filesystem::path& file);
[[nodiscard]] Result<void> writeRunSettings(const std::filesystem::path& file, const RunSettings& settings);

// Combinations that contradict each other; ranges of single fields are checked on reading. Errors:
// InvalidConfig.
[[nodiscard]] Result<void> validateRunSettings(const RunSettings& settings);
// Everything the validation finds, for a form that marks each field. Context of each error = its JSON path.
[[nodiscard]] std::vector<Error> runSettingsProblems(const Json& document);

// Sentences about what is allowed and probably not meant ("Batch 1 makes a noisy gradient…").
struct RunAdvice {
    std::string path; // the field it is about; empty = the run as a whole
    std::string text;
};
// `clipCount`: clips in the training split, 0 = not known yet.
[[nodiscard]] std::vector<RunAdvice> adviseOnRunSettings(const RunSettings& settings, std::int64_t clipCount);

// Demo prompts for a data set that brings none: its most frequent distinct prompts (ties in order of
// appearance), at most `count`, then the empty prompt, which shows what has become the model's habit. Seeds
// count up from 1.
[[nodiscard]] std::vector<DemoPrompt> suggestDemoPrompts(const std::vector<std::string>& trainingPrompts,
                                                         std::size_t count);

// The learning rate in optimiser.config.lr, with that optimiser's own default when absent.
[[nodiscard]] double learningRateOf(const NamedOptions& optimiser);
// Clips one optimiser step sees.
[[nodiscard]] std::int64_t effectiveBatch(const RunSettings& settings, std::int64_t processes = 1);
// Latent frames of one example: rounded to whole frames, at least 1, at most the model's. clipSeconds 0 = the
// model's.
[[nodiscard]] std::int64_t latentFramesFromSeconds(double clipSeconds, int sampleRate,
                                                   std::int64_t downsamplingRatio, std::int64_t modelFrames);

} // namespace attune::config
