// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/ClipTableView.h"

#include "ui/audio/PeakCache.h"
#include "ui/dataset/ClipDelegates.h"
#include "ui/dataset/ClipTableModel.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>

namespace attune::ui {

ClipTableView::ClipTableView(ClipTableModel& model, PeakCache& peaks, QWidget* parent) : QTableView(parent), m_model(model) {
    setObjectName(QStringLiteral("clipTable"));
    setAccessibleName(tr("Clips"));
    setModel(&model);
    setItemDelegate(new ClipTextDelegate(this));
    setItemDelegateForColumn(ClipTableModel::Waveform, new WaveformDelegate(peaks, this));
    setItemDelegateForColumn(ClipTableModel::Findings, new FindingDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(DoubleClicked | EditKeyPressed);
    setShowGrid(false);
    setWordWrap(false);
    setDragEnabled(true);
    setTabKeyNavigation(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed); // one height for all: nothing is measured per row
    verticalHeader()->setDefaultSectionSize(33);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setSortingEnabled(true);
    horizontalHeader()->setSortIndicatorClearable(true);
    sortByColumn(-1, Qt::AscendingOrder);
    connect(&peaks, &PeakCache::peaksReady, this, [this] { viewport()->update(); });
    layoutColumns();
}

void ClipTableView::layoutColumns() {
    const QFontMetrics metrics(font());
    const auto wide = [&](const QString& text) { return metrics.horizontalAdvance(text) + 20; };
    const int fixed[] = {112, 0, 26, wide(QStringLiteral("00.00 s")), wide(QStringLiteral("44.1 k")), wide(QStringLiteral("stereo")),
                         wide(QStringLiteral("−00.0 LUFS")), 0, wide(QStringLiteral("held out"))};
    int left = viewport()->width();
    for (int column = 0; column < ClipTableModel::ColumnCount; ++column) {
        if (fixed[column] == 0) continue;
        setColumnWidth(column, fixed[column]);
        left -= fixed[column];
    }
    setColumnHidden(ClipTableModel::Channels, viewport()->width() < 720);
    if (isColumnHidden(ClipTableModel::Channels)) left += fixed[ClipTableModel::Channels];
    setColumnWidth(ClipTableModel::Name, std::max(140, left * 11 / 20));
    setColumnWidth(ClipTableModel::Prompt, std::max(100, left - left * 11 / 20));
}

void ClipTableView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    layoutColumns();
}

std::vector<ClipId> ClipTableView::selectedIds() const {
    std::vector<int> rows;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    std::vector<ClipId> ids;
    ids.reserve(rows.size());
    for (const int row : rows) ids.push_back(m_model.record(row).id);
    return ids;
}

ClipId ClipTableView::currentId() const {
    const QModelIndex index = currentIndex();
    return index.isValid() ? m_model.record(index.row()).id : ClipId{};
}

void ClipTableView::selectId(ClipId id) {
    const int row = m_model.rowOf(id);
    if (row < 0) return;
    setCurrentIndex(m_model.index(row, ClipTableModel::Name));
    scrollTo(currentIndex());
}

void ClipTableView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    Q_EMIT currentClipChanged(currentId());
}

void ClipTableView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space) {
        Q_EMIT playRequested();
        return;
    }
    if (event->key() == Qt::Key_Delete) {
        Q_EMIT leaveOutRequested();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid() && state() != EditingState) {
        edit(m_model.index(currentIndex().row(), ClipTableModel::Prompt));
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace attune::ui
