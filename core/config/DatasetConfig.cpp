// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/DatasetConfig.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace attune::config {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 8> kRootKeys{"dataset_type",   "datasets",           "random_crop",
                                                    "drop_last",      "latent_crop_length", "min_length_sec",
                                                    "max_length_sec", "latent_extension"};
constexpr std::array<std::string_view, 3> kSourceKeys{"id", "path", "custom_metadata_module"};

template <std::size_t count>
bool isAmong(const std::array<std::string_view, count>& keys, std::string_view key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// The reference says nothing about any of these.
void noteUselessKeys(const Json& document, DatasetConfig& config) {
    for (const auto& [key, value] : document.items())
        if (!isAmong(kRootKeys, key))
            config.notes.push_back(concat('"', key, "\" is no key of a dataset config and has no effect."));
    if (config.type == DatasetType::AudioDirectory)
        for (const std::string_view key :
             {"latent_crop_length", "min_length_sec", "max_length_sec", "latent_extension"})
            if (document.contains(key))
                config.notes.push_back(concat('"', key, "\" acts on pre-encoded data only."));
    for (std::size_t i = 0; i < document.at("datasets").size(); ++i)
        for (const auto& [key, value] : document.at("datasets")[i].items()) {
            if (isAmong(kSourceKeys, key)) continue;
            const std::string place = concat("datasets[", i, "].", key);
            config.notes.push_back(
                isAmong(kRootKeys, key)
                    ? concat(place, " has no effect: \"", key, "\" belongs at the root of the config.")
                    : concat(place, " is no key of a dataset config and has no effect."));
        }
}

Result<std::vector<DatasetSource>> readSources(const JsonView& root) {
    ATTUNE_TRY(const JsonView list, root.at("datasets"));
    ATTUNE_TRY(const auto elements, list.elements());
    if (elements.empty()) return fail(ErrorCode::InvalidConfig, "\"datasets\" names no folder", list.path());
    std::vector<DatasetSource> sources;
    for (const JsonView& element : elements) {
        if (!element.value().is_object())
            return fail(ErrorCode::InvalidConfig, concat(element.path(), " should be an object"),
                        element.path());
        DatasetSource source;
        ATTUNE_TRY(source.id, element.string("id"));
        ATTUNE_TRY(const std::string path, element.string("path"));
        ATTUNE_TRY(const std::string module, element.stringOr("custom_metadata_module", ""));
        if (path.empty())
            return fail(ErrorCode::InvalidConfig, concat(element.path(), ".path is empty"), element.path());
        source.path = pathFromUtf8(path);
        source.metadataModule = pathFromUtf8(module);
        sources.push_back(std::move(source));
    }
    return sources;
}

Result<DatasetType> readType(const JsonView& root) {
    ATTUNE_TRY(const std::string type, root.string("dataset_type"));
    if (type == "audio_dir") return DatasetType::AudioDirectory;
    if (type == "pre_encoded") return DatasetType::PreEncoded;
    if (type == "s3" || type == "wds")
        return fail(ErrorCode::Refused,
                    concat("Datasets of type \"", type, "\" (cloud storage, tar shards) are not read here"),
                    "dataset_type", "Unpack the shards into a folder and use audio_dir.");
    return fail(ErrorCode::InvalidConfig, concat('"', type, "\" is no dataset type"), "dataset_type",
                "Use audio_dir or pre_encoded.");
}

Result<void> readPreEncodedKeys(const JsonView& root, DatasetConfig& config) {
    if (root.has("latent_crop_length")) {
        ATTUNE_TRY(config.latentCropLength, root.integer("latent_crop_length"));
        if (*config.latentCropLength <= 0)
            return fail(ErrorCode::InvalidConfig, "latent_crop_length should be 1 or more",
                        "latent_crop_length");
    }
    if (root.has("min_length_sec")) {
        ATTUNE_TRY(config.minLengthSeconds, root.number("min_length_sec"));
    }
    if (root.has("max_length_sec")) {
        ATTUNE_TRY(config.maxLengthSeconds, root.number("max_length_sec"));
    }
    if (config.minLengthSeconds && config.maxLengthSeconds &&
        *config.minLengthSeconds > *config.maxLengthSeconds)
        return fail(ErrorCode::InvalidConfig,
                    "min_length_sec is greater than max_length_sec: no clip passes both", "min_length_sec");
    ATTUNE_TRY(config.latentExtension, root.stringOr("latent_extension", "npy"));
    if (config.latentExtension.starts_with('.')) config.latentExtension.erase(0, 1);
    if (config.latentExtension.empty())
        return fail(ErrorCode::InvalidConfig, "latent_extension is empty", "latent_extension");
    return {};
}

} // namespace

Result<DatasetConfig> parseDatasetConfig(const Json& document, const fs::path& file) {
    if (!document.is_object())
        return fail(ErrorCode::InvalidConfig, "A dataset config should be an object", utf8FromPath(file));
    const JsonView root(document, "");
    DatasetConfig config;
    config.file = file;
    ATTUNE_TRY(config.type, readType(root));
    ATTUNE_TRY(config.sources, readSources(root));
    const bool isAudio = config.type == DatasetType::AudioDirectory;
    ATTUNE_TRY(config.randomCrop, root.boolOr("random_crop", isAudio));
    ATTUNE_TRY(config.dropLast, root.boolOr("drop_last", true));
    if (!isAudio) ATTUNE_CHECK(readPreEncodedKeys(root, config));
    noteUselessKeys(document, config);
    if (isAudio && !document.contains("random_crop"))
        config.notes.emplace_back("random_crop is not given, so each file longer than the window gives one "
                                  "window somewhere in it.");
    if (!isAudio && config.randomCrop && !config.latentCropLength)
        config.notes.emplace_back("random_crop has no effect without latent_crop_length.");
    return config;
}

Result<DatasetConfig> readDatasetConfig(const fs::path& file) {
    ATTUNE_TRY(const Json document, readJsonFile(file));
    auto config = parseDatasetConfig(document, file);
    if (!config) {
        Error error = std::move(config).error();
        error.context =
            error.context.empty() ? utf8FromPath(file) : concat(utf8FromPath(file), ": ", error.context);
        return fail(std::move(error));
    }
    return config;
}

fs::path resolvedPath(const DatasetConfig& config, const fs::path& path) {
    std::error_code ignored;
    if (path.is_absolute() || config.file.empty() || fs::exists(path, ignored)) return path;
    const fs::path beside = config.file.parent_path() / path;
    return fs::exists(beside, ignored) ? beside : path;
}

Json jsonFromDatasetConfig(const DatasetConfig& config) {
    Json sources = Json::array();
    for (const DatasetSource& source : config.sources) {
        Json element{{"id", source.id}, {"path", genericUtf8FromPath(source.path)}};
        if (!source.metadataModule.empty())
            element["custom_metadata_module"] = genericUtf8FromPath(source.metadataModule);
        sources.push_back(std::move(element));
    }
    const bool isAudio = config.type == DatasetType::AudioDirectory;
    Json document{{"dataset_type", isAudio ? "audio_dir" : "pre_encoded"}, {"datasets", sources}};
    if (config.latentCropLength) document["latent_crop_length"] = *config.latentCropLength;
    if (config.minLengthSeconds) document["min_length_sec"] = *config.minLengthSeconds;
    if (config.maxLengthSeconds) document["max_length_sec"] = *config.maxLengthSeconds;
    if (config.latentExtension != "npy") document["latent_extension"] = config.latentExtension;
    document["random_crop"] = config.randomCrop;
    document["drop_last"] = config.dropLast;
    return document;
}

} // namespace attune::config
