// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/ModelText.h"

#include "core/base/Text.h"

#include <array>
#include <cstdio>

namespace attune::cli {

namespace {

std::string kindText(const project::ModelCard& card) {
    std::string text = card.family.empty()
                           ? std::string(project::modelKindName(card.kind))
                           : concat(card.family, " (", project::modelKindName(card.kind), ")");
    if (card.isToy) text += ", a toy for trying things out";
    return text;
}

void printProblem(Output& out, const project::ModelProblem& problem) {
    switch (problem.severity) {
    case project::ModelProblem::Severity::Note:
        out.good(problem.message);
        break;
    case project::ModelProblem::Severity::Warning:
        out.warn(problem.message);
        break;
    case project::ModelProblem::Severity::Blocking:
        out.bad(problem.message);
        break;
    }
    if (!problem.remedy.empty()) out.line(concat("      ", problem.remedy));
}

} // namespace

std::string parametersText(std::int64_t parameters) {
    std::array<char, 32> buffer{};
    const auto number = static_cast<double>(parameters);
    if (number >= 1e9)
        std::snprintf(buffer.data(), buffer.size(), "%.2f G", number / 1e9);
    else if (number >= 1e6)
        std::snprintf(buffer.data(), buffer.size(), "%.1f M", number / 1e6);
    else
        std::snprintf(buffer.data(), buffer.size(), "%.0f k", number / 1e3);
    return buffer.data();
}

config::Json jsonFromCard(const project::ModelCard& card) {
    config::Json document = card.toJson();
    if (card.hash == ContentHash{}) document["hash"] = nullptr; // it was not asked for
    return document;
}

void printCard(Output& out, const project::ModelCard& card) {
    out.heading(card.name);
    if (!card.id.empty()) out.field("Id", card.id);
    out.field("Kind", kindText(card));
    if (!card.objective.empty()) out.field("Objective", card.objective);
    if (card.sampleRate > 0)
        out.field("Sound", concat(card.sampleRate, " Hz, ", card.audioChannels == 1 ? "mono" : "stereo", ", ",
                                  humanDuration(card.lengthSeconds())));
    out.field("File", concat(utf8FromPath(card.file), ", ", humanBytes(card.fileBytes),
                             card.container.empty() ? "" : ", " + card.container));
    const std::string withoutFile = card.objective.empty() ? "none found" : "in the checkpoint itself";
    out.field("Configuration", card.configFile.empty() ? withoutFile : utf8FromPath(card.configFile));
    out.field("Text encoder",
              card.textEncoderFolder.empty() ? "not known" : utf8FromPath(card.textEncoderFolder));
    for (const project::ModelPartSize& part : card.parts)
        out.field(concat("  ", part.name), concat(parametersText(part.parameters), " parameters, ",
                                                  humanBytes(part.bytes), ", ", part.precision));
    out.field("Hash", card.hash == ContentHash{} ? "not computed (--hash)" : card.hash.hex());
    if (card.canTrain)
        out.good("Can be trained");
    else
        out.bad(concat("Cannot be trained: ", card.cannotTrainReason));
    for (const project::ModelProblem& problem : card.problems) printProblem(out, problem);
}

} // namespace attune::cli
