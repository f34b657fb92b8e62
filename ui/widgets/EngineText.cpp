// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EngineText.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace attune::ui {

namespace {

constexpr const char* kPatterns[] = {
#include "resources/translations/engine_texts.h"
};
constexpr int kDeepest = 4;     // sentences inside sentences
constexpr qsizetype kSure = 14; // characters; "%1 to %2" fits half the language

struct Pattern {
    const char* text;
    QRegularExpression expression; // captures the arguments in order
    qsizetype literalSize;         // characters that are not arguments: the more, the surer
};

// Recognises what concat() made of a pattern. Arguments are named in the order in which they stand.
QRegularExpression expressionOf(const QString& pattern) {
    static const QRegularExpression argument(QStringLiteral("%\\d"));
    QString text;
    qsizetype last = 0;
    for (auto it = argument.globalMatch(pattern); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        text += QRegularExpression::escape(pattern.mid(last, match.capturedStart() - last)) +
                QStringLiteral("(.*)");
        last = match.capturedEnd();
    }
    text += QRegularExpression::escape(pattern.mid(last));
    return QRegularExpression(QRegularExpression::anchoredPattern(text),
                              QRegularExpression::DotMatchesEverythingOption);
}

struct Table {
    QHash<QString, const char*> whole; // sentences without arguments
    std::vector<Pattern> patterns;     // the surest first
};

Table makeTable() {
    Table table;
    for (const char* source : kPatterns) {
        const QString text = QString::fromUtf8(source);
        if (!text.contains(QLatin1Char('%')))
            table.whole.insert(text, source);
        else
            table.patterns.push_back(
                {source, expressionOf(text), text.size() - 2 * text.count(QLatin1Char('%'))});
    }
    std::stable_sort(table.patterns.begin(), table.patterns.end(),
                     [](const Pattern& a, const Pattern& b) { return a.literalSize > b.literalSize; });
    return table;
}

QString translated(const QString& english, int depth);

// Whether a pattern of few words may be meant: its arguments are single words, or one is a known sentence.
bool isPlausible(const QRegularExpressionMatch& match, int depth) {
    bool hasSentence = false;
    for (int i = 1; i <= match.lastCapturedIndex(); ++i) {
        const QString argument = match.captured(i);
        if (!argument.contains(QLatin1Char(' '))) continue;
        if (translated(argument, depth - 1) != argument) return true;
        hasSentence = true;
    }
    return !hasSentence;
}

const Table& patternTable() {
    static const Table table = makeTable();
    return table;
}

QString translated(const QString& english, int depth) {
    const Table& table = patternTable();
    const auto say = [](const char* source) { return QCoreApplication::translate("Engine", source); };
    if (const auto it = table.whole.constFind(english); it != table.whole.cend()) return say(*it);
    if (depth == 0 || english.isEmpty()) return english;
    for (const Pattern& pattern : table.patterns) {
        const QRegularExpressionMatch match = pattern.expression.match(english);
        if (!match.hasMatch()) continue;
        if (pattern.literalSize < kSure && !isPlausible(match, depth)) continue;
        const QString text = say(pattern.text);
        QString result;
        // By hand: an argument may hold a %1 of its own.
        for (qsizetype i = 0; i < text.size(); ++i) {
            const int number =
                text[i] == QLatin1Char('%') && i + 1 < text.size() ? text[i + 1].digitValue() : -1;
            if (number < 1) {
                result += text[i];
                continue;
            }
            result += translated(match.captured(number), depth - 1);
            ++i;
        }
        return result;
    }
    return english;
}

} // namespace

QString engineText(const QString& english) {
    return translated(english, kDeepest);
}

QString engineText(const std::string& english) {
    return engineText(QString::fromUtf8(english.data(), static_cast<qsizetype>(english.size())));
}

bool isEngineText(const std::string& english) {
    const QString text = QString::fromStdString(english);
    const Table& table = patternTable();
    return table.whole.contains(text) ||
           std::any_of(table.patterns.begin(), table.patterns.end(), [&](const Pattern& pattern) {
               return pattern.literalSize >= kSure && pattern.expression.match(text).hasMatch();
           });
}

QStringList enginePatterns() {
    QStringList patterns;
    for (const char* source : kPatterns) patterns << QString::fromUtf8(source);
    return patterns;
}

} // namespace attune::ui
