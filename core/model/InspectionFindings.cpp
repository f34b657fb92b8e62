// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/InspectionFindings.h"

#include "core/base/Text.h"

#include <algorithm>

namespace attune::model {

namespace {

using Severity = Finding::Severity;

bool isDiffusion(CheckpointForm form) {
    return form == CheckpointForm::Diffusion || form == CheckpointForm::WrappedDiffusion;
}
bool isAutoencoder(CheckpointForm form) {
    return form == CheckpointForm::Autoencoder || form == CheckpointForm::WrappedAutoencoder;
}
bool isWrapped(CheckpointForm form) {
    return form == CheckpointForm::WrappedDiffusion || form == CheckpointForm::WrappedAutoencoder;
}

class Judgement {
public:
    explicit Judgement(ModelInspection& inspection) : m_inspection(inspection), m_survey(inspection.survey) {}

    void run() {
        judgeKind();
        judgeConfig();
        judgeKeys();
        judgeArc();
        judgeDetails();
        std::stable_sort(m_inspection.findings.begin(), m_inspection.findings.end(),
                         [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
        const auto& findings = m_inspection.findings;
        m_inspection.canTrain = findings.empty() || findings.front().severity != Severity::Blocking;
        if (!m_inspection.canTrain) m_inspection.cannotTrainReason = findings.front().message;
        m_inspection.kindText = kindText();
    }

private:
    void add(Severity severity, std::string message, std::string remedy = {}) {
        m_inspection.findings.push_back({severity, std::move(message), std::move(remedy)});
    }

    void judgeKind() {
        switch (m_survey.form) {
        case CheckpointForm::TextEncoder:
            add(Severity::Blocking, "This is the T5 text encoder, which goes with a model but is not one.",
                "Choose the model's own file, for example model.safetensors.");
            return;
        case CheckpointForm::Other:
            add(Severity::Blocking, "None of the tensors in this file belongs to a Stable Audio model.",
                "Choose a Stable Audio Open checkpoint (.safetensors or .ckpt).");
            return;
        case CheckpointForm::Autoencoder:
        case CheckpointForm::WrappedAutoencoder:
            add(Severity::Blocking, "This is an autoencoder alone; fine-tuning needs a diffusion model.",
                "Choose the whole Stable Audio Open model.");
            return;
        case CheckpointForm::Diffusion:
        case CheckpointForm::WrappedDiffusion:
            break;
        }
        if (!m_survey.hasAutoencoder)
            add(Severity::Blocking,
                "The file holds the transformer but not its autoencoder, so no sound can be encoded or "
                "decoded.",
                "Export the model again with its pretransform.");
    }

    void judgeConfig() {
        if (m_inspection.config) {
            const bool configIsDiffusion = m_inspection.config->diffusion.has_value();
            if ((isDiffusion(m_survey.form) && !configIsDiffusion) ||
                (isAutoencoder(m_survey.form) && configIsDiffusion))
                add(Severity::Blocking,
                    concat("The configuration describes ",
                           configIsDiffusion ? "a diffusion model" : "an autoencoder", ", but the file is a ",
                           checkpointFormName(m_survey.form), "."),
                    "Put the configuration that belongs to this file beside it.");
            return;
        }
        const bool isInvalid =
            std::any_of(m_inspection.findings.begin(), m_inspection.findings.end(),
                        [](const Finding& finding) { return finding.severity == Severity::Blocking; });
        if (!isInvalid || m_inspection.configFile.empty())
            add(isDiffusion(m_survey.form) ? Severity::Blocking : Severity::Warning,
                "There is no model_config.json beside the file, and the weights alone do not say all that it "
                "does.",
                "Download model_config.json from the same page as the weights and put it in the same "
                "folder.");
    }

    void judgeKeys() {
        if (!m_inspection.keys) return;
        const tensor::LoadReport& keys = *m_inspection.keys;
        if (!keys.isComplete()) {
            const bool onlyAutoencoder =
                !m_survey.hasAutoencoder && keys.mismatched.empty() &&
                std::all_of(keys.missing.begin(), keys.missing.end(),
                            [](const std::string& name) { return name.starts_with(kPretransformKeys); });
            if (!onlyAutoencoder) // judgeKind() has said that
                add(Severity::Blocking,
                    concat("The weights do not fit the configuration: ", keys.summary(), "."),
                    "Use the model_config.json that this file was made with.");
        } else if (const std::vector<std::string> strange = strangers(keys); !strange.empty()) {
            add(Severity::Warning,
                concat(strange.size(), strange.size() == 1 ? " tensor is" : " tensors are",
                       " not part of the configured model, first ", strange.front(), "."),
                "Check that the configuration belongs to this file.");
        }
        if (!keys.rebuilt.empty())
            add(Severity::Note,
                "Rotary frequencies are absent and will be computed, as after some converters.");
    }

    // Names that neither the model nor the wrapping of a training checkpoint accounts for.
    [[nodiscard]] std::vector<std::string> strangers(const tensor::LoadReport& keys) const {
        std::vector<std::string> names;
        for (const std::string& name : keys.unexpected)
            if (!isWrapped(m_survey.form) || name.starts_with("model.") || name.starts_with("conditioner.") ||
                name.starts_with("pretransform."))
                names.push_back(name);
        return names;
    }

    void judgeArc() {
        const bool configSays = m_inspection.config && m_inspection.config->isArc();
        m_inspection.isArc = isDiffusion(m_survey.form) && (configSays || m_survey.hasDiscriminator);
        if (m_inspection.isArc)
            add(Severity::Blocking,
                "This is the ARC version of the model, post-trained against a discriminator to need few "
                "steps. Fine-tuning it with the "
                "ordinary loss undoes that and gives neither a good fast nor a good slow model.",
                "Train the base version (base_model.ckpt with base_model_config.json of Stable Audio Open "
                "Small).");
        else if (!m_inspection.config && m_inspection.family == "Stable Audio Open Small")
            add(Severity::Note, "Base and ARC versions of Stable Audio Open Small have the same weights by "
                                "name and shape; only the "
                                "configuration tells them apart.");
    }

    void judgeDetails() {
        if (m_survey.hasFoldedWeights)
            add(Severity::Note,
                "The autoencoder is stored without weight normalisation. It works here; the reference "
                "refuses it or "
                "silently keeps random weights.",
                "Convert the file to get weight_g and weight_v back.");
        const bool wantsEma =
            m_inspection.config && m_inspection.config->training && m_inspection.config->training->useEma;
        if (m_survey.form == CheckpointForm::WrappedDiffusion && wantsEma && !m_survey.hasEma)
            add(Severity::Warning,
                "The configuration asks for averaged (EMA) weights, but the checkpoint holds none.",
                "The weights of the last step are used. The reference would export random ones.");
        if (isWrapped(m_survey.form))
            add(Severity::Note, concat("This is a training checkpoint; its ",
                                       m_survey.hasEma ? "averaged weights and conditioners" : "weights",
                                       " can be taken out by converting it."));
        for (const PartFacts& part : m_inspection.parts)
            if (part.precision.starts_with("f8"))
                add(Severity::Blocking,
                    concat("The ", part.name,
                           " is stored in 8-bit numbers, which are too coarse to train from."),
                    "Use a file in 16 or 32 bit.");
    }

    [[nodiscard]] std::string kindText() const {
        std::string text = m_inspection.family.empty() ? std::string() : m_inspection.family + ", ";
        text += checkpointFormName(m_survey.form);
        if (m_inspection.isArc)
            text += ", ARC";
        else if (m_inspection.config && isDiffusion(m_survey.form))
            text += ", base";
        return text;
    }

    ModelInspection& m_inspection;
    const KeySurvey& m_survey;
};

} // namespace

Finding invalidConfig(const Error& error) {
    return {Severity::Blocking,
            concat("The model configuration cannot be used: ", error.message,
                   error.context.empty() ? std::string() : concat(" (", error.context, ")"), "."),
            error.remedy};
}

void judge(ModelInspection& inspection) {
    Judgement(inspection).run();
}

} // namespace attune::model
