// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/commands/Commands.h"
#include "app/engine/EngineLoader.h"
#include "app/engine/GpuComponent.h"
#include "core/base/Text.h"
#include "core/base/platform/Platform.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace attune::cli {

namespace {

Result<JobEnd> runAdd(Session& session, const std::string& manifest) {
    ATTUNE_TRY(const std::filesystem::path module, engine::engineModulePath());
    const std::filesystem::path folder = module.parent_path();
    ATTUNE_TRY(const JobEnd end, session.run(engine::makeGpuComponentJob(
                                     {manifest, folder, platform::cacheFolder() / "downloads"})));
    session.out().good(concat("The GPU libraries are in ", utf8FromPath(folder),
                              ". Programs use them from their next start."));
    session.out().set("folder", utf8FromPath(folder));
    return end;
}

Result<JobEnd> runRemove(Session& session) {
    ATTUNE_TRY(const std::filesystem::path module, engine::engineModulePath());
    ATTUNE_CHECK(engine::removeGpuComponent(module.parent_path()));
    session.out().line("Removed. Attune works on the CPU now.");
    session.out().set("folder", utf8FromPath(module.parent_path()));
    return JobEnd::Finished;
}

} // namespace

void addGpuCommands(CommandTree& tree, CLI::App& group) {
    CLI::App& add = tree.add(
        group, "add", "Add the libraries for NVIDIA GPUs to this installation; continues where it stopped",
        {"gpu add D:\\attune-gpu-0.1.0-windows-x64.json",
         "gpu add https://example.org/attune-gpu-0.1.0-windows-x64.json"});
    const auto manifest = std::make_shared<std::string>();
    add.add_option("manifest", *manifest,
                   "The component's manifest: a file with the libraries beside it, or an address")
        ->required()
        ->type_name("FILE|URL");
    tree.onRun(add, [manifest](Session& session) { return runAdd(session, *manifest); });

    CLI::App& remove = tree.add(group, "remove", "Remove the GPU libraries that were added", {"gpu remove"});
    tree.onRun(remove, runRemove);
}

} // namespace attune::cli
