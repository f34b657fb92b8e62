// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExportDialog: a checkpoint as a file for other tools: where, which container, which precision, averaged or
// not.
//
// Not modal. Threads: GUI thread.
#pragma once

#include "ui/bridge/ListenService.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace attune::ui {

class ExportDialog : public QDialog {
    Q_OBJECT
public:
    ExportDialog(const QString& runId, qint64 step, const QString& suggestedFolder,
                 QWidget* parent = nullptr);

Q_SIGNALS:
    void exportRequested(const attune::ui::ExportRequest& request);

private:
    QString m_runId;
    qint64 m_step;
    QLineEdit* m_folder;
    QComboBox* m_container;
    QComboBox* m_precision;
    QCheckBox* m_ema;
};

} // namespace attune::ui
