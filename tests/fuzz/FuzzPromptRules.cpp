// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text as prompt rules in JSON. What is accepted survives a round trip; what compiles makes valid UTF-8 of
// any clip, in bounded time whatever its patterns.
#include "core/base/Text.h"
#include "core/dataset/PromptRules.h"

#include <cstdint>
#include <cstdlib>

using namespace attune;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document =
        config::parseJson(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
    if (!document) return 0;
    const auto rules = dataset::PromptRules::fromJson(config::JsonView(*document, ""));
    if (!rules) return 0;
    const config::Json written = rules->toJson();
    const auto again = dataset::PromptRules::fromJson(config::JsonView(written, ""));
    if (!again || !(*again == *rules)) std::abort();
    const auto maker = dataset::PromptMaker::compile(*rules);
    if (!maker) return 0;
    dataset::PromptContext context;
    context.path = "Drums/Тёплый/Acid6DistSplinter D#m 120BPM 3b16n 4bars (2).wav";
    context.tags = {{"title", "A title"}, {"bpm", "174"}};
    context.sidecarText = "a warm \xFF kick"; // foreign bytes
    const dataset::PromptOutcome outcome = maker->make(context);
    if (outcome.alternatives.empty()) std::abort();
    for (const dataset::PromptAlternative& alternative : outcome.alternatives)
        if (!(alternative.weight > 0.0)) std::abort();
    return 0;
}
