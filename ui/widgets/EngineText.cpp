// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EngineText.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <vector>

namespace attune::ui {

namespace {

constexpr const char* kPatterns[] = {
#include "resources/translations/engine_texts.h"
#include "resources/translations/engine_texts_files.h"
#include "resources/translations/engine_texts_training.h"
};
constexpr int kDeepest = 5;     // sentences inside sentences
constexpr qsizetype kSure = 14; // characters; "%1 to %2" fits half the language

struct Pattern {
    const char* source;
    QStringList parts;        // the words around the arguments, one more than there are arguments
    qsizetype literalSize{0}; // characters that are not arguments: the more, the surer
};

bool isArgument(const QString& text, qsizetype at) {
    return text[at] == QLatin1Char('%') && at + 1 < text.size() && text[at + 1].digitValue() > 0;
}

// Arguments are named in the order in which they stand.
Pattern patternOf(const char* source) {
    const QString text = QString::fromUtf8(source);
    Pattern pattern{source, {}};
    qsizetype last = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isArgument(text, i)) continue;
        pattern.parts << text.mid(last, i - last);
        last = i + 2;
    }
    pattern.parts << text.mid(last);
    for (const QString& part : pattern.parts) pattern.literalSize += part.size();
    return pattern;
}

// The arguments of what concat() made of a pattern. The last one takes the rest: what follows a colon is the
// longer sentence.
std::optional<QStringList> argumentsOf(const Pattern& pattern, const QString& text) {
    const QStringList& parts = pattern.parts;
    const qsizetype end = text.size() - parts.back().size();
    qsizetype begin = parts.front().size();
    if (begin > end || !text.startsWith(parts.front()) || !text.endsWith(parts.back())) return std::nullopt;
    QStringList arguments;
    for (qsizetype i = 1; i + 1 < parts.size(); ++i) {
        const qsizetype at = text.indexOf(parts[i], begin);
        if (at < 0 || at + parts[i].size() > end) return std::nullopt;
        arguments << text.mid(begin, at - begin);
        begin = at + parts[i].size();
    }
    arguments << text.mid(begin, end - begin);
    return arguments;
}

// What somebody named so is not ours to translate.
bool isQuoted(const Pattern& pattern, qsizetype argument) {
    const QString& before = pattern.parts[argument];
    return before.endsWith(QLatin1Char('"')) || before.endsWith(QStringLiteral("“"));
}

struct Table {
    QHash<QString, const char*> whole; // sentences without arguments
    std::vector<Pattern> patterns;     // the surest first
};

Table makeTable() {
    Table table;
    for (const char* source : kPatterns) {
        Pattern pattern = patternOf(source);
        if (pattern.parts.size() == 1)
            table.whole.insert(pattern.parts.front(), source);
        else
            table.patterns.push_back(std::move(pattern));
    }
    std::stable_sort(table.patterns.begin(), table.patterns.end(),
                     [](const Pattern& a, const Pattern& b) { return a.literalSize > b.literalSize; });
    return table;
}

const Table& patternTable() {
    static const Table table = makeTable();
    return table;
}

QString said(const char* source) {
    return QCoreApplication::translate("Engine", source);
}

// By hand: an argument may hold a %1 of its own.
QString filled(const QString& text, const QStringList& arguments) {
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isArgument(text, i)) {
            result += text[i];
            continue;
        }
        result += arguments.value(text[++i].digitValue() - 1);
    }
    return result;
}

std::optional<QString> translated(const QString& english, int depth);

// Nothing where a pattern of few words is hardly meant: an argument of several words is no known sentence.
std::optional<QString> translatedBy(const Pattern& pattern, QStringList arguments, int depth) {
    bool hasSentence = false;
    bool hasKnown = false;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (isQuoted(pattern, i)) continue;
        const bool isSentence = arguments[i].contains(QLatin1Char(' '));
        hasSentence = hasSentence || isSentence;
        const auto known = translated(arguments[i], depth - 1);
        if (!known) continue;
        arguments[i] = *known;
        hasKnown = hasKnown || isSentence;
    }
    if (pattern.literalSize < kSure && hasSentence && !hasKnown) return std::nullopt;
    return filled(said(pattern.source), arguments);
}

// "a, b, c", whose members are words or known.
std::optional<QString> translatedList(const QString& english, int depth) {
    QStringList members = english.split(QStringLiteral(", "));
    if (members.size() < 2 || english.contains(QStringLiteral(": "))) return std::nullopt; // that comes first
    for (QString& member : members) {
        auto known = translated(member, depth - 1);
        if (!known && member.contains(QLatin1Char(' '))) return std::nullopt;
        if (known) member = *std::move(known);
    }
    return members.join(QStringLiteral(", "));
}

// Several sentences in a row, of which at least one is known.
std::optional<QString> translatedInTurn(const QString& english, int depth) {
    const qsizetype stop = english.lastIndexOf(QStringLiteral(". "));
    if (stop < 0) return std::nullopt;
    const QString first = english.left(stop + 1);
    const QString rest = english.mid(stop + 2);
    const auto saidFirst = translated(first, depth - 1);
    const auto saidRest = translated(rest, depth - 1);
    if (!saidFirst && !saidRest) return std::nullopt;
    return saidFirst.value_or(first) + QLatin1Char(' ') + saidRest.value_or(rest);
}

std::optional<QString> translated(const QString& english, int depth) {
    const Table& table = patternTable();
    if (const auto it = table.whole.constFind(english); it != table.whole.cend()) return said(*it);
    if (depth == 0 || english.isEmpty()) return std::nullopt;
    const auto translatedByAny = [&](auto begin, auto end) -> std::optional<QString> {
        for (auto pattern = begin; pattern != end; ++pattern)
            if (auto arguments = argumentsOf(*pattern, english))
                if (auto text = translatedBy(*pattern, *std::move(arguments), depth)) return text;
        return std::nullopt;
    };
    const auto unsure = std::find_if(table.patterns.begin(), table.patterns.end(),
                                     [](const Pattern& pattern) { return pattern.literalSize < kSure; });
    if (auto text = translatedByAny(table.patterns.begin(), unsure)) return text;
    if (auto text = translatedInTurn(english, depth)) return text;
    if (auto text = translatedList(english, depth)) return text;
    return translatedByAny(unsure, table.patterns.end());
}

// "25.3 GB" as the window's own numbers are written.
QString withLocalNumbers(QString text) {
    static const QRegularExpression size(
        QStringLiteral("(?<![\\d.])(\\d+)\\.(\\d+)(?= (?:kB|MB|GB|TB|s)\\b)"));
    return text.replace(size, QStringLiteral("\\1") + QLocale().decimalPoint() + QStringLiteral("\\2"));
}

} // namespace

QString engineText(const QString& english) {
    return withLocalNumbers(translated(english, kDeepest).value_or(english));
}

QString engineText(const std::string& english) {
    return engineText(QString::fromUtf8(english.data(), static_cast<qsizetype>(english.size())));
}

bool isEngineText(const std::string& english) {
    const QString text = QString::fromStdString(english);
    const Table& table = patternTable();
    return table.whole.contains(text) ||
           std::any_of(table.patterns.begin(), table.patterns.end(), [&](const Pattern& pattern) {
               return pattern.literalSize >= kSure && argumentsOf(pattern, text).has_value();
           });
}

QStringList enginePatterns() {
    QStringList patterns;
    for (const char* source : kPatterns) patterns << QString::fromUtf8(source);
    return patterns;
}

} // namespace attune::ui
