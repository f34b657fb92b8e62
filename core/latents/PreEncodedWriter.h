// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreEncodedWriter: writes a folder as stable-audio-tools' pre_encode.py leaves it, byte for byte:
//
//     details.json                      model_config, dataset_config, sample_size, args
//     0/0000000120002.npy, …0002.json   rank, then batch (6 digits) and item (4 digits)
//
// The reference adds to whatever lies in the folder and keeps an old details.json, so that pairs of an
// earlier encode are trained on unnoticed. Here an occupied folder is refused unless asked otherwise.
//
// Ownership: move-only. Threads: one thread at a time. Files are written beside and renamed; the .json comes
// last.
#pragma once

#include "core/audio/CropPad.h"
#include "core/base/Result.h"
#include "core/config/Json.h"
#include "core/latents/Npy.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace attune::latents {

enum class OccupiedFolder {
    Refuse, // AlreadyExists when there are pairs
    Add,    // as the reference: equal names are replaced, others stay, and details.json stays as it was
    Replace // removes the pairs and details.json first
};

// One encoded window, as the reference describes it.
struct PreEncodedDescription {
    std::string path; // of the sound, as scanned
    std::string relativePath;
    audio::CropWindow window;
    SampleRate sampleRate;
    double loadSeconds{0.0};
    config::Json more = config::Json::object(); // "prompt" and other keys, after the others
};

class PreEncodedWriter {
public:
    // `details` is written as it is. Errors: AlreadyExists, those of AtomicFile.
    [[nodiscard]] static Result<PreEncodedWriter> create(const std::filesystem::path& folder,
                                                         const config::Json& details,
                                                         OccupiedFolder occupied = OccupiedFolder::Refuse,
                                                         int rank = 0);

    // `latents` [D, L]. Errors: NonFinite, ShapeMismatch, those of AtomicFile.
    [[nodiscard]] Result<void> write(std::int64_t batch, std::int64_t item, NpyType type,
                                     std::int64_t channels, const std::vector<float>& latents,
                                     const PreEncodedDescription& description);

    [[nodiscard]] std::int64_t writtenCount() const noexcept { return m_written; }

private:
    PreEncodedWriter(std::filesystem::path folder, int rank) : m_folder(std::move(folder)), m_rank(rank) {}
    std::filesystem::path m_folder;
    int m_rank;
    std::int64_t m_written{0};
};

// "0000000120002" of rank 0, batch 12, item 2.
[[nodiscard]] std::string preEncodedId(int rank, std::int64_t batch, std::int64_t item);
// The document beside the latents: path, relpath, timestamps, seconds_start, seconds_total, padding_mask,
// sample_rate, load_time, then `more`.
[[nodiscard]] config::Json preEncodedDocument(const PreEncodedDescription& description,
                                              std::int64_t latentFrames);

} // namespace attune::latents
