// SPDX-License-Identifier: GPL-3.0-or-later
//
// DoctorPanel: how many clips have which finding; a click shows them. Notes about the whole dataset below.
//
// Counts come from the records the window holds, so they follow every edit. Threads: GUI thread.
#pragma once

#include "core/dataset/Doctor.h"

#include <QString>
#include <QWidget>

#include <vector>

class QListWidget;
class QVBoxLayout;

namespace attune::ui {

class DoctorPanel : public QWidget {
    Q_OBJECT
public:
    explicit DoctorPanel(QWidget* parent = nullptr);

    void setCounts(const std::array<int, dataset::kFindingCount>& counts, int ready);
    void setQuery(const QString& query); // the filter that is on: its line is marked
    void setNotes(const std::vector<dataset::DatasetNote>& notes);

Q_SIGNALS:
    void checkRequested();
    void filterRequested(const QString& queryTerm); // in the filter box's language

private:
    QListWidget* m_list;
    QString m_query; // the filter that is on
    QVBoxLayout* m_notes;
};

} // namespace attune::ui
