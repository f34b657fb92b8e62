// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/StoredPath.h"

#include "core/base/Text.h"

#include <algorithm>

namespace attune::project {

namespace fs = std::filesystem;
using config::Json;

namespace {

fs::path absolutePath(const fs::path& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error);
    return (error ? path : absolute).lexically_normal();
}

} // namespace

bool isInside(const fs::path& path, const fs::path& folder) {
    const fs::path inner = absolutePath(path);
    fs::path outer = absolutePath(folder);
    if (!outer.has_filename()) outer = outer.parent_path(); // "a/b/" has an empty last part
    const auto [end, unused] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end();
}

Json jsonFromPath(const fs::path& path, const fs::path& base) {
    const fs::path absolute = absolutePath(path);
    const fs::path relative = absolute.lexically_relative(absolutePath(base));
    if (isInside(absolute, base)) return Json{{"relative", genericUtf8FromPath(relative)}};
    Json stored{{"path", genericUtf8FromPath(absolute)}};
    if (!relative.empty()) stored["relative"] = genericUtf8FromPath(relative); // none between Windows drives
    return stored;
}

Result<fs::path> pathFromJson(const config::JsonView& view, const fs::path& base) {
    ATTUNE_TRY(const std::string absolute, view.stringOr("path", ""));
    ATTUNE_TRY(const std::string relative, view.stringOr("relative", ""));
    if (absolute.empty() && relative.empty())
        return fail(ErrorCode::InvalidConfig, concat(view.path(), " names no path"), view.path());
    const fs::path fromBase = relative.empty() ? fs::path() : absolutePath(base / pathFromUtf8(relative));
    if (absolute.empty()) return fromBase;
    const fs::path direct = absolutePath(pathFromUtf8(absolute));
    std::error_code ignored;
    if (fs::exists(direct, ignored) || fromBase.empty() || !fs::exists(fromBase, ignored)) return direct;
    return fromBase;
}

} // namespace attune::project
