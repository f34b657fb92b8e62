// SPDX-License-Identifier: GPL-3.0-or-later
//
// DatasetConfig: dataset_config.json of stable-audio-tools, with the mistakes explained that the reference
// swallows.
//
// The reference ignores unknown keys, and reads some keys at the root only although its own documentation
// shows them inside `datasets`; each such key becomes a note here. Paths are relative to the working
// directory there; we also look beside the file. A custom metadata module is Python and never run: what it
// does is recognised where it can be.
//
// Value types. Threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::config {

enum class DatasetType { AudioDirectory, PreEncoded };

struct DatasetSource {
    std::string id;                       // only a label
    std::filesystem::path path;           // as written
    std::filesystem::path metadataModule; // custom_metadata_module as written; empty = none
};

struct DatasetConfig {
    DatasetType type{DatasetType::AudioDirectory};
    std::vector<DatasetSource> sources; // at least one
    bool randomCrop{true};              // default true for sounds, false for latents
    bool dropLast{true};
    // PreEncoded only.
    std::optional<std::int64_t> latentCropLength; // frames
    std::optional<double> minLengthSeconds;
    std::optional<double> maxLengthSeconds;
    std::string latentExtension{"npy"};

    std::vector<std::string> notes; // keys that have no effect and other surprises, in sentences
    std::filesystem::path file;     // where it was read from; empty for documents in memory
};

// Errors: InvalidConfig naming the key; Refused for `s3` and `wds` (cloud storage and tar shards).
[[nodiscard]] Result<DatasetConfig> parseDatasetConfig(const Json& document,
                                                       const std::filesystem::path& file = {});
// Errors also: NotFound, ReadFailed.
[[nodiscard]] Result<DatasetConfig> readDatasetConfig(const std::filesystem::path& file);

// A path of the config on this disk: as it is if it exists, else beside the config file if it exists there,
// else as it is.
[[nodiscard]] std::filesystem::path resolvedPath(const DatasetConfig& config,
                                                 const std::filesystem::path& path);

// The config as the reference reads it.
[[nodiscard]] Json jsonFromDatasetConfig(const DatasetConfig& config);

} // namespace attune::config
