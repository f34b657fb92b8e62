// SPDX-License-Identifier: GPL-3.0-or-later
//
// SettingsForm: the settings of a run in three layers over one document: Essentials, More, and the JSON
// itself.
//
// All three show the same document and follow each other at once. Fields that mean nothing with the others'
// values are hidden. Threads: GUI thread.
#pragma once

#include "core/config/Json.h"
#include "core/config/ParameterDescription.h"

#include <QHash>
#include <QSet>
#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QTabWidget;

namespace attune::ui {

class ParameterField;
class DemoPromptsEditor;
class RawEditor;

class SettingsForm : public QWidget {
    Q_OBJECT
public:
    explicit SettingsForm(QWidget* parent = nullptr);

    void setPresets(std::vector<config::Json> presets);
    void setDocument(const config::Json& document);
    [[nodiscard]] const config::Json& document() const noexcept { return m_document; }
    // Also what is typed and no value yet counts: nothing starts that is not what the eye sees.
    [[nodiscard]] bool isValid() const;
    // Whether the settings are one of the presets, apart from what is about the project: name, model, device,
    // prompts.
    [[nodiscard]] bool isPreset() const;
    void adoptPreset(std::size_t index);                          // keeps what is about the project
    void setModels(const QList<QPair<QString, QString>>& models); // name and id of the registered ones
    void setClipCount(qint64 clips);                              // for the advice
    void change(const QString& path, const config::Json& value);
    void showField(const QString& path);

Q_SIGNALS:
    void documentChanged(); // valid or not
    void fieldAttended(const attune::config::ParameterDescription& parameter);

private:
    struct Group {
        QLabel* heading; // gone when none of its fields applies
        std::vector<ParameterField*> fields;
    };
    void buildFields();
    void refreshFields();
    void refreshRaw();
    void rawEdited();
    void evaluate();
    void markRaw(const std::vector<Error>& problems, const QStringList& texts);
    void choosePreset(int index);
    [[nodiscard]] std::optional<std::size_t> matchingPreset() const;
    [[nodiscard]] config::Json nearestPreset() const;
    void showPreset();

    config::Json m_document;
    config::Json m_presetDocument;
    std::vector<config::Json> m_presets;
    QSet<QString> m_presetNames; // also of those that there were for another model
    QHash<QString, ParameterField*> m_fields;
    std::vector<Group> m_groups;
    QComboBox* m_preset;
    QTabWidget* m_tabs;
    QWidget* m_essentials;
    QWidget* m_more;
    DemoPromptsEditor* m_prompts;
    RawEditor* m_raw;
    QLabel* m_rawProblem;
    qint64 m_clipCount{0};
    int m_problems{0};
    bool m_isRawBroken{false}; // what is typed there is no JSON
    bool m_refreshing{false};
};

} // namespace attune::ui
