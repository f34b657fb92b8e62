// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Quantity.h"

#include <QLocale>
#include <QtTest>

#include <limits>

using namespace attune::ui;

class tst_Quantity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void bytes_data();
    void bytes();
    void durations_data();
    void durations();
    void decimalSignIsTheUsers();
    void cleanup() { QLocale::setDefault(QLocale::c()); }
};

// Spaces in the expectations stand for those that do not break.
void tst_Quantity::bytes_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0.0 << QStringLiteral("0 B");
    QTest::newRow("few") << 999.0 << QStringLiteral("999 B");
    QTest::newRow("rounds up into the next unit") << 999.6 << QStringLiteral("1.0 kB");
    QTest::newRow("one decimal below a hundred") << 57.5e6 << QStringLiteral("57.5 MB");
    QTest::newRow("none above") << 123.4e6 << QStringLiteral("123 MB");
    QTest::newRow("largest unit") << 5e15 << QStringLiteral("5000 TB");
    QTest::newRow("less than before") << -2e6 << QStringLiteral("-2.0 MB");
}

void tst_Quantity::bytes() {
    QFETCH(double, value);
    QFETCH(QString, text);
    QLocale c = QLocale::c();
    c.setNumberOptions(QLocale::OmitGroupSeparator);
    QLocale::setDefault(c);
    QCOMPARE(bytesText(value), unbroken(text));
}

void tst_Quantity::durations_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("at once") << 0.0 << QStringLiteral("0.0 s");
    QTest::newRow("seconds") << 4.52 << QStringLiteral("4.5 s");
    QTest::newRow("never 60.0 s") << 59.97 << QStringLiteral("1 min 00 s");
    QTest::newRow("minutes") << 725.0 << QStringLiteral("12 min 05 s");
    QTest::newRow("never 60 min") << 3599.7 << QStringLiteral("1 h 00 min");
    QTest::newRow("hours") << 12000.0 << QStringLiteral("3 h 20 min");
    QTest::newRow("nonsense") << -1.0 << QStringLiteral("unknown");
    QTest::newRow("no number") << std::numeric_limits<double>::quiet_NaN() << QStringLiteral("unknown");
}

void tst_Quantity::durations() {
    QFETCH(double, seconds);
    QFETCH(QString, text);
    QLocale::setDefault(QLocale::c());
    QCOMPARE(durationText(seconds), unbroken(text));
}

void tst_Quantity::decimalSignIsTheUsers() {
    QLocale::setDefault(QLocale(QLocale::German));
    QCOMPARE(bytesText(57.5e6), unbroken(QStringLiteral("57,5 MB")));
    QCOMPARE(durationText(4.52), unbroken(QStringLiteral("4,5 s")));
}

QTEST_GUILESS_MAIN(tst_Quantity)
#include "tst_Quantity.moc"
