// SPDX-License-Identifier: GPL-3.0-or-later
//
// OutputDevices: which sound outputs there are, and which one is to be used.
//
// Threads: GUI thread.
#pragma once

#include <QAudioDevice>
#include <QAudioFormat>
#include <QByteArray>
#include <QList>
#include <QObject>
#include <QString>
#include <QTimer>

namespace attune::ui {

struct OutputDevice {
    QByteArray id; // empty: none
    QString name;
    bool isDefault{false};
    QAudioFormat format; // what it takes without conversion
    QAudioDevice device; // null in tests

    bool operator==(const OutputDevice&) const = default;
};

// The interface; tests have lists of their own.
class OutputDevices : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    [[nodiscard]] virtual QList<OutputDevice> list() const = 0;

Q_SIGNALS:
    void changed();
};

// What Qt Multimedia finds. Its PulseAudio side (seen with 6.4) keeps its lists right but does not tell when
// an output goes or comes, so that on Linux they are also looked at once a second.
class SystemOutputDevices final : public OutputDevices {
    Q_OBJECT
public:
    explicit SystemOutputDevices(QObject* parent = nullptr);
    [[nodiscard]] QList<OutputDevice> list() const override;

private:
    void look();

    QTimer m_timer;
    QList<QAudioDevice> m_known;
};

// Of the format, or what the mixer renders at without a device.
[[nodiscard]] int sampleRateHzOf(const QAudioFormat& format);

// The device of that id, else the system's default, else the first; one without an id when there is none.
[[nodiscard]] OutputDevice chosenDevice(const QList<OutputDevice>& devices, const QByteArray& wanted);

} // namespace attune::ui
