// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/DatasetEditor.h"

#include "ui/bridge/DatasetService.h"
#include "ui/bridge/ImportedClips.h"
#include "ui/dataset/ClipTableModel.h"

#include <QUndoCommand>
#include <QUndoStack>

#include <utility>

namespace attune::ui {

using dataset::ClipRecord;

namespace {

constexpr int kNeverMerge = -1;
constexpr int kMergePrompt = 1;

class ClipsCommand final : public QUndoCommand {
public:
    struct Hooks {
        std::function<void()> undone;
        std::function<void()> redone;
    };
    enum class First { IsToDo, IsDone }; // whether pushing it is what does it

    ClipsCommand(ClipTableModel& model, DatasetService& service, std::vector<ClipEdit> edits,
                 const QString& text, int mergeId, First first, Hooks hooks)
        : QUndoCommand(text), m_model(model), m_service(service), m_edits(std::move(edits)),
          m_mergeId(mergeId), m_isDone(first == First::IsDone), m_hooks(std::move(hooks)) {}

    void undo() override {
        std::vector<ClipEdit> back;
        back.reserve(m_edits.size());
        for (const ClipEdit& edit : m_edits) back.push_back(edit.reversed());
        store(std::move(back));
        if (m_hooks.undone) m_hooks.undone();
    }
    void redo() override {
        if (std::exchange(m_isDone, false)) return;
        store(m_edits);
        if (m_hooks.redone) m_hooks.redone();
    }
    int id() const override { return m_mergeId; }
    bool mergeWith(const QUndoCommand* command) override {
        const auto* other = static_cast<const ClipsCommand*>(command);
        if (other->m_edits.size() != m_edits.size()) return false;
        for (std::size_t i = 0; i < m_edits.size(); ++i)
            if (other->m_edits[i].after.id != m_edits[i].after.id) return false;
        for (std::size_t i = 0; i < m_edits.size(); ++i) m_edits[i].after = other->m_edits[i].after;
        return true;
    }

private:
    void store(std::vector<ClipEdit> edits) {
        m_model.apply(edits); // seen at once; the library follows
        m_service.save(std::move(edits));
    }
    ClipTableModel& m_model;
    DatasetService& m_service;
    std::vector<ClipEdit> m_edits;
    int m_mergeId;
    bool m_isDone;
    Hooks m_hooks;
};

void writePrompt(ClipRecord& clip, const std::string& prompt) {
    clip.prompt = prompt;
    clip.alternatives.clear();
    clip.isPromptEdited = true;
    clip.findings.remove(dataset::Finding::PromptLikePath);
    if (prompt.empty())
        clip.findings.add(dataset::Finding::MissingPrompt);
    else
        clip.findings.remove(dataset::Finding::MissingPrompt);
}

} // namespace

DatasetEditor::DatasetEditor(ClipTableModel& model, DatasetService& service, QUndoStack& stack,
                             QObject* parent)
    : QObject(parent), m_model(model), m_service(service), m_stack(stack) {}

void DatasetEditor::apply(const std::vector<ClipId>& ids, const QString& text, int mergeId,
                          const Change& change, std::function<void()> redone) {
    std::vector<ClipEdit> edits;
    for (const ClipId id : ids) {
        const ClipRecord* clip = m_model.find(id);
        if (clip == nullptr || isImported(*clip)) continue; // those are trained on as they are
        change(edits.emplace_back(ClipEdit{*clip, *clip}).after);
        if (!edits.back().changesSomething()) edits.pop_back();
    }
    if (edits.empty() || m_service.refusesEdits()) return;
    m_stack.push(new ClipsCommand(m_model, m_service, std::move(edits), text, mergeId,
                                  ClipsCommand::First::IsToDo, {{}, std::move(redone)}));
}

void DatasetEditor::follow(const QString& text, std::function<void()> undone, std::function<void()> redone) {
    m_followed = Followed{text, std::move(undone), std::move(redone), {}};
}

void DatasetEditor::take(const std::vector<ClipRecord>& clips) {
    if (!m_followed) return;
    for (const ClipRecord& clip : clips) {
        const ClipRecord* before = m_model.find(clip.id);
        if (before == nullptr || isImported(clip)) continue;
        ClipEdit edit{*before, clip};
        if (edit.changesSomething())
            m_followed->edits.try_emplace(clip.id.value, std::move(edit)).first->second.after = clip;
    }
}

void DatasetEditor::dropFollowing() {
    m_followed.reset();
}

void DatasetEditor::endFollowing() {
    std::optional<Followed> followed = std::exchange(m_followed, std::nullopt);
    if (!followed || followed->edits.empty()) return;
    std::vector<ClipEdit> edits;
    edits.reserve(followed->edits.size());
    for (auto& [id, edit] : followed->edits) edits.push_back(std::move(edit));
    m_stack.push(new ClipsCommand(m_model, m_service, std::move(edits), followed->text, kNeverMerge,
                                  ClipsCommand::First::IsDone,
                                  {std::move(followed->undone), std::move(followed->redone)}));
}

void DatasetEditor::setPrompt(const std::vector<ClipId>& ids, const QString& text) {
    apply(ids, tr("Edit prompt of %n clips", nullptr, static_cast<int>(ids.size())), kMergePrompt,
          [prompt = text.trimmed().toStdString()](ClipRecord& clip) { writePrompt(clip, prompt); });
}

void DatasetEditor::releasePrompt(const std::vector<ClipId>& ids) {
    apply(
        ids, tr("Let rules write the prompt of %n clips", nullptr, static_cast<int>(ids.size())), kNeverMerge,
        [](ClipRecord& clip) {
            writePrompt(clip, {});
            clip.isPromptEdited = false;
        },
        [this] { Q_EMIT promptsReleased(); });
}

void DatasetEditor::replaceInPrompts(const std::vector<ClipId>& ids, const QString& find,
                                     const QString& replacement) {
    if (find.isEmpty()) return;
    apply(ids, tr("Replace “%1” in prompts").arg(find), kNeverMerge, [&](ClipRecord& clip) {
        const QString before = QString::fromStdString(clip.prompt);
        const QString after = QString(before).replace(find, replacement, Qt::CaseInsensitive);
        if (after == before) return;
        writePrompt(clip, after.trimmed().toStdString());
    });
}

void DatasetEditor::setIncluded(const std::vector<ClipId>& ids, bool isIncluded) {
    const int count = static_cast<int>(ids.size());
    apply(ids, isIncluded ? tr("Take in %n clips", nullptr, count) : tr("Leave out %n clips", nullptr, count),
          kNeverMerge, [isIncluded](ClipRecord& clip) { clip.isIncluded = isIncluded; });
}

void DatasetEditor::setSplit(const std::vector<ClipId>& ids, dataset::SplitSide side) {
    apply(ids, tr("Change the split of %n clips", nullptr, static_cast<int>(ids.size())), kNeverMerge,
          [side](ClipRecord& clip) {
              clip.split = side;
              clip.isSplitEdited = side != dataset::SplitSide::Unassigned;
          });
}

} // namespace attune::ui
