// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/latents/Npy.h"

#include "core/base/Assert.h"
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/latents/Half.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>

namespace attune::latents {

static_assert(std::endian::native == std::endian::little, "array data are copied as they are");

namespace {

constexpr std::string_view kMagic("\x93NUMPY", 6);
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kLongestHeader = 65536; // of any float array; keeps hostile files from costing memory
constexpr std::size_t kMostDimensions = 32;   // NumPy's own limit

struct Header {
    std::string descr;
    bool isFortran{false};
    std::vector<std::int64_t> shape;
    bool hasDescr{false};
    bool hasOrder{false};
    bool hasShape{false};
};

// Reads the header's dictionary: the literals that NumPy writes, with any spacing and either quote.
class HeaderParser {
public:
    explicit HeaderParser(std::string_view text) : m_rest(text) {}

    // False when the text is not such a dictionary.
    bool parse(Header& header) {
        if (!take('{')) return false;
        while (!take('}')) {
            const auto key = quoted();
            if (!key || !take(':') || !value(*key, header)) return false;
            if (!take(',')) return take('}') && isAtEnd();
        }
        return isAtEnd();
    }

private:
    void skipSpace() {
        const std::size_t next = m_rest.find_first_not_of(" \t\r\n\f\v");
        m_rest.remove_prefix(std::min(next, m_rest.size()));
    }
    bool isAtEnd() {
        skipSpace();
        return m_rest.empty();
    }
    bool take(char wanted) {
        skipSpace();
        if (!m_rest.starts_with(wanted)) return false;
        m_rest.remove_prefix(1);
        return true;
    }
    bool takeWord(std::string_view word) {
        skipSpace();
        if (!m_rest.starts_with(word)) return false;
        m_rest.remove_prefix(word.size());
        return true;
    }
    std::optional<std::string> quoted() {
        skipSpace();
        if (m_rest.empty() || (m_rest[0] != '\'' && m_rest[0] != '"')) return std::nullopt;
        const std::size_t end = m_rest.find(m_rest[0], 1);
        if (end == std::string_view::npos) return std::nullopt;
        std::string text(m_rest.substr(1, end - 1));
        m_rest.remove_prefix(end + 1);
        return text;
    }
    bool value(const std::string& key, Header& header) {
        if (key == "descr") {
            header.hasDescr = true;
            auto text = quoted();
            if (!text) return false; // a list: a record array
            header.descr = std::move(*text);
            return true;
        }
        if (key == "fortran_order") {
            header.hasOrder = true;
            header.isFortran = takeWord("True");
            return header.isFortran || takeWord("False");
        }
        header.hasShape = true;
        return key == "shape" && tuple(header.shape);
    }
    bool tuple(std::vector<std::int64_t>& shape) {
        if (!take('(')) return false;
        while (!take(')')) {
            skipSpace();
            std::int64_t dimension = 0;
            const auto [end, error] =
                std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), dimension);
            if (error != std::errc() || dimension < 0 || shape.size() == kMostDimensions) return false;
            m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
            shape.push_back(dimension);
            if (!take(',')) return take(')');
        }
        return true;
    }

    std::string_view m_rest;
};

std::optional<NpyType> typeFromDescr(std::string_view descr) {
    if (descr == "<f2") return NpyType::Float16;
    if (descr == "<f4") return NpyType::Float32;
    return std::nullopt;
}

std::string_view descrOf(NpyType type) {
    return type == NpyType::Float16 ? "<f2" : "<f4";
}

// Bytes of an array of that shape; empty when they cannot be `most` or fewer.
std::optional<std::size_t> dataBytes(const std::vector<std::int64_t>& shape, std::size_t elementBytes,
                                     std::size_t most) {
    for (const std::int64_t dimension : shape)
        if (dimension == 0) return 0;
    std::size_t bytes = elementBytes;
    for (const std::int64_t dimension : shape) {
        const auto factor = static_cast<std::size_t>(dimension);
        if (factor > most / bytes) return std::nullopt;
        bytes *= factor;
    }
    return bytes <= most ? std::optional(bytes) : std::nullopt;
}

std::string shapeText(std::span<const std::int64_t> shape) {
    std::string text = "(";
    for (std::size_t i = 0; i < shape.size(); ++i) text += concat(i > 0 ? ", " : "", shape[i]);
    return text + (shape.size() == 1 ? ",)" : ")");
}

std::uint32_t littleEndian(std::span<const std::byte> bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        value |= std::to_integer<std::uint32_t>(bytes[i]) << (8 * i);
    return value;
}

// The header's text, and where the data begin.
struct Layout {
    std::string_view header;
    std::size_t dataOffset{0};
};

Result<Layout> layoutOf(std::span<const std::byte> bytes, const std::string& name) {
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!text.starts_with(kMagic)) return fail(ErrorCode::Corrupt, "This is not a NumPy array file", name);
    if (bytes.size() < 8) return fail(ErrorCode::Corrupt, "The array file is cut off", name);
    const auto major = std::to_integer<unsigned>(bytes[6]);
    if (major < 1 || major > 3)
        return fail(ErrorCode::UnsupportedFormat,
                    concat("The array file has version ", major, ", and 1 to 3 are known"), name);
    const std::size_t lengthBytes = major == 1 ? 2 : 4;
    const std::size_t headerOffset = 8 + lengthBytes;
    if (bytes.size() < headerOffset) return fail(ErrorCode::Corrupt, "The array file is cut off", name);
    const std::size_t length = littleEndian(bytes.subspan(8, lengthBytes));
    if (length > kLongestHeader || length > bytes.size() - headerOffset)
        return fail(ErrorCode::Corrupt, "The array file is cut off in its header", name);
    return Layout{text.substr(headerOffset, length), headerOffset + length};
}

} // namespace

std::size_t npyElementBytes(NpyType type) noexcept {
    return type == NpyType::Float16 ? 2 : 4;
}

std::int64_t NpyArray::elementCount() const noexcept {
    return static_cast<std::int64_t>(data.size() / npyElementBytes(type));
}

std::vector<float> NpyArray::toFloats() const {
    std::vector<float> values(static_cast<std::size_t>(elementCount()));
    if (type == NpyType::Float32) {
        if (!values.empty()) std::memcpy(values.data(), data.data(), data.size());
        return values;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, data.data() + 2 * i, 2);
        values[i] = floatFromHalfBits(half);
    }
    return values;
}

Result<NpyArray> parseNpy(std::span<const std::byte> bytes, const std::string& name) {
    ATTUNE_TRY(const Layout layout, layoutOf(bytes, name));
    Header header;
    const bool isDictionary = HeaderParser(layout.header).parse(header);
    if (!isDictionary || !header.hasDescr || !header.hasOrder || !header.hasShape)
        return fail(ErrorCode::Corrupt, "The array file's header makes no sense", name);
    const auto type = typeFromDescr(header.descr);
    if (!type)
        return fail(ErrorCode::UnsupportedFormat,
                    concat("The array holds numbers of type \"", sanitizedUtf8(header.descr.substr(0, 32)),
                           "\", and latents are <f2 or <f4"),
                    name);
    if (header.isFortran)
        return fail(ErrorCode::UnsupportedFormat, "The array is stored column by column (fortran_order)",
                    name, "Save it again with numpy.ascontiguousarray");
    const std::size_t most = bytes.size() - layout.dataOffset;
    const auto size = dataBytes(header.shape, npyElementBytes(*type), most);
    if (!size)
        return fail(ErrorCode::Corrupt,
                    concat("The array file is cut off: its data do not fill ", shapeText(header.shape)),
                    name);
    const auto data = bytes.subspan(layout.dataOffset, *size);
    return NpyArray{*type, std::move(header.shape), {data.begin(), data.end()}};
}

Result<NpyArray> readNpy(const std::filesystem::path& file) {
    ATTUNE_TRY(const auto mapped, platform::MappedFile::open(file));
    return parseNpy(mapped->bytes(), utf8FromPath(file));
}

std::vector<std::byte> npyBytes(NpyType type, std::span<const std::int64_t> shape,
                                std::span<const float> values) {
    std::string header =
        concat("{'descr': '", descrOf(type), "', 'fortran_order': False, 'shape': ", shapeText(shape), ", }");
    // NumPy leaves room for the first dimension to grow to 21 digits in place.
    if (!shape.empty()) header.append(21 - concat(shape[0]).size(), ' ');
    const std::size_t prefix = kMagic.size() + 4;
    header.append((kAlignment - (prefix + header.size() + 1) % kAlignment) % kAlignment, ' ');
    header += '\n';

    std::string text(kMagic);
    text += '\x01';
    text += '\x00';
    text += static_cast<char>(header.size() & 0xFFU);
    text += static_cast<char>(header.size() >> 8U);
    text += header;

    std::vector<std::byte> bytes(text.size() + values.size() * npyElementBytes(type));
    std::memcpy(bytes.data(), text.data(), text.size());
    std::byte* out = bytes.data() + text.size();
    if (type == NpyType::Float32) {
        if (!values.empty()) std::memcpy(out, values.data(), values.size_bytes());
        return bytes;
    }
    for (const float value : values) {
        const std::uint16_t half = halfBitsFromFloat(value);
        std::memcpy(out, &half, 2);
        out += 2;
    }
    return bytes;
}

Result<void> writeNpy(const std::filesystem::path& file, NpyType type, std::span<const std::int64_t> shape,
                      std::span<const float> values) {
    [[maybe_unused]] std::int64_t count = 1;
    for (const std::int64_t dimension : shape) count *= dimension;
    ATTUNE_ASSERT(count == static_cast<std::int64_t>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(values[i]) || (type == NpyType::Float16 && std::abs(values[i]) > kLargestHalf))
            return fail(ErrorCode::NonFinite, concat("Number ", i, " of the array cannot be stored"),
                        utf8FromPath(file));
    return writeFileAtomically(file, npyBytes(type, shape, values));
}

} // namespace attune::latents
