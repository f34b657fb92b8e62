// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/SeedSequence.h"

namespace attune::diffusion {

namespace {

constexpr std::uint32_t kHashStart = 0x43b0d7e5U;
constexpr std::uint32_t kHashFactor = 0x931e8875U;
constexpr std::uint32_t kOutputStart = 0x8b51f9ddU;
constexpr std::uint32_t kOutputFactor = 0x58f38dedU;
constexpr std::uint32_t kMixLeft = 0xca01f9ddU;
constexpr std::uint32_t kMixRight = 0x4973f715U;

class Hash {
public:
    Hash(std::uint32_t start, std::uint32_t factor) : m_constant(start), m_factor(factor) {}
    std::uint32_t operator()(std::uint32_t value) {
        value ^= m_constant;
        m_constant *= m_factor;
        value *= m_constant;
        return value ^ (value >> 16);
    }

private:
    std::uint32_t m_constant;
    std::uint32_t m_factor;
};

std::uint32_t mix(std::uint32_t left, std::uint32_t right) {
    const std::uint32_t result = kMixLeft * left - kMixRight * right;
    return result ^ (result >> 16);
}

void appendWords(std::vector<std::uint32_t>& words, std::span<const std::uint64_t> integers) {
    for (const std::uint64_t integer : integers) {
        words.push_back(static_cast<std::uint32_t>(integer));
        if (const std::uint64_t high = integer >> 32; high != 0)
            words.push_back(static_cast<std::uint32_t>(high));
    }
}

} // namespace

std::vector<std::uint32_t> seedSequence(std::span<const std::uint64_t> entropy,
                                        std::span<const std::uint64_t> spawnKey, std::size_t poolSize,
                                        std::size_t count) {
    std::vector<std::uint32_t> words;
    appendWords(words, entropy);
    if (!spawnKey.empty() && words.size() < poolSize) words.resize(poolSize, 0);
    appendWords(words, spawnKey);

    Hash hash(kHashStart, kHashFactor);
    std::vector<std::uint32_t> pool(poolSize);
    for (std::size_t i = 0; i < poolSize; ++i) pool[i] = hash(i < words.size() ? words[i] : 0U);
    for (std::size_t source = 0; source < poolSize; ++source)
        for (std::size_t target = 0; target < poolSize; ++target)
            if (source != target) pool[target] = mix(pool[target], hash(pool[source]));
    for (std::size_t extra = poolSize; extra < words.size(); ++extra)
        for (std::uint32_t& target : pool) target = mix(target, hash(words[extra]));

    Hash output(kOutputStart, kOutputFactor);
    std::vector<std::uint32_t> state(count);
    for (std::size_t i = 0; i < count; ++i) state[i] = output(pool[i % poolSize]);
    return state;
}

} // namespace attune::diffusion
