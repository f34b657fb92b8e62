// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProgressPainter: how far a job is, on standard error. On a terminal one line that repaints itself, with a
// bar, speed and time left; elsewhere (logs, pipes) a plain line at the start, at most every ten seconds, and
// at the end.
//
// Threads: update() and note() on the job's thread, paint() and clear() on the main thread; a mutex guards
// the state.
#pragma once

#include "core/base/Progress.h"
#include "core/jobs/ProgressThrottle.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace attune::cli {

// One line of `columns` at most: "Encoding  ━━━━────  42 %  123/292 clips  3.4/s  0:51 left  kick.wav".
struct ProgressLine {
    Progress progress;
    double unitsPerSecond{0.0};
    std::string note;  // "loss 0.412", shown after the speed
    std::string state; // "paused", "stopping"; empty while running
    bool usesUtf8{true};
};
[[nodiscard]] std::string progressText(const ProgressLine& line, int columns);
// "0:51", "12:04", "3:07:00".
[[nodiscard]] std::string clockText(double seconds);

enum class ProgressStyle { Silent, Plain, Terminal };

class ProgressPainter {
public:
    explicit ProgressPainter(ProgressStyle style);

    void update(const Progress& progress);
    void setNote(std::string note);
    void setState(std::string state);
    // A line that stays, above the progress line.
    void say(const std::string& text);

    // Brings the terminal or the log up to date; call about ten times a second.
    void paint();
    // Removes the progress line before other output (terminal), or writes the last state (plain). The next
    // update starts it again.
    void finish();

private:
    using Clock = std::chrono::steady_clock;
    void paintPlain(Clock::time_point now);
    void write(const std::string& text);

    ProgressStyle m_style;
    bool m_usesUtf8{false};
    std::mutex m_mutex; // guards all below
    Progress m_progress;
    std::string m_note;
    std::string m_state;
    jobs::ProgressEstimate m_estimate;
    bool m_isDirty{false};     // something to paint
    bool m_isLineShown{false}; // the terminal's last line is ours
    std::string m_plainStage;  // stage of the last plain line
    Clock::time_point m_plainTime{};
    std::int64_t m_plainDone{-1};
};

} // namespace attune::cli
