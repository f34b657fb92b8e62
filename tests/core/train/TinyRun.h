// SPDX-License-Identifier: GPL-3.0-or-later
//
// TinyRun: a whole training run in miniature for tests: the reference's tiny model with its recorded weights,
// made-up latents and text features, all of it a function of seeds.
#pragma once

#include "core/config/ModelConfig.h"
#include "core/config/RunSettings.h"
#include "core/encode/TrainingSource.h"
#include "core/model/DiffusionModel.h"
#include "core/train/Trainer.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace attune::test {

// Text features that depend on the text alone.
class MadeUpText final : public model::TextSource {
public:
    explicit MadeUpText(std::int64_t width) : m_width(width) {}
    Result<model::TextFeatures> features(std::span<const std::string> prompts,
                                         std::int64_t maxLength) override;
    std::int64_t width() const override { return m_width; }

private:
    std::int64_t m_width;
};

// `count` clips of coloured noise; lengths of real sound differ. Reading counts, so that tests see what was
// read.
class MadeUpClips final : public encode::TrainingSource {
public:
    MadeUpClips(std::int64_t count, std::int64_t channels, std::int64_t frames);

    std::int64_t count() const override { return static_cast<std::int64_t>(m_infos.size()); }
    std::int64_t latentChannels() const override { return m_channels; }
    std::int64_t latentFrames() const override { return m_frames; }
    const encode::TrainingItemInfo& info(std::int64_t index) const override {
        return m_infos[static_cast<std::size_t>(index)];
    }
    Result<encode::TrainingItem> item(std::int64_t index, std::uint64_t seed) const override;
    ContentHash fingerprint() const override { return m_fingerprint; }

    // Items are read in this order so far; repeats included.
    [[nodiscard]] const std::vector<std::int64_t>& readItems() const noexcept { return m_readItems; }
    // From the given read on (counted from 0), latents hold NaN, or reading fails.
    void poisonAfter(std::int64_t reads) { m_poisonAfter = reads; }
    void failAfter(std::int64_t reads, Error error) {
        m_failAfter = reads;
        m_error = std::move(error);
    }

private:
    std::int64_t m_channels;
    std::int64_t m_frames;
    std::vector<encode::TrainingItemInfo> m_infos;
    ContentHash m_fingerprint;
    mutable std::vector<std::int64_t> m_readItems;
    std::int64_t m_poisonAfter{-1};
    std::int64_t m_failAfter{-1};
    Error m_error;
};

[[nodiscard]] std::filesystem::path fixture(const std::string& name);

struct TinyRun {
    // The model of fixture `name`, in the settings' precision, on `device`.
    explicit TinyRun(const std::string& name, const config::RunSettings& settings,
                     c10::Device device = c10::kCPU, std::int64_t clips = 10);

    [[nodiscard]] train::TrainerInputs inputs(const std::filesystem::path& checkpoints);

    config::RunSettings settings;
    config::ModelConfig config;
    c10::Device device;
    std::shared_ptr<model::DiffusionModel> model;
    MadeUpText text;
    MadeUpClips training;
    MadeUpClips heldOut;
};

// Few steps, batch 3, everything that writes or renders switched off.
[[nodiscard]] config::RunSettings tinySettings(std::int64_t steps);

// A job's surroundings for calling run() directly.
struct TinyJob {
    TinyJob();
    jobs::JobControls controls;
    jobs::MetricFeed metrics;
    std::vector<jobs::JobState> states;
    jobs::JobContext context;
    // Values of one metric in order.
    [[nodiscard]] static std::vector<double> values(const std::vector<jobs::MetricPoint>& points,
                                                    const std::string& name);
};

// Empty when both hold the same names with the same bits; else the first difference.
[[nodiscard]] std::string difference(const tensor::NamedTensors& a, const tensor::NamedTensors& b);
[[nodiscard]] tensor::NamedTensors cloned(const tensor::NamedTensors& tensors);

} // namespace attune::test
