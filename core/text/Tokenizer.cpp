// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/Tokenizer.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/text/CharacterMap.h"
#include "core/text/Clusters.h"
#include "core/text/SentencePieceModel.h"
#include "core/text/UnigramSegmenter.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace attune::text {

namespace {

constexpr std::int64_t kSentinels = 100;
constexpr std::string_view kSentinelStart = "<extra_id_";
constexpr std::string_view kWordStart = "\xE2\x96\x81"; // U+2581

// Unicode's White_Space.
constexpr std::array<std::string_view, 25> kWhiteSpace{
    "\t",           "\n",           "\v",           "\f",           "\r",           " ",
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
    "\xE3\x80\x80"};

bool isWhiteSpace(std::string_view character) {
    return std::ranges::find(kWhiteSpace, character) != kWhiteSpace.end();
}

// The words of `text`, each with one U+2581 in front and no other inside.
std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    bool isInside = false;
    while (!text.empty()) {
        const std::string_view character = text.substr(0, characterLength(text));
        text.remove_prefix(character.size());
        if (isWhiteSpace(character)) {
            isInside = false;
            continue;
        }
        const bool isStart = character == kWordStart;
        if (!isInside || isStart) words.emplace_back(kWordStart);
        if (!isStart) words.back() += character;
        isInside = true;
    }
    return words;
}

std::string sentinel(std::int64_t number) {
    return concat(kSentinelStart, number, ">");
}

} // namespace

struct Tokenizer::Impl {
    std::int64_t pieceCount{0};
    std::int64_t pad{0};
    std::int64_t end{1};
    std::int64_t unknown{2};
    CharacterMap characterMap;
    UnigramSegmenter segmenter;

    struct Literal {
        std::int64_t id;
        std::size_t length;
    };

    [[nodiscard]] std::int64_t sentinelId(std::int64_t number) const {
        return pieceCount + kSentinels - 1 - number;
    }

    // The literal token that starts here, if any.
    [[nodiscard]] std::optional<Literal> literalAt(std::string_view text) const {
        for (const auto& [name, id] :
             {std::pair(std::string_view("<pad>"), pad), std::pair(std::string_view("</s>"), end),
              std::pair(std::string_view("<unk>"), unknown)})
            if (text.starts_with(name)) return Literal{id, name.size()};
        if (!text.starts_with(kSentinelStart)) return std::nullopt;
        std::size_t i = kSentinelStart.size();
        std::int64_t number = 0;
        while (i < text.size() && i < kSentinelStart.size() + 2 && text[i] >= '0' && text[i] <= '9')
            number = number * 10 + (text[i++] - '0');
        const std::size_t digits = i - kSentinelStart.size();
        const bool isCanonical = digits == 1 || (digits == 2 && text[kSentinelStart.size()] != '0');
        if (!isCanonical || i >= text.size() || text[i] != '>') return std::nullopt;
        return Literal{sentinelId(number), i + 1};
    }

    void appendText(std::string_view text, std::vector<std::int64_t>& ids) const {
        for (const std::string& word : wordsOf(characterMap.normalised(text))) segmenter.segment(word, ids);
    }
};

Tokenizer::Tokenizer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

Result<Tokenizer> Tokenizer::load(const std::filesystem::path& spieceModel) {
    constexpr std::int64_t kMostBytes = 16LL << 20; // T5's has 0.8 MB; a piece takes twenty times its bytes
    ATTUNE_TRY(const std::string bytes, readTextFile(spieceModel, kMostBytes));
    return parse(bytes, utf8FromPath(spieceModel));
}

Result<Tokenizer> Tokenizer::parse(std::string_view bytes, std::string_view name) {
    ATTUNE_TRY(SentencePieceModel model, parseSentencePieceModel(bytes, name));
    ATTUNE_TRY(CharacterMap characterMap, CharacterMap::parse(model.characterMap, name));
    const std::int64_t pad = model.idOf("<pad>");
    const std::int64_t end = model.idOf("</s>");
    const std::int64_t unknown = model.idOf("<unk>");
    if (pad < 0 || end < 0 || unknown < 0)
        return fail(ErrorCode::UnsupportedFormat,
                    "The SentencePiece model lacks <pad>, </s> or <unk>, so it is not T5's",
                    std::string(name));

    const auto count = static_cast<std::int64_t>(model.pieces.size());
    std::vector<UnigramSegmenter::Entry> entries;
    entries.reserve(model.pieces.size() + kSentinels);
    for (Piece& piece : model.pieces)
        entries.push_back({std::move(piece.text), piece.score, static_cast<std::int64_t>(entries.size())});
    // Found in normalised text they count as pieces too ("\uFF1Cextra_id_0\uFF1E"); literal ones never get
    // here.
    for (std::int64_t number = kSentinels - 1; number >= 0; --number)
        entries.push_back({sentinel(number), 0, static_cast<std::int64_t>(entries.size())});
    return Tokenizer(std::make_unique<Impl>(Impl{.pieceCount = count,
                                                 .pad = pad,
                                                 .end = end,
                                                 .unknown = unknown,
                                                 .characterMap = std::move(characterMap),
                                                 .segmenter = {std::move(entries), unknown}}));
}

std::vector<std::int64_t> Tokenizer::tokenize(std::string_view raw) const {
    const std::string clean = isValidUtf8(raw) ? std::string(raw) : sanitizedUtf8(raw);
    const std::string_view text = clean;
    std::vector<std::int64_t> ids;
    std::size_t start = 0; // of the plain text not yet segmented
    std::size_t i = 0;
    while (i < text.size()) {
        const auto literal = text[i] == '<' ? m_impl->literalAt(text.substr(i)) : std::nullopt;
        if (!literal) {
            ++i;
            continue;
        }
        m_impl->appendText(text.substr(start, i - start), ids);
        ids.push_back(literal->id);
        i += literal->length;
        start = i;
    }
    m_impl->appendText(text.substr(start), ids);
    ids.push_back(m_impl->end);
    return ids;
}

TokenIds Tokenizer::encode(std::string_view text, std::int64_t maxLength) const {
    TokenIds result{tokenize(text), {}};
    const auto length = static_cast<std::size_t>(std::max<std::int64_t>(maxLength, 1));
    if (result.ids.size() > length) {
        result.ids.resize(length);
        result.ids.back() = m_impl->end;
    }
    result.mask.assign(result.ids.size(), 1);
    result.ids.resize(length, m_impl->pad);
    result.mask.resize(length, 0);
    return result;
}

std::int64_t Tokenizer::pieceCount() const noexcept {
    return m_impl->pieceCount;
}

} // namespace attune::text
