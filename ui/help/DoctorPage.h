// SPDX-License-Identifier: GPL-3.0-or-later
//
// DoctorPage: what this machine can do, checked quickly or in full, as a report to copy or save; its graphics
// cards with their driver and the GPU libraries, to be added or removed; a sound to hear whether the output
// works.
//
// Threads: GUI thread. Service and player are borrowed and outlive the page.
#pragma once

#include "ui/bridge/SystemService.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace attune::ui {

class MessageBanner;
class Player;

struct DoctorServices {
    SystemService& system;
    Player& player;
};

class DoctorPage : public QWidget {
    Q_OBJECT
public:
    explicit DoctorPage(const DoctorServices& services, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override; // the first time looks at once

private:
    QWidget* buildHead();
    QWidget* buildChecks();
    QWidget* buildGraphics();
    QWidget* buildComponent(QWidget* parent);
    QWidget* buildSound();
    void connectServices();
    void setCheckingAll(bool checking);
    void check(CheckDepth depth);
    void showChecks(const std::vector<CheckView>& items);
    void addRow(const CheckView& item);
    void showGraphics(const GraphicsView& graphics);
    void chooseManifest();
    void addComponent(const QString& manifest);
    void askRemove();
    void setAdding(bool adding);
    void saveReport(const QString& file);
    void showSoundDevice();
    void testSound();
    void judgeSound();

    DoctorServices m_services;
    MessageBanner* m_banner;
    QPushButton* m_again{nullptr};
    QPushButton* m_full{nullptr}; // stops the full check while that runs
    bool m_isCheckingAll{false};
    QPushButton* m_save{nullptr};
    QPushButton* m_copy{nullptr};
    QLabel* m_stage{nullptr};
    QWidget* m_rows{nullptr};
    QLabel* m_adapters{nullptr};
    QLabel* m_driver{nullptr};
    QLabel* m_component{nullptr};
    QWidget* m_addArea{nullptr};
    QLineEdit* m_address{nullptr};
    QPushButton* m_remove{nullptr};
    QWidget* m_progressArea{nullptr};
    QProgressBar* m_progress{nullptr};
    QLabel* m_progressText{nullptr};
    QLabel* m_soundDevice{nullptr};
    QLabel* m_soundResult{nullptr};
    QPushButton* m_soundTest{nullptr};
    QTimer m_soundDelay;
    GraphicsView m_graphics;
    QString m_report;
    bool m_isAdding{false};
    bool m_hasLooked{false};
};

} // namespace attune::ui
