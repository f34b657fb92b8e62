// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a spiece.model, then a text through what was read: every id is a piece, a sentinel or unknown.
#include "core/text/Tokenizer.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::text;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto tokenizer = Tokenizer::parse(bytes, "fuzz");
    if (!tokenizer) return 0;
    const std::string_view tail = bytes.substr(bytes.size() - bytes.size() / 4);
    for (const std::string_view text :
         {tail, std::string_view("A\xCC\x8A\xCC\x81 <extra_id_7>\xE2\x96\x81 drum\xC2\xBD")})
        for (const std::int64_t id : tokenizer->tokenize(text))
            if (id < 0 || id >= tokenizer->pieceCount() + 100) std::abort();
    return 0;
}
