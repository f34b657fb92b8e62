// SPDX-License-Identifier: GPL-3.0-or-later
//
// RulesPanel: the prompt rules in short, and the way to their editor.
//
// Threads: GUI thread.
#pragma once

#include "core/dataset/PromptRules.h"

#include <QWidget>

class QVBoxLayout;

namespace attune::ui {

class RulesPanel : public QWidget {
    Q_OBJECT
public:
    explicit RulesPanel(QWidget* parent = nullptr);
    void setRules(const dataset::PromptRules& rules);

Q_SIGNALS:
    void editRequested();

private:
    QVBoxLayout* m_cards;
};

} // namespace attune::ui
