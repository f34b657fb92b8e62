// SPDX-License-Identifier: GPL-3.0-or-later
//
// ErrorText: an engine error in the user's words: what happened, what to do, and the details for whoever
// helps.
//
// No exception text reaches the sentence. Threads: pure function; tr() needs the GUI thread's translators.
#pragma once

#include "core/base/Error.h"

#include <QCoreApplication>
#include <QString>

namespace attune::ui {

struct ErrorText {
    QString sentence;
    QString remedy;
    QString details;
};

class ErrorTexts {
    Q_DECLARE_TR_FUNCTIONS(attune::ui::ErrorTexts)
public:
    [[nodiscard]] static ErrorText of(const Error& error, const QString& whatFailed);
};

// `whatFailed` is a sentence without its reason: "The folder could not be scanned".
[[nodiscard]] inline ErrorText errorTextOf(const Error& error, const QString& whatFailed) {
    return ErrorTexts::of(error, whatFailed);
}

} // namespace attune::ui
