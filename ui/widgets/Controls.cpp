// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Controls.h"

#include "ui/theme/Icons.h"

#include <QBoxLayout>
#include <QFrame>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace attune::ui {

namespace {

QString buttonValue(ButtonRole role) {
    switch (role) {
    case ButtonRole::Primary:
        return QStringLiteral("primary");
    case ButtonRole::Danger:
        return QStringLiteral("danger");
    case ButtonRole::Link:
        return QStringLiteral("link");
    case ButtonRole::Chip:
        return QStringLiteral("chip");
    case ButtonRole::Normal:
        break;
    }
    return QStringLiteral("normal");
}

QString surfaceValue(Surface surface) {
    switch (surface) {
    case Surface::Panel:
        return QStringLiteral("panel");
    case Surface::Card:
        return QStringLiteral("card");
    case Surface::Well:
        return QStringLiteral("well");
    case Surface::Raised:
        return QStringLiteral("raised");
    case Surface::Window:
        break;
    }
    return QStringLiteral("window");
}

QString withoutMnemonic(QString text) {
    return text.remove(QLatin1Char('&'));
}

class ReturnClicks final : public QObject {
public:
    explicit ReturnClicks(QAbstractButton* button) : QObject(button), m_button(*button) {
        button->installEventFilter(this);
    }
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::KeyPress) return false;
        const auto* key = static_cast<const QKeyEvent*>(event);
        const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (!isReturn || (key->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
        if (!key->isAutoRepeat()) m_button.click();
        return true;
    }

private:
    QAbstractButton& m_button;
};

} // namespace

QString textRoleName(LabelRole role) {
    switch (role) {
    case LabelRole::Page:
        return QStringLiteral("page");
    case LabelRole::Item:
        return QStringLiteral("item");
    case LabelRole::Strong:
        return QStringLiteral("strong");
    case LabelRole::Secondary:
        return QStringLiteral("secondary");
    case LabelRole::Label:
        return QStringLiteral("label");
    case LabelRole::Value:
        return QStringLiteral("value");
    case LabelRole::Body:
        break;
    }
    return QStringLiteral("body");
}

QLabel* makeLabel(const QString& text, LabelRole role, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText); // names of files and prompts may look like HTML
    label->setProperty("textRole", textRoleName(role));
    return label;
}

QLabel* makeWrappedLabel(const QString& text, LabelRole role, QWidget* parent) {
    QLabel* label = makeLabel(text, role, parent);
    label->setWordWrap(true);
    return label;
}

QPushButton* makeButton(const QString& text, ButtonRole role, const QString& objectName, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setProperty("role", buttonValue(role));
    button->setAccessibleName(withoutMnemonic(text));
    if (role == ButtonRole::Link) button->setCursor(Qt::PointingHandCursor);
    clickOnReturn(button);
    return button;
}

QToolButton* makeIconButton(const QString& icon, const QString& accessibleName, const QString& objectName,
                            QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(themedIcon(icon));
    button->setIconSize(QSize(20, 20));
    button->setObjectName(objectName);
    button->setAccessibleName(accessibleName);
    button->setToolTip(accessibleName);
    clickOnReturn(button);
    return button;
}

void clickOnReturn(QAbstractButton* button) {
    new ReturnClicks(button); // which belongs to it
}

QFrame* makeSurface(Surface surface, QWidget* parent) {
    auto* frame = new QFrame(parent);
    setSurface(frame, surface);
    return frame;
}

namespace {

// Style rules are looked up anew only where the answer can differ: a page of fields asks this hundreds of
// times.
void setStyleProperty(QWidget* widget, const char* name, const QString& value) {
    if (widget->property(name).toString() == value) return; // a property that was never set counts as empty
    widget->setProperty(name, value);
    repolish(widget);
}

} // namespace

void setTextRole(QLabel* label, LabelRole role) {
    setStyleProperty(label, "textRole", textRoleName(role));
}

void setSurface(QWidget* widget, Surface surface) {
    widget->setAttribute(Qt::WA_StyledBackground);
    setStyleProperty(widget, "surface", surfaceValue(surface));
}

void setButtonRole(QPushButton* button, ButtonRole role) {
    setStyleProperty(button, "role", buttonValue(role));
}

void setTone(QWidget* widget, StateTone tone) {
    const char* names[] = {"", "good", "warn", "bad"};
    setStyleProperty(widget, "state", QString::fromLatin1(names[static_cast<int>(tone)]));
}

void repolish(QWidget* widget) {
    if (!widget->testAttribute(Qt::WA_WState_Polished)) return; // its first polish is still to come
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

namespace {

QBoxLayout* boxLayout(QWidget* widget, QBoxLayout::Direction direction, int margin, int spacing) {
    auto* layout = new QBoxLayout(direction, widget);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(spacing);
    return layout;
}

} // namespace

QBoxLayout* rowLayout(QWidget* widget, int margin, int spacing) {
    return boxLayout(widget, QBoxLayout::LeftToRight, margin, spacing);
}

QBoxLayout* columnLayout(QWidget* widget, int margin, int spacing) {
    return boxLayout(widget, QBoxLayout::TopToBottom, margin, spacing);
}

} // namespace attune::ui
