// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/FileTime.h"
#include "core/base/Text.h"
#include "core/dataset/Scanner.h"

#include <algorithm>
#include <set>

namespace attune::dataset {

namespace fs = std::filesystem;

bool hasSoundSuffix(const fs::path& file) {
    constexpr const char* kSuffixes[] = {".wav",  ".wave", ".bwf",  ".rf64", ".w64", ".aif",  ".aiff",
                                         ".aifc", ".caf",  ".flac", ".ogg",  ".oga", ".opus", ".mp3",
                                         ".m4a",  ".aac",  ".mp4",  ".wma",  ".ape", ".wv",   ".mpc"};
    const std::string suffix = toLowerAscii(utf8FromPath(file.extension()));
    return std::any_of(std::begin(kSuffixes), std::end(kSuffixes),
                       [&](const char* known) { return suffix == known; });
}

namespace {

class Walker {
public:
    Walker(fs::path root, const ProgressSink& progress, const Cancellation& cancellation)
        : m_root(std::move(root)), m_progress(progress), m_cancellation(cancellation) {}

    Result<FolderListing> run() {
        ATTUNE_CHECK(visit(m_root, {}));
        std::sort(m_listing.files.begin(), m_listing.files.end(), [](const FoundFile& a, const FoundFile& b) {
            return std::pair(std::string_view(a.path), !a.problem.empty()) <
                   std::pair(std::string_view(b.path), !b.problem.empty());
        });
        tellApart();
        return std::move(m_listing);
    }

private:
    // `relative` ends without a slash; empty for the root.
    Result<void> visit(const fs::path& folder, const std::string& relative) {
        ATTUNE_CHECK(m_cancellation.check("Scanning"));
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (!error && !m_visited.insert(real).second) return {}; // a link back up
        std::vector<fs::path> below;
        for (auto entries = fs::directory_iterator(folder, fs::directory_options::none, error);
             entries != fs::directory_iterator(); entries.increment(error)) {
            const std::string name = utf8FromPath(entries->path().filename());
            if (name.starts_with('.')) continue;
            std::error_code kind;
            if (entries->is_directory(kind))
                below.push_back(entries->path());
            else if (!hasSoundSuffix(entries->path()))
                ++m_listing.otherFiles;
            else
                add(*entries, relative.empty() ? name : relative + '/' + name);
        }
        if (error) { // at the start or on the way: the iterator is then at its end
            const std::string shown = relative.empty() ? "." : sanitizedUtf8(relative);
            m_listing.unreadableFolders.push_back(concat(shown, ": ", error.message()));
            m_listing.unreadablePaths.push_back(relative);
        }
        std::sort(below.begin(), below.end());
        for (const fs::path& child : below) {
            const std::string name = utf8FromPath(child.filename());
            ATTUNE_CHECK(visit(child, relative.empty() ? name : relative + '/' + name));
        }
        return {};
    }

    // Names that are not valid Unicode may read alike once they are made so; a library holds a path once.
    void tellApart() {
        std::vector<FoundFile>& files = m_listing.files;
        for (std::size_t first = 0; first < files.size();) {
            std::size_t next = first + 1;
            for (; next < files.size() && files[next].path == files[first].path; ++next) continue;
            for (std::size_t i = first + 1; i < next; ++i) files[i].path += concat(" (", i - first + 1, ")");
            first = next;
        }
    }

    void add(const fs::directory_entry& entry, const std::string& path) {
        FoundFile found;
        found.path = sanitizedUtf8(path);
        std::error_code error;
        const fs::file_status status = entry.status(error);
        if (found.path != path)
            found.problem = "Its name is not valid Unicode, so it cannot be stored; rename the file";
        else if (status.type() == fs::file_type::not_found)
            found.problem = "It is a link to a file that does not exist";
        else if (!fs::is_regular_file(status))
            found.problem = "It is not a regular file";
        if (!found.problem.empty()) {
            m_listing.files.push_back(std::move(found));
            return;
        }
        found.sizeBytes = static_cast<std::int64_t>(entry.file_size(error));
        if (error) {
            found.sizeBytes = 0;
            found.problem = error.message();
        } else {
            const auto modified = entry.last_write_time(error);
            if (!error) found.modifiedNs = nanosecondsOf(modified);
        }
        m_listing.files.push_back(std::move(found));
        if (m_progress && m_listing.files.size() % 256 == 0)
            m_progress({"Looking for files", static_cast<std::int64_t>(m_listing.files.size()), 0, "files",
                        m_listing.files.back().path});
    }

    fs::path m_root;
    const ProgressSink& m_progress;
    const Cancellation& m_cancellation;
    FolderListing m_listing;
    std::set<fs::path> m_visited;
};

} // namespace

Result<FolderListing> listSounds(const fs::path& folder, const ProgressSink& progress,
                                 const Cancellation& cancellation) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::NotFound,
                    concat("The folder “", utf8FromPath(folder.filename()), "” is not there"),
                    utf8FromPath(folder), "Check that its drive is connected.");
    return Walker(folder, progress, cancellation).run();
}

} // namespace attune::dataset
