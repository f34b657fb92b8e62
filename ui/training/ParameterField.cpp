// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/ParameterField.h"

#include "ui/help/HelpRequest.h"
#include "ui/training/FieldHelp.h"
#include "ui/widgets/Controls.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QWheelEvent>

#include <cmath>

namespace attune::ui {

using config::Json;
using config::ParameterKind;

namespace {

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString tooltipOf(const config::ParameterDescription& parameter) {
    return QStringLiteral("<b>%1</b><br>%2<br><i>%3</i>")
        .arg(parameterText(parameter.label).toHtmlEscaped(), parameterText(parameter.help).toHtmlEscaped(),
             parameterRange(parameter).toHtmlEscaped());
}

constexpr std::string_view kModelPath = "model";

// A wheel that scrolls the form must not turn a choice on its way.
class ChoiceBox final : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

} // namespace

QString textOfValue(const Json& value) {
    if (value.is_string()) return QString::fromStdString(value.get<std::string>());
    if (value.is_array()) {
        QStringList parts;
        for (const Json& element : value) parts << textOfValue(element);
        return parts.join(QStringLiteral(", "));
    }
    if (value.is_null()) return {};
    if (value.is_number_float() && value.get<double>() == std::floor(value.get<double>()) &&
        std::abs(value.get<double>()) < 1e15)
        return QString::number(value.get<double>(), 'f', 0); // "0", not "0.0"
    return QString::fromStdString(value.dump());
}

ParameterField::ParameterField(const config::ParameterDescription& parameter, QWidget* parent)
    : QWidget(parent), m_parameter(parameter),
      m_label(makeLabel(parameterText(parameter.label), LabelRole::Body, this)), m_editor(makeEditor()),
      m_unit(makeLabel(parameterText(parameter.unit), LabelRole::Secondary, this)),
      m_reset(
          makeIconButton(QStringLiteral("undo"), tr("Back to the preset"), QStringLiteral("reset"), this)),
      m_message(makeWrappedLabel({}, LabelRole::Secondary, this)) {
    setObjectName(QStringLiteral("field:") + fromView(parameter.path));
    m_editor->installEventFilter(this);
    m_editor->setObjectName(QStringLiteral("edit:") + fromView(parameter.path));
    m_editor->setAccessibleName(parameterText(parameter.label));
    m_editor->setAccessibleDescription(parameterText(parameter.help));
    const QString tip = tooltipOf(parameter);
    m_editor->setToolTip(tip);
    m_label->setToolTip(tip);
    m_label->setBuddy(m_editor);
    m_label->setWordWrap(true);
    m_label->setFixedWidth(150);
    m_message->hide();
    auto* column = columnLayout(this, 0, 2);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_label);
    row->addWidget(m_editor, 1);
    m_unit->setFixedWidth(68); // editors of one width, whatever their unit
    row->addWidget(m_unit);
    row->addWidget(m_reset);
    column->addLayout(row);
    auto* below = new QHBoxLayout;
    below->setContentsMargins(158, 0, 104, 0); // under the editor
    below->addWidget(m_message);
    column->addLayout(below);
    // The button keeps its place when there is nothing to reset, so that fields do not jump.
    QSizePolicy keep = m_reset->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(keep);
    m_reset->hide();
    connect(m_reset, &QToolButton::clicked, this, [this] {
        take(m_preset);
        showValue();
    });
}

QWidget* ParameterField::makeEditor() {
    if (m_parameter.path == kModelPath) return makeChoice(); // registered models, by name; see setChoices
    switch (m_parameter.kind) {
    case ParameterKind::Boolean: {
        auto* box = new QCheckBox(this);
        connect(box, &QCheckBox::clicked, this, [this](bool on) { take(on); });
        return box;
    }
    case ParameterKind::Choice: {
        QComboBox* box = makeChoice();
        for (const config::ParameterChoice& choice : m_parameter.choices) {
            box->addItem(parameterText(choice.label), fromView(choice.value));
            box->setItemData(box->count() - 1, parameterText(choice.help), Qt::ToolTipRole);
        }
        return box;
    }
    default: {
        auto* line = new QLineEdit(this);
        connect(line, &QLineEdit::textEdited, this, &ParameterField::takeText);
        connect(line, &QLineEdit::editingFinished, this, [this] {
            if (m_message->property("state").toString() != QStringLiteral("bad")) showValue();
        });
        return line;
    }
    }
}

QComboBox* ParameterField::makeChoice() {
    auto* box = new ChoiceBox(this);
    connect(box, &QComboBox::activated, this,
            [this, box](int index) { take(box->itemData(index).toString().toStdString()); });
    return box;
}

void ParameterField::setChoices(const QList<QPair<QString, QString>>& choices) {
    auto* box = qobject_cast<QComboBox*>(m_editor);
    if (box == nullptr) return;
    box->clear();
    for (const auto& [text, value] : choices) box->addItem(text, value);
    showValue();
}

void ParameterField::takeText(const QString& text) {
    const auto value = config::valueFromText(m_parameter, text.toStdString());
    setRejected(!value);
    if (value) take(*value);
}

void ParameterField::setRejected(bool rejected) {
    if (m_isRejected == rejected) return;
    m_isRejected = rejected;
    setMessages({}, {});
    Q_EMIT rejectedChanged();
}

void ParameterField::take(const Json& value) {
    if (value == m_value) return;
    m_value = value;
    m_unit->setText(unitText(m_parameter.unit, m_value));
    showDifference();
    Q_EMIT edited(fromView(m_parameter.path), value);
}

void ParameterField::setValue(const Json& value) {
    m_value = value;
    setRejected(false);
    setMessages({}, {});
    showValue();
    showDifference();
}

void ParameterField::setPresetValue(const Json& value) {
    m_preset = value;
    showDifference();
}

void ParameterField::showValue() {
    if (auto* box = qobject_cast<QCheckBox*>(m_editor)) {
        box->setChecked(m_value.is_boolean() && m_value.get<bool>());
    } else if (auto* choice = qobject_cast<QComboBox*>(m_editor)) {
        const QString value = textOfValue(m_value);
        if (m_parameter.path == kModelPath && !value.isEmpty() && choice->findData(value) < 0)
            choice->addItem(tr("%1 (not here any more)").arg(value), value);
        choice->setCurrentIndex(choice->findData(value));
    } else if (auto* line = qobject_cast<QLineEdit*>(m_editor)) {
        const bool isInWords = isNamedZero(m_parameter, m_value) && !line->hasFocus();
        const QString text = isInWords ? inWords(m_value) : textOfValue(m_value);
        if (!line->hasFocus() || line->text() != text) line->setText(text);
        if (!line->hasFocus()) line->setCursorPosition(0); // a long text is read from its beginning
        m_unit->setText(isInWords ? QString() : unitText(m_parameter.unit, m_value));
    }
}

QString ParameterField::inWords(const Json& value) const {
    return isNamedZero(m_parameter, value) ? parameterText(m_parameter.zero) : textOfValue(value);
}

void ParameterField::showDifference() {
    const bool isDifferent = !m_preset.is_null() && m_preset != m_value;
    m_reset->setVisible(isDifferent);
    if (isDifferent) m_reset->setToolTip(tr("Back to the preset: %1").arg(inWords(m_preset)));
    setTextRole(m_label, isDifferent ? LabelRole::Strong : LabelRole::Body);
}

void ParameterField::setMessages(const QString& problem, const QString& advice) {
    const bool isBad = m_isRejected || !problem.isEmpty();
    const QString text = m_isRejected ? tr("Allowed: %1").arg(parameterRange(m_parameter))
                         : isBad      ? problem
                                      : advice; // an error outranks advice
    if (text != m_message->text()) m_message->setText(text);
    if (m_message->isHidden() == !text.isEmpty()) m_message->setVisible(!text.isEmpty());
    setTone(m_message, isBad ? StateTone::Bad : advice.isEmpty() ? StateTone::None : StateTone::Warn);
    setTone(m_editor, isBad ? StateTone::Bad : StateTone::None);
}

QString ParameterField::helpTopic() const {
    return fromView(m_parameter.path);
}

bool ParameterField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_editor && event->type() == QEvent::FocusIn) Q_EMIT attended();
    // Words for reading, the number for typing. A wrong text is left to whoever typed it.
    const bool isFocus = event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut;
    if (watched == m_editor && isFocus && isNamedZero(m_parameter, m_value) &&
        m_message->property("state").toString() != QStringLiteral("bad"))
        showValue();
    return QWidget::eventFilter(watched, event);
}

void ParameterField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_F1) {
        requestHelp(this, helpTopic());
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace attune::ui
