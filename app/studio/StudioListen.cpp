// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioListen.h"

#include "app/studio/DemoGrids.h"
#include "app/studio/EngineAccess.h"
#include "app/studio/JobFollower.h"
#include "app/studio/RunViews.h"
#include "app/studio/StudioProject.h"
#include "app/studio/StudioTrain.h"
#include "core/base/Text.h"
#include "core/config/RunSettings.h"
#include "ui/settings/AppSettings.h"

#include <QCoreApplication>
#include <QPointer>

namespace attune::studio {

namespace {

using GenerateJob = std::shared_ptr<engine::JobWithOutcome<engine::GenerateOutcome>>;
using ExportJob = std::shared_ptr<engine::JobWithOutcome<engine::ExportOutcome>>;

std::filesystem::path toPath(const QString& text) {
    return pathFromUtf8(text.toStdString());
}

QStringList samplersFor(const std::string& objective) {
    if (objective == "v")
        return {QStringLiteral("dpmpp-3m-sde"), QStringLiteral("dpmpp-2m-sde"), QStringLiteral("dpmpp-2m"),
                QStringLiteral("k-heun"), QStringLiteral("v-ddim")};
    return {QStringLiteral("euler"), QStringLiteral("rk4"), QStringLiteral("dpmpp"),
            QStringLiteral("pingpong")};
}

} // namespace

StudioListen::StudioListen(EngineAccess& engine, JobFollower& jobs, StudioProject& project,
                           StudioTrain& train, const ui::AppSettings& settings, QObject* parent)
    : ui::ListenService(parent), m_engine(engine), m_jobs(jobs), m_project(project), m_train(train),
      m_settings(settings) {
    m_files.setMaxThreadCount(1);
    connect(&train, &StudioTrain::demosWritten, this, [this](const QString& run) {
        Q_EMIT demosAdded(run);
        loadGrid(run);
    });
    connect(&train, &ui::TrainService::checkpointsChanged, this,
            [this](const QString& run) { loadGrid(run); });
}

StudioListen::~StudioListen() {
    m_files.waitForDone();
}

void StudioListen::loadGrid(const QString& runId) {
    if (m_loading.contains(runId)) { // a demo brings several reasons to look again at once
        m_loading[runId] = Look::Again;
        return;
    }
    const auto run = m_train.record(runId);
    if (!run) return;
    m_loading.insert(runId, Look::Once);
    if (const auto model = m_train.modelOf(*run)) m_samplers = samplersFor(model->objective);
    const QPointer<StudioListen> self(this);
    QThreadPool::globalInstance()->start([self, runId, run = *run] {
        ui::DemoGrid grid = readDemoGrid(run, readCheckpointViews(run));
        QMetaObject::invokeMethod(
            qApp,
            [self, runId, grid = std::move(grid)] {
                if (self.isNull()) return;
                Q_EMIT self->gridReady(grid);
                if (self->m_loading.take(runId) == Look::Again) self->loadGrid(runId);
            },
            Qt::QueuedConnection);
    });
}

void StudioListen::generate(const ui::GenerateRequest& request) {
    const auto run = m_train.record(request.runId);
    const auto model = run ? m_train.modelOf(*run) : std::nullopt;
    if (!run || !model) {
        Q_EMIT failed(run ? Error{ErrorCode::NotFound, "The run's model is not registered any more", {}, {}}
                          : run.error(),
                      tr("The demo could not be made"));
        return;
    }
    if (refuses(tr("The demo could not be made"))) return;
    for (const qint64 step : request.steps) {
        engine::GenerateRequest job;
        job.model = *model;
        if (step > 0) job.checkpointFolder = run->checkpointFolder(step);
        job.settings.prompts = {{request.prompt.toStdString(), request.negativePrompt.toStdString(),
                                 request.seed, 0.0, request.seconds}};
        job.settings.cfgScales = {request.cfgScale};
        job.settings.sampler = request.sampler.toStdString();
        job.settings.steps = request.samplerSteps;
        job.settings.lengthSeconds = request.seconds;
        if (!request.initAudio.isEmpty()) {
            job.initFile = toPath(request.initAudio);
            job.initNoiseLevel = request.initNoise;
        }
        job.outputFolder = run->demoFolder(step);
        job.device = m_settings.device().toStdString();
        m_engine.ask<GenerateJob>(
            this,
            [job](engine::Engine& engine) -> Result<GenerateJob> {
                return std::make_shared<engine::JobWithOutcome<engine::GenerateOutcome>>(
                    engine.generateJob(job));
            },
            [this, runId = request.runId](const Result<GenerateJob>& made) {
                if (!made) {
                    Q_EMIT failed(made.error(), tr("The demo could not be made"));
                    return;
                }
                m_jobs.submit(std::move((*made)->job),
                              [this, runId](jobs::JobState state, const Error& error) {
                                  if (state == jobs::JobState::Failed)
                                      Q_EMIT failed(error, tr("The demo could not be made"));
                                  else
                                      Q_EMIT generated(runId);
                              });
            });
    }
}

namespace {

// In the index that holds the cell of a row at a step.
Result<void> changeDemo(const project::RunRecord& run, const QString& rowId, qint64 step,
                        const StudioListen::DemoChange& change) {
    ATTUNE_TRY(project::DemoIndex index, project::DemoIndex::load(run.demoFolder(step)));
    for (const project::DemoRecord& demo : index.demos())
        if (rowIdOf(demo) == rowId) return change(index, std::string(demo.file));
    return fail(ErrorCode::NotFound, "There is no such demo");
}

} // namespace

bool StudioListen::refuses(const QString& whatFailed) {
    const auto reason = m_project.whyReadOnly();
    if (reason) Q_EMIT failed(*reason, whatFailed);
    return reason.has_value();
}

// Beside the window: what is written is waited for until it is on the disk.
void StudioListen::changeSoon(const QString& runId, const QString& rowId, qint64 step,
                              const QString& whatFailed, DemoChange change) {
    if (refuses(whatFailed)) return;
    const QPointer<StudioListen> self(this);
    m_files.start(
        [self, runId, rowId, step, whatFailed, find = m_train.finder(runId), change = std::move(change)] {
            const auto run = find();
            const Result<void> changed =
                run ? changeDemo(*run, rowId, step, change) : Result<void>(fail(run.error()));
            QMetaObject::invokeMethod(
                qApp,
                [self, runId, whatFailed, changed] {
                    if (self.isNull()) return;
                    if (!changed) Q_EMIT self->failed(changed.error(), whatFailed);
                    self->loadGrid(runId);
                },
                Qt::QueuedConnection);
        });
}

void StudioListen::setStars(const QString& runId, const QString& rowId, qint64 step, int stars) {
    changeSoon(
        runId, rowId, step, tr("The rating was not saved"),
        [stars](project::DemoIndex& index, const std::string& file) { return index.rate(file, stars); });
}

void StudioListen::setNote(const QString& runId, const QString& rowId, qint64 step, const QString& note) {
    changeSoon(runId, rowId, step, tr("The note was not saved"),
               [text = note.toStdString()](project::DemoIndex& index, const std::string& file) {
                   return index.annotate(file, text);
               });
}

void StudioListen::exportCheckpoint(const ui::ExportRequest& request) {
    const auto run = m_train.record(request.runId);
    const auto model = run ? m_train.modelOf(*run) : std::nullopt;
    if (!run || !model) {
        Q_EMIT failed(run ? Error{ErrorCode::NotFound, "The run's model is not registered any more", {}, {}}
                          : run.error(),
                      tr("The checkpoint could not be exported"));
        return;
    }
    const std::filesystem::path folder = toPath(request.targetFolder);
    const std::string name = concat(run->folderName(), "-step-", request.step);
    std::function<Result<ExportJob>(engine::Engine&)> make;
    if (request.container == QStringLiteral("stable-audio-tools")) {
        engine::ExportReferenceRequest job{engine::ProjectPlaces::of(*m_project.current()), run->folder(),
                                           folder / pathFromUtf8(name + "-stable-audio-tools"),
                                           engine::ExistingFiles::Refuse};
        make = [job](engine::Engine& engine) -> Result<ExportJob> {
            return std::make_shared<engine::JobWithOutcome<engine::ExportOutcome>>(
                engine.exportReferenceJob(job));
        };
    } else {
        engine::ExportModelRequest job;
        job.model = *model;
        job.checkpointFolder = run->checkpointFolder(request.step);
        job.weights = request.useEma ? engine::WeightsChoice::Averaged : engine::WeightsChoice::Online;
        job.format = request.container == QStringLiteral("ckpt") ? engine::ModelFileFormat::TorchCheckpoint
                                                                 : engine::ModelFileFormat::SafeTensors;
        job.target = folder / pathFromUtf8(name + (job.format == engine::ModelFileFormat::TorchCheckpoint
                                                       ? ".ckpt"
                                                       : ".safetensors"));
        job.precision = request.precision == QStringLiteral("fp16")   ? engine::FilePrecision::Float16
                        : request.precision == QStringLiteral("bf16") ? engine::FilePrecision::BFloat16
                                                                      : engine::FilePrecision::Float32;
        make = [job](engine::Engine& engine) -> Result<ExportJob> {
            return std::make_shared<engine::JobWithOutcome<engine::ExportOutcome>>(
                engine.exportModelJob(job));
        };
    }
    m_engine.ask<ExportJob>(this, std::move(make), [this](const Result<ExportJob>& made) {
        if (!made) {
            Q_EMIT failed(made.error(), tr("The checkpoint could not be exported"));
            return;
        }
        const auto outcome = (*made)->outcome;
        m_jobs.submit(std::move((*made)->job), [this, outcome](jobs::JobState state, const Error& error) {
            if (state == jobs::JobState::Failed)
                Q_EMIT failed(error, tr("The checkpoint could not be exported"));
            else if (state == jobs::JobState::Finished && !outcome->files.empty())
                Q_EMIT exported(QString::fromStdString(utf8FromPath(outcome->files.front())));
        });
    });
}

} // namespace attune::studio
