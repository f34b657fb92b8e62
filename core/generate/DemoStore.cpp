// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/generate/DemoStore.h"

#include "core/audio/AudioWriter.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

namespace attune::generate {

Result<void> writeDemos(const std::filesystem::path& folder, StepIndex step,
                        const std::vector<RenderedDemo>& demos, const DemoIndexWriter& writeIndex) {
    ATTUNE_TRY(auto directory, AtomicDirectory::create(folder));
    for (const RenderedDemo& demo : demos) {
        audio::AudioFileTags tags;
        tags.title = demo.facts.prompt.empty() ? std::string("(no prompt)") : demo.facts.prompt;
        tags.prompt = demo.facts.prompt;
        tags.seed = demo.facts.seed;
        tags.step = step.value;
        tags.comment =
            concat(demo.facts.sampler, ", ", demo.facts.samplerSteps, " steps, CFG ", demo.facts.cfgScale,
                   demo.facts.negativePrompt.empty() ? "" : ", not: ", demo.facts.negativePrompt);
        ATTUNE_CHECK(audio::writeAudio(directory.path() / pathFromUtf8(demo.facts.file), demo.sound,
                                       audio::FileFormat::Flac24, tags));
    }
    if (writeIndex) ATTUNE_CHECK(writeIndex(directory.path(), demos));
    return directory.commit();
}

} // namespace attune::generate
