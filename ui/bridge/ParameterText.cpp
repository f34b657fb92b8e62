// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/ParameterText.h"

#include "ui/widgets/Quantity.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace attune::ui {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSingulars{
    {{"steps", QT_TRANSLATE_NOOP("RunParameter", "step")},
     {"clips", QT_TRANSLATE_NOOP("RunParameter", "clip")},
     {"batches", QT_TRANSLATE_NOOP("RunParameter", "batch")},
     {"checkpoints", QT_TRANSLATE_NOOP("RunParameter", "checkpoint")},
     {"times", QT_TRANSLATE_NOOP("RunParameter", "time")}}};

} // namespace

QString parameterText(std::string_view text) {
    return text.empty() ? QString()
                        : QCoreApplication::translate(
                              "RunParameter",
                              QByteArray(text.data(), static_cast<qsizetype>(text.size())).constData());
}

QString unitText(std::string_view unit, const config::Json& value) {
    if (!value.is_number()) return parameterText(unit);
    if (unit == "bytes") return QStringLiteral("= ") + bytesText(value.get<double>());
    const bool isOne = value.get<double>() == 1.0;
    for (const auto& [many, one] : kSingulars)
        if (isOne && unit == many) return parameterText(one);
    return parameterText(unit);
}

bool isNamedZero(const config::ParameterDescription& parameter, const config::Json& value) {
    return !parameter.zero.empty() && value.is_number() && value.get<double>() == 0.0;
}

} // namespace attune::ui
