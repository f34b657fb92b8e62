// SPDX-License-Identifier: GPL-3.0-or-later
//
// EngineText: a sentence of the engine (of an error, a remedy, a finding) in the user's language.
//
// The engine knows no Qt and puts its sentences together in English. Here they are recognised again by the
// patterns of resources/translations/engine_texts.h; what was put in comes out in the translation. An
// argument that is a sentence of the engine itself is translated too. What no pattern fits stays as it is.
// Threads: any; the translators are the application's.
#pragma once

#include <QString>
#include <QStringList>

#include <string>

namespace attune::ui {

[[nodiscard]] QString engineText(const QString& english);
[[nodiscard]] QString engineText(const std::string& english);

// Whether a pattern fits: a sentence that was written for people.
[[nodiscard]] bool isEngineText(const std::string& english);

// Every pattern, for tests.
[[nodiscard]] QStringList enginePatterns();

} // namespace attune::ui
