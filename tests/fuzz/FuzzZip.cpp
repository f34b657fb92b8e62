// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a zip file. Every entry that is accepted must lie in the file.
#include "core/tensor/format/Crc32.h"
#include "core/tensor/format/ZipArchive.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::tensor::format;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto archive = ZipArchive::read(std::as_bytes(std::span(data, size)));
    if (!archive) return 0;
    std::size_t total = 0;
    for (const ZipEntry& entry : archive->entries()) {
        total += entry.data.size();
        static_cast<void>(crc32(entry.data)); // touches every byte
        if (archive->find(entry.name) != &entry) std::abort();
    }
    if (total > size) std::abort();
    return 0;
}
