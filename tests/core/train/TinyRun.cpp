// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/train/TinyRun.h"

#include "core/base/Text.h"
#include "core/tensor/Generators.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"
#include "core/train/Precision.h"
#include "tests/support/Files.h"

#include <ATen/ATen.h>

#include <cstdlib>
#include <limits>
#include <stdexcept>

namespace attune::test {

namespace {

template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return *std::move(result);
}

std::int64_t textWidthOf(const config::ModelConfig& config) {
    return config.diffusion->conditioning->prompt()->outputDim;
}

std::shared_ptr<model::DiffusionModel> loadModel(const std::string& name, const config::ModelConfig& config,
                                                 c10::ScalarType type, c10::Device device) {
    model::LayerOptions place;
    place.device = device;
    place.dtype = type;
    auto made =
        std::make_shared<model::DiffusionModel>(*config.diffusion, model::kTrainingParts, textWidthOf(config),
                                                model::DiffusionModel::Placement{place, place, place});
    if (device.is_meta()) return made;
    const auto weights = must(tensor::readSafeTensors(fixture(name) / "weights.safetensors"));
    tensor::LoadPolicy policy;
    policy.unexpected = tensor::LoadPolicy::Unexpected::Ignore; // the autoencoder
    must(tensor::loadInto(*made, weights, "", policy));
    return made;
}

} // namespace

std::filesystem::path fixture(const std::string& name) {
    return attune::test::fixturesFolder() / pathFromUtf8(name);
}

Result<model::TextFeatures> MadeUpText::features(std::span<const std::string> prompts,
                                                 std::int64_t maxLength) {
    std::vector<at::Tensor> hidden;
    std::vector<at::Tensor> masks;
    for (const std::string& prompt : prompts) {
        const auto generator = tensor::makeCpuGenerator(tensor::deriveSeed(1, prompt));
        hidden.push_back(at::randn({maxLength, m_width}, generator, at::TensorOptions(at::kFloat)));
        const auto length =
            std::min<std::int64_t>(maxLength, 1 + static_cast<std::int64_t>(prompt.size()) / 3);
        masks.push_back(at::arange(maxLength).lt(length));
    }
    return model::TextFeatures{at::stack(hidden), at::stack(masks)};
}

MadeUpClips::MadeUpClips(std::int64_t count, std::int64_t channels, std::int64_t frames)
    : m_channels(channels), m_frames(frames) {
    for (std::int64_t i = 0; i < count; ++i) {
        encode::TrainingItemInfo info;
        info.clip = ClipId{i + 1};
        info.name = concat("clip ", i, ".wav");
        info.prompts = {{concat("sound ", i % 4), 1.0}, {concat("other ", i), 0.5}};
        info.latentFrames = frames;
        info.validFrames = std::max<std::int64_t>(1, frames - i % 5);
        m_infos.push_back(std::move(info));
    }
    Hasher hasher;
    hasher.addNumber(count);
    hasher.addNumber(frames);
    m_fingerprint = hasher.digest();
}

Result<encode::TrainingItem> MadeUpClips::item(std::int64_t index, std::uint64_t seed) const {
    const auto reads = static_cast<std::int64_t>(m_readItems.size());
    m_readItems.push_back(index);
    if (m_failAfter >= 0 && reads >= m_failAfter) return fail(m_error);
    const auto generator = tensor::makeCpuGenerator(static_cast<std::uint64_t>(index) + 77);
    encode::TrainingItem item;
    // The seed rolls the clip around, as a random crop would.
    item.latents = at::randn({m_channels, m_frames}, generator, at::TensorOptions(at::kFloat))
                       .roll({static_cast<std::int64_t>(seed % 3)}, {1});
    if (m_poisonAfter >= 0 && reads >= m_poisonAfter)
        item.latents.fill_(std::numeric_limits<float>::quiet_NaN());
    item.paddingMask = at::arange(m_frames).lt(info(index).validFrames);
    item.secondsStart = static_cast<double>(seed % 3);
    item.secondsTotal = 1.0 + static_cast<double>(index);
    return item;
}

TinyRun::TinyRun(const std::string& name, const config::RunSettings& wanted, c10::Device where,
                 std::int64_t clips)
    : settings(wanted), config(must(config::ModelConfig::read(fixture(name) / "model.json"))), device(where),
      model(loadModel(name, config, train::precisionProfile(settings.precision).weights, device)),
      text(textWidthOf(config)), training(clips, config.latentChannels(), 24),
      heldOut(4, config.latentChannels(), 24) {}

train::TrainerInputs TinyRun::inputs(const std::filesystem::path& checkpoints) {
    train::TrainerInputs in;
    in.settings = settings;
    in.model = model;
    in.text = &text;
    in.training = &training;
    in.heldOut = &heldOut;
    in.checkpointsFolder = checkpoints;
    in.baseModelHash = "base";
    in.autoencoderHash = "autoencoder";
    in.device = device;
    return in;
}

config::RunSettings tinySettings(std::int64_t steps) {
    config::RunSettings s;
    s.steps = steps;
    s.batchSize = 3;
    s.seed = 7;
    s.optimiser = {"AdamW", config::Json{{"lr", 1e-3}}};
    s.schedule = {"InverseLR", config::Json{{"inv_gamma", 1000.0}, {"power", 0.5}, {"warmup", 0.5}}};
    s.precision = config::Precision::Fp32;
    s.activationCheckpointing = false;
    s.validation.every = 0;
    s.checkpoints.every = 0;
    s.demos.every = 0;
    s.lowDiskBytes = 0;
    return s;
}

TinyJob::TinyJob()
    : context{controls, metrics, [](const Progress&) {},
              [this](jobs::JobState state) { states.push_back(state); }} {}

std::vector<double> TinyJob::values(const std::vector<jobs::MetricPoint>& points, const std::string& name) {
    std::vector<double> values;
    for (const jobs::MetricPoint& point : points)
        if (point.name == name) values.push_back(point.value);
    return values;
}

std::string difference(const tensor::NamedTensors& a, const tensor::NamedTensors& b) {
    if (a.size() != b.size()) return concat(a.size(), " tensors against ", b.size());
    for (const auto& [name, tensor] : a) {
        const at::Tensor* other = b.find(name);
        if (other == nullptr) return name + " is missing";
        if (tensor.scalar_type() != other->scalar_type() || tensor.sizes() != other->sizes())
            return name + " has another form";
        if (!at::equal(tensor.cpu(), other->cpu()))
            return concat(
                name, " differs by ",
                (tensor.cpu().to(at::kDouble) - other->cpu().to(at::kDouble)).abs().max().item<double>());
    }
    return {};
}

tensor::NamedTensors cloned(const tensor::NamedTensors& tensors) {
    tensor::NamedTensors copies;
    for (const auto& [name, tensor] : tensors) copies.set(name, tensor.clone());
    return copies;
}

} // namespace attune::test
