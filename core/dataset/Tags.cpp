// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/Tags.h"

#include "core/base/NumberText.h"
#include "core/base/Text.h"

#include <fileref.h>
#include <tbytevectorstream.h>
#include <tfilestream.h>
#include <tpropertymap.h>

#include <array>
#include <cerrno>
#include <fstream>

namespace attune::dataset {

namespace {

constexpr std::size_t kMostCharacters = 2'000; // lyrics and cue sheets are no prompts

// Property names of TagLib to ours; others keep their name in lower case.
std::string nameOf(const std::string& property) {
    struct Name {
        const char* property;
        const char* name;
    };
    constexpr std::array<Name, 4> kNames{
        {{"INITIALKEY", "key"}, {"DESCRIPTION", "comment"}, {"TEMPO", "bpm"}, {"YEAR", "date"}}};
    for (const Name& entry : kNames)
        if (property == entry.property) return entry.name;
    return toLowerAscii(property);
}

TagMap mapOf(const TagLib::FileRef& file) {
    TagMap tags;
    if (file.isNull() || file.file() == nullptr) return tags;
    for (const auto& [property, values] : file.file()->properties()) {
        std::string text = sanitizedUtf8(values.toString(", ").to8Bit(true));
        if (trimAscii(text).empty()) continue;
        if (text.size() > kMostCharacters)
            text = sanitizedUtf8(std::string_view(text).substr(0, kMostCharacters));
        tags[nameOf(property.to8Bit(true))] = std::string(trimAscii(text));
    }
    return tags;
}

} // namespace

Result<TagMap> readTags(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return fail(ErrorCode::NotFound, "The file is not there", utf8FromPath(file));
    errno = 0;
    if (std::ifstream probe(file, std::ios::binary); !probe)
        return fail(errorFromSystem(errno != 0 ? errno : EIO, "Cannot open the file", utf8FromPath(file)));
    try {
#ifdef _WIN32
        return mapOf(TagLib::FileRef(file.wstring().c_str(), false));
#else
        return mapOf(TagLib::FileRef(file.c_str(), false));
#endif
    } catch (const std::exception& exception) {
        return fail(errorFromException(exception, utf8FromPath(file)));
    }
}

TagMap readTagsFromBytes(std::span<const std::byte> bytes) {
    try {
        TagLib::ByteVector vector(reinterpret_cast<const char*>(bytes.data()),
                                  static_cast<unsigned>(bytes.size()));
        TagLib::ByteVectorStream stream(vector);
        return mapOf(TagLib::FileRef(&stream, false));
    } catch (const std::exception&) {
        return {}; // foreign bytes that confuse the library hold no tags for us
    }
}

void addLoopFacts(TagMap& tags, const audio::LoopFacts& loop) {
    if (loop.bpm > 0.0 && !tags.contains("bpm")) {
        std::string text = fixedText(loop.bpm, 3);
        text.erase(text.find_last_not_of('0') + 1);
        if (!text.empty() && text.back() == '.') text.pop_back();
        tags["bpm"] = text;
    }
    constexpr std::array<const char*, 12> kNotes{"C",  "C#", "D",  "D#", "E",  "F",
                                                 "F#", "G",  "G#", "A",  "A#", "B"};
    if (loop.rootKey >= 0 && !tags.contains("key"))
        tags["key"] = kNotes[static_cast<std::size_t>(loop.rootKey % 12)];
}

} // namespace attune::dataset
