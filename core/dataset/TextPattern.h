// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextPattern: regular expressions as Python's re has them (Unicode classes), run by PCRE2 with a limit on
// their work.
//
// Replacements: \1 … \99, \g<1>, \g<name>, \n, \t, \\. Ownership: value type, cheap to copy. Threads: const
// methods from any thread at once.
#pragma once

#include "core/base/Result.h"

#include <memory>
#include <string>
#include <string_view>

namespace attune::dataset {

class TextPattern {
public:
    enum class Case { Matters, Ignored };
    enum class Scope { All, First };

    // Errors: InvalidConfig with the position in the pattern.
    [[nodiscard]] static Result<TextPattern> compile(std::string_view pattern,
                                                     Case letterCase = Case::Matters);

    // Whether it is anywhere in the text. Errors: Refused when the pattern gave up (too much work).
    [[nodiscard]] Result<bool> isIn(std::string_view text) const;
    // Errors: as above; InvalidConfig for a replacement that names a group that there is not.
    [[nodiscard]] Result<std::string> replaced(std::string_view text, std::string_view replacement,
                                               Scope scope) const;

    // Of a replacement, before any text is there. Errors: InvalidConfig.
    [[nodiscard]] Result<void> checkReplacement(std::string_view replacement) const;

private:
    struct Impl;
    explicit TextPattern(std::shared_ptr<const Impl> impl) : m_impl(std::move(impl)) {}
    std::shared_ptr<const Impl> m_impl;
};

} // namespace attune::dataset
