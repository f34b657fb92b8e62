// SPDX-License-Identifier: GPL-3.0-or-later
//
// The 8-bit code books and quantiser, and AdamW8bit's rules at the edges: small tensors, tails, bad
// gradients, clipping.
#include "core/tensor/Generators.h"
#include "core/train/Optimiser.h"
#include "core/train/OptimiserEightBit.h"

#include "tests/support/Checks.h"

#include <QtTest/QtTest>

#include <cmath>

using namespace attune;
using namespace attune::train;

namespace {

std::unique_ptr<Optimiser> madeFor(OptimiserKind kind, std::int64_t count, int percentile = 100) {
    OptimiserOptions options = OptimiserOptions::defaultsFor(kind);
    options.learningRate = 1e-2;
    options.weightDecay = 0.1;
    options.percentileClipping = percentile;
    auto optimiser = makeOptimiser(
        options, {{"w", at::randn({count}, tensor::makeCpuGenerator(1)).set_requires_grad(true)}});
    return optimiser ? std::move(*optimiser) : nullptr;
}

void step(Optimiser& optimiser, const at::Tensor& gradient) {
    optimiser.parameters()[0].value.mutable_grad() = gradient.clone();
    optimiser.step();
}

const at::Tensor& weightOf(const Optimiser& optimiser) {
    return optimiser.parameters()[0].value;
}

at::Tensor randomGradient(std::int64_t count, std::uint64_t seed) {
    return at::randn({count}, tensor::makeCpuGenerator(seed));
}

} // namespace

class TestOptimiserEightBit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codeBooksAreSortedAndComplete();
    void encodesToTheNearestCode();
    void negativeNeverBecomesZero();
    void emptyBlocksStayEmpty();
    void codesComeBackUnchanged();
    void staysCloseToAdamW();
    void smallTensorsAreAdamW();
    void tailsAreWholeBlocksInside();
    void badGradientsTouchOnlyTheirOwn();
    void percentileClippingLimitsAnOutburst();
    void needsAQuarterOfTheMemory();
};

void TestOptimiserEightBit::codeBooksAreSortedAndComplete() {
    for (const CodeSign sign : {CodeSign::Signed, CodeSign::Unsigned}) {
        const at::Tensor book = eightBitCodeBook(sign);
        QCOMPARE(book.numel(), 256);
        QVERIFY((book.slice(0, 1) > book.slice(0, 0, -1)).all().item<bool>());
        QCOMPARE(book[255].item<float>(), 1.0F);
        QCOMPARE(book.eq(0.0).sum().item<int>(), 1);
        const double lowest = book[0].item<double>();
        QVERIFY(sign == CodeSign::Unsigned ? lowest == 0.0 : std::abs(lowest + 0.99296875) < 1e-7);
    }
}

void TestOptimiserEightBit::encodesToTheNearestCode() {
    const at::Tensor values = randomGradient(8 * kEightBitBlock, 3).view({8, kEightBitBlock});
    for (const CodeSign sign : {CodeSign::Signed, CodeSign::Unsigned}) {
        const EightBitQuantiser quantiser(sign, at::kCPU);
        const at::Tensor given = sign == CodeSign::Signed ? values : values.square();
        const auto encoded = quantiser.encode(given);
        QVERIFY(at::equal(encoded.absmax, at::amax(given.abs(), 1)));
        const at::Tensor decoded = quantiser.decode(encoded.codes.flatten(), encoded.absmax);
        const at::Tensor all = eightBitCodeBook(sign).view({1, 1, -1}) * encoded.absmax.view({-1, 1, 1});
        const at::Tensor best = at::amin((given.unsqueeze(2) - all).abs(), 2);
        const at::Tensor distance = (given - decoded).abs();
        // Only a negative number beside zero goes to its second nearest.
        const at::Tensor isPushed = at::logical_and(given < 0.0, decoded < 0.0);
        QVERIFY(at::logical_or(distance <= best + 1e-7, isPushed).all().item<bool>());
    }
}

void TestOptimiserEightBit::negativeNeverBecomesZero() {
    const EightBitQuantiser quantiser(CodeSign::Signed, at::kCPU);
    at::Tensor values = at::zeros({1, kEightBitBlock});
    values[0][0] = 1.0;
    values[0][1] = -1e-12;
    values[0][2] = 1e-12;
    const auto encoded = quantiser.encode(values);
    const at::Tensor decoded = quantiser.decode(encoded.codes.flatten(), encoded.absmax);
    QVERIFY(decoded[0][1].item<double>() < 0.0);
    QCOMPARE(decoded[0][2].item<double>(), 0.0);
}

void TestOptimiserEightBit::emptyBlocksStayEmpty() {
    for (const CodeSign sign : {CodeSign::Signed, CodeSign::Unsigned}) {
        const EightBitQuantiser quantiser(sign, at::kCPU);
        const auto encoded = quantiser.encode(at::zeros({2, kEightBitBlock}));
        QCOMPARE(encoded.codes.max().item<int>(), 0);
        QVERIFY(quantiser.decode(encoded.codes.flatten(), encoded.absmax).eq(0.0).all().item<bool>());
    }
}

void TestOptimiserEightBit::codesComeBackUnchanged() {
    const at::Tensor codes = at::arange(256).to(at::kByte);
    for (const CodeSign sign : {CodeSign::Signed, CodeSign::Unsigned}) {
        const EightBitQuantiser quantiser(sign, at::kCPU);
        const at::Tensor decoded = quantiser.decode(codes, at::full({1}, 2.5));
        QVERIFY(at::equal(quantiser.encode(decoded).codes.flatten(), codes));
    }
}

void TestOptimiserEightBit::staysCloseToAdamW() {
    const auto exact = madeFor(OptimiserKind::AdamW, 8192);
    const auto small = madeFor(OptimiserKind::AdamW8bit, 8192);
    const at::Tensor start = weightOf(*exact).detach().clone();
    for (std::uint64_t i = 0; i < 30; ++i) {
        // Some constant slope beside the noise, as in training.
        const at::Tensor gradient = randomGradient(8192, i) + 0.5;
        step(*exact, gradient);
        step(*small, gradient);
    }
    const at::Tensor wanted = weightOf(*exact) - start;
    const double error =
        (weightOf(*small) - weightOf(*exact)).norm().item<double>() / wanted.norm().item<double>();
    QVERIFY2(error < 0.05, qPrintable(QString::number(error)));
}

void TestOptimiserEightBit::smallTensorsAreAdamW() {
    const auto exact = madeFor(OptimiserKind::AdamW, 4095);
    const auto small = madeFor(OptimiserKind::AdamW8bit, 4095);
    for (std::uint64_t i = 0; i < 5; ++i) {
        step(*exact, randomGradient(4095, i));
        step(*small, randomGradient(4095, i));
    }
    QVERIFY(at::allclose(weightOf(*small), weightOf(*exact), 1e-6, 1e-6));
    QVERIFY(small->state().contains("state1/w") && !small->state().contains("code1/w"));
}

// A length that is no multiple of 256 acts as if the rest were zeros.
void TestOptimiserEightBit::tailsAreWholeBlocksInside() {
    constexpr std::int64_t kLength = 4096 + 100;
    const auto ragged = madeFor(OptimiserKind::AdamW8bit, kLength);
    const auto whole = madeFor(OptimiserKind::AdamW8bit, 4096 + 256);
    {
        const at::NoGradGuard noGradients;
        weightOf(*whole).slice(0, 0, kLength).copy_(weightOf(*ragged));
    }
    for (std::uint64_t i = 0; i < 5; ++i) {
        const at::Tensor gradient = randomGradient(kLength, i);
        step(*ragged, gradient);
        step(*whole, at::constant_pad_nd(gradient, {0, 156}));
    }
    QVERIFY(at::equal(weightOf(*ragged), weightOf(*whole).slice(0, 0, kLength)));
    const tensor::NamedTensors state = ragged->state();
    QCOMPARE(state.find("absmax1/w")->numel(), 17);
    QCOMPARE(state.find("code1/w")->numel(), kLength);
    QCOMPARE(state.find("code1/w")->scalar_type(), at::kByte);
}

void TestOptimiserEightBit::badGradientsTouchOnlyTheirOwn() {
    const auto optimiser = madeFor(OptimiserKind::AdamW8bit, 4096);
    step(*optimiser, randomGradient(4096, 1));
    const at::Tensor before = weightOf(*optimiser).detach().clone();
    at::Tensor gradient = randomGradient(4096, 2);
    gradient[7] = NAN;
    gradient[300] = INFINITY;
    step(*optimiser, gradient);
    const at::Tensor after = weightOf(*optimiser).detach();
    QVERIFY(at::isfinite(after).all().item<bool>());
    const at::Tensor isSame = after.eq(before);
    QCOMPARE(isSame.sum().item<int>(), 2);
    QVERIFY(isSame[7].item<bool>() && isSame[300].item<bool>());
    // Their second moments start again from nothing.
    QCOMPARE(optimiser->state().at("code2/w").value().index({7}).item<int>(), 0);
}

void TestOptimiserEightBit::percentileClippingLimitsAnOutburst() {
    const auto free = madeFor(OptimiserKind::AdamW8bit, 4096);
    const auto limited = madeFor(OptimiserKind::AdamW8bit, 4096, 50);
    // The second moment remembers an outburst for a thousand steps; clipped it hardly shows.
    const auto secondMoment = [](Optimiser& optimiser) {
        for (std::uint64_t i = 0; i < 10; ++i) step(optimiser, randomGradient(4096, i));
        step(optimiser, randomGradient(4096, 99) * 1000.0);
        return optimiser.state().at("absmax2/w").value().max().item<double>();
    };
    const double wild = secondMoment(*free);
    const double calm = secondMoment(*limited);
    QVERIFY2(calm * 1000.0 < wild, qPrintable(QStringLiteral("%1 and %2").arg(calm).arg(wild)));
    QCOMPARE(limited->state().at("norm_history/w").value().numel(), 100);
    QVERIFY(!free->state().contains("norm_history/w"));
}

void TestOptimiserEightBit::needsAQuarterOfTheMemory() {
    const auto exact = madeFor(OptimiserKind::AdamW, 65536);
    const auto small = madeFor(OptimiserKind::AdamW8bit, 65536);
    step(*exact, randomGradient(65536, 1));
    step(*small, randomGradient(65536, 1));
    QCOMPARE(exact->stateBytes(), 65536 * 8);
    QCOMPARE(small->stateBytes(), 65536 * 2 + 2 * 4 * 256);
}

QTEST_GUILESS_MAIN(TestOptimiserEightBit)
#include "tst_OptimiserEightBit.moc"
