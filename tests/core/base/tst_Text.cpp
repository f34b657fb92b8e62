// SPDX-License-Identifier: GPL-3.0-or-later
//
// Text, NumberText and Log.
#include "core/base/Ascii.h"
#include "core/base/Log.h"
#include "core/base/NumberText.h"
#include "core/base/Text.h"
#include "core/base/Units.h"
#include "core/base/UtcTime.h"
#include "tests/support/Checks.h"
#include "tests/support/Files.h"
#include "tests/support/TemporaryFolder.h"

#include <QRegularExpression>

#include <clocale>
#include <limits>

using namespace attune;
using namespace attune::test;

class tst_Text : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void convertsPaths();
    void judgesUtf8_data();
    void judgesUtf8();
    void repairsUtf8();
    void trimsSplitsAndLowers();
    void writesSizes();
    void writesDurations();
    void writesNumbers();
    void writesNumbersAlikeInEveryLocale();
    void knowsAsciiAlone();
    void joinsAnything();
    void knowsUnits();
    void momentsAreIso8601();
    void logsToFiles();
};

void tst_Text::convertsPaths() {
    const std::string text = "Пётр/音/🎵 é.wav";
    QCOMPARE(genericUtf8FromPath(pathFromUtf8(text)), text);
    QCOMPARE(utf8FromPath(pathFromUtf8(text).filename()), std::string("🎵 é.wav"));
#ifdef _WIN32
    // Half a surrogate pair, alone, before another half and at the end: three bytes each, none of them valid
    // UTF-8.
    const std::filesystem::path broken(
        std::wstring{L'a', wchar_t(0xD83C), L'b', wchar_t(0xDFB5), wchar_t(0xD83C)});
    QCOMPARE(utf8FromPath(broken), std::string("a\xED\xA0\xBC"
                                               "b\xED\xBE\xB5\xED\xA0\xBC"));
    QVERIFY(!isValidUtf8(utf8FromPath(broken)));
    QCOMPARE(utf8FromPath(pathFromUtf8("caf\xE9/x")), std::string("caf\xEF\xBF\xBD/x"));
#endif
}

void tst_Text::judgesUtf8_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isValid");
    const auto row = [](const char* name, const char* bytes, bool isValid) {
        QTest::newRow(name) << QByteArray(bytes) << isValid;
    };
    row("empty", "", true);
    row("ascii", "kick", true);
    row("two bytes", "\xC3\xA9", true);
    row("three bytes", "\xE9\x9F\xB3", true);
    row("four bytes", "\xF0\x9F\x8E\xB5", true);
    row("latin 1", "caf\xE9", false);
    row("cut", "\xE9\x9F", false);
    row("overlong", "\xC0\xAF", false);
    row("overlong three", "\xE0\x80\xAF", false);
    row("surrogate", "\xED\xA0\x80", false);
    row("beyond", "\xF4\x90\x80\x80", false);
    row("continuation alone", "\x80", false);
}

void tst_Text::judgesUtf8() {
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isValid);
    QCOMPARE(isValidUtf8(bytes.toStdString()), isValid);
    const std::string clean = sanitizedUtf8(bytes.toStdString());
    QVERIFY(isValidUtf8(clean));
    if (isValid) QCOMPARE(clean, bytes.toStdString());
}

void tst_Text::repairsUtf8() {
    QCOMPARE(sanitizedUtf8("caf\xE9!"), std::string("caf\xEF\xBF\xBD!"));
}

void tst_Text::trimsSplitsAndLowers() {
    QCOMPARE(std::string(trimAscii(" \t a b \n")), std::string("a b"));
    QCOMPARE(std::string(trimAscii("  ")), std::string());
    QCOMPARE(split("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
    QCOMPARE(split("", ','), std::vector<std::string>{""});
    QCOMPARE(toLowerAscii("KiCK É"), std::string("kick É"));
}

void tst_Text::writesSizes() {
    QCOMPARE(humanBytes(0), std::string("0 B"));
    QCOMPARE(humanBytes(999), std::string("999 B"));
    QCOMPARE(humanBytes(1500), std::string("1.5 kB"));
    QCOMPARE(humanBytes(640'000), std::string("640 kB"));
    QCOMPARE(humanBytes(1'300'000'000), std::string("1.3 GB"));
    QCOMPARE(humanBytes(999'999), std::string("1.0 MB"));
    QCOMPARE(humanBytes(5'000'000'000'000'000), std::string("5000 TB"));
}

void tst_Text::writesDurations() {
    QCOMPARE(humanDuration(12.34), std::string("12.3 s"));
    QCOMPARE(humanDuration(75.0), std::string("1 min 15 s"));
    QCOMPARE(humanDuration(3840.0), std::string("1 h 04 min"));
    QCOMPARE(humanDuration(59.97), std::string("1 min 00 s"));
    QCOMPARE(humanDuration(3599.7), std::string("1 h 00 min"));
    QCOMPARE(humanDuration(-1.0), std::string("unknown"));
    QCOMPARE(humanDuration(std::numeric_limits<double>::infinity()), std::string("unknown"));
    QCOMPARE(humanDuration(1e300), std::string("unknown"));
    QCOMPARE(humanDuration(std::numeric_limits<double>::quiet_NaN()), std::string("unknown"));
}

void tst_Text::writesNumbers() {
    QCOMPARE(fixedText(2.5, 2), std::string("2.50"));
    QCOMPARE(fixedText(-0.04, 1), std::string("-0.0"));
    QCOMPARE(fixedText(1234567.0, 0), std::string("1234567"));
    QCOMPARE(fixedText(std::numeric_limits<double>::max(), 17).size(), std::size_t{309 + 1 + 17});
    QCOMPARE(fixedText(std::numeric_limits<double>::infinity(), 3), std::string("inf"));
    QCOMPARE(shortestText(0.9999999), std::string("0.9999999"));
    QCOMPARE(shortestText(0.1), std::string("0.1"));
    QCOMPARE(shortestText(1e-8), std::string("1e-08"));
    QCOMPARE(shortestText(-std::numeric_limits<double>::denorm_min()), std::string("-5e-324"));
}

void tst_Text::writesNumbersAlikeInEveryLocale() {
    const std::string before = std::setlocale(LC_NUMERIC, nullptr);
    bool hasComma = false;
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "ru_RU.UTF-8", "German_Germany.utf8"})
        hasComma = hasComma || (std::setlocale(LC_NUMERIC, name) != nullptr &&
                                std::string(std::localeconv()->decimal_point) == ",");
    if (!hasComma) QSKIP("No locale with a decimal comma is installed");
    const std::string size = humanBytes(1500);
    const std::string duration = humanDuration(12.34);
    std::setlocale(LC_NUMERIC, before.c_str());
    QCOMPARE(size, std::string("1.5 kB"));
    QCOMPARE(duration, std::string("12.3 s"));
}

void tst_Text::knowsAsciiAlone() {
    for (int byte = 0; byte < 256; ++byte) {
        const auto c = static_cast<char>(byte);
        const QString text = QString(QChar(byte < 0x80 ? byte : 0));
        QCOMPARE(isAsciiLetter(c), byte > 0 && text.contains(QRegularExpression(QStringLiteral("[A-Za-z]"))));
        QCOMPARE(isAsciiDigit(c), byte > 0 && text.contains(QRegularExpression(QStringLiteral("[0-9]"))));
        QCOMPARE(isAsciiSpace(c), byte == ' ' || (byte >= 9 && byte <= 13));
    }
}

void tst_Text::joinsAnything() {
    QCOMPARE(concat("step ", 12, " of ", 40, ' ', 1.5), std::string("step 12 of 40 1.5"));
}

void tst_Text::knowsUnits() {
    QCOMPARE(SampleRate{44100}.secondsFromFrames(22050), 0.5);
    QCOMPARE(SampleRate{}.secondsFromFrames(22050), 0.0);
    QVERIFY(!ClipId{}.isValid() && ClipId{1}.isValid());
    QVERIFY(ClipId{1} < ClipId{2});
}

void tst_Text::momentsAreIso8601() {
    using namespace std::chrono;
    QCOMPARE(utcText(system_clock::time_point{}), std::string("1970-01-01T00:00:00Z"));
    QCOMPARE(utcText(system_clock::time_point(seconds(1709251199) + milliseconds(999))),
             std::string("2024-02-29T23:59:59Z"));
}

void tst_Text::logsToFiles() {
    const TemporaryFolder folder;
    log::setConsoleLevel(log::Level::Off);
    ATTUNE_VERIFY_OK(log::addFile(folder / "журнал.txt"));
    log::debug("not this");
    log::info("first");
    log::warnOnce("only once");
    log::warnOnce("only once");
    log::error("наконец");
    log::removeFile(folder / "журнал.txt");
    log::error("too late");
    const std::string text = readBytes(folder / "журнал.txt");
    QVERIFY(text.find("not this") == std::string::npos);
    QVERIFY(text.find("info: first\n") != std::string::npos);
    QVERIFY(text.find("warning: only once") != std::string::npos &&
            text.find("only once") == text.rfind("only once"));
    QVERIFY(text.find("error: наконец") != std::string::npos);
    QVERIFY(text.find("too late") == std::string::npos);
    ATTUNE_VERIFY_ERROR(log::addFile(folder.path()), ErrorCode::WriteFailed);
}

QTEST_APPLESS_MAIN(tst_Text)
#include "tst_Text.moc"
