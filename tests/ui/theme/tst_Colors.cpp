// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Colors.h"
#include "ui/theme/StyleSheet.h"

#include <QtTest>

using namespace attune::ui;

class tst_Colors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void knownContrast();
    void textIsReadable_data();
    void textIsReadable();
    void styleSheetHasNoPlaceholdersLeft();
};

void tst_Colors::knownContrast() {
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
}

void tst_Colors::textIsReadable_data() {
    QTest::addColumn<int>("scheme");
    QTest::addColumn<int>("text");
    QTest::addColumn<int>("ground");
    const ColorRole texts[] = {ColorRole::Text, ColorRole::Text2, ColorRole::Text3, ColorRole::Accent,
                               ColorRole::Good, ColorRole::Warn,  ColorRole::Bad};
    const ColorRole grounds[] = {ColorRole::Window, ColorRole::Panel, ColorRole::Raised};
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        const char* name = scheme == Scheme::Dark ? "dark" : "light";
        for (const ColorRole text : texts)
            for (const ColorRole ground : grounds)
                QTest::addRow("%s %d on %d", name, static_cast<int>(text), static_cast<int>(ground))
                    << static_cast<int>(scheme) << static_cast<int>(text) << static_cast<int>(ground);
        QTest::addRow("%s button", name) << static_cast<int>(scheme) << static_cast<int>(ColorRole::OnAccent)
                                         << static_cast<int>(ColorRole::Accent);
        QTest::addRow("%s selection", name) << static_cast<int>(scheme) << static_cast<int>(ColorRole::Text)
                                            << static_cast<int>(ColorRole::Selection);
        QTest::addRow("%s selection text2", name)
            << static_cast<int>(scheme) << static_cast<int>(ColorRole::Text2)
            << static_cast<int>(ColorRole::Selection);
    }
}

void tst_Colors::textIsReadable() {
    QFETCH(int, scheme);
    QFETCH(int, text);
    QFETCH(int, ground);
    const double ratio = contrastRatio(colorOf(static_cast<Scheme>(scheme), static_cast<ColorRole>(text)),
                                       colorOf(static_cast<Scheme>(scheme), static_cast<ColorRole>(ground)));
    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("contrast %1").arg(ratio)));
}

void tst_Colors::styleSheetHasNoPlaceholdersLeft() {
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        const QString sheet = styleSheetFor(scheme, 1.5);
        QVERIFY(!sheet.contains(QLatin1Char('@')));
        QVERIFY(sheet.contains(QStringLiteral("font-size: 30px"))); // 20 at scale 1.5
    }
}

QTEST_GUILESS_MAIN(tst_Colors)
#include "tst_Colors.moc"
