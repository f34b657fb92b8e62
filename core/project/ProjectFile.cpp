// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/ProjectFile.h"

#include "core/base/Text.h"
#include "core/config/Json.h"

#include <algorithm>
#include <array>

namespace attune::project {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSuffix = ".attune";
constexpr std::size_t kLongestStem = 80; // bytes; leaves room for the folder within Windows' 260 characters

// Names that Windows keeps for devices, with any suffix.
bool isDeviceName(const std::string& lower) {
    constexpr std::array<std::string_view, 4> kWhole{"con", "prn", "aux", "nul"};
    if (std::find(kWhole.begin(), kWhole.end(), lower) != kWhole.end()) return true;
    const bool isPort = lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    return isPort && lower.back() >= '0' && lower.back() <= '9';
}

void cutToLength(std::string& stem) {
    if (stem.size() <= kLongestStem) return;
    std::size_t end = kLongestStem;
    while (end > 0 && (static_cast<unsigned char>(stem[end]) & 0xC0U) == 0x80U) --end; // not inside a letter
    stem.resize(end);
}

} // namespace

bool isProjectFile(const fs::path& place) noexcept {
    try {
        std::error_code error;
        return toLowerAscii(utf8FromPath(place.extension())) == kSuffix && fs::is_regular_file(place, error);
    } catch (...) {
        return false; // no memory for the name: nothing that could be opened either
    }
}

std::string projectFileName(std::string_view projectName) {
    std::string stem = sanitizedUtf8(projectName);
    for (char& character : stem) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte < 0x20 || byte == 0x7F ||
            std::string_view("<>:\"/\\|?*").find(character) != std::string_view::npos)
            character = '_';
    }
    cutToLength(stem);
    // A dot in front hides the file, one at the end is lost on Windows.
    const auto isEdge = [](char character) { return character == ' ' || character == '.'; };
    while (!stem.empty() && isEdge(stem.back())) stem.pop_back();
    stem.erase(stem.begin(), std::find_if_not(stem.begin(), stem.end(), isEdge));
    if (stem.empty() || isDeviceName(toLowerAscii(stem.substr(0, stem.find('.'))))) stem.insert(0, "project");
    return stem + std::string(kSuffix);
}

Result<void> ensureProjectFile(const fs::path& folder, std::string_view projectName) {
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (isProjectFile(it->path())) return {};
    return config::writeJsonFile(folder / pathFromUtf8(projectFileName(projectName)),
                                 {{"format", "attune-project-file"},
                                  {"version", 1},
                                  {"note", "Opens the project in the folder that this file is in."}});
}

Result<void> renameProjectFile(const fs::path& folder, std::string_view oldName, std::string_view newName) {
    const fs::path from = folder / pathFromUtf8(projectFileName(oldName));
    const fs::path to = folder / pathFromUtf8(projectFileName(newName));
    std::error_code error;
    if (from == to || !isProjectFile(from) || fs::exists(to, error)) return {};
    fs::rename(from, to, error);
    if (error) return fail(errorFromException(std::system_error(error), utf8FromPath(from)));
    return {};
}

} // namespace attune::project
