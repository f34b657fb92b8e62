// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/FieldHelp.h"

#include "ui/training/ParameterField.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLocale>

#include <cmath>

namespace attune::ui {

namespace {

QString numberText(double number) {
    const bool isWhole = number == std::floor(number) && std::abs(number) < 1e15;
    return QLocale().toString(number, isWhole ? 'f' : 'g', isWhole ? 0 : 6);
}

QString allowed(const config::ParameterDescription& parameter) {
    using config::ParameterKind;
    switch (parameter.kind) {
    case ParameterKind::Boolean:
        return FieldHelp::tr("on or off");
    case ParameterKind::Text:
    case ParameterKind::TextList:
        return FieldHelp::tr("any text");
    case ParameterKind::Prompts:
        return FieldHelp::tr("any number of prompts");
    case ParameterKind::Choice: {
        QStringList choices;
        for (const config::ParameterChoice& choice : parameter.choices)
            choices << parameterText(choice.label);
        return FieldHelp::tr("one of %1").arg(choices.join(QStringLiteral(", ")));
    }
    case ParameterKind::Integer:
    case ParameterKind::Number:
    case ParameterKind::NumberList:
    case ParameterKind::IntegerList:
        break;
    }
    const QString text =
        parameter.excludesMinimum ? FieldHelp::tr("more than %1, up to %2 %3") : FieldHelp::tr("%1 to %2 %3");
    const QString least =
        parameter.zero.empty()
            ? numberText(parameter.minimum)
            : QStringLiteral("%1 (%2)").arg(numberText(parameter.minimum), parameterText(parameter.zero));
    return text.arg(least, numberText(parameter.maximum), parameterText(parameter.unit)).trimmed();
}

} // namespace

QString parameterRange(const config::ParameterDescription& parameter) {
    QStringList parts{allowed(parameter)};
    const config::Json value = config::defaultValue(parameter);
    const bool isNamed = isNamedZero(parameter, value);
    const QString fallback = isNamed             ? parameterText(parameter.zero)
                             : value.is_number() ? numberText(value.get<double>())
                                                 : textOfValue(value);
    if (!fallback.isEmpty()) parts << FieldHelp::tr("default %1").arg(fallback);
    return parts.join(QStringLiteral(" · "));
}

FieldHelp::FieldHelp(QWidget* parent)
    : QFrame(parent), m_title(makeLabel({}, LabelRole::Strong, this)),
      m_text(makeWrappedLabel({}, LabelRole::Secondary, this)),
      m_range(makeWrappedLabel({}, LabelRole::Label, this)) {
    setObjectName(QStringLiteral("fieldHelp"));
    setSurface(this, Surface::Card);
    setMinimumHeight(120); // holds most entries, so that the page keeps still
    auto* column = columnLayout(this, 16, 6);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_range);
    column->addStretch(1);
    m_title->setText(tr("About this setting"));
    m_text->setText(tr("Choose a field of the form: what it does, what raising it changes and what is usual "
                       "is told here. F1 opens the whole entry."));
}

void FieldHelp::show(const config::ParameterDescription& parameter) {
    m_title->setText(parameterText(parameter.label));
    m_text->setText(parameterText(parameter.help));
    m_range->setText(parameterRange(parameter));
}

} // namespace attune::ui
