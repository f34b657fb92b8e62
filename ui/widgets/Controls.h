// SPDX-License-Identifier: GPL-3.0-or-later
//
// Controls: the few ways in which labels, buttons and frames look, so that pages never set styles themselves.
//
// All objects made here belong to `parent`. Threads: GUI thread.
#pragma once

#include <QString>

class QAbstractButton;
class QBoxLayout;
class QFrame;
class QLabel;
class QPushButton;
class QToolButton;
class QWidget;

namespace attune::ui {

enum class LabelRole { Page, Item, Strong, Body, Secondary, Label, Value };
enum class ButtonRole { Normal, Primary, Danger, Link, Chip };
enum class Surface { Window, Panel, Card, Well, Raised };
enum class StateTone { None, Good, Warn, Bad };

// The value of the property "textRole" that the style sheet knows.
[[nodiscard]] QString textRoleName(LabelRole role);
[[nodiscard]] QLabel* makeLabel(const QString& text, LabelRole role, QWidget* parent);
[[nodiscard]] QLabel* makeWrappedLabel(const QString& text, LabelRole role, QWidget* parent);
// `objectName` is how tests and style find it; the accessible name is the text without its mnemonic.
[[nodiscard]] QPushButton* makeButton(const QString& text, ButtonRole role, const QString& objectName,
                                      QWidget* parent);
[[nodiscard]] QToolButton* makeIconButton(const QString& icon, const QString& accessibleName,
                                          const QString& objectName, QWidget* parent);
// Enter presses it as Space does, also outside of dialogs. Buttons made here do so already.
void clickOnReturn(QAbstractButton* button);
[[nodiscard]] QFrame* makeSurface(Surface surface, QWidget* parent);

void setTextRole(QLabel* label, LabelRole role);
void setSurface(QWidget* widget, Surface surface);
void setButtonRole(QPushButton* button, ButtonRole role); // another than it was made with
void setTone(QWidget* widget, StateTone tone);
// Re-evaluates style rules after a dynamic property changed.
void repolish(QWidget* widget);

// Layouts on the 8 px grid.
QBoxLayout* rowLayout(QWidget* widget, int margin = 0, int spacing = 8);
QBoxLayout* columnLayout(QWidget* widget, int margin = 0, int spacing = 8);

} // namespace attune::ui
