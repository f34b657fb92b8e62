// SPDX-License-Identifier: GPL-3.0-or-later
//
// Adapters: low-rank additions to linear layers (LoRA; Hu et al. 2021), trained in place of the layers
// themselves.
//
// y = x W^T + (alpha / rank) (x A^T) B^T, A [rank,in] uniform as a linear layer's weight, B [out,rank] zero,
// so that training starts from the base model. The adapted layers keep their names and weights; the adapters
// form a module of their own with names <layer name>.lora_A / .lora_B, to be saved apart or merged.
//
// Attaching freezes everything under the root; only the adapters have gradients. They are fp32 whatever the
// layers are. Ownership: keeps the adapted root alive and takes itself off in its destructor. Threads: one at
// a time.
#pragma once

#include "core/base/Result.h"
#include "core/model/Layers.h"
#include "core/tensor/NamedTensors.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <torch/nn/module.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace attune::model {

struct AdapterOptions {
    std::int64_t rank{16};
    double alpha{16.0};  // strength is alpha / rank
    double dropout{0.0}; // of the adapter's input, while training
    // Names of layers to adapt, relative to the root; '*' stands for anything.
    std::vector<std::string> targets{"*.self_attn.to_qkv", "*.self_attn.to_out",  "*.cross_attn.to_q",
                                     "*.cross_attn.to_kv", "*.cross_attn.to_out", "*.ff.ff.0.proj",
                                     "*.ff.ff.2"};
};

class LoraLayer;

class LoraAdapters : public torch::nn::Module {
public:
    // Attaches to every Linear under `root` whose name a target matches. Values are drawn from `generator`.
    // Errors: InvalidArgument (rank, alpha or dropout out of range, a target that matches nothing).
    [[nodiscard]] static Result<std::shared_ptr<LoraAdapters>>
    attach(std::shared_ptr<torch::nn::Module> root, const AdapterOptions& options, at::Generator generator);
    ~LoraAdapters() override;

    [[nodiscard]] const AdapterOptions& options() const noexcept { return m_options; }
    // Where dropout draws from while training; LibTorch's default generator otherwise. Give the same one to
    // DiffusionTransformer::setActivationMemory.
    void setDropoutGenerator(const at::Generator& generator);
    [[nodiscard]] std::vector<std::string> layerNames() const;
    [[nodiscard]] std::int64_t parameterCount() const;
    // The weight of every adapted layer with its adapter added, in fp32 then cast back, by "<layer
    // name>.weight". The layers themselves stay as they are.
    [[nodiscard]] tensor::NamedTensors mergedWeights() const;
    // Adds the adapters into the layers for good and takes them off; layerNames() is empty from then on.
    void mergeIntoLayers();

    // Rank, alpha and targets as the metadata of a file, for writers of their own.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> fileMetadata() const;
    // Safetensors with rank, alpha and targets in its metadata. Errors: those of the writer.
    [[nodiscard]] Result<void> saveFile(const std::filesystem::path& file) const;
    // Attaches to `root` what saveFile() wrote. Errors: those of the reader; MissingKey, ShapeMismatch,
    // InvalidConfig.
    [[nodiscard]] static Result<std::shared_ptr<LoraAdapters>>
    loadFile(std::shared_ptr<torch::nn::Module> root, const std::filesystem::path& file);

private:
    LoraAdapters(std::shared_ptr<torch::nn::Module> root, AdapterOptions options);
    [[nodiscard]] static Result<std::shared_ptr<LoraAdapters>>
    attachUnfilled(std::shared_ptr<torch::nn::Module> root, const AdapterOptions& options);
    void add(const std::string& name, std::shared_ptr<Linear> layer);

    struct Attachment {
        std::string name;
        std::shared_ptr<Linear> layer;
        std::shared_ptr<LoraLayer> adapter;
    };
    std::shared_ptr<torch::nn::Module> m_root;
    AdapterOptions m_options;
    std::vector<Attachment> m_attachments;
};

// '*' matches any run of characters, everything else itself.
[[nodiscard]] bool matchesPattern(std::string_view name, std::string_view pattern) noexcept;

} // namespace attune::model
