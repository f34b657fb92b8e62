// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "schedule": the learning rate of every optimiser step, each relative to itself, and the tail after a
// resume.
#include "app/parity/Parity.h"

#include "core/base/Text.h"
#include "core/train/LearningRateSchedule.h"

#include <algorithm>
#include <cmath>

namespace attune::parity {

namespace {

void compareRates(Report& report, const std::string& name, const train::LearningRateSchedule& schedule,
                  const std::vector<double>& expected, std::int64_t firstStep, double baseRate,
                  double relative) {
    double worst = 0.0; // as a share of what is allowed
    double worstRelative = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double actual = schedule.rateAt(firstStep + static_cast<std::int64_t>(i));
        const double difference = std::abs(actual - expected[i]);
        // Near zero, where the values themselves are rounding, the base rate is the measure.
        const double allowed = std::max(relative * std::abs(expected[i]), relative * 1e-6 * baseRate);
        worst = std::max(worst, std::isfinite(actual) ? difference / allowed : INFINITY);
        if (expected[i] != 0.0) worstRelative = std::max(worstRelative, difference / std::abs(expected[i]));
    }
    report.check(name, worst <= 1.0, concat("max_rel ", worstRelative, " tolerance ", relative));
}

} // namespace

Result<void> runSchedule(const Fixture& fixture, Report& report) {
    int number = 0;
    for (const config::Json& entry : fixture.description.at("cases")) {
        const double baseRate = entry.at("base_lr").get<double>();
        const config::Json& scheduler = entry.at("scheduler");
        config::NamedOptions settings{"Constant"};
        if (!scheduler.is_null())
            settings = {scheduler.at("type").get<std::string>(),
                        scheduler.value("config", config::Json::object())};
        ATTUNE_TRY(const train::SchedulePointer schedule, train::makeSchedule(settings, baseRate));

        const std::string name = concat("case", number++, '/', settings.type);
        const double relative = fixture.tolerance.relative;
        compareRates(report, name, *schedule, entry.at("lr").get<std::vector<double>>(), 0, baseRate,
                     relative);
        if (!entry.contains("lr_after_resume")) continue;
        // A resumed run makes its schedule anew and asks for the next step.
        ATTUNE_TRY(const train::SchedulePointer resumed, train::makeSchedule(settings, baseRate));
        compareRates(report, name + "/resumed", *resumed,
                     entry.at("lr_after_resume").get<std::vector<double>>(),
                     entry.at("resume_after").get<std::int64_t>(), baseRate, relative);
    }
    return {};
}

} // namespace attune::parity
