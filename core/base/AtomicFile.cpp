// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"

#include "core/base/Folder.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <random>
#include <utility>

namespace attune {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPrefix = ".attune-tmp-";

// Process ids come again, so the process's birth goes along; in containers even at the same time on one
// drive, so a random number does too.
const std::string& prefixOfThisProcess() {
    static const std::string prefix =
        concat(kPrefix, platform::processId(), '-', platform::processBirth(platform::processId()), '-',
               std::random_device{}(), '-');
    return prefix;
}

// Beside the target, so that the rename stays on one volume. The name is short whatever the target's length.
fs::path temporaryBeside(const fs::path& target) {
    static std::atomic<unsigned> counter{0};
    const fs::path parent = target.has_parent_path() ? target.parent_path() : fs::path(".");
    return parent / concat(prefixOfThisProcess(), counter++);
}

bool isStillWritten(const std::string& name) {
    if (name.starts_with(prefixOfThisProcess())) return true;
    const char* const end = name.data() + name.size();
    std::int64_t process = 0;
    const auto id = std::from_chars(name.data() + kPrefix.size(), end, process);
    if (id.ec != std::errc()) return false;
    // Our own id without our birth and number: a process before us had it.
    if (process == platform::processId() || !platform::isProcessAlive(process)) return false;
    std::int64_t birth = 0;
    if (id.ptr == end || std::from_chars(id.ptr + 1, end, birth).ec != std::errc()) return true;
    const std::int64_t birthOfLiving = platform::processBirth(process);
    return birth == 0 || birthOfLiving == 0 || birth == birthOfLiving;
}

} // namespace

bool isTemporaryName(const fs::path& path) {
    return utf8FromPath(path.filename()).starts_with(kPrefix);
}

void removeLeftoverTemporaries(const fs::path& folder, std::string_view lastWritten) noexcept {
    std::error_code ignored;
    for (auto it = fs::directory_iterator(folder, ignored); !ignored && it != fs::directory_iterator();
         it.increment(ignored)) {
        const fs::path& entry = it->path();
        std::error_code entryIgnored;
        if (!isTemporaryName(entry) || isStillWritten(utf8FromPath(entry.filename()))) continue;
        if (!lastWritten.empty() && fs::exists(entry / lastWritten, entryIgnored)) continue;
        fs::remove_all(entry, entryIgnored);
    }
}

Result<void> writeFileAtomically(const fs::path& target, std::span<const std::byte> bytes) {
    ATTUNE_TRY(auto writer, AtomicFileWriter::open(target));
    ATTUNE_CHECK(writer.write(bytes));
    return writer.commit();
}

Result<void> writeTextAtomically(const fs::path& target, std::string_view text) {
    return writeFileAtomically(target, std::as_bytes(std::span(text.data(), text.size())));
}

Result<std::string> readTextFile(const fs::path& file, std::int64_t limitBytes) {
    std::error_code error;
    if (fs::is_directory(file, error))
        return fail(ErrorCode::UnsupportedFormat, "This is a folder, not a file", utf8FromPath(file));
    errno = 0;
    std::ifstream stream(file, std::ios::binary | std::ios::ate);
    if (!stream)
        return fail(errorFromSystem(errno != 0 ? errno : EIO, "Cannot open the file", utf8FromPath(file)));
    const auto size = static_cast<std::int64_t>(stream.tellg());
    if (size > limitBytes)
        return fail(ErrorCode::UnsupportedFormat,
                    concat("The file has ", humanBytes(size), ", which is too much for this kind of file"),
                    utf8FromPath(file));
    std::string text(static_cast<std::size_t>(std::max<std::int64_t>(size, 0)), '\0');
    stream.seekg(0);
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (stream.gcount() != static_cast<std::streamsize>(text.size()))
        return fail(ErrorCode::ReadFailed, "Cannot read the file", utf8FromPath(file));
    return text;
}

Result<AtomicFileWriter> AtomicFileWriter::open(const fs::path& target) {
    fs::path temporary = temporaryBeside(target);
    auto descriptor = platform::openForWriting(temporary);
    if (!descriptor) {
        Error error = std::move(descriptor).error();
        error.context = utf8FromPath(target);
        return fail(std::move(error));
    }
    return AtomicFileWriter(target, std::move(temporary), *descriptor);
}

AtomicFileWriter::AtomicFileWriter(AtomicFileWriter&& other) noexcept
    : m_target(std::move(other.m_target)), m_temporary(std::move(other.m_temporary)),
      m_descriptor(std::exchange(other.m_descriptor, -1)) {
    other.m_temporary.clear();
}

AtomicFileWriter& AtomicFileWriter::operator=(AtomicFileWriter&& other) noexcept {
    if (this != &other) {
        discard();
        m_target = std::move(other.m_target);
        m_temporary = std::move(other.m_temporary);
        other.m_temporary.clear();
        m_descriptor = std::exchange(other.m_descriptor, -1);
    }
    return *this;
}

AtomicFileWriter::~AtomicFileWriter() {
    discard();
}

void AtomicFileWriter::discard() noexcept {
    if (m_descriptor >= 0) platform::closeQuietly(std::exchange(m_descriptor, -1));
    if (!m_temporary.empty()) {
        std::error_code ignored;
        fs::remove(m_temporary, ignored);
        m_temporary.clear();
    }
}

Result<void> AtomicFileWriter::write(std::span<const std::byte> bytes) {
    return platform::writeAll(m_descriptor, bytes, m_target);
}

Result<void> AtomicFileWriter::commit() {
    ATTUNE_CHECK(platform::syncAndClose(std::exchange(m_descriptor, -1), m_target));
    ATTUNE_CHECK(platform::replaceFile(m_temporary, m_target));
    m_temporary.clear();
    platform::syncDirectory(m_target.has_parent_path() ? m_target.parent_path() : fs::path("."));
    return {};
}

Result<AtomicDirectory> AtomicDirectory::create(const fs::path& target) {
    fs::path temporary = temporaryBeside(target);
    if (auto made = makeFolder(temporary); !made) {
        Error error = std::move(made).error();
        error.context = utf8FromPath(target); // the temporary name would tell nobody anything
        return fail(std::move(error));
    }
    return AtomicDirectory(target, std::move(temporary));
}

AtomicDirectory::AtomicDirectory(AtomicDirectory&& other) noexcept
    : m_target(std::move(other.m_target)), m_temporary(std::move(other.m_temporary)) {
    other.m_temporary.clear();
}

AtomicDirectory& AtomicDirectory::operator=(AtomicDirectory&& other) noexcept {
    if (this != &other) {
        discard();
        m_target = std::move(other.m_target);
        m_temporary = std::move(other.m_temporary);
        other.m_temporary.clear();
    }
    return *this;
}

AtomicDirectory::~AtomicDirectory() {
    discard();
}

void AtomicDirectory::discard() noexcept {
    if (m_temporary.empty()) return;
    std::error_code ignored;
    fs::remove_all(m_temporary, ignored);
    m_temporary.clear();
}

Result<void> AtomicDirectory::commit() {
    platform::syncDirectory(m_temporary);
    std::error_code error;
    const bool replaces = fs::exists(m_target, error);
    if (replaces) {
        ATTUNE_CHECK(platform::exchangeFolders(m_temporary, m_target));
    } else {
        ATTUNE_CHECK(
            platform::replaceFile(m_temporary, m_target)); // moves folders too, where nothing is in the way
    }
    platform::syncDirectory(m_target.has_parent_path() ? m_target.parent_path() : fs::path("."));
    if (replaces) discard(); // by now the old one
    m_temporary.clear();
    return {};
}

} // namespace attune
