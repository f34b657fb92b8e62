// SPDX-License-Identifier: GPL-3.0-or-later
//
// QueryList: lists whose rows stand for a filter, as the Doctor's and the split's: the row of the filter in
// force is the marked one.
//
// Threads: GUI thread.
#pragma once

class QListWidget;
class QString;

namespace attune::ui {

// Marks the row whose data under `role` is `query`, or none.
void markQuery(QListWidget& list, int role, const QString& query);

} // namespace attune::ui
