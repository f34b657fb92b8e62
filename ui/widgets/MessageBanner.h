// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageBanner: news at the top of a page: one sentence what happened, one what to do, details folded, copy
// button.
//
// Never modal. Errors of the engine come through showError, which makes the sentence (see ErrorText).
// Threads: GUI thread.
#pragma once

#include "core/base/Error.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace attune::ui {

class MessageBanner : public QFrame {
    Q_OBJECT
public:
    explicit MessageBanner(QWidget* parent = nullptr);

    void showError(const Error& error, const QString& whatFailed);
    void showNotice(const QString& sentence, const QString& remedy = {});
    // One extra button, for the remedy that is one click away; empty text hides it.
    void setRemedyAction(const QString& text);
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void remedyTriggered();
    void dismissed();

private:
    void present(const QString& icon, const QString& sentence, const QString& remedy, const QString& details);

    QLabel* m_icon;
    QLabel* m_sentence;
    QLabel* m_remedy;
    QPushButton* m_action;
    QPushButton* m_more;
    QPushButton* m_copy;
    QToolButton* m_close;
    QPlainTextEdit* m_details;
};

} // namespace attune::ui
