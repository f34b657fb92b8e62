// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/SobolSequence.h"

#include "core/base/Text.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/randint.h>

#include <bit>

namespace attune::diffusion {

namespace {

constexpr float kScale = 1.0F / static_cast<float>(1U << SobolSequence::kBits);

} // namespace

SobolSequence::SobolSequence(at::Generator& generator) {
    const at::Tensor shiftBits = at::randint(2, {1, kBits}, generator, at::TensorOptions(at::kLong));
    const at::Tensor matrix = at::randint(2, {1, kBits, kBits}, generator, at::TensorOptions(at::kLong));
    scramble(shiftBits.flatten(), matrix[0]);
}

SobolSequence SobolSequence::fromBits(const at::Tensor& shiftBits, const at::Tensor& matrix) {
    SobolSequence sequence;
    sequence.scramble(shiftBits, matrix);
    return sequence;
}

void SobolSequence::scramble(const at::Tensor& shiftBits, const at::Tensor& matrix) {
    const at::Tensor bits = shiftBits.to(at::kCPU, at::kLong).contiguous();
    const at::Tensor scrambling = matrix.to(at::kCPU, at::kLong).contiguous();
    const auto bit = bits.accessor<std::int64_t, 1>();
    const auto mixed = scrambling.accessor<std::int64_t, 2>();
    // In dimension 1 the unscrambled direction numbers are single bits, so that scrambling by a lower
    // triangular matrix with ones on its diagonal leaves column j of it, written from the top bit down.
    for (int j = 0; j < kBits; ++j) {
        m_state |= static_cast<std::uint32_t>(bit[j] & 1) << j;
        std::uint32_t direction = 0;
        for (int p = j; p < kBits; ++p) {
            const std::int64_t set = p == j ? 1 : mixed[p][j] & 1;
            direction |= static_cast<std::uint32_t>(set) << (kBits - 1 - p);
        }
        m_directions[static_cast<std::size_t>(j)] = direction;
    }
}

at::Tensor SobolSequence::draw(std::int64_t count) {
    at::Tensor points = at::empty({count}, at::kFloat);
    float* const values = points.mutable_data_ptr<float>();
    for (std::int64_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>(m_state) * kScale;
        // Gray code order: the next point differs in the direction of the lowest zero bit of the counter.
        const int lowestZero = std::countr_one(static_cast<std::uint64_t>(m_drawn));
        m_state ^= m_directions[static_cast<std::size_t>(lowestZero % kBits)];
        ++m_drawn;
    }
    return points;
}

config::Json SobolSequence::saveState() const {
    return {{"state", m_state}, {"drawn", m_drawn}, {"directions", m_directions}};
}

Result<void> SobolSequence::loadState(const config::JsonView& state) {
    ATTUNE_TRY(const std::int64_t position, state.integer("state"));
    ATTUNE_TRY(const std::int64_t drawnCount, state.integer("drawn"));
    ATTUNE_TRY(const std::vector<std::int64_t> directions, state.integers("directions"));
    if (directions.size() != m_directions.size() || drawnCount < 0 || position < 0)
        return fail(ErrorCode::InvalidConfig, "The state of the timestep sequence is damaged", state.path());
    for (std::size_t i = 0; i < directions.size(); ++i)
        m_directions[i] = static_cast<std::uint32_t>(directions[i]);
    m_state = static_cast<std::uint32_t>(position);
    m_drawn = drawnCount;
    return {};
}

} // namespace attune::diffusion
