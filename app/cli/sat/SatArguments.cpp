// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/sat/SatArguments.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace attune::cli {

namespace {

constexpr std::array kTrain{
    SatArgument{"name", SatKind::Text, "stable_audio_tools", "Name of the run"},
    SatArgument{"project", SatKind::Text, "", "Unused there too", false},
    SatArgument{"batch-size", SatKind::Integer, "4", "Clips a batch"},
    SatArgument{"recover", SatKind::Text, "false", "Unused there too", false},
    SatArgument{"save-top-k", SatKind::Integer, "-1", "Unused there too: every checkpoint is kept", false},
    SatArgument{"num-nodes", SatKind::Integer, "1", "Several machines: start each by torchrun instead",
                false},
    SatArgument{"strategy", SatKind::Text, "auto",
                "How several GPUs work together; here always data parallel", false},
    SatArgument{"precision", SatKind::Text, "16-mixed", "32, 16-mixed, bf16-mixed, bf16-true"},
    SatArgument{"num-workers", SatKind::Integer, "6",
                "Loader processes there; here threads are chosen by the program", false},
    SatArgument{"seed", SatKind::Integer, "42", "Seed of everything random"},
    SatArgument{"accum-batches", SatKind::Integer, "1", "Batches an optimiser step"},
    SatArgument{"checkpoint-every", SatKind::Integer, "10000", "Optimiser steps between checkpoints"},
    SatArgument{"val-every", SatKind::Integer, "-1",
                "Batches between validations; -1 = each epoch, with a validation set"},
    SatArgument{"ckpt-path", SatKind::File, "", "Continue from this training checkpoint (wrapped)"},
    SatArgument{"pretrained-ckpt-path", SatKind::File, "", "Start anew from this model (unwrapped)"},
    SatArgument{"pretransform-ckpt-path", SatKind::File, "", "Weights of the autoencoder alone"},
    SatArgument{"model-config", SatKind::File, "", "model_config.json with its training block"},
    SatArgument{"dataset-config", SatKind::File, "", "dataset_config.json: pre_encoded, or audio_dir"},
    SatArgument{"val-dataset-config", SatKind::File, "", "The same for validation"},
    SatArgument{"save-dir", SatKind::Folder, "", "Where checkpoints go (default: ./checkpoints)"},
    SatArgument{"gradient-clip-val", SatKind::Number, "0.0", "Global L2 norm; 0 = off"},
    SatArgument{"remove-pretransform-weight-norm", SatKind::Text, "", "The autoencoder is always folded here",
                false},
    SatArgument{"logger", SatKind::Text, "wandb",
                "Numbers go to a local database instead; nothing leaves the machine", false},
};

constexpr std::array kPreEncode{
    SatArgument{"model-config", SatKind::File, "", "model_config.json of the autoencoder"},
    SatArgument{"ckpt-path", SatKind::File, "", "Its weights (unwrapped)"},
    SatArgument{"model-half", SatKind::Flag, "", "Encode in half precision and store float16"},
    SatArgument{"dataset-config", SatKind::File, "", "dataset_config.json of type audio_dir"},
    SatArgument{"output-path", SatKind::Folder, "", "Folder for the latents"},
    SatArgument{"batch-size", SatKind::Integer, "1", "Decides the names of the files, as there"},
    SatArgument{"sample-size", SatKind::Integer, "1320960", "Window in frames"},
    SatArgument{"is-discrete", SatKind::Flag, "", "Tokens instead of latents: not supported", false},
    SatArgument{"num-nodes", SatKind::Integer, "1", "One machine is used", false},
    SatArgument{"num-workers", SatKind::Integer, "4", "Threads are chosen by the program", false},
    SatArgument{"strategy", SatKind::Text, "auto", "Without effect here", false},
    SatArgument{"limit-batches", SatKind::Integer, "",
                "Without effect there; here it stops after so many batches"},
    SatArgument{"shuffle", SatKind::Flag, "", "Files in a random order"},
};

constexpr std::array kUnwrap{
    SatArgument{"model-config", SatKind::File, "", "model_config.json"},
    SatArgument{"ckpt-path", SatKind::File, "",
                "Training checkpoint (wrapped), or a checkpoint folder of Attune"},
    SatArgument{"name", SatKind::Text, "exported_model", "Name of the new file, without suffix"},
    SatArgument{"use-safetensors", SatKind::Flag, "", "Write .safetensors instead of .ckpt"},
};

const SatArgument* findArgument(std::span<const SatArgument> table, std::string_view name) {
    for (const SatArgument& argument : table)
        if (argument.name == name) return &argument;
    return nullptr;
}

// A value of the .ini file as the command line would have it.
std::string plainText(const config::Json& literal) {
    if (literal.is_null()) return {};
    return literal.is_string() ? literal.get<std::string>() : literal.dump();
}

} // namespace

std::span<const SatArgument> satTrainArguments() {
    return kTrain;
}
std::span<const SatArgument> satPreEncodeArguments() {
    return kPreEncode;
}
std::span<const SatArgument> satUnwrapArguments() {
    return kUnwrap;
}

SatValues SatValues::resolve(std::span<const SatArgument> table,
                             const std::map<std::string, std::string>& given, const config::Json& defaults) {
    SatValues values;
    for (const SatArgument& argument : table)
        values.m_values[std::string(argument.name)] = std::string(argument.fallback);
    for (const auto& [key, literal] : defaults.items()) {
        std::string name = key;
        std::replace(name.begin(), name.end(), '_', '-');
        if (findArgument(table, name) != nullptr) values.m_values[name] = plainText(literal);
    }
    for (const auto& [name, value] : given) {
        values.m_values[name] = value;
        const SatArgument* const argument = findArgument(table, name);
        if (argument != nullptr && !argument->hasEffect) values.m_idle.push_back(name);
    }
    return values;
}

std::string SatValues::text(std::string_view name) const {
    const auto found = m_values.find(name);
    return found == m_values.end() ? std::string() : found->second;
}

std::filesystem::path SatValues::path(std::string_view name) const {
    return pathFromUtf8(text(name));
}

Result<std::int64_t> SatValues::integer(std::string_view name) const {
    const std::string value = text(name);
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (problem != std::errc() || end != value.data() + value.size())
        return fail(ErrorCode::InvalidArgument,
                    concat("--", name, " must be a whole number, not \"", value, "\""));
    return number;
}

Result<double> SatValues::number(std::string_view name) const {
    const std::string value = text(name);
    double number = 0.0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (problem != std::errc() || end != value.data() + value.size())
        return fail(ErrorCode::InvalidArgument, concat("--", name, " must be a number, not \"", value, "\""));
    return number;
}

bool SatValues::flag(std::string_view name) const {
    const std::string value = toLowerAscii(text(name));
    return value == "true" || value == "1" || value == "yes";
}

Result<std::filesystem::path> SatValues::existing(std::string_view name) const {
    const std::filesystem::path file = path(name);
    if (file.empty()) return fail(ErrorCode::InvalidArgument, concat("--", name, " is missing"));
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return fail(ErrorCode::NotFound, concat("--", name, ": there is no such file"), utf8FromPath(file));
    return file;
}

} // namespace attune::cli
