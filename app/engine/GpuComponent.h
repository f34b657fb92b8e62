// SPDX-License-Identifier: GPL-3.0-or-later
//
// GpuComponent: the libraries that LibTorch needs for NVIDIA GPUs, added to an installation or taken away
// again.
//
// They are too big for the installer (over 2 GB), so they are a component of their own: a manifest
// `attune-gpu-….json` with the name, size and SHA-256 of each file, which lie beside the manifest or at the
// address it names. What is there and right already is kept; downloads go through the system's curl, resume
// where they stopped, and are checked before they take their place. packaging/gpu/make-component writes
// manifests.
//
//     {"format": "attune-gpu", "version": 1, "system": "windows-x64",
//      "base": {"path": "torch_cpu.dll", "sha256": "…"},       the library of the installation that the
//      component fits "address": "https://…/",                                 optional: where the files are
//      "files": [{"path": "torch_cuda.dll", "size": 1, "sha256": "…"}]}
//
// Threads: a job as any other; the functions block.
#pragma once

#include "core/base/Cancellation.h"
#include "core/base/Progress.h"
#include "core/base/Result.h"
#include "core/jobs/Job.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::engine {

struct GpuFile {
    std::string path; // relative to the engine's folder, '/' between folders
    std::int64_t sizeBytes{0};
    std::string sha256;
};

struct GpuManifest {
    std::string system; // "windows-x64", "linux-x64"
    GpuFile base;       // size not given
    std::string address;
    std::vector<GpuFile> files;

    [[nodiscard]] std::int64_t totalBytes() const noexcept;
};

// Errors: InvalidConfig naming what is wrong (also paths that leave the folder), VersionTooNew.
[[nodiscard]] Result<GpuManifest> gpuManifestFromText(std::string_view text, const std::string& place);

struct GpuComponentRequest {
    std::string manifest;               // a file, or an address (https://…)
    std::filesystem::path engineFolder; // where the engine module is: lib/attune
    std::filesystem::path downloads;    // unfinished downloads are kept here
};

// Adds the component. Needs no restart of what runs without a GPU; programs that are open use it from their
// next start. Errors: NotFound (manifest, file without an address), InvalidConfig, Refused (made for another
// LibTorch or system), Corrupt (a file is not the promised one), ReadFailed (download), PermissionDenied,
// DiskFull, Cancelled.
[[nodiscard]] std::unique_ptr<jobs::Job> makeGpuComponentJob(GpuComponentRequest request);

// What was added to the installation; empty when nothing was.
[[nodiscard]] std::optional<GpuManifest> addedGpuComponent(const std::filesystem::path& engineFolder);

// Removes the files that were added. Errors: NotFound (nothing was added), PermissionDenied.
[[nodiscard]] Result<void> removeGpuComponent(const std::filesystem::path& engineFolder);

} // namespace attune::engine
