// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProjectService: the open project and the ones before, as the window sees them.
//
// Threads: GUI thread; every call returns at once, what it leads to arrives by signal.
#pragma once

#include "core/base/Error.h"
#include "core/config/Json.h"
#include "core/dataset/PromptRules.h"

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>

#include <vector>

namespace attune::ui {

struct ProjectView {
    QString name;
    QString folder; // empty = no project is open
    QString libraryFile;
    QString readOnlyWhy; // why nothing can be changed; empty = it can
    dataset::PromptRules rules;
    QString promptTable; // what {csv.column} in them refers to; empty = none
    QString modelId;     // chosen model; empty = none yet
    config::Json draft;  // the training form as it was left; null = none
    [[nodiscard]] bool isOpen() const { return !folder.isEmpty(); }
};

struct RecentProject {
    QString name;
    QString folder;
    QDateTime opened;
    bool isThere{true};
};

// What was taken over from stable-audio-tools.
struct ImportView {
    qint64 clips{0}; // found in its folders of sounds
    qint64 prompts{0};
    qint64 latents{0}; // pairs to train on, as they were encoded
    qint64 heldOutLatents{0};
    bool hasSettings{false}; // the project's draft is its training settings now
    QStringList notes;       // what could not be taken over, and what to do next
};

enum class SaveState {
    Saved,
    Saving, // changed, on its way to the disk
    Failed  // the disk would not have it; the next change tries again
};

class ProjectService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual const ProjectView& project() const = 0;
    [[nodiscard]] virtual std::vector<RecentProject> recent() const = 0; // as far as read: recentChanged()
    [[nodiscard]] virtual bool isBusy() const = 0;                       // see busyChanged
    // Making and opening end in opened() or failed(), one after the other in the order they were asked for.
    // What is open stays open when one fails.
    virtual void create(const QString& folder, const QString& name) = 0;
    // `place`: the folder, or its .attune file.
    virtual void open(const QString& place) = 0;
    virtual void openForReading(const QString& place) = 0;
    virtual void close() = 0;
    virtual void forgetRecent(const QString& folder) = 0;
    // A project on the starter model and its clips, made anew in a place of its own.
    virtual void startTour() = 0;

    // A folder of stable-audio-tools, or a dataset_config.json in it, into the open project. A job in the
    // JobCenter, then imported().
    virtual void importReference(const QString& path) = 0;

    // Saved at once. A new name leaves the folder where it is.
    virtual void rename(const QString& name) = 0;
    virtual void setRules(const dataset::PromptRules& rules) = 0;
    virtual void setPromptTable(const QString& file) = 0;
    virtual void setModel(const QString& modelId) = 0;
    virtual void setDraft(const config::Json& draft) = 0;

Q_SIGNALS:
    void busyChanged(bool isBusy); // a project is being made or opened
    void opened();
    void closed();
    void changed(); // name, rules, model, draft
    void saveStateChanged(attune::ui::SaveState state);
    void recentChanged();
    void tourStarted();                                // after opened()
    void imported(const attune::ui::ImportView& what); // sounds and latents have to be looked at again
    void failed(const attune::Error& error, const QString& whatFailed);
    void lockedElsewhere(const QString& place); // after failed(): it could be opened for reading
};

} // namespace attune::ui
