// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/ZipArchive.h"

#include "core/base/Text.h"
#include "core/tensor/format/ByteReader.h"

#include <algorithm>
#include <optional>

namespace attune::tensor::format {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034B50;
constexpr std::uint32_t kDirectoryEntry = 0x02014B50;
constexpr std::uint32_t kEndOfDirectory = 0x06054B50;
constexpr std::uint32_t kZip64EndOfDirectory = 0x06064B50;
constexpr std::uint32_t kZip64Locator = 0x07064B50;
constexpr std::size_t kLocalHeaderSize = 30;
constexpr std::size_t kDirectoryEntrySize = 46;
constexpr std::size_t kEndOfDirectorySize = 22;
constexpr std::size_t kZip64EndOfDirectorySize = 56;
constexpr std::size_t kZip64LocatorSize = 20;
constexpr std::uint64_t kMaxEntries = 1'000'000;

using Bytes = std::span<const std::byte>;

std::uint16_t u16(Bytes bytes, std::size_t at) noexcept {
    return littleEndian<std::uint16_t>(bytes.data() + at);
}
std::uint32_t u32(Bytes bytes, std::size_t at) noexcept {
    return littleEndian<std::uint32_t>(bytes.data() + at);
}
std::uint64_t u64(Bytes bytes, std::size_t at) noexcept {
    return littleEndian<std::uint64_t>(bytes.data() + at);
}

// `size` bytes from `begin`, or empty when they do not all lie in the file.
std::optional<Bytes> part(Bytes file, std::uint64_t begin, std::uint64_t size) noexcept {
    if (begin > file.size() || size > file.size() - begin) return std::nullopt;
    return file.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(size));
}

struct Directory {
    std::uint64_t begin{0};
    std::uint64_t size{0};
    std::uint64_t entries{0};
};

// The end record is the last thing in the file, before a comment of up to 65535 bytes.
std::optional<std::size_t> findEndOfDirectory(Bytes file) noexcept {
    if (file.size() < kEndOfDirectorySize) return std::nullopt;
    const std::size_t last = file.size() - kEndOfDirectorySize;
    const std::size_t first = last > 0xFFFF ? last - 0xFFFF : 0;
    for (std::size_t at = last + 1; at-- > first;)
        if (u32(file, at) == kEndOfDirectory && at + kEndOfDirectorySize + u16(file, at + 20) == file.size())
            return at;
    return std::nullopt;
}

Result<Directory> locateDirectory(Bytes file) {
    const auto end = findEndOfDirectory(file);
    if (!end)
        return fail(ErrorCode::Corrupt,
                    "The file is cut off: the directory that a zip file ends with is missing");
    Directory directory{u32(file, *end + 16), u32(file, *end + 12), u16(file, *end + 10)};
    const bool isZip64 = *end >= kZip64LocatorSize && u32(file, *end - kZip64LocatorSize) == kZip64Locator;
    if (isZip64) {
        const auto record = part(file, u64(file, *end - kZip64LocatorSize + 8), kZip64EndOfDirectorySize);
        if (!record || u32(*record, 0) != kZip64EndOfDirectory)
            return fail(ErrorCode::Corrupt, "The zip64 directory record is missing");
        directory = {u64(*record, 48), u64(*record, 40), u64(*record, 32)};
    } else if (u16(file, *end + 4) != 0 || u16(file, *end + 8) != u16(file, *end + 10)) {
        return fail(ErrorCode::UnsupportedFormat, "The zip file is spread over several disks");
    }
    if (directory.entries > kMaxEntries)
        return fail(ErrorCode::Corrupt, "The zip file claims impossibly many entries");
    return directory;
}

struct RawEntry {
    std::string_view name;
    std::uint16_t flags{0};
    std::uint16_t method{0};
    std::uint32_t crc32{0};
    std::uint64_t compressedSize{0};
    std::uint64_t size{0};
    std::uint64_t headerOffset{0};
    std::size_t recordSize{0}; // of this entry in the directory
};

// Sizes and offsets that do not fit 32 bits are all ones there and follow, in this order, in the extra field
// 0x0001.
bool readZip64Extra(Bytes extra, RawEntry& entry) noexcept {
    ByteReader reader(extra);
    while (reader.remaining() >= 4) {
        const auto id = *reader.number<std::uint16_t>();
        const auto length = *reader.number<std::uint16_t>();
        const auto body = reader.text(length);
        if (!body) return false;
        if (id != 1) continue;
        ByteReader values(std::as_bytes(std::span(*body)));
        for (std::uint64_t* field : {&entry.size, &entry.compressedSize, &entry.headerOffset}) {
            if (*field != 0xFFFFFFFF) continue;
            const auto value = values.number<std::uint64_t>();
            if (!value) return false;
            *field = *value;
        }
    }
    return true;
}

Result<RawEntry> readDirectoryEntry(Bytes directory) {
    if (directory.size() < kDirectoryEntrySize || u32(directory, 0) != kDirectoryEntry)
        return fail(ErrorCode::Corrupt, "The directory of the zip file is damaged");
    RawEntry entry;
    entry.flags = u16(directory, 8);
    entry.method = u16(directory, 10);
    entry.crc32 = u32(directory, 16);
    entry.compressedSize = u32(directory, 20);
    entry.size = u32(directory, 24);
    entry.headerOffset = u32(directory, 42);
    const std::size_t nameLength = u16(directory, 28);
    const std::size_t extraLength = u16(directory, 30);
    entry.recordSize = kDirectoryEntrySize + nameLength + extraLength + u16(directory, 32);
    if (entry.recordSize > directory.size())
        return fail(ErrorCode::Corrupt, "The directory of the zip file is cut off");
    entry.name = {reinterpret_cast<const char*>(directory.data() + kDirectoryEntrySize), nameLength};
    if (!readZip64Extra(directory.subspan(kDirectoryEntrySize + nameLength, extraLength), entry))
        return fail(ErrorCode::Corrupt, concat("The zip64 sizes of ", shown(entry.name), " are damaged"));
    return entry;
}

// Where an entry's data lie; the local header before them repeats the name and has an extra field of its own.
Result<Bytes> dataOf(Bytes file, const RawEntry& entry) {
    if ((entry.flags & 0x1) != 0)
        return fail(ErrorCode::UnsupportedFormat, concat("The entry ", shown(entry.name), " is encrypted"));
    if (entry.method != 0 || entry.compressedSize != entry.size)
        return fail(ErrorCode::UnsupportedFormat,
                    concat("The entry ", shown(entry.name), " is compressed; torch never does that"));
    const auto header = part(file, entry.headerOffset, kLocalHeaderSize);
    if (!header || u32(*header, 0) != kLocalHeader)
        return fail(ErrorCode::Corrupt,
                    concat("The entry ", shown(entry.name), " is not where the directory says"));
    const std::uint64_t nameLength = u16(*header, 26);
    const std::uint64_t nameBegin = entry.headerOffset + kLocalHeaderSize;
    const auto name = part(file, nameBegin, nameLength);
    if (!name || !std::equal(name->begin(), name->end(), std::as_bytes(std::span(entry.name)).begin(),
                             std::as_bytes(std::span(entry.name)).end()))
        return fail(ErrorCode::Corrupt,
                    concat("The entry ", shown(entry.name), " has another name in its own header"));
    const auto data = part(file, nameBegin + nameLength + u16(*header, 28), entry.size);
    if (!data)
        return fail(ErrorCode::Corrupt, concat("The file ends before the data of ", shown(entry.name)));
    return *data;
}

// Entries that share bytes could make one small file stand for terabytes.
Result<void> checkOverlaps(const std::vector<ZipEntry>& entries) {
    std::vector<const ZipEntry*> order;
    for (const ZipEntry& entry : entries)
        if (!entry.data.empty()) order.push_back(&entry);
    std::sort(order.begin(), order.end(),
              [](const ZipEntry* a, const ZipEntry* b) { return a->data.data() < b->data.data(); });
    for (std::size_t i = 1; i < order.size(); ++i)
        if (order[i - 1]->data.data() + order[i - 1]->data.size() > order[i]->data.data())
            return fail(ErrorCode::Corrupt, concat("The entries ", shown(order[i - 1]->name), " and ",
                                                   shown(order[i]->name), " overlap"));
    return {};
}

} // namespace

bool looksLikeZip(std::span<const std::byte> file) noexcept {
    return file.size() >= 4 && u32(file, 0) == kLocalHeader;
}

Result<ZipArchive> ZipArchive::read(std::span<const std::byte> file) {
    ATTUNE_TRY(const Directory location, locateDirectory(file));
    const auto found = part(file, location.begin, location.size);
    if (!found) return fail(ErrorCode::Corrupt, "The directory of the zip file lies outside the file");
    Bytes directory = *found;
    ZipArchive archive;
    for (std::uint64_t i = 0; i < location.entries; ++i) {
        ATTUNE_TRY(const RawEntry raw, readDirectoryEntry(directory));
        directory = directory.subspan(raw.recordSize);
        ATTUNE_TRY(const Bytes data, dataOf(file, raw));
        archive.m_entries.push_back({std::string(raw.name), data, raw.crc32});
    }
    ATTUNE_CHECK(checkOverlaps(archive.m_entries));
    for (std::size_t i = 0; i < archive.m_entries.size(); ++i)
        if (!archive.m_index.emplace(archive.m_entries[i].name, i).second)
            return fail(ErrorCode::Corrupt,
                        concat("The zip file holds ", shown(archive.m_entries[i].name), " twice"));
    return archive;
}

const ZipEntry* ZipArchive::find(std::string_view name) const {
    const auto place = m_index.find(name);
    return place == m_index.end() ? nullptr : &m_entries[place->second];
}

} // namespace attune::tensor::format
