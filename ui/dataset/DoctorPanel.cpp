// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/DoctorPanel.h"

#include "ui/dataset/ClipText.h"
#include "ui/dataset/QueryList.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/CountDelegate.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace attune::ui {

namespace {

StateTone toneOf(dataset::Severity severity) {
    switch (severity) {
    case dataset::Severity::Problem:
        return StateTone::Bad;
    case dataset::Severity::Warning:
        return StateTone::Warn;
    case dataset::Severity::Information:
        break;
    }
    return StateTone::None;
}

constexpr int kQueryRole = CountDelegate::ToneRole + 1;

} // namespace

DoctorPanel::DoctorPanel(QWidget* parent)
    : QWidget(parent), m_list(new QListWidget(this)), m_notes(new QVBoxLayout) {
    auto* column = columnLayout(this, 0, 4);
    auto* head = new QHBoxLayout;
    head->addWidget(makeLabel(tr("DOCTOR"), LabelRole::Label, this), 1);
    QPushButton* check = makeButton(tr("Check"), ButtonRole::Link, QStringLiteral("doctorCheck"), this);
    check->setToolTip(tr("Look for duplicates, clipping, silence and everything else again"));
    head->addWidget(check);
    column->addLayout(head);
    m_list->setObjectName(QStringLiteral("doctorList"));
    m_list->setAccessibleName(tr("Findings"));
    m_list->setItemDelegate(new CountDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_list);
    m_notes->setSpacing(6);
    column->addLayout(m_notes);
    connect(check, &QPushButton::clicked, this, &DoctorPanel::checkRequested);
    const auto choose = [this](QListWidgetItem* item) {
        Q_EMIT filterRequested(item->data(kQueryRole).toString());
    };
    connect(m_list, &QListWidget::itemClicked, this, choose);
    connect(m_list, &QListWidget::itemActivated, this, choose);
    setCounts({}, 0);
}

// What is typed into the filter box moves the mark too.
void DoctorPanel::setQuery(const QString& query) {
    m_query = query.trimmed();
    markQuery(*m_list, kQueryRole, m_query);
}

void DoctorPanel::setCounts(const std::array<int, dataset::kFindingCount>& counts, int ready) {
    // Where the keyboard is stays where it is.
    const QString current = m_list->hasFocus() && m_list->currentItem() != nullptr
                                ? m_list->currentItem()->data(kQueryRole).toString()
                                : m_query;
    m_list->clear();
    const auto add = [this, &current](const QString& name, const QString& tip, int count, StateTone tone,
                                      const QString& query) {
        auto* item = new QListWidgetItem(name, m_list);
        item->setToolTip(tip);
        item->setData(CountDelegate::CountRole, count);
        item->setData(CountDelegate::ToneRole, static_cast<int>(tone));
        item->setData(kQueryRole, query);
        item->setData(Qt::AccessibleTextRole, tr("%1, %n clips", nullptr, count).arg(name));
        if (query == current) m_list->setCurrentItem(item);
    };
    add(tr("Ready"), tr("Clips that will be encoded and trained"), ready, StateTone::Good,
        QStringLiteral("usable:yes"));
    std::vector<const dataset::FindingFacts*> shown;
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        if (counts[static_cast<std::size_t>(facts.finding)] > 0) shown.push_back(&facts);
    std::stable_sort(shown.begin(), shown.end(),
                     [](const auto* a, const auto* b) { return a->severity > b->severity; });
    for (const dataset::FindingFacts* facts : shown)
        add(cliptext::findingTitle(facts->finding), cliptext::findingMeaning(facts->finding),
            counts[static_cast<std::size_t>(facts->finding)], toneOf(facts->severity),
            QStringLiteral("finding:%1")
                .arg(QString::fromLatin1(facts->name.data(), static_cast<qsizetype>(facts->name.size()))));
    fitRows(*m_list, 9);
}

namespace {

struct NoteText {
    QString title;
    QString reason;
    QString remedy;
};

NoteText textOf(dataset::DatasetFinding finding) {
    switch (finding) {
    case dataset::DatasetFinding::NoClips:
        break;
    case dataset::DatasetFinding::TooFewClips:
        return {DoctorPanel::tr("Few clips"),
                DoctorPanel::tr(
                    "Trained on so few, the whole model would remember them rather than learn from them."),
                DoctorPanel::tr("Add more, or train a LoRA and stop early.")};
    case dataset::DatasetFinding::TooLittleSound:
        return {DoctorPanel::tr("Little sound"),
                DoctorPanel::tr("A few minutes in all say little about what the sounds have in common."),
                DoctorPanel::tr("Twenty minutes of one kind of sound is a good beginning.")};
    case dataset::DatasetFinding::NothingHeldOut:
        return {DoctorPanel::tr("Nothing is held out"),
                DoctorPanel::tr("Without clips kept apart, nothing tells learning from remembering."),
                DoctorPanel::tr("Hold out about a tenth of the clips.")};
    case dataset::DatasetFinding::OnePromptForAll:
        return {
            DoctorPanel::tr("One prompt for all"),
            DoctorPanel::tr(
                "Every clip has the same prompt, so the words will mean everything in the folder at once."),
            DoctorPanel::tr("Use folder or file names in a prompt rule.")};
    }
    return {DoctorPanel::tr("No usable clips"), DoctorPanel::tr("There is nothing to train on yet."),
            DoctorPanel::tr("Add a folder of sounds.")};
}

} // namespace

void DoctorPanel::setNotes(const std::vector<dataset::DatasetNote>& notes) {
    while (QLayoutItem* item = m_notes->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        delete item;
    }
    for (const dataset::DatasetNote& note : notes) {
        const NoteText text = textOf(note.finding);
        QFrame* card = makeSurface(Surface::Raised, this);
        auto* column = columnLayout(card, 10, 2);
        column->addWidget(makeWrappedLabel(text.title, LabelRole::Strong, card));
        column->addWidget(makeWrappedLabel(text.reason, LabelRole::Secondary, card));
        card->setToolTip(text.remedy);
        card->setAccessibleDescription(text.remedy);
        m_notes->addWidget(card);
    }
}

} // namespace attune::ui
