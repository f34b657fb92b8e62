// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipTableView: the table of clips: fixed row height, columns of the design, selection kept by id through
// filtering and rescans, files to drag out.
//
// Return edits the prompt, Space asks to play, Delete leaves the selected clips out.
// Threads: GUI thread.
#pragma once

#include "core/base/Units.h"

#include <QTableView>

#include <vector>

namespace attune::ui {

class ClipTableModel;
class PeakCache;

class ClipTableView : public QTableView {
    Q_OBJECT
public:
    ClipTableView(ClipTableModel& model, PeakCache& peaks, QWidget* parent = nullptr);

    [[nodiscard]] std::vector<ClipId> selectedIds() const;
    [[nodiscard]] ClipId currentId() const;
    void selectId(ClipId id);

Q_SIGNALS:
    void currentClipChanged(attune::ClipId id);
    void playRequested();
    void leaveOutRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void layoutColumns();
    ClipTableModel& m_model;
};

} // namespace attune::ui
