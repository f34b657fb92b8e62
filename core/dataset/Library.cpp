// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Library.h"

#include "core/base/Text.h"
#include "core/dataset/LibrarySchema.h"

#include <sqlite3.h>

namespace attune::dataset {

namespace fs = std::filesystem;

namespace {

constexpr int kBusyMs = 10'000;

Error errorFromSqlite(const SQLite::Exception& exception, const std::string& context) {
    const int code = exception.getErrorCode();
    const std::string message = concat("The library cannot be used: ", exception.what());
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return {ErrorCode::Locked, "Another program is writing the library", context, "Close it, then try again."};
    case SQLITE_FULL: return {ErrorCode::DiskFull, "The disk is full", context, "Free some space, then try again."};
    case SQLITE_READONLY: return {ErrorCode::WriteFailed, message, context, "Check that you may write there."};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return {ErrorCode::Corrupt, message, context, "Restore the file from a copy, or add the folders to a new project."};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return {ErrorCode::PermissionDenied, message, context, "Check that you may read and write there."};
    case SQLITE_IOERR: return {ErrorCode::ReadFailed, message, context, "Check the drive, then try again."};
    default: return {ErrorCode::Internal, message, context, {}};
    }
}

} // namespace

struct Library::Impl {
    fs::path file;
    fs::path folder;
    std::unique_ptr<SQLite::Database> database;
    int depth{0}; // of nested transactions
    std::unordered_map<std::int64_t, fs::path> folderOfSource;

    [[nodiscard]] std::string name() const { return utf8FromPath(file); }

    // Runs work that may throw SQLite::Exception.
    template <typename Work>
    auto guarded(Work work) const -> decltype(work()) {
        try {
            return work();
        } catch (const SQLite::Exception& exception) {
            return fail(errorFromSqlite(exception, name()));
        } catch (const std::exception& exception) {
            return fail(errorFromException(exception, name()));
        }
    }
    Result<std::vector<ClipRecord>> select(const std::string& where, const std::function<void(SQLite::Statement&)>& bind) const {
        return guarded([&]() -> Result<std::vector<ClipRecord>> {
            SQLite::Statement statement(*database, concat("SELECT id, ", schema::clipColumns(), " FROM clip ", where, " ORDER BY source, path"));
            if (bind) bind(statement);
            std::vector<ClipRecord> clips;
            while (statement.executeStep()) {
                ATTUNE_TRY(ClipRecord clip, schema::clipFromRow(statement));
                clips.push_back(std::move(clip));
            }
            return clips;
        });
    }
};

Library::Library(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Library::Library(Library&& other) noexcept = default;
Library& Library::operator=(Library&& other) noexcept = default;
Library::~Library() = default;

const fs::path& Library::file() const noexcept { return m_impl->file; }

Result<Library> Library::open(const fs::path& file) {
    auto impl = std::make_unique<Impl>();
    std::error_code error;
    impl->file = fs::absolute(file, error);
    impl->folder = impl->file.parent_path();
    if (!fs::is_directory(impl->folder, error)) return fail(ErrorCode::NotFound, "The folder of the library is not there", utf8FromPath(impl->folder));
    ATTUNE_CHECK(impl->guarded([&]() -> Result<void> {
        impl->database = std::make_unique<SQLite::Database>(utf8FromPath(impl->file), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMs);
        return schema::prepare(*impl->database);
    }));
    Library library(std::move(impl));
    ATTUNE_TRY(const std::vector<SourceFolder> sources, library.sources());
    for (const SourceFolder& source : sources) library.m_impl->folderOfSource[source.id.value] = source.folder;
    return library;
}

namespace {

// As it is stored: relative when it lies in the library's own folder.
std::pair<std::string, bool> storedFolder(const fs::path& folder, const fs::path& base) {
    const fs::path relative = folder.lexically_relative(base);
    const bool isInside = !relative.empty() && *relative.begin() != "..";
    return {genericUtf8FromPath(isInside ? relative : folder), isInside};
}

} // namespace

Result<SourceId> Library::addSource(const fs::path& folder) {
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(fs::absolute(folder, error), error);
    if (error || !fs::is_directory(absolute, error)) return fail(ErrorCode::NotFound, "The folder is not there", utf8FromPath(folder), "Check that its drive is connected.");
    for (const auto& [id, known] : m_impl->folderOfSource)
        if (known == absolute) return SourceId{id};
    const auto [text, isRelative] = storedFolder(absolute, m_impl->folder);
    return m_impl->guarded([&]() -> Result<SourceId> {
        SQLite::Statement insert(*m_impl->database, "INSERT INTO source (folder, is_relative) VALUES (?, ?)");
        insert.bind(1, text);
        insert.bind(2, isRelative ? 1 : 0);
        insert.exec();
        const SourceId id{m_impl->database->getLastInsertRowid()};
        m_impl->folderOfSource[id.value] = absolute;
        return id;
    });
}

Result<std::vector<SourceFolder>> Library::sources() const {
    return m_impl->guarded([&]() -> Result<std::vector<SourceFolder>> {
        SQLite::Statement select(*m_impl->database, "SELECT id, folder, is_relative FROM source ORDER BY id");
        std::vector<SourceFolder> sources;
        while (select.executeStep()) {
            const fs::path stored = pathFromUtf8(select.getColumn(1).getString());
            sources.push_back({SourceId{select.getColumn(0).getInt64()}, select.getColumn(2).getInt() != 0 ? (m_impl->folder / stored).lexically_normal() : stored});
        }
        return sources;
    });
}

Result<void> Library::moveSource(SourceId id, const fs::path& folder) {
    std::error_code error;
    const fs::path absolute = fs::weakly_canonical(fs::absolute(folder, error), error);
    if (error || !fs::is_directory(absolute, error)) return fail(ErrorCode::NotFound, "The folder is not there", utf8FromPath(folder));
    if (!m_impl->folderOfSource.contains(id.value)) return fail(ErrorCode::NotFound, concat("There is no source ", id.value));
    for (const auto& [other, known] : m_impl->folderOfSource)
        if (known == absolute && other != id.value) return fail(ErrorCode::AlreadyExists, "This folder is another source already", utf8FromPath(absolute));
    const auto [text, isRelative] = storedFolder(absolute, m_impl->folder);
    return m_impl->guarded([&]() -> Result<void> {
        SQLite::Statement update(*m_impl->database, "UPDATE source SET folder = ?, is_relative = ? WHERE id = ?");
        update.bind(1, text);
        update.bind(2, isRelative ? 1 : 0);
        update.bind(3, id.value);
        update.exec();
        m_impl->folderOfSource[id.value] = absolute;
        return {};
    });
}

Result<void> Library::removeSource(SourceId id) {
    return m_impl->guarded([&]() -> Result<void> {
        SQLite::Statement statement(*m_impl->database, "DELETE FROM source WHERE id = ?");
        statement.bind(1, id.value);
        if (statement.exec() == 0) return fail(ErrorCode::NotFound, concat("There is no source ", id.value));
        m_impl->folderOfSource.erase(id.value);
        return {};
    });
}

Result<fs::path> Library::fileOf(const ClipRecord& clip) const {
    const auto it = m_impl->folderOfSource.find(clip.source.value);
    if (it == m_impl->folderOfSource.end()) return fail(ErrorCode::NotFound, concat("There is no source ", clip.source.value), clip.path);
    return it->second / pathFromUtf8(clip.path);
}

Result<std::vector<ClipRecord>> Library::clips() const { return m_impl->select({}, {}); }

Result<std::vector<ClipRecord>> Library::clipsOf(SourceId source) const {
    return m_impl->select("WHERE source = ?", [source](SQLite::Statement& statement) { statement.bind(1, source.value); });
}

Result<ClipRecord> Library::clip(ClipId id) const {
    ATTUNE_TRY(std::vector<ClipRecord> clips, m_impl->select("WHERE id = ?", [id](SQLite::Statement& statement) { statement.bind(1, id.value); }));
    if (clips.empty()) return fail(ErrorCode::NotFound, concat("There is no clip ", id.value));
    return std::move(clips.front());
}

Result<std::vector<ClipRecord>> Library::clipsWithContent(const ContentHash& contentHash) const {
    const std::string hex = contentHash.hex();
    return m_impl->select(concat("WHERE content_hash = x'", hex, "'"), {});
}

Result<LibraryTotals> Library::totals() const {
    ATTUNE_TRY(const std::vector<ClipRecord> all, clips());
    LibraryTotals totals;
    for (const ClipRecord& clip : all) {
        ++totals.clipCount;
        if (!clip.isUsable()) continue;
        ++totals.usableCount;
        totals.usableSeconds += clip.durationSeconds();
        totals.trainCount += clip.split == SplitSide::Train ? 1 : 0;
        totals.heldOutCount += clip.split == SplitSide::HeldOut ? 1 : 0;
    }
    return totals;
}

Result<void> Library::transaction(const std::function<Result<void>()>& work) {
    return m_impl->guarded([&]() -> Result<void> {
        if (m_impl->depth > 0) return work(); // part of the outer one, which fails as a whole
        SQLite::Transaction transaction(*m_impl->database);
        ++m_impl->depth;
        Result<void> result;
        try {
            result = work();
        } catch (...) {
            --m_impl->depth;
            throw;
        }
        --m_impl->depth;
        if (result) transaction.commit();
        return result;
    });
}

Result<void> Library::save(std::span<ClipRecord> clips) {
    return transaction([&]() -> Result<void> {
        SQLite::Statement insert(*m_impl->database, concat("INSERT INTO clip (", schema::clipColumns(), ") VALUES (", schema::clipPlaceholders(), ")"));
        SQLite::Statement update(*m_impl->database, concat("UPDATE clip SET ", schema::clipAssignments(), " WHERE id = ?"));
        for (ClipRecord& clip : clips) {
            SQLite::Statement& statement = clip.id.isValid() ? update : insert;
            schema::bindClip(statement, clip);
            if (clip.id.isValid()) statement.bind(schema::kClipColumnCount + 1, clip.id.value);
            const int rows = statement.exec();
            statement.reset();
            if (clip.id.isValid() && rows == 0) return fail(ErrorCode::NotFound, concat("There is no clip ", clip.id.value), clip.path);
            if (!clip.id.isValid()) clip.id = ClipId{m_impl->database->getLastInsertRowid()};
        }
        return {};
    });
}

Result<void> Library::remove(std::span<const ClipId> ids) {
    return transaction([&]() -> Result<void> {
        SQLite::Statement statement(*m_impl->database, "DELETE FROM clip WHERE id = ?");
        for (const ClipId id : ids) {
            statement.bind(1, id.value);
            statement.exec();
            statement.reset();
        }
        return {};
    });
}

Result<void> Library::saveFingerprint(const ContentHash& soundHash, const audio::Fingerprint& fingerprint) {
    return m_impl->guarded([&]() -> Result<void> {
        SQLite::Statement statement(*m_impl->database, concat("INSERT OR REPLACE INTO fingerprint (sound_hash, data) VALUES (x'", soundHash.hex(), "', ?)"));
        const std::vector<std::byte> bytes = fingerprint.toBytes();
        statement.bind(1, bytes.data(), static_cast<int>(bytes.size()));
        statement.exec();
        return {};
    });
}

Result<bool> Library::hasFingerprint(const ContentHash& soundHash) const {
    return m_impl->guarded([&]() -> Result<bool> {
        SQLite::Statement statement(*m_impl->database, concat("SELECT 1 FROM fingerprint WHERE sound_hash = x'", soundHash.hex(), "'"));
        return statement.executeStep();
    });
}

Result<std::vector<std::pair<ContentHash, audio::Fingerprint>>> Library::fingerprints() const {
    return m_impl->guarded([&]() -> Result<std::vector<std::pair<ContentHash, audio::Fingerprint>>> {
        SQLite::Statement select(*m_impl->database, "SELECT lower(hex(sound_hash)), data FROM fingerprint");
        std::vector<std::pair<ContentHash, audio::Fingerprint>> all;
        while (select.executeStep()) {
            ATTUNE_TRY(const ContentHash hash, ContentHash::fromHex(select.getColumn(0).getString()));
            const SQLite::Column data = select.getColumn(1);
            const auto* bytes = static_cast<const std::byte*>(data.getBlob());
            ATTUNE_TRY(audio::Fingerprint fingerprint, audio::Fingerprint::fromBytes(std::span(bytes, static_cast<std::size_t>(data.getBytes()))));
            all.emplace_back(hash, std::move(fingerprint));
        }
        return all;
    });
}

Result<void> Library::removeUnusedFingerprints() {
    return m_impl->guarded([&]() -> Result<void> {
        m_impl->database->exec("DELETE FROM fingerprint WHERE sound_hash NOT IN (SELECT sound_hash FROM clip)");
        return {};
    });
}

Result<void> Library::checkIntegrity() const {
    return m_impl->guarded([&]() -> Result<void> {
        SQLite::Statement check(*m_impl->database, "PRAGMA integrity_check");
        if (check.executeStep() && check.getColumn(0).getString() != "ok") return fail(ErrorCode::Corrupt, check.getColumn(0).getString(), m_impl->name());
        return {};
    });
}

} // namespace attune::dataset
