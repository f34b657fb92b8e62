// SPDX-License-Identifier: GPL-3.0-or-later
//
// ShardStore: many small immutable records by content key in a few big files. Under latents and text
// embeddings.
//
// A store is a folder: store.json says what the records are and how they were made; each *.shard file holds
// some of them. New records wait in memory and become a shard together, written beside and renamed: a killed
// process loses the records since the last flush and nothing else, and no file ever is half a shard. Shards
// never change, so any number of processes may read and add at once; the newest record of a key wins, and
// equal keys mean equal content.
//
// A shard, little-endian: "ATNSHRD1"; records, each its payload then its meta, at a multiple of 16; the
// index, one entry of 64 bytes a record (key, XXH3-128 of payload and meta, offset, payload bytes, meta
// bytes, zero); a trailer of 48 bytes (index offset, record count, XXH3-128 of the index, "ATNSHEND", zero).
// Damage is found by the sums.
//
// Ownership: views keep their file mapped. Threads: every function from any thread at once.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Hash.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/base/platform/Platform.h"
#include "core/config/Json.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::latents {

struct ShardStoreOptions {
    enum class Access { ReadOnly, ReadWrite };
    Access access{Access::ReadWrite};
    // Records wait in memory until they have this many bytes together. More: fewer files; more to do again
    // after a crash (and no more than what was put since the last flush).
    std::int64_t shardBytes{32LL << 20};
};

class ShardStore {
public:
    // What a record holds. `owner` keeps the bytes valid.
    struct View {
        std::string_view meta;
        std::span<const std::byte> payload;
        std::shared_ptr<const void> owner;
    };

    // Opens, or creates where ReadWrite. `identity` says how the records were made; a store of another
    // identity is refused. Damaged shards are passed over with a warning: their records count as absent.
    // Errors: NotFound (ReadOnly), PermissionDenied, InvalidConfig (another identity), VersionTooNew,
    // ReadFailed, WriteFailed.
    [[nodiscard]] static Result<std::unique_ptr<ShardStore>> open(const std::filesystem::path& folder,
                                                                  const config::Json& identity,
                                                                  const ShardStoreOptions& options = {});
    ~ShardStore(); // flushes; call flush() to hear of errors
    ShardStore(const ShardStore&) = delete;
    ShardStore& operator=(const ShardStore&) = delete;

    [[nodiscard]] bool contains(const ContentHash& key) const;
    [[nodiscard]] std::int64_t recordCount() const;
    [[nodiscard]] std::int64_t storedBytes() const; // of payloads, those in memory included
    [[nodiscard]] std::vector<ContentHash> keys() const;

    // Errors: NotFound; Corrupt when the record fails its sum (checked at its first use), naming the shard.
    [[nodiscard]] Result<View> read(const ContentHash& key) const;
    // The meta alone, without reading the payload or checking sums. Errors: NotFound.
    [[nodiscard]] Result<std::string> meta(const ContentHash& key) const;
    // Keeps a copy; writes a shard when enough has come together. Errors: PermissionDenied (ReadOnly), those
    // of AtomicFile.
    [[nodiscard]] Result<void> put(const ContentHash& key, std::string_view meta,
                                   std::span<const std::byte> payload);
    // Makes everything put so far durable.
    [[nodiscard]] Result<void> flush();

    // Looks for shards that other processes have added.
    [[nodiscard]] Result<void> refresh();
    // Reads everything against its sums; damaged records count as absent from then on. Returns their keys.
    // Errors: Cancelled.
    [[nodiscard]] Result<std::vector<ContentHash>> verify(const ProgressSink& progress = {},
                                                          const Cancellation& cancellation = {});
    // Joins small shards and drops records that are damaged or stored twice. Only one process at a time does
    // it; does nothing while another one is at it. Errors: as flush; Cancelled (nothing is lost).
    [[nodiscard]] Result<void> compact(const Cancellation& cancellation = {});

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }

private:
    struct Shard;
    struct Place { // of a record in a shard, or in memory when there is none
        std::shared_ptr<const Shard> shard;
        std::shared_ptr<const std::vector<std::byte>> pending; // payload, then meta
        std::uint64_t offset{0};
        std::uint64_t payloadBytes{0};
        std::uint32_t metaBytes{0};
        ContentHash sum;
        bool isVerified{false};
    };
    using Index = std::map<ContentHash, Place>;

    ShardStore(std::filesystem::path folder, ShardStoreOptions options)
        : m_folder(std::move(folder)), m_options(options) {}
    [[nodiscard]] static Result<void> checkIdentity(const std::filesystem::path& file,
                                                    const config::Json& identity,
                                                    const ShardStoreOptions& options);
    [[nodiscard]] static Result<std::shared_ptr<const Shard>> openShard(const std::filesystem::path& file,
                                                                        Index& index);
    [[nodiscard]] static std::span<const std::byte> bytesOf(const Place& place);
    [[nodiscard]] Result<void> readFolder();
    [[nodiscard]] std::filesystem::path nextShardFile();
    [[nodiscard]] Result<void> writeShard(const std::vector<std::pair<ContentHash, Place>>& records,
                                          const Cancellation& cancellation);
    [[nodiscard]] Result<void> flushLocked();
    [[nodiscard]] std::vector<std::shared_ptr<const Shard>> smallShards() const;

    const std::filesystem::path m_folder;
    const ShardStoreOptions m_options;
    mutable std::mutex m_mutex; // guards everything below
    mutable Index m_index;      // mutable: reading remembers what was verified
    std::map<std::filesystem::path, std::shared_ptr<const Shard>>
        m_shards; // by file name; later names are newer
    std::int64_t m_pendingBytes{0};
    std::uint64_t m_lastNumber{0}; // the highest shard number seen
};

} // namespace attune::latents
