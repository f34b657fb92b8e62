// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/ClipTableModel.h"

#include "ui/bridge/ImportedClips.h"
#include "ui/dataset/ClipText.h"
#include "ui/widgets/EngineText.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QPointer>
#include <QThreadPool>
#include <QUrl>

#include <algorithm>
#include <optional>
#include <utility>

namespace attune::ui {

using dataset::ClipRecord;

struct ClipTableModel::Storage {
    Storage() = default;
    explicit Storage(std::vector<ClipRecord> records) : clips(std::move(records)) { index(); }
    void index() {
        indexOfId.clear();
        indexOfId.reserve(clips.size());
        for (std::size_t i = 0; i < clips.size(); ++i) indexOfId[clips[i].id.value] = i;
    }
    std::vector<ClipRecord> clips;
    std::unordered_map<std::int64_t, std::size_t> indexOfId;
};

// What a worker hands back; after the swap it holds what was there before.
struct ClipTableModel::Arrangement {
    std::shared_ptr<Storage> storage;
    std::vector<std::size_t> order;
    std::unordered_map<std::int64_t, int> rowOfId;
};

namespace {

using cliptext::EncodeState;

Result<dataset::ClipTest> encodedTest(const std::string& value, std::shared_ptr<const EncodeStates> states) {
    std::vector<EncodeState> wanted;
    if (value == "yes")
        wanted = {EncodeState::Yes, EncodeState::Imported};
    else if (value == "no")
        wanted = {EncodeState::No, EncodeState::Failed};
    else if (value == "failed")
        wanted = {EncodeState::Failed};
    else if (value == "imported")
        wanted = {EncodeState::Imported};
    else
        return fail(ErrorCode::InvalidArgument, "encoded is yes, no, failed or imported");
    return dataset::ClipTest([wanted, states = std::move(states)](const ClipRecord& clip) {
        return std::find(wanted.begin(), wanted.end(), cliptext::encodeState(clip, states.get())) !=
               wanted.end();
    });
}

// What needs a look first: failed, not yet, done, imported.
std::optional<double> encodingRank(const ClipRecord& clip, const EncodeStates* states) {
    switch (cliptext::encodeState(clip, states)) {
    case EncodeState::Failed:
        return 0.0;
    case EncodeState::No:
        return 1.0;
    case EncodeState::Yes:
        return 2.0;
    case EncodeState::Imported:
        return 3.0;
    case EncodeState::Unknown:
        break;
    }
    return std::nullopt;
}

} // namespace

ClipTableModel::ClipTableModel(QObject* parent)
    : QAbstractTableModel(parent), m_storage(std::make_shared<Storage>()) {}

ClipTableModel::~ClipTableModel() = default;

void ClipTableModel::setSourceFolders(std::unordered_map<std::int64_t, QString> folders) {
    m_folders = std::move(folders);
}

void ClipTableModel::whenFree(std::function<void()> change) {
    if (m_arranging)
        m_kept.push_back(std::move(change));
    else
        change();
}

void ClipTableModel::setClips(std::shared_ptr<const std::vector<ClipRecord>> clips) {
    m_incoming = std::move(clips);
    m_kept.clear(); // the new list has those changes
    arrange();
}

void ClipTableModel::clear() {
    beginResetModel();
    m_storage = std::make_shared<Storage>(); // a running worker keeps the old one
    m_incoming.reset();
    m_kept.clear();
    m_order.clear();
    m_rowOfId.clear();
    endResetModel();
    arrange();
}

void ClipTableModel::update(std::vector<ClipRecord> clips) {
    whenFree([this, clips = std::move(clips)]() mutable {
        int first = static_cast<int>(m_order.size());
        int last = -1;
        for (ClipRecord& clip : clips) {
            const auto [it, isNew] = m_storage->indexOfId.try_emplace(clip.id.value, m_storage->clips.size());
            if (isNew) {
                m_storage->clips.push_back(std::move(clip));
                continue;
            }
            const int row = rowOf(clip.id);
            m_storage->clips[it->second] = std::move(clip);
            if (row < 0) continue;
            first = std::min(first, row);
            last = std::max(last, row);
        }
        if (last >= 0) Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
        arrange();
    });
}

void ClipTableModel::apply(std::vector<ClipEdit> edits) {
    whenFree([this, edits = std::move(edits)] {
        std::vector<ClipRecord> clips;
        clips.reserve(edits.size());
        for (const ClipEdit& edit : edits)
            if (const ClipRecord* clip = find(edit.after.id)) applyEdit(clips.emplace_back(*clip), edit);
        update(std::move(clips));
    });
}

void ClipTableModel::remove(const std::vector<ClipId>& ids) {
    whenFree([this, ids] {
        beginResetModel();
        std::unordered_map<std::int64_t, bool> gone;
        for (const ClipId id : ids) gone[id.value] = true;
        std::erase_if(m_storage->clips, [&](const ClipRecord& clip) { return gone.contains(clip.id.value); });
        m_storage->index();
        m_order.clear();
        m_rowOfId.clear();
        endResetModel();
        arrange();
    });
}

void ClipTableModel::setEncodeStates(std::shared_ptr<const EncodeStates> states) {
    m_encodeStates = std::move(states);
    if (!m_order.empty())
        Q_EMIT dataChanged(index(0, Encoded), index(rowCount() - 1, Encoded),
                           {Qt::DisplayRole, Qt::ToolTipRole});
    if (m_asksForEncoding)
        if (auto query = parseQuery(m_queryText))
            m_query = *std::move(query); // its terms hold the old states
    if (m_asksForEncoding || m_sortsByEncoding) arrange();
}

Result<dataset::ClipQuery> ClipTableModel::parseQuery(const QString& text) {
    m_asksForEncoding = false;
    return dataset::ClipQuery::parse(text.toStdString(),
                                     [this](const std::string& field, const std::string& value)
                                         -> std::optional<Result<dataset::ClipTest>> {
                                         if (field != "encoded") return std::nullopt;
                                         m_asksForEncoding = true;
                                         return encodedTest(value, m_encodeStates);
                                     });
}

void ClipTableModel::setQueryText(const QString& text) {
    const bool askedBefore = m_asksForEncoding;
    auto query = parseQuery(text);
    if (!query) {
        m_asksForEncoding = askedBefore;
        Q_EMIT queryRejected(engineText(query.error().message));
        return;
    }
    Q_EMIT queryRejected({});
    m_query = *std::move(query);
    m_queryText = text;
    arrange();
}

void ClipTableModel::setSort(dataset::SortKey key) {
    m_sort = key;
    m_sortsByEncoding = false;
    arrange();
}

void ClipTableModel::sortByEncoding(dataset::SortOrder order) {
    m_sort.order = order;
    m_sortsByEncoding = true;
    arrange();
}

void ClipTableModel::arrange() {
    if (m_arranging) {
        m_arrangeAgain = true;
        return;
    }
    m_arranging = true;
    const QPointer<ClipTableModel> self(this);
    QThreadPool::globalInstance()->start([self, storage = m_storage, incoming = std::exchange(m_incoming, {}),
                                          query = m_query, key = m_sort, states = m_encodeStates,
                                          byEncoding = m_sortsByEncoding]() mutable {
        auto made = std::make_shared<Arrangement>();
        made->storage = incoming ? std::make_shared<Storage>(*incoming) : storage;
        incoming.reset(); // twice the list is enough of a peak
        const std::vector<ClipRecord>& clips = made->storage->clips;
        made->order = query.filter(clips);
        if (byEncoding)
            dataset::sortClips(
                clips, made->order, [&](const ClipRecord& clip) { return encodingRank(clip, states.get()); },
                key.order);
        else
            dataset::sortClips(clips, made->order, key);
        made->rowOfId.reserve(made->order.size());
        for (std::size_t row = 0; row < made->order.size(); ++row)
            made->rowOfId[clips[made->order[row]].id.value] = static_cast<int>(row);
        QMetaObject::invokeMethod(
            qApp,
            [self, before = storage, made] {
                if (self.isNull()) return;
                if (before != self->m_storage) made->storage.reset(); // the list was cleared meanwhile
                self->finishArranging(made);
            },
            Qt::QueuedConnection);
    });
}

// Rows move, come and go in one step; whoever holds on to a clip (selection, current row) keeps it.
void ClipTableModel::swapIn(Arrangement& made) {
    Q_EMIT layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    std::vector<ClipId> ids;
    ids.reserve(static_cast<std::size_t>(before.size()));
    for (const QModelIndex& index : before) ids.push_back(record(index.row()).id);
    std::swap(m_storage, made.storage);
    std::swap(m_order, made.order);
    std::swap(m_rowOfId, made.rowOfId);
    QModelIndexList after;
    after.reserve(before.size());
    for (qsizetype i = 0; i < before.size(); ++i) {
        const int row = rowOf(ids[static_cast<std::size_t>(i)]);
        after << (row < 0 ? QModelIndex() : index(row, before[i].column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged();
}

void ClipTableModel::finishArranging(std::shared_ptr<Arrangement> made) {
    m_arranging = false;
    if (made->storage && (made->storage != m_storage || made->order != m_order)) swapIn(*made);
    // A hundred thousand old records take their time to go: not here.
    QThreadPool::globalInstance()->start([old = std::move(made)]() mutable { old.reset(); });
    const bool again = std::exchange(m_arrangeAgain, false);
    if (m_incoming) { // what was kept belongs to that list
        arrange();
        return;
    }
    std::vector<std::function<void()>> kept = std::move(m_kept);
    m_kept.clear();
    for (const auto& change : kept) whenFree(change);
    if (again) arrange();
    if (!m_arranging) Q_EMIT arranged();
}

const ClipRecord& ClipTableModel::record(int row) const {
    return m_storage->clips[m_order[static_cast<std::size_t>(row)]];
}

const ClipRecord* ClipTableModel::find(ClipId id) const {
    const auto it = m_storage->indexOfId.find(id.value);
    return it == m_storage->indexOfId.end() ? nullptr : &m_storage->clips[it->second];
}

int ClipTableModel::rowOf(ClipId id) const {
    const auto it = m_rowOfId.find(id.value);
    return it == m_rowOfId.end() ? -1 : it->second;
}

QString ClipTableModel::fileOf(const ClipRecord& clip) const {
    if (isImported(clip)) return {};
    const auto it = m_folders.find(clip.source.value);
    const QString path = QString::fromStdString(clip.path);
    return it == m_folders.end() ? path : it->second + QLatin1Char('/') + path;
}

QString ClipTableModel::encodeProblem(const ClipRecord& clip) const {
    return cliptext::encodeProblem(clip, m_encodeStates.get());
}

int ClipTableModel::totalCount() const noexcept {
    return static_cast<int>(m_storage->clips.size());
}

std::vector<ClipId> ClipTableModel::visibleIds() const {
    std::vector<ClipId> ids;
    ids.reserve(m_order.size());
    for (const std::size_t index : m_order) ids.push_back(m_storage->clips[index].id);
    return ids;
}

void ClipTableModel::forEachClip(const std::function<void(const ClipRecord&)>& visit) const {
    for (const ClipRecord& clip : m_storage->clips) visit(clip);
}

int ClipTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int ClipTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ClipTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ClipRecord& clip = record(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(clip, index.column());
    case Qt::EditRole:
        return index.column() == Prompt ? QVariant(QString::fromStdString(clip.prompt)) : QVariant();
    case Qt::TextAlignmentRole:
        if (index.column() >= Length && index.column() <= Loudness)
            return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == Encoded) return encodeProblem(clip);
        return index.column() == Findings || index.column() == Name ? QVariant(cliptext::tooltip(clip))
                                                                    : QVariant();
    case Qt::AccessibleTextRole:
        return index.column() == Findings ? QVariant(cliptext::findings(clip))
                                          : display(clip, index.column());
    case RecordIdRole:
        return QVariant::fromValue<qint64>(clip.id.value);
    case SeverityRole:
        return cliptext::worstSeverity(clip);
    case FileRole:
        return fileOf(clip);
    default:
        return {};
    }
}

QVariant ClipTableModel::display(const ClipRecord& clip, int column) const {
    switch (column) {
    case Name:
        return QString::fromStdString(clip.fileName());
    case Length:
        return cliptext::length(clip);
    case Rate:
        return cliptext::rate(clip);
    case Channels:
        return cliptext::channels(clip);
    case Loudness:
        return cliptext::loudness(clip);
    case Prompt:
        return QString::fromStdString(clip.prompt);
    case Split:
        return cliptext::split(clip);
    case Encoded:
        return cliptext::encoded(clip, m_encodeStates.get());
    default:
        return {};
    }
}

QVariant ClipTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section >= Length && section <= Loudness)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    switch (section) {
    case Waveform:
        return role == Qt::AccessibleTextRole ? QVariant(tr("Waveform")) : QVariant(QString());
    case Name:
        return tr("Name");
    case Findings:
        return role == Qt::AccessibleTextRole ? QVariant(tr("Findings")) : QVariant(QString());
    case Length:
        return tr("Length");
    case Rate:
        return tr("Rate");
    case Channels:
        return tr("Channels");
    case Loudness:
        return tr("Loudness");
    case Prompt:
        return tr("Prompt");
    case Split:
        return tr("Split");
    case Encoded:
        return tr("Encoded");
    default:
        return {};
    }
}

Qt::ItemFlags ClipTableModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid()) return flags;
    flags |= Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
    if (index.column() == Prompt) flags |= Qt::ItemIsEditable;
    return flags;
}

bool ClipTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || index.column() != Prompt) return false;
    const ClipRecord& clip = record(index.row());
    const QString text = value.toString().trimmed();
    if (text == QString::fromStdString(clip.prompt)) return false;
    Q_EMIT promptEdited(clip.id, text);
    return true;
}

void ClipTableModel::sort(int column, Qt::SortOrder order) {
    using dataset::SortField;
    const auto way =
        order == Qt::AscendingOrder ? dataset::SortOrder::Ascending : dataset::SortOrder::Descending;
    if (column == Encoded) {
        sortByEncoding(way);
        return;
    }
    const auto field = [column] {
        switch (column) {
        case Name:
            return SortField::Name;
        case Findings:
            return SortField::Findings;
        case Length:
            return SortField::Length;
        case Rate:
            return SortField::Rate;
        case Channels:
            return SortField::Channels;
        case Loudness:
            return SortField::Loudness;
        case Prompt:
            return SortField::Prompt;
        case Split:
            return SortField::Split;
        default:
            return SortField::Path;
        }
    }();
    setSort({field, way});
}

QStringList ClipTableModel::mimeTypes() const {
    return {QStringLiteral("text/uri-list")};
}

QMimeData* ClipTableModel::mimeData(const QModelIndexList& indexes) const {
    QList<QUrl> urls;
    int lastRow = -1;
    for (const QModelIndex& index : indexes) {
        if (index.row() == lastRow) continue;
        lastRow = index.row();
        if (const QString file = fileOf(record(lastRow)); !file.isEmpty()) urls << QUrl::fromLocalFile(file);
    }
    auto* data = new QMimeData;
    data->setUrls(urls);
    return data;
}

} // namespace attune::ui
