// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ProgressPainter.h"

#include "app/cli/Output.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"
#include "core/base/platform/Process.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>

namespace attune::cli {

namespace {

constexpr std::chrono::seconds kPlainInterval{10};
constexpr int kBarColumns = 24;
constexpr int kStageColumns = 16;

std::string barText(double fraction, bool usesUtf8) {
    const int full = std::clamp(static_cast<int>(fraction * kBarColumns + 0.5), 0, kBarColumns);
    std::string bar;
    for (int column = 0; column < kBarColumns; ++column)
        bar += column < full ? (usesUtf8 ? "━" : "#") : (usesUtf8 ? "─" : ".");
    return bar;
}

// Below one unit a second people think in seconds a unit.
std::string speedText(double perSecond) {
    std::array<char, 32> buffer{};
    if (perSecond >= 1.0)
        std::snprintf(buffer.data(), buffer.size(), perSecond >= 100.0 ? "%.0f/s" : "%.1f/s", perSecond);
    else
        std::snprintf(buffer.data(), buffer.size(), "%.1f s each", 1.0 / perSecond);
    return buffer.data();
}

std::string countText(const Progress& progress) {
    std::string text = concat(progress.done);
    if (progress.total > 0) text += concat("/", progress.total);
    if (!progress.unit.empty()) text += concat(" ", progress.unit);
    return text;
}

} // namespace

std::string clockText(double seconds) {
    const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
    std::array<char, 48> buffer{};
    if (whole >= 3600)
        std::snprintf(buffer.data(), buffer.size(), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60,
                      whole % 60);
    else
        std::snprintf(buffer.data(), buffer.size(), "%lld:%02lld", whole / 60, whole % 60);
    return buffer.data();
}

std::string progressText(const ProgressLine& line, int columns) {
    const Progress& progress = line.progress;
    std::string text = progress.stage;
    text.append(static_cast<std::size_t>(std::max(1, kStageColumns - displayWidth(progress.stage))), ' ');
    if (progress.total > 0) {
        const double fraction =
            std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0);
        std::array<char, 16> percent{};
        std::snprintf(percent.data(), percent.size(), "%3d %%", static_cast<int>(fraction * 100.0));
        if (columns >= 70) text += barText(fraction, line.usesUtf8) + "  ";
        text += percent.data();
        text += "  ";
    }
    if (progress.total > 0 || progress.done > 0) text += countText(progress);
    if (!line.state.empty()) {
        text += concat("  ", line.state);
    } else if (line.unitsPerSecond > 0.0) {
        text += concat("  ", speedText(line.unitsPerSecond));
        if (progress.total > progress.done)
            text += concat(
                "  ", clockText(static_cast<double>(progress.total - progress.done) / line.unitsPerSecond),
                " left");
    }
    if (!line.note.empty()) text += concat("  ", line.note);
    if (!progress.item.empty()) text += concat("  ", progress.item);
    std::replace(text.begin(), text.end(), '\n', ' '); // a name may hold one; this is one line
    return truncatedToWidth(harmless(text), columns);
}

ProgressPainter::ProgressPainter(ProgressStyle style)
    : m_style(style), m_usesUtf8(platform::consoleShowsUtf8()) {}

void ProgressPainter::update(const Progress& progress) {
    const std::scoped_lock lock(m_mutex);
    if (m_style == ProgressStyle::Plain && !m_progress.stage.empty() && progress.stage != m_progress.stage &&
        (m_plainStage != m_progress.stage || m_plainDone != m_progress.done)) {
        m_plainTime = {}; // the end of a stage gets its line, however short the stage was
        paintPlain(Clock::now());
    }
    m_progress = progress;
    m_estimate.add(progress, Clock::now());
    m_isDirty = true;
}

void ProgressPainter::setNote(std::string note) {
    const std::scoped_lock lock(m_mutex);
    m_note = std::move(note);
    m_isDirty = true;
}

void ProgressPainter::setState(std::string state) {
    const std::scoped_lock lock(m_mutex);
    m_state = std::move(state);
    m_isDirty = true;
}

void ProgressPainter::write(const std::string& text) {
    std::cerr << text << std::flush;
}

void ProgressPainter::say(const std::string& text) {
    if (m_style == ProgressStyle::Silent) return;
    const std::scoped_lock lock(m_mutex);
    write(concat(m_isLineShown ? "\r\x1b[K" : "", harmless(text), "\n"));
    m_isLineShown = false;
    m_isDirty = true;
}

void ProgressPainter::paint() {
    if (m_style == ProgressStyle::Silent) return;
    const std::scoped_lock lock(m_mutex);
    if (!m_isDirty || m_progress.stage.empty()) return;
    if (m_style == ProgressStyle::Plain) {
        paintPlain(Clock::now());
        return;
    }
    const ProgressLine line{m_progress, m_estimate.unitsPerSecond().value_or(0.0), m_note, m_state,
                            m_usesUtf8};
    write(concat("\r", progressText(line, platform::terminalColumns() - 1), "\x1b[K"));
    m_isLineShown = true;
    m_isDirty = false;
}

void ProgressPainter::paintPlain(Clock::time_point now) {
    const bool isNewStage = m_progress.stage != m_plainStage;
    if (!isNewStage && now - m_plainTime < kPlainInterval) return;
    m_plainStage = m_progress.stage;
    m_plainTime = now;
    m_plainDone = m_progress.done;
    m_isDirty = false;
    constexpr int kLogColumns = 160;
    ProgressLine line{m_progress, m_estimate.unitsPerSecond().value_or(0.0), m_note, m_state, false};
    const double fraction = m_progress.total > 0
                                ? static_cast<double>(m_progress.done) / static_cast<double>(m_progress.total)
                                : 0.0;
    std::string text = concat(m_progress.stage, ": ", countText(line.progress));
    if (m_progress.total > 0) text += concat(" (", static_cast<int>(fraction * 100.0), " %)");
    if (line.unitsPerSecond > 0.0) text += concat(", ", speedText(line.unitsPerSecond));
    if (!m_note.empty()) text += concat(", ", m_note);
    write(truncatedToWidth(text, kLogColumns) + "\n");
}

void ProgressPainter::finish() {
    if (m_style == ProgressStyle::Silent) return;
    const std::scoped_lock lock(m_mutex);
    if (m_style == ProgressStyle::Terminal && m_isLineShown) write("\r\x1b[K");
    if (m_style == ProgressStyle::Plain && !m_progress.stage.empty() &&
        (m_plainStage != m_progress.stage || m_plainDone != m_progress.done)) {
        m_plainStage.clear();
        paintPlain(Clock::now());
    }
    m_isLineShown = false;
    m_isDirty = false;
    m_progress = {};
    m_note.clear();
    m_state.clear();
    m_plainStage.clear();
    m_plainDone = -1;
    m_estimate = {};
}

} // namespace attune::cli
