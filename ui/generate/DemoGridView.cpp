// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generate/DemoGridView.h"

#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/audio/WaveformPainter.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDrag>
#include <QKeyEvent>
#include <QLocale>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QUrl>

#include <algorithm>
#include <numeric>
#include <random>

namespace attune::ui {

namespace {

constexpr int kHeaderHeight = 52;
constexpr int kRowHeight = 84;
constexpr int kLeastCellWidth = 124;

} // namespace

DemoGridView::DemoGridView(Player& player, PeakCache& peaks, QWidget* parent) : QAbstractScrollArea(parent), m_player(player), m_peaks(peaks) {
    setObjectName(QStringLiteral("demoGrid"));
    setAccessibleName(tr("Demos: prompts by checkpoints"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent, false);
    const auto repaint = [this] { viewport()->update(); };
    connect(&peaks, &PeakCache::peaksReady, this, repaint);
    connect(&player, &Player::positionChanged, this, repaint);
    connect(&player, &Player::stateChanged, this, repaint);
    connect(&Theme::instance(), &Theme::changed, this, repaint);
}

void DemoGridView::setGrid(const DemoGrid& grid) {
    const bool isSameRun = grid.runId == m_grid.runId;
    m_grid = grid;
    if (m_blind) setBlind(true);
    if (!isSameRun) {
        m_row = 0;
        m_column = std::max(0, static_cast<int>(grid.columns.size()) - 1);
    }
    m_row = std::clamp(m_row, 0, std::max(0, static_cast<int>(grid.rows.size()) - 1));
    m_column = std::clamp(m_column, 0, std::max(0, static_cast<int>(grid.columns.size()) - 1));
    layoutCells();
    viewport()->update();
    Q_EMIT currentChanged(m_row, currentColumn());
}

void DemoGridView::setBlind(bool blind) {
    m_blind = blind;
    m_shuffle.clear();
    std::mt19937 generator(std::random_device{}());
    for (std::size_t row = 0; row < m_grid.rows.size(); ++row) {
        std::vector<int> order(m_grid.columns.size());
        std::iota(order.begin(), order.end(), 0);
        if (blind) std::shuffle(order.begin(), order.end(), generator);
        m_shuffle.push_back(std::move(order));
    }
    viewport()->update();
}

void DemoGridView::setLoudnessMatched(bool matched) { m_matched = matched; }

int DemoGridView::gridColumn(int row, int seenColumn) const {
    if (!m_blind || static_cast<std::size_t>(row) >= m_shuffle.size()) return seenColumn;
    const auto& order = m_shuffle[static_cast<std::size_t>(row)];
    return static_cast<std::size_t>(seenColumn) < order.size() ? order[static_cast<std::size_t>(seenColumn)] : seenColumn;
}

const DemoCell* DemoGridView::currentCell() const {
    const int column = currentColumn();
    if (static_cast<std::size_t>(m_row) >= m_grid.rows.size()) return nullptr;
    const auto& cells = m_grid.rows[static_cast<std::size_t>(m_row)].cells;
    return static_cast<std::size_t>(column) < cells.size() ? &cells[static_cast<std::size_t>(column)] : nullptr;
}

void DemoGridView::layoutCells() {
    const int columns = std::max(1, static_cast<int>(m_grid.columns.size()));
    m_cellWidth = std::max(kLeastCellWidth, (viewport()->width() - m_headWidth) / columns);
    m_cellWidth = std::min(m_cellWidth, 260);
    const int wide = m_headWidth + m_cellWidth * columns;
    const int high = kHeaderHeight + kRowHeight * static_cast<int>(m_grid.rows.size());
    horizontalScrollBar()->setRange(0, std::max(0, wide - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(m_cellWidth / 2);
    verticalScrollBar()->setRange(0, std::max(0, high - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(kRowHeight / 2);
}

QRect DemoGridView::cellRect(int row, int column) const {
    return {m_headWidth + column * m_cellWidth - horizontalScrollBar()->value(), kHeaderHeight + row * kRowHeight - verticalScrollBar()->value(), m_cellWidth, kRowHeight};
}

QPoint DemoGridView::cellAt(const QPoint& at) const {
    const int x = at.x() + horizontalScrollBar()->value() - m_headWidth;
    const int y = at.y() + verticalScrollBar()->value() - kHeaderHeight;
    const int column = x < 0 ? -1 : x / m_cellWidth;
    const int row = y < 0 ? -1 : y / kRowHeight;
    if (column >= static_cast<int>(m_grid.columns.size()) || row >= static_cast<int>(m_grid.rows.size()) || at.y() < kHeaderHeight) return {-1, -1};
    return {column, row};
}

void DemoGridView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    const Theme& theme = Theme::instance();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ColorRole::Panel));
    painter.drawRoundedRect(QRectF(viewport()->rect()), 10, 10);
    if (m_grid.columns.empty()) return;
    painter.setClipRect(QRect(0, kHeaderHeight, viewport()->width(), viewport()->height() - kHeaderHeight));
    if (!m_blind) { // the chosen checkpoint as a column
        const QRect column = cellRect(0, m_column);
        painter.fillRect(QRect(column.left() + 3, 0, column.width() - 6, viewport()->height()), theme.color(ColorRole::Selection));
    }
    for (int row = 0; row < static_cast<int>(m_grid.rows.size()); ++row) {
        const QRect first = cellRect(row, 0);
        if (first.bottom() < kHeaderHeight || first.top() > viewport()->height()) continue;
        for (int column = 0; column < static_cast<int>(m_grid.columns.size()); ++column) paintCell(painter, row, column);
        const QRect head(0, first.top(), m_headWidth, kRowHeight);
        painter.fillRect(head.adjusted(2, 2, 0, -2), theme.color(ColorRole::Panel));
        const DemoRow& demo = m_grid.rows[static_cast<std::size_t>(row)];
        painter.setPen(theme.color(ColorRole::Text));
        QFont strong = theme.font(TextStyle::Body);
        strong.setWeight(QFont::DemiBold);
        painter.setFont(strong);
        const QString prompt = demo.prompt.isEmpty() ? tr("(empty prompt)") : demo.prompt;
        painter.drawText(head.adjusted(16, 20, -10, -30), Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(strong).elidedText(prompt, Qt::ElideRight, m_headWidth - 26));
        painter.setFont(theme.font(TextStyle::Label));
        painter.setPen(theme.color(ColorRole::Text3));
        painter.drawText(head.adjusted(16, 46, -10, -12), Qt::AlignLeft | Qt::AlignVCenter, demo.details);
        painter.fillRect(QRect(0, first.bottom(), viewport()->width(), 1), theme.color(ColorRole::Line));
    }
    painter.setClipping(false);
    paintHeader(painter);
}

void DemoGridView::paintHeader(QPainter& painter) const {
    const Theme& theme = Theme::instance();
    painter.setPen(Qt::NoPen);
    for (int seen = 0; seen < static_cast<int>(m_grid.columns.size()); ++seen) {
        const QRect cell(cellRect(0, seen).left(), 0, m_cellWidth, kHeaderHeight);
        if (cell.right() < m_headWidth) continue;
        if (!m_blind && seen == m_column) painter.fillRect(cell.adjusted(3, 2, -3, 0), theme.color(ColorRole::Selection));
        const DemoColumn& column = m_grid.columns[static_cast<std::size_t>(seen)];
        QFont strong = theme.font(TextStyle::Body);
        strong.setWeight(QFont::DemiBold);
        painter.setFont(strong);
        painter.setPen(theme.color(ColorRole::Text));
        const QString title = m_blind ? QString(QChar(u'A' + (seen % 26))) : column.step == 0 ? tr("Base model") : QLocale().toString(column.step);
        painter.drawText(cell.adjusted(0, 8, 0, -22), Qt::AlignCenter, column.isPinned && !m_blind ? QStringLiteral("▾ ") + title : title);
        painter.setFont(theme.font(TextStyle::Label));
        painter.setPen(theme.color(ColorRole::Text3));
        QString under = column.step == 0 ? tr("step 0") : column.heldOut ? QLocale().toString(*column.heldOut, 'f', 3) : QString();
        if (column.isBest) under += tr(" best");
        if (!m_blind) painter.drawText(cell.adjusted(0, 28, 0, -6), Qt::AlignCenter, under);
    }
    painter.fillRect(QRect(2, 0, m_headWidth - 2, kHeaderHeight - 1), theme.color(ColorRole::Panel));
    painter.fillRect(QRect(0, kHeaderHeight - 1, viewport()->width(), 1), theme.color(ColorRole::Line));
}

void DemoGridView::paintCell(QPainter& painter, int row, int seen) const {
    const Theme& theme = Theme::instance();
    const QRectF well = QRectF(cellRect(row, seen)).adjusted(9, 10, -9, -12);
    const bool isCurrent = row == m_row && seen == m_column;
    painter.setPen(isCurrent ? QPen(theme.color(ColorRole::Accent), 2) : QPen(Qt::NoPen));
    painter.setBrush(theme.color(isCurrent ? ColorRole::Raised : ColorRole::Window));
    painter.drawRoundedRect(well, 8, 8);
    const auto& cells = m_grid.rows[static_cast<std::size_t>(row)].cells;
    const auto column = static_cast<std::size_t>(gridColumn(row, seen));
    if (column >= cells.size() || cells[column].file.isEmpty()) {
        painter.setPen(theme.color(ColorRole::Text3));
        painter.setFont(theme.font(TextStyle::Label));
        painter.drawText(well, Qt::AlignCenter, QStringLiteral("–"));
        return;
    }
    const DemoCell& cell = cells[column];
    if (const SharedPeaks peaks = m_peaks.peaks(cell.file)) {
        const double duration = peaks->sampleRate().secondsFromFrames(peaks->frameCount());
        const double played = m_player.file() == cell.file && duration > 0.0 ? m_player.positionSeconds() / duration : 0.0;
        paintWaveform(painter, well.adjusted(8, 6, -8, cell.stars > 0 ? -16 : -6), *peaks, 0, peaks->frameCount(),
                      {theme.color(ColorRole::Waveform), theme.color(ColorRole::Accent), played, 2.0, 1.5, fittingGain(*peaks)});
    }
    if (cell.stars > 0) {
        painter.setPen(theme.color(ColorRole::Warn));
        painter.setFont(theme.font(TextStyle::Label));
        painter.drawText(well.adjusted(0, 0, 0, -3), Qt::AlignHCenter | Qt::AlignBottom, QString(cell.stars, QChar(0x2605)));
    }
    if (!cell.note.isEmpty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(ColorRole::Text3));
        painter.drawEllipse(QPointF(well.right() - 8, well.top() + 8), 2.5, 2.5);
    }
}

double DemoGridView::gainDbOf(int row, const DemoCell& cell) const {
    if (!m_matched || !cell.loudness) return 0.0;
    // Every cell of a row is brought to the quietest of them: turning down never clips.
    double quietest = *cell.loudness;
    for (const DemoCell& other : m_grid.rows[static_cast<std::size_t>(row)].cells)
        if (other.loudness) quietest = std::min(quietest, *other.loudness);
    return std::max(quietest - *cell.loudness, -24.0);
}

void DemoGridView::playCurrent() {
    const DemoCell* cell = currentCell();
    if (cell == nullptr || cell->file.isEmpty()) return;
    if (m_player.file() == cell->file) m_player.toggle();
    else m_player.play(cell->file, m_player.isPlaying() ? StartAt::SamePosition : StartAt::Beginning, gainDbOf(m_row, *cell));
}

void DemoGridView::setCurrent(int row, int column) {
    if (m_grid.rows.empty() || m_grid.columns.empty()) return;
    const bool sameRow = row == m_row;
    m_row = std::clamp(row, 0, static_cast<int>(m_grid.rows.size()) - 1);
    m_column = std::clamp(column, 0, static_cast<int>(m_grid.columns.size()) - 1);
    const QRect cell = cellRect(m_row, m_column);
    QScrollBar* horizontal = horizontalScrollBar();
    if (cell.left() < m_headWidth) horizontal->setValue(horizontal->value() + cell.left() - m_headWidth);
    if (cell.right() > viewport()->width()) horizontal->setValue(horizontal->value() + cell.right() - viewport()->width());
    QScrollBar* vertical = verticalScrollBar();
    if (cell.top() < kHeaderHeight) vertical->setValue(vertical->value() + cell.top() - kHeaderHeight);
    if (cell.bottom() > viewport()->height()) vertical->setValue(vertical->value() + cell.bottom() - viewport()->height());
    const DemoCell* demo = currentCell();
    if (m_player.isPlaying() && demo != nullptr && !demo->file.isEmpty() && m_player.file() != demo->file)
        m_player.play(demo->file, sameRow ? StartAt::SamePosition : StartAt::Beginning, gainDbOf(m_row, *demo));
    const DemoRow& shown = m_grid.rows[static_cast<std::size_t>(m_row)];
    setAccessibleDescription(m_blind ? tr("%1, candidate %2").arg(shown.prompt, QString(QChar(u'A' + (m_column % 26))))
                                     : tr("%1, step %L2").arg(shown.prompt).arg(m_grid.columns[static_cast<std::size_t>(m_column)].step));
    viewport()->update();
    Q_EMIT currentChanged(m_row, currentColumn());
}

void DemoGridView::move(int rows, int columns) { setCurrent(m_row + rows, m_column + columns); }

void DemoGridView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left: move(0, -1); return;
    case Qt::Key_Right: move(0, 1); return;
    case Qt::Key_Up: move(-1, 0); return;
    case Qt::Key_Down: move(1, 0); return;
    case Qt::Key_Home: setCurrent(m_row, 0); return;
    case Qt::Key_End: setCurrent(m_row, static_cast<int>(m_grid.columns.size()) - 1); return;
    case Qt::Key_Space:
    case Qt::Key_Return: playCurrent(); return;
    default: break;
    }
    if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_5 && event->modifiers() == Qt::NoModifier && currentCell() != nullptr) {
        Q_EMIT starsChosen(m_grid.rows[static_cast<std::size_t>(m_row)].id, m_grid.columns[static_cast<std::size_t>(currentColumn())].step, event->key() - Qt::Key_0);
        return;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void DemoGridView::mousePressEvent(QMouseEvent* event) {
    const QPoint cell = cellAt(event->position().toPoint());
    m_pressed = event->position().toPoint();
    if (cell.x() < 0 || cell.y() < 0) return;
    const bool isSame = cell.y() == m_row && cell.x() == m_column;
    const bool wasPlaying = m_player.isPlaying();
    setCurrent(cell.y(), cell.x());
    if (event->button() == Qt::LeftButton && (isSame || !wasPlaying)) playCurrent();
}

void DemoGridView::mouseDoubleClickEvent(QMouseEvent* event) { event->accept(); }

void DemoGridView::mouseMoveEvent(QMouseEvent* event) {
    if ((event->buttons() & Qt::LeftButton) == 0 || (event->position().toPoint() - m_pressed).manhattanLength() < QApplication::startDragDistance()) return;
    const DemoCell* cell = currentCell();
    if (cell == nullptr || cell->file.isEmpty()) return;
    auto* drag = new QDrag(this);
    auto* files = new QMimeData;
    files->setUrls({QUrl::fromLocalFile(cell->file)});
    drag->setMimeData(files);
    drag->exec(Qt::CopyAction);
}

void DemoGridView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    layoutCells();
}

void DemoGridView::scrollContentsBy(int, int) { viewport()->update(); }

} // namespace attune::ui
