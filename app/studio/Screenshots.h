// SPDX-License-Identifier: GPL-3.0-or-later
//
// Screenshots: a picture of every page, without a project, with an empty one and with the one that is given;
// both themes, 1280 pixels wide, full HD and 4K (scaled by QT_SCALE_FACTOR: the first alone), for people who
// look before they release.
//
// Threads: GUI thread; runs its own event loop until the pages have settled.
#pragma once

#include <QString>

namespace attune::ui {
class MainWindow;
class ProjectService;
class TrainService;
} // namespace attune::ui

namespace attune::studio {

// Opens `project` when one is given. Gives the program's exit code.
[[nodiscard]] int saveScreenshots(ui::MainWindow& window, ui::ProjectService& service,
                                  const ui::TrainService& train, const QString& folder,
                                  const QString& project);

} // namespace attune::studio
