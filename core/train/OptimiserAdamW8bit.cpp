// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/OptimiserAdam.h"
#include "core/train/OptimiserEightBit.h"
#include "core/train/OptimiserKinds.h"

#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/isfinite.h>
#include <ATen/ops/sort.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

namespace attune::train {

namespace {

enum EightBitState : std::size_t {
    kEightBitFirst,
    kEightBitSecond,
    kCode1,
    kCode2,
    kAbsmax1,
    kAbsmax2,
    kNorms
};

constexpr std::int64_t kNormHistory = 100;
// Numbers worked on at once: the wide copies of the moments stay small beside the model.
constexpr std::int64_t kChunk = 4096 * kEightBitBlock;

std::int64_t blockCount(std::int64_t numbers) {
    return (numbers + kEightBitBlock - 1) / kEightBitBlock;
}

// AdamW with 2 bytes of state a weight instead of 8. Tensors too small to matter keep float32 moments.
class AdamW8bitOptimiser final : public Optimiser {
public:
    AdamW8bitOptimiser(const OptimiserOptions& options, std::vector<NamedParameter> parameters,
                       WeightRounding rounding)
        : Optimiser(options, std::move(parameters), rounding,
                    {"state1", "state2", "code1", "code2", "absmax1", "absmax2", "norm_history"}) {}

protected:
    void update(std::span<Slot> slots) override {
        for (Slot& slot : slots) {
            clipByHistory(slot);
            if (isSmall(slot.weight))
                updateWide(slot);
            else
                updateInChunks(slot);
        }
    }

    [[nodiscard]] std::vector<std::int64_t> stateShape(std::size_t which,
                                                       const at::Tensor& parameter) const override {
        if (which == kNorms) return {kNormHistory};
        if (which == kAbsmax1 || which == kAbsmax2) return {blockCount(parameter.numel())};
        return parameter.sizes().vec();
    }

private:
    [[nodiscard]] bool isSmall(const at::Tensor& weight) const {
        return weight.numel() < m_options.smallestEightBit;
    }

    // Limits a gradient to a percentile of its own last hundred norms.
    void clipByHistory(Slot& slot) {
        if (m_options.percentileClipping >= 100) return;
        const at::Tensor square = slot.gradient.square().sum();
        at::Tensor& history = slot.state->tensors[kNorms];
        const std::int64_t place = slot.state->steps % kNormHistory;
        if (!history.defined())
            history = square.expand({kNormHistory}).clone();
        else
            history[place].copy_(square);
        const at::Tensor limit = std::get<0>(at::sort(history))[m_options.percentileClipping].sqrt();
        // An all-zero gradient stays as it is: 0 / 0 counts as no clipping.
        slot.gradient = slot.gradient * (limit / square.sqrt()).nan_to_num(1.0).clamp_max(1.0);
    }

    void updateWide(Slot& slot) {
        stateLike(slot, kEightBitFirst);
        stateLike(slot, kEightBitSecond);
        const auto& tensors = slot.state->tensors;
        adamUpdate(m_options, slot.state->steps, slot.weight, slot.gradient, tensors[kEightBitFirst],
                   tensors[kEightBitSecond], {});
    }

    void updateInChunks(Slot& slot) {
        auto& tensors = slot.state->tensors;
        if (!tensors[kCode1].defined()) {
            const auto bytes = slot.weight.options().dtype(at::kByte);
            const auto floats = slot.weight.options().dtype(at::kFloat);
            const std::int64_t blocks = blockCount(slot.weight.numel());
            for (const EightBitState code : {kCode1, kCode2})
                tensors[code] = at::zeros(slot.weight.sizes(), bytes);
            for (const EightBitState absmax : {kAbsmax1, kAbsmax2})
                tensors[absmax] = at::zeros({blocks}, floats);
        }
        const at::Tensor weights = slot.weight.view({-1});
        const at::Tensor gradients = slot.gradient.view({-1});
        const std::int64_t total = weights.numel();
        for (std::int64_t begin = 0; begin < total; begin += kChunk) {
            const std::int64_t end = std::min(begin + kChunk, total);
            updateChunk(*slot.state, weights.slice(0, begin, end), gradients.slice(0, begin, end), begin);
        }
    }

    void updateChunk(ParameterState& state, const at::Tensor& weight, const at::Tensor& gradient,
                     std::int64_t begin) {
        const Quantisers& quantisers = quantisersFor(weight.device());
        const std::int64_t count = weight.numel();
        const std::int64_t padding = blockCount(count) * kEightBitBlock - count;
        const auto inBlocks = [&](const at::Tensor& values) {
            return (padding == 0 ? values : at::constant_pad_nd(values, {0, padding}))
                .view({-1, kEightBitBlock});
        };
        const auto chunkOf = [&](EightBitState which) {
            return state.tensors[which].view({-1}).slice(0, begin, begin + count);
        };
        const auto absmaxOf = [&](EightBitState which) {
            return state.tensors[which].slice(0, begin / kEightBitBlock,
                                              begin / kEightBitBlock + blockCount(count));
        };
        const at::Tensor isUsable = at::isfinite(gradient);
        const at::Tensor slope = inBlocks(at::where(isUsable, gradient, 0.0)).to(at::kFloat);
        const at::Tensor isKept = inBlocks(isUsable);
        at::Tensor first = quantisers.first.decode(inBlocks(chunkOf(kCode1)).flatten(), absmaxOf(kAbsmax1));
        at::Tensor second = quantisers.second.decode(inBlocks(chunkOf(kCode2)).flatten(), absmaxOf(kAbsmax2));
        // Padding has code 0, which for the first moment stands for a number: the mask takes it out again.
        first.mul_(m_options.beta1).add_(slope, 1.0 - m_options.beta1).mul_(isKept);
        second.mul_(m_options.beta2).addcmul_(slope, slope, 1.0 - m_options.beta2).mul_(isKept);
        moveWeights(state.steps, weight, first.view({-1}).slice(0, 0, count),
                    second.view({-1}).slice(0, 0, count), isUsable);
        const auto store = [&](const EightBitQuantiser& quantiser, const at::Tensor& values,
                               EightBitState code, EightBitState absmax) {
            const auto encoded = quantiser.encode(values);
            chunkOf(code).copy_(encoded.codes.view({-1}).slice(0, 0, count));
            absmaxOf(absmax).copy_(encoded.absmax);
        };
        store(quantisers.first, first, kCode1, kAbsmax1);
        store(quantisers.second, second, kCode2, kAbsmax2);
    }

    // From the moments before they are rounded; the decay comes after the step, as in bitsandbytes.
    void moveWeights(std::int64_t step, const at::Tensor& weight, const at::Tensor& first,
                     const at::Tensor& second, const at::Tensor& isUsable) const {
        const double correction1 = 1.0 - std::pow(m_options.beta1, static_cast<double>(step));
        const double correction2 = std::sqrt(1.0 - std::pow(m_options.beta2, static_cast<double>(step)));
        const at::Tensor scale = second.sqrt().add_(m_options.epsilon * correction2);
        at::Tensor moved =
            at::addcdiv(weight, first, scale, -m_options.learningRate * correction2 / correction1);
        if (m_options.weightDecay > 0.0) moved.mul_(1.0 - m_options.learningRate * m_options.weightDecay);
        weight.copy_(at::where(isUsable, moved, weight));
    }

    struct Quantisers {
        explicit Quantisers(const at::Device& device)
            : first(CodeSign::Signed, device), second(CodeSign::Unsigned, device) {}
        EightBitQuantiser first;
        EightBitQuantiser second;
    };
    const Quantisers& quantisersFor(const at::Device& device) {
        return m_quantisers.try_emplace(device.str(), device).first->second;
    }

    std::map<std::string, Quantisers> m_quantisers; // by device
};

} // namespace

std::unique_ptr<Optimiser> makeAdamW8bit(const OptimiserOptions& options,
                                         std::vector<NamedParameter> parameters, WeightRounding rounding) {
    return std::make_unique<AdamW8bitOptimiser>(options, std::move(parameters), rounding);
}

} // namespace attune::train
