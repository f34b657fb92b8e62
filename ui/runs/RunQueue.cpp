// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/RunQueue.h"

#include "ui/bridge/JobText.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace attune::ui {

RunQueue::RunQueue(JobCenter& jobs, TrainService& train, QWidget* parent)
    : QFrame(parent), m_jobs(jobs), m_train(train), m_list(new QListWidget(this)) {
    setSurface(this, Surface::Card);
    auto* column = columnLayout(this, 12, 6);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("QUEUE, NEXT FIRST"), LabelRole::Label, this), 1);
    QPushButton* up = makeButton(tr("Move up"), ButtonRole::Chip, QStringLiteral("queueUp"), this);
    QPushButton* down = makeButton(tr("Move down"), ButtonRole::Chip, QStringLiteral("queueDown"), this);
    QPushButton* out = makeButton(tr("Take out"), ButtonRole::Chip, QStringLiteral("queueRemove"), this);
    for (QPushButton* button : {up, down, out}) head->addWidget(button);
    column->addLayout(head);
    m_list->setObjectName(QStringLiteral("queue"));
    m_list->setAccessibleName(tr("Waiting jobs"));
    m_list->setToolTip(tr("Drag to change the order"));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setMaximumHeight(112);
    column->addWidget(m_list);
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, [this] {
        for (int row = 0; row < m_list->count(); ++row) m_jobs.moveInQueue(jobAt(row), row);
    });
    connect(up, &QPushButton::clicked, this, [this] { moveCurrent(-1); });
    connect(down, &QPushButton::clicked, this, [this] { moveCurrent(1); });
    connect(out, &QPushButton::clicked, this, [this] {
        if (const int row = m_list->currentRow(); row >= 0) m_jobs.stop(jobAt(row));
    });
    connect(&jobs, &JobCenter::queueChanged, this, [this] { fill(); });
    connect(&train, &TrainService::runsChanged, this, [this] { fill(); });
    fill();
}

JobId RunQueue::jobAt(int row) const {
    return JobId{m_list->item(row)->data(Qt::UserRole).toLongLong()};
}

void RunQueue::moveCurrent(int by) {
    const int row = m_list->currentRow();
    const int target = row + by;
    if (row >= 0 && target >= 0 && target < m_list->count()) m_jobs.moveInQueue(jobAt(row), target);
}

// Runs are often called the same; the number tells them apart.
QString RunQueue::titleOf(const jobs::JobSnapshot& job) const {
    const QString title = jobtext::title(job.title);
    for (const RunView& run : m_train.runs())
        if (run.job == job.id) return tr("%1 · run %L2").arg(title).arg(run.number);
    return title;
}

void RunQueue::fill() {
    const qlonglong chosen =
        m_list->currentItem() != nullptr ? m_list->currentItem()->data(Qt::UserRole).toLongLong() : -1;
    m_list->clear();
    for (const jobs::JobSnapshot& snapshot : m_jobs.snapshots()) {
        if (!snapshot.queuePosition) continue;
        auto* item = new QListWidgetItem(titleOf(snapshot), m_list);
        item->setData(Qt::UserRole, static_cast<qlonglong>(snapshot.id.value));
        if (static_cast<qlonglong>(snapshot.id.value) == chosen) m_list->setCurrentItem(item);
    }
    // As high as its rows; beyond a few it scrolls.
    m_list->setMaximumHeight(std::clamp(m_list->sizeHintForRow(0) * m_list->count() + 8, 40, 112));
    setVisible(m_list->count() > 0);
}

} // namespace attune::ui
