// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes as a text beside a sound, a table of prompts and a filter of clips: whatever they are, valid UTF-8 or
// an error.
#include "core/base/Text.h"
#include "core/dataset/ClipQuery.h"
#include "core/dataset/Sidecars.h"

#include <cstdint>
#include <cstdlib>

using namespace attune;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string text = dataset::utf8FromForeignText(bytes);
    if (!isValidUtf8(text)) std::abort();
    if (const auto table = dataset::PromptTable::parse(text, "fuzz")) {
        if (table->columns().empty()) std::abort();
        static_cast<void>(table->rowFor("drums/kick.wav"));
    }
    if (const auto query = dataset::ClipQuery::parse(bytes)) {
        dataset::ClipRecord clip;
        clip.path = "drums/kick 2.wav";
        static_cast<void>(query->matches(clip));
    }
    return 0;
}
