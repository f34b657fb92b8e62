// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/ClipTableModel.h"

#include "ui/dataset/ClipText.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QPointer>
#include <QThreadPool>
#include <QUrl>

#include <algorithm>
#include <numeric>

namespace attune::ui {

using dataset::ClipRecord;

struct ClipTableModel::Storage {
    std::vector<ClipRecord> clips;
};

ClipTableModel::ClipTableModel(QObject* parent) : QAbstractTableModel(parent), m_storage(std::make_shared<Storage>()) {}

ClipTableModel::~ClipTableModel() = default;

void ClipTableModel::setSourceFolders(std::unordered_map<std::int64_t, QString> folders) { m_folders = std::move(folders); }

void ClipTableModel::whenFree(std::function<void()> change) {
    if (m_arranging) m_kept.push_back(std::move(change));
    else change();
}

void ClipTableModel::setClips(std::vector<ClipRecord> clips) {
    beginResetModel();
    m_storage = std::make_shared<Storage>(Storage{std::move(clips)}); // a running worker keeps the old one
    m_order.clear();
    m_rowOfId.clear();
    m_kept.clear();
    m_indexOfId.clear();
    for (std::size_t i = 0; i < m_storage->clips.size(); ++i) m_indexOfId[m_storage->clips[i].id.value] = i;
    endResetModel();
    arrange();
}

void ClipTableModel::update(std::vector<ClipRecord> clips) {
    whenFree([this, clips = std::move(clips)]() mutable {
        int first = static_cast<int>(m_order.size());
        int last = -1;
        for (ClipRecord& clip : clips) {
            const auto [it, isNew] = m_indexOfId.try_emplace(clip.id.value, m_storage->clips.size());
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

void ClipTableModel::remove(const std::vector<ClipId>& ids) {
    whenFree([this, ids] {
        beginResetModel();
        std::unordered_map<std::int64_t, bool> gone;
        for (const ClipId id : ids) gone[id.value] = true;
        std::erase_if(m_storage->clips, [&](const ClipRecord& clip) { return gone.contains(clip.id.value); });
        m_indexOfId.clear();
        for (std::size_t i = 0; i < m_storage->clips.size(); ++i) m_indexOfId[m_storage->clips[i].id.value] = i;
        m_order.clear();
        m_rowOfId.clear();
        endResetModel();
        arrange();
    });
}

void ClipTableModel::setQueryText(const QString& text) {
    auto query = dataset::ClipQuery::parse(text.toStdString());
    if (!query) {
        Q_EMIT queryRejected(QString::fromStdString(query.error().message));
        return;
    }
    Q_EMIT queryRejected({});
    m_query = *std::move(query);
    arrange();
}

void ClipTableModel::setSort(dataset::SortKey key) {
    m_sort = key;
    arrange();
}

void ClipTableModel::arrange() {
    if (m_arranging) {
        m_arrangeAgain = true;
        return;
    }
    m_arranging = true;
    const QPointer<ClipTableModel> self(this);
    QThreadPool::globalInstance()->start([self, storage = m_storage, query = m_query, key = m_sort] {
        std::vector<std::size_t> order = query.filter(storage->clips);
        dataset::sortClips(storage->clips, order, key);
        QMetaObject::invokeMethod(qApp, [self, storage, order = std::move(order)]() mutable {
            if (self.isNull()) return;
            if (storage == self->m_storage) {
                self->finishArranging(std::move(order));
            } else { // other clips were set meanwhile
                self->m_arranging = false;
                self->m_arrangeAgain = false;
                self->arrange();
            }
        }, Qt::QueuedConnection);
    });
}

void ClipTableModel::finishArranging(std::vector<std::size_t> order) {
    m_arranging = false;
    if (order != m_order) {
        Q_EMIT layoutAboutToBeChanged();
        const QModelIndexList before = persistentIndexList();
        std::vector<ClipId> ids;
        ids.reserve(static_cast<std::size_t>(before.size()));
        for (const QModelIndex& index : before) ids.push_back(record(index.row()).id);
        m_order = std::move(order);
        m_rowOfId.clear();
        m_rowOfId.reserve(m_order.size());
        for (std::size_t row = 0; row < m_order.size(); ++row) m_rowOfId[m_storage->clips[m_order[row]].id.value] = static_cast<int>(row);
        QModelIndexList after;
        after.reserve(before.size());
        for (qsizetype i = 0; i < before.size(); ++i) {
            const int row = rowOf(ids[static_cast<std::size_t>(i)]);
            after << (row < 0 ? QModelIndex() : index(row, before[i].column()));
        }
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged();
    }
    std::vector<std::function<void()>> kept = std::move(m_kept);
    m_kept.clear();
    const bool again = std::exchange(m_arrangeAgain, false);
    for (const auto& change : kept) whenFree(change);
    if (again) arrange();
    if (!m_arranging) Q_EMIT arranged();
}

const ClipRecord& ClipTableModel::record(int row) const { return m_storage->clips[m_order[static_cast<std::size_t>(row)]]; }

const ClipRecord* ClipTableModel::find(ClipId id) const {
    const auto it = m_indexOfId.find(id.value);
    return it == m_indexOfId.end() ? nullptr : &m_storage->clips[it->second];
}

int ClipTableModel::rowOf(ClipId id) const {
    const auto it = m_rowOfId.find(id.value);
    return it == m_rowOfId.end() ? -1 : it->second;
}

QString ClipTableModel::fileOf(const ClipRecord& clip) const {
    const auto it = m_folders.find(clip.source.value);
    const QString path = QString::fromStdString(clip.path);
    return it == m_folders.end() ? path : it->second + QLatin1Char('/') + path;
}

int ClipTableModel::totalCount() const noexcept { return static_cast<int>(m_storage->clips.size()); }

std::vector<ClipId> ClipTableModel::visibleIds() const {
    std::vector<ClipId> ids;
    ids.reserve(m_order.size());
    for (const std::size_t index : m_order) ids.push_back(m_storage->clips[index].id);
    return ids;
}

void ClipTableModel::forEachClip(const std::function<void(const ClipRecord&)>& visit) const {
    for (const ClipRecord& clip : m_storage->clips) visit(clip);
}

int ClipTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_order.size()); }

int ClipTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ClipTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ClipRecord& clip = record(index.row());
    switch (role) {
    case Qt::DisplayRole: return display(clip, index.column());
    case Qt::EditRole: return index.column() == Prompt ? QVariant(QString::fromStdString(clip.prompt)) : QVariant();
    case Qt::TextAlignmentRole:
        if (index.column() >= Length && index.column() <= Loudness) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
        return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole: return index.column() == Findings || index.column() == Name ? QVariant(cliptext::tooltip(clip)) : QVariant();
    case Qt::AccessibleTextRole: return index.column() == Findings ? QVariant(cliptext::findings(clip)) : display(clip, index.column());
    case RecordIdRole: return QVariant::fromValue<qint64>(clip.id.value);
    case SeverityRole: return cliptext::worstSeverity(clip);
    case FileRole: return fileOf(clip);
    default: return {};
    }
}

QVariant ClipTableModel::display(const ClipRecord& clip, int column) const {
    switch (column) {
    case Name: return QString::fromStdString(clip.fileName());
    case Length: return cliptext::length(clip);
    case Rate: return cliptext::rate(clip);
    case Channels: return cliptext::channels(clip);
    case Loudness: return cliptext::loudness(clip);
    case Prompt: return QString::fromStdString(clip.prompt);
    case Split: return cliptext::split(clip);
    default: return {};
    }
}

QVariant ClipTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section >= Length && section <= Loudness) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    switch (section) {
    case Waveform: return role == Qt::AccessibleTextRole ? QVariant(tr("Waveform")) : QVariant(QString());
    case Name: return tr("Name");
    case Findings: return role == Qt::AccessibleTextRole ? QVariant(tr("Findings")) : QVariant(QString());
    case Length: return tr("Length");
    case Rate: return tr("Rate");
    case Channels: return tr("Channels");
    case Loudness: return tr("Loudness");
    case Prompt: return tr("Prompt");
    case Split: return tr("Split");
    default: return {};
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
    const auto field = [column] {
        switch (column) {
        case Name: return SortField::Name;
        case Findings: return SortField::Findings;
        case Length: return SortField::Length;
        case Rate: return SortField::Rate;
        case Channels: return SortField::Channels;
        case Loudness: return SortField::Loudness;
        case Prompt: return SortField::Prompt;
        case Split: return SortField::Split;
        default: return SortField::Path;
        }
    }();
    setSort({field, order == Qt::AscendingOrder ? dataset::SortOrder::Ascending : dataset::SortOrder::Descending});
}

QStringList ClipTableModel::mimeTypes() const { return {QStringLiteral("text/uri-list")}; }

QMimeData* ClipTableModel::mimeData(const QModelIndexList& indexes) const {
    QList<QUrl> urls;
    int lastRow = -1;
    for (const QModelIndex& index : indexes) {
        if (index.row() == lastRow) continue;
        lastRow = index.row();
        urls << QUrl::fromLocalFile(fileOf(record(lastRow)));
    }
    auto* data = new QMimeData;
    data->setUrls(urls);
    return data;
}

} // namespace attune::ui
