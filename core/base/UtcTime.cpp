// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/UtcTime.h"

#include <iomanip>
#include <sstream>

namespace attune {

std::string utcText(std::chrono::system_clock::time_point time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(time - day));
    std::ostringstream text;
    text << std::setfill('0') << std::setw(4) << static_cast<int>(date.year()) << '-' << std::setw(2)
         << static_cast<unsigned>(date.month()) << '-' << std::setw(2) << static_cast<unsigned>(date.day())
         << 'T' << std::setw(2) << clock.hours().count() << ':' << std::setw(2) << clock.minutes().count()
         << ':' << std::setw(2) << clock.seconds().count() << 'Z';
    return std::move(text).str();
}

std::string utcNow() {
    return utcText(std::chrono::system_clock::now());
}

} // namespace attune
