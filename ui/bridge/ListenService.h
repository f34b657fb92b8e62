// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListenService: the demos of a run as a grid of prompts and checkpoints; making new ones; ratings; export.
//
// Threads: GUI thread; every call returns at once.
#pragma once

#include "core/base/Error.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace attune::ui {

struct DemoCell {
    QString file; // empty = there is none
    int stars{0}; // 0 = not rated
    QString note;
    std::optional<double> loudness; // LUFS
};

struct DemoRow {
    QString id;
    QString prompt;              // empty is the empty prompt
    QString details;             // "seed 7 · 50 steps · CFG 6"
    std::vector<DemoCell> cells; // one a column
};

struct DemoColumn {
    qint64 step{0}; // 0 = base model
    std::optional<double> heldOut;
    bool isBest{false};
    bool isPinned{false};
    bool canGenerate{false}; // its checkpoint is still there
    QString title;           // empty = said by the step; where runs stand side by side, the run's name
};

struct DemoGrid {
    QString runId;
    std::vector<DemoColumn> columns;
    std::vector<DemoRow> rows;
};

struct GenerateRequest {
    QString runId;
    std::vector<qint64> steps; // checkpoints; 0 = base model
    QString prompt;
    QString negativePrompt;
    qint64 seed{1};
    double seconds{0.0}; // 0 = the model's length
    int samplerSteps{0}; // 0 = what suits the model
    double cfgScale{7.0};
    QString sampler;   // empty = what suits the model
    QString initAudio; // file; empty = none
    double initNoise{1.0};
};

struct ExportRequest {
    QString runId;
    qint64 step{0};
    QString targetFolder;
    QString container; // "safetensors", "ckpt", "stable-audio-tools"
    QString precision; // "fp32", "fp16", "bf16"
    bool useEma{true};
};

class ListenService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void loadGrid(const QString& runId) = 0; // gridReady; also after every demo
    virtual void generate(const GenerateRequest& request) = 0;
    virtual void setStars(const QString& runId, const QString& rowId, qint64 step, int stars) = 0;
    virtual void setNote(const QString& runId, const QString& rowId, qint64 step, const QString& note) = 0;
    virtual void exportCheckpoint(const ExportRequest& request) = 0;
    [[nodiscard]] virtual QStringList samplers() const = 0; // that the model can use

Q_SIGNALS:
    void gridReady(const attune::ui::DemoGrid& grid);
    void generated(const QString& runId);  // one checkpoint's sound that was asked for, or it was taken back
    void demosAdded(const QString& runId); // by the run itself; gridReady follows
    void exported(const QString& path);
    void failed(const attune::Error& error, const QString& whatFailed);
};

} // namespace attune::ui
