// SPDX-License-Identifier: GPL-3.0-or-later
//
// GenerateForm: a new row of the grid: prompt, which checkpoints, seed, length, steps, guidance, sampler,
// negative prompt, init audio.
//
// Threads: GUI thread.
#pragma once

#include "ui/bridge/ListenService.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace attune::ui {

class GenerateForm : public QWidget {
    Q_OBJECT
public:
    explicit GenerateForm(QWidget* parent = nullptr);
    // `isBlind`: the checkpoint must not be named.
    void setGrid(const DemoGrid& grid, int currentColumn, bool isBlind = false);
    void setSamplers(const QStringList& samplers);
    void focusPrompt();
    void setBusy(bool busy); // while demos that were asked for are being made

Q_SIGNALS:
    void generateRequested(const attune::ui::GenerateRequest& request);

private:
    [[nodiscard]] QWidget* buildOptions();
    void describeFields();
    void fillWhere(bool isBlind);
    void showCanGenerate();
    [[nodiscard]] std::vector<qint64> chosenSteps() const; // none where the checkpoint is gone
    [[nodiscard]] GenerateRequest request() const;
    QString m_runId;
    std::vector<qint64> m_all;
    qint64 m_current{0};
    QLineEdit* m_prompt;
    QComboBox* m_where;
    QSpinBox* m_seed;
    QDoubleSpinBox* m_seconds;
    QSpinBox* m_steps;
    QDoubleSpinBox* m_cfg;
    QComboBox* m_sampler;
    QLineEdit* m_negative;
    QLineEdit* m_init;
    QDoubleSpinBox* m_noise;
    QPushButton* m_go;
    bool m_hasCurrent{false}; // the current checkpoint is still on the disk
    bool m_isBusy{false};
};

} // namespace attune::ui
