// SPDX-License-Identifier: GPL-3.0-or-later
//
// German is complete: every text that lupdate finds in the sources has a finished translation with the same
// placeholders, and so have the texts of core that the window shows.
#include "core/audio/AudioReader.h"
#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/config/ParameterDescription.h"
#include "core/config/RunSettings.h"
#include "core/dataset/ClipQuery.h"
#include "core/dataset/Finding.h"
#include "core/dataset/PromptRules.h"
#include "core/project/Project.h"
#include "ui/help/HelpContent.h"
#include "ui/widgets/EngineText.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTranslator>
#include <QXmlStreamReader>
#include <QtTest>

#include <algorithm>

using namespace attune;

namespace {

struct Message {
    QString context;
    QString source;
    QStringList translations; // several for a count
    bool isFinished{true};
};

QString sourceFolder() {
    return qEnvironmentVariable("ATTUNE_SOURCE_DIR");
}

QList<Message> readMessages(const QString& file) {
    QList<Message> messages;
    QFile device(file);
    if (!device.open(QIODevice::ReadOnly)) return messages;
    QXmlStreamReader xml(&device);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name"))
            context = xml.readElementText();
        else if (xml.name() == QLatin1String("message"))
            messages.append({context, {}, {}, true});
        else if (xml.name() == QLatin1String("source"))
            messages.last().source = xml.readElementText();
        else if (xml.name() == QLatin1String("numerusform"))
            messages.last().translations << xml.readElementText();
        else if (xml.name() == QLatin1String("translation")) {
            messages.last().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            const QString text = xml.readElementText(QXmlStreamReader::SkipChildElements);
            if (!text.trimmed().isEmpty()) messages.last().translations << text;
        }
    }
    return messages;
}

ui::HelpContent readHelp(const QString& name) {
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? ui::HelpContent::parse(QString::fromUtf8(file.readAll()))
                                          : ui::HelpContent();
}

// As it is read on a button: without the mark of its key and the dots of a dialog.
QString asShown(QString label) {
    label.remove(QLatin1Char('&'));
    if (label.endsWith(QStringLiteral("…"))) label.chop(1);
    return label;
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
    void helpQuotesLabels();
    void engineStillSaysItsPatterns();
    void engineIsUnderstood_data();
    void engineIsUnderstood();
};

void tst_Translations::everyTextIsTranslated() {
    const QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("attune_de.ts"));
    QVERIFY(QFile::copy(sourceFolder() + QStringLiteral("/resources/translations/attune_de.ts"), copy));
    QProcess lupdate;
    lupdate.setWorkingDirectory(sourceFolder());
    lupdate.start(QStringLiteral(ATTUNE_LUPDATE),
                  {QStringLiteral("-silent"), QStringLiteral("-no-obsolete"), QStringLiteral("-locations"),
                   QStringLiteral("none"), QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("ui"),
                   QStringLiteral("app/studio"), QStringLiteral("resources/translations/core_texts.h"),
                   QStringLiteral("resources/translations/engine_texts.h"), QStringLiteral("-ts"), copy});
    QVERIFY2(lupdate.waitForFinished(120'000), "lupdate did not end");
    QCOMPARE(lupdate.exitCode(), 0);
    const QList<Message> messages = readMessages(copy);
    QVERIFY(messages.size() > 500);
    QStringList missing;
    for (const Message& message : messages)
        if (!message.isFinished) missing << QStringLiteral("%1: %2").arg(message.context, message.source);
    QVERIFY2(missing.isEmpty(),
             qPrintable(QStringLiteral("%1 texts without German; run attune-lupdate and translate:\n%2")
                            .arg(missing.size())
                            .arg(missing.join(QLatin1Char('\n')))));
}

void tst_Translations::placeholdersAgree() {
    for (const Message& message :
         readMessages(sourceFolder() + QStringLiteral("/resources/translations/attune_de.ts")))
        for (const QString& translation : message.translations)
            QVERIFY2(placeholders(message.source) == placeholders(translation),
                     qPrintable(message.source + QStringLiteral(" | ") + translation));
}

void tst_Translations::textsOfCore() {
    QTranslator german;
    QVERIFY(german.load(QLocale(QStringLiteral("de")), QStringLiteral("attune"), QStringLiteral("_"),
                        QStringLiteral(":/i18n")));
    QStringList missing;
    const auto check = [&](const char* context, std::string_view text) {
        if (!text.empty() && german.translate(context, std::string(text).c_str()).isEmpty())
            missing << QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    };
    for (const dataset::FindingFacts& facts : dataset::allFindings())
        for (const std::string_view text : {facts.title, facts.meaning, facts.remedy}) check("Finding", text);
    for (const config::ParameterDescription& parameter : config::runParameters()) {
        for (const std::string_view text :
             {parameter.label, parameter.group, parameter.unit, parameter.zero, parameter.help})
            check("RunParameter", text);
        for (const config::ParameterChoice& choice : parameter.choices)
            for (const std::string_view text : {choice.label, choice.help}) check("RunParameter", text);
    }
    for (const dataset::PromptPreset& preset : dataset::promptPresets())
        check("PromptPreset", preset.description);
    for (const dataset::PromptPreset& preset : dataset::promptPresets())
        for (const dataset::PromptRule& rule : preset.rules.rules) check("PromptRule", rule.name);
    check("PromptRule", "Name of the file"); // of a new project
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
}

void tst_Translations::helpIsComplete() {
    const ui::HelpContent english = readHelp(QStringLiteral(":/help/help.md"));
    const ui::HelpContent german = readHelp(QStringLiteral(":/help/help_de.md"));
    QCOMPARE(german.entries().size(), english.entries().size());
    for (std::size_t i = 0; i < english.entries().size(); ++i) {
        QCOMPARE(german.entries()[i].key, english.entries()[i].key);
        QCOMPARE(german.entries()[i].settingPaths, english.entries()[i].settingPaths);
        QVERIFY(!german.entries()[i].text.isEmpty());
        for (const QString& path : english.entries()[i].settingPaths)
            QVERIFY2(config::findRunParameter(path.toStdString()) != nullptr,
                     qPrintable(path)); // F1 finds it by this
    }
    for (const config::ParameterDescription& setting : config::runParameters())
        QVERIFY2(english.find(QString::fromUtf8(setting.path.data(),
                                                static_cast<qsizetype>(setting.path.size()))) != nullptr,
                 std::string(setting.path).c_str()); // F1 explains every field
}

// Help in English puts the window's own words in “curly quotes”, and only those: they are there, and the
// German entry quotes what the German window shows.
void tst_Translations::helpQuotesLabels() {
    QHash<QString, QStringList> labels; // English: German, several for several contexts
    for (const Message& message :
         readMessages(sourceFolder() + QStringLiteral("/resources/translations/attune_de.ts")))
        for (const QString& translation : message.translations)
            labels[asShown(message.source)] << asShown(translation);
    const ui::HelpContent english = readHelp(QStringLiteral(":/help/help.md"));
    const ui::HelpContent german = readHelp(QStringLiteral(":/help/help_de.md"));
    QCOMPARE(german.entries().size(), english.entries().size());
    static const QRegularExpression quoted(QStringLiteral("“([^”]+)”"));
    int count = 0;
    for (std::size_t i = 0; i < english.entries().size(); ++i)
        for (auto it = quoted.globalMatch(english.entries()[i].text); it.hasNext(); ++count) {
            const QString label = it.next().captured(1);
            QVERIFY2(labels.contains(label), qPrintable(label));
            const QStringList wanted = labels.value(label);
            QVERIFY2(std::any_of(wanted.begin(), wanted.end(),
                                 [&text = german.entries()[i].text](const QString& words) {
                                     return text.contains(QStringLiteral("„%1“").arg(words));
                                 }),
                     qPrintable(QStringLiteral("%1: %2").arg(german.entries()[i].key, wanted.join(u'|'))));
        }
    QVERIFY(count > 20);
}

// A pattern whose words are in no source any more is one that nobody can meet. Those of libsndfile are not
// ours.
void tst_Translations::engineStillSaysItsPatterns() {
    QString sources;
    static const QRegularExpression joint(QStringLiteral("\"\\s*\n\\s*\"")); // literals over several lines
    for (const char* room : {"core", "app", "ui"}) {
        QDirIterator files(sourceFolder() + QLatin1Char('/') + QLatin1String(room),
                           {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            sources += QString::fromUtf8(file.readAll()).replace(joint, QString());
        }
    }
    sources.replace(QStringLiteral("\\\""), QStringLiteral("\""));
    static const QRegularExpression argument(QStringLiteral("%\\d"));
    constexpr qsizetype kSaid = 16; // characters in a row: sentences are put together from pieces
    QStringList gone;
    for (const QString& pattern : ui::enginePatterns()) {
        const QStringList parts = pattern.split(argument);
        const QString longest =
            *std::max_element(parts.begin(), parts.end(),
                              [](const QString& a, const QString& b) { return a.size() < b.size(); });
        bool isSaid = pattern.contains(QStringLiteral("ormat"));
        for (qsizetype at = 0; !isSaid && at <= std::max<qsizetype>(0, longest.size() - kSaid); ++at)
            isSaid = sources.contains(longest.mid(at, kSaid));
        if (!isSaid) gone << pattern;
    }
    QVERIFY2(gone.isEmpty(), qPrintable(gone.join(QLatin1Char('\n'))));
}

// What musicians meet most, as the engine really says it: nothing of it may stay English.
void tst_Translations::engineIsUnderstood_data() {
    QTest::addColumn<QString>("english");
    const auto add = [](const QString& about, const std::string& text) {
        if (!text.empty())
            QTest::newRow(qPrintable(about + QLatin1Char(' ') + QString::fromStdString(text).left(60)))
                << QString::fromStdString(text);
    };
    const auto addError = [&add](const QString& about, const Error& error) {
        add(about, error.message);
        add(about + QStringLiteral(", remedy"), error.remedy);
    };
    for (const char* query : {"length<", "length<soon", "length<2 parsecs", "(kick", "kick)", "\"kick", "<2",
                              "colour:red", "finding:purple", "split:both", "usable:perhaps"})
        if (const auto parsed = dataset::ClipQuery::parse(query); !parsed)
            addError(QString::fromLatin1(query), parsed.error());
    const QTemporaryDir folder;
    const auto write = [&folder](const char* name, const QByteArray& bytes) {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        if (file.open(QIODevice::WriteOnly)) file.write(bytes);
        return pathFromUtf8(file.fileName().toStdString());
    };
    const std::filesystem::path nowhere =
        pathFromUtf8(folder.filePath(QStringLiteral("nowhere")).toStdString());
    for (const std::filesystem::path& sound : {write("empty.wav", {}), write("text.wav", "not a sound"),
                                               write("cut.flac", "fLaC"), nowhere, nowhere.parent_path()})
        if (const auto read = audio::readAudio(sound); !read) addError(QStringLiteral("sound"), read.error());
    if (const auto opened = project::Project::open(nowhere); !opened)
        addError(QStringLiteral("project"), opened.error());
    if (const auto made = project::Project::create(nowhere, {}); !made)
        addError(QStringLiteral("project"), made.error());
    if (const auto parsed = config::parseJson("{\"a\": }", "x"); !parsed)
        addError(QStringLiteral("json"), parsed.error());
    config::RunSettings odd;
    odd.steps = 100'000;
    odd.batchSize = 1;
    odd.cfgDropout = 0.0;
    odd.validation.every = 0;
    for (const config::RunAdvice& advice : config::adviseOnRunSettings(odd, 12))
        add(QStringLiteral("advice"), advice.text);
}

void tst_Translations::engineIsUnderstood() {
    QFETCH(QString, english);
    QCOMPARE(ui::engineText(english), english); // without a translator
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/attune_de.qm")));
    QVERIFY(QCoreApplication::installTranslator(&german));
    const QString said = ui::engineText(english);
    QVERIFY2(said != english, qPrintable(english));
    for (const char* word : {" the ", " should ", " there ", " cannot ", "Allowed", " not "})
        QVERIFY2(!said.contains(QLatin1String(word), Qt::CaseInsensitive), qPrintable(said));
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    tst_Translations test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_Translations.moc"
