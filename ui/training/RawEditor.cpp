// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/RawEditor.h"

#include "ui/theme/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace attune::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kMark = 3; // width of the bar at a line that needs attention

} // namespace

RawEditor::RawEditor(QWidget* parent) : QPlainTextEdit(parent), m_gutter(new QWidget(this)) {
    m_gutter->installEventFilter(this);
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { layGutter(); });
    connect(this, &QPlainTextEdit::updateRequest, m_gutter, [this] { m_gutter->update(); });
    connect(&Theme::instance(), &Theme::changed, this, [this] { markLines(); });
    layGutter();
}

int RawEditor::gutterWidth() const {
    const auto digits = QString::number(std::max(99, blockCount())).size();
    return kMark + 2 * kPadding +
           fontMetrics().horizontalAdvance(QLatin1Char('9')) * static_cast<int>(digits);
}

void RawEditor::layGutter() {
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.left(), inside.top(), gutterWidth(), inside.height());
}

void RawEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    layGutter();
}

void RawEditor::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange) layGutter();
}

bool RawEditor::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_gutter && event->type() == QEvent::Paint) paintGutter();
    return QPlainTextEdit::eventFilter(watched, event);
}

void RawEditor::paintGutter() {
    QPainter painter(m_gutter);
    const Theme& theme = Theme::instance();
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRect line = blockBoundingGeometry(block).translated(contentOffset()).toRect();
        const int top = line.top() + viewport()->y() - m_gutter->y();
        if (top > m_gutter->height()) break;
        const bool isProblem = m_problems.contains(block.blockNumber() + 1);
        if (isProblem) painter.fillRect(0, top, kMark, line.height(), theme.color(ColorRole::Bad));
        painter.setPen(theme.color(isProblem ? ColorRole::Bad : ColorRole::Text3));
        painter.drawText(QRect(0, top, m_gutter->width() - kPadding, line.height()),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
    }
}

void RawEditor::setProblemLines(const QSet<int>& lines) {
    if (lines == m_problems) return;
    m_problems = lines;
    markLines();
}

// Underlined too: the colour alone says nothing to some eyes.
void RawEditor::markLines() {
    QList<QTextEdit::ExtraSelection> marks;
    for (const int line : std::as_const(m_problems)) {
        const QTextBlock block = document()->findBlockByNumber(line - 1);
        if (!block.isValid()) continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.cursor.select(QTextCursor::LineUnderCursor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Theme::instance().color(ColorRole::Bad));
        marks << mark;
    }
    setExtraSelections(marks);
    m_gutter->update();
}

} // namespace attune::ui
