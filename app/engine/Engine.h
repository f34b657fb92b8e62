// SPDX-License-Identifier: GPL-3.0-or-later
//
// Engine: everything that needs LibTorch, behind an interface without it. The command line and the window
// call exactly this; what needs no LibTorch (projects, scanning, prompts) they call in core's plain rooms and
// in the plain jobs beside this file.
//
// Ownership: made by EngineLoader, one a process. Threads: every function from any thread at once; jobs run
// where their JobRunner puts them.
#pragma once

#include "app/engine/EncodeJob.h"
#include "app/engine/ExportJob.h"
#include "app/engine/GenerateJob.h"
#include "app/engine/JobWithOutcome.h"
#include "app/engine/MeasureJob.h"
#include "app/engine/RoundTripJob.h"
#include "app/engine/SatJobs.h"
#include "app/engine/TrainJob.h"
#include "core/base/Error.h"
#include "core/base/Log.h"
#include "core/base/Result.h"
#include "core/project/ModelCard.h"
#include "core/project/RunRecord.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace attune::engine {

struct DeviceReport {
    std::string id;   // "cpu", "cuda:0": what settings name
    std::string name; // "NVIDIA H100 80GB HBM3"
    std::int64_t totalBytes{0};
    std::int64_t freeBytes{0};
    bool hasFastBf16{false};
};

struct DevicesReport {
    std::vector<DeviceReport> devices; // the CPU first
    std::string gpuProblem;            // why no GPU can be used; empty when one can
    std::string libraryVersion;        // of LibTorch
};

// A hash is the identity of a registered model, and costs one reading of the whole file (seconds for
// gigabytes).
enum class FileHash { Compute, Skip };

struct ModelFiles {
    std::filesystem::path weights;
    std::filesystem::path config; // empty = looked for beside the weights
    std::filesystem::path
        textEncoderFolder; // empty = looked for beside the weights and in the models' folder
    FileHash hash{FileHash::Compute};
};

class Engine {
public:
    virtual ~Engine() = default;

    [[nodiscard]] virtual DevicesReport devices() = 0;

    // What a file is, as a card that can be registered (project::ModelRegistry::add) unless its hash was
    // skipped. A file that is no use for training is described all the same; only one that cannot be read at
    // all is an error. Errors: NotFound, PermissionDenied, UnsupportedFormat, Corrupt, Refused (a pickle that
    // names code).
    [[nodiscard]] virtual Result<project::ModelCard> inspectModel(const ModelFiles& files) = 0;

    // Encoding. Errors of the plan: those of Library and LatentStore; InvalidConfig, NotFound of the model's
    // files.
    [[nodiscard]] virtual Result<EncodePlan> planEncode(const EncodeRequest& request) = 0;
    [[nodiscard]] virtual EncodeJobWithOutcome encodeJob(EncodeRequest request) = 0;

    [[nodiscard]] virtual std::unique_ptr<jobs::Job> roundTripJob(RoundTripRequest request) = 0;

    // Training. The plan needs no run, and measuring tries one step of it; createRun freezes settings, model,
    // clips and versions in a new run. Errors: InvalidConfig (settings), Refused (a model that cannot be
    // trained), NotFound (no latents: encode first).
    [[nodiscard]] virtual Result<TrainPlan> planTraining(const ProjectPlaces& places,
                                                         const project::ModelCard& model,
                                                         const config::RunSettings& settings) = 0;
    [[nodiscard]] virtual JobWithOutcome<MeasureOutcome> measureJob(MeasureRequest request) = 0;
    [[nodiscard]] virtual Result<project::RunRecord> createRun(const ProjectPlaces& places,
                                                               const project::ModelCard& model,
                                                               const config::RunSettings& settings,
                                                               const std::string& clonedFrom) = 0;
    [[nodiscard]] virtual JobWithOutcome<TrainOutcome> trainJob(TrainRequest request) = 0;

    // The model that a run's checkpoint belongs to, from the run's own record. Errors: NotFound,
    // InvalidConfig.
    [[nodiscard]] virtual Result<project::ModelCard>
    modelOfCheckpoint(const std::filesystem::path& checkpointFolder) = 0;
    [[nodiscard]] virtual JobWithOutcome<GenerateOutcome> generateJob(GenerateRequest request) = 0;
    [[nodiscard]] virtual JobWithOutcome<ExportOutcome> exportModelJob(ExportModelRequest request) = 0;
    [[nodiscard]] virtual JobWithOutcome<ExportOutcome>
    exportReferenceJob(ExportReferenceRequest request) = 0;

    // The reference's scripts. prepareSatRun reads and checks the files and makes the run, or finds the one
    // to go on with. Errors: InvalidConfig, NotFound; Refused with an explanation when a wrapped checkpoint
    // is given where an unwrapped one belongs, or the reverse.
    [[nodiscard]] virtual Result<SatRun> prepareSatRun(const SatTrainRequest& request) = 0;
    [[nodiscard]] virtual JobWithOutcome<SatPreEncodeOutcome>
    satPreEncodeJob(SatPreEncodeRequest request) = 0;

    // The exception in flight as an Error; understands LibTorch's.
    [[nodiscard]] virtual Error translateException(std::string context) = 0;
    // The engine has its own copy of the log; programs set both.
    virtual void setConsoleLogLevel(log::Level level) = 0;
};

} // namespace attune::engine
