// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/TextCache.h"

#include "core/base/Text.h"
#include "core/encode/LatentEncoder.h" // valuesOf
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <set>
#include <vector>

namespace attune::encode {

namespace {

constexpr std::size_t kPromptsAtOnce = 16;

} // namespace

TextCache::TextCache(std::unique_ptr<latents::TextStore> store, std::shared_ptr<model::TextSource> live)
    : m_store(std::move(store)), m_live(std::move(live)) {}

Result<std::int64_t> TextCache::fill(std::span<const std::string> prompts, const ProgressSink& progress,
                                     const Cancellation& cancellation) {
    std::vector<std::string> missing;
    std::set<std::string_view> seen;
    for (const std::string& prompt : prompts)
        if (seen.insert(prompt).second && !m_store->contains(prompt)) missing.push_back(prompt);
    const auto total = static_cast<std::int64_t>(missing.size());
    const auto tell = [&](std::size_t done, const std::string& prompt) {
        if (progress && total > 0)
            progress({"Encoding prompts", static_cast<std::int64_t>(done), total, "prompts", prompt});
    };
    tell(0, {}); // the clock of the first prompts
    for (std::size_t begin = 0; begin < missing.size(); begin += kPromptsAtOnce) {
        if (const auto goesOn = cancellation.check("Encoding prompts"); !goesOn) {
            ATTUNE_CHECK(m_store->flush());
            return fail(goesOn.error());
        }
        const std::size_t end = std::min(begin + kPromptsAtOnce, missing.size());
        ATTUNE_CHECK(encodeSome(std::span(missing).subspan(begin, end - begin)));
        tell(end, missing[end - 1]);
    }
    ATTUNE_CHECK(m_store->flush());
    return total;
}

Result<void> TextCache::encodeSome(std::span<const std::string> prompts) {
    if (!m_live)
        return fail(ErrorCode::NotFound, "A prompt has not been encoded, and no text encoder is loaded",
                    prompts.front(), "Encode the sounds first.");
    ATTUNE_TRY(const auto features, m_live->features(prompts, m_store->identity().maxLength));
    return tensor::guarded("encoding prompts", [&]() -> Result<void> {
        const at::NoGradGuard noGrad;
        const at::Tensor mask = features.mask.to(at::kCPU, at::kLong);
        const at::Tensor hidden = features.hidden.to(at::kCPU, at::kFloat);
        for (std::size_t i = 0; i < prompts.size(); ++i) {
            const auto row = static_cast<std::int64_t>(i);
            const std::int64_t tokens = mask.select(0, row).sum().item<std::int64_t>();
            ATTUNE_CHECK(
                m_store->put(prompts[i], {tokens, valuesOf(hidden.select(0, row).narrow(0, 0, tokens))}));
        }
        return {};
    });
}

Result<model::TextFeatures> TextCache::features(std::span<const std::string> prompts,
                                                std::int64_t maxLength) {
    if (maxLength != m_store->identity().maxLength)
        return fail(ErrorCode::InvalidArgument,
                    concat("The cached prompts have ", m_store->identity().maxLength, " positions, and ",
                           maxLength, " are wanted"));
    ATTUNE_TRY(const std::int64_t added, fill(prompts));
    static_cast<void>(added);
    return tensor::guarded("reading prompts", [&]() -> Result<model::TextFeatures> {
        const auto count = static_cast<std::int64_t>(prompts.size());
        model::TextFeatures features;
        features.hidden = at::zeros({count, maxLength, width()}, at::kFloat);
        features.mask = at::zeros({count, maxLength}, at::kBool);
        for (std::int64_t row = 0; row < count; ++row) {
            ATTUNE_TRY(const auto embedding, m_store->read(prompts[static_cast<std::size_t>(row)]));
            std::copy(embedding.hidden.begin(), embedding.hidden.end(),
                      features.hidden.data_ptr<float>() + row * maxLength * width());
            features.mask.select(0, row).narrow(0, 0, embedding.tokens).fill_(true);
        }
        return features;
    });
}

} // namespace attune::encode
