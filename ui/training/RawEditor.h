// SPDX-License-Identifier: GPL-3.0-or-later
//
// RawEditor: the settings as text, with numbered lines and a mark at those that need attention.
//
// Threads: GUI thread.
#pragma once

#include <QPlainTextEdit>
#include <QSet>

namespace attune::ui {

class RawEditor : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit RawEditor(QWidget* parent = nullptr);
    void setProblemLines(const QSet<int>& lines); // from 1
    [[nodiscard]] const QSet<int>& problemLines() const noexcept { return m_problems; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] int gutterWidth() const;
    void layGutter();
    void paintGutter();
    void markLines();

    QWidget* m_gutter;
    QSet<int> m_problems;
};

} // namespace attune::ui
