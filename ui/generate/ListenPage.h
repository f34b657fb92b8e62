// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListenPage: the grid of demos, the sound that plays, new prompts, ratings, pin and export.
//
// Threads: GUI thread. Services are borrowed and outlive the page.
#pragma once

#include "ui/bridge/ListenService.h"
#include "ui/bridge/TrainService.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSlider;
class QStackedWidget;

namespace attune::ui {

class DemoGridView;
class GenerateForm;
class MessageBanner;
class PeakCache;
class Player;
class WaveformView;

struct ListenPageServices {
    ListenService& listen;
    TrainService& train;
    Player& player;
    PeakCache& peaks;
};

class ListenPage : public QWidget {
    Q_OBJECT
public:
    explicit ListenPage(const ListenPageServices& services, QWidget* parent = nullptr);
    void showRun(const QString& runId);
    void compare(const QString& runId, qint64 stepA, qint64 stepB);
    void setExportFolder(const QString& folder);
    void clear();

private:
    [[nodiscard]] QWidget* buildHead();
    [[nodiscard]] QWidget* buildTransport();
    void connectServices();
    void fillRuns();
    void showCurrent();
    void openExport();
    void saveSound();

    ListenPageServices m_services;
    QString m_runId;
    QString m_exportFolder;
    qint64 m_compareStep{-1};
    QComboBox* m_runs{nullptr};
    QPushButton* m_blind{nullptr};
    QPushButton* m_pin{nullptr};
    QPushButton* m_export{nullptr};
    MessageBanner* m_banner;
    QStackedWidget* m_stack;
    DemoGridView* m_grid;
    GenerateForm* m_generate;
    WaveformView* m_waveform{nullptr};
    QPushButton* m_play{nullptr};
    QLabel* m_now{nullptr};
    QLineEdit* m_note{nullptr};
};

} // namespace attune::ui
