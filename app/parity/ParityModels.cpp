// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/parity/ParityModels.h"

#include <ATen/Functions.h>

#include <algorithm>

namespace attune::parity {

namespace {

// Of zero_tensors: gradients that are zero in exact arithmetic.
bool isNoise(const Fixture& fixture, const std::string& name) {
    const config::Json list = fixture.description.value("zero_tensors", config::Json::array());
    return std::find(list.begin(), list.end(), config::Json(name)) != list.end();
}

Tolerance toleranceFor(const Fixture& fixture, const std::string& name) {
    return isNoise(fixture, name) ? Tolerance{fixture.tolerance.absolute, 0.0} : fixture.tolerance;
}

} // namespace

void compareGradients(const Fixture& fixture, const tensor::NamedTensors& parameters,
                      const std::map<std::string, at::Tensor>& expected, Report& report) {
    const std::string whole = "grad/";
    const std::string norm = "grad_norm/";
    const std::string input = "input/"; // gradients of inputs are the caller's
    const auto rowStride = fixture.description.value("grad_row_stride", std::int64_t{1});
    for (const auto& [name, value] : expected) {
        const bool isWhole = name.starts_with(whole);
        if (!isWhole && !name.starts_with(norm)) continue;
        const std::string parameter = name.substr(isWhole ? whole.size() : norm.size());
        if (parameter.starts_with(input)) continue;
        const at::Tensor* found = parameters.find(parameter);
        at::Tensor gradient = found != nullptr ? found->grad() : at::Tensor();
        // The reference gives no gradient to a parameter that is unused; a fixture then holds none either.
        if (found != nullptr && !gradient.defined()) gradient = at::zeros_like(*found);
        const Tolerance tolerance = toleranceFor(fixture, name);
        if (isWhole) {
            report.compare(name, gradient.defined() ? likeExpected(gradient, value, rowStride) : gradient,
                           value, tolerance);
        } else {
            report.compare(name,
                           gradient.defined() ? gradient.to(at::kDouble).norm().to(at::kFloat) : gradient,
                           value, tolerance);
        }
    }
}

Result<std::unique_ptr<model::T5TextSource>> loadTextSource(const Fixture& fixture,
                                                            const model::LayerOptions& options) {
    if (!fixture.description.contains("t5_dir")) return nullptr;
    return model::T5TextSource::load(fixture.path("t5_dir"), fixture.path("tokenizer_dir"), options);
}

Result<std::vector<config::ClipMetadata>> readMetadata(const Fixture& fixture, const std::string& key) {
    const config::JsonView view(fixture.description, "");
    ATTUNE_TRY(const config::JsonView list, view.at(key));
    ATTUNE_TRY(const std::vector<config::JsonView> entries, list.elements());
    std::vector<config::ClipMetadata> clips;
    for (const config::JsonView& entry : entries) {
        ATTUNE_TRY(config::ClipMetadata clip, config::metadataFromJson(entry));
        clips.push_back(std::move(clip));
    }
    return clips;
}

} // namespace attune::parity
