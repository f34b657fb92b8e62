// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/DemoIndex.h"

#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/UtcTime.h"
#include "core/project/Documents.h"
#include "core/project/RunRecord.h"

#include <algorithm>

namespace attune::project {

namespace fs = std::filesystem;
using config::Json;
using config::JsonView;

namespace {

constexpr const char* kFormat = "attune-demos";
constexpr const char* kFileName = "demos.json";
constexpr std::int64_t kVersion = 1;
constexpr int kMostStars = 5;

// A plain name: a foreign index must not lead out of its folder.
bool isPlainName(std::string_view name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of("/\\") == std::string_view::npos;
}

Json jsonFromDemo(const DemoRecord& demo) {
    Json json{{"file", demo.file},
              {"prompt", sanitizedUtf8(demo.prompt)},
              {"negative_prompt", sanitizedUtf8(demo.negativePrompt)},
              {"seed", demo.seed},
              {"step", demo.step},
              {"weights", demo.weights},
              {"cfg_scale", demo.cfgScale},
              {"sampler", demo.sampler},
              {"sampler_steps", demo.samplerSteps},
              {"seconds_start", demo.secondsStart},
              {"seconds_total", demo.secondsTotal},
              {"length_seconds", demo.lengthSeconds},
              {"peak", demo.peak},
              {"created", demo.createdUtc},
              {"stars", demo.stars},
              {"notes", sanitizedUtf8(demo.notes)}};
    if (demo.loudnessLufs) json["loudness_lufs"] = *demo.loudnessLufs;
    if (!demo.settings.is_null()) json["settings"] = demo.settings;
    return json;
}

Result<DemoRecord> demoFromJson(const JsonView& view) {
    DemoRecord demo;
    ATTUNE_TRY(demo.file, view.string("file"));
    if (!isPlainName(demo.file))
        return fail(ErrorCode::InvalidConfig, concat(view.path(), ".file is no name of a file"), view.path());
    ATTUNE_TRY(demo.prompt, view.stringOr("prompt", ""));
    ATTUNE_TRY(demo.negativePrompt, view.stringOr("negative_prompt", ""));
    ATTUNE_TRY(demo.seed, view.integerOr("seed", 0));
    ATTUNE_TRY(demo.step, view.integerOr("step", 0));
    ATTUNE_TRY(demo.weights, view.stringOr("weights", "ema"));
    ATTUNE_TRY(demo.cfgScale, view.numberOr("cfg_scale", 1.0));
    ATTUNE_TRY(demo.sampler, view.stringOr("sampler", ""));
    ATTUNE_TRY(demo.samplerSteps, view.integerOr("sampler_steps", 0));
    ATTUNE_TRY(demo.secondsStart, view.numberOr("seconds_start", 0.0));
    ATTUNE_TRY(demo.secondsTotal, view.numberOr("seconds_total", 0.0));
    ATTUNE_TRY(demo.lengthSeconds, view.numberOr("length_seconds", 0.0));
    ATTUNE_TRY(demo.peak, view.numberOr("peak", 0.0));
    if (view.has("loudness_lufs")) {
        ATTUNE_TRY(demo.loudnessLufs, view.number("loudness_lufs"));
    }
    ATTUNE_TRY(demo.createdUtc, view.stringOr("created", ""));
    ATTUNE_TRY(const std::int64_t stars, view.integerOr("stars", 0));
    demo.stars = static_cast<int>(std::clamp<std::int64_t>(stars, 0, kMostStars));
    ATTUNE_TRY(demo.notes, view.stringOr("notes", ""));
    demo.settings = memberOrNull(view.value(), "settings");
    return demo;
}

} // namespace

Result<DemoIndex> DemoIndex::load(const fs::path& folder) {
    DemoIndex index(folder);
    const auto document = readDocument(folder / kFileName, kFormat, kVersion);
    if (!document) {
        if (document.error().code == ErrorCode::NotFound) return index;
        return fail(document.error());
    }
    const JsonView view(*document, utf8FromPath(folder / kFileName));
    ATTUNE_TRY(const auto list, view.at("demos"));
    ATTUNE_TRY(const auto elements, list.elements());
    for (const JsonView& element : elements) {
        ATTUNE_TRY(auto demo, demoFromJson(element));
        index.m_demos.push_back(std::move(demo));
    }
    return index;
}

fs::path DemoIndex::fileOf(const DemoRecord& demo) const {
    return m_folder / pathFromUtf8(demo.file);
}

Result<DemoRecord*> DemoIndex::find(std::string_view file) {
    const auto found = std::find_if(m_demos.begin(), m_demos.end(),
                                    [&](const DemoRecord& demo) { return demo.file == file; });
    if (found == m_demos.end())
        return fail(ErrorCode::NotFound, concat("There is no demo \"", file, "\""), utf8FromPath(m_folder));
    return &*found;
}

Result<void> DemoIndex::save() const {
    Json list = Json::array();
    for (const DemoRecord& demo : m_demos) list.push_back(jsonFromDemo(demo));
    return config::writeJsonFile(m_folder / kFileName,
                                 Json{{"format", kFormat}, {"version", kVersion}, {"demos", list}});
}

Result<void> DemoIndex::add(DemoRecord demo) {
    if (!isPlainName(demo.file))
        return fail(ErrorCode::InvalidArgument, concat("\"", demo.file, "\" is no name of a file"),
                    utf8FromPath(m_folder));
    if (demo.createdUtc.empty()) demo.createdUtc = utcNow();
    if (auto known = find(demo.file)) {
        demo.stars = (*known)->stars;
        demo.notes = (*known)->notes;
        **known = std::move(demo);
    } else {
        m_demos.push_back(std::move(demo));
    }
    return save();
}

Result<void> DemoIndex::rate(std::string_view file, int stars) {
    if (stars < 0 || stars > kMostStars)
        return fail(ErrorCode::InvalidArgument, "A demo has 0 to 5 stars", std::string(file));
    ATTUNE_TRY(DemoRecord* const demo, find(file));
    demo->stars = stars;
    return save();
}

Result<void> DemoIndex::annotate(std::string_view file, const std::string& notes) {
    ATTUNE_TRY(DemoRecord* const demo, find(file));
    demo->notes = notes;
    return save();
}

std::vector<LocatedDemo> demosBelow(const fs::path& demosFolder) {
    std::vector<std::pair<std::int64_t, fs::path>> folders;
    std::error_code error;
    for (auto it = fs::directory_iterator(demosFolder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (const auto step = stepFromFolderName(utf8FromPath(it->path().filename())))
            folders.emplace_back(*step, it->path());
    std::sort(folders.begin(), folders.end());
    std::vector<LocatedDemo> all;
    for (const auto& [step, folder] : folders) {
        const auto index = DemoIndex::load(folder);
        if (!index) {
            log::warnOnce(index.error().describe());
            continue;
        }
        for (const DemoRecord& demo : index->demos()) all.push_back({demo, index->fileOf(demo)});
    }
    return all;
}

} // namespace attune::project
