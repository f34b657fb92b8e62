// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/ScanJob.h"

#include <algorithm>

namespace attune::engine {

namespace {

class ScanJob final : public jobs::Job {
public:
    ScanJob(ScanRequest request, std::shared_ptr<ScanOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Scan sounds"; }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override;

private:
    [[nodiscard]] bool isWanted(dataset::SourceId id) const {
        return m_request.sources.empty() ||
               std::find(m_request.sources.begin(), m_request.sources.end(), id) != m_request.sources.end();
    }

    ScanRequest m_request;
    std::shared_ptr<ScanOutcome> m_outcome;
};

Result<void> ScanJob::run(jobs::JobContext& context) {
    ATTUNE_TRY(dataset::Library library, dataset::Library::open(m_request.libraryFile));
    ATTUNE_TRY(const std::vector<dataset::SourceFolder> sources, library.sources());
    context.stateChanged(jobs::JobState::Running);
    for (const dataset::SourceFolder& source : sources) {
        if (!isWanted(source.id)) continue;
        auto report = dataset::scanSource(library, source.id, m_request.options, context.progress,
                                          context.controls.stop());
        if (report) {
            m_outcome->sources.push_back({source, std::move(*report), std::nullopt});
        } else if (report.error().code == ErrorCode::Cancelled) {
            return {}; // everything read so far is in the library
        } else if (report.error().code == ErrorCode::NotFound ||
                   report.error().code == ErrorCode::PermissionDenied) {
            m_outcome->sources.push_back({source, {}, std::move(report).error()});
        } else {
            return fail(std::move(report).error());
        }
    }
    return {};
}

} // namespace

JobWithOutcome<ScanOutcome> makeScanJob(ScanRequest request) {
    auto outcome = std::make_shared<ScanOutcome>();
    return {std::make_unique<ScanJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
