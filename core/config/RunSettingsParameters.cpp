// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table behind runParameters(): one row a setting, in the order of the form.
#include "core/config/ParameterDescription.h"

#include <array>

namespace attune::config {

namespace {

using Kind = ParameterKind;
using Layer = ParameterLayer;
using Scale = ParameterScale;

constexpr double kMany = 1e12; // an upper limit that only catches slips

constexpr std::array kOptimisers = {
    ParameterChoice{"AdamW", "AdamW", "The standard. 8 bytes of memory a weight."},
    ParameterChoice{"AdamW8bit", "AdamW, 8 bit", "As good in practice, with 2 bytes a weight instead of 8."},
    ParameterChoice{"Adam", "Adam", "Weight decay acts through the gradient."},
    ParameterChoice{"FusedAdam", "Fused Adam", "AdamW by DeepSpeed's defaults (no weight decay)."},
    ParameterChoice{"Lion", "Lion",
                    "4 bytes a weight; wants a learning rate 3 to 10 times smaller than AdamW."},
    ParameterChoice{"Prodigy", "Prodigy",
                    "Finds its own step size; leave the learning rate at 1. 16 bytes a weight."},
    ParameterChoice{"SGD", "SGD", "Plain gradient descent; rarely a good choice here."}};

constexpr std::array kSchedules = {
    ParameterChoice{"Constant", "Constant", "The learning rate stays as it is."},
    ParameterChoice{"InverseLR", "Inverse",
                    "Warms up, then falls very slowly; what the models were trained with."},
    ParameterChoice{"CosineAnnealingLR", "Cosine",
                    "Falls to its end value along a half cosine over T_max steps."},
    ParameterChoice{"CosineAnnealingWarmRestarts", "Cosine with restarts",
                    "Falls and jumps back every T_0 steps."},
    ParameterChoice{"LinearLR", "Linear", "A straight ramp over the first steps."},
    ParameterChoice{"ConstantLR", "Constant after a start", "A fraction of the rate for the first steps."},
    ParameterChoice{"PolynomialLR", "Polynomial", "Falls to zero over total_iters steps."},
    ParameterChoice{"ExponentialLR", "Exponential", "Multiplied by gamma each step."},
    ParameterChoice{"StepLR", "Steps", "Multiplied by gamma every step_size steps."},
    ParameterChoice{"MultiStepLR", "Milestones", "Multiplied by gamma at given steps."},
    ParameterChoice{"OneCycleLR", "One cycle", "Up to max_lr and down again over total_steps."},
    ParameterChoice{"CyclicLR", "Cycles", "Up and down between base_lr and max_lr, again and again."}};

constexpr std::array kPrecisions = {
    ParameterChoice{"bf16-mixed", "Mixed bfloat16", "Fast and safe on GPUs from 2020 on. 32-bit weights."},
    ParameterChoice{"fp16-mixed", "Mixed float16",
                    "For older GPUs. Steps with an overflow are skipped and counted."},
    ParameterChoice{"fp32", "Full 32 bit", "Slowest, most exact; right for the CPU."},
    ParameterChoice{"bf16-weights", "bfloat16 weights",
                    "Half the memory for weights and gradients; updates are "
                    "rounded stochastically so that small ones are not lost."}};

constexpr std::array kTimesteps = {
    ParameterChoice{"uniform", "Uniform", "All noise levels equally often (SAO 1.0)."},
    ParameterChoice{"trunc_logit_normal", "Truncated logit normal", "More in the middle (SAO Small)."},
    ParameterChoice{"logit_normal", "Logit normal", "More in the middle, rarely at the ends."},
    ParameterChoice{"log_snr", "Log SNR", "Normal in the logarithm of signal to noise."}};

constexpr std::array kCrops = {
    ParameterChoice{"random", "Anywhere", "Another part of a long clip each time."},
    ParameterChoice{"start", "From the start", "Always the beginning."}};
constexpr std::array kParts = {
    ParameterChoice{"full", "Whole model", "Changes every weight; learns most, needs most memory."},
    ParameterChoice{"lora", "LoRA adapters",
                    "Trains small matrices beside the frozen weights; little memory, small files."}};
constexpr std::array kPlaces = {
    ParameterChoice{"device", "With the model", "Fast; 4 bytes a weight of GPU memory."},
    ParameterChoice{"host", "In main memory", "Frees GPU memory; a little slower a step."}};
constexpr std::array kSamplers = {
    ParameterChoice{"", "What suits the model", "dpmpp-3m-sde for SAO 1.0, euler for Small."},
    ParameterChoice{"dpmpp-3m-sde", "DPM++ 3M SDE", "SAO 1.0."},
    ParameterChoice{"dpmpp-2m-sde", "DPM++ 2M SDE", "SAO 1.0."},
    ParameterChoice{"dpmpp-2m", "DPM++ 2M", "SAO 1.0; adds no noise on the way."},
    ParameterChoice{"k-heun", "Heun", "SAO 1.0; two evaluations a step."},
    ParameterChoice{"k-lms", "LMS", "SAO 1.0."},
    ParameterChoice{"k-dpm-2", "DPM 2", "SAO 1.0; two evaluations a step."},
    ParameterChoice{"k-dpm-fast", "DPM fast", "SAO 1.0; for few steps."},
    ParameterChoice{"k-dpm-adaptive", "DPM adaptive", "SAO 1.0; chooses its own steps."},
    ParameterChoice{"k-dpmpp-2s-ancestral", "DPM++ 2S ancestral", "SAO 1.0."},
    ParameterChoice{"v-ddim", "DDIM", "SAO 1.0; what the reference's training demos use."},
    ParameterChoice{"v-ddim-cfgpp", "DDIM CFG++", "SAO 1.0; gentler guidance."},
    ParameterChoice{"euler", "Euler", "Small."},
    ParameterChoice{"rk4", "Runge-Kutta 4", "Small; four evaluations a step."},
    ParameterChoice{"dpmpp", "DPM++", "Small."},
    ParameterChoice{"pingpong", "Ping-pong", "Post-trained Small."}};

constexpr const char* kAdams = "optimiser.type=AdamW,AdamW8bit,Adam,FusedAdam,Lion,Prodigy";
constexpr const char* kHasEps = "optimiser.type=AdamW,AdamW8bit,Adam,FusedAdam,Prodigy";

// One setting a paragraph, in columns that the formatter would spread over a line each.
// clang-format off
constexpr std::array kParameters = {
    ParameterDescription{.path = "name", .option = "name", .label = "Name", .group = "Run",
        .kind = Kind::Text, .layer = Layer::Essentials,
        .help = "How you will recognise the run. It becomes part of its folder's name."},
    ParameterDescription{.path = "comments", .label = "Comments", .group = "Run", .kind = Kind::Text,
        .help = "Notes for yourself. Nothing reads them."},
    ParameterDescription{.path = "model", .option = "model", .label = "Model", .group = "Run",
        .kind = Kind::Text, .layer = Layer::Essentials,
        .help = "The registered model to fine-tune."},
    ParameterDescription{.path = "base_checkpoint", .option = "base-checkpoint", .label = "Start from",
        .group = "Run", .kind = Kind::Text,
        .help = "A checkpoint file with other weights for the same model, for example the result of an "
                "earlier run. Empty: the model's own."},
    ParameterDescription{.path = "device", .option = "device", .label = "Device", .group = "Run",
        .kind = Kind::Text,
        .help = "auto takes the first GPU, or the CPU where there is none. cpu, cuda, cuda:1."},
    ParameterDescription{.path = "parts", .option = "parts", .label = "Train", .group = "Run",
        .kind = Kind::Choice, .layer = Layer::Essentials, .choices = kParts,
        .help = "What may change. Adapters fit small GPUs and small data sets; the whole model can move "
                "further away from what it was."},

    ParameterDescription{.path = "clip_seconds", .option = "clip-seconds", .label = "Length of clips",
        .group = "Data", .kind = Kind::Number, .layer = Layer::Essentials, .unit = "s", .maximum = 600,
        .zero = "the model's length",
        .help = "What one training example spans; 0 is the model's own length. Longer examples teach "
                "longer forms and cost memory and time; clips that are shorter are padded with silence, "
                "clips that are longer are cropped."},
    ParameterDescription{.path = "crop", .option = "crop", .label = "Crop", .group = "Data",
        .kind = Kind::Choice, .choices = kCrops,
        .help = "Which part of a clip longer than that is used. Anywhere sees all that was encoded of "
                "it over time, which works like more data."},
    ParameterDescription{.path = "batch_size", .option = "batch-size", .label = "Batch", .group = "Data",
        .kind = Kind::Integer, .layer = Layer::Essentials, .unit = "clips", .minimum = 1, .maximum = 4096,
        .scale = Scale::Logarithmic,
        .help = "Clips that are looked at together (on each GPU). More makes steadier steps and costs "
                "memory; with 1 the loss jumps about."},
    ParameterDescription{.path = "accumulation", .option = "accumulation", .label = "Gradient accumulation",
        .group = "Data", .kind = Kind::Integer, .unit = "batches", .minimum = 1, .maximum = 4096,
        .scale = Scale::Logarithmic,
        .help = "Batches that are added up before one step. Acts like a batch so many times larger "
                "without its memory; a step takes that much longer."},
    ParameterDescription{.path = "mask_padding", .option = "mask-padding", .label = "Ignore padding",
        .group = "Data", .kind = Kind::Boolean,
        .help = "Leaves padded silence out of the loss. Good for many short sounds; the model then no "
                "longer learns to fall silent after them."},
    ParameterDescription{.path = "mask_padding_dropout", .option = "mask-padding-dropout",
        .label = "…but include it in", .group = "Data", .kind = Kind::Number, .unit = "of batches",
        .maximum = 1, .appliesWhen = "mask_padding=true",
        .help = "Share of batches whose padding counts after all, so that silence is not forgotten."},
    ParameterDescription{.path = "cfg_dropout", .option = "cfg-dropout", .label = "Dropout of prompts",
        .group = "Data", .kind = Kind::Number, .unit = "of clips", .maximum = 1,
        .help = "Share of clips shown without their prompt. Guidance (CFG) needs some, usually 0.1; "
                "with more, prompts count for less."},

    ParameterDescription{.path = "steps", .option = "steps", .label = "Steps", .group = "Length",
        .kind = Kind::Integer, .layer = Layer::Essentials, .unit = "steps", .maximum = 1e9,
        .scale = Scale::Logarithmic,
        .zero = "until you stop it",
        .help = "Optimiser steps to make; 0 goes on until you stop it. More learns more closely, and at "
                "some point only repeats the clips: watch the held-out loss and listen."},
    ParameterDescription{.path = "seed", .option = "seed", .label = "Seed", .group = "Length",
        .kind = Kind::Integer, .maximum = 9007199254740991.0,
        .help = "Decides the order of clips, the noise and all other chance. The same seed on the same "
                "machine gives the same weights."},

    ParameterDescription{.path = "optimiser.type", .option = "optimiser", .label = "Optimiser",
        .group = "Optimiser", .kind = Kind::Choice, .choices = kOptimisers,
        .help = "The rule that turns gradients into steps."},
    ParameterDescription{.path = "optimiser.config.lr", .option = "learning-rate", .label = "Learning rate",
        .group = "Optimiser", .kind = Kind::Number, .maximum = 10, .excludesMinimum = true,
        .scale = Scale::Logarithmic,
        .help = "The size of a step. Too high: the loss jumps or turns to noise. Too low: nothing "
                "changes for hours. 5e-5 suits SAO 1.0, 2e-4 Small; a larger batch bears a larger one "
                "(grow it with the square root)."},
    ParameterDescription{.path = "optimiser.config.betas", .option = "betas", .label = "Betas",
        .group = "Optimiser", .kind = Kind::NumberList, .maximum = 0.9999999, .appliesWhen = kAdams,
        .help = "How long the running mean of gradients and of their squares remember. Nearer to 1 = "
                "longer; a shorter second one reacts faster."},
    ParameterDescription{.path = "optimiser.config.weight_decay", .option = "weight-decay",
        .label = "Weight decay", .group = "Optimiser", .kind = Kind::Number, .maximum = 10,
        .scale = Scale::Logarithmic,
        .help = "Pulls weights toward zero, in proportion to the learning rate. More forgets the base "
                "model faster."},
    ParameterDescription{.path = "optimiser.config.eps", .option = "epsilon", .label = "Epsilon",
        .group = "Optimiser", .kind = Kind::Number, .maximum = 1, .excludesMinimum = true,
        .scale = Scale::Logarithmic, .appliesWhen = kHasEps,
        .help = "Keeps the division by tiny gradients tame. Larger damps the weights that hardly move."},
    ParameterDescription{.path = "optimiser.config.momentum", .option = "momentum", .label = "Momentum",
        .group = "Optimiser", .kind = Kind::Number, .maximum = 0.9999999,
        .appliesWhen = "optimiser.type=SGD",
        .help = "How much of the last step goes on into this one."},
    ParameterDescription{.path = "optimiser.config.percentile_clipping", .option = "percentile-clipping",
        .label = "Percentile clipping", .group = "Optimiser", .kind = Kind::Integer, .unit = "%",
        .minimum = 1, .maximum = 100, .appliesWhen = "optimiser.type=AdamW8bit",
        .help = "Clips each tensor's gradient to this percentile of its last hundred norms. 100 is off; "
                "less is calmer."},
    ParameterDescription{.path = "gradient_clip", .option = "gradient-clip", .label = "Gradient clipping",
        .group = "Optimiser", .kind = Kind::Number, .maximum = kMany, .scale = Scale::Logarithmic,
        .zero = "off",
        .help = "Limits the length of the whole gradient, which keeps a bad batch from doing harm; 0 is "
                "off, 1 is common. Not together with the step inside the backward pass."},
    ParameterDescription{.path = "schedule.type", .option = "schedule", .label = "Learning rate over time",
        .group = "Optimiser", .kind = Kind::Choice, .choices = kSchedules,
        .help = "How the learning rate changes. All lengths are in optimiser steps."},
    ParameterDescription{.path = "schedule.config.warmup", .option = "warmup", .label = "Warm-up",
        .group = "Optimiser", .kind = Kind::Number, .maximum = 0.9999999,
        .appliesWhen = "schedule.type=InverseLR",
        .zero = "none",
        .help = "The rate after k steps is multiplied by 1 - warmup^k. 0 is none, 0.99 takes about 300 "
                "steps, 0.995 about 600."},
    ParameterDescription{.path = "schedule.config.inv_gamma", .option = "inv-gamma",
        .label = "Inverse gamma", .group = "Optimiser", .kind = Kind::Number, .unit = "steps",
        .maximum = kMany, .excludesMinimum = true, .scale = Scale::Logarithmic,
        .appliesWhen = "schedule.type=InverseLR",
        .help = "After so many steps the rate has fallen to 2^-power. Larger falls more slowly."},
    ParameterDescription{.path = "schedule.config.power", .option = "schedule-power", .label = "Power",
        .group = "Optimiser", .kind = Kind::Number, .maximum = 100,
        .appliesWhen = "schedule.type=InverseLR,PolynomialLR",
        .help = "How steeply it falls; 0 not at all."},
    ParameterDescription{.path = "schedule.config.T_max", .option = "t-max", .label = "Falls over",
        .group = "Optimiser", .kind = Kind::Integer, .unit = "steps", .minimum = 1, .maximum = kMany,
        .scale = Scale::Logarithmic, .appliesWhen = "schedule.type=CosineAnnealingLR",
        .help = "Steps until the lowest rate. Set it to the run's steps; past it the rate rises again."},
    ParameterDescription{.path = "schedule.config.T_0", .option = "t-0", .label = "First restart after",
        .group = "Optimiser", .kind = Kind::Integer, .unit = "steps", .minimum = 1, .maximum = kMany,
        .scale = Scale::Logarithmic, .appliesWhen = "schedule.type=CosineAnnealingWarmRestarts",
        .help = "Steps until the rate first jumps back. These are steps, not epochs."},
    ParameterDescription{.path = "schedule.config.T_mult", .option = "t-mult",
        .label = "Each next one longer by", .group = "Optimiser", .kind = Kind::Integer, .unit = "times",
        .minimum = 1, .maximum = 1000, .appliesWhen = "schedule.type=CosineAnnealingWarmRestarts",
        .help = "Factor between the lengths of two periods."},
    ParameterDescription{.path = "schedule.config.eta_min", .option = "eta-min", .label = "Lowest rate",
        .group = "Optimiser", .kind = Kind::Number, .maximum = 10, .scale = Scale::Logarithmic,
        .appliesWhen = "schedule.type=CosineAnnealingLR,CosineAnnealingWarmRestarts",
        .help = "Where the cosine ends."},
    ParameterDescription{.path = "schedule.config.total_iters", .option = "total-iters", .label = "Over",
        .group = "Optimiser", .kind = Kind::Integer, .unit = "steps", .maximum = kMany,
        .scale = Scale::Logarithmic, .appliesWhen = "schedule.type=LinearLR,ConstantLR,PolynomialLR",
        .help = "Steps that the ramp takes."},

    ParameterDescription{.path = "precision", .option = "precision", .label = "Precision",
        .group = "Memory and speed", .kind = Kind::Choice, .choices = kPrecisions,
        .help = "In which numbers the model computes. Mixed is about twice as fast on a GPU as 32 bit, "
                "at the same quality."},
    ParameterDescription{.path = "activation_checkpointing", .option = "activation-checkpointing",
        .label = "Recompute activations", .group = "Memory and speed", .kind = Kind::Boolean,
        .help = "Keeps only the input of each layer and computes the rest again on the way back: much "
                "less memory, about a quarter slower. The numbers stay the same."},
    ParameterDescription{.path = "step_in_backward", .option = "step-in-backward",
        .label = "Step inside the backward pass", .group = "Memory and speed", .kind = Kind::Boolean,
        .help = "Uses up each gradient as soon as it is there, so that never all of them are in memory. "
                "Excludes accumulation, gradient clipping and loss scaling."},
    ParameterDescription{.path = "ema.enabled", .option = "ema", .label = "Average of weights",
        .group = "Memory and speed", .kind = Kind::Boolean,
        .help = "Keeps a running mean of the weights (EMA), which sounds smoother than the weights of "
                "any single step. Costs one more copy of the model."},
    ParameterDescription{.path = "ema.place", .option = "ema-place", .label = "…kept",
        .group = "Memory and speed", .kind = Kind::Choice, .choices = kPlaces,
        .appliesWhen = "ema.enabled=true",
        .help = "Where the copy is."},
    ParameterDescription{.path = "ema.beta", .option = "ema-beta", .label = "…decay at most",
        .group = "Memory and speed", .kind = Kind::Number, .maximum = 0.9999999,
        .appliesWhen = "ema.enabled=true",
        .help = "Upper limit of the memory of the mean; 0.9999 remembers about 10,000 steps. It starts "
                "short and grows."},
    ParameterDescription{.path = "ema.power", .option = "ema-power", .label = "…growth",
        .group = "Memory and speed", .kind = Kind::Number, .maximum = 10, .excludesMinimum = true,
        .appliesWhen = "ema.enabled=true",
        .help = "How fast the memory grows: after n steps the decay is 1 - n^-power. Smaller follows "
                "the weights more closely."},

    ParameterDescription{.path = "lora.rank", .option = "lora-rank", .label = "LoRA rank", .group = "LoRA",
        .kind = Kind::Integer, .layer = Layer::Essentials, .minimum = 1, .maximum = 4096,
        .scale = Scale::Logarithmic, .appliesWhen = "parts=lora",
        .help = "Width of the adapters. More can learn more, in larger files."},
    ParameterDescription{.path = "lora.alpha", .option = "lora-alpha", .label = "LoRA alpha",
        .group = "LoRA", .kind = Kind::Number, .maximum = 65536, .excludesMinimum = true,
        .scale = Scale::Logarithmic, .appliesWhen = "parts=lora",
        .help = "The adapters act with alpha / rank. Raising it is like raising the learning rate."},
    ParameterDescription{.path = "lora.dropout", .option = "lora-dropout", .label = "LoRA dropout",
        .group = "LoRA", .kind = Kind::Number, .maximum = 0.95, .appliesWhen = "parts=lora",
        .help = "Share of the adapters' inputs that each step leaves out. 0.05 to 0.1 helps against learning "
                "a small set of clips by heart."},
    ParameterDescription{.path = "lora.targets", .option = "lora-targets", .label = "Adapted layers",
        .group = "LoRA", .kind = Kind::TextList, .appliesWhen = "parts=lora",
        .help = "Parts of the names of layers that get an adapter. Attention and feed-forward together "
                "come close to training everything."},

    ParameterDescription{.path = "timesteps.type", .option = "timesteps", .label = "Noise levels",
        .group = "Diffusion", .kind = Kind::Choice, .choices = kTimesteps,
        .help = "How often each noise level is trained. Keep what the model was made with."},
    ParameterDescription{.path = "timesteps.options.mean_logsnr", .option = "mean-logsnr",
        .label = "Mean of log SNR", .group = "Diffusion", .kind = Kind::Number, .minimum = -20,
        .maximum = 20, .appliesWhen = "timesteps.type=log_snr",
        .help = "Lower trains noisier examples."},
    ParameterDescription{.path = "timesteps.options.std_logsnr", .option = "std-logsnr",
        .label = "Spread of log SNR", .group = "Diffusion", .kind = Kind::Number, .maximum = 20,
        .appliesWhen = "timesteps.type=log_snr",
        .help = "Wider trains the extremes more often."},
    ParameterDescription{.path = "one_shot_probability", .option = "one-shot", .label = "Pure noise in",
        .group = "Diffusion", .kind = Kind::Number, .unit = "of clips", .maximum = 1,
        .help = "Share of clips that are trained from nothing but noise, which helps samplers of very "
                "few steps."},

    ParameterDescription{.path = "validation.every", .option = "validate-every",
        .label = "Held-out loss every", .group = "Watching", .kind = Kind::Integer,
        .layer = Layer::Essentials, .unit = "steps", .maximum = 1e9, .scale = Scale::Logarithmic,
        .zero = "never",
        .help = "How often the loss on the held-out clips is measured; 0 is never. It is the curve that "
                "shows when the model only repeats its clips."},
    ParameterDescription{.path = "validation.clips", .option = "validation-clips", .label = "Held-out clips",
        .group = "Watching", .kind = Kind::Integer, .unit = "clips", .minimum = 1, .maximum = 1e6,
        .scale = Scale::Logarithmic,
        .help = "How many at most. More is steadier and takes longer."},
    ParameterDescription{.path = "validation.timesteps", .option = "validation-timesteps",
        .label = "Noise levels a clip", .group = "Watching", .kind = Kind::Integer, .minimum = 1,
        .maximum = 1000, .scale = Scale::Logarithmic,
        .help = "Evenly spread and always the same. More is steadier and takes longer."},
    ParameterDescription{.path = "validation.use_ema", .option = "validation-ema",
        .label = "Judge the averaged weights", .group = "Watching", .kind = Kind::Boolean,
        .appliesWhen = "ema.enabled=true",
        .help = "Measures the mean of weights, which is what is exported."},
    ParameterDescription{.path = "checkpoints.every", .option = "checkpoint-every",
        .label = "Checkpoint every", .group = "Watching", .kind = Kind::Integer, .layer = Layer::Essentials,
        .unit = "steps", .maximum = 1e9, .scale = Scale::Logarithmic,
        .zero = "only when asked",
        .help = "How often everything is saved; 0 only when you ask and at the end. Stopping always "
                "saves."},
    ParameterDescription{.path = "checkpoints.keep_last", .option = "keep-last", .label = "Keep the last",
        .group = "Watching", .kind = Kind::Integer, .unit = "checkpoints", .maximum = 1e6,
        .zero = "all of them",
        .help = "Older ones are deleted once a newer one is safe, but never pinned ones and never the "
                "best; 0 keeps all."},
    ParameterDescription{.path = "checkpoints.keep_best", .option = "keep-best", .label = "Keep the best",
        .group = "Watching", .kind = Kind::Boolean,
        .help = "The checkpoint with the lowest held-out loss stays."},
    ParameterDescription{.path = "checkpoints.pinned", .option = "pin", .label = "Always keep",
        .group = "Watching", .kind = Kind::IntegerList, .maximum = 1e12,
        .help = "Steps whose checkpoints stay whatever happens."},
    ParameterDescription{.path = "demos.every", .option = "demo-every", .label = "Demos every",
        .group = "Demos", .kind = Kind::Integer, .layer = Layer::Essentials, .unit = "steps", .maximum = 1e9,
        .scale = Scale::Logarithmic,
        .zero = "only when asked",
        .help = "How often the prompts are rendered; 0 only when you ask. The same seeds each time, so "
                "that only the model differs."},
    ParameterDescription{.path = "demos.base_model", .option = "demo-base",
        .label = "Also before the first step", .group = "Demos", .kind = Kind::Boolean,
        .help = "Renders the base model for comparison."},
    ParameterDescription{.path = "demos.prompts", .option = "demo-prompt", .label = "Prompts",
        .group = "Demos", .kind = Kind::Prompts, .layer = Layer::Essentials,
        .help = "What to render, each with its seed. An empty prompt shows how much of the sound has "
                "become the model's habit."},
    ParameterDescription{.path = "demos.cfg_scales", .option = "demo-cfg", .label = "CFG", .group = "Demos",
        .kind = Kind::NumberList, .maximum = 100,
        .help = "Guidance, one demo for each. More follows the prompt harder and at some point sounds "
                "burnt; 1 is none."},
    ParameterDescription{.path = "demos.sampler", .option = "demo-sampler", .label = "Sampler",
        .group = "Demos", .kind = Kind::Choice, .choices = kSamplers,
        .help = "How the noise is turned into sound."},
    ParameterDescription{.path = "demos.steps", .option = "demo-steps", .label = "Sampler steps",
        .group = "Demos", .kind = Kind::Integer, .unit = "steps", .maximum = 10000,
        .scale = Scale::Logarithmic,
        .zero = "what suits the model",
        .help = "More is cleaner and takes longer; 0 is what suits the model."},
    ParameterDescription{.path = "demos.sigma_min", .option = "demo-sigma-min", .label = "Least noise",
        .group = "Demos", .kind = Kind::Number, .maximum = 1000, .excludesMinimum = true,
        .scale = Scale::Logarithmic,
        .help = "Where the sampler of SAO 1.0 ends. Higher is smoother."},
    ParameterDescription{.path = "demos.sigma_max", .option = "demo-sigma-max", .label = "Most noise",
        .group = "Demos", .kind = Kind::Number, .maximum = 100000, .excludesMinimum = true,
        .scale = Scale::Logarithmic,
        .help = "Where the sampler of SAO 1.0 begins."},
    ParameterDescription{.path = "demos.rho", .option = "demo-rho", .label = "Rho", .group = "Demos",
        .kind = Kind::Number, .maximum = 100, .excludesMinimum = true,
        .help = "How the steps of SAO 1.0 are spread; more puts them nearer to the end."},
    ParameterDescription{.path = "demos.rescale", .option = "demo-rescale", .label = "CFG rescale",
        .group = "Demos", .kind = Kind::Number, .maximum = 1,
        .help = "Takes back the loudness that strong guidance adds."},
    ParameterDescription{.path = "demos.length_seconds", .option = "demo-seconds",
        .label = "Length of demos", .group = "Demos", .kind = Kind::Number, .unit = "s", .maximum = 600,
        .zero = "as long as the clips",
        .help = "How long a demo is; 0 is the length of clips of the run."},
    ParameterDescription{.path = "low_disk_bytes", .option = "low-disk", .label = "Keep free on the disk",
        .group = "Watching", .kind = Kind::Integer, .unit = "bytes", .maximum = 1e15,
        .scale = Scale::Logarithmic,
        .help = "The run pauses before a checkpoint would leave less than this."},
};
// clang-format on

} // namespace

std::span<const ParameterDescription> runParameters() {
    return kParameters;
}

} // namespace attune::config
