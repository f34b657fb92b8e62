// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where characters end. Cases from the rules of UAX 29; every rule once on each side of its line.
#include "core/text/ClusterTable.h"
#include "core/text/Clusters.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace attune::text;

class tst_Clusters : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void charactersAreCounted();
    void clustersEndWhereTheRulesSay_data();
    void clustersEndWhereTheRulesSay();
    void theTableIsInOrder();
};

void tst_Clusters::charactersAreCounted() {
    QCOMPARE(characterLength("a"), std::size_t{1});
    QCOMPARE(characterLength("\u00E9x"), std::size_t{2});
    QCOMPARE(characterLength("\u20ACx"), std::size_t{3});
    QCOMPARE(characterLength("\U0001F600x"), std::size_t{4});
}

void tst_Clusters::clustersEndWhereTheRulesSay_data() {
    QTest::addColumn<QStringList>("clusters");
    const auto row = [](const char* name, std::initializer_list<std::u8string_view> clusters) {
        QStringList list;
        for (const std::u8string_view cluster : clusters)
            list << QString::fromUtf8(cluster.data(), static_cast<qsizetype>(cluster.size()));
        QTest::newRow(name) << list;
    };
    row("letters", {u8"a", u8"b"});
    row("CR LF", {u8"\r\n", u8"\n", u8"\r"});
    row("a control takes no mark", {u8"\x01", u8"\u0301"});
    row("marks", {u8"e\u0301\u0323", u8"x"});
    row("a mark that begins", {u8"\u0301\u0301"});
    row("joiner", {u8"a\u200D", u8"b"});
    row("spacing mark", {u8"\u0915\u093E", u8"\u0915"});
    row("prepended sign", {u8"\u0600\u0661", u8"a"});
    row("a prepended sign before a control", {u8"\u0600", u8"\n"});
    row("Hangul", {u8"\u1100\u1161\u11A8", u8"\u1100", u8"a"});
    row("Hangul syllables", {u8"\uAC00\u11A8", u8"\uAC01\u11A8", u8"\uAC01", u8"\u1161"});
    row("Indic conjunct", {u8"\u0915\u094D\u0958\u0301", u8"\u0915"});
    row("no conjunct without a linker", {u8"\u0915\u093C", u8"\u0915"});
    row("a linker serves once", {u8"\u0915\u094D\u0915", u8"\u0915"});
    row("joined pictographs", {u8"\U0001F468\u0308\u200D\u2122\u0301", u8"\u2122"});
    row("a letter joins no pictograph", {u8"a\u200D", u8"\u2122"});
    row("flags", {u8"\U0001F1E9\U0001F1EA", u8"\U0001F1E9\U0001F1EA", u8"\U0001F1E9"});
}

void tst_Clusters::clustersEndWhereTheRulesSay() {
    QFETCH(const QStringList, clusters);
    const std::string text = clusters.join(QString()).toStdString();
    QStringList found;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view cluster = rest.substr(0, clusterLength(rest));
        found << QString::fromUtf8(cluster.data(), static_cast<qsizetype>(cluster.size()));
        rest.remove_prefix(cluster.size());
    }
    QCOMPARE(found, clusters);
}

void tst_Clusters::theTableIsInOrder() {
    char32_t next = 0;
    for (const ClusterRange& range : clusterRanges()) {
        QVERIFY(range.first >= next && range.last >= range.first);
        next = range.last + 1;
    }
}

QTEST_APPLESS_MAIN(tst_Clusters)
#include "tst_Clusters.moc"
