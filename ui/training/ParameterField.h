// SPDX-License-Identifier: GPL-3.0-or-later
//
// ParameterField: one setting of a run as label, editor, unit and a way back to the preset, made from its
// ParameterDescription. What is typed is checked against it; a wrong value is marked and never leaves the
// field. A 0 that means something ("the model's length") is shown in words until the cursor goes into it.
//
// Threads: GUI thread.
#pragma once

#include "core/config/ParameterDescription.h"

#include <QList>
#include <QPair>
#include <QWidget>

class QComboBox;
class QLabel;
class QToolButton;

namespace attune::ui {

class ParameterField : public QWidget {
    Q_OBJECT
public:
    // `parameter` is of the static table.
    explicit ParameterField(const config::ParameterDescription& parameter, QWidget* parent = nullptr);

    [[nodiscard]] const config::ParameterDescription& parameter() const noexcept { return m_parameter; }
    void setValue(const config::Json& value);
    void setPresetValue(const config::Json& value); // what Reset goes back to; marks a difference
    // For a value that people know by another name than the document does: what may be chosen, text and
    // value.
    void setChoices(const QList<QPair<QString, QString>>& choices);
    // What stands under the field: an error, or else advice; both empty hide it. While its text is no value,
    // that outranks both.
    void setMessages(const QString& problem, const QString& advice);
    [[nodiscard]] const config::Json& value() const noexcept { return m_value; }
    // What is typed there is no value: value() is still the one before.
    [[nodiscard]] bool isRejected() const noexcept { return m_isRejected; }
    // The glossary entry for F1.
    [[nodiscard]] QString helpTopic() const;

Q_SIGNALS:
    void edited(const QString& path, const attune::config::Json& value);
    void rejectedChanged();
    void attended(); // the cursor went into it

protected:
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] QWidget* makeEditor();
    [[nodiscard]] QComboBox* makeChoice();
    void showValue();
    void takeText(const QString& text);
    void setRejected(bool rejected);
    void take(const config::Json& value);
    void showDifference();
    [[nodiscard]] QString inWords(const config::Json& value) const;

    const config::ParameterDescription& m_parameter;
    config::Json m_value;
    config::Json m_preset;
    QLabel* m_label;
    QWidget* m_editor;
    QLabel* m_unit;
    QToolButton* m_reset;
    QLabel* m_message;
    bool m_isRejected{false};
};

// A value as it is typed: "5e-05", "0.9, 0.999", "true".
[[nodiscard]] QString textOfValue(const config::Json& value);

} // namespace attune::ui
