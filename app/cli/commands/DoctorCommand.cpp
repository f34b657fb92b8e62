// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

void addDoctorCommand(CommandTree& tree) {
    CLI::App& command = tree.add(tree.root(), "doctor", "Check this machine: device, memory, disk, libraries", {"doctor"});
    tree.onRun(command, [](Session& session) -> Result<JobEnd> {
        ATTUNE_TRY(engine::Engine* const engine, session.engine());
        const engine::DevicesReport report = engine->devices();
        for (const auto& device : report.devices) session.out().field(device.id, concat(device.name, ", ", humanBytes(device.totalBytes)));
        return JobEnd::Finished;
    });
}

} // namespace attune::cli
