// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text as a project.json. What is accepted must be an object with a version, and stay so when it is written.
#include "core/project/Project.h"

#include <cstdint>
#include <cstdlib>

using namespace attune;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto document = project::parseProjectDocument(text, "fuzz");
    if (!document) return 0;
    if (!document->is_object() || !document->at("version").is_number()) std::abort();
    const std::string written = document->dump(2, ' ', false, config::Json::error_handler_t::replace);
    const auto again = project::parseProjectDocument(written, "again");
    if (!again || again->size() != document->size()) std::abort();
    return 0;
}
