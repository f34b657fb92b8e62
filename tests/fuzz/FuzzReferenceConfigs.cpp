// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text as each of stable-audio-tools' small files: dataset_config.json, defaults.ini, a metadata module.
#include "core/config/DatasetConfig.h"
#include "core/config/IniFile.h"
#include "core/config/MetadataModule.h"

#include <cstdint>
#include <cstdlib>

using namespace attune::config;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto document = parseJson(text, "fuzz"))
        if (const auto config = parseDatasetConfig(*document)) {
            if (config->sources.empty() || !parseDatasetConfig(jsonFromDatasetConfig(*config))) std::abort();
        }
    if (const auto ini = IniFile::parse(text, "fuzz"))
        for (const IniFile::Section& section : ini->sections())
            if (ini->literals(section.name).size() > section.values.size()) std::abort();
    static_cast<void>(jsonFromPythonLiteral(text).dump());
    static_cast<void>(recogniseMetadataModule(text));
    return 0;
}
