// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/RunQueue.h"

#include "ui/bridge/JobText.h"
#include "ui/widgets/Controls.h"

#include <QAction>
#include <QBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace attune::ui {

RunQueue::RunQueue(JobCenter& jobs, TrainService& train, QWidget* parent)
    : QFrame(parent), m_jobs(jobs), m_train(train), m_list(new QListWidget(this)) {
    setSurface(this, Surface::Card);
    auto* column = columnLayout(this, 12, 6);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("QUEUE, NEXT FIRST"), LabelRole::Label, this), 1);
    m_up = makeButton(tr("Move up"), ButtonRole::Chip, QStringLiteral("queueUp"), this);
    m_down = makeButton(tr("Move down"), ButtonRole::Chip, QStringLiteral("queueDown"), this);
    m_out = makeButton(tr("Take out"), ButtonRole::Chip, QStringLiteral("queueRemove"), this);
    for (QPushButton* button : {m_up, m_down, m_out}) head->addWidget(button);
    column->addLayout(head);
    m_list->setObjectName(QStringLiteral("queue"));
    m_list->setAccessibleName(tr("Waiting jobs"));
    m_list->setToolTip(tr("Drag to change the order"));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->setMaximumHeight(112);
    column->addWidget(m_list);
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, [this] {
        m_shown.clear(); // the answer is shown, whatever it is
        for (int row = 0; row < m_list->count(); ++row) m_jobs.moveInQueue(jobAt(row), row);
    });
    connect(m_up, &QPushButton::clicked, this, [this] { moveCurrent(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveCurrent(1); });
    connect(m_out, &QPushButton::clicked, this, [this] {
        if (const int row = m_list->currentRow(); row >= 0) m_jobs.stop(jobAt(row));
    });
    connect(m_list, &QListWidget::currentRowChanged, this, [this] { showButtons(); });
    addKey(Qt::ALT | Qt::Key_Up, m_up);
    addKey(Qt::ALT | Qt::Key_Down, m_down);
    addKey(Qt::Key_Delete, m_out);
    connect(&jobs, &JobCenter::queueChanged, this, [this] { fill(); });
    connect(&train, &TrainService::runsChanged, this, [this] { fill(); });
    fill();
    setVisible(m_list->count() > 0);
}

// What a button does, from the keyboard in the list.
void RunQueue::addKey(const QKeySequence& keys, QPushButton* button) {
    auto* action = new QAction(m_list);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, button, [button] { button->click(); });
    m_list->addAction(action);
    button->setToolTip(keys.toString(QKeySequence::NativeText));
}

void RunQueue::showButtons() {
    const int row = m_list->currentRow();
    const auto enable = [this](QPushButton* button, bool on) {
        // Else the next button has the keyboard, and a run that went down one time too often is out.
        if (!on && button->hasFocus()) m_list->setFocus(Qt::OtherFocusReason);
        button->setEnabled(on);
    };
    enable(m_up, row > 0);
    enable(m_down, row >= 0 && row + 1 < m_list->count());
    enable(m_out, row >= 0);
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
    // A list that is filled anew drops what is being dragged; the runs change at every checkpoint.
    QList<std::pair<qlonglong, QString>> waiting;
    for (const jobs::JobSnapshot& snapshot : m_jobs.snapshots())
        if (snapshot.queuePosition)
            waiting.append({static_cast<qlonglong>(snapshot.id.value), titleOf(snapshot)});
    if (std::exchange(m_shown, waiting) != waiting) showJobs(waiting);
    showButtons();
}

void RunQueue::showJobs(const QList<std::pair<qlonglong, QString>>& waiting) {
    const qlonglong chosen =
        m_list->currentItem() != nullptr ? m_list->currentItem()->data(Qt::UserRole).toLongLong() : -1;
    m_list->clear();
    for (const auto& [id, title] : waiting) {
        auto* item = new QListWidgetItem(title, m_list);
        item->setData(Qt::UserRole, id);
        if (id == chosen) m_list->setCurrentItem(item);
    }
    // As high as its rows; beyond a few it scrolls.
    m_list->setMaximumHeight(std::clamp(m_list->sizeHintForRow(0) * m_list->count() + 8, 40, 112));
    setVisible(m_list->count() > 0);
}

} // namespace attune::ui
