// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/SafeTensorsHeader.h"

#include "core/base/Text.h"
#include "core/tensor/format/ByteReader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_set>

namespace attune::tensor::format {

namespace {

struct ElementTrait {
    ElementType type;
    std::string_view name;
    std::size_t sizeBytes;
};
constexpr std::array kElements{
    ElementTrait{ElementType::F64, "F64", 8},        ElementTrait{ElementType::F32, "F32", 4},
    ElementTrait{ElementType::F16, "F16", 2},        ElementTrait{ElementType::BF16, "BF16", 2},
    ElementTrait{ElementType::F8E4M3, "F8_E4M3", 1}, ElementTrait{ElementType::F8E5M2, "F8_E5M2", 1},
    ElementTrait{ElementType::I64, "I64", 8},        ElementTrait{ElementType::I32, "I32", 4},
    ElementTrait{ElementType::I16, "I16", 2},        ElementTrait{ElementType::I8, "I8", 1},
    ElementTrait{ElementType::U64, "U64", 8},        ElementTrait{ElementType::U32, "U32", 4},
    ElementTrait{ElementType::U16, "U16", 2},        ElementTrait{ElementType::U8, "U8", 1},
    ElementTrait{ElementType::Bool, "BOOL", 1},
};

const ElementTrait& traitOf(ElementType type) noexcept {
    return *std::find_if(kElements.begin(), kElements.end(),
                         [&](const ElementTrait& trait) { return trait.type == type; });
}

constexpr std::string_view kMetadataKey = "__metadata__";

// Follows the JSON of a header, which is at most three levels deep: the object, a tensor in it, an array in
// that. Events instead of a document: repeated names are seen, and a hostile header costs no more memory than
// it is long.
class HeaderEvents {
public:
    SafeTensorsHeader header;
    std::string problem;
    ErrorCode code{ErrorCode::Corrupt};

    bool null() { return stop("a null where none belongs"); }
    bool boolean(bool) { return stop("a boolean where none belongs"); }
    bool number_float(double, const std::string&) { return stop("a fractional number"); }
    bool binary(std::vector<std::uint8_t>&) { return stop("binary data"); }
    bool number_integer(std::int64_t value) {
        if (value < 0) return stop("a negative number");
        return number_unsigned(static_cast<std::uint64_t>(value));
    }
    bool number_unsigned(std::uint64_t value) {
        if (m_level == Level::Shape && value <= INT64_MAX) {
            m_tensor.shape.push_back(static_cast<std::int64_t>(value));
            return m_tensor.shape.size() <= kMaxDimensions || stop("too many dimensions");
        }
        if (m_level == Level::Offsets && m_offsetCount < 2) {
            (m_offsetCount++ == 0 ? m_tensor.beginByte : m_tensor.endByte) = value;
            return true;
        }
        return stop("a number where none belongs");
    }
    bool string(std::string& text) {
        if (m_level == Level::Metadata) {
            header.metadata.emplace_back(m_member, std::move(text));
            return true;
        }
        if (m_level != Level::Tensor || m_member != "dtype") return stop("a text where none belongs");
        const auto type = elementFromName(text);
        if (!type) {
            code = ErrorCode::UnsupportedFormat;
            return stop(concat("the unknown element type ", shown(text)));
        }
        m_tensor.type = *type;
        return true;
    }
    bool start_object(std::size_t) {
        switch (m_level) {
        case Level::Outside:
            m_level = Level::Top;
            return true;
        case Level::Top:
            m_level = m_member == kMetadataKey ? Level::Metadata : Level::Tensor;
            m_members.clear();
            m_tensor = TensorRecord{};
            m_tensor.name = m_member;
            m_offsetCount = 0;
            return true;
        default:
            return stop("an object where none belongs");
        }
    }
    bool key(std::string& text) {
        m_member = std::move(text);
        auto& known = m_level == Level::Top ? m_names : m_members;
        if (!known.insert(m_member).second) return stop(concat("the name ", shown(m_member), " twice"));
        if (m_level == Level::Tensor && m_member != "dtype" && m_member != "shape" &&
            m_member != "data_offsets")
            return stop(concat("the unknown member ", shown(m_member)));
        return true;
    }
    bool end_object() {
        if (m_level == Level::Tensor) {
            if (m_members.size() != 3) return stop("a tensor without dtype, shape or data_offsets");
            header.tensors.push_back(std::move(m_tensor));
        }
        m_level = m_level == Level::Top ? Level::Outside : Level::Top;
        return true;
    }
    bool start_array(std::size_t) {
        if (m_level != Level::Tensor || m_member == "dtype") return stop("an array where none belongs");
        m_level = m_member == "shape" ? Level::Shape : Level::Offsets;
        return true;
    }
    bool end_array() {
        if (m_level == Level::Offsets && m_offsetCount != 2) return stop("data_offsets without two numbers");
        m_level = Level::Tensor;
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        problem = concat("malformed JSON at byte ", position);
        return false;
    }

private:
    enum class Level { Outside, Top, Metadata, Tensor, Shape, Offsets };
    static constexpr std::size_t kMaxDimensions = 64;

    bool stop(std::string what) {
        problem = m_tensor.name.empty() || m_level == Level::Top ? std::move(what)
                                                                 : concat(what, " in ", shown(m_tensor.name));
        return false;
    }

    Level m_level{Level::Outside};
    std::string m_member;
    std::unordered_set<std::string> m_names;   // of the top level
    std::unordered_set<std::string> m_members; // of the object being read
    TensorRecord m_tensor;
    int m_offsetCount{0};
};

Result<void> checkSizes(const std::vector<TensorRecord>& tensors, std::uint64_t dataSize) {
    for (const TensorRecord& record : tensors) {
        if (record.beginByte > record.endByte || record.endByte > dataSize)
            return fail(ErrorCode::Corrupt, concat("The file ends before the data of ", shown(record.name)));
        std::optional<std::uint64_t> size = elementSizeBytes(record.type);
        for (const std::int64_t extent : record.shape)
            if (size) size = product(*size, static_cast<std::uint64_t>(extent));
        if (size != record.endByte - record.beginByte)
            return fail(ErrorCode::Corrupt,
                        concat("The shape of ", shown(record.name), " does not agree with its data"));
    }
    return {};
}

Result<void> checkCoverage(const std::vector<TensorRecord>& tensors, std::uint64_t dataSize) {
    std::vector<const TensorRecord*> order(tensors.size());
    std::transform(tensors.begin(), tensors.end(), order.begin(),
                   [](const TensorRecord& record) { return &record; });
    std::sort(order.begin(), order.end(), [](const TensorRecord* a, const TensorRecord* b) {
        return std::pair(a->beginByte, a->endByte) < std::pair(b->beginByte, b->endByte);
    });
    std::uint64_t expected = 0;
    for (const TensorRecord* record : order) {
        if (record->beginByte < expected)
            return fail(ErrorCode::Corrupt,
                        concat("The data of ", shown(record->name), " overlap another tensor's"));
        if (record->beginByte > expected)
            return fail(ErrorCode::Corrupt,
                        concat("Bytes before ", shown(record->name), " belong to nothing"));
        expected = record->endByte;
    }
    if (expected != dataSize)
        return fail(ErrorCode::Corrupt, "Bytes at the end of the file belong to no tensor");
    return {};
}

} // namespace

std::string_view elementName(ElementType type) noexcept {
    return traitOf(type).name;
}
std::size_t elementSizeBytes(ElementType type) noexcept {
    return traitOf(type).sizeBytes;
}

std::optional<ElementType> elementFromName(std::string_view name) noexcept {
    for (const ElementTrait& trait : kElements)
        if (trait.name == name) return trait.type;
    return std::nullopt;
}

const TensorRecord* SafeTensorsHeader::find(std::string_view name) const noexcept {
    for (const TensorRecord& record : tensors)
        if (record.name == name) return &record;
    return nullptr;
}

bool looksLikeSafeTensors(std::span<const std::byte> file) noexcept {
    if (file.size() < 10) return false;
    const auto length = littleEndian<std::uint64_t>(file.data());
    return length >= 2 && length <= kMaxSafeTensorsHeaderBytes && file[8] == std::byte{'{'};
}

Result<SafeTensorsHeader> parseSafeTensorsHeader(std::span<const std::byte> file) {
    if (file.size() < 8) return fail(ErrorCode::Corrupt, "The file is too short for a safetensors file");
    const auto length = littleEndian<std::uint64_t>(file.data());
    if (length > kMaxSafeTensorsHeaderBytes)
        return fail(ErrorCode::Corrupt, "The header of the safetensors file is impossibly long");
    if (length > file.size() - 8)
        return fail(ErrorCode::Corrupt, "The safetensors file ends inside its header");
    const std::string_view json(reinterpret_cast<const char*>(file.data() + 8),
                                static_cast<std::size_t>(length));
    if (!json.starts_with('{'))
        return fail(ErrorCode::Corrupt, "The header of the safetensors file is not a JSON object");

    HeaderEvents events;
    if (!nlohmann::json::sax_parse(json.begin(), json.end(), &events))
        return fail(events.code, concat("The header of the safetensors file holds ", events.problem));
    const std::uint64_t dataSize = file.size() - 8 - length;
    ATTUNE_CHECK(checkSizes(events.header.tensors, dataSize));
    ATTUNE_CHECK(checkCoverage(events.header.tensors, dataSize));
    events.header.dataBegin = 8 + length;
    for (TensorRecord& record : events.header.tensors) {
        record.beginByte += events.header.dataBegin;
        record.endByte += events.header.dataBegin;
    }
    return std::move(events.header);
}

SafeTensorsLayout layOutSafeTensors(std::span<const TensorRecord> tensors,
                                    std::span<const std::pair<std::string, std::string>> metadata) {
    SafeTensorsLayout layout;
    layout.dataOrder.resize(tensors.size());
    std::iota(layout.dataOrder.begin(), layout.dataOrder.end(), std::size_t{0});
    std::stable_sort(layout.dataOrder.begin(), layout.dataOrder.end(), [&](std::size_t a, std::size_t b) {
        return elementSizeBytes(tensors[a].type) > elementSizeBytes(tensors[b].type);
    });
    std::vector<std::pair<std::uint64_t, std::uint64_t>> offsets(tensors.size());
    std::uint64_t begin = 0;
    for (const std::size_t place : layout.dataOrder) {
        std::uint64_t size = elementSizeBytes(tensors[place].type);
        for (const std::int64_t extent : tensors[place].shape) size *= static_cast<std::uint64_t>(extent);
        offsets[place] = {begin, begin + size};
        begin += size;
    }

    // Member by member, because a JSON object of thousands of ordered members is slow to build. Bytes that
    // are not UTF-8 become U+FFFD instead of an exception.
    const auto text = [](const nlohmann::ordered_json& value) {
        return value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    };
    std::string json = "{";
    if (!metadata.empty()) {
        nlohmann::ordered_json texts = nlohmann::ordered_json::object();
        for (const auto& [key, value] : metadata) texts[key] = value;
        json += concat(text(kMetadataKey), ':', text(texts));
    }
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (json.size() > 1) json += ',';
        json += concat(text(tensors[i].name), ":{\"dtype\":\"", elementName(tensors[i].type),
                       "\",\"shape\":", text(tensors[i].shape), ",\"data_offsets\":[", offsets[i].first, ',',
                       offsets[i].second, "]}");
    }
    json += '}';
    json.append((8 - json.size() % 8) % 8, ' ');
    for (std::size_t i = 0; i < 8; ++i) layout.front += static_cast<char>(json.size() >> (8 * i) & 0xFF);
    layout.front += json;
    return layout;
}

} // namespace attune::tensor::format
