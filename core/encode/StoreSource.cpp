// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/StoreSource.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"
#include "core/tensor/Generators.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>

namespace attune::encode {

using audio::CropWindow;
using latents::LatentFrames;
using latents::LatentRequest;

namespace {

at::Tensor tensorOf(const std::vector<float>& values, std::int64_t channels, std::int64_t frames) {
    at::Tensor tensor = at::empty({channels, frames}, at::kFloat);
    std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
    return tensor;
}

} // namespace

Result<std::unique_ptr<StoreSource>> StoreSource::create(std::shared_ptr<const latents::LatentStore> store,
                                                         std::vector<StoreClip> clips,
                                                         const StoreSourceOptions& options) {
    std::unique_ptr<StoreSource> source(new StoreSource(std::move(store), std::move(clips), options));
    ATTUNE_CHECK(source->prepare());
    return source;
}

// A window that sounds to less than the wanted length goes on in silence: the store knows how.
LatentRequest StoreSource::requestOf(const StoreClip& clip) const {
    LatentRequest request = clip.request;
    const FrameCount wanted = m_options.latentFrames * m_store->identity().encoder.downsamplingRatio;
    if (wanted > request.window.windowFrames)
        request.window = audio::cropWindow(request.window.sourceFrames, wanted,
                                           m_store->identity().encoder.sampleRate, request.window.offset);
    return request;
}

Result<void> StoreSource::prepare() {
    const latents::LatentIdentity& identity = m_store->identity();
    if (m_options.draw != PosteriorDraw::Mean && identity.parts == latents::StoredParts::Mean)
        return fail(ErrorCode::InvalidArgument, "The store keeps the means alone, so nothing can be drawn",
                    utf8FromPath(m_store->folder()),
                    "Train on the means, or encode again with mean and scale.");
    Hasher hasher;
    hasher.add(identity.folderName());
    std::string firstMissing;
    std::int64_t missing = 0;
    for (const StoreClip& clip : m_clips) {
        if (clip.prompts.empty())
            return fail(ErrorCode::InvalidArgument, "A clip has no prompt", clip.name,
                        "Write prompt rules for it.");
        const LatentRequest request = requestOf(clip);
        if (!m_store->contains(request)) {
            if (missing++ == 0) firstMissing = clip.name;
            continue;
        }
        const std::int64_t whole = m_store->framesOf(request.window);
        const std::int64_t frames = m_options.latentFrames > 0 ? m_options.latentFrames : whole;
        m_infos.push_back(
            {clip.clip, clip.name, clip.prompts, frames, std::min(validFrames(request.window), frames)});
        m_frames = m_infos.size() == 1 || m_frames == frames ? frames : 0;
        hasher.add(request.sound.hex());
        hasher.addNumber(request.window.offset);
        hasher.addNumber(request.window.windowFrames);
        for (const WeightedPrompt& prompt : clip.prompts) {
            hasher.add(prompt.text);
            hasher.addNumber(prompt.weight);
        }
        for (const auto& [id, value] : clip.numbers) {
            hasher.add(id);
            hasher.addNumber(value);
        }
    }
    if (missing > 0)
        return fail(ErrorCode::NotFound,
                    concat(missing, missing == 1 ? " clip is" : " clips are", " not encoded for this length"),
                    firstMissing, "Encode the sounds first.");
    m_fingerprint = hasher.digest();
    return {};
}

std::int64_t StoreSource::latentChannels() const {
    return m_clips.empty() ? 0 : m_store->identity().encoder.latentChannels;
}

const TrainingItemInfo& StoreSource::info(std::int64_t index) const {
    ATTUNE_ASSERT(index >= 0 && index < count());
    return m_infos[static_cast<std::size_t>(index)];
}

// Ones of the padding mask: frames whose first sample is real.
std::int64_t StoreSource::validFrames(const CropWindow& window) const {
    const std::int64_t ratio = m_store->identity().encoder.downsamplingRatio;
    return std::min((window.validFrames + ratio - 1) / ratio, m_store->framesOf(window));
}

std::int64_t StoreSource::cropStart(const CropWindow& window, std::uint64_t seed) const {
    const std::int64_t spare = validFrames(window) - m_options.latentFrames;
    if (m_options.latentFrames == 0 || m_options.crop == LatentCrop::Start || spare <= 0) return 0;
    return static_cast<std::int64_t>(tensor::deriveSeed(seed, "latent crop") %
                                     static_cast<std::uint64_t>(spare + 1));
}

at::Tensor StoreSource::drawn(const LatentFrames& frames, const StoreClip& clip, std::int64_t start,
                              std::int64_t count, std::uint64_t seed) const {
    const at::Tensor mean = tensorOf(frames.mean, frames.channels, frames.frames).narrow(1, start, count);
    if (m_options.draw == PosteriorDraw::Mean) return mean.contiguous();
    const at::Tensor scale = tensorOf(frames.scale, frames.channels, frames.frames).narrow(1, start, count);
    at::Tensor noise;
    if (m_options.draw == PosteriorDraw::Fresh) {
        noise = at::randn({frames.channels, count},
                          tensor::makeCpuGenerator(tensor::deriveSeed(seed, "posterior")), at::kFloat);
    } else {
        // Drawn for the whole window, so that every cut of it is of the same draw.
        const std::uint64_t own =
            clip.request.sound.low ^ static_cast<std::uint64_t>(clip.request.window.offset);
        const std::uint64_t frozen = tensor::deriveSeed(m_options.frozenSeed, "frozen posterior", own);
        noise = at::randn({frames.frames, frames.channels}, tensor::makeCpuGenerator(frozen), at::kFloat)
                    .t()
                    .narrow(1, start, count);
    }
    // models/bottleneck.py: z = mean + (softplus(scale) + 1e-4) * N(0, 1).
    return (mean + (at::softplus(scale) + 1e-4) * noise).contiguous();
}

Result<TrainingItem> StoreSource::item(std::int64_t index, std::uint64_t seed) const {
    ATTUNE_ASSERT(index >= 0 && index < count());
    const StoreClip& clip = m_clips[static_cast<std::size_t>(index)];
    const LatentRequest request = requestOf(clip);
    auto frames = m_store->read(request);
    if (!frames) {
        Error error = std::move(frames).error();
        error.context = concat(clip.name, ": ", error.context);
        return fail(std::move(error));
    }
    return tensor::guarded(clip.name, [&]() -> TrainingItem {
        const at::NoGradGuard noGrad;
        const std::int64_t length = m_options.latentFrames > 0 ? m_options.latentFrames : frames->frames;
        const std::int64_t start = cropStart(request.window, seed);
        TrainingItem item;
        item.latents = drawn(*frames, clip, start, length, seed);
        item.paddingMask = at::arange(start, start + length, at::kLong) < validFrames(request.window);
        const std::int64_t ratio = m_store->identity().encoder.downsamplingRatio;
        const double skipped =
            m_store->identity().encoder.sampleRate.secondsFromFrames(request.window.offset + start * ratio);
        item.secondsStart =
            start == 0 ? static_cast<double>(request.window.secondsStart) : std::floor(skipped);
        item.secondsTotal = static_cast<double>(request.window.secondsTotal);
        item.numbers = clip.numbers;
        return item;
    });
}

} // namespace attune::encode
