// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextCache: text features from the disk, each distinct prompt encoded once, so that training needs no text
// encoder in memory.
//
// Positions behind the real tokens are zero here; the conditioner masks them anyway.
// Ownership: owns its store, shares the live encoder. Threads: one at a time (LibTorch modules).
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/latents/TextStore.h"
#include "core/model/TextSource.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace attune::encode {

class TextCache : public model::TextSource {
public:
    // `live` may be null: then only what is stored can be had.
    TextCache(std::unique_ptr<latents::TextStore> store, std::shared_ptr<model::TextSource> live);

    // Encodes those of `prompts` that are not stored, and makes them durable. Returns how many that were.
    // Errors: NotFound (there is no live encoder), NonFinite, Cancelled, those of the encoder and the store.
    [[nodiscard]] Result<std::int64_t> fill(std::span<const std::string> prompts,
                                            const ProgressSink& progress = {},
                                            const Cancellation& cancellation = {});
    [[nodiscard]] bool contains(std::string_view prompt) const { return m_store->contains(prompt); }
    // Lets the live encoder and its memory go.
    void releaseEncoder() { m_live.reset(); }

    // Encodes and stores what is missing. Errors: InvalidArgument (another maxLength than the store's); as
    // fill().
    [[nodiscard]] Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                                       std::int64_t maxLength) override;
    [[nodiscard]] std::int64_t width() const override { return m_store->identity().width; }

private:
    [[nodiscard]] Result<void> encodeSome(std::span<const std::string> prompts);
    std::unique_ptr<latents::TextStore> m_store;
    std::shared_ptr<model::TextSource> m_live;
};

} // namespace attune::encode
