// SPDX-License-Identifier: GPL-3.0-or-later
//
// ModelService: registered models as cards, as the window sees them.
//
// Threads: GUI thread; every call returns at once. Inspecting a file happens on a worker.
#pragma once

#include "core/base/Error.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace attune::ui {

struct ModelPartView {
    QString name; // "Transformer"
    qint64 parameters{0};
    QString precision; // "fp32"
};

struct ModelView {
    QString id;
    QString name; // "Stable Audio Open Small"
    QString kind; // in words: "base model, rectified flow"
    QString file;
    double windowSeconds{0.0};
    int sampleRate{44100};
    int channels{2};
    int promptTokens{64};
    qint64 sizeBytes{0};
    std::vector<ModelPartView> parts;
    bool canTrain{false};
    QString canTrainWhy;  // the reason, either way
    QStringList problems; // what is wrong and what to do
    QString licence;
    bool isStarter{false};
    bool isMissing{false}; // the file is gone
};

struct ModelExportRequest {
    QString modelId;
    QString targetFolder;
    QString precision; // "fp32", "fp16", "bf16"
    QString container; // "safetensors", "ckpt"
};

class ModelService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] virtual std::vector<ModelView> models() const = 0;
    virtual void addFiles(const QStringList& paths) = 0; // weights, configs or folders of them
    virtual void addStarter() = 0; // the toy that comes along; chosen where the project has no model yet
    virtual void remove(const QString& modelId) = 0; // the card; the file stays
    virtual void exportModel(const ModelExportRequest& request) = 0;

Q_SIGNALS:
    void modelsChanged();
    void added(const QString& modelId);
    void exported(const QString& folder);
    void busyChanged(bool busy, const QString& what);
    void failed(const attune::Error& error, const QString& whatFailed);
};

} // namespace attune::ui
