// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/FieldHelp.h"

#include "ui/training/ParameterField.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QLabel>

namespace attune::ui {

QString parameterText(std::string_view text) {
    return text.empty() ? QString() : QCoreApplication::translate("RunParameter", QByteArray(text.data(), static_cast<qsizetype>(text.size())).constData());
}

QString parameterRange(const config::ParameterDescription& parameter) {
    QStringList parts;
    if (const std::string range = config::rangeText(parameter); !range.empty()) parts << QString::fromStdString(range);
    const QString fallback = textOfValue(config::defaultValue(parameter));
    if (!fallback.isEmpty()) parts << FieldHelp::tr("default %1").arg(fallback);
    return parts.join(QStringLiteral(" · "));
}

FieldHelp::FieldHelp(QWidget* parent)
    : QFrame(parent), m_title(makeLabel({}, LabelRole::Strong, this)), m_text(makeWrappedLabel({}, LabelRole::Secondary, this)),
      m_range(makeWrappedLabel({}, LabelRole::Label, this)) {
    setObjectName(QStringLiteral("fieldHelp"));
    setSurface(this, Surface::Card);
    setMinimumHeight(132); // holds most entries, so that the page keeps still
    auto* column = columnLayout(this, 16, 6);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_range);
    column->addStretch(1);
    m_title->setText(tr("About this setting"));
    m_text->setText(tr("Choose a field of the form: what it does, what raising it changes and what is usual is told here. F1 opens the whole entry."));
}

void FieldHelp::show(const config::ParameterDescription& parameter) {
    m_title->setText(parameterText(parameter.label));
    m_text->setText(parameterText(parameter.help));
    m_range->setText(parameterRange(parameter));
}

} // namespace attune::ui
