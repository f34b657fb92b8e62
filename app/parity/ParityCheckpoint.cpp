// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "checkpoint": files to be read or to be refused, what is in them, and a run continued from one.
#include "app/parity/Parity.h"
#include "app/parity/ParityRecordedRun.h"

#include "core/base/Text.h"
#include "core/model/CheckpointKeys.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/SafeTensors.h"
#include "core/train/ReferenceCheckpoint.h"

#include <ATen/Functions.h>

#include <algorithm>
#include <map>

namespace attune::parity {

namespace {

using tensor::CheckpointFile;
using tensor::NamedTensors;

std::string classification(const CheckpointFile& file) {
    switch (model::surveyKeys(file.tensorInfos()).form) {
    case model::CheckpointForm::WrappedDiffusion:
    case model::CheckpointForm::WrappedAutoencoder:
        return "wrapped";
    case model::CheckpointForm::Diffusion:
    case model::CheckpointForm::Autoencoder:
        return "unwrapped";
    default:
        return "other";
    }
}

void checkTopLevel(const Fixture& fixture, const CheckpointFile& file, const std::string& name,
                   Report& report) {
    if (file.root() == nullptr || !fixture.description.contains("top_level_keys")) return;
    auto keys = file.topLevelKeys();
    std::sort(keys.begin(), keys.end());
    auto wanted = fixture.description.at("top_level_keys").get<std::vector<std::string>>();
    std::sort(wanted.begin(), wanted.end());
    report.check(name + "/top_level_keys", keys == wanted);
}

// One file that must load: its kind, and every tensor bit for bit.
Result<void> checkLoadable(const Fixture& fixture, const std::string& name, const NamedTensors& expected,
                           Report& report) {
    ATTUNE_TRY(const CheckpointFile file, CheckpointFile::open(fixture.folder / pathFromUtf8(name)));
    report.check(name + "/classification",
                 classification(file) == fixture.description.at("classification").get<std::string>());
    checkTopLevel(fixture, file, name, report);
    ATTUNE_TRY(const NamedTensors state, file.stateDict());
    report.check(name + "/tensors", state.size() == expected.size(),
                 concat(state.size(), " of ", expected.size()));
    for (const auto& [key, value] : expected) {
        const at::Tensor* found = state.find(key);
        report.compare(concat(name, '/', key), found != nullptr ? *found : at::Tensor(), value, {});
    }
    return {};
}

// "load", "refuse" or "load (or refuse …)"; without a word every file of a "refuse" fixture must be refused.
Result<void> checkFiles(const Fixture& fixture, Report& report) {
    const bool allRefused = fixture.description.at("classification").get<std::string>() == "refuse";
    NamedTensors expected;
    if (fixture.description.contains("expected_tensors")) {
        ATTUNE_TRY(expected, tensor::readSafeTensors(fixture.path("expected_tensors")));
    }
    for (const auto& [name, note] : fixture.description.at("files").items()) {
        if (!allRefused && note.get<std::string>().starts_with("load")) {
            if (const auto loaded = checkLoadable(fixture, name, expected, report); !loaded)
                report.check(name + "/loads", false, loaded.error().describe());
            continue;
        }
        const auto state = tensor::readStateDict(fixture.folder / pathFromUtf8(name));
        report.check(name + "/refused", !state,
                     state ? "it was loaded" : concat("\"", state.error().message, "\""));
    }
    return {};
}

// The listing of the state dict: names in their order, types and shapes.
void checkListing(const Fixture& fixture, const CheckpointFile& file, Report& report) {
    // The reference's names of types, and ours.
    static const std::map<std::string, std::string, std::less<>> kTypes{
        {"float32", "F32"}, {"float64", "F64"}, {"float16", "F16"}, {"bfloat16", "BF16"}, {"int64", "I64"},
        {"int32", "I32"},   {"int16", "I16"},   {"int8", "I8"},     {"uint8", "U8"},      {"bool", "BOOL"}};
    const config::Json& listing = fixture.description.at("state_dict");
    const auto& infos = file.tensorInfos();
    report.check("state_dict/count", infos.size() == listing.size(),
                 concat(infos.size(), " of ", listing.size()));
    std::size_t index = 0;
    std::string difference;
    for (const auto& [name, entry] : listing.items()) {
        if (index >= infos.size() || !difference.empty()) break;
        const tensor::TensorInfo& info = infos[index++];
        const std::vector<std::int64_t> shape(entry.begin() + 1, entry.end());
        const auto type = kTypes.find(entry.at(0).get<std::string>());
        if (info.name != name || info.shape != shape ||
            (type != kTypes.end() && info.typeName != type->second))
            difference = concat(info.name, " where ", name, " belongs");
    }
    report.check("state_dict/entries", difference.empty(), difference);
}

Result<void> checkWrapped(const Fixture& fixture, Report& report) {
    const config::Json& description = fixture.description;
    ATTUNE_TRY(const CheckpointFile file, CheckpointFile::open(fixture.path("file")));
    report.check("classification",
                 classification(file) == description.at("classification").get<std::string>());
    checkTopLevel(fixture, file, "file", report);
    checkListing(fixture, file, report);

    ATTUNE_TRY(const config::ModelConfig embedded, train::configOfReferenceCheckpoint(fixture.path("file")));
    ATTUNE_TRY(const config::Json document, config::readJsonFile(fixture.folder / "model.json"));
    // The embedded copy went through a Python dictionary, which keeps values but not the order of keys.
    report.check("model_config", nlohmann::json(embedded.document) == nlohmann::json(document));

    ATTUNE_TRY(const train::LoadedCheckpoint checkpoint,
               train::readReferenceCheckpoint(fixture.path("file"), embedded));
    report.check("global_step",
                 checkpoint.progress.step == description.at("global_step").get<std::int64_t>());
    report.check("epoch", checkpoint.progress.cursor.epoch == description.at("epoch").get<std::int64_t>());
    if (description.contains("ema_step"))
        report.check("ema_step",
                     checkpoint.progress.emaUpdates == description.at("ema_step").get<std::int64_t>());
    const auto& order = description.at("parameter_order");
    bool hasAll = true;
    std::size_t entries = 0;
    for (const config::Json& index : description.at("optimizer_state_indices"))
        for (const config::Json& key : description.at("optimizer_state_keys")) {
            const std::string name =
                concat(key.get<std::string>(), '/', order.at(index.get<std::size_t>()).get<std::string>());
            hasAll = hasAll && checkpoint.optimiser.contains(name);
            ++entries;
        }
    report.check("optimizer_states", hasAll && checkpoint.optimiser.size() == entries,
                 concat(entries, " entries"));

    ATTUNE_TRY(const auto run, RecordedRun::open(fixture, fixture.path("file"), &checkpoint));
    ATTUNE_CHECK(run->train({1, description.at("resume_steps").get<std::int64_t>(), 1}, report));
    run->compareWeights(report);
    return {};
}

} // namespace

Result<void> runCheckpoint(const Fixture& fixture, Report& report) {
    return fixture.description.contains("files") ? checkFiles(fixture, report)
                                                 : checkWrapped(fixture, report);
}

} // namespace attune::parity
