// SPDX-License-Identifier: GPL-3.0-or-later
//
// HelpPopover: one entry of the help beside the field that it explains, where the help's page is out of
// reach: in dialogs. Esc, F1 and a click elsewhere close it; arrow keys scroll.
//
// Ownership: its parent's; it deletes itself when it closes. Threads: GUI thread.
#pragma once

#include <QFrame>

class QTextBrowser;

namespace attune::ui {

struct HelpEntry;

class HelpPopover final : public QFrame {
    Q_OBJECT
public:
    // Shows itself below `field`, or above where there is no room.
    HelpPopover(const HelpEntry& entry, QWidget* field);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QTextBrowser* m_text;
};

} // namespace attune::ui
