// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/Cockpit.h"

#include "core/config/ParameterDescription.h"
#include "ui/plots/MetricChart.h"
#include "ui/training/DemoCard.h"
#include "ui/training/LossCard.h"
#include "ui/training/MetricTile.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/MessageBanner.h"
#include "ui/widgets/Quantity.h"

#include <QBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <utility>

namespace attune::ui {

using jobs::JobState;

namespace {

bool isActive(JobState state) {
    return state == JobState::Preparing || state == JobState::Running || state == JobState::Pausing ||
           state == JobState::Paused;
}

// "5.0e-5", as people write it.
QString rateText(double rate) {
    if (rate >= 0.01) return QLocale().toString(rate, 'g', 3); // of Prodigy
    return QString::number(rate, 'e', 1)
        .replace(QStringLiteral("e-0"), QStringLiteral("e-"))
        .replace(QLatin1Char('.'), QLocale().decimalPoint());
}

QString speedText(double seconds) {
    return seconds < 0.9995 ? Cockpit::tr("%L1 ms").arg(seconds * 1000.0, 0, 'f', 0)
                            : Cockpit::tr("%L1 s").arg(seconds, 0, 'f', 1);
}

} // namespace

Cockpit::Cockpit(Player& player, PeakCache& peaks, QWidget* parent)
    : QWidget(parent), m_player(player), m_peaks(peaks), m_banner(new MessageBanner(this)) {
    setObjectName(QStringLiteral("cockpit"));
    auto* column = columnLayout(this, 18, 12);
    column->addWidget(buildHead());
    column->addWidget(m_banner);
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    row->addWidget(buildCharts(), 4);
    row->addWidget(buildDemos(), 1);
    column->addLayout(row, 1);
    setFocusProxy(m_loss); // not a button: Return would start or stop something
    setState(JobState::Idle);
    clear();
}

QWidget* Cockpit::buildHead() {
    auto* head = new QWidget(this);
    auto* row = rowLayout(head, 0, 8);
    m_title = makeLabel({}, LabelRole::Page, head);
    m_title->setObjectName(QStringLiteral("cockpitTitle"));
    m_facts = new ElidedLabel({}, LabelRole::Secondary, head);
    m_facts->setObjectName(QStringLiteral("cockpitFacts"));
    m_title->setMaximumWidth(360);
    m_pause = makeButton(tr("&Pause"), ButtonRole::Normal, QStringLiteral("cockpitPause"), head);
    m_checkpoint =
        makeButton(tr("&Checkpoint now"), ButtonRole::Normal, QStringLiteral("cockpitCheckpoint"), head);
    m_demo = makeButton(tr("&Demo now"), ButtonRole::Normal, QStringLiteral("cockpitDemo"), head);
    m_stop = makeButton(tr("&Stop and save"), ButtonRole::Primary, QStringLiteral("cockpitStop"), head);
    m_new = makeButton(tr("&New run"), ButtonRole::Normal, QStringLiteral("cockpitNew"), head);
    m_new->setToolTip(tr("Set up another run; while one is going on it waits in the queue"));
    row->addWidget(m_title);
    row->addWidget(m_facts, 1);
    m_goOn = makeButton({}, ButtonRole::Normal, QStringLiteral("cockpitGoOn"), head);
    m_goOn->setToolTip(tr("Train this run further, from its last checkpoint"));
    m_listen = makeButton(tr("&Listen"), ButtonRole::Primary, QStringLiteral("cockpitListen"), head);
    m_listen->setToolTip(tr("Hear the demos of all its checkpoints side by side"));
    for (QPushButton* button : {m_pause, m_checkpoint, m_demo, m_new, m_goOn, m_listen, m_stop})
        row->addWidget(button);
    connect(m_listen, &QPushButton::clicked, this, &Cockpit::listenRequested);
    connect(m_goOn, &QPushButton::clicked, this,
            [this] { Q_EMIT goOnRequested(m_run.step + m_run.plannedSteps); });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_state == JobState::Paused || m_state == JobState::Pausing)
            Q_EMIT resumeRequested();
        else
            Q_EMIT pauseRequested();
    });
    connect(m_checkpoint, &QPushButton::clicked, this, &Cockpit::checkpointRequested);
    connect(m_demo, &QPushButton::clicked, this, &Cockpit::demoRequested);
    connect(m_new, &QPushButton::clicked, this, &Cockpit::newRunRequested);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (isActive(m_state) || isWaiting())
            Q_EMIT stopRequested();
        else if (canResume())
            Q_EMIT resumeRunRequested();
        else
            Q_EMIT changeRequested();
    });
    return head;
}

QWidget* Cockpit::buildCharts() {
    auto* area = new QWidget(this);
    auto* column = columnLayout(area, 0, 12);
    m_loss = new LossCard(area);
    connect(m_loss, &LossCard::noteRequested, this, &Cockpit::addNote);
    connect(m_loss, &LossCard::saved, this,
            [this](const QString& file) { m_banner->showNotice(tr("Saved."), file); });
    connect(m_loss, &LossCard::notSaved, this,
            [this](const Error& error) { m_banner->showError(error, tr("The chart was not saved")); });
    column->addWidget(m_loss, 1);
    column->addWidget(buildTiles());
    column->addWidget(buildReading());
    return area;
}

QWidget* Cockpit::buildTiles() {
    auto* tiles = new QWidget(this);
    auto* row = rowLayout(tiles, 0, 12);
    m_rate = new MetricTile(tr("Learning rate"), tr("The size of a step, as the schedule has it now"),
                            ColorRole::Series3, tiles);
    m_gradient = new MetricTile(
        tr("Gradient norm"),
        tr("How hard the newest clips pull. Sudden peaks mean an odd clip or too high a learning rate"),
        ColorRole::Series4, tiles);
    m_stepTime = new MetricTile(tr("Step time"), tr("How long one step takes"), ColorRole::Series1, tiles);
    m_memory = new MetricTile(tr("Memory"), tr("What the run occupies"), ColorRole::Series2, tiles);
    for (MetricTile* tile : {m_rate, m_gradient, m_stepTime, m_memory}) row->addWidget(tile, 1);
    return tiles;
}

QWidget* Cockpit::buildReading() {
    QFrame* card = makeSurface(Surface::Card, this);
    auto* row = rowLayout(card, 14, 12);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(makeLabel(tr("What this says"), LabelRole::Strong, card));
    m_reading = makeWrappedLabel({}, LabelRole::Secondary, card);
    m_reading->setObjectName(QStringLiteral("curveReading"));
    words->addWidget(m_reading);
    row->addLayout(words, 1);
    m_compare = makeButton({}, ButtonRole::Normal, QStringLiteral("compareBest"), card);
    m_compare->hide();
    row->addWidget(m_compare, 0, Qt::AlignVCenter);
    connect(m_compare, &QPushButton::clicked, this,
            [this] { Q_EMIT compareRequested(m_heardBest, m_heardLast); });
    return card;
}

QWidget* Cockpit::buildDemos() {
    QFrame* card = makeSurface(Surface::Card, this);
    card->setMinimumWidth(320);
    card->setMaximumWidth(560);
    auto* column = columnLayout(card, 14, 8);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Demos"), LabelRole::Item, card), 1);
    m_demoHead = makeLabel({}, LabelRole::Secondary, card);
    head->addWidget(m_demoHead);
    column->addLayout(head);
    auto* scroll = new QScrollArea(card);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new QWidget;
    auto* innerColumn = columnLayout(inner, 0, 0);
    m_demoCards = new QVBoxLayout;
    m_demoCards->setSpacing(12);
    innerColumn->addLayout(m_demoCards, 100);
    innerColumn->addStretch(1);
    scroll->setWidget(inner);
    column->addWidget(scroll, 1);
    return card;
}

void Cockpit::showRun(const RunView& run) {
    m_run = run;
    m_title->setText(run.name);
    m_loss->setFileName(run.name);
    setState(m_state);
}

bool Cockpit::isWaiting() const {
    return m_run.status == RunStatus::Waiting && m_state == JobState::Idle;
}

void Cockpit::showFacts() {
    const auto setting = [this](const char* path) { return config::valueAt(m_run.settings, path); };
    QStringList facts;
    switch (m_run.status) {
    case RunStatus::Waiting:
        facts << (isWaiting() ? tr("waits in the queue") : QString());
        break;
    case RunStatus::Running:
        break;
    case RunStatus::Finished:
        facts << tr("finished at step %L1").arg(m_run.step);
        break;
    case RunStatus::Stopped:
        facts << (hasNotStarted(m_run) ? tr("not started") : tr("stopped at step %L1").arg(m_run.step));
        break;
    case RunStatus::Interrupted:
        facts << tr("interrupted at step %L1").arg(m_run.step);
        break;
    case RunStatus::Failed:
        facts << tr("failed at step %L1").arg(m_run.step);
        break;
    }
    facts << m_run.model;
    if (const config::Json parts = setting("parts"); parts.is_string())
        facts << (parts == "lora" ? tr("LoRA") : tr("full fine-tune"));
    if (const config::Json batch = setting("batch_size"); batch.is_number())
        facts << tr("batch %L1").arg(batch.get<int>());
    if (const config::Json type = setting("optimiser.type"); type.is_string())
        facts << QString::fromStdString(type.get<std::string>());
    if (const config::Json rate = setting("optimiser.config.lr"); rate.is_number())
        facts << tr("learning rate %1").arg(rateText(rate.get<double>()));
    facts.removeAll(QString());
    m_facts->setText(facts.join(QStringLiteral(" · ")));
}

bool Cockpit::isOver() const {
    return !isActive(m_state) && m_state != JobState::Stopping && !isWaiting();
}

// A run that failed before its first checkpoint would only fail again.
bool Cockpit::canResume() const {
    return m_run.resumeStep > 0 || m_run.status != RunStatus::Failed;
}

bool Cockpit::hasAllSteps() const {
    return m_run.status == RunStatus::Finished ||
           (m_run.plannedSteps > 0 && m_run.step >= m_run.plannedSteps);
}

void Cockpit::setState(JobState state) {
    m_state = state;
    showButtons();
    showFacts();
    showReading();
}

void Cockpit::showButtons() {
    const JobState state = m_state;
    const bool isWorking = isActive(state);
    const bool isPaused = state == JobState::Paused || state == JobState::Pausing;
    m_pause->setText(isPaused ? tr("&Go on") : tr("&Pause"));
    m_pause->setAccessibleName(isPaused ? tr("Go on") : tr("Pause"));
    for (QPushButton* button : {m_pause, m_checkpoint, m_demo}) {
        button->setVisible(isWorking || state == JobState::Stopping);
        button->setEnabled(isWorking && state != JobState::Preparing);
    }
    m_pause->setEnabled(isWorking);
    m_stop->setVisible(!isOver() || !hasAllSteps());
    // What is left to do with a run that has made its steps: hear it, and perhaps more of them.
    m_listen->setVisible(isOver() && hasAllSteps());
    m_goOn->setVisible(m_listen->isVisibleTo(this) && m_run.plannedSteps > 0);
    m_goOn->setText(tr("&Go on to step %L1").arg(m_run.step + m_run.plannedSteps));
    m_goOn->setAccessibleName(QString(m_goOn->text()).remove(QLatin1Char('&')));
    m_stop->setEnabled(state != JobState::Stopping);
    m_stop->setText(state == JobState::Stopping ? tr("Saving…")
                    : isWorking                 ? tr("&Stop and save")
                    : isWaiting()               ? tr("&Take out of the queue")
                    : hasNotStarted(m_run)      ? tr("&Start this run")
                    : canResume()               ? tr("&Resume this run")
                                                : tr("&Change and start again"));
    m_stop->setAccessibleName(QString(m_stop->text()).remove(QLatin1Char('&')));
}

void Cockpit::clear() {
    m_loss->clear();
    for (MetricTile* tile : {m_rate, m_gradient, m_stepTime, m_memory}) tile->clear();
    m_hasDeviceMemory = false;
    m_memory->setTitle(tr("Memory"));
    m_checkpoints.clear();
    m_notes.clear();
    m_demoSteps.clear();
    m_lastStep = 0;
    m_pace = {};
    m_isSlow = false;
    setDemos({});
    showReading();
}

void Cockpit::addMetrics(const std::vector<jobs::MetricPoint>& points) {
    const bool isFirst = m_lastStep == 0;
    bool heldOutCame = false;
    for (const jobs::MetricPoint& point : points) {
        m_lastStep = point.step; // a resumed run begins again at its checkpoint
        heldOutCame = m_loss->add(point) || heldOutCame;
        addTile(point);
    }
    const bool wasSlow = std::exchange(m_isSlow, m_pace.slowdown().has_value());
    if (!heldOutCame && !isFirst && wasSlow == m_isSlow) return;
    showReading();
    showMarkers();
}

void Cockpit::addTile(const jobs::MetricPoint& point) {
    const PlotPoint at{static_cast<double>(point.step), point.value};
    if (point.name == "train/lr")
        m_rate->add(at, rateText(point.value));
    else if (point.name == "train/grad_norm")
        m_gradient->add(at, QLocale().toString(point.value, 'g', 3));
    else if (point.name == "train/step_seconds") {
        m_stepTime->add(at, speedText(point.value));
        m_pace.add(point.value);
    } else if (point.name == "memory/device_bytes" ||
               (point.name == "memory/host_bytes" && !m_hasDeviceMemory)) {
        if (point.name == "memory/device_bytes" && !m_hasDeviceMemory) {
            m_hasDeviceMemory = true;
            m_memory->clear(); // of the machine until now
            m_memory->setTitle(tr("GPU memory"));
        }
        m_memory->add(at, bytesText(point.value));
    }
}

void Cockpit::showGpu(const GpuReadingView& reading) {
    if (!isActive(m_state) || !m_hasDeviceMemory) return; // a run on the processor
    m_memory->setTitle(reading.temperatureCelsius ? tr("GPU memory · %1 °C").arg(*reading.temperatureCelsius)
                                                  : tr("GPU memory"));
    m_memory->setToolTip(tr("%1: all programs together use %2 of %3")
                             .arg(reading.name, bytesText(static_cast<double>(reading.usedBytes)),
                                  bytesText(static_cast<double>(reading.totalBytes))));
}

void Cockpit::setCheckpoints(const std::vector<CheckpointView>& checkpoints) {
    m_checkpoints = checkpoints;
    showMarkers();
}

void Cockpit::setNotes(const std::vector<RunNoteView>& notes) {
    m_notes = notes;
    showMarkers();
}

void Cockpit::showMarkers() {
    std::vector<ChartMarker> markers;
    for (const CheckpointView& checkpoint : m_checkpoints)
        markers.push_back({static_cast<double>(checkpoint.step),
                           MarkerKind::Checkpoint,
                           tr("checkpoint %L1").arg(checkpoint.step),
                           {}});
    for (const qint64 step : m_demoSteps)
        if (std::none_of(m_checkpoints.begin(), m_checkpoints.end(),
                         [step](const CheckpointView& c) { return c.step == step; }))
            markers.push_back(
                {static_cast<double>(step), MarkerKind::Demo, tr("demos at %L1").arg(step), {}});
    for (const RunNoteView& note : m_notes)
        markers.push_back({static_cast<double>(note.step), MarkerKind::Note, note.text, {}});
    if (m_curve.best && m_loss->heldOut().size() > 1) {
        const auto step = static_cast<qint64>(std::llround(m_curve.best->x));
        const bool isKept = std::any_of(m_checkpoints.begin(), m_checkpoints.end(),
                                        [step](const CheckpointView& c) { return c.step == step; });
        const QString text = tr("lowest held-out loss %L1").arg(m_curve.best->y, 0, 'f', 3) +
                             QLatin1Char('\n') + (isKept ? tr("step %L1 · kept") : tr("step %L1")).arg(step);
        markers.push_back({m_curve.best->x, MarkerKind::Best, text, m_curve.best->y});
    }
    m_loss->setMarkers(std::move(markers));
}

void Cockpit::showReading() {
    m_curve = readCurves(m_loss->heldOut(), m_loss->isTrainingFalling() || m_lastStep == 0,
                         isOver() ? CurveTime::Afterwards : CurveTime::WhileTraining);
    m_reading->setText(m_lastStep > 0      ? m_curve.sentence
                       : isActive(m_state) ? tr("The model is being loaded and, if asked for, heard once as "
                                                "it is. The first numbers come with the first step.")
                                           : tr("There are no numbers yet."));
    if (m_isSlow && isActive(m_state))
        m_reading->setText(paceSentence() + QLatin1Char(' ') + m_reading->text());
    // What can be compared is what can be heard: the demos nearest to the best step and to the last.
    m_heardBest = m_curve.best ? nearestDemo(std::llround(m_curve.best->x)) : -1;
    m_heardLast = nearestDemo(m_lastStep);
    const bool canCompare =
        m_curve.trend == CurveTrend::Rising && m_heardBest >= 0 && m_heardBest != m_heardLast;
    m_compare->setVisible(canCompare);
    if (!canCompare) return;
    m_compare->setText(m_heardBest == 0 ? tr("Compare the base model with %L1").arg(m_heardLast)
                                        : tr("Compare %L1 with %L2").arg(m_heardBest).arg(m_heardLast));
    m_compare->setAccessibleName(m_compare->text());
}

QString Cockpit::paceSentence() const {
    const int times = static_cast<int>(m_pace.slowdown().value_or(1.0));
    return m_hasDeviceMemory
               ? tr("Steps take %n times as long as before. Other programs may use the graphics card, or its "
                    "memory is full and the driver borrows the computer's: close them, or stop and save, and "
                    "go on with a smaller batch.",
                    nullptr, times)
               : tr("Steps take %n times as long as before: other programs keep the processor busy.", nullptr,
                    times);
}

qint64 Cockpit::nearestDemo(qint64 step) const {
    const auto it = std::min_element(m_demoSteps.begin(), m_demoSteps.end(), [step](qint64 a, qint64 b) {
        return std::abs(a - step) < std::abs(b - step);
    });
    return it == m_demoSteps.end() ? -1 : *it;
}

void Cockpit::setDemos(const DemoGrid& grid) {
    while (QLayoutItem* item = m_demoCards->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
    m_demoSteps.clear();
    std::optional<std::size_t> newest; // column with something to hear
    for (std::size_t column = 0; column < grid.columns.size(); ++column) {
        const bool isHeard = std::any_of(grid.rows.begin(), grid.rows.end(), [column](const DemoRow& row) {
            return column < row.cells.size() && !row.cells[column].file.isEmpty();
        });
        if (!isHeard) continue;
        m_demoSteps.push_back(grid.columns[column].step);
        newest = column;
    }
    if (!newest) {
        m_demoHead->setText({});
        m_demoCards->addWidget(makeWrappedLabel(tr("Demos appear here as they are made. The first ones are "
                                                   "the base model, so that you hear what changes."),
                                                LabelRole::Secondary, this));
        return;
    }
    const std::size_t last = *newest;
    m_demoHead->setText(grid.columns[last].step == 0 ? tr("base model")
                                                     : tr("step %L1").arg(grid.columns[last].step));
    for (const DemoRow& row : grid.rows)
        if (last < row.cells.size() && !row.cells[last].file.isEmpty())
            m_demoCards->addWidget(new DemoCard(row.prompt, row.cells[last].file, m_player, m_peaks, this));
    showMarkers();
    showReading();
}

void Cockpit::addNote() {
    auto* dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("noteDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add a note"));
    dialog->setLabelText(tr("Note at step %L1").arg(m_lastStep));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        if (!text.trimmed().isEmpty()) Q_EMIT noteAdded(m_lastStep, text.trimmed());
    });
    dialog->open();
}

} // namespace attune::ui
