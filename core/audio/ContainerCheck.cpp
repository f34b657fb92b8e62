// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/ContainerCheck.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

namespace attune::audio::detail {

namespace {

// A few bytes at a place in the file; what lies beyond its end reads as zero.
template <std::size_t Size>
struct Bytes {
    std::array<std::byte, Size> data{};
    std::size_t count{0};

    Bytes(const ByteSource& source, std::int64_t offset) : count(source(offset, data)) {}
    [[nodiscard]] bool isComplete() const { return count == Size; }
    [[nodiscard]] bool has(std::size_t at, std::string_view text) const {
        return at + text.size() <= count && std::memcmp(data.data() + at, text.data(), text.size()) == 0;
    }
    [[nodiscard]] std::uint64_t little(std::size_t at, std::size_t length) const {
        std::uint64_t value = 0;
        for (std::size_t i = length; i-- > 0;)
            value = value << 8 | std::to_integer<std::uint64_t>(data[at + i]);
        return value;
    }
    [[nodiscard]] std::uint64_t big(std::size_t at, std::size_t length) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < length; ++i)
            value = value << 8 | std::to_integer<std::uint64_t>(data[at + i]);
        return value;
    }
};

constexpr std::uint32_t kUnknownSize =
    0xFFFFFFFF;                    // of streams that were never finished: up to the end of the file
constexpr int kMostChunks = 10000; // a damaged file must not keep us walking

// Sound bytes missing at the end, when a data chunk at `begin` promises `size` of them.
std::int64_t missingAfter(std::int64_t begin, std::uint64_t size, std::int64_t fileBytes) {
    const auto available = static_cast<std::uint64_t>(std::max<std::int64_t>(fileBytes - begin, 0));
    if (size <= available || size - available > (std::uint64_t{1} << 62)) return 0;
    return static_cast<std::int64_t>(size - available);
}

std::int64_t missingInRiff(const ByteSource& source, std::int64_t fileBytes, bool isBigEndian) {
    std::uint64_t longDataSize = 0; // of an RF64's 'ds64' chunk
    std::int64_t at = 12;
    for (int i = 0; i < kMostChunks && at < fileBytes; ++i) {
        const Bytes<8> chunk(source, at);
        if (!chunk.isComplete()) return 0;
        std::uint64_t size = isBigEndian ? chunk.big(4, 4) : chunk.little(4, 4);
        if (chunk.has(0, "ds64")) {
            const Bytes<16> sizes(source, at + 8);
            if (sizes.isComplete()) longDataSize = sizes.little(8, 8);
        }
        if (chunk.has(0, "data")) {
            if (size == kUnknownSize) size = longDataSize;
            return missingAfter(at + 8, size, fileBytes);
        }
        at += 8 + static_cast<std::int64_t>(size) + static_cast<std::int64_t>(size & 1);
    }
    return 0;
}

std::int64_t missingInAiff(const ByteSource& source, std::int64_t fileBytes) {
    std::int64_t at = 12;
    for (int i = 0; i < kMostChunks && at < fileBytes; ++i) {
        const Bytes<8> chunk(source, at);
        if (!chunk.isComplete()) return 0;
        const std::uint64_t size = chunk.big(4, 4);
        if (chunk.has(0, "SSND")) return size == kUnknownSize ? 0 : missingAfter(at + 8, size, fileBytes);
        at += 8 + static_cast<std::int64_t>(size) + static_cast<std::int64_t>(size & 1);
    }
    return 0;
}

// A page is at most 65,307 bytes, so the last one begins within the last 64 KiB.
bool oggEndsEarly(const ByteSource& source, std::int64_t fileBytes) {
    constexpr std::int64_t kLongestPage = 65307;
    std::vector<std::byte> tail(static_cast<std::size_t>(std::min(fileBytes, kLongestPage)));
    tail.resize(source(fileBytes - static_cast<std::int64_t>(tail.size()), tail));
    const std::string_view text(reinterpret_cast<const char*>(tail.data()), tail.size());
    // A page: "OggS", version, flags, 20 bytes, number of segments, their lengths, then the segments.
    constexpr std::size_t kHeaderBytes = 27;
    const std::size_t page = text.rfind("OggS");
    if (page == std::string_view::npos || page + kHeaderBytes > text.size()) return true;
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    std::size_t end = page + kHeaderBytes + byteAt(page + 26);
    if (end > text.size()) return true;
    for (std::size_t i = page + kHeaderBytes, table = end; i < table; ++i) end += byteAt(i);
    constexpr unsigned char kEndOfStream = 4;
    return end > text.size() || (byteAt(page + 5) & kEndOfStream) == 0;
}

bool isMpegAudio(const Bytes<12>& head) {
    return head.has(0, "ID3") || (head.count >= 2 && (head.big(0, 2) & 0xFFE0U) == 0xFFE0U);
}

} // namespace

bool isKnownContainer(const ByteSource& source) {
    const Bytes<12> head(source, 0);
    const bool isWave =
        (head.has(0, "RIFF") || head.has(0, "RIFX") || head.has(0, "RF64")) && head.has(8, "WAVE");
    const bool isAiff = head.has(0, "FORM") && (head.has(8, "AIFF") || head.has(8, "AIFC"));
    return isWave || isAiff || head.has(0, "fLaC") || head.has(0, "OggS") || head.has(0, "caff") ||
           head.has(0, "riff\x2E\x91\xCF\x11") || isMpegAudio(head);
}

ContainerPromise checkContainer(const ByteSource& source, std::int64_t sizeBytes) {
    const Bytes<12> head(source, 0);
    ContainerPromise promise;
    if (head.has(0, "RIFF") || head.has(0, "RF64"))
        promise.missingBytes = missingInRiff(source, sizeBytes, false);
    else if (head.has(0, "RIFX"))
        promise.missingBytes = missingInRiff(source, sizeBytes, true);
    else if (head.has(0, "FORM"))
        promise.missingBytes = missingInAiff(source, sizeBytes);
    else if (head.has(0, "OggS"))
        promise.endsEarly = oggEndsEarly(source, sizeBytes);
    return promise;
}

} // namespace attune::audio::detail
