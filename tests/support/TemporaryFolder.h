// SPDX-License-Identifier: GPL-3.0-or-later
//
// TemporaryFolder: an empty folder of its own for one test, removed with all it holds.
//
// Its name is deliberately awkward (spaces, accents, Cyrillic, Japanese, an emoji), so that every test of a
// file is a test of such paths. Ownership: move-only. Threads: different folders from different threads.
#pragma once

#include <filesystem>

namespace attune::test {

class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }
    [[nodiscard]] std::filesystem::path operator/(const char* utf8) const;
    // A folder in it, made with its parents.
    std::filesystem::path makeFolder(const char* utf8) const;

private:
    std::filesystem::path m_path;
};

} // namespace attune::test
