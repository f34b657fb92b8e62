// SPDX-License-Identifier: GPL-3.0-or-later
//
// HelpContent: the entries of resources/help: "# key | title" and text, found by key, setting path or words.
//
// A title may name in parentheses the settings that it explains; F1 on those fields then opens it.
// Threads: GUI thread.
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace attune::ui {

struct HelpEntry {
    QString key;
    QString title;
    QStringList settingPaths; // "optimiser.config.lr"; may be empty
    QString text;             // paragraphs, a line each
};

class HelpContent {
public:
    [[nodiscard]] static const HelpContent& instance(); // in the user's language where there is one
    [[nodiscard]] const std::vector<HelpEntry>& entries() const noexcept { return m_entries; }
    [[nodiscard]] const HelpEntry* find(const QString& keyOrPath) const; // also "ema.power" finds "ema.…"
    [[nodiscard]] std::vector<const HelpEntry*>
    search(const QString& words) const; // all of them, titles first

    [[nodiscard]] static QString html(const HelpEntry& entry); // title and paragraphs
    [[nodiscard]] static HelpContent parse(const QString& text);

private:
    std::vector<HelpEntry> m_entries;
};

} // namespace attune::ui
