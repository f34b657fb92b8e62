// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/LibraryRows.h"

#include "core/base/Text.h"
#include "core/config/Json.h"

#include <array>
#include <string_view>

namespace attune::dataset::detail {

namespace {

constexpr std::array<std::string_view, 29> kColumns{"source",
                                                    "path",
                                                    "size_bytes",
                                                    "modified_ns",
                                                    "content_hash",
                                                    "is_missing",
                                                    "sound_hash",
                                                    "frame_count",
                                                    "sample_rate",
                                                    "channel_count",
                                                    "container",
                                                    "encoding",
                                                    "peak",
                                                    "loudness",
                                                    "dc_offset",
                                                    "clipped_runs",
                                                    "cutoff_hz",
                                                    "ends_early",
                                                    "unreadable_reason",
                                                    "tags",
                                                    "findings",
                                                    "prompt",
                                                    "alternatives",
                                                    "is_prompt_edited",
                                                    "is_rejected",
                                                    "is_included",
                                                    "split",
                                                    "is_split_edited",
                                                    "content_group"};

} // namespace

const char* migrationFrom(int version) {
    static constexpr const char* kMigrations[kSchemaVersion] = {R"sql(
        CREATE TABLE sources(id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE);
        CREATE TABLE clips(
            id INTEGER PRIMARY KEY,
            source INTEGER NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
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
            loudness REAL,
            dc_offset REAL NOT NULL,
            clipped_runs INTEGER NOT NULL,
            cutoff_hz REAL NOT NULL,
            ends_early INTEGER NOT NULL,
            unreadable_reason TEXT NOT NULL,
            tags TEXT,
            findings INTEGER NOT NULL,
            prompt TEXT NOT NULL,
            alternatives TEXT,
            is_prompt_edited INTEGER NOT NULL,
            is_rejected INTEGER NOT NULL,
            is_included INTEGER NOT NULL,
            split INTEGER NOT NULL,
            is_split_edited INTEGER NOT NULL,
            content_group INTEGER NOT NULL,
            UNIQUE(source, path));
        CREATE INDEX clips_by_content ON clips(content_hash);
        CREATE INDEX clips_by_sound ON clips(sound_hash);
        CREATE TABLE fingerprints(sound_hash BLOB PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID;
    )sql"};
    return kMigrations[version];
}

std::string clipColumns() {
    std::string text;
    for (const std::string_view column : kColumns) text += concat(text.empty() ? "" : ", ", column);
    return text;
}

std::string insertClipSql() {
    std::string marks;
    for (std::size_t i = 0; i < kColumns.size(); ++i) marks += i == 0 ? "?" : ", ?";
    return concat("INSERT INTO clips(", clipColumns(), ") VALUES(", marks, ")");
}

std::string updateClipSql() {
    std::string text;
    for (const std::string_view column : kColumns) text += concat(text.empty() ? "" : ", ", column, " = ?");
    return concat("UPDATE clips SET ", text, " WHERE id = ?");
}

void bindHash(SQLite::Statement& statement, int index, const ContentHash& hash) {
    std::array<unsigned char, 16> bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        bytes[i] = static_cast<unsigned char>(hash.high >> (56 - 8 * i) & 0xFF);
        bytes[8 + i] = static_cast<unsigned char>(hash.low >> (56 - 8 * i) & 0xFF);
    }
    statement.bind(index, bytes.data(), static_cast<int>(bytes.size()));
}

ContentHash hashFromColumn(const SQLite::Column& column) {
    ContentHash hash;
    if (column.getBytes() != 16) return hash;
    const auto* bytes = static_cast<const unsigned char*>(column.getBlob());
    for (std::size_t i = 0; i < 8; ++i) {
        hash.high = hash.high << 8 | bytes[i];
        hash.low = hash.low << 8 | bytes[8 + i];
    }
    return hash;
}

namespace {

std::string jsonFromTags(const TagMap& tags) {
    config::Json object = config::Json::object();
    for (const auto& [name, value] : tags) object[name] = value;
    return object.dump(-1, ' ', false, config::Json::error_handler_t::replace);
}

TagMap tagsFromJson(std::string_view text) {
    TagMap tags;
    const config::Json object = config::Json::parse(text, nullptr, false);
    if (!object.is_object()) return tags;
    for (const auto& [name, value] : object.items())
        if (value.is_string()) tags.emplace(name, value.get<std::string>());
    return tags;
}

std::string jsonFromAlternatives(const std::vector<PromptAlternative>& alternatives) {
    config::Json list = config::Json::array();
    for (const PromptAlternative& alternative : alternatives)
        list.push_back({alternative.text, alternative.weight});
    return list.dump(-1, ' ', false, config::Json::error_handler_t::replace);
}

std::vector<PromptAlternative> alternativesFromJson(std::string_view text) {
    std::vector<PromptAlternative> alternatives;
    const config::Json list = config::Json::parse(text, nullptr, false);
    if (!list.is_array()) return alternatives;
    for (const config::Json& entry : list)
        if (entry.is_array() && entry.size() == 2 && entry[0].is_string() && entry[1].is_number())
            alternatives.push_back({entry[0].get<std::string>(), entry[1].get<double>()});
    return alternatives;
}

std::string_view textOf(const SQLite::Column& column) {
    return {static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())};
}

} // namespace

void bindClip(SQLite::Statement& statement, const ClipRecord& clip) {
    int at = 0;
    const auto bind = [&](const auto& value) { statement.bind(++at, value); };
    const auto flag = [&](bool value) { statement.bind(++at, value ? 1 : 0); };
    bind(clip.source.value);
    bind(clip.path);
    bind(clip.sizeBytes);
    bind(clip.modifiedNs);
    bindHash(statement, ++at, clip.contentHash);
    flag(clip.isMissing);
    bindHash(statement, ++at, clip.soundHash);
    bind(clip.frameCount);
    bind(clip.sampleRate.hz);
    bind(clip.channelCount);
    bind(static_cast<int>(clip.container));
    bind(static_cast<int>(clip.encoding));
    bind(static_cast<double>(clip.peak));
    if (clip.loudnessLufs)
        bind(*clip.loudnessLufs);
    else
        statement.bind(++at);
    bind(static_cast<double>(clip.dcOffset));
    bind(clip.clippedRuns);
    bind(static_cast<double>(clip.cutoffHz));
    flag(clip.endsEarly);
    bind(clip.unreadableReason);
    if (clip.tags.empty())
        statement.bind(++at);
    else
        bind(jsonFromTags(clip.tags));
    bind(static_cast<std::int64_t>(clip.findings.bits()));
    bind(clip.prompt);
    if (clip.alternatives.empty())
        statement.bind(++at);
    else
        bind(jsonFromAlternatives(clip.alternatives));
    flag(clip.isPromptEdited);
    flag(clip.isRejected);
    flag(clip.isIncluded);
    bind(static_cast<int>(clip.split));
    flag(clip.isSplitEdited);
    bind(clip.contentGroup);
}

ClipRecord clipFromRow(SQLite::Statement& row) {
    ClipRecord clip;
    int at = 0;
    const auto next = [&] { return row.getColumn(at++); };
    const auto integer = [&] { return next().getInt64(); };
    const auto number = [&] { return next().getDouble(); };
    const auto flag = [&] { return next().getInt() != 0; };
    const auto text = [&] { return std::string(textOf(next())); };
    clip.id = ClipId{integer()};
    clip.source = SourceId{integer()};
    clip.path = text();
    clip.sizeBytes = integer();
    clip.modifiedNs = integer();
    clip.contentHash = hashFromColumn(next());
    clip.isMissing = flag();
    clip.soundHash = hashFromColumn(next());
    clip.frameCount = integer();
    clip.sampleRate = SampleRate{static_cast<int>(integer())};
    clip.channelCount = static_cast<int>(integer());
    clip.container = static_cast<audio::Container>(integer());
    clip.encoding = static_cast<audio::Encoding>(integer());
    clip.peak = static_cast<float>(number());
    if (const SQLite::Column loudness = next(); !loudness.isNull()) clip.loudnessLufs = loudness.getDouble();
    clip.dcOffset = static_cast<float>(number());
    clip.clippedRuns = integer();
    clip.cutoffHz = static_cast<float>(number());
    clip.endsEarly = flag();
    clip.unreadableReason = text();
    if (const SQLite::Column tags = next(); !tags.isNull()) clip.tags = tagsFromJson(textOf(tags));
    clip.findings = FindingSet::fromBits(static_cast<std::uint64_t>(integer()));
    clip.prompt = text();
    if (const SQLite::Column list = next(); !list.isNull())
        clip.alternatives = alternativesFromJson(textOf(list));
    clip.isPromptEdited = flag();
    clip.isRejected = flag();
    clip.isIncluded = flag();
    const std::int64_t split = integer();
    clip.split = split >= 0 && split <= 2 ? static_cast<SplitSide>(split) : SplitSide::Unassigned;
    clip.isSplitEdited = flag();
    clip.contentGroup = integer();
    return clip;
}

} // namespace attune::dataset::detail
