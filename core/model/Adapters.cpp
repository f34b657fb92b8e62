// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Adapters.h"

#include "core/base/Text.h"
#include "core/config/FieldReader.h"
#include "core/model/LinearAdapter.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"
#include "core/tensor/TorchErrors.h"

#include <ATen/Functions.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace attune::model {

namespace {

constexpr const char* kMetadataKey = "attune_lora";

Result<void> checkOptions(const AdapterOptions& options) {
    if (options.rank < 1)
        return fail(ErrorCode::InvalidArgument,
                    concat("The adapters' rank should be at least 1, not ", options.rank), "rank");
    if (!(options.alpha > 0.0))
        return fail(ErrorCode::InvalidArgument,
                    concat("The adapters' alpha should be greater than 0, not ", options.alpha), "alpha");
    if (!(options.dropout >= 0.0 && options.dropout < 1.0))
        return fail(ErrorCode::InvalidArgument,
                    concat("The adapters' dropout should be at least 0 and below 1, not ", options.dropout),
                    "dropout");
    if (options.targets.empty())
        return fail(ErrorCode::InvalidArgument, "The adapters have no targets", "targets");
    return {};
}

std::string textFromOptions(const AdapterOptions& options) {
    const config::Json document{{"rank", options.rank},
                                {"alpha", options.alpha},
                                {"dropout", options.dropout},
                                {"targets", options.targets}};
    return document.dump();
}

Result<AdapterOptions> optionsFromText(const std::string& text, const std::string& name) {
    ATTUNE_TRY(const config::Json document, config::parseJson(text, name));
    const config::JsonView view(document, name);
    AdapterOptions options;
    config::FieldReader fields(view);
    fields.required("rank", options.rank)
        .required("alpha", options.alpha)
        .optional("dropout", options.dropout)
        .required("targets", options.targets);
    ATTUNE_CHECK(fields.finish(config::UnknownKeys::Note));
    return options;
}

// The module at a dotted path below `root`, made where it is missing; names of modules may hold no dots.
torch::nn::Module& moduleAt(torch::nn::Module& root, const std::string& path) {
    torch::nn::Module* module = &root;
    for (const std::string& name : split(path, '.')) {
        const auto children = module->named_children();
        const auto* child = children.find(name);
        module = child != nullptr
                     ? child->get()
                     : module->register_module(name, std::make_shared<torch::nn::Module>()).get();
    }
    return *module;
}

} // namespace

// One adapted layer. Its parameters are registered by LoraAdapters under the layer's name.
class LoraLayer : public LinearAdapter {
public:
    LoraLayer(torch::nn::Module& place, const Linear& layer, const AdapterOptions& options)
        : m_place(place), m_strength(options.alpha / static_cast<double>(options.rank)),
          m_dropout(options.dropout) {
        const LayerOptions own{layer.weight().device(), c10::kFloat};
        m_down = place.register_parameter("lora_A", own.empty({options.rank, layer.weight().size(1)}));
        m_up = place.register_parameter("lora_B", own.empty({layer.weight().size(0), options.rank}));
    }

    void initialize(at::Generator& generator) {
        const at::NoGradGuard noGrad;
        const double bound = 1.0 / std::sqrt(static_cast<double>(m_down.size(1)));
        m_down.uniform_(-bound, bound, generator);
        m_up.zero_();
    }

    [[nodiscard]] at::Tensor addTo(const at::Tensor& output, const at::Tensor& input) const override {
        at::Tensor x = input;
        if (m_dropout > 0.0 && m_place.is_training())
            x = x * at::empty_like(x).bernoulli_(1.0 - m_dropout, m_generator).div_(1.0 - m_dropout);
        const at::Tensor low = at::linear(x, m_down.to(x.scalar_type()));
        return at::add(output, at::linear(low, m_up.to(low.scalar_type())), m_strength);
    }

    [[nodiscard]] std::vector<at::Tensor> tensors() const override { return {m_down, m_up}; }
    void setGenerator(const at::Generator& generator) { m_generator = generator; }
    [[nodiscard]] std::int64_t parameterCount() const { return m_down.numel() + m_up.numel(); }
    [[nodiscard]] at::Tensor merged(const at::Tensor& weight) const {
        const at::NoGradGuard noGrad;
        return at::add(weight.to(at::kFloat), at::mm(m_up, m_down), m_strength).to(weight.scalar_type());
    }

private:
    torch::nn::Module& m_place; // owned by LoraAdapters, which outlives this
    double m_strength;
    double m_dropout;
    at::Tensor m_down; // lora_A [rank,in]
    at::Tensor m_up;   // lora_B [out,rank]
    std::optional<at::Generator> m_generator;
};

LoraAdapters::LoraAdapters(std::shared_ptr<torch::nn::Module> root, AdapterOptions options)
    : m_root(std::move(root)), m_options(std::move(options)) {}

LoraAdapters::~LoraAdapters() {
    for (const Attachment& attachment : m_attachments) attachment.layer->setAdapter(nullptr);
}

void LoraAdapters::add(const std::string& name, std::shared_ptr<Linear> layer) {
    auto adapter = std::make_shared<LoraLayer>(moduleAt(*this, name), *layer, m_options);
    layer->setAdapter(adapter.get());
    m_attachments.push_back({name, std::move(layer), std::move(adapter)});
}

Result<std::shared_ptr<LoraAdapters>> LoraAdapters::attach(std::shared_ptr<torch::nn::Module> root,
                                                           const AdapterOptions& options,
                                                           at::Generator generator) {
    ATTUNE_TRY(const std::shared_ptr<LoraAdapters> adapters, attachUnfilled(std::move(root), options));
    return tensor::guarded("initialising adapters", [&] {
        for (const Attachment& attachment : adapters->m_attachments)
            attachment.adapter->initialize(generator);
        return adapters;
    });
}

Result<std::shared_ptr<LoraAdapters>> LoraAdapters::attachUnfilled(std::shared_ptr<torch::nn::Module> root,
                                                                   const AdapterOptions& options) {
    ATTUNE_CHECK(checkOptions(options));
    return tensor::guarded("attaching adapters", [&]() -> Result<std::shared_ptr<LoraAdapters>> {
        std::shared_ptr<LoraAdapters> adapters(new LoraAdapters(root, options));
        std::vector<bool> matched(options.targets.size(), false);
        for (const auto& item : root->named_modules(std::string(), /*include_self=*/false)) {
            auto layer = std::dynamic_pointer_cast<Linear>(item.value());
            if (!layer) continue;
            bool isTarget = false;
            for (std::size_t i = 0; i < options.targets.size(); ++i) {
                if (!matchesPattern(item.key(), options.targets[i])) continue;
                matched[i] = true;
                isTarget = true;
            }
            if (isTarget) adapters->add(item.key(), std::move(layer));
        }
        if (const auto unused = std::find(matched.begin(), matched.end(), false); unused != matched.end()) {
            const std::string& target = options.targets[static_cast<std::size_t>(unused - matched.begin())];
            return fail(ErrorCode::InvalidArgument,
                        concat("No layer's name matches the adapter target \"", target, "\""), target);
        }
        for (at::Tensor& parameter : root->parameters()) parameter.set_requires_grad(false);
        return adapters;
    });
}

void LoraAdapters::setDropoutGenerator(const at::Generator& generator) {
    for (const Attachment& attachment : m_attachments) attachment.adapter->setGenerator(generator);
}

std::vector<std::string> LoraAdapters::layerNames() const {
    std::vector<std::string> names;
    for (const Attachment& attachment : m_attachments) names.push_back(attachment.name);
    return names;
}

std::int64_t LoraAdapters::parameterCount() const {
    std::int64_t count = 0;
    for (const Attachment& attachment : m_attachments) count += attachment.adapter->parameterCount();
    return count;
}

tensor::NamedTensors LoraAdapters::mergedWeights() const {
    tensor::NamedTensors merged;
    for (const Attachment& attachment : m_attachments)
        merged.set(attachment.name + ".weight", attachment.adapter->merged(attachment.layer->weight()));
    return merged;
}

void LoraAdapters::mergeIntoLayers() {
    const at::NoGradGuard noGrad;
    for (const Attachment& attachment : m_attachments) {
        at::Tensor weight = attachment.layer->weight();
        weight.copy_(attachment.adapter->merged(weight));
        attachment.layer->setAdapter(nullptr);
    }
    m_attachments.clear();
}

std::vector<std::pair<std::string, std::string>> LoraAdapters::fileMetadata() const {
    return {{kMetadataKey, textFromOptions(m_options)}};
}

Result<void> LoraAdapters::saveFile(const std::filesystem::path& file) const {
    return tensor::writeSafeTensors(file, tensor::stateDictOf(*this), fileMetadata());
}

Result<std::shared_ptr<LoraAdapters>> LoraAdapters::loadFile(std::shared_ptr<torch::nn::Module> root,
                                                             const std::filesystem::path& file) {
    ATTUNE_TRY(const tensor::SafeTensorsFile saved, tensor::SafeTensorsFile::open(file));
    const auto& metadata = saved.metadata();
    const auto entry = std::find_if(metadata.begin(), metadata.end(),
                                    [](const auto& item) { return item.first == kMetadataKey; });
    if (entry == metadata.end())
        return fail(ErrorCode::UnsupportedFormat, "The file holds no adapters of Attune", utf8FromPath(file));
    ATTUNE_TRY(const AdapterOptions options, optionsFromText(entry->second, utf8FromPath(file)));
    ATTUNE_TRY(const tensor::NamedTensors weights, saved.tensors());
    ATTUNE_TRY(const std::shared_ptr<LoraAdapters> adapters, attachUnfilled(std::move(root), options));
    ATTUNE_CHECK(tensor::loadInto(*adapters, weights, ""));
    return adapters;
}

bool matchesPattern(std::string_view name, std::string_view pattern) noexcept {
    std::size_t n = 0;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos; // the last '*', and how much of the name it has taken
    std::size_t taken = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++taken;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

} // namespace attune::model
