// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/ClipMetadata.h"

namespace attune::config {

Result<ClipMetadata> metadataFromJson(const JsonView& view) {
    if (!view.value().is_object())
        return fail(ErrorCode::InvalidConfig, "Metadata should be an object", view.path());
    ClipMetadata metadata;
    for (const auto& item : view.value().items()) {
        const Json& value =
            item.value().is_array() && item.value().size() == 1 ? item.value()[0] : item.value();
        if (value.is_string()) {
            metadata.emplace(item.key(), value.get<std::string>());
        } else if (value.is_boolean()) {
            metadata.emplace(item.key(), value.get<bool>() ? 1.0 : 0.0);
        } else if (value.is_number()) {
            metadata.emplace(item.key(), value.get<double>());
        }
    }
    return metadata;
}

Json jsonFromMetadata(const ClipMetadata& metadata) {
    Json document = Json::object();
    for (const auto& [key, value] : metadata)
        std::visit([&, &name = key](const auto& inner) { document[name] = inner; }, value);
    return document;
}

} // namespace attune::config
