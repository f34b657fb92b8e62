// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreEncodedSource: trains from folders that stable-audio-tools' pre_encode.py (or our export) wrote.
//
// Every pair is looked at once, before training: what cannot be used, or is kept out by a length filter, is
// listed and left out. The reference takes another item in its place at each visit, unnoticed.
//
// Ownership: owns the folders' lists. Threads: const functions from any thread at once.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/encode/TrainingSource.h"
#include "core/latents/PreEncodedFolder.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune::encode {

struct PreEncodedSourceOptions {
    std::optional<std::int64_t> latentCropLength;
    bool randomCrop{false};                 // where a crop starts; acts with latentCropLength only
    std::optional<double> minLengthSeconds; // of the whole sound, as the document says
    std::optional<double> maxLengthSeconds;
    std::string extension{"npy"};
    // What a latent frame spans, in seconds. Not 0: a crop moves seconds_start along, which the reference
    // leaves as it was (then SAO 1.0 hears the wrong place).
    double secondsPerFrame{0.0};
    // Prompts of a pair, from its relative path; empty result = the document's own. Empty function = always
    // that.
    std::function<std::vector<WeightedPrompt>(const std::string& relativePath)> prompts;
};

// A pair that is not trained on.
struct ExcludedPair {
    std::filesystem::path file;
    std::string name;
    Error reason;
};

class PreEncodedSource : public TrainingSource {
public:
    // Errors: NotFound (a folder; or nothing usable in it, with the first reason), Cancelled.
    [[nodiscard]] static Result<std::unique_ptr<PreEncodedSource>>
    open(const std::vector<std::filesystem::path>& folders, const PreEncodedSourceOptions& options,
         const ProgressSink& progress = {}, const Cancellation& cancellation = {});

    [[nodiscard]] const std::vector<ExcludedPair>& excluded() const noexcept { return m_excluded; }

    [[nodiscard]] std::int64_t count() const override { return static_cast<std::int64_t>(m_pairs.size()); }
    [[nodiscard]] std::int64_t latentChannels() const override { return m_channels; }
    [[nodiscard]] std::int64_t latentFrames() const override { return m_frames; }
    [[nodiscard]] const TrainingItemInfo& info(std::int64_t index) const override;
    [[nodiscard]] Result<TrainingItem> item(std::int64_t index, std::uint64_t seed) const override;
    [[nodiscard]] ContentHash fingerprint() const override { return m_fingerprint; }

private:
    struct Pair {
        std::size_t folder{0};
        std::size_t index{0}; // in that folder
    };
    explicit PreEncodedSource(const PreEncodedSourceOptions& options) : m_options(options) {}
    [[nodiscard]] Result<void> addFolder(const std::filesystem::path& folder, const ProgressSink& progress,
                                         const Cancellation& cancellation);
    [[nodiscard]] std::optional<Error> reasonToExclude(const latents::PreEncodedFacts& facts,
                                                       bool hasPrompt) const;
    void finish();

    PreEncodedSourceOptions m_options;
    std::vector<latents::PreEncodedFolder> m_folders;
    std::vector<Pair> m_pairs;
    std::vector<TrainingItemInfo> m_infos; // of m_pairs
    std::vector<ExcludedPair> m_excluded;
    std::int64_t m_channels{0};
    std::int64_t m_frames{0}; // L of all, 0 when they differ
    ContentHash m_fingerprint;
};

} // namespace attune::encode
