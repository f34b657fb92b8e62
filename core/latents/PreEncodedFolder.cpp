// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/PreEncodedFolder.h"

#include "core/base/Assert.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace attune::latents {

namespace fs = std::filesystem;
using config::Json;
using config::JsonView;

namespace {

bool isHidden(const fs::path& path) {
    return utf8FromPath(path.filename()).starts_with('.');
}

// Files below `folder` with that extension, whatever its case. `seen` holds the real folders of the way here.
void scan(const fs::path& folder, const std::string& extension, std::set<fs::path>& seen,
          std::vector<fs::path>& files) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (error || !seen.insert(real).second) return;
    std::vector<fs::path> folders;
    for (auto it = fs::directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        if (isHidden(it->path())) continue;
        std::error_code ignored;
        if (it->is_directory(ignored))
            folders.push_back(it->path());
        else if (toLowerAscii(utf8FromPath(it->path().extension())) == extension)
            files.push_back(it->path());
    }
    for (const fs::path& inner : folders) scan(inner, extension, seen, files);
    seen.erase(real);
}

// By the text of the path, as Python sorts strings: path's own order compares folder by folder.
void sortByText(std::vector<fs::path>& files) {
    std::vector<std::pair<std::string, fs::path>> keyed;
    keyed.reserve(files.size());
    for (fs::path& file : files) {
        std::string text = genericUtf8FromPath(file);
        keyed.emplace_back(std::move(text), std::move(file));
    }
    std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (std::size_t i = 0; i < files.size(); ++i) files[i] = std::move(keyed[i].second);
}

Result<std::vector<fs::path>> filesOfList(const fs::path& folder, const fs::path& list) {
    ATTUNE_TRY(const std::string text, readTextFile(list));
    std::vector<fs::path> files;
    for (const std::string& line : split(text, '\n')) {
        const std::string_view name = trimAscii(line);
        if (!name.empty()) files.push_back(folder / pathFromUtf8(name));
    }
    for (const fs::path& file : files) {
        std::error_code error;
        if (!fs::exists(file, error))
            return fail(ErrorCode::Corrupt,
                        concat("filelist.txt names a file that is not there: ", utf8FromPath(file)),
                        utf8FromPath(list));
    }
    return files;
}

Result<std::vector<std::int64_t>> maskOf(const JsonView& document, std::int64_t frames) {
    const auto found = document.find("padding_mask");
    if (!found) return fail(ErrorCode::MissingKey, "The document has no padding_mask", document.path());
    std::vector<std::int64_t> mask;
    if (found->value().is_number_integer()) { // what pre_encode.py writes for a single frame
        mask.push_back(found->value().get<std::int64_t>());
    } else {
        ATTUNE_TRY(mask, document.integers("padding_mask"));
    }
    if (static_cast<std::int64_t>(mask.size()) != frames)
        return fail(ErrorCode::Corrupt,
                    concat("The padding mask has ", mask.size(), " frames, and the latents have ", frames),
                    document.path());
    return mask;
}

// Where a crop starts: with `last` the index of the last real frame, the reference draws from [0, last - K].
Result<std::int64_t> cropStart(const std::vector<std::int64_t>& mask, const PreEncodedCrop& crop,
                               const std::string& name) {
    const auto lastReal =
        std::find_if(mask.rbegin(), mask.rend(), [](std::int64_t value) { return value == 1; });
    if (lastReal == mask.rend())
        return fail(ErrorCode::InvalidArgument, "The padding mask says that nothing in the file is real",
                    name, "Remove the pair or encode the sound again.");
    const std::int64_t last = static_cast<std::int64_t>(mask.rend() - lastReal) - 1;
    if (!crop.draw || last <= crop.length) return 0;
    const std::int64_t starts = last - crop.length + 1;
    return std::min(static_cast<std::int64_t>(*crop.draw * static_cast<double>(starts)), starts - 1);
}

void cropItem(PreEncodedItem& item, std::int64_t start, std::int64_t length) {
    const std::int64_t begin = std::min(start, item.frames);
    const std::int64_t count =
        std::min(length, item.frames - begin); // shorter files stay short, as in the reference
    std::vector<float> cropped(static_cast<std::size_t>(item.channels * count));
    for (std::int64_t channel = 0; channel < item.channels; ++channel)
        std::copy_n(item.latents.begin() + channel * item.frames + begin, count,
                    cropped.begin() + channel * count);
    item.latents = std::move(cropped);
    item.paddingMask = {item.paddingMask.begin() + begin, item.paddingMask.begin() + begin + count};
    item.frames = count;
}

std::int64_t onesOf(const std::vector<std::int64_t>& mask) {
    return static_cast<std::int64_t>(
        std::count_if(mask.begin(), mask.end(), [](std::int64_t value) { return value != 0; }));
}

PreEncodedFacts factsOf(const PreEncodedFolder& folder, std::size_t index) {
    PreEncodedFacts facts;
    facts.name = utf8FromPath(folder.files()[index].filename());
    const auto item = folder.read(index);
    if (!item) {
        facts.problem = item.error();
        return facts;
    }
    facts.channels = item->channels;
    facts.frames = item->frames;
    facts.validFrames = onesOf(item->paddingMask);
    facts.type = item->type;
    const JsonView info(item->info, "");
    facts.name = info.stringOr("relpath", facts.name).value_or(facts.name);
    facts.secondsStart = info.numberOr("seconds_start", 0.0).value_or(0.0);
    facts.secondsTotal = info.numberOr("seconds_total", 0.0).value_or(0.0);
    if (const auto prompt = info.string("prompt")) facts.prompt = *prompt;
    const auto isFinite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(item->latents.begin(), item->latents.end(), isFinite))
        facts.problem = Error{ErrorCode::NonFinite, "The latents hold numbers that are not finite",
                              utf8FromPath(folder.files()[index]), "Encode the sound again, in fp32."};
    else if (facts.validFrames == 0)
        facts.problem = Error{ErrorCode::InvalidArgument,
                              "The padding mask says that nothing in the file is real",
                              utf8FromPath(folder.files()[index]),
                              {}};
    return facts;
}

} // namespace

fs::path documentOfLatents(const fs::path& latentFile) {
    constexpr std::string_view kFrom = ".npy";
    std::string name = utf8FromPath(latentFile);
    for (std::size_t at = name.find(kFrom); at != std::string::npos; at = name.find(kFrom, at))
        name.replace(at, kFrom.size(), ".json");
    const fs::path everywhere = pathFromUtf8(name);
    std::error_code ignored;
    if (everywhere != latentFile && fs::exists(everywhere, ignored)) return everywhere;
    fs::path atTheEnd = latentFile;
    return atTheEnd.replace_extension(".json");
}

Result<PreEncodedFolder> PreEncodedFolder::open(const fs::path& folder, const std::string& extension) {
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(ErrorCode::NotFound, "There is no such folder of latents", utf8FromPath(folder));
    const fs::path list = folder / "filelist.txt";
    if (fs::is_regular_file(list, error)) {
        ATTUNE_TRY(auto files, filesOfList(folder, list));
        return PreEncodedFolder(folder, std::move(files));
    }
    const fs::directory_iterator readable(folder, error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(folder)));
    std::vector<fs::path> files;
    std::set<fs::path> seen;
    scan(folder, concat('.', toLowerAscii(extension)), seen, files);
    sortByText(files);
    return PreEncodedFolder(folder, std::move(files));
}

Result<PreEncodedItem> PreEncodedFolder::read(std::size_t index,
                                              const std::optional<PreEncodedCrop>& crop) const {
    ATTUNE_ASSERT(index < m_files.size());
    const fs::path& file = m_files[index];
    ATTUNE_TRY(const NpyArray array, readNpy(file));
    if (array.shape.size() != 2 || array.shape[0] <= 0 || array.shape[1] <= 0)
        return fail(ErrorCode::Corrupt, "Latents should have two dimensions, channels and frames",
                    utf8FromPath(file));
    const fs::path documentFile = documentOfLatents(file);
    ATTUNE_TRY(Json document, config::readJsonFile(documentFile));
    if (!document.is_object())
        return fail(ErrorCode::Corrupt, "The document of latents is not an object",
                    utf8FromPath(documentFile));

    PreEncodedItem item;
    item.type = array.type;
    item.channels = array.shape[0];
    item.frames = array.shape[1];
    item.latents = array.toFloats();
    ATTUNE_TRY(item.paddingMask, maskOf(JsonView(document, utf8FromPath(documentFile)), item.frames));
    document.erase("padding_mask");
    document["latent_filename"] = utf8FromPath(file);
    if (crop) {
        ATTUNE_TRY(const std::int64_t start, cropStart(item.paddingMask, *crop, utf8FromPath(documentFile)));
        cropItem(item, start, crop->length);
        document["latent_crop_length"] = crop->length;
        document["latent_crop_start"] = start;
    }
    item.info = std::move(document);
    return item;
}

Result<std::vector<PreEncodedFacts>> inspectPreEncoded(const PreEncodedFolder& folder,
                                                       const ProgressSink& progress,
                                                       const Cancellation& cancellation) {
    std::vector<PreEncodedFacts> all;
    all.reserve(folder.count());
    for (std::size_t index = 0; index < folder.count(); ++index) {
        ATTUNE_CHECK(cancellation.check("Looking at the latents"));
        all.push_back(factsOf(folder, index));
        if (progress)
            progress({"Looking at the latents", static_cast<std::int64_t>(index + 1),
                      static_cast<std::int64_t>(folder.count()), "files", all.back().name});
    }
    return all;
}

} // namespace attune::latents
