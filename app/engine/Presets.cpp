// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/Presets.h"

#include "app/engine/Resources.h"
#include "core/base/Log.h"
#include "core/base/Text.h"

#include <algorithm>
#include <map>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kSmallCardBytes = 12'000'000'000; // below this the presets for 8 GB fit better

Result<Preset> readPreset(const fs::path& file) {
    ATTUNE_TRY(config::RunSettings settings, config::readRunSettings(file));
    return Preset{utf8FromPath(file.stem()), std::move(settings)};
}

// Prompts of the training clips with the length of a clip of each.
struct PromptUse {
    std::int64_t clips{0};
    double seconds{0.0};
};

} // namespace

Result<std::vector<Preset>> presets() {
    ATTUNE_TRY(const fs::path folder, presetsFolder());
    std::vector<Preset> found;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".json") continue;
        if (auto preset = readPreset(entry.path()))
            found.push_back(std::move(*preset));
        else
            log::warning(preset.error().describe());
    }
    if (error)
        return fail(
            errorFromException(std::system_error(error, "The presets cannot be read"), utf8FromPath(folder)));
    std::sort(found.begin(), found.end(), [](const Preset& a, const Preset& b) { return a.id < b.id; });
    return found;
}

Result<Preset> findPreset(std::string_view which) {
    const fs::path file = pathFromUtf8(which);
    std::error_code error;
    if (file.extension() == ".json" || fs::is_regular_file(file, error)) return readPreset(file);
    ATTUNE_TRY(const std::vector<Preset> known, presets());
    std::string names;
    for (const Preset& preset : known) {
        if (preset.id == which) return preset;
        names += (names.empty() ? "" : ", ") + preset.id;
    }
    return fail(ErrorCode::NotFound, concat("There is no preset called ", which), {},
                concat("There are: ", names, ". A JSON file of settings works too."));
}

std::string presetFor(const project::ModelCard& model, std::int64_t deviceBytes) {
    if (model.isToy) return "starter";
    const bool isSmallCard = deviceBytes > 0 && deviceBytes < kSmallCardBytes;
    const std::string family = model.family == "Stable Audio Open 1.0" || model.objective == "v"
                                   ? "stable-audio-open-1.0"
                                   : "stable-audio-open-small";
    return isSmallCard ? family + "-8gb" : family;
}

std::vector<config::DemoPrompt> demoPromptsFrom(std::span<const dataset::ClipRecord> clips,
                                                std::size_t count) {
    std::map<std::string, PromptUse> uses;
    for (const dataset::ClipRecord& clip : clips) {
        if (!clip.isUsable() || clip.split == dataset::SplitSide::HeldOut || clip.prompt.empty()) continue;
        PromptUse& use = uses[clip.prompt];
        ++use.clips;
        use.seconds = std::max(use.seconds, clip.durationSeconds());
    }
    std::vector<std::pair<std::string, PromptUse>> order(uses.begin(), uses.end());
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.second.clips > b.second.clips; });
    // All equally frequent (each clip its own prompt): spread over the alphabet instead of the first few
    // neighbours.
    const bool areAllEqual = !order.empty() && order.front().second.clips == order.back().second.clips;
    std::vector<config::DemoPrompt> prompts;
    const std::size_t shown = std::min(count, order.size());
    for (std::size_t index = 0; index < shown; ++index) {
        const auto& [text, use] = order[areAllEqual ? index * order.size() / shown : index];
        config::DemoPrompt prompt;
        prompt.prompt = text;
        prompt.seed = static_cast<std::int64_t>(index) + 1;
        prompt.secondsTotal = use.seconds;
        prompts.push_back(std::move(prompt));
    }
    return prompts;
}

} // namespace attune::engine
