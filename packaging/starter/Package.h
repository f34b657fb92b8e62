// SPDX-License-Identifier: GPL-3.0-or-later
//
// Package: from the work folder to resources/starter: weights in half precision, configurations, clips.
//
// Threads: one.
#pragma once

#include "core/base/Result.h"
#include "packaging/starter/Recordings.h"
#include "packaging/starter/Work.h"

#include <filesystem>

namespace attune::starter {

// configs/starter/model_config.json with the scale of the latents in it; <work>/model_config.json.
[[nodiscard]] Result<void> writeScaledConfig(const Work& work, double scale);

// model_config.json, model.safetensors (transformer, conditioner and autoencoder), t5/. Errors: NotFound when
// a training has not been done; those of reading and writing.
[[nodiscard]] Result<void> packageModel(const Work& work, const std::filesystem::path& target);

// clips/tabla/*.flac: the tabla recordings, which no training has heard.
[[nodiscard]] Result<void> packageClips(const Recordings& recordings, const std::filesystem::path& target);

[[nodiscard]] Result<void> writeFlac(const std::filesystem::path& file, const StereoSound& sound,
                                     const std::string& prompt);

} // namespace attune::starter
