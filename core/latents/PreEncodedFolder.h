// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreEncodedFolder: reads what stable-audio-tools' pre_encode.py leaves: pairs of .npy (latents [D,N]) and
// .json.
//
// Reading follows PreEncodedDataset (stable_audio_tools/data/dataset.py): filelist.txt or a recursive scan,
// the crop by latent_crop_length, which leaves seconds_start as it was. Where the reference silently takes
// another item (a broken pair, a length filter), here an Error says what is wrong; who wants the reference's
// behaviour asks for another index.
//
// Ownership: value type; items are read when asked for. Threads: const functions from any thread at once.
// Shapes: D latent channels, N latent frames of a file.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/latents/Npy.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::latents {

struct PreEncodedItem {
    NpyType type{NpyType::Float32};        // as in the file
    std::int64_t channels{0};              // D
    std::int64_t frames{0};                // after the crop
    std::vector<float> latents;            // [D, frames]
    std::vector<std::int64_t> paddingMask; // [frames], 1 = real
    // The file's document without padding_mask, then latent_filename and, with a crop, latent_crop_length and
    // latent_crop_start: what the reference gives the conditioners.
    config::Json info;
};

struct PreEncodedCrop {
    std::int64_t length{0}; // K, latent_crop_length
    // Uniform in [0, 1): where a random crop starts, among the starts that the reference draws from; empty =
    // at 0.
    std::optional<double> draw;
};

class PreEncodedFolder {
public:
    // `extension` without its dot. Hidden folders and files are passed over; symbolic links are followed, but
    // not in circles. The order is by path (the reference's is whatever the system gives), or that of
    // filelist.txt. Errors: NotFound, PermissionDenied (the folder itself), Corrupt (filelist.txt names what
    // is not there).
    [[nodiscard]] static Result<PreEncodedFolder> open(const std::filesystem::path& folder,
                                                       const std::string& extension = "npy");

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }
    [[nodiscard]] const std::vector<std::filesystem::path>& files() const noexcept {
        return m_files;
    } // of latents, with the folder
    [[nodiscard]] std::size_t count() const noexcept { return m_files.size(); }

    // Requires index < count(). Errors: those of readNpy and readJsonFile; Corrupt (latents that are not
    // [D,N], a mask of another length); MissingKey (no padding_mask); InvalidArgument (nothing real in the
    // mask to crop by).
    [[nodiscard]] Result<PreEncodedItem> read(std::size_t index,
                                              const std::optional<PreEncodedCrop>& crop = std::nullopt) const;

private:
    PreEncodedFolder(std::filesystem::path folder, std::vector<std::filesystem::path> files)
        : m_folder(std::move(folder)), m_files(std::move(files)) {}
    std::filesystem::path m_folder;
    std::vector<std::filesystem::path> m_files;
};

// The document of a latent file: every ".npy" in the path replaced by ".json", as the reference does it;
// where that file does not exist, the extension alone.
[[nodiscard]] std::filesystem::path documentOfLatents(const std::filesystem::path& latentFile);

// What is known of a pair without keeping it.
struct PreEncodedFacts {
    std::int64_t channels{0};
    std::int64_t frames{0};
    std::int64_t validFrames{0}; // ones of the mask
    NpyType type{NpyType::Float32};
    std::optional<std::string> prompt;
    double secondsStart{0.0};
    double secondsTotal{0.0};
    std::string name;             // relpath where given, else the file's own name
    std::optional<Error> problem; // why it cannot be used; everything else is then as far as it got
};

// Looks at every pair. Errors: Cancelled.
[[nodiscard]] Result<std::vector<PreEncodedFacts>> inspectPreEncoded(const PreEncodedFolder& folder,
                                                                     const ProgressSink& progress = {},
                                                                     const Cancellation& cancellation = {});

} // namespace attune::latents
