// SPDX-License-Identifier: GPL-3.0-or-later
//
// PromptTemplate: "{folder.1}, {name:clean}[ at {tags.bpm} BPM]" compiled: texts, fields and optional parts.
//
// The language is described in PromptRules.h. Ownership: value type. Threads: const methods from any thread
// at once.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/PromptRules.h"

#include <memory>
#include <string>
#include <string_view>

namespace attune::dataset {

class PromptTemplate {
public:
    // Errors: InvalidConfig with the position.
    [[nodiscard]] static Result<PromptTemplate> compile(std::string_view text);
    // `prompt` is what {prompt} stands for.
    [[nodiscard]] std::string fill(const PromptContext& context, std::string_view prompt = {}) const;

    struct Part;

private:
    std::shared_ptr<const std::vector<Part>> m_parts;
};

// The value of one field ("folder.1"); empty when there is none.
[[nodiscard]] std::string promptField(std::string_view field, const PromptContext& context,
                                      std::string_view prompt);
[[nodiscard]] bool isPromptField(std::string_view field);

} // namespace attune::dataset
