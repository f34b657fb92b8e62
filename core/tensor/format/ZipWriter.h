// SPDX-License-Identifier: GPL-3.0-or-later
//
// ZipWriter: writes a zip file of stored entries, each aligned, piece by piece and atomically. Free of
// LibTorch.
//
// zip64 fields are used where sizes, offsets or counts need them, as torch does. Padding goes into the extra
// field "FB" of the local header, which readers skip. Threads: one thread.
#pragma once

#include "core/base/AtomicFile.h"
#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::tensor::format {

class ZipWriter {
public:
    // Data begin at multiples of this in the file; what torch promises to those who map its files.
    static constexpr std::uint64_t kAlignment = 64;

    // Errors of all members: those of AtomicFile.
    [[nodiscard]] static Result<ZipWriter> create(const std::filesystem::path& file);
    [[nodiscard]] Result<void> add(std::string_view name, std::span<const std::byte> data);
    [[nodiscard]] Result<void> commit();

private:
    struct Entry {
        std::string name;
        std::uint32_t crc32{0};
        std::uint64_t size{0};
        std::uint64_t headerOffset{0};
    };
    explicit ZipWriter(AtomicFileWriter writer) : m_writer(std::move(writer)) {}
    [[nodiscard]] Result<void> write(std::string_view bytes);

    AtomicFileWriter m_writer;
    std::vector<Entry> m_entries;
    std::uint64_t m_position{0}; // in the file
};

} // namespace attune::tensor::format
