// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodePanel: the foot of the dataset page: what encoding would do and cost, what happens to long files, the
// button.
//
// Threads: GUI thread. The service is borrowed.
#pragma once

#include "ui/bridge/EncodeService.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace attune::ui {

class EncodePanel : public QWidget {
    Q_OBJECT
public:
    explicit EncodePanel(EncodeService& service, QWidget* parent = nullptr);
    void refresh(); // another project

Q_SIGNALS:
    void started(); // by the button, which waits from now on and does not keep the keyboard

private:
    void showPlan(const EncodePlanView& plan);

    EncodeService& m_service;
    QLabel* m_plan;
    QWidget* m_long; // label and choice; there only while it matters
    QComboBox* m_longFiles;
    QPushButton* m_encode;
};

} // namespace attune::ui
