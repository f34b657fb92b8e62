// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EmptyState.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace attune::ui {

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& text, QWidget* parent) : QWidget(parent) {
    auto* layout = columnLayout(this, 24, 8);
    auto* picture = new QLabel(this);
    const auto paint = [picture, icon] { picture->setPixmap(themedIcon(icon, ColorRole::Text3).pixmap(40, 40)); };
    connect(&Theme::instance(), &Theme::changed, picture, paint);
    paint();
    QLabel* head = makeWrappedLabel(title, LabelRole::Item, this);
    head->setAlignment(Qt::AlignHCenter);
    head->setMinimumWidth(220);
    head->setMaximumWidth(440);
    QLabel* body = makeWrappedLabel(text, LabelRole::Secondary, this);
    body->setMaximumWidth(440);
    body->setMinimumWidth(220);
    body->setAlignment(Qt::AlignHCenter);
    layout->addStretch(2);
    for (QWidget* widget : {static_cast<QWidget*>(picture), static_cast<QWidget*>(head), static_cast<QWidget*>(body)})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addSpacing(8);
    layout->addStretch(3);
}

void EmptyState::setAction(const QString& text, const QString& objectName) {
    if (m_button == nullptr) {
        m_button = makeButton(text, ButtonRole::Primary, objectName, this);
        connect(m_button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
        auto* column = static_cast<QBoxLayout*>(layout());
        column->insertWidget(column->count() - 1, m_button, 0, Qt::AlignHCenter);
        return;
    }
    m_button->setText(text);
    m_button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    m_button->setObjectName(objectName);
}

} // namespace attune::ui
