// SPDX-License-Identifier: GPL-3.0-or-later
//
// Recordings: the CC0 samples of Sonic Pi (Debian package sonic-pi-samples), read and described by their
// names.
//
// The tabla recordings are left out of everything that the starter model learns: they are its fine-tuning set
// (resources/starter/clips), so that a run teaches it something it has never heard. Every tenth of the others
// is held out for the report. Threads: any.
#pragma once

#include "core/base/Result.h"
#include "packaging/starter/Sound.h"

#include <filesystem>
#include <string>
#include <vector>

namespace attune::starter {

struct Recording {
    std::string name; // of the file, without extension
    DescribedSound described;
};

struct Recordings {
    std::vector<Recording> training;
    std::vector<Recording> heldOut;
    std::vector<Recording> tabla;
};

// Stereo at 44.1 kHz, whole length. Errors: NotFound where the package is not installed; those of the reader.
[[nodiscard]] Result<Recordings> readRecordings(const std::filesystem::path& folder);

// What the name of a sample says: "bd_808" is a kick drum. Unknown prefixes become "sound".
[[nodiscard]] Description describeRecording(const std::string& name);

} // namespace attune::starter
