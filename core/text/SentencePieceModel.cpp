// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/SentencePieceModel.h"

#include "core/base/Text.h"

#include <bit>
#include <cmath>
#include <optional>

namespace attune::text {

namespace {

constexpr std::uint64_t kUnigram = 1;

// One field of a message: its number and its value, of which `bytes` is set for strings and messages.
struct Field {
    std::uint64_t number{0};
    std::uint64_t integer{0}; // also the bits of a float
    std::string_view bytes;
};

// Walks through the fields of one message. nextField() gives nothing at the end and after a fault.
class Fields {
public:
    explicit Fields(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] bool isSound() const { return m_isSound; }

    std::optional<Field> next() {
        if (m_rest.empty() || !m_isSound) return std::nullopt;
        Field field;
        const std::uint64_t tag = varint();
        field.number = tag >> 3;
        switch (tag & 7) {
        case 0:
            field.integer = varint();
            break;
        case 1:
            field.integer = fixed(8);
            break;
        case 2:
            field.bytes = taken(varint());
            break;
        case 5:
            field.integer = fixed(4);
            break;
        default:
            m_isSound = false; // groups were given up before SentencePiece was written
        }
        if (field.number == 0) m_isSound = false;
        return m_isSound ? std::optional(field) : std::nullopt;
    }

private:
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return value;
        }
        m_isSound = false;
        return 0;
    }

    std::uint64_t fixed(std::size_t size) {
        std::uint64_t value = 0;
        unsigned shift = 0;
        for (const char byte : taken(size)) {
            value |= std::uint64_t{static_cast<unsigned char>(byte)} << shift;
            shift += 8;
        }
        return value;
    }

    std::string_view taken(std::uint64_t size) {
        if (size > m_rest.size()) {
            m_isSound = false;
            return {};
        }
        const std::string_view result = m_rest.substr(0, static_cast<std::size_t>(size));
        m_rest.remove_prefix(result.size());
        return result;
    }

    std::string_view m_rest;
    bool m_isSound{true};
};

bool readPiece(std::string_view bytes, Piece& piece) {
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 1) piece.text = field->bytes;
        if (field->number == 2)
            piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field->integer));
    }
    return fields.isSound() && isValidUtf8(piece.text) && std::isfinite(piece.score);
}

bool readTrainingSettings(std::string_view bytes, std::uint64_t& modelType, bool& fallsBackToBytes) {
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 3) modelType = field->integer;
        if (field->number == 35) fallsBackToBytes = field->integer != 0;
    }
    return fields.isSound();
}

bool readNormaliser(std::string_view bytes, std::string& characterMap) {
    Fields fields(bytes);
    while (const auto field = fields.next())
        if (field->number == 2) characterMap = field->bytes;
    return fields.isSound();
}

} // namespace

std::int64_t SentencePieceModel::idOf(std::string_view piece) const noexcept {
    for (std::size_t id = 0; id < pieces.size(); ++id)
        if (pieces[id].text == piece) return static_cast<std::int64_t>(id);
    return -1;
}

Result<SentencePieceModel> parseSentencePieceModel(std::string_view bytes, std::string_view name) {
    SentencePieceModel model;
    std::uint64_t modelType = kUnigram;
    bool fallsBackToBytes = false;
    bool isSound = true;
    Fields fields(bytes);
    while (const auto field = fields.next()) {
        if (field->number == 1)
            isSound = readPiece(field->bytes, model.pieces.emplace_back()) && isSound;
        else if (field->number == 2)
            isSound = readTrainingSettings(field->bytes, modelType, fallsBackToBytes) && isSound;
        else if (field->number == 3)
            isSound = readNormaliser(field->bytes, model.characterMap) && isSound;
    }
    if (!isSound || !fields.isSound() || model.pieces.empty())
        return fail(ErrorCode::Corrupt, "Not a readable SentencePiece model", std::string(name));
    if (modelType != kUnigram || fallsBackToBytes)
        return fail(ErrorCode::UnsupportedFormat,
                    "The SentencePiece model is not of the kind that T5 uses (unigram)", std::string(name));
    return model;
}

} // namespace attune::text
