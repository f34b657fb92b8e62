// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/TopBar.h"

#include "ui/bridge/ProjectService.h"
#include "ui/help/HelpRequest.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Controls.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QUndoCommand>
#include <QUndoStack>

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune::ui {

namespace {

constexpr int kWidestName = 320;

// A name is an edit like any other: it can be taken back.
class RenameCommand final : public QUndoCommand {
public:
    RenameCommand(ProjectService& service, QString name)
        : QUndoCommand(TopBar::tr("Rename the project")), m_service(service),
          m_before(service.project().name), m_name(std::move(name)) {}
    void redo() override { m_service.rename(m_name); }
    void undo() override { m_service.rename(m_before); }

private:
    ProjectService& m_service;
    QString m_before;
    QString m_name;
};

} // namespace

TopBar::TopBar(ProjectService& project, QUndoStack& undo, QWidget* parent)
    : QWidget(parent), m_service(project), m_undo(undo), m_project(new QLineEdit(this)),
      m_state(makeLabel({}, LabelRole::Secondary, this)),
      m_job(makeButton({}, ButtonRole::Chip, QStringLiteral("jobIndicator"), this)),
      m_search(new QLineEdit(this)) {
    setSurface(this, Surface::Panel);
    setProperty("edge", QStringLiteral("bottom"));
    auto* row = rowLayout(this, 0, 10);
    row->setContentsMargins(18, 6, 14, 6);
    QPushButton* brand = makeButton(QStringLiteral("Attune"), ButtonRole::Link, QStringLiteral("home"), this);
    brand->setToolTip(tr("Close the project and show the start page"));
    m_state->setObjectName(QStringLiteral("saveState"));
    row->addWidget(brand);
    buildName();
    row->addWidget(m_project);
    row->addWidget(m_state);
    m_job->setAccessibleName(tr("Job that runs"));
    m_job->setToolTip(tr("Show what runs"));
    m_job->hide();
    connect(m_job, &QPushButton::clicked, this, &TopBar::jobRequested);
    row->addWidget(m_job);
    row->addStretch(1);
    buildHistory();
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setAccessibleName(tr("Search clips and help"));
    m_search->setPlaceholderText(tr("Search clips or help  Ctrl+K"));
    m_search->setFixedWidth(260);
    row->addWidget(m_search);
    auto* find = new QAction(this);
    find->setShortcut(QKeySequence(QStringLiteral("Ctrl+K")));
    addAction(find);
    connect(find, &QAction::triggered, this, &TopBar::focusSearch);
    connect(m_search, &QLineEdit::returnPressed, this,
            [this] { Q_EMIT searched(m_search->text().trimmed()); });
    connect(brand, &QPushButton::clicked, this, &TopBar::homeRequested);
    for (const auto another : {&ProjectService::opened, &ProjectService::closed})
        connect(&project, another, this, [this] {
            showProject();
            showSaved(SaveState::Saved);
        });
    connect(&project, &ProjectService::changed, this, &TopBar::showProject);
    connect(&project, &ProjectService::saveStateChanged, this, &TopBar::showSaved);
    connect(&project, &ProjectService::busyChanged, this, [this](bool isBusy) {
        if (isBusy)
            m_state->setText(tr("opening…"));
        else
            showSaved(SaveState::Saved);
    });
    showProject();
    showSaved(SaveState::Saved);
}

// Looks like a title until the mouse or the keyboard is on it.
void TopBar::buildName() {
    m_project->setObjectName(QStringLiteral("projectName"));
    m_project->setAccessibleName(tr("Name of the project"));
    m_project->setProperty("role", QStringLiteral("title"));
    m_project->setToolTip(tr("Rename the project; its folder keeps its name (Return to keep, Esc to leave)"));
    setHelpTopic(m_project, QStringLiteral("moving"));
    connect(m_project, &QLineEdit::textChanged, this, &TopBar::fitName);
    connect(m_project, &QLineEdit::editingFinished, this, &TopBar::rename);
    connect(m_project, &QLineEdit::returnPressed, this, &TopBar::leaveName);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* before, const QWidget* now) {
        if (now == m_project) m_cameFrom = before;
    });
    auto* leave = new QAction(m_project);
    leave->setShortcut(Qt::Key_Escape);
    leave->setShortcutContext(Qt::WidgetShortcut);
    m_project->addAction(leave);
    connect(leave, &QAction::triggered, this, [this] {
        m_project->setText(m_service.project().name);
        leaveName();
    });
    connect(&Theme::instance(), &Theme::changed, this, &TopBar::fitName);
}

void TopBar::buildHistory() {
    const auto command = [&](const QString& icon, const QString& name, const QString& objectName,
                             const QKeySequence& keys, auto slot) {
        QToolButton* button = makeIconButton(icon, name, objectName, this);
        button->setShortcut(keys);
        connect(button, &QToolButton::clicked, &m_undo, slot);
        button->setEnabled(false);
        layout()->addWidget(button);
        return button;
    };
    QToolButton* back = command(QStringLiteral("undo"), tr("Undo"), QStringLiteral("undo"),
                                QKeySequence(QKeySequence::Undo), &QUndoStack::undo);
    QToolButton* again = command(QStringLiteral("redo"), tr("Redo"), QStringLiteral("redo"),
                                 QKeySequence(QStringLiteral("Ctrl+Shift+Z")), &QUndoStack::redo);
    // The other habit; of a standard key a button would take only the system's first.
    connect(new QShortcut(QKeySequence(QStringLiteral("Ctrl+Y")), this), &QShortcut::activated, &m_undo,
            &QUndoStack::redo);
    connect(&m_undo, &QUndoStack::canUndoChanged, back, &QWidget::setEnabled);
    connect(&m_undo, &QUndoStack::canRedoChanged, again, &QWidget::setEnabled);
    connect(&m_undo, &QUndoStack::undoTextChanged, back, [back](const QString& text) {
        back->setToolTip(text.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(text));
    });
    connect(&m_undo, &QUndoStack::redoTextChanged, again, [again](const QString& text) {
        again->setToolTip(text.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(text));
    });
}

void TopBar::showProject() {
    const ProjectView& project = m_service.project();
    m_project->setVisible(project.isOpen());
    m_project->setReadOnly(!project.readOnlyWhy.isEmpty());
    if (!m_project->isModified() || !m_project->hasFocus()) {
        m_project->setText(project.name);
        m_project->setCursorPosition(0); // a name that does not fit shows its beginning
    }
}

void TopBar::showSaved(SaveState state) {
    const ProjectView& project = m_service.project();
    const bool isWritable = project.readOnlyWhy.isEmpty();
    setTone(m_state, isWritable && state == SaveState::Failed ? StateTone::Bad : StateTone::None);
    m_state->setText(!project.isOpen()            ? QString()
                     : !isWritable                ? tr("read only: %1").arg(project.readOnlyWhy)
                     : state == SaveState::Saving ? tr("saving…")
                     : state == SaveState::Failed ? tr("not saved")
                                                  : tr("saved"));
}

void TopBar::rename() {
    const QString name = m_project->text().trimmed();
    const QString before = m_service.project().name;
    if (name.isEmpty() || name == before)
        m_project->setText(before);
    else
        m_undo.push(new RenameCommand(m_service, name));
    m_project->setModified(false);
    m_project->setCursorPosition(0);
}

void TopBar::leaveName() {
    m_project->clearFocus();
    if (m_cameFrom) m_cameFrom->setFocus(Qt::OtherFocusReason);
}

void TopBar::fitName() {
    constexpr int kAround = 20; // the field's own margins
    m_project->setFixedWidth(
        std::clamp(m_project->fontMetrics().horizontalAdvance(m_project->text()) + kAround, 60, kWidestName));
}

void TopBar::setJob(const QString& title, double share) {
    m_job->setVisible(!title.isEmpty());
    m_job->setText(QStringLiteral("● ") + (share < 0.0 ? title : tr("%1 %").arg(std::floor(100.0 * share))));
    m_job->setAccessibleDescription(title);
}

void TopBar::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

} // namespace attune::ui
