// SPDX-License-Identifier: GPL-3.0-or-later
//
// WindowBench: the whole window over services that remember what they were asked.
#pragma once

#include "tests/ui/FakeServices.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/settings/AppSettings.h"
#include "ui/shell/MainWindow.h"

#include <QStackedWidget>
#include <QTemporaryDir>

#include <memory>
#include <utility>
#include <vector>

namespace attune::ui {

struct WindowBench {
    WindowBench() {
        ModelView model;
        model.id = QStringLiteral("small");
        model.name = QStringLiteral("Stable Audio Open Small");
        model.kind = QStringLiteral("base model, rectified flow");
        model.windowSeconds = 11.89;
        model.canTrain = true;
        model.canTrainWhy = QStringLiteral("All parts are there.");
        models.list = {model};
    }
    void open() { project.openNow(folder.path(), QStringLiteral("Tape Drums")); }
    [[nodiscard]] QWidget* page() const { return window.findChild<QStackedWidget*>()->currentWidget(); }
    QTemporaryDir folder;
    fakes::Project project;
    fakes::Dataset dataset;
    fakes::Encode encode;
    fakes::Models models;
    fakes::Train train;
    fakes::Listen listen;
    fakes::System system;
    fakes::Jobs jobs;
    PeakCache peaks{folder.path().toStdString()};
    std::unique_ptr<Player> player{Player::withSystemOutput(nullptr)};
    AppSettings settings;
    MainWindow window{
        {project, dataset, encode, models, train, listen, system, jobs, *player, peaks, settings}};
};

// Where the rail leads, and the page that is there.
inline const std::vector<std::pair<Place, QString>> kPlaces{
    {Place::Dataset, QStringLiteral("datasetPage")},  {Place::Model, QStringLiteral("modelPage")},
    {Place::Train, QStringLiteral("trainPage")},      {Place::Listen, QStringLiteral("listenPage")},
    {Place::Runs, QStringLiteral("runsPage")},        {Place::Help, QStringLiteral("helpPage")},
    {Place::Settings, QStringLiteral("settingsPage")}};

} // namespace attune::ui
