// SPDX-License-Identifier: GPL-3.0-or-later
//
// SystemService: what this machine can do: devices, memory, the doctor's report; keeping it awake while jobs run.
//
// Threads: GUI thread; every call returns at once.
#pragma once

#include <QList>
#include <QObject>
#include <QPair>
#include <QString>

namespace attune::ui {

class SystemService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void requestDevices() = 0; // devicesReady
    virtual void requestReport() = 0;  // reportReady
    virtual void keepAwake(bool awake) = 0;

Q_SIGNALS:
    void devicesReady(const QList<QPair<QString, QString>>& devices, const QString& gpuProblem);
    void reportReady(const QString& report);
};

} // namespace attune::ui
