// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/LibrarySchema.h"

#include "core/base/Text.h"
#include "core/config/Json.h"

#include <string>

namespace attune::dataset::schema {

namespace {

// Hashes are blobs of 16 bytes, so that an index on them is small. Tags and alternatives are JSON: they are
// shown and used as a whole, never searched by SQL.
constexpr const char* kTables = R"(
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    folder TEXT NOT NULL UNIQUE,      -- absolute, or relative to this file's folder
    is_relative INTEGER NOT NULL
);
CREATE TABLE clip (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    content_hash BLOB NOT NULL,
    is_missing INTEGER NOT NULL,
    sound_hash BLOB NOT NULL,
    frame_count INTEGER NOT NULL,
    sample_rate INTEGER NOT NULL,
    channel_count INTEGER NOT NULL,
    container INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    peak REAL NOT NULL,
    loudness_lufs REAL,
    dc_offset REAL NOT NULL,
    clipped_runs INTEGER NOT NULL,
    highest_hz REAL NOT NULL,
    ends_early INTEGER NOT NULL,
    unreadable_reason TEXT NOT NULL,
    tags TEXT NOT NULL,
    findings INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    alternatives TEXT NOT NULL,
    is_prompt_edited INTEGER NOT NULL,
    is_rejected INTEGER NOT NULL,
    is_included INTEGER NOT NULL,
    split INTEGER NOT NULL,
    is_split_edited INTEGER NOT NULL,
    content_group INTEGER NOT NULL,
    UNIQUE (source, path)
);
CREATE INDEX clip_content ON clip(content_hash);
CREATE TABLE fingerprint (
    sound_hash BLOB PRIMARY KEY,
    data BLOB NOT NULL
) WITHOUT ROWID;
)";

std::string blobOf(const ContentHash& hash) {
    std::string blob(16, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        blob[i] = static_cast<char>(hash.high >> (56 - 8 * i) & 0xFF);
        blob[8 + i] = static_cast<char>(hash.low >> (56 - 8 * i) & 0xFF);
    }
    return blob;
}

ContentHash hashOf(const SQLite::Column& column) {
    ContentHash hash;
    if (column.getBytes() != 16) return hash;
    const auto* bytes = static_cast<const unsigned char*>(column.getBlob());
    for (std::size_t i = 0; i < 8; ++i) {
        hash.high = hash.high << 8 | bytes[i];
        hash.low = hash.low << 8 | bytes[8 + i];
    }
    return hash;
}

std::string jsonOf(const TagMap& tags) {
    if (tags.empty()) return {};
    config::Json json = config::Json::object();
    for (const auto& [key, value] : tags) json[key] = value;
    return json.dump(-1, ' ', false, config::Json::error_handler_t::replace);
}

std::string jsonOf(const std::vector<PromptAlternative>& alternatives) {
    if (alternatives.empty()) return {};
    config::Json json = config::Json::array();
    for (const PromptAlternative& alternative : alternatives)
        json.push_back({alternative.text, alternative.weight});
    return json.dump(-1, ' ', false, config::Json::error_handler_t::replace);
}

} // namespace

Result<void> prepare(SQLite::Database& database) {
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec("PRAGMA foreign_keys = ON");
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (version > kVersion)
        return fail(ErrorCode::VersionTooNew, "The library was written by a newer Attune",
                    database.getFilename(), "Update Attune to open it.");
    if (version == kVersion) {
        if (database.execAndGet("PRAGMA application_id").getInt() != kApplicationId)
            return fail(ErrorCode::Corrupt, "This database is no library of Attune", database.getFilename());
        return {};
    }
    if (database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() != 0)
        return fail(ErrorCode::Corrupt, "This database is no library of Attune", database.getFilename());
    SQLite::Transaction transaction(database);
    database.exec(kTables);
    database.exec(concat("PRAGMA application_id = ", kApplicationId));
    database.exec(concat("PRAGMA user_version = ", kVersion));
    transaction.commit();
    return {};
}

const char* clipColumns() noexcept {
    return "source, path, size_bytes, modified_ns, content_hash, is_missing, sound_hash, frame_count, "
           "sample_rate, channel_count, container, encoding, peak, loudness_lufs, "
           "dc_offset, clipped_runs, highest_hz, ends_early, unreadable_reason, tags, findings, prompt, "
           "alternatives, is_prompt_edited, is_rejected, is_included, split, "
           "is_split_edited, content_group";
}

const char* clipPlaceholders() noexcept {
    return "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?";
}

const char* clipAssignments() noexcept {
    static const std::string text = [] {
        std::string assignments;
        for (const std::string& column : split(clipColumns(), ','))
            assignments += concat(assignments.empty() ? "" : ", ", trimAscii(column), " = ?");
        return assignments;
    }();
    return text.c_str();
}

void bindClip(SQLite::Statement& statement, const ClipRecord& clip) {
    int at = 0;
    const auto integer = [&](std::int64_t value) { statement.bind(++at, value); };
    const auto blob = [&](const ContentHash& hash) {
        const std::string bytes = blobOf(hash);
        statement.bind(++at, bytes.data(), static_cast<int>(bytes.size()));
    };
    const auto number = [&](double value) { statement.bind(++at, value); };
    const auto text = [&](const std::string& value) { statement.bind(++at, value); };
    integer(clip.source.value);
    text(clip.path);
    integer(clip.sizeBytes);
    integer(clip.modifiedNs);
    blob(clip.contentHash);
    integer(clip.isMissing ? 1 : 0);
    blob(clip.soundHash);
    integer(clip.frameCount);
    integer(clip.sampleRate.hz);
    integer(clip.channelCount);
    integer(static_cast<int>(clip.container));
    integer(static_cast<int>(clip.encoding));
    number(static_cast<double>(clip.peak));
    if (clip.loudnessLufs)
        number(*clip.loudnessLufs);
    else
        statement.bind(++at);
    number(static_cast<double>(clip.dcOffset));
    integer(clip.clippedRuns);
    number(static_cast<double>(clip.highestHz));
    integer(clip.endsEarly ? 1 : 0);
    text(clip.unreadableReason);
    text(jsonOf(clip.tags));
    integer(static_cast<std::int64_t>(clip.findings.bits()));
    text(clip.prompt);
    text(jsonOf(clip.alternatives));
    integer(clip.isPromptEdited ? 1 : 0);
    integer(clip.isRejected ? 1 : 0);
    integer(clip.isIncluded ? 1 : 0);
    integer(static_cast<int>(clip.split));
    integer(clip.isSplitEdited ? 1 : 0);
    integer(clip.contentGroup);
}

Result<ClipRecord> clipFromRow(const SQLite::Statement& row) {
    ClipRecord clip;
    int at = 0;
    const auto column = [&] { return row.getColumn(at++); };
    clip.id = ClipId{column().getInt64()};
    clip.source = SourceId{column().getInt64()};
    clip.path = column().getString();
    clip.sizeBytes = column().getInt64();
    clip.modifiedNs = column().getInt64();
    clip.contentHash = hashOf(column());
    clip.isMissing = column().getInt() != 0;
    clip.soundHash = hashOf(column());
    clip.frameCount = column().getInt64();
    clip.sampleRate = SampleRate{column().getInt()};
    clip.channelCount = column().getInt();
    clip.container = static_cast<audio::Container>(column().getInt());
    clip.encoding = static_cast<audio::Encoding>(column().getInt());
    clip.peak = static_cast<float>(column().getDouble());
    if (const SQLite::Column loudness = column(); !loudness.isNull())
        clip.loudnessLufs = loudness.getDouble();
    clip.dcOffset = static_cast<float>(column().getDouble());
    clip.clippedRuns = column().getInt64();
    clip.highestHz = static_cast<float>(column().getDouble());
    clip.endsEarly = column().getInt() != 0;
    clip.unreadableReason = column().getString();
    const std::string tags = column().getString();
    clip.findings = FindingSet::fromBits(static_cast<std::uint64_t>(column().getInt64()));
    clip.prompt = column().getString();
    const std::string alternatives = column().getString();
    clip.isPromptEdited = column().getInt() != 0;
    clip.isRejected = column().getInt() != 0;
    clip.isIncluded = column().getInt() != 0;
    clip.split = static_cast<SplitSide>(column().getInt());
    clip.isSplitEdited = column().getInt() != 0;
    clip.contentGroup = column().getInt64();
    try {
        if (!tags.empty()) {
            const config::Json parsed = config::Json::parse(tags); // items() does not keep a temporary alive
            for (const auto& [key, value] : parsed.items()) clip.tags[key] = value.get<std::string>();
        }
        if (!alternatives.empty())
            for (const config::Json& pair : config::Json::parse(alternatives))
                clip.alternatives.push_back({pair.at(0).get<std::string>(), pair.at(1).get<double>()});
    } catch (const config::Json::exception&) {
        return fail(ErrorCode::Corrupt, concat("The record of clip ", clip.id.value, " is damaged"),
                    clip.path);
    }
    return clip;
}

} // namespace attune::dataset::schema
