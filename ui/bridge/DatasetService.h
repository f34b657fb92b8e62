// SPDX-License-Identifier: GPL-3.0-or-later
//
// DatasetService: the clips of the open project as the window sees them. Every call returns at once; what it
// leads to arrives by signal.
//
// The interface has two makers: LibraryDatasetService (the real library, on a worker thread) and the fakes of
// the tests. Threads: GUI thread.
#pragma once

#include "core/base/Error.h"
#include "core/dataset/Doctor.h"
#include "core/dataset/Library.h"
#include "core/dataset/PromptApply.h"
#include "core/dataset/PromptRules.h"
#include "core/dataset/Split.h"
#include "ui/bridge/ClipEdit.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace attune::ui {

using SharedClips = std::shared_ptr<const std::vector<dataset::ClipRecord>>;

class DatasetService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    // Opens the library of a project; clipsLoaded follows. An empty path closes it.
    virtual void open(const QString& libraryFile, bool isReadOnly) = 0;

    // Adds folders (or the folders of files) and scans them.
    virtual void addFolders(const QStringList& paths) = 0;
    virtual void rescan() = 0; // scanned
    // While watching, foldersTouched follows whenever files came or went in the source folders.
    virtual void setWatching(bool watching) = 0;
    virtual void removeSource(dataset::SourceId source) = 0;

    // True, after saying so by `failed`, where nothing can be stored: an edit is asked for first, so that it
    // is neither shown nor to be undone.
    [[nodiscard]] virtual bool refusesEdits() { return false; }
    // Stores edits: only what they change, in the records as they are by then. clipsChanged follows.
    virtual void save(std::vector<ClipEdit> edits) = 0;

    // The table that {csv.column} in rules refers to; empty = none. Read whenever rules are applied or
    // previewed.
    virtual void setPromptTable(const QString& file) = 0;
    virtual void check(const dataset::DoctorSettings& settings) = 0; // reportReady
    virtual void applyRules(const dataset::PromptRules& rules) = 0;  // rulesApplied
    virtual void previewRules(const dataset::PromptRules& rules,
                              std::vector<ClipId> ids) = 0; // previewReady; the newest wins
    virtual void assignSplit(const dataset::SplitOptions& options) = 0;

Q_SIGNALS:
    void opening(); // another library, or none: what was shown belongs to it no more
    void clipsLoaded(const attune::ui::SharedClips& clips);
    void clipsChanged(const attune::ui::SharedClips& clips); // added or changed ones
    void sourcesChanged(const std::vector<attune::dataset::SourceFolder>& sources);
    void reportReady(const attune::dataset::DoctorReport& report);
    void rulesApplied(const attune::dataset::PromptApplyReport& report);
    void previewReady(const std::vector<attune::dataset::PromptPreviewRow>& rows, const QString& problem);
    void scanned(qint64 changes); // files that are new, changed or moved
    void foldersTouched();
    void busyChanged(bool busy, const QString& what);
    void scanProgressed(qint64 done, qint64 total); // files; a total of 0 = they are still being looked for
    void checkProgressed(double share);             // 0..1
    void failed(const attune::Error& error, const QString& whatFailed);
};

} // namespace attune::ui
