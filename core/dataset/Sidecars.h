// SPDX-License-Identifier: GPL-3.0-or-later
//
// Sidecars: texts that lie beside sounds: kick.txt or kick.json next to kick.wav, and tables (CSV, TSV) with
// one row a file. Sources for prompts.
//
// Text may be UTF-8 or UTF-16 with or without a byte order mark, or else Windows-1252, what old editors
// wrote. Threads: from any thread.
#pragma once

#include "core/base/Result.h"
#include "core/dataset/ClipRecord.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune::dataset {

// Any of the encodings above as UTF-8, line ends as '\n', without a byte order mark.
[[nodiscard]] std::string utf8FromForeignText(std::string_view bytes);

struct Sidecar {
    std::optional<std::string> text; // of the .txt, trimmed
    TagMap values; // of the .json: texts, numbers and yes/no by name; nested as "a.b"; lists joined
};

// What lies beside `soundFile` ("kick.txt" or "kick.wav.txt", "kick.json" or "kick.wav.json"). Nothing there
// is no error. Errors: ReadFailed, PermissionDenied, InvalidConfig (JSON), UnsupportedFormat (over 1 MB).
[[nodiscard]] Result<Sidecar> readSidecar(const std::filesystem::path& soundFile);

// A table whose first line names the columns; one column names the files: the first of "file", "filename",
// "file_name", "path", "relpath", "audio", "name", else the first. Separator ',', ';' or tab, whichever the
// first line uses; fields may be quoted, with doubled quotes and line breaks inside (RFC 4180).
class PromptTable {
public:
    // Errors: NotFound, ReadFailed, PermissionDenied, UnsupportedFormat (over 64 MB), InvalidConfig with the
    // line.
    [[nodiscard]] static Result<PromptTable> read(const std::filesystem::path& file);
    [[nodiscard]] static Result<PromptTable> parse(std::string_view text, const std::string& name);

    [[nodiscard]] const std::vector<std::string>& columns() const noexcept { return m_columns; } // as written
    [[nodiscard]] std::size_t rowCount() const noexcept { return m_rows.size(); }
    // The row of a clip by its relative path, else its file name, else its name without suffix; case counts
    // for none of them when there is no exact match. Keys of the row are lower case.
    [[nodiscard]] const TagMap* rowFor(std::string_view relativePath) const;

private:
    std::vector<std::string> m_columns;
    std::vector<TagMap> m_rows;
    std::unordered_map<std::string, std::size_t> m_exact;
    std::unordered_map<std::string, std::size_t> m_folded; // lower case
};

} // namespace attune::dataset
