// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/TorchEngine.h"

#include "app/engine/torch/EncodeJobTorch.h"
#include "app/engine/torch/ExportJobTorch.h"
#include "app/engine/torch/ExportReferenceJobTorch.h"
#include "app/engine/torch/GenerateJobTorch.h"
#include "app/engine/torch/MeasureJobTorch.h"
#include "app/engine/torch/ModelCards.h"
#include "app/engine/torch/ModelSource.h"
#include "app/engine/torch/ReferenceRun.h"
#include "app/engine/torch/RoundTripJobTorch.h"
#include "app/engine/torch/RunCreation.h"
#include "app/engine/torch/SatPreEncodeJobTorch.h"
#include "app/engine/torch/TrainJobTorch.h"
#include "core/tensor/Devices.h"
#include "core/tensor/TorchErrors.h"

#include <torch/version.h>

namespace attune::engine {

DevicesReport TorchEngine::devices() {
    DevicesReport report;
    report.libraryVersion = TORCH_VERSION;
    report.gpuProblem = tensor::gpuStatus().reason;
    for (const tensor::DeviceInfo& info : tensor::listDevices())
        report.devices.push_back({tensor::textFromDevice(info.device), info.name, info.totalBytes,
                                  info.freeBytes, info.hasFastBf16()});
    return report;
}

Result<project::ModelCard> TorchEngine::inspectModel(const ModelFiles& files) {
    return cardOf(files);
}

Result<EncodePlan> TorchEngine::planEncode(const EncodeRequest& request) {
    return tensor::guarded("planning the encoding", [&] { return planEncoding(request); });
}

EncodeJobWithOutcome TorchEngine::encodeJob(EncodeRequest request) {
    return makeEncodeJob(std::move(request));
}

std::unique_ptr<jobs::Job> TorchEngine::roundTripJob(RoundTripRequest request) {
    return makeRoundTripJob(std::move(request));
}

Result<TrainPlan> TorchEngine::planTraining(const ProjectPlaces& places, const project::ModelCard& model,
                                            const config::RunSettings& settings) {
    return tensor::guarded("planning the run", [&] { return planRun(places, model, settings); });
}

JobWithOutcome<MeasureOutcome> TorchEngine::measureJob(MeasureRequest request) {
    return makeMeasureJob(std::move(request));
}

Result<project::RunRecord> TorchEngine::createRun(const ProjectPlaces& places,
                                                  const project::ModelCard& model,
                                                  const config::RunSettings& settings,
                                                  const std::string& clonedFrom) {
    return tensor::guarded("making the run",
                           [&] { return createNewRun(places, model, settings, clonedFrom); });
}

JobWithOutcome<TrainOutcome> TorchEngine::trainJob(TrainRequest request) {
    return makeTrainJob(std::move(request));
}

Result<project::ModelCard> TorchEngine::modelOfCheckpoint(const std::filesystem::path& checkpointFolder) {
    ATTUNE_TRY(const project::RunRecord run, runOfCheckpoint(checkpointFolder));
    return modelOfRun(run);
}

JobWithOutcome<GenerateOutcome> TorchEngine::generateJob(GenerateRequest request) {
    return makeGenerateJob(std::move(request));
}

JobWithOutcome<ExportOutcome> TorchEngine::exportModelJob(ExportModelRequest request) {
    return makeExportModelJob(std::move(request));
}

JobWithOutcome<ExportOutcome> TorchEngine::exportReferenceJob(ExportReferenceRequest request) {
    return makeExportReferenceJob(std::move(request));
}

Result<SatRun> TorchEngine::prepareSatRun(const SatTrainRequest& request) {
    return tensor::guarded("preparing the run", [&] { return prepareReferenceRun(request); });
}

JobWithOutcome<SatPreEncodeOutcome> TorchEngine::satPreEncodeJob(SatPreEncodeRequest request) {
    return makeSatPreEncodeJob(std::move(request));
}

Error TorchEngine::translateException(std::string context) {
    return tensor::errorFromCurrentTorchException(std::move(context));
}

void TorchEngine::setConsoleLogLevel(log::Level level) {
    log::setConsoleLevel(level);
}

} // namespace attune::engine
