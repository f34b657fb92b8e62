// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/TourGuide.h"

#include "core/config/ParameterDescription.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kLastNumber = 5; // Encode and Train are one number each; Done has none

} // namespace

TourGuide::TourGuide(const TourServices& services, QWidget* parent)
    : QFrame(parent), m_services(services), m_number(makeLabel({}, LabelRole::Label, this)),
      m_text(makeWrappedLabel({}, LabelRole::Body, this)),
      m_next(makeButton(tr("Next"), ButtonRole::Primary, QStringLiteral("tourNext"), this)),
      m_leave(makeButton(tr("Leave the tour"), ButtonRole::Link, QStringLiteral("tourLeave"), this)) {
    setObjectName(QStringLiteral("tourGuide"));
    setAccessibleName(tr("Tour"));
    setSurface(this, Surface::Raised);
    m_text->setObjectName(QStringLiteral("tourText"));
    auto* row = rowLayout(this, 0, 14);
    row->setContentsMargins(18, 8, 14, 8);
    row->addWidget(m_number);
    row->addWidget(m_text, 1);
    row->addWidget(m_leave);
    row->addWidget(m_next);
    setTabOrder(m_leave, m_next); // as they are seen
    const QKeySequence keys(Qt::CTRL | Qt::Key_Return);
    row->addWidget(makeLabel(keys.toString(QKeySequence::NativeText), LabelRole::Secondary, this));
    for (const QKeySequence& each : {keys, QKeySequence(Qt::CTRL | Qt::Key_Enter)})
        connect(new QShortcut(each, this), &QShortcut::activated, m_next, &QPushButton::click);
    connect(m_next, &QPushButton::clicked, this, [this] { act(); });
    connect(m_leave, &QPushButton::clicked, this, &TourGuide::end);
    // The button waits until the model is there and the sounds are read.
    connect(&m_services.encode, &EncodeService::planReady, this, [this](const EncodePlanView& plan) {
        if (isHidden() || m_step != Step::Hear) return;
        if (plan.clipsToDo == 0 && plan.clipsDone > 0) m_next->setText(tr("On to training"));
        m_isEncoded = plan.clipsToDo == 0 && plan.clipsDone > 0;
        setNextEnabled(m_isEncoded || (plan.clipsToDo > 0 && plan.blockedBecause.isEmpty()));
    });
    connect(&m_services.encode, &EncodeService::failed, this, [this] {
        if (!isHidden() && m_step == Step::Encode) go(Step::Hear);
    });
    const auto mayTryAgain = [this] { setNextEnabled(true); };
    connect(&m_services.train, &TrainService::failed, this, mayTryAgain);
    connect(&m_services.listen, &ListenService::failed, this, mayTryAgain);
    connect(&m_services.encode, &EncodeService::encoded, this, [this] {
        if (!isHidden() && m_step == Step::Encode) go(Step::Train);
    });
    connect(&m_services.train, &TrainService::runStarted, this, [this](const QString& run) {
        if (isHidden() || m_step > Step::Train) return;
        m_runId = run;
        go(Step::Watch);
    });
    connect(&m_services.train, &TrainService::runsChanged, this, [this] {
        if (isHidden() || m_step != Step::Watch) return;
        for (const RunView& run : m_services.train.runs())
            if (run.id == m_runId && run.status != RunStatus::Running && run.status != RunStatus::Waiting)
                m_services.listen.loadGrid(m_runId);
    });
    connect(&m_services.listen, &ListenService::gridReady, this, &TourGuide::gridChanged);
    connect(&m_services.listen, &ListenService::exported, this, [this](const QString&) {
        if (!isHidden() && m_step == Step::Compare) go(Step::Done);
    });
    hide();
}

void TourGuide::begin() {
    m_runId.clear();
    m_lastStep = 0;
    m_isEncoded = false;
    show();
    go(Step::Hear);
}

void TourGuide::end() {
    hide();
}

void TourGuide::go(Step step) {
    m_step = step;
    const auto say = [this](int number, const QString& text, const QString& button, bool isEnabled) {
        m_number->setText(number > 0 ? tr("TOUR %1 OF %2").arg(number).arg(kLastNumber) : tr("TOUR"));
        m_text->setText(text);
        m_next->setText(button);
        m_next->setAccessibleName(QString(button).remove(QLatin1Char('&')));
        setNextEnabled(isEnabled);
    };
    switch (step) {
    case Step::Hear:
        say(1,
            tr("These are the sounds to learn from. Click one or step with ↑ and ↓ to hear it; the "
               "words at the right are what it is called by."),
            tr("Encode the sounds"), false);
        Q_EMIT placeRequested(Place::Dataset);
        break;
    case Step::Encode:
        say(2,
            tr("The sounds are turned into latents, the language that the model works in. This happens "
               "once."),
            tr("Encoding…"), false);
        break;
    case Step::Train:
        say(3,
            tr("The settings suit the starter model: a short run, about a minute on this computer. Start "
               "it."),
            tr("Start the run"), true);
        Q_EMIT placeRequested(Place::Train);
        showSettings();
        break;
    case Step::Watch:
        say(4,
            tr("The base model makes its demos first: play one under Demos. Then the loss curve falls, which "
               "is the model learning."),
            tr("Compare the demos"), m_lastStep > 0);
        break;
    case Step::Compare:
        say(5,
            tr("One column a checkpoint, the base model first. Click or press Space to play, ← and → to "
               "switch at the same place in the sound."),
            tr("Export checkpoint %L1").arg(m_lastStep), true);
        Q_EMIT placeRequested(Place::Listen);
        break;
    case Step::Done:
        say(0,
            tr("That is all there is to it. The exported model lies in the folder “export” of this project."),
            tr("Now with my own sounds"), true);
        break;
    }
}

// A button that is disabled hands the keyboard to its neighbour, which would leave the tour: it waits here.
void TourGuide::setNextEnabled(bool isEnabled) {
    if (!isEnabled && m_next->hasFocus()) setFocus(Qt::OtherFocusReason);
    m_next->setEnabled(isEnabled);
    if (isEnabled && hasFocus()) m_next->setFocus(Qt::OtherFocusReason);
}

void TourGuide::act() {
    switch (m_step) {
    case Step::Hear:
        go(m_isEncoded ? Step::Train : Step::Encode);
        if (!m_isEncoded) m_services.encode.start();
        break;
    case Step::Encode:
        break;
    case Step::Train:
        startTraining();
        break;
    case Step::Watch:
        go(Step::Compare);
        break;
    case Step::Compare:
        exportBest();
        break;
    case Step::Done:
        end();
        Q_EMIT finished();
        break;
    }
}

void TourGuide::showSettings() {
    const std::vector<config::Json> presets = m_services.train.presets();
    if (presets.empty()) return;
    m_settings = presets.front(); // the one for the chosen model
    config::setValueAt(m_settings, "model", m_services.project.project().modelId.toStdString());
    Q_EMIT draftRequested(m_settings);
}

void TourGuide::startTraining() {
    setNextEnabled(false);
    const config::Json& draft = m_services.project.project().draft; // with what the user changed in the form
    m_services.train.start(draft.is_null() ? m_settings : draft);
}

void TourGuide::exportBest() {
    setNextEnabled(false);
    m_services.listen.exportCheckpoint({m_runId, m_lastStep,
                                        m_services.project.project().folder + QStringLiteral("/export"),
                                        QStringLiteral("safetensors"), QStringLiteral("fp32"), true});
}

void TourGuide::gridChanged(const DemoGrid& grid) {
    if (isHidden() || grid.runId != m_runId) return;
    for (std::size_t column = 0; column < grid.columns.size(); ++column) {
        const bool isHeard = std::any_of(grid.rows.begin(), grid.rows.end(), [column](const DemoRow& row) {
            return column < row.cells.size() && !row.cells[column].file.isEmpty();
        });
        if (isHeard && grid.columns[column].canGenerate)
            m_lastStep = std::max(m_lastStep, grid.columns[column].step);
    }
    if (m_step == Step::Watch) setNextEnabled(m_lastStep > 0);
    if (m_step == Step::Compare) go(Step::Compare);
}

} // namespace attune::ui
