// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Scanner.h"

#include "core/base/Parallel.h"
#include "core/base/Text.h"
#include "core/dataset/ClipAnalysis.h"
#include "core/dataset/MovedClips.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <unordered_set>

namespace attune::dataset {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kCommitClips = 256; // a stop or a crash loses at most so many

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
    Scan(Library& library, SourceId source, const ScanOptions& options, const ProgressSink& progress,
         const Cancellation& cancellation)
        : m_library(library), m_source(source), m_options(options), m_progress(progress),
          m_cancellation(cancellation) {}

    Result<ScanReport> run() {
        const auto begin = std::chrono::steady_clock::now();
        ATTUNE_TRY(const fs::path root, rootFolder());
        ATTUNE_TRY(const FolderListing listing, listSounds(root, m_progress, m_cancellation));
        m_report.fileCount = static_cast<std::int64_t>(listing.files.size());
        m_report.otherFiles = listing.otherFiles;
        m_report.unreadableFolders = listing.unreadableFolders;
        ATTUNE_TRY(const std::vector<std::size_t> toRead, compare(listing.files));
        if (auto done = read(root, listing.files, toRead); !done) {
            ATTUNE_CHECK(commit()); // what is done stays done
            return fail(std::move(done).error());
        }
        markMissing(listing.unreadablePaths);
        ATTUNE_CHECK(commit());
        ATTUNE_CHECK(m_library.removeUnusedFingerprints());
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
            m_found.insert(files[i].path);
            // What could not be read may have been mended without a trace, by rights given or a drive
            // connected.
            const bool isSame = it != m_known.end() && it->second.isReadable() &&
                                it->second.sizeBytes == files[i].sizeBytes &&
                                it->second.modifiedNs == files[i].modifiedNs && files[i].problem.empty() &&
                                !m_options.readsUnchanged;
            if (!isSame) {
                toRead.push_back(i);
                continue;
            }
            ++m_report.unchanged;
            if (!it->second.isMissing) continue;
            it->second.isMissing = false; // it came back
            it->second.findings.remove(Finding::Missing);
            m_changed.push_back(it->second);
        }
        return toRead;
    }

    Result<void> read(const fs::path& root, const std::vector<FoundFile>& files,
                      const std::vector<std::size_t>& toRead) {
        const auto analyze = [&](std::size_t i) -> Result<ClipAnalysis> {
            const FoundFile& file = files[toRead[i]];
            if (file.problem.empty()) return analyzeClip(root / pathFromUtf8(file.path), m_cancellation);
            ClipAnalysis analysis;
            analysis.clip.sizeBytes = file.sizeBytes;
            analysis.clip.modifiedNs = file.modifiedNs;
            analysis.clip.unreadableReason = file.problem;
            return analysis;
        };
        return forEachOrdered<Result<ClipAnalysis>>(
            toRead.size(), m_options.workerCount, m_cancellation, "Reading sounds", analyze,
            [&](std::size_t i, Result<ClipAnalysis> analysis) -> Result<void> {
                if (!analysis) return fail(std::move(analysis).error());
                const FoundFile& file = files[toRead[i]];
                ATTUNE_CHECK(adopt(file, *std::move(analysis)));
                if (m_changed.size() >= kCommitClips) ATTUNE_CHECK(commit());
                if (m_progress)
                    m_progress({"Reading sounds", static_cast<std::int64_t>(i + 1),
                                static_cast<std::int64_t>(toRead.size()), "files", file.path});
                return {};
            });
    }

    Result<void> adopt(const FoundFile& file, ClipAnalysis analysis) {
        ClipRecord& clip = analysis.clip;
        clip.source = m_source;
        clip.path = file.path;
        if (!clip.isReadable()) {
            clip.findings.add(Finding::Unreadable);
            ++m_report.unreadable;
        }
        if (const auto it = m_known.find(file.path); it != m_known.end()) {
            keepEdits(clip, it->second);
            ++(clip.contentHash == it->second.contentHash && clip.isReadable() == it->second.isReadable()
                   ? m_report.unchanged
                   : m_report.changed);
        } else {
            ATTUNE_TRY(const std::optional<ClipRecord> moved, m_moved.take(clip.contentHash));
            if (moved) keepEdits(clip, *moved);
            ++(moved ? m_report.moved : m_report.added);
        }
        if (clip.isReadable() && !analysis.fingerprint.isEmpty())
            m_fingerprints.emplace_back(clip.soundHash, std::move(analysis.fingerprint));
        m_changed.push_back(std::move(clip));
        return {};
    }

    // Whether a clip of any source has no file any more.
    Result<bool> hasLostFile(const ClipRecord& clip) const {
        if (clip.source == m_source) return !m_found.contains(clip.path);
        if (clip.isMissing) return true;
        ATTUNE_TRY(const fs::path file, m_library.fileOf(clip));
        std::error_code error;
        return fs::status(file, error).type() == fs::file_type::not_found;
    }

    void markMissing(const std::vector<std::string>& unreadablePaths) {
        // Nothing is known about what lies in a folder that could not be looked into.
        const auto isHidden = [&](const std::string& path) {
            return std::ranges::any_of(unreadablePaths, [&](const std::string& folder) {
                return folder.empty() || path.starts_with(folder + '/');
            });
        };
        for (auto& [path, clip] : m_known) {
            if (m_found.contains(path) || m_moved.hasTaken(clip.id) || isHidden(path)) continue;
            ++m_report.missing;
            if (clip.isMissing) continue;
            clip.isMissing = true;
            clip.findings.add(Finding::Missing);
            m_changed.push_back(clip);
        }
    }

    Result<void> commit() {
        ATTUNE_CHECK(m_library.transaction([this]() -> Result<void> {
            ATTUNE_CHECK(m_library.save(std::span(m_changed)));
            for (const auto& [hash, fingerprint] : m_fingerprints)
                ATTUNE_CHECK(m_library.saveFingerprint(hash, fingerprint));
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
    std::map<std::string, ClipRecord, std::less<>> m_known; // clips of this source by path
    std::unordered_set<std::string> m_found;                // paths that are on the disk
    MovedClips m_moved{[this](const ContentHash& content) { return m_library.clipsWithContent(content); },
                       [this](const ClipRecord& clip) { return hasLostFile(clip); }};
    std::vector<ClipRecord> m_changed; // not committed yet
    std::vector<std::pair<ContentHash, audio::Fingerprint>> m_fingerprints;
};

} // namespace

Result<ScanReport> scanSource(Library& library, SourceId source, const ScanOptions& options,
                              const ProgressSink& progress, const Cancellation& cancellation) {
    return Scan(library, source, options, progress, cancellation).run();
}

} // namespace attune::dataset
