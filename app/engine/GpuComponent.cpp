// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/GpuComponent.h"

#include "core/base/AtomicFile.h"
#include "core/base/Folder.h"
#include "core/base/Sha256.h"
#include "core/base/Text.h"
#include "core/base/platform/Command.h"
#include "core/base/platform/Platform.h"
#include "core/config/Json.h"

#include <fstream>
#include <functional>

namespace attune::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kMostFileBytes = std::int64_t{1} << 40; // sums of them stay numbers
constexpr const char* kRecord = "gpu.json"; // the manifest of what was added, in the engine's folder
#ifdef _WIN32
constexpr std::string_view kSystem = "windows-x64";
#else
constexpr std::string_view kSystem = "linux-x64";
#endif

// Names of our own making only: no way out of the folder, no drives, nothing that needs quoting in an
// address.
bool isPlainPath(std::string_view path) {
    for (const std::string& part : split(path, '/')) {
        if (part.empty() || part.front() == '.') return false;
        for (const char c : part)
            if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                  c == '_' || c == '-' || c == '+'))
                return false;
    }
    return true;
}

bool isAddress(std::string_view place) {
    return place.starts_with("https://") || place.starts_with("file://");
}

Result<GpuFile> fileFromJson(const config::Json& json, const std::string& place) {
    GpuFile file;
    const auto holds = [&](const char* key, bool (config::Json::*is)() const noexcept) {
        return json.contains(key) && (json[key].*is)();
    };
    if (holds("path", &config::Json::is_string)) file.path = json["path"].get<std::string>();
    if (holds("size", &config::Json::is_number_integer)) file.sizeBytes = json["size"].get<std::int64_t>();
    if (holds("sha256", &config::Json::is_string)) file.sha256 = json["sha256"].get<std::string>();
    if (!isPlainPath(file.path) || file.sha256.size() != 64 || file.sizeBytes < 0 ||
        file.sizeBytes > kMostFileBytes)
        return fail(ErrorCode::InvalidConfig,
                    concat("The manifest's entry for \"", file.path, "\" is not valid"), place);
    return file;
}

// `progress` hears how many bytes of the target there are.
Result<void> download(const std::string& address, const fs::path& target, const Cancellation& cancellation,
                      const std::function<void(std::int64_t)>& progress = {}) {
    const auto look = [&] {
        std::error_code error;
        const std::uintmax_t size = fs::file_size(target, error);
        if (progress && !error) progress(static_cast<std::int64_t>(size));
    };
    const auto code =
        platform::runCommand({"curl", "--fail", "--location", "--silent", "--proto", "=https,file", "--retry",
                              "3", "--continue-at", "-", "--output", utf8FromPath(target), address},
                             cancellation, look);
    if (!code && code.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound, "Downloading needs the program curl", {},
                    "Install it, or fetch the files yourself and name the manifest beside them.");
    if (!code) return fail(code.error());
    if (*code == 0) return {};
    return fail(ErrorCode::ReadFailed, concat("The download failed (curl says ", *code, ")"), address,
                "Look at the connection and do it again: it goes on where it stopped.");
}

class GpuComponentJob final : public jobs::Job {
public:
    explicit GpuComponentJob(GpuComponentRequest request) : m_request(std::move(request)) {}
    [[nodiscard]] std::string title() const override { return "Add GPU libraries"; }
    [[nodiscard]] bool needsDevice() const override { return false; }
    [[nodiscard]] Result<void> run(jobs::JobContext& context) override;

private:
    [[nodiscard]] Result<std::string> manifestText(const Cancellation& cancellation);
    [[nodiscard]] Result<void> checkFits(const GpuManifest& manifest, const Cancellation& cancellation) const;
    // Where the file's bytes are: beside the manifest, else downloaded.
    [[nodiscard]] Result<fs::path> source(const GpuFile& file, const GpuManifest& manifest,
                                          const Cancellation& cancellation,
                                          const std::function<void(std::int64_t)>& progress) const;
    [[nodiscard]] Result<void> place(const GpuFile& file, const fs::path& source,
                                     const Cancellation& cancellation) const;

    GpuComponentRequest m_request;
};

bool hasSize(const fs::path& place, const GpuFile& file) {
    std::error_code error;
    return fs::file_size(place, error) == static_cast<std::uintmax_t>(file.sizeBytes) && !error;
}

// The promised file is there already.
bool isThere(const fs::path& place, const GpuFile& file, const Cancellation& cancellation) {
    if (!hasSize(place, file)) return false;
    const auto hash = sha256OfFile(place, cancellation);
    return hash && *hash == file.sha256;
}

Result<std::string> GpuComponentJob::manifestText(const Cancellation& cancellation) {
    if (!isAddress(m_request.manifest)) return readTextFile(pathFromUtf8(m_request.manifest), 1 << 20);
    const fs::path copy = m_request.downloads / "manifest.json";
    std::error_code ignored;
    fs::remove(copy, ignored); // an old one must not be continued
    ATTUNE_CHECK(download(m_request.manifest, copy, cancellation));
    return readTextFile(copy, 1 << 20);
}

Result<void> GpuComponentJob::checkFits(const GpuManifest& manifest, const Cancellation& cancellation) const {
    if (manifest.system != kSystem)
        return fail(ErrorCode::Refused,
                    concat("These libraries are for ", manifest.system, ", this is ", kSystem),
                    m_request.manifest);
    const auto hash = sha256OfFile(m_request.engineFolder / pathFromUtf8(manifest.base.path), cancellation);
    if (!hash && hash.error().code == ErrorCode::Cancelled) return fail(hash.error());
    if (!hash || *hash != manifest.base.sha256)
        return fail(ErrorCode::Refused, "These libraries belong to another version of Attune",
                    m_request.manifest, "Take the GPU component of the version that is installed.");
    ATTUNE_TRY(const std::int64_t freeBytes, platform::freeDiskBytes(m_request.engineFolder));
    std::int64_t neededBytes = 0; // what came before it was stopped is there already
    for (const GpuFile& file : manifest.files)
        if (!hasSize(m_request.engineFolder / pathFromUtf8(file.path), file)) neededBytes += file.sizeBytes;
    if (freeBytes < neededBytes)
        return fail(ErrorCode::DiskFull,
                    concat("The GPU libraries need ", humanBytes(neededBytes), ", ", humanBytes(freeBytes),
                           " are free"),
                    utf8FromPath(m_request.engineFolder), "Free some space.");
    return {};
}

Result<fs::path> GpuComponentJob::source(const GpuFile& file, const GpuManifest& manifest,
                                         const Cancellation& cancellation,
                                         const std::function<void(std::int64_t)>& progress) const {
    if (!isAddress(m_request.manifest)) {
        const fs::path beside = pathFromUtf8(m_request.manifest).parent_path() / pathFromUtf8(file.path);
        std::error_code error;
        if (fs::exists(beside, error)) return beside;
    }
    if (manifest.address.empty())
        return fail(ErrorCode::NotFound, "The manifest's file is not beside it, and it names no address",
                    file.path, "Copy all files of the component into one folder.");
    const fs::path part = m_request.downloads / (file.sha256 + ".part");
    if (!hasSize(part, file))
        ATTUNE_CHECK(download(manifest.address + file.path, part, cancellation, progress));
    return part;
}

// Copies while hashing, so that what was checked is what is installed.
Result<void> GpuComponentJob::place(const GpuFile& file, const fs::path& source,
                                    const Cancellation& cancellation) const {
    const fs::path target = m_request.engineFolder / pathFromUtf8(file.path);
    std::error_code error;
    ATTUNE_CHECK(makeFolder(target.parent_path()));
    ATTUNE_TRY(auto writer, AtomicFileWriter::open(target));
    std::ifstream stream(source, std::ios::binary);
    if (!stream) return fail(ErrorCode::ReadFailed, "Cannot open the file", utf8FromPath(source));
    Sha256 hash;
    std::vector<char> block(1 << 20);
    while (stream) {
        ATTUNE_CHECK(cancellation.check("Copying"));
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        if (stream.bad()) return fail(ErrorCode::ReadFailed, "Cannot read the file", utf8FromPath(source));
        const auto bytes = std::as_bytes(std::span(block.data(), static_cast<std::size_t>(stream.gcount())));
        hash.add(bytes);
        ATTUNE_CHECK(writer.write(bytes));
    }
    const bool isOurs = source.parent_path() == m_request.downloads;
    if (hash.finish() != file.sha256) {
        if (isOurs) fs::remove(source, error); // else every further try would continue the wrong bytes
        return fail(ErrorCode::Corrupt, "This is not the file that the manifest promises",
                    utf8FromPath(source), "Fetch it again.");
    }
    ATTUNE_CHECK(writer.commit());
    if (isOurs) fs::remove(source, error);
    return {};
}

Result<void> GpuComponentJob::run(jobs::JobContext& context) {
    const Cancellation stop = context.controls.stop();
    std::error_code error;
    fs::create_directories(m_request.downloads, error); // what is wrong shows at the first download
    ATTUNE_TRY(const std::string text, manifestText(stop));
    ATTUNE_TRY(const GpuManifest manifest, gpuManifestFromText(text, m_request.manifest));
    ATTUNE_CHECK(checkFits(manifest, stop));
    context.stateChanged(jobs::JobState::Running);
    std::int64_t done = 0;
    for (const GpuFile& file : manifest.files) {
        const auto tell = [&](std::int64_t bytes) {
            context.progress(
                {"Adding GPU libraries", done + bytes, manifest.totalBytes(), "bytes", file.path});
        };
        tell(0);
        if (!isThere(m_request.engineFolder / pathFromUtf8(file.path), file, stop)) {
            ATTUNE_TRY(const fs::path from, source(file, manifest, stop, tell));
            ATTUNE_CHECK(place(file, from, stop));
        }
        done += file.sizeBytes;
    }
    context.progress({"Adding GPU libraries", done, manifest.totalBytes(), "bytes", {}});
    return writeTextAtomically(m_request.engineFolder / kRecord, text);
}

} // namespace

std::int64_t GpuManifest::totalBytes() const noexcept {
    std::int64_t total = 0;
    for (const GpuFile& file : files) total += file.sizeBytes;
    return total;
}

Result<GpuManifest> gpuManifestFromText(std::string_view text, const std::string& place) {
    const config::Json json = config::Json::parse(text, nullptr, false);
    const auto isText = [&](const char* key) { return json.contains(key) && json[key].is_string(); };
    if (!json.is_object() || !isText("format") || json["format"] != "attune-gpu")
        return fail(ErrorCode::InvalidConfig, "This is not the manifest of Attune's GPU libraries", place);
    if (!json.contains("version") || json["version"] != kVersion)
        return fail(ErrorCode::VersionTooNew, "This manifest is of a newer kind", place,
                    "Update Attune first.");
    if (!isText("system") || !json.contains("base") || !json.contains("files") || !json["files"].is_array())
        return fail(ErrorCode::InvalidConfig, "The manifest is not complete", place);
    GpuManifest manifest;
    manifest.system = json["system"].get<std::string>();
    if (isText("address")) manifest.address = json["address"].get<std::string>();
    if (!manifest.address.empty() && (!isAddress(manifest.address) || manifest.address.back() != '/'))
        return fail(ErrorCode::InvalidConfig,
                    "The manifest's address must begin with https:// and end with /", place);
    ATTUNE_TRY(manifest.base, fileFromJson(json["base"], place));
    for (const config::Json& entry : json["files"]) {
        ATTUNE_TRY(GpuFile file, fileFromJson(entry, place));
        manifest.files.push_back(std::move(file));
    }
    return manifest;
}

std::unique_ptr<jobs::Job> makeGpuComponentJob(GpuComponentRequest request) {
    return std::make_unique<GpuComponentJob>(std::move(request));
}

std::optional<GpuManifest> addedGpuComponent(const fs::path& engineFolder) {
    const auto text = readTextFile(engineFolder / kRecord, 1 << 20);
    const auto manifest =
        text ? gpuManifestFromText(*text, kRecord) : Result<GpuManifest>(fail(text.error()));
    return manifest ? std::optional(*manifest) : std::nullopt;
}

Result<void> removeGpuComponent(const fs::path& engineFolder) {
    const fs::path record = engineFolder / kRecord;
    std::error_code error;
    if (!fs::exists(record, error))
        return fail(ErrorCode::NotFound, "No GPU libraries were added here", utf8FromPath(engineFolder));
    ATTUNE_TRY(const std::string text, readTextFile(record, 1 << 20));
    ATTUNE_TRY(const GpuManifest manifest, gpuManifestFromText(text, utf8FromPath(record)));
    for (const GpuFile& file : manifest.files) {
        fs::remove(engineFolder / pathFromUtf8(file.path), error);
        if (error)
            return fail(errorFromException(std::system_error(error, "Cannot remove the file"), file.path));
        fs::path folder = (engineFolder / pathFromUtf8(file.path)).parent_path();
        for (; folder != engineFolder && fs::is_empty(folder, error) && !error; folder = folder.parent_path())
            fs::remove(folder, error);
    }
    fs::remove(record, error);
    if (error)
        return fail(
            errorFromException(std::system_error(error, "Cannot remove the file"), utf8FromPath(record)));
    return {};
}

} // namespace attune::engine
