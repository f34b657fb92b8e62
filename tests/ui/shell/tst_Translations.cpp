// SPDX-License-Identifier: GPL-3.0-or-later
//
// German is complete: every text that lupdate finds in the sources has a finished translation with the same
// placeholders, and so have the texts of core that the window shows.
#include "core/config/ParameterDescription.h"
#include "core/dataset/Finding.h"
#include "core/dataset/PromptRules.h"
#include "ui/help/HelpContent.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTranslator>
#include <QXmlStreamReader>
#include <QtTest>

using namespace attune;

namespace {

struct Message {
    QString context;
    QString source;
    QStringList translations; // several for a count
    bool isFinished{true};
};

QString sourceFolder() { return qEnvironmentVariable("ATTUNE_SOURCE_DIR"); }

QList<Message> readMessages(const QString& file) {
    QList<Message> messages;
    QFile device(file);
    if (!device.open(QIODevice::ReadOnly)) return messages;
    QXmlStreamReader xml(&device);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        else if (xml.name() == QLatin1String("message")) messages.append({context, {}, {}, true});
        else if (xml.name() == QLatin1String("source")) messages.last().source = xml.readElementText();
        else if (xml.name() == QLatin1String("numerusform")) messages.last().translations << xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            messages.last().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            const QString text = xml.readElementText(QXmlStreamReader::SkipChildElements);
            if (!text.trimmed().isEmpty()) messages.last().translations << text;
        }
    }
    return messages;
}

QStringList placeholders(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("%L?(\\d+)"));
    QStringList found;
    for (auto it = pattern.globalMatch(text); it.hasNext();) found << it.next().captured(1);
    found.sort();
    found.removeDuplicates();
    return found;
}

} // namespace

class tst_Translations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTextIsTranslated();
    void placeholdersAgree();
    void textsOfCore();
    void helpIsComplete();
};

void tst_Translations::everyTextIsTranslated() {
    const QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("attune_de.ts"));
    QVERIFY(QFile::copy(sourceFolder() + QStringLiteral("/resources/translations/attune_de.ts"), copy));
    QProcess lupdate;
    lupdate.setWorkingDirectory(sourceFolder());
    lupdate.start(QStringLiteral(ATTUNE_LUPDATE), {QStringLiteral("-silent"), QStringLiteral("-no-obsolete"), QStringLiteral("-locations"), QStringLiteral("none"), QStringLiteral("-I"), QStringLiteral("."),
                                                    QStringLiteral("ui"), QStringLiteral("app/studio"), QStringLiteral("resources/translations/core_texts.h"), QStringLiteral("-ts"), copy});
    QVERIFY2(lupdate.waitForFinished(120'000), "lupdate did not end");
    QCOMPARE(lupdate.exitCode(), 0);
    const QList<Message> messages = readMessages(copy);
    QVERIFY(messages.size() > 500);
    QStringList missing;
    for (const Message& message : messages)
        if (!message.isFinished) missing << QStringLiteral("%1: %2").arg(message.context, message.source);
    QVERIFY2(missing.isEmpty(), qPrintable(QStringLiteral("%1 texts without German; run attune-lupdate and translate:\n%2").arg(missing.size()).arg(missing.join(QLatin1Char('\n')))));
}

void tst_Translations::placeholdersAgree() {
    for (const Message& message : readMessages(sourceFolder() + QStringLiteral("/resources/translations/attune_de.ts")))
        for (const QString& translation : message.translations)
            QVERIFY2(placeholders(message.source) == placeholders(translation), qPrintable(message.source + QStringLiteral(" | ") + translation));
}

void tst_Translations::textsOfCore() {
    QTranslator german;
    QVERIFY(german.load(QLocale(QStringLiteral("de")), QStringLiteral("attune"), QStringLiteral("_"), QStringLiteral(":/i18n")));
    QStringList missing;
    const auto check = [&](const char* context, std::string_view text) {
        if (!text.empty() && german.translate(context, std::string(text).c_str()).isEmpty()) missing << QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    };
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        for (const std::string_view text : {facts.title, facts.meaning, facts.remedy}) check("Finding", text);
    for (const config::ParameterDescription& parameter : config::runParameters()) {
        for (const std::string_view text : {parameter.label, parameter.group, parameter.unit, parameter.help}) check("RunParameter", text);
        for (const config::ParameterChoice& choice : parameter.choices)
            for (const std::string_view text : {choice.label, choice.help}) check("RunParameter", text);
    }
    for (const dataset::PromptPreset& preset : dataset::promptPresets()) check("PromptPreset", preset.description);
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

void tst_Translations::helpIsComplete() {
    const auto read = [](const QString& name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? ui::HelpContent::parse(QString::fromUtf8(file.readAll())) : ui::HelpContent();
    };
    const ui::HelpContent english = read(QStringLiteral(":/help/help.md"));
    const ui::HelpContent german = read(QStringLiteral(":/help/help_de.md"));
    QCOMPARE(german.entries().size(), english.entries().size());
    for (std::size_t i = 0; i < english.entries().size(); ++i) {
        QCOMPARE(german.entries()[i].key, english.entries()[i].key);
        QCOMPARE(german.entries()[i].settingPath, english.entries()[i].settingPath);
        QVERIFY(!german.entries()[i].text.isEmpty());
        const QString& path = english.entries()[i].settingPath;
        QVERIFY2(path.isEmpty() || config::findRunParameter(path.toStdString()) != nullptr, qPrintable(path)); // F1 finds it by this
    }
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    tst_Translations test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_Translations.moc"
