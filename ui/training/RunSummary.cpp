// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/RunSummary.h"

#include "core/base/Text.h"
#include "core/config/ParameterDescription.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Quantity.h"
#include "ui/widgets/StackedBar.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>

namespace attune::ui {

namespace {

qint64 integerAt(const config::Json& settings, const char* path, qint64 fallback) {
    const config::Json value = config::valueAt(settings, path);
    return value.is_number() ? value.get<std::int64_t>() : fallback;
}

QString stepText(double seconds) {
    return seconds < 1.0 ? RunSummary::tr("%1 ms").arg(QLocale().toString(seconds * 1e3, 'f', 0))
                         : durationText(seconds);
}

} // namespace

RunSummary::RunSummary(QWidget* parent)
    : QWidget(parent), m_memory(new StackedBar(this)), m_facts(new QVBoxLayout), m_remedies(new QVBoxLayout),
      m_startArea(new QWidget(this)) {
    auto* column = columnLayout(this, 0, 12);
    QFrame* card = makeSurface(Surface::Card, this);
    auto* cardColumn = columnLayout(card, 16, 10);
    cardColumn->addWidget(makeLabel(tr("What this means"), LabelRole::Item, card));
    m_facts->setSpacing(6);
    cardColumn->addLayout(m_facts);
    m_batch = addFact(tr("Clips a step"));
    m_epochs = addFact(tr("Length"));
    m_time = addFact(tr("Time"));
    m_disk = addFact(tr("Disk"));
    m_device = addFact(tr("Runs on"));
    column->addWidget(card);
    QFrame* memoryCard = makeSurface(Surface::Card, this);
    auto* memoryColumn = columnLayout(memoryCard, 16, 10);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("Memory"), LabelRole::Item, memoryCard), 1);
    m_fits = makeLabel({}, LabelRole::Strong, memoryCard);
    m_fits->setObjectName(QStringLiteral("memoryFits"));
    head->addWidget(m_fits);
    memoryColumn->addLayout(head);
    m_memory->setAccessibleName(tr("Memory plan"));
    memoryColumn->addWidget(m_memory);
    m_measured = makeWrappedLabel({}, LabelRole::Secondary, memoryCard);
    m_measured->setObjectName(QStringLiteral("stepMeasured"));
    memoryColumn->addWidget(m_measured);
    m_measure =
        makeButton(tr("&Measure one step"), ButtonRole::Link, QStringLiteral("measureStep"), memoryCard);
    m_measure->setToolTip(
        tr("The bar is reckoned. This loads the model and tries one step with made-up clips: "
           "what it really takes here in memory and time. No weight is changed."));
    memoryColumn->addWidget(m_measure, 0, Qt::AlignLeft);
    m_remedies->setSpacing(6);
    memoryColumn->addLayout(m_remedies);
    column->addWidget(memoryCard);
    auto* startColumn = columnLayout(m_startArea, 0, 8);
    m_notes = makeWrappedLabel({}, LabelRole::Secondary, m_startArea);
    m_notes->setObjectName(QStringLiteral("startNotes"));
    setTone(m_notes, StateTone::Warn);
    m_blocked = makeWrappedLabel({}, LabelRole::Secondary, m_startArea);
    m_blocked->setObjectName(QStringLiteral("startBlocked"));
    setTone(m_blocked, StateTone::Warn);
    m_start =
        makeButton(tr("&Start training"), ButtonRole::Primary, QStringLiteral("startTraining"), m_startArea);
    m_start->setMinimumHeight(38);
    startColumn->addWidget(m_notes);
    startColumn->addWidget(m_blocked);
    startColumn->addWidget(m_start);
    connect(m_start, &QPushButton::clicked, this, &RunSummary::startRequested);
    connect(m_measure, &QPushButton::clicked, this, [this] {
        m_measuredSettings = m_settings;
        m_measurement.reset();
        showMeasurement();
        Q_EMIT measureRequested();
    });
    showStart();
    showMeasurement();
}

QLabel* RunSummary::addFact(const QString& name) {
    auto* row = new QHBoxLayout;
    QLabel* label = makeLabel(name, LabelRole::Secondary, this);
    label->setFixedWidth(96);
    QLabel* value = makeWrappedLabel(QStringLiteral("–"), LabelRole::Body, this);
    row->addWidget(label, 0, Qt::AlignTop);
    row->addWidget(value, 1);
    m_facts->addLayout(row);
    return value;
}

void RunSummary::setSettings(const config::Json& settings, bool isValid) {
    m_isValid = isValid;
    m_settings = settings;
    const qint64 batch = integerAt(settings, "batch_size", 1);
    const qint64 accumulation = integerAt(settings, "accumulation", 1);
    m_batch->setText(accumulation > 1
                         ? tr("%L1 (%L2 × %L3)").arg(batch * accumulation).arg(batch).arg(accumulation)
                         : tr("%L1").arg(batch));
    showStart();
    showMeasurement();
}

void RunSummary::setPlan(const RunPlanView& plan) {
    m_plan = plan;
    m_memory->parentWidget()->setVisible(!plan.memory.empty()); // no card about nothing
    if (plan.memory.empty() &&
        plan.stepsPerEpoch == 0) { // nothing could be planned: the reason stands at the button
        for (QLabel* fact : {m_epochs, m_time, m_disk, m_device}) fact->setText(QStringLiteral("–"));
        m_memory->setParts({}, 0.0, &bytesText);
        m_fits->clear();
        showRemedies(plan);
        showStart();
        return;
    }
    const QString epoch = plan.stepsPerEpoch == 1 ? tr("an epoch is one step")
                                                  : tr("an epoch is %L1 steps").arg(plan.stepsPerEpoch);
    if (plan.trainingClips == 0)
        m_epochs->setText(tr("nothing to train on yet"));
    else
        m_epochs->setText(
            (plan.epochs > 0.0
                 ? tr("%L1 epochs; %2").arg(plan.epochs, 0, 'f', plan.epochs < 10.0 ? 1 : 0).arg(epoch)
                 : tr("until you stop; %1").arg(epoch)) +
            QStringLiteral("\n") + tr("%Ln clips", nullptr, static_cast<int>(plan.trainingClips)) +
            QStringLiteral(", ") + tr("%L1 held out").arg(plan.heldOutClips));
    m_time->setText(plan.seconds > 0.0
                        ? tr("about %1 (%2)").arg(durationText(plan.seconds), plan.secondsBasis)
                        : tr("not known before the first steps"));
    m_disk->setText(tr("at most %1; %2 are free")
                        .arg(bytesText(static_cast<double>(plan.diskBytes)),
                             bytesText(static_cast<double>(plan.freeDiskBytes))));
    m_device->setText(plan.deviceName);
    std::vector<StackedBar::Part> parts;
    for (const MemoryPartView& part : plan.memory)
        parts.push_back({part.name, static_cast<double>(part.bytes)});
    m_memory->setParts(std::move(parts), static_cast<double>(plan.memoryLimitBytes), &bytesText);
    m_fits->setText(
        plan.memory.empty() ? QString()
        : plan.fits
            ? tr("fits: %1 of %2")
                  .arg(bytesText(m_memory->total()), bytesText(static_cast<double>(plan.memoryLimitBytes)))
            : tr("does not fit: %1 of %2")
                  .arg(bytesText(m_memory->total()), bytesText(static_cast<double>(plan.memoryLimitBytes))));
    setTone(m_fits, plan.fits ? StateTone::Good : StateTone::Bad);
    showRemedies(plan);
    showStart();
}

void RunSummary::showRemedies(const RunPlanView& plan) {
    while (QLayoutItem* item = m_remedies->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
    for (const RemedyView& remedy : plan.remedies) {
        QPushButton* button = makeButton(
            tr("%1 (saves %2)").arg(remedy.text, bytesText(static_cast<double>(remedy.savedBytes))),
            ButtonRole::Normal, QStringLiteral("remedy:") + remedy.path, this);
        connect(button, &QPushButton::clicked, this,
                [this, remedy] { Q_EMIT remedyChosen(remedy.path, remedy.value); });
        m_remedies->addWidget(button);
    }
}

void RunSummary::setMeasurement(const std::optional<StepMeasurement>& measurement) {
    m_measurement = measurement;
    if (!measurement) m_measuredSettings = nullptr;
    showMeasurement();
}

// A measurement says nothing about other settings than its own.
void RunSummary::showMeasurement() {
    const bool isOfThese = !m_measuredSettings.is_null() && m_measuredSettings == m_settings;
    const bool isWaiting = !m_measuredSettings.is_null() && !m_measurement;
    m_measure->setEnabled(m_isValid && !isWaiting);
    m_measured->setVisible(isWaiting || (isOfThese && m_measurement));
    if (isWaiting) {
        m_measured->setText(tr("One step is being tried …"));
    } else if (isOfThese && m_measurement) {
        const StepMeasurement& step = *m_measurement;
        const double steps = static_cast<double>(integerAt(m_settings, "steps", 0));
        const QString perStep =
            tr("measured: %1 at most, %2 a step")
                .arg(bytesText(static_cast<double>(step.memoryBytes)), stepText(step.secondsPerStep));
        m_measured->setText(
            steps > 0.0 ? tr("%1; all steps about %2").arg(perStep, durationText(step.secondsPerStep * steps))
                        : perStep);
    }
}

void RunSummary::showStart() {
    m_start->setEnabled(m_isValid && m_plan.blockedBecause.isEmpty());
    m_blocked->setText(!m_isValid ? tr("A setting needs attention; it is marked in the form.")
                                  : m_plan.blockedBecause);
    m_blocked->setVisible(!m_blocked->text().isEmpty());
    m_notes->setText(m_plan.notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!m_plan.notes.isEmpty());
}

} // namespace attune::ui
