// SPDX-License-Identifier: GPL-3.0-or-later
//
// SourcesPanel: the folders the clips come from, with their counts. A click shows one folder's clips.
//
// Threads: GUI thread.
#pragma once

#include "core/dataset/Library.h"

#include <QWidget>

#include <unordered_map>
#include <vector>

class QListWidget;
class QPushButton;

namespace attune::ui {

class SourcesPanel : public QWidget {
    Q_OBJECT
public:
    explicit SourcesPanel(QWidget* parent = nullptr);

    void setSources(const std::vector<dataset::SourceFolder>& sources);
    void setCounts(const std::unordered_map<std::int64_t, int>& clipsBySource);
    void setWatching(bool watching);

Q_SIGNALS:
    void watchingChanged(bool watching);
    void addRequested();
    void rescanRequested();
    void removeRequested(attune::dataset::SourceId source);
    void filterRequested(const QString& queryTerm); // empty = all folders

private:
    void fill();
    QListWidget* m_list;
    QPushButton* m_rescan;
    QPushButton* m_watch;
    std::vector<dataset::SourceFolder> m_sources;
    dataset::SourceId m_chosen; // whose clips are shown; 0 = of all
    std::unordered_map<std::int64_t, int> m_counts;
};

} // namespace attune::ui
