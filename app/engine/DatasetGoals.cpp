// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/DatasetGoals.h"

#include "app/engine/ProjectSections.h"
#include "core/project/ModelRegistry.h"

namespace attune::engine {

Result<dataset::DoctorSettings> doctorSettingsFor(const project::Project& project) {
    dataset::DoctorSettings settings;
    if (!project.modelId().empty()) {
        if (const auto card = project::ModelRegistry().find(project.modelId());
            card && card->sampleRate > 0) {
            settings.sampleRate = SampleRate{card->sampleRate};
            settings.channelCount = card->audioChannels;
            if (card->sampleFrames > 0) settings.windowFrames = card->sampleFrames;
        }
    }
    ATTUNE_TRY(const latents::EncodeSettings encode, encodeSettingsOf(project));
    if (encode.windowFrames > 0) settings.windowFrames = encode.windowFrames;
    return settings;
}

} // namespace attune::engine
