// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/AppSettings.h"
#include "ui/settings/SettingsPage.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QStandardPaths>
#include <QtTest>

using namespace attune::ui;

class tst_SettingsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QSettings().clear(); }
    void defaults();
    void choicesAreKept();
    void devicesAreAskedForOnce();
    void placesByProject();
    void nonsenseInTheFileIsPassedOver();
};

void tst_SettingsPage::defaults() {
    const AppSettings settings;
    QCOMPARE(static_cast<int>(settings.theme()), static_cast<int>(ThemeChoice::FollowSystem));
    QCOMPARE(settings.fontScale(), 1.0);
    QVERIFY(settings.language().isEmpty());
    QCOMPARE(settings.device(), QStringLiteral("auto"));
    QVERIFY(settings.autoPlay());
    QCOMPARE(settings.lastPlace(QStringLiteral("/x")), -1);
}

void tst_SettingsPage::choicesAreKept() {
    AppSettings settings;
    SettingsPage page(settings);
    page.show();
    QSignalSpy changed(&settings, &AppSettings::changed);
    auto* theme = page.findChild<QComboBox*>(QStringLiteral("theme"));
    theme->setFocus();
    QTest::keyClick(theme, Qt::Key_Down);
    QCOMPARE(static_cast<int>(settings.theme()), theme->currentData().toInt());
    QCOMPARE(changed.count(), 1);
    page.findChild<QSlider*>(QStringLiteral("fontScale"))->setValue(15);
    QCOMPARE(settings.fontScale(), 1.5);
    QVERIFY(
        page.findChild<QLabel*>(QStringLiteral("fontScaleText"))->text().startsWith(QStringLiteral("150")));
    auto* language = page.findChild<QComboBox*>(QStringLiteral("language"));
    QTest::keyClicks(language, QStringLiteral("D"));
    QCOMPARE(settings.language(), QStringLiteral("de"));
    const AppSettings again; // as at the next start
    QCOMPARE(again.language(), QStringLiteral("de"));
    QCOMPARE(again.fontScale(), 1.5);
}

void tst_SettingsPage::devicesAreAskedForOnce() {
    AppSettings settings;
    settings.setDevice(QStringLiteral("cuda:0"));
    SettingsPage page(settings);
    QSignalSpy asked(&page, &SettingsPage::devicesRequested);
    page.show();
    page.hide();
    page.show();
    QCOMPARE(asked.count(), 1);
    page.setDevices({{QStringLiteral("cpu"), QStringLiteral("Processor")},
                     {QStringLiteral("cuda:0"), QStringLiteral("H100")}},
                    {});
    QCOMPARE(page.findChild<QComboBox*>(QStringLiteral("device"))->currentData().toString(),
             QStringLiteral("cuda:0"));
}

void tst_SettingsPage::placesByProject() {
    AppSettings settings;
    settings.setLastPlace(QStringLiteral("/a"), 3);
    settings.setLastPlace(QStringLiteral("/b"), 1);
    QCOMPARE(settings.lastPlace(QStringLiteral("/a")), 3);
    QCOMPARE(settings.lastPlace(QStringLiteral("/b")), 1);
}

void tst_SettingsPage::nonsenseInTheFileIsPassedOver() {
    QSettings file;
    file.setValue(QStringLiteral("look/theme"), 77);
    file.setValue(QStringLiteral("window/places"), QStringLiteral("everywhere"));
    for (const char* scale : {"nan", "inf", "large", ""}) {
        file.setValue(QStringLiteral("look/fontScale"), QString::fromLatin1(scale));
        const AppSettings settings;
        QVERIFY2(settings.fontScale() >= 0.8 && settings.fontScale() <= 2.0, scale);
        QVERIFY(settings.theme() == ThemeChoice::Light);
        QCOMPARE(settings.lastPlace(QStringLiteral("/x")), -1);
    }
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("AttuneTest"));
    QCoreApplication::setApplicationName(QStringLiteral("settings"));
    Theme theme(application);
    tst_SettingsPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_SettingsPage.moc"
