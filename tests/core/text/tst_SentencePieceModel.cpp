// SPDX-License-Identifier: GPL-3.0-or-later
//
// spiece.model files written here byte by byte: what is read, what is stepped over, what is refused.
#include "core/text/CharacterMap.h"
#include "core/text/SentencePieceModel.h"
#include "tests/support/Checks.h"

#include <bit>
#include <string>

using namespace attune;
using namespace attune::text;

namespace {

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
    return bytes + static_cast<char>(value);
}
std::string word32(std::uint32_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i, value >>= 8) bytes += static_cast<char>(value & 0xFF);
    return bytes;
}
std::string integerField(std::uint64_t number, std::uint64_t value) {
    return varint(number << 3) + varint(value);
}
std::string floatField(std::uint64_t number, float value) {
    return varint(number << 3 | 5) + word32(std::bit_cast<std::uint32_t>(value));
}
std::string bytesField(std::uint64_t number, const std::string& bytes) {
    return varint(number << 3 | 2) + varint(bytes.size()) + bytes;
}
std::string piece(const std::string& text, float score) {
    return bytesField(1, bytesField(1, text) + floatField(2, score) + integerField(3, 1));
}

} // namespace

class tst_SentencePieceModel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatTokenizingNeeds();
    void refusesOtherModels();
    void refusesDamage();
    void mapsByTheShortestKey();
    void refusesDamagedMaps();
};

void tst_SentencePieceModel::readsWhatTokenizingNeeds() {
    const std::string unknownFields = integerField(9, 1ULL << 60) + varint(10 << 3 | 1) +
                                      std::string(8, 'x') + bytesField(11, "later versions") +
                                      floatField(12, 1);
    const std::string bytes = piece("<pad>", 0) + unknownFields +
                              bytesField(2, integerField(3, 1) + unknownFields) + piece("\u2581a", -2.5F) +
                              bytesField(3, bytesField(1, "nmt_nfkc") + bytesField(2, "map"));
    ATTUNE_ASSIGN_OK(const SentencePieceModel model, parseSentencePieceModel(bytes, "x"));
    QCOMPARE(model.pieces.size(), std::size_t{2});
    QCOMPARE(model.pieces[1].text, std::string("\u2581a"));
    QCOMPARE(model.pieces[1].score, -2.5F);
    QCOMPARE(model.characterMap, std::string("map"));
    QCOMPARE(model.idOf("\u2581a"), std::int64_t{1});
    QCOMPARE(model.idOf("a"), std::int64_t{-1});
}

void tst_SentencePieceModel::refusesOtherModels() {
    for (const std::string& settings : {integerField(3, 2), integerField(35, 1)})
        ATTUNE_VERIFY_ERROR(parseSentencePieceModel(piece("a", 0) + bytesField(2, settings), "x"),
                            ErrorCode::UnsupportedFormat);
}

void tst_SentencePieceModel::refusesDamage() {
    const std::string whole = piece("\u2581abc", -1) + bytesField(3, bytesField(2, "map"));
    ATTUNE_VERIFY_OK(parseSentencePieceModel(whole, "x"));
    const std::size_t firstPiece = piece("\u2581abc", -1).size();
    for (std::size_t size = 0; size < whole.size(); ++size)
        if (size != firstPiece)
            ATTUNE_VERIFY_ERROR(parseSentencePieceModel(whole.substr(0, size), "x"), ErrorCode::Corrupt);
    for (const std::string& bytes :
         {piece("\xFF", 0), piece("a", std::numeric_limits<float>::quiet_NaN()), std::string(11, '\xFF'),
          std::string("\x03"), std::string("not a model"), integerField(0, 1) + piece("a", 0)})
        ATTUNE_VERIFY_ERROR(parseSentencePieceModel(bytes, "x"), ErrorCode::Corrupt);
}

// A trie made by hand: "a" and "ab" are keys. Units: label, has a leaf (bit 8), offset (from bit 10), by
// exclusive or.
void tst_SentencePieceModel::mapsByTheShortestKey() {
    std::vector<std::uint32_t> units(512, 0);
    const auto offset = [](std::uint32_t from, std::uint32_t to) { return (from ^ to) << 10; };
    units[0] = offset(0, 256);
    const std::uint32_t a = 256 ^ 'a';
    units[a] = 'a' | 1U << 8 | offset(a, 128);
    units[128] = 0x80000000U | 0; // value of "a"
    const std::uint32_t ab = 128 ^ 'b';
    units[ab] = 'b' | 1U << 8 | offset(ab, 64);
    units[64] = 0x80000000U | 2; // value of "ab"
    std::string trie;
    for (const std::uint32_t unit : units) trie += word32(unit);
    const std::string bytes =
        word32(static_cast<std::uint32_t>(trie.size())) + trie + std::string("x\0yy\0", 5);
    ATTUNE_ASSIGN_OK(const CharacterMap map, CharacterMap::parse(bytes, "x"));
    QCOMPARE(map.normalised("cab"), std::string("cxb"));
    QCOMPARE(map.normalised("a\u0301z"), std::string("xz")); // the mark goes with its cluster
    QCOMPARE(map.normalised("a\u0301\u0301\u0301z"),
             std::string("x\u0301\u0301\u0301z")); // too long to go whole
}

void tst_SentencePieceModel::refusesDamagedMaps() {
    ATTUNE_ASSIGN_OK(const CharacterMap none, CharacterMap::parse("", "x"));
    QCOMPARE(none.normalised("\uFB01"), std::string("\uFB01"));
    for (const std::string& bytes : {std::string("abc"), word32(8) + "abc", word32(3) + "abcd",
                                     word32(0) + "a", word32(4) + "abcd" + "\xFF"})
        ATTUNE_VERIFY_ERROR(CharacterMap::parse(bytes, "x"), ErrorCode::Corrupt);
    // Sound in size, absurd in content: nothing is replaced, nothing is read outside.
    ATTUNE_ASSIGN_OK(const CharacterMap absurd,
                     CharacterMap::parse(word32(8) + std::string(8, '\xFF') + "text", "x"));
    QCOMPARE(absurd.normalised("abc\u0301"), std::string("abc\u0301"));
}

QTEST_APPLESS_MAIN(tst_SentencePieceModel)
#include "tst_SentencePieceModel.moc"
