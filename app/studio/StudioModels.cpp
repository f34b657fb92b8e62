// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioModels.h"

#include "app/engine/StarterPack.h"
#include "app/studio/EngineAccess.h"
#include "app/studio/JobFollower.h"
#include "core/base/Text.h"
#include "ui/widgets/EngineText.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace attune::studio {

using ui::ModelView; // lupdate loses its place at a qualified return type

namespace {

QString text(const std::string& value) {
    return QString::fromStdString(value);
}
std::filesystem::path toPath(const QString& value) {
    return pathFromUtf8(value.toStdString());
}

QString kindInWords(const project::ModelCard& card) {
    QStringList words;
    switch (card.kind) {
    case project::ModelKind::Diffusion:
        words << StudioModels::tr("whole model");
        break;
    case project::ModelKind::DiffusionOnly:
        words << StudioModels::tr("transformer without its autoencoder");
        break;
    case project::ModelKind::Autoencoder:
        words << StudioModels::tr("autoencoder alone");
        break;
    case project::ModelKind::TrainingCheckpoint:
        words << StudioModels::tr("training checkpoint");
        break;
    case project::ModelKind::Adapter:
        words << StudioModels::tr("LoRA adapter");
        break;
    case project::ModelKind::Unknown:
        words << StudioModels::tr("unknown kind");
        break;
    }
    if (card.objective == "v") words << StudioModels::tr("v objective");
    if (card.objective == "rectified_flow") words << StudioModels::tr("rectified flow");
    if (card.objective == "rf_denoiser") words << StudioModels::tr("post-trained (ARC)");
    if (card.isToy) words << StudioModels::tr("a toy to try things with");
    return words.join(QStringLiteral(", "));
}

// What is told in a row ends with a full stop each.
QString asSentence(const QString& text) {
    return text.isEmpty() || text.endsWith(QLatin1Char('.')) ? text : text + QLatin1Char('.');
}

ModelView viewOf(const project::ModelCard& card) {
    ModelView view;
    view.id = text(card.id);
    view.name = text(card.name);
    view.kind = kindInWords(card);
    view.file = text(utf8FromPath(card.file));
    view.windowSeconds = card.lengthSeconds();
    view.sampleRate = card.sampleRate;
    view.channels = card.audioChannels;
    view.sizeBytes = card.fileBytes;
    for (const project::ModelPartSize& part : card.parts)
        view.parts.push_back({text(part.name), part.parameters, text(part.precision)});
    view.canTrain = card.canTrain;
    const bool isWhole = std::none_of(card.problems.begin(), card.problems.end(), [](const auto& problem) {
        return problem.severity != project::ModelProblem::Severity::Note;
    });
    view.canTrainWhy = !card.canTrain ? asSentence(ui::engineText(card.cannotTrainReason))
                       : isWhole      ? StudioModels::tr("All parts are there.")
                                      : StudioModels::tr("See to the warning below first.");
    for (const project::ModelProblem& problem : card.problems)
        view.problems << QStringList{asSentence(ui::engineText(problem.message)),
                                     asSentence(ui::engineText(problem.remedy))}
                             .join(QLatin1Char(' '))
                             .trimmed();
    view.isStarter = card.isToy;
    view.isMissing = !card.isCurrent();
    if (view.isMissing)
        view.problems << StudioModels::tr("The file is not where it was, or has changed. Add it again.");
    view.licence =
        card.isToy ? StudioModels::tr("Made by this project on free sounds.")
        : card.family.empty()
            ? QString()
            : StudioModels::tr("Stability AI Community License: read it before you publish what you make.");
    return view;
}

} // namespace

StudioModels::StudioModels(EngineAccess& engine, JobFollower& jobs, QObject* parent)
    : ui::ModelService(parent), m_engine(engine), m_jobs(jobs) {
    refresh();
}

void StudioModels::refresh() {
    const auto cards = m_registry.list();
    if (!cards) {
        Q_EMIT failed(cards.error(), tr("The list of models could not be read"));
        return;
    }
    m_cards = *cards;
    m_views.clear();
    for (const project::ModelCard& card : m_cards) m_views.push_back(viewOf(card));
    Q_EMIT modelsChanged();
}

std::optional<project::ModelCard> StudioModels::card(const QString& modelId) const {
    const auto it =
        std::find_if(m_cards.begin(), m_cards.end(),
                     [id = modelId.toStdString()](const project::ModelCard& card) { return card.id == id; });
    return it == m_cards.end() ? std::nullopt : std::optional(*it);
}

QString StudioModels::whyMissing(const QString& modelId) {
    return modelId.isEmpty()
               ? tr("Choose a model first (Ctrl+2).")
               : tr("This computer does not know the project's model “%1” yet: add it (Ctrl+2).")
                     .arg(modelId);
}

void StudioModels::addFiles(const QStringList& paths) {
    for (const QString& path : paths) {
        QString file = path;
        if (path.endsWith(QStringLiteral(".json"),
                          Qt::CaseInsensitive)) { // a config: its weights are beside it
            const QDir folder = QFileInfo(path).dir();
            const QStringList weights =
                folder.entryList({QStringLiteral("*.safetensors"), QStringLiteral("*.ckpt")}, QDir::Files);
            if (weights.isEmpty()) {
                Q_EMIT failed(
                    Error{ErrorCode::NotFound, "No weights beside the configuration", path.toStdString(), {}},
                    tr("“%1” could not be added").arg(QFileInfo(path).fileName()));
                continue;
            }
            file = folder.filePath(weights.front());
        }
        inspect(file);
    }
}

void StudioModels::inspect(const QString& weights) {
    if (m_inspecting++ == 0)
        Q_EMIT busyChanged(true, tr("Looking into %1").arg(QFileInfo(weights).fileName()));
    m_engine.ask<project::ModelCard>(
        this,
        [file = toPath(weights)](engine::Engine& engine) {
            return engine.inspectModel({file, {}, {}});
        },
        [this, name = QFileInfo(weights).fileName()](Result<project::ModelCard> card) {
            if (--m_inspecting == 0) Q_EMIT busyChanged(false, {});
            const auto stored = card ? m_registry.add(*std::move(card)) : std::move(card);
            if (!stored) {
                Q_EMIT failed(stored.error(), tr("“%1” could not be added").arg(name));
                return;
            }
            refresh();
            Q_EMIT added(text(stored->id));
        });
}

void StudioModels::ensureStarter() {
    m_engine.ask<project::ModelCard>(
        this,
        [registry = m_registry](engine::Engine& engine) { return engine::starterModel(engine, registry); },
        [this](const Result<project::ModelCard>& card) {
            if (!card) {
                Q_EMIT failed(card.error(), tr("The starter model could not be used"));
                return;
            }
            refresh();
            Q_EMIT starterReady(text(card->id));
        });
}

void StudioModels::remove(const QString& modelId) {
    if (const auto removed = m_registry.remove(modelId.toStdString()); !removed)
        Q_EMIT failed(removed.error(), tr("The model could not be removed"));
    refresh();
}

void StudioModels::exportModel(const ui::ModelExportRequest& request) {
    const auto model = card(request.modelId);
    if (!model) return;
    const std::string suffix = request.container == QStringLiteral("ckpt") ? ".ckpt" : ".safetensors";
    engine::ExportModelRequest job;
    job.model = *model;
    job.target = toPath(request.targetFolder) / pathFromUtf8(model->id + suffix);
    job.format = request.container == QStringLiteral("ckpt") ? engine::ModelFileFormat::TorchCheckpoint
                                                             : engine::ModelFileFormat::SafeTensors;
    job.precision = request.precision == QStringLiteral("fp16")   ? engine::FilePrecision::Float16
                    : request.precision == QStringLiteral("bf16") ? engine::FilePrecision::BFloat16
                                                                  : engine::FilePrecision::Float32;
    m_engine.ask<std::shared_ptr<engine::JobWithOutcome<engine::ExportOutcome>>>(
        this,
        [job](engine::Engine& engine)
            -> Result<std::shared_ptr<engine::JobWithOutcome<engine::ExportOutcome>>> {
            return std::make_shared<engine::JobWithOutcome<engine::ExportOutcome>>(
                engine.exportModelJob(job));
        },
        [this, folder = request.targetFolder](const auto& made) {
            if (!made) {
                Q_EMIT failed(made.error(), tr("The model could not be written"));
                return;
            }
            m_jobs.submit(std::move((*made)->job), [this, folder](jobs::JobState state, const Error& error) {
                if (state == jobs::JobState::Failed) {
                    Error told = error;
                    if (told.code == ErrorCode::AlreadyExists) // only the folder was asked for
                        told.remedy = tr("Choose another folder.").toStdString();
                    Q_EMIT failed(told, tr("The model could not be written"));
                } else if (state == jobs::JobState::Finished)
                    Q_EMIT exported(folder);
            });
        });
}

} // namespace attune::studio
