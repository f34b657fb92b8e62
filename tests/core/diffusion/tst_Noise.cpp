// SPDX-License-Identifier: GPL-3.0-or-later
//
// SeedSequence, BrownianTree and the noise sources. Vectors: NumPy's own for the first SeedSequence, computed
// with NumPy for the others.
#include "core/diffusion/BrownianTree.h"
#include "core/diffusion/NoiseSource.h"
#include "core/diffusion/SeedSequence.h"
#include "core/tensor/Generators.h"

#include <QtTest/QtTest>

#include <array>

using namespace attune;
using namespace attune::diffusion;

namespace {

using Words = std::vector<std::uint32_t>;

constexpr std::uint64_t kEntropy = 12345678901234567ULL;

Words words(std::uint64_t entropy, std::vector<std::uint64_t> spawnKey, std::size_t count) {
    const std::array<std::uint64_t, 1> list{entropy};
    return seedSequence(list, spawnKey, 24, count);
}

at::Tensor like(std::int64_t count) {
    return at::zeros({1, 1, count});
}

double variance(const at::Tensor& values) {
    return values.var().item<double>();
}

} // namespace

class TestNoise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seedsAsNumpy();
    void seedsNodesOfTheTree();
    void treeIsAFunctionOfTime();
    void treeDoesNotDependOnTheOrderOfQuestions();
    void treeForgetsAndRemembers();
    void treeClampsToItsInterval();
    void treeHasBrownianVariance();
    void brownianNoiseIsUnit();
    void recordedNoiseComesInOrder();
    void generatorNoiseRepeats();
    void skippingMovesAGenerator();
};

void TestNoise::seedsAsNumpy() {
    const std::array<std::uint64_t, 4> entropy{3735928559, 195939070, 229505742, 305419896};
    QCOMPARE(seedSequence(entropy, {}, 4, 4), (Words{3914649087, 576849849, 3593928901, 2229911004}));
}

void TestNoise::seedsNodesOfTheTree() {
    QCOMPARE(words(kEntropy, {}, 3), (Words{783060437, 3718619564, 349039938}));
    QCOMPARE(words(kEntropy, {0, 0}, 4), (Words{238795146, 1595618930, 2408744794, 1491253293}));
    QCOMPARE(words(kEntropy, {5, 3}, 4), (Words{2889846680, 1321783888, 219226134, 3739979786}));
}

void TestNoise::treeIsAFunctionOfTime() {
    BrownianTree tree(kEntropy, 0.0, 10.0, like(64));
    const at::Tensor whole = tree.increment(1.25, 7.5);
    const at::Tensor parts = tree.increment(1.25, 3.3) + tree.increment(3.3, 7.5);
    QVERIFY(at::allclose(whole, parts, 1e-5, 1e-5));
    QVERIFY(at::equal(tree.increment(1.25, 7.5), tree.increment(1.25, 7.5)));
    QVERIFY(!at::equal(tree.increment(1.25, 7.5),
                       BrownianTree(kEntropy + 1, 0.0, 10.0, like(64)).increment(1.25, 7.5)));
}

void TestNoise::treeDoesNotDependOnTheOrderOfQuestions() {
    BrownianTree forwards(kEntropy, 0.0, 10.0, like(8));
    BrownianTree backwards(kEntropy, 0.0, 10.0, like(8));
    const std::vector<double> times{0.5, 2.0, 4.123456, 9.0};
    std::vector<at::Tensor> first;
    for (std::size_t i = 0; i + 1 < times.size(); ++i)
        first.push_back(forwards.increment(times[i], times[i + 1]));
    for (std::size_t i = times.size() - 1; i > 0; --i)
        QVERIFY(at::allclose(backwards.increment(times[i - 1], times[i]), first[i - 1], 1e-5, 1e-6));
}

// More questions than increments are held: what was dropped comes back bit by bit.
void TestNoise::treeForgetsAndRemembers() {
    BrownianTree tree(kEntropy, 0.0, 100.0, like(4));
    const at::Tensor before = tree.increment(0.37, 0.91);
    for (int i = 2; i < 99; ++i) static_cast<void>(tree.increment(i + 0.123, i + 0.877));
    QVERIFY(at::equal(tree.increment(0.37, 0.91), before));
}

void TestNoise::treeClampsToItsInterval() {
    BrownianTree tree(kEntropy, 1.0, 2.0, like(4));
    QVERIFY(at::equal(tree.increment(0.5, 3.0), tree.increment(1.0, 2.0)));
    QVERIFY(at::equal(tree.increment(1.5, 1.5), at::zeros({1, 1, 4})));
    QVERIFY(at::equal(tree.increment(3.0, 4.0), at::zeros({1, 1, 4})));
}

void TestNoise::treeHasBrownianVariance() {
    BrownianTree tree(kEntropy, 0.0, 8.0, like(20000));
    const double wide = variance(tree.increment(1.0, 4.0));
    const double narrow = variance(tree.increment(5.0, 5.25));
    QVERIFY2(std::abs(wide / 3.0 - 1.0) < 0.05, qPrintable(QString::number(wide)));
    QVERIFY2(std::abs(narrow / 0.25 - 1.0) < 0.05, qPrintable(QString::number(narrow)));
}

void TestNoise::brownianNoiseIsUnit() {
    BrownianNoise noise(kEntropy, 0.03, 100.0);
    const at::Tensor first = noise.next(like(20000), 100.0, 20.0);
    const at::Tensor second = noise.next(like(20000), 20.0, 0.03);
    QVERIFY(std::abs(variance(first) - 1.0) < 0.05);
    QVERIFY(std::abs(variance(second) - 1.0) < 0.05);
    QVERIFY(std::abs((first * second).mean().item<double>()) < 0.05);
}

void TestNoise::recordedNoiseComesInOrder() {
    const at::Tensor draws = at::arange(6.0).view({3, 1, 1, 2});
    RecordedNoise noise(draws);
    const at::Tensor shape = at::zeros({1, 1, 2}, at::kDouble);
    noise.skip(shape);
    for (int i = 0; i < 3; ++i) {
        const at::Tensor drawn = noise.next(shape, 1.0, 0.5);
        QCOMPARE(drawn.scalar_type(), at::kDouble);
        QVERIFY(at::equal(drawn, draws[i].to(at::kDouble)));
    }
    QVERIFY_THROWS_EXCEPTION(c10::Error, static_cast<void>(noise.next(shape, 1.0, 0.5)));
}

void TestNoise::generatorNoiseRepeats() {
    GeneratorNoise one(tensor::makeCpuGenerator(5));
    GeneratorNoise two(tensor::makeCpuGenerator(5));
    QVERIFY(at::equal(one.next(like(9), 1.0, 0.5), two.next(like(9), 1.0, 0.5)));
    QVERIFY(!at::equal(one.next(like(9), 1.0, 0.5), one.next(like(9), 1.0, 0.5)));
}

void TestNoise::skippingMovesAGenerator() {
    GeneratorNoise skipped(tensor::makeCpuGenerator(5));
    GeneratorNoise drawn(tensor::makeCpuGenerator(5));
    skipped.skip(like(9));
    static_cast<void>(drawn.next(like(9), 1.0, 0.5));
    QVERIFY(at::equal(skipped.next(like(9), 1.0, 0.5), drawn.next(like(9), 1.0, 0.5)));
}

QTEST_GUILESS_MAIN(TestNoise)
#include "tst_Noise.moc"
