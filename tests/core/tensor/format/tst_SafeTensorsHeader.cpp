// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/SafeTensorsHeader.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <string>

using namespace attune;
using namespace attune::tensor::format;

namespace {

std::span<const std::byte> bytesOf(const std::string& text) {
    return std::as_bytes(std::span(text));
}

// A file with this header and as many data bytes.
std::string fileOf(const std::string& json, std::size_t dataBytes) {
    std::string file;
    for (std::size_t i = 0; i < 8; ++i) file += static_cast<char>(json.size() >> (8 * i) & 0xFF);
    return file + json + std::string(dataBytes, '\1');
}

Result<SafeTensorsHeader> parse(const std::string& json, std::size_t dataBytes) {
    const std::string file = fileOf(json, dataBytes);
    return parseSafeTensorsHeader(bytesOf(file));
}

} // namespace

class TestSafeTensorsHeader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheFormatAllows();
    void keepsOrderOfHeaderWhateverTheDataOrder();
    void refusesBrokenHeaders_data();
    void refusesBrokenHeaders();
    void refusesBrokenFronts();
    void knowsEveryElementType();
    void layoutReadsBack();
    void layoutAlignsEveryTensor();
    void layoutSurvivesNamesThatAreNotUtf8();
};

void TestSafeTensorsHeader::readsWhatTheFormatAllows() {
    ATTUNE_ASSIGN_OK(const auto header,
                     parse(R"({"__metadata__":{"format":"pt","who":"ü"},"a":{"dtype":"F32","shape":[2,3],
        "data_offsets":[0,24]},"empty":{"shape":[0,7],"dtype":"I64","data_offsets":[24,24]},"scalar":{"dtype":"BF16","shape":[],
        "data_offsets":[24,26]}}   )",
                           26));
    QCOMPARE(header.tensors.size(), std::size_t{3});
    QCOMPARE(header.metadata.size(), std::size_t{2});
    QCOMPARE(header.metadata[1].second, std::string("ü"));
    QCOMPARE(header.tensors[0].shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(header.tensors[0].beginByte, header.dataBegin);
    QCOMPARE(header.tensors[2].endByte, header.dataBegin + 26);
    QVERIFY(header.find("scalar")->shape.empty());
    QVERIFY(header.find("nothing") == nullptr);
    ATTUNE_VERIFY_OK(parse("{}", 0));
}

void TestSafeTensorsHeader::keepsOrderOfHeaderWhateverTheDataOrder() {
    ATTUNE_ASSIGN_OK(const auto header, parse(R"({"z":{"dtype":"U8","shape":[1],"data_offsets":[4,5]},)"
                                              R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                                              5));
    QCOMPARE(header.tensors[0].name, std::string("z"));
    QCOMPARE(header.tensors[1].name, std::string("a"));
}

void TestSafeTensorsHeader::refusesBrokenHeaders_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<int>("dataBytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* json, int bytes, ErrorCode code = ErrorCode::Corrupt) {
        QTest::newRow(name) << QByteArray(json) << bytes << static_cast<int>(code);
    };
    row("overlap",
        R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}})",
        6);
    row("same bytes twice",
        R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})",
        4);
    row("gap",
        R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
        3);
    row("trailing bytes", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 2);
    row("data without tensors", "{}", 1);
    row("out of range", R"({"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}})", 4);
    row("backwards", R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[4,0]}})", 4);
    row("size disagrees", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4);
    row("shape overflows", R"({"a":{"dtype":"F64","shape":[4294967296,4294967296,2],"data_offsets":[0,0]}})",
        0);
    row("offset beyond 64 bit", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551616]}})",
        1);
    row("negative extent", R"({"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}})", 1);
    row("fraction", R"({"a":{"dtype":"U8","shape":[1.5],"data_offsets":[0,1]}})", 1);
    row("name twice",
        R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})",
        0);
    row("member twice", R"({"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}})", 0);
    row("member missing", R"({"a":{"dtype":"U8","shape":[0]}})", 0);
    row("member unknown", R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"code":"x"}})", 0);
    row("one offset", R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0]}})", 0);
    row("three offsets", R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0,0]}})", 0);
    row("type unknown", R"({"a":{"dtype":"F7","shape":[0],"data_offsets":[0,0]}})", 0,
        ErrorCode::UnsupportedFormat);
    row("type a number", R"({"a":{"dtype":7,"shape":[0],"data_offsets":[0,0]}})", 0);
    row("tensor a list", R"({"a":[1,2]})", 0);
    row("tensor a null", R"({"a":null})", 0);
    row("shape an object", R"({"a":{"dtype":"U8","shape":{},"data_offsets":[0,0]}})", 0);
    row("shape nested", R"({"a":{"dtype":"U8","shape":[[0]],"data_offsets":[0,0]}})", 0);
    row("metadata not text", R"({"__metadata__":{"a":1}})", 0);
    row("metadata nested", R"({"__metadata__":{"a":{}}})", 0);
    row("a list", "[]", 0);
    row("cut off JSON", R"({"a":{"dtype")", 0);
    row("two documents", "{}{}", 0);
    row("invalid UTF-8", "{\"\xff\":1}", 0);
    row("empty", "", 0);
}

void TestSafeTensorsHeader::refusesBrokenHeaders() {
    QFETCH(const QByteArray, json);
    QFETCH(const int, dataBytes);
    QFETCH(const int, code);
    const auto header = parse(json.toStdString(), static_cast<std::size_t>(dataBytes));
    ATTUNE_VERIFY_ERROR(header, static_cast<ErrorCode>(code));
}

void TestSafeTensorsHeader::refusesBrokenFronts() {
    const std::string short7(7, '\0');
    ATTUNE_VERIFY_ERROR(parseSafeTensorsHeader(bytesOf(short7)), ErrorCode::Corrupt);
    const std::string huge = std::string("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10);
    ATTUNE_VERIFY_ERROR(parseSafeTensorsHeader(bytesOf(huge)), ErrorCode::Corrupt);
    const std::string cut =
        fileOf("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0).substr(0, 20);
    ATTUNE_VERIFY_ERROR(parseSafeTensorsHeader(bytesOf(cut)), ErrorCode::Corrupt);
    QVERIFY(looksLikeSafeTensors(bytesOf(fileOf("{}", 0))));
    QVERIFY(!looksLikeSafeTensors(bytesOf(huge)));
    QVERIFY(!looksLikeSafeTensors(bytesOf(short7)));
}

void TestSafeTensorsHeader::knowsEveryElementType() {
    for (const char* name : {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2", "I64", "I32", "I16", "I8",
                             "U64", "U32", "U16", "U8", "BOOL"}) {
        const auto type = elementFromName(name);
        QVERIFY2(type.has_value(), name);
        QCOMPARE(elementName(*type), std::string_view(name));
        QVERIFY(elementSizeBytes(*type) >= 1 && elementSizeBytes(*type) <= 8);
    }
    QVERIFY(!elementFromName("f32"));
}

void TestSafeTensorsHeader::layoutReadsBack() {
    const std::vector<TensorRecord> records{{"b\"\\\n", ElementType::U8, {3}, 0, 0},
                                            {"ä", ElementType::F64, {2, 1}, 0, 0},
                                            {"c", ElementType::F16, {}, 0, 0}};
    const std::vector<std::pair<std::string, std::string>> metadata{{"z", "1"}, {"a", "{\"x\":2}"}};
    const SafeTensorsLayout layout = layOutSafeTensors(records, metadata);
    QCOMPARE(layout.front.size() % 8, std::size_t{0});
    const std::string file = layout.front + std::string(3 + 16 + 2, '\0');
    ATTUNE_ASSIGN_OK(const auto header, parseSafeTensorsHeader(bytesOf(file)));
    QCOMPARE(header.metadata, metadata);
    QCOMPARE(header.tensors.size(), records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        QCOMPARE(header.tensors[i].name, records[i].name);
        QCOMPARE(header.tensors[i].shape, records[i].shape);
        QCOMPARE(header.tensors[i].type, records[i].type);
    }
    QCOMPARE(layout.dataOrder, (std::vector<std::size_t>{1, 2, 0}));
}

void TestSafeTensorsHeader::layoutAlignsEveryTensor() {
    const std::vector<TensorRecord> records{{"a", ElementType::U8, {3}, 0, 0},
                                            {"b", ElementType::F16, {3}, 0, 0},
                                            {"c", ElementType::F32, {3}, 0, 0},
                                            {"d", ElementType::I64, {3}, 0, 0},
                                            {"e", ElementType::Bool, {1}, 0, 0}};
    const SafeTensorsLayout layout = layOutSafeTensors(records, {});
    const std::string file = layout.front + std::string(3 + 6 + 12 + 24 + 1, '\0');
    ATTUNE_ASSIGN_OK(const auto header, parseSafeTensorsHeader(bytesOf(file)));
    for (const TensorRecord& record : header.tensors)
        QCOMPARE(record.beginByte % elementSizeBytes(record.type), std::uint64_t{0});
}

void TestSafeTensorsHeader::layoutSurvivesNamesThatAreNotUtf8() {
    const std::vector<TensorRecord> records{{"a\xff", ElementType::U8, {1}, 0, 0}};
    const std::string file = layOutSafeTensors(records, {}).front + "x";
    ATTUNE_ASSIGN_OK(const auto header, parseSafeTensorsHeader(bytesOf(file)));
    QCOMPARE(header.tensors[0].name, std::string("a\xEF\xBF\xBD"));
}

QTEST_APPLESS_MAIN(TestSafeTensorsHeader)
#include "tst_SafeTensorsHeader.moc"
