// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/NavigationRail.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QPainter>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>

namespace attune::ui {

NavigationRail::NavigationRail(QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this)) {
    setSurface(this, Surface::Panel);
    setAccessibleName(tr("Places"));
    auto* layout = columnLayout(this, 8, 10);
    layout->setContentsMargins(8, 14, 8, 12);
    m_work = {
        addPlace(Place::Dataset, QStringLiteral("dataset"), tr("Dataset"), QStringLiteral("railDataset"),
                 QStringLiteral("Ctrl+1")),
        addPlace(Place::Model, QStringLiteral("model"), tr("Model"), QStringLiteral("railModel"),
                 QStringLiteral("Ctrl+2")),
        addPlace(Place::Train, QStringLiteral("train"), tr("Train"), QStringLiteral("railTrain"),
                 QStringLiteral("Ctrl+3")),
        addPlace(Place::Listen, QStringLiteral("listen"), tr("Listen"), QStringLiteral("railListen"),
                 QStringLiteral("Ctrl+4")),
        addPlace(Place::Runs, QStringLiteral("runs"), tr("Runs"), QStringLiteral("railRuns"),
                 QStringLiteral("Ctrl+5")),
    };
    layout->addStretch();
    addPlace(Place::Help, QStringLiteral("help"), tr("Help"), QStringLiteral("railHelp"), {});
    addPlace(Place::Settings, QStringLiteral("settings"), tr("Settings"), QStringLiteral("railSettings"),
             QStringLiteral("Ctrl+,"));
    connect(m_group, &QButtonGroup::idClicked, this,
            [this](int id) { Q_EMIT placeChosen(static_cast<Place>(id)); });
    setCurrent(Place::Dataset);
}

QToolButton* NavigationRail::addPlace(Place place, const QString& icon, const QString& text,
                                      const QString& objectName, const QString& shortcut) {
    auto* button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setProperty("role", QStringLiteral("rail"));
    button->setText(text);
    button->setAccessibleName(text);
    button->setIcon(themedIcon(icon));
    button->setIconSize(QSize(22, 22));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    // The text fits at any size and in any language.
    const auto fit = [button] {
        const QFontMetrics metrics(Theme::instance().font(TextStyle::Label));
        button->setMinimumSize(std::max(64, metrics.horizontalAdvance(button->text()) + 16), 58);
    };
    connect(&Theme::instance(), &Theme::changed, button, fit);
    fit();
    if (!shortcut.isEmpty()) {
        // Not the button's own shortcut: that one waits 100 ms for an animated click. Off while the button
        // is.
        auto* keys = new QShortcut(QKeySequence(shortcut), button);
        connect(keys, &QShortcut::activated, button, [this, place] { Q_EMIT placeChosen(place); });
        button->setToolTip(
            QStringLiteral("%1 (%2)").arg(text, QKeySequence(shortcut).toString(QKeySequence::NativeText)));
    }
    clickOnReturn(button);
    m_group->addButton(button, static_cast<int>(place));
    layout()->addWidget(button);
    return button;
}

void NavigationRail::setCurrent(Place place) {
    m_group->button(static_cast<int>(place))->setChecked(true);
    markTabStops();
    update();
}

// Tab comes to the place that is shown, and from there the arrows go on; where none is shown, to each that
// can be gone to. The group alone would leave it with the button that was added last.
void NavigationRail::markTabStops() {
    const QAbstractButton* checked = m_group->checkedButton();
    for (QAbstractButton* button : m_group->buttons())
        button->setFocusPolicy(checked == nullptr || button == checked ? Qt::TabFocus : Qt::NoFocus);
}

Place NavigationRail::current() const {
    return static_cast<Place>(m_group->checkedId());
}

void NavigationRail::setWorkEnabled(bool enabled) {
    for (QToolButton* button : m_work) button->setEnabled(enabled);
    if (enabled) return;
    m_group->setExclusive(false); // nowhere yet
    for (QAbstractButton* button : m_group->buttons()) button->setChecked(false);
    m_group->setExclusive(true);
    markTabStops();
    update();
}

void NavigationRail::paintEvent(QPaintEvent* event) {
    QWidget::paintEvent(event);
    QPainter painter(this);
    const Theme& theme = Theme::instance();
    painter.fillRect(QRect(width() - 1, 0, 1, height()), theme.color(ColorRole::Line));
    if (const QAbstractButton* button = m_group->checkedButton()) {
        const QRect place = button->geometry();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(ColorRole::Accent));
        painter.drawRoundedRect(QRectF(0, place.top() + 14, 3, place.height() - 28), 1.5, 1.5);
    }
}

} // namespace attune::ui
