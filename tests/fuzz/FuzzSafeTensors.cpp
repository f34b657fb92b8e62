// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a .safetensors file. What is accepted must lie in the file and survive being written and read
// again.
#include "core/tensor/format/SafeTensorsHeader.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::tensor::format;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file = std::as_bytes(std::span(data, size));
    const auto header = parseSafeTensorsHeader(file);
    if (!header) return 0;
    for (const TensorRecord& record : header->tensors)
        if (record.beginByte > record.endByte || record.endByte > size) std::abort();
    const SafeTensorsLayout layout = layOutSafeTensors(header->tensors, header->metadata);
    const std::string again = layout.front + std::string(size - header->dataBegin, '\0');
    const auto reread = parseSafeTensorsHeader(std::as_bytes(std::span(again)));
    if (!reread || reread->tensors.size() != header->tensors.size()) std::abort();
    return 0;
}
