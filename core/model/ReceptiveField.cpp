// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ReceptiveField.h"

#include <algorithm>
#include <vector>

namespace attune::model {

namespace {

std::int64_t ceilDivided(std::int64_t a, std::int64_t b) {
    return a <= 0 ? 0 : (a + b - 1) / b;
}
std::int64_t floorDivided(std::int64_t a, std::int64_t b) {
    return a <= 0 ? 0 : a / b;
}

// One convolution: output j reads inputs j * stride - before … j * stride + after.
struct Tap {
    std::int64_t stride{1};
    std::int64_t before{0};
    std::int64_t after{0};
};

Tap symmetricTap(std::int64_t kernel, std::int64_t dilation) {
    const std::int64_t reach = dilation * (kernel - 1) / 2;
    return {1, reach, reach};
}

// Three residual units; their 1x1 convolutions reach nowhere.
void appendResidualUnits(std::vector<Tap>& taps) {
    for (const std::int64_t dilation : {1, 3, 9}) taps.push_back(symmetricTap(7, dilation));
}

} // namespace

std::int64_t EncoderMargins::firstFrameAfter(std::int64_t samples, std::int64_t ratio) const noexcept {
    if (samples <= 0) return 0;
    return floorDivided(samples - 1 + beforeSamples, ratio) +
           1; // frame f sees samples from fR - beforeSamples
}

EncoderMargins encoderMargins(const config::OobleckEncoderConfig& config) {
    std::vector<Tap> taps{symmetricTap(7, 1)};
    for (const std::int64_t stride : config.strides) {
        appendResidualUnits(taps);
        const std::int64_t padding = (stride + 1) / 2;
        taps.push_back({stride, padding, 2 * stride - 1 - padding});
    }
    taps.push_back(symmetricTap(3, 1));

    // From the last convolution to the first: frame f reads inputs f * ratio - before … f * ratio + after of
    // a layer.
    EncoderMargins margins;
    std::int64_t ratio = 1;
    std::int64_t before = 0;
    std::int64_t after = 0;
    for (std::size_t i = taps.size(); i-- > 0;) {
        before = before * taps[i].stride + taps[i].before;
        after = after * taps[i].stride + taps[i].after;
        ratio *= taps[i].stride;
        if (i == 0) break; // the first layer's padding is silence like the signal's
        // A layer of L * ratio inputs is read before its start by frames f < before / ratio, and past its end
        // by frames with f * ratio + after >= L * ratio.
        margins.startEffect = std::max(margins.startEffect, ceilDivided(before, ratio));
        margins.endEffect = std::max(margins.endEffect, floorDivided(after, ratio));
    }
    margins.beforeSamples = before;
    margins.afterSamples = after;
    margins.before = ceilDivided(before, ratio);
    margins.after = floorDivided(after, ratio);
    return margins;
}

DecoderMargins decoderMargins(const config::OobleckDecoderConfig& config) {
    // Walks from the audio back to the latents with the interval of inputs that one block of R samples reads.
    std::int64_t first = 0;
    std::int64_t last = 0;
    for (const std::int64_t stride : config.strides)
        last = last * stride + stride - 1; // block of R samples: 0 … R-1
    const auto widen = [&](const Tap& tap) {
        first -= tap.before;
        last += tap.after;
    };
    widen(symmetricTap(7, 1));
    for (const std::int64_t stride : config.strides) { // the block next to the audio comes first in the list
        for (const std::int64_t dilation : {9, 3, 1}) widen(symmetricTap(7, dilation));
        if (config.useNearestUpsample) {
            first -= (2 * stride - 1) / 2; // "same" padding of an even kernel: the longer side is behind
            last += stride;
            first = first >= 0 ? first / stride : -((-first + stride - 1) / stride);
            last /= stride;
            continue;
        }
        // Transposed: output o reads inputs i with 0 <= o + padding - i * stride < 2 * stride.
        const std::int64_t padding = (stride + 1) / 2;
        const std::int64_t lowest = first + padding - (2 * stride - 1);
        first = lowest >= 0 ? (lowest + stride - 1) / stride : -(-lowest / stride);
        last = (last + padding) / stride;
    }
    widen(symmetricTap(7, 1));
    return {std::max<std::int64_t>(-first, 0), std::max<std::int64_t>(last, 0)};
}

} // namespace attune::model
