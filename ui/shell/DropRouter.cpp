// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/DropRouter.h"

#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/dataset/Scanner.h"
#include "core/project/Project.h"
#include "core/project/ProjectFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace attune::ui {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("DropRouter", text);
}

constexpr qint64 kMostJsonBytes = 1 << 20; // configurations are small

DropKind kindOfJson(const QFileInfo& info) {
    QFile file(info.filePath());
    if (info.size() > kMostJsonBytes || !file.open(QIODevice::ReadOnly)) return DropKind::Model;
    const auto document = config::parseJson(file.readAll().toStdString(), info.fileName().toStdString());
    if (!document || !document->is_object())
        return DropKind::Model; // whose error names what is wrong with it
    if (document->contains("dataset_type")) return DropKind::Reference;
    return document->contains("optimiser") && document->contains("batch_size") ? DropKind::Settings
                                                                               : DropKind::Model;
}

bool isReferenceFolder(const QDir& folder) {
    for (const char* name :
         {"dataset_config.json", "pe_dataset_config.json", "pre_encoded_dataset_config.json"})
        if (const QFileInfo config(folder.filePath(QString::fromLatin1(name)));
            config.isFile() && kindOfJson(config) == DropKind::Reference)
            return true;
    return false;
}

// As they are downloaded: a folder with the weights and their configuration.
QStringList weightsIn(const QDir& folder) {
    QStringList files;
    for (const QFileInfo& file : folder.entryInfoList(
             {QStringLiteral("*.safetensors"), QStringLiteral("*.ckpt")}, QDir::Files, QDir::Name))
        files << file.absoluteFilePath();
    return files;
}

} // namespace

QStringList localPaths(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

Drop classifyDrop(const QStringList& paths) {
    Drop sounds{
        DropKind::Sounds, {}, say(QT_TRANSLATE_NOOP("DropRouter", "Add these sounds to the dataset"))};
    Drop models{DropKind::Model, {}, say(QT_TRANSLATE_NOOP("DropRouter", "Add this model"))};
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString suffix = info.suffix().toLower();
        const std::filesystem::path place = pathFromUtf8(path.toStdString());
        // A .attune file that has left its project is opened too: the error says what to do.
        if (project::Project::isProject(place) || project::isProjectFile(place))
            return {DropKind::Project, {path}, say(QT_TRANSLATE_NOOP("DropRouter", "Open this project"))};
        const DropKind json =
            suffix == QStringLiteral("json") && info.isFile() ? kindOfJson(info) : DropKind::Nothing;
        if (json == DropKind::Settings)
            return {json, {path}, say(QT_TRANSLATE_NOOP("DropRouter", "Train with these settings"))};
        if (json == DropKind::Reference || (info.isDir() && isReferenceFolder(QDir(path))))
            return {DropKind::Reference,
                    {path},
                    say(QT_TRANSLATE_NOOP("DropRouter", "Take over this data set of stable-audio-tools"))};
        if (info.isDir()) {
            const QStringList weights = weightsIn(QDir(path));
            (weights.isEmpty() ? sounds : models).paths << (weights.isEmpty() ? QStringList(path) : weights);
        } else if (suffix == QStringLiteral("safetensors") || suffix == QStringLiteral("ckpt") ||
                   suffix == QStringLiteral("pt") || suffix == QStringLiteral("json")) {
            models.paths << path;
        } else if (dataset::hasSoundSuffix(pathFromUtf8(path.toStdString()))) {
            sounds.paths << path;
            sounds.hint =
                say(QT_TRANSLATE_NOOP("DropRouter", "Add the folder of these sounds to the dataset"));
        }
    }
    if (!models.paths.isEmpty()) return models;
    if (!sounds.paths.isEmpty()) return sounds;
    return {};
}

} // namespace attune::ui
