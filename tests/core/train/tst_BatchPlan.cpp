// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/BatchPlan.h"
#include "core/train/TrainingData.h"
#include "tests/core/train/TinyRun.h"
#include "tests/support/Checks.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <map>
#include <set>

using namespace attune;
using namespace attune::train;

namespace {

std::vector<std::int64_t> epochItems(BatchPlan& plan, std::int64_t epoch) {
    std::vector<std::int64_t> items;
    for (std::int64_t batch = 0; batch < plan.batchesPerEpoch(); ++batch)
        for (const std::int64_t item : plan.itemsAt({epoch, batch})) items.push_back(item);
    return items;
}

BatchPlanOptions options(std::int64_t items, std::int64_t batch, std::int64_t processes = 1,
                         LastBatch last = LastBatch::Drop) {
    return {items, batch, processes, 42, last, true};
}

} // namespace

class TestBatchPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEpochIsAnotherPermutation() {
        ATTUNE_ASSIGN_OK(BatchPlan plan, BatchPlan::create(options(12, 4)));
        QCOMPARE(plan.batchesPerEpoch(), 3);
        std::set<std::vector<std::int64_t>> orders;
        for (std::int64_t epoch = 0; epoch < 5; ++epoch) {
            std::vector<std::int64_t> items = epochItems(plan, epoch);
            orders.insert(items);
            std::sort(items.begin(), items.end());
            for (std::int64_t i = 0; i < 12; ++i) QCOMPARE(items[static_cast<std::size_t>(i)], i);
        }
        QCOMPARE(orders.size(), std::size_t{5});
    }

    void anyBatchCanBeLookedUp() {
        ATTUNE_ASSIGN_OK(BatchPlan walked, BatchPlan::create(options(11, 3)));
        BatchCursor cursor;
        for (std::int64_t ordinal = 0; ordinal < 20; ++ordinal) {
            ATTUNE_ASSIGN_OK(BatchPlan fresh, BatchPlan::create(options(11, 3)));
            QVERIFY(fresh.cursorAt(ordinal) == cursor);
            QCOMPARE(fresh.ordinal(cursor), ordinal);
            QVERIFY(fresh.examplesAt(cursor) == walked.examplesAt(cursor));
            cursor = walked.after(cursor);
        }
        QVERIFY(cursor == (BatchCursor{6, 2}));
    }

    void seedsDecide() {
        ATTUNE_ASSIGN_OK(BatchPlan a, BatchPlan::create(options(30, 30)));
        BatchPlanOptions other = options(30, 30);
        other.seed = 43;
        ATTUNE_ASSIGN_OK(BatchPlan b, BatchPlan::create(other));
        QVERIFY(a.itemsAt({}) != b.itemsAt({}));
        // Crops and prompts of an item differ from epoch to epoch and do not repeat.
        std::set<std::uint64_t> seeds;
        for (std::int64_t epoch = 0; epoch < 10; ++epoch)
            for (const Example& example : a.examplesAt({epoch, 0})) {
                seeds.insert(example.seed);
                QVERIFY(example.promptDraw >= 0.0 && example.promptDraw < 1.0);
            }
        QCOMPARE(seeds.size(), std::size_t{300});
    }

    void incompleteBatchesAreDroppedOrKept() {
        ATTUNE_ASSIGN_OK(BatchPlan dropping, BatchPlan::create(options(10, 4)));
        QCOMPARE(dropping.batchesPerEpoch(), 2);
        ATTUNE_ASSIGN_OK(BatchPlan keeping, BatchPlan::create(options(10, 4, 1, LastBatch::Keep)));
        QCOMPARE(keeping.batchesPerEpoch(), 3);
        QCOMPARE(keeping.itemsAt({0, 2}).size(), std::size_t{2});
        QCOMPARE(epochItems(keeping, 0).size(), std::size_t{10});
        // With several processes the kept rest divides evenly.
        ATTUNE_ASSIGN_OK(BatchPlan shared, BatchPlan::create(options(11, 2, 2, LastBatch::Keep)));
        QCOMPARE(shared.batchesPerEpoch(), 3);
        QCOMPARE(shared.itemsAt({0, 2}).size(), std::size_t{4});
    }

    void tinySetsStillTrain() {
        ATTUNE_ASSIGN_OK(BatchPlan plan, BatchPlan::create(options(3, 8)));
        QCOMPARE(plan.batchesPerEpoch(), 1);
        std::map<std::int64_t, int> times;
        std::set<std::uint64_t> seeds;
        for (const Example& example : plan.examplesAt({})) {
            ++times[example.item];
            seeds.insert(example.seed);
        }
        QCOMPARE(times.size(), std::size_t{3});
        for (const auto& [item, count] : times) QVERIFY(count == 2 || count == 3);
        QCOMPARE(seeds.size(), std::size_t{8}); // each repeat is cropped on its own
        QVERIFY(plan.isLastOfEpoch({}));
    }

    void processesShareABatch() {
        ATTUNE_ASSIGN_OK(BatchPlan one, BatchPlan::create(options(20, 6)));
        ATTUNE_ASSIGN_OK(BatchPlan two, BatchPlan::create(options(20, 3, 2)));
        QCOMPARE(one.batchesPerEpoch(), two.batchesPerEpoch());
        for (std::int64_t ordinal = 0; ordinal < 8; ++ordinal)
            QVERIFY(one.examplesAt(one.cursorAt(ordinal)) == two.examplesAt(two.cursorAt(ordinal)));
    }

    void nonsenseIsRefused() {
        ATTUNE_VERIFY_ERROR(BatchPlan::create(options(0, 4)), ErrorCode::InvalidArgument);
        ATTUNE_VERIFY_ERROR(BatchPlan::create(options(4, 0)), ErrorCode::InvalidArgument);
    }

    void ordersAreUniform() {
        // Each of 4 items is first about equally often: 4000 epochs, deviation within 5 sigma.
        ATTUNE_ASSIGN_OK(BatchPlan plan, BatchPlan::create(options(4, 4)));
        std::map<std::int64_t, int> first;
        for (std::int64_t epoch = 0; epoch < 4000; ++epoch) ++first[plan.itemsAt({epoch, 0}).front()];
        for (const auto& [item, count] : first)
            QVERIFY2(std::abs(count - 1000) < 137, qPrintable(QString::number(count)));
    }

    void promptsFollowTheirWeights() {
        const std::vector<encode::WeightedPrompt> prompts = {{"a", 7.0}, {"b", 2.0}, {"c", 0.0}, {"d", 1.0}};
        QCOMPARE(pickPrompt(prompts, 0.0), std::size_t{0});
        QCOMPARE(pickPrompt(prompts, 0.699), std::size_t{0});
        QCOMPARE(pickPrompt(prompts, 0.701), std::size_t{1});
        QCOMPARE(pickPrompt(prompts, 0.901), std::size_t{3});
        QCOMPARE(pickPrompt(prompts, 0.9999999999999999), std::size_t{3});
        QCOMPARE(pickPrompt({{"a", 0.0}, {"b", 0.0}}, 0.6), std::size_t{1}); // all zero = all equal
        QCOMPARE(pickPrompt({{"a", -1.0}, {"b", 1.0}}, 0.0), std::size_t{1});
    }

    void batchesAreStacked() {
        const test::MadeUpClips clips(6, 8, 24);
        ATTUNE_ASSIGN_OK(const ExampleBatch batch, readBatch(clips, {{2, 5, 0.1}, {4, 6, 0.9}}));
        QVERIFY(batch.latents.sizes() == at::IntArrayRef({2, 8, 24}));
        QVERIFY(batch.paddingMask.scalar_type() == at::kBool);
        QCOMPARE(batch.paddingMask[1].sum().item<std::int64_t>(), clips.info(4).validFrames);
        QCOMPARE(batch.prompts[0], std::string("sound 2"));
        QCOMPARE(batch.prompts[1], std::string("other 4"));
        QCOMPARE(batch.numbers[1].at("seconds_total"), 5.0);
        QCOMPARE(batch.numbers[0].at("seconds_start"), 2.0);
        QCOMPARE(batch.names[0], std::string("clip 2.wav"));
    }
};

QTEST_GUILESS_MAIN(TestBatchPlan)
#include "tst_BatchPlan.moc"
