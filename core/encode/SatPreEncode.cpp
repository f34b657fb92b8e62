// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/encode/SatPreEncode.h"

#include "core/audio/AudioReader.h"
#include "core/audio/Resampler.h"
#include "core/base/Text.h"
#include "core/config/DatasetConfig.h"
#include "core/config/ModelConfig.h"
#include "core/dataset/Scanner.h"
#include "core/model/ModelFactory.h"
#include "core/tensor/Generators.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <chrono>

namespace attune::encode {

namespace fs = std::filesystem;
using audio::CropWindow;
using config::Json;
using latents::LatentFrames;

namespace {

constexpr std::size_t kSoundsAtOnce = 16;
constexpr std::int64_t kSampleBytesAtOnce = 256LL << 20;
constexpr std::int64_t kLongestWindow = 1LL << 32; // more than a day of sound

// A sound with its place in the output.
struct Slot {
    SatSound sound;
    std::int64_t place{0}; // batch * batchSize + item
    CropWindow window;
};

struct Model {
    std::shared_ptr<model::OobleckAutoencoder> autoencoder;
    SampleRate sampleRate;
    int channels{2};
};

Result<Model> loadModel(const SatPreEncodeArguments& arguments) {
    ATTUNE_TRY(const auto config, config::ModelConfig::read(arguments.modelConfig));
    const config::AutoencoderConfig* autoencoder = config.anyAutoencoder();
    if (autoencoder == nullptr || autoencoder->bottleneck != config::BottleneckKind::Vae)
        return fail(ErrorCode::InvalidConfig, "The model config has no autoencoder with a VAE bottleneck",
                    utf8FromPath(arguments.modelConfig));
    model::LoadOptions options;
    if (arguments.modelHalf) options.autoencoderDtype = at::kHalf;
    ATTUNE_TRY(auto loaded, model::ModelFactory::loadAutoencoder(config, arguments.checkpoint, options));
    return Model{std::move(loaded.autoencoder), SampleRate{static_cast<int>(config.sampleRate)},
                 static_cast<int>(autoencoder->inChannels)};
}

Result<void> checkArguments(const SatPreEncodeArguments& arguments) {
    if (arguments.isDiscrete)
        return fail(ErrorCode::Refused,
                    "Discrete tokens are for autoencoders with a quantiser, which Stable Audio Open has not",
                    "--is-discrete");
    if (arguments.batchSize < 1)
        return fail(ErrorCode::InvalidArgument, "The batch size should be 1 or more", "--batch-size");
    if (arguments.sampleSize < 1 || arguments.sampleSize > kLongestWindow)
        return fail(ErrorCode::InvalidArgument,
                    concat("The sample size should be from 1 to ", kLongestWindow), "--sample-size");
    return {};
}

// Fisher and Yates with our own numbers, so that every system shuffles alike.
void shuffle(std::vector<SatSound>& sounds, std::uint64_t seed) {
    for (std::size_t i = sounds.size(); i > 1; --i)
        std::swap(sounds[i - 1], sounds[tensor::deriveSeed(seed, "shuffle", i) % i]);
}

class PreEncoding {
public:
    PreEncoding(const SatPreEncodeArguments& arguments, const SatPreEncodeOptions& options, Model model,
                latents::PreEncodedWriter writer, const Cancellation& cancellation)
        : m_arguments(arguments), m_options(options), m_model(std::move(model)),
          m_encoder(m_model.autoencoder, options.encoding), m_writer(std::move(writer)),
          m_cancellation(cancellation) {}

    Result<SatPreEncodeReport> run(std::vector<SatSound> sounds, const config::DatasetConfig& dataset,
                                   const ProgressSink& progress) {
        const auto start = std::chrono::steady_clock::now();
        ATTUNE_TRY(m_silence, m_encoder.silence());
        const std::vector<Slot> slots = place(std::move(sounds), dataset);
        auto outcome = encodeAll(slots, progress);
        if (!outcome && outcome.error().code != ErrorCode::Cancelled) return fail(std::move(outcome).error());
        m_report.wasStopped = !outcome.has_value();
        m_report.written = m_writer.writtenCount();
        m_report.elapsedSeconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        return std::move(m_report);
    }

private:
    struct Ready { // loaded and not yet encoded
        const Slot* slot{nullptr};
        double loadSeconds{0.0};
    };

    // Gives every sound its place and its window; the reference's loader drops an incomplete last batch.
    std::vector<Slot> place(std::vector<SatSound> sounds, const config::DatasetConfig& dataset) {
        if (m_arguments.shuffle) shuffle(sounds, m_options.seed);
        std::int64_t count = static_cast<std::int64_t>(sounds.size());
        const std::int64_t batch = m_arguments.batchSize;
        if (dataset.dropLast && count % batch != 0) {
            m_report.notes.push_back(
                concat("drop_last leaves out the last ", count % batch, " of ", count,
                       " sounds; set it to false at the root of the dataset config to keep them."));
            count -= count % batch;
        }
        if (m_arguments.limitBatches && *m_arguments.limitBatches <= count / batch)
            count = *m_arguments.limitBatches * batch;
        std::vector<Slot> slots;
        for (std::int64_t i = 0; i < static_cast<std::int64_t>(sounds.size()); ++i) {
            if (m_cancellation.isRequested()) break; // encodeAll() says so
            SatSound& sound = sounds[static_cast<std::size_t>(i)];
            if (i >= count) {
                m_report.skipped.push_back(
                    {sound.relativePath,
                     Error{ErrorCode::Refused, "It is in a batch that is left out", sound.path, {}}});
                continue;
            }
            const auto info = audio::readAudioInfo(sound.file);
            if (!info || info->frameCount == 0) {
                Error reason = info ? Error{ErrorCode::Corrupt, "The file holds no sound", sound.path, {}}
                                    : info.error();
                m_report.skipped.push_back({sound.relativePath, std::move(reason)});
                continue;
            }
            const FrameCount frames =
                audio::resampledFrameCount(info->frameCount, info->sampleRate, m_model.sampleRate);
            const FrameIndex most = audio::greatestCropOffset(frames, m_arguments.sampleSize);
            const std::uint64_t draw =
                tensor::deriveSeed(m_options.seed, "crop", static_cast<std::uint64_t>(i));
            const FrameIndex offset =
                dataset.randomCrop ? static_cast<FrameIndex>(draw % static_cast<std::uint64_t>(most + 1)) : 0;
            slots.push_back({std::move(sound), i,
                             audio::cropWindow(frames, m_arguments.sampleSize, m_model.sampleRate, offset)});
        }
        noteWindows(slots);
        return slots;
    }

    void noteWindows(const std::vector<Slot>& slots) {
        const auto cut = std::count_if(slots.begin(), slots.end(),
                                       [](const Slot& slot) { return slot.window.losesSound(); });
        if (cut > 0)
            m_report.notes.push_back(
                concat(cut, " of ", slots.size(), " sounds are longer than the window of ",
                       humanDuration(m_model.sampleRate.secondsFromFrames(m_arguments.sampleSize)),
                       " and are cut; seconds_total still tells their whole length."));
        const std::int64_t ratio = m_model.autoencoder->downsamplingRatio();
        if (m_arguments.sampleSize % ratio != 0)
            m_report.notes.push_back(concat("The sample size is no multiple of ", ratio, ": the last ",
                                            m_arguments.sampleSize % ratio,
                                            " samples of each window are lost."));
    }

    Result<void> encodeAll(const std::vector<Slot>& slots, const ProgressSink& progress) {
        std::vector<SoundRequest> requests;
        for (const Slot& slot : slots)
            requests.push_back(
                {slot.sound.file, std::nullopt, m_model.sampleRate, m_model.channels, {slot.window}});
        SoundPool pool(std::move(requests), m_options.loading, m_cancellation);
        const std::int64_t windowBytes =
            m_arguments.sampleSize * m_model.channels * static_cast<std::int64_t>(sizeof(float));
        const std::size_t atOnce = std::clamp<std::size_t>(
            static_cast<std::size_t>(kSampleBytesAtOnce / windowBytes), 1, kSoundsAtOnce);
        const auto tell = [&](std::int64_t done, const std::string& name) {
            if (progress)
                progress({"Encoding", done, static_cast<std::int64_t>(slots.size()), "sounds", name});
        };
        std::int64_t loadedSounds = 0;
        tell(0, {}); // the clock of the first sound
        while (auto loaded = pool.take()) {
            ATTUNE_CHECK(m_cancellation.check("Encoding"));
            accept(slots[loaded->request], std::move(loaded->sounds), loaded->seconds);
            ++loadedSounds;
            if (m_sounds.size() < atOnce) continue;
            ATTUNE_CHECK(encodeReady());
            tell(loadedSounds, slots[loaded->request].sound.relativePath);
        }
        ATTUNE_CHECK(m_cancellation.check("Encoding"));
        ATTUNE_CHECK(encodeReady());
        tell(loadedSounds, {});
        return {};
    }

    void accept(const Slot& slot, Result<std::vector<audio::AudioBuffer>> sounds, double loadSeconds) {
        if (!sounds) {
            if (sounds.error().code != ErrorCode::Cancelled)
                m_report.skipped.push_back({slot.sound.relativePath, sounds.error()});
            return;
        }
        audio::AudioBuffer sound = std::move(sounds->front());
        if (audio::isSilentForReference(sound)) {
            m_report.skipped.push_back(
                {slot.sound.relativePath, Error{ErrorCode::Refused,
                                                "Nothing in the window is louder than -60 dB",
                                                slot.sound.path,
                                                {}}});
            return;
        }
        const bool isFlipped =
            m_options.polarity == SatPreEncodeOptions::Polarity::FlipHalf &&
            tensor::deriveSeed(m_options.seed, "polarity", static_cast<std::uint64_t>(slot.place)) % 2 == 1;
        if (isFlipped)
            for (float& sample : sound.samples()) sample = -sample;
        m_ready.push_back({&slot, loadSeconds});
        m_sounds.push_back({std::move(sound), m_arguments.sampleSize});
    }

    Result<void> encodeReady() {
        if (m_sounds.empty()) return {};
        const std::int64_t ratio = m_model.autoencoder->downsamplingRatio();
        if (m_arguments.sampleSize % ratio != 0) {
            for (std::size_t i = 0; i < m_sounds.size(); ++i) {
                ATTUNE_TRY(const LatentFrames window, m_encoder.encodeWhole(m_sounds[i]));
                ATTUNE_CHECK(write(m_ready[i], window));
            }
        } else {
            ATTUNE_TRY(const auto encoded, m_encoder.encode(m_sounds, m_cancellation));
            for (std::size_t i = 0; i < m_sounds.size(); ++i) {
                ATTUNE_TRY(const LatentFrames window,
                           latents::expanded(encoded[i].latents, m_silence, m_arguments.sampleSize / ratio));
                ATTUNE_CHECK(write(m_ready[i], window));
            }
        }
        m_sounds.clear();
        m_ready.clear();
        return {};
    }

    Result<std::vector<float>> drawn(const LatentFrames& window, std::int64_t place) const {
        if (m_options.draw == SatPreEncodeOptions::Draw::Mean) return window.mean;
        return tensor::guarded("drawing latents", [&]() -> std::vector<float> {
            const at::NoGradGuard noGrad;
            const auto view = [&](const std::vector<float>& values) {
                return at::tensor(values, at::kFloat).view({window.channels, window.frames});
            };
            const at::Generator generator = tensor::makeCpuGenerator(
                tensor::deriveSeed(m_options.seed, "posterior", static_cast<std::uint64_t>(place)));
            const model::Posterior posterior{view(window.mean), view(window.scale)};
            return valuesOf(
                posterior.sample(at::randn({window.channels, window.frames}, generator, at::kFloat)));
        });
    }

    Result<void> write(const Ready& ready, const LatentFrames& window) {
        const Slot& slot = *ready.slot;
        ATTUNE_TRY(const auto values, drawn(window, slot.place));
        latents::PreEncodedDescription description{slot.sound.path,   slot.sound.relativePath,
                                                   slot.window,       m_model.sampleRate,
                                                   ready.loadSeconds, Json::object()};
        if (m_options.metadata)
            if (Json more = m_options.metadata(slot.sound.relativePath); more.is_object())
                description.more = std::move(more);
        const auto type = m_arguments.modelHalf ? latents::NpyType::Float16 : latents::NpyType::Float32;
        const auto written =
            m_writer.write(slot.place / m_arguments.batchSize, slot.place % m_arguments.batchSize, type,
                           window.channels, values, description);
        if (written) m_report.soundSeconds += m_model.sampleRate.secondsFromFrames(slot.window.validFrames);
        if (written || written.error().code != ErrorCode::NonFinite) return written;
        m_report.skipped.push_back({slot.sound.relativePath, written.error()});
        return {};
    }

    const SatPreEncodeArguments& m_arguments;
    const SatPreEncodeOptions& m_options;
    Model m_model;
    LatentEncoder m_encoder;
    latents::PreEncodedWriter m_writer;
    const Cancellation m_cancellation;
    latents::SilencePattern m_silence;
    std::vector<SoundWindow> m_sounds; // of m_ready, in the same order
    std::vector<Ready> m_ready;
    SatPreEncodeReport m_report;
};

} // namespace

Json satDetails(const SatPreEncodeArguments& arguments) {
    const std::string modelConfig = utf8FromPath(arguments.modelConfig);
    const std::string datasetConfig = utf8FromPath(arguments.datasetConfig);
    return Json{{"model_config", modelConfig},
                {"dataset_config", datasetConfig},
                {"sample_size", arguments.sampleSize},
                {"args",
                 {{"model_config", modelConfig},
                  {"ckpt_path", utf8FromPath(arguments.checkpoint)},
                  {"model_half", arguments.modelHalf},
                  {"dataset_config", datasetConfig},
                  {"output_path", utf8FromPath(arguments.outputPath)},
                  {"batch_size", arguments.batchSize},
                  {"sample_size", arguments.sampleSize},
                  {"is_discrete", arguments.isDiscrete},
                  {"num_nodes", arguments.nodes},
                  {"num_workers", arguments.workers},
                  {"strategy", arguments.strategy},
                  {"limit_batches", arguments.limitBatches ? Json(*arguments.limitBatches) : Json(nullptr)},
                  {"shuffle", arguments.shuffle}}}};
}

Result<std::vector<SatSound>> satSounds(const fs::path& datasetConfig) {
    ATTUNE_TRY(const auto config, config::readDatasetConfig(datasetConfig));
    if (config.type != config::DatasetType::AudioDirectory)
        return fail(ErrorCode::InvalidConfig, "Encoding needs a dataset of sounds (audio_dir)",
                    utf8FromPath(datasetConfig));
    std::vector<SatSound> sounds;
    for (const config::DatasetSource& source : config.sources) {
        const fs::path folder = config::resolvedPath(config, source.path);
        ATTUNE_TRY(const auto listing, dataset::listSounds(folder));
        for (const dataset::FoundFile& found : listing.files) {
            const fs::path relative = pathFromUtf8(found.path).make_preferred();
            sounds.push_back(
                {folder / relative, utf8FromPath(source.path / relative), utf8FromPath(relative)});
        }
    }
    if (sounds.empty())
        return fail(ErrorCode::NotFound, "The dataset has no sounds", utf8FromPath(datasetConfig));
    return sounds;
}

Result<SatPreEncodeReport> satPreEncode(const SatPreEncodeArguments& arguments,
                                        const SatPreEncodeOptions& options, const ProgressSink& progress,
                                        const Cancellation& cancellation) {
    ATTUNE_CHECK(checkArguments(arguments));
    ATTUNE_TRY(const auto dataset, config::readDatasetConfig(arguments.datasetConfig));
    ATTUNE_TRY(auto sounds, satSounds(arguments.datasetConfig));
    ATTUNE_TRY(auto model, loadModel(arguments));
    ATTUNE_TRY(auto writer, latents::PreEncodedWriter::create(arguments.outputPath, satDetails(arguments),
                                                              options.occupied));
    PreEncoding encoding(arguments, options, std::move(model), std::move(writer), cancellation);
    ATTUNE_TRY(auto report, encoding.run(std::move(sounds), dataset, progress));
    report.notes.insert(report.notes.begin(), dataset.notes.begin(), dataset.notes.end());
    return report;
}

} // namespace attune::encode
