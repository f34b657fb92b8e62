// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Library.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"
#include "core/dataset/LibraryRows.h"
#include "core/dataset/SqliteErrors.h"
#include "core/dataset/SqliteReadOnly.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

namespace attune::dataset {

namespace fs = std::filesystem;
using detail::bindHash;
using detail::clipFromRow;

namespace {

constexpr int kBusyMs = 10000;

fs::path cleanPath(const fs::path& path) {
    std::error_code error;
    fs::path clean = fs::weakly_canonical(path, error);
    return error ? fs::absolute(path, error) : clean;
}

// A statement in use. However its use ends, by an exception too, it is reset: an unfinished one would hold
// its snapshot of the database, and a refused one would be refused once more when it is next prepared.
class PreparedStatement {
public:
    explicit PreparedStatement(SQLite::Statement& statement) : m_statement(statement) {
        m_statement.clearBindings();
    }
    ~PreparedStatement() { m_statement.tryReset(); }
    PreparedStatement(const PreparedStatement&) = delete;
    PreparedStatement& operator=(const PreparedStatement&) = delete;

    SQLite::Statement& operator*() const noexcept { return m_statement; }
    SQLite::Statement* operator->() const noexcept { return &m_statement; }

private:
    SQLite::Statement& m_statement;
};

} // namespace

struct Library::Impl {
    fs::path file;
    std::string name; // of the file, for errors
    SQLite::Database database;
    std::unordered_map<std::string, SQLite::Statement> statements; // by their SQL, prepared once
    int transactionDepth{0};

    Impl(const fs::path& path, const SqlitePlace& place)
        : file(path), name(utf8FromPath(path)), database(place.name, place.flags, kBusyMs) {}

    // One use of a text at a time.
    PreparedStatement prepared(const std::string& sql) {
        return PreparedStatement(statements.try_emplace(sql, database, sql).first->second);
    }

    template <typename Work>
    auto guarded(Work&& work) -> decltype(work()) {
        return guardSqlite(name, std::forward<Work>(work));
    }

    Result<void> checkOwner();
    Result<void> prepareSchema();
    Result<void> checkSchema(); // for reading only
    std::string storedFolder(const fs::path& folder) const;
    fs::path folderFromStored(const std::string& text) const;
    Result<std::vector<ClipRecord>> select(const std::string& sql,
                                           const std::function<void(SQLite::Statement&)>& bind);
};

// A database of someone else is not touched.
Result<void> Library::Impl::checkOwner() {
    const int application = database.execAndGet("PRAGMA application_id").getInt();
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    const bool isNew = application == 0 && version == 0 &&
                       database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (!isNew && (application != detail::kApplicationId || version < 0))
        return fail(ErrorCode::Corrupt, "This database is not a library of Attune", name,
                    "Choose another file.");
    if (version > detail::kSchemaVersion)
        return fail(ErrorCode::VersionTooNew, "This library was written by a newer Attune", name,
                    "Update Attune to open it.");
    return {};
}

Result<void> Library::Impl::prepareSchema() {
    ATTUNE_CHECK(checkOwner());
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA "
                  "temp_store = MEMORY;");
    // Rolled back when it is left early. Two processes may open a new project at once, so it asks again.
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    ATTUNE_CHECK(checkOwner());
    for (int from = database.execAndGet("PRAGMA user_version").getInt(); from < detail::kSchemaVersion;
         ++from)
        database.exec(detail::migrationFrom(from));
    database.exec(concat("PRAGMA application_id = ", detail::kApplicationId,
                         "; PRAGMA user_version = ", detail::kSchemaVersion));
    transaction.commit();
    return {};
}

Result<void> Library::Impl::checkSchema() {
    ATTUNE_CHECK(checkOwner());
    if (database.execAndGet("PRAGMA user_version").getInt() < detail::kSchemaVersion)
        return fail(ErrorCode::PermissionDenied,
                    "This library is of an older Attune and cannot be renewed where it lies", name,
                    "Copy the project to a place where you may write.");
    return {};
}

std::string Library::Impl::storedFolder(const fs::path& folder) const {
    const fs::path home = cleanPath(file.has_parent_path() ? file.parent_path() : fs::path("."));
    const fs::path relative = folder.lexically_relative(home);
    const bool isInside = !relative.empty() && *relative.begin() != "..";
    return isInside ? genericUtf8FromPath(relative) : utf8FromPath(folder);
}

fs::path Library::Impl::folderFromStored(const std::string& text) const {
    const fs::path folder = pathFromUtf8(text);
    if (folder.is_absolute()) return folder;
    const fs::path home = cleanPath(file.has_parent_path() ? file.parent_path() : fs::path("."));
    return (home / folder).lexically_normal();
}

Result<std::vector<ClipRecord>> Library::Impl::select(const std::string& sql,
                                                      const std::function<void(SQLite::Statement&)>& bind) {
    return guarded([&]() -> Result<std::vector<ClipRecord>> {
        const PreparedStatement statement = prepared(sql);
        bind(*statement);
        std::vector<ClipRecord> clips;
        while (statement->executeStep()) clips.push_back(clipFromRow(*statement));
        return clips;
    });
}

Library::Library(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

const fs::path& Library::file() const noexcept {
    return m_impl->file;
}

Result<Library> Library::open(const fs::path& file) {
    std::error_code error;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::NotFound, "The library's folder does not exist", utf8FromPath(folder));
    const std::string name = utf8FromPath(file);
    auto opened = guardSqlite(name, [&]() -> Result<Library> {
        auto impl =
            std::make_unique<Impl>(file, SqlitePlace{name, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE});
        ATTUNE_CHECK(impl->prepareSchema());
        return Library(std::move(impl));
    });
    if (opened || opened.error().code != ErrorCode::PermissionDenied || !fs::is_regular_file(file, error))
        return opened;
    auto forReading = guardSqlite(name, [&]() -> Result<Library> {
        auto impl = std::make_unique<Impl>(file, readOnlyPlace(file));
        ATTUNE_CHECK(impl->checkSchema());
        return Library(std::move(impl));
    });
    return forReading ? std::move(forReading) : std::move(opened);
}

namespace {

bool isInside(const fs::path& inner, const fs::path& outer) {
    const auto parted = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return parted.first == outer.end();
}

} // namespace

// Links are followed: a folder that leads back into a source holds the same files.
Result<void> Library::checkNotNested(const fs::path& folder) const {
    std::error_code error;
    const fs::path real = fs::weakly_canonical(folder, error);
    if (error) return {}; // what cannot be followed cannot be compared
    ATTUNE_TRY(const std::vector<SourceFolder> known, sources());
    for (const SourceFolder& source : known) {
        const fs::path other = fs::weakly_canonical(source.folder, error);
        if (error) continue;
        if (isInside(real, other))
            return fail(ErrorCode::AlreadyExists, "This folder is part of a source already",
                        utf8FromPath(source.folder),
                        "Its sounds are among the clips; rescan to find new ones.");
        if (isInside(other, real))
            return fail(ErrorCode::AlreadyExists, "A folder in this one is a source already",
                        utf8FromPath(source.folder),
                        "Take that one out of the project first: its sounds would come twice.");
    }
    return {};
}

Result<SourceId> Library::addSource(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::NotFound, "There is no such folder", utf8FromPath(folder));
    return m_impl->guarded([&]() -> Result<SourceId> {
        const std::string stored = m_impl->storedFolder(cleanPath(folder));
        const PreparedStatement find = m_impl->prepared("SELECT id FROM sources WHERE folder = ?");
        find->bind(1, stored);
        if (find->executeStep()) return SourceId{find->getColumn(0).getInt64()};
        ATTUNE_CHECK(checkNotNested(cleanPath(folder)));
        const PreparedStatement insert = m_impl->prepared("INSERT INTO sources(folder) VALUES(?)");
        insert->bind(1, stored);
        insert->exec();
        return SourceId{m_impl->database.getLastInsertRowid()};
    });
}

Result<std::vector<SourceFolder>> Library::sources() const {
    return m_impl->guarded([&]() -> Result<std::vector<SourceFolder>> {
        const PreparedStatement statement = m_impl->prepared("SELECT id, folder FROM sources ORDER BY id");
        std::vector<SourceFolder> folders;
        while (statement->executeStep())
            folders.push_back({SourceId{statement->getColumn(0).getInt64()},
                               m_impl->folderFromStored(statement->getColumn(1).getString())});
        return folders;
    });
}

namespace {

tl::unexpected<Error> noSuchSource(SourceId id) {
    return fail(ErrorCode::NotFound, concat("There is no source folder ", id.value),
                concat("source ", id.value));
}

} // namespace

Result<void> Library::moveSource(SourceId id, const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::NotFound, "There is no such folder", utf8FromPath(folder));
    return m_impl->guarded([&]() -> Result<void> {
        const std::string stored = m_impl->storedFolder(cleanPath(folder));
        const PreparedStatement find =
            m_impl->prepared("SELECT count(*) FROM sources WHERE folder = ? AND id <> ?");
        find->bind(1, stored);
        find->bind(2, id.value);
        find->executeStep();
        if (find->getColumn(0).getInt() > 0)
            return fail(ErrorCode::AlreadyExists, "This folder is a source already", utf8FromPath(folder));
        const PreparedStatement update = m_impl->prepared("UPDATE sources SET folder = ? WHERE id = ?");
        update->bind(1, stored);
        update->bind(2, id.value);
        if (update->exec() == 0) return noSuchSource(id);
        return {};
    });
}

Result<void> Library::removeSource(SourceId id) {
    return m_impl->guarded([&]() -> Result<void> {
        const PreparedStatement remove = m_impl->prepared("DELETE FROM sources WHERE id = ?");
        remove->bind(1, id.value);
        if (remove->exec() == 0) return noSuchSource(id);
        return {};
    });
}

Result<fs::path> Library::fileOf(const ClipRecord& clip) const {
    return m_impl->guarded([&]() -> Result<fs::path> {
        const PreparedStatement statement = m_impl->prepared("SELECT folder FROM sources WHERE id = ?");
        statement->bind(1, clip.source.value);
        if (!statement->executeStep()) return noSuchSource(clip.source);
        const fs::path folder = m_impl->folderFromStored(statement->getColumn(0).getString());
        return folder / pathFromUtf8(clip.path).make_preferred();
    });
}

Result<std::vector<ClipRecord>> Library::clips() const {
    return m_impl->select(concat("SELECT id, ", detail::clipColumns(), " FROM clips ORDER BY source, path"),
                          [](SQLite::Statement&) {});
}

Result<std::vector<ClipRecord>> Library::clipsOf(SourceId source) const {
    return m_impl->select(
        concat("SELECT id, ", detail::clipColumns(), " FROM clips WHERE source = ? ORDER BY path"),
        [&](SQLite::Statement& statement) { statement.bind(1, source.value); });
}

Result<ClipRecord> Library::clip(ClipId id) const {
    ATTUNE_TRY(auto found,
               m_impl->select(concat("SELECT id, ", detail::clipColumns(), " FROM clips WHERE id = ?"),
                              [&](SQLite::Statement& statement) { statement.bind(1, id.value); }));
    if (found.empty())
        return fail(ErrorCode::NotFound, concat("There is no clip ", id.value), concat("clip ", id.value));
    return std::move(found.front());
}

Result<std::vector<ClipRecord>> Library::clipsWithContent(const ContentHash& contentHash) const {
    return m_impl->select(concat("SELECT id, ", detail::clipColumns(),
                                 " FROM clips WHERE content_hash = ? ORDER BY source, path"),
                          [&](SQLite::Statement& statement) { bindHash(statement, 1, contentHash); });
}

Result<LibraryTotals> Library::totals() const {
    return m_impl->guarded([&]() -> Result<LibraryTotals> {
        constexpr const char* kUsable = "(is_included AND NOT is_rejected AND NOT is_missing AND "
                                        "unreadable_reason = '' AND frame_count > 0)";
        const PreparedStatement statement = m_impl->prepared(
            concat("SELECT count(*), total(", kUsable, "), total(CASE WHEN ", kUsable,
                   " THEN CAST(frame_count AS REAL) / max(sample_rate, 1) END), total(", kUsable,
                   " AND split = 1), total(", kUsable, " AND split = 2) FROM clips"));
        statement->executeStep();
        LibraryTotals totals;
        totals.clipCount = statement->getColumn(0).getInt64();
        totals.usableCount = static_cast<std::int64_t>(statement->getColumn(1).getDouble());
        totals.usableSeconds = statement->getColumn(2).getDouble();
        totals.trainCount = static_cast<std::int64_t>(statement->getColumn(3).getDouble());
        totals.heldOutCount = static_cast<std::int64_t>(statement->getColumn(4).getDouble());
        return totals;
    });
}

Result<void> Library::save(std::span<ClipRecord> clips) {
    std::vector<std::int64_t> newIds;
    ATTUNE_CHECK(transaction([&]() -> Result<void> {
        const PreparedStatement insert = m_impl->prepared(detail::insertClipSql());
        const PreparedStatement update = m_impl->prepared(detail::updateClipSql());
        constexpr int kIdParameter = 30; // after the columns
        for (const ClipRecord& clip : clips) {
            SQLite::Statement& statement = clip.id.isValid() ? *update : *insert;
            statement.reset();
            detail::bindClip(statement, clip);
            if (clip.id.isValid()) statement.bind(kIdParameter, clip.id.value);
            const int changed = statement.exec();
            if (changed == 0)
                return fail(ErrorCode::NotFound, concat("There is no clip ", clip.id.value), clip.path);
            if (!clip.id.isValid()) newIds.push_back(m_impl->database.getLastInsertRowid());
        }
        return {};
    }));
    std::size_t next = 0;
    for (ClipRecord& clip : clips)
        if (!clip.id.isValid()) clip.id = ClipId{newIds[next++]};
    return {};
}

Result<void> Library::remove(std::span<const ClipId> ids) {
    return transaction([&]() -> Result<void> {
        const PreparedStatement statement = m_impl->prepared("DELETE FROM clips WHERE id = ?");
        for (const ClipId id : ids) {
            statement->reset();
            statement->bind(1, id.value);
            if (statement->exec() == 0)
                return fail(ErrorCode::NotFound, concat("There is no clip ", id.value),
                            concat("clip ", id.value));
        }
        return {};
    });
}

Result<void> Library::transaction(const std::function<Result<void>()>& work) {
    Impl& impl = *m_impl;
    const bool isOutermost = impl.transactionDepth == 0;
    const std::string savepoint = concat("attune", impl.transactionDepth);
    ATTUNE_CHECK(impl.guarded([&]() -> Result<void> {
        impl.database.exec(isOutermost ? std::string("BEGIN IMMEDIATE") : "SAVEPOINT " + savepoint);
        return {};
    }));
    ++impl.transactionDepth;
    Result<void> result = impl.guarded(work);
    --impl.transactionDepth;
    if (result)
        result = impl.guarded([&]() -> Result<void> {
            impl.database.exec(isOutermost ? std::string("COMMIT") : "RELEASE " + savepoint);
            return {};
        });
    if (!result) {
        // A full disk may have rolled everything back already; then there is nothing to undo, and that is no
        // news.
        const auto undone = impl.guarded([&]() -> Result<void> {
            impl.database.exec(isOutermost ? std::string("ROLLBACK")
                                           : concat("ROLLBACK TO ", savepoint, "; RELEASE ", savepoint));
            return {};
        });
        static_cast<void>(undone);
    }
    return result;
}

Result<void> Library::saveFingerprint(const ContentHash& soundHash, const audio::Fingerprint& fingerprint) {
    return m_impl->guarded([&]() -> Result<void> {
        const PreparedStatement statement =
            m_impl->prepared("INSERT OR REPLACE INTO fingerprints(sound_hash, data) VALUES(?, ?)");
        bindHash(*statement, 1, soundHash);
        const std::vector<std::byte> bytes = fingerprint.toBytes();
        statement->bind(2, bytes.data(), static_cast<int>(bytes.size()));
        statement->exec();
        return {};
    });
}

Result<bool> Library::hasFingerprint(const ContentHash& soundHash) const {
    return m_impl->guarded([&]() -> Result<bool> {
        const PreparedStatement statement =
            m_impl->prepared("SELECT 1 FROM fingerprints WHERE sound_hash = ?");
        bindHash(*statement, 1, soundHash);
        return statement->executeStep();
    });
}

Result<std::vector<std::pair<ContentHash, audio::Fingerprint>>> Library::fingerprints() const {
    return m_impl->guarded([&]() -> Result<std::vector<std::pair<ContentHash, audio::Fingerprint>>> {
        const PreparedStatement statement =
            m_impl->prepared("SELECT sound_hash, data FROM fingerprints ORDER BY sound_hash");
        std::vector<std::pair<ContentHash, audio::Fingerprint>> prints;
        while (statement->executeStep()) {
            const SQLite::Column data = statement->getColumn(1);
            const std::span bytes(static_cast<const std::byte*>(data.getBlob()),
                                  static_cast<std::size_t>(data.getBytes()));
            ATTUNE_TRY(audio::Fingerprint print, audio::Fingerprint::fromBytes(bytes));
            prints.emplace_back(detail::hashFromColumn(statement->getColumn(0)), std::move(print));
        }
        return prints;
    });
}

Result<void> Library::removeUnusedFingerprints() {
    return m_impl->guarded([&]() -> Result<void> {
        m_impl->database.exec(
            "DELETE FROM fingerprints WHERE sound_hash NOT IN (SELECT sound_hash FROM clips)");
        return {};
    });
}

Result<void> Library::checkIntegrity() const {
    return m_impl->guarded([&]() -> Result<void> {
        SQLite::Statement statement(m_impl->database, "PRAGMA integrity_check(1)");
        if (statement.executeStep() && statement.getColumn(0).getString() == "ok") return {};
        return fail(
            ErrorCode::Corrupt, concat("The library is damaged: ", statement.getColumn(0).getString()),
            m_impl->name,
            "Put a copy of the file back, or remove it and scan again: prompts written by hand are in it.");
    });
}

} // namespace attune::dataset
