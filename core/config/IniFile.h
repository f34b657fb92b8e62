// SPDX-License-Identifier: GPL-3.0-or-later
//
// IniFile: the defaults.ini of stable-audio-tools: sections of `key = value` lines, values as Python
// literals.
//
// Read as Python's configparser does with its defaults: '#' and ';' begin comment lines, ':' may stand for
// '=', keys are lower-case, indented lines continue a value. A value becomes a literal where it is one (None,
// True, 3, 1e-4, 'text', [1, 2]), else text. Source: prefigure, prefigure/prefigure.py.
//
// Ownership: value type. Threads: const functions from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune::config {

class IniFile {
public:
    struct Section {
        std::string name;
        std::vector<std::pair<std::string, std::string>> values; // in their order, as written
    };

    // `name` is used in errors. Errors: InvalidConfig with the line (no section yet, a line that is no pair,
    // a section or key given twice).
    [[nodiscard]] static Result<IniFile> parse(std::string_view text, const std::string& name);
    // Errors also: NotFound, PermissionDenied, ReadFailed.
    [[nodiscard]] static Result<IniFile> read(const std::filesystem::path& file);

    [[nodiscard]] const std::vector<Section>& sections() const noexcept { return m_sections; }
    // The text of a value; empty when the section or key is absent.
    [[nodiscard]] std::optional<std::string> text(std::string_view section, std::string_view key) const;
    // All of a section as {"key": literal}, in order; an empty object when it is absent.
    [[nodiscard]] Json literals(std::string_view section) const;

private:
    std::vector<Section> m_sections;
};

// A Python literal as JSON (tuples become arrays); text that is none stays text.
[[nodiscard]] Json jsonFromPythonLiteral(std::string_view text);

} // namespace attune::config
