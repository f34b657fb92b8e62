// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/ShardStore.h"

#include "core/base/Assert.h"
#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Log.h"
#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <set>

namespace attune::latents {

namespace fs = std::filesystem;
using config::Json;

static_assert(std::endian::native == std::endian::little, "shards are little-endian");

namespace {

constexpr std::int64_t kStoreVersion = 1;
constexpr std::string_view kBegin = "ATNSHRD1";
constexpr std::string_view kEnd = "ATNSHEND";
constexpr std::uint64_t kRecordAlignment = 16; // so that payloads may be read as numbers in place
constexpr auto kStaleAfter = std::chrono::hours(24);
constexpr std::size_t kManySmallShards = 8;

struct IndexEntry {
    ContentHash key;
    ContentHash sum;
    std::uint64_t offset{0};
    std::uint64_t payloadBytes{0};
    std::uint32_t metaBytes{0};
    std::uint32_t zero{0};
    std::uint64_t alsoZero{0};
};
static_assert(sizeof(IndexEntry) == 64 && std::is_trivially_copyable_v<IndexEntry>);

struct Trailer {
    std::uint64_t indexOffset{0};
    std::uint64_t recordCount{0};
    ContentHash indexSum;
    char end[8]{};
    std::uint64_t zero{0};
};
static_assert(sizeof(Trailer) == 48 && std::is_trivially_copyable_v<Trailer>);

template <typename T>
std::span<const std::byte> rawBytes(const std::vector<T>& values) {
    return std::as_bytes(std::span(values));
}

tl::unexpected<Error> damaged(const fs::path& file, const char* what) {
    return fail(ErrorCode::Corrupt, concat("A shard is damaged: ", what), utf8FromPath(file),
                "What it held is made again when it is needed.");
}

// The index of a shard, once its trailer and sum have been checked.
Result<std::vector<IndexEntry>> readIndex(const fs::path& file, std::span<const std::byte> bytes) {
    if (bytes.size() < kBegin.size() + sizeof(Trailer)) return damaged(file, "it is too short");
    if (std::memcmp(bytes.data(), kBegin.data(), kBegin.size()) != 0)
        return damaged(file, "it does not begin as one");
    Trailer trailer;
    const std::size_t trailerOffset = bytes.size() - sizeof(Trailer);
    std::memcpy(&trailer, bytes.data() + trailerOffset, sizeof(Trailer));
    if (std::memcmp(trailer.end, kEnd.data(), kEnd.size()) != 0) return damaged(file, "its end is missing");
    const bool isInside = trailer.indexOffset >= kBegin.size() && trailer.indexOffset <= trailerOffset;
    if (!isInside || (trailerOffset - trailer.indexOffset) % sizeof(IndexEntry) != 0 ||
        (trailerOffset - trailer.indexOffset) / sizeof(IndexEntry) != trailer.recordCount)
        return damaged(file, "its index does not fit");
    const auto indexBytes = bytes.subspan(trailer.indexOffset, trailerOffset - trailer.indexOffset);
    if (hashBytes(indexBytes) != trailer.indexSum) return damaged(file, "the sum of its index is wrong");
    std::vector<IndexEntry> entries(static_cast<std::size_t>(trailer.recordCount));
    if (!entries.empty()) std::memcpy(entries.data(), indexBytes.data(), indexBytes.size());
    for (const IndexEntry& entry : entries) {
        const std::uint64_t room = trailer.indexOffset - std::min(entry.offset, trailer.indexOffset);
        if (entry.offset < kBegin.size() || entry.payloadBytes > room ||
            entry.metaBytes > room - entry.payloadBytes)
            return damaged(file, "a record lies outside");
    }
    return entries;
}

// Files of writes that a power cut ended. Young ones may belong to a process at work.
void removeStaleTemporaries(const fs::path& folder) {
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        std::error_code ignored;
        if (!isTemporaryName(it->path())) continue;
        const auto written = fs::last_write_time(it->path(), ignored);
        if (!ignored && fs::file_time_type::clock::now() - written > kStaleAfter)
            fs::remove(it->path(), ignored);
    }
}

std::uint64_t numberOfShard(const fs::path& file) {
    const std::string name = utf8FromPath(file.filename()); // "00000012-….shard"
    std::uint64_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    return number;
}

} // namespace

struct ShardStore::Shard {
    fs::path file;
    std::shared_ptr<const platform::MappedFile> mapped;
};

Result<std::unique_ptr<ShardStore>> ShardStore::open(const fs::path& folder, const Json& identity,
                                                     const ShardStoreOptions& options) {
    std::error_code error;
    if (options.access == ShardStoreOptions::Access::ReadWrite) {
        ATTUNE_CHECK(makeFolder(folder));
        removeStaleTemporaries(folder);
    } else if (!fs::is_directory(folder, error)) {
        return fail(ErrorCode::NotFound, "There is no such store", utf8FromPath(folder));
    }
    ATTUNE_CHECK(checkIdentity(folder / "store.json", identity, options));
    std::unique_ptr<ShardStore> store(new ShardStore(folder, options));
    ATTUNE_CHECK(store->readFolder());
    return store;
}

Result<void> ShardStore::checkIdentity(const fs::path& file, const Json& identity,
                                       const ShardStoreOptions& options) {
    auto document = config::readJsonFile(file);
    if (!document && document.error().code == ErrorCode::NotFound &&
        options.access == ShardStoreOptions::Access::ReadWrite)
        return config::writeJsonFile(
            file, Json{{"format", "attune-shards"}, {"version", kStoreVersion}, {"identity", identity}});
    if (!document) return fail(std::move(document).error());
    const config::JsonView view(*document, "");
    ATTUNE_TRY(const std::string format, view.stringOr("format", ""));
    ATTUNE_TRY(const std::int64_t version, view.integerOr("version", 0));
    if (format != "attune-shards" || version < 1)
        return fail(ErrorCode::InvalidConfig, "This folder holds something else than a store",
                    utf8FromPath(file));
    if (version > kStoreVersion)
        return fail(ErrorCode::VersionTooNew, "The store was made by a newer Attune", utf8FromPath(file),
                    "Update Attune to use it.");
    if (!document->contains("identity") || document->at("identity") != identity)
        return fail(ErrorCode::InvalidConfig, "The store was made with other settings", utf8FromPath(file));
    return {};
}

ShardStore::~ShardStore() {
    if (auto flushed = flush(); !flushed) log::error(flushed.error().describe());
}

Result<std::shared_ptr<const ShardStore::Shard>> ShardStore::openShard(const fs::path& file, Index& index) {
    ATTUNE_TRY(auto mapped, platform::MappedFile::open(file));
    ATTUNE_TRY(const auto entries, readIndex(file, mapped->bytes()));
    auto shard = std::make_shared<const Shard>(Shard{file, std::move(mapped)});
    for (const IndexEntry& entry : entries)
        index[entry.key] =
            Place{shard, nullptr, entry.offset, entry.payloadBytes, entry.metaBytes, entry.sum, false};
    return std::shared_ptr<const Shard>(std::move(shard));
}

// Opens the shards not known yet, oldest first, so that newer records win. The lock is held or not needed
// yet.
Result<void> ShardStore::readFolder() {
    std::error_code error;
    std::vector<fs::path> found;
    for (auto it = fs::directory_iterator(m_folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (it->path().extension() == ".shard" && !m_shards.contains(it->path().filename()))
            found.push_back(it->path());
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(m_folder)));
    std::sort(found.begin(), found.end());
    for (const fs::path& file : found) {
        m_lastNumber = std::max(m_lastNumber, numberOfShard(file));
        auto shard = openShard(file, m_index);
        if (shard)
            m_shards[file.filename()] = *std::move(shard);
        else if (shard.error().code !=
                 ErrorCode::NotFound) // another process may just have joined it to others
            log::warnOnce(shard.error().describe());
    }
    return {};
}

bool ShardStore::contains(const ContentHash& key) const {
    const std::scoped_lock lock(m_mutex);
    return m_index.contains(key);
}

std::int64_t ShardStore::recordCount() const {
    const std::scoped_lock lock(m_mutex);
    return static_cast<std::int64_t>(m_index.size());
}

std::int64_t ShardStore::storedBytes() const {
    const std::scoped_lock lock(m_mutex);
    std::int64_t bytes = 0;
    for (const auto& [key, place] : m_index) bytes += static_cast<std::int64_t>(place.payloadBytes);
    return bytes;
}

std::vector<ContentHash> ShardStore::keys() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<ContentHash> keys;
    keys.reserve(m_index.size());
    for (const auto& [key, place] : m_index) keys.push_back(key);
    return keys;
}

std::span<const std::byte> ShardStore::bytesOf(const Place& place) {
    if (place.pending) return *place.pending;
    return place.shard->mapped->bytes().subspan(place.offset, place.payloadBytes + place.metaBytes);
}

Result<ShardStore::View> ShardStore::read(const ContentHash& key) const {
    std::unique_lock lock(m_mutex);
    const auto found = m_index.find(key);
    if (found == m_index.end()) return fail(ErrorCode::NotFound, "The store has no such record", key.hex());
    const Place place = found->second;
    lock.unlock();
    const auto bytes = bytesOf(place);
    if (!place.isVerified && !place.pending) {
        if (hashBytes(bytes) != place.sum) return damaged(place.shard->file, "the sum of a record is wrong");
        lock.lock();
        if (const auto again = m_index.find(key);
            again != m_index.end() && again->second.shard == place.shard)
            again->second.isVerified = true;
        lock.unlock();
    }
    const auto meta = bytes.subspan(place.payloadBytes);
    std::shared_ptr<const void> owner =
        place.pending ? std::shared_ptr<const void>(place.pending) : place.shard;
    return View{std::string_view(reinterpret_cast<const char*>(meta.data()), meta.size()),
                bytes.first(place.payloadBytes), std::move(owner)};
}

Result<std::string> ShardStore::meta(const ContentHash& key) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_index.find(key);
    if (found == m_index.end()) return fail(ErrorCode::NotFound, "The store has no such record", key.hex());
    const auto meta = bytesOf(found->second).subspan(found->second.payloadBytes);
    return std::string(reinterpret_cast<const char*>(meta.data()), meta.size());
}

Result<void> ShardStore::put(const ContentHash& key, std::string_view meta,
                             std::span<const std::byte> payload) {
    if (m_options.access == ShardStoreOptions::Access::ReadOnly)
        return fail(ErrorCode::PermissionDenied, "The store was opened for reading only",
                    utf8FromPath(m_folder));
    auto bytes = std::make_shared<std::vector<std::byte>>();
    bytes->reserve(payload.size() + meta.size());
    bytes->assign(payload.begin(), payload.end());
    const auto metaBytes = std::as_bytes(std::span(meta));
    bytes->insert(bytes->end(), metaBytes.begin(), metaBytes.end());
    Place place{nullptr,           bytes, 0, payload.size(), static_cast<std::uint32_t>(meta.size()),
                hashBytes(*bytes), true};

    const std::scoped_lock lock(m_mutex);
    if (const auto known = m_index.find(key); known != m_index.end() && known->second.pending)
        m_pendingBytes -= static_cast<std::int64_t>(known->second.pending->size());
    m_pendingBytes += static_cast<std::int64_t>(bytes->size());
    m_index[key] = std::move(place);
    if (m_pendingBytes >= m_options.shardBytes) return flushLocked();
    return {};
}

Result<void> ShardStore::flush() {
    const std::scoped_lock lock(m_mutex);
    return flushLocked();
}

Result<void> ShardStore::flushLocked() {
    std::vector<std::pair<ContentHash, Place>> records;
    for (const auto& [key, place] : m_index)
        if (place.pending) records.emplace_back(key, place);
    if (records.empty()) return {};
    ATTUNE_CHECK(writeShard(records, {}));
    m_pendingBytes = 0;
    return {};
}

// A name that no other process takes, sorted after all that are known.
fs::path ShardStore::nextShardFile() {
    static std::atomic<std::uint64_t> counter{0};
    Hasher hasher;
    hasher.addNumber(platform::processId());
    hasher.addNumber(std::chrono::system_clock::now().time_since_epoch().count());
    hasher.addNumber(counter++);
    std::string number = concat(++m_lastNumber);
    number.insert(0, number.size() < 8 ? 8 - number.size() : 0, '0');
    return m_folder / concat(number, '-', hasher.digest().hex().substr(0, 12), ".shard");
}

// Writes the records as one shard and points the index at it. The lock is held.
Result<void> ShardStore::writeShard(const std::vector<std::pair<ContentHash, Place>>& records,
                                    const Cancellation& cancellation) {
    const fs::path file = nextShardFile();
    ATTUNE_TRY(auto writer, AtomicFileWriter::open(file));
    ATTUNE_CHECK(writer.write(std::as_bytes(std::span(kBegin))));
    std::uint64_t offset = kBegin.size();
    constexpr std::array<std::byte, kRecordAlignment> kZeros{};
    std::vector<IndexEntry> index;
    index.reserve(records.size());
    for (const auto& [key, place] : records) {
        ATTUNE_CHECK(cancellation.check("Writing a shard"));
        const std::uint64_t gap = (kRecordAlignment - offset % kRecordAlignment) % kRecordAlignment;
        ATTUNE_CHECK(writer.write(std::span(kZeros).first(gap)));
        offset += gap;
        index.push_back({key, place.sum, offset, place.payloadBytes, place.metaBytes, 0, 0});
        const auto bytes = bytesOf(place);
        ATTUNE_CHECK(writer.write(bytes));
        offset += bytes.size();
    }
    Trailer trailer{offset, index.size(), hashBytes(rawBytes(index)), {}, 0};
    std::memcpy(trailer.end, kEnd.data(), kEnd.size());
    ATTUNE_CHECK(writer.write(rawBytes(index)));
    ATTUNE_CHECK(writer.write(std::as_bytes(std::span(&trailer, 1))));
    ATTUNE_CHECK(writer.commit());
    ATTUNE_TRY(auto shard, openShard(file, m_index));
    m_shards[file.filename()] = std::move(shard);
    return {};
}

Result<void> ShardStore::refresh() {
    const std::scoped_lock lock(m_mutex);
    return readFolder();
}

Result<std::vector<ContentHash>> ShardStore::verify(const ProgressSink& progress,
                                                    const Cancellation& cancellation) {
    std::vector<ContentHash> bad;
    const std::vector<ContentHash> all = keys();
    std::int64_t done = 0;
    for (const ContentHash& key : all) {
        ATTUNE_CHECK(cancellation.check("Verifying the store"));
        std::unique_lock lock(m_mutex);
        const auto found = m_index.find(key);
        if (found != m_index.end()) {
            const Place place = found->second;
            lock.unlock();
            const bool isGood = hashBytes(bytesOf(place)) == place.sum;
            lock.lock();
            if (!isGood) {
                bad.push_back(key);
                m_index.erase(key);
            }
        }
        if (progress)
            progress({"Verifying", ++done, static_cast<std::int64_t>(all.size()), "records", key.hex()});
    }
    return bad;
}

std::vector<std::shared_ptr<const ShardStore::Shard>> ShardStore::smallShards() const {
    std::vector<std::shared_ptr<const Shard>> small;
    for (const auto& [name, shard] : m_shards)
        if (static_cast<std::int64_t>(shard->mapped->bytes().size()) < m_options.shardBytes / 2)
            small.push_back(shard);
    return small;
}

Result<void> ShardStore::compact(const Cancellation& cancellation) {
    const std::scoped_lock lock(m_mutex);
    if (m_options.access == ShardStoreOptions::Access::ReadOnly)
        return fail(ErrorCode::PermissionDenied, "The store was opened for reading only",
                    utf8FromPath(m_folder));
    ATTUNE_CHECK(flushLocked());
    auto alone = platform::FileLock::acquire(m_folder / "compact.lock");
    if (!alone) {
        if (alone.error().code == ErrorCode::Locked) return {};
        return fail(std::move(alone).error());
    }
    ATTUNE_CHECK(readFolder());
    const auto small = smallShards();
    if (small.size() < kManySmallShards) return {};
    const std::set<const Shard*> leaving = [&] {
        std::set<const Shard*> set;
        for (const auto& shard : small) set.insert(shard.get());
        return set;
    }();

    // Only what the index still points to is carried over: records stored twice or found damaged stay behind.
    std::vector<std::pair<ContentHash, Place>> batch;
    std::vector<std::pair<ContentHash, Place>> kept;
    for (const auto& [key, place] : m_index)
        if (place.shard && leaving.contains(place.shard.get())) kept.emplace_back(key, place);
    std::int64_t batchBytes = 0;
    for (auto& [key, place] : kept) {
        if (hashBytes(bytesOf(place)) != place.sum) {
            m_index.erase(key);
            continue;
        }
        batchBytes += static_cast<std::int64_t>(place.payloadBytes);
        batch.emplace_back(key, place);
        if (batchBytes < m_options.shardBytes) continue;
        ATTUNE_CHECK(writeShard(batch, cancellation));
        batch.clear();
        batchBytes = 0;
    }
    if (!batch.empty()) ATTUNE_CHECK(writeShard(batch, cancellation));
    for (const auto& shard : small) { // their successors are safe; views still in use keep their mapping
        m_shards.erase(shard->file.filename());
        std::error_code ignored;
        fs::remove(shard->file, ignored);
    }
    return {};
}

} // namespace attune::latents
