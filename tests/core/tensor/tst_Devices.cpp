// SPDX-License-Identifier: GPL-3.0-or-later
//
// Devices, generators, the memory meter and the translation of LibTorch's errors.
#include "core/tensor/Devices.h"
#include "core/tensor/Generators.h"
#include "core/tensor/MemoryMeter.h"
#include "core/tensor/TorchErrors.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <ATen/Functions.h>

#include <set>

using namespace attune;
using namespace attune::tensor;

class TestDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsTheCpuFirst();
    void parsesDevices();
    void saysWhyThereIsNoGpu();
    void generatorsRepeat();
    void generatorStateContinues();
    void generatorEqualsPythons();
    void seedsByPurposeDiffer();
    void seedsByPurposeAreStable();
    void meterReadsTheHost();
    void translatesErrors();
    void guardPassesValuesThrough();
};

void TestDevices::listsTheCpuFirst() {
    const auto devices = listDevices();
    QVERIFY(!devices.empty());
    QVERIFY(devices.front().device.is_cpu());
    QVERIFY(devices.front().totalBytes > 0);
    QVERIFY(devices.front().freeBytes > 0);
    QCOMPARE(devices.size() > 1, gpuStatus().isUsable);
    for (const DeviceInfo& device : devices) QVERIFY(!device.name.empty());
}

void TestDevices::parsesDevices() {
    ATTUNE_ASSIGN_OK(const c10::Device cpu, deviceFromText("cpu"));
    QVERIFY(cpu.is_cpu());
    ATTUNE_ASSIGN_OK(const c10::Device meta, deviceFromText("meta"));
    QVERIFY(meta.is_meta());
    ATTUNE_ASSIGN_OK(const c10::Device best, deviceFromText("auto"));
    QCOMPARE(best.is_cuda(), gpuStatus().isUsable);
    for (const char* wrong : {"", "gpu", "CPU", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cuda:999", "mps"})
        ATTUNE_VERIFY_ERROR(deviceFromText(wrong), ErrorCode::InvalidArgument);
    ATTUNE_VERIFY_ERROR(deviceFromText("cuda:99"), ErrorCode::DeviceUnavailable);
    QCOMPARE(textFromDevice(c10::Device(c10::kCUDA, 1)), std::string("cuda:1"));
    ATTUNE_VERIFY_ERROR(describeDevice(c10::Device(c10::kMPS)), ErrorCode::DeviceUnavailable);
    synchronize(cpu);
    releaseCachedMemory(cpu);
}

void TestDevices::saysWhyThereIsNoGpu() {
    QCOMPARE(gpuStatus().reason.empty(), gpuStatus().isUsable);
    if (gpuStatus().isUsable) QSKIP("There is a GPU here.");
    const auto device = deviceFromText("cuda");
    ATTUNE_VERIFY_ERROR(device, ErrorCode::DeviceUnavailable);
    QCOMPARE(device.error().message, gpuStatus().reason);
    ATTUNE_VERIFY_ERROR(makeGenerator(c10::Device(c10::kCUDA, 0), 1), ErrorCode::DeviceUnavailable);
}

void TestDevices::generatorsRepeat() {
    at::Generator a = makeCpuGenerator(7);
    at::Generator b = makeCpuGenerator(7);
    at::Generator c = makeCpuGenerator(8);
    const at::Tensor first = at::randn({100}, a);
    QVERIFY(at::equal(first, at::randn({100}, b)));
    QVERIFY(!at::equal(first, at::randn({100}, c)));
    ATTUNE_ASSIGN_OK(at::Generator meta, makeGenerator(c10::Device(c10::kMeta), 7));
    QVERIFY(at::equal(first, at::randn({100}, meta)));
}

void TestDevices::generatorStateContinues() {
    at::Generator generator = makeCpuGenerator(3);
    static_cast<void>(at::randn({5}, generator)); // an odd count leaves half a Box-Muller pair in the state
    const at::Tensor state = stateOf(generator);
    const at::Tensor next = at::randn({33}, generator);
    at::Generator other = makeCpuGenerator(99);
    ATTUNE_VERIFY_OK(restoreState(other, state));
    QVERIFY(at::equal(at::randn({33}, other), next));
    ATTUNE_VERIFY_ERROR(restoreState(other, at::zeros({7}, at::kByte)), ErrorCode::Corrupt);
    ATTUNE_VERIFY_ERROR(restoreState(other, at::zeros({7})), ErrorCode::Corrupt);
}

void TestDevices::generatorEqualsPythons() {
    // torch.randn(4, generator=torch.Generator().manual_seed(42))
    at::Generator generator = makeCpuGenerator(42);
    const at::Tensor expected = at::tensor({0.3366903663F, 0.1288094074F, 0.2344623655F, 0.2303330302F});
    QVERIFY(at::allclose(at::randn({4}, generator), expected, 0, 1e-7));
}

void TestDevices::seedsByPurposeDiffer() {
    std::set<std::uint64_t> seeds;
    for (const std::uint64_t seed : {0ULL, 1ULL, 42ULL})
        for (const char* purpose : {"", "noise", "noisf", "timesteps"})
            for (std::uint64_t index = 0; index < 100; ++index)
                seeds.insert(deriveSeed(seed, purpose, index));
    QCOMPARE(seeds.size(), std::size_t{1200});
}

void TestDevices::seedsByPurposeAreStable() {
    // A saved run draws from these; a change here would break every resume.
    QCOMPARE(deriveSeed(42, "noise", 0), std::uint64_t{2979487469599073258ULL});
    QCOMPARE(deriveSeed(42, "noise", 7), std::uint64_t{6364435306864279162ULL});
}

void TestDevices::meterReadsTheHost() {
    const MemoryMeter meter{c10::Device(c10::kCPU)};
    const MemoryReading before = meter.read();
    QVERIFY(before.hostBytes > 0 && before.hostPeakBytes >= before.hostBytes / 2);
    const at::Tensor block = at::ones({64, 1 << 20}, at::kByte);
    const MemoryReading after = meter.read();
    QVERIFY(after.hostBytes >= before.hostBytes + (48 << 20));
    QVERIFY(after.hostPeakBytes >= before.hostBytes + (48 << 20));
    QCOMPARE(after.deviceBytes, std::int64_t{0});
    QCOMPARE(block.numel(), std::int64_t{64} << 20);
}

void TestDevices::translatesErrors() {
    const auto shapes = guarded("adding", [] { return at::ones({2}) + at::ones({3}); });
    ATTUNE_VERIFY_ERROR(shapes, ErrorCode::Internal);
    QCOMPARE(shapes.error().context, std::string("adding"));
    QVERIFY2(shapes.error().message.find("size of tensor a (2)") != std::string::npos,
             shapes.error().message.c_str());
    QVERIFY(shapes.error().message.find('\n') == std::string::npos);
    const auto host = guarded("filling", [] { return at::empty({std::int64_t{1} << 55}, at::kByte); });
    ATTUNE_VERIFY_ERROR(host, ErrorCode::OutOfMemory);
    const auto standard = guarded("filling", []() -> int { throw std::bad_alloc(); });
    ATTUNE_VERIFY_ERROR(standard, ErrorCode::OutOfMemory);
    const auto device = guarded("step 3", []() -> int {
        TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory. Tried 3 GiB");
    });
    ATTUNE_VERIFY_ERROR(device, ErrorCode::DeviceOutOfMemory);
    QVERIFY(!device.error().remedy.empty());
    const auto driver =
        guarded("step 3", []() -> int { TORCH_CHECK(false, "CUDA error: out of memory\nmore"); });
    ATTUNE_VERIFY_ERROR(driver, ErrorCode::DeviceOutOfMemory);
    const auto odd = guarded("step 3", []() -> int { throw 3; });
    ATTUNE_VERIFY_ERROR(odd, ErrorCode::Internal);
}

void TestDevices::guardPassesValuesThrough() {
    ATTUNE_ASSIGN_OK(const int value, guarded("a", [] { return 5; }));
    QCOMPARE(value, 5);
    ATTUNE_VERIFY_OK(guarded("a", [] {}));
    ATTUNE_VERIFY_ERROR(guarded("a", []() -> Result<int> { return fail(ErrorCode::NotFound, "x"); }),
                        ErrorCode::NotFound);
    ATTUNE_VERIFY_ERROR(guarded("a", []() -> Result<void> { return fail(ErrorCode::Locked, "x"); }),
                        ErrorCode::Locked);
}

QTEST_APPLESS_MAIN(TestDevices)
#include "tst_Devices.moc"
