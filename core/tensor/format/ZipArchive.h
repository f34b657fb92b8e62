// SPDX-License-Identifier: GPL-3.0-or-later
//
// ZipArchive: finds the entries of a zip file held in untrusted memory. Free of LibTorch.
//
// Only what torch writes: stored (uncompressed, unencrypted) entries on one disk, zip64 included. Nothing is
// extracted and names are never used as paths; they are looked up.
// Format: PKWARE APPNOTE 6.3.9, sections 4.3 to 4.5.
// Ownership: entries view the memory, which must outlive the archive. Threads: const methods from any thread.
#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune::tensor::format {

struct ZipEntry {
    std::string name;
    std::span<const std::byte> data;
    std::uint32_t crc32{
        0}; // as the archive states it; 0 when whoever wrote it did not compute it, as torch may be told

    [[nodiscard]] bool hasChecksum() const noexcept { return crc32 != 0; }
};

class ZipArchive {
public:
    // Errors: Corrupt (no directory at the end: truncated; entries that overlap or lie outside; a name
    // twice), UnsupportedFormat (compressed, encrypted, several disks).
    [[nodiscard]] static Result<ZipArchive> read(std::span<const std::byte> file);
    ZipArchive(ZipArchive&&) noexcept = default;
    ZipArchive& operator=(ZipArchive&&) noexcept = default;
    ZipArchive(const ZipArchive&) = delete; // the index views the names of these very entries
    ZipArchive& operator=(const ZipArchive&) = delete;

    [[nodiscard]] const std::vector<ZipEntry>& entries() const noexcept { return m_entries; }
    [[nodiscard]] const ZipEntry* find(std::string_view name) const; // null when absent

private:
    ZipArchive() = default;
    std::vector<ZipEntry> m_entries; // in the order of the directory
    std::unordered_map<std::string_view, std::size_t>
        m_index; // views of the names; entries do not move after reading
};

[[nodiscard]] bool looksLikeZip(std::span<const std::byte> file) noexcept;

} // namespace attune::tensor::format
