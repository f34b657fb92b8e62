// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/ModuleLoading.h"

#include "core/tensor/MappedTensor.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/core/grad_mode.h>

#include <unordered_set>

namespace attune::tensor {

namespace {

struct Assignment {
    at::Tensor target; // of the module
    at::Tensor value;
};

struct Plan {
    LoadReport report;
    std::vector<Assignment> assignments;
};

bool isDerivable(std::string_view name) {
    return name == "inv_freq" || name.ends_with(".inv_freq");
}

// Decides for every tensor of the module where its values come from. Copies nothing.
Plan planLoading(const NamedTensors& wanted, const NamedTensors& source, const LoadPolicy& policy) {
    Plan plan;
    LoadReport& report = plan.report;
    std::unordered_set<std::string_view> used;
    std::vector<Substitute> substitutes; // owns the key names that `used` refers to
    substitutes.reserve(wanted.size());
    for (const auto& [name, target] : wanted) {
        const at::Tensor* found = source.find(name);
        at::Tensor value;
        if (found != nullptr) {
            used.insert(name);
            value = *found;
        } else if (auto substitute = policy.substitute ? policy.substitute(name, source) : std::nullopt) {
            value = substitute->tensor;
            substitutes.push_back(*std::move(substitute));
            for (const std::string& key : substitutes.back().usedKeys) used.insert(key);
        } else {
            // The module computed it from its configuration when it was built.
            (isDerivable(name) ? report.rebuilt : report.missing).push_back(name);
            continue;
        }
        if (value.sizes() != target.sizes()) {
            report.mismatched.push_back({name, target.sizes().vec(), value.sizes().vec()});
            continue;
        }
        (found != nullptr ? report.matched : report.rebuilt).push_back(name);
        plan.assignments.push_back({target, std::move(value)});
    }
    for (const auto& [name, value] : source)
        if (!used.contains(name)) report.unexpected.push_back(name);
    return plan;
}

bool canShare(const at::Tensor& target, const at::Tensor& value) {
    return target.scalar_type() == value.scalar_type() && target.device() == value.device() &&
           value.is_contiguous();
}

void assign(const Assignment& assignment, LoadPolicy::Storage storage) {
    at::Tensor target = assignment.target;
    if (storage == LoadPolicy::Storage::Share && canShare(target, assignment.value)) {
        target.set_data(assignment.value);
        return;
    }
    target.copy_(assignment.value);
    releasePages(assignment.value);
}

NamedTensors under(const NamedTensors& source, std::string_view prefix) {
    return prefix.empty() ? source : source.withoutPrefix(prefix);
}

} // namespace

NamedTensors stateDictOf(const torch::nn::Module& module) {
    NamedTensors all;
    const auto visit = [&](const auto& self, const torch::nn::Module& part,
                           const std::string& prefix) -> void {
        for (const auto& item : part.named_parameters(false)) all.set(prefix + item.key(), item.value());
        for (const auto& item : part.named_buffers(false)) all.set(prefix + item.key(), item.value());
        for (const auto& child : part.named_children())
            self(self, *child.value(), prefix + child.key() + ".");
    };
    visit(visit, module, {});
    return all;
}

LoadReport compareKeys(const torch::nn::Module& module, const NamedTensors& source, std::string_view prefix,
                       const LoadPolicy& policy) {
    return planLoading(stateDictOf(module), under(source, prefix), policy).report;
}

LoadReport compareKeys(const NamedTensors& wanted, const NamedTensors& source, const LoadPolicy& policy) {
    return planLoading(wanted, source, policy).report;
}

Result<LoadReport> loadInto(torch::nn::Module& module, const NamedTensors& source, std::string_view prefix,
                            const LoadPolicy& policy) {
    return guarded("loading weights", [&]() -> Result<LoadReport> {
        at::NoGradGuard noGrad;
        Plan plan = planLoading(stateDictOf(module), under(source, prefix), policy);
        const bool fits = policy.unexpected == LoadPolicy::Unexpected::Ignore ? plan.report.isComplete()
                                                                              : plan.report.isExact();
        if (!fits) return fail(plan.report.toError(module.name()));
        for (const Assignment& assignment : plan.assignments) assign(assignment, policy.storage);
        return std::move(plan.report);
    });
}

} // namespace attune::tensor
