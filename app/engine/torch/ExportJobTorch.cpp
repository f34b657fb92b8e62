// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/ExportJobTorch.h"

#include "app/engine/torch/ModelSource.h"
#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/model/ModelExport.h"
#include "core/tensor/SafeTensors.h"
#include "core/tensor/TorchErrors.h"
#include "core/train/Checkpoint.h"

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

std::optional<c10::ScalarType> floatType(FilePrecision precision) {
    switch (precision) {
    case FilePrecision::AsIs:
        break;
    case FilePrecision::Float32:
        return c10::kFloat;
    case FilePrecision::Float16:
        return c10::kHalf;
    case FilePrecision::BFloat16:
        return c10::kBFloat16;
    }
    return std::nullopt;
}

class ExportJob final : public jobs::Job {
public:
    ExportJob(ExportModelRequest request, std::shared_ptr<ExportOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override {
        return concat("Export ", utf8FromPath(m_request.target.filename()));
    }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        return tensor::guarded("exporting", [&] { return write(context); });
    }

private:
    [[nodiscard]] Result<void> write(jobs::JobContext& context);
    [[nodiscard]] Result<void> writeAdapter();
    [[nodiscard]] Result<void> prepareFolder() const;

    ExportModelRequest m_request;
    std::shared_ptr<ExportOutcome> m_outcome;
};

Result<void> ExportJob::write(jobs::JobContext& context) {
    if (m_request.format == ModelFileFormat::Adapter) return writeAdapter();
    context.progress({"Loading", 0, 0, {}, m_request.model.name});
    ATTUNE_TRY(const ModelSource source,
               ModelSource::open(m_request.model, m_request.checkpointFolder, m_request.weights));
    ATTUNE_TRY(const tensor::NamedTensors weights, source.mergedWeights());
    ATTUNE_CHECK(prepareFolder());
    context.stateChanged(jobs::JobState::Running);
    model::ExportOptions options;
    options.kind = m_request.format == ModelFileFormat::SafeTensors ? model::ModelFileKind::SafeTensors
                                                                    : model::ModelFileKind::TorchCheckpoint;
    options.floatType = floatType(m_request.precision);
    options.whenExists =
        m_request.existing == ExistingFiles::Replace ? model::WhenExists::Replace : model::WhenExists::Refuse;
    options.cancellation = context.controls.stop();
    options.progress = context.progress;
    ATTUNE_TRY(const model::ExportReport report,
               model::writeModelFile(m_request.target, source.config(), weights, options));
    m_outcome->files = {report.weights, report.config};
    m_outcome->bytes = report.bytes;
    return {};
}

Result<void> ExportJob::prepareFolder() const {
    ATTUNE_CHECK(makeFolder(m_request.target.parent_path()));
    removeLeftoverTemporaries(m_request.target.parent_path()); // a killed export left gigabytes there
    return {};
}

// With the file's own metadata, which says what they are adapters of.
Result<void> ExportJob::writeAdapter() {
    if (m_request.checkpointFolder.empty())
        return fail(ErrorCode::InvalidArgument, "A model as it is has no adapters",
                    utf8FromPath(m_request.model.file));
    ATTUNE_TRY(const train::LoadedCheckpoint checkpoint, train::readCheckpoint(m_request.checkpointFolder));
    if (checkpoint.identity.kind != train::CheckpointKind::Lora)
        return fail(ErrorCode::InvalidArgument, "The run trained the whole model, so it has no adapters",
                    utf8FromPath(m_request.checkpointFolder), "Export it as safetensors.");
    std::error_code error;
    if (m_request.existing == ExistingFiles::Refuse && fs::exists(m_request.target, error))
        return fail(ErrorCode::AlreadyExists, "The file is there already", utf8FromPath(m_request.target),
                    "Choose another name, or replace it.");
    ATTUNE_CHECK(prepareFolder());
    ATTUNE_TRY(const auto stored,
               tensor::SafeTensorsFile::open(m_request.checkpointFolder / "model.safetensors"));
    const std::optional<c10::ScalarType> type = floatType(m_request.precision);
    tensor::NamedTensors adapters;
    for (const auto& [name, value] : checkpoint.model) {
        const at::Tensor* const average =
            m_request.weights == WeightsChoice::Averaged ? checkpoint.ema.find(name) : nullptr;
        const at::Tensor& chosen = average != nullptr ? *average : value;
        adapters.set(name, type && chosen.is_floating_point() ? chosen.to(*type) : chosen);
    }
    ATTUNE_CHECK(tensor::writeSafeTensors(m_request.target, adapters, stored.metadata()));
    m_outcome->files = {m_request.target};
    m_outcome->bytes = static_cast<std::int64_t>(fs::file_size(m_request.target, error));
    return {};
}

} // namespace

JobWithOutcome<ExportOutcome> makeExportModelJob(ExportModelRequest request) {
    auto outcome = std::make_shared<ExportOutcome>();
    return {std::make_unique<ExportJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
