// SPDX-License-Identifier: GPL-3.0-or-later
//
// BrownianTree: a Brownian motion that can be asked at any time and always gives the same answer for a seed:
// torchsde's BrownianTree reproduced bit for bit, so that seeds of the reference give the same sounds here.
//
// Nodes are made when asked for; the increments of the last few dozen are held, others are made again from
// their seed. Times are doubles rounded to six decimals, as there. Ownership: movable value. Threads: one
// thread. Source: torchsde _brownian/brownian_interval.py and derived.py; spec/training.md 12.1.
#pragma once

#include "core/diffusion/SeedSequence.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace attune::diffusion {

class BrownianTree {
public:
    // W(t0) = 0; `like` gives shape, type and device. Requires t0 < t1.
    BrownianTree(std::uint64_t entropy, double t0, double t1, const at::Tensor& like);
    ~BrownianTree();
    BrownianTree(BrownianTree&&) noexcept;
    BrownianTree& operator=(BrownianTree&&) noexcept;
    BrownianTree(const BrownianTree&) = delete;
    BrownianTree& operator=(const BrownianTree&) = delete;

    // W(end) - W(begin), for t0 <= begin <= end <= t1 (both are clamped to that).
    [[nodiscard]] at::Tensor increment(double begin, double end);

private:
    struct Node;
    void collect(Node& node, double begin, double end, std::vector<Node*>& covering);
    void splitTowards(Node& node, double time);
    [[nodiscard]] at::Tensor incrementOf(Node& node);
    void hold(Node& node, at::Tensor increment);
    [[nodiscard]] at::Tensor normal(std::uint32_t seed) const;

    std::uint64_t m_entropy;
    at::Tensor m_like;
    std::unique_ptr<Node> m_root;
    std::deque<Node*> m_held; // nodes that keep their increment, oldest first; the root is not among them
};

} // namespace attune::diffusion
