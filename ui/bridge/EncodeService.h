// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodeService: turning the clips of the project into latents, as the window sees it.
//
// Threads: GUI thread; every call returns at once.
#pragma once

#include "core/base/Error.h"

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <vector>

namespace attune::ui {

// How far each clip is, by its id. A usable clip that is named in neither is encoded.
struct EncodeStates {
    std::vector<qint64> waiting;        // in order
    std::map<qint64, QString> problems; // why it could not be encoded the last time
};

struct EncodePlanView {
    qint64 clipsToDo{0}; // with LongFiles::Pieces the pieces of clips, here and below
    qint64 clipsDone{0}; // in the store already
    double seconds{0.0}; // estimated work
    qint64 diskBytes{0};
    qint64 longClips{0};                        // longer than the model takes in at once
    QString blockedBecause;                     // why it cannot start; empty = it can
    std::shared_ptr<const EncodeStates> states; // null = not known
    qint64 memoryBytes{0};                      // at its peak, about; 0 = not known
    qint64 imported{0};                         // latents that were taken over and need no encoding
};

// What is used of a file that is longer than the model takes in at once.
enum class LongFiles { Beginning, Pieces, AnyPart };

class EncodeService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void plan() = 0;  // planReady
    virtual void start() = 0; // a job in the JobCenter; encoded when it ends
    [[nodiscard]] virtual LongFiles longFiles() const = 0;
    virtual void setLongFiles(LongFiles choice) = 0; // saved with the project; planReady
    // The sound encoded and decoded again, which is what the model can hear of it. roundTripReady with a
    // file.
    virtual void roundTrip(const QString& soundFile) = 0;

Q_SIGNALS:
    void planReady(const attune::ui::EncodePlanView& plan);
    void encoded();
    void roundTripReady(const QString& soundFile, const QString& decodedFile);
    void failed(const attune::Error& error, const QString& whatFailed);
};

} // namespace attune::ui
