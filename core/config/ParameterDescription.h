// SPDX-License-Identifier: GPL-3.0-or-later
//
// ParameterDescription: one table that says of every run setting what it is called, what it is measured in,
// what is allowed and what raising it does. The form, the tooltips, `attune-cli train --help` and the range
// checks on reading are all made from it, so that they cannot disagree.
//
// Static data; threads: everything from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <span>
#include <string>
#include <string_view>

namespace attune::config {

enum class ParameterKind {
    Integer,
    Number,
    Boolean,
    Text,
    Choice,
    NumberList,
    IntegerList,
    TextList,
    Prompts
};
enum class ParameterLayer { Essentials, More };
enum class ParameterScale { Linear, Logarithmic };

struct ParameterChoice {
    std::string_view value; // as in the document
    std::string_view label;
    std::string_view help;
};

struct ParameterDescription {
    std::string_view path;   // "optimiser.config.lr"
    std::string_view option; // long option of the command line, without dashes; empty = none
    std::string_view label;
    std::string_view group; // heading in the form
    ParameterKind kind{ParameterKind::Number};
    ParameterLayer layer{ParameterLayer::More};
    std::string_view unit; // "steps", "clips", "s", ""
    double minimum{0.0};   // numbers and members of lists; inclusive unless excludesMinimum
    double maximum{0.0};
    bool excludesMinimum{false};
    ParameterScale scale{ParameterScale::Linear};
    std::span<const ParameterChoice> choices{};
    // "optimiser.type=AdamW,AdamW8bit": the field means something only then; empty = always.
    std::string_view appliesWhen{};
    // What 0 means where it is no number like the others: "the model's length"; empty = nothing else.
    std::string_view zero{};
    std::string_view help;
};

// In the order of the form.
[[nodiscard]] std::span<const ParameterDescription> runParameters();
[[nodiscard]] const ParameterDescription* findRunParameter(std::string_view path);
[[nodiscard]] const ParameterDescription* findRunParameterByOption(std::string_view option);

// The value that a fresh document has at the parameter's path; null when it has none.
[[nodiscard]] Json defaultValue(const ParameterDescription& parameter);
// Reads and writes a document at "a.b.c". valueAt gives null when a part is missing; setValueAt makes the
// parts.
[[nodiscard]] Json valueAt(const Json& document, std::string_view path);
void setValueAt(Json& document, std::string_view path, Json value);

// Whether the field means something in this document (appliesWhen).
[[nodiscard]] bool appliesTo(const ParameterDescription& parameter, const Json& document);
// Type, range and choice. Errors: InvalidConfig with the path as context.
[[nodiscard]] Result<void> checkValue(const ParameterDescription& parameter, const Json& value);
// "5e-5", "true", "0.9,0.999", "AdamW": what was typed, as the document's value, checked. Errors:
// InvalidConfig.
[[nodiscard]] Result<Json> valueFromText(const ParameterDescription& parameter, std::string_view text);
// "1 to 4096 clips", "0 (off) to 100", "one of fp32, bf16-mixed, …".
[[nodiscard]] std::string rangeText(const ParameterDescription& parameter);

} // namespace attune::config
