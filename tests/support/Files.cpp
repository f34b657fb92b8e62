// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/Files.h"

#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#ifdef __linux__
#include <sys/mount.h>
#include <unistd.h>
#endif

namespace attune::test {

namespace fs = std::filesystem;

void writeBytes(const fs::path& file, std::string_view bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

fs::path fixturesFolder() {
    return pathFromUtf8(platform::environmentText("ATTUNE_FIXTURES"));
}

fs::path sourceFolder() {
    return pathFromUtf8(platform::environmentText("ATTUNE_SOURCE_DIR"));
}

std::string readBytes(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void cutFile(const fs::path& file, std::int64_t sizeBytes) {
    fs::resize_file(file, static_cast<std::uintmax_t>(sizeBytes));
}

std::string listing(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(utf8FromPath(entry.path().filename()));
    std::ranges::sort(names);
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
}

#ifdef __linux__

WithoutRoot::WithoutRoot() : m_wasRoot(::geteuid() == 0) {
    constexpr uid_t kNobody = 65534;
    m_isEffective = !m_wasRoot || ::seteuid(kNobody) == 0;
}
WithoutRoot::~WithoutRoot() {
    if (m_wasRoot && ::seteuid(0) != 0) std::abort();
}

SmallDisk::SmallDisk(std::int64_t sizeBytes) {
    m_path = fs::temp_directory_path() / concat("attune-small-disk-", platform::processId());
    fs::create_directories(m_path);
    const std::string options = concat("size=", sizeBytes);
    m_isMounted = ::mount("attune", m_path.c_str(), "tmpfs", 0, options.c_str()) == 0;
}
SmallDisk::~SmallDisk() {
    if (m_isMounted) ::umount(m_path.c_str());
    std::error_code ignored;
    fs::remove(m_path, ignored);
}

#else

WithoutRoot::WithoutRoot() = default;
WithoutRoot::~WithoutRoot() = default;
SmallDisk::SmallDisk(std::int64_t) {}
SmallDisk::~SmallDisk() = default;

#endif

} // namespace attune::test
