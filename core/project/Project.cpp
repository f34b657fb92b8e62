// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/Project.h"

#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/UtcTime.h"
#include "core/project/ProjectFile.h"

namespace attune::project {

namespace fs = std::filesystem;
using config::Json;

namespace {

constexpr const char* kFormat = "attune-project";
constexpr const char* kDocumentName = "project.json";
constexpr const char* kLockName = "project.lock";

fs::path normal(const fs::path& place) {
    std::error_code error;
    const fs::path absolute = fs::absolute(place, error);
    return error ? place : absolute.lexically_normal();
}

// Without the file everything works but the double click.
void provideProjectFile(const Project& project) {
    if (const auto written = ensureProjectFile(project.folder(), project.name()); !written)
        log::warning(written.error().describe());
}

// What a power cut or a kill left; of an exported checkpoint in the folder of its own. Checkpoints that were
// complete but for their name are the run's to recover.
void sweep(const Project& project) {
    const fs::path exports = project.folder() / "exports";
    const fs::path imported = project.latentsFolder() / "imported"; // sets of latents, each a folder
    for (const fs::path& swept : {project.folder(), project.runsFolder(), exports, imported})
        removeLeftoverTemporaries(swept);
    for (const fs::path& exported : entriesOf(exports)) removeLeftoverTemporaries(exported);
    for (const fs::path& run : entriesOf(project.runsFolder()))
        removeLeftoverTemporaries(run / "checkpoints", "state.json");
}

} // namespace

Result<Json> parseProjectDocument(std::string_view text, const std::string& name) {
    ATTUNE_TRY(Json document, config::parseJson(text, name));
    if (!document.is_object())
        return fail(ErrorCode::InvalidConfig, "The project file is not an object", name);
    const config::JsonView view(document, "");
    ATTUNE_TRY(const std::string format, view.stringOr("format", ""));
    if (format != kFormat)
        return fail(ErrorCode::InvalidConfig, "This project.json belongs to another program", name);
    ATTUNE_TRY(const std::int64_t version, view.integer("version"));
    if (version < 1) return fail(ErrorCode::InvalidConfig, "The version of the project makes no sense", name);
    for (const char* key : {"name", "created", "model", "notes"})
        if (view.has(key) && !document.at(key).is_string())
            return fail(ErrorCode::InvalidConfig, concat('"', key, "\" of the project is no text"), name);
    return document;
}

fs::path Project::folderOf(const fs::path& place) {
    const fs::path whole = normal(place);
    return whole.filename() == kDocumentName || isProjectFile(whole) ? whole.parent_path() : whole;
}

bool Project::isProject(const fs::path& place) noexcept {
    try {
        std::error_code error;
        return fs::is_regular_file(folderOf(place) / kDocumentName, error);
    } catch (...) {
        return false; // no memory for the path: nothing that could be opened either
    }
}

Result<Project> Project::create(const fs::path& place, const std::string& name) {
    if (trimAscii(name).empty())
        return fail(ErrorCode::InvalidArgument, "A project needs a name", utf8FromPath(place));
    const fs::path folder = folderOf(place);
    ATTUNE_CHECK(makeFolder(folder));
    if (isProject(folder))
        return fail(ErrorCode::AlreadyExists, "There is a project in this folder already",
                    utf8FromPath(folder), "Open it, or choose another folder.");
    ATTUNE_TRY(auto lock, platform::FileLock::acquire(folder / kLockName));
    Project project(
        folder,
        Json{{"format", kFormat}, {"version", kProjectVersion}, {"name", name}, {"created", utcNow()}});
    project.m_lock = std::move(lock);
    project.m_isModified = true;
    ATTUNE_CHECK(project.save());
    provideProjectFile(project);
    return project;
}

Result<Project> Project::open(const fs::path& place, Access access) {
    const fs::path folder = folderOf(place);
    const fs::path file = folder / kDocumentName;
    if (!isProject(folder)) {
        if (isProjectFile(place))
            return fail(ErrorCode::NotFound, "This file is not in its project's folder any more",
                        utf8FromPath(place), "Open the folder that has project.json in it.");
        return fail(ErrorCode::NotFound, "There is no project in this folder", utf8FromPath(folder),
                    "Make a new project, or open the folder of one.");
    }

    std::unique_ptr<platform::FileLock> lock;
    std::optional<Error> reason;
    if (access == Access::ReadOnly) {
        reason =
            Error{ErrorCode::Refused, "The project was opened for reading only", utf8FromPath(folder), {}};
    } else if (auto acquired = platform::FileLock::acquire(folder / kLockName)) {
        lock = *std::move(acquired);
    } else if (acquired.error().code == ErrorCode::Locked) {
        return fail(ErrorCode::Locked, acquired.error().message, utf8FromPath(folder),
                    "Close it there, or open the project for reading.");
    } else {
        const bool isFull = acquired.error().code == ErrorCode::DiskFull;
        reason = Error{isFull ? ErrorCode::DiskFull : ErrorCode::PermissionDenied,
                       "The project's folder cannot be written", utf8FromPath(folder),
                       isFull ? "Free some space on that disk."
                              : "Copy the project to a place where you may write."};
    }
    ATTUNE_TRY(const std::string content, readTextFile(file));
    ATTUNE_TRY(Json document, parseProjectDocument(content, utf8FromPath(file)));
    if (document.at("version").get<std::int64_t>() > kProjectVersion) {
        reason = Error{ErrorCode::VersionTooNew, "The project was saved by a newer Attune",
                       utf8FromPath(file), "Update Attune to change it."};
        lock.reset();
    }
    Project project(folder, std::move(document));
    project.m_lock = std::move(lock);
    project.m_readOnlyReason = std::move(reason);
    if (project.isReadOnly()) return project;
    // The lock says that nobody else writes here.
    sweep(project);
    provideProjectFile(project);
    return project;
}

std::string Project::text(std::string_view key) const {
    const auto found = m_document.find(key);
    return found != m_document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void Project::set(std::string_view key, Json value) {
    const auto found = m_document.find(key);
    if (found != m_document.end() && *found == value) return;
    m_document[std::string(key)] = std::move(value);
    m_isModified = true;
}

std::string Project::name() const {
    const std::string name = text("name");
    return name.empty() ? utf8FromPath(m_folder.filename()) : name;
}

std::string Project::createdUtc() const {
    return text("created");
}
std::string Project::modelId() const {
    return text("model");
}
std::string Project::notes() const {
    return text("notes");
}
void Project::setName(const std::string& name) {
    set("name", sanitizedUtf8(name));
}
void Project::setModelId(const std::string& id) {
    set("model", sanitizedUtf8(id));
}
void Project::setNotes(const std::string& notes) {
    set("notes", sanitizedUtf8(notes));
}

const Json& Project::sectionOf(std::string_view key) const {
    static const Json kNone;
    const auto found = m_document.find(key);
    return found != m_document.end() ? *found : kNone;
}

void Project::setSection(std::string_view key, Json value) {
    set(key, std::move(value));
}

Result<void> Project::save() {
    if (m_readOnlyReason) return fail(*m_readOnlyReason);
    if (!m_isModified) return {};
    ATTUNE_CHECK(config::writeJsonFile(documentFile(), m_document));
    m_isModified = false;
    return {};
}

config::Json Project::takeUnsaved() {
    m_isModified = false;
    return m_document;
}

} // namespace attune::project
