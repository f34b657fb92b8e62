// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/MessageBanner.h"

#include "ui/theme/Icons.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/ErrorText.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

namespace attune::ui {

MessageBanner::MessageBanner(QWidget* parent) : QFrame(parent) {
    setSurface(this, Surface::Raised);
    setAccessibleName(tr("Message"));
    auto* column = columnLayout(this, 12, 8);
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    m_icon = new QLabel(this);
    m_sentence = makeWrappedLabel({}, LabelRole::Strong, this);
    m_remedy = makeWrappedLabel({}, LabelRole::Secondary, this);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_sentence);
    words->addWidget(m_remedy);
    m_action = makeButton(tr("What to do"), ButtonRole::Primary, QStringLiteral("bannerRemedy"), this);
    m_more = makeButton(tr("&Details"), ButtonRole::Normal, QStringLiteral("bannerDetails"), this);
    m_copy = makeButton(tr("&Copy"), ButtonRole::Normal, QStringLiteral("bannerCopy"), this);
    m_close = makeIconButton(QStringLiteral("close"), tr("Dismiss"), QStringLiteral("bannerClose"), this);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    for (QPushButton* button : {m_action, m_more, m_copy}) row->addWidget(button, 0, Qt::AlignTop);
    row->addWidget(m_close, 0, Qt::AlignTop);
    m_details = new QPlainTextEdit(this);
    m_details->setReadOnly(true);
    m_details->setAccessibleName(tr("Details"));
    m_details->setMaximumHeight(120);
    m_details->hide();
    column->addLayout(row);
    column->addWidget(m_details);
    m_more->setCheckable(true);
    connect(m_more, &QPushButton::toggled, m_details, &QWidget::setVisible);
    connect(m_action, &QPushButton::clicked, this, &MessageBanner::remedyTriggered);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_sentence->text() + QLatin1Char('\n') + m_remedy->text() +
                                              QLatin1Char('\n') + m_details->toPlainText());
    });
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    hide();
}

void MessageBanner::present(const QString& icon, const QString& sentence, const QString& remedy,
                            const QString& details) {
    const bool isError = !details.isEmpty();
    m_icon->setPixmap(themedIcon(icon, isError ? ColorRole::Bad : ColorRole::Accent).pixmap(20, 20));
    m_sentence->setText(sentence);
    m_remedy->setText(remedy);
    m_remedy->setVisible(!remedy.isEmpty());
    m_details->setPlainText(details);
    m_more->setVisible(isError);
    m_more->setChecked(false);
    m_copy->setVisible(isError);
    m_action->hide();
    show();
}

void MessageBanner::showError(const Error& error, const QString& whatFailed) {
    const ErrorText text = errorTextOf(error, whatFailed);
    present(QStringLiteral("warning"), text.sentence, text.remedy, text.details);
}

void MessageBanner::showNotice(const QString& sentence, const QString& remedy) {
    present(QStringLiteral("info"), sentence, remedy, {});
}

void MessageBanner::setRemedyAction(const QString& text) {
    m_action->setText(text);
    m_action->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    m_action->setVisible(!text.isEmpty());
}

QString MessageBanner::sentence() const {
    return m_sentence->text();
}

} // namespace attune::ui
