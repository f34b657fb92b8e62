// SPDX-License-Identifier: GPL-3.0-or-later
//
// DecimatedSeries: a growing curve that can be painted at any zoom in time that depends on the pixels, not on
// the points: a pyramid of minima and maxima over blocks of points.
//
// Points come with x never falling (steps or hours). Non-finite y values are kept as gaps of nothing: they
// are counted but not drawn. Memory: 16 bytes a point and about 21 more for the pyramid. Threads: one thread
// (the GUI's).
#pragma once

#include <cstddef>
#include <vector>

namespace attune::ui {

struct PlotPoint {
    double x{0.0};
    double y{0.0};
};

class DecimatedSeries {
public:
    // One that lies before the last takes the place of all from there on: a run was resumed from an earlier
    // checkpoint and makes those steps again.
    void append(PlotPoint point);
    void clear();

    [[nodiscard]] std::size_t size() const noexcept { return m_points.size(); }
    [[nodiscard]] const std::vector<PlotPoint>& points() const noexcept { return m_points; }

    // What to draw for x in [xMin, xMax] on `pixels` columns: at most four points a column, in order of x,
    // plus one neighbour on each side so that lines reach the edges. All points when they are fewer.
    [[nodiscard]] std::vector<PlotPoint> visible(double xMin, double xMax, int pixels) const;

    // The lowest and highest y in [xMin, xMax]; false when there is none.
    [[nodiscard]] bool range(double xMin, double xMax, double& low, double& high) const;

    // The point whose x is nearest; requires size() > 0.
    [[nodiscard]] PlotPoint nearest(double x) const;

private:
    void forgetFrom(double x);
    struct Block { // indices of the lowest and highest point of a block
        std::size_t low;
        std::size_t high;
    };
    [[nodiscard]] Block blockOf(std::size_t level, std::size_t index) const;
    [[nodiscard]] Block merged(Block a, Block b) const;
    // Extremes of points [begin, end) from the coarsest blocks that fit; requires begin < end.
    [[nodiscard]] Block extremes(std::size_t begin, std::size_t end) const;
    [[nodiscard]] bool isLess(std::size_t a, std::size_t b) const;

    std::vector<PlotPoint> m_points;
    std::vector<std::vector<Block>>
        m_levels; // level n covers kBranch^(n+1) points a block, complete blocks only
};

} // namespace attune::ui
