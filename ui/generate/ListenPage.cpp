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
#include "ui/theme/Icons.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCoreApplication>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QShortcut>
#include <QSlider>
#include <QStackedWidget>
#include <QThreadPool>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace attune::ui {

namespace {

bool hasDemo(const DemoGrid& grid, std::size_t column) {
    return std::any_of(grid.rows.begin(), grid.rows.end(), [column](const DemoRow& row) {
        return column < row.cells.size() && !row.cells[column].file.isEmpty();
    });
}

// The column nearest to a step among those that can be heard.
std::size_t nearestColumn(const DemoGrid& grid, qint64 step) {
    std::size_t best = 0;
    qint64 distance = -1;
    for (std::size_t i = 0; i < grid.columns.size(); ++i) {
        const qint64 away = std::abs(grid.columns[i].step - step);
        if (hasDemo(grid, i) && (distance < 0 || away <= distance)) {
            best = i;
            distance = away;
        }
    }
    return best;
}

DemoGrid onlyColumns(const DemoGrid& grid, const std::vector<std::size_t>& columns) {
    DemoGrid part;
    part.runId = grid.runId;
    for (const std::size_t column : columns) part.columns.push_back(grid.columns[column]);
    for (const DemoRow& row : grid.rows) {
        DemoRow kept{row.id, row.prompt, row.details, {}};
        for (const std::size_t column : columns)
            kept.cells.push_back(column < row.cells.size() ? row.cells[column] : DemoCell{});
        part.rows.push_back(std::move(kept));
    }
    return part;
}

} // namespace

ListenPage::ListenPage(const ListenPageServices& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_banner(new MessageBanner(this)),
      m_stack(new QStackedWidget(this)), m_grid(new DemoGridView(services.player, services.peaks, this)),
      m_generate(new GenerateForm(this)) {
    setObjectName(QStringLiteral("listenPage"));
    setSurface(this, Surface::Window);
    auto* column = columnLayout(this, 18, 12);
    column->addWidget(buildHead());
    column->addWidget(m_banner);
    auto* empty = new EmptyState(QStringLiteral("listen"), tr("Nothing to hear yet"),
                                 tr("Start a run: its demos come here, one column a checkpoint and the base "
                                    "model first, so that you hear what training changes."),
                                 m_stack);
    empty->setAction(tr("&Set up a run"), QStringLiteral("listenTrain"));
    m_setUp = empty->findChild<QPushButton*>(QStringLiteral("listenTrain"));
    connect(empty, &EmptyState::actionTriggered, this, &ListenPage::trainRequested);
    m_stack->addWidget(empty);
    m_stack->addWidget(m_grid);
    column->addWidget(m_stack, 1);
    m_transport = buildTransport();
    column->addWidget(m_transport);
    m_generateCard = makeSurface(Surface::Card, this);
    columnLayout(m_generateCard, 12, 8)->addWidget(m_generate);
    column->addWidget(m_generateCard);
    connectServices();
    takeGrid({});
    fillRuns();
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
    m_about = new ElidedLabel(tr("the same seed in each row"), LabelRole::Secondary, head);
    row->addWidget(m_about);
    row->addStretch(1);
    m_showAll = makeButton(tr("Show &all checkpoints"), ButtonRole::Normal,
                           QStringLiteral("showAllCheckpoints"), head);
    m_showAll->hide();
    m_matched = makeButton(tr("&Match loudness"), ButtonRole::Normal, QStringLiteral("matchLoudness"), head);
    m_matched->setCheckable(true);
    m_matched->setChecked(true);
    m_matched->setToolTip(
        tr("Play all demos of a row as loud as the quietest of them, because louder always seems better"));
    m_blind = makeButton(tr("&Blind mode"), ButtonRole::Normal, QStringLiteral("blindMode"), head);
    m_blind->setCheckable(true);
    m_blind->setToolTip(
        tr("Shuffle the columns and hide their names, so that you judge the sound alone (B)"));
    // Not the button's own, which would take the keyboard away from the grid.
    auto* letter = new QShortcut(QKeySequence(QStringLiteral("B")), this);
    letter->setContext(Qt::WidgetWithChildrenShortcut);
    connect(letter, &QShortcut::activated, m_blind, &QPushButton::toggle);
    m_pin =
        makeButton(tr("&Keep this checkpoint"), ButtonRole::Normal, QStringLiteral("pinCheckpoint"), head);
    m_pin->setCheckable(true);
    m_export = makeButton(tr("E&xport"), ButtonRole::Primary, QStringLiteral("exportCheckpoint"), head);
    for (QPushButton* button : {m_showAll, m_matched, m_blind, m_pin, m_export}) row->addWidget(button);
    connect(m_matched, &QPushButton::toggled, m_grid, &DemoGridView::setLoudnessMatched);
    connect(m_showAll, &QPushButton::clicked, this, [this] {
        m_compared.reset();
        takeGrid(m_all);
    });
    connect(m_blind, &QPushButton::toggled, this, [this](bool on) {
        m_grid->setBlind(on);
        showCurrent();
    });
    connect(m_pin, &QPushButton::clicked, this, [this](bool on) {
        if (const DemoColumn* column = currentColumn()) m_services.train.pin(m_runId, column->step, on);
    });
    connect(m_export, &QPushButton::clicked, this, [this] { openExport(); });
    return head;
}

QWidget* ListenPage::buildTransport() {
    QFrame* card = makeSurface(Surface::Card, this);
    auto* column = columnLayout(card, 12, 8);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    m_play = makeButton(tr("Play"), ButtonRole::Primary, QStringLiteral("listenPlay"), card);
    m_play->setIcon(themedIcon(QStringLiteral("play"), ColorRole::OnAccent));
    m_play->setFixedWidth(92);
    m_waveform = new WaveformView(m_services.peaks, card);
    m_waveform->setObjectName(QStringLiteral("listenWaveform"));
    m_waveform->setFixedHeight(64);
    row->addWidget(m_play);
    row->addWidget(m_waveform, 1);
    column->addLayout(row);
    column->addWidget(buildTransportFoot());
    connect(m_play, &QPushButton::clicked, m_grid, &DemoGridView::playCurrent);
    connect(m_waveform, &WaveformView::seekRequested, this,
            [this](double seconds) { m_services.player.seekSeconds(seconds); });
    connect(m_waveform, &WaveformView::playRequested, m_grid, &DemoGridView::playCurrent);
    return card;
}

QWidget* ListenPage::buildTransportFoot() {
    auto* foot = new QWidget(this);
    auto* row = rowLayout(foot, 0, 8);
    m_time = makeLabel({}, LabelRole::Secondary, foot);
    m_time->setFixedWidth(92);
    m_time->setObjectName(QStringLiteral("listenTime"));
    m_now = new ElidedLabel({}, LabelRole::Secondary, foot);
    m_now->setObjectName(QStringLiteral("listenNow"));
    m_note = new QLineEdit(foot);
    m_note->setObjectName(QStringLiteral("listenNote"));
    m_note->setAccessibleName(tr("Note"));
    m_note->setPlaceholderText(tr("Note on this demo"));
    m_note->setFixedWidth(220);
    QPushButton* loop = makeButton(tr("Loop"), ButtonRole::Chip, QStringLiteral("listenLoop"), foot);
    loop->setCheckable(true);
    QPushButton* spectrogram =
        makeButton(tr("Spectrogram"), ButtonRole::Chip, QStringLiteral("listenSpectrogram"), foot);
    spectrogram->setCheckable(true);
    auto* volume = new QSlider(Qt::Horizontal, foot);
    volume->setObjectName(QStringLiteral("listenVolume"));
    volume->setAccessibleName(tr("Volume"));
    volume->setToolTip(tr("Volume"));
    volume->setRange(0, 100);
    volume->setValue(100);
    volume->setFixedWidth(96);
    QPushButton* save = makeButton(tr("Save sound…"), ButtonRole::Chip, QStringLiteral("listenSave"), foot);
    row->addWidget(m_time);
    row->addWidget(m_now, 1);
    m_keys = makeLabel(tr("← → checkpoint   ↑ ↓ prompt   Space play   1–5 stars   B blind"),
                       LabelRole::Secondary, foot);
    row->addWidget(m_keys);
    row->addSpacing(16);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_note, loop, spectrogram, volume, save})
        row->addWidget(widget);
    connect(loop, &QPushButton::toggled, this, [this](bool on) { m_services.player.setLoop(on); });
    connect(spectrogram, &QPushButton::toggled, this,
            [this](bool on) { m_waveform->setShowSpectrogram(on); });
    connect(volume, &QSlider::valueChanged, this,
            [this](int value) { m_services.player.setVolume(value / 100.0); });
    connect(save, &QPushButton::clicked, this, [this] { saveSound(); });
    connect(m_note, &QLineEdit::editingFinished, this, [this] {
        const DemoCell* cell = m_grid->currentCell();
        const DemoColumn* column = currentColumn();
        if (cell == nullptr || column == nullptr || cell->note == m_note->text()) return;
        m_services.listen.setNote(m_runId,
                                  m_grid->grid().rows[static_cast<std::size_t>(m_grid->currentRow())].id,
                                  column->step, m_note->text());
    });
    return foot;
}

void ListenPage::connectServices() {
    connect(&m_services.listen, &ListenService::gridReady, this, [this](const DemoGrid& grid) {
        if (grid.runId != m_runId) return;
        m_all = grid;
        m_generate->setSamplers(m_services.listen.samplers());
        takeGrid(grid);
    });
    connect(&m_services.listen, &ListenService::failed, this,
            [this](const Error& error, const QString& what) {
                m_banner->showError(error, what);
                m_saysWaiting = false;
                m_pendingDemos = 0;
                m_generate->setBusy(false);
                // Perhaps a checkpoint that somebody deleted: it is not offered again.
                if (!m_runId.isEmpty()) m_services.listen.loadGrid(m_runId);
            });
    connect(&m_services.listen, &ListenService::exported, this,
            [this](const QString& path) { m_banner->showNotice(tr("The checkpoint was exported."), path); });
    connect(&m_services.listen, &ListenService::generated, this, &ListenPage::demoGenerated);
    connect(&m_services.train, &TrainService::runsChanged, this, [this] { fillRuns(); });
    connect(m_runs, &QComboBox::activated, this,
            [this](int index) { showRun(m_runs->itemData(index).toString()); });
    connect(m_grid, &DemoGridView::currentChanged, this, [this] { showCurrent(); });
    connect(m_grid, &DemoGridView::starsChosen, this, [this](const QString& row, qint64 step, int stars) {
        m_services.listen.setStars(m_runId, row, step, stars);
    });
    connect(m_grid, &DemoGridView::menuRequested, this, &ListenPage::showMenu);
    connect(m_generate, &GenerateForm::generateRequested, this, &ListenPage::generate);
    connectPlayer();
}

// While a run is going on this may take hours: that is said, and more can be asked for meanwhile.
void ListenPage::generate(const GenerateRequest& request) {
    const std::vector<RunView> runs = m_services.train.runs();
    const auto running = std::find_if(runs.begin(), runs.end(),
                                      [](const RunView& run) { return run.status == RunStatus::Running; });
    m_pendingDemos += static_cast<int>(request.steps.size());
    m_saysWaiting = running != runs.end();
    m_generate->setBusy(!m_saysWaiting);
    if (m_saysWaiting) waitFor(*running, request);
    m_services.listen.generate(request);
}

void ListenPage::waitFor(const RunView& run, const GenerateRequest& request) {
    // Else the run would have deleted it long before its turn comes.
    if (run.id == request.runId)
        for (const DemoColumn& column : std::vector<DemoColumn>(m_grid->grid().columns))
            if (column.step > 0 && !column.isPinned &&
                std::find(request.steps.begin(), request.steps.end(), column.step) != request.steps.end())
                m_services.train.pin(run.id, column.step, true);
    m_banner->showNotice(
        tr("%n sounds wait for the end of the run “%1”.", nullptr, m_pendingDemos).arg(run.name),
        tr("One job at a time has the device; the checkpoint is kept for it. To hear the run as it is now: "
           "Demo now, on the Train page. What waits stands under Runs, where it can be moved or taken "
           "out."));
}

void ListenPage::demoGenerated(const QString& runId) {
    if (m_pendingDemos > 0 && --m_pendingDemos == 0) {
        m_generate->setBusy(false);
        if (std::exchange(m_saysWaiting, false)) m_banner->hide();
    }
    if (runId == m_runId) m_services.listen.loadGrid(runId);
}

void ListenPage::connectPlayer() {
    connect(&m_services.player, &Player::positionChanged, this, [this](double seconds) {
        const DemoCell* cell = m_grid->currentCell();
        if (cell == nullptr || cell->file != m_services.player.file()) return;
        m_waveform->setPosition(seconds);
        showTime();
    });
    connect(&m_services.player, &Player::failed, this, [this](const QString&, const Error& error) {
        m_banner->showError(error, tr("The demo could not be played"));
    });
    connect(&m_services.player, &Player::stateChanged, this, [this] {
        const bool isPlaying = m_services.player.isPlaying();
        const DemoCell* cell = m_grid->currentCell();
        m_play->setEnabled(isPlaying || (cell != nullptr && !cell->file.isEmpty()));
        m_play->setText(isPlaying ? tr("Pause") : tr("Play"));
        m_play->setIcon(
            themedIcon(isPlaying ? QStringLiteral("pause") : QStringLiteral("play"), ColorRole::OnAccent));
        m_play->setAccessibleName(m_play->text());
    });
    connect(&m_services.peaks, &PeakCache::peaksReady, this, [this](const QString& file) {
        const DemoCell* cell = m_grid->currentCell();
        if (cell != nullptr && cell->file == file) showCurrent();
    });
}

// The grid as it came, or the two compared checkpoints of it.
void ListenPage::takeGrid(const DemoGrid& grid) {
    m_showAll->setVisible(m_compared.has_value());
    if (m_compared && !grid.columns.empty()) {
        std::vector<std::size_t> columns{nearestColumn(grid, m_compared->first),
                                         nearestColumn(grid, m_compared->second)};
        std::sort(columns.begin(), columns.end());
        columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
        m_grid->setGrid(onlyColumns(grid, columns));
    } else {
        m_grid->setGrid(grid);
    }
    // Where nothing can be heard there is nothing to play; a checkpoint alone can make something.
    const bool isEmpty = grid.columns.empty() || grid.rows.empty();
    m_stack->setCurrentIndex(isEmpty ? 0 : 1);
    setFocusProxy(isEmpty ? m_setUp : static_cast<QWidget*>(m_grid)); // arrows and Space at once
    m_transport->setVisible(!isEmpty);
    m_generateCard->setVisible(!grid.columns.empty());
    for (QWidget* widget : std::initializer_list<QWidget*>{m_about, m_matched, m_blind, m_pin, m_export})
        widget->setVisible(!isEmpty);
    showCurrent();
}

const DemoColumn* ListenPage::currentColumn() const {
    const auto column = static_cast<std::size_t>(std::max(0, m_grid->currentColumn()));
    return column < m_grid->grid().columns.size() ? &m_grid->grid().columns[column] : nullptr;
}

void ListenPage::fillRuns() {
    m_runs->clear();
    for (const RunView& run : m_services.train.runs())
        m_runs->addItem(tr("%1  %2").arg(run.number).arg(run.name), run.id);
    m_runs->setVisible(m_runs->count() > 0);
    m_runs->setCurrentIndex(m_runs->findData(m_runId));
    if (!m_runId.isEmpty() || m_runs->count() == 0) return;
    // The newest that can have something to hear; one that waits or failed at once has not.
    const std::vector<RunView> runs = m_services.train.runs();
    const auto heard = std::find_if(runs.begin(), runs.end(),
                                    [](const RunView& run) { return run.resumeStep > 0 || run.step > 1; });
    showRun((heard == runs.end() ? runs.front() : *heard).id);
}

void ListenPage::showRun(const QString& runId) {
    if (runId != m_runId) {
        if (!m_saysWaiting) m_banner->hide(); // about the run before
        m_compared.reset();
        m_all = {};
        takeGrid({});
    }
    m_runId = runId;
    m_runs->setCurrentIndex(m_runs->findData(runId));
    m_services.listen.loadGrid(runId);
}

void ListenPage::compare(const QString& runId, qint64 stepA, qint64 stepB) {
    showRun(runId);
    m_compared = std::pair(stepA, stepB);
    takeGrid(m_all);
    m_grid->setCurrent(0, 0);
    m_grid->setFocus(Qt::OtherFocusReason);
}

void ListenPage::setExportFolder(const QString& folder) {
    m_exportFolder = folder;
}

void ListenPage::clear() {
    m_runId.clear();
    m_pendingDemos = 0; // of a project that is left
    m_saysWaiting = false;
    m_generate->setBusy(false);
    m_compared.reset();
    m_all = {};
    takeGrid({});
    fillRuns();
}

void ListenPage::showCurrent() {
    const DemoGrid& grid = m_grid->grid();
    const DemoCell* cell = m_grid->currentCell();
    const DemoColumn* column = currentColumn();
    const bool hasCheckpoint =
        column != nullptr && column->canGenerate && column->step > 0 && !m_grid->isBlind();
    m_export->setEnabled(hasCheckpoint);
    const QString why = column == nullptr || hasCheckpoint ? QString()
                        : m_grid->isBlind() ? tr("Leave blind mode first; its name would tell too much")
                        : column->step == 0 ? tr("The base model is the file that you added under Model")
                                            : tr("Only the demos of this checkpoint are left");
    m_export->setToolTip(why);
    m_pin->setToolTip(why.isEmpty() ? tr("A kept checkpoint is never cleaned up") : why);
    m_export->setText(hasCheckpoint ? tr("E&xport checkpoint %L1").arg(column->step) : tr("E&xport"));
    m_export->setAccessibleName(QString(m_export->text()).remove(QLatin1Char('&')));
    m_pin->setEnabled(hasCheckpoint);
    m_pin->setChecked(hasCheckpoint && column->isPinned);
    m_pin->setText(m_pin->isChecked() ? tr("&Kept") : tr("&Keep this checkpoint"));
    const bool canPlay = cell != nullptr && !cell->file.isEmpty();
    m_play->setEnabled(canPlay || m_services.player.isPlaying());
    m_note->setEnabled(canPlay);
    m_generate->setGrid(grid, m_grid->currentColumn(), m_grid->isBlind());
    if (!canPlay) {
        m_waveform->clear();
        m_now->clear();
        m_note->clear();
        m_time->clear();
        return;
    }
    double duration = 0.0;
    if (const SharedPeaks peaks = m_services.peaks.peaks(cell->file))
        duration = peaks->sampleRate().secondsFromFrames(peaks->frameCount());
    m_waveform->setSound(cell->file, {}, duration);
    if (cell->file == m_services.player.file()) m_waveform->setPosition(m_services.player.positionSeconds());
    const DemoRow& row = grid.rows[static_cast<std::size_t>(m_grid->currentRow())];
    const QString where = m_grid->isBlind()   ? tr("blind")
                          : column->step == 0 ? tr("base model")
                                              : tr("checkpoint %L1").arg(column->step);
    m_now->setText(tr("%1 · %2").arg(row.prompt.isEmpty() ? tr("(empty prompt)") : row.prompt, where));
    if (!m_note->hasFocus()) m_note->setText(cell->note);
    showTime();
}

void ListenPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_keys->setVisible(width() >= 1400); // half of it would help nobody
}

// Checkpoints and demos are files: they may have gone while nobody looked.
void ListenPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!m_runId.isEmpty()) m_services.listen.loadGrid(m_runId);
}

void ListenPage::showTime() {
    m_time->setText(tr("%L1 of %L2 s")
                        .arg(m_waveform->positionSeconds(), 0, 'f', 2)
                        .arg(m_waveform->durationSeconds(), 0, 'f', 2));
}

void ListenPage::showMenu(const QPoint& at) {
    const DemoCell* cell = m_grid->currentCell();
    const bool canPlay = cell != nullptr && !cell->file.isEmpty();
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("demoMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Play"), m_grid, &DemoGridView::playCurrent)->setEnabled(canPlay);
    menu->addAction(tr("Copy the file"), m_grid, &DemoGridView::copyCurrent)->setEnabled(canPlay);
    menu->addAction(tr("Save sound…"), this, [this] { saveSound(); })->setEnabled(canPlay);
    QMenu* stars = menu->addMenu(tr("Stars"));
    stars->setEnabled(canPlay);
    for (int count = 0; count <= 5; ++count)
        stars->addAction(count == 0 ? tr("none", "stars") : QString(count, QChar(0x2605)), m_grid,
                         [this, count] { m_grid->rateCurrent(count); });
    menu->addSeparator();
    menu->addAction(tr("New prompt with this checkpoint"), m_generate, &GenerateForm::focusPrompt);
    menu->addAction(m_pin->isChecked() ? tr("Do not keep this checkpoint") : tr("Keep this checkpoint"),
                    m_pin, &QPushButton::click)
        ->setEnabled(m_pin->isEnabled());
    menu->addAction(tr("Export this checkpoint…"), m_export, &QPushButton::click)
        ->setEnabled(m_export->isEnabled());
    menu->popup(at);
}

void ListenPage::openExport() {
    const DemoGrid& grid = m_grid->grid();
    const qint64 step = grid.columns[static_cast<std::size_t>(m_grid->currentColumn())].step;
    auto* dialog = new ExportDialog(m_runId, step, m_exportFolder, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ExportDialog::exportRequested, this,
            [this](const ExportRequest& request) { m_services.listen.exportCheckpoint(request); });
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
        const QPointer<ListenPage> self(this);
        QThreadPool::globalInstance()->start([self, source, target] {
            const auto sound = audio::readAudio(pathFromUtf8(source.toStdString()));
            const bool isFlac = target.endsWith(QStringLiteral(".flac"), Qt::CaseInsensitive);
            const auto written =
                sound ? audio::writeAudio(pathFromUtf8(target.toStdString()), *sound,
                                          isFlac ? audio::FileFormat::Flac24 : audio::FileFormat::Wav24)
                      : Result<void>(fail(sound.error()));
            QMetaObject::invokeMethod(
                qApp,
                [self, target, written] {
                    if (self.isNull()) return;
                    if (written)
                        self->m_banner->showNotice(ListenPage::tr("Saved."), target);
                    else
                        self->m_banner->showError(written.error(), ListenPage::tr("The sound was not saved"));
                },
                Qt::QueuedConnection);
        });
    });
    dialog->open();
}

} // namespace attune::ui
