// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/CheckpointFile.h"
#include "core/tensor/CheckpointWriter.h"
#include "core/tensor/MappedTensor.h"
#include "core/tensor/SafeTensors.h"
#include "core/tensor/format/ZipWriter.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

using namespace attune;
using namespace attune::tensor;
using namespace std::string_literals;

namespace {

std::filesystem::path fixtures() {
    return attune::test::fixturesFolder();
}

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

// A torch zip of this pickle (instructions without mark and stop) and these storages.
void writeZip(const std::filesystem::path& file, const std::string& instructions,
              const std::vector<std::string>& storages, const char* byteOrder = "little") {
    auto zip = format::ZipWriter::create(file);
    QVERIFY(zip && zip->add("m/data.pkl", bytesOf(concat("\x80\2", instructions, "."))) &&
            zip->add("m/byteorder", bytesOf(byteOrder)));
    for (std::size_t i = 0; i < storages.size(); ++i)
        QVERIFY(zip->add(concat("m/data/", i), bytesOf(storages[i])));
    QVERIFY(zip->commit());
}

std::string storage(char key, char count) {
    return "(X\7\0\0\0storagectorch\nFloatStorage\nX\1\0\0\0"s + key + "X\3\0\0\0cpuK"s + count + "tQ";
}
// A tensor of float storage `key`: offset, and lists of extents and strides as instructions.
std::string tensorOf(char key, char count, char offset, const std::string& shape,
                     const std::string& strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n("s + storage(key, count) + "K"s + offset + shape + strides +
           "\x89NtR";
}
std::string entry(char name, const std::string& value) {
    return "X\1\0\0\0"s + name + value + "s";
}

std::string floats(const std::vector<float>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

bool equalsExported(const CheckpointFile& file) {
    const auto expected = readSafeTensors(fixtures() / "ckpt_unwrapped/exported_model.safetensors");
    const auto actual = file.stateDict();
    if (!expected || !actual || expected->size() != actual->size()) return false;
    for (const auto& [name, tensor] : *expected)
        if (!actual->contains(name) || !at::equal(*actual->find(name), tensor)) return false;
    return true;
}

} // namespace

class TestCheckpointFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryContainer_data();
    void readsEveryContainer();
    void readsWrappedFilesAsATree();
    void sharesStoragesAndHonoursStrides();
    void readsBareStateDicts();
    void refusesTensorsBeyondTheirData_data();
    void refusesTensorsBeyondTheirData();
    void refusesUnfitFiles_data();
    void refusesUnfitFiles();
    void refusesCodeByName();
    void refusesTruncatedFiles();
    void noticesDamagedData();
    void writesWhatItReads();
    void writerCastsAndRefusesTypes();
};

void TestCheckpointFile::readsEveryContainer_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("container");
    QTest::newRow("zip") << QStringLiteral("exported_model.ckpt")
                         << static_cast<int>(ContainerKind::TorchZip);
    QTest::newRow("legacy") << QStringLiteral("legacy_format.ckpt")
                            << static_cast<int>(ContainerKind::TorchLegacy);
    QTest::newRow("safetensors") << QStringLiteral("exported_model.safetensors")
                                 << static_cast<int>(ContainerKind::SafeTensors);
}

void TestCheckpointFile::readsEveryContainer() {
    QFETCH(const QString, name);
    QFETCH(const int, container);
    ATTUNE_ASSIGN_OK(const auto file,
                     CheckpointFile::open(fixtures() / "ckpt_unwrapped" / name.toStdString()));
    QCOMPARE(static_cast<int>(file.container()), container);
    QVERIFY(equalsExported(file));
    QCOMPARE(file.tensorInfos().size(), std::size_t{190});
    if (file.container() != ContainerKind::SafeTensors)
        QCOMPARE(file.topLevelKeys(), std::vector<std::string>{"state_dict"});
    ATTUNE_VERIFY_OK(file.verifyChecksums());

    // The extension means nothing.
    const test::TemporaryFolder folder;
    std::filesystem::copy_file(file.path(), folder / "model.txt");
    ATTUNE_ASSIGN_OK(const auto renamed, CheckpointFile::open(folder / "model.txt"));
    QCOMPARE(static_cast<int>(renamed.container()), container);
}

void TestCheckpointFile::readsWrappedFilesAsATree() {
    ATTUNE_ASSIGN_OK(const auto file, CheckpointFile::open(fixtures() / "ckpt_wrapped/epoch=0-step=6.ckpt"));
    const format::PickleValue& root = *file.root();
    QCOMPARE(root.find("global_step")->integer, std::int64_t{6});
    QCOMPARE(root.find("model_config")->find("model_type")->text, std::string("diffusion_cond"));
    const format::PickleValue* states = root.find("optimizer_states")->items.at(0)->find("state");
    ATTUNE_ASSIGN_OK(const at::Tensor moment,
                     file.tensorFrom(*states->find(std::int64_t{0})->find("exp_avg")));
    QCOMPARE(moment.sizes(), at::IntArrayRef({128, 1}));
    QVERIFY(moment.abs().max().item<float>() > 0);
    ATTUNE_VERIFY_ERROR(file.tensorFrom(root), ErrorCode::InvalidArgument);
    const auto& keys = file.topLevelKeys();
    QVERIFY(std::find(keys.begin(), keys.end(), "pytorch-lightning_version") != keys.end());
}

void TestCheckpointFile::sharesStoragesAndHonoursStrides() {
    const test::TemporaryFolder folder;
    const std::string whole = tensorOf('0', 6, 0, "K\2K\3\x86"s, "K\3K\1\x86"s);
    const std::string transposed = tensorOf('0', 6, 0, "K\3K\2\x86"s, "K\1K\3\x86"s);
    const std::string row = tensorOf('0', 6, 3, "K\3\x85"s, "K\1\x85"s);
    const std::string empty = tensorOf('1', 0, 0, "K\0\x85"s, "K\1\x85"s);
    writeZip(folder / "a.ckpt",
             std::string("}") + entry('a', whole) + entry('t', transposed) + entry('r', row) +
                 entry('e', empty),
             {floats({0, 1, 2, 3, 4, 5}), ""});
    ATTUNE_ASSIGN_OK(const NamedTensors state, readStateDict(folder / "a.ckpt"));
    const at::Tensor expected = at::arange(6, at::kFloat).reshape({2, 3});
    QVERIFY(at::equal(*state.find("a"), expected));
    QVERIFY(at::equal(*state.find("t"), expected.t()));
    QVERIFY(at::equal(*state.find("r"), expected[1]));
    QCOMPARE(state.find("e")->numel(), std::int64_t{0});
    QVERIFY(state.find("a")->storage().data() == state.find("r")->storage().data());
    QVERIFY(viewsMapping(*state.find("a")));
}

void TestCheckpointFile::readsBareStateDicts() {
    const test::TemporaryFolder folder;
    writeZip(folder / "a.ckpt",
             std::string("}") + entry('a', tensorOf('0', 1, 0, ")", ")")) + entry('n', "K\1"s),
             {floats({7})});
    ATTUNE_ASSIGN_OK(const auto file, CheckpointFile::open(folder / "a.ckpt"));
    QCOMPARE(file.tensorInfos().size(), std::size_t{1});
    QCOMPARE(file.topLevelKeys(), std::vector<std::string>{"n"});
    ATTUNE_ASSIGN_OK(const NamedTensors state, file.stateDict());
    QCOMPARE(state.find("a")->item<float>(), 7.0F);
}

void TestCheckpointFile::refusesTensorsBeyondTheirData_data() {
    QTest::addColumn<QByteArray>("tensor");
    const auto row = [](const char* name, const std::string& tensor) {
        QTest::newRow(name) << QByteArray::fromStdString(tensor);
    };
    row("too long", tensorOf('0', 6, 0, "K\7\x85"s, "K\1\x85"s));
    row("offset", tensorOf('0', 6, 6, "K\1\x85"s, "K\1\x85"s));
    row("stride", tensorOf('0', 6, 0, "K\2\x85"s, "K\6\x85"s));
    row("overflow", tensorOf('0', 6, 0, "K\3\x85"s, "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7f\x85"s));
    row("uncountable",
        tensorOf('0', 6, 0, "\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fK\3\x86"s, "K\0K\0\x86"s));
    row("more than any model", tensorOf('0', 6, 0, "\x8a\x06\0\0\0\0\0\2\x85"s, "K\0\x85"s));
    row("storage too short", tensorOf('0', 7, 0, "K\1\x85"s, "K\1\x85"s));
    row("storage missing", tensorOf('9', 6, 0, "K\1\x85"s, "K\1\x85"s));
}

void TestCheckpointFile::refusesTensorsBeyondTheirData() {
    QFETCH(const QByteArray, tensor);
    const test::TemporaryFolder folder;
    writeZip(folder / "a.ckpt", std::string("}") + entry('a', tensor.toStdString()),
             {floats({0, 1, 2, 3, 4, 5})});
    const auto state = readStateDict(folder / "a.ckpt");
    ATTUNE_VERIFY_ERROR(state, ErrorCode::Corrupt);
    QVERIFY(state.error().context.find("a.ckpt") != std::string::npos);
}

void TestCheckpointFile::refusesUnfitFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
    QTest::newRow("text") << QByteArray("hello, this is some text") << QStringLiteral("neither");
    QTest::newRow("lfs") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
                         << QStringLiteral("LFS");
    QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html>") << QStringLiteral("web page");
    QTest::newRow("plain pickle") << QByteArray("\x80\2}.") << QStringLiteral("plain");
    QTest::newRow("gguf") << QByteArray("GGUF\3\0\0\0\0\0\0\0", 12) << QStringLiteral("GGUF");
}

void TestCheckpointFile::refusesUnfitFiles() {
    QFETCH(const QByteArray, content);
    QFETCH(const QString, says);
    const test::TemporaryFolder folder;
    test::writeBytes(folder / "a.ckpt", content.toStdString());
    const auto file = CheckpointFile::open(folder / "a.ckpt");
    ATTUNE_VERIFY_ERROR(file, ErrorCode::UnsupportedFormat);
    QVERIFY2(test::qs(file.error().message).contains(says), file.error().message.c_str());

    writeZip(folder / "big.ckpt", "}", {}, "big");
    ATTUNE_VERIFY_ERROR(CheckpointFile::open(folder / "big.ckpt"), ErrorCode::UnsupportedFormat);
    ATTUNE_VERIFY_ERROR(CheckpointFile::open(folder / "nothing.ckpt"), ErrorCode::NotFound);
}

void TestCheckpointFile::refusesCodeByName() {
    const auto folder = fixtures() / "ckpt_malicious";
    int count = 0;
    for (const auto& item : std::filesystem::directory_iterator(folder)) {
        if (item.path().extension() != ".ckpt") continue;
        ++count;
        const auto file = CheckpointFile::open(item.path());
        ATTUNE_VERIFY_ERROR(file, ErrorCode::Refused);
        QVERIFY2(file.error().message.find("builtins.") != std::string::npos ||
                     file.error().message.find("os.") != std::string::npos,
                 file.error().message.c_str());
    }
    QVERIFY(count > 0);
}

void TestCheckpointFile::refusesTruncatedFiles() {
    const test::TemporaryFolder folder;
    for (const char* name : {"exported_model.ckpt", "legacy_format.ckpt", "exported_model.safetensors"}) {
        const auto source = fixtures() / "ckpt_unwrapped" / name;
        const auto size = static_cast<std::int64_t>(std::filesystem::file_size(source));
        for (const std::int64_t kept : {size - 1, size / 2, size / 100, std::int64_t{11}, std::int64_t{5}}) {
            std::filesystem::copy_file(source, folder / "cut",
                                       std::filesystem::copy_options::overwrite_existing);
            std::filesystem::permissions(folder / "cut", std::filesystem::perms::owner_all);
            test::cutFile(folder / "cut", kept);
            const auto state = readStateDict(folder / "cut");
            QVERIFY2(!state && (state.error().code == ErrorCode::Corrupt ||
                                state.error().code == ErrorCode::UnsupportedFormat),
                     name);
            if (kept > 1000) QCOMPARE(state.error().code, ErrorCode::Corrupt);
        }
    }
}

void TestCheckpointFile::noticesDamagedData() {
    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeStateDictCheckpoint(folder / "a.ckpt", {{"a", at::arange(1000, at::kFloat)}}));
    std::string bytes = test::readBytes(folder / "a.ckpt");
    const std::size_t place = bytes.find(floats({500.0F, 501.0F}));
    QVERIFY(place != std::string::npos);
    bytes[place] = 1;
    test::writeBytes(folder / "a.ckpt", bytes);
    ATTUNE_ASSIGN_OK(const auto file, CheckpointFile::open(folder / "a.ckpt"));
    const auto checked = file.verifyChecksums();
    ATTUNE_VERIFY_ERROR(checked, ErrorCode::Corrupt);
    QVERIFY(checked.error().message.find("data/0") != std::string::npos);
    CancellationSource stop;
    stop.request();
    ATTUNE_VERIFY_ERROR(file.verifyChecksums(stop.cancellation()), ErrorCode::Cancelled);
    // Damage in the pickle is noticed when the file is opened.
    std::string pickle = bytes;
    pickle[pickle.find("state_dict")] = 'S';
    test::writeBytes(folder / "b.ckpt", pickle);
    ATTUNE_VERIFY_ERROR(CheckpointFile::open(folder / "b.ckpt"), ErrorCode::Corrupt);
}

void TestCheckpointFile::writesWhatItReads() {
    const test::TemporaryFolder folder;
    ATTUNE_ASSIGN_OK(const NamedTensors original,
                     readStateDict(fixtures() / "ckpt_unwrapped/exported_model.ckpt"));
    ATTUNE_VERIFY_OK(writeStateDictCheckpoint(folder / "a.ckpt", original));
    ATTUNE_ASSIGN_OK(const auto file, CheckpointFile::open(folder / "a.ckpt"));
    QVERIFY(equalsExported(file));
    ATTUNE_VERIFY_OK(file.verifyChecksums());
    QCOMPARE(file.tensorInfos().front().name, original.begin()->name);

    NamedTensors others;
    for (const auto type : {at::kDouble, at::kHalf, at::kBFloat16, at::kLong, at::kInt, at::kShort, at::kChar,
                            at::kByte, at::kBool})
        others.set(c10::toString(type), at::arange(6).remainder(2).reshape({2, 3}).to(type).t());
    others.set("scalar", at::scalar_tensor(3.0));
    others.set("empty", at::empty({0, 4}));
    ATTUNE_VERIFY_OK(writeStateDictCheckpoint(folder / "b.ckpt", others));
    ATTUNE_ASSIGN_OK(const NamedTensors back, readStateDict(folder / "b.ckpt"));
    for (const auto& [name, tensor] : others) {
        QCOMPARE(back.find(name)->scalar_type(), tensor.scalar_type());
        QVERIFY2(at::equal(*back.find(name), tensor), name.c_str());
    }
}

void TestCheckpointFile::writerCastsAndRefusesTypes() {
    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeStateDictCheckpoint(
        folder / "a.ckpt", {{"f", at::full({2}, 0.1)}, {"i", at::ones({2}, at::kLong)}}, at::kHalf));
    ATTUNE_ASSIGN_OK(const NamedTensors back, readStateDict(folder / "a.ckpt"));
    QCOMPARE(back.find("f")->scalar_type(), at::kHalf);
    QCOMPARE(back.find("i")->scalar_type(), at::kLong);
    ATTUNE_VERIFY_ERROR(
        writeStateDictCheckpoint(folder / "b.ckpt", {{"c", at::ones({2}, at::kComplexFloat)}}),
        ErrorCode::UnsupportedFormat);
    QCOMPARE(test::listing(folder.path()).find("b.ckpt"), std::string::npos);
}

QTEST_APPLESS_MAIN(TestCheckpointFile)
#include "tst_CheckpointFile.moc"
