// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/RunsPage.h"

#include "core/base/Text.h"
#include "ui/plots/MetricChart.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>

#include <algorithm>
#include <map>
#include <set>

namespace attune::ui {

using config::Json;

namespace {

enum Column { Number, Name, Status, Steps, Best, Started, Duration, Disk, ColumnCount };

QString statusText(const RunView& run) {
    switch (run.status) {
    case RunStatus::Waiting: return RunsPage::tr("waiting");
    case RunStatus::Running: return RunsPage::tr("running");
    case RunStatus::Finished: return RunsPage::tr("finished");
    case RunStatus::Stopped: return RunsPage::tr("stopped and saved");
    case RunStatus::Interrupted: return RunsPage::tr("interrupted at step %L1").arg(run.step);
    case RunStatus::Failed: return RunsPage::tr("failed");
    }
    return {};
}

void flatten(const Json& value, const std::string& path, std::map<std::string, std::string>& out) {
    if (value.is_object()) {
        for (const auto& [key, member] : value.items()) flatten(member, path.empty() ? key : path + '.' + key, out);
    } else {
        out[path] = value.is_string() ? value.get<std::string>() : value.dump();
    }
}

} // namespace

RunsPage::RunsPage(TrainService& train, JobCenter& jobs, QWidget* parent) : QWidget(parent), m_train(train), m_jobs(jobs), m_banner(new MessageBanner(this)) {
    setObjectName(QStringLiteral("runsPage"));
    setSurface(this, Surface::Window);
    auto* column = columnLayout(this, 18, 12);
    column->addWidget(makeLabel(tr("Runs"), LabelRole::Page, this));
    column->addWidget(m_banner);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(new EmptyState(QStringLiteral("runs"), tr("No runs yet"), tr("Every training run of this project is kept here with its settings, curves, demos and checkpoints."), m_stack));
    auto* body = new QWidget(m_stack);
    auto* bodyColumn = columnLayout(body, 0, 12);
    bodyColumn->addWidget(buildQueue());
    auto* splitter = new QSplitter(Qt::Vertical, body);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildTable());
    splitter->addWidget(buildDetail());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    bodyColumn->addWidget(splitter, 1);
    m_stack->addWidget(body);
    column->addWidget(m_stack, 1);
    connect(&train, &TrainService::runsChanged, this, [this] { fill(); });
    connect(&train, &TrainService::failed, m_banner, &MessageBanner::showError);
    connect(&train, &TrainService::metricsLoaded, this, [this](const QString& id, const std::vector<jobs::MetricPoint>& points) {
        const auto it = m_seriesOfRun.constFind(id);
        if (it == m_seriesOfRun.cend()) return;
        for (const jobs::MetricPoint& point : points)
            if (point.name == "val/loss") m_chart->append(*it, {static_cast<double>(point.step), point.value});
    });
    connect(&jobs, &JobCenter::queueChanged, this, [this] { fillQueue(); });
    fill();
}

QWidget* RunsPage::buildQueue() {
    QFrame* card = makeSurface(Surface::Card, this);
    m_queueCard = card;
    auto* column = columnLayout(card, 12, 6);
    column->addWidget(makeLabel(tr("QUEUE, NEXT FIRST"), LabelRole::Label, card));
    m_queue = new QListWidget(card);
    m_queue->setObjectName(QStringLiteral("queue"));
    m_queue->setAccessibleName(tr("Waiting jobs"));
    m_queue->setDragDropMode(QAbstractItemView::InternalMove);
    m_queue->setMaximumHeight(104);
    column->addWidget(m_queue);
    auto* row = new QHBoxLayout;
    QPushButton* up = makeButton(tr("Move up"), ButtonRole::Chip, QStringLiteral("queueUp"), card);
    QPushButton* drop = makeButton(tr("Take out"), ButtonRole::Chip, QStringLiteral("queueRemove"), card);
    row->addWidget(up);
    row->addWidget(drop);
    row->addStretch(1);
    column->addLayout(row);
    const auto id = [this](int at) { return JobId{m_queue->item(at)->data(Qt::UserRole).toLongLong()}; };
    connect(m_queue->model(), &QAbstractItemModel::rowsMoved, this, [this, id] {
        for (int i = 0; i < m_queue->count(); ++i) m_jobs.moveInQueue(id(i), i);
    });
    connect(up, &QPushButton::clicked, this, [this, id] {
        if (const int at = m_queue->currentRow(); at > 0) m_jobs.moveInQueue(id(at), at - 1);
    });
    connect(drop, &QPushButton::clicked, this, [this, id] {
        if (const int at = m_queue->currentRow(); at >= 0) m_jobs.stop(id(at));
    });
    return card;
}

QWidget* RunsPage::buildTable() {
    m_table = new QTableWidget(0, ColumnCount, this);
    m_table->setObjectName(QStringLiteral("runTable"));
    m_table->setAccessibleName(tr("Runs"));
    m_table->setHorizontalHeaderLabels({tr("No."), tr("Name"), tr("State"), tr("Steps"), tr("Best held-out"), tr("Started"), tr("Time"), tr("Disk")});
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(33);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setToolTip(tr("Select several to compare them"));
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] { showSelection(); });
    connect(m_table, &QTableWidget::cellActivated, this, [this](int row) { Q_EMIT openRunRequested(m_runs[static_cast<std::size_t>(row)].id); });
    return m_table;
}

QWidget* RunsPage::buildDetail() {
    auto* detail = new QWidget(this);
    auto* column = columnLayout(detail, 0, 10);
    auto* head = new QHBoxLayout;
    m_detailTitle = makeLabel({}, LabelRole::Item, detail);
    head->addWidget(m_detailTitle, 1);
    m_open = makeButton(tr("&Open"), ButtonRole::Normal, QStringLiteral("runOpen"), detail);
    m_listen = makeButton(tr("&Listen"), ButtonRole::Normal, QStringLiteral("runListen"), detail);
    m_resume = makeButton(tr("&Resume"), ButtonRole::Primary, QStringLiteral("runResume"), detail);
    m_clone = makeButton(tr("&Clone and change"), ButtonRole::Normal, QStringLiteral("runClone"), detail);
    m_clean = makeButton(tr("Clean &up"), ButtonRole::Normal, QStringLiteral("runClean"), detail);
    m_clean->setToolTip(tr("Delete checkpoints that are neither kept, best nor last"));
    m_remove = makeButton(tr("&Delete"), ButtonRole::Danger, QStringLiteral("runDelete"), detail);
    for (QPushButton* button : {m_open, m_listen, m_clone, m_clean, m_remove, m_resume}) head->addWidget(button);
    column->addLayout(head);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    QFrame* chartCard = makeSurface(Surface::Card, detail);
    auto* chartColumn = columnLayout(chartCard, 12, 6);
    chartColumn->addWidget(makeLabel(tr("Held-out loss"), LabelRole::Strong, chartCard));
    m_chart = new MetricChart(chartCard);
    m_chart->setObjectName(QStringLiteral("compareChart"));
    m_chart->setAxisTitles(tr("step"), tr("held-out loss"));
    chartColumn->addWidget(m_chart, 1);
    row->addWidget(chartCard, 3);
    QFrame* sideCard = makeSurface(Surface::Card, detail);
    auto* sideColumn = columnLayout(sideCard, 12, 6);
    sideColumn->addWidget(makeLabel(tr("Differences of settings"), LabelRole::Strong, sideCard));
    m_differences = new QTableWidget(sideCard);
    m_differences->setObjectName(QStringLiteral("differences"));
    m_differences->setAccessibleName(tr("Differences of settings"));
    m_differences->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_differences->verticalHeader()->hide();
    m_differences->setShowGrid(false);
    sideColumn->addWidget(m_differences, 1);
    m_notes = new QPlainTextEdit(sideCard);
    m_notes->setObjectName(QStringLiteral("runNotes"));
    m_notes->setAccessibleName(tr("Notes on this run"));
    m_notes->setPlaceholderText(tr("Notes on this run"));
    m_notes->setMaximumHeight(90);
    sideColumn->addWidget(m_notes);
    row->addWidget(sideCard, 2);
    column->addLayout(row, 1);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRunRequested(selected().front()->id); });
    connect(m_listen, &QPushButton::clicked, this, [this] { Q_EMIT listenRequested(selected().front()->id); });
    connect(m_resume, &QPushButton::clicked, this, [this] { m_train.resume(selected().front()->id); });
    connect(m_clone, &QPushButton::clicked, this, [this] { Q_EMIT cloneRequested(selected().front()->settings); });
    connect(m_clean, &QPushButton::clicked, this, [this] { for (const RunView* run : selected()) m_train.cleanUp(run->id); });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        const std::vector<const RunView*> chosen = selected();
        auto* box = new QMessageBox(QMessageBox::Warning, tr("Delete run"),
                                    tr("Delete “%1” with its checkpoints and demos? They cannot be brought back.").arg(chosen.front()->name),
                                    QMessageBox::Cancel, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        QPushButton* sure = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
        connect(sure, &QPushButton::clicked, this, [this, id = chosen.front()->id] { m_train.removeRun(id); });
        box->open();
    });
    connect(m_notes, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_notesOf.isEmpty() && m_notes->hasFocus()) m_train.setRunNotes(m_notesOf, m_notes->toPlainText());
    });
    return detail;
}

void RunsPage::fillQueue() {
    m_queue->clear();
    for (const jobs::JobSnapshot& snapshot : m_jobs.snapshots()) {
        if (!snapshot.queuePosition) continue;
        auto* item = new QListWidgetItem(QString::fromStdString(snapshot.title), m_queue);
        item->setData(Qt::UserRole, static_cast<qint64>(snapshot.id.value));
    }
    m_queueCard->setVisible(m_queue->count() > 0);
}

void RunsPage::fill() {
    std::set<QString> before;
    for (const RunView* run : selected()) before.insert(run->id);
    m_runs = m_train.runs();
    m_stack->setCurrentIndex(m_runs.empty() ? 0 : 1);
    const QSignalBlocker blocker(m_table);
    m_table->setRowCount(static_cast<int>(m_runs.size()));
    const QLocale locale;
    for (int row = 0; row < m_table->rowCount(); ++row) {
        const RunView& run = m_runs[static_cast<std::size_t>(row)];
        const QString texts[] = {locale.toString(run.number), run.name, statusText(run),
                                 run.plannedSteps > 0 ? tr("%L1 of %L2").arg(run.step).arg(run.plannedSteps) : locale.toString(run.step),
                                 run.bestHeldOut ? tr("%1 at %L2").arg(locale.toString(*run.bestHeldOut, 'f', 3)).arg(run.bestStep.value_or(0)) : QStringLiteral("–"),
                                 locale.toString(run.started, QLocale::ShortFormat), QString::fromStdString(humanDuration(run.seconds)),
                                 QString::fromStdString(humanBytes(run.diskBytes))};
        for (int column = 0; column < ColumnCount; ++column) m_table->setItem(row, column, new QTableWidgetItem(texts[column]));
        if (before.contains(run.id)) m_table->selectionModel()->select(m_table->model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    if (before.empty() && !m_runs.empty()) m_table->selectRow(0);
    fillQueue();
    showSelection();
}

std::vector<const RunView*> RunsPage::selected() const {
    std::vector<const RunView*> chosen;
    if (m_table == nullptr || m_table->selectionModel() == nullptr) return chosen;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        if (static_cast<std::size_t>(index.row()) < m_runs.size()) chosen.push_back(&m_runs[static_cast<std::size_t>(index.row())]);
    std::sort(chosen.begin(), chosen.end(), [](const RunView* a, const RunView* b) { return a->number > b->number; });
    return chosen;
}

void RunsPage::showSelection() {
    const std::vector<const RunView*> chosen = selected();
    const bool isOne = chosen.size() == 1;
    for (QPushButton* button : {m_open, m_listen, m_clone}) button->setEnabled(isOne);
    const bool isIdle = isOne && chosen.front()->status != RunStatus::Running && chosen.front()->status != RunStatus::Waiting;
    m_remove->setEnabled(isIdle);
    m_clean->setEnabled(!chosen.empty());
    m_resume->setVisible(isIdle && chosen.front()->resumeStep > 0);
    if (isOne) m_resume->setText(tr("&Resume from step %L1").arg(chosen.front()->resumeStep));
    m_detailTitle->setText(chosen.empty() ? tr("Choose a run") : isOne ? chosen.front()->name : tr("Comparing %n runs", nullptr, static_cast<int>(chosen.size())));
    m_notesOf = isOne ? chosen.front()->id : QString();
    m_notes->setVisible(isOne);
    if (isOne && !m_notes->hasFocus()) m_notes->setPlainText(chosen.front()->notes);
    m_chart->clear();
    const ColorRole roles[] = {ColorRole::Series1, ColorRole::Series2, ColorRole::Series3, ColorRole::Series4, ColorRole::Series5};
    m_seriesOfRun.clear();
    for (int i = 0; i < m_chart->seriesCount(); ++i) m_chart->setSeriesVisible(i, static_cast<std::size_t>(i) < chosen.size());
    for (std::size_t i = 0; i < chosen.size() && i < std::size(roles); ++i) {
        if (m_chart->seriesCount() <= static_cast<int>(i)) static_cast<void>(m_chart->addSeries({}, roles[i], SeriesStyle::LineWithPoints));
        m_chart->setSeriesName(static_cast<int>(i), chosen[i]->name);
        m_seriesOfRun.insert(chosen[i]->id, static_cast<int>(i));
        m_train.loadMetrics(chosen[i]->id);
    }
    showDifferences(chosen);
}

void RunsPage::showDifferences(const std::vector<const RunView*>& chosen) {
    std::vector<std::map<std::string, std::string>> flat(chosen.size());
    std::set<std::string> keys;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        flatten(chosen[i]->settings, {}, flat[i]);
        for (const auto& [key, value] : flat[i]) keys.insert(key);
    }
    m_differences->clear();
    m_differences->setColumnCount(static_cast<int>(chosen.size()) + 1);
    QStringList titles{tr("Setting")};
    for (const RunView* run : chosen) titles << run->name;
    m_differences->setHorizontalHeaderLabels(titles);
    m_differences->setRowCount(0);
    for (const std::string& key : keys) {
        const auto valueOf = [&](std::size_t i) { const auto it = flat[i].find(key); return it == flat[i].end() ? std::string("–") : it->second; };
        bool isDifferent = chosen.size() == 1;
        for (std::size_t i = 1; i < chosen.size(); ++i) isDifferent = isDifferent || valueOf(i) != valueOf(0);
        if (!isDifferent) continue;
        const int row = m_differences->rowCount();
        m_differences->insertRow(row);
        m_differences->setItem(row, 0, new QTableWidgetItem(QString::fromStdString(key)));
        for (std::size_t i = 0; i < chosen.size(); ++i) m_differences->setItem(row, static_cast<int>(i) + 1, new QTableWidgetItem(QString::fromStdString(valueOf(i))));
    }
    m_differences->resizeColumnsToContents();
    m_differences->horizontalHeader()->setStretchLastSection(true);
}

} // namespace attune::ui
