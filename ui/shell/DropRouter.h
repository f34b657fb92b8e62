// SPDX-License-Identifier: GPL-3.0-or-later
//
// DropRouter: what dropped files mean: sounds, a model, a configuration, a project.
//
// Threads: pure function, any thread (looks at names, into folders for what they are, and into small .json
// files).
#pragma once

#include <QString>
#include <QStringList>

class QMimeData;

namespace attune::ui {

enum class DropKind {
    Nothing,
    Sounds,
    Model,
    Project,
    Settings, // of a training run, as Raw shows them
    Reference // a data set of stable-audio-tools
};

struct Drop {
    DropKind kind{DropKind::Nothing};
    QStringList paths; // those of that kind
    QString hint;      // what a drop would do, for the overlay
};

[[nodiscard]] QStringList localPaths(const QMimeData& data);
[[nodiscard]] Drop classifyDrop(const QStringList& paths);

} // namespace attune::ui
