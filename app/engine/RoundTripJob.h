// SPDX-License-Identifier: GPL-3.0-or-later
//
// RoundTripJob: a sound through the model's autoencoder and back, to hear what the model can hear of it.
//
// Takes the beginning of the sound, as long as the model's window. The target's folder must exist.
#pragma once

#include "core/project/ModelCard.h"

#include <filesystem>
#include <string>

namespace attune::engine {

struct RoundTripRequest {
    project::ModelCard model;
    std::filesystem::path sound;
    std::filesystem::path target; // a .flac
    std::string device{"auto"};
};

} // namespace attune::engine
