// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelRegistry: the models that the user added, for all projects: models.json in the application's folder.
//
// Models are registered, not copied. Threads and processes: every function reads the file, changes take a
// lock for their moment, so two windows never overwrite each other's additions.
#pragma once

#include "core/base/Result.h"
#include "core/project/ModelCard.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace attune::project {

class ModelRegistry {
public:
    // `file` defaults to models.json in platform::applicationDataFolder().
    explicit ModelRegistry(std::filesystem::path file = {});

    // In the order they were added; a missing file is an empty registry. Errors: InvalidConfig,
    // VersionTooNew.
    [[nodiscard]] Result<std::vector<ModelCard>> list() const;
    // By id, name or path of the weights. Errors: NotFound naming the models there are.
    [[nodiscard]] Result<ModelCard> find(std::string_view which) const;

    // Adds the card, or replaces the one of the same file and keeps its id. Fills in `id` (from the name) and
    // `addedUtc` and returns the card as stored. Errors: InvalidArgument (no file or name), those of
    // AtomicFile.
    [[nodiscard]] Result<ModelCard> add(ModelCard card) const;
    // Changes a card in place. Errors: NotFound.
    [[nodiscard]] Result<ModelCard> update(std::string_view id,
                                           const std::function<void(ModelCard&)>& change) const;
    // Forgets the model; its files stay. Errors: NotFound.
    [[nodiscard]] Result<void> remove(std::string_view id) const;

    [[nodiscard]] const std::filesystem::path& file() const noexcept { return m_file; }

private:
    [[nodiscard]] Result<void> change(const std::function<Result<void>(std::vector<ModelCard>&)>& work) const;
    std::filesystem::path m_file;
};

} // namespace attune::project
