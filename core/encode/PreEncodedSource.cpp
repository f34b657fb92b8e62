// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/PreEncodedSource.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"
#include "core/config/ClipMetadata.h"
#include "core/tensor/Generators.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <cmath>

namespace attune::encode {

namespace fs = std::filesystem;
using latents::PreEncodedFacts;
using latents::PreEncodedItem;

namespace {

// Uniform in [0, 1) with 53 bits.
double uniformFromSeed(std::uint64_t seed) {
    return static_cast<double>(seed >> 11U) * 0x1p-53;
}

TrainingItem itemFromPair(const PreEncodedItem& pair, double secondsPerFrame) {
    TrainingItem item;
    item.latents = at::empty({pair.channels, pair.frames}, at::kFloat);
    std::copy(pair.latents.begin(), pair.latents.end(), item.latents.data_ptr<float>());
    item.paddingMask = at::empty({pair.frames}, at::kBool);
    std::transform(pair.paddingMask.begin(), pair.paddingMask.end(), item.paddingMask.data_ptr<bool>(),
                   [](std::int64_t value) { return value != 0; });
    const config::JsonView info(pair.info, "");
    item.secondsStart = info.numberOr("seconds_start", 0.0).value_or(0.0);
    item.secondsTotal = info.numberOr("seconds_total", 0.0).value_or(0.0);
    const auto start = info.integerOr("latent_crop_start", 0).value_or(0);
    item.secondsStart += std::floor(static_cast<double>(start) * secondsPerFrame);
    if (const auto metadata = config::metadataFromJson(info))
        for (const auto& [id, value] : *metadata)
            if (const double* number = std::get_if<double>(&value);
                number != nullptr && id != "seconds_start" && id != "seconds_total")
                item.numbers[id] = *number;
    return item;
}

} // namespace

Result<std::unique_ptr<PreEncodedSource>> PreEncodedSource::open(const std::vector<fs::path>& folders,
                                                                 const PreEncodedSourceOptions& options,
                                                                 const ProgressSink& progress,
                                                                 const Cancellation& cancellation) {
    std::unique_ptr<PreEncodedSource> source(new PreEncodedSource(options));
    for (const fs::path& folder : folders) ATTUNE_CHECK(source->addFolder(folder, progress, cancellation));
    if (source->m_pairs.empty()) {
        Error error{ErrorCode::NotFound, "There are no latents to train on",
                    folders.empty() ? "" : utf8FromPath(folders.front()), "Encode the sounds first."};
        if (!source->m_excluded.empty())
            error.remedy = concat("The first of ", source->m_excluded.size(),
                                  " that cannot be used: ", source->m_excluded.front().reason.describe());
        return fail(std::move(error));
    }
    source->finish();
    return source;
}

std::optional<Error> PreEncodedSource::reasonToExclude(const PreEncodedFacts& facts, bool hasPrompt) const {
    if (facts.problem) return facts.problem;
    const bool isShort = m_options.minLengthSeconds && facts.secondsTotal < *m_options.minLengthSeconds;
    const bool isLong = m_options.maxLengthSeconds && facts.secondsTotal > *m_options.maxLengthSeconds;
    if (isShort || isLong)
        return Error{
            ErrorCode::InvalidArgument,
            concat("Its ", facts.secondsTotal,
                   isShort ? " seconds are less than the limit of " : " seconds are more than the limit of ",
                   isShort ? *m_options.minLengthSeconds : *m_options.maxLengthSeconds),
            facts.name,
            {}};
    if (!hasPrompt)
        return Error{ErrorCode::MissingKey, "The document has no prompt", facts.name,
                     "Write prompt rules, or a prompt into the document."};
    if (m_channels != 0 && facts.channels != m_channels)
        return Error{ErrorCode::ShapeMismatch,
                     concat("It has ", facts.channels, " latent channels, and the others ", m_channels),
                     facts.name,
                     {}};
    return std::nullopt;
}

Result<void> PreEncodedSource::addFolder(const fs::path& path, const ProgressSink& progress,
                                         const Cancellation& cancellation) {
    ATTUNE_TRY(auto folder, latents::PreEncodedFolder::open(path, m_options.extension));
    ATTUNE_TRY(const auto facts, latents::inspectPreEncoded(folder, progress, cancellation));
    for (std::size_t index = 0; index < facts.size(); ++index) {
        std::vector<WeightedPrompt> prompts;
        if (m_options.prompts) prompts = m_options.prompts(facts[index].name);
        if (prompts.empty() && facts[index].prompt) prompts.push_back({*facts[index].prompt, 1.0});
        if (auto reason = reasonToExclude(facts[index], !prompts.empty())) {
            m_excluded.push_back({folder.files()[index], facts[index].name, *std::move(reason)});
            continue;
        }
        m_channels = facts[index].channels;
        const std::int64_t frames =
            std::min(facts[index].frames, m_options.latentCropLength.value_or(facts[index].frames));
        m_pairs.push_back({m_folders.size(), index});
        m_infos.push_back({ClipId{}, facts[index].name, std::move(prompts), frames,
                           std::min(facts[index].validFrames, frames)});
    }
    m_folders.push_back(std::move(folder));
    return {};
}

void PreEncodedSource::finish() {
    Hasher hasher;
    m_frames = m_infos.front().latentFrames;
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
        if (m_infos[i].latentFrames != m_frames) m_frames = 0;
        hasher.add(utf8FromPath(m_folders[m_pairs[i].folder].files()[m_pairs[i].index].filename()));
        hasher.add(m_infos[i].name);
        hasher.addNumber(m_infos[i].latentFrames);
        for (const WeightedPrompt& prompt : m_infos[i].prompts) {
            hasher.add(prompt.text);
            hasher.addNumber(prompt.weight);
        }
    }
    m_fingerprint = hasher.digest();
}

const TrainingItemInfo& PreEncodedSource::info(std::int64_t index) const {
    ATTUNE_ASSERT(index >= 0 && index < count());
    return m_infos[static_cast<std::size_t>(index)];
}

Result<TrainingItem> PreEncodedSource::item(std::int64_t index, std::uint64_t seed) const {
    ATTUNE_ASSERT(index >= 0 && index < count());
    const Pair& pair = m_pairs[static_cast<std::size_t>(index)];
    std::optional<latents::PreEncodedCrop> crop;
    if (m_options.latentCropLength) {
        crop = latents::PreEncodedCrop{*m_options.latentCropLength, {}};
        if (m_options.randomCrop) crop->draw = uniformFromSeed(tensor::deriveSeed(seed, "latent crop"));
    }
    ATTUNE_TRY(const PreEncodedItem read, m_folders[pair.folder].read(pair.index, crop));
    return tensor::guarded(m_infos[static_cast<std::size_t>(index)].name,
                           [&]() -> TrainingItem { return itemFromPair(read, m_options.secondsPerFrame); });
}

} // namespace attune::encode
