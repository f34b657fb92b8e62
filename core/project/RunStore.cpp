// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/RunStore.h"

#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/UtcTime.h"
#include "core/project/RunDocuments.h"
#include "core/project/Slug.h"

#include <algorithm>
#include <charconv>

namespace attune::project {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kNumberDigits = 4;

// 3 of "0003-warm-kicks".
std::optional<std::int64_t> numberFromFolderName(std::string_view name) {
    std::int32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end == name.data() || end == name.data() + name.size() || *end != '-' ||
        number <= 0)
        return std::nullopt;
    return number;
}

std::vector<fs::path> runFoldersIn(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (numberFromFolderName(utf8FromPath(it->path().filename()))) found.push_back(it->path());
    std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) {
        const auto numberOf = [](const fs::path& path) {
            return numberFromFolderName(utf8FromPath(path.filename()));
        };
        return numberOf(a) != numberOf(b) ? numberOf(a) < numberOf(b) : a < b;
    });
    return found;
}

// Making a folder takes its number. Of two that make theirs under different names at the same moment, the
// later one sees both folders, and whoever does looks for another number.
bool isNumberShared(const fs::path& folder, std::int64_t number) {
    const auto runs = runFoldersIn(folder);
    return std::count_if(runs.begin(), runs.end(), [&](const fs::path& run) {
               return numberFromFolderName(utf8FromPath(run.filename())) == number;
           }) > 1;
}

bool isBeingTrained(const fs::path& folder) {
    return platform::FileLock::isHeld(folder / "run.lock");
}

} // namespace

Result<RunRecord> RunStore::create(RunDescription description) const {
    std::error_code error;
    ATTUNE_CHECK(makeFolder(m_folder));
    description.createdUtc = utcNow();
    const std::string slug = slugFromName(description.name);
    const auto existing = runFoldersIn(m_folder);
    std::int64_t number =
        existing.empty() ? 1 : *numberFromFolderName(utf8FromPath(existing.back().filename())) + 1;
    for (;; ++number) {
        std::string digits = concat(number);
        if (digits.size() < kNumberDigits) digits.insert(0, kNumberDigits - digits.size(), '0');
        const fs::path folder = m_folder / pathFromUtf8(concat(digits, '-', slug));
        const bool isNew = fs::create_directory(folder, error);
        if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(folder)));
        if (!isNew) continue;
        if (isNumberShared(m_folder, number)) {
            fs::remove(folder, error);
            continue;
        }
        description.number = number;
        RunRecord run(folder, std::move(description));
        ATTUNE_CHECK(run.saveState(RunState{}));
        ATTUNE_CHECK(writeRunDescription(run.settingsFile(), run.description())); // last: now the run exists
        return run;
    }
}

Result<RunRecord> RunStore::load(const fs::path& folder) {
    ATTUNE_TRY(auto description, readRunDescription(folder / "run.json"));
    RunRecord run(folder, std::move(description));
    ATTUNE_CHECK(run.reload());
    if (run.m_state.status == RunStatus::Running && !isBeingTrained(folder))
        run.m_state.status = RunStatus::Interrupted;
    return run;
}

std::vector<RunRecord> RunStore::list() const {
    std::vector<RunRecord> runs;
    for (const fs::path& folder : runFoldersIn(m_folder)) {
        auto run = load(folder);
        if (run)
            runs.push_back(*std::move(run));
        else
            log::warnOnce(concat("A run is passed over: ", run.error().describe()));
    }
    return runs;
}

Result<RunRecord> RunStore::find(std::string_view which) const {
    std::optional<fs::path> found;
    for (const fs::path& folder : runFoldersIn(m_folder)) {
        const std::string name = utf8FromPath(folder.filename());
        if (name == which) return load(folder);
        if (concat(*numberFromFolderName(name)) == which) found = folder;
        if (const auto dash = name.find('-'); dash != std::string::npos && name.substr(dash + 1) == which)
            found = folder; // the name as the folder writes it: warm-kicks
        const auto description = readRunDescription(folder / "run.json");
        if (description && description->name == which) found = folder;
    }
    if (!found)
        return fail(ErrorCode::NotFound, concat("There is no run \"", which, "\""), utf8FromPath(m_folder),
                    "Look into the list of runs.");
    return load(*found);
}

Result<void> RunStore::remove(const RunRecord& run) const {
    RunRecord current = run;
    ATTUNE_CHECK(current.reload());
    const std::string name = utf8FromPath(run.folder());
    if (current.state().isPinned)
        return fail(ErrorCode::Refused, "The run is pinned", name, "Take the pin off first.");
    if (isBeingTrained(run.folder()))
        return fail(ErrorCode::Locked, "The run is being trained", name, "Stop it first.");
    // Renamed first: what a crash leaves is swept as a temporary, and never half a run.
    ATTUNE_TRY(auto grave, AtomicDirectory::create(m_folder / "removed"));
    std::error_code error;
    fs::rename(run.folder(), grave.path() / "run", error);
    if (error) return fail(errorFromException(std::system_error(error), name));
    fs::remove_all(grave.path(), error);
    if (error) return fail(errorFromException(std::system_error(error), name));
    return {};
}

} // namespace attune::project
