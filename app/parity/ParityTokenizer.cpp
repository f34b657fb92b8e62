// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "tokenizer": ids and masks of awkward prompts, cut and padded to several lengths.
#include "app/parity/Parity.h"

#include "core/text/Tokenizer.h"

#include <ATen/Functions.h>

namespace attune::parity {

Result<void> runTokenizer(const Fixture& fixture, Report& report) {
    ATTUNE_TRY(const auto expected, fixture.tensors("expected.safetensors"));
    const auto folder =
        fixture.description.contains("tokenizer_dir") ? fixture.path("tokenizer_dir") : fixture.folder;
    ATTUNE_TRY(const text::Tokenizer tokenizer, text::Tokenizer::load(folder / "spiece.model"));
    const auto prompts = fixture.description.at("prompts").get<std::vector<std::string>>();
    for (const std::int64_t length : fixture.description.at("max_lengths").get<std::vector<std::int64_t>>()) {
        std::vector<std::int64_t> ids;
        std::vector<std::int64_t> mask;
        for (const std::string& prompt : prompts) {
            const text::TokenIds tokens = tokenizer.encode(prompt, length);
            ids.insert(ids.end(), tokens.ids.begin(), tokens.ids.end());
            mask.insert(mask.end(), tokens.mask.begin(), tokens.mask.end());
        }
        const std::string suffix = std::to_string(length);
        const std::vector<std::int64_t> shape{static_cast<std::int64_t>(prompts.size()), length};
        report.compare("ids/" + suffix, at::tensor(ids, at::kLong).view(shape), expected.at("ids/" + suffix),
                       {});
        report.compare("mask/" + suffix, at::tensor(mask, at::kLong).view(shape),
                       expected.at("mask/" + suffix), {});
    }
    return {};
}

} // namespace attune::parity
