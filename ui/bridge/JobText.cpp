// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/JobText.h"

#include <QCoreApplication>

#include <array>
#include <string_view>
#include <utility>

namespace attune::ui::jobtext {

namespace {

constexpr std::array kTitles{QT_TRANSLATE_NOOP("JobText", "Encode sounds"),
                             QT_TRANSLATE_NOOP("JobText", "Generate sounds"),
                             QT_TRANSLATE_NOOP("JobText", "Import from stable-audio-tools"),
                             QT_TRANSLATE_NOOP("JobText", "Export for stable-audio-tools"),
                             QT_TRANSLATE_NOOP("JobText", "Add GPU libraries")};

// Titles with a name behind them.
constexpr std::array<std::pair<std::string_view, const char*>, 3> kBeginnings{{
    {"Train ", QT_TRANSLATE_NOOP("JobText", "Training %1")},
    {"Export ", QT_TRANSLATE_NOOP("JobText", "Exporting %1")},
    {"Round trip of ", QT_TRANSLATE_NOOP("JobText", "Round trip of %1")},
}};

constexpr std::array kUnits{QT_TRANSLATE_NOOP("JobText", "steps"),   QT_TRANSLATE_NOOP("JobText", "clips"),
                            QT_TRANSLATE_NOOP("JobText", "files"),   QT_TRANSLATE_NOOP("JobText", "sounds"),
                            QT_TRANSLATE_NOOP("JobText", "windows"), QT_TRANSLATE_NOOP("JobText", "prompts"),
                            QT_TRANSLATE_NOOP("JobText", "tensors"), QT_TRANSLATE_NOOP("JobText", "demos")};

QString translated(const char* text) {
    return QCoreApplication::translate("JobText", text);
}

} // namespace

QString title(const std::string& title) {
    for (const char* known : kTitles)
        if (title == known) return translated(known);
    for (const auto& [beginning, text] : kBeginnings)
        if (title.starts_with(beginning))
            return translated(text).arg(QString::fromStdString(title.substr(beginning.size())));
    return QString::fromStdString(title);
}

QString unit(const std::string& unit) {
    for (const char* known : kUnits)
        if (unit == known) return translated(known);
    return QString::fromStdString(unit);
}

} // namespace attune::ui::jobtext
