// SPDX-License-Identifier: GPL-3.0-or-later
//
// ClipInspector: everything about the selected clip: its sound, what the model will see and read, what was
// found and what to do about it. With several clips selected it edits them together.
//
// Threads: GUI thread.
#pragma once

#include "core/dataset/ClipRecord.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace attune::ui {

class ClipTableModel;
class DatasetEditor;
class PromptTools;
class PeakCache;
class Player;
class WaveformView;

// What the chosen model takes in at once.
struct ModelWindow {
    double seconds{0.0}; // 0 = no model is known, so nothing is cut or padded
    int promptTokens{64};
};

class ClipInspector : public QWidget {
    Q_OBJECT
public:
    ClipInspector(ClipTableModel& model, DatasetEditor& editor, Player& player, PeakCache& peaks,
                  QWidget* parent = nullptr);

    void showClips(std::vector<ClipId> ids); // the first is shown, all are edited
    void setModelWindow(const ModelWindow& window);
    void togglePlay();
    void refresh(); // the records changed
    // The decoded sound of a round trip that was asked for; plays it from where the original is.
    void playRoundTrip(const QString& soundFile, const QString& decodedFile);
    void endRoundTrip();

Q_SIGNALS:
    void rulesRequested();
    void clipRequested(attune::ClipId id); // a similar one
    void roundTripRequested(const QString& soundFile);
    void promptsWritten(); // with Enter: the keyboard is wanted in the table again, and Ctrl+Z for the clips

private:
    void buildSound(QVBoxLayout* column);
    void buildPrompt(QVBoxLayout* column);
    void showWindow();
    void showSound(const dataset::ClipRecord* clip);
    void showFindings(const dataset::ClipRecord& clip);
    [[nodiscard]] QWidget* makeFinding(const dataset::ClipRecord& clip, const dataset::FindingFacts& facts);
    void showSimilar(const dataset::ClipRecord& clip);
    void switchRoundTrip(bool decoded);
    void commitPrompt();

    ClipTableModel& m_model;
    DatasetEditor& m_editor;
    Player& m_player;
    std::vector<ClipId> m_ids;
    ModelWindow m_window;
    QString m_file;
    ContentHash m_content; // of the file

    QWidget* m_body;
    QWidget* m_empty;
    QLabel* m_title{nullptr};
    QLabel* m_facts{nullptr};
    WaveformView* m_waveform{nullptr};
    QPushButton* m_play{nullptr};
    QToolButton* m_loop{nullptr};
    QPushButton* m_spectrogram{nullptr};
    QPushButton* m_roundTrip{nullptr};
    PromptTools* m_tools{nullptr};
    QLineEdit* m_prompt{nullptr};
    QLabel* m_promptNote{nullptr};
    QPushButton* m_release{nullptr};
    QPushButton* m_include{nullptr};
    QPushButton* m_side{nullptr};
    QVBoxLayout* m_findings{nullptr};
    QLabel* m_noFindings{nullptr};
    QString m_cards; // what the cards below show: they are made anew only when that changes
    QLabel* m_similarTitle{nullptr};
    QVBoxLayout* m_similar{nullptr};
    QString m_decoded; // the round trip of m_file; empty = not made yet
    bool m_isDecoding{false};
    PeakCache& m_peaks;
};

} // namespace attune::ui
