// SPDX-License-Identifier: GPL-3.0-or-later
//
// RunsPage: the queue and every run of the project: order, resume, clone and change, compare, notes, disk.
//
// Threads: GUI thread. Services are borrowed and outlive the page.
#pragma once

#include "ui/bridge/JobCenter.h"
#include "ui/bridge/TrainService.h"

#include <QHash>
#include <QWidget>

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace attune::ui {

class MessageBanner;
class MetricChart;

class RunsPage : public QWidget {
    Q_OBJECT
public:
    RunsPage(TrainService& train, JobCenter& jobs, QWidget* parent = nullptr);

Q_SIGNALS:
    void openRunRequested(const QString& runId);                   // its cockpit
    void listenRequested(const QString& runId);
    void cloneRequested(const attune::config::Json& settings);     // into the form

private:
    [[nodiscard]] QWidget* buildQueue();
    [[nodiscard]] QWidget* buildTable();
    [[nodiscard]] QWidget* buildDetail();
    void fill();
    void fillQueue();
    void showSelection();
    void showDifferences(const std::vector<const RunView*>& chosen);
    [[nodiscard]] std::vector<const RunView*> selected() const;

    TrainService& m_train;
    JobCenter& m_jobs;
    std::vector<RunView> m_runs;
    MessageBanner* m_banner;
    QStackedWidget* m_stack{nullptr};
    QListWidget* m_queue{nullptr};
    QWidget* m_queueCard{nullptr};
    QTableWidget* m_table{nullptr};
    MetricChart* m_chart{nullptr};
    QTableWidget* m_differences{nullptr};
    QLabel* m_detailTitle{nullptr};
    QPlainTextEdit* m_notes{nullptr};
    QPushButton* m_open{nullptr};
    QPushButton* m_listen{nullptr};
    QPushButton* m_resume{nullptr};
    QPushButton* m_clone{nullptr};
    QPushButton* m_clean{nullptr};
    QPushButton* m_remove{nullptr};
    QHash<QString, int> m_seriesOfRun;
    QString m_notesOf;
};

} // namespace attune::ui
