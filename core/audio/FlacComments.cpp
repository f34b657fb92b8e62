// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audio/FlacComments.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/Version.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <span>

namespace attune::audio::detail {

namespace {

constexpr unsigned char kLastBlock = 0x80;
constexpr unsigned char kVorbisComment = 4;
constexpr std::size_t kLongestBlock = (1U << 24) - 1;

void appendLittle32(std::string& bytes, std::size_t value) {
    for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(value >> shift & 0xFF);
}

std::string blockHeader(unsigned char type, std::size_t length) {
    return {static_cast<char>(type), static_cast<char>(length >> 16 & 0xFF),
            static_cast<char>(length >> 8 & 0xFF), static_cast<char>(length & 0xFF)};
}

std::string commentBlock(const FlacComments& comments) {
    const std::string vendor = concat("Attune ", kVersion);
    std::string body;
    appendLittle32(body, vendor.size());
    body += vendor;
    appendLittle32(body, comments.size());
    for (const auto& [name, value] : comments) {
        appendLittle32(body, name.size() + 1 + value.size());
        body += name + '=' + value;
    }
    return body;
}

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace

Result<void> copyFlacWithComments(const std::filesystem::path& source, const std::filesystem::path& target,
                                  const FlacComments& comments) {
    const auto damaged = [&] { return fail(ErrorCode::Corrupt, "Not a FLAC file", utf8FromPath(source)); };
    const std::string body = commentBlock(comments);
    if (body.size() > kLongestBlock)
        return fail(ErrorCode::InvalidArgument, "The texts to store in the file are too long",
                    utf8FromPath(target));
    errno = 0;
    std::ifstream in(source, std::ios::binary);
    if (!in)
        return fail(errorFromSystem(errno != 0 ? errno : EIO, "Cannot open the file", utf8FromPath(source)));
    ATTUNE_TRY(auto out, AtomicFileWriter::open(target));

    std::array<char, 4> head{};
    if (!in.read(head.data(), head.size()) || std::string_view(head.data(), 4) != "fLaC") return damaged();
    ATTUNE_CHECK(out.write(bytesOf(std::string_view(head.data(), 4))));
    for (bool isLast = false; !isLast;) {
        if (!in.read(head.data(), head.size())) return damaged();
        const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(head[i]); };
        isLast = (byteAt(0) & kLastBlock) != 0;
        const auto type = static_cast<unsigned char>(byteAt(0) & ~kLastBlock);
        std::string block(static_cast<std::size_t>(byteAt(1)) << 16 |
                              static_cast<std::size_t>(byteAt(2)) << 8 | byteAt(3),
                          '\0');
        if (!in.read(block.data(), static_cast<std::streamsize>(block.size()))) return damaged();
        if (type == kVorbisComment) continue;
        ATTUNE_CHECK(out.write(bytesOf(blockHeader(type, block.size()))));
        ATTUNE_CHECK(out.write(bytesOf(block)));
    }
    ATTUNE_CHECK(out.write(bytesOf(blockHeader(kLastBlock | kVorbisComment, body.size()))));
    ATTUNE_CHECK(out.write(bytesOf(body)));

    std::vector<char> frames(1 << 20);
    while (in) {
        in.read(frames.data(), static_cast<std::streamsize>(frames.size()));
        if (in.bad()) return fail(ErrorCode::ReadFailed, "Cannot read the file", utf8FromPath(source));
        ATTUNE_CHECK(
            out.write(bytesOf(std::string_view(frames.data(), static_cast<std::size_t>(in.gcount())))));
    }
    return out.commit();
}

} // namespace attune::audio::detail
