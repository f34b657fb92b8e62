// SPDX-License-Identifier: GPL-3.0-or-later
//
// NumPy files, half precision and Python's JSON text: bytes held against what NumPy and Python themselves
// wrote (the pre_encoded fixtures, and literals taken from Python 3.11 with NumPy 1.26), and against hostile
// input.
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/latents/Half.h"
#include "core/latents/Npy.h"
#include "core/latents/PythonJson.h"
#include "tests/support/Files.h"

#include <QtTest/QtTest>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>

using namespace attune;
using namespace attune::latents;
namespace fs = std::filesystem;

namespace {

std::vector<std::byte> bytesOf(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

// A version 1.0 file with this header (padded) and `dataBytes` zeros.
std::vector<std::byte> fileWithHeader(const std::string& header, std::size_t dataBytes, char major = '\x01') {
    std::string text("\x93NUMPY", 6);
    text += major;
    text += '\0';
    text += static_cast<char>(header.size() & 0xFFU);
    text += static_cast<char>((header.size() >> 8U) & 0xFFU);
    if (major != '\x01') text += std::string(2, '\0');
    return bytesOf(text + header + std::string(dataBytes, '\0'));
}

ErrorCode codeOf(const std::vector<std::byte>& bytes) {
    const auto array = parseNpy(bytes, "test.npy");
    return array ? ErrorCode::Internal : array.error().code;
}

fs::path fixtures() {
    return attune::test::fixturesFolder();
}

} // namespace

class TestNpy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesOfTheReferenceComeBackByteForByte() {
        int count = 0;
        for (const char* fixture : {"pre_encoded_dir", "pre_encoded_ragged"})
            for (const auto& entry : fs::directory_iterator(fixtures() / fixture / "encoded" / "0")) {
                if (entry.path().extension() != ".npy") continue;
                const std::string text = readTextFile(entry.path()).value();
                const auto array = readNpy(entry.path());
                QVERIFY(array.has_value());
                QCOMPARE(array->shape.size(), std::size_t{2});
                const auto again = npyBytes(array->type, array->shape, array->toFloats());
                QVERIFY(again == bytesOf(text));
                ++count;
            }
        QVERIFY(count >= 6);
    }

    // First 128 bytes of numpy.save for shapes whose headers end differently.
    void headersEqualThoseOfNumpy() {
        const auto headerOf = [](NpyType type, std::vector<std::int64_t> shape) {
            std::int64_t count = 1;
            for (const auto dimension : shape) count *= dimension;
            const std::vector<float> zeros(static_cast<std::size_t>(count));
            const auto bytes = npyBytes(type, shape, zeros);
            return std::string(reinterpret_cast<const char*>(bytes.data()) + 10,
                               bytes.size() - 10 - zeros.size() * npyElementBytes(type));
        };
        const std::string two = headerOf(NpyType::Float16, {64, 215});
        QCOMPARE(two, "{'descr': '<f2', 'fortran_order': False, 'shape': (64, 215), }" +
                          std::string(55, ' ') + "\n");
        QCOMPARE(headerOf(NpyType::Float32, {5}),
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }" + std::string(60, ' ') + "\n");
        QCOMPARE(headerOf(NpyType::Float32, {}),
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (), }" + std::string(62, ' ') + "\n");
        QCOMPARE(headerOf(NpyType::Float32, {0, 3}),
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), }" + std::string(58, ' ') + "\n");
    }

    void valuesSurvive() {
        const std::vector<float> values{0.0F, -0.0F, 1.0F, -2.5F, 0.099975586F, 65504.0F};
        const std::vector<std::int64_t> shape{2, 3};
        for (const NpyType type : {NpyType::Float16, NpyType::Float32}) {
            const auto array = parseNpy(npyBytes(type, shape, values), "x");
            QVERIFY(array.has_value());
            QCOMPARE(array->type, type);
            QCOMPARE(array->shape, shape);
            QCOMPARE(array->elementCount(), std::int64_t{6});
            QCOMPARE(array->toFloats(), values);
        }
    }

    void writingRefusesWhatCannotBeStored() {
        const QTemporaryDir folder;
        const fs::path file = pathFromUtf8(folder.path().toStdString()) / "a.npy";
        const std::vector<std::int64_t> shape{1};
        const auto codeFor = [&](NpyType type, float value) {
            const auto written = writeNpy(file, type, shape, std::span(&value, 1));
            return written ? ErrorCode::Internal : written.error().code;
        };
        QCOMPARE(codeFor(NpyType::Float32, std::numeric_limits<float>::quiet_NaN()), ErrorCode::NonFinite);
        QCOMPARE(codeFor(NpyType::Float16, 70000.0F), ErrorCode::NonFinite);
        QVERIFY(!fs::exists(file));
        const float good = 70000.0F;
        QVERIFY(writeNpy(file, NpyType::Float32, shape, std::span(&good, 1)).has_value());
        QCOMPARE(readNpy(file)->toFloats(), std::vector<float>{good});
        QCOMPARE(writeNpy(file.parent_path() / "no" / "a.npy", NpyType::Float32, shape, std::span(&good, 1))
                     .error()
                     .code,
                 ErrorCode::NotFound);
        QCOMPARE(readNpy(file.parent_path() / "gone.npy").error().code, ErrorCode::NotFound);
    }

    void otherSpellingsAreUnderstood() {
        const char* header = "{\"shape\":(2 , 1,),'descr':'<f2' ,\n'fortran_order':False}";
        const auto array = parseNpy(fileWithHeader(header, 4), "x");
        QVERIFY(array.has_value());
        QCOMPARE(array->shape, (std::vector<std::int64_t>{2, 1}));
        QVERIFY(parseNpy(fileWithHeader(header, 4, '\x02'), "x").has_value());
        QVERIFY(parseNpy(fileWithHeader(header, 7), "x").has_value()); // NumPy ignores what follows, too
    }

    void hostileFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<int>("code");
        const int corrupt = static_cast<int>(ErrorCode::Corrupt);
        const int unsupported = static_cast<int>(ErrorCode::UnsupportedFormat);
        const auto row = [](const char* name, const char* header, int dataBytes, int code) {
            QTest::newRow(name) << QByteArray(header) << dataBytes << code;
        };
        row("too little data", "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 11, corrupt);
        row("overflowing shape",
            "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4611686018427387904), }",
            64, corrupt);
        row("number too long", "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
            64, corrupt);
        row("negative", "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 64, corrupt);
        row("many dimensions",
            "{'descr': '<f4', 'fortran_order': False, 'shape': "
            "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1), }",
            64, corrupt);
        row("no shape", "{'descr': '<f4', 'fortran_order': False, }", 64, corrupt);
        row("open string", "{'descr': '<f4, 'fortran_order': False", 64, corrupt);
        row("stranger key", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", 64, corrupt);
        row("not a dictionary", "__import__('os').system('true')", 64, corrupt);
        row("trailing text", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } x", 64, corrupt);
        row("record array", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 64,
            corrupt);
        row("doubles", "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 64, unsupported);
        row("big endian", "{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", 64, unsupported);
        row("pickled objects", "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 64, unsupported);
        row("columns", "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", 64, unsupported);
    }
    void hostileFilesAreRefused() {
        QFETCH(QByteArray, header);
        QFETCH(int, dataBytes);
        QFETCH(int, code);
        QCOMPARE(static_cast<int>(
                     codeOf(fileWithHeader(header.toStdString(), static_cast<std::size_t>(dataBytes)))),
                 code);
    }

    void everyCutIsNoticed() {
        const std::vector<float> values(12, 1.0F);
        const auto whole = npyBytes(NpyType::Float32, std::vector<std::int64_t>{3, 4}, values);
        for (std::size_t length = 0; length < whole.size(); ++length)
            QCOMPARE(codeOf({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}),
                     ErrorCode::Corrupt);
        auto newer = whole;
        newer[6] = std::byte{4};
        QCOMPARE(codeOf(newer), ErrorCode::UnsupportedFormat);
    }

    void halvesGoThereAndBack() {
        for (unsigned bits = 0; bits < 65536; ++bits) {
            const auto half = static_cast<std::uint16_t>(bits);
            const float value = floatFromHalfBits(half);
            if (std::isnan(value))
                QVERIFY((halfBitsFromFloat(value) & 0x7E00U) == 0x7E00U);
            else
                QCOMPARE(halfBitsFromFloat(value), half);
        }
    }

    void halvesAreRoundedToTheNearest() {
        // Against the definition: the nearer of the two neighbours, the even one in the middle.
        const auto check = [](float value) {
            const std::uint16_t half = halfBitsFromFloat(value);
            const double got = static_cast<double>(floatFromHalfBits(half));
            const double error = std::abs(got - static_cast<double>(value));
            for (const int step : {-1, 1}) {
                const auto neighbour = static_cast<std::uint16_t>(half + step);
                const double other = static_cast<double>(floatFromHalfBits(neighbour));
                if (std::isnan(other) || std::isinf(other) || std::signbit(other) != std::signbit(value))
                    continue;
                const double otherError = std::abs(other - static_cast<double>(value));
                QVERIFY(error < otherError || (error == otherError && half % 2 == 0));
            }
        };
        for (unsigned bits = 0; bits < 0x7BFFU; ++bits) {
            const float low = floatFromHalfBits(static_cast<std::uint16_t>(bits));
            const float high = floatFromHalfBits(static_cast<std::uint16_t>(bits + 1));
            const float middle = (low + high) / 2.0F;
            for (const float value :
                 {middle, std::nextafter(middle, low), std::nextafter(middle, high), -middle})
                check(value);
        }
        QCOMPARE(halfBitsFromFloat(65519.99F), std::uint16_t{0x7BFF});
        QCOMPARE(halfBitsFromFloat(65520.0F), std::uint16_t{0x7C00});
        QCOMPARE(halfBitsFromFloat(-std::numeric_limits<float>::infinity()), std::uint16_t{0xFC00});
        QCOMPARE(halfBitsFromFloat(1e-10F), std::uint16_t{0});
        QCOMPARE(halfBitsFromFloat(-1e-10F), std::uint16_t{0x8000});
    }

    void floatsAreWrittenAsPythonDoes() {
        QCOMPARE(pythonFloat(1.0), std::string("1.0"));
        QCOMPARE(pythonFloat(0.5850697234274287), std::string("0.5850697234274287"));
        QCOMPARE(pythonFloat(0.0001), std::string("0.0001"));
        QCOMPARE(pythonFloat(0.00001), std::string("1e-05"));
        QCOMPARE(pythonFloat(1.5e-7), std::string("1.5e-07"));
        QCOMPARE(pythonFloat(1e15), std::string("1000000000000000.0"));
        QCOMPARE(pythonFloat(1e16), std::string("1e+16"));
        QCOMPARE(pythonFloat(-1.2345e300), std::string("-1.2345e+300"));
        QCOMPARE(pythonFloat(-0.0), std::string("-0.0"));
        QCOMPARE(pythonFloat(std::nan("")), std::string("NaN"));
        QCOMPARE(pythonFloat(-HUGE_VAL), std::string("-Infinity"));
    }

    void documentsOfTheReferenceComeBackByteForByte() {
        for (const char* name : {"details.json", "0/0000000000000.json", "0/0000000010001.json"}) {
            const fs::path file = fixtures() / "pre_encoded_dir" / "encoded" / name;
            const std::string text = readTextFile(file).value();
            QCOMPARE(pythonJson(config::parseJson(text, "x").value()), text);
        }
        const config::Json value{{"ä/\"\\\n", {true, nullptr, 3, "𝄞", "\x7f"}}};
        const std::string expected =
            "{\"\\u00e4/\\\"\\\\\\n\": [true, null, 3, \"\\ud834\\udd1e\", \"\\u007f\"]}";
        QCOMPARE(pythonJson(value), expected);
    }
};

QTEST_APPLESS_MAIN(TestNpy)
#include "tst_Npy.moc"
