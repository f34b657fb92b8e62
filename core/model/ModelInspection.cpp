// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/ModelInspection.h"

#include "core/base/Text.h"
#include "core/model/ExpectedTensors.h"
#include "core/model/InspectionFindings.h"
#include "core/tensor/PickleJson.h"
#include "core/tensor/TorchErrors.h"
#include "core/tensor/format/SafeTensorsHeader.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <array>

namespace attune::model {

namespace {

namespace fs = std::filesystem;
using tensor::CheckpointFile;
using tensor::NamedTensors;
using tensor::TensorInfo;
using tensor::format::PickleValue;

constexpr std::array<std::string_view, 7> kPartNames{"transformer", "conditioner",   "autoencoder", "ema",
                                                     "optimiser",   "discriminator", "other"};

std::string precisionName(std::string_view typeName) {
    if (typeName == "F32") return "fp32";
    if (typeName == "F16") return "fp16";
    if (typeName == "BF16") return "bf16";
    return toLowerAscii(typeName);
}

std::string_view partOf(std::string_view name, CheckpointForm form) {
    if (name.starts_with(kDiffusionEmaKeys) || name.starts_with(kAutoencoderEmaKeys)) return "ema";
    if (name.starts_with("discriminator")) return "discriminator";
    if (form == CheckpointForm::WrappedDiffusion && name.starts_with(kWrappedDiffusionKeys))
        name.remove_prefix(kWrappedDiffusionKeys.size());
    if (form == CheckpointForm::WrappedAutoencoder && name.starts_with(kWrappedAutoencoderKeys))
        name.remove_prefix(kWrappedAutoencoderKeys.size());
    if (name.starts_with(kTransformerKeys)) return "transformer";
    if (name.starts_with(kConditionerKeys)) return "conditioner";
    const bool isAutoencoder =
        form == CheckpointForm::Autoencoder || form == CheckpointForm::WrappedAutoencoder;
    if (name.starts_with(kPretransformKeys)) return "autoencoder";
    if (isAutoencoder && (name.starts_with("encoder.") || name.starts_with("decoder."))) return "autoencoder";
    return "other";
}

class PartList {
public:
    PartList() {
        for (const std::string_view name : kPartNames) m_parts.push_back({std::string(name), 0, 0, 0, 0, {}});
    }
    void add(std::string_view part, const TensorInfo& info) {
        PartFacts& facts =
            *std::find_if(m_parts.begin(), m_parts.end(), [&](const PartFacts& p) { return p.name == part; });
        const std::int64_t count = info.elementCount();
        ++facts.tensors;
        (isBufferKey(info.name) ? facts.buffers : facts.parameters) += count;
        const auto element = tensor::format::elementFromName(info.typeName);
        facts.bytes +=
            count * static_cast<std::int64_t>(element ? tensor::format::elementSizeBytes(*element) : 1);
        mix(facts.precision, precisionName(info.typeName));
        if (part != "optimiser") mix(m_precision, precisionName(info.typeName));
    }
    [[nodiscard]] std::vector<PartFacts> nonEmpty() const {
        std::vector<PartFacts> parts;
        std::copy_if(m_parts.begin(), m_parts.end(), std::back_inserter(parts),
                     [](const PartFacts& p) { return p.tensors > 0; });
        return parts;
    }
    [[nodiscard]] const std::string& precision() const noexcept { return m_precision; }

private:
    // Counters and flags are whole numbers beside the weights; they make nothing mixed.
    static void mix(std::string& precision, const std::string& other) {
        const bool isFloat =
            other.starts_with("fp") || other == "bf16" || other.starts_with("f8") || other == "f64";
        if (!isFloat) return;
        if (precision.empty())
            precision = other;
        else if (precision != other)
            precision = "mixed";
    }
    std::vector<PartFacts> m_parts;
    std::string m_precision;
};

// Moments of Adam and the like: every tensor under optimizer_states[i].state[j].
void addOptimiserParts(const PickleValue& root, PartList& parts) {
    const PickleValue* states = root.find("optimizer_states");
    if (states == nullptr) return;
    for (const PickleValue* optimiser : states->items) {
        const PickleValue* state = optimiser->find("state");
        if (state == nullptr) continue;
        for (const auto& [index, entries] : state->pairs)
            for (const auto& [key, value] : entries->pairs)
                if (value->is(PickleValue::Kind::Tensor))
                    parts.add(
                        "optimiser",
                        {key->text, std::string(tensor::format::elementName(value->element)), value->shape});
    }
}

std::optional<TrainingFacts> trainingFacts(const CheckpointFile& file) {
    const PickleValue* root = file.root();
    if (root == nullptr) return std::nullopt;
    const PickleValue* version = root->find("pytorch-lightning_version");
    const PickleValue* step = root->find("global_step");
    if (version == nullptr && step == nullptr && root->find("optimizer_states") == nullptr)
        return std::nullopt;
    TrainingFacts facts;
    if (version != nullptr) facts.lightningVersion = version->text;
    if (step != nullptr && step->isInteger()) facts.globalStep = step->integer;
    if (const PickleValue* epoch = root->find("epoch"); epoch != nullptr && epoch->isInteger())
        facts.epoch = epoch->integer;
    return facts;
}

// Names and shapes as tensors without memory, for the functions that work on weights.
NamedTensors metaTensors(const std::vector<TensorInfo>& infos) {
    NamedTensors tensors;
    for (const TensorInfo& info : infos)
        tensors.set(info.name, at::empty(info.shape, c10::TensorOptions(c10::kMeta)));
    return tensors;
}

Result<NamedTensors> unwrappedNames(const ModelInspection& inspection, const std::vector<TensorInfo>& infos) {
    const NamedTensors all = metaTensors(infos);
    return inspection.config->diffusion ? unwrappedDiffusion(all, WeightsOf::LastStep)
                                        : bareAutoencoder(all, WeightsOf::LastStep);
}

// The configuration inside a training checkpoint is the one it was trained with, so it goes before a file
// beside it.
Result<void> readConfig(const CheckpointFile& file, const fs::path& wanted, ModelInspection& inspection) {
    const PickleValue* embedded = file.root() != nullptr ? file.root()->find("model_config") : nullptr;
    if (!wanted.empty()) {
        std::error_code error;
        if (!fs::exists(wanted, error))
            return fail(ErrorCode::NotFound, "The model configuration is not there", utf8FromPath(wanted));
        embedded = nullptr;
    }
    Result<config::ModelConfig> config = fail(ErrorCode::NotFound, {});
    if (embedded != nullptr) {
        auto document = tensor::jsonFromPickle(*embedded);
        config = document ? config::ModelConfig::fromJson(*std::move(document))
                          : fail(std::move(document).error());
    } else {
        inspection.configFile = wanted.empty() ? findModelConfig(inspection.file) : wanted;
        if (inspection.configFile.empty()) return {};
        config = config::ModelConfig::read(inspection.configFile);
    }
    if (config)
        inspection.config = *std::move(config);
    else
        inspection.findings.push_back(invalidConfig(config.error()));
    return {};
}

void compareKeys(ModelInspection& inspection, const std::vector<TensorInfo>& infos) {
    const bool isOurs = inspection.survey.form != CheckpointForm::TextEncoder &&
                        inspection.survey.form != CheckpointForm::Other;
    if (!inspection.config || !isOurs) return;
    const auto names = unwrappedNames(inspection, infos);
    if (!names) return; // the findings say that file and configuration are of different kinds
    auto report = compareWithConfig(*inspection.config, *names);
    if (report)
        inspection.keys = *std::move(report);
    else
        inspection.findings.push_back(invalidConfig(report.error()));
}

bool isModelConfig(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return false;
    const auto document = config::readJsonFile(file);
    return document && document->is_object() && document->contains("model_type");
}

} // namespace

const PartFacts* ModelInspection::part(std::string_view name) const noexcept {
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&](const PartFacts& facts) { return facts.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

std::int64_t ModelInspection::parameterCount() const noexcept {
    std::int64_t count = 0;
    for (const std::string_view name : {"transformer", "conditioner", "autoencoder"})
        if (const PartFacts* facts = part(name)) count += facts->parameters;
    return count;
}

fs::path findModelConfig(const fs::path& weights) {
    const fs::path folder = weights.parent_path();
    const std::string stem = utf8FromPath(weights.stem());
    for (const std::string& name :
         {stem + "_config.json", stem + ".json", std::string("model_config.json"), std::string("model.json")})
        if (const fs::path candidate = folder / pathFromUtf8(name); isModelConfig(candidate))
            return candidate;
    return {};
}

Result<ModelInspection> inspectModel(const fs::path& file, const fs::path& configFile) {
    ATTUNE_TRY(const CheckpointFile opened, CheckpointFile::open(file));
    return tensor::guarded(utf8FromPath(file), [&]() -> Result<ModelInspection> {
        ModelInspection inspection;
        inspection.file = file;
        inspection.fileBytes = opened.sizeBytes();
        inspection.container = opened.container();
        inspection.survey = surveyKeys(opened.tensorInfos());
        inspection.family = modelFamily(inspection.survey);
        inspection.training = trainingFacts(opened);
        PartList parts;
        for (const TensorInfo& info : opened.tensorInfos())
            parts.add(partOf(info.name, inspection.survey.form), info);
        if (opened.root() != nullptr) addOptimiserParts(*opened.root(), parts);
        inspection.parts = parts.nonEmpty();
        inspection.precision = parts.precision();
        ATTUNE_CHECK(readConfig(opened, configFile, inspection));
        compareKeys(inspection, opened.tensorInfos());
        judge(inspection);
        return inspection;
    });
}

} // namespace attune::model
