// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Session.h"

#include "app/engine/EngineLoader.h"
#include "core/base/platform/Platform.h"

namespace attune::cli {

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
    }
    return m_engine.get();
}

Result<JobEnd> Session::run(std::unique_ptr<jobs::Job> job, std::function<void(const jobs::MetricPoint&)> metric) {
    JobHostOptions options;
    options.translateException = [this](std::string context) { return translateException(std::move(context)); };
    options.metric = std::move(metric);
    return runHosted(std::move(job), m_painter, options);
}

Error Session::translateException(std::string context) const {
    return m_engine ? m_engine->translateException(std::move(context)) : errorFromCurrentException(std::move(context));
}

} // namespace attune::cli
