// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/Checkpoint.h"

#include "core/base/AtomicFile.h"
#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/base/UtcTime.h"
#include "core/base/Version.h"
#include "core/config/FieldReader.h"
#include "core/tensor/SafeTensors.h"

namespace attune::train {

namespace fs = std::filesystem;
using config::Json;
using config::JsonView;

namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr const char* kVersionKey = "attune_checkpoint";
constexpr const char* kStateFile = "state.json";
constexpr const char* kModelFile = "model.safetensors";
constexpr const char* kEmaFile = "ema.safetensors";
constexpr const char* kOptimiserFile = "optimiser.safetensors";
constexpr const char* kRandomFile = "random.safetensors";

Json jsonFromIdentity(const CheckpointIdentity& identity) {
    return {{"kind", identity.kind == CheckpointKind::Full ? "full" : "lora"},
            {"settings", identity.settingsHash},
            {"dataset", identity.datasetFingerprint},
            {"base_model", identity.baseModelHash},
            {"autoencoder", identity.autoencoderHash},
            {"device_type", identity.deviceType}};
}

Result<CheckpointIdentity> identityFromJson(const JsonView& view) {
    CheckpointIdentity identity;
    ATTUNE_TRY(const std::string kind, view.string("kind"));
    identity.kind = kind == "lora" ? CheckpointKind::Lora : CheckpointKind::Full;
    ATTUNE_TRY(identity.settingsHash, view.string("settings"));
    ATTUNE_TRY(identity.datasetFingerprint, view.string("dataset"));
    ATTUNE_TRY(identity.baseModelHash, view.string("base_model"));
    ATTUNE_TRY(identity.autoencoderHash, view.string("autoencoder"));
    ATTUNE_TRY(identity.deviceType, view.string("device_type"));
    return identity;
}

// What state.json says, before the files are looked at.
struct State {
    Json document;
    CheckpointInfo info;
    TrainingProgress progress;
    CheckpointIdentity identity;
    struct File {
        std::string name;
        std::int64_t bytes{0};
        std::string hash;
    };
    std::vector<File> files;
};

Result<std::vector<State::File>> filesFromJson(const JsonView& view) {
    std::vector<State::File> files;
    for (const auto& [name, entry] : view.value().items()) {
        const JsonView file(entry, view.path() + '.' + name);
        State::File stated{name, 0, {}};
        ATTUNE_TRY(stated.bytes, file.integer("bytes"));
        ATTUNE_TRY(stated.hash, file.string("hash"));
        files.push_back(std::move(stated));
    }
    return files;
}

Result<State> parseState(const fs::path& folder, Json document) {
    State state;
    state.document = std::move(document);
    const JsonView view(state.document, {});
    ATTUNE_TRY(const std::int64_t version, view.integer(kVersionKey));
    if (version > kFormatVersion)
        return fail(ErrorCode::VersionTooNew, "This checkpoint was written by a newer Attune",
                    utf8FromPath(folder), "Update Attune.");
    ATTUNE_TRY(const JsonView progress, view.at("progress"));
    ATTUNE_TRY(state.progress, progressFromJson(progress));
    ATTUNE_TRY(const JsonView identity, view.at("identity"));
    ATTUNE_TRY(state.identity, identityFromJson(identity));
    ATTUNE_TRY(const JsonView files, view.at("files"));
    ATTUNE_TRY(state.files, filesFromJson(files));
    CheckpointInfo& info = state.info;
    ATTUNE_TRY(info.sequence, view.integer("sequence"));
    ATTUNE_TRY(info.created, view.string("created"));
    info.step = StepIndex{state.progress.step};
    info.folder = folder;
    info.kind = state.identity.kind;
    info.isResumable = files.has(kOptimiserFile);
    info.heldOutLoss = state.progress.heldOutLoss;
    for (const State::File& file : state.files) info.bytes += file.bytes;
    return state;
}

Result<State> readState(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return fail(ErrorCode::NotFound, "There is no such checkpoint", utf8FromPath(folder));
    auto document = config::readJsonFile(folder / kStateFile);
    if (!document) {
        if (document.error().code == ErrorCode::NotFound)
            return fail(ErrorCode::Corrupt, "The checkpoint was not finished: state.json is missing",
                        utf8FromPath(folder));
        if (document.error().code == ErrorCode::InvalidConfig)
            return fail(ErrorCode::Corrupt, concat("state.json is damaged: ", document.error().message),
                        utf8FromPath(folder));
        return fail(std::move(document).error());
    }
    auto state = parseState(folder, *std::move(document));
    if (!state && state.error().code == ErrorCode::InvalidConfig)
        return fail(ErrorCode::Corrupt, concat("state.json is damaged: ", state.error().message),
                    utf8FromPath(folder));
    return state;
}

Result<void> checkFile(const fs::path& folder, const State::File& stated, const Cancellation& cancellation) {
    const fs::path file = folder / pathFromUtf8(stated.name);
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    if (error)
        return fail(ErrorCode::Corrupt, concat("The checkpoint lacks ", stated.name), utf8FromPath(folder));
    if (static_cast<std::int64_t>(bytes) != stated.bytes)
        return fail(ErrorCode::Corrupt,
                    concat(stated.name, " has ", bytes, " bytes instead of ", stated.bytes),
                    utf8FromPath(folder));
    ATTUNE_TRY(const ContentHash hash, hashFile(file, cancellation));
    if (hash.hex() != stated.hash)
        return fail(ErrorCode::Corrupt, concat(stated.name, " has other contents than when it was written"),
                    utf8FromPath(folder));
    return {};
}

Result<void> writeTensors(const fs::path& folder, const char* name, const tensor::NamedTensors& tensors,
                          const tensor::Metadata& metadata, Json& files) {
    const fs::path file = folder / name;
    ATTUNE_CHECK(tensor::writeSafeTensors(file, tensors, metadata));
    ATTUNE_TRY(const ContentHash hash, hashFile(file));
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    if (error) return fail(ErrorCode::WriteFailed, "A file just written cannot be found", utf8FromPath(file));
    files[name] = {{"bytes", bytes}, {"hash", hash.hex()}};
    return {};
}

} // namespace

Json jsonFromProgress(const TrainingProgress& p) {
    Json json = {{"step", p.step},
                 {"micro_batches", p.microBatches},
                 {"examples", p.examples},
                 {"skipped_steps", p.skippedSteps},
                 {"elapsed_seconds", p.elapsedSeconds},
                 {"epoch", p.cursor.epoch},
                 {"batch", p.cursor.batch},
                 {"batches_per_epoch", p.batchesPerEpoch},
                 {"ema_updates", p.emaUpdates},
                 {"timestep_sampler", p.timestepSampler},
                 {"scaler", p.scaler}};
    if (p.heldOutLoss) json["held_out_loss"] = *p.heldOutLoss;
    return json;
}

Result<TrainingProgress> progressFromJson(const JsonView& view) {
    TrainingProgress p;
    config::FieldReader fields(view);
    fields.required("step", p.step)
        .required("micro_batches", p.microBatches)
        .required("examples", p.examples);
    fields.required("skipped_steps", p.skippedSteps).required("elapsed_seconds", p.elapsedSeconds);
    fields.required("epoch", p.cursor.epoch)
        .required("batch", p.cursor.batch)
        .required("ema_updates", p.emaUpdates);
    fields.required("batches_per_epoch", p.batchesPerEpoch);
    fields.optional("held_out_loss", p.heldOutLoss).known("timestep_sampler").known("scaler");
    ATTUNE_CHECK(fields.finish(config::UnknownKeys::Note));
    if (const auto state = view.find("timestep_sampler")) p.timestepSampler = state->value();
    if (const auto state = view.find("scaler")) p.scaler = state->value();
    if (p.step < 0 || p.cursor.epoch < 0 || p.cursor.batch < 0)
        return fail(ErrorCode::InvalidConfig, "The counters of a run cannot be negative", view.path());
    return p;
}

std::int64_t checkpointBytes(const CheckpointContents& contents) {
    constexpr std::int64_t kHeaders = 1 << 20;
    return contents.model.sizeBytes() + contents.ema.sizeBytes() + contents.optimiser.sizeBytes() +
           contents.random.sizeBytes() + kHeaders;
}

Result<CheckpointInfo> inspectCheckpoint(const fs::path& folder) {
    ATTUNE_TRY(State state, readState(folder));
    return std::move(state.info);
}

Result<LoadedCheckpoint> readCheckpoint(const fs::path& folder, const Cancellation& cancellation) {
    ATTUNE_TRY(State state, readState(folder));
    for (const State::File& file : state.files) ATTUNE_CHECK(checkFile(folder, file, cancellation));
    LoadedCheckpoint loaded;
    loaded.info = std::move(state.info);
    loaded.progress = std::move(state.progress);
    loaded.identity = std::move(state.identity);
    for (const State::File& file : state.files) {
        tensor::NamedTensors* target = file.name == kModelFile       ? &loaded.model
                                       : file.name == kEmaFile       ? &loaded.ema
                                       : file.name == kOptimiserFile ? &loaded.optimiser
                                       : file.name == kRandomFile    ? &loaded.random
                                                                     : nullptr;
        if (target == nullptr) continue;
        ATTUNE_TRY(*target, tensor::readSafeTensors(folder / pathFromUtf8(file.name)));
    }
    if (loaded.model.empty())
        return fail(ErrorCode::Corrupt, "The checkpoint holds no weights", utf8FromPath(folder));
    return loaded;
}

Result<CheckpointInfo> writeCheckpoint(const fs::path& folder, const CheckpointContents& contents,
                                       std::int64_t sequence) {
    ATTUNE_TRY(auto directory, AtomicDirectory::create(folder));
    const tensor::Metadata metadata = {
        {"attune.version", kVersion},
        {"attune.kind", contents.identity.kind == CheckpointKind::Full ? "full" : "lora"},
        {"attune.step", concat(contents.progress.step)},
        {"attune.base_model", contents.identity.baseModelHash}};
    Json files = Json::object();
    tensor::Metadata ofModel = metadata;
    ofModel.insert(ofModel.end(), contents.modelMetadata.begin(), contents.modelMetadata.end());
    ATTUNE_CHECK(writeTensors(directory.path(), kModelFile, contents.model, ofModel, files));
    if (!contents.ema.empty())
        ATTUNE_CHECK(writeTensors(directory.path(), kEmaFile, contents.ema, metadata, files));
    if (!contents.optimiser.empty())
        ATTUNE_CHECK(writeTensors(directory.path(), kOptimiserFile, contents.optimiser, metadata, files));
    if (!contents.random.empty())
        ATTUNE_CHECK(writeTensors(directory.path(), kRandomFile, contents.random, {}, files));
    Json state;
    state[kVersionKey] = kFormatVersion;
    state["program"] = concat("Attune ", kVersion);
    state["created"] = utcNow();
    state["sequence"] = sequence;
    state["progress"] = jsonFromProgress(contents.progress);
    state["identity"] = jsonFromIdentity(contents.identity);
    state["files"] = files;
    ATTUNE_CHECK(config::writeJsonFile(directory.path() / kStateFile, state));
    ATTUNE_TRY(State written, parseState(folder, std::move(state)));
    ATTUNE_CHECK(directory.commit());
    return std::move(written.info);
}

} // namespace attune::train
