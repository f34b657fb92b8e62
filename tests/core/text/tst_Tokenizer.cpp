// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tokenizer: lengths, literal tokens, bad text, bad files. Ids against the fast T5 tokenizer are the parity
// fixtures tokenizer_tiny and tokenizer_odd; the rule behind the oddest of them is repeated here.
#include "core/text/Tokenizer.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

using namespace attune;
using namespace attune::text;
using namespace attune::test;

namespace {

std::filesystem::path spieceModel() {
    return attune::test::fixturesFolder() / "tokenizer_tiny" / "spiece.model";
}

} // namespace

class tst_Tokenizer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cutsAndPads();
    void takesLiteralTokens();
    void survivesInvalidText();
    void refusesOtherFiles();
    void forgetsMarksAsTheFastTokenizerDoes();
    void takesTheWordSignForASpace();
};

void tst_Tokenizer::cutsAndPads() {
    ATTUNE_ASSIGN_OK(const Tokenizer tokenizer, Tokenizer::load(spieceModel()));
    const TokenIds empty = tokenizer.encode("", 4);
    QCOMPARE(empty.ids, (std::vector<std::int64_t>{1, 0, 0, 0}));
    QCOMPARE(empty.mask, (std::vector<std::int64_t>{1, 0, 0, 0}));
    const TokenIds cut = tokenizer.encode("warm analog pads", 3);
    QCOMPARE(cut.ids.size(), std::size_t{3});
    QCOMPARE(cut.ids.back(), std::int64_t{1});
    QCOMPARE(cut.mask, (std::vector<std::int64_t>{1, 1, 1}));
    const std::vector<std::int64_t> all = tokenizer.tokenize("warm analog pads");
    QVERIFY(all.size() > 3);
    QVERIFY(std::equal(cut.ids.begin(), cut.ids.end() - 1, all.begin()));
    QCOMPARE(tokenizer.encode("warm", 1).ids, std::vector<std::int64_t>{1});
}

void tst_Tokenizer::takesLiteralTokens() {
    ATTUNE_ASSIGN_OK(const Tokenizer tokenizer, Tokenizer::load(spieceModel()));
    const std::int64_t pieces = tokenizer.pieceCount();
    QCOMPARE(tokenizer.tokenize("<extra_id_0>"), (std::vector<std::int64_t>{pieces + 99, 1}));
    QCOMPARE(tokenizer.tokenize("<extra_id_99><pad></s><unk>"),
             (std::vector<std::int64_t>{pieces, 0, 1, 2, 1}));
    for (const char* text : {"<extra_id_100>", "<extra_id_>", "<extra_id_01>", "<extra_id_5", "<Pad>"})
        QVERIFY2(tokenizer.tokenize(text).front() < pieces, text);
    std::vector<std::int64_t> glued = tokenizer.tokenize("a<extra_id_3>b");
    std::vector<std::int64_t> apart = tokenizer.tokenize("a");
    apart.back() = pieces + 96;
    for (const std::int64_t id : tokenizer.tokenize("b")) apart.push_back(id);
    QCOMPARE(glued, apart);
    QCOMPARE(tokenizer.tokenize("a\xC2\x85"
                                "b"),
             tokenizer.tokenize("a b"));
}

void tst_Tokenizer::survivesInvalidText() {
    ATTUNE_ASSIGN_OK(const Tokenizer tokenizer, Tokenizer::load(spieceModel()));
    for (const std::string& text :
         {std::string("\xFF\xFE"), std::string("a\xC3"), std::string("\0x", 2), std::string(100000, 'a')})
        QVERIFY(!tokenizer.tokenize(text).empty());
}

void tst_Tokenizer::refusesOtherFiles() {
    const TemporaryFolder folder;
    ATTUNE_VERIFY_ERROR(Tokenizer::load(folder / "none.model"), ErrorCode::NotFound);
    std::ofstream(folder / "bad.model") << "not a model";
    ATTUNE_VERIFY_ERROR(Tokenizer::load(folder / "bad.model"), ErrorCode::Corrupt);
}

void tst_Tokenizer::forgetsMarksAsTheFastTokenizerDoes() {
    ATTUNE_ASSIGN_OK(const Tokenizer tokenizer, Tokenizer::load(spieceModel()));
    QCOMPARE(tokenizer.tokenize("a\u00BD\u0301"), tokenizer.tokenize("a\u00BD"));
    QCOMPARE(tokenizer.tokenize("a\u00A0\u200Db"), tokenizer.tokenize("a b"));
    QVERIFY(tokenizer.tokenize("a\u00BD\u0301\u0301") != tokenizer.tokenize("a\u00BD")); // six bytes
}

void tst_Tokenizer::takesTheWordSignForASpace() {
    ATTUNE_ASSIGN_OK(const Tokenizer tokenizer, Tokenizer::load(spieceModel()));
    QCOMPARE(tokenizer.tokenize("warm\u2581pad"), tokenizer.tokenize("warm pad"));
    QCOMPARE(tokenizer.tokenize("\u2581warm"), tokenizer.tokenize("warm"));
    QCOMPARE(tokenizer.tokenize("warm\u2581"), tokenizer.tokenize("warm"));
}

QTEST_APPLESS_MAIN(tst_Tokenizer)
#include "tst_Tokenizer.moc"
