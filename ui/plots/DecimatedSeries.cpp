// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/DecimatedSeries.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr std::size_t kBranch = 4;

} // namespace

void DecimatedSeries::append(PlotPoint point) {
    if (!std::isfinite(point.y) || !std::isfinite(point.x)) return;
    if (!m_points.empty() && point.x < m_points.back().x) forgetFrom(point.x);
    m_points.push_back(point);
    // Each time a block of a level is full, it is summarised one level up.
    std::size_t count = m_points.size();
    for (std::size_t level = 0; count % kBranch == 0; ++level, count /= kBranch) {
        if (m_levels.size() == level) m_levels.emplace_back();
        const std::size_t first = count - kBranch;
        Block block = blockOf(level, first);
        for (std::size_t i = 1; i < kBranch; ++i) block = merged(block, blockOf(level, first + i));
        m_levels[level].push_back(block);
    }
}

// Blocks are whole or not there: those that held what goes are the last ones.
void DecimatedSeries::forgetFrom(double x) {
    const auto first = std::lower_bound(m_points.begin(), m_points.end(), x,
                                        [](const PlotPoint& point, double at) { return point.x < at; });
    m_points.erase(first, m_points.end());
    std::size_t count = m_points.size();
    for (auto& level : m_levels) level.resize(count /= kBranch);
}

void DecimatedSeries::clear() {
    m_points.clear();
    m_levels.clear();
}

bool DecimatedSeries::isLess(std::size_t a, std::size_t b) const {
    return m_points[a].y < m_points[b].y;
}

// Children of `level`: points for level 0, blocks of the level below otherwise.
DecimatedSeries::Block DecimatedSeries::blockOf(std::size_t level, std::size_t index) const {
    return level == 0 ? Block{index, index} : m_levels[level - 1][index];
}

DecimatedSeries::Block DecimatedSeries::merged(Block a, Block b) const {
    return {isLess(b.low, a.low) ? b.low : a.low, isLess(a.high, b.high) ? b.high : a.high};
}

DecimatedSeries::Block DecimatedSeries::extremes(std::size_t begin, std::size_t end) const {
    Block result{begin, begin};
    std::size_t at = begin;
    while (at < end) {
        std::size_t level = 0;
        std::size_t span = 1;
        while (level < m_levels.size() && at % (span * kBranch) == 0 && at + span * kBranch <= end &&
               at / (span * kBranch) < m_levels[level].size()) {
            ++level;
            span *= kBranch;
        }
        result = merged(result, blockOf(level, at / span));
        at += span;
    }
    return result;
}

std::vector<PlotPoint> DecimatedSeries::visible(double xMin, double xMax, int pixels) const {
    const auto before = [](const PlotPoint& point, double x) { return point.x < x; };
    const auto after = [](double x, const PlotPoint& point) { return x < point.x; };
    auto first = static_cast<std::size_t>(std::lower_bound(m_points.begin(), m_points.end(), xMin, before) -
                                          m_points.begin());
    auto last = static_cast<std::size_t>(std::upper_bound(m_points.begin(), m_points.end(), xMax, after) -
                                         m_points.begin());
    if (first > 0) --first;
    if (last < m_points.size()) ++last;
    const std::size_t columns = static_cast<std::size_t>(std::max(pixels, 1));
    if (last - first <= columns * 4)
        return {m_points.begin() + static_cast<std::ptrdiff_t>(first),
                m_points.begin() + static_cast<std::ptrdiff_t>(last)};

    std::vector<PlotPoint> drawn;
    drawn.reserve(columns * 4 + 2);
    drawn.push_back(m_points[first]);
    std::size_t begin = first;
    for (std::size_t column = 0; column < columns && begin < last; ++column) {
        const double edge =
            xMin + (xMax - xMin) * static_cast<double>(column + 1) / static_cast<double>(columns);
        const auto bound =
            std::lower_bound(m_points.begin() + static_cast<std::ptrdiff_t>(begin),
                             m_points.begin() + static_cast<std::ptrdiff_t>(last), edge, before);
        const std::size_t end =
            column + 1 == columns ? last : static_cast<std::size_t>(bound - m_points.begin());
        if (end <= begin) continue;
        const Block block = extremes(begin, end);
        std::size_t indices[] = {begin, std::min(block.low, block.high), std::max(block.low, block.high),
                                 end - 1};
        std::size_t previous = begin - 1;
        for (const std::size_t index : indices) {
            if (index != previous) drawn.push_back(m_points[index]);
            previous = index;
        }
        begin = end;
    }
    return drawn;
}

bool DecimatedSeries::range(double xMin, double xMax, double& low, double& high) const {
    const auto before = [](const PlotPoint& point, double x) { return point.x < x; };
    const auto after = [](double x, const PlotPoint& point) { return x < point.x; };
    const auto first = static_cast<std::size_t>(
        std::lower_bound(m_points.begin(), m_points.end(), xMin, before) - m_points.begin());
    const auto last = static_cast<std::size_t>(
        std::upper_bound(m_points.begin(), m_points.end(), xMax, after) - m_points.begin());
    if (first >= last) return false;
    const Block block = extremes(first, last);
    low = m_points[block.low].y;
    high = m_points[block.high].y;
    return true;
}

PlotPoint DecimatedSeries::nearest(double x) const {
    const auto it = std::lower_bound(m_points.begin(), m_points.end(), x,
                                     [](const PlotPoint& point, double value) { return point.x < value; });
    if (it == m_points.begin()) return m_points.front();
    if (it == m_points.end()) return m_points.back();
    const auto previous = it - 1;
    return x - previous->x <= it->x - x ? *previous : *it;
}

} // namespace attune::ui
