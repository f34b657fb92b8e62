// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/Cockpit.h"

#include "core/base/Text.h"
#include "core/config/ParameterDescription.h"
#include "ui/plots/MetricChart.h"
#include "ui/theme/Icons.h"
#include "ui/training/DemoCard.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/MessageBanner.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>

#include <algorithm>
#include <cmath>

namespace attune::ui {

using jobs::JobState;

namespace {

enum LossSeries { EachStep, Smoothed, HeldOut };

} // namespace

Cockpit::Cockpit(Player& player, PeakCache& peaks, QWidget* parent)
    : QWidget(parent), m_player(player), m_peaks(peaks), m_banner(new MessageBanner(this)) {
    setObjectName(QStringLiteral("cockpit"));
    auto* column = columnLayout(this, 18, 12);
    column->addWidget(buildHead());
    column->addWidget(m_banner);
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    row->addWidget(buildCharts(), 1);
    row->addWidget(buildDemos());
    column->addLayout(row, 1);
    setState(JobState::Idle);
}

QWidget* Cockpit::buildHead() {
    auto* head = new QWidget(this);
    auto* row = rowLayout(head, 0, 8);
    m_title = makeLabel({}, LabelRole::Page, head);
    m_title->setObjectName(QStringLiteral("cockpitTitle"));
    m_subtitle = makeLabel({}, LabelRole::Secondary, head);
    m_pause = makeButton(tr("&Pause"), ButtonRole::Normal, QStringLiteral("cockpitPause"), head);
    m_checkpoint = makeButton(tr("&Checkpoint now"), ButtonRole::Normal, QStringLiteral("cockpitCheckpoint"), head);
    m_demo = makeButton(tr("&Demo now"), ButtonRole::Normal, QStringLiteral("cockpitDemo"), head);
    m_stop = makeButton(tr("&Stop and save"), ButtonRole::Primary, QStringLiteral("cockpitStop"), head);
    m_new = makeButton(tr("&New run"), ButtonRole::Normal, QStringLiteral("cockpitNew"), head);
    row->addWidget(m_title);
    row->addWidget(m_subtitle, 1);
    for (QPushButton* button : {m_pause, m_checkpoint, m_demo, m_new, m_stop}) row->addWidget(button);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_state == JobState::Paused || m_state == JobState::Pausing) Q_EMIT resumeRequested();
        else Q_EMIT pauseRequested();
    });
    connect(m_checkpoint, &QPushButton::clicked, this, &Cockpit::checkpointRequested);
    connect(m_demo, &QPushButton::clicked, this, &Cockpit::demoRequested);
    connect(m_new, &QPushButton::clicked, this, &Cockpit::newRunRequested);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        const bool isActive = m_state == JobState::Preparing || m_state == JobState::Running || m_state == JobState::Pausing || m_state == JobState::Paused;
        if (isActive) Q_EMIT stopRequested();
        else Q_EMIT resumeRunRequested();
    });
    return head;
}

QWidget* Cockpit::buildCharts() {
    auto* area = new QWidget(this);
    auto* column = columnLayout(area, 0, 12);
    QFrame* card = makeSurface(Surface::Card, area);
    auto* cardColumn = columnLayout(card, 12, 6);
    m_loss = new MetricChart(card);
    m_loss->setObjectName(QStringLiteral("lossChart"));
    m_loss->setAccessibleName(tr("Loss by step"));
    m_loss->addSeries(tr("each step"), ColorRole::Text3, SeriesStyle::Thin);
    m_loss->addSeries(tr("smoothed"), ColorRole::Series1, SeriesStyle::Line);
    m_loss->addSeries(tr("held-out clips"), ColorRole::Series2, SeriesStyle::LineWithPoints);
    m_loss->setAxisTitles(tr("step"), tr("loss (mean squared error)"));
    m_byTimestep = new MetricChart(card);
    m_byTimestep->setAccessibleName(tr("Held-out loss by timestep"));
    m_byTimestep->setAxisTitles(tr("step"), tr("held-out loss at noise level t"));
    auto* legend = new QHBoxLayout;
    legend->addWidget(makeLabel(tr("Loss"), LabelRole::Item, card));
    const ColorRole roles[] = {ColorRole::Text3, ColorRole::Series1, ColorRole::Series2};
    for (int i = 0; i < m_loss->seriesCount(); ++i) {
        QPushButton* entry = makeButton(m_loss->seriesName(i), ButtonRole::Chip, QStringLiteral("series%1").arg(i), card);
        entry->setCheckable(true);
        entry->setChecked(true);
        entry->setIcon(swatchIcon(roles[i]));
        connect(entry, &QPushButton::toggled, this, [this, i](bool on) { m_loss->setSeriesVisible(i, on); });
        legend->addWidget(entry);
    }
    legend->addStretch(1);
    QPushButton* log = makeButton(tr("Log axis"), ButtonRole::Chip, QStringLiteral("logAxis"), card);
    log->setCheckable(true);
    connect(log, &QPushButton::toggled, this, [this](bool on) { m_loss->setLogarithmic(on); m_byTimestep->setLogarithmic(on); });
    QPushButton* all = makeButton(tr("Show all"), ButtonRole::Chip, QStringLiteral("showAll"), card);
    connect(all, &QPushButton::clicked, this, [this] { m_loss->showEverything(); m_byTimestep->showEverything(); });
    QPushButton* note = makeButton(tr("Add a note"), ButtonRole::Chip, QStringLiteral("addNote"), card);
    connect(note, &QPushButton::clicked, this, &Cockpit::addNote);
    QPushButton* save = makeButton(tr("Save"), ButtonRole::Chip, QStringLiteral("saveChart"), card);
    auto* menu = new QMenu(save);
    menu->addAction(tr("Picture (PNG)…"), this, [this] { saveChart(QStringLiteral("png")); });
    menu->addAction(tr("Picture (PDF)…"), this, [this] { saveChart(QStringLiteral("pdf")); });
    menu->addAction(tr("Numbers (CSV)…"), this, [this] { saveChart(QStringLiteral("csv")); });
    save->setMenu(menu);
    for (QPushButton* button : {log, all, note, save}) legend->addWidget(button);
    cardColumn->addLayout(legend);
    m_tabs = new QTabWidget(card);
    m_tabs->addTab(m_loss, tr("Over steps"));
    m_tabs->addTab(m_byTimestep, tr("By timestep"));
    cardColumn->addWidget(m_tabs, 1);
    column->addWidget(card, 1);
    auto* small = new QWidget(area);
    rowLayout(small, 0, 12);
    m_rate = addSmall(small, tr("Learning rate"), ColorRole::Series3, m_rateValue);
    m_gradient = addSmall(small, tr("Gradient norm"), ColorRole::Series4, m_gradientValue);
    m_stepTime = addSmall(small, tr("Step time"), ColorRole::Series1, m_stepTimeValue);
    m_memory = addSmall(small, tr("Memory"), ColorRole::Series2, m_memoryValue);
    column->addWidget(small);
    QFrame* says = makeSurface(Surface::Card, area);
    auto* saysColumn = columnLayout(says, 14, 6);
    saysColumn->addWidget(makeLabel(tr("What this says"), LabelRole::Strong, says));
    m_reading = makeWrappedLabel({}, LabelRole::Secondary, says);
    m_reading->setObjectName(QStringLiteral("curveReading"));
    m_compare = makeButton({}, ButtonRole::Primary, QStringLiteral("compareBest"), says);
    saysColumn->addWidget(m_reading);
    saysColumn->addWidget(m_compare, 0, Qt::AlignLeft);
    m_compare->hide();
    connect(m_compare, &QPushButton::clicked, this, [this] {
        if (m_curve.best) Q_EMIT compareRequested(static_cast<qint64>(std::llround(m_curve.best->x)), m_lastStep);
    });
    column->addWidget(says);
    return area;
}

MetricChart* Cockpit::addSmall(QWidget* parent, const QString& title, ColorRole color, QLabel*& value) {
    QFrame* card = makeSurface(Surface::Card, parent);
    auto* column = columnLayout(card, 12, 4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(title, LabelRole::Secondary, card), 1);
    value = makeLabel(QStringLiteral("–"), LabelRole::Value, card);
    head->addWidget(value);
    column->addLayout(head);
    auto* chart = new MetricChart(card);
    chart->setCompact(true);
    chart->setFixedHeight(54);
    chart->addSeries(title, color, SeriesStyle::Line);
    chart->setAccessibleName(title);
    column->addWidget(chart);
    parent->layout()->addWidget(card);
    return chart;
}

QWidget* Cockpit::buildDemos() {
    QFrame* card = makeSurface(Surface::Card, this);
    card->setFixedWidth(320);
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
    innerColumn->addLayout(m_demoCards);
    innerColumn->addStretch(1);
    scroll->setWidget(inner);
    column->addWidget(scroll, 1);
    return card;
}

void Cockpit::showRun(const RunView& run) {
    m_run = run;
    m_title->setText(run.name);
    const auto setting = [&run](const char* path) { return config::valueAt(run.settings, path); };
    QStringList facts{run.model};
    if (const config::Json parts = setting("parts"); parts.is_string()) facts << (parts == "lora" ? tr("LoRA") : tr("full fine-tune"));
    if (const config::Json batch = setting("batchSize"); batch.is_number()) facts << tr("batch %1").arg(batch.get<int>());
    if (const config::Json type = setting("optimiser.type"); type.is_string()) facts << QString::fromStdString(type.get<std::string>());
    facts.removeAll(QString());
    m_subtitle->setText(facts.join(QStringLiteral(" · ")));
    setState(m_state);
}

void Cockpit::setState(JobState state) {
    m_state = state;
    const bool isActive = state == JobState::Preparing || state == JobState::Running || state == JobState::Pausing || state == JobState::Paused;
    const bool isPaused = state == JobState::Paused || state == JobState::Pausing;
    m_pause->setText(isPaused ? tr("&Go on") : tr("&Pause"));
    m_pause->setAccessibleName(isPaused ? tr("Go on") : tr("Pause"));
    for (QPushButton* button : {m_pause, m_checkpoint, m_demo}) {
        button->setVisible(isActive || state == JobState::Stopping);
        button->setEnabled(isActive && state != JobState::Preparing);
    }
    m_pause->setEnabled(isActive);
    m_new->setVisible(!isActive && state != JobState::Stopping);
    m_stop->setEnabled(state != JobState::Stopping);
    m_stop->setText(state == JobState::Stopping ? tr("Saving…") : isActive ? tr("&Stop and save") : tr("&Resume this run"));
    m_stop->setAccessibleName(QString(m_stop->text()).remove(QLatin1Char('&')));
}

void Cockpit::clear() {
    for (MetricChart* chart : {m_loss, m_byTimestep, m_rate, m_gradient, m_stepTime, m_memory}) chart->clear();
    m_smoother.reset();
    m_checkpoints.clear();
    m_notes.clear();
    m_demoSteps.clear();
    m_lastStep = 0;
    setDemos({});
    showReading();
}

void Cockpit::addMetrics(const std::vector<jobs::MetricPoint>& points) {
    bool heldOutCame = false;
    for (const jobs::MetricPoint& point : points) {
        const PlotPoint at{static_cast<double>(point.step), point.value};
        m_lastStep = std::max<qint64>(m_lastStep, point.step);
        if (point.name == "train/loss") {
            if (!std::isfinite(point.value)) continue;
            m_loss->append(EachStep, at);
            m_smoothedBefore = m_smoothed;
            m_smoothed = m_smoother.next(point.value);
            m_loss->append(Smoothed, {at.x, m_smoothed});
        } else if (point.name == "val/loss") {
            m_loss->append(HeldOut, at);
            heldOutCame = true;
        } else if (point.name.starts_with("val/loss_")) {
            const QString level = QString::fromStdString(point.name.substr(9));
            auto it = m_timestepSeries.find(level);
            if (it == m_timestepSeries.end()) {
                const ColorRole roles[] = {ColorRole::Series1, ColorRole::Series2, ColorRole::Series3, ColorRole::Series4, ColorRole::Series5, ColorRole::Text2, ColorRole::Text3};
                const int series = m_byTimestep->addSeries(QStringLiteral("t = %1").arg(level), roles[m_timestepSeries.size() % std::size(roles)], SeriesStyle::LineWithPoints);
                it = m_timestepSeries.emplace(level, series).first;
            }
            m_byTimestep->append(it->second, at);
        } else if (point.name == "train/lr") {
            m_rate->append(0, at);
            m_rateValue->setText(QString::number(point.value, 'e', 1));
        } else if (point.name == "train/grad_norm") {
            m_gradient->append(0, at);
            m_gradientValue->setText(QLocale().toString(point.value, 'f', 2));
        } else if (point.name == "train/step_seconds") {
            m_stepTime->append(0, {at.x, point.value * 1000.0});
            m_stepTimeValue->setText(tr("%L1 ms").arg(point.value * 1000.0, 0, 'f', 0));
        } else if (point.name == "memory/device_bytes" || (point.name == "memory/host_bytes" && m_memoryValue->toolTip() != QStringLiteral("GPU"))) {
            if (point.name == "memory/device_bytes" && point.value > 0.0) m_memoryValue->setToolTip(QStringLiteral("GPU"));
            m_memory->append(0, at);
            m_memoryValue->setText(QString::fromStdString(humanBytes(static_cast<std::int64_t>(point.value))));
        }
    }
    if (heldOutCame) {
        showReading();
        showMarkers();
    }
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
        markers.push_back({static_cast<double>(checkpoint.step), MarkerKind::Checkpoint, tr("checkpoint %L1").arg(checkpoint.step), {}});
    for (const qint64 step : m_demoSteps)
        if (std::none_of(m_checkpoints.begin(), m_checkpoints.end(), [step](const CheckpointView& c) { return c.step == step; }))
            markers.push_back({static_cast<double>(step), MarkerKind::Demo, tr("demos at %L1").arg(step), {}});
    for (const RunNoteView& note : m_notes) markers.push_back({static_cast<double>(note.step), MarkerKind::Note, note.text, {}});
    if (m_curve.best) markers.push_back({m_curve.best->x, MarkerKind::Best, tr("lowest held-out loss %1").arg(m_curve.best->y, 0, 'f', 3), m_curve.best->y});
    m_loss->setMarkers(std::move(markers));
}

void Cockpit::showReading() {
    m_curve = readCurves(m_loss->series(HeldOut).points(), m_smoothed < m_smoothedBefore || m_lastStep == 0);
    m_reading->setText(m_curve.sentence);
    const bool canCompare = m_curve.trend == CurveTrend::Rising && m_curve.best.has_value();
    m_compare->setVisible(canCompare);
    if (canCompare) {
        m_compare->setText(tr("Compare %L1 with %L2").arg(static_cast<qint64>(std::llround(m_curve.best->x))).arg(m_lastStep));
        m_compare->setAccessibleName(m_compare->text());
    }
}

void Cockpit::setDemos(const DemoGrid& grid) {
    while (QLayoutItem* item = m_demoCards->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
    m_demoSteps.clear();
    for (const DemoColumn& column : grid.columns) m_demoSteps.push_back(column.step);
    if (grid.columns.empty()) {
        m_demoHead->setText({});
        m_demoCards->addWidget(makeWrappedLabel(tr("Demos appear here as they are made. The first ones are the base model, so that you hear what changes."), LabelRole::Secondary, this));
        return;
    }
    const std::size_t last = grid.columns.size() - 1;
    m_demoHead->setText(grid.columns[last].step == 0 ? tr("base model") : tr("step %L1").arg(grid.columns[last].step));
    for (const DemoRow& row : grid.rows)
        if (last < row.cells.size() && !row.cells[last].file.isEmpty()) m_demoCards->addWidget(new DemoCard(row.prompt, row.cells[last].file, m_player, m_peaks, this));
    showMarkers();
}

void Cockpit::saveChart(const QString& kind) {
    auto* dialog = new QFileDialog(this, tr("Save the chart"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(kind);
    dialog->selectFile(QStringLiteral("%1.%2").arg(m_run.name.isEmpty() ? QStringLiteral("loss") : m_run.name, kind));
    connect(dialog, &QFileDialog::fileSelected, this, [this, kind](const QString& file) {
        MetricChart* chart = m_tabs->currentWidget() == m_byTimestep ? m_byTimestep : m_loss;
        const bool isSaved = kind == QStringLiteral("csv") ? chart->saveCsv(file) : chart->savePicture(file);
        if (!isSaved) m_banner->showError(Error{ErrorCode::WriteFailed, "The file could not be written", file.toStdString(), {}}, tr("The chart was not saved"));
    });
    dialog->open();
}

void Cockpit::addNote() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Add a note"));
    dialog->setLabelText(tr("Note at step %L1").arg(m_lastStep));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
        if (!text.trimmed().isEmpty()) Q_EMIT noteAdded(m_lastStep, text.trimmed());
    });
    dialog->open();
}

} // namespace attune::ui
