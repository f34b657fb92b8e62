// SPDX-License-Identifier: GPL-3.0-or-later
//
// TorchEngine: the Engine, made of the T rooms. Lives in the module libattune_engine.
#pragma once

#include "app/engine/Engine.h"

namespace attune::engine {

class TorchEngine final : public Engine {
public:
    DevicesReport devices() override;
    Result<project::ModelCard> inspectModel(const ModelFiles& files) override;
    Result<EncodePlan> planEncode(const EncodeRequest& request) override;
    EncodeJobWithOutcome encodeJob(EncodeRequest request) override;
    std::unique_ptr<jobs::Job> roundTripJob(RoundTripRequest request) override;
    Result<TrainPlan> planTraining(const ProjectPlaces& places, const project::ModelCard& model,
                                   const config::RunSettings& settings) override;
    JobWithOutcome<MeasureOutcome> measureJob(MeasureRequest request) override;
    Result<project::RunRecord> createRun(const ProjectPlaces& places, const project::ModelCard& model,
                                         const config::RunSettings& settings,
                                         const std::string& clonedFrom) override;
    JobWithOutcome<TrainOutcome> trainJob(TrainRequest request) override;
    Result<project::ModelCard> modelOfCheckpoint(const std::filesystem::path& checkpointFolder) override;
    JobWithOutcome<GenerateOutcome> generateJob(GenerateRequest request) override;
    JobWithOutcome<ExportOutcome> exportModelJob(ExportModelRequest request) override;
    JobWithOutcome<ExportOutcome> exportReferenceJob(ExportReferenceRequest request) override;
    Result<SatRun> prepareSatRun(const SatTrainRequest& request) override;
    JobWithOutcome<SatPreEncodeOutcome> satPreEncodeJob(SatPreEncodeRequest request) override;
    Error translateException(std::string context) override;
    void setConsoleLogLevel(log::Level level) override;
};

} // namespace attune::engine
