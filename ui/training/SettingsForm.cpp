// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/SettingsForm.h"

#include "core/config/RunSettings.h"
#include "ui/training/DemoPromptsEditor.h"
#include "ui/training/FieldHelp.h"
#include "ui/training/JsonLines.h"
#include "ui/training/ParameterField.h"
#include "ui/training/RawEditor.h"
#include "ui/training/TypeChange.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/EngineText.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QRegularExpression>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>
#include <string_view>

namespace attune::ui {

using config::Json;
using config::ParameterLayer;

namespace {

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QScrollArea* scrolled(QWidget* content) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    return area;
}

} // namespace

SettingsForm::SettingsForm(QWidget* parent)
    : QWidget(parent), m_preset(new QComboBox(this)), m_tabs(new QTabWidget(this)), m_essentials(new QWidget),
      m_more(new QWidget), m_prompts(new DemoPromptsEditor), m_raw(new RawEditor),
      m_rawProblem(makeWrappedLabel({}, LabelRole::Secondary, nullptr)) {
    auto* column = columnLayout(this, 0, 10);
    auto* row = new QHBoxLayout;
    QLabel* label = makeLabel(tr("P&reset"), LabelRole::Body, this);
    label->setFixedWidth(150);
    label->setBuddy(m_preset);
    m_preset->setObjectName(QStringLiteral("preset"));
    m_preset->setAccessibleName(tr("Preset"));
    row->addWidget(label);
    row->addWidget(m_preset, 1);
    column->addLayout(row);
    for (QWidget* page : {m_essentials, m_more}) columnLayout(page, 0, 8)->setContentsMargins(0, 10, 12, 10);
    buildFields();
    auto* rawPage = new QWidget;
    auto* rawColumn = columnLayout(rawPage, 0, 6);
    rawColumn->setContentsMargins(0, 10, 0, 0);
    m_raw->setObjectName(QStringLiteral("rawSettings"));
    m_raw->setAccessibleName(tr("Settings as JSON"));
    m_raw->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_raw->setProperty("mono", true);
    m_raw->setTabChangesFocus(true);
    m_rawProblem->setObjectName(QStringLiteral("rawProblem"));
    setTone(m_rawProblem, StateTone::Bad);
    rawColumn->addWidget(m_raw, 1);
    rawColumn->addWidget(m_rawProblem);
    m_tabs->addTab(scrolled(m_essentials), tr("Essentials"));
    m_tabs->addTab(scrolled(m_more), tr("More"));
    m_tabs->addTab(rawPage, tr("Raw"));
    m_tabs->setObjectName(QStringLiteral("settingsTabs"));
    m_tabs->setAccessibleName(tr("Layers of settings"));
    m_tabs->tabBar()->setAccessibleName(tr("Layers of settings"));
    column->addWidget(m_tabs, 1);
    connect(m_preset, &QComboBox::activated, this, &SettingsForm::choosePreset);
    connect(m_raw, &QPlainTextEdit::textChanged, this, [this] { rawEdited(); });
    connect(m_prompts, &DemoPromptsEditor::edited, this,
            [this](const Json& prompts) { change(QStringLiteral("demos.prompts"), prompts); });
}

void SettingsForm::buildFields() {
    QString essentialGroup;
    QString moreGroup;
    std::size_t essentialFields = 0; // the group that the next field belongs to
    std::size_t moreFields = 0;
    for (const config::ParameterDescription& parameter : config::runParameters()) {
        if (parameter.kind == config::ParameterKind::Prompts) continue; // has an editor of its own
        const bool isEssential = parameter.layer == ParameterLayer::Essentials;
        QWidget* page = isEssential ? m_essentials : m_more;
        auto* layout = static_cast<QBoxLayout*>(page->layout());
        QString& group = isEssential ? essentialGroup : moreGroup;
        if (const QString name = fromView(parameter.group); name != group) {
            group = name;
            m_groups.push_back(
                {makeLabel(parameterText(parameter.group).toUpper(), LabelRole::Label, page), {}});
            m_groups.back().heading->setContentsMargins(0, 8, 0, 0);
            layout->addWidget(m_groups.back().heading);
            (isEssential ? essentialFields : moreFields) = m_groups.size() - 1;
        }
        auto* field = new ParameterField(parameter, page);
        m_fields.insert(fromView(parameter.path), field);
        m_groups[isEssential ? essentialFields : moreFields].fields.push_back(field);
        layout->addWidget(field);
        connect(field, &ParameterField::edited, this, &SettingsForm::change);
        connect(field, &ParameterField::rejectedChanged, this, [this] {
            if (!m_refreshing) Q_EMIT documentChanged();
        });
        connect(field, &ParameterField::attended, this,
                [this, &parameter] { Q_EMIT fieldAttended(parameter); });
    }
    static_cast<QBoxLayout*>(m_essentials->layout())->addWidget(m_prompts);
    static_cast<QBoxLayout*>(m_essentials->layout())->addStretch(1);
    static_cast<QBoxLayout*>(m_more->layout())->addStretch(1);
}

void SettingsForm::setPresets(std::vector<Json> presets) {
    m_presets = std::move(presets);
    m_preset->clear();
    m_preset->addItem(tr("own settings"));
    for (const Json& preset : m_presets) {
        const QString name = QString::fromStdString(preset.value("name", std::string("preset")));
        m_presetNames.insert(name);
        m_preset->addItem(name);
        m_preset->setItemData(m_preset->count() - 1,
                              QString::fromStdString(preset.value("comments", std::string())),
                              Qt::ToolTipRole);
    }
    m_presetDocument = m_document.is_null() ? Json() : nearestPreset();
    if (!m_document.is_null()) refreshFields();
    showPreset();
}

void SettingsForm::choosePreset(int index) {
    if (index >= 1 && index <= static_cast<int>(m_presets.size()))
        adoptPreset(static_cast<std::size_t>(index - 1));
}

void SettingsForm::adoptPreset(std::size_t index) {
    Json document = m_presets[index];
    for (const char* kept : {"name", "model", "device"}) {
        if (!m_document.contains(kept) || !m_document[kept].is_string()) continue;
        const QString mine = QString::fromStdString(m_document[kept].get<std::string>());
        // A name that came with a preset goes with it; one that somebody gave stays.
        const bool cameAlong = kept == std::string_view("name") && m_presetNames.contains(mine);
        if (!mine.isEmpty() && !cameAlong) document[kept] = m_document[kept];
    }
    if (const Json prompts = config::valueAt(m_document, "demos.prompts");
        prompts.is_array() && !prompts.empty())
        config::setValueAt(document, "demos.prompts", prompts);
    m_presetDocument = document;
    setDocument(document);
    Q_EMIT documentChanged();
}

bool SettingsForm::isPreset() const {
    return matchingPreset().has_value();
}

std::optional<std::size_t> SettingsForm::matchingPreset() const {
    if (!m_document.is_object()) return std::nullopt; // none yet, or nonsense in Raw
    const auto method = [](Json document) {
        for (const char* own : {"name", "model", "device", "comments"}) document.erase(own);
        if (document.contains("demos") && document["demos"].is_object()) document["demos"].erase("prompts");
        return document;
    };
    const Json mine = method(m_document);
    const auto it = std::find_if(m_presets.begin(), m_presets.end(),
                                 [&](const Json& preset) { return method(preset) == mine; });
    return it == m_presets.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(it - m_presets.begin()));
}

// The one that the settings were made from, as far as they show it: yesterday's changes are marked today too.
Json SettingsForm::nearestPreset() const {
    const auto differences = [this](const Json& preset) {
        return std::count_if(config::runParameters().begin(), config::runParameters().end(),
                             [&](const config::ParameterDescription& parameter) {
                                 return config::valueAt(preset, parameter.path) !=
                                        config::valueAt(m_document, parameter.path);
                             });
    };
    const auto nearest =
        std::min_element(m_presets.begin(), m_presets.end(),
                         [&](const Json& a, const Json& b) { return differences(a) < differences(b); });
    return nearest == m_presets.end() ? m_document : *nearest;
}

// The box names the preset that the settings are, whoever made them so.
void SettingsForm::showPreset() {
    const auto preset = matchingPreset();
    m_preset->setCurrentIndex(preset ? static_cast<int>(*preset) + 1 : 0);
}

void SettingsForm::setDocument(const Json& document) {
    m_document = document;
    if (m_presetDocument.is_null()) m_presetDocument = nearestPreset();
    refreshFields();
    refreshRaw();
    evaluate();
    showPreset();
}

void SettingsForm::setModels(const QList<QPair<QString, QString>>& models) {
    if (ParameterField* field = m_fields.value(QStringLiteral("model"))) field->setChoices(models);
}

void SettingsForm::setClipCount(qint64 clips) {
    m_clipCount = clips;
    evaluate();
}

void SettingsForm::change(const QString& path, const Json& value) {
    config::setValueAt(m_document, path.toStdString(), value);
    adoptOptionsOfType(m_document, path.toStdString());
    if (path.endsWith(QStringLiteral(".type"))) refreshFields();
    if (ParameterField* field = m_fields.value(path); field != nullptr && field->value() != value)
        field->setValue(value);
    if (path == QStringLiteral("demos.prompts")) m_prompts->setPrompts(value);
    refreshRaw();
    evaluate();
    showPreset();
    Q_EMIT documentChanged();
}

void SettingsForm::refreshFields() {
    m_refreshing = true;
    for (ParameterField* field : std::as_const(m_fields)) {
        const config::ParameterDescription& parameter = field->parameter();
        Json value = config::valueAt(m_document, parameter.path);
        if (value.is_null()) value = config::defaultValue(parameter);
        field->setValue(value);
        // What is about this project rather than about the method has nothing to go back to.
        const bool isOwn = parameter.path == "name" || parameter.path == "model" ||
                           parameter.path == "device" || parameter.path == "comments";
        field->setPresetValue(isOwn ? Json() : config::valueAt(m_presetDocument, parameter.path));
    }
    m_prompts->setPrompts(config::valueAt(m_document, "demos.prompts"));
    m_refreshing = false;
}

void SettingsForm::refreshRaw() {
    if (m_raw->hasFocus()) return; // never under the hands of someone who types there
    m_refreshing = true;
    m_raw->setPlainText(QString::fromStdString(m_document.dump(2)));
    m_refreshing = false;
    m_isRawBroken = false;
    m_rawProblem->clear();
}

void SettingsForm::rawEdited() {
    if (m_refreshing) return;
    const auto parsed = config::parseJson(m_raw->toPlainText().toStdString(), "Settings");
    if (!parsed) {
        static const QRegularExpression place(QStringLiteral("line (\\d+)"));
        const QString said = QString::fromStdString(parsed.error().message);
        const int line = place.match(said).captured(1).toInt();
        m_raw->setProblemLines(line > 0 ? QSet<int>{line} : QSet<int>());
        QStringList words{engineText(parsed.error().message)};
        if (!parsed.error().remedy.empty()) words << engineText(parsed.error().remedy);
        m_rawProblem->setText(words.join(QStringLiteral(". ")));
        m_isRawBroken = true;
        Q_EMIT documentChanged();
        return;
    }
    m_isRawBroken = false;
    m_document = *parsed;
    refreshFields();
    evaluate();
    showPreset();
    Q_EMIT documentChanged();
}

bool SettingsForm::isValid() const {
    return m_problems == 0 && !m_isRawBroken &&
           std::none_of(m_fields.begin(), m_fields.end(), [this](const ParameterField* field) {
               return field->isRejected() && config::appliesTo(field->parameter(), m_document);
           });
}

void SettingsForm::evaluate() {
    const std::vector<Error> problems = config::runSettingsProblems(m_document);
    m_problems = static_cast<int>(problems.size());
    QStringList texts;
    QHash<QString, QString> problemAt;
    for (const Error& problem : problems) {
        const QString path = QString::fromStdString(problem.context);
        const ParameterField* field = m_fields.value(path);
        const bool isOutOfRange =
            field != nullptr &&
            !config::checkValue(field->parameter(), config::valueAt(m_document, problem.context));
        const QString allowed = isOutOfRange ? tr("Allowed: %1").arg(parameterRange(field->parameter()))
                                             : engineText(problem.message);
        problemAt.insert(path, allowed);
        texts << (isOutOfRange ? tr("%1: %2").arg(parameterText(field->parameter().label), allowed)
                               : allowed);
    }
    markRaw(problems, texts);
    QHash<QString, QString> adviceAt;
    if (const auto settings = config::runSettingsFromJson(m_document); problems.empty() && settings)
        for (const config::RunAdvice& advice : config::adviseOnRunSettings(*settings, m_clipCount))
            adviceAt.insert(QString::fromStdString(advice.path), engineText(advice.text));
    // Only what changes is touched: a key press must not lay out sixty fields anew.
    const auto show = [](QWidget* widget, bool isShown) {
        if (widget->isHidden() == isShown) widget->setVisible(isShown);
    };
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it) {
        show(*it, config::appliesTo((*it)->parameter(), m_document));
        (*it)->setMessages(problemAt.value(it.key()), adviceAt.value(it.key()));
    }
    for (const Group& group : m_groups)
        show(group.heading,
             std::any_of(group.fields.begin(), group.fields.end(), [this](const ParameterField* field) {
                 return config::appliesTo(field->parameter(), m_document);
             }));
}

// Below the text: each problem with its line, which carries a mark.
void SettingsForm::markRaw(const std::vector<Error>& problems, const QStringList& texts) {
    const QHash<QString, int> lines =
        problems.empty() ? QHash<QString, int>() : jsonLines(m_raw->toPlainText());
    QSet<int> marked;
    QStringList said;
    for (std::size_t i = 0; i < problems.size(); ++i) {
        const int line = jsonLineOf(lines, QString::fromStdString(problems[i].context));
        marked.insert(line);
        said << tr("Line %1: %2").arg(line).arg(texts[static_cast<qsizetype>(i)]);
    }
    m_raw->setProblemLines(marked);
    m_rawProblem->setText(said.join(QLatin1Char('\n')));
}

void SettingsForm::showField(const QString& path) {
    ParameterField* field = m_fields.value(path);
    if (field == nullptr) return;
    m_tabs->setCurrentIndex(field->parameter().layer == ParameterLayer::Essentials ? 0 : 1);
    field->setFocus(Qt::OtherFocusReason);
}

} // namespace attune::ui
