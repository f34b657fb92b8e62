// SPDX-License-Identifier: GPL-3.0-or-later
//
// German is complete: every text that lupdate finds in the sources has a finished translation with the same
// placeholders, and so have the texts of core that the window shows. What the engine can say is read from its
// sources (EngineSentences).
#include "core/audio/AudioReader.h"
#include "core/base/Text.h"
#include "core/config/Json.h"
#include "core/config/ParameterDescription.h"
#include "core/config/RunSettings.h"
#include "core/dataset/ClipQuery.h"
#include "core/dataset/Finding.h"
#include "core/dataset/PromptRules.h"
#include "core/project/Project.h"
#include "tests/ui/shell/EngineSentences.h"
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

QString textOf(const QString& fileName) {
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

struct Said {
    QString place;   // "core/audio/AudioReader.cpp:120"
    QString pattern; // "There is no %1 in %2"
};

// What the rooms that a window can hear say, in the order of the files.
QList<Said> saidByTheEngine() {
    QStringList files;
    for (const char* room : {"core", "app/engine", "app/studio"})
        for (QDirIterator it(sourceFolder() + QLatin1Char('/') + QLatin1String(room),
                             {QStringLiteral("*.cpp"), QStringLiteral("*.h")}, QDir::Files,
                             QDirIterator::Subdirectories);
             it.hasNext();)
            files << it.next();
    files.sort();
    QList<Said> said;
    for (const QString& file : files)
        for (const test::EngineSentence& sentence : test::engineSentences(textOf(file).toStdString()))
            if (test::readsAsSentence(sentence.pattern))
                said.append(
                    {QStringLiteral("%1:%2").arg(file.mid(sourceFolder().size() + 1)).arg(sentence.line),
                     QString::fromStdString(sentence.pattern)});
    return said;
}

// Whether English is left: a word that German has not, or two words side by side.
bool hasEnglishLeft(const QString& pattern, const QString& translation) {
    static const QRegularExpression english(QStringLiteral(
        "\\b(from|to|of|the|is|are|and|has|not|than|for|with|cannot|should|instead|at|more)\\b"));
    static const QRegularExpression pair(QStringLiteral("(?=(\\b[A-Za-z]+ [a-z]{2,}\\b))"));
    if (english.match(translation).hasMatch()) return true;
    for (auto it = pair.globalMatch(pattern); it.hasNext();)
        if (translation.contains(it.next().captured(1))) return true;
    return false;
}

bool isTranslated(const QString& pattern) {
    static const QRegularExpression argument(QStringLiteral("%\\d"));
    QString probe = pattern;
    while (probe.startsWith(QLatin1Char(' '))) probe.remove(0, 1);
    probe.replace(argument, QStringLiteral("‹x›"));
    const auto isSaid = [&](const QString& text) {
        const QString german = ui::engineText(text);
        return german != text && !hasEnglishLeft(pattern, german);
    };
    // "must be positive" has the name of a setting before it.
    return isSaid(probe) || (probe.front().isLower() && isSaid(QStringLiteral("‹x› ") + probe));
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
    void sentencesAreFound();
    void everySentenceOfTheEngine();
    void noCommandsInTheWindow();
    void argumentsOfSentences();
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
                   QStringLiteral("app/studio"), QStringLiteral("resources/translations"),
                   QStringLiteral("-ts"), copy});
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
    using audio::Encoding;
    for (const Encoding encoding :
         {Encoding::Unknown, Encoding::Pcm8, Encoding::Pcm16, Encoding::Pcm24, Encoding::Pcm32,
          Encoding::Float32, Encoding::Float64, Encoding::Vorbis, Encoding::Opus, Encoding::Mp3,
          Encoding::Adpcm, Encoding::Alac, Encoding::Other})
        check("Encoding", audio::encodingName(encoding));
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
        QString longest;
        for (const QString& part : pattern.split(argument))
            if (part.trimmed().size() > longest.size()) longest = part.trimmed();
        bool isSaid = pattern.contains(QStringLiteral("ormat"));
        for (qsizetype at = 0; !isSaid && at <= std::max<qsizetype>(0, longest.size() - kSaid); ++at)
            isSaid = sources.contains(longest.mid(at, kSaid));
        if (!isSaid) gone << pattern;
    }
    QVERIFY2(gone.isEmpty(), qPrintable(gone.join(QLatin1Char('\n'))));
}

void tst_Translations::sentencesAreFound() {
    const auto patterns = [](std::string_view source) {
        std::string found;
        for (const test::EngineSentence& sentence : test::engineSentences(source))
            if (test::readsAsSentence(sentence.pattern))
                found += (found.empty() ? "" : "|") + sentence.pattern;
        return found;
    };
    using namespace std::string_literals;
    QCOMPARE(patterns("fail(Code::A, \"No such\"\n  \" clip\", id);"), "No such clip"s);
    QCOMPARE(patterns("return {concat(\"There are \", n, \" of \", f(g, 2), '.')};"), "There are %1 of %2."s);
    QCOMPARE(patterns("x = name + \" is missing \" + why();"), "%1 is missing %2"s);
    QCOMPARE(patterns("concat(n, n == 1 ? \" clip is\" : \" clips are\", \" left\")"),
             "%1 clip is left|%1 clips are left"s);
    QCOMPARE(patterns("bad(\"must be an object\", [&] { return fail(c, \"Not a thing\"); });"),
             "must be an object|Not a thing"s);
    QCOMPARE(
        patterns(
            "log::warning(\"Only the log says so\"); // \"or a comment does\"\ntr(\"The window's own\");"),
        ""s);
    QCOMPARE(patterns("R\"(Raw texts are read, too)\"; char c = '\"'; \"one\"; \"snake_case/path.txt\";"),
             "Raw texts are read, too"s);
    QCOMPARE(patterns("guarded(\"doing the work\", [] { say(\"It went wrong\"); });"), "It went wrong"s);
}

// A new sentence is listed in engine_texts*.h, so that it can be translated, or in english_only.txt.
void tst_Translations::everySentenceOfTheEngine() {
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/attune_de.qm")));
    QVERIFY(QCoreApplication::installTranslator(&german));
    QStringList unused; // lines of english_only.txt that nothing needs
    const QStringList lines =
        textOf(sourceFolder() + QStringLiteral("/tests/ui/shell/english_only.txt")).split(QLatin1Char('\n'));
    for (const QString& line : lines)
        if (!line.isEmpty() && !line.startsWith(QLatin1Char('#'))) unused << line;
    const QSet<QString> english(unused.begin(), unused.end());
    QVERIFY(english.size() > 50);
    const QList<Said> said = saidByTheEngine();
    QVERIFY(said.size() > 1000);
    const QSet<QString> listed = [] {
        const QStringList patterns = ui::enginePatterns();
        return QSet<QString>(patterns.begin(), patterns.end());
    }();
    const QSet<QString> contextsOfCore{QStringLiteral("Finding"),      QStringLiteral("RunParameter"),
                                       QStringLiteral("PromptPreset"), QStringLiteral("PromptRule"),
                                       QStringLiteral("SystemCheck"),  QStringLiteral("Encoding")};
    QSet<QString> other; // of core_texts.h
    for (const Message& message :
         readMessages(sourceFolder() + QStringLiteral("/resources/translations/attune_de.ts")))
        if (contextsOfCore.contains(message.context)) other.insert(message.source);
    QStringList missing;
    for (const auto& [place, pattern] : said) {
        const QString file = QStringLiteral("file ") + place.section(QLatin1Char(':'), 0, 0);
        if (english.contains(file) || english.contains(pattern)) {
            unused.removeAll(english.contains(file) ? file : pattern);
            continue;
        }
        if (!listed.contains(pattern) && !other.contains(pattern) && !isTranslated(pattern))
            missing << place + QStringLiteral(": ") + pattern;
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    QVERIFY2(unused.isEmpty(), qPrintable(unused.join(QLatin1Char('\n'))));
}

// Who sits before the window has no command line.
void tst_Translations::noCommandsInTheWindow() {
    static const QRegularExpression command(QStringLiteral("attune-cli|(^|[ (])--?[a-z]{2,}|\\w\\(\\)"));
    QStringList found;
    for (const QString& pattern : ui::enginePatterns())
        if (command.match(pattern).hasMatch()) found << pattern;
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
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
    for (const config::ParameterDescription& setting : config::runParameters())
        for (const char* value : {"-1", "1e99", "x,y", "???"})
            if (const auto parsed = config::valueFromText(setting, value); !parsed)
                addError(QStringLiteral("setting"), parsed.error());
    const Error whole{ErrorCode::NotFound, "There is no such file", "kick.wav",
                      "Check that its drive is connected."};
    add(QStringLiteral("described"), whole.describe());
    add(QStringLiteral("saved"), "The loss is nan, so the training has gone wrong. Step 40 is saved");
    add(QStringLiteral("ways"),
        "Make room by one of these: recompute activations, a batch of 2 with twice the "
        "accumulation, the averaged weights in main memory, the 8-bit optimiser "
        "(AdamW8bit), bfloat16 weights (bf16-weights), LoRA adapters, shorter clips.");
    add(QStringLiteral("weights"),
        "The weights do not fit the autoencoder: 3 of 9 tensors loaded; missing: a, b, c "
        "and 12 more; of another shape: d is [2, 3] instead of [3, 2]");
    for (const config::RunAdvice& advice : config::adviseOnRunSettings(odd, 12))
        add(QStringLiteral("advice"), advice.text);
}

// What somebody named is not translated, lists and sentences in a row are, and numbers are the language's.
void tst_Translations::argumentsOfSentences() {
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/attune_de.qm")));
    QVERIFY(QCoreApplication::installTranslator(&german));
    QLocale::setDefault(QLocale(QStringLiteral("de_DE")));
    const auto said = [](const char* english) { return ui::engineText(QString::fromUtf8(english)); };
    QCOMPARE(said("There is no run \"never\""), QStringLiteral("Einen Lauf „never“ gibt es nicht"));
    QCOMPARE(said("Rule 2: There is nothing to find"), QStringLiteral("Regel 2: Es gibt nichts zu suchen"));
    QCOMPARE(
        said("There is no such file (kick.wav). Check that its drive is connected."),
        QStringLiteral("Diese Datei gibt es nicht (kick.wav). Prüfe, ob sein Laufwerk angeschlossen ist."));
    QCOMPARE(said("Make room by one of these: LoRA adapters, shorter clips."),
             QStringLiteral("Schaffe auf eine dieser Arten Platz: LoRA-Adapter, kürzere Clips."));
    QCOMPARE(said("The GPU libraries need 2.5 GB, 1.0 GB are free"),
             QStringLiteral("Die GPU-Bibliotheken brauchen 2,5 GB, frei sind 1,0 GB"));
    QCOMPARE(said("a made-up sentence, which nobody knows"),
             QStringLiteral("a made-up sentence, which nobody knows"));
    QLocale::setDefault(QLocale::c());
}

void tst_Translations::engineIsUnderstood() {
    QFETCH(QString, english);
    QCOMPARE(ui::engineText(english), english); // without a translator
    QTranslator german;
    QVERIFY(german.load(QStringLiteral(":/i18n/attune_de.qm")));
    QVERIFY(QCoreApplication::installTranslator(&german));
    const QString said = ui::engineText(english);
    QVERIFY2(said != english, qPrintable(english));
    for (const char* word : {" the ", " should ", " there ", " cannot ", "Allowed", " not ", " to ", " of ",
                             " is ", " steps", " more ", "missing", "until"})
        QVERIFY2(!said.contains(QLatin1String(word), Qt::CaseInsensitive), qPrintable(said));
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    tst_Translations test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_Translations.moc"
