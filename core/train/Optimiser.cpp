// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/Optimiser.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"
#include "core/tensor/Generators.h"
#include "core/train/OptimiserKinds.h"
#include "core/train/OptimiserRounding.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace attune::train {

namespace {

constexpr std::string_view kStepName = "step";

at::ScalarType arithmeticType(const at::Tensor& weight) {
    return weight.scalar_type() == at::kDouble ? at::kDouble : at::kFloat;
}

} // namespace

Optimiser::Optimiser(OptimiserOptions options, std::vector<NamedParameter> parameters,
                     WeightRounding rounding, std::vector<std::string> stateNames)
    : m_options(options), m_parameters(std::move(parameters)), m_states(m_parameters.size()),
      m_stateNames(std::move(stateNames)), m_rounding(rounding) {
    for (ParameterState& state : m_states) state.tensors.resize(m_stateNames.size());
}

void Optimiser::setMomentum(double momentum) noexcept {
    (m_options.kind == OptimiserKind::Sgd ? m_options.momentum : m_options.beta1) = momentum;
}

double Optimiser::momentum() const noexcept {
    return m_options.kind == OptimiserKind::Sgd ? m_options.momentum : m_options.beta1;
}

void Optimiser::step() {
    const at::NoGradGuard noGradients;
    std::vector<Slot> together;
    for (std::size_t index = 0; index < m_parameters.size(); ++index) {
        const at::Tensor& weight = m_parameters[index].value;
        if (!weight.grad().defined()) continue;
        // Weights in half precision are widened one by one, so that only one wide copy exists at a time.
        if (weight.scalar_type() != arithmeticType(weight) && canStepAlone())
            stepParameter(index);
        else
            together.push_back(openSlot(index));
    }
    if (together.empty()) return;
    update(together);
    for (const Slot& slot : together) closeSlot(slot);
}

void Optimiser::stepParameter(std::size_t index) {
    ATTUNE_ASSERT(canStepAlone());
    const at::NoGradGuard noGradients;
    if (!m_parameters[index].value.grad().defined()) return;
    std::vector<Slot> alone{openSlot(index)};
    update(alone);
    closeSlot(alone.front());
}

void Optimiser::clearGradients() {
    for (NamedParameter& parameter : m_parameters) parameter.value.mutable_grad() = at::Tensor();
}

Optimiser::Slot Optimiser::openSlot(std::size_t index) {
    ParameterState& state = m_states[index];
    ++state.steps;
    const at::Tensor& weight = m_parameters[index].value;
    const at::ScalarType type = arithmeticType(weight);
    return {index, weight.detach().to(type), weight.grad().to(type).contiguous(), &state};
}

void Optimiser::closeSlot(const Slot& slot) {
    const NamedParameter& parameter = m_parameters[slot.index];
    if (parameter.value.scalar_type() == slot.weight.scalar_type()) return; // was changed in place
    const at::Tensor target = parameter.value.detach();
    if (m_rounding.mode == WeightRounding::Mode::Nearest) {
        target.copy_(slot.weight);
        return;
    }
    // Seeded by parameter and step: the order in which parameters are stepped makes no difference, and a
    // resumed run needs no saved generator.
    const std::uint64_t seed =
        tensor::deriveSeed(m_rounding.seed, parameter.name, static_cast<std::uint64_t>(slot.state->steps));
    storeStochastically(slot.weight, target, seed);
}

at::Tensor& Optimiser::stateLike(Slot& slot, std::size_t which) {
    at::Tensor& tensor = slot.state->tensors[which];
    if (!tensor.defined()) tensor = at::zeros_like(slot.weight);
    return tensor;
}

tensor::NamedTensors Optimiser::state() const {
    tensor::NamedTensors saved;
    saveExtra(saved);
    for (std::size_t index = 0; index < m_parameters.size(); ++index) {
        const ParameterState& state = m_states[index];
        if (state.steps == 0) continue;
        const std::string& name = m_parameters[index].name;
        saved.set(concat(kStepName, '/', name), at::full({}, state.steps, at::kLong));
        for (std::size_t which = 0; which < m_stateNames.size(); ++which)
            if (state.tensors[which].defined())
                saved.set(concat(m_stateNames[which], '/', name), state.tensors[which]);
    }
    return saved;
}

std::vector<std::int64_t> Optimiser::stateShape(std::size_t /*nameIndex*/,
                                                const at::Tensor& parameter) const {
    return parameter.sizes().vec();
}

Result<void> Optimiser::loadState(const tensor::NamedTensors& state) {
    std::unordered_map<std::string_view, std::size_t> indexOf;
    for (std::size_t index = 0; index < m_parameters.size(); ++index)
        indexOf[m_parameters[index].name] = index;
    std::vector<ParameterState> loaded(m_parameters.size());
    for (ParameterState& fresh : loaded) fresh.tensors.resize(m_stateNames.size());

    for (const auto& [name, value] : state) {
        const std::size_t slash = name.find('/');
        if (slash == std::string::npos) continue; // loadExtra knows it
        const std::string_view what = std::string_view(name).substr(0, slash);
        const auto owner = indexOf.find(std::string_view(name).substr(slash + 1));
        if (owner == indexOf.end())
            return fail(ErrorCode::InvalidConfig,
                        "The optimiser state belongs to a parameter this model does not train", name,
                        "Resume with the settings the run was started with");
        if (what == kStepName) {
            loaded[owner->second].steps = value.to(at::kLong).item<std::int64_t>();
            continue;
        }
        const auto which = std::ranges::find(m_stateNames, what);
        if (which == m_stateNames.end())
            return fail(
                ErrorCode::InvalidConfig,
                concat("The saved state is of another optimiser than ", optimiserKindName(m_options.kind)),
                name, "Resume with the optimiser the run was started with");
        const auto place = static_cast<std::size_t>(which - m_stateNames.begin());
        ATTUNE_TRY(loaded[owner->second].tensors[place],
                   adopted(place, m_parameters[owner->second].value, value, name));
    }
    ATTUNE_CHECK(loadExtra(state));
    m_states = std::move(loaded);
    return {};
}

Result<at::Tensor> Optimiser::adopted(std::size_t which, const at::Tensor& weight, const at::Tensor& saved,
                                      const std::string& name) const {
    const std::vector<std::int64_t> shape = stateShape(which, weight);
    if (saved.sizes() != at::IntArrayRef(shape))
        return fail(ErrorCode::ShapeMismatch,
                    concat("The saved optimiser state has shape ", saved.sizes(), " instead of ",
                           at::IntArrayRef(shape)),
                    name);
    const at::ScalarType type = saved.is_floating_point() ? arithmeticType(weight) : saved.scalar_type();
    // A copy of our own: the saved tensor may be a view of a mapped file.
    return saved.to(weight.device(), type, /*non_blocking=*/false, /*copy=*/true).contiguous();
}

std::int64_t Optimiser::stateBytes() const {
    std::int64_t bytes = 0;
    for (const ParameterState& state : m_states)
        for (const at::Tensor& tensor : state.tensors)
            if (tensor.defined()) bytes += static_cast<std::int64_t>(tensor.nbytes());
    return bytes;
}

Result<std::unique_ptr<Optimiser>> makeOptimiser(const OptimiserOptions& options,
                                                 std::vector<NamedParameter> parameters,
                                                 WeightRounding rounding) {
    if (parameters.empty())
        return fail(ErrorCode::InvalidArgument, "There is nothing to train: no parameters");
    std::unordered_set<std::string_view> names;
    for (const NamedParameter& parameter : parameters) {
        if (!parameter.value.defined() || !parameter.value.is_floating_point())
            return fail(ErrorCode::InvalidArgument, "Only floating-point weights can be trained",
                        parameter.name);
        if (!names.insert(parameter.name).second)
            return fail(ErrorCode::InvalidArgument, "Two parameters have the same name", parameter.name);
        if (rounding.mode == WeightRounding::Mode::Stochastic && parameter.value.scalar_type() == at::kHalf)
            return fail(ErrorCode::InvalidArgument, "Stochastic rounding is made for bf16 weights, not fp16",
                        parameter.name,
                        "Train with bfloat16 weights (bf16-weights) or in full 32 bit (fp32).");
    }
    switch (options.kind) {
    case OptimiserKind::Adam:
    case OptimiserKind::AdamW:
    case OptimiserKind::FusedAdam:
        return makeAdam(options, std::move(parameters), rounding);
    case OptimiserKind::AdamW8bit:
        return makeAdamW8bit(options, std::move(parameters), rounding);
    case OptimiserKind::Sgd:
        return makeSgd(options, std::move(parameters), rounding);
    case OptimiserKind::Lion:
        return makeLion(options, std::move(parameters), rounding);
    case OptimiserKind::Prodigy:
        return makeProdigy(options, std::move(parameters), rounding);
    }
    return fail(ErrorCode::InvalidArgument, "Unknown optimiser");
}

} // namespace attune::train
