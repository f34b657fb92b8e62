// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/DropRouter.h"

#include "core/base/Text.h"
#include "core/dataset/Scanner.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace attune::ui {

namespace {

QString say(const char* text) { return QCoreApplication::translate("DropRouter", text); }

} // namespace

Drop classifyDrop(const QStringList& paths) {
    Drop sounds{DropKind::Sounds, {}, say(QT_TRANSLATE_NOOP("DropRouter", "Add these sounds to the dataset"))};
    Drop models{DropKind::Model, {}, say(QT_TRANSLATE_NOOP("DropRouter", "Add this model"))};
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString suffix = info.suffix().toLower();
        if (info.isDir()) {
            if (QFileInfo::exists(path + QStringLiteral("/project.json"))) return {DropKind::Project, {path}, say(QT_TRANSLATE_NOOP("DropRouter", "Open this project"))};
            sounds.paths << path;
        } else if (info.fileName() == QStringLiteral("project.json")) {
            return {DropKind::Project, {info.absolutePath()}, say(QT_TRANSLATE_NOOP("DropRouter", "Open this project"))};
        } else if (suffix == QStringLiteral("safetensors") || suffix == QStringLiteral("ckpt") || suffix == QStringLiteral("pt") || suffix == QStringLiteral("json")) {
            models.paths << path;
        } else if (dataset::hasSoundSuffix(pathFromUtf8(path.toStdString()))) {
            sounds.paths << path;
        }
    }
    if (!models.paths.isEmpty()) return models;
    if (!sounds.paths.isEmpty()) return sounds;
    return {};
}

} // namespace attune::ui
