// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/PreEncodedWriter.h"

#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/latents/PreEncodedFolder.h"
#include "core/latents/PythonJson.h"

namespace attune::latents {

namespace fs = std::filesystem;
using config::Json;

namespace {

std::string padded(std::int64_t number, std::size_t digits) {
    std::string text = concat(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text;
}

Result<void> removePairs(const PreEncodedFolder& present) {
    for (const fs::path& file : present.files()) {
        std::error_code error;
        fs::remove(documentOfLatents(file), error);
        if (!error) fs::remove(file, error);
        if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(file)));
    }
    std::error_code error;
    fs::remove(present.folder() / "details.json", error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(present.folder())));
    return {};
}

} // namespace

std::string preEncodedId(int rank, std::int64_t batch, std::int64_t item) {
    return padded(rank, 3) + padded(batch, 6) + padded(item, 4);
}

Json preEncodedDocument(const PreEncodedDescription& description, std::int64_t latentFrames) {
    const audio::CropWindow& window = description.window;
    Json mask = Json::array();
    for (const std::uint8_t value : audio::latentPaddingMask(window, latentFrames))
        mask.push_back(static_cast<int>(value));
    Json document{{"path", sanitizedUtf8(description.path)},
                  {"relpath", sanitizedUtf8(description.relativePath)},
                  {"timestamps", {window.timestampStart, window.timestampEnd}},
                  {"seconds_start", window.secondsStart},
                  {"seconds_total", window.secondsTotal},
                  {"padding_mask", mask},
                  {"sample_rate", description.sampleRate.hz},
                  {"load_time", description.loadSeconds}};
    for (const auto& [key, value] : description.more.items()) document[key] = value;
    return document;
}

Result<PreEncodedWriter> PreEncodedWriter::create(const fs::path& folder, const Json& details,
                                                  OccupiedFolder occupied, int rank) {
    std::error_code error;
    ATTUNE_CHECK(makeFolder(folder / concat(rank)));
    if (occupied != OccupiedFolder::Add) {
        ATTUNE_TRY(const auto present, PreEncodedFolder::open(folder));
        const bool isOccupied = present.count() > 0 || fs::exists(folder / "details.json", error);
        if (isOccupied && occupied == OccupiedFolder::Refuse)
            return fail(
                ErrorCode::AlreadyExists,
                "The folder holds latents already, which would be trained on together with the new ones",
                utf8FromPath(folder), "Choose an empty folder, or have the old ones replaced.");
        ATTUNE_CHECK(removePairs(present));
    }
    const fs::path detailsFile = folder / "details.json";
    if (!fs::exists(detailsFile, error)) ATTUNE_CHECK(writeTextAtomically(detailsFile, pythonJson(details)));
    return PreEncodedWriter(folder, rank);
}

Result<void> PreEncodedWriter::write(std::int64_t batch, std::int64_t item, NpyType type,
                                     std::int64_t channels, const std::vector<float>& latents,
                                     const PreEncodedDescription& description) {
    const std::string id = preEncodedId(m_rank, batch, item);
    const auto count = static_cast<std::int64_t>(latents.size());
    if (channels <= 0 || count == 0 || count % channels != 0 ||
        count / channels > description.window.windowFrames)
        return fail(ErrorCode::ShapeMismatch, "Latents to be written have no sensible shape",
                    description.relativePath);
    const std::vector<std::int64_t> shape{channels, count / channels};
    const fs::path folder = m_folder / concat(m_rank);
    ATTUNE_CHECK(writeNpy(folder / (id + ".npy"), type, shape, latents));
    ATTUNE_CHECK(
        writeTextAtomically(folder / (id + ".json"), pythonJson(preEncodedDocument(description, shape[1]))));
    ++m_written;
    return {};
}

} // namespace attune::latents
