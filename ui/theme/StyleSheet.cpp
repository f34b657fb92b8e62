// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/StyleSheet.h"

#include <QHash>
#include <QRegularExpression>

namespace attune::ui {

namespace {

// @name is a colour, #n a text size or a control height in pixels at scale 1.
constexpr char kTemplate[] = R"(
* { font-family: "Attune Inter"; font-size: #13; color: @text; }
QMainWindow, QDialog, QWidget[surface="window"] { background: @window; }
QWidget[surface="panel"] { background: @panel; }
QFrame[surface="card"] { background: @panel; border: none; border-radius: 10px; }
QFrame[surface="well"] { background: @window; border: none; border-radius: 8px; }
QFrame[surface="raised"] { background: @raised; border: none; border-radius: 8px; }
QFrame[edge="right"] { border: none; border-right: 1px solid @line; border-radius: 0; }
QFrame[edge="left"] { border: none; border-left: 1px solid @line; border-radius: 0; }
QFrame[edge="top"] { border: none; border-top: 1px solid @line; border-radius: 0; }
QFrame[edge="bottom"] { border: none; border-bottom: 1px solid @line; border-radius: 0; }
QLabel { background: transparent; }
QLabel[textRole="page"] { font-size: #20; font-weight: 700; }
QLabel[textRole="item"] { font-size: #15; font-weight: 600; }
QLabel[textRole="strong"] { font-weight: 600; }
QLabel[textRole="secondary"] { font-size: #12; color: @text2; }
QLabel[textRole="label"] { font-size: #11; font-weight: 600; color: @text3; }
QLabel[textRole="value"] { font-weight: 600; }
QLabel[state="good"] { color: @good; }
QLabel[state="warn"] { color: @warn; }
QLabel[state="bad"] { color: @bad; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 6px; }
QPushButton { background: @raised; border: 2px solid transparent; border-radius: 6px; padding: 0 12px; min-height: #26; font-weight: 500; }
QPushButton:hover { background: @raisedHover; }
QPushButton:pressed { background: @raisedPressed; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @off; }
QPushButton::menu-indicator { width: 0; }
QPushButton:checked { background: @selection; color: @text; }
QPushButton[role="primary"] { background: @accent; color: @onAccent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accentHover; }
QPushButton[role="primary"]:pressed { background: @accentPressed; }
QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:disabled { background: @raised; color: @text3; }
QPushButton[role="danger"] { color: @bad; font-weight: 600; }
QPushButton[role="danger"]:disabled { color: @text3; }
QPushButton[role="link"] { background: transparent; color: @accent; font-weight: 600; padding: 0; text-align: left; }
QPushButton[role="link"]:hover { color: @accentHover; }
QPushButton[role="chip"] { border-radius: 13px; min-height: #22; padding: 0 10px; font-size: #12; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 3px; color: @text2; }
QToolButton:hover { background: @raised; }
QToolButton:focus { border-color: @accent; }
QToolButton:checked { background: @selection; color: @text; }
QToolButton[role="rail"] { font-size: #11; font-weight: 500; padding: 6px 2px; border-radius: 8px; }
QToolButton:disabled { color: @off; }
QToolButton[role="rail"]:checked { font-weight: 700; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: @raised; border: 2px solid transparent; border-radius: 6px; padding: 0 8px; min-height: #26;
    selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QPlainTextEdit[mono="true"] { font-family: "Consolas", "Menlo", "DejaVu Sans Mono", monospace; font-size: #12; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus { border-color: @accent; }
QLineEdit[state="bad"], QSpinBox[state="bad"], QDoubleSpinBox[state="bad"], QPlainTextEdit[state="bad"] { border-color: @bad; }
QLineEdit[role="title"] { background: transparent; border-color: transparent; padding: 0 6px; font-size: #15; font-weight: 600; }
QLineEdit[role="title"]:hover { border-color: @line; }
QLineEdit[role="title"]:focus { background: @raised; border-color: @accent; }
QLineEdit[role="title"]:read-only { border-color: transparent; background: transparent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { color: @text3; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button { width: 0; border: none; }
QComboBox { padding-left: 10px; } /* as far in as the text of a field */
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/chevron-@scheme.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; padding: 4px; outline: none;
    selection-background-color: @selection; selection-color: @text; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { border-color: @accent; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator { width: 16px; height: 16px; border: 1px solid @text3; background: @raised; }
QCheckBox::indicator, QAbstractItemView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: @accent; border-color: @accent; image: url(:/icons/check-@scheme.svg); }
QRadioButton::indicator:checked { background: @accent; border: 4px solid @raised; }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; margin: -5px 0; border-radius: 7px; background: @text; }
QSlider::handle:horizontal:focus { background: @accent; }
QProgressBar { background: @raised; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; text-align: center; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QAbstractItemView { background: transparent; border: none; outline: none; selection-background-color: @selection; selection-color: @text; }
QTableView, QTreeView, QListView { background: transparent; border: 2px solid transparent; border-radius: 6px; gridline-color: transparent; }
QTableView:focus, QTreeView:focus, QListView:focus { border-color: @accent; }
QTableView#clipTable:focus { border-color: transparent; } /* the current row shows where the keyboard is */
QTableView::item:selected, QTreeView::item:selected, QListView::item:selected { background: @selection; color: @text; }
QTableWidget::item { padding: 0 8px; }
QTableView::item { padding: 0 8px; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QListView::item { padding: 4px 8px; border-radius: 6px; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; border: none; border-bottom: 1px solid @line; padding: 6px 11px; font-size: #11; font-weight: 600; color: @text3; }
QHeaderView::section:hover { color: @text; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; padding: 6px 12px; color: @text2; border: 2px solid transparent; border-bottom: 2px solid transparent; font-weight: 500; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { border-color: @accent; border-radius: 6px; }
QTabWidget::pane { border: none; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }
QScrollBar::handle:hover { background: @text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QTextBrowser { background: transparent; border: 2px solid transparent; border-radius: 6px; }
QTextBrowser:focus { border-color: @accent; }
QFrame#helpPopover { border: 1px solid @line; border-radius: 0; }
QTextBrowser#helpPopoverText { border-color: transparent; }
)";

} // namespace

QString styleSheetFor(Scheme scheme, double fontScale) {
    const auto name = [scheme](ColorRole role) { return colorOf(scheme, role).name(); };
    const QHash<QString, QString> values{
        {QStringLiteral("window"), name(ColorRole::Window)},
        {QStringLiteral("panel"), name(ColorRole::Panel)},
        {QStringLiteral("raised"), name(ColorRole::Raised)},
        {QStringLiteral("raisedHover"), hovered(scheme, ColorRole::Raised).name()},
        {QStringLiteral("raisedPressed"), pressed(scheme, ColorRole::Raised).name()},
        {QStringLiteral("line"), name(ColorRole::Line)},
        {QStringLiteral("text"), name(ColorRole::Text)},
        {QStringLiteral("text2"), name(ColorRole::Text2)},
        {QStringLiteral("text3"), name(ColorRole::Text3)},
        {QStringLiteral("off"), disabledTextOf(scheme).name()},
        {QStringLiteral("accent"), name(ColorRole::Accent)},
        {QStringLiteral("accentHover"), hovered(scheme, ColorRole::Accent).name()},
        {QStringLiteral("accentPressed"), pressed(scheme, ColorRole::Accent).name()},
        {QStringLiteral("onAccent"), name(ColorRole::OnAccent)},
        {QStringLiteral("selection"), name(ColorRole::Selection)},
        {QStringLiteral("good"), name(ColorRole::Good)},
        {QStringLiteral("warn"), name(ColorRole::Warn)},
        {QStringLiteral("bad"), name(ColorRole::Bad)},
        {QStringLiteral("scheme"), scheme == Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light")},
    };
    static const QRegularExpression placeholder(QStringLiteral("@([A-Za-z0-9]+)|#(\\d+)"));
    const QString source = QString::fromUtf8(kTemplate);
    QString sheet;
    sheet.reserve(source.size());
    qsizetype last = 0;
    for (auto it = placeholder.globalMatch(source); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        sheet += QStringView(source).mid(last, match.capturedStart() - last);
        if (match.capturedLength(1) > 0)
            sheet += values.value(match.captured(1));
        else
            sheet += QStringLiteral("%1px").arg(qRound(match.captured(2).toInt() * fontScale));
        last = match.capturedEnd();
    }
    sheet += QStringView(source).mid(last);
    return sheet;
}

} // namespace attune::ui
