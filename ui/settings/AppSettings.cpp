// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/AppSettings.h"

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

const QString kTheme = QStringLiteral("look/theme");
const QString kFontScale = QStringLiteral("look/fontScale");
const QString kLanguage = QStringLiteral("look/language");
const QString kAudioDevice = QStringLiteral("sound/device");
const QString kAutoPlay = QStringLiteral("sound/autoPlay");
const QString kWatches = QStringLiteral("dataset/watchesSources");
const QString kDevice = QStringLiteral("engine/device");
const QString kNotifies = QStringLiteral("engine/notifies");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kColumns = QStringLiteral("window/datasetColumns");
const QString kStrips = QStringLiteral("window/strips");
const QString kPlaces = QStringLiteral("window/places");

} // namespace

AppSettings::AppSettings(QObject* parent) : QObject(parent) {}

AppSettings::~AppSettings() {
    for (auto it = m_kept.cbegin(); it != m_kept.cend(); ++it) m_settings.setValue(it.key(), it.value());
}

void AppSettings::keep(const QString& key, const QVariant& value) {
    m_kept[key] = value;
}

QVariant AppSettings::kept(const QString& key) const {
    return m_kept.contains(key) ? m_kept[key] : m_settings.value(key);
}

void AppSettings::set(const QString& key, const QVariant& value) {
    if (m_settings.value(key) == value) return;
    m_settings.setValue(key, value);
    Q_EMIT changed();
}

ThemeChoice AppSettings::theme() const {
    return static_cast<ThemeChoice>(std::clamp(m_settings.value(kTheme, 0).toInt(), 0, 2));
}
void AppSettings::setTheme(ThemeChoice theme) {
    set(kTheme, static_cast<int>(theme));
}
double AppSettings::fontScale() const {
    const double scale = m_settings.value(kFontScale, 1.0).toDouble();
    return std::isfinite(scale) ? std::clamp(scale, 0.8, 2.0) : 1.0; // the file is anybody's to edit
}
void AppSettings::setFontScale(double scale) {
    set(kFontScale, scale);
}
QString AppSettings::language() const {
    return m_settings.value(kLanguage).toString();
}
void AppSettings::setLanguage(const QString& language) {
    set(kLanguage, language);
}
QByteArray AppSettings::audioDevice() const {
    return m_settings.value(kAudioDevice).toByteArray();
}
void AppSettings::setAudioDevice(const QByteArray& id) {
    set(kAudioDevice, id);
}
QString AppSettings::device() const {
    return m_settings.value(kDevice, QStringLiteral("auto")).toString();
}
void AppSettings::setDevice(const QString& device) {
    set(kDevice, device);
}
bool AppSettings::autoPlay() const {
    return m_settings.value(kAutoPlay, true).toBool();
}
void AppSettings::setAutoPlay(bool autoPlay) {
    set(kAutoPlay, autoPlay);
}
bool AppSettings::watchesSources() const {
    return m_settings.value(kWatches, true).toBool();
}
void AppSettings::setWatchesSources(bool watches) {
    set(kWatches, watches);
}
bool AppSettings::notifies() const {
    return m_settings.value(kNotifies, true).toBool();
}
void AppSettings::setNotifies(bool notifies) {
    set(kNotifies, notifies);
}
QByteArray AppSettings::windowGeometry() const {
    return kept(kGeometry).toByteArray();
}
void AppSettings::setWindowGeometry(const QByteArray& geometry) {
    keep(kGeometry, geometry);
}
QByteArray AppSettings::datasetColumns() const {
    return kept(kColumns).toByteArray();
}
void AppSettings::setDatasetColumns(const QByteArray& state) {
    keep(kColumns, state);
}
int AppSettings::lastPlace(const QString& projectFolder) const {
    return kept(kPlaces).toMap().value(projectFolder, -1).toInt();
}
void AppSettings::setLastPlace(const QString& projectFolder, int place) {
    QVariantMap places = kept(kPlaces).toMap();
    places[projectFolder] = place;
    keep(kPlaces, places);
}
QByteArray AppSettings::strip(const QString& projectFolder) const {
    return kept(kStrips).toMap().value(projectFolder).toByteArray();
}
void AppSettings::setStrip(const QString& projectFolder, const QByteArray& strip) {
    QVariantMap strips = kept(kStrips).toMap();
    strips[projectFolder] = strip;
    keep(kStrips, strips);
}

} // namespace attune::ui
