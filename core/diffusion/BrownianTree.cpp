// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/diffusion/BrownianTree.h"

#include "core/base/Assert.h"

#include <ATen/Context.h>
#include <ATen/core/Generator.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace attune::diffusion {

namespace {

constexpr std::size_t kPoolSize = 24;
// Increments held at once: enough for the way from the root to a leaf, so that neighbours share it.
constexpr std::size_t kHeldIncrements = 64;

// Python's round(x, 6): the decimal nearest to the exact value. to_chars rounds the same way, in any locale.
double roundedToMicro(double value) {
    std::array<char, 400> text{};
    const auto written =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 6);
    double rounded = value;
    std::from_chars(text.data(), written.ptr, rounded);
    return rounded;
}

at::Generator seededGenerator(const at::Device& device, std::uint32_t seed) {
    // The meta device has no generators; its tensors hold no numbers.
    at::Generator generator =
        at::globalContext().defaultGenerator(device.is_meta() ? at::Device(at::kCPU) : device).clone();
    generator.set_current_seed(seed);
    return generator;
}

} // namespace

struct BrownianTree::Node {
    double start{0.0};
    double end{0.0};
    Node* parent{nullptr};
    std::uint64_t spawnKey{0};
    std::uint64_t depth{0};
    // When split:
    double middle{0.0};
    std::uint32_t seed{0};
    std::unique_ptr<Node> left;
    std::unique_ptr<Node> right;
    // W(end) - W(start), when held. The root keeps its own for ever.
    at::Tensor increment;
};

BrownianTree::BrownianTree(std::uint64_t entropy, double t0, double t1, const at::Tensor& like)
    : m_entropy(entropy), m_like(at::zeros_like(like)), m_root(std::make_unique<Node>()) {
    m_root->start = roundedToMicro(t0);
    m_root->end = roundedToMicro(t1);
    const std::array<std::uint64_t, 1> entropyWords{entropy};
    m_root->increment = normal(seedSequence(entropyWords, {}, kPoolSize, 1).front()) * std::sqrt(t1 - t0);
}

BrownianTree::~BrownianTree() = default;
BrownianTree::BrownianTree(BrownianTree&&) noexcept = default;
BrownianTree& BrownianTree::operator=(BrownianTree&&) noexcept = default;

at::Tensor BrownianTree::normal(std::uint32_t seed) const {
    return at::randn(m_like.sizes(), seededGenerator(m_like.device(), seed), m_like.options());
}

at::Tensor BrownianTree::increment(double begin, double end) {
    begin = std::clamp(begin, m_root->start, m_root->end);
    end = std::clamp(end, m_root->start, m_root->end);
    begin = roundedToMicro(begin);
    end = roundedToMicro(end);
    if (begin >= end) return at::zeros_like(m_like);
    std::vector<Node*> covering;
    collect(*m_root, begin, end, covering);
    at::Tensor sum = incrementOf(*covering.front());
    for (std::size_t i = 1; i < covering.size(); ++i) sum = sum + incrementOf(*covering[i]);
    return sum;
}

void BrownianTree::collect(Node& node, double begin, double end, std::vector<Node*>& covering) {
    if (begin == node.start && end == node.end) {
        covering.push_back(&node);
        return;
    }
    if (!node.left) splitTowards(node, begin == node.start ? end : begin);
    if (begin < node.middle) collect(*node.left, begin, std::min(end, node.middle), covering);
    if (end > node.middle) collect(*node.right, std::max(begin, node.middle), end, covering);
}

// Halves the interval again and again until `time` is a boundary: the tree's shape then depends on nothing
// else.
void BrownianTree::splitTowards(Node& start, double time) {
    Node* node = &start;
    for (;;) {
        const double middle = 0.5 * (node->end + node->start);
        node->middle = roundedToMicro(middle);
        const std::array<std::uint64_t, 1> entropyWords{m_entropy};
        const std::array<std::uint64_t, 2> spawnKey{node->spawnKey, node->depth};
        node->seed = seedSequence(entropyWords, spawnKey, kPoolSize, 1).front();
        const auto child = [&](double from, double to, std::uint64_t side) {
            auto made = std::make_unique<Node>();
            made->start = from;
            made->end = to;
            made->parent = node;
            made->spawnKey = 2 * node->spawnKey + side;
            made->depth = node->depth + 1;
            return made;
        };
        node->left = child(node->start, node->middle, 0);
        node->right = child(node->middle, node->end, 1);
        if (time == node->middle || node->middle <= node->start || node->middle >= node->end) return;
        node = time > node->middle ? node->right.get() : node->left.get();
    }
}

at::Tensor BrownianTree::incrementOf(Node& node) {
    if (node.increment.defined()) return node.increment;
    ATTUNE_ASSERT(node.parent);
    Node& parent = *node.parent;
    const at::Tensor whole = incrementOf(parent);
    // The Brownian bridge: given the whole, the left part is normal around its share of it. The order of
    // operations is torchsde's, so that rounding agrees.
    const double inverseWidth = 1.0 / (parent.end - parent.start);
    const double leftWidth = parent.middle - parent.start;
    const double rightWidth = parent.end - parent.middle;
    const at::Tensor mean = leftWidth * whole * inverseWidth;
    const double variance = leftWidth * rightWidth * inverseWidth;
    const at::Tensor left = mean + std::sqrt(variance) * normal(parent.seed);
    hold(node, &node == parent.left.get() ? left : whole - left);
    return node.increment;
}

void BrownianTree::hold(Node& node, at::Tensor increment) {
    node.increment = std::move(increment);
    m_held.push_back(&node);
    if (m_held.size() <= kHeldIncrements) return;
    m_held.front()->increment = at::Tensor();
    m_held.pop_front();
}

} // namespace attune::diffusion
