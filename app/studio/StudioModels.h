// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioModels: ModelService over the registry of models and the engine's inspection.
//
// Threads: GUI thread; inspection on EngineAccess's worker.
#pragma once

#include "core/project/ModelRegistry.h"
#include "ui/bridge/ModelService.h"

#include <optional>

namespace attune::studio {

class EngineAccess;
class JobFollower;

class StudioModels final : public ui::ModelService {
    Q_OBJECT
public:
    StudioModels(EngineAccess& engine, JobFollower& jobs, QObject* parent = nullptr);

    [[nodiscard]] std::vector<ui::ModelView> models() const override { return m_views; }
    void addFiles(const QStringList& paths) override;
    void addStarter() override { ensureStarter(); }
    void remove(const QString& modelId) override;
    void exportModel(const ui::ModelExportRequest& request) override;

    // Registers the starter model when it is not yet; starterReady follows (also when it was there).
    void ensureStarter();
    [[nodiscard]] std::optional<project::ModelCard> card(const QString& modelId) const;
    // What stands in the way where card() has none: nothing was chosen, or this computer does not know it.
    [[nodiscard]] static QString whyMissing(const QString& modelId);

Q_SIGNALS:
    void starterReady(const QString& modelId);

private:
    void refresh();
    void inspect(const QString& weights);

    EngineAccess& m_engine;
    JobFollower& m_jobs;
    project::ModelRegistry m_registry;
    std::vector<project::ModelCard> m_cards;
    std::vector<ui::ModelView> m_views;
    int m_inspecting{0};
};

} // namespace attune::studio
