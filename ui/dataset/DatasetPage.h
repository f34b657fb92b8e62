// SPDX-License-Identifier: GPL-3.0-or-later
//
// DatasetPage: folders and findings at the left, the table of clips in the middle, the inspector at the
// right.
//
// Threads: GUI thread. All services are borrowed and outlive the page.
#pragma once

#include "core/dataset/Doctor.h"
#include "ui/bridge/DatasetService.h"
#include "ui/bridge/EncodeService.h"
#include "ui/dataset/ClipInspector.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QUndoStack;

namespace attune::ui {

class ClipTableModel;
class ClipTableView;
class DatasetEditor;
class DoctorPanel;
class EncodePanel;
class MessageBanner;
class PeakCache;
class Player;
class RulesEditor;
class RulesPanel;
class SourcesPanel;
class SplitPanel;

struct DatasetPageServices {
    DatasetService& dataset;
    EncodeService& encode;
    Player& player;
    PeakCache& peaks;
    QUndoStack& undo;
};

class DatasetPage : public QWidget {
    Q_OBJECT
public:
    explicit DatasetPage(const DatasetPageServices& services, QWidget* parent = nullptr);

    void setRules(const dataset::PromptRules& rules);
    void setPromptTable(const QString& file); // of the rules' {csv.column}; empty = none
    void setDoctorSettings(const dataset::DoctorSettings& settings);
    void setModelWindow(const ModelWindow& window);
    void setNoModel(); // none is chosen, or none that is known here
    void setAutoPlay(bool autoPlay);
    void addFolders(const QStringList& paths);
    void setFilter(const QString& query);
    // The waveforms of the first clips as heights 0..255; empty while their peaks are not there.
    [[nodiscard]] QByteArray strip() const;
    [[nodiscard]] QByteArray columnState() const; // widths, to be kept
    void restoreColumnState(const QByteArray& state);
    [[nodiscard]] ClipTableModel& model() noexcept { return *m_model; }

    void setWatching(bool watching); // of the source folders
Q_SIGNALS:
    void watchingChanged(bool watching);
    void rulesChanged(const attune::dataset::PromptRules& rules); // the project stores them
    void promptTableChanged(const QString& file);
    void autoPlayChanged(bool autoPlay);

protected:
    void focusInEvent(QFocusEvent* event) override; // the keyboard belongs to the table

private:
    [[nodiscard]] QWidget* buildLeft();
    [[nodiscard]] QWidget* buildMiddle();
    void connectServices();
    void showCounts();
    void showCount();
    void applyFilter();
    void openRules();
    void prepareNewClips();
    void check();
    void applyRules(const dataset::PromptRules& rules); // on the user's wish
    void refreshSelection();

    DatasetPageServices m_services;
    ClipTableModel* m_model;
    DatasetEditor* m_editor;
    ClipTableView* m_table{nullptr};
    ClipInspector* m_inspector{nullptr};
    SourcesPanel* m_sources{nullptr};
    DoctorPanel* m_doctor{nullptr};
    SplitPanel* m_split{nullptr};
    RulesPanel* m_rulesPanel{nullptr};
    RulesEditor* m_rulesEditor{nullptr};
    MessageBanner* m_banner{nullptr};
    QLineEdit* m_filter{nullptr};
    QLabel* m_filterProblem{nullptr};
    QLabel* m_count{nullptr};
    EncodePanel* m_encode{nullptr};
    QPushButton* m_autoPlay{nullptr};
    QStackedWidget* m_stack{nullptr};
    QSplitter* m_splitter;
    QTimer m_filterDelay;
    QTimer m_countDelay;
    QString m_sourceTerm;
    QString m_busyText;        // what is being done; empty = nothing
    bool m_hasFiltered{false}; // and the current clip is to stay in sight
    bool m_isChoosingForUser{false};
    bool m_isRescanningAlone{false}; // nobody pressed the button
    bool m_tellsPrompts{false};      // the user pressed the button, so the answer is news
    dataset::PromptRules m_rules;
    QString m_promptTable;
    dataset::DoctorSettings m_doctorSettings;
    std::optional<dataset::DoctorSettings> m_foundWith; // what the findings shown are about, where known
    QPushButton* m_choose{nullptr};                     // of the empty page
};

} // namespace attune::ui
