// SPDX-License-Identifier: GPL-3.0-or-later
//
// NavigationRail: the places of the studio in the order of the work, and below them Help and Settings.
//
// Ctrl+1…5 go to the places, Ctrl+, to Settings, F1 to Help. Threads: GUI thread.
#pragma once

#include <QWidget>

#include <vector>

class QButtonGroup;
class QToolButton;

namespace attune::ui {

enum class Place { Dataset, Model, Train, Listen, Runs, Help, Settings };

class NavigationRail : public QWidget {
    Q_OBJECT
public:
    explicit NavigationRail(QWidget* parent = nullptr);

    void setCurrent(Place place);
    [[nodiscard]] Place current() const;
    // The places of the work need a project; Help and Settings do not.
    void setWorkEnabled(bool enabled);

Q_SIGNALS:
    void placeChosen(attune::ui::Place place);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* addPlace(Place place, const QString& icon, const QString& text, const QString& objectName,
                          const QString& shortcut);
    void markTabStops();
    QButtonGroup* m_group;
    std::vector<QToolButton*> m_work;
};

} // namespace attune::ui
