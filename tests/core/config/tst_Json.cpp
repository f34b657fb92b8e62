// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/Json.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

using namespace attune;
using namespace attune::config;
using namespace attune::test;

class tst_Json : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesThePlaceOfMistakes_data();
    void namesThePlaceOfMistakes();
    void readsWhatWindowsWrites();
    void readsAndWritesFiles();
    void looksIntoDocuments();
    void saysWhichMemberIsWrong();
    void acceptsWholeNumbersOnly();
    void survivesDeepNesting();
};

void tst_Json::namesThePlaceOfMistakes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("line 1, column 1");
    QTest::newRow("comma") << QByteArray("{\n  \"a\": 1\n  \"b\": 2\n}") << QStringLiteral("line 3");
    QTest::newRow("cut") << QByteArray("{\"a\": [1, 2") << QStringLiteral("line 1");
    QTest::newRow("huge number") << QByteArray("{\n \"a\": -1e999}") << QStringLiteral("too large");
    QTest::newRow("not utf-8") << QByteArray("{\"a\": \"\xFF\"}") << QStringLiteral("line 1");
}

void tst_Json::namesThePlaceOfMistakes() {
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    const auto result = parseJson(text.toStdString(), "rules.json");
    ATTUNE_VERIFY_ERROR(result, ErrorCode::InvalidConfig);
    QVERIFY2(qs(result.error().message).contains(place), result.error().message.c_str());
    QCOMPARE(qs(result.error().context), QStringLiteral("rules.json"));
}

void tst_Json::readsWhatWindowsWrites() {
    ATTUNE_ASSIGN_OK(const Json document, parseJson("\xEF\xBB\xBF{\r\n \"a\": 1 }\r\n", "x"));
    QCOMPARE(document["a"].get<int>(), 1);
}

void tst_Json::readsAndWritesFiles() {
    const TemporaryFolder folder;
    Json document{{"z", 1}, {"a", "é 音"}, {"list", {1, 2}}};
    ATTUNE_VERIFY_OK(writeJsonFile(folder / "a.json", document));
    QCOMPARE(readBytes(folder / "a.json"),
             std::string("{\n  \"z\": 1,\n  \"a\": \"é 音\",\n  \"list\": [\n    1,\n    2\n  ]\n}\n"));
    ATTUNE_ASSIGN_OK(const Json back, readJsonFile(folder / "a.json"));
    QVERIFY(back ==
            document); // QCOMPARE would print it, and asks the types of windows.h whether they are JSON
    ATTUNE_VERIFY_ERROR(readJsonFile(folder / "b.json"), ErrorCode::NotFound);
    document["bad"] = std::string("\xFF"); // foreign bytes are repaired, never an exception
    ATTUNE_VERIFY_OK(writeJsonFile(folder / "a.json", document));
    ATTUNE_VERIFY_OK(readJsonFile(folder / "a.json"));
    ATTUNE_VERIFY_ERROR(writeJsonFile(folder / "no/such/folder.json", document), ErrorCode::NotFound);
}

void tst_Json::looksIntoDocuments() {
    ATTUNE_ASSIGN_OK(const Json document,
                     parseJson(R"({"model": {"rate": 44100, "ratio": 0.5, "on": true, "name": "x",
        "none": null, "list": [1, 2], "texts": ["a", "b"]}})",
                               "x"));
    const JsonView root(document, "");
    ATTUNE_ASSIGN_OK(const JsonView model, root.at("model"));
    QCOMPARE(model.path(), std::string("model"));
    QCOMPARE(model.integer("rate").value(), std::int64_t{44100});
    QCOMPARE(model.number("rate").value(), 44100.0);
    QCOMPARE(model.number("ratio").value(), 0.5);
    QCOMPARE(model.string("name").value(), std::string("x"));
    QVERIFY(model.boolOr("on", false).value());
    QVERIFY(!model.has("none") && !model.has("absent") && model.has("list"));
    QCOMPARE(model.integerOr("none", 7).value(), std::int64_t{7});
    QCOMPARE(model.numberOr("absent", 2.5).value(), 2.5);
    QCOMPARE(model.stringOr("absent", "d").value(), std::string("d"));
    QCOMPARE(model.boolOr("absent", true).value(), true);
    QCOMPARE(model.integers("list").value(), (std::vector<std::int64_t>{1, 2}));
    QCOMPARE(model.stringsOr("texts", {}).value(), (std::vector<std::string>{"a", "b"}));
    QCOMPARE(model.stringsOr("absent", {"q"}).value(), std::vector<std::string>{"q"});
}

void tst_Json::saysWhichMemberIsWrong() {
    ATTUNE_ASSIGN_OK(const Json document,
                     parseJson(R"({"model": {"rate": "fast", "list": [1, "two"]}})", "x"));
    const JsonView root(document, "");
    ATTUNE_ASSIGN_OK(const JsonView model, root.at("model"));
    const auto check = [](const auto& result, const char* text) {
        ATTUNE_VERIFY_ERROR(result, ErrorCode::InvalidConfig);
        QVERIFY2(qs(result.error().message).contains(QString::fromLatin1(text)),
                 result.error().message.c_str());
    };
    check(model.integer("rate"), "model.rate should be a whole number, not string");
    check(model.number("rate"), "model.rate should be a number");
    check(model.boolOr("rate", true), "model.rate should be true or false");
    check(model.string("list"), "model.list should be a text");
    check(model.integer("absent"), "model.absent is missing");
    check(model.integers("list"), "model.list[1] should be a whole number");
    check(model.integers("rate"), "model.rate should be a list");
    check(model.stringsOr("list", {}), "model.list[0] should be a text");
    check(JsonView(document["model"]["rate"], "model.rate").at("x"), "model.rate should be an object");
}

void tst_Json::acceptsWholeNumbersOnly() {
    ATTUNE_ASSIGN_OK(
        const Json document,
        parseJson(R"({"a": 3.0, "b": 3.5, "c": 1e300, "d": -2, "e": 9223372036854775808})", "x"));
    const JsonView root(document, "");
    QCOMPARE(root.integer("a").value(), std::int64_t{3});
    QCOMPARE(root.integer("d").value(), std::int64_t{-2});
    ATTUNE_VERIFY_ERROR(root.integer("b"), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(root.integer("c"), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(root.integer("e"), ErrorCode::InvalidConfig); // would become negative
}

void tst_Json::survivesDeepNesting() {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    ATTUNE_VERIFY_OK(parseJson(nested(256), "x"));
    const auto tooDeep = parseJson("[\"\\\"[\",\n" + nested(256) + "]", "x"); // a bracket in a text is none
    ATTUNE_VERIFY_ERROR(tooDeep, ErrorCode::InvalidConfig);
    QVERIFY2(qs(tooDeep.error().message).contains(QStringLiteral("nested too deeply at line 2, column 256")),
             tooDeep.error().message.c_str());
    ATTUNE_VERIFY_ERROR(parseJson(nested(100000), "x"), ErrorCode::InvalidConfig);
    ATTUNE_VERIFY_ERROR(parseJson(std::string(100000, '['), "x"), ErrorCode::InvalidConfig);
}

QTEST_APPLESS_MAIN(tst_Json)
#include "tst_Json.moc"
