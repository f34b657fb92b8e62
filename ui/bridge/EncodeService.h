// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodeService: turning the clips of the project into latents, as the window sees it.
//
// Threads: GUI thread; every call returns at once.
#pragma once

#include "core/base/Error.h"

#include <QObject>
#include <QString>

namespace attune::ui {

struct EncodePlanView {
    qint64 clipsToDo{0};
    qint64 clipsDone{0};    // in the store already
    double seconds{0.0};    // estimated work
    qint64 diskBytes{0};
    QString blockedBecause; // why it cannot start; empty = it can
};

class EncodeService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void plan() = 0;                    // planReady
    virtual void start() = 0;                   // a job in the JobCenter; encoded when it ends

Q_SIGNALS:
    void planReady(const attune::ui::EncodePlanView& plan);
    void encoded();
    void failed(const attune::Error& error, const QString& whatFailed);
};

} // namespace attune::ui
