// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/TextStore.h"

#include "core/base/Text.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace attune::latents {

using config::Json;

namespace {

constexpr int kAlgorithmVersion = 1;

ContentHash keyOf(std::string_view prompt) {
    Hasher hasher;
    hasher.add(prompt);
    return hasher.digest();
}

} // namespace

Json TextIdentity::toJson() const {
    return Json{{"algorithm", kAlgorithmVersion},
                {"encoder", encoder.hex()},
                {"max_length", maxLength},
                {"width", width},
                {"arithmetic", arithmetic}};
}

std::string TextIdentity::folderName() const {
    Hasher hasher;
    hasher.add(toJson().dump());
    return hasher.digest().hex().substr(0, 16);
}

Result<std::unique_ptr<TextStore>> TextStore::open(const std::filesystem::path& folder,
                                                   const TextIdentity& identity,
                                                   const ShardStoreOptions& options) {
    ATTUNE_TRY(auto store, ShardStore::open(folder / identity.folderName(), identity.toJson(), options));
    return std::unique_ptr<TextStore>(new TextStore(identity, std::move(store)));
}

bool TextStore::contains(std::string_view prompt) const {
    return m_store->contains(keyOf(prompt));
}

Result<TextEmbedding> TextStore::read(std::string_view prompt) const {
    ATTUNE_TRY(const auto record, m_store->read(keyOf(prompt)));
    const auto rowBytes = static_cast<std::size_t>(m_identity.width) * sizeof(float);
    const std::size_t rows = rowBytes > 0 ? record.payload.size() / rowBytes : 0;
    if (rows == 0 || rows * rowBytes != record.payload.size() ||
        static_cast<std::int64_t>(rows) > m_identity.maxLength)
        return fail(ErrorCode::Corrupt, "A cached text embedding has the wrong size",
                    utf8FromPath(m_store->folder()));
    TextEmbedding embedding{static_cast<std::int64_t>(rows), {}};
    embedding.hidden.resize(record.payload.size() / sizeof(float));
    std::memcpy(embedding.hidden.data(), record.payload.data(), record.payload.size());
    return embedding;
}

Result<void> TextStore::put(std::string_view prompt, const TextEmbedding& embedding) {
    const bool fits =
        embedding.tokens >= 1 && embedding.tokens <= m_identity.maxLength &&
        static_cast<std::int64_t>(embedding.hidden.size()) == embedding.tokens * m_identity.width;
    if (!fits)
        return fail(ErrorCode::ShapeMismatch,
                    "A text embedding does not have the shape that its cache is for", std::string(prompt));
    if (!std::all_of(embedding.hidden.begin(), embedding.hidden.end(),
                     [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::NonFinite, "The text encoder gave numbers that are not finite",
                    std::string(prompt), "Check the text encoder's weights, or run it in fp32.");
    const Json meta{{"prompt", sanitizedUtf8(prompt)}};
    return m_store->put(keyOf(prompt), meta.dump(), std::as_bytes(std::span(embedding.hidden)));
}

} // namespace attune::latents
