// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dataset/QueryList.h"

#include <QListWidget>
#include <QString>

namespace attune::ui {

void markQuery(QListWidget& list, int role, const QString& query) {
    for (int row = 0; row < list.count(); ++row)
        if (list.item(row)->data(role).toString() == query) {
            list.setCurrentRow(row);
            return;
        }
    list.setCurrentRow(-1);
}

} // namespace attune::ui
