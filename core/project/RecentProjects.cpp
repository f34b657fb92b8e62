// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/RecentProjects.h"

#include "core/base/Folder.h"
#include "core/base/Log.h"
#include "core/base/Text.h"
#include "core/base/UtcTime.h"
#include "core/base/platform/Platform.h"
#include "core/config/Json.h"
#include "core/project/Project.h"

#include <algorithm>

namespace attune::project {

namespace fs = std::filesystem;
using config::Json;

namespace {

Result<std::vector<RecentProject>> read(const fs::path& file) {
    ATTUNE_TRY(const Json document, config::readJsonFile(file));
    std::vector<RecentProject> projects;
    const config::JsonView view(document, "recent");
    if (!document.is_object())
        return fail(ErrorCode::InvalidConfig, "The list of recent projects is damaged", utf8FromPath(file));
    ATTUNE_TRY(const auto list, view.at("projects"));
    ATTUNE_TRY(const auto elements, list.elements());
    for (const config::JsonView& element : elements) {
        ATTUNE_TRY(const std::string folder, element.string("folder"));
        ATTUNE_TRY(const std::string name, element.stringOr("name", ""));
        ATTUNE_TRY(const std::string opened, element.stringOr("opened", ""));
        const fs::path path = pathFromUtf8(folder);
        projects.push_back({path, name, opened, Project::isProject(path)});
    }
    return projects;
}

fs::path normal(const fs::path& folder) {
    std::error_code error;
    const fs::path absolute = fs::absolute(folder, error);
    return (error ? folder : absolute).lexically_normal();
}

} // namespace

RecentProjects::RecentProjects(fs::path file)
    : m_file(file.empty() ? platform::applicationDataFolder() / "recent.json" : std::move(file)) {}

std::vector<RecentProject> RecentProjects::list() const {
    auto projects = read(m_file);
    if (projects) return *std::move(projects);
    if (projects.error().code != ErrorCode::NotFound) log::warnOnce(projects.error().describe());
    return {};
}

Result<void> RecentProjects::add(const fs::path& folder, const std::string& name) {
    const fs::path path = normal(folder);
    std::vector<RecentProject> projects = list();
    std::erase_if(projects, [&](const RecentProject& project) { return project.folder == path; });
    projects.insert(projects.begin(), {path, name, utcNow(), true});
    if (projects.size() > kMost) projects.resize(kMost);
    return write(projects);
}

Result<void> RecentProjects::remove(const fs::path& folder) {
    std::vector<RecentProject> projects = list();
    if (std::erase_if(projects, [path = normal(folder)](const RecentProject& project) {
            return project.folder == path;
        }) == 0)
        return {};
    return write(projects);
}

Result<void> RecentProjects::write(const std::vector<RecentProject>& projects) const {
    Json list = Json::array();
    for (const RecentProject& project : projects)
        list.push_back({{"folder", utf8FromPath(project.folder)},
                        {"name", project.name},
                        {"opened", project.openedUtc}});
    ATTUNE_CHECK(makeFolder(m_file.parent_path()));
    return config::writeJsonFile(m_file, Json{{"version", 1}, {"projects", list}});
}

} // namespace attune::project
