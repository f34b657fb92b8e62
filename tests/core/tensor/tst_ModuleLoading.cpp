// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/MappedTensor.h"
#include "core/tensor/ModuleLoading.h"
#include "core/tensor/SafeTensors.h"

#include "tests/support/Checks.h"
#include "tests/support/TemporaryFolder.h"

#include <QtTest/QtTest>

#include <torch/nn/module.h>

using namespace attune;
using namespace attune::tensor;

namespace {

struct Inner : torch::nn::Module {
    Inner() : torch::nn::Module("Inner") {
        register_buffer("inv_freq", at::full({2}, 9.0));
        weight = register_parameter("weight", at::zeros({2, 3}));
    }
    at::Tensor weight;
};

struct Outer : torch::nn::Module {
    Outer() : torch::nn::Module("Outer") {
        inner = register_module("inner", std::make_shared<Inner>());
        gamma = register_parameter("gamma", at::zeros({2}));
        beta = register_buffer("beta", at::zeros({2}));
    }
    std::shared_ptr<Inner> inner;
    at::Tensor gamma;
    at::Tensor beta;
};

NamedTensors weights() {
    return {{"net.gamma", at::full({2}, 1.0)},
            {"net.beta", at::full({2}, 2.0)},
            {"net.inner.weight", at::full({2, 3}, 3.0)},
            {"net.inner.inv_freq", at::full({2}, 4.0)},
            {"other", at::ones({1})}};
}

} // namespace

class TestModuleLoading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namedTensorsKeepOrderAndPrefixes();
    void stateDictHasPythonsOrder();
    void loadsEverythingUnderThePrefix();
    void castsToTheModulesType();
    void derivesOnlyInverseFrequencies();
    void refusesAndLeavesTheModuleAlone();
    void ignoresUnexpectedKeysWhenAsked();
    void takesSubstitutes();
    void sharesMappedTensors();
    void summaryNamesTheFirstKeys();
};

void TestModuleLoading::namedTensorsKeepOrderAndPrefixes() {
    NamedTensors tensors = weights();
    tensors.set("net.beta", at::full({1}, 5.0));
    QCOMPARE((tensors.begin() + 1)->name, std::string("net.beta"));
    QCOMPARE(tensors.find("net.beta")->numel(), std::int64_t{1});
    QCOMPARE(tensors.elementCount(), std::int64_t{2 + 1 + 6 + 2 + 1});
    QCOMPARE(tensors.sizeBytes(), std::int64_t{4 * 12});
    QVERIFY(tensors.erase("net.gamma"));
    QVERIFY(!tensors.erase("net.gamma"));
    QCOMPARE(tensors.find("other")->numel(), std::int64_t{1});
    const NamedTensors part = tensors.withoutPrefix("net.");
    QCOMPARE(part.size(), std::size_t{3});
    QVERIFY(part.contains("inner.weight"));
    QVERIFY(part.withPrefix("x.").contains("x.inner.weight"));
    QVERIFY(part.containsPrefix("inner."));
    QVERIFY(!part.containsPrefix("outer."));
    ATTUNE_VERIFY_ERROR(part.at("other"), ErrorCode::MissingKey);
    ATTUNE_VERIFY_OK(part.at("beta"));
}

void TestModuleLoading::stateDictHasPythonsOrder() {
    const Outer module;
    std::string order;
    for (const auto& [name, tensor] : stateDictOf(module)) order += name + " ";
    QCOMPARE(order, std::string("gamma beta inner.weight inner.inv_freq "));
}

void TestModuleLoading::loadsEverythingUnderThePrefix() {
    Outer module;
    ATTUNE_ASSIGN_OK(const LoadReport report, loadInto(module, weights(), "net."));
    QVERIFY(report.isExact());
    QCOMPARE(report.matched.size(), std::size_t{4});
    QCOMPARE(module.gamma.sum().item<float>(), 2.0F);
    QCOMPARE(module.inner->weight.sum().item<float>(), 18.0F);
    QVERIFY(module.gamma.requires_grad());
}

void TestModuleLoading::castsToTheModulesType() {
    Outer module;
    module.to(at::kHalf);
    ATTUNE_VERIFY_OK(loadInto(module, weights(), "net.", {.storage = LoadPolicy::Storage::Share}));
    QCOMPARE(module.gamma.scalar_type(), at::kHalf);
    QCOMPARE(module.gamma.sum().item<float>(), 2.0F);
}

void TestModuleLoading::derivesOnlyInverseFrequencies() {
    Outer module;
    NamedTensors without = weights();
    without.erase("net.inner.inv_freq");
    ATTUNE_ASSIGN_OK(const LoadReport report, loadInto(module, without, "net."));
    QCOMPARE(report.rebuilt, std::vector<std::string>{"inner.inv_freq"});
    QCOMPARE(module.inner->named_buffers()["inv_freq"].sum().item<float>(), 18.0F); // as the module made it
    without.erase("net.beta");
    ATTUNE_VERIFY_ERROR(loadInto(module, without, "net."), ErrorCode::MissingKey);
}

void TestModuleLoading::refusesAndLeavesTheModuleAlone() {
    Outer module;
    NamedTensors wrong = weights();
    wrong.set("net.inner.weight", at::ones({3, 2}));
    const auto mismatched = loadInto(module, wrong, "net.");
    ATTUNE_VERIFY_ERROR(mismatched, ErrorCode::ShapeMismatch);
    QVERIFY(mismatched.error().message.find("inner.weight is [3, 2] instead of [2, 3]") != std::string::npos);
    NamedTensors extra = weights();
    extra.set("net.surprise", at::ones({1}));
    const auto unexpected = loadInto(module, extra, "net.");
    ATTUNE_VERIFY_ERROR(unexpected, ErrorCode::MissingKey);
    QVERIFY(unexpected.error().message.find("surprise") != std::string::npos);
    QCOMPARE(module.gamma.sum().item<float>(), 0.0F); // nothing was copied
    const LoadReport report = compareKeys(module, {}, "");
    QCOMPARE(report.missing.size(), std::size_t{3});
    QVERIFY(!report.isComplete());
}

void TestModuleLoading::ignoresUnexpectedKeysWhenAsked() {
    Outer module;
    NamedTensors extra = weights();
    extra.set("net.surprise", at::ones({1}));
    ATTUNE_ASSIGN_OK(const LoadReport report,
                     loadInto(module, extra, "net.", {.unexpected = LoadPolicy::Unexpected::Ignore}));
    QCOMPARE(report.unexpected, std::vector<std::string>{"surprise"});
    QCOMPARE(module.gamma.sum().item<float>(), 2.0F);
}

void TestModuleLoading::takesSubstitutes() {
    Outer module;
    NamedTensors folded = weights();
    folded.erase("net.inner.weight");
    folded.set("net.inner.folded", at::full({3, 2}, 5.0));
    LoadPolicy policy;
    policy.substitute = [](const std::string& name, const NamedTensors& source) -> std::optional<Substitute> {
        if (name != "inner.weight") return std::nullopt;
        return Substitute{source.find("inner.folded")->t(), {"inner.folded"}};
    };
    ATTUNE_ASSIGN_OK(const LoadReport report, loadInto(module, folded, "net.", policy));
    QCOMPARE(report.rebuilt, std::vector<std::string>{"inner.weight"});
    QVERIFY(report.isExact());
    QCOMPARE(module.inner->weight.sum().item<float>(), 30.0F);
}

void TestModuleLoading::sharesMappedTensors() {
    const test::TemporaryFolder folder;
    ATTUNE_VERIFY_OK(writeSafeTensors(folder / "w.safetensors", weights()));
    Outer module;
    {
        ATTUNE_ASSIGN_OK(const NamedTensors mapped, readSafeTensors(folder / "w.safetensors"));
        ATTUNE_VERIFY_OK(loadInto(module, mapped, "net.", {.storage = LoadPolicy::Storage::Share}));
    }
    QVERIFY(viewsMapping(module.gamma)); // the member, not only the registered tensor
    QCOMPARE(module.gamma.sum().item<float>(), 2.0F);
    QVERIFY(module.gamma.requires_grad());
    Outer copied;
    {
        ATTUNE_ASSIGN_OK(const NamedTensors mapped, readSafeTensors(folder / "w.safetensors"));
        ATTUNE_VERIFY_OK(loadInto(copied, mapped, "net."));
    }
    QVERIFY(!viewsMapping(copied.gamma));
}

void TestModuleLoading::summaryNamesTheFirstKeys() {
    LoadReport report;
    report.matched = {"a", "b"};
    QCOMPARE(report.summary(), std::string("2 of 2 tensors loaded"));
    report.missing = {"c", "d", "e", "f", "g"};
    report.mismatched = {{"h", {1}, {2, 3}}};
    report.unexpected = {"i"};
    QCOMPARE(
        report.summary(),
        std::string(
            "2 of 8 tensors loaded; missing: c, d, e and 2 more; of another shape: h is [2, 3] instead of "
            "[1]; not used: i"));
    QCOMPARE(report.toError("it").code, ErrorCode::MissingKey);
    LoadReport sum;
    sum.append(report);
    sum.append(report);
    QCOMPARE(sum.missing.size(), std::size_t{10});
}

QTEST_APPLESS_MAIN(TestModuleLoading)
#include "tst_ModuleLoading.moc"
