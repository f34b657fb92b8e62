// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextStore: what a text encoder said about prompts, each distinct prompt once, on disk.
//
// Only the real tokens are kept: the positions behind them are masked and never seen by the model, and most
// prompts are a dozen tokens of the 64 or 128 that there is room for.
//
// Ownership: owns its store. Threads: every function from any thread at once.
// Shapes: t real tokens of a prompt (pieces and </s>), W width of the text encoder.
#pragma once

#include "core/base/Hash.h"
#include "core/base/Result.h"
#include "core/latents/ShardStore.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace attune::latents {

// Everything that decides the numbers.
struct TextIdentity {
    ContentHash encoder; // of the text encoder's weights and the tokenizer
    std::int64_t maxLength{
        0};                // positions the encoder saw; padding takes part in nothing, but cuts long prompts
    std::int64_t width{0}; // W
    std::string arithmetic{"fp32"};

    [[nodiscard]] config::Json toJson() const;
    [[nodiscard]] std::string folderName() const; // 16 hexadecimal digits
};

struct TextEmbedding {
    std::int64_t tokens{0};    // t, 1 … maxLength
    std::vector<float> hidden; // [t, W]
    bool operator==(const TextEmbedding&) const = default;
};

class TextStore {
public:
    // The store is `folder`/<identity.folderName()>. Errors: those of ShardStore::open.
    [[nodiscard]] static Result<std::unique_ptr<TextStore>> open(const std::filesystem::path& folder,
                                                                 const TextIdentity& identity,
                                                                 const ShardStoreOptions& options = {});

    [[nodiscard]] const TextIdentity& identity() const noexcept { return m_identity; }
    [[nodiscard]] std::int64_t promptCount() const { return m_store->recordCount(); }
    [[nodiscard]] bool contains(std::string_view prompt) const;
    // Errors: NotFound, Corrupt.
    [[nodiscard]] Result<TextEmbedding> read(std::string_view prompt) const;
    // Errors: ShapeMismatch, NonFinite, those of ShardStore::put.
    [[nodiscard]] Result<void> put(std::string_view prompt, const TextEmbedding& embedding);
    [[nodiscard]] Result<void> flush() { return m_store->flush(); }
    [[nodiscard]] Result<void> compact(const Cancellation& cancellation = {}) {
        return m_store->compact(cancellation);
    }

private:
    TextStore(TextIdentity identity, std::unique_ptr<ShardStore> store)
        : m_identity(std::move(identity)), m_store(std::move(store)) {}
    const TextIdentity m_identity;
    const std::unique_ptr<ShardStore> m_store;
};

} // namespace attune::latents
