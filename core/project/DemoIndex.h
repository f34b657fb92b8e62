// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoIndex: demos.json of a folder of demos: what each sound is, how it was made, and what the listener
// thinks of it.
//
// Threads: from any thread; one writer a folder.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::project {

struct DemoRecord {
    std::string file; // name inside the folder; identifies the demo
    std::string prompt;
    std::string negativePrompt;
    std::int64_t seed{0};
    std::int64_t step{0};       // optimiser steps of the checkpoint; 0 = the base model
    std::string weights{"ema"}; // "ema", "online", "base"
    double cfgScale{1.0};
    std::string sampler;
    std::int64_t samplerSteps{0};
    double secondsStart{0.0};
    double secondsTotal{0.0};
    double lengthSeconds{0.0};          // of the sound
    double peak{0.0};                   // linear
    std::optional<double> loudnessLufs; // for listening at equal loudness
    std::string createdUtc;
    config::Json settings; // everything else that repeats it; null = none

    int stars{0}; // 0 (none) to 5
    std::string notes;
};

class DemoIndex {
public:
    // An index that does not exist is an empty one. Errors: InvalidConfig with the place, VersionTooNew.
    [[nodiscard]] static Result<DemoIndex> load(const std::filesystem::path& folder);

    [[nodiscard]] const std::vector<DemoRecord>& demos() const noexcept {
        return m_demos;
    } // in the order they were made
    [[nodiscard]] std::filesystem::path fileOf(const DemoRecord& demo) const;

    // Adds or, where the file is known, replaces (stars and notes stay). Written at once. Errors: those of
    // AtomicFile; InvalidArgument when `file` is not the name of a file in the folder.
    [[nodiscard]] Result<void> add(DemoRecord demo);
    // Errors: NotFound, InvalidArgument (stars), those of AtomicFile.
    [[nodiscard]] Result<void> rate(std::string_view file, int stars);
    [[nodiscard]] Result<void> annotate(std::string_view file, const std::string& notes);

private:
    explicit DemoIndex(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    [[nodiscard]] Result<DemoRecord*> find(std::string_view file);
    [[nodiscard]] Result<void> save() const;

    std::filesystem::path m_folder;
    std::vector<DemoRecord> m_demos;
};

struct LocatedDemo {
    DemoRecord demo;
    std::filesystem::path file; // absolute or relative as the folder was given
};
// The demos of all step folders under a run's demos folder, by step. Damaged indices are passed over with a
// warning.
[[nodiscard]] std::vector<LocatedDemo> demosBelow(const std::filesystem::path& demosFolder);

} // namespace attune::project
