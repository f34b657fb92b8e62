// SPDX-License-Identifier: GPL-3.0-or-later
//
// JsonLines: on which line of a JSON text each value stands, so that a problem at "optimiser.config.lr" can
// be marked where somebody types. Knows nothing of what is valid: it reads what it can.
//
// Threads: pure functions.
#pragma once

#include <QHash>
#include <QString>

namespace attune::ui {

// Paths as config::JsonView writes them ("demos.prompts[2].seed"); lines count from 1.
[[nodiscard]] QHash<QString, int> jsonLines(const QString& text);
// The line of the value at `path`, or of the nearest thing around it that is there; 1 when nothing is.
[[nodiscard]] int jsonLineOf(const QHash<QString, int>& lines, QString path);

} // namespace attune::ui
