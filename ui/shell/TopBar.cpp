// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/TopBar.h"

#include "ui/widgets/Controls.h"

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QUndoStack>

#include <cmath>

namespace attune::ui {

TopBar::TopBar(QUndoStack& undo, QWidget* parent)
    : QWidget(parent), m_project(makeLabel({}, LabelRole::Item, this)),
      m_state(makeLabel({}, LabelRole::Secondary, this)),
      m_job(makeButton({}, ButtonRole::Chip, QStringLiteral("jobIndicator"), this)),
      m_search(new QLineEdit(this)) {
    setSurface(this, Surface::Panel);
    setProperty("edge", QStringLiteral("bottom"));
    auto* row = rowLayout(this, 0, 10);
    row->setContentsMargins(18, 6, 14, 6);
    QPushButton* brand = makeButton(QStringLiteral("Attune"), ButtonRole::Link, QStringLiteral("home"), this);
    brand->setToolTip(tr("Close the project and show the start page"));
    m_project->setObjectName(QStringLiteral("projectName"));
    m_state->setObjectName(QStringLiteral("saveState"));
    row->addWidget(brand);
    row->addWidget(m_project);
    row->addWidget(m_state);
    m_job->setAccessibleName(tr("Job that runs"));
    m_job->setToolTip(tr("Show what runs"));
    m_job->hide();
    connect(m_job, &QPushButton::clicked, this, &TopBar::jobRequested);
    row->addWidget(m_job);
    row->addStretch(1);
    const auto command = [&](const QString& icon, const QString& name, const QString& objectName,
                             QKeySequence::StandardKey key, auto slot) {
        QToolButton* button = makeIconButton(icon, name, objectName, this);
        button->setShortcut(QKeySequence(key));
        connect(button, &QToolButton::clicked, &undo, slot);
        button->setEnabled(false);
        row->addWidget(button);
        return button;
    };
    QToolButton* back = command(QStringLiteral("undo"), tr("Undo"), QStringLiteral("undo"),
                                QKeySequence::Undo, &QUndoStack::undo);
    QToolButton* again = command(QStringLiteral("redo"), tr("Redo"), QStringLiteral("redo"),
                                 QKeySequence::Redo, &QUndoStack::redo);
    connect(&undo, &QUndoStack::canUndoChanged, back, &QWidget::setEnabled);
    connect(&undo, &QUndoStack::canRedoChanged, again, &QWidget::setEnabled);
    connect(&undo, &QUndoStack::undoTextChanged, back, [back](const QString& text) {
        back->setToolTip(text.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(text));
    });
    connect(&undo, &QUndoStack::redoTextChanged, again, [again](const QString& text) {
        again->setToolTip(text.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(text));
    });
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
}

void TopBar::setProject(const QString& name, const QString& state) {
    m_project->setText(name);
    m_state->setText(state);
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
