// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/SatPrompts.h"

#include "core/base/Text.h"
#include "core/config/MetadataModule.h"
#include "core/dataset/PromptRules.h"

#include <memory>

namespace attune::engine {

Result<SatPrompts> satPromptsOf(const config::DatasetConfig& config) {
    SatPrompts prompts;
    std::optional<std::string> chosen; // by an earlier module: a preset, or "" for the documents' own prompts
    for (const config::DatasetSource& source : config.sources) {
        if (source.metadataModule.empty()) continue;
        const std::filesystem::path file = config::resolvedPath(config, source.metadataModule);
        ATTUNE_TRY(const config::MetadataModule module, config::readMetadataModule(file));
        if (!module.isKnown())
            return fail(ErrorCode::Refused,
                        concat("The metadata module is Python, which is not run here. ", module.explanation),
                        utf8FromPath(file),
                        "Add the sounds to a project and write their prompts by rules there.");
        if (chosen && *chosen != module.preset)
            return fail(ErrorCode::Refused, "The dataset's folders name different metadata modules",
                        utf8FromPath(file), "Encode them one by one.");
        chosen = module.preset;
        if (!module.keepsPrompts)
            prompts.notes.push_back(concat(utf8FromPath(file), " does what our prompt preset \"",
                                           module.preset, "\" does, which is used instead."));
    }
    if (!chosen || chosen->empty()) return prompts;
    prompts.preset = *chosen;
    const dataset::PromptPreset* const found = dataset::findPromptPreset(prompts.preset);
    if (found == nullptr)
        return fail(ErrorCode::Internal, concat("The prompt preset ", prompts.preset, " is missing"));
    ATTUNE_TRY(dataset::PromptMaker compiled, dataset::PromptMaker::compile(found->rules));
    const auto maker = std::make_shared<const dataset::PromptMaker>(std::move(compiled));
    prompts.promptOf = [maker](const std::string& relativePath) -> std::optional<std::string> {
        dataset::PromptContext context;
        context.path = relativePath;
        const dataset::PromptOutcome outcome = maker->make(context);
        return outcome.isRejected ? std::nullopt : std::optional(outcome.text());
    };
    return prompts;
}

} // namespace attune::engine
