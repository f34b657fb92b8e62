// SPDX-License-Identifier: GPL-3.0-or-later
//
// Optimiser: how gradients move weights. One interface over all kinds; the kinds are made by makeOptimiser().
//
// A step is taken for all parameters at once (step), or parameter by parameter as their gradients appear
// (stepParameter; OptimiserInBackward does it inside the backward pass). Both give the same numbers.
// Arithmetic and state are float32 also for weights in half precision (float64 for float64 weights); such
// weights are rounded to nearest or stochastically, by a generator of our own that neither sees nor touches
// any other.
//
// Ownership: shares the parameters' storage with the model; state tensors are made at a parameter's first
// step, on its device. Threads: the training thread (stepParameter: autograd's thread during the backward
// pass). Source of the formulas: spec/training.md 4.1 and each kind's file.
#pragma once

#include "core/base/Result.h"
#include "core/tensor/NamedTensors.h"
#include "core/train/OptimiserOptions.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace attune::train {

struct NamedParameter {
    std::string name; // the checkpoint key
    at::Tensor value; // the model's own tensor
};

class Optimiser {
public:
    virtual ~Optimiser() = default;
    Optimiser(const Optimiser&) = delete;
    Optimiser& operator=(const Optimiser&) = delete;

    // One step for every parameter that has a gradient; the others, and their state, stay as they are.
    void step();
    // The same for one parameter; requires canStepAlone().
    void stepParameter(std::size_t index);
    [[nodiscard]] virtual bool canStepAlone() const noexcept { return true; }

    // Gradients become undefined, which frees their memory.
    void clearGradients();

    void setLearningRate(double rate) noexcept { m_options.learningRate = rate; }
    [[nodiscard]] double learningRate() const noexcept { return m_options.learningRate; }
    // The first beta, or SGD's momentum: OneCycleLR moves it.
    void setMomentum(double momentum) noexcept;
    [[nodiscard]] double momentum() const noexcept;

    [[nodiscard]] const OptimiserOptions& options() const noexcept { return m_options; }
    [[nodiscard]] const std::vector<NamedParameter>& parameters() const noexcept { return m_parameters; }

    // Everything a resumed run needs, by "<what>/<parameter name>": "step", and what the kind keeps
    // ("exp_avg", "exp_avg_sq", "momentum_buffer", "code1", …). Shares storage with the live state.
    [[nodiscard]] tensor::NamedTensors state() const;
    // Replaces the state; parameters without entries start afresh. Errors: InvalidConfig for entries of an
    // unknown parameter or another kind of optimiser, ShapeMismatch. On error the state is as before.
    [[nodiscard]] Result<void> loadState(const tensor::NamedTensors& state);
    [[nodiscard]] std::int64_t stateBytes() const;

protected:
    // What a kind keeps for one parameter.
    struct ParameterState {
        std::int64_t steps{0};           // taken so far
        std::vector<at::Tensor> tensors; // in the order of stateNames(); undefined where not (yet) needed
    };
    // One parameter in the middle of a step, in the precision of the arithmetic.
    struct Slot {
        std::size_t index;
        at::Tensor weight;   // to be changed in place
        at::Tensor gradient; // must not be changed
        ParameterState* state;
    };

    Optimiser(OptimiserOptions options, std::vector<NamedParameter> parameters, WeightRounding rounding,
              std::vector<std::string> stateNames);

    // Moves the weights of all slots; their step counters have been advanced.
    virtual void update(std::span<Slot> slots) = 0;
    // Numbers that belong to no parameter, under names without '/'.
    virtual void saveExtra(tensor::NamedTensors& /*state*/) const {}
    [[nodiscard]] virtual Result<void> loadExtra(const tensor::NamedTensors& /*state*/) { return {}; }
    // The shape that a state tensor of a parameter must have; the default is the parameter's own.
    [[nodiscard]] virtual std::vector<std::int64_t> stateShape(std::size_t nameIndex,
                                                               const at::Tensor& parameter) const;

    // The state tensor `which`, made with zeros like `weight` when it is not there yet.
    static at::Tensor& stateLike(Slot& slot, std::size_t which);

    OptimiserOptions m_options;

private:
    [[nodiscard]] Slot openSlot(std::size_t index);
    void closeSlot(const Slot& slot);
    // A saved state tensor as this optimiser keeps it. Errors: ShapeMismatch.
    [[nodiscard]] Result<at::Tensor> adopted(std::size_t which, const at::Tensor& weight,
                                             const at::Tensor& saved, const std::string& name) const;

    std::vector<NamedParameter> m_parameters;
    std::vector<ParameterState> m_states; // parallel to m_parameters
    std::vector<std::string> m_stateNames;
    WeightRounding m_rounding;
};

// Errors: InvalidArgument (no parameters, integer weights, names that occur twice).
[[nodiscard]] Result<std::unique_ptr<Optimiser>> makeOptimiser(const OptimiserOptions& options,
                                                               std::vector<NamedParameter> parameters,
                                                               WeightRounding rounding = {});

} // namespace attune::train
