// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoCard: one demo: its prompt, a waveform to click, a play button.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

namespace attune::ui {

class PeakCache;
class Player;
class WaveformView;

class DemoCard : public QWidget {
    Q_OBJECT
public:
    DemoCard(const QString& prompt, const QString& file, Player& player, PeakCache& peaks,
             QWidget* parent = nullptr);

private:
    QString m_file;
    Player& m_player;
    WaveformView* m_waveform;
};

} // namespace attune::ui
