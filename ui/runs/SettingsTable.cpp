// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/SettingsTable.h"

#include "core/config/ParameterDescription.h"
#include "ui/bridge/ParameterText.h"

#include <QHeaderView>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace attune::ui {

using config::Json;

namespace {

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// In the reader's language: 0,1 in German.
QString numberText(const Json& value) {
    if (!value.is_number_float()) {
        QString text = QString::fromStdString(value.dump());
        return text.remove(QLatin1Char('"'));
    }
    const double number = value.get<double>();
    const bool isWhole = number == std::floor(number) && std::abs(number) < 1e15;
    return isWhole ? QLocale().toString(number, 'f', 0) : QLocale().toString(number, 'g', 12);
}

QString listText(const Json& values) {
    QStringList texts;
    for (const Json& value : values) texts << numberText(value);
    const bool hasCommas = QLocale().decimalPoint() == QStringLiteral(",");
    return texts.join(hasCommas ? QStringLiteral("; ") : QStringLiteral(", "));
}

// As the form would show it; options that the form has no field for are in the raw settings only.
QString valueText(const config::ParameterDescription& parameter, const RunView& run) {
    const Json& settings = run.settings;
    if (parameter.path == "model" && !run.model.isEmpty())
        return run.model; // its name; the settings know its id
    if (!config::appliesTo(parameter, settings)) return QStringLiteral("–");
    Json value = config::valueAt(settings, parameter.path);
    if (value.is_null()) value = config::defaultValue(parameter);
    if (parameter.kind == config::ParameterKind::Prompts)
        return SettingsTable::tr("%n prompts", nullptr,
                                 value.is_array() ? static_cast<int>(value.size()) : 0);
    if (value.is_boolean()) return value.get<bool>() ? SettingsTable::tr("yes") : SettingsTable::tr("no");
    if (value.is_string()) {
        const std::string text = value.get<std::string>();
        for (const config::ParameterChoice& choice : parameter.choices)
            if (choice.value == text) return parameterText(choice.label);
        return text.empty() ? QStringLiteral("–") : QString::fromStdString(text);
    }
    if (value.is_null()) return QStringLiteral("–");
    if (isNamedZero(parameter, value)) return parameterText(parameter.zero);
    const QString text = value.is_array() ? listText(value) : numberText(value);
    return parameter.unit.empty() ? text : text + QLatin1Char(' ') + unitText(parameter.unit, value);
}

} // namespace

SettingsTable::SettingsTable(QWidget* parent) : QTableWidget(parent) {
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(28);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
}

void SettingsTable::setRuns(const std::vector<const RunView*>& runs) {
    clear();
    setRowCount(0);
    setColumnCount(static_cast<int>(runs.size()) + 1);
    QStringList titles{tr("Setting")};
    for (const RunView* run : runs) titles << (runs.size() == 1 ? tr("Value") : numberedName(*run));
    setHorizontalHeaderLabels(titles);
    for (const config::ParameterDescription& parameter : config::runParameters()) {
        QStringList values;
        for (const RunView* run : runs) values << valueText(parameter, *run);
        const bool isSame = std::all_of(values.cbegin(), values.cend(),
                                        [&](const QString& value) { return value == values.front(); });
        if (values.isEmpty() || (runs.size() > 1 && isSame) ||
            (runs.size() == 1 && values.front() == QStringLiteral("–")))
            continue;
        const int row = rowCount();
        insertRow(row);
        auto* name = new QTableWidgetItem(parameterText(parameter.label));
        name->setToolTip(parameterText(parameter.help));
        name->setData(Qt::UserRole, fromView(parameter.path));
        setItem(row, 0, name);
        for (qsizetype i = 0; i < values.size(); ++i) {
            auto* item = new QTableWidgetItem(values[i]);
            item->setToolTip(values[i]);
            setItem(row, static_cast<int>(i) + 1, item);
        }
    }
    setColumnWidth(0, std::clamp(sizeHintForColumn(0) + 8, 120, 200));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    if (columnCount() > 0) horizontalHeader()->setSectionResizeMode(0, QHeaderView::Interactive);
}

} // namespace attune::ui
