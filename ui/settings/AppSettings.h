// SPDX-License-Identifier: GPL-3.0-or-later
//
// AppSettings: what the user chose for the program as a whole, typed, with its default, kept by QSettings.
//
// Choices are written at once. What the window remembers by itself (places, sizes, strips) changes with every
// step and is written at the end: QSettings waits for the disk in the event loop.
//
// Threads: GUI thread.
#pragma once

#include "ui/theme/Theme.h"

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>
#include <QVariantMap>

namespace attune::ui {

class AppSettings : public QObject {
    Q_OBJECT
public:
    explicit AppSettings(QObject* parent = nullptr);
    ~AppSettings() override;

    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    [[nodiscard]] double fontScale() const; // 0.8 .. 2
    void setFontScale(double scale);
    [[nodiscard]] QString language() const; // "de"; empty = the system's
    void setLanguage(const QString& language);
    [[nodiscard]] QByteArray audioDevice() const; // empty = the system's default
    void setAudioDevice(const QByteArray& id);
    [[nodiscard]] QString device() const; // "auto", "cpu", "cuda:0"
    void setDevice(const QString& device);
    [[nodiscard]] bool autoPlay() const;
    void setAutoPlay(bool autoPlay);
    [[nodiscard]] bool watchesSources() const;
    void setWatchesSources(bool watches);
    [[nodiscard]] bool notifies() const; // tray messages
    void setNotifies(bool notifies);
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);
    [[nodiscard]] QByteArray datasetColumns() const; // how wide the three parts of the dataset page are
    void setDatasetColumns(const QByteArray& state);
    // Where the user was in a project, by its folder: the number of a place, -1 = not known.
    [[nodiscard]] int lastPlace(const QString& projectFolder) const;
    // The waveforms of a project's first clips, for the start page: heights 0..255.
    [[nodiscard]] QByteArray strip(const QString& projectFolder) const;
    void setStrip(const QString& projectFolder, const QByteArray& strip);
    void setLastPlace(const QString& projectFolder, int place);

Q_SIGNALS:
    void changed();

private:
    void set(const QString& key, const QVariant& value);
    void keep(const QString& key, const QVariant& value);
    [[nodiscard]] QVariant kept(const QString& key) const;
    QSettings m_settings;
    QVariantMap m_kept; // about the window, not yet in m_settings
};

} // namespace attune::ui
