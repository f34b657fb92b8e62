// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/torch/MeasureJobTorch.h"

#include "app/engine/torch/RunCreation.h"
#include "app/engine/torch/TrainInputs.h"
#include "core/base/Text.h"
#include "core/config/MemoryPlan.h"
#include "core/tensor/Devices.h"
#include "core/tensor/TorchErrors.h"
#include "core/train/MemoryMeasure.h"
#include "core/train/Precision.h"

namespace attune::engine {

namespace {

class MeasureJob final : public jobs::Job {
public:
    MeasureJob(MeasureRequest request, std::shared_ptr<MeasureOutcome> outcome)
        : m_request(std::move(request)), m_outcome(std::move(outcome)) {}

    [[nodiscard]] std::string title() const override {
        return concat("Measure a step of ", m_request.model.name);
    }
    [[nodiscard]] bool needsDevice() const override { return true; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override {
        return tensor::guarded("measuring a step", [&] { return measure(context); });
    }

private:
    [[nodiscard]] Result<void> measure(jobs::JobContext& context);

    MeasureRequest m_request;
    std::shared_ptr<MeasureOutcome> m_outcome;
};

Result<void> MeasureJob::measure(jobs::JobContext& context) {
    const config::RunSettings& settings = m_request.settings;
    context.progress({"Loading", 0, 0, {}, m_request.model.name});
    ATTUNE_TRY(const ModelSource source, openTrainableBase(m_request.model, settings));
    ATTUNE_TRY(const c10::Device device, tensor::deviceFromText(settings.device));
    ATTUNE_TRY(const tensor::DeviceInfo info, tensor::describeDevice(device));
    ATTUNE_TRY(const std::int64_t textWidth, source.textWidth());
    ATTUNE_TRY(const latents::EncodeSettings encoding, encodingOfProject(m_request.places));
    ATTUNE_TRY(const TrainSources sources, openTrainSources(m_request.places, source, encoding, settings));
    ATTUNE_TRY(const auto model, source.load(model::kTrainingParts, device,
                                             train::precisionProfile(settings.precision).weights));
    ATTUNE_CHECK(context.controls.stop().check("Loading the model"));

    context.stateChanged(jobs::JobState::Running);
    context.progress({"Measuring", 0, 0, {}, m_request.model.name});
    ATTUNE_TRY(const train::StepMemory measured,
               train::measureStepMemory(model, settings, sources.latentFrames, textWidth, device,
                                        context.controls.stop()));
    m_outcome->device = concat(tensor::textFromDevice(device), " (", info.name, ")");
    m_outcome->deviceBytes = info.totalBytes;
    m_outcome->stepBytes =
        device.is_cpu() ? measured.hostPeakBytes : measured.deviceHeldBytes + config::kGpuContextBytes;
    m_outcome->secondsPerStep = measured.seconds * static_cast<double>(settings.accumulation);
    return {};
}

} // namespace

JobWithOutcome<MeasureOutcome> makeMeasureJob(MeasureRequest request) {
    auto outcome = std::make_shared<MeasureOutcome>();
    return {std::make_unique<MeasureJob>(std::move(request), outcome), outcome};
}

} // namespace attune::engine
