// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/DemoCard.h"

#include "ui/audio/Player.h"
#include "ui/audio/WaveformView.h"
#include "ui/theme/Icons.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace attune::ui {

DemoCard::DemoCard(const QString& prompt, const QString& file, Player& player, PeakCache& peaks,
                   QWidget* parent)
    : QWidget(parent), m_file(file), m_player(player), m_waveform(new WaveformView(peaks, this)) {
    auto* column = columnLayout(this, 0, 4);
    const QString name = prompt.isEmpty() ? tr("(empty prompt)") : prompt;
    column->addWidget(makeWrappedLabel(name, LabelRole::Body, this));
    auto* row = new QHBoxLayout;
    QToolButton* play =
        makeIconButton(QStringLiteral("play"), tr("Play “%1”").arg(name), QStringLiteral("playDemo"), this);
    m_waveform->setMinimumHeight(56); // a few demos use the room of many
    m_waveform->setMaximumHeight(112);
    m_waveform->setSizePolicy(QSizePolicy::Expanding,
                              QSizePolicy::Ignored); // what is left, and no scrolling for it
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    setMaximumHeight(152);
    m_waveform->setSound(file, {}, 0.0);
    m_waveform->setAccessibleName(tr("Demo of “%1”").arg(name));
    row->addWidget(play);
    row->addWidget(m_waveform, 1);
    column->addLayout(row, 1); // the waveform takes what the name leaves
    const auto toggle = [this] {
        if (m_player.file() == m_file)
            m_player.toggle();
        else
            m_player.play(m_file);
    };
    connect(play, &QToolButton::clicked, this, toggle);
    connect(m_waveform, &WaveformView::playRequested, this, toggle);
    connect(m_waveform, &WaveformView::seekRequested, this, [this](double seconds) {
        if (m_player.file() == m_file)
            m_player.seekSeconds(seconds);
        else
            m_player.play(m_file);
    });
    connect(&m_player, &Player::positionChanged, this,
            [this](double seconds) { m_waveform->setPosition(m_player.file() == m_file ? seconds : 0.0); });
    const auto showLength = [this, &peaks] {
        if (const SharedPeaks shared = peaks.peaks(m_file); shared && m_waveform->durationSeconds() == 0.0)
            m_waveform->setSound(m_file, {}, shared->sampleRate().secondsFromFrames(shared->frameCount()));
    };
    connect(&peaks, &PeakCache::peaksReady, this, [this, showLength](const QString& ready) {
        if (ready == m_file) showLength();
    });
    connect(&m_player, &Player::stateChanged, play, [this, play] {
        const bool isPlaying = m_player.isPlaying() && m_player.file() == m_file;
        play->setIcon(themedIcon(isPlaying ? QStringLiteral("pause") : QStringLiteral("play")));
    });
    showLength();
}

} // namespace attune::ui
