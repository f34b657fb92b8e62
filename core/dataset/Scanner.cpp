// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Scanner.h"

#include "core/base/Text.h"
#include "core/dataset/ClipAnalysis.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <unordered_map>

namespace attune::dataset {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCommitClips = 256;      // a stop or a crash loses at most so many
constexpr std::size_t kMostResultsWaiting = 64; // of analysed clips; bounds memory

struct Task {
    std::size_t index{0}; // into the listing
    Result<ClipAnalysis> analysis{fail(ErrorCode::Internal, "not analysed")};
};

// Analyses files on several threads; results come out one by one on the calling thread.
class AnalysisPool {
public:
    AnalysisPool(const fs::path& root, const std::vector<FoundFile>& files, std::vector<std::size_t> indices, int workers, const Cancellation& cancellation)
        : m_root(root), m_files(files), m_indices(std::move(indices)), m_cancellation(cancellation) {
        for (int i = 0; i < workers; ++i) m_threads.emplace_back([this] { work(); });
    }
    ~AnalysisPool() {
        {
            const std::scoped_lock lock(m_mutex);
            m_isClosing = true;
        }
        m_room.notify_all();
    }
    AnalysisPool(const AnalysisPool&) = delete;
    AnalysisPool& operator=(const AnalysisPool&) = delete;

    // Empty when all are done.
    std::optional<Task> next() {
        std::unique_lock lock(m_mutex);
        m_ready.wait(lock, [this] { return !m_results.empty() || m_given == m_indices.size(); });
        if (m_results.empty()) return std::nullopt;
        Task task = std::move(m_results.back());
        m_results.pop_back();
        m_room.notify_one();
        return task;
    }

private:
    void work() {
        while (true) {
            std::size_t index = 0;
            {
                std::unique_lock lock(m_mutex);
                m_room.wait(lock, [this] { return m_isClosing || m_results.size() < kMostResultsWaiting; });
                if (m_isClosing || m_taken == m_indices.size()) return;
                index = m_indices[m_taken++];
            }
            Task task{index, analyzeClip(m_root / pathFromUtf8(m_files[index].path), m_cancellation)};
            const std::scoped_lock lock(m_mutex);
            m_results.push_back(std::move(task));
            ++m_given;
            m_ready.notify_one();
        }
    }

    const fs::path m_root;
    const std::vector<FoundFile>& m_files;
    const std::vector<std::size_t> m_indices;
    const Cancellation m_cancellation;
    std::mutex m_mutex; // guards all below
    std::condition_variable m_ready;
    std::condition_variable m_room;
    std::vector<Task> m_results;
    std::size_t m_taken{0};
    std::size_t m_given{0};
    bool m_isClosing{false};
    std::vector<std::jthread> m_threads; // last: joined before the rest goes
};

// What the user and the project made of a clip goes along when its file is found elsewhere or has changed.
void keepEdits(ClipRecord& fresh, const ClipRecord& known) {
    fresh.id = known.id;
    fresh.prompt = known.prompt;
    fresh.alternatives = known.alternatives;
    fresh.isPromptEdited = known.isPromptEdited;
    fresh.isRejected = known.isRejected;
    fresh.isIncluded = known.isIncluded;
    fresh.split = known.split;
    fresh.isSplitEdited = known.isSplitEdited;
    if (fresh.soundHash == known.soundHash) {
        fresh.contentGroup = known.contentGroup;
        fresh.findings = known.findings;
    }
}

class Scan {
public:
    Scan(Library& library, SourceId source, const ScanOptions& options, const ProgressSink& progress, const Cancellation& cancellation)
        : m_library(library), m_source(source), m_options(options), m_progress(progress), m_cancellation(cancellation) {}

    Result<ScanReport> run() {
        const auto begin = std::chrono::steady_clock::now();
        ATTUNE_TRY(const fs::path root, rootFolder());
        ATTUNE_TRY(const FolderListing listing, listSounds(root, m_progress, m_cancellation));
        m_report.fileCount = static_cast<std::int64_t>(listing.files.size());
        m_report.otherFiles = listing.otherFiles;
        m_report.unreadableFolders = listing.unreadableFolders;
        ATTUNE_TRY(const std::vector<std::size_t> toRead, compare(listing.files));
        ATTUNE_CHECK(read(root, listing.files, toRead));
        ATTUNE_CHECK(markMissing());
        ATTUNE_CHECK(commit());
        m_report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return std::move(m_report);
    }

private:
    Result<fs::path> rootFolder() const {
        ATTUNE_TRY(const std::vector<SourceFolder> sources, m_library.sources());
        for (const SourceFolder& source : sources)
            if (source.id == m_source) return source.folder;
        return fail(ErrorCode::NotFound, concat("There is no source ", m_source.value));
    }

    // Splits the listing into what is known and unchanged, and what must be read.
    Result<std::vector<std::size_t>> compare(const std::vector<FoundFile>& files) {
        ATTUNE_TRY(std::vector<ClipRecord> clips, m_library.clipsOf(m_source));
        for (ClipRecord& clip : clips) m_known.emplace(clip.path, std::move(clip));
        std::vector<std::size_t> toRead;
        for (std::size_t i = 0; i < files.size(); ++i) {
            const auto it = m_known.find(files[i].path);
            if (it == m_known.end()) {
                toRead.push_back(i);
                continue;
            }
            ClipRecord& clip = it->second;
            m_seen.insert(files[i].path);
            const bool isSame = clip.sizeBytes == files[i].sizeBytes && clip.modifiedNs == files[i].modifiedNs && !m_options.readsUnchanged;
            if (!isSame) {
                toRead.push_back(i);
            } else {
                ++m_report.unchanged;
                if (clip.isMissing) { // it came back
                    clip.isMissing = false;
                    clip.findings.remove(Finding::Missing);
                    m_changed.push_back(clip);
                }
            }
        }
        for (const auto& [path, clip] : m_known)
            if (!m_seen.contains(path)) m_vanishedByContent.emplace(clip.contentHash, path);
        return toRead;
    }

    Result<void> read(const fs::path& root, const std::vector<FoundFile>& files, const std::vector<std::size_t>& toRead) {
        const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
        const int workers = std::clamp(m_options.workerCount > 0 ? m_options.workerCount : processors, 1, 32);
        AnalysisPool pool(root, files, toRead, std::min<int>(workers, std::max<int>(1, static_cast<int>(toRead.size()))), m_cancellation);
        std::int64_t done = 0;
        while (auto task = pool.next()) {
            if (!task->analysis) {
                ATTUNE_CHECK(commit()); // what is done stays done
                return fail(task->analysis.error());
            }
            adopt(files[task->index], *std::move(task->analysis));
            if (m_changed.size() >= kCommitClips) ATTUNE_CHECK(commit());
            if (m_progress) m_progress({"Reading sounds", ++done, static_cast<std::int64_t>(toRead.size()), "files", files[task->index].path});
        }
        return {};
    }

    void adopt(const FoundFile& file, ClipAnalysis analysis) {
        ClipRecord& clip = analysis.clip;
        clip.source = m_source;
        clip.path = file.path;
        m_report.unreadable += clip.isReadable() ? 0 : 1;
        if (const auto it = m_known.find(file.path); it != m_known.end()) {
            keepEdits(clip, it->second);
            ++m_report.changed;
        } else if (const auto moved = m_vanishedByContent.find(clip.contentHash); moved != m_vanishedByContent.end() && clip.isReadable()) {
            keepEdits(clip, m_known.at(moved->second));
            m_seen.insert(moved->second);
            m_vanishedByContent.erase(moved);
            ++m_report.moved;
        } else {
            ++m_report.added;
        }
        if (!clip.isReadable()) clip.findings.add(Finding::Unreadable);
        if (clip.isReadable() && !analysis.fingerprint.isEmpty()) m_fingerprints.emplace_back(clip.soundHash, std::move(analysis.fingerprint));
        m_changed.push_back(std::move(clip));
    }

    Result<void> markMissing() {
        for (auto& [path, clip] : m_known) {
            if (m_seen.contains(path)) continue;
            ++m_report.missing;
            if (clip.isMissing) continue;
            clip.isMissing = true;
            clip.findings.add(Finding::Missing);
            m_changed.push_back(clip);
        }
        return {};
    }

    Result<void> commit() {
        ATTUNE_CHECK(m_library.transaction([this]() -> Result<void> {
            ATTUNE_CHECK(m_library.save(std::span(m_changed)));
            for (const auto& [hash, fingerprint] : m_fingerprints) ATTUNE_CHECK(m_library.saveFingerprint(hash, fingerprint));
            return {};
        }));
        m_changed.clear();
        m_fingerprints.clear();
        return {};
    }

    Library& m_library;
    const SourceId m_source;
    const ScanOptions m_options;
    const ProgressSink& m_progress;
    const Cancellation& m_cancellation;
    ScanReport m_report;
    std::map<std::string, ClipRecord, std::less<>> m_known; // by path
    std::set<std::string, std::less<>> m_seen;              // paths of known clips that are accounted for
    std::multimap<ContentHash, std::string> m_vanishedByContent;
    std::vector<ClipRecord> m_changed;
    std::vector<std::pair<ContentHash, audio::Fingerprint>> m_fingerprints;
};

} // namespace

Result<ScanReport> scanSource(Library& library, SourceId source, const ScanOptions& options, const ProgressSink& progress, const Cancellation& cancellation) {
    return Scan(library, source, options, progress, cancellation).run();
}

} // namespace attune::dataset
