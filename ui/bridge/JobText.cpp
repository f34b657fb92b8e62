// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/JobText.h"

#include "core/jobs/Job.h"

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
constexpr std::array<std::pair<std::string_view, const char*>, 4> kBeginnings{{
    {"Train ", QT_TRANSLATE_NOOP("JobText", "Training “%1”")},
    {"Export ", QT_TRANSLATE_NOOP("JobText", "Exporting %1")},
    {"Measure a step of ", QT_TRANSLATE_NOOP("JobText", "Measuring a step of %1")},
    {"Round trip of ", QT_TRANSLATE_NOOP("JobText", "Round trip of %1")},
}};

struct Unit {
    const char* many;
    const char* one;
};
constexpr std::array<Unit, 8> kUnits{
    {{QT_TRANSLATE_NOOP("JobText", "steps"), QT_TRANSLATE_NOOP("JobText", "step")},
     {QT_TRANSLATE_NOOP("JobText", "clips"), QT_TRANSLATE_NOOP("JobText", "clip")},
     {QT_TRANSLATE_NOOP("JobText", "files"), QT_TRANSLATE_NOOP("JobText", "file")},
     {QT_TRANSLATE_NOOP("JobText", "sounds"), QT_TRANSLATE_NOOP("JobText", "sound")},
     {QT_TRANSLATE_NOOP("JobText", "windows"), QT_TRANSLATE_NOOP("JobText", "window")},
     {QT_TRANSLATE_NOOP("JobText", "prompts"), QT_TRANSLATE_NOOP("JobText", "prompt")},
     {QT_TRANSLATE_NOOP("JobText", "tensors"), QT_TRANSLATE_NOOP("JobText", "tensor")},
     {QT_TRANSLATE_NOOP("JobText", "demos"), QT_TRANSLATE_NOOP("JobText", "demo")}}};

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

QString unit(const std::string& unit, std::int64_t count) {
    for (const Unit& known : kUnits)
        if (unit == known.many) return translated(count == 1 ? known.one : known.many);
    return QString::fromStdString(unit);
}

bool isWaitingForDisk(const Progress& progress) {
    return progress.stage == jobs::kDiskFullStage;
}

} // namespace attune::ui::jobtext
