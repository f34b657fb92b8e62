// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/ClipInspector.h"

#include "ui/audio/Player.h"
#include "ui/audio/WaveformView.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipText.h"
#include "ui/dataset/DatasetEditor.h"
#include "ui/dataset/PromptTools.h"
#include "ui/help/HelpRequest.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/EmptyState.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune::ui {

using dataset::ClipRecord;

ClipInspector::ClipInspector(ClipTableModel& model, DatasetEditor& editor, Player& player, PeakCache& peaks,
                             QWidget* parent)
    : QWidget(parent), m_model(model), m_editor(editor), m_player(player), m_body(new QWidget(this)),
      m_empty(new EmptyState(
          QStringLiteral("dataset"), tr("No clip selected"),
          tr("Choose a clip in the table to hear it, see what the model will see, and edit its prompt."),
          this)),
      m_peaks(peaks) {
    setSurface(this, Surface::Panel);
    setProperty("edge", QStringLiteral("left"));
    setAccessibleName(tr("Inspector"));
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inner = new QWidget;
    auto* stack = columnLayout(inner, 0, 0);
    stack->addWidget(m_empty);
    stack->addWidget(m_body);
    scroll->setWidget(inner);
    auto* layout = columnLayout(this, 0, 0);
    layout->addWidget(scroll);

    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(16, 14, 16, 16);
    column->setSpacing(8);
    buildSound(column);
    buildPrompt(column);
    column->addSpacing(8);
    column->addWidget(makeLabel(tr("FINDINGS"), LabelRole::Label, m_body));
    m_findings = new QVBoxLayout;
    m_findings->setSpacing(8);
    column->addLayout(m_findings);
    m_noFindings = makeWrappedLabel(tr("Nothing to mend: this clip is ready."), LabelRole::Secondary, m_body);
    column->addWidget(m_noFindings);
    column->addSpacing(8);
    m_similarTitle = makeLabel(tr("SIMILAR CLIPS"), LabelRole::Label, m_body);
    column->addWidget(m_similarTitle);
    m_similar = new QVBoxLayout;
    m_similar->setSpacing(2);
    column->addLayout(m_similar);
    column->addStretch(1);
    setMinimumWidth(
        std::max(340, m_body->minimumSizeHint().width() + 12)); // nothing is cut off in any language

    connect(&m_player, &Player::positionChanged, this, [this](double seconds) {
        if (m_player.file() == m_file || m_player.file() == m_decoded) m_waveform->setPosition(seconds);
    });
    connect(&m_player, &Player::stateChanged, this, [this] {
        m_play->setText(m_player.isPlaying() && (m_player.file() == m_file || m_player.file() == m_decoded)
                            ? tr("Pause")
                            : tr("Play"));
        m_loop->setChecked(m_player.isLoop());
    });
    showClips({});
}

void ClipInspector::buildSound(QVBoxLayout* column) {
    m_title = makeWrappedLabel({}, LabelRole::Item, m_body);
    m_title->setObjectName(QStringLiteral("inspectorTitle"));
    m_facts = makeWrappedLabel({}, LabelRole::Secondary, m_body);
    m_facts->setObjectName(QStringLiteral("inspectorFacts"));
    m_waveform = new WaveformView(m_peaks, m_body);
    m_waveform->setObjectName(QStringLiteral("inspectorWaveform"));
    m_waveform->setHeightByWidth(0.42, 150, 260);
    m_play = makeButton(tr("Play"), ButtonRole::Primary, QStringLiteral("inspectorPlay"), m_body);
    m_play->setToolTip(tr("Play or pause (Space)"));
    m_loop = makeIconButton(QStringLiteral("loop"), tr("Loop"), QStringLiteral("inspectorLoop"), m_body);
    m_loop->setCheckable(true);
    m_spectrogram =
        makeButton(tr("Spectrogram"), ButtonRole::Normal, QStringLiteral("inspectorSpectrogram"), m_body);
    m_spectrogram->setCheckable(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_roundTrip =
        makeButton(tr("Round trip"), ButtonRole::Normal, QStringLiteral("inspectorRoundTrip"), m_body);
    m_roundTrip->setCheckable(true);
    setHelpTopic(m_roundTrip, QStringLiteral("round-trip"));
    m_roundTrip->setToolTip(tr("Hear the clip through the model's autoencoder and back: what the model can "
                               "hear of it. Press again for the original."));
    // A click leaves the keyboard in the table, so that the arrows go on stepping through the clips.
    for (QWidget* button : std::initializer_list<QWidget*>{m_play, m_loop, m_spectrogram, m_roundTrip})
        button->setFocusPolicy(Qt::TabFocus);
    buttons->addWidget(m_play);
    buttons->addWidget(m_loop);
    buttons->addWidget(m_spectrogram, 1);
    buttons->addWidget(m_roundTrip, 1);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addWidget(m_waveform);
    column->addLayout(buttons);
    connect(m_play, &QPushButton::clicked, this, &ClipInspector::togglePlay);
    connect(m_roundTrip, &QPushButton::clicked, this, &ClipInspector::switchRoundTrip);
    connect(m_loop, &QToolButton::clicked, this, [this](bool on) { m_player.setLoop(on); });
    connect(m_spectrogram, &QPushButton::toggled, m_waveform, &WaveformView::setShowSpectrogram);
    connect(m_waveform, &WaveformView::seekRequested, this, [this](double seconds) {
        if (m_player.file() == m_file || m_player.file() == m_decoded) m_player.seekSeconds(seconds);
    });
    connect(m_waveform, &WaveformView::playRequested, this, &ClipInspector::togglePlay);
}

void ClipInspector::buildPrompt(QVBoxLayout* column) {
    column->addSpacing(8);
    column->addWidget(makeLabel(tr("THE MODEL WILL READ"), LabelRole::Label, m_body));
    m_prompt = new QLineEdit(m_body);
    m_prompt->setObjectName(QStringLiteral("inspectorPrompt"));
    m_prompt->setAccessibleName(tr("Prompt"));
    m_prompt->setToolTip(
        tr("The exact words this clip is trained with. Editing them here wins over the rules."));
    m_promptNote = makeWrappedLabel({}, LabelRole::Secondary, m_body);
    m_promptNote->setObjectName(QStringLiteral("promptNote"));
    m_release = makeButton(tr("Let the rules write it again"), ButtonRole::Link,
                           QStringLiteral("inspectorRelease"), m_body);
    QSizePolicy place = m_release->sizePolicy();
    place.setRetainSizeWhenHidden(true); // what is below does not move away from under the mouse
    m_release->setSizePolicy(place);
    m_include = makeButton(tr("Leave out"), ButtonRole::Normal, QStringLiteral("inspectorInclude"), m_body);
    m_side = makeButton(tr("Hold it out"), ButtonRole::Normal, QStringLiteral("inspectorSplit"), m_body);
    column->addWidget(m_prompt);
    column->addWidget(m_promptNote);
    column->addWidget(m_release, 0, Qt::AlignLeft);
    auto* row = new QHBoxLayout;
    row->addWidget(m_include);
    row->addWidget(m_side);
    column->addLayout(row);
    m_tools = new PromptTools(m_body);
    column->addSpacing(8);
    column->addWidget(m_tools);
    connect(m_tools, &PromptTools::replaceRequested, this,
            [this](const QString& find, const QString& replacement) {
                m_editor.replaceInPrompts(m_ids, find, replacement);
                Q_EMIT promptsWritten();
            });
    connect(m_prompt, &QLineEdit::editingFinished, this, &ClipInspector::commitPrompt);
    connect(m_prompt, &QLineEdit::returnPressed, this, [this] {
        commitPrompt();
        Q_EMIT promptsWritten();
    });
    connect(m_release, &QPushButton::clicked, this, [this] { m_editor.releasePrompt(m_ids); });
    connect(m_include, &QPushButton::clicked, this, [this] {
        if (const ClipRecord* clip = m_ids.empty() ? nullptr : m_model.find(m_ids.front()))
            m_editor.setIncluded(m_ids, !clip->isIncluded);
    });
    connect(m_side, &QPushButton::clicked, this, [this] {
        const ClipRecord* clip = m_ids.empty() ? nullptr : m_model.find(m_ids.front());
        if (clip == nullptr) return;
        m_editor.setSplit(m_ids, clip->split == dataset::SplitSide::HeldOut ? dataset::SplitSide::Train
                                                                            : dataset::SplitSide::HeldOut);
    });
}

void ClipInspector::showClips(std::vector<ClipId> ids) {
    if (ids != m_ids) commitPrompt(); // what was typed is meant for the clips before
    m_ids = std::move(ids);
    refresh();
}

// The same clip may have another file by now, and the same id means another clip in another project.
void ClipInspector::showSound(const ClipRecord* clip) {
    const QString file = clip != nullptr ? m_model.fileOf(*clip) : QString();
    const ContentHash content = clip != nullptr ? clip->contentHash : ContentHash{};
    if (file == m_file && content == m_content) return;
    m_file = file;
    m_content = content;
    m_decoded.clear();
    endRoundTrip();
    if (m_file.isEmpty()) // an imported one has no sound
        m_waveform->clear();
    else
        m_waveform->setSound(m_file, m_content, clip->durationSeconds());
    showWindow();
}

// What cannot be read is not heard, so there is nothing to pad either.
void ClipInspector::showWindow() {
    const ClipRecord* clip = m_ids.empty() ? nullptr : m_model.find(m_ids.front());
    const bool isHeard = m_window.seconds > 0.0 && (clip == nullptr || clip->isReadable());
    m_waveform->setModelWindow(isHeard ? std::optional(0.0) : std::nullopt, m_window.seconds);
}

void ClipInspector::refresh() {
    const ClipRecord* clip = m_ids.empty() ? nullptr : m_model.find(m_ids.front());
    m_body->setVisible(clip != nullptr);
    m_empty->setVisible(clip == nullptr);
    showSound(clip);
    if (clip == nullptr) {
        m_ids.clear();
        return;
    }
    const int count = static_cast<int>(m_ids.size());
    m_title->setText(count > 1 ? tr("%n clips selected", nullptr, count)
                               : QString::fromStdString(clip->fileName()));
    const QString problem = m_model.encodeProblem(*clip);
    QString about = cliptext::facts(*clip);
    if (count > 1) about = QString::fromStdString(clip->fileName()) + QStringLiteral(" · ") + about;
    m_facts->setText(problem.isEmpty() ? about : about + QLatin1Char('\n') + problem);
    m_facts->setToolTip(m_file);
    const bool isFixed = isImported(*clip);
    const bool hasSound = clip->isReadable() && !clip->isMissing && !isFixed;
    m_prompt->setReadOnly(isFixed);
    for (QPushButton* button : {m_include, m_side}) button->setEnabled(!isFixed);
    m_play->setEnabled(hasSound);
    m_roundTrip->setEnabled(hasSound);
    const bool isSame = std::all_of(m_ids.begin(), m_ids.end(), [&](ClipId id) {
        const ClipRecord* other = m_model.find(id);
        return other != nullptr && other->prompt == clip->prompt;
    });
    if (!m_prompt->hasFocus() || !m_prompt->isModified()) {
        m_prompt->setText(isSame ? QString::fromStdString(clip->prompt) : QString());
        m_prompt->setPlaceholderText(isSame ? tr("no prompt")
                                            : tr("several prompts; type to replace them all"));
        m_prompt->setModified(false);
    }
    QStringList notes;
    if (clip->isReadable())
        notes << tr("seconds_total %1").arg(static_cast<int>(std::ceil(clip->durationSeconds())));
    if (clip->isPromptEdited) notes << tr("edited by hand");
    for (const dataset::PromptAlternative& alternative : clip->alternatives)
        notes << tr("“%1” × %2")
                     .arg(QString::fromStdString(alternative.text),
                          QLocale().toString(static_cast<double>(alternative.weight), 'g', 3));
    m_promptNote->setText(notes.join(QStringLiteral(" · ")));
    m_release->setVisible(clip->isPromptEdited);
    m_include->setText(clip->isIncluded ? tr("Leave out") : tr("Take in again"));
    m_side->setText(clip->split == dataset::SplitSide::HeldOut ? tr("Train on it") : tr("Hold it out"));
    for (QPushButton* button : {m_include, m_side}) button->setAccessibleName(button->text());
    m_tools->setVisible(count > 1);
    if (count > 1) {
        std::vector<QString> prompts;
        for (const ClipId id : m_ids)
            if (const ClipRecord* other = m_model.find(id))
                prompts.push_back(QString::fromStdString(other->prompt));
        m_tools->setPrompts(std::move(prompts));
    }
    QString cards = QStringLiteral("%1 %2 %3 %4")
                        .arg(clip->id.value)
                        .arg(count)
                        .arg(clip->contentGroup)
                        .arg(clip->isIncluded);
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        if (clip->findings.contains(facts.finding))
            cards += QLatin1Char(' ') + QString::number(static_cast<int>(facts.finding));
    if (std::exchange(m_cards, cards) == cards) return;
    showFindings(*clip);
    showSimilar(*clip);
}

namespace {

void empty(QVBoxLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
}

// Whether leaving the clip out mends it; the others are mended by a rule, or need nothing.
bool isMendedByLeavingOut(dataset::Finding finding) {
    using enum dataset::Finding;
    switch (finding) {
    case Silent:
    case Clipped:
    case DcOffset:
    case LossySource:
    case LossySpectrum:
    case TooShort:
    case ExactDuplicate:
    case NearDuplicate:
    case EndsEarly:
        return true;
    default:
        return false;
    }
}

bool isMendedByRules(dataset::Finding finding) {
    return finding == dataset::Finding::MissingPrompt || finding == dataset::Finding::PromptLikePath;
}

constexpr int kMostSimilar = 5;

} // namespace

void ClipInspector::showFindings(const ClipRecord& clip) {
    empty(*m_findings);
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        if (clip.findings.contains(facts.finding)) m_findings->addWidget(makeFinding(clip, facts));
    m_noFindings->setVisible(m_findings->count() == 0);
}

QWidget* ClipInspector::makeFinding(const ClipRecord& clip, const dataset::FindingFacts& facts) {
    QFrame* card = makeSurface(Surface::Raised, m_body);
    auto* column = columnLayout(card, 12, 3);
    auto* head = new QHBoxLayout;
    auto* shape = new QLabel(facts.severity == dataset::Severity::Problem   ? QStringLiteral("◆")
                             : facts.severity == dataset::Severity::Warning ? QStringLiteral("●")
                                                                            : QStringLiteral("○"),
                             card);
    setTone(shape, facts.severity == dataset::Severity::Problem   ? StateTone::Bad
                   : facts.severity == dataset::Severity::Warning ? StateTone::Warn
                                                                  : StateTone::None);
    head->addWidget(shape);
    head->addWidget(makeLabel(cliptext::findingTitle(facts.finding), LabelRole::Strong, card), 1);
    column->addLayout(head);
    column->addWidget(makeWrappedLabel(cliptext::findingMeaning(facts.finding) + QLatin1Char(' ') +
                                           cliptext::findingRemedy(facts.finding),
                                       LabelRole::Secondary, card));
    if (isMendedByRules(facts.finding)) {
        QPushButton* rules =
            makeButton(tr("Edit the rules"), ButtonRole::Link, QStringLiteral("findingRules"), card);
        connect(rules, &QPushButton::clicked, this, &ClipInspector::rulesRequested);
        column->addWidget(rules, 0, Qt::AlignLeft);
    } else if (clip.isIncluded && isMendedByLeavingOut(facts.finding)) {
        QPushButton* leave =
            makeButton(tr("Leave it out"), ButtonRole::Link, QStringLiteral("findingLeaveOut"), card);
        connect(leave, &QPushButton::clicked, this, [this] { m_editor.setIncluded(m_ids, false); });
        column->addWidget(leave, 0, Qt::AlignLeft);
    }
    return card;
}

void ClipInspector::showSimilar(const ClipRecord& clip) {
    empty(*m_similar);
    if (clip.contentGroup != 0 && m_ids.size() == 1)
        m_model.forEachClip([&](const ClipRecord& other) {
            if (other.contentGroup != clip.contentGroup || other.id == clip.id ||
                m_similar->count() >= kMostSimilar)
                return;
            QPushButton* link = makeButton(QString::fromStdString(other.fileName()), ButtonRole::Link,
                                           QStringLiteral("similarClip"), m_body);
            link->setToolTip(tr("Show and hear it"));
            connect(link, &QPushButton::clicked, this, [this, id = other.id] { Q_EMIT clipRequested(id); });
            m_similar->addWidget(link, 0, Qt::AlignLeft);
        });
    m_similarTitle->setVisible(m_similar->count() > 0);
}

void ClipInspector::switchRoundTrip(bool decoded) {
    if (m_isDecoding) {
        m_roundTrip->setChecked(true);
        return;
    }
    if (decoded && m_decoded.isEmpty()) {
        m_isDecoding = true; // not disabled meanwhile: the keyboard would move elsewhere
        m_roundTrip->setText(tr("Encoding…"));
        Q_EMIT roundTripRequested(m_file);
        return;
    }
    const bool wasPlaying = m_player.isPlaying();
    m_player.play(decoded ? m_decoded : m_file, wasPlaying ? StartAt::SamePosition : StartAt::Beginning);
}

void ClipInspector::playRoundTrip(const QString& soundFile, const QString& decodedFile) {
    if (soundFile != m_file) return; // another clip was chosen meanwhile
    m_decoded = decodedFile;
    endRoundTrip();
    m_roundTrip->setChecked(true);
    switchRoundTrip(true);
}

void ClipInspector::endRoundTrip() {
    m_isDecoding = false;
    m_roundTrip->setEnabled(m_play->isEnabled());
    m_roundTrip->setText(tr("Round trip"));
    m_roundTrip->setChecked(false);
}

void ClipInspector::commitPrompt() {
    if (!m_prompt->isModified() || m_ids.empty()) return;
    m_prompt->setModified(false);
    m_editor.setPrompt(m_ids, m_prompt->text());
}

void ClipInspector::setModelWindow(const ModelWindow& window) {
    m_window = window;
    showWindow();
}

void ClipInspector::togglePlay() {
    if (m_file.isEmpty() || !m_play->isEnabled()) return;
    const QString& file = m_roundTrip->isChecked() && !m_decoded.isEmpty() ? m_decoded : m_file;
    if (m_player.file() == file)
        m_player.toggle();
    else
        m_player.play(file);
}

} // namespace attune::ui
