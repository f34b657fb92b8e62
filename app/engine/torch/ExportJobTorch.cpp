// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/ExportJobTorch.h"

#include "app/engine/torch/ModelSource.h"
#include "core/base/Text.h"
#include "core/model/ModelExport.h"
#include "core/tensor/TorchErrors.h"

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

std::optional<c10::ScalarType> floatType(FilePrecision precision) {
    switch (precision) {
    case FilePrecision::AsIs: break;
    case FilePrecision::Float32: return c10::kFloat;
    case FilePrecision::Float16: return c10::kHalf;
    case FilePrecision::BFloat16: return c10::kBFloat16;
    }
    return std::nullopt;
}

class ExportJob final : public jobs::Job {
public:
    ExportJob(ExportModelRequest request, std::shared_ptr<ExportOutcome> outcome) : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override { return concat("Export ", utf8FromPath(m_request.target.filename())); }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        return tensor::guarded("exporting", [&] { return write(context); });
    }

private:
    [[nodiscard]] Result<void> write(jobs::JobContext& context);

    ExportModelRequest m_request;
    std::shared_ptr<ExportOutcome> m_outcome;
};

Result<void> ExportJob::write(jobs::JobContext& context) {
    context.progress({"Loading", 0, 0, {}, m_request.model.name});
    ATTUNE_TRY(const ModelSource source, ModelSource::open(m_request.model, m_request.checkpointFolder, m_request.weights));
    ATTUNE_TRY(const tensor::NamedTensors weights, source.mergedWeights());
    std::error_code error;
    fs::create_directories(m_request.target.parent_path(), error);
    if (error) return fail(errorFromSystem(error.value(), "The folder cannot be made", utf8FromPath(m_request.target.parent_path())));
    context.stateChanged(jobs::JobState::Running);
    model::ExportOptions options;
    options.kind = m_request.format == ModelFileFormat::SafeTensors ? model::ModelFileKind::SafeTensors : model::ModelFileKind::TorchCheckpoint;
    options.floatType = floatType(m_request.precision);
    options.whenExists = m_request.existing == ExistingFiles::Replace ? model::WhenExists::Replace : model::WhenExists::Refuse;
    options.cancellation = context.controls.stop();
    options.progress = context.progress;
    ATTUNE_TRY(const model::ExportReport report, model::writeModelFile(m_request.target, source.config(), weights, options));
    m_outcome->files = {report.weights, report.config};
    m_outcome->bytes = report.bytes;
    return {};
}

} // namespace

JobWithOutcome<ExportOutcome> makeExportModelJob(ExportModelRequest request) {
    auto outcome = std::make_shared<ExportOutcome>();
    return {std::make_unique<ExportJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
