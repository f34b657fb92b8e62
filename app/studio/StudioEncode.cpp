// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/StudioEncode.h"

#include "app/engine/ProjectSections.h"
#include "app/studio/EngineAccess.h"
#include "app/studio/JobFollower.h"
#include "app/studio/StudioModels.h"
#include "app/studio/StudioProject.h"
#include "core/base/Hash.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/config/ParameterDescription.h"
#include "ui/settings/AppSettings.h"
#include "ui/widgets/EngineText.h"

#include <QDateTime>
#include <QFileInfo>

#include <span>

namespace attune::studio {

namespace {

using EncodeJob = std::shared_ptr<engine::EncodeJobWithOutcome>;

} // namespace

StudioEncode::StudioEncode(EngineAccess& engine, JobFollower& jobs, StudioProject& project,
                           StudioModels& models, const ui::AppSettings& settings, QObject* parent)
    : ui::EncodeService(parent), m_engine(engine), m_jobs(jobs), m_project(project), m_models(models),
      m_settings(settings) {
    m_planDelay.setSingleShot(true);
    m_planDelay.setInterval(200);
    connect(&m_planDelay, &QTimer::timeout, this, [this] { askPlan(); });
    m_whileEncoding.setInterval(
        5000); // what is encoded is seen clip by clip, at the pace in which it is stored
    connect(&m_whileEncoding, &QTimer::timeout, this, [this] { plan(); });
    connect(&project, &ui::ProjectService::closed, this, [this] { m_problems.clear(); });
}

std::optional<engine::EncodeRequest> StudioEncode::request() const {
    project::Project* project = m_project.current();
    if (project == nullptr) return std::nullopt;
    const auto model = m_models.card(m_project.project().modelId);
    if (!model) return std::nullopt;
    engine::EncodeRequest request;
    request.places = engine::ProjectPlaces::of(*project);
    request.model = *model;
    request.device = m_settings.device().toStdString();
    request.settings = engine::encodeSettingsOf(*project).value_or(latents::EncodeSettings());
    if (const config::Json prompts = config::valueAt(m_project.project().draft, "demos.prompts");
        prompts.is_array())
        for (const config::Json& prompt : prompts)
            if (const config::Json text = config::valueAt(prompt, "prompt"); text.is_string())
                request.extraPrompts.push_back(text.get<std::string>());
    return request;
}

void StudioEncode::plan() {
    m_planDelay.start();
} // many reasons come at once; one question is enough

void StudioEncode::askPlan() {
    const auto wanted = request();
    if (!wanted) {
        if (m_project.current() != nullptr)
            Q_EMIT planReady(
                {0, 0, 0.0, 0, 0, StudioModels::whyMissing(m_project.project().modelId), nullptr, 0, 0});
        return;
    }
    m_engine.ask<engine::EncodePlan>(
        this, [request = *wanted](engine::Engine& engine) { return engine.planEncode(request); },
        [this, folder = m_project.project().folder](const Result<engine::EncodePlan>& plan) {
            if (m_project.project().folder != folder) return; // another project has its own
            ui::EncodePlanView view;
            if (!plan) {
                view.blockedBecause = ui::engineText(plan.error().message);
            } else {
                view.clipsToDo = plan->toEncode;
                view.clipsDone = plan->encoded;
                view.diskBytes = plan->diskBytes;
                view.longClips = plan->clipsCut;
                view.memoryBytes = plan->memoryBytes;
                view.imported = plan->imported;
                auto states = std::make_shared<ui::EncodeStates>();
                for (const ClipId clip : plan->waiting) states->waiting.push_back(clip.value);
                states->problems = m_problems;
                view.states = std::move(states);
                view.seconds = m_clipsPerSecond > 0.0 ? static_cast<double>(plan->toEncode) / m_clipsPerSecond
                                                      : plan->secondsOfSound * 0.5;
                if (plan->diskBytes > plan->freeDiskBytes)
                    view.blockedBecause = tr("The disk has no room for the latents.");
            }
            if (m_isEncoding) view.blockedBecause = tr("Encoding is running.");
            Q_EMIT planReady(view);
        });
}

void StudioEncode::start() {
    const auto wanted = request();
    if (!wanted || m_isEncoding) return;
    if (const auto reason = m_project.whyReadOnly()) {
        Q_EMIT failed(*reason, tr("Encoding could not start"));
        return;
    }
    m_isEncoding = true;
    m_engine.ask<EncodeJob>(
        this,
        [request = *wanted](engine::Engine& engine) -> Result<EncodeJob> {
            return std::make_shared<engine::EncodeJobWithOutcome>(engine.encodeJob(request));
        },
        [this, folder = m_project.project().folder](const Result<EncodeJob>& made) {
            if (m_project.project().folder != folder) { // left while the engine was being loaded
                m_isEncoding = false;
                return;
            }
            if (!made) {
                m_isEncoding = false;
                Q_EMIT failed(made.error(), tr("Encoding could not start"));
                return;
            }
            const auto outcome = (*made)->outcome;
            m_jobs.submit(std::move((*made)->job), [this, outcome](jobs::JobState state, const Error& error) {
                m_isEncoding = false;
                m_whileEncoding.stop();
                m_problems.clear();
                for (const engine::EncodeProblem& problem : outcome->problems)
                    m_problems[problem.clip.value] = ui::engineText(problem.error.message);
                if (outcome->clipsPerSecond > 0.0) m_clipsPerSecond = outcome->clipsPerSecond;
                if (state == jobs::JobState::Failed)
                    Q_EMIT failed(error, tr("Encoding stopped"));
                else if (!outcome->problems.empty())
                    Q_EMIT failed(outcome->problems.front().error, leftOut(outcome->problems.size()));
                if (state == jobs::JobState::Finished) Q_EMIT encoded();
                plan();
            });
            m_whileEncoding.start();
            plan();
        });
}

QString StudioEncode::leftOut(std::size_t count) const {
    const int number = static_cast<int>(count);
    return longFiles() == ui::LongFiles::Pieces
               ? tr("%n pieces could not be encoded and are left out", nullptr, number)
               : tr("%n clips could not be encoded and are left out", nullptr, number);
}

ui::LongFiles StudioEncode::longFiles() const {
    project::Project* project = m_project.current();
    if (project == nullptr) return ui::LongFiles::Beginning;
    const auto settings = engine::encodeSettingsOf(*project);
    switch (settings ? settings->longClips : latents::LongClips::CropStart) {
    case latents::LongClips::Pieces:
        return ui::LongFiles::Pieces;
    case latents::LongClips::Whole:
    case latents::LongClips::CropRandom:
        return ui::LongFiles::AnyPart;
    case latents::LongClips::CropStart:
        break;
    }
    return ui::LongFiles::Beginning;
}

void StudioEncode::setLongFiles(ui::LongFiles choice) {
    project::Project* project = m_project.current();
    if (project == nullptr || project->isReadOnly() || choice == longFiles()) return;
    latents::EncodeSettings settings = engine::encodeSettingsOf(*project).value_or(latents::EncodeSettings());
    settings.longClips = choice == ui::LongFiles::Pieces    ? latents::LongClips::Pieces
                         : choice == ui::LongFiles::AnyPart ? latents::LongClips::Whole
                                                            : latents::LongClips::CropStart;
    engine::setEncodeSettings(*project, settings);
    m_project.saveSoon();
    plan();
}

void StudioEncode::roundTrip(const QString& soundFile) {
    const auto model = m_models.card(m_project.project().modelId);
    if (!model) {
        Q_EMIT failed(Error{ErrorCode::NotFound, "No model is chosen", {}, {}},
                      tr("The round trip could not be made"));
        return;
    }
    const std::filesystem::path folder = platform::cacheFolder() / "round-trip";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const std::string identity =
        concat(soundFile.toStdString(), QFileInfo(soundFile).lastModified().toMSecsSinceEpoch(), model->id);
    const std::filesystem::path target =
        folder / (hashBytes(std::as_bytes(std::span(identity))).hex() + ".flac");
    if (std::filesystem::exists(target, error)) { // heard before
        Q_EMIT roundTripReady(soundFile, QString::fromStdString(utf8FromPath(target)));
        return;
    }
    const engine::RoundTripRequest request{*model, pathFromUtf8(soundFile.toStdString()), target,
                                           m_settings.device().toStdString()};
    using RoundTrip = std::shared_ptr<std::unique_ptr<jobs::Job>>; // answers are copied
    m_engine.ask<RoundTrip>(
        this,
        [request](engine::Engine& engine) -> Result<RoundTrip> {
            return std::make_shared<std::unique_ptr<jobs::Job>>(engine.roundTripJob(request));
        },
        [this, soundFile, target](const Result<RoundTrip>& made) {
            if (!made) {
                Q_EMIT failed(made.error(), tr("The round trip could not be made"));
                return;
            }
            m_jobs.submit(
                std::move(**made), [this, soundFile, target](jobs::JobState state, const Error& problem) {
                    if (state == jobs::JobState::Failed)
                        Q_EMIT failed(problem, tr("The round trip could not be made"));
                    else if (state == jobs::JobState::Finished)
                        Q_EMIT roundTripReady(soundFile, QString::fromStdString(utf8FromPath(target)));
                });
        });
}

} // namespace attune::studio
