// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Hash.h"

#include "core/base/Text.h"

#include <xxhash.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <vector>

namespace attune {

std::string ContentHash::hex() const {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text(32, '0');
    for (std::size_t i = 0; i < 16; ++i) {
        text[i] = kDigits[(high >> (60 - 4 * i)) & 0xF];
        text[16 + i] = kDigits[(low >> (60 - 4 * i)) & 0xF];
    }
    return text;
}

Result<ContentHash> ContentHash::fromHex(std::string_view text) {
    if (text.size() != 32)
        return fail(ErrorCode::InvalidArgument, "A content hash has 32 digits", std::string(text));
    std::array<std::uint64_t, 2> words{};
    for (std::size_t i = 0; i < 32; ++i) {
        const char c = text[i];
        std::uint64_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = static_cast<std::uint64_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = static_cast<std::uint64_t>(c - 'a' + 10);
        else
            return fail(ErrorCode::InvalidArgument, "Not a content hash", std::string(text));
        words[i / 16] = words[i / 16] << 4 | digit;
    }
    return ContentHash{words[0], words[1]};
}

struct Hasher::Impl {
    XXH3_state_t* state = XXH3_createState();
    Impl() { XXH3_128bits_reset(state); }
    ~Impl() { XXH3_freeState(state); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
};

Hasher::Hasher() : m_impl(std::make_unique<Impl>()) {}
Hasher::~Hasher() = default;

void Hasher::add(std::span<const std::byte> bytes) {
    XXH3_128bits_update(m_impl->state, bytes.data(), bytes.size());
}

void Hasher::add(std::string_view text) {
    addNumber(static_cast<std::uint64_t>(text.size()));
    add(std::as_bytes(std::span(text.data(), text.size())));
}

ContentHash Hasher::digest() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(m_impl->state);
    return {hash.high64, hash.low64};
}

ContentHash hashBytes(std::span<const std::byte> bytes) {
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    return {hash.high64, hash.low64};
}

Result<ContentHash> hashFile(const std::filesystem::path& file, const Cancellation& cancellation,
                             const ProgressSink& progress) {
    constexpr std::int64_t kMegabyte = 1'000'000;
    constexpr std::int64_t kBytesAReport = 16 * kMegabyte;
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        return fail(errorFromSystem(errno != 0 ? errno : EIO, "Cannot open the file", utf8FromPath(file)));
    std::error_code error;
    const auto size = progress ? static_cast<std::int64_t>(std::filesystem::file_size(file, error)) : 0;
    std::int64_t read = 0;
    std::int64_t reported = -kBytesAReport;
    Hasher hasher;
    std::vector<char> block(1 << 20);
    while (stream) {
        ATTUNE_CHECK(cancellation.check("Reading"));
        errno = 0;
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        if (stream.bad())
            return fail(
                errorFromSystem(errno != 0 ? errno : EIO, "Cannot read the file", utf8FromPath(file)));
        hasher.add(std::as_bytes(std::span(block.data(), static_cast<std::size_t>(stream.gcount()))));
        read += stream.gcount();
        if (!progress || read - reported < kBytesAReport) continue;
        progress({"Reading", read / kMegabyte, error ? 0 : size / kMegabyte, "MB", {}});
        reported = read;
    }
    return hasher.digest();
}

} // namespace attune
