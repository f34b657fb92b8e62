// SPDX-License-Identifier: GPL-3.0-or-later
//
// StudioEncode: EncodeService over the engine: plan, encode, hear the round trip.
//
// Threads: GUI thread.
#pragma once

#include "app/engine/EncodeJob.h"
#include "ui/bridge/EncodeService.h"

#include <QTimer>

#include <optional>

namespace attune::ui {
class AppSettings;
}

namespace attune::studio {

class EngineAccess;
class JobFollower;
class StudioModels;
class StudioProject;

class StudioEncode final : public ui::EncodeService {
    Q_OBJECT
public:
    StudioEncode(EngineAccess& engine, JobFollower& jobs, StudioProject& project, StudioModels& models,
                 const ui::AppSettings& settings, QObject* parent = nullptr);
    void plan() override;
    void start() override;
    [[nodiscard]] ui::LongFiles longFiles() const override;
    void setLongFiles(ui::LongFiles choice) override;
    void roundTrip(const QString& soundFile) override;

private:
    [[nodiscard]] QString leftOut(std::size_t count) const;
    [[nodiscard]] std::optional<engine::EncodeRequest> request() const;
    void askPlan();

    EngineAccess& m_engine;
    JobFollower& m_jobs;
    StudioProject& m_project;
    StudioModels& m_models;
    const ui::AppSettings& m_settings;
    QTimer m_planDelay;
    QTimer m_whileEncoding;
    std::map<qint64, QString> m_problems; // of the last encode, by clip
    bool m_isEncoding{false};
    double m_clipsPerSecond{0.0}; // measured by the last encoding
};

} // namespace attune::studio
