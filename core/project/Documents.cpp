// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/Documents.h"

#include "core/base/Text.h"

namespace attune::project {

using config::Json;

Result<Json> readDocument(const std::filesystem::path& file, std::string_view format, std::int64_t newest) {
    ATTUNE_TRY(Json document, config::readJsonFile(file));
    const std::string name = utf8FromPath(file);
    if (!document.is_object()) return fail(ErrorCode::InvalidConfig, "The document is not an object", name);
    const config::JsonView view(document, "");
    ATTUNE_TRY(const std::string found, view.stringOr("format", ""));
    ATTUNE_TRY(const std::int64_t version, view.integerOr("version", 0));
    if (found != format || version < 1)
        return fail(ErrorCode::InvalidConfig, concat("This is not a document of kind ", format), name);
    if (version > newest)
        return fail(ErrorCode::VersionTooNew, "The document was written by a newer Attune", name,
                    "Update Attune to read it.");
    return document;
}

Json memberOrNull(const Json& document, std::string_view key) {
    const auto found = document.find(key);
    return found == document.end() ? Json() : *found;
}

} // namespace attune::project
