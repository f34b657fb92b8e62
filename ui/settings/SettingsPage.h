// SPDX-License-Identifier: GPL-3.0-or-later
//
// SettingsPage: look, sound, device, messages. Every change takes effect at once.
//
// Threads: GUI thread.
#pragma once

#include <QStringList>
#include <QWidget>

class QComboBox;
class QLabel;

namespace attune::ui {

class AppSettings;
class OutputDevices;

class SettingsPage : public QWidget {
    Q_OBJECT
public:
    explicit SettingsPage(AppSettings& settings, QWidget* parent = nullptr);
    // id and name of each device, and why there is no GPU (empty = there is one).
    void setDevices(const QList<QPair<QString, QString>>& devices, const QString& gpuProblem);

Q_SIGNALS:
    void devicesRequested();
    void doctorRequested(); // the Doctor is to be shown

protected:
    void showEvent(QShowEvent* event) override;

private:
    void fillAudioDevices();
    AppSettings& m_settings;
    OutputDevices* m_outputs;
    QComboBox* m_audio;
    QComboBox* m_device;
    QLabel* m_gpuProblem;
    bool m_askedDevices{false};
};

} // namespace attune::ui
