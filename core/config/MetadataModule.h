// SPDX-License-Identifier: GPL-3.0-or-later
//
// MetadataModule: looks at the Python file that a dataset config names as custom_metadata_module, without
// running it, and says which of our prompt presets does the same.
//
// Those scripts choose a text (file or folder name) and put it through re.sub() calls. A script is recognised
// by its substitutions, in order, whatever its variables are called. A module that only hands on the prompt
// that the pair's own document holds (as the one of our export does) is recognised too. Everything else is
// unknown and said to be so.
//
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace attune::config {

struct Substitution {
    std::string pattern;
    std::string replacement;
    bool operator==(const Substitution&) const = default;
};

struct MetadataModule {
    std::vector<Substitution>
        substitutions;         // the re.sub() calls with literal arguments, in the order of the text
    bool setsOtherKeys{false}; // it returns more than a prompt, or rejects or replaces items
    std::string preset;        // name of a dataset prompt preset that does the same; empty = none known
    bool keepsPrompts{false};  // it changes nothing: prompts are those of the documents
    [[nodiscard]] bool isKnown() const noexcept { return keepsPrompts || !preset.empty(); }
    std::string explanation; // one or two sentences for the user
};

// A module that keeps the documents' prompts: what an export for stable-audio-tools is written with, since it
// asks for a module where the documents would do.
inline constexpr std::string_view kPromptKeepingModule =
    "# Written by Attune. The prompts are in the .json files; stable-audio-tools asks for this function all "
    "the same.\n"
    "def get_custom_metadata(info, audio):\n"
    "    return {\"prompt\": info.get(\"prompt\", \"\")}\n";

[[nodiscard]] MetadataModule recogniseMetadataModule(std::string_view source);
// Errors: those of readTextFile.
[[nodiscard]] Result<MetadataModule> readMetadataModule(const std::filesystem::path& file);

} // namespace attune::config
