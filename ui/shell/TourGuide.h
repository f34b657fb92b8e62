// SPDX-License-Identifier: GPL-3.0-or-later
//
// TourGuide: the strip that leads through the tour: hear, encode, train, compare, export. One sentence and
// one button a step; it moves on by itself when the work of a step is done, and nothing has to be typed.
//
// It only presses what the user could press; the pages stay usable beside it. Ctrl+Enter is its button from
// everywhere. Services are borrowed.
// Threads: GUI thread.
#pragma once

#include "core/config/Json.h"
#include "ui/bridge/EncodeService.h"
#include "ui/bridge/ListenService.h"
#include "ui/bridge/ProjectService.h"
#include "ui/bridge/TrainService.h"
#include "ui/shell/NavigationRail.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace attune::ui {

struct TourServices {
    ProjectService& project;
    EncodeService& encode;
    TrainService& train;
    ListenService& listen;
};

class TourGuide : public QFrame {
    Q_OBJECT
public:
    enum class Step { Hear, Encode, Train, Watch, Compare, Done };

    explicit TourGuide(const TourServices& services, QWidget* parent = nullptr);

    void begin();
    void end();
    [[nodiscard]] Step step() const noexcept { return m_step; }

Q_SIGNALS:
    void placeRequested(attune::ui::Place place);
    void draftRequested(const attune::config::Json& settings); // for the training form
    void finished();                                           // the user wants their own sounds now

private:
    void go(Step step);
    void setNextEnabled(bool isEnabled);
    void act();
    void showSettings();
    void startTraining();
    void exportBest();
    void gridChanged(const DemoGrid& grid);

    TourServices m_services;
    Step m_step{Step::Hear};
    config::Json m_settings; // the preset for the tour's model
    QString m_runId;
    qint64 m_lastStep{0}; // the newest checkpoint that has demos
    bool m_isEncoded{false};
    QLabel* m_number;
    QLabel* m_text;
    QPushButton* m_next;
    QPushButton* m_leave;
};

} // namespace attune::ui
