// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/format/PickleNames.h"
#include "core/tensor/format/PickleReader.h"
#include "core/tensor/format/PickleWriter.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <cmath>
#include <string>

using namespace attune;
using namespace attune::tensor::format;

namespace {

using Kind = PickleValue::Kind;
using namespace std::string_literals;

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// The instructions after the protocol mark, with STOP added.
Result<PickleReading> read(const std::string& instructions, char protocol = 2) {
    const std::string pickle = "\x80"s + protocol + instructions + ".";
    return readPickle(bytesOf(pickle));
}

} // namespace

class TestPickleReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsPlainValues();
    void readsProtocolFour();
    void readsContainers();
    void readsTensors();
    void readsNewerTensorForms();
    void keepsAttributes();
    void keepsOpaqueObjects();
    void refusesNames_data();
    void refusesNames();
    void refusesDamage_data();
    void refusesDamage();
    void boundsWhatAPickleCanCost();
    void refusesEveryTruncation();
    void writerReadsBack();
};

void TestPickleReader::readsPlainValues() {
    // A list of None, True, 1, 300, -2, 2^40, -1 (LONG1), 2^80, 1.5, "ü", b"\xff".
    ATTUNE_ASSIGN_OK(
        const auto reading,
        read("](N\x88K\x01M\x2c\x01J\xfe\xff\xff\xff\x8a\x06\x00\x00\x00\x00\x00\x01\x8a\x01\xff"
             "\x8a\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01G\x3f\xf8\x00\x00\x00\x00\x00\x00"
             "X\x02\x00\x00\x00\xc3\xbc"
             "C\x01\xff"
             "e"s));
    const auto& items = reading.tree.root().items;
    QCOMPARE(items.size(), std::size_t{11});
    QVERIFY(items[0]->is(Kind::None));
    QVERIFY(items[1]->is(Kind::Bool) && items[1]->integer == 1);
    QCOMPARE(items[2]->integer, std::int64_t{1});
    QCOMPARE(items[3]->integer, std::int64_t{300});
    QCOMPARE(items[4]->integer, std::int64_t{-2});
    QCOMPARE(items[5]->integer, std::int64_t{1} << 40);
    QCOMPARE(items[6]->integer, std::int64_t{-1});
    QVERIFY(items[7]->is(Kind::BigInteger) && items[7]->text.size() == 11);
    QCOMPARE(items[8]->number, 1.5);
    QCOMPARE(items[9]->text, "ü"s);
    QVERIFY(items[10]->is(Kind::Bytes) && items[10]->text == "\xff");
}

void TestPickleReader::readsProtocolFour() {
    // What Python's pickle.dumps({"a": {1}, "b": (2,)}, 4) says, memo and frame included.
    ATTUNE_ASSIGN_OK(const auto reading, read("\x95\x1a\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01"
                                              "a\x94\x8f\x94(K\x01\x90\x8c\x01"
                                              "b\x94K\x02\x85\x94u"s,
                                              4));
    const PickleValue& root = reading.tree.root();
    QVERIFY(root.find("a")->is(Kind::Set));
    QCOMPARE(root.find("b")->items.at(0)->integer, std::int64_t{2});
    QVERIFY(root.find("c") == nullptr);
}

void TestPickleReader::readsContainers() {
    // OrderedDict([("k", 1)]) with the key set again to 2, beside a dictionary with whole-number keys.
    ATTUNE_ASSIGN_OK(const auto reading, read("ccollections\nOrderedDict\n](X\x01\x00\x00\x00kK\x01\x86"
                                              "e\x85RX\x01\x00\x00\x00kK\x02s}K\x07K\x08s\x86"s));
    const auto& items = reading.tree.root().items;
    QVERIFY(items[0]->is(Kind::Dict));
    QCOMPARE(items[0]->find("k")->integer, std::int64_t{2});
    QCOMPARE(items[1]->find(7)->integer, std::int64_t{8});
    QVERIFY(items[1]->find(8) == nullptr);
    // Two references to one list are one value.
    ATTUNE_ASSIGN_OK(const auto shared, read("](]q\1h\1e"s));
    QCOMPARE(shared.tree.root().items[0], shared.tree.root().items[1]);
    // torch.Size is a tuple.
    ATTUNE_ASSIGN_OK(const auto size, read("ctorch\nSize\n(K\x02K\x03t\x85R"s));
    QCOMPARE(size.tree.root().items.size(), std::size_t{2});
}

const std::string kStorage = "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0"
                             "0X\3\0\0\0cpuK\x18tQ"s; // 24 floats under key "0"

void TestPickleReader::readsTensors() {
    ATTUNE_ASSIGN_OK(const auto reading, read("ctorch._utils\n_rebuild_tensor_v2\n(" + kStorage +
                                              "K\x02(K\x02K\x03tK\x01K\x02\x86\x89"
                                              "ccollections\nOrderedDict\n)RtR"s));
    const PickleValue& tensor = reading.tree.root();
    QVERIFY(tensor.is(Kind::Tensor));
    QCOMPARE(tensor.element, ElementType::F32);
    QCOMPARE(tensor.integer, std::int64_t{2});
    QCOMPARE(tensor.shape, (std::vector<std::int64_t>{2, 3}));
    QCOMPARE(tensor.strides, (std::vector<std::int64_t>{1, 2}));
    QCOMPARE(tensor.items[0]->text, "0"s);
    QCOMPARE(tensor.items[0]->integer, std::int64_t{24});
}

void TestPickleReader::readsNewerTensorForms() {
    const std::string v2 =
        "ctorch._utils\n_rebuild_tensor_v2\n(" + kStorage + "K\0K\x18\x85K\x01\x85\x89NtR"s;
    ATTUNE_ASSIGN_OK(const auto parameter, read("ctorch._utils\n_rebuild_parameter\n(" + v2 + "\x88NtR"s));
    QVERIFY(parameter.tree.root().is(Kind::Tensor));
    const std::string untyped = "(X\7\0\0\0storagectorch.storage\nUntypedStorage\nX\1\0\0\0"
                                "0X\3\0\0\0cpuK\x18tQ"s;
    ATTUNE_ASSIGN_OK(const auto typed, read("ctorch._utils\n_rebuild_tensor_v3\n(" + untyped +
                                            "K\0K\x0c\x85K\x01\x85\x89Nctorch\nuint16\ntR"s));
    QCOMPARE(typed.tree.root().element, ElementType::U16);
    QCOMPARE(typed.tree.root().items[0]->element, ElementType::U8);
    const std::string arguments = "(" + kStorage + "K\0K\x18\x85K\x01\x85\x89Nt"s;
    ATTUNE_ASSIGN_OK(
        const auto subclass,
        read("ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n_rebuild_tensor_v2\nctorch\nTensor\n" +
             arguments + "}tR"s));
    QVERIFY(subclass.tree.root().is(Kind::Tensor));
}

void TestPickleReader::keepsAttributes() {
    ATTUNE_ASSIGN_OK(const auto reading, read("ccollections\nOrderedDict\n)R}X\1\0\0\0aK\1sb"s));
    QCOMPARE(reading.tree.root().state->find("a")->integer, std::int64_t{1});
}

void TestPickleReader::keepsOpaqueObjects() {
    ATTUNE_ASSIGN_OK(
        const auto reading,
        read("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\nX\2\0\0\0f8\x89\x88\x87RC\x01xtR"s));
    const PickleValue& root = reading.tree.root();
    QVERIFY(root.is(Kind::Object));
    QCOMPARE(root.text, "numpy.core.multiarray.scalar"s);
    QVERIFY(root.items.at(0)->is(Kind::Object));
}

void TestPickleReader::refusesNames_data() {
    QTest::addColumn<QByteArray>("instructions");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](const char* title, const std::string& instructions, const char* name) {
        QTest::newRow(title) << QByteArray::fromStdString(instructions) << QByteArray(name);
    };
    row("system", "cposix\nsystem\nX\4\0\0\0true\x85R"s, "posix.system");
    row("eval", "cbuiltins\neval\n"s, "builtins.eval");
    row("getattr", "cbuiltins\ngetattr\n"s, "builtins.getattr");
    row("inside a tensor", "ctorch._utils\n_rebuild_tensor_v2\n(cos\ngetenv\n"s, "os.getenv");
    row("never called", "}X\1\0\0\0acbuiltins\nprint\ns"s, "builtins.print");
    row("stack global", "X\2\0\0\0osX\6\0\0\0system\x93"s, "os.system");
    row("dotted", "X\5\0\0\0torchX\x13\0\0\0serialization._load\x93"s, "torch.serialization._load");
    row("a near miss", "ctorch\nFloatstorage\n"s, "torch.Floatstorage");
    row("empty storage name", "ctorch\n\n"s, "torch.");
    row("python 2", "c__builtin__\neval\n"s, "builtins.eval");
    row("INST", "(ios\nsystem\n"s, "INST");
    row("OBJ", "(cos\nsystem\no"s, "os.system");
    row("EXT", "\x82\x01"s, "EXT");
    row("long", "c"s + std::string(100000, 'm') + "\nf\n", "mmmmmmmm");
}

void TestPickleReader::refusesNames() {
    QFETCH(const QByteArray, instructions);
    QFETCH(const QByteArray, name);
    const auto reading = read(instructions.toStdString());
    ATTUNE_VERIFY_ERROR(reading, ErrorCode::Refused);
    QVERIFY2(QByteArray::fromStdString(reading.error().message).contains(name),
             reading.error().message.c_str());
    QVERIFY(reading.error().message.size() < 400);
}

void TestPickleReader::refusesDamage_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<int>("code");
    const auto row = [](const char* title, const std::string& instructions,
                        ErrorCode code = ErrorCode::Corrupt) {
        QTest::newRow(title) << QByteArray::fromStdString("\x80\2"s + instructions + ".")
                             << static_cast<int>(code);
    };
    row("nothing", "");
    row("two values", "NN");
    row("mark left", "N(");
    row("pop of nothing", "0");
    row("pop across a mark", "N(0");
    row("tuple of nothing", "\x85");
    row("unknown get", "h\7");
    row("put of nothing", "q\1");
    row("huge put", "Nr\xff\xff\xff\xff"s);
    row("append to a dict", "}Na");
    row("odd items", "}(Nu"s);
    row("call of a number", "K\1)R");
    row("call of a mention", "ctorch\nfloat32\n)R"s);
    row("call with a list", "ccollections\nOrderedDict\n]R"s);
    row("dict of numbers", "ccollections\nOrderedDict\nK\1\x85R"s);
    row("build on a number", "K\1}b"s);
    row("storage of text", "X\1\0\0\0aQ"s);
    row("storage of no class", "(X\7\0\0\0storagectorch\nfloat32\nX\1\0\0\0"
                               "0X\3\0\0\0cpuK\x18tQ"s);
    row("storage of negative size", "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0"
                                    "0X\3\0\0\0cpuJ\xff\xff\xff\xfftQ"s);
    row("tensor of nothing", "ctorch._utils\n_rebuild_tensor_v2\n)R"s);
    row("tensor of negative extent",
        "ctorch._utils\n_rebuild_tensor_v2\n(" + kStorage + "K\0J\xff\xff\xff\xff\x85K\1\x85\x89NtR"s);
    row("tensor of unequal strides",
        "ctorch._utils\n_rebuild_tensor_v2\n(" + kStorage + "K\0K\1\x85)\x89NtR"s);
    row("parameter of a number", "ctorch._utils\n_rebuild_parameter\nK\1\x85R"s);
    row("contains itself", "]q\0h\0a"s);
    row("contains itself in between", "]q\0]h\0aa"s);
    row("out of band", "\x97"s, ErrorCode::UnsupportedFormat);
    row("decimal memo", "Np0\n"s, ErrorCode::UnsupportedFormat);
    row("unknown instruction", "\xff"s);
    QTest::newRow("protocol 1") << QByteArray("\x80\x01N.", 4)
                                << static_cast<int>(ErrorCode::UnsupportedFormat);
    QTest::newRow("protocol 6") << QByteArray("\x80\x06N.", 4)
                                << static_cast<int>(ErrorCode::UnsupportedFormat);
    QTest::newRow("empty") << QByteArray() << static_cast<int>(ErrorCode::Corrupt);
}

void TestPickleReader::refusesDamage() {
    QFETCH(const QByteArray, pickle);
    QFETCH(const int, code);
    const std::string bytes = pickle.toStdString();
    ATTUNE_VERIFY_ERROR(readPickle(bytesOf(bytes)), static_cast<ErrorCode>(code));
}

void TestPickleReader::boundsWhatAPickleCanCost() {
    // Each level holds the one before it ten times: ten thousand million values in a hundred bytes.
    std::string laughs = "]q\0N"s + "a";
    for (int level = 0; level < 10; ++level) {
        const char before = static_cast<char>(level);
        const char now = static_cast<char>(level + 1);
        laughs += "](";
        for (int i = 0; i < 10; ++i) laughs += "h"s + before;
        laughs += "eq"s + now;
    }
    const auto unfolded = read("(" + laughs + "l"s);
    ATTUNE_VERIFY_ERROR(unfolded, ErrorCode::Corrupt);
    QVERIFY(unfolded.error().message.find("unfolds") != std::string::npos);

    const std::string deep = "]"s + std::string(1000, ']') + std::string(1000, 'a');
    ATTUNE_VERIFY_ERROR(read(deep), ErrorCode::Corrupt);

    const std::string many = "(" + std::string(1000, ')') + "l";
    const std::string pickle = "\x80\2" + many + ".";
    QVERIFY(readPickle(bytesOf(pickle)).has_value());
    ATTUNE_VERIFY_ERROR(readPickle(bytesOf(pickle), {.values = 500}), ErrorCode::Corrupt);

    // A thousand copies of a dictionary of a thousand members.
    std::string copies = "(";
    for (int i = 0; i < 1000; ++i) copies += 'N';
    copies += "lq\1(";
    for (int i = 0; i < 10000; ++i) copies += "cbuiltins\nset\nh\1\x85R";
    ATTUNE_VERIFY_ERROR(read(copies + "t"), ErrorCode::Corrupt);
}

void TestPickleReader::refusesEveryTruncation() {
    PickleWriter writer;
    writer.beginDict();
    writer.text("state_dict");
    writer.beginOrderedDict();
    writer.text("w");
    writer.tensor("0", ElementType::F32, std::vector<std::int64_t>{2, 3});
    writer.endDict();
    writer.endDict();
    const std::string whole = writer.finish();
    QVERIFY(readPickle(bytesOf(whole)).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size)
        QVERIFY(!readPickle(bytesOf(std::string_view(whole).substr(0, size))).has_value());
}

void TestPickleReader::writerReadsBack() {
    PickleWriter writer;
    writer.beginDict();
    writer.text("none");
    writer.none();
    writer.text("yes");
    writer.boolean(true);
    writer.text("no");
    writer.boolean(false);
    writer.text("small");
    writer.integer(-7);
    writer.text("large");
    writer.integer(std::int64_t{1} << 60);
    writer.text("number");
    writer.number(-0.1);
    writer.text("list");
    writer.beginList();
    writer.integer(1);
    writer.text("zwei");
    writer.endList();
    writer.text("tuple");
    writer.beginTuple();
    writer.endTuple();
    writer.text("empty");
    writer.beginDict();
    writer.endDict();
    writer.text("scalar");
    writer.tensor("k", ElementType::I64, {});
    writer.endDict();
    const std::string bytes = writer.finish();
    ATTUNE_ASSIGN_OK(const auto reading, readPickle(bytesOf(bytes)));
    QCOMPARE(reading.bytesRead, bytes.size());
    const PickleValue& root = reading.tree.root();
    QVERIFY(root.find("none")->is(Kind::None));
    QCOMPARE(root.find("yes")->integer, std::int64_t{1});
    QCOMPARE(root.find("no")->integer, std::int64_t{0});
    QCOMPARE(root.find("small")->integer, std::int64_t{-7});
    QCOMPARE(root.find("large")->integer, std::int64_t{1} << 60);
    QCOMPARE(root.find("number")->number, -0.1);
    QCOMPARE(root.find("list")->items.at(1)->text, "zwei"s);
    QVERIFY(root.find("tuple")->items.empty());
    QVERIFY(root.find("empty")->pairs.empty());
    QCOMPARE(root.find("scalar")->items[0]->integer, std::int64_t{1});
    for (const auto type : {ElementType::F64, ElementType::F16, ElementType::BF16, ElementType::I32,
                            ElementType::I16, ElementType::I8, ElementType::U8, ElementType::Bool})
        QCOMPARE(elementOfStorageClass("torch." + std::string(storageClassOf(type))), std::optional(type));
}

QTEST_APPLESS_MAIN(TestPickleReader)
#include "tst_PickleReader.moc"
