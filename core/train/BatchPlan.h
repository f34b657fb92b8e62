// SPDX-License-Identifier: GPL-3.0-or-later
//
// BatchPlan: in which order clips are seen, and the seeds of what is random about each of them (crop,
// prompt).
//
// Everything is a function of (seed, epoch, position), so that a run is resumed from two numbers and any
// batch can be looked up. An epoch is one permutation of all items. With several processes each batch of the
// plan is the global one; a process takes its own slice of it, so that two processes with batch B do what one
// does with 2 B.
//
// Value type; threads: one owner.
#pragma once

#include "core/base/Result.h"
#include "core/train/TrainingData.h"

#include <cstdint>
#include <vector>

namespace attune::train {

enum class LastBatch {
    Drop, // an incomplete last batch is left out, as in the reference (a new order each epoch reaches all
          // clips)
    Keep  // it is used; with several processes it is filled up so that it divides evenly
};

struct BatchPlanOptions {
    std::int64_t itemCount{0};
    std::int64_t batchSize{1}; // a process
    std::int64_t processes{1};
    std::uint64_t seed{0};
    LastBatch lastBatch{LastBatch::Drop};
    bool shuffle{true};
};

// Where the plan stands: the batch that comes next.
struct BatchCursor {
    std::int64_t epoch{0};
    std::int64_t batch{0};
    bool operator==(const BatchCursor&) const = default;
};

class BatchPlan {
public:
    // Errors: InvalidArgument (no items, batch below 1).
    [[nodiscard]] static Result<BatchPlan> create(const BatchPlanOptions& options);

    // At least 1: with fewer items than a batch, the one batch of an epoch repeats some of them, every item
    // as often as any other give or take one, instead of silently training on nothing.
    [[nodiscard]] std::int64_t batchesPerEpoch() const noexcept { return m_batches; }
    [[nodiscard]] std::int64_t globalBatch() const noexcept {
        return m_options.batchSize * m_options.processes;
    }
    [[nodiscard]] bool isLastOfEpoch(const BatchCursor& cursor) const noexcept {
        return cursor.batch + 1 >= m_batches;
    }
    [[nodiscard]] BatchCursor after(const BatchCursor& cursor) const noexcept;
    // Micro-batches from the start of the run to `cursor`, and back.
    [[nodiscard]] std::int64_t ordinal(const BatchCursor& cursor) const noexcept;
    [[nodiscard]] BatchCursor cursorAt(std::int64_t ordinal) const noexcept;

    // The examples of the whole (global) batch at `cursor`, in order; process r owns [r * n/W, (r + 1) *
    // n/W). Remembers the permutation of the last epoch asked for.
    [[nodiscard]] std::vector<Example> examplesAt(const BatchCursor& cursor);
    // The items alone, for tests and displays.
    [[nodiscard]] std::vector<std::int64_t> itemsAt(const BatchCursor& cursor);

    [[nodiscard]] const BatchPlanOptions& options() const noexcept { return m_options; }

private:
    BatchPlan(const BatchPlanOptions& options, std::int64_t batches)
        : m_options(options), m_batches(batches) {}
    void prepareEpoch(std::int64_t epoch);

    BatchPlanOptions m_options;
    std::int64_t m_batches{1};
    std::int64_t m_epoch{-1}; // whose permutation m_order is; -1 = none
    std::vector<std::int64_t> m_order;
};

// A uniform number in [0, 1) that depends on these four numbers and nothing else (SplitMix64 finalisers).
[[nodiscard]] double uniformFrom(std::uint64_t seed, std::uint64_t stream, std::uint64_t epoch,
                                 std::uint64_t index) noexcept;

} // namespace attune::train
