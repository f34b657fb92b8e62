// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/ClipTableView.h"

#include "ui/audio/PeakCache.h"
#include "ui/dataset/ClipDelegates.h"
#include "ui/dataset/ClipTableModel.h"
#include "ui/dataset/ClipText.h"
#include "ui/theme/Theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kMostWaveform = 320;
constexpr int kMostName = 480;

} // namespace

ClipTableView::ClipTableView(ClipTableModel& model, PeakCache& peaks, QWidget* parent)
    : QTableView(parent), m_model(model) {
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
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // columns always fit
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(
        QHeaderView::Fixed); // one height for all: nothing is measured per row
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
    const QFontMetrics headerMetrics(horizontalHeader()->font());
    const auto wide = [&](ClipTableModel::Column column, const QString& text) {
        const QString title = m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        return std::max(metrics.horizontalAdvance(text), headerMetrics.horizontalAdvance(title)) + 32;
    };
    using Column = ClipTableModel::Column;
    int widths[ClipTableModel::ColumnCount] = {};
    widths[Column::Waveform] = 112;
    widths[Column::Findings] = 26;
    widths[Column::Length] = wide(Column::Length, QStringLiteral("00.00 s"));
    widths[Column::Rate] = wide(Column::Rate, QStringLiteral("44.1 k"));
    widths[Column::Channels] = wide(Column::Channels, QStringLiteral("stereo"));
    widths[Column::Loudness] = wide(Column::Loudness, QStringLiteral("−00.0 LUFS"));
    widths[Column::Split] = wide(Column::Split, cliptext::longestSplit());
    widths[Column::Encoded] = wide(Column::Encoded, cliptext::longestEncoded());
    int left = viewport()->width();
    for (const int width : widths) left -= width;
    // Name and prompt are what people read: where they would get too narrow, facts that the inspector shows
    // too go first.
    constexpr int kLeastForTexts = 300;
    for (const Column column :
         {Column::Channels, Column::Rate, Column::Loudness, Column::Encoded, Column::Split, Column::Length}) {
        const bool isHidden =
            left <
            (column == Column::Split || column == Column::Length ? kLeastForTexts * 2 / 3 : kLeastForTexts);
        setColumnHidden(column, isHidden);
        if (isHidden) left += widths[column];
    }
    if (left < kLeastForTexts) { // the last to give way
        left += widths[Column::Waveform] - 76;
        widths[Column::Waveform] = 76;
    }
    // On a large screen the waveform takes some of the room, and a name no more than it can use.
    constexpr int kEnoughForTexts = 800;
    if (left > kEnoughForTexts) {
        const int more = std::min((left - kEnoughForTexts) / 3, kMostWaveform - widths[Column::Waveform]);
        widths[Column::Waveform] += more;
        left -= more;
    }
    widths[Column::Name] = std::clamp(left * 11 / 20, 60, kMostName);
    widths[Column::Prompt] = std::max(50, left - widths[Column::Name]);
    for (int column = 0; column < ClipTableModel::ColumnCount; ++column)
        setColumnWidth(column, widths[column]);
}

// A bar before the current row tells where the keyboard is: a selected row alone would look the same without
// it.
void ClipTableView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    if (!hasFocus() || !currentIndex().isValid()) return;
    const QRect row = visualRect(m_model.index(currentIndex().row(), 0));
    QPainter painter(viewport());
    painter.fillRect(QRect(0, row.top(), 3, row.height()), Theme::instance().color(ColorRole::Accent));
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
    // A list of clips, not a sheet of cells: to the first and the last of them.
    if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) {
        const QModelIndex end =
            m_model.index(event->key() == Qt::Key_Home ? 0 : m_model.rowCount() - 1, ClipTableModel::Name);
        if (!end.isValid()) return;
        selectionModel()->setCurrentIndex(end, selectionCommand(end, event));
        scrollTo(end);
        return;
    }
    if (event->key() == Qt::Key_Delete) {
        Q_EMIT leaveOutRequested();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid() &&
        state() != EditingState) {
        edit(m_model.index(currentIndex().row(), ClipTableModel::Prompt));
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace attune::ui
