// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/MappedTensor.h"
#include "core/tensor/SafeTensors.h"

#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

using namespace attune;
using namespace attune::tensor;

namespace {

bool isSame(const at::Tensor& a, const at::Tensor& b) {
    return a.scalar_type() == b.scalar_type() && a.sizes() == b.sizes() &&
           (a.numel() == 0 || at::equal(a.reshape({-1}).view(at::kByte), b.reshape({-1}).view(at::kByte)));
}

} // namespace

class TestSafeTensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTypeComesBack();
    void scalarsAndEmptyTensorsComeBack();
    void strangeLayoutsAreWrittenDense();
    void viewsOutliveTheFileObject();
    void viewsShareTheMapping();
    void misalignedDataAreCopied();
    void orderAndMetadataAreKept();
    void readErrorsNameTheFile();
    void writerChecksItsPromises();
    void writerCasts();
    void failedWriteLeavesTheOldFile();
};

void TestSafeTensors::everyTypeComesBack() {
    const test::TemporaryFolder folder;
    NamedTensors tensors;
    for (const auto type : {at::kDouble, at::kFloat, at::kHalf, at::kBFloat16, at::kLong, at::kInt,
                            at::kShort, at::kChar, at::kByte, at::kBool})
        tensors.set(c10::toString(type), at::arange(6).remainder(2).reshape({2, 3}).to(type));
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "t.safetensors", tensors));
    ATTUNE_ASSIGN_OK(const NamedTensors back, readSafeTensors(folder / "t.safetensors"));
    QCOMPARE(back.size(), tensors.size());
    for (const auto& [name, tensor] : tensors) QVERIFY2(isSame(*back.find(name), tensor), name.c_str());
}

void TestSafeTensors::scalarsAndEmptyTensorsComeBack() {
    const test::TemporaryFolder folder;
    const NamedTensors tensors{{"scalar", at::scalar_tensor(2.5)},
                               {"empty", at::empty({3, 0, 2})},
                               {"none", at::empty({0}, at::kLong)}};
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "t.safetensors", tensors));
    ATTUNE_ASSIGN_OK(const NamedTensors back, readSafeTensors(folder / "t.safetensors"));
    for (const auto& [name, tensor] : tensors) QVERIFY2(isSame(*back.find(name), tensor), name.c_str());
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "none.safetensors", {}));
    ATTUNE_ASSIGN_OK(const NamedTensors none, readSafeTensors(folder / "none.safetensors"));
    QVERIFY(none.empty());
}

void TestSafeTensors::strangeLayoutsAreWrittenDense() {
    const test::TemporaryFolder folder;
    const at::Tensor base = at::arange(24, at::kFloat).reshape({4, 6});
    const NamedTensors tensors{{"transposed", base.t()},
                               {"every other", base.slice(1, 0, 6, 2)},
                               {"expanded", base.slice(0, 0, 1).expand({3, 6})}};
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "t.safetensors", tensors));
    ATTUNE_ASSIGN_OK(const NamedTensors back, readSafeTensors(folder / "t.safetensors"));
    for (const auto& [name, tensor] : tensors)
        QVERIFY2(isSame(*back.find(name), tensor.contiguous()), name.c_str());
}

void TestSafeTensors::viewsOutliveTheFileObject() {
    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "t.safetensors", {{"a", at::arange(1000, at::kFloat)}}));
    at::Tensor view;
    {
        ATTUNE_ASSIGN_OK(const SafeTensorsFile file, SafeTensorsFile::open(folder / "t.safetensors"));
        ATTUNE_ASSIGN_OK(view, file.tensor("a"));
    }
    QCOMPARE(view.sum().item<float>(), 499500.0F);
    releasePages(view); // the pages come back from the file
    QCOMPARE(view.sum().item<float>(), 499500.0F);
}

void TestSafeTensors::viewsShareTheMapping() {
    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "t.safetensors",
                                      {{"a", at::arange(8, at::kFloat)}, {"b", at::arange(8, at::kFloat)}}));
    ATTUNE_ASSIGN_OK(const SafeTensorsFile file, SafeTensorsFile::open(folder / "t.safetensors"));
    ATTUNE_ASSIGN_OK(const at::Tensor once, file.tensor("a"));
    ATTUNE_ASSIGN_OK(const at::Tensor again, file.tensor("a"));
    QVERIFY(viewsMapping(once));
    QCOMPARE(once.const_data_ptr(), again.const_data_ptr());
    QVERIFY(!viewsMapping(once.clone()));
    QVERIFY(!viewsMapping(at::Tensor()));
    releasePages(at::ones({3})); // nothing happens
    ATTUNE_VERIFY_ERROR(file.tensor("c"), ErrorCode::MissingKey);
}

void TestSafeTensors::misalignedDataAreCopied() {
    const test::TemporaryFolder folder;
    // A byte before a float, as foreign writers may lay it out.
    const std::string json =
        R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}})";
    std::string file(8, '\0');
    file[0] = static_cast<char>(json.size());
    file += json + "x" + std::string("\0\0\x80\x3f", 4);
    test::writeBytes(folder / "t.safetensors", file);
    ATTUNE_ASSIGN_OK(const NamedTensors tensors, readSafeTensors(folder / "t.safetensors"));
    QCOMPARE(tensors.find("b")->item<float>(), 1.0F);
    QCOMPARE(reinterpret_cast<std::uintptr_t>(tensors.find("b")->const_data_ptr()) % 4, std::uintptr_t{0});
}

void TestSafeTensors::orderAndMetadataAreKept() {
    const test::TemporaryFolder folder;
    const NamedTensors tensors{
        {"z", at::ones({1}, at::kHalf)}, {"a", at::ones({1})}, {"m", at::ones({1}, at::kDouble)}};
    const Metadata metadata{{"format", "pt"}, {"a key", "ü \"quoted\""}};
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "t.safetensors", tensors, metadata));
    ATTUNE_ASSIGN_OK(const SafeTensorsFile file, SafeTensorsFile::open(folder / "t.safetensors"));
    QCOMPARE(file.metadata(), metadata);
    ATTUNE_ASSIGN_OK(const NamedTensors back, file.tensors());
    std::string order;
    for (const auto& [name, tensor] : back) order += name;
    QCOMPARE(order, std::string("zam"));
}

void TestSafeTensors::readErrorsNameTheFile() {
    const test::TemporaryFolder folder;
    const auto missing = SafeTensorsFile::open(folder / "nothing.safetensors");
    ATTUNE_VERIFY_ERROR(missing, ErrorCode::NotFound);
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "t.safetensors", {{"a", at::ones({100})}}));
    test::cutFile(folder / "t.safetensors", 200);
    const auto cut = SafeTensorsFile::open(folder / "t.safetensors");
    ATTUNE_VERIFY_ERROR(cut, ErrorCode::Corrupt);
    QVERIFY(cut.error().context.find("t.safetensors") != std::string::npos);
    ATTUNE_VERIFY_ERROR(SafeTensorsFile::open(folder.path()), ErrorCode::UnsupportedFormat);
}

void TestSafeTensors::writerChecksItsPromises() {
    const test::TemporaryFolder folder;
    const auto file = folder / "t.safetensors";
    ATTUNE_VERIFY_ERROR(SafeTensorsWriter::create(file, {{"a", at::kFloat, {1}}, {"a", at::kFloat, {1}}}),
                        ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(SafeTensorsWriter::create(file, {{"a", at::kComplexFloat, {1}}}),
                        ErrorCode::UnsupportedFormat);
    {
        ATTUNE_ASSIGN_OK(auto writer, SafeTensorsWriter::create(file, {{"a", at::kFloat, {2}}}));
        QCOMPARE(writer.next()->name, std::string("a"));
        ATTUNE_VERIFY_ERROR(writer.write(at::ones({3})), ErrorCode::ShapeMismatch);
        ATTUNE_VERIFY_ERROR(writer.commit(), ErrorCode::InvalidArgument);
        ATTUNE_VERIFY_OK(writer.write(at::ones({2})));
        QVERIFY(writer.next() == nullptr);
        ATTUNE_VERIFY_ERROR(writer.write(at::ones({2})), ErrorCode::InvalidArgument);
    }
    QCOMPARE(test::listing(folder.path()), std::string()); // never committed: nothing is left
}

void TestSafeTensors::writerCasts() {
    const test::TemporaryFolder folder;
    const auto file = folder / "t.safetensors";
    ATTUNE_ASSIGN_OK(auto writer, SafeTensorsWriter::create(file, {{"a", at::kHalf, {2}}}));
    ATTUNE_VERIFY_OK(writer.write(at::full({2}, 0.1)));
    ATTUNE_VERIFY_OK(writer.commit());
    ATTUNE_ASSIGN_OK(const NamedTensors back, readSafeTensors(file));
    QVERIFY(isSame(*back.find("a"), at::full({2}, 0.1).to(at::kHalf)));
}

void TestSafeTensors::failedWriteLeavesTheOldFile() {
    const test::TemporaryFolder folder;
    const auto file = folder / "t.safetensors";
    ATTUNE_VERIFY_OK(writeSafeTensors(file, {{"a", at::ones({2})}}));
    const std::string before = test::readBytes(file);
    ATTUNE_VERIFY_ERROR(writeSafeTensors(file, {{"a", at::ones({2}, at::kComplexFloat)}}),
                        ErrorCode::UnsupportedFormat);
    QCOMPARE(test::readBytes(file), before);
    ATTUNE_VERIFY_ERROR(writeSafeTensors(folder / "no such folder" / "t.safetensors", {}),
                        ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestSafeTensors)
#include "tst_SafeTensors.moc"
