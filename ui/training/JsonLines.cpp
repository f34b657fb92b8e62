// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/JsonLines.h"

#include <algorithm>
#include <vector>

namespace attune::ui {

namespace {

struct Level {
    QString path;
    bool isList{false};
    int index{0};
    QString key; // of the member that is being read; empty = its name comes next
};

class Reader {
public:
    explicit Reader(const QString& text) : m_text(text) {}

    QHash<QString, int> read() {
        for (m_at = 0; m_at < m_text.size(); ++m_at) step(m_text[m_at]);
        return m_lines;
    }

private:
    void step(QChar character) {
        if (character == QLatin1Char('\n')) {
            ++m_line;
        } else if (character == QLatin1Char('{') || character == QLatin1Char('[')) {
            note();
            m_levels.push_back({path(), character == QLatin1Char('['), 0, {}});
        } else if (character == QLatin1Char('}') || character == QLatin1Char(']')) {
            if (!m_levels.empty()) m_levels.pop_back();
        } else if (character == QLatin1Char(',')) {
            if (m_levels.empty()) return;
            ++m_levels.back().index;
            m_levels.back().key.clear();
        } else if (character == QLatin1Char('"')) {
            takeString();
        } else if (!character.isSpace() && character != QLatin1Char(':')) {
            note();
        }
    }

    void takeString() {
        QString string;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != QLatin1Char('"'); ++m_at) {
            if (m_text[m_at] == QLatin1Char('\n')) ++m_line; // a quote is missing: wherever it ends
            if (m_text[m_at] == QLatin1Char('\\')) ++m_at;
            if (m_at < m_text.size()) string += m_text[m_at];
        }
        if (!m_levels.empty() && !m_levels.back().isList && m_levels.back().key.isEmpty())
            m_levels.back().key = string;
        note();
    }

    [[nodiscard]] QString path() const {
        if (m_levels.empty()) return {};
        const Level& level = m_levels.back();
        if (level.isList) return QStringLiteral("%1[%2]").arg(level.path).arg(level.index);
        return level.path.isEmpty() ? level.key : level.path + QLatin1Char('.') + level.key;
    }

    void note() {
        const QString at = path();
        if (!at.isEmpty() && !m_lines.contains(at)) m_lines.insert(at, m_line);
    }

    const QString& m_text;
    qsizetype m_at{0};
    int m_line{1};
    std::vector<Level> m_levels;
    QHash<QString, int> m_lines;
};

} // namespace

QHash<QString, int> jsonLines(const QString& text) {
    return Reader(text).read();
}

int jsonLineOf(const QHash<QString, int>& lines, QString path) {
    while (!path.isEmpty()) {
        if (const auto it = lines.constFind(path); it != lines.cend()) return *it;
        path.truncate(std::max(path.lastIndexOf(QLatin1Char('.')), path.lastIndexOf(QLatin1Char('['))));
    }
    return 1;
}

} // namespace attune::ui
