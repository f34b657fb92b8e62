// SPDX-License-Identifier: GPL-3.0-or-later
//
// SystemService: what this machine can do: devices, graphics, the doctor's checks; the GPU libraries of the
// installation; keeping the machine awake and watching its GPU while jobs run.
//
// Threads: GUI thread; every call returns at once.
#pragma once

#include "core/base/Error.h"

#include <QList>
#include <QObject>
#include <QPair>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace attune::ui {

enum class CheckVerdict { Good, Warning, Problem };

struct CheckView {
    CheckVerdict verdict{CheckVerdict::Good};
    QString title;  // "Memory"
    QString detail; // "24 GB, 9 GB free"
    QString remedy; // empty = nothing to do
};

// Quick looks at what is there; Full also writes to the disk and goes the whole way once on the starter pack.
enum class CheckDepth { Quick, Full };

struct GraphicsView {
    QStringList adapters; // "NVIDIA GeForce RTX 4090, 24 GB"
    bool hasNvidia{false};
    QString driver;           // version of NVIDIA's; empty = none answers
    QString driverProblem;    // why not, where one is there
    qint64 componentBytes{0}; // of the GPU libraries that were added; 0 = none were
    bool canChangeComponent{false};
};

struct GpuReadingView {
    QString name;
    std::optional<int> temperatureCelsius;
    qint64 usedBytes{0}; // by all programs
    qint64 totalBytes{0};
};

class SystemService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void requestDevices() = 0;        // devicesReady
    virtual void check(CheckDepth depth) = 0; // checkProgressed, checked
    virtual void stopCheck() = 0;             // soon; checked comes with what was found until then
    virtual void requestGraphics() = 0;       // graphicsReady
    // `manifest`: a file with the libraries beside it, or an address. A job in the JobCenter:
    // componentProgressed, then componentChanged. What a stopped download has fetched is kept for the next.
    virtual void addGpuComponent(const QString& manifest) = 0;
    virtual void stopGpuComponent() = 0;
    virtual void removeGpuComponent() = 0; // componentChanged
    virtual void keepAwake(bool awake) = 0;
    // While watched, gpuRead comes every two seconds where a driver tells something.
    virtual void watchGpu(bool watched) = 0;

Q_SIGNALS:
    void devicesReady(const QList<QPair<QString, QString>>& devices, const QString& gpuProblem);
    void checkProgressed(const QString& stage);
    void checked(const std::vector<attune::ui::CheckView>& items, const QString& report,
                 attune::ui::CheckDepth depth);
    void graphicsReady(const attune::ui::GraphicsView& graphics);
    void componentProgressed(qint64 doneBytes, qint64 totalBytes, const QString& file);
    void componentChanged(bool isAdded);
    void gpuRead(const attune::ui::GpuReadingView& reading);
    void failed(const attune::Error& error, const QString& whatFailed);
};

} // namespace attune::ui
