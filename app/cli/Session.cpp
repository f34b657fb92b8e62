// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Session.h"

#include "app/engine/EngineLoader.h"
#include "app/engine/StarterPack.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

namespace attune::cli {

namespace fs = std::filesystem;

namespace {

constexpr int kStandardError = 2;

ProgressStyle progressStyle(const GlobalOptions& globals) {
    if (globals.quiet) return ProgressStyle::Silent;
    return platform::isTerminal(kStandardError) ? ProgressStyle::Terminal : ProgressStyle::Plain;
}

} // namespace

Session::Session(GlobalOptions globals)
    : m_globals(std::move(globals)), m_output(m_globals.json ? OutputMode::Json : OutputMode::Text),
      m_painter(progressStyle(m_globals)) {}

Result<engine::Engine*> Session::engine() {
    if (!m_engine) {
        ATTUNE_TRY(m_engine, engine::loadEngine());
        if (m_globals.verbose) m_engine->setConsoleLogLevel(log::Level::Info);
    }
    return m_engine.get();
}

Result<fs::path> Session::projectFolder() const {
    if (!m_globals.project.empty()) return pathFromUtf8(m_globals.project);
    std::error_code error;
    const fs::path start = fs::current_path(error);
    for (fs::path folder = start; !folder.empty(); folder = folder.parent_path()) {
        if (project::Project::isProject(folder)) return folder;
        if (folder == folder.root_path()) break;
    }
    return fail(ErrorCode::NotFound, "There is no project here", utf8FromPath(start),
                "Go into a project's folder, name one with --project DIR, or make one: attune-cli project "
                "create DIR.");
}

Result<project::Project*> Session::project(project::Access access) {
    if (!m_project) {
        ATTUNE_TRY(const fs::path folder, projectFolder());
        ATTUNE_TRY(m_project, project::Project::open(folder, access));
        // Looking is allowed; who looks should know that this program may not see everything.
        if (const auto& reason = m_project->readOnlyReason();
            access == project::Access::ReadOnly && reason && reason->code == ErrorCode::VersionTooNew)
            m_painter.say(concat("note: opened for reading only. ", reason->describe()));
    }
    if (access == project::Access::ReadWrite && m_project->isReadOnly())
        return fail(*m_project->readOnlyReason());
    return &*m_project;
}

Result<dataset::Library> Session::library() {
    ATTUNE_TRY(const project::Project* const opened, project(project::Access::ReadOnly));
    return dataset::Library::open(opened->libraryFile());
}

Result<project::ModelCard> Session::model(const std::string& which) {
    const project::ModelRegistry registry;
    std::string wanted = which;
    if (wanted.empty()) {
        if (const auto opened = project(project::Access::ReadOnly)) wanted = (*opened)->modelId();
    }
    if (wanted.empty()) {
        ATTUNE_TRY(const std::vector<project::ModelCard> cards, registry.list());
        if (cards.size() == 1) return cards.front();
        return fail(
            ErrorCode::NotFound,
            cards.empty() ? "No model is registered yet" : "Several models are registered; which one?", {},
            "attune-cli model add FILE registers one, --model NAME chooses one, --model starter takes the "
            "toy that comes along.");
    }
    if (auto found = registry.find(wanted)) return found;
    if (wanted != engine::kStarterModelName) return registry.find(wanted);
    ATTUNE_TRY(engine::Engine* const loaded, engine());
    return engine::starterModel(*loaded, registry);
}

Result<JobEnd> Session::run(std::unique_ptr<jobs::Job> job,
                            std::function<void(const jobs::MetricPoint&)> metric) {
    JobHostOptions options;
    options.translateException = [this](std::string context) {
        return translateException(std::move(context));
    };
    options.metric = std::move(metric);
    return runHosted(std::move(job), m_painter, options);
}

Error Session::translateException(std::string context) const {
    return m_engine ? m_engine->translateException(std::move(context))
                    : errorFromCurrentException(std::move(context));
}

} // namespace attune::cli
