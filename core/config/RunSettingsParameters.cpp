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
    ParameterChoice{"Lion", "Lion", "4 bytes a weight; wants a learning rate 3 to 10 times smaller than AdamW."},
    ParameterChoice{"Prodigy", "Prodigy", "Finds its own step size; leave the learning rate at 1. 16 bytes a weight."},
    ParameterChoice{"SGD", "SGD", "Plain gradient descent; rarely a good choice here."}};

constexpr std::array kSchedules = {
    ParameterChoice{"Constant", "Constant", "The learning rate stays as it is."},
    ParameterChoice{"InverseLR", "Inverse", "Warms up, then falls very slowly; what the models were trained with."},
    ParameterChoice{"CosineAnnealingLR", "Cosine", "Falls to its end value along a half cosine over T_max steps."},
    ParameterChoice{"CosineAnnealingWarmRestarts", "Cosine with restarts", "Falls and jumps back every T_0 steps."},
    ParameterChoice{"LinearLR", "Linear", "A straight ramp over the first steps."},
    ParameterChoice{"ConstantLR", "Constant after a start", "A fraction of the rate for the first steps."},
    ParameterChoice{"PolynomialLR", "Polynomial", "Falls to zero over total_iters steps."},
    ParameterChoice{"ExponentialLR", "Exponential", "Multiplied by gamma each step."},
    ParameterChoice{"StepLR", "Steps", "Multiplied by gamma every step_size steps."},
    ParameterChoice{"MultiStepLR", "Milestones", "Multiplied by gamma at given steps."},
    ParameterChoice{"OneCycleLR", "One cycle", "Up to max_lr and down again over total_steps."}};

constexpr std::array kPrecisions = {
    ParameterChoice{"bf16-mixed", "Mixed bfloat16", "Fast and safe on GPUs from 2020 on. 32-bit weights."},
    ParameterChoice{"fp16-mixed", "Mixed float16", "For older GPUs. Steps with an overflow are skipped and counted."},
    ParameterChoice{"fp32", "Full 32 bit", "Slowest, most exact; right for the CPU."},
    ParameterChoice{"bf16-weights", "bfloat16 weights", "Half the memory for weights and gradients; updates are "
                                                           "rounded stochastically so that small ones are not lost."}};

constexpr std::array kTimesteps = {
    ParameterChoice{"uniform", "Uniform", "All noise levels equally often (SAO 1.0)."},
    ParameterChoice{"trunc_logit_normal", "Truncated logit normal", "More in the middle (SAO Small)."},
    ParameterChoice{"logit_normal", "Logit normal", "More in the middle, rarely at the ends."},
    ParameterChoice{"log_snr", "Log SNR", "Normal in the logarithm of signal to noise."}};

constexpr std::array kCrops = {ParameterChoice{"random", "Anywhere", "Another part of a long clip each time."},
                               ParameterChoice{"start", "From the start", "Always the beginning."}};
constexpr std::array kParts = {
    ParameterChoice{"full", "Whole model", "Changes every weight; learns most, needs most memory."},
    ParameterChoice{"lora", "LoRA adapters", "Trains small matrices beside the frozen weights; little memory, small files."}};
constexpr std::array kPlaces = {ParameterChoice{"device", "With the model", "Fast; 4 bytes a weight of GPU memory."},
                                ParameterChoice{"host", "In main memory", "Frees GPU memory; a little slower a step."}};
constexpr std::array kSamplers = {
    ParameterChoice{"", "What suits the model", "dpmpp-3m-sde for SAO 1.0, euler for Small."},
    ParameterChoice{"dpmpp-3m-sde", "DPM++ 3M SDE", "SAO 1.0."},
    ParameterChoice{"dpmpp-2m-sde", "DPM++ 2M SDE", "SAO 1.0."},
    ParameterChoice{"dpmpp-2m", "DPM++ 2M", "SAO 1.0; repeats exactly."},
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

constexpr std::array kParameters = {
    ParameterDescription{"name", "name", "Name", "Run", Kind::Text, Layer::Essentials, "", 0, 0, false, Scale::Linear, {}, {},
        "How you will recognise the run. It becomes part of its folder's name."},
    ParameterDescription{"comments", "", "Comments", "Run", Kind::Text, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "Notes for yourself. Nothing reads them."},
    ParameterDescription{"model", "model", "Model", "Run", Kind::Text, Layer::Essentials, "", 0, 0, false, Scale::Linear, {}, {},
        "The registered model to fine-tune."},
    ParameterDescription{"base_checkpoint", "base-checkpoint", "Start from", "Run", Kind::Text, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "A checkpoint file with other weights for the same model, for example the result of an earlier run. Empty: the model's own."},
    ParameterDescription{"device", "device", "Device", "Run", Kind::Text, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "auto takes the first GPU, or the CPU where there is none. cpu, cuda, cuda:1."},
    ParameterDescription{"parts", "parts", "Train", "Run", Kind::Choice, Layer::Essentials, "", 0, 0, false, Scale::Linear, kParts, {},
        "What may change. Adapters fit small GPUs and small data sets; the whole model can move further away from what it was."},

    ParameterDescription{"clip_seconds", "clip-seconds", "Length of clips", "Data", Kind::Number, Layer::Essentials, "s", 0, 600, false, Scale::Linear, {}, {},
        "What one training example spans; 0 is the model's own length. Longer examples teach longer forms and cost memory and time; "
        "clips that are shorter are padded with silence, clips that are longer are cropped."},
    ParameterDescription{"crop", "crop", "Crop", "Data", Kind::Choice, Layer::More, "", 0, 0, false, Scale::Linear, kCrops, {},
        "Which part of a clip longer than that is used. Anywhere sees all of the clip over time, which works like more data."},
    ParameterDescription{"batch_size", "batch-size", "Batch", "Data", Kind::Integer, Layer::Essentials, "clips", 1, 4096, false, Scale::Logarithmic, {}, {},
        "Clips that are looked at together (on each GPU). More makes steadier steps and costs memory; with 1 the loss jumps about."},
    ParameterDescription{"accumulation", "accumulation", "Gradient accumulation", "Data", Kind::Integer, Layer::More, "batches", 1, 4096, false, Scale::Logarithmic, {}, {},
        "Batches that are added up before one step. Acts like a batch so many times larger without its memory; a step takes that much longer."},
    ParameterDescription{"mask_padding", "mask-padding", "Ignore padding", "Data", Kind::Boolean, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "Leaves padded silence out of the loss. Good for many short sounds; the model then no longer learns to fall silent after them."},
    ParameterDescription{"mask_padding_dropout", "mask-padding-dropout", "…but include it in", "Data", Kind::Number, Layer::More, "of batches", 0, 1, false, Scale::Linear, {}, "mask_padding=true",
        "Share of batches whose padding counts after all, so that silence is not forgotten."},
    ParameterDescription{"cfg_dropout", "cfg-dropout", "Dropout of prompts", "Data", Kind::Number, Layer::More, "of clips", 0, 1, false, Scale::Linear, {}, {},
        "Share of clips shown without their prompt. Guidance (CFG) needs some, usually 0.1; with more, prompts count for less."},

    ParameterDescription{"steps", "steps", "Steps", "Length", Kind::Integer, Layer::Essentials, "steps", 0, 1e9, false, Scale::Logarithmic, {}, {},
        "Optimiser steps to make; 0 goes on until you stop it. More learns more closely, and at some point only repeats the clips: "
        "watch the held-out loss and listen."},
    ParameterDescription{"seed", "seed", "Seed", "Length", Kind::Integer, Layer::More, "", 0, 9007199254740991.0, false, Scale::Linear, {}, {},
        "Decides the order of clips, the noise and all other chance. The same seed on the same machine gives the same weights."},

    ParameterDescription{"optimiser.type", "optimiser", "Optimiser", "Optimiser", Kind::Choice, Layer::More, "", 0, 0, false, Scale::Linear, kOptimisers, {},
        "The rule that turns gradients into steps."},
    ParameterDescription{"optimiser.config.lr", "learning-rate", "Learning rate", "Optimiser", Kind::Number, Layer::More, "", 0, 10, true, Scale::Logarithmic, {}, {},
        "The size of a step. Too high: the loss jumps or turns to noise. Too low: nothing changes for hours. 5e-5 suits SAO 1.0, 2e-4 Small; "
        "a larger batch bears a larger one (grow it with the square root)."},
    ParameterDescription{"optimiser.config.betas", "betas", "Betas", "Optimiser", Kind::NumberList, Layer::More, "", 0, 0.9999999, false, Scale::Linear, {}, kAdams,
        "How long the running mean of gradients and of their squares remember. Nearer to 1 = longer; a shorter second one reacts faster."},
    ParameterDescription{"optimiser.config.weight_decay", "weight-decay", "Weight decay", "Optimiser", Kind::Number, Layer::More, "", 0, 10, false, Scale::Logarithmic, {}, {},
        "Pulls weights toward zero, in proportion to the learning rate. More forgets the base model faster."},
    ParameterDescription{"optimiser.config.eps", "epsilon", "Epsilon", "Optimiser", Kind::Number, Layer::More, "", 0, 1, true, Scale::Logarithmic, {}, kHasEps,
        "Keeps the division by tiny gradients tame. Larger damps the weights that hardly move."},
    ParameterDescription{"optimiser.config.momentum", "momentum", "Momentum", "Optimiser", Kind::Number, Layer::More, "", 0, 0.9999999, false, Scale::Linear, {}, "optimiser.type=SGD",
        "How much of the last step goes on into this one."},
    ParameterDescription{"optimiser.config.percentile_clipping", "percentile-clipping", "Percentile clipping", "Optimiser", Kind::Integer, Layer::More, "%", 1, 100, false, Scale::Linear, {}, "optimiser.type=AdamW8bit",
        "Clips each tensor's gradient to this percentile of its last hundred norms. 100 is off; less is calmer."},
    ParameterDescription{"gradient_clip", "gradient-clip", "Gradient clipping", "Optimiser", Kind::Number, Layer::More, "", 0, kMany, false, Scale::Logarithmic, {}, {},
        "Limits the length of the whole gradient, which keeps a bad batch from doing harm; 0 is off, 1 is common. Not together with the step inside the backward pass."},
    ParameterDescription{"schedule.type", "schedule", "Learning rate over time", "Optimiser", Kind::Choice, Layer::More, "", 0, 0, false, Scale::Linear, kSchedules, {},
        "How the learning rate changes. All lengths are in optimiser steps."},
    ParameterDescription{"schedule.config.warmup", "warmup", "Warm-up", "Optimiser", Kind::Number, Layer::More, "", 0, 0.9999999, false, Scale::Linear, {}, "schedule.type=InverseLR",
        "The rate after k steps is multiplied by 1 - warmup^k. 0 is none, 0.99 takes about 300 steps, 0.995 about 600."},
    ParameterDescription{"schedule.config.inv_gamma", "inv-gamma", "Inverse gamma", "Optimiser", Kind::Number, Layer::More, "steps", 0, kMany, true, Scale::Logarithmic, {}, "schedule.type=InverseLR",
        "After so many steps the rate has fallen to 2^-power. Larger falls more slowly."},
    ParameterDescription{"schedule.config.power", "schedule-power", "Power", "Optimiser", Kind::Number, Layer::More, "", 0, 100, false, Scale::Linear, {}, "schedule.type=InverseLR,PolynomialLR",
        "How steeply it falls; 0 not at all."},
    ParameterDescription{"schedule.config.T_max", "t-max", "Falls over", "Optimiser", Kind::Integer, Layer::More, "steps", 1, kMany, false, Scale::Logarithmic, {}, "schedule.type=CosineAnnealingLR",
        "Steps until the lowest rate. Set it to the run's steps; past it the rate rises again."},
    ParameterDescription{"schedule.config.T_0", "t-0", "First restart after", "Optimiser", Kind::Integer, Layer::More, "steps", 1, kMany, false, Scale::Logarithmic, {}, "schedule.type=CosineAnnealingWarmRestarts",
        "Steps until the rate first jumps back. These are steps, not epochs."},
    ParameterDescription{"schedule.config.T_mult", "t-mult", "Each next one longer by", "Optimiser", Kind::Integer, Layer::More, "times", 1, 1000, false, Scale::Linear, {}, "schedule.type=CosineAnnealingWarmRestarts",
        "Factor between the lengths of two periods."},
    ParameterDescription{"schedule.config.eta_min", "eta-min", "Lowest rate", "Optimiser", Kind::Number, Layer::More, "", 0, 10, false, Scale::Logarithmic, {}, "schedule.type=CosineAnnealingLR,CosineAnnealingWarmRestarts",
        "Where the cosine ends."},
    ParameterDescription{"schedule.config.total_iters", "total-iters", "Over", "Optimiser", Kind::Integer, Layer::More, "steps", 0, kMany, false, Scale::Logarithmic, {}, "schedule.type=LinearLR,ConstantLR,PolynomialLR",
        "Steps that the ramp takes."},

    ParameterDescription{"precision", "precision", "Precision", "Memory and speed", Kind::Choice, Layer::More, "", 0, 0, false, Scale::Linear, kPrecisions, {},
        "In which numbers the model computes. Mixed is about twice as fast on a GPU as 32 bit, at the same quality."},
    ParameterDescription{"activation_checkpointing", "activation-checkpointing", "Recompute activations", "Memory and speed", Kind::Boolean, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "Keeps only the input of each layer and computes the rest again on the way back: much less memory, about a fifth slower. The numbers stay the same."},
    ParameterDescription{"step_in_backward", "step-in-backward", "Step inside the backward pass", "Memory and speed", Kind::Boolean, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "Uses up each gradient as soon as it is there, so that never all of them are in memory. Excludes accumulation, gradient clipping and loss scaling."},
    ParameterDescription{"ema.enabled", "ema", "Average of weights", "Memory and speed", Kind::Boolean, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "Keeps a running mean of the weights (EMA), which sounds smoother than the weights of any single step. Costs one more copy of the model."},
    ParameterDescription{"ema.place", "ema-place", "…kept", "Memory and speed", Kind::Choice, Layer::More, "", 0, 0, false, Scale::Linear, kPlaces, "ema.enabled=true",
        "Where the copy is."},
    ParameterDescription{"ema.beta", "ema-beta", "…decay at most", "Memory and speed", Kind::Number, Layer::More, "", 0, 0.9999999, false, Scale::Linear, {}, "ema.enabled=true",
        "Upper limit of the memory of the mean; 0.9999 remembers about 10,000 steps. It starts short and grows."},
    ParameterDescription{"ema.power", "ema-power", "…growth", "Memory and speed", Kind::Number, Layer::More, "", 0, 10, true, Scale::Linear, {}, "ema.enabled=true",
        "How fast the memory grows: after n steps the decay is 1 - n^-power. Smaller follows the weights more closely."},

    ParameterDescription{"lora.rank", "lora-rank", "LoRA rank", "LoRA", Kind::Integer, Layer::Essentials, "", 1, 4096, false, Scale::Logarithmic, {}, "parts=lora",
        "Width of the adapters. More can learn more, in larger files."},
    ParameterDescription{"lora.alpha", "lora-alpha", "LoRA alpha", "LoRA", Kind::Number, Layer::More, "", 0, 65536, true, Scale::Logarithmic, {}, "parts=lora",
        "The adapters act with alpha / rank. Raising it is like raising the learning rate."},
    ParameterDescription{"lora.targets", "lora-targets", "Adapted layers", "LoRA", Kind::TextList, Layer::More, "", 0, 0, false, Scale::Linear, {}, "parts=lora",
        "Parts of the names of layers that get an adapter. Attention and feed-forward together come close to training everything."},

    ParameterDescription{"timesteps.type", "timesteps", "Noise levels", "Diffusion", Kind::Choice, Layer::More, "", 0, 0, false, Scale::Linear, kTimesteps, {},
        "How often each noise level is trained. Keep what the model was made with."},
    ParameterDescription{"timesteps.options.mean_logsnr", "mean-logsnr", "Mean of log SNR", "Diffusion", Kind::Number, Layer::More, "", -20, 20, false, Scale::Linear, {}, "timesteps.type=log_snr",
        "Lower trains noisier examples."},
    ParameterDescription{"timesteps.options.std_logsnr", "std-logsnr", "Spread of log SNR", "Diffusion", Kind::Number, Layer::More, "", 0, 20, false, Scale::Linear, {}, "timesteps.type=log_snr",
        "Wider trains the extremes more often."},
    ParameterDescription{"one_shot_probability", "one-shot", "Pure noise in", "Diffusion", Kind::Number, Layer::More, "of clips", 0, 1, false, Scale::Linear, {}, {},
        "Share of clips that are trained from nothing but noise, which helps samplers of very few steps."},

    ParameterDescription{"validation.every", "validate-every", "Held-out loss every", "Watching", Kind::Integer, Layer::Essentials, "steps", 0, 1e9, false, Scale::Logarithmic, {}, {},
        "How often the loss on the held-out clips is measured; 0 is never. It is the curve that shows when the model only repeats its clips."},
    ParameterDescription{"validation.clips", "validation-clips", "Held-out clips", "Watching", Kind::Integer, Layer::More, "clips", 1, 1e6, false, Scale::Logarithmic, {}, {},
        "How many at most. More is steadier and takes longer."},
    ParameterDescription{"validation.timesteps", "validation-timesteps", "Noise levels a clip", "Watching", Kind::Integer, Layer::More, "", 1, 1000, false, Scale::Logarithmic, {}, {},
        "Evenly spread and always the same. More is steadier and takes longer."},
    ParameterDescription{"validation.use_ema", "validation-ema", "Judge the averaged weights", "Watching", Kind::Boolean, Layer::More, "", 0, 0, false, Scale::Linear, {}, "ema.enabled=true",
        "Measures the mean of weights, which is what is exported."},
    ParameterDescription{"checkpoints.every", "checkpoint-every", "Checkpoint every", "Watching", Kind::Integer, Layer::Essentials, "steps", 0, 1e9, false, Scale::Logarithmic, {}, {},
        "How often everything is saved; 0 only when you ask and at the end. Stopping always saves."},
    ParameterDescription{"checkpoints.keep_last", "keep-last", "Keep the last", "Watching", Kind::Integer, Layer::More, "checkpoints", 0, 1e6, false, Scale::Linear, {}, {},
        "Older ones are deleted once a newer one is safe, but never pinned ones and never the best; 0 keeps all."},
    ParameterDescription{"checkpoints.keep_best", "keep-best", "Keep the best", "Watching", Kind::Boolean, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "The checkpoint with the lowest held-out loss stays."},
    ParameterDescription{"checkpoints.pinned", "pin", "Always keep", "Watching", Kind::IntegerList, Layer::More, "", 0, 1e12, false, Scale::Linear, {}, {},
        "Steps whose checkpoints stay whatever happens."},
    ParameterDescription{"demos.every", "demo-every", "Demos every", "Demos", Kind::Integer, Layer::Essentials, "steps", 0, 1e9, false, Scale::Logarithmic, {}, {},
        "How often the prompts are rendered; 0 only when you ask. The same seeds each time, so that only the model differs."},
    ParameterDescription{"demos.base_model", "demo-base", "Also before the first step", "Demos", Kind::Boolean, Layer::More, "", 0, 0, false, Scale::Linear, {}, {},
        "Renders the base model for comparison."},
    ParameterDescription{"demos.prompts", "demo-prompt", "Prompts", "Demos", Kind::Prompts, Layer::Essentials, "", 0, 0, false, Scale::Linear, {}, {},
        "What to render, each with its seed. An empty prompt shows how much of the sound has become the model's habit."},
    ParameterDescription{"demos.cfg_scales", "demo-cfg", "CFG", "Demos", Kind::NumberList, Layer::More, "", 0, 100, false, Scale::Linear, {}, {},
        "Guidance, one demo for each. More follows the prompt harder and at some point sounds burnt; 1 is none."},
    ParameterDescription{"demos.sampler", "demo-sampler", "Sampler", "Demos", Kind::Choice, Layer::More, "", 0, 0, false, Scale::Linear, kSamplers, {},
        "How the noise is turned into sound."},
    ParameterDescription{"demos.steps", "demo-steps", "Sampler steps", "Demos", Kind::Integer, Layer::More, "steps", 0, 10000, false, Scale::Logarithmic, {}, {},
        "More is cleaner and takes longer; 0 is what suits the model."},
    ParameterDescription{"demos.sigma_min", "demo-sigma-min", "Least noise", "Demos", Kind::Number, Layer::More, "", 0, 1000, true, Scale::Logarithmic, {}, {},
        "Where the sampler of SAO 1.0 ends. Higher is smoother."},
    ParameterDescription{"demos.sigma_max", "demo-sigma-max", "Most noise", "Demos", Kind::Number, Layer::More, "", 0, 100000, true, Scale::Logarithmic, {}, {},
        "Where the sampler of SAO 1.0 begins."},
    ParameterDescription{"demos.rho", "demo-rho", "Rho", "Demos", Kind::Number, Layer::More, "", 0, 100, true, Scale::Linear, {}, {},
        "How the steps of SAO 1.0 are spread; more puts them nearer to the end."},
    ParameterDescription{"demos.rescale", "demo-rescale", "CFG rescale", "Demos", Kind::Number, Layer::More, "", 0, 1, false, Scale::Linear, {}, {},
        "Takes back the loudness that strong guidance adds."},
    ParameterDescription{"demos.length_seconds", "demo-seconds", "Length of demos", "Demos", Kind::Number, Layer::More, "s", 0, 600, false, Scale::Linear, {}, {},
        "0 is the length of clips of the run."},
    ParameterDescription{"low_disk_bytes", "low-disk", "Keep free on the disk", "Watching", Kind::Integer, Layer::More, "bytes", 0, 1e15, false, Scale::Logarithmic, {}, {},
        "The run pauses before a checkpoint would leave less than this."},
};

} // namespace

std::span<const ParameterDescription> runParameters() { return kParameters; }

} // namespace attune::config
