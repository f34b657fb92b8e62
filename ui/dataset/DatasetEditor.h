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
#include "ui/bridge/ClipEdit.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
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
    // Takes the hand-written words away; promptsReleased asks for the rules to write theirs.
    void releasePrompt(const std::vector<ClipId>& ids);
    void replaceInPrompts(const std::vector<ClipId>& ids, const QString& find, const QString& replacement);
    void setIncluded(const std::vector<ClipId>& ids, bool isIncluded);
    void setSplit(const std::vector<ClipId>& ids, dataset::SplitSide side);

    // What the service changes on the user's wish, such as all prompts by rules, is one step of undo too:
    // from follow() to endFollowing() take() is shown the clips that come, before the model has them.
    // `undone` and `redone` follow each undo and redo.
    void follow(const QString& text, std::function<void()> undone = {}, std::function<void()> redone = {});
    void take(const std::vector<dataset::ClipRecord>& clips);
    void endFollowing();
    void dropFollowing(); // another project was opened meanwhile

Q_SIGNALS:
    void promptsReleased(); // also when that is done again

private:
    struct Followed {
        QString text;
        std::function<void()> undone;
        std::function<void()> redone;
        std::map<std::int64_t, ClipEdit> edits; // by clip
    };
    using Change = std::function<void(dataset::ClipRecord&)>;
    void apply(const std::vector<ClipId>& ids, const QString& text, int mergeId, const Change& change,
               std::function<void()> redone = {});

    ClipTableModel& m_model;
    DatasetService& m_service;
    QUndoStack& m_stack;
    std::optional<Followed> m_followed;
};

} // namespace attune::ui
