// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/RunDocuments.h"

#include "core/base/Text.h"
#include "core/project/Documents.h"

#include <array>

namespace attune::project {

using config::Json;
using config::JsonView;

namespace {

constexpr const char* kRunFormat = "attune-run";
constexpr const char* kStateFormat = "attune-run-status";
constexpr std::int64_t kVersion = 1;

constexpr std::array<std::pair<RunStatus, std::string_view>, 6> kStatusNames{
    {{RunStatus::Created, "created"},
     {RunStatus::Running, "running"},
     {RunStatus::Stopped, "stopped"},
     {RunStatus::Finished, "finished"},
     {RunStatus::Failed, "failed"},
     {RunStatus::Interrupted, "interrupted"}}};

Result<RunStatus> statusFromName(const std::string& name, const std::string& where) {
    for (const auto& [status, known] : kStatusNames)
        if (known == name) return status;
    return fail(ErrorCode::InvalidConfig, concat("\"", name, "\" is no state of a run"), where);
}

ErrorCode codeFromName(std::string_view name) {
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
        if (errorCodeName(static_cast<ErrorCode>(code)) == name) return static_cast<ErrorCode>(code);
    return ErrorCode::Internal;
}

Json jsonFromError(const Error& error) {
    return Json{{"code", errorCodeName(error.code)},
                {"message", error.message},
                {"context", error.context},
                {"remedy", error.remedy}};
}

Result<Error> errorFromJson(const JsonView& view) {
    Error error;
    ATTUNE_TRY(const std::string code, view.stringOr("code", ""));
    error.code = codeFromName(code);
    ATTUNE_TRY(error.message, view.stringOr("message", ""));
    ATTUNE_TRY(error.context, view.stringOr("context", ""));
    ATTUNE_TRY(error.remedy, view.stringOr("remedy", ""));
    return error;
}

} // namespace

std::string_view runStatusName(RunStatus status) noexcept {
    for (const auto& [known, name] : kStatusNames)
        if (known == status) return name;
    return "created";
}

Result<RunDescription> readRunDescription(const std::filesystem::path& file) {
    ATTUNE_TRY(const Json document, readDocument(file, kRunFormat, kVersion));
    const JsonView view(document, utf8FromPath(file));
    RunDescription description;
    ATTUNE_TRY(description.number, view.integer("number"));
    ATTUNE_TRY(description.name, view.string("name"));
    ATTUNE_TRY(description.createdUtc, view.stringOr("created", ""));
    ATTUNE_TRY(description.clonedFrom, view.stringOr("cloned_from", ""));
    ATTUNE_TRY(const JsonView settings, view.at("settings"));
    description.settings = settings.value();
    description.model = memberOrNull(document, "model");
    description.dataset = memberOrNull(document, "dataset");
    description.versions = memberOrNull(document, "versions");
    return description;
}

Result<void> writeRunDescription(const std::filesystem::path& file, const RunDescription& description) {
    Json document{{"format", kRunFormat},
                  {"version", kVersion},
                  {"number", description.number},
                  {"name", sanitizedUtf8(description.name)},
                  {"created", description.createdUtc},
                  {"settings", description.settings},
                  {"model", description.model},
                  {"dataset", description.dataset},
                  {"versions", description.versions}};
    if (!description.clonedFrom.empty()) document["cloned_from"] = description.clonedFrom;
    return config::writeJsonFile(file, document);
}

Result<RunState> readRunState(const std::filesystem::path& file) {
    ATTUNE_TRY(const Json document, readDocument(file, kStateFormat, kVersion));
    const std::string where = utf8FromPath(file);
    const JsonView view(document, where);
    RunState state;
    ATTUNE_TRY(const std::string status, view.string("status"));
    ATTUNE_TRY(state.status, statusFromName(status, where));
    ATTUNE_TRY(state.step, view.integerOr("step", 0));
    ATTUNE_TRY(state.trainedSeconds, view.numberOr("trained_seconds", 0.0));
    ATTUNE_TRY(state.startedUtc, view.stringOr("started", ""));
    ATTUNE_TRY(state.endedUtc, view.stringOr("ended", ""));
    ATTUNE_TRY(state.notes, view.stringOr("notes", ""));
    ATTUNE_TRY(state.isPinned, view.boolOr("pinned", false));
    if (view.has("pinned_steps")) {
        ATTUNE_TRY(state.pinnedSteps, view.integers("pinned_steps"));
    }
    if (view.has("best_step")) {
        ATTUNE_TRY(state.bestStep, view.integer("best_step"));
    }
    if (view.has("taken_to")) {
        ATTUNE_TRY(state.takenTo, view.integer("taken_to"));
    }
    if (const auto error = view.find("error")) {
        ATTUNE_TRY(state.error, errorFromJson(*error));
    }
    return state;
}

Result<void> writeRunState(const std::filesystem::path& file, const RunState& state) {
    Json document{{"format", kStateFormat},
                  {"version", kVersion},
                  {"status", runStatusName(state.status)},
                  {"step", state.step},
                  {"trained_seconds", state.trainedSeconds},
                  {"started", state.startedUtc},
                  {"ended", state.endedUtc},
                  {"notes", sanitizedUtf8(state.notes)},
                  {"pinned", state.isPinned},
                  {"pinned_steps", state.pinnedSteps}};
    if (state.bestStep) document["best_step"] = *state.bestStep;
    if (state.takenTo) document["taken_to"] = *state.takenTo;
    if (state.error) document["error"] = jsonFromError(*state.error);
    return config::writeJsonFile(file, document);
}

} // namespace attune::project
