// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/HelpContent.h"

#include <QFile>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace attune::ui {

const HelpContent& HelpContent::instance() {
    static const HelpContent content = [] {
        const QString language = QLocale().name().left(2);
        QFile file(QStringLiteral(":/help/help_%1.md").arg(language));
        if (!file.open(QIODevice::ReadOnly)) {
            file.setFileName(QStringLiteral(":/help/help.md"));
            if (!file.open(QIODevice::ReadOnly)) return HelpContent();
        }
        return parse(QString::fromUtf8(file.readAll()));
    }();
    return content;
}

HelpContent HelpContent::parse(const QString& text) {
    static const QRegularExpression settings(
        QStringLiteral("\\s*\\(([a-z_]+(?:\\.[a-z_]+)*(?:, [a-z_]+(?:\\.[a-z_]+)*)*)\\)$"));
    HelpContent content;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        if (line.startsWith(QStringLiteral("# "))) {
            HelpEntry entry;
            const qsizetype bar = line.indexOf(QLatin1Char('|'));
            entry.key = line.mid(2, bar - 2).trimmed();
            entry.title = line.mid(bar + 1).trimmed();
            if (const auto match = settings.match(entry.title); match.hasMatch()) {
                entry.settingPaths = match.captured(1).split(QStringLiteral(", "));
                entry.title = entry.title.left(match.capturedStart());
            }
            content.m_entries.push_back(entry);
        } else if (!content.m_entries.empty() && !line.trimmed().isEmpty()) {
            QString& body = content.m_entries.back().text;
            body += body.isEmpty() ? line : QLatin1Char('\n') + line;
        }
    }
    return content;
}

QString HelpContent::html(const HelpEntry& entry) {
    QString html = QStringLiteral("<h2>%1</h2>").arg(entry.title.toHtmlEscaped());
    for (const QString& paragraph : entry.text.split(QLatin1Char('\n')))
        html += QStringLiteral("<p style=\"line-height:150%\">%1</p>").arg(paragraph.toHtmlEscaped());
    return html;
}

const HelpEntry* HelpContent::find(const QString& keyOrPath) const {
    const auto match = [&](auto accepts) -> const HelpEntry* {
        const auto it = std::find_if(m_entries.begin(), m_entries.end(), accepts);
        return it == m_entries.end() ? nullptr : &*it;
    };
    if (const HelpEntry* entry = match(
            [&](const HelpEntry& e) { return e.key == keyOrPath || e.settingPaths.contains(keyOrPath); }))
        return entry;
    // A neighbour of the same block explains it: "ema.power" is in the entry of "ema.enabled".
    const QString block = keyOrPath.section(QLatin1Char('.'), 0, 0);
    return match([&](const HelpEntry& e) {
        return e.key == block ||
               std::any_of(e.settingPaths.begin(), e.settingPaths.end(), [&block](const QString& path) {
                   return path.section(QLatin1Char('.'), 0, 0) == block;
               });
    });
}

std::vector<const HelpEntry*> HelpContent::search(const QString& words) const {
    const QStringList wanted = words.split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
    std::vector<const HelpEntry*> inTitle;
    std::vector<const HelpEntry*> inText;
    for (const HelpEntry& entry : m_entries) {
        const auto all = [&](const QString& where) {
            return std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) {
                return where.contains(word, Qt::CaseInsensitive);
            });
        };
        if (all(entry.title))
            inTitle.push_back(&entry);
        else if (all(entry.title + entry.text))
            inText.push_back(&entry);
    }
    inTitle.insert(inTitle.end(), inText.begin(), inText.end());
    return inTitle;
}

} // namespace attune::ui
