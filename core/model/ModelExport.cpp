// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ModelExport.h"

#include "core/base/Text.h"
#include "core/model/ExpectedTensors.h"
#include "core/model/Rotary.h"
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/CheckpointWriter.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

namespace attune::model {

namespace {

namespace fs = std::filesystem;
using tensor::NamedTensors;

constexpr std::string_view kGain = ".weight_g";
constexpr std::string_view kDirection = ".weight_v";

// A plain weight as gain and direction (dimension 0 is the one that keeps its gain). A row of zeros has no
// direction; it gets ones, and a gain of zero.
struct WeightNormPair {
    at::Tensor gain;
    at::Tensor direction;
};
WeightNormPair weightNormOf(const at::Tensor& weight) {
    const at::Tensor norm = at::norm_except_dim(weight.to(at::kFloat), 2, 0);
    const at::Tensor isZero = norm == 0;
    const at::Tensor direction =
        isZero.any().item<bool>() ? at::where(isZero, at::ones_like(weight), weight) : weight;
    return {norm.to(weight.scalar_type()), direction};
}

at::Tensor inverseFrequencies(const config::ModelConfig& config) {
    const RotaryEmbedding rotary(config.diffusion->transformer.headDim(), LayerOptions{});
    return tensor::stateDictOf(rotary).at("inv_freq").value();
}

// Adds what follows from the rest; `derived` gets the names.
NamedTensors withDerived(const config::ModelConfig& config, const NamedTensors& expected,
                         const NamedTensors& unwrapped, std::vector<std::string>& derived) {
    NamedTensors whole = unwrapped;
    for (const auto& [name, wanted] : expected) {
        if (unwrapped.contains(name)) continue;
        if (config.diffusion && name.ends_with(".inv_freq")) {
            whole.set(name, inverseFrequencies(config));
            derived.push_back(name);
        } else if (name.ends_with(kGain)) {
            const std::string stem = name.substr(0, name.size() - kGain.size());
            const at::Tensor* weight = unwrapped.find(stem + ".weight");
            if (weight == nullptr) continue;
            const WeightNormPair pair = weightNormOf(*weight);
            whole.set(name, pair.gain);
            whole.set(concat(stem, kDirection), pair.direction);
            whole.erase(stem + ".weight");
            derived.insert(derived.end(), {name, concat(stem, kDirection)});
        }
    }
    return whole;
}

Result<void> step(const ExportOptions& options, std::size_t done, std::size_t total) {
    ATTUNE_CHECK(options.cancellation.check("Writing the model"));
    if (options.progress)
        options.progress({"Writing the model",
                          static_cast<std::int64_t>(done),
                          static_cast<std::int64_t>(total),
                          "tensors",
                          {}});
    return {};
}

c10::ScalarType typeToWrite(const at::Tensor& tensor, const ExportOptions& options) {
    return tensor.is_floating_point() ? options.floatType.value_or(tensor.scalar_type())
                                      : tensor.scalar_type();
}

Result<void> writeAsSafeTensors(const fs::path& target, const NamedTensors& weights,
                                const ExportOptions& options) {
    std::vector<tensor::TensorDeclaration> declarations;
    for (const auto& [name, value] : weights)
        declarations.push_back({name, typeToWrite(value, options), value.sizes().vec()});
    ATTUNE_TRY(auto writer,
               tensor::SafeTensorsWriter::create(target, std::move(declarations), {{"format", "pt"}}));
    std::size_t done = 0;
    while (const tensor::TensorDeclaration* wanted = writer.next()) {
        ATTUNE_CHECK(step(options, done++, weights.size()));
        ATTUNE_CHECK(writer.write(*weights.find(wanted->name)));
    }
    return writer.commit();
}

Result<void> writeAsCheckpoint(const fs::path& target, const NamedTensors& weights,
                               const ExportOptions& options) {
    tensor::CheckpointWriter writer;
    writer.pickle().beginDict();
    writer.pickle().text("state_dict");
    ATTUNE_CHECK(writer.stateDict(weights, options.floatType));
    writer.pickle().endDict();
    return std::move(writer).write(
        target, [&](std::size_t written) { return step(options, written, weights.size()); });
}

bool isSameConfig(const fs::path& file, const config::Json& document) {
    const auto present = config::readJsonFile(file);
    return present && *present == document;
}

// Where the configuration goes: model_config.json, or <stem>_config.json where that is another model's. The
// latter is what a reader looks for first (findModelConfig), so one that differs would be taken for ours
// whatever else lies there: it is replaced only when replacing was asked for.
Result<fs::path> chooseConfigFile(const fs::path& target, const config::Json& document,
                                  WhenExists whenExists) {
    const auto isThere = [](const fs::path& file) {
        std::error_code error;
        return fs::exists(file, error);
    };
    const auto isOurs = [&](const fs::path& file) { return isSameConfig(file, document); };
    const std::string stem = utf8FromPath(target.stem());
    const fs::path own = target.parent_path() / pathFromUtf8(stem + "_config.json");
    if (isThere(own)) {
        if (whenExists == WhenExists::Replace || isOurs(own)) return own;
        return fail(ErrorCode::AlreadyExists,
                    concat("The configuration of another model is called ", stem, "_config.json already"),
                    utf8FromPath(own), "Choose another name or folder, or ask for the files to be replaced.");
    }
    const fs::path shared = target.parent_path() / "model_config.json";
    const fs::path ofSameName = target.parent_path() / pathFromUtf8(stem + ".json"); // read before `shared`
    const bool isHidden = isThere(ofSameName) && !isOurs(ofSameName);
    return isHidden || (isThere(shared) && !isOurs(shared)) ? own : shared;
}

} // namespace

Result<ExportReport> writeModelFile(const fs::path& target, const config::ModelConfig& config,
                                    const NamedTensors& unwrapped, const ExportOptions& options) {
    std::error_code error;
    if (options.whenExists == WhenExists::Refuse && fs::exists(target, error))
        return fail(ErrorCode::AlreadyExists, "There is a file of this name already", utf8FromPath(target),
                    "Choose another name, or ask for the file to be replaced.");
    ATTUNE_TRY(const fs::path configFile, chooseConfigFile(target, config.document, options.whenExists));
    ATTUNE_TRY(const NamedTensors expected, expectedTensors(config, textWidthOf(config, unwrapped)));
    ExportReport report;
    NamedTensors weights; // in the reference's order
    const auto prepared = tensor::guarded("preparing the weights", [&]() -> Result<void> {
        const at::NoGradGuard noGrad;
        std::vector<std::string> derived;
        const NamedTensors whole = withDerived(config, expected, unwrapped, derived);
        report.keys = tensor::compareKeys(expected, whole);
        if (!report.keys.isComplete()) return fail(report.keys.toError("the configured model"));
        std::erase_if(report.keys.matched, [&](const std::string& name) {
            return std::find(derived.begin(), derived.end(), name) != derived.end();
        });
        report.keys.rebuilt = std::move(derived);
        for (const auto& [name, wanted] : expected) weights.set(name, *whole.find(name));
        return {};
    });
    if (!prepared) return fail(prepared.error());
    if (options.kind == ModelFileKind::SafeTensors)
        ATTUNE_CHECK(writeAsSafeTensors(target, weights, options));
    else
        ATTUNE_CHECK(writeAsCheckpoint(target, weights, options));
    if (!isSameConfig(configFile, config.document))
        ATTUNE_CHECK(config::writeJsonFile(configFile, config.document));
    report.weights = target;
    report.config = configFile;
    report.bytes = static_cast<std::int64_t>(fs::file_size(target, error));
    return report;
}

Result<ExportReport> convertModelFile(const fs::path& source, const config::ModelConfig& config,
                                      WeightsOf weights, const fs::path& target,
                                      const ExportOptions& options) {
    ATTUNE_TRY(const NamedTensors all, tensor::readStateDict(source));
    auto unwrapped = config.diffusion ? unwrappedDiffusion(all, weights) : bareAutoencoder(all, weights);
    if (!unwrapped) {
        Error error = std::move(unwrapped).error();
        error.context = utf8FromPath(source);
        return fail(std::move(error));
    }
    return writeModelFile(target, config, *unwrapped, options);
}

} // namespace attune::model
