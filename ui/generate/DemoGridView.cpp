// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generate/DemoGridView.h"

#include "ui/audio/PeakCache.h"
#include "ui/audio/Player.h"
#include "ui/audio/WaveformPainter.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDrag>
#include <QKeyEvent>
#include <QLocale>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QUrl>

#include <algorithm>
#include <numeric>
#include <random>
#include <utility>

namespace attune::ui {

namespace {

constexpr int kHeaderHeight = 52;
constexpr int kLeastRowHeight = 84;
constexpr int kMostRowHeight = 160;
constexpr int kLeastCellWidth = 124;
constexpr int kMostStars = 5;
constexpr double kStarWidth = 15.0;

QRectF wellOf(const QRect& cell) {
    return QRectF(cell).adjusted(9, 10, -9, -12);
}

// Of `count` stars in a row at the foot of a cell.
QRectF starRect(const QRectF& well, int star, int count) {
    return {well.center().x() + kStarWidth * (star - count / 2.0), well.bottom() - 18.0, kStarWidth, 16.0};
}

bool hasSound(const DemoRow& row, std::size_t column) {
    return column < row.cells.size() && !row.cells[column].file.isEmpty();
}

std::vector<qint64> soundSteps(const DemoGrid& grid, const DemoRow& row) {
    std::vector<qint64> steps;
    for (std::size_t column = 0; column < grid.columns.size(); ++column)
        if (hasSound(row, column)) steps.push_back(grid.columns[column].step);
    return steps;
}

// A to Z, AA to AZ, BA …: no two have the same name.
QString candidateName(int seen) {
    const QString last(QChar(u'A' + (seen % 26)));
    return seen < 26 ? last : candidateName(seen / 26 - 1) + last;
}

int columnOf(const DemoGrid& grid, qint64 step) {
    const auto it = std::find_if(grid.columns.begin(), grid.columns.end(),
                                 [step](const DemoColumn& column) { return column.step == step; });
    return static_cast<int>(it - grid.columns.begin());
}

} // namespace

DemoGridView::DemoGridView(Player& player, PeakCache& peaks, QWidget* parent)
    : QAbstractScrollArea(parent), m_player(player), m_peaks(peaks) {
    setObjectName(QStringLiteral("demoGrid"));
    setAccessibleName(tr("Demos: prompts by checkpoints"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent, false);
    const auto repaint = [this] { viewport()->update(); };
    connect(&peaks, &PeakCache::peaksReady, this, repaint);
    connect(&player, &Player::positionChanged, this, [this] { // 30 times a second: only what plays
        const DemoCell* cell = currentCell();
        if (cell != nullptr && cell->file == m_player.file()) viewport()->update(cellRect(m_row, m_column));
    });
    connect(&player, &Player::stateChanged, this, repaint);
    connect(&Theme::instance(), &Theme::changed, this, repaint);
}

void DemoGridView::setGrid(const DemoGrid& grid) {
    const bool isSameRun = grid.runId == m_grid.runId;
    const DemoGrid before = std::exchange(m_grid, grid);
    if (m_blind) keepShuffle(before);
    if (!isSameRun) { // the newest that can be heard
        m_row = 0;
        m_column = std::max(0, static_cast<int>(grid.columns.size()) - 1);
        for (int column = m_column; column >= 0 && !grid.rows.empty(); --column)
            if (hasSound(grid.rows.front(), static_cast<std::size_t>(column))) {
                m_column = column;
                break;
            }
    }
    m_row = std::clamp(m_row, 0, std::max(0, static_cast<int>(grid.rows.size()) - 1));
    m_column = std::clamp(m_column, 0, std::max(0, static_cast<int>(grid.columns.size()) - 1));
    layoutCells();
    if (!isSameRun) scrollToCurrent();
    viewport()->update();
    Q_EMIT currentChanged(m_row, currentColumn());
}

void DemoGridView::setBlind(bool blind) {
    m_blind = blind;
    m_shuffle.clear();
    if (blind)
        for (const DemoRow& row : m_grid.rows) m_shuffle.push_back(shuffledOrder(row));
    viewport()->update();
}

DemoGridView::Order DemoGridView::shuffledOrder(const DemoRow& row) const {
    static std::mt19937 generator(std::random_device{}());
    Order order(m_grid.columns.size());
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), generator);
    // A gap at its old place would tell which checkpoint it is.
    std::stable_partition(order.begin(), order.end(),
                          [&row](int column) { return hasSound(row, static_cast<std::size_t>(column)); });
    return order;
}

// A star, a note or a checkpoint that comes must not mix up what is being judged: a row is shuffled anew only
// when it has got or lost a sound.
void DemoGridView::keepShuffle(const DemoGrid& before) {
    const std::vector<Order> old = std::exchange(m_shuffle, {});
    for (const DemoRow& row : m_grid.rows) {
        const auto known = std::find_if(before.rows.begin(), before.rows.end(),
                                        [&row](const DemoRow& other) { return other.id == row.id; });
        const auto index = static_cast<std::size_t>(known - before.rows.begin());
        const bool isKept = before.runId == m_grid.runId && known != before.rows.end() &&
                            index < old.size() && soundSteps(before, *known) == soundSteps(m_grid, row);
        if (!isKept) {
            m_shuffle.push_back(shuffledOrder(row));
            continue;
        }
        Order order; // the sounds as they were, then the gaps
        for (const int column : old[index])
            if (hasSound(*known, static_cast<std::size_t>(column)))
                order.push_back(columnOf(m_grid, before.columns[static_cast<std::size_t>(column)].step));
        for (int column = 0; column < static_cast<int>(m_grid.columns.size()); ++column)
            if (!hasSound(row, static_cast<std::size_t>(column))) order.push_back(column);
        m_shuffle.push_back(std::move(order));
    }
}

void DemoGridView::setRating(Rating rating) {
    m_rating = rating;
    viewport()->update();
}

void DemoGridView::setLoudnessMatched(bool matched) {
    m_matched = matched;
}

int DemoGridView::gridColumn(int row, int seenColumn) const {
    if (!m_blind || static_cast<std::size_t>(row) >= m_shuffle.size()) return seenColumn;
    const auto& order = m_shuffle[static_cast<std::size_t>(row)];
    return static_cast<std::size_t>(seenColumn) < order.size() ? order[static_cast<std::size_t>(seenColumn)]
                                                               : seenColumn;
}

const DemoCell* DemoGridView::currentCell() const {
    const int column = currentColumn();
    if (static_cast<std::size_t>(m_row) >= m_grid.rows.size()) return nullptr;
    const auto& cells = m_grid.rows[static_cast<std::size_t>(m_row)].cells;
    return static_cast<std::size_t>(column) < cells.size() ? &cells[static_cast<std::size_t>(column)]
                                                           : nullptr;
}

void DemoGridView::layoutCells() {
    const int columns = std::max(1, static_cast<int>(m_grid.columns.size()));
    m_cellWidth = std::max(kLeastCellWidth, (viewport()->width() - m_headWidth) / columns);
    const int wide = m_headWidth + m_cellWidth * columns;
    const int rows = std::max(1, static_cast<int>(m_grid.rows.size()));
    m_rowHeight = std::clamp((viewport()->height() - kHeaderHeight) / rows, kLeastRowHeight, kMostRowHeight);
    const int high = kHeaderHeight + m_rowHeight * static_cast<int>(m_grid.rows.size());
    horizontalScrollBar()->setRange(0, std::max(0, wide - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(m_cellWidth / 2);
    verticalScrollBar()->setRange(0, std::max(0, high - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(m_rowHeight / 2);
}

QRect DemoGridView::cellRect(int row, int column) const {
    return {m_headWidth + column * m_cellWidth - horizontalScrollBar()->value(),
            kHeaderHeight + row * m_rowHeight - verticalScrollBar()->value(), m_cellWidth, m_rowHeight};
}

QPoint DemoGridView::cellAt(const QPoint& at) const {
    const int x = at.x() + horizontalScrollBar()->value() - m_headWidth;
    const int y = at.y() + verticalScrollBar()->value() - kHeaderHeight;
    const int column = x < 0 ? -1 : x / m_cellWidth;
    const int row = y < 0 ? -1 : y / m_rowHeight;
    if (column >= static_cast<int>(m_grid.columns.size()) || row >= static_cast<int>(m_grid.rows.size()) ||
        at.y() < kHeaderHeight)
        return {-1, -1};
    return {column, row};
}

void DemoGridView::paintEvent(QPaintEvent*) {
    QPainter painter(viewport());
    const Theme& theme = Theme::instance();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ColorRole::Panel));
    QPainterPath card;
    card.addRoundedRect(QRectF(viewport()->rect()), 10, 10);
    painter.drawPath(card);
    if (m_grid.columns.empty()) return;
    painter.setClipPath(card); // nothing paints over the round corners
    painter.save();
    painter.setClipRect(QRect(0, kHeaderHeight, viewport()->width(), viewport()->height() - kHeaderHeight),
                        Qt::IntersectClip);
    if (!m_blind) { // the chosen checkpoint as a column
        const QRect column = cellRect(0, m_column);
        painter.fillRect(QRect(column.left() + 3, 0, column.width() - 6,
                               cellRect(static_cast<int>(m_grid.rows.size()) - 1, 0).bottom()),
                         theme.color(ColorRole::Selection));
    }
    for (int row = 0; row < static_cast<int>(m_grid.rows.size()); ++row) {
        const QRect first = cellRect(row, 0);
        if (first.bottom() < kHeaderHeight || first.top() > viewport()->height()) continue;
        for (int column = 0; column < static_cast<int>(m_grid.columns.size()); ++column)
            paintCell(painter, row, column);
        paintRowHead(painter, row);
        painter.fillRect(QRect(0, first.bottom(), viewport()->width(), 1), theme.color(ColorRole::Line));
    }
    painter.restore();
    paintHeader(painter);
}

void DemoGridView::paintRowHead(QPainter& painter, int row) const {
    const Theme& theme = Theme::instance();
    const QRect head(0, cellRect(row, 0).top(), m_headWidth, m_rowHeight);
    painter.fillRect(head.adjusted(2, 2, 0, -2), theme.color(ColorRole::Panel));
    const DemoRow& demo = m_grid.rows[static_cast<std::size_t>(row)];
    QFont strong = theme.font(TextStyle::Body);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(theme.color(ColorRole::Text));
    const QString prompt = demo.prompt.isEmpty() ? tr("(empty prompt)") : demo.prompt;
    const int width = m_headWidth - 28;
    painter.drawText(QRect(18, head.center().y() - 21, width, 20), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(strong).elidedText(prompt, Qt::ElideRight, width));
    QFont small = theme.font(TextStyle::Label);
    small.setWeight(QFont::Normal);
    painter.setFont(small);
    painter.setPen(theme.color(ColorRole::Text3));
    painter.drawText(QRect(18, head.center().y() + 1, width, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(small).elidedText(demo.details, Qt::ElideRight, width));
}

QString DemoGridView::columnName(int seen) const {
    if (m_blind) return candidateName(seen);
    const DemoColumn& column = m_grid.columns[static_cast<std::size_t>(seen)];
    if (!column.title.isEmpty()) return column.title;
    return column.step == 0 ? tr("Base model") : QLocale().toString(column.step);
}

void DemoGridView::paintHeader(QPainter& painter) const {
    const Theme& theme = Theme::instance();
    painter.setPen(Qt::NoPen);
    for (int seen = 0; seen < static_cast<int>(m_grid.columns.size()); ++seen) {
        const QRect cell(cellRect(0, seen).left(), 0, m_cellWidth, kHeaderHeight);
        if (cell.right() < m_headWidth) continue;
        if (!m_blind && seen == m_column)
            painter.fillRect(cell.adjusted(3, 2, -3, 0), theme.color(ColorRole::Selection));
        const DemoColumn& column = m_grid.columns[static_cast<std::size_t>(seen)];
        QFont strong = theme.font(TextStyle::Body);
        strong.setWeight(QFont::DemiBold);
        painter.setFont(strong);
        painter.setPen(theme.color(ColorRole::Text));
        const QString title =
            QFontMetrics(strong).elidedText(columnName(seen), Qt::ElideMiddle, m_cellWidth - 28);
        painter.drawText(cell.adjusted(0, 8, 0, -22), Qt::AlignCenter, title);
        if (m_blind) continue;
        if (column.isPinned)
            themedIcon(QStringLiteral("pin"), ColorRole::Accent)
                .paint(&painter, QRect(cell.right() - 26, cell.top() + 8, 16, 16));
        QFont small = theme.font(TextStyle::Label);
        small.setWeight(QFont::Normal);
        painter.setFont(small);
        painter.setPen(theme.color(ColorRole::Text3));
        QStringList under;
        if (column.step == 0)
            under << tr("before training");
        else if (!column.title.isEmpty())
            under << tr("step %L1").arg(column.step);
        if (column.heldOut) under << tr("held-out %1").arg(QLocale().toString(*column.heldOut, 'f', 3));
        if (column.isBest) under << tr("best");
        // Where the words have no room, the number alone.
        const QFontMetrics metrics(small);
        const QString words = under.join(QStringLiteral(" · "));
        const QString number = column.heldOut
                                   ? QLocale().toString(*column.heldOut, 'f', 3) +
                                         (column.isBest ? QStringLiteral(" · ") + tr("best") : QString())
                                   : words;
        const bool hasRoom = metrics.horizontalAdvance(words) <= m_cellWidth - 16;
        painter.drawText(cell.adjusted(0, 28, 0, -6), Qt::AlignCenter,
                         hasRoom ? words : metrics.elidedText(number, Qt::ElideRight, m_cellWidth - 16));
    }
    painter.fillRect(QRect(2, 0, m_headWidth - 2, kHeaderHeight - 1), theme.color(ColorRole::Panel));
    painter.fillRect(QRect(0, kHeaderHeight - 1, viewport()->width(), 1), theme.color(ColorRole::Line));
    if (!hasFocus()) return;
    painter.setPen(QPen(theme.color(ColorRole::Accent), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(viewport()->rect()).adjusted(1, 1, -1, -1), 9, 9);
}

void DemoGridView::paintCell(QPainter& painter, int row, int seen) const {
    const Theme& theme = Theme::instance();
    const QRectF well = wellOf(cellRect(row, seen));
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
        const double played =
            m_player.file() == cell.file && duration > 0.0 ? m_player.positionSeconds() / duration : 0.0;
        paintWaveform(painter, well.adjusted(8, 6, -8, cell.stars > 0 || isCurrent ? -18 : -6), *peaks, 0,
                      peaks->frameCount(),
                      {theme.color(ColorRole::Waveform), theme.color(ColorRole::Accent), played, 2.0, 1.5,
                       fittingGain(*peaks)});
    }
    painter.setFont(theme.font(TextStyle::Label));
    const bool canRate = isCurrent && m_rating == Rating::Given;
    const int drawn = canRate ? kMostStars : cell.stars;
    for (int star = 0; star < drawn; ++star) {
        painter.setPen(theme.color(star < cell.stars ? ColorRole::Warn : ColorRole::Text3));
        painter.drawText(starRect(well, star, drawn), Qt::AlignCenter,
                         QString(QChar(star < cell.stars ? 0x2605 : 0x2606)));
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

double DemoGridView::currentGainDb() const {
    const DemoCell* cell = currentCell();
    return cell == nullptr ? 0.0 : gainDbOf(m_row, *cell);
}

void DemoGridView::playCurrent() {
    const DemoCell* cell = currentCell();
    if (cell == nullptr || cell->file.isEmpty()) { // nothing to start, but what plays can be stopped
        if (m_player.isPlaying()) m_player.toggle();
        return;
    }
    if (m_player.file() == cell->file)
        m_player.toggle();
    else
        m_player.play(cell->file, m_player.isPlaying() ? StartAt::SamePosition : StartAt::Beginning,
                      gainDbOf(m_row, *cell));
}

void DemoGridView::setCurrent(int row, int column) {
    if (m_grid.rows.empty() || m_grid.columns.empty()) return;
    const bool sameRow = row == m_row;
    m_row = std::clamp(row, 0, static_cast<int>(m_grid.rows.size()) - 1);
    m_column = std::clamp(column, 0, static_cast<int>(m_grid.columns.size()) - 1);
    scrollToCurrent();
    const DemoCell* demo = currentCell();
    if (m_player.isPlaying() && demo != nullptr && !demo->file.isEmpty() && m_player.file() != demo->file)
        m_player.play(demo->file, sameRow ? StartAt::SamePosition : StartAt::Beginning,
                      gainDbOf(m_row, *demo));
    const DemoRow& shown = m_grid.rows[static_cast<std::size_t>(m_row)];
    setAccessibleDescription(
        m_blind ? tr("%1, candidate %2").arg(shown.prompt, candidateName(m_column))
                : tr("%1, %2").arg(shown.prompt.isEmpty() ? tr("(empty prompt)") : shown.prompt,
                                   columnName(m_column)));
    viewport()->update();
    Q_EMIT currentChanged(m_row, currentColumn());
}

void DemoGridView::scrollToCurrent() {
    const QRect cell = cellRect(m_row, m_column);
    QScrollBar* horizontal = horizontalScrollBar();
    if (cell.left() < m_headWidth) horizontal->setValue(horizontal->value() + cell.left() - m_headWidth);
    if (cell.right() > viewport()->width())
        horizontal->setValue(horizontal->value() + cell.right() - viewport()->width());
    QScrollBar* vertical = verticalScrollBar();
    if (cell.top() < kHeaderHeight) vertical->setValue(vertical->value() + cell.top() - kHeaderHeight);
    if (cell.bottom() > viewport()->height())
        vertical->setValue(vertical->value() + cell.bottom() - viewport()->height());
}

void DemoGridView::move(int rows, int columns) {
    setCurrent(m_row + rows, m_column + columns);
}

void DemoGridView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        move(0, -1);
        return;
    case Qt::Key_Right:
        move(0, 1);
        return;
    case Qt::Key_Up:
        move(-1, 0);
        return;
    case Qt::Key_Down:
        move(1, 0);
        return;
    case Qt::Key_Home:
        setCurrent(m_row, 0);
        return;
    case Qt::Key_End:
        setCurrent(m_row, static_cast<int>(m_grid.columns.size()) - 1);
        return;
    case Qt::Key_Space:
    case Qt::Key_Return:
        playCurrent();
        return;
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy)) {
        copyCurrent();
        return;
    }
    if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_5 &&
        (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier && currentCell() != nullptr) {
        rateCurrent(event->key() - Qt::Key_0);
        return;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void DemoGridView::rateCurrent(int stars) {
    if (m_rating == Rating::Shown) return;
    Q_EMIT starsChosen(m_grid.rows[static_cast<std::size_t>(m_row)].id,
                       m_grid.columns[static_cast<std::size_t>(currentColumn())].step, stars);
}

int DemoGridView::starAt(const QPoint& at) const {
    const DemoCell* cell = currentCell();
    if (m_rating == Rating::Shown || cell == nullptr || cell->file.isEmpty()) return 0;
    const QRectF well = wellOf(cellRect(m_row, m_column));
    for (int star = 0; star < kMostStars; ++star)
        if (starRect(well, star, kMostStars).contains(at)) return star + 1;
    return 0;
}

void DemoGridView::mousePressEvent(QMouseEvent* event) {
    if (const int star = starAt(event->position().toPoint()); star > 0 && event->button() == Qt::LeftButton) {
        m_pressedOnCell = false;
        rateCurrent(star == currentCell()->stars ? star - 1 : star); // the last one again takes it away
        return;
    }
    const QPoint cell = cellAt(event->position().toPoint());
    m_pressed = event->position().toPoint();
    m_pressedOnCell = cell.x() >= 0 && cell.y() >= 0;
    if (!m_pressedOnCell) return;
    const bool isSame = cell.y() == m_row && cell.x() == m_column;
    const bool wasPlaying = m_player.isPlaying();
    setCurrent(cell.y(), cell.x());
    if (event->button() == Qt::LeftButton && (isSame || !wasPlaying)) playCurrent();
}

void DemoGridView::copyCurrent() {
    const DemoCell* cell = currentCell();
    if (cell == nullptr || cell->file.isEmpty()) return;
    auto* files = new QMimeData;
    files->setUrls({QUrl::fromLocalFile(cell->file)});
    QGuiApplication::clipboard()->setMimeData(files);
}

void DemoGridView::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Keyboard) {
        Q_EMIT menuRequested(viewport()->mapToGlobal(cellRect(m_row, m_column).center()));
    } else if (const QPoint cell = cellAt(event->pos()); cell.x() >= 0 && cell.y() >= 0) {
        setCurrent(cell.y(), cell.x());
        Q_EMIT menuRequested(event->globalPos());
    }
}

void DemoGridView::focusInEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void DemoGridView::focusOutEvent(QFocusEvent* event) {
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void DemoGridView::mouseDoubleClickEvent(QMouseEvent* event) {
    event->accept();
}

void DemoGridView::mouseMoveEvent(QMouseEvent* event) {
    if (!m_pressedOnCell || (event->buttons() & Qt::LeftButton) == 0 ||
        (event->position().toPoint() - m_pressed).manhattanLength() < QApplication::startDragDistance())
        return;
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
    if (!m_grid.columns.empty()) scrollToCurrent(); // what is chosen stays in sight
}

void DemoGridView::scrollContentsBy(int, int) {
    viewport()->update();
}

} // namespace attune::ui
