// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/ZipWriter.h"

#include "core/tensor/format/Crc32.h"

#include <algorithm>
#include <concepts>

namespace attune::tensor::format {

namespace {

constexpr std::uint32_t kMax32 = 0xFFFFFFFF;
constexpr std::uint16_t kMax16 = 0xFFFF;
constexpr std::uint16_t kUtf8Names = 0x0800;
constexpr std::uint16_t kVersionZip64 = 45;

template <std::unsigned_integral... Numbers>
void append(std::string& text, Numbers... numbers) {
    const auto one = [&](auto number) {
        for (std::size_t i = 0; i < sizeof number; ++i)
            text += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xFF);
    };
    (one(numbers), ...);
}

std::uint16_t u16(std::uint64_t value) {
    return static_cast<std::uint16_t>(std::min<std::uint64_t>(value, kMax16));
}
std::uint32_t u32(std::uint64_t value) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(value, kMax32));
}

} // namespace

Result<ZipWriter> ZipWriter::create(const std::filesystem::path& file) {
    ATTUNE_TRY(AtomicFileWriter writer, AtomicFileWriter::open(file));
    return ZipWriter(std::move(writer));
}

Result<void> ZipWriter::write(std::string_view bytes) {
    m_position += bytes.size();
    return m_writer.write(std::as_bytes(std::span(bytes)));
}

Result<void> ZipWriter::add(std::string_view name, std::span<const std::byte> data) {
    const Entry entry{std::string(name), crc32(data), data.size(), m_position};
    std::string extra;
    if (entry.size >= kMax32) append(extra, std::uint16_t{1}, std::uint16_t{16}, entry.size, entry.size);
    const std::uint64_t begin =
        m_position + 30 + name.size() + extra.size() + 4; // of the data, without padding
    const auto padding = static_cast<std::uint16_t>((kAlignment - begin % kAlignment) % kAlignment);
    append(extra, std::uint16_t{0x4246}, padding); // "FB"
    extra.append(padding, 'Z');

    std::string header;
    append(header, std::uint32_t{0x04034B50}, kVersionZip64, kUtf8Names, std::uint16_t{0}, std::uint32_t{0},
           entry.crc32, u32(entry.size), u32(entry.size), u16(name.size()), u16(extra.size()));
    ATTUNE_CHECK(write(header + entry.name + extra));
    ATTUNE_CHECK(m_writer.write(data));
    m_position += data.size();
    m_entries.push_back(entry);
    return {};
}

Result<void> ZipWriter::commit() {
    const std::uint64_t directoryBegin = m_position;
    for (const Entry& entry : m_entries) {
        std::string extra; // holds exactly the fields that are all ones in the record
        if (entry.size >= kMax32) append(extra, entry.size, entry.size);
        if (entry.headerOffset >= kMax32) append(extra, entry.headerOffset);
        if (!extra.empty()) {
            std::string head;
            append(head, std::uint16_t{1}, u16(extra.size()));
            extra.insert(0, head);
        }
        std::string record;
        append(record, std::uint32_t{0x02014B50}, kVersionZip64, kVersionZip64, kUtf8Names, std::uint16_t{0},
               std::uint32_t{0}, entry.crc32, u32(entry.size), u32(entry.size), u16(entry.name.size()),
               u16(extra.size()), std::uint16_t{0}, std::uint16_t{0}, std::uint16_t{0}, std::uint32_t{0},
               u32(entry.headerOffset));
        ATTUNE_CHECK(write(record + entry.name + extra));
    }
    const std::uint64_t directoryEnd = m_position;
    const std::uint64_t directorySize = directoryEnd - directoryBegin;
    const std::uint64_t count = m_entries.size();
    std::string end;
    if (count >= kMax16 || directoryBegin >= kMax32 || directorySize >= kMax32) {
        append(end, std::uint32_t{0x06064B50}, std::uint64_t{44}, kVersionZip64, kVersionZip64,
               std::uint32_t{0}, std::uint32_t{0}, count, count, directorySize, directoryBegin);
        append(end, std::uint32_t{0x07064B50}, std::uint32_t{0}, directoryEnd, std::uint32_t{1});
    }
    append(end, std::uint32_t{0x06054B50}, std::uint16_t{0}, std::uint16_t{0}, u16(count), u16(count),
           u32(directorySize), u32(directoryBegin), std::uint16_t{0});
    ATTUNE_CHECK(write(end));
    return m_writer.commit();
}

} // namespace attune::tensor::format
