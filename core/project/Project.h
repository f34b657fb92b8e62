// SPDX-License-Identifier: GPL-3.0-or-later
//
// Project: a plain folder with everything about one set of sounds and the runs on it; and its document.
//
//     project.json    name, model, prompt rules, split, encode settings, drafts of runs (this class)
//     <name>.attune   what a file manager opens the project by (ProjectFile)
//     library.sqlite  source folders and clips (dataset/Library)
//     latents/        encoded sounds and prompts (latents, encode)
//     runs/           one folder a run (RunStore)
//     project.lock    held while a process may write
//
// The document is JSON with a version. Its sections belong to the rooms that read them; keys that this
// version does not know are kept. A document of a newer version, a folder that cannot be written and a
// project that another process works on are opened for reading (the last one only when asked so), and the
// reason is told.
//
// Ownership: move-only; holds the lock. Threads: one thread at a time.
#pragma once

#include "core/base/Result.h"
#include "core/base/platform/Platform.h"
#include "core/config/Json.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace attune::project {

inline constexpr std::int64_t kProjectVersion = 1;

enum class Access { ReadWrite, ReadOnly };

// The sections of the document, by key.
namespace section {
inline constexpr std::string_view kPromptRules = "prompt_rules"; // dataset::PromptRules
inline constexpr std::string_view kSplit = "split";              // dataset::SplitOptions
inline constexpr std::string_view kEncode = "encode";            // latents::EncodeSettings
inline constexpr std::string_view kDrafts = "drafts";            // array of config::RunSettings
inline constexpr std::string_view kWindow = "window";            // what the studio window remembers
} // namespace section

class Project {
public:
    // Makes the folder where needed and the project in it; other files there stay. Errors: AlreadyExists (a
    // project is there), Locked, PermissionDenied, DiskFull, InvalidArgument (an empty name).
    [[nodiscard]] static Result<Project> create(const std::filesystem::path& folder, const std::string& name);
    // `place`: the folder, its project.json or its .attune file. A project of an Attune that wrote none gets
    // one unless it is opened for reading. Errors: NotFound (no project), Locked (ReadWrite only),
    // InvalidConfig (a damaged document).
    [[nodiscard]] static Result<Project> open(const std::filesystem::path& place,
                                              Access access = Access::ReadWrite);
    // For the same places. A .attune file that has left its folder is no project.
    [[nodiscard]] static bool isProject(const std::filesystem::path& place) noexcept;
    // The folder, absolute, of a project at such a place; whether there is one is another question.
    [[nodiscard]] static std::filesystem::path folderOf(const std::filesystem::path& place);

    // Empty for a project that may be written. VersionTooNew, PermissionDenied; or Refused when reading was
    // asked for.
    [[nodiscard]] const std::optional<Error>& readOnlyReason() const noexcept { return m_readOnlyReason; }
    [[nodiscard]] bool isReadOnly() const noexcept { return m_readOnlyReason.has_value(); }

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }
    [[nodiscard]] std::filesystem::path documentFile() const { return m_folder / "project.json"; }
    [[nodiscard]] std::filesystem::path libraryFile() const { return m_folder / "library.sqlite"; }
    [[nodiscard]] std::filesystem::path latentsFolder() const { return m_folder / "latents"; }
    [[nodiscard]] std::filesystem::path textFolder() const { return m_folder / "latents" / "text"; }
    [[nodiscard]] std::filesystem::path runsFolder() const { return m_folder / "runs"; }

    [[nodiscard]] std::string name() const;
    [[nodiscard]] std::string createdUtc() const;
    [[nodiscard]] std::string modelId() const; // of the chosen model in the registry; empty = none yet
    [[nodiscard]] std::string notes() const;
    void setName(const std::string& name);
    void setModelId(const std::string& id);
    void setNotes(const std::string& notes);

    // A section; null when the document has none.
    [[nodiscard]] const config::Json& sectionOf(std::string_view key) const;
    void setSection(std::string_view key, config::Json value);

    [[nodiscard]] bool isModified() const noexcept { return m_isModified; }
    // Writes the document if it was changed. Errors: the read-only reason; those of AtomicFile.
    [[nodiscard]] Result<void> save();
    // The document that save() would write, for a writer on another thread: the project counts as saved from
    // now on.
    [[nodiscard]] config::Json takeUnsaved();
    void markUnsaved() noexcept { m_isModified = true; } // that writer failed

private:
    Project(std::filesystem::path folder, config::Json document)
        : m_folder(std::move(folder)), m_document(std::move(document)) {}
    [[nodiscard]] std::string text(std::string_view key) const;
    void set(std::string_view key, config::Json value);

    std::filesystem::path m_folder; // absolute
    config::Json m_document;        // an object
    bool m_isModified{false};
    std::optional<Error> m_readOnlyReason;
    std::unique_ptr<platform::FileLock> m_lock; // none when read-only
};

// The document of a project from the text of its file; `name` is used in errors. Errors: InvalidConfig.
// A newer version is no error here.
[[nodiscard]] Result<config::Json> parseProjectDocument(std::string_view text, const std::string& name);

} // namespace attune::project
