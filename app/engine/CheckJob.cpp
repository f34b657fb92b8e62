// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/CheckJob.h"

namespace attune::engine {

namespace {

class CheckJob final : public jobs::Job {
public:
    CheckJob(CheckRequest request, std::shared_ptr<dataset::DoctorReport> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Check sounds"; }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        ATTUNE_TRY(dataset::Library library, dataset::Library::open(m_request.libraryFile));
        context.stateChanged(jobs::JobState::Running);
        ATTUNE_TRY(*m_outcome, dataset::examineLibrary(library, m_request.settings, context.progress,
                                                       context.controls.stop()));
        return {};
    }

private:
    CheckRequest m_request;
    std::shared_ptr<dataset::DoctorReport> m_outcome;
};

} // namespace

JobWithOutcome<dataset::DoctorReport> makeCheckJob(CheckRequest request) {
    auto outcome = std::make_shared<dataset::DoctorReport>();
    return {std::make_unique<CheckJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
