// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/RunsPage.h"

#include "core/base/Text.h"
#include "ui/runs/RunCurves.h"
#include "ui/runs/RunDemos.h"
#include "ui/runs/RunQueue.h"
#include "ui/runs/SettingsTable.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Quantity.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableWidget>

#include <algorithm>
#include <set>
#include <utility>

namespace attune::ui {

namespace {

enum Column { Number, Name, Status, Steps, Best, Started, Duration, Disk, ColumnCount };

QString statusText(const RunView& run) {
    switch (run.status) {
    case RunStatus::Waiting:
        return RunsPage::tr("waiting");
    case RunStatus::Running:
        return RunsPage::tr("running");
    case RunStatus::Finished:
        return RunsPage::tr("finished");
    case RunStatus::Stopped:
        return hasNotStarted(run) ? RunsPage::tr("not started") : RunsPage::tr("stopped and saved");
    case RunStatus::Interrupted:
        return RunsPage::tr("interrupted at step %L1").arg(run.step);
    case RunStatus::Failed:
        return RunsPage::tr("failed");
    }
    return {};
}

// Checkpoints that cleaning up would delete: neither kept, nor best, nor the last of a run.
std::pair<int, qint64> spare(const std::vector<CheckpointView>& checkpoints) {
    int count = 0;
    qint64 bytes = 0;
    for (std::size_t i = 0; i + 1 < checkpoints.size(); ++i) {
        if (checkpoints[i].isPinned || checkpoints[i].isBest) continue;
        ++count;
        bytes += checkpoints[i].diskBytes;
    }
    return {count, bytes};
}

} // namespace

RunsPage::RunsPage(const RunsPageServices& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_banner(new MessageBanner(this)),
      m_stack(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("runsPage"));
    setSurface(this, Surface::Window);
    auto* column = columnLayout(this, 18, 12);
    column->addWidget(buildHead());
    column->addWidget(m_banner);
    column->addWidget(new RunQueue(services.jobs, services.train, this));
    auto* empty = new EmptyState(QStringLiteral("runs"), tr("No runs yet"),
                                 tr("Every training run of this project comes here with its curves, "
                                    "settings, demos and disk use, to be compared, resumed or tidied up."),
                                 m_stack);
    empty->setAction(tr("&Set up a run"), QStringLiteral("runsTrain"));
    m_setUp = empty->findChild<QPushButton*>(QStringLiteral("runsTrain"));
    connect(empty, &EmptyState::actionTriggered, this, &RunsPage::trainRequested);
    m_stack->addWidget(empty);
    auto* splitter = new QSplitter(Qt::Vertical, m_stack);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildTable());
    splitter->addWidget(buildDetail());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 3);
    m_stack->addWidget(splitter);
    column->addWidget(m_stack, 1);
    m_notesDelay.setSingleShot(true);
    m_notesDelay.setInterval(600);
    connect(&m_notesDelay, &QTimer::timeout, this, [this] { saveNotes(); });
    connectServices();
    connectActions();
    fill();
}

QWidget* RunsPage::buildHead() {
    auto* head = new QWidget(this);
    auto* row = rowLayout(head, 0, 8);
    row->addWidget(makeLabel(tr("Runs"), LabelRole::Page, head));
    m_disk = makeLabel({}, LabelRole::Secondary, head);
    m_disk->setObjectName(QStringLiteral("runsDisk"));
    row->addWidget(m_disk, 1);
    return head;
}

void RunsPage::connectServices() {
    connect(&m_services.train, &TrainService::runsChanged, this, &RunsPage::runsChanged);
    connect(&m_services.train, &TrainService::failed, this, &RunsPage::tellFailure);
    connect(&m_services.train, &TrainService::metricsLoaded, m_curves, &RunCurves::setMetrics);
    connect(m_banner, &MessageBanner::remedyTriggered, this, [this] { resume(m_interrupted); });
}

// What another page asked for is told there.
void RunsPage::tellFailure(const Error& error, const QString& what) {
    if (std::exchange(m_hasAsked, false) || isVisible()) m_banner->showError(error, what);
}

void RunsPage::resume(const QString& runId) {
    m_hasAsked = true;
    m_services.train.resume(runId);
}

QWidget* RunsPage::buildTable() {
    m_table = new QTableWidget(0, ColumnCount, this);
    m_table->setObjectName(QStringLiteral("runTable"));
    m_table->setAccessibleName(tr("Runs"));
    m_table->setHorizontalHeaderLabels({tr("No."), tr("Name"), tr("State"), tr("Steps"), tr("Best held-out"),
                                        tr("Started"), tr("Time"), tr("Disk")});
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    for (const int column : {Steps, Best, Duration, Disk})
        m_table->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(28);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setMinimumHeight(124); // three runs
    m_table->setToolTip(tr("Choose several (Ctrl or Shift) to compare them"));
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] { showSelection(); });
    connect(m_table, &QTableWidget::cellActivated, this,
            [this](int row) { Q_EMIT openRunRequested(m_runs[static_cast<std::size_t>(row)].id); });
    return m_table;
}

QWidget* RunsPage::buildDetail() {
    auto* detail = new QWidget(this);
    auto* column = columnLayout(detail, 0, 10);
    column->setContentsMargins(0, 12, 0, 0);
    column->addWidget(buildActions());
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    QFrame* card = makeSurface(Surface::Card, detail);
    auto* cardColumn = columnLayout(card, 12, 0);
    m_sides = new QStackedWidget(card);
    m_curves = new RunCurves(m_sides);
    m_demos = new RunDemos(m_services.listen, m_services.player, m_services.peaks, m_sides);
    m_sides->addWidget(m_curves);
    m_sides->addWidget(m_demos);
    cardColumn->addWidget(m_sides, 1);
    row->addWidget(card, 3);
    row->addWidget(buildSettings(), 2);
    column->addLayout(row, 1);
    return detail;
}

QWidget* RunsPage::buildActions() {
    auto* actions = new QWidget(this);
    auto* row = rowLayout(actions, 0, 8);
    m_detailTitle = makeLabel({}, LabelRole::Item, actions);
    m_detailTitle->setObjectName(QStringLiteral("runTitle"));
    row->addWidget(m_detailTitle, 1);
    m_showDemos = makeButton(tr("De&mos"), ButtonRole::Normal, QStringLiteral("runDemos"), actions);
    m_showDemos->setCheckable(true);
    m_showDemos->setToolTip(tr("The demos of the chosen runs side by side instead of their curves"));
    m_open = makeButton(tr("&Open"), ButtonRole::Normal, QStringLiteral("runOpen"), actions);
    m_listen = makeButton(tr("&Listen"), ButtonRole::Normal, QStringLiteral("runListen"), actions);
    m_resume = makeButton(tr("&Resume"), ButtonRole::Primary, QStringLiteral("runResume"), actions);
    m_clone = makeButton(tr("&Clone and change"), ButtonRole::Normal, QStringLiteral("runClone"), actions);
    m_clone->setToolTip(tr("A new run that begins with these settings"));
    m_clean = makeButton(tr("Cl&ean up…"), ButtonRole::Normal, QStringLiteral("runClean"), actions);
    m_clean->setToolTip(tr("Delete checkpoints that are neither kept, best nor last"));
    m_remove = makeButton(tr("&Delete…"), ButtonRole::Danger, QStringLiteral("runDelete"), actions);
    for (QPushButton* button : {m_showDemos, m_open, m_listen, m_clone, m_clean, m_remove, m_resume})
        row->addWidget(button);
    return actions;
}

QWidget* RunsPage::buildSettings() {
    QFrame* card = makeSurface(Surface::Card, this);
    auto* column = columnLayout(card, 12, 6);
    m_settingsTitle = makeLabel({}, LabelRole::Strong, card);
    column->addWidget(m_settingsTitle);
    m_settings = new SettingsTable(card);
    m_settings->setObjectName(QStringLiteral("differences"));
    column->addWidget(m_settings, 1);
    m_notes = new QPlainTextEdit(card);
    m_notes->setObjectName(QStringLiteral("runNotes"));
    m_notes->setAccessibleName(tr("Notes on this run"));
    m_notes->setPlaceholderText(tr("Notes on this run"));
    m_notes->setTabChangesFocus(true);
    m_notes->setMaximumHeight(78);
    column->addWidget(m_notes);
    return card;
}

void RunsPage::connectActions() {
    connect(m_showDemos, &QPushButton::toggled, this, [this](bool on) {
        m_sides->setCurrentIndex(on ? 1 : 0);
        if (on) m_demos->setRuns(selected());
    });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRunRequested(selected().front()->id); });
    connect(m_listen, &QPushButton::clicked, this,
            [this] { Q_EMIT listenRequested(selected().front()->id); });
    connect(m_resume, &QPushButton::clicked, this, [this] { resume(selected().front()->id); });
    connect(m_clone, &QPushButton::clicked, this,
            [this] { Q_EMIT cloneRequested(selected().front()->settings); });
    connect(m_clean, &QPushButton::clicked, this, [this] { askCleanUp(); });
    connect(m_remove, &QPushButton::clicked, this, [this] { askDelete(); });
    connect(m_notes, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_notesOf.isEmpty() && m_notes->hasFocus()) m_notesDelay.start();
    });
}

void RunsPage::saveNotes() {
    m_notesDelay.stop();
    if (m_notesOf.isEmpty()) return;
    for (RunView& run : m_runs)
        if (run.id == m_notesOf) run.notes = m_notes->toPlainText();
    m_hasAsked = true;
    m_services.train.setRunNotes(m_notesOf, m_notes->toPlainText());
}

void RunsPage::askCleanUp() {
    int count = 0;
    qint64 bytes = 0;
    QStringList runs;
    for (const RunView* run : selected()) {
        if (run->status == RunStatus::Running) continue; // it tidies up itself
        const auto [spareCount, spareBytes] = spare(m_services.train.checkpoints(run->id));
        count += spareCount;
        bytes += spareBytes;
        runs << run->id;
    }
    if (count == 0) {
        m_banner->showNotice(tr("There is nothing to clean up."),
                             tr("Every checkpoint is kept, the best or the last of its run."));
        return;
    }
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Clean up"),
        (count == 1 ? tr("Delete one checkpoint that is neither kept, best nor last?")
                    : tr("Delete %L1 checkpoints that are neither kept, best nor last?").arg(count)) +
            QLatin1Char('\n') +
            tr("This frees %1. Demos and curves stay.").arg(bytesText(static_cast<double>(bytes))),
        QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("cleanQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* sure = box->addButton(tr("Clean up"), QMessageBox::AcceptRole);
    connect(sure, &QPushButton::clicked, this, [this, runs] {
        m_hasAsked = true;
        for (const QString& id : runs) m_services.train.cleanUp(id);
    });
    box->open();
}

void RunsPage::askDelete() {
    const RunView* run = selected().front();
    auto* box = new QMessageBox(
        QMessageBox::Warning, tr("Delete run"),
        tr("Delete “%1” with its checkpoints and demos? They cannot be brought back.").arg(run->name),
        QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("deleteQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* sure = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    connect(sure, &QPushButton::clicked, this, [this, id = run->id] {
        m_hasAsked = true;
        m_services.train.removeRun(id);
    });
    box->open();
}

// Every checkpoint changes the list; nobody has to wait for a table that is not on the screen.
void RunsPage::runsChanged() {
    m_isStale = !isVisible();
    if (m_isStale) return;
    m_hasAsked = false;
    fill();
}

void RunsPage::showEvent(QShowEvent* event) {
    if (std::exchange(m_isStale, false)) fill();
    QWidget::showEvent(event);
}

void RunsPage::fill() {
    if (m_notesDelay.isActive()) saveNotes();
    std::set<QString> before;
    const int currentRow = m_table->currentRow(); // the keyboard's, among the runs as they were
    const QString current = currentRow >= 0 && static_cast<std::size_t>(currentRow) < m_runs.size()
                                ? m_runs[static_cast<std::size_t>(currentRow)].id
                                : QString();
    for (const RunView* run : selected()) before.insert(run->id);
    m_runs = m_services.train.runs();
    m_stack->setCurrentIndex(m_runs.empty() ? 0 : 1);
    setFocusProxy(m_runs.empty() ? m_setUp : static_cast<QWidget*>(m_table));
    qint64 bytes = 0;
    {
        const QSignalBlocker blocker(m_table);
        const QSignalBlocker selectionBlocker(m_table->selectionModel());
        m_table->setRowCount(static_cast<int>(m_runs.size()));
        m_table->clearSelection();
        for (int row = 0; row < m_table->rowCount(); ++row) {
            const RunView& run = m_runs[static_cast<std::size_t>(row)];
            bytes += run.diskBytes;
            fillRow(row, run);
            if (run.id == current)
                m_table->selectionModel()->setCurrentIndex(m_table->model()->index(row, 0),
                                                           QItemSelectionModel::NoUpdate);
            if (before.contains(run.id))
                m_table->selectionModel()->select(m_table->model()->index(row, 0),
                                                  QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
        if (selected().empty() && !m_runs.empty()) m_table->selectRow(0);
    }
    m_table->viewport()->update();
    m_disk->setText(m_runs.empty()
                        ? QString()
                        : (m_runs.size() == 1 ? tr("one run") : tr("%L1 runs").arg(m_runs.size())) +
                              QStringLiteral(" · ") +
                              tr("%1 on disk").arg(bytesText(static_cast<double>(bytes))));
    showSelection();
    offerRecovery();
}

void RunsPage::fillRow(int row, const RunView& run) {
    const QLocale locale;
    const QString texts[] = {
        locale.toString(run.number),
        run.name,
        statusText(run),
        run.plannedSteps > 0 && run.step <= run.plannedSteps
            ? tr("%L1 of %L2").arg(run.step).arg(run.plannedSteps)
            : locale.toString(run.step),
        run.bestHeldOut
            ? tr("%1 at %L2").arg(locale.toString(*run.bestHeldOut, 'f', 3)).arg(run.bestStep.value_or(0))
            : QStringLiteral("–"),
        locale.toString(run.started, QLocale::ShortFormat),
        run.seconds > 0.0 ? durationText(run.seconds) : QStringLiteral("–"),
        bytesText(static_cast<double>(run.diskBytes))};
    for (int column = 0; column < ColumnCount; ++column) {
        auto* item = new QTableWidgetItem(texts[column]);
        if (column == Steps || column == Best || column == Duration || column == Disk)
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_table->setItem(row, column, item);
    }
}

void RunsPage::offerRecovery() {
    const auto it = std::find_if(m_runs.begin(), m_runs.end(), [](const RunView& run) {
        return run.status == RunStatus::Interrupted && run.resumeStep > 0;
    });
    if (it == m_runs.end()) {
        if (!m_interrupted.isEmpty()) m_banner->hide();
        m_interrupted.clear();
        return;
    }
    if (m_interrupted == it->id) return;
    m_interrupted = it->id;
    m_banner->showNotice(
        tr("Run %L1, “%2”, was interrupted at step %L3.").arg(it->number).arg(it->name).arg(it->step),
        tr("Nothing before its last checkpoint is lost."));
    m_banner->setRemedyAction(tr("Resume from step %L1").arg(it->resumeStep));
}

std::vector<const RunView*> RunsPage::selected() const {
    std::vector<const RunView*> chosen;
    if (m_table == nullptr || m_table->selectionModel() == nullptr) return chosen;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        if (static_cast<std::size_t>(index.row()) < m_runs.size())
            chosen.push_back(&m_runs[static_cast<std::size_t>(index.row())]);
    std::sort(chosen.begin(), chosen.end(),
              [](const RunView* a, const RunView* b) { return a->number > b->number; });
    return chosen;
}

void RunsPage::showActions(const std::vector<const RunView*>& chosen) {
    const bool isOne = chosen.size() == 1;
    for (QPushButton* button : {m_open, m_listen, m_clone}) button->setEnabled(isOne);
    const bool isIdle =
        isOne && chosen.front()->status != RunStatus::Running && chosen.front()->status != RunStatus::Waiting;
    m_remove->setEnabled(isIdle);
    m_clean->setEnabled(!chosen.empty());
    m_showDemos->setEnabled(!chosen.empty());
    m_resume->setVisible(isIdle && (chosen.front()->resumeStep > 0 || hasNotStarted(*chosen.front())));
    if (isOne)
        m_resume->setText(hasNotStarted(*chosen.front())
                              ? tr("&Start")
                              : tr("&Resume from step %L1").arg(chosen.front()->resumeStep));
    m_resume->setAccessibleName(QString(m_resume->text()).remove(QLatin1Char('&')));
    m_detailTitle->setText(chosen.empty() ? tr("Choose a run")
                           : isOne        ? chosen.front()->name
                                          : tr("Comparing %L1 runs").arg(chosen.size()));
}

void RunsPage::showSelection() {
    if (m_notesDelay.isActive()) saveNotes();
    std::vector<const RunView*> chosen = selected();
    showActions(chosen);
    const bool isOne = chosen.size() == 1;
    m_notesOf = isOne ? chosen.front()->id : QString();
    m_notes->setVisible(isOne);
    if (isOne && !m_notes->hasFocus()) m_notes->setPlainText(chosen.front()->notes);
    if (chosen.size() > RunCurves::kMostRuns) chosen.resize(RunCurves::kMostRuns);
    m_curves->setRuns(chosen);
    for (const RunView* run : chosen) m_services.train.loadMetrics(run->id);
    if (m_showDemos->isChecked()) m_demos->setRuns(chosen);
    m_settingsTitle->setText(chosen.size() > 1 ? tr("Settings that differ") : tr("Settings"));
    m_settings->setAccessibleName(m_settingsTitle->text());
    m_settings->setRuns(chosen);
}

} // namespace attune::ui
