// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoGridView: prompts down, checkpoints across; each cell a waveform that can be heard, rated and dragged
// away.
//
// Arrow keys move, Space plays, 1–5 give stars, 0 takes them away; the current cell's stars can be clicked.
// Moving while a cell plays keeps the position, so that two checkpoints are compared at the same place. In
// blind mode the columns are shuffled per row and nameless, those without a sound last. Ctrl+C copies the
// cell's file, dragging takes it to another program. Threads: GUI thread.
#pragma once

#include "ui/bridge/ListenService.h"

#include <QAbstractScrollArea>
#include <QPoint>

#include <vector>

namespace attune::ui {

class PeakCache;
class Player;

enum class Rating { Shown, Given }; // whether stars can be changed here

class DemoGridView : public QAbstractScrollArea {
    Q_OBJECT
public:
    DemoGridView(Player& player, PeakCache& peaks, QWidget* parent = nullptr);

    void setGrid(const DemoGrid& grid);
    [[nodiscard]] const DemoGrid& grid() const noexcept { return m_grid; }
    void setBlind(bool blind);
    void setRating(Rating rating);
    void setLoudnessMatched(bool matched);
    void setCurrent(int row, int column);
    [[nodiscard]] int currentRow() const noexcept { return m_row; }
    // In the order of DemoGrid::columns, whatever the eye sees.
    [[nodiscard]] int currentColumn() const noexcept { return gridColumn(m_row, m_column); }
    [[nodiscard]] const DemoCell* currentCell() const;
    [[nodiscard]] double currentGainDb() const; // 0 without loudness matching
    void playCurrent();
    void rateCurrent(int stars);                            // 0 = not rated
    void copyCurrent();                                     // the file, for pasting into another program
    [[nodiscard]] QString columnName(int seenColumn) const; // as its head says it
    [[nodiscard]] bool isBlind() const noexcept { return m_blind; }
    [[nodiscard]] QRect cellRect(int row, int seenColumn) const; // in the viewport

Q_SIGNALS:
    void currentChanged(int row, int column);
    void starsChosen(const QString& rowId, qint64 step, int stars);
    void menuRequested(const QPoint& globalPosition); // for the current cell

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    using Order = std::vector<int>; // columns of the grid as they are seen in one row
    [[nodiscard]] int gridColumn(int row, int seenColumn) const;
    [[nodiscard]] Order shuffledOrder(const DemoRow& row) const;
    void keepShuffle(const DemoGrid& before);
    [[nodiscard]] QPoint cellAt(const QPoint& at) const; // x = column, y = row; -1 = none
    [[nodiscard]] double gainDbOf(int row, const DemoCell& cell) const;
    [[nodiscard]] int starAt(const QPoint& at) const; // 1–5 of the current cell; 0 = none
    void layoutCells();
    void scrollToCurrent();
    void paintCell(QPainter& painter, int row, int column) const;
    void paintHeader(QPainter& painter) const;
    void paintRowHead(QPainter& painter, int row) const;
    void move(int rows, int columns);

    Player& m_player;
    PeakCache& m_peaks;
    DemoGrid m_grid;
    std::vector<Order> m_shuffle; // one a row
    Rating m_rating{Rating::Given};
    bool m_blind{false};
    bool m_matched{true};
    int m_row{0};
    int m_column{0}; // as seen
    int m_cellWidth{150};
    int m_rowHeight{84};
    int m_headWidth{208};
    QPoint m_pressed;
    bool m_pressedOnCell{false}; // a drag may begin
};

} // namespace attune::ui
