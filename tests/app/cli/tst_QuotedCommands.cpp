// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every command line that a message, an example, a README or the manual quotes names commands and options
// that exist.
#include "app/cli/CommandLine.h"
#include "app/cli/Output.h"
#include "app/cli/commands/Commands.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest/QtTest>

using namespace attune::cli;

namespace {

struct Quote {
    QString place; // file or command, for the message
    QString line;  // what follows "attune-cli "
};

QString read(const QString& path) {
    QFile file(qEnvironmentVariable("ATTUNE_SOURCE_DIR") + QLatin1Char('/') + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// The quotes in a text: up to what ends a command in a shell or in a sentence's `code`.
void collect(const QString& place, const QString& text, QList<Quote>& quotes) {
    static const QRegularExpression start(QStringLiteral("attune-cli (?=[a-z])"));
    static const QRegularExpression end(QStringLiteral("\n|`|#|&&|[,;] |\\||\\\\n|\"$"));
    for (auto it = start.globalMatch(text); it.hasNext();) {
        const qsizetype from = it.next().capturedEnd();
        const qsizetype to = text.indexOf(end, from);
        quotes.append({place, text.mid(from, to < 0 ? -1 : to - from)});
    }
}

void collectFooters(const CLI::App& app, QList<Quote>& quotes) {
    collect(QString::fromStdString(app.get_name()), QString::fromStdString(app.get_footer()), quotes);
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        collectFooters(*command, quotes);
}

const CLI::App* commandOf(const CLI::App& app, const QString& word) {
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        if (QString::fromStdString(command->get_name()) == word) return command;
    return nullptr;
}

// What is wrong with the quote; empty = nothing.
QString problemOf(const CLI::App& root, const QString& line) {
    static const QRegularExpression marks(QStringLiteral("[.,:)'\"\\]]+$"));
    QStringList words = line.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (QString& word : words) word.remove(marks);
    const CLI::App* command = &root;
    while (!words.isEmpty() && !command->get_subcommands([](const CLI::App*) { return true; }).empty()) {
        if (words.first() == words.first().toUpper()) return {}; // "COMMAND" stands for any
        command = commandOf(*command, words.first());
        if (command == nullptr) return QStringLiteral("no command ") + words.first();
        words.removeFirst();
    }
    for (const QString& word : words) {
        if (!word.startsWith(QStringLiteral("--"))) continue;
        const std::string option = word.section(QLatin1Char('='), 0, 0).toStdString();
        if (command->get_option_no_throw(option) == nullptr && root.get_option_no_throw(option) == nullptr)
            return QStringLiteral("no option ") + word;
    }
    return {};
}

} // namespace

class tst_QuotedCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_tree = std::make_unique<CommandTree>();
        addAllCommands(*m_tree);
    }

    void problemsAreSeen() {
        QVERIFY(
            problemOf(m_tree->root(), QStringLiteral("dataset list finding:any --sort -length")).isEmpty());
        QVERIFY(problemOf(m_tree->root(), QStringLiteral("dataset COMMAND --help shows more.")).isEmpty());
        QVERIFY(problemOf(m_tree->root(), QStringLiteral("train --project X.")).isEmpty());
        QVERIFY(!problemOf(m_tree->root(), QStringLiteral("dataset lst")).isEmpty());
        QVERIFY(!problemOf(m_tree->root(), QStringLiteral("retrain")).isEmpty());
        QVERIFY(!problemOf(m_tree->root(), QStringLiteral("export 1 --form ckpt")).isEmpty());
    }

    void examplesExist() {
        QList<Quote> quotes;
        collectFooters(m_tree->root(), quotes);
        check(quotes, 60);
    }

    void documentsQuoteWhatExists() {
        QList<Quote> quotes;
        for (const char* file : {"README.md", "app/cli/README.md", "packaging/README.md", "configs/README.md",
                                 "resources/help/help.md", "resources/help/help_de.md"}) {
            const QString path = QString::fromLatin1(file);
            collect(path, read(path), quotes);
        }
        const QString manual = QStringLiteral("packaging/linux/attune-cli.1.in");
        collect(manual, read(manual).replace(QStringLiteral("\\-"), QStringLiteral("-")), quotes);
        check(quotes, 30);
    }

    void messagesQuoteWhatExists() {
        static const QRegularExpression joint(
            QStringLiteral("\"\\s*\n\\s*\"")); // literals over several lines
        static const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\\n]|\\\\.)*)\""));
        QList<Quote> quotes;
        for (const char* room : {"app", "core", "ui"}) {
            QDirIterator files(qEnvironmentVariable("ATTUNE_SOURCE_DIR") + QLatin1Char('/') +
                                   QLatin1String(room),
                               {QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.fileName().endsWith(QStringLiteral("/Completion.cpp")))
                    continue; // scripts for shells
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QString source = QString::fromUtf8(file.readAll()).remove(joint);
                for (auto it = literal.globalMatch(source); it.hasNext();)
                    collect(file.fileName(), it.next().captured(1), quotes);
            }
        }
        check(quotes, 20);
    }

    void pathsAreOneWord() {
        QCOMPARE(shellWord("sounds/Kicks"), std::string("sounds/Kicks"));
        QCOMPARE(shellWord("Klänge"), std::string("Klänge"));
#ifdef Q_OS_WIN
        QCOMPARE(shellWord("D:\\My Kicks"), std::string("\"D:\\My Kicks\""));
#else
        QCOMPARE(shellWord("My Kicks"), std::string("'My Kicks'"));
        QCOMPARE(shellWord("it's $HOME"), std::string("'it'\\''s $HOME'"));
        QCOMPARE(shellWord("a\\b"), std::string("'a\\b'"));
#endif
    }

private:
    void check(const QList<Quote>& quotes, qsizetype least) {
        QStringList problems;
        for (const Quote& quote : quotes)
            if (const QString problem = problemOf(m_tree->root(), quote.line); !problem.isEmpty())
                problems << QStringLiteral("%1: attune-cli %2: %3").arg(quote.place, quote.line, problem);
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
        QVERIFY2(quotes.size() >= least, qPrintable(QString::number(quotes.size())));
    }

    std::unique_ptr<CommandTree> m_tree;
};

QTEST_GUILESS_MAIN(tst_QuotedCommands)
#include "tst_QuotedCommands.moc"
