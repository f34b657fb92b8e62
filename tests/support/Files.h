// SPDX-License-Identifier: GPL-3.0-or-later
//
// Files: bytes to and from disk, and the ways in which a disk can be unkind.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace attune::test {

void writeBytes(const std::filesystem::path& file, std::string_view bytes);
[[nodiscard]] std::string readBytes(const std::filesystem::path& file);
// Keeps the first `sizeBytes` bytes.
void cutFile(const std::filesystem::path& file, std::int64_t sizeBytes);
// The folders that ctest names in the environment: recorded tensors and the like, and the tree.
[[nodiscard]] std::filesystem::path fixturesFolder();
[[nodiscard]] std::filesystem::path sourceFolder();
// Names in a folder, sorted; for "nothing was left behind".
[[nodiscard]] std::string listing(const std::filesystem::path& folder);

// Permissions mean nothing to root. While this lives, a process of root acts as another user (Linux);
// isEffective() says whether permission checks hold now.
class WithoutRoot {
public:
    WithoutRoot();
    ~WithoutRoot();
    WithoutRoot(const WithoutRoot&) = delete;
    WithoutRoot& operator=(const WithoutRoot&) = delete;
    [[nodiscard]] bool isEffective() const noexcept { return m_isEffective; }

private:
    bool m_wasRoot{false};
    bool m_isEffective{false};
};

// A file system of `sizeBytes` in memory, mounted on a folder of its own (Linux, root); isMounted() tells.
class SmallDisk {
public:
    explicit SmallDisk(std::int64_t sizeBytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    [[nodiscard]] bool isMounted() const noexcept { return m_isMounted; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return m_path; }

private:
    std::filesystem::path m_path;
    bool m_isMounted{false};
};

} // namespace attune::test
