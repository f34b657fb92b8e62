// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/ByteReader.h"
#include "core/tensor/format/Crc32.h"
#include "core/tensor/format/ZipArchive.h"
#include "core/tensor/format/ZipWriter.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

#include <string>

using namespace attune;
using namespace attune::tensor::format;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}
std::string_view textOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A file with these entries, as ZipWriter makes it.
std::string zipOf(const std::vector<std::pair<std::string, std::string>>& entries) {
    const test::TemporaryFolder folder;
    auto writer = ZipWriter::create(folder / "a.zip");
    if (!writer) return {};
    for (const auto& [name, data] : entries)
        if (!writer->add(name, bytesOf(data))) return {};
    return writer->commit() ? test::readBytes(folder / "a.zip") : std::string();
}

void put16(std::string& file, std::size_t at, std::uint16_t value) {
    file[at] = static_cast<char>(value & 0xFF);
    file[at + 1] = static_cast<char>(value >> 8);
}
void put32(std::string& file, std::size_t at, std::uint32_t value) {
    put16(file, at, static_cast<std::uint16_t>(value & 0xFFFF));
    put16(file, at + 2, static_cast<std::uint16_t>(value >> 16));
}

std::size_t directoryOf(const std::string& file) {
    return file.find("PK\1\2");
}

} // namespace

class TestZipArchive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesWhatItReads();
    void alignsData();
    void readsCommentsAndStreams();
    void readsZip64();
    void refusesEveryTruncation();
    void refusesDamage_data();
    void refusesDamage();
    void survivesEveryFlippedByte();
    void checksumEqualsTheStandard();
};

void TestZipArchive::writesWhatItReads() {
    const std::string file =
        zipOf({{"m/data.pkl", "pickle"}, {"m/data/0", std::string(1000, 'x')}, {"m/empty", ""}});
    QVERIFY(looksLikeZip(bytesOf(file)));
    ATTUNE_ASSIGN_OK(const ZipArchive archive, ZipArchive::read(bytesOf(file)));
    QCOMPARE(archive.entries().size(), std::size_t{3});
    QCOMPARE(textOf(archive.find("m/data.pkl")->data), std::string_view("pickle"));
    QCOMPARE(archive.find("m/data/0")->data.size(), std::size_t{1000});
    QCOMPARE(archive.find("m/data/0")->crc32, crc32(archive.find("m/data/0")->data));
    QVERIFY(archive.find("m/empty")->data.empty());
    QVERIFY(!archive.find("m/empty")->hasChecksum());
    QVERIFY(archive.find("m/nothing") == nullptr);
}

void TestZipArchive::alignsData() {
    const std::string file =
        zipOf({{"a", "1"}, {"bb/ccc", std::string(63, 'x')}, {"d", std::string(100, 'y')}});
    ATTUNE_ASSIGN_OK(const ZipArchive archive, ZipArchive::read(bytesOf(file)));
    for (const ZipEntry& entry : archive.entries())
        QCOMPARE(static_cast<std::size_t>(entry.data.data() - bytesOf(file).data()) % ZipWriter::kAlignment,
                 std::size_t{0});
}

void TestZipArchive::readsCommentsAndStreams() {
    std::string file = zipOf({{"a", "1"}});
    put16(file, file.size() - 2, 7);
    file += "comment";
    ATTUNE_ASSIGN_OK(const ZipArchive archive, ZipArchive::read(bytesOf(file)));
    QCOMPARE(textOf(archive.find("a")->data), std::string_view("1"));
    // Writers that stream leave sizes to a record after the data (flag 3); the directory has them all the
    // same.
    std::string streamed = zipOf({{"a", "1"}});
    streamed[6] = static_cast<char>(streamed[6] | 8);
    put32(streamed, 14, 0);
    put32(streamed, 18, 0);
    put32(streamed, 22, 0);
    ATTUNE_ASSIGN_OK(const ZipArchive again, ZipArchive::read(bytesOf(streamed)));
    QCOMPARE(textOf(again.find("a")->data), std::string_view("1"));
}

void TestZipArchive::readsZip64() {
    // The zip64 form of a small file, spelled out: sizes and offset of the entry in its extra field, and the
    // directory's place and count in the zip64 record.
    std::string file;
    const auto put = [&](std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) file += static_cast<char>(value >> (8 * i) & 0xFF);
    };
    put(0x04034B50, 4);
    put(45, 2);
    put(0, 2);
    put(0, 2);
    put(0, 4);
    put(0, 4);
    put(0xFFFFFFFF, 4);
    put(0xFFFFFFFF, 4);
    put(1, 2);
    put(20, 2);
    file += 'a';
    put(1, 2);
    put(16, 2);
    put(3, 8);
    put(3, 8);
    file += "xyz";
    const std::size_t directory = file.size();
    put(0x02014B50, 4);
    put(45, 2);
    put(45, 2);
    put(0, 2);
    put(0, 2);
    put(0, 4);
    put(0, 4);
    put(0xFFFFFFFF, 4);
    put(0xFFFFFFFF, 4);
    put(1, 2);
    put(28, 2);
    put(0, 2);
    put(0, 2);
    put(0, 2);
    put(0, 4);
    put(0xFFFFFFFF, 4);
    file += 'a';
    put(1, 2);
    put(24, 2);
    put(3, 8);
    put(3, 8);
    put(0, 8);
    const std::size_t end = file.size();
    put(0x06064B50, 4);
    put(44, 8);
    put(45, 2);
    put(45, 2);
    put(0, 4);
    put(0, 4);
    put(1, 8);
    put(1, 8);
    put(end - directory, 8);
    put(directory, 8);
    put(0x07064B50, 4);
    put(0, 4);
    put(end, 8);
    put(1, 4);
    put(0x06054B50, 4);
    put(0, 2);
    put(0, 2);
    put(0xFFFF, 2);
    put(0xFFFF, 2);
    put(0xFFFFFFFF, 4);
    put(0xFFFFFFFF, 4);
    put(0, 2);
    ATTUNE_ASSIGN_OK(const ZipArchive archive, ZipArchive::read(bytesOf(file)));
    QCOMPARE(textOf(archive.find("a")->data), std::string_view("xyz"));
}

void TestZipArchive::refusesEveryTruncation() {
    const std::string file = zipOf({{"m/data.pkl", "pickle"}, {"m/data/0", std::string(100, 'x')}});
    for (std::size_t size = 0; size < file.size(); ++size)
        QVERIFY(!ZipArchive::read(bytesOf(std::string_view(file).substr(0, size))));
}

void TestZipArchive::refusesDamage_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("code");
    const std::string good = zipOf({{"aa", "11111"}, {"bb", "22222"}});
    const std::size_t first = directoryOf(good);
    const std::size_t second = good.find("PK\1\2", first + 4);
    const auto row = [](const char* name, const std::string& file, ErrorCode code) {
        QTest::newRow(name) << QByteArray::fromStdString(file) << static_cast<int>(code);
    };
    std::string file = good;
    put16(file, first + 10, 8);
    row("compressed", file, ErrorCode::UnsupportedFormat);
    file = good;
    put16(file, first + 8, 1);
    row("encrypted", file, ErrorCode::UnsupportedFormat);
    file = good;
    put32(file, first + 20, 0x7FFFFFFF);
    put32(file, first + 24, 0x7FFFFFFF);
    row("beyond the end", file, ErrorCode::Corrupt);
    file = good;
    put32(file, first + 20, 200);
    put32(file, first + 24, 200);
    row("overlap", file, ErrorCode::Corrupt);
    file = good;
    put32(file, second + 42, 0);
    row("header of another", file, ErrorCode::Corrupt);
    file = good;
    file[first + 46] = 'x';
    row("names disagree", file, ErrorCode::Corrupt);
    file = good;
    put32(file, good.size() - 6, 0x7FFFFFFF);
    row("directory outside", file, ErrorCode::Corrupt);
    file = good;
    put16(file, good.size() - 12, 3);
    put16(file, good.size() - 14, 3);
    row("one entry too many", file, ErrorCode::Corrupt);
    file = good;
    put16(file, good.size() - 18, 1);
    row("several disks", file, ErrorCode::UnsupportedFormat);
    row("twice", zipOf({{"aa", "1"}, {"aa", "2"}}), ErrorCode::Corrupt);
    row("not a zip", "PK\3\4 but no more", ErrorCode::Corrupt);
    row("empty", "", ErrorCode::Corrupt);
}

void TestZipArchive::refusesDamage() {
    QFETCH(const QByteArray, file);
    QFETCH(const int, code);
    ATTUNE_VERIFY_ERROR(ZipArchive::read(bytesOf(file.toStdString())), static_cast<ErrorCode>(code));
}

void TestZipArchive::survivesEveryFlippedByte() {
    const std::string good = zipOf({{"m/data.pkl", "pickle"}, {"m/data/0", std::string(70, 'x')}});
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string file = good;
        file[i] = static_cast<char>(~file[i]);
        const auto archive = ZipArchive::read(bytesOf(file));
        if (!archive) continue;
        for (const ZipEntry& entry : archive->entries()) {
            const auto begin = entry.data.data() - bytesOf(file).data();
            QVERIFY(begin >= 0 && static_cast<std::size_t>(begin) + entry.data.size() <= file.size());
        }
    }
}

void TestZipArchive::checksumEqualsTheStandard() {
    QCOMPARE(crc32(bytesOf("123456789")), 0xCBF43926U); // the check value of CRC-32/ISO-HDLC
    QCOMPARE(crc32(bytesOf("56789"), crc32(bytesOf("1234"))), 0xCBF43926U);
    QCOMPARE(crc32({}), 0U);
}

QTEST_APPLESS_MAIN(TestZipArchive)
#include "tst_ZipArchive.moc"
