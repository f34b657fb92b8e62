// SPDX-License-Identifier: GPL-3.0-or-later
//
// MetadataModule: looks at the Python file that a dataset config names as custom_metadata_module, without running it,
// and says which of our prompt presets does the same.
//
// Those scripts choose a text (file or folder name) and put it through re.sub() calls. A script is recognised by its
// substitutions, in order, whatever its variables are called. Everything else is unknown and said to be so.
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
    std::vector<Substitution> substitutions; // the re.sub() calls with literal arguments, in the order of the text
    bool setsOtherKeys{false};               // it returns more than a prompt, or rejects or replaces items
    std::string preset;                      // name of a dataset prompt preset that does the same; empty = none known
    std::string explanation;                 // one or two sentences for the user
};

[[nodiscard]] MetadataModule recogniseMetadataModule(std::string_view source);
// Errors: those of readTextFile.
[[nodiscard]] Result<MetadataModule> readMetadataModule(const std::filesystem::path& file);

} // namespace attune::config
