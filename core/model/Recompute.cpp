// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Recompute.h"

#include <ATen/Functions.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

#include <mutex>

namespace attune::model {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

at::Tensor stateOf(at::Generator& generator) {
    const std::lock_guard lock(generator.mutex());
    return generator.get_state();
}

void restore(at::Generator& generator, const at::Tensor& state) {
    const std::lock_guard lock(generator.mutex());
    generator.set_state(state);
}

// Autocast as it was at the first run. Its cache of cast weights stays off in here: casts made without
// gradients must not be found by a run that needs them.
class AutocastScope {
public:
    AutocastScope(at::DeviceType device, bool enabled, at::ScalarType type)
        : m_device(device), m_wasEnabled(at::autocast::is_autocast_enabled(device)),
          m_previousType(at::autocast::get_autocast_dtype(device)),
          m_wasCached(at::autocast::is_autocast_cache_enabled()) {
        at::autocast::set_autocast_enabled(device, enabled);
        at::autocast::set_autocast_dtype(device, type);
        at::autocast::set_autocast_cache_enabled(false);
    }
    ~AutocastScope() {
        at::autocast::set_autocast_enabled(m_device, m_wasEnabled);
        at::autocast::set_autocast_dtype(m_device, m_previousType);
        at::autocast::set_autocast_cache_enabled(m_wasCached);
    }
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

private:
    at::DeviceType m_device;
    bool m_wasEnabled;
    at::ScalarType m_previousType;
    bool m_wasCached;
};

bool hasAutocast(at::DeviceType device) {
    return device == at::kCPU || device == at::kCUDA;
}

// What the backward pass needs besides tensors; rides in the context as a capsule.
struct Recipe : torch::CustomClassHolder {
    TensorFunction function;
    std::vector<at::Generator> generators;
    std::vector<at::Tensor> states; // of the generators before the first run
    std::size_t inputCount{0};
    at::DeviceType device{at::kCPU};
    bool autocast{false};
    at::ScalarType autocastType{at::kFloat};

    [[nodiscard]] at::Tensor run(const std::vector<at::Tensor>& inputs) const {
        if (!hasAutocast(device)) return function(inputs);
        const AutocastScope scope(device, autocast, autocastType);
        return function(inputs);
    }
};

class RecomputeFunction : public torch::autograd::Function<RecomputeFunction> {
public:
    static at::Tensor forward(AutogradContext* context, at::TensorList tensors,
                              const c10::intrusive_ptr<Recipe>& recipe) {
        for (at::Generator& generator : recipe->generators) recipe->states.push_back(stateOf(generator));
        context->save_for_backward(tensors.vec());
        context->saved_data["recipe"] = c10::IValue::make_capsule(recipe);
        return recipe->run(tensors.slice(0, recipe->inputCount).vec());
    }

    static variable_list backward(AutogradContext* context, const variable_list& outputGradients) {
        const auto capsule = context->saved_data["recipe"].toCapsule();
        auto& recipe = static_cast<Recipe&>(*capsule);
        const variable_list saved = context->get_saved_variables();

        std::vector<at::Tensor> inputs; // cut from the outer graph
        for (std::size_t i = 0; i < recipe.inputCount; ++i)
            inputs.push_back(saved[i].detach().set_requires_grad(saved[i].requires_grad()));
        std::vector<at::Tensor> now;
        for (std::size_t i = 0; i < recipe.generators.size(); ++i) {
            now.push_back(stateOf(recipe.generators[i]));
            restore(recipe.generators[i], recipe.states[i]);
        }
        const at::AutoGradMode withGradients(true);
        const at::Tensor output = recipe.run(inputs);
        for (std::size_t i = 0; i < recipe.generators.size(); ++i) restore(recipe.generators[i], now[i]);

        variable_list wanted;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < saved.size(); ++i) {
            const at::Tensor& tensor = i < recipe.inputCount ? inputs[i] : saved[i];
            if (!tensor.requires_grad()) continue;
            wanted.push_back(tensor);
            places.push_back(i);
        }
        const variable_list gradients =
            torch::autograd::grad({output}, wanted, {outputGradients[0]}, /*retain_graph=*/false,
                                  /*create_graph=*/false, /*allow_unused=*/true);
        variable_list result(saved.size() + 1); // the last one belongs to the recipe
        for (std::size_t i = 0; i < places.size(); ++i) result[places[i]] = gradients[i];
        return result;
    }
};

} // namespace

at::Tensor recomputed(TensorFunction function, const std::vector<at::Tensor>& inputs,
                      const std::vector<at::Tensor>& parameters,
                      const std::vector<at::Generator>& generators) {
    if (!at::GradMode::is_enabled()) return function(inputs);
    auto recipe = c10::make_intrusive<Recipe>();
    recipe->function = std::move(function);
    recipe->generators = generators;
    recipe->inputCount = inputs.size();
    recipe->device = inputs.front().device().type();
    if (hasAutocast(recipe->device)) {
        recipe->autocast = at::autocast::is_autocast_enabled(recipe->device);
        recipe->autocastType = at::autocast::get_autocast_dtype(recipe->device);
    }
    variable_list tensors(inputs.begin(), inputs.end());
    tensors.insert(tensors.end(), parameters.begin(), parameters.end());
    return RecomputeFunction::apply(at::TensorList(tensors), recipe);
}

} // namespace attune::model
