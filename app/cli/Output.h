// SPDX-License-Identifier: GPL-3.0-or-later
//
// Output: what a command says. People get lines and tables; programs (--json) get exactly one JSON object on
// standard output, so a command fills both and Output drops the one that is not wanted.
//
// Progress and warnings go to standard error and never here. Threads: the main thread only.
#pragma once

#include "core/base/Error.h"
#include "core/config/Json.h"

#include <string>
#include <string_view>
#include <vector>

namespace attune::cli {

enum class OutputMode { Text, Json };

class Output {
public:
    // Colours are used on a terminal unless NO_COLOR is set (https://no-color.org).
    explicit Output(OutputMode mode);

    [[nodiscard]] OutputMode mode() const noexcept { return m_mode; }

    // For people; dropped in JSON mode.
    void line(std::string_view text = {});
    void heading(std::string_view text);                       // bold
    void field(std::string_view name, std::string_view value); // "  name      value", aligned
    void good(std::string_view text);                          // "  ✓ text"
    void warn(std::string_view text);                          // "  ! text"
    void bad(std::string_view text);                           // "  ✗ text"
    // First row = headings. Columns whose cells all look like numbers are right-aligned.
    void table(const std::vector<std::vector<std::string>>& rows);

    // For programs; kept in order and dropped in text mode.
    void set(std::string key, config::Json value);

    // Ends the output: prints the JSON object with "ok" first. Call once.
    void finish(std::string_view command);
    // Ends it with an error: text on standard error, or {"ok": false, "error": {…}} with what was set so far.
    void finishWithError(std::string_view command, const Error& error);

private:
    [[nodiscard]] std::string styled(std::string_view style, std::string_view text) const;

    OutputMode m_mode;
    bool m_usesColour{false};
    bool m_usesColourForErrors{false};
    bool m_usesUtf8{false};
    config::Json m_document = config::Json::object();
};

// Columns that a UTF-8 text takes on a terminal: code points, with the common wide and combining ranges
// counted as two and none.
[[nodiscard]] int displayWidth(std::string_view text);
// The longest start of `text` that fits, ending in "…" when something was cut.
[[nodiscard]] std::string truncatedToWidth(std::string_view text, int columns);
// The text without what a terminal would obey: names of files may hold escape sequences. Line ends, tabs and
// colours stay; any other control character becomes "?".
[[nodiscard]] std::string harmless(std::string_view text);
// A path as one word of a command line to copy: as it is, or in quotes where the shell would split it.
[[nodiscard]] std::string shellWord(std::string_view path);

} // namespace attune::cli
