// SPDX-License-Identifier: GPL-3.0-or-later
//
// FieldHelp: what the setting under the cursor does, in a place that does not move while one goes through the
// form.
//
// Threads: GUI thread.
#pragma once

#include "core/config/ParameterDescription.h"
#include "ui/bridge/ParameterText.h"

#include <QFrame>

class QLabel;

namespace attune::ui {

class FieldHelp : public QFrame {
    Q_OBJECT
public:
    explicit FieldHelp(QWidget* parent = nullptr);
    void show(const config::ParameterDescription& parameter);

private:
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_range;
};

// "1 to 4096 clips · default 4".
[[nodiscard]] QString parameterRange(const config::ParameterDescription& parameter);

} // namespace attune::ui
