// SPDX-License-Identifier: GPL-3.0-or-later
//
// SplitPanel: how many clips are trained on and how many are held out to measure; a click shows them, the
// button divides anew. Clips divided by hand keep their side.
//
// Threads: GUI thread.
#pragma once

#include <QString>
#include <QWidget>

class QListWidget;
class QSpinBox;

namespace attune::ui {

class SplitPanel : public QWidget {
    Q_OBJECT
public:
    explicit SplitPanel(QWidget* parent = nullptr);
    void setCounts(int training, int heldOut, int without);
    void setQuery(const QString& query); // the filter that is on: its line is marked

Q_SIGNALS:
    void filterRequested(const QString& queryTerm); // in the filter box's language
    void splitRequested(double heldOutFraction);

private:
    QListWidget* m_list;
    QString m_query; // the filter that is on
    QSpinBox* m_percent;
};

} // namespace attune::ui
