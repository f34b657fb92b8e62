// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/PromptJob.h"

namespace attune::engine {

namespace {

class PromptJob final : public jobs::Job {
public:
    PromptJob(PromptRequest request, std::shared_ptr<dataset::PromptApplyReport> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return "Write prompts"; }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        std::optional<dataset::PromptTable> table;
        if (m_request.tableFile) {
            ATTUNE_TRY(table, dataset::PromptTable::read(*m_request.tableFile));
        }
        ATTUNE_TRY(dataset::Library library, dataset::Library::open(m_request.libraryFile));
        context.stateChanged(jobs::JobState::Running);
        ATTUNE_TRY(*m_outcome, dataset::applyPromptRules(library, m_request.rules, table ? &*table : nullptr,
                                                         context.progress, context.controls.stop()));
        return {};
    }

private:
    PromptRequest m_request;
    std::shared_ptr<dataset::PromptApplyReport> m_outcome;
};

} // namespace

JobWithOutcome<dataset::PromptApplyReport> makePromptJob(PromptRequest request) {
    auto outcome = std::make_shared<dataset::PromptApplyReport>();
    return {std::make_unique<PromptJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
