// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audio/WaveformAccess.h"

#include "ui/audio/WaveformView.h"

#include <QAccessibleWidget>

namespace attune::ui {

namespace {

class WaveformAccess final : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit WaveformAccess(WaveformView& view)
        : QAccessibleWidget(&view, QAccessible::Slider), m_view(view) {}

    void* interface_cast(QAccessible::InterfaceType type) override {
        if (type == QAccessible::ValueInterface) return static_cast<QAccessibleValueInterface*>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text kind) const override {
        if (kind != QAccessible::Value) return QAccessibleWidget::text(kind);
        return WaveformView::tr("%L1 of %L2 seconds")
            .arg(m_view.positionSeconds(), 0, 'f', 2)
            .arg(m_view.durationSeconds(), 0, 'f', 2);
    }
    QVariant currentValue() const override { return m_view.positionSeconds(); }
    void setCurrentValue(const QVariant& value) override { m_view.seekTo(value.toDouble()); }
    QVariant minimumValue() const override { return 0.0; }
    QVariant maximumValue() const override { return m_view.durationSeconds(); }
    QVariant minimumStepSize() const override { return m_view.stepSeconds(); }

private:
    WaveformView& m_view; // the interface goes with it
};

QAccessibleInterface* accessOf(const QString&, QObject* object) {
    auto* view = qobject_cast<WaveformView*>(object);
    return view == nullptr ? nullptr : new WaveformAccess(*view); // Qt's cache owns it
}

} // namespace

void makeWaveformsAccessible() {
    QAccessible::installFactory(&accessOf); // a factory that is known is kept once
}

} // namespace attune::ui
