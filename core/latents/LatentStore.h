// SPDX-License-Identifier: GPL-3.0-or-later
//
// LatentStore: the latents of sounds on disk, each sound once, only what sounds of it.
//
// Behind the last sound of a clip the encoder's answer to silence soon becomes one constant frame, until the
// last few frames of the window, which feel its zero-padded edge. So a record of a clip that ends inside its
// window holds the frames up to the constant ones; the constant frame and the edge are kept once a store
// (SilencePattern) and filled in on reading. Such a record serves every window long enough, so a change of
// the clip length in the settings encodes nothing again. A record that fills its window is kept as it is, for
// that window.
//
// Records are found by the hash of the decoded sound, so that copies, moved and re-tagged files share one. A
// second, shared store (in the cache folder) may be looked into and filled along, so that projects help each
// other.
//
// Ownership: owns its stores. Threads: every function from any thread at once.
// Shapes: D latent channels, L latent frames of a window, n stored frames. Arrays are channel after channel.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/latents/EncodeSettings.h"
#include "core/latents/ShardStore.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace attune::latents {

// Which part of which sound. Windows are whole latent frames long.
struct LatentRequest {
    ContentHash sound; // of the decoded samples (ClipRecord::soundHash)
    audio::CropWindow window;
};

// Parameters of the encoder's distribution over some frames. `scale` is empty where only the mean is kept.
struct LatentFrames {
    std::int64_t channels{0}; // D
    std::int64_t frames{0};
    std::vector<float> mean;  // [D, frames]
    std::vector<float> scale; // [D, frames], raw: stdev = softplus(scale) + 1e-4

    // Frames [begin, begin + count). Requires them to lie inside.
    [[nodiscard]] LatentFrames slice(std::int64_t begin, std::int64_t count) const;
    bool operator==(const LatentFrames&) const = default;
};

// What the encoder gives for silence far behind the last sound.
struct SilencePattern {
    LatentFrames steady; // one frame
    LatentFrames tail;   // the last frames of a window
};

// A window in the form it is stored in.
struct CompactLatents {
    LatentFrames content;      // from the start of the window
    bool endsInSilence{false}; // the rest of the window is `steady` frames, then `tail`
};

// Splits a whole window: finds where the frames become the pattern, by equality of every number.
[[nodiscard]] CompactLatents compacted(const LatentFrames& window, const SilencePattern& silence);
// The inverse. Errors: Corrupt when the content is too long for `frames`.
[[nodiscard]] Result<LatentFrames> expanded(const CompactLatents& compact, const SilencePattern& silence,
                                            std::int64_t frames);

struct LatentStoreOptions {
    ShardStoreOptions::Access access{ShardStoreOptions::Access::ReadWrite};
    std::filesystem::path sharedFolder; // parent of stores shared by projects; empty = none
    std::int64_t shardBytes{32LL << 20};
};

class LatentStore {
public:
    // `folder` is the parent of stores (a project's latents/); the store is `folder`/<identity.folderName()>.
    // Errors: those of ShardStore::open. A shared store that cannot be opened costs a warning only; for
    // reading only, it is used where there is one.
    [[nodiscard]] static Result<std::unique_ptr<LatentStore>> open(const std::filesystem::path& folder,
                                                                   const LatentIdentity& identity,
                                                                   const LatentStoreOptions& options = {});

    [[nodiscard]] const LatentIdentity& identity() const noexcept { return m_identity; }
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_own->folder(); }
    [[nodiscard]] std::int64_t recordCount() const { return m_own->recordCount(); }
    [[nodiscard]] std::int64_t storedBytes() const { return m_own->storedBytes(); }
    [[nodiscard]] std::int64_t framesOf(const audio::CropWindow& window) const noexcept; // L = S / R

    enum class Place { Nowhere, Here, Shared };
    [[nodiscard]] Place find(const LatentRequest& request) const;
    // Whether read() would find it, here or in the shared store.
    [[nodiscard]] bool contains(const LatentRequest& request) const {
        return find(request) != Place::Nowhere;
    }
    // Whether the window was found to hold nothing that sounds, so that nobody waits for its latents. Kept in
    // this store only.
    [[nodiscard]] bool isKnownSilent(const LatentRequest& request) const;
    // Errors: those of ShardStore::put.
    [[nodiscard]] Result<void> putSilent(const LatentRequest& request);
    // Copies a record of the shared store into this one, so that the project has all of its own. False when
    // it is in neither, or damaged there. Errors: those of ShardStore::put.
    [[nodiscard]] Result<bool> adopt(const LatentRequest& request);

    // The whole window, [D, L]. Errors: NotFound; Corrupt naming the store and the record.
    [[nodiscard]] Result<LatentFrames> read(const LatentRequest& request) const;
    // Errors: ShapeMismatch (not of this identity); NonFinite; those of ShardStore::put.
    [[nodiscard]] Result<void> put(const LatentRequest& request, const CompactLatents& latents);

    // Of this store, else of the shared one. Errors: NotFound; as read().
    [[nodiscard]] Result<SilencePattern> silence() const;
    // Must be put before the first clip; a pattern that is there already stays. Errors: as put().
    [[nodiscard]] Result<void> putSilence(const SilencePattern& pattern);

    [[nodiscard]] Result<void> flush();
    // See ShardStore. verify() also looks for records whose size does not fit. Returns the number of bad
    // ones.
    [[nodiscard]] Result<std::int64_t> verify(const ProgressSink& progress = {},
                                              const Cancellation& cancellation = {});
    // Of this store and the shared one.
    [[nodiscard]] Result<void> compact(const Cancellation& cancellation = {});

private:
    LatentStore(LatentIdentity identity, std::unique_ptr<ShardStore> own, std::unique_ptr<ShardStore> shared);

    [[nodiscard]] std::vector<ContentHash> keysFor(const LatentRequest& request) const; // in the order to try
    [[nodiscard]] Result<CompactLatents> readCompact(const ShardStore& store, const ContentHash& key) const;
    [[nodiscard]] bool fits(const ShardStore& store, const ContentHash& key,
                            const audio::CropWindow& window) const;
    [[nodiscard]] std::vector<std::byte> payloadOf(const LatentFrames& frames) const;
    [[nodiscard]] Result<LatentFrames> framesFromPayload(std::span<const std::byte> payload,
                                                         std::int64_t frames) const;
    [[nodiscard]] Result<void> check(const LatentFrames& frames, const std::string& what) const;

    const LatentIdentity m_identity;
    const std::unique_ptr<ShardStore> m_own;
    const std::unique_ptr<ShardStore> m_shared;      // may be none
    mutable std::mutex m_mutex;                      // guards m_silence
    mutable std::optional<SilencePattern> m_silence; // read once
};

} // namespace attune::latents
