// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoPromptsEditor: the prompts that every checkpoint of a run is heard with, each with its seed.
//
// Threads: GUI thread.
#pragma once

#include "core/config/Json.h"

#include <QWidget>

class QTableWidget;

namespace attune::ui {

class DemoPromptsEditor : public QWidget {
    Q_OBJECT
public:
    explicit DemoPromptsEditor(QWidget* parent = nullptr);
    void setPrompts(const config::Json& prompts); // list of {prompt, seed, …}; other members are kept
    [[nodiscard]] const config::Json& prompts() const noexcept { return m_prompts; }

Q_SIGNALS:
    void edited(const attune::config::Json& prompts);

private:
    void fill();
    void read();
    config::Json m_prompts = config::Json::array();
    QTableWidget* m_table;
    bool m_filling{false};
};

} // namespace attune::ui
