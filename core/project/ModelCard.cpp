// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/ModelCard.h"

#include "core/base/FileTime.h"
#include "core/base/Text.h"

#include <array>

namespace attune::project {

namespace fs = std::filesystem;
using config::Json;
using config::JsonView;

namespace {

constexpr std::array<std::pair<ModelKind, std::string_view>, 6> kKindNames{
    {{ModelKind::Diffusion, "diffusion"},
     {ModelKind::DiffusionOnly, "diffusion-only"},
     {ModelKind::Autoencoder, "autoencoder"},
     {ModelKind::TrainingCheckpoint, "training-checkpoint"},
     {ModelKind::Adapter, "adapter"},
     {ModelKind::Unknown, "unknown"}}};

constexpr std::array<std::pair<ModelProblem::Severity, std::string_view>, 3> kSeverityNames{
    {{ModelProblem::Severity::Note, "note"},
     {ModelProblem::Severity::Warning, "warning"},
     {ModelProblem::Severity::Blocking, "blocking"}}};

ModelKind kindFromName(std::string_view name) {
    for (const auto& [kind, known] : kKindNames)
        if (known == name) return kind;
    return ModelKind::Unknown; // of a newer version
}

Json jsonFromParts(const std::vector<ModelPartSize>& parts) {
    Json list = Json::array();
    for (const ModelPartSize& part : parts)
        list.push_back({{"name", part.name},
                        {"parameters", part.parameters},
                        {"bytes", part.bytes},
                        {"precision", part.precision}});
    return list;
}

Json jsonFromProblems(const std::vector<ModelProblem>& problems) {
    Json list = Json::array();
    for (const ModelProblem& problem : problems) {
        std::string_view severity = kSeverityNames[0].second;
        for (const auto& [value, name] : kSeverityNames)
            if (value == problem.severity) severity = name;
        list.push_back({{"severity", severity}, {"message", problem.message}, {"remedy", problem.remedy}});
    }
    return list;
}

Result<std::vector<ModelPartSize>> partsFromJson(const JsonView& view) {
    std::vector<ModelPartSize> parts;
    const auto list = view.find("parts");
    if (!list) return parts;
    constexpr std::int64_t kMost = 1LL << 40; // of parameters in a part, so that they can be added up
    ATTUNE_TRY(const auto elements, list->elements());
    for (const JsonView& element : elements) {
        ModelPartSize part;
        ATTUNE_TRY(part.name, element.string("name"));
        ATTUNE_TRY(part.parameters, element.integerOr("parameters", 0));
        if (part.parameters < 0 || part.parameters > kMost)
            return fail(ErrorCode::InvalidConfig, element.path() + ".parameters is impossible",
                        element.path());
        ATTUNE_TRY(part.bytes, element.integerOr("bytes", 0));
        ATTUNE_TRY(part.precision, element.stringOr("precision", ""));
        parts.push_back(std::move(part));
    }
    return parts;
}

Result<std::vector<ModelProblem>> problemsFromJson(const JsonView& view) {
    std::vector<ModelProblem> problems;
    const auto list = view.find("problems");
    if (!list) return problems;
    ATTUNE_TRY(const auto elements, list->elements());
    for (const JsonView& element : elements) {
        ModelProblem problem;
        ATTUNE_TRY(const std::string severity, element.stringOr("severity", "note"));
        for (const auto& [value, name] : kSeverityNames)
            if (name == severity) problem.severity = value;
        ATTUNE_TRY(problem.message, element.string("message"));
        ATTUNE_TRY(problem.remedy, element.stringOr("remedy", ""));
        problems.push_back(std::move(problem));
    }
    return problems;
}

} // namespace

std::string_view modelKindName(ModelKind kind) noexcept {
    for (const auto& [known, name] : kKindNames)
        if (known == kind) return name;
    return "unknown";
}

std::int64_t ModelCard::parameterCount() const noexcept {
    std::int64_t count = 0;
    for (const ModelPartSize& part : parts) count += part.parameters;
    return count;
}

double ModelCard::lengthSeconds() const noexcept {
    return sampleRate > 0 ? static_cast<double>(sampleFrames) / sampleRate : 0.0;
}

bool ModelCard::isCurrent() const noexcept {
    try {
        const auto stamp = fileStamp(file);
        return stamp && *stamp == FileStamp{fileBytes, modifiedNs};
    } catch (...) {
        return false; // no memory for the answer: look at the file again
    }
}

Result<FileStamp> fileStamp(const fs::path& file) {
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(file)));
    const auto time = fs::last_write_time(file, error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(file)));
    return FileStamp{static_cast<std::int64_t>(bytes), nanosecondsOf(time)};
}

Json ModelCard::toJson() const {
    return Json{{"id", id},
                {"name", name},
                {"file", utf8FromPath(file)},
                {"config_file", utf8FromPath(configFile)},
                {"text_encoder_folder", utf8FromPath(textEncoderFolder)},
                {"kind", modelKindName(kind)},
                {"family", family},
                {"objective", objective},
                {"container", container},
                {"sample_rate", sampleRate},
                {"audio_channels", audioChannels},
                {"sample_frames", sampleFrames},
                {"downsampling_ratio", downsamplingRatio},
                {"latent_channels", latentChannels},
                {"parts", jsonFromParts(parts)},
                {"has_ema", hasEma},
                {"is_toy", isToy},
                {"can_train", canTrain},
                {"cannot_train_reason", cannotTrainReason},
                {"problems", jsonFromProblems(problems)},
                {"file_bytes", fileBytes},
                {"modified_ns", modifiedNs},
                {"hash", hash.hex()},
                {"added", addedUtc}};
}

Result<ModelCard> ModelCard::fromJson(const JsonView& view) {
    ModelCard card;
    ATTUNE_TRY(card.id, view.string("id"));
    ATTUNE_TRY(card.name, view.stringOr("name", card.id));
    ATTUNE_TRY(const std::string file, view.string("file"));
    ATTUNE_TRY(const std::string configFile, view.stringOr("config_file", ""));
    ATTUNE_TRY(const std::string textFolder, view.stringOr("text_encoder_folder", ""));
    card.file = pathFromUtf8(file);
    card.configFile = pathFromUtf8(configFile);
    card.textEncoderFolder = pathFromUtf8(textFolder);
    ATTUNE_TRY(const std::string kind, view.stringOr("kind", ""));
    card.kind = kindFromName(kind);
    ATTUNE_TRY(card.family, view.stringOr("family", ""));
    ATTUNE_TRY(card.objective, view.stringOr("objective", ""));
    ATTUNE_TRY(card.container, view.stringOr("container", ""));
    ATTUNE_TRY(const std::int64_t rate, view.integerOr("sample_rate", 0));
    ATTUNE_TRY(const std::int64_t channels, view.integerOr("audio_channels", 0));
    card.sampleRate = static_cast<int>(rate);
    card.audioChannels = static_cast<int>(channels);
    ATTUNE_TRY(card.sampleFrames, view.integerOr("sample_frames", 0));
    ATTUNE_TRY(card.downsamplingRatio, view.integerOr("downsampling_ratio", 0));
    ATTUNE_TRY(card.latentChannels, view.integerOr("latent_channels", 0));
    ATTUNE_TRY(card.parts, partsFromJson(view));
    ATTUNE_TRY(card.hasEma, view.boolOr("has_ema", false));
    ATTUNE_TRY(card.isToy, view.boolOr("is_toy", false));
    ATTUNE_TRY(card.canTrain, view.boolOr("can_train", false));
    ATTUNE_TRY(card.cannotTrainReason, view.stringOr("cannot_train_reason", ""));
    ATTUNE_TRY(card.problems, problemsFromJson(view));
    ATTUNE_TRY(card.fileBytes, view.integerOr("file_bytes", 0));
    ATTUNE_TRY(card.modifiedNs, view.integerOr("modified_ns", 0));
    ATTUNE_TRY(const std::string hash, view.stringOr("hash", ContentHash{}.hex()));
    ATTUNE_TRY(card.hash, ContentHash::fromHex(hash));
    ATTUNE_TRY(card.addedUtc, view.stringOr("added", ""));
    return card;
}

} // namespace attune::project
