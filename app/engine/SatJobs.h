// SPDX-License-Identifier: GPL-3.0-or-later
//
// SatJobs: what stable-audio-tools' own scripts do, from their own files: train.py and pre_encode.py.
// (unwrap_model.py is Engine::exportModelJob on a file.)
#pragma once

#include "app/engine/JobWithOutcome.h"
#include "app/engine/ProjectPlaces.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attune::engine {

// train.py's arguments, as far as they mean something here. Empty paths = not given.
struct SatTrainRequest {
    std::filesystem::path modelConfig;
    std::filesystem::path datasetConfig;
    std::filesystem::path validationConfig;
    std::filesystem::path pretrained;   // --pretrained-ckpt-path: an unwrapped model
    std::filesystem::path pretransform; // --pretransform-ckpt-path: weights of the autoencoder alone
    std::filesystem::path resumed;      // --ckpt-path: a run or a checkpoint of ours
    std::filesystem::path saveDir;
    std::filesystem::path textEncoderFolder; // the reference downloads it; here it must be on the disk
    std::string name;
    std::int64_t batchSize{4};
    std::int64_t accumulation{1};
    std::int64_t seed{42};
    std::int64_t checkpointEvery{10000};
    std::int64_t validateEvery{-1};
    double gradientClip{0.0};
    std::string precision{"16-mixed"};
    std::string device{"auto"};
    std::int64_t steps{0}; // 0 = until stopped, as there
};

// A run made (or found) for such a request, ready for Engine::trainJob.
struct SatRun {
    ProjectPlaces places;
    std::filesystem::path runFolder;
    std::vector<std::string> notes; // what is different here, or surprising there, in sentences
};

struct SatPreEncodeRequest {
    std::filesystem::path modelConfig;
    std::filesystem::path checkpoint;
    std::filesystem::path datasetConfig;
    std::filesystem::path outputPath;
    bool isHalf{false};
    std::int64_t batchSize{1};
    std::int64_t sampleSize{1320960};
    bool isDiscrete{false};
    std::optional<std::int64_t> limitBatches;
    bool shuffles{false};
    bool addsToFolder{false};  // write beside pairs of an earlier encode, as the reference does
    bool flipsPolarity{false}; // turn half of the sounds upside down, as the reference does
};

struct SatPreEncodeOutcome {
    std::int64_t written{0};
    std::vector<std::string> skipped; // "path: reason"
    std::vector<std::string> notes;
    double seconds{0.0};
    bool wasStopped{false};
};

} // namespace attune::engine
