// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text as a project.json and as an entry of the registry of models. What is accepted stays the same when it
// is written.
#include "core/project/ModelCard.h"
#include "core/project/Project.h"

#include <cstdint>
#include <cstdlib>

using namespace attune;

namespace {

void readCard(const config::Json& document) {
    const auto card = project::ModelCard::fromJson({document, ""});
    if (!card) return;
    const config::Json written = card->toJson();
    const auto again = project::ModelCard::fromJson({written, ""});
    if (!again || again->toJson() != written || card->parameterCount() < 0) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto any = config::parseJson(text, "fuzz")) readCard(*any);
    const auto document = project::parseProjectDocument(text, "fuzz");
    if (!document) return 0;
    if (!document->is_object() || !document->at("version").is_number()) std::abort();
    const std::string written = document->dump(2, ' ', false, config::Json::error_handler_t::replace);
    const auto again = project::parseProjectDocument(written, "again");
    if (!again || again->size() != document->size()) std::abort();
    return 0;
}
