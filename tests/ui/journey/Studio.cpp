// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/journey/Studio.h"

#include "core/base/Text.h"

#include <algorithm>

namespace attune::studio {

Studio::Studio(const QString& cacheFolder)
    : jobs([this](std::string context) { return engine.translateException(std::move(context)); }),
      follower(jobs), project(follower), models(engine, follower),
      encode(engine, follower, project, models, settings), train(engine, follower, project, models, settings),
      listen(engine, follower, project, train, settings), system(engine, follower),
      peaks(pathFromUtf8(cacheFolder.toStdString())), player(ui::Player::withSystemOutput(nullptr)),
      window({project, dataset, encode, models, train, listen, system, jobs, *player, peaks, settings}) {
    QObject::connect(&models, &StudioModels::starterReady, &project, [this](const QString& id) {
        if (project.project().isOpen() && project.project().modelId.isEmpty()) project.setModel(id);
    });
}

bool Studio::isWorking() const {
    const std::vector<attune::jobs::JobSnapshot> snapshots = jobs.snapshots();
    return std::any_of(snapshots.begin(), snapshots.end(),
                       [](const auto& snapshot) { return !attune::jobs::isEnded(snapshot.state); });
}

} // namespace attune::studio
