// SPDX-License-Identifier: GPL-3.0-or-later
//
// DatasetEditor: changes to clips that can be undone: prompts, inclusion, split, by one clip or thousands at
// once.
//
// Each change is one QUndoCommand of ClipEdits, so that undo leaves alone what scans, checks and rules wrote
// meanwhile; typing at the same prompts merges.
// Executing, undoing and redoing all save through the DatasetService, so the library always holds what is
// seen. Threads: GUI thread.
#pragma once

#include "core/dataset/ClipRecord.h"

#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QUndoStack;

namespace attune::ui {

class ClipTableModel;
class DatasetService;

class DatasetEditor : public QObject {
    Q_OBJECT
public:
    DatasetEditor(ClipTableModel& model, DatasetService& service, QUndoStack& stack,
                  QObject* parent = nullptr);

    void setPrompt(const std::vector<ClipId>& ids, const QString& text);
    // Back to what the rules make: the next application of rules may change them again.
    void releasePrompt(const std::vector<ClipId>& ids);
    void replaceInPrompts(const std::vector<ClipId>& ids, const QString& find, const QString& replacement);
    void setIncluded(const std::vector<ClipId>& ids, bool isIncluded);
    void setSplit(const std::vector<ClipId>& ids, dataset::SplitSide side);

private:
    using Change = std::function<void(dataset::ClipRecord&)>;
    void apply(const std::vector<ClipId>& ids, const QString& text, int mergeId, const Change& change);

    ClipTableModel& m_model;
    DatasetService& m_service;
    QUndoStack& m_stack;
};

} // namespace attune::ui
