// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/Tokenizer.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <optional>
#include <string>

namespace attune::model {

namespace {

constexpr std::int64_t kSentinels = 100;
constexpr std::string_view kSentinelStart = "<extra_id_";

// U+0085 (next line) separates words for the fast tokenizer; SentencePiece's normaliser does not know it.
std::string withoutNextLine(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "\xC2\x85") {
            result += ' ';
            ++i;
        } else {
            result += text[i];
        }
    }
    return result;
}

} // namespace

struct Tokenizer::Impl {
    sentencepiece::SentencePieceProcessor processor;
    std::int64_t pad{0};
    std::int64_t end{1};
    std::int64_t unknown{2};

    struct Literal {
        std::int64_t id;
        std::size_t length;
    };

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
        return Literal{processor.GetPieceSize() + kSentinels - 1 - number, i + 1};
    }

    void appendText(std::string_view text, std::vector<std::int64_t>& ids) const {
        if (text.empty()) return;
        for (const int id : processor.EncodeAsIds(withoutNextLine(text))) ids.push_back(id);
    }
};

Tokenizer::Tokenizer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

Result<Tokenizer> Tokenizer::load(const std::filesystem::path& spieceModel) {
    ATTUNE_TRY(const std::string bytes, readTextFile(spieceModel));
    auto impl = std::make_unique<Impl>();
    const std::string name = utf8FromPath(spieceModel);
    if (const auto status = impl->processor.LoadFromSerializedProto(bytes); !status.ok())
        return fail(ErrorCode::Corrupt, "Not a readable SentencePiece model", name);
    impl->pad = impl->processor.pad_id();
    impl->end = impl->processor.eos_id();
    impl->unknown = impl->processor.unk_id();
    if (impl->pad < 0 || impl->end < 0 || impl->unknown < 0)
        return fail(ErrorCode::UnsupportedFormat,
                    "The SentencePiece model lacks <pad>, </s> or <unk>, so it is not T5's", name);
    return Tokenizer(std::move(impl));
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
    return m_impl->processor.GetPieceSize();
}

} // namespace attune::model
