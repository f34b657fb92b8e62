// SPDX-License-Identifier: GPL-3.0-or-later
//
// TrainService: planning, starting and following runs, as the window sees them.
//
// Threads: GUI thread; every call returns at once.
#pragma once

#include "core/base/Error.h"
#include "core/config/Json.h"
#include "core/jobs/JobRunner.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace attune::ui {

struct MemoryPartView {
    QString name; // "Weights", "Gradients", "Optimiser", "EMA", "Activations"
    qint64 bytes{0};
};

struct RemedyView {
    QString text; // "Use the 8-bit optimiser"
    QString path; // setting that it changes
    config::Json value;
    qint64 savedBytes{0};
};

struct RunPlanView {
    qint64 trainingClips{0};
    qint64 heldOutClips{0};
    qint64 stepsPerEpoch{0};
    double epochs{0.0};
    double seconds{0.0};  // 0 = not known yet
    QString secondsBasis; // what the time rests on: "measured in run 2", "estimated"
    qint64 diskBytes{0};
    qint64 freeDiskBytes{0};
    std::vector<MemoryPartView> memory;
    qint64 memoryLimitBytes{0}; // of the chosen device
    QString deviceName;
    bool fits{true};
    std::vector<RemedyView> remedies;
    QStringList notes;             // what to know before starting that no single setting is to blame for
    bool lacksRoom{false};         // on the disk: others may free some meanwhile
    QString blockedBecause;        // why Start is off; empty = it is on
    config::Json suggestedPrompts; // demo prompts for settings without any; null = none to suggest
};

// One step of the settings, tried on the machine itself.
struct StepMeasurement {
    QString deviceName;
    qint64 deviceBytes{0};
    qint64 memoryBytes{0}; // at most in a step
    double secondsPerStep{0.0};
};

enum class RunStatus { Waiting, Running, Finished, Stopped, Interrupted, Failed };

struct RunView {
    QString id; // folder name: "0003-warm-kicks"
    int number{0};
    QString name;
    RunStatus status{RunStatus::Finished};
    jobs::JobId job; // while it waits or runs
    qint64 step{0};
    qint64 plannedSteps{0};
    std::optional<double> bestHeldOut;
    std::optional<qint64> bestStep;
    QDateTime started;
    double seconds{0.0};
    qint64 diskBytes{0};
    QString model;
    QString notes;
    config::Json settings;
    qint64 resumeStep{0}; // the last checkpoint of an interrupted or stopped run
};

// Taken out of the queue before its first step: there is nothing of it yet.
[[nodiscard]] inline bool hasNotStarted(const RunView& run) {
    return run.status == RunStatus::Stopped && run.step == 0 && run.resumeStep == 0;
}

// Runs often have one name; beside each other they need their numbers.
[[nodiscard]] inline QString numberedName(const RunView& run) {
    return QStringLiteral("%1 %2").arg(run.number).arg(run.name);
}

struct CheckpointView {
    qint64 step{0};
    std::optional<double> heldOut;
    bool isPinned{false};
    bool isBest{false};
    qint64 diskBytes{0};
};

struct RunNoteView {
    qint64 step{0};
    QString text;
};

class TrainService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual std::vector<config::Json>
    presets() const = 0;                                 // documents with "name" and "comments"
    virtual void plan(const config::Json& settings) = 0; // planReady; the newest wins
    virtual void
    measure(const config::Json& settings) = 0;            // a job; measured or, if it cannot be done, failed
    virtual void start(const config::Json& settings) = 0; // runStarted
    virtual void resume(const QString& runId) = 0;        // runStarted
    // Trains a run that has made its steps further, from its last checkpoint to `step`. runStarted.
    virtual void goOn(const QString& runId, qint64 step) = 0;

    [[nodiscard]] virtual std::vector<RunView> runs() const = 0; // newest first
    [[nodiscard]] virtual std::vector<CheckpointView> checkpoints(const QString& runId) const = 0;
    [[nodiscard]] virtual std::vector<RunNoteView> notes(const QString& runId) const = 0;
    virtual void loadMetrics(const QString& runId) = 0; // metricsLoaded
    virtual void addNote(const QString& runId, qint64 step, const QString& text) = 0;
    virtual void setRunNotes(const QString& runId, const QString& notes) = 0;
    virtual void pin(const QString& runId, qint64 step, bool isPinned) = 0;
    virtual void removeRun(const QString& runId) = 0;
    // Deletes what is neither pinned, best nor last; gives back nothing, runsChanged follows.
    virtual void cleanUp(const QString& runId) = 0;

Q_SIGNALS:
    void planReady(const attune::ui::RunPlanView& plan);
    // Empty: stopped or failed.
    void measured(const std::optional<attune::ui::StepMeasurement>& measurement);
    void runStarted(const QString& runId);
    void runsChanged();
    void checkpointsChanged(const QString& runId);
    void metricsLoaded(const QString& runId, const std::vector<attune::jobs::MetricPoint>& points);
    void metricsArrived(const QString& runId, const std::vector<attune::jobs::MetricPoint>& points);
    void failed(const attune::Error& error, const QString& whatFailed); // of what was asked for
    // In a run that goes on.
    void runTroubled(const QString& runId, const attune::Error& error, const QString& whatFailed);
};

} // namespace attune::ui
