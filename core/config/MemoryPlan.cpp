// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/MemoryPlan.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace attune::config {

namespace {

struct LayerSizes {
    std::int64_t linear{0}; // weights of matrix products, biases included
    std::int64_t other{0};  // norms
};

LayerSizes layerSizes(const TransformerConfig& c) {
    const std::int64_t e = c.embedDim;
    const std::int64_t hidden = static_cast<std::int64_t>(static_cast<double>(e) * c.feedForwardMultiple);
    LayerSizes sizes;
    sizes.linear = 4 * e * e; // to_qkv, to_out
    sizes.other = e * 2;      // pre_norm, ff_norm
    std::int64_t norms = c.qkNorm == QkNorm::LayerNorm ? 4 * c.headDim() : 0;
    if (c.condTokenDim > 0) {
        sizes.linear += 2 * e * e + 2 * c.contextDim() * c.contextDim(); // to_q, to_out, to_kv
        sizes.other += e;
        norms *= 2;
    }
    sizes.other += norms;
    const std::int64_t inner = c.feedForwardGlu ? 2 * hidden : hidden;
    sizes.linear += inner * e + hidden * e;
    if (c.feedForwardGlu || c.feedForwardBias) sizes.linear += inner;
    if (c.feedForwardBias) sizes.linear += e;
    return sizes;
}

std::int64_t outsideParameters(const TransformerConfig& c) {
    const std::int64_t e = c.embedDim;
    std::int64_t count = 128 + 256 * e + e + e * e + e; // timestep features and embedding
    if (c.condTokenDim > 0) count += c.condTokenDim * c.contextDim() + c.contextDim() * c.contextDim();
    if (c.globalCondDim > 0)
        count += c.projectGlobalCond ? c.globalCondDim * e + e * e : c.globalCondDim * c.globalCondDim * 2;
    count += 2 * c.ioChannels * c.patchSize * e +
             2 * c.ioChannels * c.ioChannels; // project_in, project_out, convolutions
    return count;
}

// In multiples of rows x width numbers, measured with the real layers on the CPU (fp32, shapes of Small and
// of 1.0): what autograd keeps for the backward pass of one block (28 to 29), and what that pass needs
// besides (about 32). Counted by hand the first is 28 without and 31 with norms of queries and keys, of which
// some are shared.
constexpr double kKeptPerBlock = 29.0;
constexpr double kBackwardPerBlock = 32.0;
constexpr double kKeptOutside = 4.0; // embeddings, the prepended sequence, input and output projections

struct Activations {
    double kept{0.0};    // from the forward to the backward pass; goes as gradients come
    double working{0.0}; // within one block
};

Activations activationsOf(const RunSettings& s, const TransformerConfig& c, const ModelSizes& sizes,
                          std::int64_t frames) {
    const std::int64_t rows = s.batchSize * (frames / std::max<std::int64_t>(c.patchSize, 1) + 1);
    const double one = static_cast<double>(rows) * static_cast<double>(c.embedDim);
    // Mixed modes keep the residual stream and the norms in 32 bit, everything else in 16: 2.2 bytes on
    // average.
    const double bytes = s.precision == Precision::Fp32          ? 4.0
                         : s.precision == Precision::Bf16Weights ? 2.1
                                                                 : 2.2;
    const double residual = s.precision == Precision::Bf16Weights ? 2.0 : 4.0;
    const double context =
        static_cast<double>(s.batchSize * sizes.crossTokens * c.contextDim()) * bytes * 3.0;
    const double depth = static_cast<double>(c.depth);
    const double block = one * bytes * kKeptPerBlock + context;
    Activations a;
    a.working = one * bytes * kBackwardPerBlock + (s.activationCheckpointing ? block : 0.0);
    a.kept = one * residual * kKeptOutside + (s.activationCheckpointing ? one * residual : block) * depth;
    return a;
}

bool isMixed(Precision precision) {
    return precision == Precision::Bf16Mixed || precision == Precision::Fp16Mixed;
}

std::int64_t weightBytes(const RunSettings& s) {
    return s.precision == Precision::Bf16Weights ? 2 : 4;
}

// Beyond any computer, and low enough that a few such sums can be added.
constexpr double kMostBytes = 1e18;
std::int64_t wholeBytes(double bytes) {
    return static_cast<std::int64_t>(std::min(bytes, kMostBytes));
}

// The largest tensor's gradient exists while it is used up, even when the step is taken inside the backward
// pass.
std::int64_t largestTensor(const TransformerConfig& c) {
    const auto hidden = static_cast<std::int64_t>(static_cast<double>(c.embedDim) * c.feedForwardMultiple);
    return (c.feedForwardGlu ? 2 : 1) * hidden * c.embedDim;
}

} // namespace

ModelSizes sizesOf(const DiffusionConfig& config, std::int64_t textWidth) {
    const TransformerConfig& c = config.transformer;
    const LayerSizes layer = layerSizes(c);
    ModelSizes sizes;
    sizes.transformerParameters = outsideParameters(c) + c.depth * (layer.linear + layer.other);
    sizes.linearParameters = c.depth * layer.linear + outsideParameters(c);
    sizes.bufferElements = c.depth * (c.condTokenDim > 0 ? 3 : 2) * c.embedDim;
    if (!config.conditioning) return sizes;
    for (const ConditionerConfig& conditioner : config.conditioning->conditioners) {
        if (conditioner.kind == ConditionerKind::Number) {
            sizes.conditionerParameters += 128 + conditioner.outputDim * 257 + conditioner.outputDim;
        } else if (textWidth != conditioner.outputDim || conditioner.projectOut) {
            sizes.conditionerParameters += textWidth * conditioner.outputDim + conditioner.outputDim;
        }
    }
    for (const std::string& id : config.crossAttentionIds)
        if (const ConditionerConfig* conditioner = config.conditioning->find(id))
            sizes.crossTokens += conditioner->kind == ConditionerKind::T5 ? conditioner->maxLength : 1;
    return sizes;
}

std::int64_t adapterParameters(const TransformerConfig& c, const LoraSettings& lora) {
    const std::int64_t e = c.embedDim;
    const auto hidden = static_cast<std::int64_t>(static_cast<double>(e) * c.feedForwardMultiple);
    struct Layer {
        const char* name;
        std::int64_t in;
        std::int64_t out;
    };
    const Layer layers[] = {
        {"self_attn.to_qkv", e, 3 * e}, {"self_attn.to_out", e, e},
        {"cross_attn.to_q", e, e},      {"cross_attn.to_kv", c.contextDim(), 2 * c.contextDim()},
        {"cross_attn.to_out", e, e},    {"ff.ff.0.proj", e, (c.feedForwardGlu ? 2 : 1) * hidden},
        {"ff.ff.2", hidden, e}};
    std::int64_t count = 0;
    for (const Layer& layer : layers) {
        const std::string_view name = layer.name;
        const bool isTarget =
            std::any_of(lora.targets.begin(), lora.targets.end(), [&](const std::string& target) {
                const std::string_view tail = std::string_view(target).substr(target.find_last_of('*') + 1);
                return name.ends_with(tail.starts_with('.') ? tail.substr(1) : tail);
            });
        if (isTarget) count += lora.rank * (layer.in + layer.out);
    }
    return count * c.depth;
}

std::int64_t optimiserBytes(const NamedOptions& optimiser, std::int64_t parameters) {
    if (optimiser.type == "AdamW8bit") return parameters * 2 + parameters / 256 * 8;
    if (optimiser.type == "Lion") return parameters * 4;
    if (optimiser.type == "Prodigy") return parameters * 16;
    if (optimiser.type == "SGD") return optimiser.options.value("momentum", 0.0) > 0.0 ? parameters * 4 : 0;
    return parameters * (optimiser.options.value("amsgrad", false) ? 12 : 8);
}

MemoryEstimate estimateMemory(const RunSettings& s, const DiffusionConfig& config, std::int64_t textWidth,
                              std::int64_t latentFrames, MemoryKind kind) {
    const ModelSizes sizes = sizesOf(config, textWidth);
    const bool isLora = s.parts == TrainedParts::Lora;
    const std::int64_t trained =
        isLora ? adapterParameters(config.transformer, s.lora) : sizes.trainedParameters();
    const std::int64_t each = weightBytes(s);
    MemoryEstimate m;
    m.weights = (sizes.trainedParameters() + sizes.bufferElements) * each + (isLora ? trained * 4 : 0);
    m.gradients = s.stepInBackward ? largestTensor(config.transformer) * each : trained * (isLora ? 4 : each);
    m.optimiser = optimiserBytes(s.optimiser, trained);
    if (s.ema.enabled) {
        const std::int64_t averages =
            (isLora ? trained : sizes.transformerParameters + sizes.bufferElements) * 4;
        (s.ema.place == EmaPlace::Device ? m.averages : m.hostAverages) = averages;
    }
    // Recomputed blocks cast their weights anew; kept ones keep the casts.
    const std::int64_t castAtOnce =
        s.activationCheckpointing
            ? sizes.linearParameters / std::max<std::int64_t>(config.transformer.depth, 1)
            : sizes.linearParameters;
    m.castWeights = isMixed(s.precision) ? castAtOnce * 2 : 0;
    // Gradients come as kept activations go, so the two are never there in full together.
    const Activations activations = activationsOf(s, config.transformer, sizes, latentFrames);
    m.activations =
        wholeBytes(activations.working + std::max(0.0, activations.kept - static_cast<double>(m.gradients)));
    // Context, libraries' workspaces, and the temporary float32 copy in which half-precision weights are
    // updated.
    m.overhead = (kind == MemoryKind::Gpu ? kGpuContextBytes : 200LL << 20) +
                 largestTensor(config.transformer) * (each == 2 ? 8 : 0) + m.activations / 20;
    return m;
}

namespace {

// One change for the sake of memory; false when it does not apply.
struct Change {
    const char* text;
    std::function<bool(RunSettings&)> apply;
};

bool halveBatch(RunSettings& s) {
    if (s.batchSize < 2 || s.stepInBackward) return false;
    s.accumulation *= 2;
    s.batchSize = (s.batchSize + 1) / 2;
    return true;
}

bool useStepInBackward(RunSettings& s) {
    if (s.stepInBackward || s.precision == Precision::Fp16Mixed || s.optimiser.type == "Prodigy")
        return false;
    s.batchSize = std::max<std::int64_t>(s.batchSize, 1);
    s.accumulation = 1;
    s.gradientClip = 0.0;
    s.stepInBackward = true;
    return true;
}

bool useEightBit(RunSettings& s) {
    if (s.optimiser.type != "AdamW" && s.optimiser.type != "Adam" && s.optimiser.type != "FusedAdam")
        return false;
    s.optimiser.type = "AdamW8bit";
    for (const char* key : {"amsgrad", "adam_w_mode", "bias_correction"}) s.optimiser.options.erase(key);
    return true;
}

// What a change does to the training besides saving memory; empty when the numbers stay what they were.
std::string sideEffects(const RunSettings& before, const RunSettings& after) {
    std::string text;
    const std::int64_t clipsBefore = before.batchSize * before.accumulation;
    const std::int64_t clips = after.batchSize * after.accumulation;
    if (clips < clipsBefore)
        text += concat(" A step then learns from ", clips, clips == 1 ? " clip" : " clips", " instead of ",
                       clipsBefore, ", which is noisier: lower the learning rate.");
    if (before.gradientClip > 0.0 && after.gradientClip == 0.0) text += " Gradients are no longer clipped.";
    return text;
}

std::vector<Change> changesInOrder() {
    return {
        {"The averaged weights are kept in main memory.",
         [](RunSettings& s) {
             const bool changes = s.ema.enabled && s.ema.place == EmaPlace::Device;
             s.ema.place = EmaPlace::Host;
             return changes;
         }},
        {"Activations are recomputed in the backward pass.",
         [](RunSettings& s) { return !std::exchange(s.activationCheckpointing, true); }},
        {"Matrix products are computed in bfloat16.",
         [](RunSettings& s) {
             const bool changes = s.precision == Precision::Fp32;
             if (changes) s.precision = Precision::Bf16Mixed;
             return changes;
         }},
        {"The batch is halved and accumulation doubled.", halveBatch},
        {"The batch is halved and accumulation doubled.", halveBatch},
        {"The optimiser keeps its state in 8 bits.", useEightBit},
        {"Weights are kept in bfloat16, with stochastic rounding.",
         [](RunSettings& s) {
             return std::exchange(s.precision, Precision::Bf16Weights) != Precision::Bf16Weights;
         }},
        {"The batch is halved and accumulation doubled.", halveBatch},
        {"The batch is halved and accumulation doubled.", halveBatch},
        {"Each gradient is used up inside the backward pass; there is no accumulation.", useStepInBackward},
        {"LoRA adapters are trained instead of the whole model.", [](RunSettings& s) {
             const bool changes = s.parts == TrainedParts::Full;
             s.parts = TrainedParts::Lora;
             return changes;
         }}};
}

} // namespace

Result<MemorySuggestion> suggestSettingsToFit(const RunSettings& settings, const DiffusionConfig& config,
                                              std::int64_t textWidth, std::int64_t latentFrames,
                                              int sampleRate, std::int64_t budgetBytes, MemoryKind kind) {
    MemorySuggestion suggestion{
        settings, estimateMemory(settings, config, textWidth, latentFrames, kind), {}};
    const auto fits = [&] { return suggestion.estimate.deviceBytes() <= budgetBytes; };
    for (const Change& change : changesInOrder()) {
        if (fits()) return suggestion;
        RunSettings changed = suggestion.settings;
        if (!change.apply(changed)) continue;
        const MemoryEstimate estimate = estimateMemory(changed, config, textWidth, latentFrames, kind);
        if (estimate.deviceBytes() >= suggestion.estimate.deviceBytes()) continue; // no help for this model
        suggestion.changes.push_back(change.text + sideEffects(suggestion.settings, changed));
        suggestion.settings = std::move(changed);
        suggestion.estimate = estimate;
    }
    const std::int64_t ratio = config.pretransform ? config.pretransform->autoencoder.downsamplingRatio : 1;
    std::int64_t frames = latentFrames;
    while (!fits() && frames > 32) {
        frames = std::max<std::int64_t>(frames / 2, 32);
        suggestion.settings.clipSeconds = static_cast<double>(frames * ratio) / sampleRate;
        suggestion.estimate = estimateMemory(suggestion.settings, config, textWidth, frames, kind);
        const std::string text =
            concat("Clips are ", std::round(suggestion.settings.clipSeconds * 10.0) / 10.0, " s long.");
        if (!suggestion.changes.empty() && suggestion.changes.back().starts_with("Clips are "))
            suggestion.changes.back() = text;
        else
            suggestion.changes.push_back(text);
    }
    if (fits()) return suggestion;
    return fail(ErrorCode::DeviceOutOfMemory,
                concat("This model cannot be trained in ", humanBytes(budgetBytes),
                       "; the least it needs is ", humanBytes(suggestion.estimate.deviceBytes())),
                {}, "Train a smaller model, or on another device.");
}

std::int64_t checkpointBytes(const RunSettings& s, const DiffusionConfig& config, std::int64_t textWidth) {
    const ModelSizes sizes = sizesOf(config, textWidth);
    const bool isLora = s.parts == TrainedParts::Lora;
    const std::int64_t trained =
        isLora ? adapterParameters(config.transformer, s.lora) : sizes.trainedParameters();
    std::int64_t bytes = trained * (isLora ? 4 : weightBytes(s)) + optimiserBytes(s.optimiser, trained);
    if (s.ema.enabled) bytes += (isLora ? trained : sizes.transformerParameters) * 4;
    return bytes;
}

std::int64_t runBytes(const RunSettings& s, const DiffusionConfig& config, std::int64_t textWidth) {
    const std::int64_t each = checkpointBytes(s, config, textWidth);
    if (s.checkpoints.every <= 0) return each;
    const std::int64_t made =
        s.steps > 0 ? (s.steps + s.checkpoints.every - 1) / s.checkpoints.every : s.checkpoints.keepLast + 1;
    std::int64_t kept = made;
    if (s.checkpoints.keepLast > 0) {
        kept = s.checkpoints.keepLast + 1 + (s.checkpoints.keepBest ? 1 : 0) +
               static_cast<std::int64_t>(s.checkpoints.pinned.size());
        kept = std::min(kept, made);
    }
    return wholeBytes(static_cast<double>(each) *
                      static_cast<double>(kept)); // a billion kept steps would overflow
}

} // namespace attune::config
