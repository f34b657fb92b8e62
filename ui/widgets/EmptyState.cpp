// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EmptyState.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace attune::ui {

namespace {

constexpr int kLeastWidth = 200;
constexpr int kMostWidth = 420;

} // namespace

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& text, QWidget* parent)
    : QWidget(parent) {
    // The words wrap inside a block of a good reading width; the block floats a little above the middle.
    auto* block = new QWidget(this);
    block->setMinimumWidth(kLeastWidth);
    block->setMaximumWidth(kMostWidth);
    m_column = columnLayout(block, 0, 8);
    auto* picture = new QLabel(block);
    picture->setAlignment(Qt::AlignHCenter);
    const auto paint = [picture, icon] {
        picture->setPixmap(themedIcon(icon, ColorRole::Text3).pixmap(40, 40));
    };
    connect(&Theme::instance(), &Theme::changed, picture, paint);
    paint();
    QLabel* head = makeWrappedLabel(title, LabelRole::Item, block);
    QLabel* body = makeWrappedLabel(text, LabelRole::Secondary, block);
    for (QLabel* label : {picture, head, body}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        m_column->addWidget(label);
    }
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(block, 100);
    row->addStretch(1);
    auto* layout = columnLayout(this, 24, 0);
    layout->addStretch(2);
    layout->addLayout(row);
    layout->addStretch(3);
}

void EmptyState::setAction(const QString& text, const QString& objectName) {
    if (m_button == nullptr) {
        m_button = makeButton(text, ButtonRole::Primary, objectName, this);
        connect(m_button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
        m_column->addSpacing(8);
        m_column->addWidget(m_button, 0, Qt::AlignHCenter);
        return;
    }
    m_button->setText(text);
    m_button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    m_button->setObjectName(objectName);
}

} // namespace attune::ui
