// SPDX-License-Identifier: GPL-3.0-or-later
//
// Kind "train": a whole recorded training run with all its random draws injected: timesteps, losses, gradient
// norms, learning rates, held-out losses, and the trained and averaged weights at its end.
#include "app/parity/Parity.h"
#include "app/parity/ParityRecordedRun.h"

namespace attune::parity {

Result<void> runTrain(const Fixture& fixture, Report& report) {
    const auto number = [&](const char* key) { return fixture.description.at(key).get<std::int64_t>(); };
    ATTUNE_TRY(const auto run, RecordedRun::open(fixture, fixture.folder / "weights.safetensors"));
    run->compareHeldOut(report);
    ATTUNE_CHECK(
        run->train({number("epochs"), number("batches_per_epoch"), number("accum_batches")}, report));
    report.check("optimizer_steps", run->stepsTaken() == number("optimizer_steps"));
    if (run->ema() != nullptr)
        report.check("ema/updates", run->ema()->updateCount() ==
                                        fixture.description.at("ema").at("updates").get<std::int64_t>());
    run->compareWeights(report);
    return {};
}

} // namespace attune::parity
