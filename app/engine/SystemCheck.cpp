// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/SystemCheck.h"

#include "app/engine/GraphicsCheck.h"
#include "app/engine/Resources.h"
#include "app/engine/SelfTest.h"
#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/base/Version.h"
#include "core/base/platform/Platform.h"

#include <algorithm>
#include <chrono>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kGigabyte = 1'000'000'000;
constexpr std::int64_t kLeastMemoryBytes = 4 * kGigabyte; // the starter pack and a window; Small wants 16
constexpr std::int64_t kLeastDiskBytes = 5 * kGigabyte;   // one checkpoint of Small with its optimiser
constexpr std::size_t kSpeedTestBytes = 64'000'000;
constexpr double kSlowDiskBytesPerSecond = 50e6;

CheckItem checkMemory() {
    const std::int64_t total = platform::totalMemoryBytes();
    const std::int64_t available = platform::availableMemoryBytes();
    CheckItem item{"memory",
                   Verdict::Good,
                   "Memory",
                   concat(humanBytes(total), ", ", humanBytes(available), " free"),
                   {}};
    if (available < kLeastMemoryBytes) {
        item.verdict = Verdict::Warning;
        item.remedy = "Close other programs before encoding or training.";
    }
    return item;
}

// Writes a small file there, in the way all of the program's files are written.
Result<void> tryWriting(const fs::path& folder) {
    std::error_code error;
    ATTUNE_CHECK(makeFolder(folder));
    const fs::path file = folder / concat("attune-write-test-", platform::processId());
    ATTUNE_CHECK(writeTextAtomically(file, "test"));
    fs::remove(file, error);
    return {};
}

CheckItem checkFolder(const std::string& id, const std::string& title, const fs::path& folder) {
    CheckItem item{id, Verdict::Good, title, utf8FromPath(folder), {}};
    if (const auto written = tryWriting(folder); !written) {
        item.verdict = Verdict::Problem;
        item.detail = written.error().describe();
        item.remedy = "Make the folder writable, or point ATTUNE_DATA_HOME or ATTUNE_CACHE_HOME elsewhere.";
        return item;
    }
    if (const auto freeBytes = platform::freeDiskBytes(folder)) {
        item.detail += concat(", ", humanBytes(*freeBytes), " free");
        if (*freeBytes < kLeastDiskBytes) {
            item.verdict = Verdict::Warning;
            item.remedy = "Checkpoints of Stable Audio Open need several gigabytes each: free some space.";
        }
    }
    return item;
}

CheckItem checkDiskSpeed(const fs::path& folder) {
    CheckItem item{"disk-speed", Verdict::Good, "Disk speed", {}, {}};
    const fs::path file = folder / concat("attune-speed-test-", platform::processId());
    const std::vector<std::byte> bytes(kSpeedTestBytes, std::byte{0x5a});
    const auto start = std::chrono::steady_clock::now();
    const auto written = writeFileAtomically(file, bytes);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::error_code error;
    fs::remove(file, error);
    if (!written) {
        item.verdict = Verdict::Problem;
        item.detail = written.error().describe();
        item.remedy = written.error().remedy;
        return item;
    }
    const double speed = static_cast<double>(kSpeedTestBytes) / std::max(seconds.count(), 1e-6);
    item.detail = concat("writes ", humanBytes(static_cast<std::int64_t>(speed)), " a second");
    if (speed < kSlowDiskBytesPerSecond) {
        item.verdict = Verdict::Warning;
        item.remedy = "Checkpoints will take long to write: keep projects on a faster disk.";
    }
    return item;
}

CheckItem checkStarter() {
    CheckItem item{"starter", Verdict::Good, "Starter pack", {}, {}};
    if (const auto folder = starterFolder()) {
        item.detail = utf8FromPath(*folder);
    } else {
        item.verdict = Verdict::Warning;
        item.detail = folder.error().describe();
        item.remedy = "Quickstart and the tour do not work without it; everything else does.";
    }
    return item;
}

CheckItem soundOutputItem(const std::string& name) {
    if (!name.empty()) return {"sound-output", Verdict::Good, "Sound output", name, {}};
    return {"sound-output", Verdict::Warning, "Sound output", "none found",
            "Demos cannot be heard here; they are written as files all the same."};
}

void addEngineItems(std::vector<CheckItem>& items, const Result<std::shared_ptr<Engine>>& engine) {
    if (!engine) {
        items.push_back(
            {"engine", Verdict::Problem, "Engine", engine.error().describe(), "Install Attune again."});
        return;
    }
    const DevicesReport report = (*engine)->devices();
    items.push_back({"engine", Verdict::Good, "Engine", concat("LibTorch ", report.libraryVersion), {}});
    for (const DeviceReport& device : report.devices)
        items.push_back({concat("device-", device.id),
                         Verdict::Good,
                         concat("Device ", device.id),
                         concat(device.name, ", ", humanBytes(device.totalBytes),
                                device.hasFastBf16 ? ", fast bfloat16" : ""),
                         {}});
    if (!report.gpuProblem.empty())
        items.push_back({"gpu", Verdict::Warning, "GPU", report.gpuProblem,
                         "Training of Stable Audio Open wants an NVIDIA GPU with 8 GB or more; the starter "
                         "pack runs without."});
}

} // namespace

std::string_view verdictName(Verdict verdict) noexcept {
    switch (verdict) {
    case Verdict::Good:
        return "good";
    case Verdict::Warning:
        return "warning";
    case Verdict::Problem:
        break;
    }
    return "problem";
}

std::vector<CheckItem> checkSystem(const SystemCheckOptions& options,
                                   const Result<std::shared_ptr<Engine>>& engine) {
    std::vector<CheckItem> items;
    items.push_back({"version", Verdict::Good, "Attune", kVersion, {}});
    items.push_back(checkMemory());
    items.push_back(checkFolder("folder-data", "Data folder", platform::applicationDataFolder()));
    items.push_back(checkFolder("folder-cache", "Cache folder", platform::cacheFolder()));
    if (!options.projectFolder.empty())
        items.push_back(checkFolder("folder-project", "Project folder", options.projectFolder));
    if (options.measuresDisk)
        items.push_back(
            checkDiskSpeed(options.projectFolder.empty() ? platform::cacheFolder() : options.projectFolder));
    if (options.soundOutput) items.push_back(soundOutputItem(*options.soundOutput));
    items.push_back(checkStarter());
    for (CheckItem& item : graphicsItems(graphicsState())) items.push_back(std::move(item));
    addEngineItems(items, engine);
    if (!options.triesEverything || !engine || options.cancellation.isRequested()) return items;
    const fs::path place = platform::cacheFolder();
    std::error_code error;
    fs::create_directories(place, error); // a failure is the item of the cache folder
    const std::vector<CheckItem> tried = selfTest(**engine, place, options.progress, options.cancellation);
    items.insert(items.end(), tried.begin(), tried.end());
    return items;
}

std::string reportText(const std::vector<CheckItem>& items) {
    std::string text;
    for (const CheckItem& item : items) {
        const char* const mark = item.verdict == Verdict::Good      ? "ok      "
                                 : item.verdict == Verdict::Warning ? "warning "
                                                                    : "PROBLEM ";
        text += concat(mark, item.title, ": ", item.detail, "\n");
        if (!item.remedy.empty()) text += concat("        ", item.remedy, "\n");
    }
    return text;
}

Verdict worstOf(const std::vector<CheckItem>& items) noexcept {
    Verdict worst = Verdict::Good;
    for (const CheckItem& item : items) worst = std::max(worst, item.verdict);
    return worst;
}

} // namespace attune::engine
