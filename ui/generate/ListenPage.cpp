// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generate/ListenPage.h"

#include "core/audio/AudioReader.h"
#include "core/audio/AudioWriter.h"
#include "core/base/Text.h"
#include "ui/audio/Player.h"
#include "ui/audio/WaveformView.h"
#include "ui/generate/DemoGridView.h"
#include "ui/generate/ExportDialog.h"
#include "ui/generate/GenerateForm.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QStackedWidget>

namespace attune::ui {

ListenPage::ListenPage(const ListenPageServices& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_banner(new MessageBanner(this)), m_stack(new QStackedWidget(this)),
      m_grid(new DemoGridView(services.player, services.peaks, this)), m_generate(new GenerateForm(this)) {
    setObjectName(QStringLiteral("listenPage"));
    setSurface(this, Surface::Window);
    auto* column = columnLayout(this, 18, 12);
    column->addWidget(buildHead());
    column->addWidget(m_banner);
    auto* empty = new EmptyState(QStringLiteral("listen"), tr("Nothing to hear yet"),
                                 tr("Start a run: its demos come here, one column a checkpoint and the base model first, so that you hear what training changes."), m_stack);
    m_stack->addWidget(empty);
    m_stack->addWidget(m_grid);
    column->addWidget(m_stack, 1);
    column->addWidget(buildTransport());
    QFrame* card = makeSurface(Surface::Card, this);
    columnLayout(card, 12, 8)->addWidget(m_generate);
    column->addWidget(card);
    connectServices();
    showCurrent();
}

QWidget* ListenPage::buildHead() {
    auto* head = new QWidget(this);
    auto* row = rowLayout(head, 0, 8);
    row->addWidget(makeLabel(tr("Listen"), LabelRole::Page, head));
    m_runs = new QComboBox(head);
    m_runs->setObjectName(QStringLiteral("listenRuns"));
    m_runs->setAccessibleName(tr("Run"));
    m_runs->setMinimumWidth(220);
    row->addWidget(m_runs);
    row->addWidget(makeLabel(tr("same seed in each row · loudness matched"), LabelRole::Secondary, head), 1);
    m_blind = makeButton(tr("&Blind mode"), ButtonRole::Normal, QStringLiteral("blindMode"), head);
    m_blind->setCheckable(true);
    m_blind->setToolTip(tr("Shuffle the columns and hide their names, so that you judge the sound alone (B)"));
    m_blind->setShortcut(QKeySequence(QStringLiteral("B")));
    QPushButton* spectrogram = makeButton(tr("Spectrogram"), ButtonRole::Normal, QStringLiteral("listenSpectrogram"), head);
    spectrogram->setCheckable(true);
    m_pin = makeButton(tr("&Keep this checkpoint"), ButtonRole::Normal, QStringLiteral("pinCheckpoint"), head);
    m_pin->setCheckable(true);
    m_export = makeButton(tr("E&xport"), ButtonRole::Primary, QStringLiteral("exportCheckpoint"), head);
    for (QPushButton* button : {m_blind, spectrogram, m_pin, m_export}) row->addWidget(button);
    connect(m_blind, &QPushButton::toggled, this, [this](bool on) { m_grid->setBlind(on); showCurrent(); });
    connect(spectrogram, &QPushButton::toggled, this, [this](bool on) { m_waveform->setShowSpectrogram(on); });
    connect(m_pin, &QPushButton::clicked, this, [this](bool on) {
        const auto column = static_cast<std::size_t>(m_grid->currentColumn());
        if (column < m_grid->grid().columns.size()) m_services.train.pin(m_runId, m_grid->grid().columns[column].step, on);
    });
    connect(m_export, &QPushButton::clicked, this, [this] { openExport(); });
    return head;
}

QWidget* ListenPage::buildTransport() {
    QFrame* card = makeSurface(Surface::Card, this);
    auto* column = columnLayout(card, 12, 6);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    m_play = makeButton(tr("Play"), ButtonRole::Primary, QStringLiteral("listenPlay"), card);
    m_play->setFixedWidth(78);
    m_waveform = new WaveformView(m_services.peaks, card);
    m_waveform->setObjectName(QStringLiteral("listenWaveform"));
    m_waveform->setMinimumHeight(64);
    m_waveform->setFixedHeight(64);
    row->addWidget(m_play);
    row->addWidget(m_waveform, 1);
    column->addLayout(row);
    auto* foot = new QHBoxLayout;
    m_now = makeLabel({}, LabelRole::Secondary, card);
    m_now->setObjectName(QStringLiteral("listenNow"));
    m_note = new QLineEdit(card);
    m_note->setObjectName(QStringLiteral("listenNote"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("Note on this demo"));
    m_note->setMaximumWidth(280);
    QPushButton* loop = makeButton(tr("Loop"), ButtonRole::Chip, QStringLiteral("listenLoop"), card);
    loop->setCheckable(true);
    auto* volume = new QSlider(Qt::Horizontal, card);
    volume->setObjectName(QStringLiteral("listenVolume"));
    volume->setAccessibleName(tr("Volume"));
    volume->setToolTip(tr("Volume"));
    volume->setRange(0, 100);
    volume->setValue(100);
    volume->setMaximumWidth(110);
    QPushButton* save = makeButton(tr("Save sound…"), ButtonRole::Chip, QStringLiteral("listenSave"), card);
    foot->addWidget(m_now, 1);
    foot->addWidget(makeLabel(tr("← → checkpoint   ↑ ↓ prompt   Space play   1–5 stars   B blind"), LabelRole::Secondary, card));
    foot->addWidget(m_note);
    foot->addWidget(loop);
    foot->addWidget(volume);
    foot->addWidget(save);
    column->addLayout(foot);
    connect(m_play, &QPushButton::clicked, m_grid, &DemoGridView::playCurrent);
    connect(loop, &QPushButton::clicked, this, [this](bool on) { m_services.player.setLoop(on); });
    connect(volume, &QSlider::valueChanged, this, [this](int value) { m_services.player.setVolume(value / 100.0); });
    connect(save, &QPushButton::clicked, this, [this] { saveSound(); });
    connect(m_waveform, &WaveformView::seekRequested, this, [this](double seconds) { m_services.player.seekSeconds(seconds); });
    connect(m_waveform, &WaveformView::playRequested, m_grid, &DemoGridView::playCurrent);
    connect(m_note, &QLineEdit::editingFinished, this, [this] {
        const DemoCell* cell = m_grid->currentCell();
        if (cell == nullptr || cell->note == m_note->text()) return;
        const DemoGrid& grid = m_grid->grid();
        m_services.listen.setNote(m_runId, grid.rows[static_cast<std::size_t>(m_grid->currentRow())].id,
                                  grid.columns[static_cast<std::size_t>(m_grid->currentColumn())].step, m_note->text());
    });
    return card;
}

void ListenPage::connectServices() {
    connect(&m_services.listen, &ListenService::gridReady, this, [this](const DemoGrid& grid) {
        if (grid.runId != m_runId) return;
        m_grid->setGrid(grid);
        m_stack->setCurrentIndex(grid.columns.empty() || grid.rows.empty() ? 0 : 1);
        m_generate->setSamplers(m_services.listen.samplers());
        if (m_compareStep >= 0)
            for (std::size_t i = 0; i < grid.columns.size(); ++i)
                if (grid.columns[i].step == m_compareStep) m_grid->setCurrent(0, static_cast<int>(i));
        m_compareStep = -1;
        showCurrent();
    });
    connect(&m_services.listen, &ListenService::failed, m_banner, &MessageBanner::showError);
    connect(&m_services.listen, &ListenService::exported, this,
            [this](const QString& path) { m_banner->showNotice(tr("The checkpoint was exported."), path); });
    connect(&m_services.listen, &ListenService::generated, this, [this](const QString& id) { if (id == m_runId) m_services.listen.loadGrid(id); });
    connect(&m_services.train, &TrainService::runsChanged, this, [this] { fillRuns(); });
    connect(m_runs, &QComboBox::activated, this, [this](int index) { showRun(m_runs->itemData(index).toString()); });
    connect(m_grid, &DemoGridView::currentChanged, this, [this] { showCurrent(); });
    connect(m_grid, &DemoGridView::starsChosen, this, [this](const QString& row, qint64 step, int stars) { m_services.listen.setStars(m_runId, row, step, stars); });
    connect(m_generate, &GenerateForm::generateRequested, this, [this](const GenerateRequest& request) { m_services.listen.generate(request); });
    connect(&m_services.player, &Player::positionChanged, this, [this](double seconds) {
        const DemoCell* cell = m_grid->currentCell();
        if (cell != nullptr && cell->file == m_services.player.file()) m_waveform->setPosition(seconds);
    });
    connect(&m_services.player, &Player::stateChanged, this, [this] {
        m_play->setText(m_services.player.isPlaying() ? tr("Pause") : tr("Play"));
        m_play->setAccessibleName(m_play->text());
    });
    connect(&m_services.peaks, &PeakCache::peaksReady, this, [this](const QString& file) {
        const DemoCell* cell = m_grid->currentCell();
        if (cell != nullptr && cell->file == file) showCurrent();
    });
}

void ListenPage::fillRuns() {
    m_runs->clear();
    for (const RunView& run : m_services.train.runs()) m_runs->addItem(tr("%1  %2").arg(run.number).arg(run.name), run.id);
    m_runs->setCurrentIndex(m_runs->findData(m_runId));
    if (m_runId.isEmpty() && m_runs->count() > 0) showRun(m_runs->itemData(0).toString());
}

void ListenPage::showRun(const QString& runId) {
    m_runId = runId;
    m_runs->setCurrentIndex(m_runs->findData(runId));
    m_services.listen.loadGrid(runId);
}

void ListenPage::compare(const QString& runId, qint64 stepA, qint64) {
    m_compareStep = stepA;
    showRun(runId);
    m_grid->setFocus(Qt::OtherFocusReason);
}

void ListenPage::setExportFolder(const QString& folder) { m_exportFolder = folder; }

void ListenPage::clear() {
    m_runId.clear();
    m_grid->setGrid({});
    m_stack->setCurrentIndex(0);
    fillRuns();
}

void ListenPage::showCurrent() {
    const DemoGrid& grid = m_grid->grid();
    const DemoCell* cell = m_grid->currentCell();
    const auto column = static_cast<std::size_t>(std::max(0, m_grid->currentColumn()));
    const bool hasColumn = column < grid.columns.size();
    const bool hasCheckpoint = hasColumn && grid.columns[column].canGenerate && grid.columns[column].step > 0 && !m_grid->isBlind();
    m_export->setEnabled(hasCheckpoint);
    m_export->setText(hasCheckpoint ? tr("E&xport checkpoint %L1").arg(grid.columns[column].step) : tr("E&xport"));
    m_pin->setEnabled(hasCheckpoint);
    m_pin->setChecked(hasColumn && grid.columns[column].isPinned);
    m_play->setEnabled(cell != nullptr && !cell->file.isEmpty());
    m_note->setEnabled(cell != nullptr && !cell->file.isEmpty());
    m_generate->setGrid(grid, m_grid->currentColumn());
    if (cell == nullptr || cell->file.isEmpty()) {
        m_waveform->clear();
        m_now->clear();
        m_note->clear();
        return;
    }
    double duration = 0.0;
    if (const SharedPeaks peaks = m_services.peaks.peaks(cell->file)) duration = peaks->sampleRate().secondsFromFrames(peaks->frameCount());
    m_waveform->setSound(cell->file, {}, duration);
    const DemoRow& row = grid.rows[static_cast<std::size_t>(m_grid->currentRow())];
    const QString where = m_grid->isBlind() ? tr("blind") : grid.columns[column].step == 0 ? tr("base model") : tr("checkpoint %L1").arg(grid.columns[column].step);
    m_now->setText(tr("%1 · %2").arg(row.prompt.isEmpty() ? tr("(empty prompt)") : row.prompt, where));
    m_note->setText(cell->note);
}

void ListenPage::openExport() {
    const DemoGrid& grid = m_grid->grid();
    const qint64 step = grid.columns[static_cast<std::size_t>(m_grid->currentColumn())].step;
    auto* dialog = new ExportDialog(m_runId, step, m_exportFolder, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exportRequested, this, [this](const ExportRequest& request) { m_services.listen.exportCheckpoint(request); });
    dialog->open();
}

void ListenPage::saveSound() {
    const DemoCell* cell = m_grid->currentCell();
    if (cell == nullptr || cell->file.isEmpty()) return;
    auto* dialog = new QFileDialog(this, tr("Save the sound"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("WAV, 24 bit (*.wav)"), tr("FLAC (*.flac)")});
    dialog->setDefaultSuffix(QStringLiteral("wav"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, source = cell->file](const QString& target) {
        const auto sound = audio::readAudio(pathFromUtf8(source.toStdString()));
        const bool isFlac = target.endsWith(QStringLiteral(".flac"), Qt::CaseInsensitive);
        const auto written = sound ? audio::writeAudio(pathFromUtf8(target.toStdString()), *sound, isFlac ? audio::FileFormat::Flac24 : audio::FileFormat::Wav24)
                                   : Result<void>(fail(sound.error()));
        if (written) m_banner->showNotice(tr("Saved."), target);
        else m_banner->showError(written.error(), tr("The sound was not saved"));
    });
    dialog->open();
}

} // namespace attune::ui
