// SPDX-License-Identifier: GPL-3.0-or-later
//
// FakeDevices: a list of sound outputs that the test changes; none of them sounds.
#pragma once

#include "ui/audio/OutputDevices.h"

namespace attune::ui {

class FakeDevices final : public OutputDevices {
public:
    using OutputDevices::OutputDevices;
    [[nodiscard]] QList<OutputDevice> list() const override { return m_devices; }
    void set(const QList<OutputDevice>& devices) {
        m_devices = devices;
        Q_EMIT changed();
    }
    [[nodiscard]] static OutputDevice named(const QString& name, int rateHz, bool isDefault = false) {
        QAudioFormat format;
        format.setSampleRate(rateHz);
        format.setChannelCount(2);
        format.setSampleFormat(QAudioFormat::Int16);
        return {name.toUtf8(), name, isDefault, format, {}};
    }

private:
    QList<OutputDevice> m_devices;
};

} // namespace attune::ui
