// SPDX-License-Identifier: GPL-3.0-or-later
//
// SHA-256 against the examples of its standard, against Qt's for every length around a block, and in pieces.
#include "core/base/Sha256.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QCryptographicHash>

using namespace attune;
using namespace attune::test;

namespace {

std::string hashOf(std::string_view text) {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(text.data(), text.size())));
    return hash.finish();
}

} // namespace

class tst_Sha256 : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hashesTheStandardsExamples();
    void agreesWithQt();
    void hashesFiles();
};

void tst_Sha256::hashesTheStandardsExamples() {
    QCOMPARE(qs(hashOf("abc")), qs("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(qs(hashOf("")), qs("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

void tst_Sha256::agreesWithQt() {
    for (int length = 0; length < 200; ++length) {
        const std::string text(static_cast<std::size_t>(length), static_cast<char>('a' + length % 26));
        const QByteArray expected =
            QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256).toHex();
        QCOMPARE(QByteArray::fromStdString(hashOf(text)), expected);
        Sha256 pieces; // of growing length
        std::string_view rest = text;
        for (std::size_t piece = 1; !rest.empty(); piece += 7) {
            const std::string_view part = rest.substr(0, piece);
            pieces.add(std::as_bytes(std::span(part.data(), part.size())));
            rest.remove_prefix(part.size());
        }
        QCOMPARE(QByteArray::fromStdString(pieces.finish()), expected);
    }
}

void tst_Sha256::hashesFiles() {
    const TemporaryFolder folder;
    writeBytes(folder / "a", std::string(3'000'000, 'q'));
    ATTUNE_ASSIGN_OK(const std::string hash, sha256OfFile(folder / "a", {}));
    QCOMPARE(qs(hash), qs(hashOf(std::string(3'000'000, 'q'))));
    ATTUNE_VERIFY_ERROR(sha256OfFile(folder / "b", {}), ErrorCode::NotFound);
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(sha256OfFile(folder / "a", stop.cancellation()), ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(tst_Sha256)
#include "tst_Sha256.moc"
