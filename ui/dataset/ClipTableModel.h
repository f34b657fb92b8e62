// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipTableModel: the clips of the project, filtered and sorted, as a table. 100,000 rows stay fluid.
//
// Filtering and sorting run on a worker over the records themselves, and so does taking over a whole new
// list; while that lasts, changes are kept back and applied right after, so the GUI thread neither waits nor
// copies. Rows keep their identity (ClipId) through it all, selection and place of the view with them.
// Threads: GUI thread.
#pragma once

#include "core/dataset/ClipQuery.h"
#include "core/dataset/ClipRecord.h"
#include "ui/bridge/ClipEdit.h"

#include <QAbstractTableModel>

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace attune::ui {

struct EncodeStates;

class ClipTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Waveform,
        Name,
        Findings,
        Length,
        Rate,
        Channels,
        Loudness,
        Prompt,
        Split,
        Encoded,
        ColumnCount
    };
    enum Role {
        RecordIdRole = Qt::UserRole, // qint64
        SortRole,                    // the typed value
        SeverityRole,                // int of dataset::Severity, -1 = nothing found
        FileRole                     // absolute path
    };

    explicit ClipTableModel(QObject* parent = nullptr);
    ~ClipTableModel() override;

    // Where source folders are, so that rows can name their file.
    void setSourceFolders(std::unordered_map<std::int64_t, QString> folders);
    // All clips anew. The old ones stay on the screen until the new ones are in order.
    void setClips(std::shared_ptr<const std::vector<dataset::ClipRecord>> clips);
    void clear(); // at once: another project
    // New ones are added, known ones replaced; order and filter are brought up to date.
    void update(std::vector<dataset::ClipRecord> clips);
    void apply(std::vector<ClipEdit> edits); // those of clips that are still there
    void remove(const std::vector<ClipId>& ids);

    // How far each clip is; null = not known.
    void setEncodeStates(std::shared_ptr<const EncodeStates> states);

    // The filter box's language (dataset::ClipQuery), and encoded:yes|no|failed|imported. On an error the old
    // filter stays and queryRejected says why.
    void setQueryText(const QString& text);
    void setSort(dataset::SortKey key);
    void sortByEncoding(dataset::SortOrder order);

    [[nodiscard]] const dataset::ClipRecord& record(int row) const;
    [[nodiscard]] const dataset::ClipRecord* find(ClipId id) const;
    [[nodiscard]] int rowOf(ClipId id) const; // -1 when filtered out
    [[nodiscard]] QString fileOf(const dataset::ClipRecord& clip) const;
    [[nodiscard]] QString
    encodeProblem(const dataset::ClipRecord& clip) const; // why it could not be encoded; empty = it could
    [[nodiscard]] int totalCount() const noexcept;
    [[nodiscard]] std::vector<ClipId> visibleIds() const;
    void forEachClip(const std::function<void(const dataset::ClipRecord&)>& visit) const; // hidden ones too
    [[nodiscard]] bool isArranging() const noexcept { return m_arranging; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    void sort(int column, Qt::SortOrder order) override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    QStringList mimeTypes() const override;

Q_SIGNALS:
    void promptEdited(attune::ClipId id, const QString& text); // the row is not changed by the model itself
    void queryRejected(const QString& why);                    // empty = fine
    void arranged();                                           // filter and order are up to date

private:
    struct Storage;
    struct Arrangement;
    void arrange();
    [[nodiscard]] Result<dataset::ClipQuery> parseQuery(const QString& text);
    void finishArranging(std::shared_ptr<Arrangement> made);
    void swapIn(Arrangement& made);
    void whenFree(std::function<void()> change);
    [[nodiscard]] QVariant display(const dataset::ClipRecord& clip, int column) const;

    std::shared_ptr<Storage> m_storage; // shared with the worker while it arranges
    std::shared_ptr<const std::vector<dataset::ClipRecord>>
        m_incoming;                   // the next list, until a worker takes it
    std::vector<std::size_t> m_order; // visible rows as indices into the storage
    std::unordered_map<std::int64_t, int> m_rowOfId;
    std::unordered_map<std::int64_t, QString> m_folders;
    std::shared_ptr<const EncodeStates> m_encodeStates;
    std::vector<std::function<void()>> m_kept; // changes that came while arranging
    dataset::ClipQuery m_query;
    QString m_queryText;           // of m_query
    bool m_asksForEncoding{false}; // m_query does
    bool m_sortsByEncoding{false}; // and m_sort.order says which way
    dataset::SortKey m_sort;
    bool m_arranging{false};
    bool m_arrangeAgain{false};
};

} // namespace attune::ui
