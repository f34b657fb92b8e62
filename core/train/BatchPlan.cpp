// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/BatchPlan.h"

#include "core/base/Assert.h"
#include "core/base/Text.h"

#include <numeric>

namespace attune::train {

namespace {

// What a random number is for; part of what it is computed from.
enum Stream : std::uint64_t { OrderStream = 1, ExampleStream = 2, PromptStream = 3 };

// SplitMix64 finaliser (Steele, Lea, Flood 2014): every input bit reaches every output bit.
constexpr std::uint64_t mixed(std::uint64_t x) noexcept {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

constexpr std::uint64_t bitsFrom(std::uint64_t seed, std::uint64_t stream, std::uint64_t epoch,
                                 std::uint64_t index) noexcept {
    return mixed(mixed(mixed(mixed(seed) ^ stream) ^ epoch) ^ index);
}

} // namespace

double uniformFrom(std::uint64_t seed, std::uint64_t stream, std::uint64_t epoch,
                   std::uint64_t index) noexcept {
    return static_cast<double>(bitsFrom(seed, stream, epoch, index) >> 11) * 0x1.0p-53;
}

Result<BatchPlan> BatchPlan::create(const BatchPlanOptions& options) {
    if (options.itemCount < 1)
        return fail(ErrorCode::InvalidArgument, "There is nothing to train on", {},
                    "Add clips, or include some.");
    if (options.batchSize < 1 || options.processes < 1)
        return fail(ErrorCode::InvalidArgument, concat("A batch of ", options.batchSize, " for ",
                                                       options.processes, " processes makes no sense"));
    const std::int64_t global = options.batchSize * options.processes;
    const std::int64_t whole = options.itemCount / global;
    const bool hasRest = options.itemCount % global != 0;
    const std::int64_t batches =
        whole + (hasRest && (options.lastBatch == LastBatch::Keep || whole == 0) ? 1 : 0);
    return BatchPlan(options, batches);
}

BatchCursor BatchPlan::after(const BatchCursor& cursor) const noexcept {
    return isLastOfEpoch(cursor) ? BatchCursor{cursor.epoch + 1, 0}
                                 : BatchCursor{cursor.epoch, cursor.batch + 1};
}

std::int64_t BatchPlan::ordinal(const BatchCursor& cursor) const noexcept {
    return cursor.epoch * m_batches + cursor.batch;
}

BatchCursor BatchPlan::cursorAt(std::int64_t ordinal) const noexcept {
    return {ordinal / m_batches, ordinal % m_batches};
}

void BatchPlan::prepareEpoch(std::int64_t epoch) {
    if (m_epoch == epoch) return;
    m_order.resize(static_cast<std::size_t>(m_options.itemCount));
    std::iota(m_order.begin(), m_order.end(), std::int64_t{0});
    if (m_options.shuffle)
        for (std::size_t i = m_order.size(); i > 1; --i) {
            // Fisher-Yates; the bias of a 53-bit product over so few items is far below anything measurable.
            const double draw =
                uniformFrom(m_options.seed, OrderStream, static_cast<std::uint64_t>(epoch), i);
            std::swap(m_order[i - 1], m_order[static_cast<std::size_t>(draw * static_cast<double>(i))]);
        }
    m_epoch = epoch;
}

std::vector<std::int64_t> BatchPlan::itemsAt(const BatchCursor& cursor) {
    ATTUNE_ASSERT(cursor.batch >= 0 && cursor.batch < m_batches && cursor.epoch >= 0);
    prepareEpoch(cursor.epoch);
    const std::int64_t begin = cursor.batch * globalBatch();
    std::int64_t count = globalBatch();
    // Only a set smaller than a batch is repeated within one; a kept rest is as large as it is, evened out
    // over the processes.
    if (m_options.lastBatch == LastBatch::Keep && m_options.itemCount >= globalBatch()) {
        const std::int64_t rest = std::min(count, m_options.itemCount - begin);
        count = (rest + m_options.processes - 1) / m_options.processes * m_options.processes;
    }
    std::vector<std::int64_t> items;
    items.reserve(static_cast<std::size_t>(count));
    for (std::int64_t i = begin; i < begin + count; ++i)
        items.push_back(m_order[static_cast<std::size_t>(i % m_options.itemCount)]);
    return items;
}

std::vector<Example> BatchPlan::examplesAt(const BatchCursor& cursor) {
    const std::vector<std::int64_t> items = itemsAt(cursor);
    std::vector<Example> examples;
    examples.reserve(items.size());
    const auto epoch = static_cast<std::uint64_t>(cursor.epoch);
    auto position = static_cast<std::uint64_t>(cursor.batch * globalBatch());
    for (const std::int64_t item : items) {
        // By position, not by item: an item that a small set repeats within a batch is cropped differently
        // each time.
        Example example;
        example.item = item;
        example.seed = bitsFrom(m_options.seed, ExampleStream, epoch, position);
        example.promptDraw = uniformFrom(m_options.seed, PromptStream, epoch, position);
        examples.push_back(example);
        ++position;
    }
    return examples;
}

} // namespace attune::train
