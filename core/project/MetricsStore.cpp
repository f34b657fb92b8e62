// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tables: names(id, name); sessions(id, from_step); points(id, session, name, step, time, value). The index
// holds all that a series asks for, so reading one is one run through it.
#include "core/project/MetricsStore.h"

#include "core/base/Text.h"
#include "core/dataset/SqliteErrors.h"
#include "core/dataset/SqliteReadOnly.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace attune::project {

namespace fs = std::filesystem;

namespace {

constexpr int kVersion = 1;
constexpr int kApplicationId = 0x41744D65; // "AtMe"
constexpr int kBusyMs = 10'000;

} // namespace

struct MetricsStore::Impl {
    Impl(std::string name, const dataset::SqlitePlace& place)
        : database(place.name, place.flags, kBusyMs), context(std::move(name)) {}

    mutable SQLite::Database database;
    std::string context;
    std::int64_t session{0};
    std::map<std::string, std::int64_t> ids; // of names, as far as they were needed

    template <typename Work>
    auto guarded(Work&& work) const -> decltype(work()) {
        return dataset::guardSqlite(context, std::forward<Work>(work));
    }

    void createTables() {
        SQLite::Transaction transaction(database);
        database.exec(
            "CREATE TABLE IF NOT EXISTS names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
            "CREATE TABLE IF NOT EXISTS sessions(id INTEGER PRIMARY KEY, from_step INTEGER NOT NULL);"
            "CREATE TABLE IF NOT EXISTS points(id INTEGER PRIMARY KEY, session INTEGER NOT NULL, name "
            "INTEGER NOT NULL,"
            " step INTEGER NOT NULL, time REAL NOT NULL, value REAL);"
            "CREATE INDEX IF NOT EXISTS series ON points(name, step, session, time, value);");
        database.exec(concat("PRAGMA application_id = ", kApplicationId));
        database.exec(concat("PRAGMA user_version = ", kVersion));
        transaction.commit();
    }

    // The last step that is shown of each session: where the earliest of those after it went on.
    std::map<std::int64_t, std::int64_t> lastShownSteps() const {
        std::map<std::int64_t, std::int64_t> last;
        std::int64_t limit = std::numeric_limits<std::int64_t>::max();
        SQLite::Statement select(database, "SELECT id, from_step FROM sessions ORDER BY id DESC");
        while (select.executeStep()) {
            last[select.getColumn(0).getInt64()] = limit;
            limit = std::min(limit, select.getColumn(1).getInt64());
        }
        return last;
    }

    std::int64_t idOf(const std::string& name) {
        if (const auto known = ids.find(name); known != ids.end()) return known->second;
        SQLite::Statement insert(database, "INSERT OR IGNORE INTO names(name) VALUES(?)");
        insert.bind(1, name);
        insert.exec();
        SQLite::Statement select(database, "SELECT id FROM names WHERE name = ?");
        select.bind(1, name);
        select.executeStep();
        return ids[name] = select.getColumn(0).getInt64();
    }
};

namespace {

double valueOf(const SQLite::Column& column) {
    // SQLite stores NaN as NULL; infinities it keeps.
    return column.isNull() ? std::numeric_limits<double>::quiet_NaN() : column.getDouble();
}

} // namespace

MetricsStore::MetricsStore(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
MetricsStore::MetricsStore(MetricsStore&& other) noexcept = default;
MetricsStore& MetricsStore::operator=(MetricsStore&& other) noexcept = default;
MetricsStore::~MetricsStore() = default;

Result<MetricsStore> MetricsStore::open(const fs::path& file, Access access) {
    const std::string name = utf8FromPath(file);
    std::error_code error;
    const bool exists = fs::exists(file, error);
    if (access == Access::ReadOnly && !exists)
        return fail(ErrorCode::NotFound, "The run has no metrics yet", name);
    const int flags =
        access == Access::ReadOnly ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    auto opened = openAt(name, dataset::SqlitePlace{name, flags}, access);
    if (!opened && opened.error().code == ErrorCode::PermissionDenied && access == Access::ReadOnly)
        if (auto immutable = openAt(name, dataset::readOnlyPlace(file), access)) return immutable;
    return opened;
}

Result<MetricsStore> MetricsStore::openAt(const std::string& name, const dataset::SqlitePlace& place,
                                          Access access) {
    return dataset::guardSqlite(name, [&]() -> Result<MetricsStore> {
        auto impl = std::make_unique<Impl>(name, place);
        const int application = impl->database.execAndGet("PRAGMA application_id").getInt();
        const int version = impl->database.execAndGet("PRAGMA user_version").getInt();
        const bool isEmpty = impl->database.execAndGet("SELECT COUNT(*) FROM sqlite_master").getInt() == 0;
        if (!isEmpty && application != kApplicationId)
            return fail(ErrorCode::Corrupt, "This file holds something else than metrics", name);
        if (version > kVersion)
            return fail(ErrorCode::VersionTooNew, "The metrics were written by a newer Attune", name);
        if (isEmpty && access == Access::ReadOnly)
            return fail(ErrorCode::NotFound, "The run has no metrics yet", name);
        if (access == Access::ReadWrite) {
            impl->database.exec("PRAGMA journal_mode = WAL");
            impl->database.exec(
                "PRAGMA synchronous = NORMAL"); // a killed process loses nothing; a power cut the last batch
            // Points are only added, so a run of any length needs the same few pages; SQLite's own 2 MB would
            // look like a leak that takes hours to end.
            impl->database.exec("PRAGMA cache_size = -256"); // KiB
            if (isEmpty) impl->createTables();
        }
        return MetricsStore(std::move(impl));
    });
}

Result<void> MetricsStore::beginSession(std::int64_t fromStep) {
    return m_impl->guarded([&]() -> Result<void> {
        SQLite::Statement insert(m_impl->database, "INSERT INTO sessions(from_step) VALUES(?)");
        insert.bind(1, fromStep);
        insert.exec();
        m_impl->session = m_impl->database.getLastInsertRowid();
        return {};
    });
}

Result<void> MetricsStore::append(std::span<const jobs::MetricPoint> points) {
    if (m_impl->session == 0)
        return fail(ErrorCode::InvalidArgument, "No session of metrics has begun", m_impl->context);
    if (points.empty()) return {};
    auto written = m_impl->guarded([&]() -> Result<void> {
        SQLite::Transaction transaction(m_impl->database);
        SQLite::Statement insert(
            m_impl->database, "INSERT INTO points(session, name, step, time, value) VALUES(?, ?, ?, ?, ?)");
        for (const jobs::MetricPoint& point : points) {
            insert.bind(1, m_impl->session);
            insert.bind(2, m_impl->idOf(point.name));
            insert.bind(3, point.step);
            insert.bind(4, point.timeSeconds);
            insert.bind(5, point.value);
            insert.exec();
            insert.reset();
        }
        transaction.commit();
        return {};
    });
    if (!written) m_impl->ids.clear(); // names of the batch that was rolled back are not there
    return written;
}

Result<std::vector<std::string>> MetricsStore::names() const {
    return m_impl->guarded([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> names;
        SQLite::Statement select(m_impl->database, "SELECT name FROM names ORDER BY name");
        while (select.executeStep()) names.push_back(select.getColumn(0).getString());
        return names;
    });
}

Result<std::int64_t> MetricsStore::pointCount() const {
    return m_impl->guarded([&]() -> Result<std::int64_t> {
        return m_impl->database.execAndGet("SELECT COUNT(*) FROM points").getInt64();
    });
}

Result<std::int64_t> MetricsStore::lastStep() const {
    ATTUNE_TRY(const auto points, latest());
    std::int64_t last = 0;
    for (const jobs::MetricPoint& point : points) last = std::max(last, point.step);
    return last;
}

Result<std::vector<SeriesPoint>> MetricsStore::series(const std::string& name, StepRange range,
                                                      std::int64_t mostPoints) const {
    return m_impl->guarded([&]() -> Result<std::vector<SeriesPoint>> {
        const auto lastShown = m_impl->lastShownSteps();
        std::vector<SeriesPoint> points;
        SQLite::Statement select(
            m_impl->database,
            "SELECT step, time, value, session FROM points WHERE name = (SELECT id FROM names WHERE name = ?)"
            " AND step BETWEEN ? AND ? ORDER BY step, session");
        select.bind(1, name);
        select.bind(2, range.first);
        select.bind(3, range.last);
        while (select.executeStep()) {
            const std::int64_t step = select.getColumn(0).getInt64();
            const auto session = lastShown.find(select.getColumn(3).getInt64());
            if (session == lastShown.end() || step > session->second) continue;
            const double value = valueOf(select.getColumn(2));
            points.push_back({step, select.getColumn(1).getDouble(), value, value, value, value, 1});
        }
        return decimated(std::move(points), mostPoints);
    });
}

Result<std::vector<jobs::MetricPoint>> MetricsStore::latest() const {
    return m_impl->guarded([&]() -> Result<std::vector<jobs::MetricPoint>> {
        const auto lastShown = m_impl->lastShownSteps();
        std::vector<jobs::MetricPoint> points;
        SQLite::Statement names(m_impl->database, "SELECT id, name FROM names ORDER BY name");
        SQLite::Statement select(
            m_impl->database,
            "SELECT step, time, value, session FROM points WHERE name = ? ORDER BY step DESC, session DESC");
        while (names.executeStep()) {
            select.reset();
            select.bind(1, names.getColumn(0).getInt64());
            while (select.executeStep()) { // ends at the first that is shown
                const std::int64_t step = select.getColumn(0).getInt64();
                const auto session = lastShown.find(select.getColumn(3).getInt64());
                if (session == lastShown.end() || step > session->second) continue;
                points.push_back({step, select.getColumn(1).getDouble(), names.getColumn(1).getString(),
                                  valueOf(select.getColumn(2))});
                break;
            }
        }
        return points;
    });
}

std::vector<SeriesPoint> decimated(std::vector<SeriesPoint> points, std::int64_t mostPoints) {
    const auto count = static_cast<std::int64_t>(points.size());
    if (mostPoints <= 0 || count <= mostPoints) return points;
    const std::int64_t runLength = (count + mostPoints - 1) / mostPoints;
    std::vector<SeriesPoint> joined;
    joined.reserve(static_cast<std::size_t>((count + runLength - 1) / runLength));
    for (std::int64_t begin = 0; begin < count; begin += runLength) {
        const auto first = points.begin() + begin;
        const auto last = points.begin() + std::min(begin + runLength, count);
        SeriesPoint run = *first;
        double sum = first->mean * static_cast<double>(first->count);
        for (auto point = first + 1; point != last; ++point) {
            run.step = point->step;
            run.timeSeconds = point->timeSeconds;
            run.last = point->last;
            run.least = std::fmin(run.least, point->least); // NaN gives way to numbers
            run.greatest = std::fmax(run.greatest, point->greatest);
            run.count += point->count;
            sum += point->mean * static_cast<double>(point->count);
        }
        run.mean = sum / static_cast<double>(run.count);
        joined.push_back(run);
    }
    return joined;
}

} // namespace attune::project
