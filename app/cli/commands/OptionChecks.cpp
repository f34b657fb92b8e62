// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/OptionChecks.h"

#include "core/base/Text.h"
#include "core/config/ParameterDescription.h"

#include <charconv>
#include <cmath>

namespace attune::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kGreatestWhole = std::int64_t{1} << 62;

} // namespace

CLI::Validator wholeNumberFrom(std::int64_t least) {
    return CLI::Validator(
        [least](std::string& text) -> std::string {
            std::int64_t number = 0;
            const char* const last = text.data() + text.size();
            const auto [end, error] = std::from_chars(text.data(), last, number);
            if (error != std::errc() || end != last || number < least || number > kGreatestWhole)
                return concat(text, " is no whole number from ", least, " to 2^62");
            text = std::to_string(number); // CLI11 takes a leading 0 for octal
            return {};
        },
        std::string());
}

CLI::Validator moreThanZero() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            double number = 0.0;
            const bool isNumber = CLI::detail::lexical_cast(text, number) && std::isfinite(number);
            return isNumber && number > 0.0 ? std::string() : concat(text, " is no number above 0");
        },
        std::string());
}

CLI::Validator kindOf(const config::ParameterDescription& parameter) {
    return CLI::Validator(
        [&parameter](std::string& text) -> std::string {
            const auto value = config::valueFromText(parameter, text);
            return value ? std::string() : value.error().describe();
        },
        std::string());
}

Result<fs::path> existingPath(const std::string& typed) {
    std::error_code error;
    const fs::path path = fs::absolute(pathFromUtf8(typed), error).lexically_normal();
    if (error || !fs::exists(path, error))
        return fail(ErrorCode::NotFound, "There is no such file or folder", typed);
    return path;
}

} // namespace attune::cli
