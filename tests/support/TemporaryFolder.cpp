// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TemporaryFolder.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

#include <atomic>

namespace attune::test {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
    static std::atomic<int> counter{0};
    m_path = fs::temp_directory_path() /
             pathFromUtf8(concat("attune test é Ж 音 🎵 ", platform::processId(), '-', counter++));
    fs::remove_all(m_path);
    fs::create_directories(m_path);
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    // A test may have taken its own rights away.
    for (auto it =
             fs::recursive_directory_iterator(m_path, fs::directory_options::skip_permission_denied, ignored);
         !ignored && it != fs::recursive_directory_iterator(); it.increment(ignored))
        if (it->is_directory(ignored) && !it->is_symlink(ignored))
            fs::permissions(it->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    fs::remove_all(m_path, ignored);
}

fs::path TemporaryFolder::operator/(const char* utf8) const {
    return m_path / pathFromUtf8(utf8);
}

fs::path TemporaryFolder::makeFolder(const char* utf8) const {
    const fs::path folder = *this / utf8;
    fs::create_directories(folder);
    return folder;
}

} // namespace attune::test
