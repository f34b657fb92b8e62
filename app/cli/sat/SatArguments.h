// SPDX-License-Identifier: GPL-3.0-or-later
//
// SatArguments: the arguments of stable-audio-tools' own scripts (train.py, pre_encode.py, unwrap_model.py),
// with the same names, defaults and precedence: command line, then the [DEFAULTS] of the .ini file, then what
// the script has.
//
// Source: defaults.ini, train.py, pre_encode.py, unwrap_model.py of stable-audio-tools 0.0.19; prefigure.
// Threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/config/Json.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune::cli {

enum class SatKind { Text, File, Folder, Integer, Number, Flag };

struct SatArgument {
    std::string_view name; // "batch-size"
    SatKind kind{SatKind::Text};
    std::string_view fallback; // as the script has it; empty = none
    std::string_view help;
    bool hasEffect{true}; // false: understood and of no effect, here or there
};

[[nodiscard]] std::span<const SatArgument> satTrainArguments();
[[nodiscard]] std::span<const SatArgument> satPreEncodeArguments();
[[nodiscard]] std::span<const SatArgument> satUnwrapArguments();

// The values of one call. Every argument of the table has one, possibly empty.
class SatValues {
public:
    // `given`: what the command line said, by name. `defaults`: the [DEFAULTS] of an .ini file
    // (IniFile::literals).
    [[nodiscard]] static SatValues resolve(std::span<const SatArgument> table,
                                           const std::map<std::string, std::string>& given,
                                           const config::Json& defaults = config::Json::object());

    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::filesystem::path path(std::string_view name) const; // empty when not given
    // Errors: InvalidArgument naming the argument.
    [[nodiscard]] Result<std::int64_t> integer(std::string_view name) const;
    [[nodiscard]] Result<double> number(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const; // "true", "1", "yes"
    // A path that the script cannot do without. Errors: InvalidArgument (not given), NotFound.
    [[nodiscard]] Result<std::filesystem::path> existing(std::string_view name) const;

    // Arguments that were given and do nothing, for a note to the user.
    [[nodiscard]] std::vector<std::string> givenWithoutEffect() const { return m_idle; }

private:
    std::map<std::string, std::string, std::less<>> m_values;
    std::vector<std::string> m_idle;
};

} // namespace attune::cli
