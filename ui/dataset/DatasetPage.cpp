// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/DatasetPage.h"

#include "core/base/Text.h"
#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/audio/WaveformPainter.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipTableView.h"
#include "ui/dataset/DatasetEditor.h"
#include "ui/dataset/DoctorPanel.h"
#include "ui/dataset/EncodePanel.h"
#include "ui/dataset/RulesEditor.h"
#include "ui/dataset/RulesPanel.h"
#include "ui/dataset/SourcesPanel.h"
#include "ui/dataset/SplitPanel.h"
#include "ui/help/HelpRequest.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/MessageBanner.h"

#include <QBoxLayout>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>

namespace attune::ui {

using dataset::ClipRecord;

DatasetPage::DatasetPage(const DatasetPageServices& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_model(new ClipTableModel(this)),
      m_editor(new DatasetEditor(*m_model, services.dataset, services.undo, this)) {
    setObjectName(QStringLiteral("datasetPage"));
    setSurface(this, Surface::Window);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildLeft());
    m_splitter->addWidget(buildMiddle());
    // Made last: Tab goes through the page from left to right.
    m_inspector = new ClipInspector(*m_model, *m_editor, m_services.player, m_services.peaks, this);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 4);
    m_splitter->setStretchFactor(2, 1); // a large screen shows a larger waveform
    m_inspector->setMaximumWidth(760);
    m_splitter->setSizes({252, 688, 340});
    columnLayout(this, 0, 0)->addWidget(m_splitter);
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(120);
    connect(&m_filterDelay, &QTimer::timeout, this, [this] { applyFilter(); });
    m_countDelay.setSingleShot(true);
    m_countDelay.setInterval(150);
    connect(&m_countDelay, &QTimer::timeout, this, [this] { showCounts(); });
    connectServices();
}

QWidget* DatasetPage::buildLeft() {
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* lists = new QWidget;
    auto* column = columnLayout(lists, 14, 16);
    m_sources = new SourcesPanel(lists);
    m_doctor = new DoctorPanel(lists);
    m_split = new SplitPanel(lists);
    m_rulesPanel = new RulesPanel(lists);
    column->addWidget(m_sources);
    column->addWidget(m_doctor);
    column->addWidget(m_split);
    column->addWidget(m_rulesPanel);
    column->addStretch(1);
    scroll->setWidget(lists);
    setHelpTopic(m_doctor, QStringLiteral("findings"));
    setHelpTopic(m_split, QStringLiteral("held-out"));
    setHelpTopic(m_rulesPanel, QStringLiteral("prompt-rules"));
    auto* left = new QWidget(this);
    setSurface(left, Surface::Panel);
    left->setProperty("edge", QStringLiteral("right"));
    const auto fit = [left, lists] {
        left->setMinimumWidth(std::max(200, lists->minimumSizeHint().width() + 14));
    }; // nothing is cut off
    connect(&Theme::instance(), &Theme::changed, left, fit);
    fit();
    auto* rows = columnLayout(left, 0, 0);
    rows->addWidget(scroll, 1);
    m_encode = new EncodePanel(m_services.encode, left);
    setHelpTopic(m_encode, QStringLiteral("latent"));
    rows->addWidget(m_encode);
    return left;
}

QWidget* DatasetPage::buildMiddle() {
    auto* middle = new QWidget(this);
    auto* column = columnLayout(middle, 12, 8);
    m_banner = new MessageBanner(middle);
    column->addWidget(m_banner);
    auto* row = new QHBoxLayout;
    m_filter = new QLineEdit(middle);
    m_filter->setObjectName(QStringLiteral("clipFilter"));
    m_filter->setAccessibleName(tr("Filter"));
    setHelpTopic(m_filter, QStringLiteral("filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setPlaceholderText(
        tr("Filter: kick   length<2   rate!=44100   finding:clipped   prompt:\"\"   -split:train"));
    m_count = makeLabel({}, LabelRole::Secondary, middle);
    m_count->setObjectName(QStringLiteral("clipCount"));
    m_count->setMinimumWidth(1); // gives way before the inspector does
    m_autoPlay = makeButton(tr("Auto-play"), ButtonRole::Chip, QStringLiteral("autoPlay"), middle);
    m_autoPlay->setCheckable(true);
    m_autoPlay->setToolTip(tr("Play each clip as the selection moves to it"));
    row->addWidget(m_filter, 1);
    row->addWidget(m_autoPlay);
    row->addWidget(m_count);
    column->addLayout(row);
    m_filterProblem = makeLabel({}, LabelRole::Secondary, middle);
    setTone(m_filterProblem, StateTone::Bad);
    m_filterProblem->hide();
    column->addWidget(m_filterProblem);
    m_stack = new QStackedWidget(middle);
    auto* empty = new EmptyState(
        QStringLiteral("dataset"), tr("Drop a folder of sounds here"),
        tr("WAV, AIFF, FLAC, Ogg, Opus and MP3 are read where they are; nothing is copied or changed. "
           "Twenty minutes of one kind of sound is a good beginning."),
        m_stack);
    empty->setAction(tr("&Choose a folder…"), QStringLiteral("chooseFolder"));
    connect(empty, &EmptyState::actionTriggered, m_sources, &SourcesPanel::addRequested);
    m_choose = empty->findChild<QPushButton*>(QStringLiteral("chooseFolder"));
    m_table = new ClipTableView(*m_model, m_services.peaks, m_stack);
    m_stack->addWidget(empty);
    m_stack->addWidget(m_table);
    column->addWidget(m_stack, 1);
    return middle;
}

void DatasetPage::connectServices() {
    DatasetService& service = m_services.dataset;
    connect(&service, &DatasetService::clipsLoaded, this, [this](const SharedClips& clips) {
        m_editor->take(*clips);
        m_model->setClips(clips);
    });
    connect(&service, &DatasetService::opening, this, [this] {
        m_model->clear();
        m_foundWith.reset();
        m_editor->dropFollowing();
        m_inspector->refresh();
        m_doctor->setNotes({});
        m_sources->setSources({});
        m_filter->clear();
    });
    connect(&service, &DatasetService::clipsChanged, this, [this](const SharedClips& clips) {
        m_editor->take(*clips);
        m_model->update(*clips);
    });
    connect(&service, &DatasetService::sourcesChanged, this,
            [this](const std::vector<dataset::SourceFolder>& sources) {
                std::unordered_map<std::int64_t, QString> folders;
                for (const auto& source : sources)
                    folders[source.id.value] = QString::fromStdString(utf8FromPath(source.folder));
                m_model->setSourceFolders(std::move(folders));
                m_sources->setSources(sources);
            });
    connect(&service, &DatasetService::reportReady, this,
            [this](const dataset::DoctorReport& report) { m_doctor->setNotes(report.notes); });
    connect(&service, &DatasetService::rulesApplied, this, [this](const dataset::PromptApplyReport& report) {
        if (!std::exchange(m_tellsPrompts, false)) return; // came with new folders
        m_banner->showNotice(tr("%n prompts written.", nullptr, static_cast<int>(report.changed)),
                             report.keptByHand > 0 ? tr("%n edited by hand were kept.", nullptr,
                                                        static_cast<int>(report.keptByHand))
                                                   : QString());
    });
    connect(&service, &DatasetService::failed, m_banner, &MessageBanner::showError);
    connect(&m_services.encode, &EncodeService::failed, m_banner, &MessageBanner::showError);
    connect(&m_services.encode, &EncodeService::planReady, m_model,
            [this](const EncodePlanView& plan) { m_model->setEncodeStates(plan.states); });
    connect(&service, &DatasetService::busyChanged, this, [this](bool busy, const QString& what) {
        m_busyText = busy ? tr("%1…").arg(what) : QString();
        showCount();
        if (busy) return;
        m_editor->endFollowing();
        m_services.encode.plan();
    });
    connect(&service, &DatasetService::scanProgressed, this, [this](qint64 done, qint64 total) {
        m_busyText = total > 0 ? tr("Reading %L1 of %Ln files…", nullptr, static_cast<int>(total)).arg(done)
                               : tr("Looking for files: %L1…").arg(done);
        showCount();
    });
    connect(&service, &DatasetService::checkProgressed, this, [this](double share) {
        m_busyText = tr("Comparing clips: %1 %").arg(static_cast<int>(100.0 * share));
        showCount();
    });
    connect(m_sources, &SourcesPanel::addRequested, this, [this] {
        auto* dialog = new QFileDialog(this, tr("Choose a folder of sounds"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this,
                [this](const QString& folder) { addFolders({folder}); });
        dialog->open();
    });
    connect(m_sources, &SourcesPanel::rescanRequested, this, [this] {
        m_services.dataset.rescan();
        prepareNewClips();
    });
    connect(m_sources, &SourcesPanel::watchingChanged, this, [this](bool watching) {
        m_services.dataset.setWatching(watching);
        Q_EMIT watchingChanged(watching);
    });
    connect(&service, &DatasetService::foldersTouched, this, [this] {
        m_isRescanningAlone = true;
        m_services.dataset.rescan();
    });
    connect(&service, &DatasetService::scanned, this, [this](qint64 changes) {
        if (changes > 0) m_services.player.forgetSounds();
        if (std::exchange(m_isRescanningAlone, false) && changes > 0) prepareNewClips();
    });
    connect(m_sources, &SourcesPanel::removeRequested, this,
            [this](dataset::SourceId id) { m_services.dataset.removeSource(id); });
    connect(m_sources, &SourcesPanel::filterRequested, this, [this](const QString& id) {
        m_sourceTerm = id.isEmpty() ? QString() : QStringLiteral("source:%1").arg(id);
        applyFilter();
    });
    connect(m_doctor, &DoctorPanel::filterRequested, this,
            [this](const QString& term) { m_filter->setText(term); });
    connect(m_doctor, &DoctorPanel::checkRequested, this, [this] { check(); });
    connect(m_split, &SplitPanel::filterRequested, this,
            [this](const QString& term) { m_filter->setText(term); });
    connect(m_split, &SplitPanel::splitRequested, this, [this](double fraction) {
        dataset::SplitOptions options;
        options.heldOutFraction = fraction;
        options.startsAnew = true;
        m_editor->follow(tr("Divide the clips"));
        m_services.dataset.assignSplit(options);
    });
    connect(m_rulesPanel, &RulesPanel::editRequested, this, [this] { openRules(); });
    connect(m_filter, &QLineEdit::textChanged, &m_filterDelay, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::textChanged, m_doctor, &DoctorPanel::setQuery);
    connect(m_filter, &QLineEdit::textChanged, m_split, &SplitPanel::setQuery);
    connect(m_model, &ClipTableModel::queryRejected, this, [this](const QString& why) {
        m_filterProblem->setText(why);
        m_filterProblem->setVisible(!why.isEmpty());
        setTone(m_filter, why.isEmpty() ? StateTone::None : StateTone::Bad);
    });
    connect(m_model, &ClipTableModel::arranged, this, [this] {
        m_inspector->refresh(); // the clip may have come anew
        if (std::exchange(m_hasFiltered, false)) m_table->scrollTo(m_table->currentIndex());
        if (m_table->currentId().isValid() || m_model->rowCount() == 0) return;
        // The inspector has something to show from the start; nobody asked to hear it.
        m_isChoosingForUser = true;
        m_table->selectId(m_model->record(0).id);
        m_isChoosingForUser = false;
    });
    connect(m_model, &ClipTableModel::arranged, &m_countDelay, qOverload<>(&QTimer::start));
    connect(m_model, &ClipTableModel::promptEdited, this, [this](ClipId id, const QString& text) {
        std::vector<ClipId> ids = m_table->selectedIds();
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids = {id};
        m_editor->setPrompt(ids, text);
    });
    connect(m_model, &QAbstractItemModel::dataChanged, m_inspector, &ClipInspector::refresh);
    connect(m_table, &ClipTableView::currentClipChanged, this, [this] {
        refreshSelection();
        if (!m_autoPlay->isChecked() || m_isChoosingForUser || !m_table->currentId().isValid()) return;
        m_inspector->togglePlay();
        const int row = m_model->rowOf(m_table->currentId());
        for (const int next : {row + 1, row - 1}) // where the arrow keys lead
            if (next >= 0 && next < m_model->rowCount())
                m_services.player.preload(m_model->fileOf(m_model->record(next)));
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { refreshSelection(); });
    connect(m_table, &ClipTableView::playRequested, m_inspector, &ClipInspector::togglePlay);
    connect(m_inspector, &ClipInspector::rulesRequested, this, [this] { openRules(); });
    connect(m_inspector, &ClipInspector::promptsWritten, m_table,
            [this] { m_table->setFocus(Qt::OtherFocusReason); });
    connect(m_encode, &EncodePanel::started, m_table, [this] { m_table->setFocus(Qt::OtherFocusReason); });
    connect(m_editor, &DatasetEditor::promptsReleased, this, [this] {
        if (!m_rules.rules.empty()) m_services.dataset.applyRules(m_rules);
    });
    connect(m_inspector, &ClipInspector::clipRequested, this, [this](ClipId id) {
        if (m_model->rowOf(id) < 0) m_filter->clear();
        m_table->selectId(id);
        m_table->setFocus(Qt::OtherFocusReason);
    });
    connect(m_inspector, &ClipInspector::roundTripRequested, &m_services.encode, &EncodeService::roundTrip);
    connect(&m_services.encode, &EncodeService::roundTripReady, m_inspector, &ClipInspector::playRoundTrip);
    connect(&m_services.encode, &EncodeService::failed, m_inspector, &ClipInspector::endRoundTrip);
    connect(m_table, &ClipTableView::leaveOutRequested, this,
            [this] { m_editor->setIncluded(m_table->selectedIds(), false); });
    connect(m_autoPlay, &QPushButton::toggled, this, &DatasetPage::autoPlayChanged);
    connect(&m_services.player, &Player::failed, this, [this](const QString&, const Error& error) {
        m_banner->showError(error, tr("The clip could not be played"));
    });
    showCounts();
}

void DatasetPage::refreshSelection() {
    std::vector<ClipId> ids = m_table->selectedIds();
    const ClipId current = m_table->currentId();
    const auto it = std::find(ids.begin(), ids.end(), current);
    if (it != ids.end())
        std::iter_swap(ids.begin(), it);
    else if (current.isValid() && ids.empty())
        ids = {current};
    m_inspector->showClips(std::move(ids));
}

void DatasetPage::applyFilter() {
    QString query = m_filter->text();
    if (!m_sourceTerm.isEmpty())
        query = query.isEmpty() ? m_sourceTerm : QStringLiteral("%1 (%2)").arg(m_sourceTerm, query);
    m_model->setQueryText(query);
    m_hasFiltered = true;
}

void DatasetPage::showCounts() {
    std::array<int, dataset::kFindingCount> counts{};
    std::unordered_map<std::int64_t, int> bySource;
    int ready = 0;
    int heldOut = 0;
    int divided = 0;
    m_model->forEachClip([&](const ClipRecord& clip) {
        ++bySource[clip.source.value];
        if (clip.isUsable()) {
            ++ready;
            heldOut += clip.split == dataset::SplitSide::HeldOut ? 1 : 0;
            divided += clip.split != dataset::SplitSide::Unassigned ? 1 : 0;
        }
        for (int i = 0; i < dataset::kFindingCount; ++i)
            counts[static_cast<std::size_t>(i)] +=
                clip.findings.contains(static_cast<dataset::Finding>(i)) ? 1 : 0;
    });
    m_doctor->setCounts(counts, ready);
    m_split->setCounts(divided - heldOut, heldOut, ready - divided);
    m_sources->setCounts(bySource);
    const int total = m_model->totalCount();
    const bool isFirst = total > 0 && m_stack->currentIndex() == 0;
    const QWidget* focus = window()->focusWidget();
    m_stack->setCurrentIndex(total == 0 ? 0 : 1);
    // The first clips are there to be heard: the arrows step through them at once.
    if (isFirst && isVisible() && (focus == this || isAncestorOf(focus)))
        m_table->setFocus(Qt::OtherFocusReason);
    showCount();
}

// What is being done stands where the count is: nothing below moves when work begins or ends.
void DatasetPage::showCount() {
    const int total = m_model->totalCount();
    m_count->setText(!m_busyText.isEmpty() ? m_busyText
                     : m_model->rowCount() == total
                         ? tr("%Ln clips", nullptr, total)
                         : tr("%L1 of %Ln clips", nullptr, total).arg(m_model->rowCount()));
}

void DatasetPage::openRules() {
    if (m_rulesEditor == nullptr) {
        m_rulesEditor = new RulesEditor(this);
        connect(m_rulesEditor, &RulesEditor::previewRequested, this,
                [this](const dataset::PromptRules& rules) {
                    std::vector<ClipId> ids = m_table->selectedIds();
                    if (ids.size() < 2) ids = m_model->visibleIds();
                    // Ten spread over the list say more than the first ten, which are often one folder.
                    std::vector<ClipId> sample;
                    const std::size_t step = std::max<std::size_t>(1, ids.size() / 10);
                    for (std::size_t i = 0; i < ids.size() && sample.size() < 10; i += step)
                        sample.push_back(ids[i]);
                    m_services.dataset.previewRules(rules, std::move(sample));
                });
        connect(&m_services.dataset, &DatasetService::previewReady, m_rulesEditor, &RulesEditor::showPreview);
        connect(m_rulesEditor, &RulesEditor::tableChosen, this, [this](const QString& file) {
            setPromptTable(file);
            Q_EMIT promptTableChanged(file);
        });
        connect(m_rulesEditor, &RulesEditor::applied, this, &DatasetPage::applyRules);
    }
    m_rulesEditor->setTable(m_promptTable);
    m_rulesEditor->setRules(m_rules);
    m_rulesEditor->show();
    m_rulesEditor->raise();
}

// With undo, which also brings back the rules before: else the next folder's clips would undo the undo.
void DatasetPage::applyRules(const dataset::PromptRules& rules) {
    const auto use = [this](const dataset::PromptRules& these) {
        setRules(these);
        Q_EMIT rulesChanged(these);
    };
    m_editor->follow(
        tr("Write the prompts"), [use, before = m_rules] { use(before); }, [use, rules] { use(rules); });
    use(rules);
    m_tellsPrompts = true;
    m_services.dataset.applyRules(rules);
}

void DatasetPage::setPromptTable(const QString& file) {
    m_promptTable = file;
    m_services.dataset.setPromptTable(file);
}

void DatasetPage::setRules(const dataset::PromptRules& rules) {
    m_rules = rules;
    m_rulesPanel->setRules(rules);
    m_encode->refresh();
}

// Findings that were made for another model are made anew.
void DatasetPage::setDoctorSettings(const dataset::DoctorSettings& settings) {
    m_doctorSettings = settings;
    const bool isOther = m_foundWith && *m_foundWith != settings;
    m_foundWith = settings;
    if (isOther && m_model->totalCount() > 0) check();
}
void DatasetPage::setNoModel() {
    m_doctorSettings = {};
    m_doctorSettings.windowFrames = 0; // nothing is too long for it
    setModelWindow({});
}
void DatasetPage::check() {
    m_foundWith = m_doctorSettings;
    m_services.dataset.check(m_doctorSettings);
}
void DatasetPage::setModelWindow(const ModelWindow& window) {
    m_inspector->setModelWindow(window);
}
void DatasetPage::setAutoPlay(bool autoPlay) {
    m_autoPlay->setChecked(autoPlay);
}
void DatasetPage::addFolders(const QStringList& paths) {
    m_services.dataset.addFolders(paths);
    prepareNewClips();
}

// What a clip needs before it can be trained on, done at once so that nothing is forgotten: words by the
// rules, findings and groups of near duplicates, a side of the split. The service works in this order, behind
// the scan.
void DatasetPage::prepareNewClips() {
    if (!m_rules.rules.empty()) m_services.dataset.applyRules(m_rules);
    check();
    m_services.dataset.assignSplit({});
}

void DatasetPage::setWatching(bool watching) {
    m_sources->setWatching(watching);
}

QByteArray DatasetPage::strip() const {
    constexpr int kClips = 6;
    constexpr int kBars = 14; // a clip
    QByteArray strip;
    for (int row = 0; row < m_model->rowCount() && strip.size() < kClips * kBars; ++row) {
        const ClipRecord& clip = m_model->record(row);
        if (!clip.isUsable() || isImported(clip)) continue;
        const SharedPeaks peaks = m_services.peaks.peaks(m_model->fileOf(clip), clip.contentHash);
        if (!peaks) return {};
        std::array<audio::PeakPyramid::Range, kBars> bars{};
        peaks->ranges(0, 0, peaks->frameCount(), bars);
        const auto gain = static_cast<double>(fittingGain(*peaks));
        for (const auto& bar : bars)
            strip.append(static_cast<char>(
                std::lround(255.0 * std::min(1.0, gain * static_cast<double>(std::max(bar.max, -bar.min))))));
    }
    return strip;
}
// Not by a focus proxy: that would take the page's other controls out of the tab order.
void DatasetPage::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_stack->currentWidget() == m_table)
        m_table->setFocus(event->reason());
    else
        m_choose->setFocus(event->reason());
}

QByteArray DatasetPage::columnState() const {
    return m_splitter->saveState();
}
void DatasetPage::restoreColumnState(const QByteArray& state) {
    if (!state.isEmpty()) m_splitter->restoreState(state);
}
void DatasetPage::setFilter(const QString& query) {
    m_filter->setText(query);
    m_filter->setFocus(Qt::ShortcutFocusReason);
}

} // namespace attune::ui
