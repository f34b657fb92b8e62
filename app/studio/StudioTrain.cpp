// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioTrain.h"

#include "app/engine/StarterPack.h"
#include "app/studio/EngineAccess.h"
#include "app/studio/JobFollower.h"
#include "app/studio/RunViews.h"
#include "app/studio/StudioModels.h"
#include "app/studio/StudioProject.h"
#include "core/base/Text.h"
#include "core/config/ParameterDescription.h"
#include "core/config/RunSettings.h"
#include "core/dataset/Library.h"
#include "core/project/DiskUse.h"
#include "core/project/MetricsStore.h"
#include "ui/settings/AppSettings.h"
#include "ui/widgets/EngineText.h"
#include "ui/widgets/Quantity.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSet>
#include <QThreadPool>

#include <algorithm>

namespace attune::studio {

using ui::RunPlanView; // lupdate loses its place at a qualified return type

namespace {

using config::Json;
using TrainJob = std::shared_ptr<engine::JobWithOutcome<engine::TrainOutcome>>;

constexpr qint64 kWorthTelling = 20; // a remedy for less than a twentieth of what is missing is none

struct Remedy {
    const char* text;
    const char* path;
    Json value;
};

// In the order in which they hurt least.
std::vector<Remedy> remediesFor(const Json& settings) {
    std::vector<Remedy> remedies;
    const auto add = [&](const char* text, const char* path, Json value) {
        if (config::valueAt(settings, path) != value) remedies.push_back({text, path, std::move(value)});
    };
    add(QT_TRANSLATE_NOOP("StudioTrain", "Keep the averaged weights in main memory"), "ema.place", "host");
    add(QT_TRANSLATE_NOOP("StudioTrain", "Compute activations twice"), "activation_checkpointing", true);
    add(QT_TRANSLATE_NOOP("StudioTrain", "Use the 8-bit optimiser"), "optimiser.type", "AdamW8bit");
    if (const Json batch = config::valueAt(settings, "batch_size");
        batch.is_number_integer() && batch.get<int>() > 1)
        add(QT_TRANSLATE_NOOP("StudioTrain", "Halve the batch"), "batch_size", batch.get<int>() / 2);
    add(QT_TRANSLATE_NOOP("StudioTrain", "Keep the weights in bfloat16"), "precision", "bf16-weights");
    add(QT_TRANSLATE_NOOP("StudioTrain", "Train a LoRA instead of the whole model"), "parts", "lora");
    return remedies;
}

QString memoryName(const std::string& name) {
    if (name == "weights") return StudioTrain::tr("Weights");
    if (name == "gradients") return StudioTrain::tr("Gradients");
    if (name == "optimiser") return StudioTrain::tr("Optimiser");
    if (name == "averages") return StudioTrain::tr("Averages (EMA)");
    if (name == "activations") return StudioTrain::tr("Activations");
    if (name == "overhead") return StudioTrain::tr("Program and buffers");
    return QString::fromStdString(name);
}

// The engine's "cpu (Processor (8 threads))" and "cuda:0 (NVIDIA …)".
QString deviceName(const std::string& device) {
    if (device.starts_with("cpu")) return StudioTrain::tr("the processor of this computer");
    const std::size_t begin = device.find('(');
    return begin == std::string::npos || !device.ends_with(')')
               ? QString::fromStdString(device)
               : QString::fromStdString(device.substr(begin + 1, device.size() - begin - 2));
}

RunPlanView viewOf(const engine::TrainPlan& plan, std::int64_t steps) {
    RunPlanView view;
    view.trainingClips = plan.trainItems;
    view.heldOutClips = plan.heldOutItems;
    view.stepsPerEpoch = plan.stepsPerEpoch;
    view.epochs = plan.epochs;
    if (plan.secondsPerStep && steps > 0) {
        view.seconds = *plan.secondsPerStep * static_cast<double>(steps);
        view.secondsBasis = StudioTrain::tr("measured by the last run like it");
    }
    view.diskBytes = plan.diskBytes;
    view.freeDiskBytes = plan.freeDiskBytes;
    for (const engine::MemoryShare& share : plan.memory)
        view.memory.push_back({memoryName(share.name), share.bytes});
    view.memoryLimitBytes = plan.deviceBytes;
    view.deviceName = deviceName(plan.device);
    for (const config::RunAdvice& advice : plan.advice)
        if (advice.path.empty()) view.notes.append(ui::engineText(advice.text));
    view.lacksRoom = !plan.hasRoom();
    view.fits = plan.deviceBytes == 0 || plan.memoryBytes() <= plan.deviceBytes;
    if (plan.missingItems > 0)
        view.blockedBecause = StudioTrain::tr("%n clips are not encoded yet: press Encode in Dataset first.",
                                              nullptr, static_cast<int>(plan.missingItems));
    else if (plan.trainItems == 0)
        view.blockedBecause = StudioTrain::tr("There is nothing to train on: add sounds and encode them.");
    else if (view.lacksRoom)
        view.blockedBecause =
            StudioTrain::tr("The disk has no room for this run: keep fewer checkpoints or free some space.") +
            QLatin1Char(' ') +
            StudioTrain::tr("%1 have to stay free.")
                .arg(ui::bytesText(static_cast<double>(plan.reserveBytes)));
    return view;
}

struct Planned {
    engine::TrainPlan plan;
    Json prompts; // suggested ones where the settings have none
};

// The most frequent prompts of the clips, as the command line takes them; null when there are none to take.
Json suggestedPrompts(const engine::ProjectPlaces& places) {
    const auto library = dataset::Library::open(places.libraryFile);
    const auto clips = library ? library->clips()
                               : Result<std::vector<dataset::ClipRecord>>(std::vector<dataset::ClipRecord>());
    config::RunSettings settings;
    if (clips) settings.demos.prompts = engine::demoPromptsFrom(*clips, engine::kDemoPrompts);
    return settings.demos.prompts.empty()
               ? Json()
               : config::valueAt(config::jsonFromRunSettings(settings), "demos.prompts");
}

} // namespace

StudioTrain::StudioTrain(EngineAccess& engine, JobFollower& jobs, StudioProject& project,
                         StudioModels& models, const ui::AppSettings& settings, QObject* parent)
    : ui::TrainService(parent), m_engine(engine), m_jobs(jobs), m_project(project), m_models(models),
      m_settings(settings) {
    m_files.setMaxThreadCount(1);
    connect(&project, &ui::ProjectService::opened, this, [this] { refresh(); });
    connect(&project, &ui::ProjectService::closed, this, [this] {
        ++m_visit;
        m_runs.clear();
        m_checkpoints.clear();
        Q_EMIT runsChanged();
    });
    connect(&jobs.center(), &ui::JobCenter::metricsArrived, this,
            [this](ui::JobId job, const std::vector<jobs::MetricPoint>& points) {
                for (auto it = m_jobOfRun.cbegin(); it != m_jobOfRun.cend(); ++it)
                    if (it.value() == job) Q_EMIT metricsArrived(it.key(), points);
            });
    connect(&jobs.center(), &ui::JobCenter::stateChanged, this, [this](ui::JobId job, jobs::JobState state) {
        const bool hasBegun = state == jobs::JobState::Preparing || state == jobs::JobState::Running;
        if (hasBegun && m_jobOfRun.key(job) != QString()) refresh(); // it waits no longer
    });
}

std::vector<Json> StudioTrain::presets() const {
    std::vector<Json> documents;
    if (m_presets.empty()) // files of the program, asked for at every change of the form
        m_presets = engine::presets().value_or(std::vector<engine::Preset>());
    const auto model = m_models.card(m_project.project().modelId);
    const std::string suited = model ? engine::presetFor(*model, 0) : std::string();
    for (const engine::Preset& preset : m_presets) {
        Json document = config::jsonFromRunSettings(preset.settings);
        // The toy's own settings come with prompts that it knows.
        if (preset.id == suited && model->isToy)
            if (const auto settings = engine::starterSettings())
                document = config::jsonFromRunSettings(*settings);
        // The one for the chosen model comes first.
        documents.insert(preset.id == suited ? documents.begin() : documents.end(), std::move(document));
    }
    return documents;
}

std::optional<project::RunStore> StudioTrain::store() const {
    project::Project* project = m_project.current();
    return project == nullptr ? std::nullopt : std::optional(project::RunStore(project->runsFolder()));
}

Result<project::RunRecord> StudioTrain::record(const QString& runId) const {
    return finder(runId)();
}

std::function<Result<project::RunRecord>()> StudioTrain::finder(const QString& runId) const {
    return [runs = store(), which = runId.toStdString()]() -> Result<project::RunRecord> {
        if (!runs) return fail(ErrorCode::NotFound, "No project is open");
        return runs->find(which);
    };
}

std::optional<project::ModelCard> StudioTrain::modelOf(const project::RunRecord& run) const {
    const Json& model = run.description().model;
    const std::string id = model.is_object() ? model.value("id", std::string()) : std::string();
    return m_models.card(QString::fromStdString(id));
}

void StudioTrain::refresh() {
    const auto runs = store();
    if (!runs) return;
    const QPointer<StudioTrain> self(this);
    const int number = ++m_newestLook;
    QSet<qint64> waiting;
    for (const jobs::JobSnapshot& job : m_jobs.center().snapshots())
        if (job.queuePosition) waiting.insert(job.id.value);
    QThreadPool::globalInstance()->start([self, number, visit = m_visit, runs = *runs, waiting,
                                          jobOfRun = m_jobOfRun] {
        std::vector<ui::RunView> views = readRunViews(runs);
        for (ui::RunView& view : views)
            if (const auto it = jobOfRun.constFind(view.id); it != jobOfRun.cend()) {
                view.job = *it;
                // What its record says is older than that.
                view.status = waiting.contains(it->value) ? ui::RunStatus::Waiting : ui::RunStatus::Running;
            }
        QHash<QString, std::vector<ui::CheckpointView>> checkpoints;
        for (const project::RunRecord& run : runs.list())
            checkpoints.insert(QString::fromStdString(run.folderName()), readCheckpointViews(run));
        QMetaObject::invokeMethod(
            qApp,
            [self, number, visit, views = std::move(views), checkpoints = std::move(checkpoints)]() mutable {
                if (self.isNull() || number != self->m_newestLook || visit != self->m_visit) return;
                self->m_runs = std::move(views);
                self->m_checkpoints = std::move(checkpoints);
                Q_EMIT self->runsChanged();
            },
            Qt::QueuedConnection);
    });
}

void StudioTrain::plan(const Json& document) {
    const auto settings = config::runSettingsFromJson(document);
    const auto model = m_models.card(m_project.project().modelId);
    if (!settings || m_project.current() == nullptr) return;
    if (!model) {
        ui::RunPlanView view;
        view.blockedBecause = m_models.whyMissing(m_project.project().modelId);
        Q_EMIT planReady(view);
        return;
    }
    const int number = ++m_newestPlan;
    m_engine.ask<Planned>(
        this,
        [places = engine::ProjectPlaces::of(*m_project.current()), model = *model,
         settings = *settings](engine::Engine& engine) -> Result<Planned> {
            ATTUNE_TRY(engine::TrainPlan plan, engine.planTraining(places, model, settings));
            return Planned{std::move(plan),
                           settings.demos.prompts.empty() ? suggestedPrompts(places) : Json()};
        },
        [this, document, number, visit = m_visit, model = *model,
         steps = settings->steps](const Result<Planned>& planned) {
            if (number != m_newestPlan || visit != m_visit) return;
            ui::RunPlanView view;
            if (planned) {
                view = viewOf(planned->plan, steps);
                view.suggestedPrompts = planned->prompts;
            } else {
                view.blockedBecause = ui::engineText(planned.error().message);
            }
            Q_EMIT planReady(view);
            if (planned && !view.fits) planRemedies(document, model, view, number);
        });
}

void StudioTrain::planRemedies(const Json& document, const project::ModelCard& model,
                               const ui::RunPlanView& plan, int number) {
    qint64 before = 0;
    for (const ui::MemoryPartView& part : plan.memory) before += part.bytes;
    const qint64 excess = before - plan.memoryLimitBytes;
    m_engine.ask<std::vector<ui::RemedyView>>(
        this,
        [places = engine::ProjectPlaces::of(*m_project.current()), model, document, before,
         excess](engine::Engine& engine) -> Result<std::vector<ui::RemedyView>> {
            std::vector<ui::RemedyView> remedies;
            for (const Remedy& remedy : remediesFor(document)) {
                Json changed = document;
                config::setValueAt(changed, remedy.path, remedy.value);
                if (std::string_view(remedy.path) == "optimiser.type")
                    changed["optimiser"]["config"] =
                        Json{{"lr", config::valueAt(document, "optimiser.config.lr")}};
                const auto settings = config::runSettingsFromJson(changed);
                if (!settings) continue;
                const auto other = engine.planTraining(places, model, *settings);
                if (other && (before - other->memoryBytes()) * kWorthTelling > excess)
                    remedies.push_back({QCoreApplication::translate("StudioTrain", remedy.text),
                                        QString::fromLatin1(remedy.path), remedy.value,
                                        before - other->memoryBytes()});
            }
            return remedies;
        },
        [this, plan, number, visit = m_visit](const Result<std::vector<ui::RemedyView>>& remedies) {
            if (number != m_newestPlan || visit != m_visit || !remedies) return;
            ui::RunPlanView view = plan;
            view.remedies = *remedies;
            Q_EMIT planReady(view);
        });
}

void StudioTrain::measure(const Json& document) {
    auto settings = config::runSettingsFromJson(document);
    const auto model = m_models.card(m_project.project().modelId);
    if (!settings || !model || m_project.current() == nullptr) {
        Q_EMIT measured({});
        return;
    }
    if (settings->device == "auto") settings->device = m_settings.device().toStdString();
    using Measuring = engine::JobWithOutcome<engine::MeasureOutcome>;
    m_engine.ask<std::shared_ptr<Measuring>>(
        this,
        [request =
             engine::MeasureRequest{engine::ProjectPlaces::of(*m_project.current()), *model, *settings}](
            engine::Engine& engine) -> Result<std::shared_ptr<Measuring>> {
            return std::make_shared<Measuring>(engine.measureJob(request));
        },
        [this, visit = m_visit](const Result<std::shared_ptr<Measuring>>& made) {
            if (!made || visit != m_visit) {
                Q_EMIT measured({});
                if (visit == m_visit) Q_EMIT failed(made.error(), tr("A step could not be measured"));
                return;
            }
            m_jobs.submit(std::move((*made)->job), [this, visit, outcome = (*made)->outcome](
                                                       jobs::JobState state, const Error& error) {
                std::optional<ui::StepMeasurement> found;
                if (state == jobs::JobState::Finished && visit == m_visit)
                    found = ui::StepMeasurement{QString::fromStdString(outcome->device), outcome->deviceBytes,
                                                outcome->stepBytes, outcome->secondsPerStep};
                Q_EMIT measured(found);
                if (state == jobs::JobState::Failed && visit == m_visit)
                    Q_EMIT failed(error, tr("A step could not be measured"));
            });
        });
}

void StudioTrain::start(const Json& document) {
    auto settings = config::runSettingsFromJson(document);
    const auto model = m_models.card(m_project.project().modelId);
    if (!settings || !model || m_project.current() == nullptr || refuses(tr("The run could not be made")))
        return;
    settings->model = model->id;
    if (settings->device == "auto") settings->device = m_settings.device().toStdString();
    m_engine.ask<QString>(
        this,
        [places = engine::ProjectPlaces::of(*m_project.current()), model = *model,
         settings = *settings](engine::Engine& engine) -> Result<QString> {
            ATTUNE_TRY(const project::RunRecord run, engine.createRun(places, model, settings, {}));
            return QString::fromStdString(run.folderName());
        },
        [this, visit = m_visit](const Result<QString>& run) {
            if (visit != m_visit) return; // it waits in its project, to be resumed
            if (run)
                train(*run);
            else
                Q_EMIT failed(run.error(), tr("The run could not be made"));
        });
}

void StudioTrain::resume(const QString& runId) {
    if (!m_jobOfRun.contains(runId) && !refuses(tr("The run could not be started"))) train(runId);
}

void StudioTrain::goOn(const QString& runId, qint64 step) {
    if (!m_jobOfRun.contains(runId) && !refuses(tr("The run could not be started"))) train(runId, step);
}

bool StudioTrain::refuses(const QString& whatFailed) {
    const auto reason = m_project.whyReadOnly();
    if (reason) Q_EMIT failed(*reason, whatFailed);
    return reason.has_value();
}

void StudioTrain::train(const QString& runId, std::optional<std::int64_t> toStep) {
    const auto run = record(runId);
    if (!run) {
        Q_EMIT failed(run.error(), tr("The run could not be started"));
        return;
    }
    engine::TrainRequest request;
    request.places = engine::ProjectPlaces::of(*m_project.current());
    request.runFolder = run->folder();
    request.steps = toStep;
    // Events come on the job's thread.
    const QPointer<StudioTrain> self(this);
    const auto tell = [self, runId](auto what) {
        QMetaObject::invokeMethod(
            qApp,
            [self, runId, what] {
                if (!self.isNull()) what(*self, runId);
            },
            Qt::QueuedConnection);
    };
    request.events.checkpointWritten = [tell](StepIndex, const std::filesystem::path&) {
        tell([](StudioTrain& train, const QString& id) {
            train.refreshCheckpoints(id);
            train.refresh(); // its step, its best and its place on the disk
        });
    };
    request.events.demosWritten = [tell](StepIndex, const std::filesystem::path&) {
        tell([](StudioTrain& train, const QString& id) { Q_EMIT train.demosWritten(id); });
    };
    request.events.demoFailed = [tell](const Error& error) {
        tell([error](StudioTrain& train, const QString& id) {
            Q_EMIT train.runTroubled(id, error, StudioTrain::tr("A demo could not be made; the run goes on"));
        });
    };
    m_engine.ask<TrainJob>(
        this,
        [request](engine::Engine& engine) -> Result<TrainJob> {
            return std::make_shared<engine::JobWithOutcome<engine::TrainOutcome>>(engine.trainJob(request));
        },
        [this, runId, visit = m_visit](const Result<TrainJob>& made) {
            if (visit != m_visit) return;
            if (!made) {
                Q_EMIT failed(made.error(), tr("The run could not be started"));
                return;
            }
            m_jobOfRun[runId] =
                m_jobs.submit(std::move((*made)->job), [this, runId](jobs::JobState, const Error&) {
                    m_jobOfRun.remove(runId);
                    refreshCheckpoints(runId);
                    refresh();
                });
            refresh();
            Q_EMIT runStarted(runId);
        });
}

// Sizes and held-out losses are read from disk, beside the run that may just be writing there.
void StudioTrain::refreshCheckpoints(const QString& runId) {
    const QPointer<StudioTrain> self(this);
    QThreadPool::globalInstance()->start([self, runId, visit = m_visit, find = finder(runId)] {
        const auto run = find();
        if (!run) return;
        QMetaObject::invokeMethod(
            qApp,
            [self, runId, visit, views = readCheckpointViews(*run)]() mutable {
                if (self.isNull() || visit != self->m_visit) return;
                self->m_checkpoints.insert(runId, std::move(views));
                Q_EMIT self->checkpointsChanged(runId);
            },
            Qt::QueuedConnection);
    });
}

// From what was read last, and what was written since.
std::vector<ui::RunNoteView> StudioTrain::notes(const QString& runId) const {
    std::vector<ui::RunNoteView> notes;
    const auto run =
        std::find_if(m_runs.begin(), m_runs.end(), [&](const ui::RunView& each) { return each.id == runId; });
    if (run == m_runs.end()) return notes;
    // Notes at a step are lines "@1840 text" among the run's notes, readable in any editor.
    for (const QString& line : run->notes.split(QLatin1Char('\n')))
        if (line.startsWith(QLatin1Char('@')))
            notes.push_back({line.mid(1).section(QLatin1Char(' '), 0, 0).toLongLong(),
                             line.section(QLatin1Char(' '), 1)});
    return notes;
}

void StudioTrain::loadMetrics(const QString& runId) {
    const QPointer<StudioTrain> self(this);
    QThreadPool::globalInstance()->start([self, runId, visit = m_visit, find = finder(runId)] {
        const auto run = find();
        if (!run) return;
        std::vector<jobs::MetricPoint> points = readMetrics(run->metricsFile());
        QMetaObject::invokeMethod(
            qApp,
            [self, runId, visit, points = std::move(points)] {
                if (!self.isNull() && visit == self->m_visit) Q_EMIT self->metricsLoaded(runId, points);
            },
            Qt::QueuedConnection);
    });
}

namespace {

Result<void> saveChange(Result<project::RunRecord> run,
                        const std::function<void(project::RunState&)>& change) {
    ATTUNE_CHECK(run);
    project::RunState state = run->state();
    change(state);
    return run->saveState(state);
}

} // namespace

void StudioTrain::changeState(const QString& runId, std::function<void(project::RunState&)> change,
                              std::function<void()> then) {
    if (refuses(tr("The run could not be changed"))) return;
    // `this` is waited for by the pool; what was queued for it goes with it.
    m_files.start([this, find = finder(runId), change = std::move(change), then = std::move(then)] {
        const Result<void> saved = saveChange(find(), change);
        QMetaObject::invokeMethod(
            this,
            [this, saved, then] {
                if (!saved) Q_EMIT failed(saved.error(), tr("The run could not be changed"));
                if (then) then();
            },
            Qt::QueuedConnection);
    });
}

namespace {

std::string withNote(std::string notes, const std::string& note) {
    if (!notes.empty() && notes.back() != '\n') notes += '\n';
    return notes + note;
}

} // namespace

// What is shown has it at once; the file follows, and what it says then counts.
void StudioTrain::addNote(const QString& runId, qint64 step, const QString& text) {
    if (refuses(tr("The run could not be changed"))) return;
    const std::string note = QStringLiteral("@%1 %2").arg(step).arg(text).toStdString();
    for (ui::RunView& run : m_runs)
        if (run.id == runId) run.notes = QString::fromStdString(withNote(run.notes.toStdString(), note));
    changeState(
        runId, [note](project::RunState& state) { state.notes = withNote(state.notes, note); },
        [this] { refresh(); }); // else whoever edits the notes under Runs would write over this one
}

void StudioTrain::setRunNotes(const QString& runId, const QString& notes) {
    if (refuses(tr("The run could not be changed"))) return;
    for (ui::RunView& run : m_runs)
        if (run.id == runId) run.notes = notes;
    changeState(runId, [text = notes.toStdString()](project::RunState& state) { state.notes = text; });
}

void StudioTrain::pin(const QString& runId, qint64 step, bool isPinned) {
    changeState(
        runId,
        [step, isPinned](project::RunState& state) {
            std::erase(state.pinnedSteps, step);
            if (isPinned) state.pinnedSteps.push_back(step);
        },
        [this, runId] { refreshCheckpoints(runId); });
}

void StudioTrain::removeRun(const QString& runId) {
    if (refuses(tr("The run could not be deleted"))) return;
    const auto run = record(runId);
    if (!run) {
        Q_EMIT failed(run.error(), tr("The run could not be deleted"));
        return;
    }
    // Gigabytes of checkpoints take their time to go.
    const QPointer<StudioTrain> self(this);
    QThreadPool::globalInstance()->start([self, runs = *store(), run = *run] {
        const Result<void> removed = runs.remove(run);
        QMetaObject::invokeMethod(
            qApp,
            [self, removed] {
                if (self.isNull()) return;
                if (!removed) Q_EMIT self->failed(removed.error(), tr("The run could not be deleted"));
                self->refresh();
            },
            Qt::QueuedConnection);
    });
}

void StudioTrain::cleanUp(const QString& runId) {
    const auto run = record(runId);
    if (!run || refuses(tr("Not everything could be cleaned up"))) return;
    const QPointer<StudioTrain> self(this);
    QThreadPool::globalInstance()->start([self, run = *run] {
        Error problem;
        if (const auto use = project::measureRun(run))
            for (const project::CheckpointUse& checkpoint : use->checkpoints)
                if (checkpoint.kept == project::KeptBecause::Nothing)
                    if (const auto removed = project::removeCheckpoint(run, checkpoint.step); !removed)
                        problem = removed.error();
        QMetaObject::invokeMethod(
            qApp,
            [self, problem] {
                if (self.isNull()) return;
                if (!problem.message.empty())
                    Q_EMIT self->failed(problem, StudioTrain::tr("Not everything could be cleaned up"));
                self->refresh();
            },
            Qt::QueuedConnection);
    });
}

} // namespace attune::studio
