// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListenPage: the grid of demos, the sound that plays, new prompts, ratings, pin and export.
//
// Threads: GUI thread. Services are borrowed and outlive the page.
#pragma once

#include "ui/bridge/ListenService.h"
#include "ui/bridge/TrainService.h"

#include <QWidget>

#include <optional>
#include <utility>

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
    // Shows the two checkpoints alone, those nearest to the steps that have demos, until all are asked for.
    void compare(const QString& runId, qint64 stepA, qint64 stepB);
    void setExportFolder(const QString& folder);
    void clear();

Q_SIGNALS:
    void trainRequested(); // there is nothing to hear before a run

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* buildHead();
    [[nodiscard]] QWidget* buildTransport();
    [[nodiscard]] QWidget* buildTransportFoot();
    void connectServices();
    void connectPlayer();
    void fillRuns();
    void takeGrid(const DemoGrid& grid);
    void showCurrent();
    void showTime();
    void showMenu(const QPoint& at);
    void generate(const GenerateRequest& request);
    void waitFor(const RunView& run, const GenerateRequest& request);
    void demoGenerated(const QString& runId);
    void openExport();
    void saveSound();
    [[nodiscard]] const DemoColumn* currentColumn() const;

    ListenPageServices m_services;
    QString m_runId;
    QString m_exportFolder;
    DemoGrid m_all; // every checkpoint; the grid may show two of them only
    std::optional<std::pair<qint64, qint64>> m_compared;
    int m_pendingDemos{0};
    bool m_saysWaiting{false}; // the banner speaks of demos that wait for a run
    QComboBox* m_runs{nullptr};
    QLabel* m_about{nullptr};
    QPushButton* m_blind{nullptr};
    QPushButton* m_setUp{nullptr}; // where there is nothing to hear
    QPushButton* m_pin{nullptr};
    QPushButton* m_export{nullptr};
    QPushButton* m_showAll{nullptr};
    QWidget* m_transport{nullptr};
    QWidget* m_generateCard{nullptr};
    QPushButton* m_matched{nullptr};
    MessageBanner* m_banner;
    QStackedWidget* m_stack;
    DemoGridView* m_grid;
    GenerateForm* m_generate;
    WaveformView* m_waveform{nullptr};
    QPushButton* m_play{nullptr};
    QLabel* m_now{nullptr};
    QLabel* m_time{nullptr};
    QLabel* m_keys{nullptr};
    QLineEdit* m_note{nullptr};
};

} // namespace attune::ui
