// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hash, Error, Result and Cancellation. Hash vectors: XXH3 128 bit of xxHash 0.8 (xxhsum -H2).
#include "core/base/Cancellation.h"
#include "core/base/Error.h"
#include "core/base/Hash.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <cerrno>
#include <new>
#include <set>
#include <stdexcept>

using namespace attune;
using namespace attune::test;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

Result<int> half(int value) {
    if (value % 2 != 0) return fail(ErrorCode::InvalidArgument, "odd", std::to_string(value));
    return value / 2;
}
Result<int> quarter(int value) {
    ATTUNE_TRY(const int once, half(value));
    ATTUNE_TRY(const int twice, half(once));
    return twice;
}
Result<void> onlyEven(int value) {
    ATTUNE_CHECK(half(value));
    return {};
}

} // namespace

class tst_Hash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsKnownVectors();
    void hashesInPieces();
    void separatesTexts();
    void readsFiles();
    void turnsIntoHexAndBack();
    void passesErrorsOn();
    void namesEveryCodeDifferently();
    void describesErrors();
    void translatesSystemErrors();
    void translatesExceptions();
    void cancels();
};

void tst_Hash::equalsKnownVectors() {
    QCOMPARE(qs(hashBytes(bytesOf("")).hex()), QStringLiteral("99aa06d3014798d86001c324468d497f"));
    QCOMPARE(qs(hashBytes(bytesOf("abc")).hex()), QStringLiteral("06b05ab6733a618578af5f94892f3950"));
}

void tst_Hash::hashesInPieces() {
    const std::string text(100000, 'x');
    Hasher hasher;
    for (std::size_t at = 0; at < text.size(); at += 777)
        hasher.add(bytesOf(std::string_view(text).substr(at, 777)));
    QCOMPARE(hasher.digest(), hashBytes(bytesOf(text)));
}

void tst_Hash::separatesTexts() {
    const auto digestOf = [](std::initializer_list<std::string_view> texts) {
        Hasher hasher;
        for (const std::string_view text : texts) hasher.add(text);
        return hasher.digest();
    };
    QVERIFY(digestOf({"ab", "c"}) != digestOf({"a", "bc"}));
    QVERIFY(digestOf({"", "a"}) != digestOf({"a", ""}));
    QVERIFY(digestOf({"a"}) == digestOf({"a"}));
    Hasher numbers;
    numbers.addNumber(1);
    Hasher others;
    others.addNumber(2);
    QVERIFY(numbers.digest() != others.digest());
}

void tst_Hash::readsFiles() {
    const TemporaryFolder folder;
    const std::string big((1 << 20) + 17, 'z'); // more than one block
    writeBytes(folder / "a", big);
    ATTUNE_ASSIGN_OK(const ContentHash hash, hashFile(folder / "a"));
    QCOMPARE(hash, hashBytes(bytesOf(big)));
    std::vector<Progress> heard;
    ATTUNE_VERIFY_OK(
        hashFile(folder / "a", {}, [&](const Progress& progress) { heard.push_back(progress); }));
    QVERIFY(!heard.empty() && heard.back().unit == "MB");
    QCOMPARE(heard.back().total, static_cast<std::int64_t>(big.size()) / 1'000'000);
    ATTUNE_VERIFY_ERROR(hashFile(folder / "b"), ErrorCode::NotFound);
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(hashFile(folder / "a", stop.cancellation()), ErrorCode::Cancelled);
}

void tst_Hash::turnsIntoHexAndBack() {
    const ContentHash hash{0x0123456789abcdefULL, 0xfedcba9876543210ULL};
    QCOMPARE(qs(hash.hex()), QStringLiteral("0123456789abcdeffedcba9876543210"));
    ATTUNE_ASSIGN_OK(const ContentHash back, ContentHash::fromHex(hash.hex()));
    QCOMPARE(back, hash);
    for (const char* wrong :
         {"", "0123", "0123456789abcdeffedcba987654321g", "0123456789ABCDEFfedcba9876543210"})
        ATTUNE_VERIFY_ERROR(ContentHash::fromHex(wrong), ErrorCode::InvalidArgument);
}

void tst_Hash::passesErrorsOn() {
    QCOMPARE(quarter(12).value(), 3);
    ATTUNE_VERIFY_ERROR(quarter(6), ErrorCode::InvalidArgument);
    QCOMPARE(qs(quarter(6).error().context), QStringLiteral("3"));
    ATTUNE_VERIFY_OK(onlyEven(2));
    ATTUNE_VERIFY_ERROR(onlyEven(3), ErrorCode::InvalidArgument);
}

void tst_Hash::namesEveryCodeDifferently() {
    std::set<std::string_view> names;
    int count = 0;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code, ++count)
        names.insert(errorCodeName(static_cast<ErrorCode>(code)));
    QCOMPARE(static_cast<int>(names.size()), count);
}

void tst_Hash::describesErrors() {
    QCOMPARE(qs(Error{ErrorCode::NotFound, "No such clip", "kick.wav", "Scan again."}.describe()),
             QStringLiteral("No such clip (kick.wav). Scan again."));
    QCOMPARE(qs(Error{ErrorCode::NotFound, "Nothing at kick.wav", "kick.wav", {}}.describe()),
             QStringLiteral("Nothing at kick.wav."));
    QCOMPARE(qs(Error{ErrorCode::NotFound, "Why?", {}, {}}.describe()), QStringLiteral("Why?"));
}

void tst_Hash::translatesSystemErrors() {
    const std::pair<int, ErrorCode> expected[] = {
        {ENOENT, ErrorCode::NotFound},         {EEXIST, ErrorCode::AlreadyExists},
        {EACCES, ErrorCode::PermissionDenied}, {EROFS, ErrorCode::PermissionDenied},
        {ENOSPC, ErrorCode::DiskFull},         {ENOMEM, ErrorCode::OutOfMemory},
        {EIO, ErrorCode::ReadFailed},          {ENAMETOOLONG, ErrorCode::InvalidArgument}};
    for (const auto& [number, code] : expected) {
        const Error error = errorFromSystem(number, "Cannot", "x");
        QCOMPARE(error.code, code);
        QVERIFY(qs(error.message).startsWith(QStringLiteral("Cannot: ")));
    }
    QVERIFY(!errorFromSystem(ENOSPC, "Cannot", "x").remedy.empty());
}

void tst_Hash::translatesExceptions() {
    QCOMPARE(errorFromException(std::bad_alloc(), "x").code, ErrorCode::OutOfMemory);
    QCOMPARE(errorFromException(std::runtime_error("boom"), "x").code, ErrorCode::Internal);
    QCOMPARE(
        errorFromException(std::system_error(std::make_error_code(std::errc::no_space_on_device)), "x").code,
        ErrorCode::DiskFull);
    QCOMPARE(
        errorFromException(std::system_error(std::make_error_code(std::errc::permission_denied)), "x").code,
        ErrorCode::PermissionDenied);
    try {
        throw 42;
    } catch (...) {
        QCOMPARE(errorFromCurrentException("x").code, ErrorCode::Internal);
    }
    try {
        throw std::bad_alloc();
    } catch (...) {
        QCOMPARE(errorFromCurrentException("x").code, ErrorCode::OutOfMemory);
    }
}

void tst_Hash::cancels() {
    const Cancellation never;
    ATTUNE_VERIFY_OK(never.check("Scanning"));
    CancellationSource source;
    const Cancellation copy = source.cancellation();
    ATTUNE_VERIFY_OK(copy.check("Scanning"));
    source.request();
    ATTUNE_VERIFY_ERROR(copy.check("Scanning"), ErrorCode::Cancelled);
    QCOMPARE(qs(copy.check("Scanning").error().message), QStringLiteral("Scanning was stopped"));
}

QTEST_APPLESS_MAIN(tst_Hash)
#include "tst_Hash.moc"
